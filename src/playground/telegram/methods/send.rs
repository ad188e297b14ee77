//! What all methods that send have in common; text and places.

use serde_json::{Map, Value, json};

use super::{
    super::{
        entities::{self, utf16},
        world::{Refusal, World},
    },
    Answer, fields,
    markup::{markup, set_keyboard},
};

const TEXT_LIMIT: usize = 4096;
const CAPTION_LIMIT: usize = 1024;

/// The text or caption of a call, parsed, within its limit.
pub(super) fn formatted(
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

/// The common part of everything that sends.
pub(super) fn send(
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
    world.pace(chat_id, 1, false)?;
    let bot = world.bot_user();
    let message = world.put(chat_id, Some(bot), content);
    set_keyboard(world, chat_id, parameters);
    Ok(message)
}

pub(super) fn location(parameters: &Map<String, Value>) -> Answer {
    let number = |name: &str| parameters.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let (latitude, longitude) = (number("latitude"), number("longitude"));
    if !((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude)) {
        return Err(Refusal::new(400, "wrong location specified"));
    }
    Ok(json!({"latitude": latitude, "longitude": longitude}))
}
