//! Pinned messages and reactions.

use serde_json::{Map, Value, json};

use super::{
    super::{
        view::Happening,
        world::{Refusal, World},
    },
    Answer, fields,
    parameters::{list, number},
};

/// The emoji with which a message can be marked.
const EMOJI: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u{200d}🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 \
                     🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u{200d}💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 \
                     🤷\u{200d}♂ 🤷 🤷\u{200d}♀ 😡";

/// The chat that a call names, if the bot may pin there.
fn chat(world: &World, parameters: &Map<String, Value>) -> Result<i64, Refusal> {
    let id = world.find(&parameters["chat_id"], true)?;
    let Some(chat) = world.chats.get(&id) else { return Err(Refusal::bad("chat not found")) };
    let may = chat.is_private() || chat.may("can_pin_messages") || chat.may("can_edit_messages");
    if may {
        Ok(id)
    } else {
        Err(Refusal::bad("not enough rights to manage pinned messages in the chat"))
    }
}

/// `pinChatMessage`.
pub(super) fn pin(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let id = chat(world, parameters)?;
    let message = number(parameters, "message_id").unwrap_or(0);
    let Some(chat) = world.chat(id).filter(|chat| chat.messages.contains_key(&message)) else {
        return Err(Refusal::bad("message to pin not found"));
    };
    let already = chat.pinned.contains(&message);
    chat.pinned.retain(|pinned| *pinned != message);
    chat.pinned.push(message);
    let mut pinned = chat.messages.get(&message).cloned().unwrap_or(Value::Null);
    if let Some(pinned) = pinned.as_object_mut() {
        pinned.shift_remove("reply_to_message");
    }
    let thread =
        chat.thread(pinned["message_thread_id"].as_i64().filter(|_| chat.is_forum()), None);
    world.happens(id, Happening::Changed);
    if !already {
        let mut notice = fields([("pinned_message", pinned)]);
        notice.extend(thread);
        let bot = world.bot_user();
        world.notice(id, bot, notice);
    }
    Ok(json!(true))
}

/// `unpinChatMessage`; without a number, the newest.
pub(super) fn unpin(world: &mut World, parameters: &Map<String, Value>, all: bool) -> Answer {
    let id = chat(world, parameters)?;
    let message = number(parameters, "message_id");
    let Some(chat) = world.chat(id) else { return Err(Refusal::bad("chat not found")) };
    match message {
        Some(message) if !chat.messages.contains_key(&message) => {
            return Err(Refusal::bad("message to unpin not found"));
        }
        Some(message) => chat.pinned.retain(|pinned| *pinned != message),
        None if all => chat.pinned.clear(),
        None if chat.pinned.pop().is_none() => {
            return Err(Refusal::bad("message to unpin not found"));
        }
        None => {}
    }
    world.happens(id, Happening::Changed);
    Ok(json!(true))
}

/// `setMessageReaction`.
pub(super) fn react(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let id = world.find(&parameters["chat_id"], true)?;
    let message = number(parameters, "message_id").unwrap_or(0);
    let unfit = |words: &str| Refusal::bad(&format!("can't parse ReactionType: {words}"));
    let reactions = list(parameters, "reaction");
    for reaction in &reactions {
        match reaction["type"].as_str() {
            Some("emoji") => {
                let emoji = reaction["emoji"].as_str();
                let emoji = emoji.ok_or_else(|| unfit("Can't find field \"emoji\""))?;
                let plain = emoji.trim_end_matches('\u{fe0f}');
                if !EMOJI.split_whitespace().any(|known| known == plain) {
                    return Err(Refusal::bad("REACTION_INVALID"));
                }
            }
            Some("custom_emoji") => return Err(Refusal::bad("REACTION_INVALID")),
            Some(_) => return Err(unfit("invalid reaction type specified")),
            None => return Err(unfit("Can't find field \"type\"")),
        }
    }
    if !world.chats.get(&id).is_some_and(|chat| chat.messages.contains_key(&message)) {
        return Err(Refusal::bad("message to react not found"));
    }
    // A bot has one reaction a message.
    if reactions.len() > 1 {
        return Err(Refusal::bad("REACTIONS_TOO_MANY"));
    }
    let bot = world.me["id"].as_i64().unwrap_or(0);
    world.react(id, message, bot, reactions);
    Ok(json!(true))
}
