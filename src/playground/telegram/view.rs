//! What can be read of a simulated Telegram: chats as they stand, what happened since, the calls of the bot.

use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

use super::{Failing, Kind, Message, Telegram, world::World};

/// How long a chat action is shown, unless a message comes before.
pub(super) const ACTION_SHOWN: Duration = Duration::from_secs(5);

/// Events, and calls, that are kept: the oldest go first.
pub(super) const KEPT: usize = 20_000;

/// A chat as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatState {
    /// Its number; that of the person for a private chat.
    pub id: i64,
    /// Its kind.
    pub kind: Kind,
    /// Its title, or the person's name.
    pub title: String,
    /// The people in it, without the bot.
    pub members: Vec<Member>,
    /// What the bot is in it.
    pub bot: Role,
    /// The topics of a forum, the oldest first; its general topic is not among them.
    pub topics: Vec<Topic>,
    /// Whether it is a forum.
    pub is_forum: bool,
    /// Pinned messages, the newest last.
    pub pinned: Vec<i64>,
    /// What the bot is shown to be doing.
    pub action: Option<Action>,
    /// The reply keyboard that the bot has put below the chat: a `ReplyKeyboardMarkup`.
    pub keyboard: Option<Value>,
}

/// A person in a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person's number.
    pub id: i64,
    /// The first name.
    pub name: String,
    /// What the person is in the chat.
    pub role: Role,
}

/// What somebody is in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// May do everything but what the creator alone may.
    Administrator,
    /// May write.
    Member,
    /// Was in it, or never was.
    Left,
    /// Was put out.
    Kicked,
}

impl Role {
    /// As in the Bot API's `ChatMember`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::Left => "left",
            Self::Kicked => "kicked",
        }
    }
}

/// A topic of a forum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its `message_thread_id`.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The colour of its icon, as RGB.
    pub icon_color: i64,
    /// The emoji that is its icon.
    pub icon_custom_emoji_id: Option<String>,
    /// Whether only administrators may write in it.
    pub closed: bool,
}

/// What the bot is shown to be doing, such as typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// `typing`, `upload_document`, …
    pub name: String,
    /// The topic in which it is shown.
    pub topic: Option<i64>,
    /// How long it will still be shown, on the simulation's monotonic clock.
    pub left: Duration,
}

/// Something that somebody in a chat would notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Numbers rise by one, from 1.
    pub number: u64,
    /// The chat; of an inline query the person.
    pub chat: i64,
    /// What happened.
    pub what: Happening,
}

/// What happened in a chat.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// A message came, from whomever: a `Message` of the Bot API.
    Sent(Value),
    /// A message was changed; as it stands now.
    Edited(Value),
    /// The message with this number is gone.
    Deleted(i64),
    /// The bot is shown to be doing something for 5 s; ask [`Telegram::chats`] whether it still is.
    Acting {
        /// `typing`, `upload_document`, …
        action: String,
        /// The topic in which it is shown.
        topic: Option<i64>,
    },
    /// The bot answered a press with words: shown for a moment, or as a window to be closed.
    Toast {
        /// Who pressed.
        person: i64,
        /// The words.
        text: String,
        /// Whether it is a window.
        alert: bool,
    },
    /// An inline query of the person was answered; [`super::Resident::inline_answer`] has the results.
    Offered {
        /// The query.
        query: String,
    },
    /// A message of the bot (`ForceReply`) opens an answer to it in the clients of these people; `None`: of everyone.
    Asks {
        /// The message.
        message: i64,
        /// Those whom it mentions, and who wrote what it replies to.
        whom: Option<Vec<i64>>,
    },
    /// Somebody marked a message, or took the mark away.
    Reacted {
        /// The message.
        message: i64,
        /// Who; the bot too.
        person: i64,
        /// `ReactionType`s of the Bot API.
        reactions: Vec<Value>,
    },
    /// The chat itself changed: topics, members, pinned messages, keyboard, rights.
    Changed,
}

/// A call of the bot, and what came back.
#[derive(Clone, Debug)]
pub struct Called {
    /// Numbers rise by one, from 1.
    pub number: u64,
    /// The method, as the Bot API spells it.
    pub method: String,
    /// Its parameters, as they came; an uploaded file is named with its length.
    pub parameters: Value,
    /// When it came, on the simulation's monotonic clock.
    pub at: Duration,
    /// Whether it was carried out.
    pub accepted: bool,
    /// The answer, as the server words it, whether or not it reached the bot.
    pub answer: Value,
    /// What went wrong on request.
    pub failing: Option<Failing>,
}

impl Telegram {
    /// Every chat, as it stands.
    pub fn chats(&self) -> Vec<ChatState> {
        let world = self.world();
        let now = world.mono();
        world.chats.keys().filter_map(|id| world.chat_state(*id, now)).collect()
    }

    /// The messages of a chat with a number above `since`, as they stand, from the oldest.
    pub fn messages(&self, chat: i64, since: i64) -> Vec<Message> {
        let world = self.world();
        let Some(chat) = world.chats.get(&chat) else { return Vec::new() };
        let newer = chat.messages.range(since.saturating_add(1)..);
        newer.map(|(_, message)| Message::read(message.clone())).collect()
    }

    /// What happened after the event with the number `since`, in order; the last 20 000 are kept.
    pub fn events(&self, since: u64) -> Vec<Event> {
        let world = self.world();
        world.events.iter().filter(|event| event.number > since).cloned().collect()
    }

    /// The bot's calls after the one with the number `since`, in order, also those that were refused or that
    /// failed on request; of `getUpdates` those that brought something. The last 20 000 are kept.
    pub fn traffic(&self, since: u64) -> Vec<Called> {
        let world = self.world();
        world.calls.iter().filter(|call| call.number > since).cloned().collect()
    }

    /// Changes with everything that happens.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.shared.news.subscribe()
    }
}

impl World {
    fn chat_state(&self, id: i64, now: Duration) -> Option<ChatState> {
        let chat = self.chats.get(&id)?;
        let word = |name: &str| chat.info.get(name).and_then(Value::as_str);
        let name = |person: &Value| person["first_name"].as_str().unwrap_or_default().to_owned();
        let members = chat.members.iter().filter_map(|(id, role)| {
            Some(Member { id: *id, name: name(self.people.get(id)?), role: *role })
        });
        let action = chat.action.as_ref().filter(|(_, _, until)| now < *until);
        Some(ChatState {
            id,
            kind: chat.kind,
            title: word("title").or(word("first_name")).unwrap_or_default().to_owned(),
            members: members.collect(),
            bot: chat.bot,
            topics: chat.topics.values().cloned().collect(),
            is_forum: chat.is_forum(),
            pinned: chat.pinned.clone(),
            action: action.map(|(name, topic, until)| Action {
                name: name.clone(),
                topic: *topic,
                left: until.saturating_sub(now),
            }),
            keyboard: chat.keyboard.clone(),
        })
    }
}
