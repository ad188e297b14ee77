//! Copying and forwarding, one message or many.

use serde_json::{Map, Value, json};

use super::{
    super::world::{Refusal, World},
    Answer,
    parameters::{flag, list, number},
    send::{formatted, send, send_all},
};

/// Messages that one call may name.
const MANY: usize = 100;

/// What of a message is its content.
const CONTENT: [&str; 17] = [
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "audio",
    "video",
    "animation",
    "voice",
    "video_note",
    "sticker",
    "location",
    "venue",
    "contact",
    "media_group_id",
    "link_preview_options",
];

/// The numbers that a call names, rising.
pub(super) fn message_ids(parameters: &Map<String, Value>) -> Result<Vec<i64>, Refusal> {
    let given = list(parameters, "message_ids");
    if given.is_empty() {
        return Err(Refusal::bad("message identifiers are not specified"));
    }
    if given.len() > MANY {
        return Err(Refusal::bad("too many message identifiers specified"));
    }
    given
        .iter()
        .map(|id| id.as_i64().ok_or_else(|| Refusal::bad("message identifier must be a Number")))
        .collect()
}

/// `copyMessage` and `forwardMessage`.
pub(super) fn one(world: &mut World, parameters: &Map<String, Value>, forward: bool) -> Answer {
    let from = world.find(&parameters["from_chat_id"], false)?;
    let id = number(parameters, "message_id").unwrap_or(0);
    let content = match content(world, from, id, forward) {
        Some(content) => content?,
        None if forward => return Err(Refusal::bad("message to forward not found")),
        None => return Err(Refusal::bad("message to copy not found")),
    };
    let mut content = content;
    content.shift_remove("media_group_id");
    if !forward && parameters.contains_key("caption") {
        content.shift_remove("caption");
        content.shift_remove("caption_entities");
        content.extend(formatted(world, parameters, "caption")?);
    }
    let message = send(world, parameters, content)?;
    Ok(if forward { message } else { json!({"message_id": message["message_id"]}) })
}

/// `copyMessages` and `forwardMessages`: what is not there is passed over.
pub(super) fn many(world: &mut World, parameters: &Map<String, Value>, forward: bool) -> Answer {
    let from = world.find(&parameters["from_chat_id"], false)?;
    let ids = message_ids(parameters)?;
    if !ids.is_sorted_by(|before, after| before < after) {
        return Err(Refusal::bad("message identifiers must be in a strictly increasing order"));
    }
    let mut contents: Vec<Map<String, Value>> =
        ids.into_iter().filter_map(|id| content(world, from, id, forward)?.ok()).collect();
    if contents.is_empty() {
        return Err(Refusal::bad("there are no messages to forward"));
    }
    if flag(parameters, "remove_caption") {
        for content in &mut contents {
            content.shift_remove("caption");
            content.shift_remove("caption_entities");
        }
    }
    let sent = send_all(world, parameters, contents)?;
    Ok(sent.iter().map(|message| json!({"message_id": message["message_id"]})).collect())
}

/// What would stand in the copy; `None` if there is no such message.
fn content(
    world: &World,
    chat: i64,
    id: i64,
    forward: bool,
) -> Option<Result<Map<String, Value>, Refusal>> {
    let original = world.chats.get(&chat)?.messages.get(&id)?;
    let mut content: Map<String, Value> = CONTENT
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), original.get(*name)?.clone())))
        .collect();
    if content.is_empty() || original["has_protected_content"] == true {
        let what = if forward { "forwarded" } else { "copied" };
        return Some(Err(Refusal::bad(&format!("the message can't be {what}"))));
    }
    if forward {
        let origin = match (original.get("forward_origin"), original.get("sender_chat")) {
            (Some(origin), _) => origin.clone(),
            (None, Some(channel)) => json!({
                "type": "channel", "date": original["date"], "chat": channel, "message_id": id,
            }),
            (None, None) => json!({
                "type": "user", "date": original["date"], "sender_user": original["from"],
            }),
        };
        content.insert("forward_origin".to_owned(), origin);
    }
    Some(Ok(content))
}
