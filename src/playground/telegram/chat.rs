//! A chat and what is in it.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Map, Value, json};

use super::{
    flood::Said,
    view::{Role, Topic},
};

/// The kind of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person and the bot.
    Private,
    /// A small group; it may become a supergroup.
    Group,
    /// A large group, perhaps with topics.
    Supergroup,
    /// A channel.
    Channel,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
            Self::Channel => "channel",
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Chat {
    pub(super) id: i64,
    pub(super) kind: Kind,
    pub(super) info: Map<String, Value>,
    pub(super) messages: BTreeMap<i64, Value>,
    pub(super) next_message: i64,
    pub(super) started: bool,
    pub(super) blocked: bool,
    pub(super) migrated_to: Option<i64>,
    pub(super) pinned: Vec<i64>,
    pub(super) topics: BTreeMap<i64, Topic>,
    pub(super) members: BTreeMap<i64, Role>,
    /// What the bot is in it.
    pub(super) bot: Role,
    /// What the bot is shown to be doing: its name, the topic, until when.
    pub(super) action: Option<(String, Option<i64>, Duration)>,
    /// The reply keyboard below it.
    pub(super) keyboard: Option<Value>,
    pub(super) said: Said,
}

impl Chat {
    pub(super) fn json(&self) -> Value {
        let mut chat = Map::new();
        chat.insert("id".to_owned(), json!(self.id));
        chat.insert("type".to_owned(), json!(self.kind.name()));
        chat.extend(self.info.clone());
        Value::Object(chat)
    }

    pub(super) fn is_private(&self) -> bool {
        self.kind == Kind::Private
    }

    pub(super) fn is_forum(&self) -> bool {
        self.info.get("is_forum") == Some(&json!(true))
    }
}
