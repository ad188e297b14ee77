//! The state behind the simulated Telegram: chats, messages, updates, flood control.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    time::Duration,
};

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{
    Failing, Setup,
    view::{Called, Event, Happening, KEPT, Role, Topic},
};

/// An update as it waits for the bot.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) id: i64,
    pub(super) raw: String,
}

/// A refusal, as the server words it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) parameters: Value,
}

impl Refusal {
    pub(super) fn new(code: u16, text: &str) -> Self {
        let prefix = match code {
            400 => "Bad Request: ",
            403 => "Forbidden: ",
            404 => "Not Found: ",
            409 => "Conflict: ",
            _ => "",
        };
        Self { code, description: format!("{prefix}{text}"), parameters: Value::Null }
    }

    fn with(self, parameters: Value) -> Self {
        Self { parameters, ..self }
    }

    /// The body of the answer.
    pub(super) fn body(&self) -> Value {
        let mut body =
            json!({"ok": false, "error_code": self.code, "description": self.description});
        if !self.parameters.is_null() {
            body["parameters"] = self.parameters.clone();
        }
        body
    }
}

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
    tokens: f64,
    tokens_at: Duration,
    sends: VecDeque<Duration>,
    edits: VecDeque<Duration>,
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

#[derive(Clone, Debug)]
pub(super) struct Ban {
    /// When the bot was told of it.
    told: Option<Duration>,
    until: Duration,
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
    pub(super) files: HashMap<String, Stored>,
    pub(super) settings: HashMap<String, Value>,
    pub(super) calls: VecDeque<Called>,
    next_call: u64,
    pub(super) events: VecDeque<Event>,
    pub(super) next_event: u64,
    pub(super) violations: Vec<String>,
    pub(super) faults: Vec<super::Fault>,
    overall: VecDeque<Duration>,
    bans: HashMap<Option<i64>, Ban>,
    pub(super) counter: u64,
    pub(super) chance: fastrand::Rng,
}

/// Telegram's numbers.
const OVERALL_A_SECOND: usize = 33;
const OVERALL_WAIT: Duration = Duration::from_secs(3);
const PRIVATE_BURST: f64 = 3.0;
const GROUP_A_MINUTE: usize = 20;
const MINUTE: Duration = Duration::from_mins(1);
/// A call that came at once after a refusal was on its way already.
const ON_ITS_WAY: Duration = Duration::from_millis(500);

impl World {
    pub(super) fn new(setup: Setup) -> Self {
        let id: i64 =
            setup.token.split(':').next().and_then(|number| number.parse().ok()).unwrap_or(1);
        let me = json!({
            "id": id, "is_bot": true, "first_name": "Довідка", "username": setup.username,
            "can_join_groups": true, "can_read_all_group_messages": false,
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
            files: HashMap::new(),
            settings: HashMap::new(),
            calls: VecDeque::new(),
            next_call: 1,
            events: VecDeque::new(),
            next_event: 1,
            violations: Vec::new(),
            faults: Vec::new(),
            overall: VecDeque::new(),
            bans: HashMap::new(),
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
        self.chats.entry(id).or_insert_with(|| {
            let mut info = Map::new();
            let name = if kind == Kind::Private { "first_name" } else { "title" };
            info.insert(name.to_owned(), json!(title));
            Chat {
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
                bot: Role::Member,
                action: None,
                keyboard: None,
                tokens: PRIVATE_BURST,
                tokens_at: Duration::ZERO,
                sends: VecDeque::new(),
                edits: VecDeque::new(),
            }
        });
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
        if write && chat.blocked {
            return Err(Refusal::new(
                403,
                if chat.is_private() {
                    "bot was blocked by the user"
                } else {
                    "bot was kicked from the group chat"
                },
            ));
        }
        if write && chat.is_private() && !chat.started {
            return Err(Refusal::new(403, "bot can't initiate conversation with a user"));
        }
        Ok(chat.id)
    }

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
        if self.allowed.as_ref().is_some_and(|allowed| !allowed.contains(kind)) {
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

    // ---- flood control -----------------------------------------------------------------------

    fn ban(&mut self, scope: Option<i64>, now: Duration, wait: Duration) -> Refusal {
        let wait = wait.max(Duration::from_secs(1));
        self.bans.insert(scope, Ban { told: Some(now), until: now + wait });
        too_many(wait)
    }

    /// Counts a call to a chat, or refuses it.
    pub(super) fn pace(&mut self, chat_id: i64, edit: bool) -> Result<(), Refusal> {
        if !self.setup.limits {
            return Ok(());
        }
        let now = self.mono();
        for scope in [None, Some(chat_id)] {
            let Some(ban) = self.bans.get_mut(&scope).filter(|ban| now < ban.until) else {
                continue;
            };
            let left = ban.until.saturating_sub(now);
            let told = *ban.told.get_or_insert(now);
            if now.saturating_sub(told) > ON_ITS_WAY {
                self.violation(format!("a told wait was ignored in chat {chat_id}: {left:?} left"));
            }
            return Err(too_many(left));
        }
        while self.overall.front().is_some_and(|at| *at + Duration::from_secs(1) <= now) {
            self.overall.pop_front();
        }
        if !edit && self.overall.len() >= OVERALL_A_SECOND {
            return Err(self.ban(None, now, OVERALL_WAIT));
        }
        let Some(chat) = self.chats.get_mut(&chat_id) else { return Ok(()) };
        let wait = if chat.is_private() {
            let rested = now.saturating_sub(chat.tokens_at).as_secs_f64();
            chat.tokens = (chat.tokens + rested).min(PRIVATE_BURST);
            chat.tokens_at = now;
            if edit {
                None
            } else if chat.tokens < 1.0 {
                Some(Duration::from_secs_f64(1.0 - chat.tokens))
            } else {
                chat.tokens -= 1.0;
                None
            }
        } else {
            let window = if edit { &mut chat.edits } else { &mut chat.sends };
            while window.front().is_some_and(|at| *at + MINUTE <= now) {
                window.pop_front();
            }
            match window.front() {
                Some(&first) if window.len() >= GROUP_A_MINUTE => {
                    Some((first + MINUTE).saturating_sub(now))
                }
                _ => {
                    window.push_back(now);
                    None
                }
            }
        };
        if let Some(wait) = wait {
            return Err(self.ban(Some(chat_id), now, wait));
        }
        if !edit {
            self.overall.push_back(now);
        }
        Ok(())
    }

    /// Refuses everything, or one chat, for a time, as told by hand.
    pub(super) fn flood(&mut self, scope: Option<i64>, wait: Duration) {
        let now = self.mono();
        self.bans.insert(scope, Ban { told: None, until: now + wait });
    }

    /// Ends every told wait.
    pub(super) fn calm(&mut self) {
        self.bans.clear();
    }
}

fn too_many(wait: Duration) -> Refusal {
    let secs = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    Refusal {
        code: 429,
        description: format!("Too Many Requests: retry after {secs}"),
        parameters: json!({"retry_after": secs}),
    }
}
