//! A chat and what is in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

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
    pub(super) const fn name(self) -> &'static str {
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
    /// The rights that the bot lacks as an administrator.
    pub(super) denied: BTreeSet<String>,
    /// Whether only administrators may write.
    pub(super) muted: bool,
    /// Reactions, by message and by who reacted.
    pub(super) reactions: BTreeMap<i64, BTreeMap<i64, Vec<Value>>>,
}

/// The rights of an administrator, and the kinds of chats that have them; all where none is named.
pub(super) const RIGHTS: &[(&str, &[Kind])] = &[
    ("can_manage_chat", &[]),
    ("can_delete_messages", &[]),
    ("can_manage_video_chats", &[]),
    ("can_restrict_members", &[]),
    ("can_promote_members", &[]),
    ("can_change_info", &[]),
    ("can_invite_users", &[]),
    ("can_post_stories", &[]),
    ("can_edit_stories", &[]),
    ("can_delete_stories", &[]),
    ("can_post_messages", &[Kind::Channel]),
    ("can_edit_messages", &[Kind::Channel]),
    ("can_pin_messages", &[Kind::Group, Kind::Supergroup]),
    ("can_manage_topics", &[Kind::Supergroup]),
];

impl Chat {
    /// A chat in which nothing has been said.
    pub(super) fn new(id: i64, kind: Kind, title: &str) -> Self {
        let mut info = Map::new();
        let name = if kind == Kind::Private { "first_name" } else { "title" };
        info.insert(name.to_owned(), json!(title));
        Self {
            id,
            kind,
            info,
            messages: BTreeMap::new(),
            next_message: 1,
            started: false,
            blocked: false,
            migrated_to: None,
            pinned: Vec::new(),
            topics: BTreeMap::new(),
            members: BTreeMap::new(),
            // A bot is nothing less in a channel.
            bot: if kind == Kind::Channel { Role::Administrator } else { Role::Member },
            action: None,
            keyboard: None,
            said: Said::default(),
            denied: BTreeSet::new(),
            muted: false,
            reactions: BTreeMap::new(),
        }
    }

    /// Whether the bot is an administrator with this right.
    pub(super) fn may(&self, right: &str) -> bool {
        let has = |(name, kinds): &&(&str, &[Kind])| {
            *name == right && (kinds.is_empty() || kinds.contains(&self.kind))
        };
        self.bot == Role::Administrator
            && RIGHTS.iter().any(|known| has(&known))
            && !self.denied.contains(right)
    }

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
