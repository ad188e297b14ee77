//! The methods of the Bot API that the simulated Telegram knows, checked as the server checks them.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{
    entities::{self, utf16},
    view::{ACTION_SHOWN, Happening},
    world::{Chat, Refusal, Stored, World},
};

type Answer = Result<Value, Refusal>;

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Integer,
    Float,
    Boolean,
    Text,
    /// A number or `@name`.
    Chat,
    Object,
    List,
    /// An id, or a file of the request.
    File,
}

use Type::{Boolean, Chat as ChatId, File, Float, Integer, List, Object, Text};

type Parameters = &'static [(&'static str, Type, bool)];

/// What every method that sends takes.
const SENDING: Parameters = &[
    ("business_connection_id", Text, false),
    ("chat_id", ChatId, true),
    ("message_thread_id", Integer, false),
    ("disable_notification", Boolean, false),
    ("protect_content", Boolean, false),
    ("allow_paid_broadcast", Boolean, false),
    ("message_effect_id", Text, false),
    ("reply_parameters", Object, false),
    ("reply_markup", Object, false),
];

/// What every method that edits takes.
const EDITING: Parameters = &[
    ("business_connection_id", Text, false),
    ("chat_id", ChatId, true),
    ("message_id", Integer, true),
    ("reply_markup", Object, false),
];

const CAPTION: Parameters = &[
    ("caption", Text, false),
    ("parse_mode", Text, false),
    ("caption_entities", List, false),
    ("show_caption_above_media", Boolean, false),
];

/// Name, what it has in common with others, what it takes itself.
const METHODS: &[(&str, &[Parameters], Parameters)] = &[
    ("getMe", &[], &[]),
    (
        "getUpdates",
        &[],
        &[
            ("offset", Integer, false),
            ("limit", Integer, false),
            ("timeout", Integer, false),
            ("allowed_updates", List, false),
        ],
    ),
    (
        "sendMessage",
        &[SENDING],
        &[
            ("text", Text, true),
            ("parse_mode", Text, false),
            ("entities", List, false),
            ("link_preview_options", Object, false),
        ],
    ),
    (
        "editMessageText",
        &[EDITING],
        &[
            ("text", Text, true),
            ("parse_mode", Text, false),
            ("entities", List, false),
            ("link_preview_options", Object, false),
        ],
    ),
    ("editMessageCaption", &[EDITING, CAPTION], &[]),
    ("editMessageReplyMarkup", &[EDITING], &[]),
    ("deleteMessage", &[], &[("chat_id", ChatId, true), ("message_id", Integer, true)]),
    (
        "answerCallbackQuery",
        &[],
        &[
            ("callback_query_id", Text, true),
            ("text", Text, false),
            ("show_alert", Boolean, false),
            ("url", Text, false),
            ("cache_time", Integer, false),
        ],
    ),
    (
        "answerInlineQuery",
        &[],
        &[
            ("inline_query_id", Text, true),
            ("results", List, true),
            ("cache_time", Integer, false),
            ("is_personal", Boolean, false),
            ("next_offset", Text, false),
            ("button", Object, false),
        ],
    ),
    (
        "sendChatAction",
        &[],
        &[("chat_id", ChatId, true), ("message_thread_id", Integer, false), ("action", Text, true)],
    ),
    ("sendPhoto", &[SENDING, CAPTION], &[("photo", File, true), ("has_spoiler", Boolean, false)]),
    (
        "sendDocument",
        &[SENDING, CAPTION],
        &[
            ("document", File, true),
            ("thumbnail", File, false),
            ("disable_content_type_detection", Boolean, false),
        ],
    ),
    (
        "sendLocation",
        &[SENDING],
        &[
            ("latitude", Float, true),
            ("longitude", Float, true),
            ("horizontal_accuracy", Float, false),
        ],
    ),
    (
        "sendVenue",
        &[SENDING],
        &[
            ("latitude", Float, true),
            ("longitude", Float, true),
            ("title", Text, true),
            ("address", Text, true),
        ],
    ),
    (
        "copyMessage",
        &[SENDING, CAPTION],
        &[("from_chat_id", ChatId, true), ("message_id", Integer, true)],
    ),
    (
        "pinChatMessage",
        &[],
        &[
            ("chat_id", ChatId, true),
            ("message_id", Integer, true),
            ("disable_notification", Boolean, false),
        ],
    ),
    (
        "setMyCommands",
        &[],
        &[("commands", List, true), ("scope", Object, false), ("language_code", Text, false)],
    ),
    ("setMyDescription", &[], &[("description", Text, false), ("language_code", Text, false)]),
    (
        "setMyShortDescription",
        &[],
        &[("short_description", Text, false), ("language_code", Text, false)],
    ),
    ("getChat", &[], &[("chat_id", ChatId, true)]),
    ("getChatMember", &[], &[("chat_id", ChatId, true), ("user_id", Integer, true)]),
    ("getFile", &[], &[("file_id", Text, true)]),
];

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup \
                            are exactly the same as a current content and reply markup of the message";
const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";
/// A press or an inline query can be answered for this long, in seconds.
const ANSWERABLE_SECS: u64 = 15;
const TEXT_LIMIT: usize = 4096;
const CAPTION_LIMIT: usize = 1024;
const MARKUP_BYTES: usize = 10_000;

/// A file of a multipart request.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

/// The server's own spelling of a method; it takes any case.
pub(super) fn spelled(method: &str) -> Option<&'static str> {
    METHODS.iter().map(|(name, ..)| *name).find(|name| name.eq_ignore_ascii_case(method))
}

/// Checks the parameters' names and types; text that stands for numbers and JSON is read as such.
pub(super) fn check(
    world: &mut World,
    method: &str,
    given: Map<String, Value>,
    uploads: &[(String, Upload)],
) -> Result<Map<String, Value>, Refusal> {
    let Some((_, common, own)) = METHODS.iter().find(|(name, ..)| *name == method) else {
        return Err(Refusal::new(404, "method not found"));
    };
    let known = || common.iter().flat_map(|list| list.iter()).chain(own.iter());
    let mut parameters = Map::new();
    for (name, value) in given {
        let Some((_, kind, _)) = known().find(|(known, ..)| *known == name) else {
            world.violation(format!("{method}: unknown parameter {name}"));
            continue;
        };
        if value.is_null() {
            world.violation(format!("{method}: {name} is null"));
            continue;
        }
        let Some(value) = read(value, *kind) else {
            return Err(Refusal::new(400, &format!("can't parse parameter \"{name}\"")));
        };
        parameters.insert(name, value);
    }
    for (name, kind, required) in known() {
        let uploaded = *kind == File && uploads.iter().any(|(field, _)| field == name);
        if *required && !uploaded && !parameters.contains_key(*name) {
            return Err(Refusal::new(
                400,
                &match (*name, *kind) {
                    ("text", _) => "message text is empty".to_owned(),
                    ("message_id", _) => "message identifier is not specified".to_owned(),
                    (_, File) => format!("there is no {name} in the request"),
                    _ => format!("parameter \"{name}\" is required"),
                },
            ));
        }
    }
    Ok(parameters)
}

fn read(value: Value, kind: Type) -> Option<Value> {
    let text = value.as_str().map(str::trim);
    match kind {
        Integer => match text {
            Some(text) => text.parse::<i64>().ok().map(|number| json!(number)),
            None => value.as_i64().map(|number| json!(number)),
        },
        Float => match text {
            Some(text) => text.parse::<f64>().ok().map(|number| json!(number)),
            None => value.as_f64().map(|number| json!(number)),
        },
        Boolean => match text {
            Some("true" | "True" | "1") => Some(json!(true)),
            Some("false" | "False" | "0") => Some(json!(false)),
            Some(_) => None,
            None => value.as_bool().map(|flag| json!(flag)),
        },
        Text | File => value.is_string().then_some(value),
        ChatId => match text {
            Some(text) if text.starts_with('@') => Some(value),
            Some(text) => text.parse::<i64>().ok().map(|number| json!(number)),
            None => value.as_i64().map(|number| json!(number)),
        },
        Object | List => {
            let read = match text {
                Some(text) => serde_json::from_str(text).ok()?,
                None => value,
            };
            (if kind == List { read.is_array() } else { read.is_object() }).then_some(read)
        }
    }
}

/// Carries a call out.
pub(super) fn perform(
    world: &mut World,
    method: &'static str,
    parameters: &Map<String, Value>,
    uploads: &[(String, Upload)],
) -> Answer {
    match method {
        "getMe" => Ok(world.me.clone()),
        "sendMessage" => {
            let content = formatted(world, parameters, "text")?;
            send(world, parameters, content)
        }
        "sendPhoto" => send_file(world, parameters, uploads, "photo"),
        "sendDocument" => send_file(world, parameters, uploads, "document"),
        "sendLocation" => {
            let location = location(parameters)?;
            send(world, parameters, fields([("location", location)]))
        }
        "sendVenue" => {
            let location = location(parameters)?;
            let venue = json!({
                "location": location, "title": parameters["title"], "address": parameters["address"],
            });
            send(world, parameters, fields([("venue", venue), ("location", location)]))
        }
        "copyMessage" => copy(world, parameters),
        "editMessageText" => {
            let content = formatted(world, parameters, "text")?;
            edit(world, parameters, Some((content, &["text", "entities"], "text")))
        }
        "editMessageCaption" => {
            let content = formatted(world, parameters, "caption")?;
            edit(world, parameters, Some((content, &["caption", "caption_entities"], "")))
        }
        "editMessageReplyMarkup" => edit(world, parameters, None),
        "deleteMessage" => delete(world, parameters),
        "pinChatMessage" => {
            let chat = world.find(&parameters["chat_id"], true)?;
            let id = parameters["message_id"].as_i64().unwrap_or(0);
            let Some(chat) = world.chat(chat).filter(|chat| chat.messages.contains_key(&id)) else {
                return Err(Refusal::new(400, "message to pin not found"));
            };
            chat.pinned.retain(|pinned| *pinned != id);
            chat.pinned.push(id);
            let chat = chat.id;
            world.happens(chat, Happening::Changed);
            Ok(json!(true))
        }
        "sendChatAction" => {
            let chat = world.find(&parameters["chat_id"], true)?;
            let Some(action) = ACTIONS.iter().find(|action| parameters["action"] == **action)
            else {
                return Err(Refusal::new(400, "wrong parameter action in request"));
            };
            let topic = parameters.get("message_thread_id").and_then(Value::as_i64);
            let until = world.mono() + ACTION_SHOWN;
            if let Some(chat) = world.chat(chat) {
                chat.action = Some(((*action).to_owned(), topic, until));
            }
            world.happens(chat, Happening::Acting { action: (*action).to_owned(), topic });
            Ok(json!(true))
        }
        "answerCallbackQuery" => answer_press(world, parameters),
        "answerInlineQuery" => answer_query(world, parameters),
        "setMyCommands" => set_commands(world, parameters),
        "setMyDescription" => set_text(world, parameters, method, "description", 512),
        "setMyShortDescription" => set_text(world, parameters, method, "short_description", 120),
        "getChat" => {
            let chat = world.find(&parameters["chat_id"], false)?;
            let mut full = world.chat(chat).map_or(Value::Null, |chat| chat.json());
            full["accent_color_id"] = json!(0);
            full["max_reaction_count"] = json!(11);
            full["accepted_gift_types"] = json!({
                "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
                "premium_subscription": false,
            });
            Ok(full)
        }
        "getChatMember" => {
            world.find(&parameters["chat_id"], false)?;
            let id = parameters["user_id"].as_i64().unwrap_or(0);
            let user = if world.me["id"] == id {
                world.bot_user()
            } else {
                world.people.get(&id).cloned().ok_or_else(|| Refusal::new(400, "user not found"))?
            };
            Ok(json!({"status": "member", "user": user}))
        }
        "getFile" => {
            let id = parameters["file_id"].as_str().unwrap_or_default();
            let Some(file) = world.files.get(id) else {
                return Err(Refusal::new(400, "invalid file_id"));
            };
            Ok(json!({
                "file_id": id, "file_unique_id": unique(id), "file_size": file.bytes.len(),
                "file_path": file.path,
            }))
        }
        _ => Err(Refusal::new(404, "method not found")),
    }
}

fn fields<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn unique(file_id: &str) -> String {
    format!("AQ{}", file_id.chars().rev().take(14).collect::<String>())
}

/// The text or caption of a call, parsed, within its limit.
fn formatted(
    world: &mut World,
    parameters: &Map<String, Value>,
    key: &str,
) -> Result<Map<String, Value>, Refusal> {
    let (entities_key, limit) =
        if key == "text" { ("entities", TEXT_LIMIT) } else { ("caption_entities", CAPTION_LIMIT) };
    let Some(source) = parameters.get(key).and_then(Value::as_str) else { return Ok(Map::new()) };
    let given = parameters.get(entities_key).and_then(Value::as_array).cloned();
    let read = match (given, parameters.get("parse_mode").and_then(Value::as_str)) {
        (Some(entities), _) => entities::Formatted { text: source.trim().to_owned(), entities },
        (None, Some(mode)) if mode.eq_ignore_ascii_case("html") => entities::html(source)
            .map_err(|words| Refusal::new(400, &format!("can't parse entities: {words}")))?,
        (None, Some(mode)) => {
            world.violation(format!("parse_mode {mode} is not simulated"));
            return Err(Refusal::new(400, "unsupported parse_mode"));
        }
        (None, None) => entities::Formatted {
            text: source.trim().to_owned(),
            entities: entities::automatic(source.trim()),
        },
    };
    if read.text.is_empty() {
        return if key == "text" {
            Err(Refusal::new(400, "message text is empty"))
        } else {
            Ok(Map::new())
        };
    }
    if utf16(&read.text) > limit {
        return Err(Refusal::new(
            400,
            if key == "text" { "message is too long" } else { "message caption is too long" },
        ));
    }
    let mut content = fields([(key, json!(read.text))]);
    if !read.entities.is_empty() {
        content.insert(entities_key.to_owned(), Value::Array(read.entities));
    }
    Ok(content)
}

/// An inline keyboard that may be shown; `None` for another kind of markup or an empty one.
fn markup(world: &mut World, parameters: &Map<String, Value>) -> Result<Option<Value>, Refusal> {
    let Some(markup) = parameters.get("reply_markup") else { return Ok(None) };
    if markup.to_string().len() > MARKUP_BYTES {
        return Err(Refusal::new(400, "reply markup is too long"));
    }
    let Some(rows) = markup.get("inline_keyboard") else {
        let known = ["keyboard", "remove_keyboard", "force_reply"];
        if !known.iter().any(|name| markup.get(*name).is_some()) {
            return Err(Refusal::new(400, "can't parse reply keyboard markup JSON object"));
        }
        return Ok(None);
    };
    let unreadable = || Refusal::new(400, "can't parse inline keyboard button: expected an Object");
    let rows = rows.as_array().ok_or_else(unreadable)?;
    let mut count = 0;
    for row in rows {
        let row = row.as_array().ok_or_else(unreadable)?;
        count += row.len();
        if row.len() > 8 {
            world.violation("more than 8 buttons in a row".to_owned());
        }
        for button in row {
            let button = button.as_object().ok_or_else(unreadable)?;
            let label = button.get("text").and_then(Value::as_str).unwrap_or_default();
            if label.trim().is_empty() {
                return Err(Refusal::new(400, "inline keyboard button text must be non-empty"));
            }
            let actions = button.keys().filter(|name| *name != "text").count();
            if actions != 1 {
                return Err(Refusal::new(
                    400,
                    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
                ));
            }
            if let Some(data) = button.get("callback_data") {
                let length = data.as_str().map_or(0, str::len);
                if !(1..=64).contains(&length) {
                    return Err(Refusal::new(400, "BUTTON_DATA_INVALID"));
                }
            }
            if let Some(url) = button.get("url").and_then(Value::as_str)
                && !["http://", "https://", "tg://"].iter().any(|scheme| url.starts_with(scheme))
            {
                return Err(Refusal::new(
                    400,
                    &format!("inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"),
                ));
            }
        }
    }
    if count > 100 {
        world.violation("more than 100 buttons".to_owned());
    }
    Ok((count > 0).then(|| markup.clone()))
}

/// The common part of everything that sends.
fn send(
    world: &mut World,
    parameters: &Map<String, Value>,
    mut content: Map<String, Value>,
) -> Answer {
    let chat_id = world.find(&parameters["chat_id"], true)?;
    if parameters.get("allow_paid_broadcast") == Some(&json!(true)) {
        world.violation("allow_paid_broadcast spends money".to_owned());
    }
    if let Some(topic) = parameters.get("message_thread_id").and_then(Value::as_i64) {
        if !world.chats.get(&chat_id).is_some_and(|chat| chat.topics.contains_key(&topic)) {
            return Err(Refusal::new(400, "message thread not found"));
        }
        content.insert("message_thread_id".to_owned(), json!(topic));
        content.insert("is_topic_message".to_owned(), json!(true));
    }
    if let Some(reply) = parameters.get("reply_parameters") {
        let id = reply["message_id"].as_i64().unwrap_or(0);
        match world.chats.get(&chat_id).and_then(|chat| chat.messages.get(&id)) {
            Some(original) => {
                let mut original = original.clone();
                if let Some(original) = original.as_object_mut() {
                    original.shift_remove("reply_to_message");
                    original.shift_remove("reply_markup");
                }
                content.insert("reply_to_message".to_owned(), original);
            }
            None if reply["allow_sending_without_reply"] == true => {}
            None => return Err(Refusal::new(400, "message to be replied not found")),
        }
    }
    if let Some(markup) = markup(world, parameters)? {
        content.insert("reply_markup".to_owned(), markup);
    }
    world.pace(chat_id, false)?;
    let bot = world.bot_user();
    let message = world.put(chat_id, Some(bot), content);
    set_keyboard(world, chat_id, parameters);
    Ok(message)
}

/// Puts the reply keyboard of a call below its chat, or takes it away.
fn set_keyboard(world: &mut World, chat: i64, parameters: &Map<String, Value>) {
    let Some(markup) = parameters.get("reply_markup") else { return };
    let keyboard = match (markup.get("keyboard"), markup.get("remove_keyboard")) {
        (Some(_), _) => Some(markup.clone()),
        (None, Some(_)) => None,
        (None, None) => return,
    };
    if let Some(chat) = world.chat(chat) {
        chat.keyboard = keyboard;
    }
    world.happens(chat, Happening::Changed);
}

fn location(parameters: &Map<String, Value>) -> Answer {
    let number = |name: &str| parameters.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let (latitude, longitude) = (number("latitude"), number("longitude"));
    if !((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude)) {
        return Err(Refusal::new(400, "wrong location specified"));
    }
    Ok(json!({"latitude": latitude, "longitude": longitude}))
}

fn send_file(
    world: &mut World,
    parameters: &Map<String, Value>,
    uploads: &[(String, Upload)],
    kind: &str,
) -> Answer {
    let named = parameters.get(kind).and_then(Value::as_str);
    let field = named.map_or(Some(kind), |name| name.strip_prefix("attach://"));
    let id = if let Some(field) = field {
        let Some((_, upload)) = uploads.iter().find(|(name, _)| name == field) else {
            return Err(Refusal::new(400, &format!("there is no {kind} in the request")));
        };
        if upload.bytes.is_empty() {
            return Err(Refusal::new(400, "file must be non-empty"));
        }
        let limit = if kind == "photo" { 10 << 20 } else { 50 << 20 };
        if upload.bytes.len() > limit {
            return Err(Refusal::new(413, "Request Entity Too Large"));
        }
        if kind == "photo" {
            let Some((width, height)) = picture_size(&upload.bytes) else {
                return Err(Refusal::new(400, "IMAGE_PROCESS_FAILED"));
            };
            if width + height > 10_000 || width.max(height) > 20 * width.min(height).max(1) {
                return Err(Refusal::new(400, "PHOTO_INVALID_DIMENSIONS"));
            }
        }
        keep_file(world, kind, upload)
    } else {
        let id = named.unwrap_or_default();
        match world.files.get(id) {
            Some(file) if file.kind == kind => id.to_owned(),
            Some(file) => {
                let words = format!("can't use file of type {} as {kind}", file.kind);
                return Err(Refusal::new(400, &words));
            }
            None => {
                return Err(Refusal::new(400, "wrong file identifier/HTTP URL specified"));
            }
        }
    };
    let mut content = fields([(kind, media(world, &id))]);
    content.extend(formatted(world, parameters, "caption")?);
    send(world, parameters, content)
}

/// Keeps a file as the server would; returns its id.
pub(super) fn keep_file(world: &mut World, kind: &str, upload: &Upload) -> String {
    let id = format!("{}{}", if kind == "photo" { "AgAC" } else { "BQAC" }, world.fresh());
    let path = format!("{kind}s/file_{}", world.files.len());
    let file = Stored {
        kind: kind.to_owned(),
        name: upload.name.clone(),
        bytes: upload.bytes.clone(),
        path,
    };
    world.files.insert(id.clone(), file);
    id
}

/// The file as it stands in a message.
pub(super) fn media(world: &World, id: &str) -> Value {
    let Some(file) = world.files.get(id) else { return Value::Null };
    let base = json!({
        "file_id": id, "file_unique_id": unique(id), "file_size": file.bytes.len(),
    });
    let with = |mut base: Value, more: Value| {
        if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
            base.extend(more);
        }
        base
    };
    if file.kind == "photo" {
        let size = picture_size(&file.bytes).unwrap_or((640, 480));
        json!([with(base, json!({"width": size.0, "height": size.1}))])
    } else {
        with(base, json!({"file_name": file.name, "mime_type": "application/octet-stream"}))
    }
}

/// (width, height) of a PNG or JPEG.
fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        return Some((number(16)?, number(20)?));
    }
    if !bytes.starts_with(b"\xff\xd8") {
        return None;
    }
    let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    while *bytes.get(at)? == 0xff {
        let marker = *bytes.get(at + 1)?;
        if (0xc0..=0xcf).contains(&marker) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return Some((u32::from(number(at + 7)?), u32::from(number(at + 5)?)));
        }
        at += 2 + usize::from(number(at + 2)?);
    }
    None
}

fn copy(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    const CONTENT: [&str; 12] = [
        "text",
        "entities",
        "caption",
        "caption_entities",
        "photo",
        "document",
        "location",
        "venue",
        "contact",
        "voice",
        "sticker",
        "video",
    ];
    let from = world.find(&parameters["from_chat_id"], false)?;
    let id = parameters["message_id"].as_i64().unwrap_or(0);
    let Some(original) = world.chat(from).and_then(|chat| chat.messages.get(&id)).cloned() else {
        return Err(Refusal::new(400, "message to copy not found"));
    };
    let mut content: Map<String, Value> = CONTENT
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), original.get(*name)?.clone())))
        .collect();
    if content.is_empty() {
        return Err(Refusal::new(400, "the message can't be copied"));
    }
    if parameters.contains_key("caption") {
        content.shift_remove("caption");
        content.shift_remove("caption_entities");
        content.extend(formatted(world, parameters, "caption")?);
    }
    let message = send(world, parameters, content)?;
    Ok(json!({"message_id": message["message_id"]}))
}

/// A message of the bot that a call means to change.
fn own<'a>(
    world: &'a mut World,
    parameters: &Map<String, Value>,
    missing: &str,
) -> Result<(&'a mut Chat, i64), Refusal> {
    let chat_id = world.find(&parameters["chat_id"], true)?;
    let id = parameters["message_id"].as_i64().unwrap_or(0);
    let bot = world.me["id"].clone();
    let Some(chat) = world.chats.get_mut(&chat_id) else {
        return Err(Refusal::new(400, "chat not found"));
    };
    match chat.messages.get(&id) {
        None => Err(Refusal::new(400, missing)),
        Some(message) if message["from"]["id"] != bot && message.get("sender_chat").is_none() => {
            Err(Refusal::new(400, "message can't be edited"))
        }
        Some(_) => Ok((chat, id)),
    }
}

fn edit(
    world: &mut World,
    parameters: &Map<String, Value>,
    content: Option<(Map<String, Value>, &[&str], &str)>,
) -> Answer {
    let new_markup = markup(world, parameters)?;
    let (chat, id) = own(world, parameters, "message to edit not found")?;
    let chat_id = chat.id;
    let old = chat.messages.get(&id).cloned().unwrap_or(Value::Null);
    let mut new = old.clone();
    if let Some(fields) = new.as_object_mut() {
        if let Some((content, replaced, needed)) = content {
            if !needed.is_empty() && !fields.contains_key(needed) {
                return Err(Refusal::new(400, "there is no text in the message to edit"));
            }
            for name in replaced {
                fields.shift_remove(*name);
            }
            fields.extend(content);
        }
        fields.shift_remove("reply_markup");
        if let Some(markup) = new_markup {
            fields.insert("reply_markup".to_owned(), markup);
        }
    }
    let differs = ["text", "entities", "caption", "caption_entities", "reply_markup"]
        .iter()
        .any(|name| new.get(*name) != old.get(*name));
    if !differs {
        return Err(Refusal::new(400, NOT_MODIFIED));
    }
    world.pace(chat_id, true)?;
    new["edit_date"] = json!(world.date());
    if let Some(chat) = world.chat(chat_id) {
        chat.messages.insert(id, new.clone());
    }
    world.happens(chat_id, Happening::Edited(new.clone()));
    Ok(new)
}

fn delete(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let chat_id = world.find(&parameters["chat_id"], true)?;
    let id = parameters["message_id"].as_i64().unwrap_or(0);
    let removed = world.chat(chat_id).and_then(|chat| chat.messages.remove(&id));
    if removed.is_none() {
        return Err(Refusal::new(400, "message to delete not found"));
    }
    if let Some(chat) = world.chat(chat_id) {
        chat.pinned.retain(|pinned| *pinned != id);
    }
    world.happens(chat_id, Happening::Deleted(id));
    Ok(json!(true))
}

fn answer_press(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let now = world.mono();
    let id = parameters["callback_query_id"].as_str().unwrap_or_default();
    if parameters.get("text").and_then(Value::as_str).is_some_and(|text| utf16(text) > 200) {
        return Err(Refusal::new(400, "MESSAGE_TOO_LONG"));
    }
    let in_time = |at| now.saturating_sub(at).as_secs() < ANSWERABLE_SECS;
    let Some(press) = world.presses.get_mut(id).filter(|press| in_time(press.at)) else {
        return Err(Refusal::new(400, TOO_OLD));
    };
    let (chat, person) = (press.chat, press.person);
    if std::mem::replace(&mut press.answered, true) {
        world.violation(format!("press {id} was answered twice"));
    }
    if let Some(text) =
        parameters.get("text").and_then(Value::as_str).filter(|text| !text.is_empty())
    {
        let alert = parameters.get("show_alert") == Some(&json!(true));
        world.happens(chat, Happening::Toast { person, text: text.to_owned(), alert });
    }
    Ok(json!(true))
}

fn answer_query(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let now = world.mono();
    let id = parameters["inline_query_id"].as_str().unwrap_or_default().to_owned();
    let results = parameters["results"].as_array().cloned().unwrap_or_default();
    if results.len() > 50 {
        return Err(Refusal::new(400, "RESULTS_TOO_MUCH"));
    }
    let mut ids = std::collections::HashSet::new();
    for result in &results {
        let result_id = result["id"].as_str().unwrap_or_default();
        if !(1..=64).contains(&result_id.len()) {
            return Err(Refusal::new(400, "RESULT_ID_INVALID"));
        }
        if !ids.insert(result_id.to_owned()) {
            return Err(Refusal::new(400, "RESULT_ID_DUPLICATE"));
        }
        if result["type"] == "article" {
            let content = result["input_message_content"].as_object().cloned().unwrap_or_default();
            let text = content.get("message_text").cloned().unwrap_or(Value::Null);
            let mut call = fields([("text", text)]);
            if let Some(mode) = content.get("parse_mode") {
                call.insert("parse_mode".to_owned(), mode.clone());
            }
            if formatted(world, &call, "text")?.is_empty() {
                return Err(Refusal::new(400, "MESSAGE_EMPTY"));
            }
        }
    }
    let in_time = |at| now.saturating_sub(at).as_secs() < ANSWERABLE_SECS;
    let Some(typed) = world.queries.get_mut(&id).filter(|typed| in_time(typed.at)) else {
        return Err(Refusal::new(400, TOO_OLD));
    };
    typed.answer = Some(Value::Object(parameters.clone()));
    let (person, query) = (typed.person, typed.query.clone());
    world.happens(person, Happening::Offered { query });
    Ok(json!(true))
}

fn set_commands(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let commands = parameters["commands"].as_array().cloned().unwrap_or_default();
    if commands.len() > 100 {
        return Err(Refusal::new(400, "too many commands"));
    }
    for command in &commands {
        let name = command["command"].as_str().unwrap_or_default();
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=32).contains(&name.len()) || !name.chars().all(fits) {
            return Err(Refusal::new(400, "BOT_COMMAND_INVALID"));
        }
        let description = command["description"].as_str().unwrap_or_default();
        if !(1..=256).contains(&description.chars().count()) {
            return Err(Refusal::new(400, "BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    let language = parameters.get("language_code").and_then(Value::as_str).unwrap_or_default();
    world.settings.insert(format!("commands:{language}"), json!(commands));
    Ok(json!(true))
}

fn set_text(
    world: &mut World,
    parameters: &Map<String, Value>,
    method: &str,
    name: &str,
    limit: usize,
) -> Answer {
    let text = parameters.get(name).and_then(Value::as_str).unwrap_or_default();
    if text.chars().count() > limit {
        return Err(Refusal::new(400, &format!("{name} is too long")));
    }
    let language = parameters.get("language_code").and_then(Value::as_str).unwrap_or_default();
    world.settings.insert(format!("{method}:{language}"), json!(text));
    Ok(json!(true))
}
