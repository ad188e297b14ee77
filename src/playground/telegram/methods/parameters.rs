//! The methods that are known and their parameters, read as the server reads them.

use serde_json::{Map, Value, json};

use super::{
    super::world::{Refusal, World},
    Upload,
};

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

/// The server's own spelling of a method; it takes any case.
pub(crate) fn spelled(method: &str) -> Option<&'static str> {
    METHODS.iter().map(|(name, ..)| *name).find(|name| name.eq_ignore_ascii_case(method))
}

/// Checks the parameters' names and types; text that stands for numbers and JSON is read as such.
pub(crate) fn check(
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
