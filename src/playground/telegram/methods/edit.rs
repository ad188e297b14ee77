//! Changing and deleting what was sent.

use serde_json::{Map, Value, json};

use super::{
    super::{
        chat::Kind,
        view::Happening,
        world::{Refusal, World},
    },
    Answer, Upload,
    copy::message_ids,
    files::{input_media, kinds},
    markup::markup,
    parameters::{number, text},
    send::formatted,
};

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup \
                            are exactly the same as a current content and reply markup of the message";
/// Messages may be deleted for this long.
const DELETABLE_SECS: i64 = 48 * 3600;

/// What an edit puts into a message, and what goes from it.
struct Change {
    content: Map<String, Value>,
    replaced: Vec<&'static str>,
}

/// `editMessageText` and the like.
pub(super) fn edit(
    world: &mut World,
    method: &str,
    parameters: &Map<String, Value>,
    uploads: &[(String, Upload)],
) -> Answer {
    let (chat_id, id) = own(world, parameters)?;
    if parameters.get("reply_markup").is_some_and(|markup| markup.get("inline_keyboard").is_none())
    {
        return Err(Refusal::bad("inline keyboard expected"));
    }
    let new_markup = markup(world, chat_id, parameters)?;
    let find = |world: &World| world.chats.get(&chat_id)?.messages.get(&id).cloned();
    let old = find(world).unwrap_or(Value::Null);
    let change = change(world, method, parameters, uploads, &old)?;
    let mut new = old.clone();
    if let Some(fields) = new.as_object_mut() {
        for name in change.replaced {
            fields.shift_remove(name);
        }
        fields.extend(change.content);
        fields.shift_remove("reply_markup");
        if let Some(markup) = new_markup {
            fields.insert("reply_markup".to_owned(), markup);
        }
    }
    if new == old {
        return Err(Refusal::bad(NOT_MODIFIED));
    }
    world.pace(chat_id, 1, true)?;
    new["edit_date"] = json!(world.date());
    if let Some(chat) = world.chat(chat_id) {
        chat.messages.insert(id, new.clone());
    }
    world.happens(chat_id, Happening::Edited(new.clone()));
    Ok(if parameters.contains_key("inline_message_id") { json!(true) } else { new })
}

/// The message of the bot that a call means to change: its chat and number.
fn own(world: &World, parameters: &Map<String, Value>) -> Result<(i64, i64), Refusal> {
    if let Some(id) = text(parameters, "inline_message_id") {
        let found = world.inline_messages.get(id).copied();
        return found.ok_or_else(|| Refusal::bad("MESSAGE_ID_INVALID"));
    }
    let id = number(parameters, "message_id");
    if id.is_none() && !parameters.contains_key("chat_id") {
        return Err(Refusal::bad("message identifier is not specified"));
    }
    let chat = parameters.get("chat_id").unwrap_or(&Value::Null);
    let chat_id = world.find(chat, false)?;
    let message = world.chats.get(&chat_id).and_then(|chat| chat.messages.get(&id?));
    let Some(message) = message else { return Err(Refusal::bad("message to edit not found")) };
    world.find(chat, true)?;
    if !world.is_bots(message) {
        return Err(Refusal::bad("message can't be edited"));
    }
    Ok((chat_id, id.unwrap_or(0)))
}

fn change(
    world: &mut World,
    method: &str,
    parameters: &Map<String, Value>,
    uploads: &[(String, Upload)],
    old: &Value,
) -> Result<Change, Refusal> {
    match method {
        "editMessageText" => {
            let content = formatted(world, parameters, "text")?;
            if old.get("text").is_none() {
                return Err(Refusal::bad("there is no text in the message to edit"));
            }
            Ok(Change { content, replaced: vec!["text", "entities"] })
        }
        "editMessageCaption" => {
            let content = formatted(world, parameters, "caption")?;
            if !kinds().any(|kind| old.get(kind).is_some()) {
                return Err(Refusal::bad("there is no caption in the message to edit"));
            }
            Ok(Change { content, replaced: vec!["caption", "caption_entities"] })
        }
        "editMessageMedia" => {
            let media = parameters.get("media").unwrap_or(&Value::Null);
            let (_, content) = input_media(world, media, uploads, false)?;
            let mut replaced: Vec<&str> = kinds().collect();
            replaced.extend(["text", "entities", "caption", "caption_entities"]);
            Ok(Change { content, replaced })
        }
        _ => Ok(Change { content: Map::new(), replaced: Vec::new() }),
    }
}

/// `deleteMessage`.
pub(super) fn delete(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let chat_id = world.find(&parameters["chat_id"], true)?;
    let id = number(parameters, "message_id").unwrap_or(0);
    if !world.chats.get(&chat_id).is_some_and(|chat| chat.messages.contains_key(&id)) {
        return Err(Refusal::bad("message to delete not found"));
    }
    if !may_delete(world, chat_id, id) {
        let small = world.chats.get(&chat_id).is_some_and(|chat| chat.kind == Kind::Group);
        return Err(Refusal::bad(if small {
            "message can't be deleted for everyone"
        } else {
            "message can't be deleted"
        }));
    }
    world.remove(chat_id, id);
    Ok(json!(true))
}

/// `deleteMessages`: what is not there, or must not be deleted, is passed over.
pub(super) fn delete_many(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let chat_id = world.find(&parameters["chat_id"], true)?;
    for id in message_ids(parameters)? {
        if may_delete(world, chat_id, id) {
            world.remove(chat_id, id);
        }
    }
    Ok(json!(true))
}

fn may_delete(world: &World, chat_id: i64, id: i64) -> bool {
    let Some(chat) = world.chats.get(&chat_id) else { return false };
    let Some(message) = chat.messages.get(&id) else { return false };
    let fresh = world.date() - message["date"].as_i64().unwrap_or(0) < DELETABLE_SECS;
    chat.may("can_delete_messages") || (fresh && (chat.is_private() || world.is_bots(message)))
}
