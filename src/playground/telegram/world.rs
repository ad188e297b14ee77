//! The state behind the simulated Telegram: chats, messages, updates, flood control.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    time::Duration,
};

use bytes::Bytes;
use serde_json::{Map, Value, json};

pub(super) use super::refusal::Refusal;
use super::{
    Failing, Setup,
    chat::{Chat, Kind},
    flood::Flood,
    view::{Called, Event, Happening, KEPT, Role},
};

/// An update as it waits for the bot.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) id: i64,
    pub(super) raw: String,
}

#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) bytes: Bytes,
    pub(super) path: String,
}

/// A press on a button.
#[derive(Clone, Debug)]
pub(super) struct Pressed {
    pub(super) at: Duration,
    pub(super) chat: i64,
    pub(super) person: i64,
    pub(super) answered: bool,
}

/// An inline query.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) at: Duration,
    pub(super) person: i64,
    pub(super) query: String,
    pub(super) answer: Option<Value>,
}

pub(super) struct World {
    pub(super) setup: Setup,
    pub(super) me: Value,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) people: BTreeMap<i64, Value>,
    pub(super) updates: VecDeque<Waiting>,
    pub(super) next_update: i64,
    pub(super) mailbox: i64,
    pub(super) poll: u64,
    pub(super) allowed: Option<HashSet<String>>,
    pub(super) presses: HashMap<String, Pressed>,
    pub(super) queries: HashMap<String, Typed>,
    /// Messages that came of inline results with buttons: chat and number, by `inline_message_id`.
    pub(super) inline_messages: HashMap<String, (i64, i64)>,
    /// People whose accounts are deleted.
    pub(super) deactivated: HashSet<i64>,
    pub(super) files: HashMap<String, Stored>,
    pub(super) settings: HashMap<String, Value>,
    pub(super) calls: VecDeque<Called>,
    next_call: u64,
    pub(super) events: VecDeque<Event>,
    pub(super) next_event: u64,
    pub(super) violations: Vec<String>,
    pub(super) faults: Vec<super::Fault>,
    pub(super) flood: Flood,
    pub(super) counter: u64,
    pub(super) chance: fastrand::Rng,
}

/// Updates that come only to a bot that names them.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

impl World {
    /// Whether the bot wrote this message, or a channel did.
    pub(super) fn is_bots(&self, message: &Value) -> bool {
        message["from"]["id"] == self.me["id"] || message.get("sender_chat").is_some()
    }

    pub(super) fn new(setup: Setup) -> Self {
        let id: i64 =
            setup.token.split(':').next().and_then(|number| number.parse().ok()).unwrap_or(1);
        let me = json!({
            "id": id, "is_bot": true, "first_name": "Довідка", "username": setup.username,
            "can_join_groups": true, "can_read_all_group_messages": !setup.privacy,
            "supports_inline_queries": true, "can_connect_to_business": false,
            "has_main_web_app": false,
        });
        Self {
            chance: fastrand::Rng::with_seed(setup.seed),
            setup,
            me,
            chats: BTreeMap::new(),
            people: BTreeMap::new(),
            updates: VecDeque::new(),
            next_update: 100_000,
            mailbox: 0,
            poll: 0,
            allowed: None,
            presses: HashMap::new(),
            queries: HashMap::new(),
            inline_messages: HashMap::new(),
            deactivated: HashSet::new(),
            files: HashMap::new(),
            settings: HashMap::new(),
            calls: VecDeque::new(),
            next_call: 1,
            events: VecDeque::new(),
            next_event: 1,
            violations: Vec::new(),
            faults: Vec::new(),
            flood: Flood::default(),
            counter: 0,
        }
    }

    pub(super) fn mono(&self) -> Duration {
        self.setup.mono.now()
    }

    pub(super) fn date(&self) -> i64 {
        (self.setup.clock)().timestamp()
    }

    pub(super) fn violation(&mut self, text: String) {
        self.violations.push(text);
    }

    /// A number as text that nothing else here has.
    pub(super) fn fresh(&mut self) -> String {
        self.counter += 1;
        format!("{:016}", 7_000_000_000_000_000 + self.counter)
    }

    pub(super) fn bot_user(&self) -> Value {
        let me = &self.me;
        json!({"id": me["id"], "is_bot": true, "first_name": me["first_name"], "username": me["username"]})
    }

    // ---- people and chats --------------------------------------------------------------------

    pub(super) fn person(&mut self, id: i64, language: &str) -> Value {
        self.people
            .entry(id)
            .or_insert_with(|| {
                json!({
                    "id": id, "is_bot": false, "first_name": format!("Мешканець {id}"),
                    "language_code": language,
                })
            })
            .clone()
    }

    pub(super) fn open(&mut self, id: i64, kind: Kind, title: &str) {
        self.chats.entry(id).or_insert_with(|| Chat::new(id, kind, title));
    }

    /// The chat that a call names.
    pub(super) fn find(&self, id: &Value, write: bool) -> Result<i64, Refusal> {
        let found = match id {
            Value::Number(_) => id.as_i64().and_then(|id| self.chats.get(&id)),
            Value::String(name) => match name.strip_prefix('@') {
                Some(name) => self.chats.values().find(|chat| {
                    !chat.is_private() && chat.info.get("username") == Some(&json!(name))
                }),
                None => name.parse().ok().and_then(|id: i64| self.chats.get(&id)),
            },
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                return Err(Refusal::new(400, "chat_id is empty"));
            }
        };
        let Some(chat) = found else { return Err(Refusal::new(400, "chat not found")) };
        if let Some(to) = chat.migrated_to {
            return Err(Refusal::new(400, "group chat was upgraded to a supergroup chat")
                .with(json!({"migrate_to_chat_id": to})));
        }
        let kind = chat.kind.name();
        if chat.is_private() {
            let refusal = match (chat.blocked, chat.started) {
                _ if self.deactivated.contains(&chat.id) => "user is deactivated",
                _ if !write => return Ok(chat.id),
                (true, _) => "bot was blocked by the user",
                (false, false) => "bot can't initiate conversation with a user",
                (false, true) => return Ok(chat.id),
            };
            return Err(Refusal::new(403, refusal));
        }
        match chat.bot {
            Role::Left => {
                return Err(Refusal::new(403, &format!("bot is not a member of the {kind} chat")));
            }
            Role::Kicked => {
                return Err(Refusal::new(403, &format!("bot was kicked from the {kind} chat")));
            }
            Role::Administrator | Role::Member if !write => {}
            Role::Administrator | Role::Member if chat.kind == Kind::Channel => {
                if !chat.may("can_post_messages") {
                    return Err(Refusal::bad("need administrator rights in the channel chat"));
                }
            }
            Role::Member if chat.muted => {
                return Err(Refusal::bad("not enough rights to send text messages to the chat"));
            }
            Role::Administrator | Role::Member => {}
        }
        Ok(chat.id)
    }

    /// A chat, to change it.
    pub(super) fn chat(&mut self, id: i64) -> Option<&mut Chat> {
        self.chats.get_mut(&id)
    }

    /// Puts a message into a chat; ids run per supergroup and channel, else over all chats of the bot.
    pub(super) fn put(
        &mut self,
        chat_id: i64,
        sender: Option<Value>,
        content: Map<String, Value>,
    ) -> Value {
        let date = self.date();
        let mailbox = &mut self.mailbox;
        let Some(chat) = self.chats.get_mut(&chat_id) else { return Value::Null };
        let id = if matches!(chat.kind, Kind::Supergroup | Kind::Channel) {
            chat.next_message += 1;
            chat.next_message - 1
        } else {
            *mailbox += 1;
            *mailbox
        };
        let mut message = Map::new();
        message.insert("message_id".to_owned(), json!(id));
        match sender {
            Some(_) if chat.kind == Kind::Channel => {
                message.insert("sender_chat".to_owned(), chat.json());
            }
            Some(sender) => {
                message.insert("from".to_owned(), sender);
            }
            None => {}
        }
        message.insert("chat".to_owned(), chat.json());
        message.insert("date".to_owned(), json!(date));
        message.extend(content);
        let message = Value::Object(message);
        chat.messages.insert(id, message.clone());
        if message["from"]["is_bot"] == true {
            chat.action = None;
        }
        self.happens(chat_id, Happening::Sent(message.clone()));
        message
    }

    /// Puts a notice of `by` into a chat, such as that something was pinned, and tells the bot, also of its own.
    pub(super) fn notice(&mut self, chat: i64, by: Value, content: Map<String, Value>) -> Value {
        let message = self.put(chat, Some(by), content);
        self.tell("message", chat, &message);
        message
    }

    /// Takes a message away.
    pub(super) fn remove(&mut self, id: i64, message: i64) {
        let Some(chat) = self.chat(id) else { return };
        if chat.messages.remove(&message).is_some() {
            chat.pinned.retain(|pinned| *pinned != message);
            chat.reactions.remove(&message);
            self.happens(id, Happening::Deleted(message));
        }
    }

    /// Sets who reacted how to a message; returns the reactions before.
    pub(super) fn react(
        &mut self,
        id: i64,
        message: i64,
        person: i64,
        reactions: Vec<Value>,
    ) -> Vec<Value> {
        let Some(chat) = self.chat(id) else { return Vec::new() };
        let old = chat.reactions.entry(message).or_default().insert(person, reactions.clone());
        self.happens(id, Happening::Reacted { message, person, reactions });
        old.unwrap_or_default()
    }

    /// Keeps what somebody in a chat would notice.
    pub(super) fn happens(&mut self, chat: i64, what: Happening) {
        self.events.push_back(Event { number: self.next_event, chat, what });
        self.next_event += 1;
        if self.events.len() > KEPT {
            self.events.pop_front();
        }
    }

    /// Keeps a call and what came of it.
    pub(super) fn called(
        &mut self,
        method: &str,
        parameters: Value,
        at: Duration,
        answer: Value,
        failing: Option<Failing>,
    ) {
        let number = self.next_call;
        let accepted = answer["ok"] == true;
        let method = method.to_owned();
        self.calls.push_back(Called { number, method, parameters, at, accepted, answer, failing });
        self.next_call += 1;
        if self.calls.len() > KEPT {
            self.calls.pop_front();
        }
    }

    // ---- updates -----------------------------------------------------------------------------

    /// An update of `kind` for the bot, if it asked for such.
    pub(super) fn update(&mut self, kind: &str, body: &Value) {
        let wanted = match &self.allowed {
            Some(allowed) => allowed.contains(kind),
            None => !ON_REQUEST.contains(&kind),
        };
        if !wanted {
            return;
        }
        self.next_update += 1;
        let id = self.next_update;
        // As text, with the number first, as the server writes it.
        let raw = format!(r#"{{"update_id":{id},"{kind}":{body}}}"#);
        self.updates.push_back(Waiting { id, raw });
    }

    /// An update written by hand: whatever follows the number, without the closing brace.
    pub(super) fn raw_update(&mut self, rest: &str) {
        self.next_update += 1;
        let id = self.next_update;
        self.updates.push_back(Waiting { id, raw: format!(r#"{{"update_id":{id}{rest}}}"#) });
    }
}
