//! Who is in a chat, as what, and what of it the bot is told.

use serde_json::{Value, json};

use super::{
    Telegram,
    chat::Kind,
    entities,
    view::{Happening, Role},
    world::World,
};

impl Telegram {
    /// The bot becomes this in a group or channel, as an administrator with all rights; it is told so.
    pub fn bot_is(&self, chat: i64, role: Role) {
        let me = self.world().me["id"].as_i64().unwrap_or(0);
        self.change(|world| world.changes_role(chat, me, role, &[]));
    }

    /// The bot is an administrator without these rights: `can_manage_topics`, …; it is told so.
    pub fn bot_lacks(&self, chat: i64, rights: &[&str]) {
        let me = self.world().me["id"].as_i64().unwrap_or(0);
        self.change(|world| world.changes_role(chat, me, Role::Administrator, rights));
    }

    /// Whether the members of a group may write; administrators may always.
    pub fn mutes(&self, chat: i64, muted: bool) {
        self.change(|world| {
            if let Some(chat) = world.chat(chat) {
                chat.muted = muted;
            }
        });
    }
}

impl World {
    /// Somebody, perhaps the bot, becomes something in a chat; the bot is told.
    pub(super) fn changes_role(&mut self, id: i64, person: i64, role: Role, denied: &[&str]) {
        let is_bot = self.me["id"] == person;
        let Some(old) = self.chat_member(id, person) else { return };
        let date = self.date();
        let Some(chat) = self.chats.get_mut(&id) else { return };
        if is_bot {
            chat.bot = role;
            chat.denied = denied.iter().map(|right| (*right).to_owned()).collect();
        } else {
            chat.members.insert(person, role);
        }
        let chat = chat.json();
        let Some(new) = self.chat_member(id, person) else { return };
        let by = if is_bot {
            self.people.values().next().cloned()
        } else {
            self.people.get(&person).cloned()
        };
        let by = by.unwrap_or_else(|| new["user"].clone());
        let change = json!({
            "chat": chat, "from": by, "date": date, "old_chat_member": old, "new_chat_member": new,
        });
        self.update(if is_bot { "my_chat_member" } else { "chat_member" }, &change);
        self.happens(id, Happening::Changed);
    }

    /// Tells the bot of a message, if it is one that the bot would be told of.
    pub(super) fn tell(&mut self, kind: &str, id: i64, message: &Value) {
        let Some(chat) = self.chats.get(&id) else { return };
        if matches!(chat.bot, Role::Left | Role::Kicked) {
            return;
        }
        let overhears = matches!(chat.kind, Kind::Private | Kind::Channel)
            || chat.bot == Role::Administrator
            || self.me["can_read_all_group_messages"] == true;
        if overhears || self.is_meant(message) {
            let kind = match (chat.kind, kind) {
                (Kind::Channel, "message") => "channel_post",
                (Kind::Channel, _) => "edited_channel_post",
                _ => kind,
            };
            self.update(kind, message);
        }
    }

    /// Whether a message in a group reaches a bot in privacy mode: a command, a mention, a reply to it, its own
    /// inline result, or a notice.
    fn is_meant(&self, message: &Value) -> bool {
        let replied = &message["reply_to_message"];
        let in_reply =
            replied["from"]["id"] == self.me["id"] && replied.get("forum_topic_created").is_none();
        let text = message["text"].as_str().or(message["caption"].as_str());
        let content =
            ["text", "photo", "document", "audio", "video", "animation", "voice", "video_note"];
        let content = content.into_iter().chain(["sticker", "location", "venue", "contact"]);
        let notice = !content.into_iter().any(|name| message.get(name).is_some());
        let name = self.me["username"].as_str().unwrap_or_default();
        let names_bot = |words: &str| {
            words.strip_prefix('@').is_some_and(|named| named.eq_ignore_ascii_case(name))
        };
        let addressed = text.is_some_and(|text| {
            entities::automatic(text).iter().any(|entity| {
                let words = entities::covered(text, entity);
                match entity["type"].as_str() {
                    Some("mention") => names_bot(words),
                    Some("bot_command") => words
                        .find('@')
                        .is_none_or(|at| names_bot(words.get(at..).unwrap_or_default())),
                    _ => false,
                }
            })
        });
        in_reply || addressed || notice || message["via_bot"]["id"] == self.me["id"]
    }
}
