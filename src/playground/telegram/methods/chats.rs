//! Chats, their members, and what the bot is shown to be doing in them.

use serde_json::{Map, Value, json};

use super::{
    super::{
        chat::RIGHTS,
        view::{ACTION_SHOWN, Happening, Role},
        world::{Refusal, World},
    },
    Answer,
    parameters::{number, text},
};

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

/// `getChat`.
pub(super) fn chat(world: &World, parameters: &Map<String, Value>) -> Answer {
    let id = world.find(&parameters["chat_id"], false)?;
    let Some(chat) = world.chats.get(&id) else { return Err(Refusal::bad("chat not found")) };
    let mut full = chat.json();
    full["accent_color_id"] = json!(0);
    full["max_reaction_count"] = json!(11);
    full["accepted_gift_types"] = json!({
        "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
        "premium_subscription": false,
    });
    if let Some(pinned) = chat.pinned.last().and_then(|id| chat.messages.get(id)) {
        full["pinned_message"] = pinned.clone();
    }
    Ok(full)
}

/// `getChatMember`.
pub(super) fn member(world: &World, parameters: &Map<String, Value>) -> Answer {
    let chat = world.find(&parameters["chat_id"], false)?;
    let person = number(parameters, "user_id").unwrap_or(0);
    world.chat_member(chat, person).ok_or_else(|| Refusal::bad("PARTICIPANT_ID_INVALID"))
}

/// `getChatMemberCount`: with the bot.
pub(super) fn count(world: &World, parameters: &Map<String, Value>) -> Answer {
    let id = world.find(&parameters["chat_id"], false)?;
    let inside = |role: &&Role| matches!(role, Role::Administrator | Role::Member);
    let count = world.chats.get(&id).map_or(0, |chat| chat.members.values().filter(inside).count());
    Ok(json!(count + 1))
}

/// `getChatAdministrators`.
pub(super) fn administrators(world: &World, parameters: &Map<String, Value>) -> Answer {
    let id = world.find(&parameters["chat_id"], false)?;
    let Some(chat) = world.chats.get(&id).filter(|chat| !chat.is_private()) else {
        return Err(Refusal::bad("there are no administrators in the private chat"));
    };
    let bot = world.me["id"].as_i64().map(|id| (id, chat.bot));
    let everyone = chat.members.iter().map(|(id, role)| (*id, *role)).chain(bot);
    let leading = everyone.filter(|(_, role)| *role == Role::Administrator);
    Ok(leading.filter_map(|(person, _)| world.chat_member(id, person)).collect())
}

/// `leaveChat`.
pub(super) fn leave(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let id = world.find(&parameters["chat_id"], false)?;
    let Some(chat) = world.chat(id).filter(|chat| !chat.is_private()) else {
        return Err(Refusal::bad("chat member status can't be changed in private chats"));
    };
    chat.bot = Role::Left;
    world.happens(id, Happening::Changed);
    Ok(json!(true))
}

/// `sendChatAction`.
pub(super) fn act(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let named = text(parameters, "action").unwrap_or_default().to_lowercase();
    let Some(action) = ACTIONS.iter().find(|action| **action == named) else {
        return Err(Refusal::bad("wrong parameter action in request"));
    };
    let id = world.find(&parameters["chat_id"], true)?;
    let topic = number(parameters, "message_thread_id");
    let until = world.mono() + ACTION_SHOWN;
    if let Some(chat) = world.chat(id) {
        chat.action = Some(((*action).to_owned(), topic, until));
    }
    world.happens(id, Happening::Acting { action: (*action).to_owned(), topic });
    Ok(json!(true))
}

impl World {
    /// A `ChatMember`; `None` for somebody unknown.
    pub(crate) fn chat_member(&self, chat: i64, person: i64) -> Option<Value> {
        let is_bot = self.me["id"] == person;
        let user = if is_bot { self.bot_user() } else { self.people.get(&person)?.clone() };
        let chat = self.chats.get(&chat)?;
        let role = match is_bot {
            true => chat.bot,
            false if chat.is_private() => Role::Member,
            false => chat.members.get(&person).copied().unwrap_or(Role::Left),
        };
        let mut member = json!({"status": role.name(), "user": user});
        match role {
            Role::Administrator => {
                member["can_be_edited"] = json!(false);
                member["is_anonymous"] = json!(false);
                for (right, kinds) in RIGHTS {
                    if kinds.is_empty() || kinds.contains(&chat.kind) {
                        member[*right] = json!(!is_bot || chat.may(right));
                    }
                }
            }
            Role::Kicked => member["until_date"] = json!(0),
            Role::Member | Role::Left => {}
        }
        Some(member)
    }
}
