//! Changing, deleting and copying what was sent.

use serde_json::{Map, Value, json};

use super::{
    super::{
        chat::Chat,
        view::Happening,
        world::{Refusal, World},
    },
    Answer,
    markup::markup,
    send::{formatted, send},
};

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup \
                            are exactly the same as a current content and reply markup of the message";

/// A message of the bot that a call means to change.
pub(super) fn own<'a>(
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

pub(super) fn edit(
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
    world.pace(chat_id, 1, true)?;
    new["edit_date"] = json!(world.date());
    if let Some(chat) = world.chat(chat_id) {
        chat.messages.insert(id, new.clone());
    }
    world.happens(chat_id, Happening::Edited(new.clone()));
    Ok(new)
}

pub(super) fn delete(world: &mut World, parameters: &Map<String, Value>) -> Answer {
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

pub(super) fn copy(world: &mut World, parameters: &Map<String, Value>) -> Answer {
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
