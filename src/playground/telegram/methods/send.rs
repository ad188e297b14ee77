//! What all methods that send have in common; text and places.

use serde_json::{Map, Value, json};

use super::{
    super::{
        entities::{self, utf16},
        world::{Refusal, World},
    },
    Answer, fields,
    markup::{ask, markup, set_keyboard},
    parameters::{flag, number, text},
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
    // Where both are given the mode counts.
    let read = match (text(parameters, "parse_mode"), given) {
        (Some(mode), _) if mode.eq_ignore_ascii_case("html") => entities::html(source)
            .map_err(|words| Refusal::bad(&format!("can't parse entities: {words}")))?
            .marked(),
        (Some(mode), _) => {
            world.violation(format!("parse_mode {mode} is not simulated"));
            return Err(Refusal::bad("unsupported parse_mode"));
        }
        (None, Some(entities)) => entities::Formatted { text: source.trim().to_owned(), entities },
        (None, None) => entities::Formatted {
            text: source.trim().to_owned(),
            entities: entities::automatic(source.trim()),
        },
    };
    if read.text.is_empty() {
        return if key == "text" {
            Err(Refusal::bad("message text is empty"))
        } else {
            Ok(Map::new())
        };
    }
    if utf16(&read.text) > limit {
        return Err(Refusal::bad(if key == "text" {
            "message is too long"
        } else {
            "message caption is too long"
        }));
    }
    let mut content = fields([(key, json!(read.text))]);
    let entities: Vec<Value> =
        read.entities.into_iter().filter_map(|entity| mention(world, entity)).collect();
    if !entities.is_empty() {
        content.insert(entities_key.to_owned(), Value::Array(entities));
    }
    Ok(content)
}

/// A link to a person by number mentions them, if they are known; else it is nothing.
fn mention(world: &World, mut entity: Value) -> Option<Value> {
    let url = entity["url"].as_str().unwrap_or_default();
    let Some(person) = url.strip_prefix("tg://user?id=") else { return Some(entity) };
    let user = world.people.get(&person.parse().ok()?)?;
    let fields = entity.as_object_mut()?;
    fields.shift_remove("url");
    fields.insert("type".to_owned(), json!("text_mention"));
    fields.insert("user".to_owned(), user.clone());
    Some(entity)
}

/// The common part of everything that sends one message.
pub(super) fn send(
    world: &mut World,
    parameters: &Map<String, Value>,
    content: Map<String, Value>,
) -> Answer {
    let mut sent = send_all(world, parameters, vec![content])?;
    Ok(sent.pop().unwrap_or(Value::Null))
}

/// Sends `contents` as messages of their own, all or none.
pub(super) fn send_all(
    world: &mut World,
    parameters: &Map<String, Value>,
    contents: Vec<Map<String, Value>>,
) -> Result<Vec<Value>, Refusal> {
    let chat_id = world.find(&parameters["chat_id"], true)?;
    if flag(parameters, "allow_paid_broadcast") {
        world.violation("allow_paid_broadcast spends money".to_owned());
    }
    let mut place = place(world, chat_id, parameters)?;
    if flag(parameters, "protect_content") {
        place.insert("has_protected_content".to_owned(), json!(true));
    }
    if let Some(markup) = markup(world, chat_id, parameters)? {
        place.insert("reply_markup".to_owned(), markup);
    }
    world.pace(chat_id, contents.len(), false)?;
    let bot = world.bot_user();
    let sent: Vec<Value> = contents
        .into_iter()
        .map(|content| {
            let mut message = place.clone();
            message.extend(content);
            world.put(chat_id, Some(bot.clone()), message)
        })
        .collect();
    set_keyboard(world, chat_id, parameters);
    if let Some(message) = sent.last() {
        ask(world, chat_id, message, parameters);
    }
    Ok(sent)
}

/// Where in a chat a message goes: its topic, and what it replies to.
fn place(
    world: &World,
    chat_id: i64,
    parameters: &Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    let Some(chat) = world.chats.get(&chat_id) else { return Err(Refusal::bad("chat not found")) };
    let mut place = Map::new();
    let mut original = None;
    if let Some(reply) = parameters.get("reply_parameters") {
        let there = match reply.get("chat_id") {
            Some(named) => world.find(named, false)?,
            None => chat_id,
        };
        let id = reply["message_id"].as_i64().unwrap_or(0);
        original = world.chats.get(&there).and_then(|chat| chat.messages.get(&id));
        if original.is_none() && reply["allow_sending_without_reply"] != true {
            return Err(Refusal::bad("message to be replied not found"));
        }
        if there != chat_id
            && let Some(original) = original.take()
        {
            let origin = json!({
                "type": "user", "date": original["date"], "sender_user": original["from"],
            });
            let external = json!({"origin": origin, "chat": original["chat"], "message_id": id});
            place.insert("external_reply".to_owned(), external);
        }
    }
    let topic = number(parameters, "message_thread_id");
    if let Some(topic) = topic {
        chat.takes_messages_in(topic)?;
    }
    place.extend(chat.thread(topic, original));
    Ok(place)
}

/// The point of `sendLocation` and `sendVenue`.
pub(super) fn location(parameters: &Map<String, Value>) -> Answer {
    let number = |name: &str| parameters.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let (latitude, longitude) = (number("latitude"), number("longitude"));
    if !((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude)) {
        return Err(Refusal::bad("wrong location specified"));
    }
    Ok(json!({"latitude": latitude, "longitude": longitude}))
}
