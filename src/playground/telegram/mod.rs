//! A Telegram on loopback: strict as the real one, for tests and for trying the bot without a token.
//!
//! It checks every call, paces and refuses as the server does, keeps chats as a person sees them, and
//! fails on request. What the server would let pass but a good bot does not do is kept as a
//! violation. People are played by [`Resident`]:
//!
//! ```ignore
//! let telegram = Telegram::start().await?;
//! let olha = telegram.resident(7);
//! let answer = olha.asks("графік прийому").await;
//! olha.presses("Ще");
//! ```

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{FromRequest, Multipart, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta};
use futures::stream;
use serde_json::{Map, Value, json};
use tokio::{net::TcpListener, sync::watch, task::AbortHandle};

use crate::telegram::{Clock, Mono};

pub mod entities;
mod methods;
mod stage;
mod view;
mod world;

use methods::Upload;
pub use view::{Action, Called, ChatState, Event, Happening, Member, Role, Topic};
pub use world::Kind;
use world::{Pressed, Refusal, Typed, World};

/// The longest body of a request: a file of Telegram's 50 MB and its parameters.
const BODY_LIMIT: usize = 64 << 20;
/// The longest time that a poll waits, in seconds.
const POLL_LIMIT: u64 = 50;
/// Updates in one answer.
const BATCH: usize = 100;
/// How long a person waits for the bot before giving up.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a simulated Telegram starts with.
#[derive(Clone)]
pub struct Setup {
    /// The bot's token.
    pub token: String,
    /// The bot's name, without `@`.
    pub username: String,
    /// Civil time, for the dates of messages.
    pub clock: Clock,
    /// Monotonic time, for flood control; share it with the bot to run both faster.
    pub mono: Mono,
    /// Whether there is flood control.
    pub limits: bool,
    /// Where the chances of faults begin: the same calls meet the same faults.
    pub seed: u64,
}

impl Default for Setup {
    fn default() -> Self {
        let mono = Mono::default();
        let begin = DateTime::from_timestamp(1_772_440_200, 0).unwrap_or_default(); // Monday, 2 March 2026, 10:30 in Kyiv
        let clock = Arc::new(move || begin + TimeDelta::from_std(mono.now()).unwrap_or_default());
        Self {
            token: "111111:TEST-token_of_the_simulation".to_owned(),
            username: "dovidka_test_bot".to_owned(),
            clock,
            mono,
            limits: true,
            seed: 1,
        }
    }
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Failing {
    /// The call is refused with this code and these words; for 429 with a wait in seconds.
    Refused {
        /// HTTP status and `error_code`.
        code: u16,
        /// The words after the usual prefix.
        description: String,
        /// `retry_after`.
        retry_after: Option<u64>,
    },
    /// A page of HTML with this status comes back, the call is not carried out.
    Html(u16),
    /// The connection breaks, the call is not carried out.
    Reset,
    /// The call is carried out, and the connection breaks.
    ResetAfter,
    /// The call is carried out, and a page of HTML with this status comes back.
    HtmlAfter(u16),
    /// The call is carried out after this time of the world.
    Slow(Duration),
    /// The call is carried out at once, and answered after this time of the world.
    SlowAfter(Duration),
}

impl Failing {
    /// Whether the call is not carried out.
    pub const fn is_before(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Html(_) | Self::Reset)
    }
}

/// A fault to come.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What goes wrong.
    pub failing: Failing,
    /// The method that it meets; all but `getUpdates` without one.
    pub method: Option<String>,
    /// The chat that it meets; all without one.
    pub chat: Option<i64>,
    /// Calls that pass before.
    pub skip: usize,
    /// Calls that it meets.
    pub times: usize,
    /// The share of the calls in question that it meets, from 0 to 1.
    pub share: f64,
}

impl Fault {
    /// A fault that meets the next call of any method but `getUpdates`.
    pub fn new(failing: Failing) -> Self {
        Self { failing, method: None, chat: None, skip: 0, times: 1, share: 1.0 }
    }

    /// The same for one method.
    #[must_use]
    pub fn of(self, method: &str) -> Self {
        Self { method: Some(method.to_owned()), ..self }
    }

    /// The same for one chat.
    #[must_use]
    pub fn in_chat(self, chat: i64) -> Self {
        Self { chat: Some(chat), ..self }
    }

    /// The same `times` times.
    #[must_use]
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// The same after `skip` calls that pass.
    #[must_use]
    pub fn after(self, skip: usize) -> Self {
        Self { skip, ..self }
    }

    /// A fault that meets this share of the calls, 0.05 for 5 of 100, until [`Telegram::mends`].
    #[must_use]
    pub fn share(self, share: f64) -> Self {
        Self { share, times: usize::MAX, ..self }
    }

    fn meets(&self, method: &str, chat: &Value) -> bool {
        let method = match &self.method {
            Some(wanted) => wanted == method,
            None => method != "getUpdates",
        };
        let named = chat.as_i64().or_else(|| chat.as_str()?.parse().ok());
        method && self.chat.is_none_or(|wanted| named == Some(wanted))
    }
}

/// A button as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Its label.
    pub text: String,
    /// What pressing it tells the bot.
    pub data: Option<String>,
    /// The page it opens.
    pub url: Option<String>,
}

/// A message as a person sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its number in the chat.
    pub id: i64,
    /// Text or caption, without markup.
    pub text: String,
    /// Rows of buttons under it.
    pub buttons: Vec<Vec<Button>>,
    /// Whether it was changed since it was sent.
    pub edited: bool,
    /// As in the Bot API.
    pub raw: Value,
}

impl Message {
    fn read(raw: Value) -> Self {
        let text = raw["text"].as_str().or(raw["caption"].as_str()).unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let word = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let buttons = list(&raw["reply_markup"]["inline_keyboard"])
            .iter()
            .map(|row| {
                list(row)
                    .iter()
                    .map(|button| Button {
                        text: word(&button["text"]).unwrap_or_default(),
                        data: word(&button["callback_data"]),
                        url: word(&button["url"]),
                    })
                    .collect()
            })
            .collect();
        Self {
            id: raw["message_id"].as_i64().unwrap_or(0),
            text,
            buttons,
            edited: raw.get("edit_date").is_some(),
            raw,
        }
    }

    /// The labels of all buttons, in order.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|button| button.text.as_str()).collect()
    }

    /// The first line.
    pub fn lead(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }
}

struct Shared {
    world: Mutex<World>,
    /// Raised with everything that happens.
    news: watch::Sender<u64>,
    url: String,
    server: Mutex<Option<AbortHandle>>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        let server = self.server.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = server.take() {
            server.abort();
        }
    }
}

/// A simulated Telegram that listens on loopback until the last clone is dropped.
#[derive(Clone)]
pub struct Telegram {
    shared: Arc<Shared>,
}

impl fmt::Debug for Telegram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telegram").field("url", &self.shared.url).finish_non_exhaustive()
    }
}

/// What the server's tasks hold: they must not keep the simulation alive.
type Weak = std::sync::Weak<Shared>;

impl Telegram {
    /// Starts with the usual setup on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// If no port can be had.
    pub async fn start() -> std::io::Result<Self> {
        Self::start_with(Setup::default()).await
    }

    /// Starts with `setup` on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// If no port can be had.
    pub async fn start_with(setup: Setup) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            world: Mutex::new(World::new(setup)),
            news: watch::Sender::new(0),
            url,
            server: Mutex::new(None),
        });
        let router = Router::new()
            .fallback(answer)
            .layer(axum::extract::DefaultBodyLimit::max(BODY_LIMIT))
            .with_state(Arc::downgrade(&shared));
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the simulated Telegram ended");
            }
        });
        *shared.server.lock().unwrap_or_else(PoisonError::into_inner) = Some(server.abort_handle());
        Ok(Self { shared })
    }

    /// Its address, as `TELOXIDE_API_URL` wants it.
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// The bot's token.
    pub fn token(&self) -> String {
        self.world().setup.token.clone()
    }

    /// Its monotonic clock, to be shared with the bot.
    pub fn mono(&self) -> Mono {
        self.world().setup.mono
    }

    /// Its civil clock, to be shared with the bot.
    pub fn clock(&self) -> Clock {
        Arc::clone(&self.world().setup.clock)
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world()
    }

    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.world());
        self.shared.ring();
        result
    }

    /// The person with this number, in a private chat with the bot; a Ukrainian speaker by default.
    pub fn resident(&self, id: i64) -> Resident {
        self.change(|world| {
            world.person(id, "uk");
            let name = world.people[&id]["first_name"].as_str().unwrap_or_default().to_owned();
            world.open(id, Kind::Private, &name);
        });
        self.member(id, id)
    }

    /// Opens a group, supergroup or channel (its number is negative) in which the bot is.
    pub fn group(&self, id: i64, kind: Kind, title: &str) {
        self.change(|world| world.open(id, kind, title));
    }

    /// Opens a supergroup with topics, in which the bot is an administrator.
    pub fn forum(&self, id: i64, title: &str) {
        self.change(|world| {
            world.open(id, Kind::Supergroup, title);
            if let Some(chat) = world.chat(id) {
                chat.info.insert("is_forum".to_owned(), json!(true));
                chat.bot = Role::Administrator;
            }
        });
    }

    /// The person `person` in the chat `chat`.
    pub fn member(&self, chat: i64, person: i64) -> Resident {
        self.change(|world| {
            world.person(person, "uk");
            if let Some(chat) = world.chat(chat) {
                chat.members.entry(person).or_insert(Role::Member);
            }
        });
        let heard = self.world().next_event;
        Resident { telegram: self.clone(), chat, person, heard: Arc::new(Mutex::new(heard)) }
    }

    /// The group `from` becomes the supergroup `to`, which keeps its title.
    pub fn migrates(&self, from: i64, to: i64) {
        self.change(|world| {
            let title = world
                .chats
                .get(&from)
                .and_then(|chat| chat.info.get("title")?.as_str().map(ToOwned::to_owned))
                .unwrap_or_default();
            world.open(to, Kind::Supergroup, &title);
            let notice = json!({"migrate_to_chat_id": to});
            let notice = notice.as_object().cloned().unwrap_or_default();
            let message = world.put(from, None, notice);
            if let Some(chat) = world.chat(from) {
                chat.migrated_to = Some(to);
            }
            world.update("message", &message);
        });
    }

    /// Lets something go wrong.
    pub fn fails(&self, fault: Fault) {
        self.change(|world| world.faults.push(fault));
    }

    /// The faults that are still to come.
    pub fn faults(&self) -> Vec<Fault> {
        self.world().faults.clone()
    }

    /// Nothing goes wrong any more, and told waits are over.
    pub fn mends(&self) {
        self.change(|world| {
            world.faults.clear();
            world.calm();
        });
    }

    /// Refuses calls in `chat` (or all) for `wait`, as flood control does.
    pub fn floods(&self, chat: Option<i64>, wait: Duration) {
        self.change(|world| world.flood(chat, wait));
    }

    /// Sends the bot an update of which `rest` follows the number, as in `,"message":{…}`.
    pub fn sends_raw(&self, rest: &str) {
        self.change(|world| world.raw_update(rest));
    }

    /// Every call so far that reached the methods, but `getUpdates`; see [`Telegram::traffic`] for the others.
    pub fn calls(&self) -> Vec<Called> {
        let reached = |call: &&Called| {
            call.method != "getUpdates" && !call.failing.as_ref().is_some_and(Failing::is_before)
        };
        self.world().calls.iter().filter(reached).cloned().collect()
    }

    /// What the bot did that a good bot does not.
    pub fn violations(&self) -> Vec<String> {
        self.world().violations.clone()
    }

    /// Presses that the bot has not acknowledged.
    pub fn unacknowledged(&self) -> usize {
        self.world().presses.values().filter(|press| !press.answered).count()
    }

    /// Updates that the bot has not confirmed.
    pub fn unconfirmed(&self) -> usize {
        self.world().updates.len()
    }

    /// What the bot has set: `commands:uk`, `setMyDescription:`, …
    pub fn setting(&self, name: &str) -> Option<Value> {
        self.world().settings.get(name).cloned()
    }

    /// The content of a file that was sent, by its `file_id`.
    pub fn file(&self, file_id: &str) -> Option<Bytes> {
        self.world().files.get(file_id).map(|file| file.bytes.clone())
    }

    /// Waits until `seen` gives something, looking again with everything that happens.
    ///
    /// # Panics
    ///
    /// If that takes longer than 20 seconds.
    pub async fn waits_for<T>(&self, what: &str, seen: impl FnMut(&Self) -> Option<T>) -> T {
        self.within(PATIENCE, seen).await.unwrap_or_else(|| {
            panic!("waited {PATIENCE:?} for {what}; calls so far: {:#?}", self.calls())
        })
    }

    /// What `seen` gives, looked at again with everything that happens; `None` if nothing within `time`.
    pub async fn within<T>(
        &self,
        time: Duration,
        mut seen: impl FnMut(&Self) -> Option<T>,
    ) -> Option<T> {
        let mut news = self.shared.news.subscribe();
        tokio::time::timeout(time, async {
            loop {
                news.borrow_and_update();
                if let Some(result) = seen(self) {
                    return result;
                }
                if news.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        })
        .await
        .ok()
    }
}

impl Shared {
    fn world(&self) -> MutexGuard<'_, World> {
        // A test that panicked while it looked has broken nothing.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring(&self) {
        self.news.send_modify(|count| *count += 1);
    }
}

/// A person in a chat with the bot. Clones have heard the same.
#[derive(Clone, Debug)]
pub struct Resident {
    telegram: Telegram,
    chat: i64,
    person: i64,
    /// The number of the first event that this person has not noticed.
    heard: Arc<Mutex<u64>>,
}

impl Resident {
    /// The chat's number.
    pub fn chat(&self) -> i64 {
        self.chat
    }

    /// The same person with a Telegram in another language.
    #[must_use]
    pub fn speaking(self, language: &str) -> Self {
        self.telegram.change(|world| {
            if let Some(person) = world.people.get_mut(&self.person) {
                person["language_code"] = json!(language);
            }
        });
        self
    }

    fn sends(&self, content: &Value) -> i64 {
        self.telegram.change(|world| {
            let sender = world.person(self.person, "uk");
            if let Some(chat) = world.chat(self.chat) {
                chat.started = true;
            }
            let content = content.as_object().cloned().unwrap_or_default();
            let message = world.put(self.chat, Some(sender), content);
            world.update("message", &message);
            message["message_id"].as_i64().unwrap_or(0)
        })
    }

    fn text(text: &str) -> Value {
        let mut content = json!({"text": text});
        let entities = entities::automatic(text);
        if !entities.is_empty() {
            content["entities"] = json!(entities);
        }
        content
    }

    /// Writes `text`; returns the message's number.
    pub fn says(&self, text: &str) -> i64 {
        self.sends(&Self::text(text))
    }

    /// Writes `text` in reply to a message.
    pub fn replies(&self, to: i64, text: &str) -> i64 {
        let mut content = Self::text(text);
        let original = self
            .telegram
            .world()
            .chats
            .get(&self.chat)
            .and_then(|chat| chat.messages.get(&to).cloned());
        if let Some(original) = original {
            content["reply_to_message"] = original;
        }
        self.sends(&content)
    }

    /// Writes in a topic of a group.
    pub fn says_in(&self, topic: i64, text: &str) -> i64 {
        let mut content = Self::text(text);
        content["message_thread_id"] = json!(topic);
        content["is_topic_message"] = json!(true);
        self.telegram.change(|world| {
            if let Some(chat) = world.chat(self.chat) {
                let name = format!("Тема {topic}");
                let new = Topic { id: topic, name, icon_color: 7_322_096, closed: false };
                chat.topics.entry(topic).or_insert(new);
            }
        });
        self.sends(&content)
    }

    /// Changes the text of a message of one's own.
    pub fn edits(&self, id: i64, text: &str) {
        self.telegram.change(|world| {
            let date = world.date();
            let Some(message) = world.chat(self.chat).and_then(|chat| chat.messages.get_mut(&id))
            else {
                return;
            };
            message["text"] = json!(text);
            message["edit_date"] = json!(date);
            let message = message.clone();
            world.happens(self.chat, Happening::Edited(message.clone()));
            world.update("edited_message", &message);
        });
    }

    /// Sends a place.
    pub fn sends_location(&self, latitude: f64, longitude: f64) -> i64 {
        self.sends(&json!({"location": {"latitude": latitude, "longitude": longitude}}))
    }

    /// Sends a picture, with or without a caption.
    pub fn sends_photo(&self, caption: &str) -> i64 {
        let mut content = self.photo();
        if !caption.is_empty() {
            content["caption"] = json!(caption);
        }
        self.sends(&content)
    }

    fn photo(&self) -> Value {
        self.telegram.change(|world| {
            let upload =
                Upload { name: "photo.jpg".to_owned(), bytes: Bytes::from_static(b"\xff\xd8") };
            let id = methods::keep_file(world, "photo", &upload);
            json!({"photo": methods::media(world, &id)})
        })
    }

    /// Sends `count` pictures as one album.
    pub fn sends_album(&self, count: usize) {
        let group = self.telegram.change(World::fresh);
        for _ in 0..count {
            let mut content = self.photo();
            content["media_group_id"] = json!(group);
            self.sends(&content);
        }
    }

    /// Sends a file.
    pub fn sends_document(&self, name: &str, bytes: Bytes) -> i64 {
        let content = self.telegram.change(|world| {
            let upload = Upload { name: name.to_owned(), bytes };
            let id = methods::keep_file(world, "document", &upload);
            json!({"document": methods::media(world, &id)})
        });
        self.sends(&content)
    }

    /// Sends a sticker.
    pub fn sends_sticker(&self) -> i64 {
        self.sends(&json!({"sticker": {
            "file_id": "CAAC1", "file_unique_id": "AQ1", "type": "regular", "width": 512,
            "height": 512, "is_animated": false, "is_video": false, "emoji": "👍",
        }}))
    }

    /// Sends a voice message.
    pub fn sends_voice(&self) -> i64 {
        self.sends(&json!({"voice": {
            "file_id": "AwAC1", "file_unique_id": "AQ2", "duration": 3, "mime_type": "audio/ogg",
        }}))
    }

    /// Sends a phone number.
    pub fn sends_contact(&self) -> i64 {
        self.sends(&json!({"contact": {"phone_number": "380000000000", "first_name": "Ім’я"}}))
    }

    /// Presses the newest button whose label contains `label`.
    ///
    /// # Panics
    ///
    /// If there is no such button.
    pub fn presses(&self, label: &str) {
        let messages = self.sees();
        let found = messages.iter().rev().find_map(|message| {
            let button =
                message.buttons.iter().flatten().find(|button| button.text.contains(label))?;
            Some((message.id, button.data.clone()?))
        });
        let Some((id, data)) = found else {
            let labels: Vec<_> = messages.iter().map(Message::labels).collect();
            panic!("no button “{label}” among {labels:?}");
        };
        self.presses_data(id, &data);
    }

    /// Presses a button with `data` under a message, whether it is there or not.
    pub fn presses_data(&self, id: i64, data: &str) {
        self.telegram.change(|world| {
            let from = world.person(self.person, "uk");
            let message = world.chat(self.chat).and_then(|chat| chat.messages.get(&id)).cloned();
            let press = world.fresh();
            let now = world.mono();
            let pressed =
                Pressed { at: now, chat: self.chat, person: self.person, answered: false };
            world.presses.insert(press.clone(), pressed);
            let mut query = json!({
                "id": press, "from": from, "chat_instance": self.chat.to_string(), "data": data,
            });
            if let Some(message) = message {
                query["message"] = message;
            }
            world.update("callback_query", &query);
        });
    }

    /// Types `@bot query`; returns the number of the inline query.
    pub fn types(&self, query: &str) -> String {
        self.telegram.change(|world| {
            let from = world.person(self.person, "uk");
            let id = world.fresh();
            let now = world.mono();
            let typed =
                Typed { at: now, person: self.person, query: query.to_owned(), answer: None };
            world.queries.insert(id.clone(), typed);
            let query = json!({"id": id, "from": from, "query": query, "offset": ""});
            world.update("inline_query", &query);
            id
        })
    }

    /// What the bot answered to an inline query; `None` before it did.
    pub fn inline_answer(&self, id: &str) -> Option<Value> {
        self.telegram.world().queries.get(id).and_then(|typed| typed.answer.clone())
    }

    /// Blocks the bot.
    pub fn blocks(&self) {
        self.blocked(true);
    }

    /// Lets the bot write again.
    pub fn unblocks(&self) {
        self.blocked(false);
    }

    fn blocked(&self, blocked: bool) {
        self.telegram.change(|world| {
            let (from, date, bot) =
                (world.person(self.person, "uk"), world.date(), world.bot_user());
            let Some(chat) = world.chat(self.chat) else { return };
            chat.blocked = blocked;
            let chat = chat.json();
            let member = json!({"status": "member", "user": bot});
            let gone = json!({"status": "kicked", "user": bot, "until_date": 0});
            let (old, new) = if blocked { (member, gone) } else { (gone, member) };
            let change = json!({
                "chat": chat, "from": from, "date": date, "old_chat_member": old,
                "new_chat_member": new,
            });
            world.update("my_chat_member", &change);
        });
    }

    /// Everything that the bot has said in this chat, as it stands now.
    pub fn sees(&self) -> Vec<Message> {
        let world = self.telegram.world();
        let Some(chat) = world.chats.get(&self.chat) else { return Vec::new() };
        chat.messages
            .values()
            .filter(|message| world.is_bots(message))
            .map(|message| Message::read(message.clone()))
            .collect()
    }

    /// The next message, or change of one, in this chat that was not heard yet.
    ///
    /// # Panics
    ///
    /// If that takes longer than 20 seconds.
    pub async fn hears(&self) -> Message {
        self.telegram
            .waits_for(&format!("a message in chat {}", self.chat), |_| self.next_event())
            .await
    }

    /// As [`Resident::hears`], but `None` if nothing comes within `time`.
    pub async fn hears_within(&self, time: Duration) -> Option<Message> {
        self.telegram.within(time, |_| self.next_event()).await
    }

    fn next_event(&self) -> Option<Message> {
        let world = self.telegram.world();
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fresh =
            world.events.iter().filter(|event| event.number >= *heard && event.chat == self.chat);
        let (number, raw, edited) = fresh.find_map(|event| match &event.what {
            Happening::Sent(raw) if world.is_bots(raw) => Some((event.number, raw, false)),
            Happening::Edited(raw) if world.is_bots(raw) => Some((event.number, raw, true)),
            _ => None,
        })?;
        *heard = number + 1;
        Some(Message { edited, ..Message::read(raw.clone()) })
    }

    /// Writes `text` and waits for what comes next.
    ///
    /// # Panics
    ///
    /// If nothing comes within 20 seconds.
    pub async fn asks(&self, text: &str) -> Message {
        self.says(text);
        self.hears().await
    }
}

// ---- the server -------------------------------------------------------------------------------

async fn answer(State(shared): State<Weak>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let Some(strong) = shared.upgrade() else { return broken() };
    let token = strong.world().setup.token.clone();
    if let Some(path) = path.strip_prefix(&format!("file/bot{token}/")) {
        let world = strong.world();
        return match world.files.values().find(|file| file.path == path) {
            Some(file) => reply(StatusCode::OK, "application/octet-stream", file.bytes.clone()),
            None => refused(&Refusal::new(404, "file not found")),
        };
    }
    let Some(method) = path.strip_prefix(&format!("bot{token}/")) else {
        let code = if path.starts_with("bot") { 401 } else { 404 };
        let words = if code == 401 { "Unauthorized" } else { "Not Found" };
        return refused(&Refusal { description: words.to_owned(), ..Refusal::new(code, "") });
    };
    let Some(method) = methods::spelled(method) else {
        strong.change(|world| world.violation(format!("{method} is not simulated")));
        return refused(&Refusal { description: "Not Found".to_owned(), ..Refusal::new(404, "") });
    };
    drop(strong);
    let (given, uploads) = match parameters(request).await {
        Ok(read) => read,
        Err(words) => return refused(&Refusal::new(400, &words)),
    };
    let Some(strong) = shared.upgrade() else { return broken() };
    let (fault, at) = {
        let mut world = strong.world();
        let chat = given.get("chat_id").unwrap_or(&Value::Null);
        (world.fault(method, chat), world.mono())
    };
    let call = Received { method, given, uploads, at, fault };
    if let Some(refusal) = call.fails_before() {
        strong.change(|world| {
            if let Some(Failing::Refused { retry_after: Some(secs), .. }) = call.fault {
                let chat = call.given.get("chat_id").and_then(Value::as_i64);
                world.flood(chat, Duration::from_secs(secs));
            }
            world.called(method, call.shown(), at, refusal.body(), call.fault.clone());
        });
        return match call.fault {
            Some(Failing::Html(code)) => html_page(code),
            Some(Failing::Reset) => broken(),
            _ => refused(&refusal),
        };
    }
    drop(strong);
    let fault = call.fault.clone();
    if let Some(Failing::Slow(time)) = fault {
        tokio::time::sleep(time).await;
    }
    let response = carry_out(&shared, call).await;
    match fault {
        Some(Failing::ResetAfter) => broken(),
        Some(Failing::HtmlAfter(code)) => html_page(code),
        Some(Failing::SlowAfter(time)) => {
            tokio::time::sleep(time).await;
            response
        }
        _ => response,
    }
}

/// A call as it was read.
struct Received {
    method: &'static str,
    given: Map<String, Value>,
    uploads: Vec<(String, Upload)>,
    at: Duration,
    fault: Option<Failing>,
}

impl Received {
    /// What stands for the answer in the record if the call is not to be carried out.
    fn fails_before(&self) -> Option<Refusal> {
        match self.fault.as_ref()? {
            Failing::Refused { code, description, retry_after } => {
                let mut refusal = Refusal::new(*code, description);
                if let Some(secs) = retry_after {
                    refusal.parameters = json!({"retry_after": secs});
                }
                Some(refusal)
            }
            Failing::Html(code) => Some(Refusal::new(*code, "")),
            Failing::Reset => Some(Refusal::new(0, "")),
            _ => None,
        }
    }

    /// Its parameters, with a word for each file.
    fn shown(&self) -> Value {
        let mut shown = self.given.clone();
        for (field, file) in &self.uploads {
            shown.insert(field.clone(), json!(format!("<{} {} B>", file.name, file.bytes.len())));
        }
        Value::Object(shown)
    }
}

async fn carry_out(shared: &Weak, call: Received) -> Response {
    if call.method == "getUpdates" {
        return poll(shared, call).await;
    }
    let Some(shared) = shared.upgrade() else { return broken() };
    let shown = call.shown();
    let Received { method, given, uploads, fault, .. } = call;
    let result = shared.change(|world| {
        let at = world.mono();
        let result = methods::check(world, method, given, &uploads)
            .and_then(|parameters| methods::perform(world, method, &parameters, &uploads));
        let answer = match &result {
            Ok(result) => json!({"ok": true, "result": result}),
            Err(refusal) => refusal.body(),
        };
        world.called(method, shown, at, answer.clone(), fault);
        result.map(|_| answer.to_string())
    });
    match result {
        Ok(body) => reply_json(StatusCode::OK, &body),
        Err(refusal) => refused(&refusal),
    }
}

async fn poll(shared: &Weak, call: Received) -> Response {
    let (shown, at) = (call.shown(), call.at);
    let Received { given, fault, .. } = call;
    let Some(strong) = shared.upgrade() else { return broken() };
    let mut news = strong.news.subscribe();
    let begun = strong.change(|world| {
        let parameters = methods::check(world, "getUpdates", given, &[])?;
        let number = |name: &str| parameters.get(name).and_then(Value::as_i64).unwrap_or(0);
        let offset = number("offset");
        if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            while world.updates.len() > keep {
                world.updates.pop_front();
            }
        }
        while world.updates.front().is_some_and(|update| update.id < offset) {
            world.updates.pop_front();
        }
        if let Some(allowed) = parameters.get("allowed_updates").and_then(Value::as_array) {
            let allowed = allowed.iter().filter_map(|kind| kind.as_str().map(ToOwned::to_owned));
            world.allowed = Some(allowed.collect())
                .filter(|set: &std::collections::HashSet<_>| !set.is_empty());
        }
        world.poll += 1;
        let limit =
            usize::try_from(number("limit")).ok().filter(|limit| (1..=BATCH).contains(limit));
        let secs = u64::try_from(number("timeout")).unwrap_or(0).min(POLL_LIMIT);
        Ok::<_, Refusal>((world.poll, limit.unwrap_or(BATCH), secs))
    });
    drop(strong);
    let (number, limit, secs) = match begun {
        Ok(begun) => begun,
        Err(refusal) => return refused(&refusal),
    };
    let until = tokio::time::Instant::now() + Duration::from_secs(secs);
    loop {
        let Some(strong) = shared.upgrade() else { return broken() };
        {
            news.borrow_and_update();
            let mut world = strong.world();
            if world.poll != number {
                let words = "terminated by other getUpdates request; make sure that only one bot instance is running";
                return refused(&Refusal::new(409, words));
            }
            let over = tokio::time::Instant::now() >= until;
            if !world.updates.is_empty() || over {
                let batch: Vec<&str> =
                    world.updates.iter().take(limit).map(|update| update.raw.as_str()).collect();
                let body = format!(r#"{{"ok":true,"result":[{}]}}"#, batch.join(","));
                if !batch.is_empty() {
                    let answer = serde_json::from_str(&body).unwrap_or_else(|_| json!(body));
                    world.called("getUpdates", shown, at, answer, fault);
                }
                return reply_json(StatusCode::OK, &body);
            }
        }
        drop(strong);
        // Ends when there is news, when the time is over, or when the simulation is gone.
        let _ = tokio::time::timeout_at(until, news.changed()).await;
    }
}

impl Shared {
    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.world());
        self.ring();
        result
    }
}

impl World {
    /// Whether the bot wrote this message, or a channel did.
    fn is_bots(&self, message: &Value) -> bool {
        message["from"]["id"] == self.me["id"] || message.get("sender_chat").is_some()
    }

    /// The fault that meets this call, counted.
    fn fault(&mut self, method: &str, chat: &Value) -> Option<Failing> {
        let at = self.faults.iter().position(|fault| fault.meets(method, chat))?;
        let fault = self.faults.get_mut(at)?;
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        if fault.share < 1.0 && self.chance.f64() >= fault.share {
            return None;
        }
        let failing = fault.failing.clone();
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            self.faults.remove(at);
        }
        Some(failing)
    }
}

/// The parameters of a request, however they come.
async fn parameters(
    request: Request,
) -> Result<(Map<String, Value>, Vec<(String, Upload)>), String> {
    let mut given = Map::new();
    for (name, value) in
        url::form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
    {
        given.insert(name.into_owned(), json!(value));
    }
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let mut uploads = Vec::new();
    if kind.starts_with("multipart/form-data") {
        let mut form =
            Multipart::from_request(request, &()).await.map_err(|error| error.to_string())?;
        while let Some(field) = form.next_field().await.map_err(|error| error.to_string())? {
            let field_name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(ToOwned::to_owned);
            let bytes = field.bytes().await.map_err(|error| error.to_string())?;
            match file_name {
                Some(name) => uploads.push((field_name, Upload { name, bytes })),
                None => {
                    given.insert(field_name, json!(String::from_utf8_lossy(&bytes)));
                }
            }
        }
        return Ok((given, uploads));
    }
    let body = axum::body::to_bytes(request.into_body(), BODY_LIMIT)
        .await
        .map_err(|error| error.to_string())?;
    if kind.starts_with("application/json") {
        let body: Value =
            serde_json::from_slice(&body).map_err(|_| "can't parse JSON object".to_owned())?;
        let Value::Object(body) = body else {
            return Err("object expected as a request".to_owned());
        };
        given.extend(body);
    } else {
        for (name, value) in url::form_urlencoded::parse(&body) {
            given.insert(name.into_owned(), json!(value));
        }
    }
    Ok((given, uploads))
}

fn reply(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn reply_json(status: StatusCode, body: &str) -> Response {
    reply(status, "application/json", body.to_owned())
}

fn refused(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    reply_json(status, &refusal.body().to_string())
}

fn html_page(code: u16) -> Response {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
    reply(status, "text/html", format!("<html><h1>{code}</h1></html>"))
}

/// An answer that breaks off: the connection is cut in the middle of it.
fn broken() -> Response {
    let cut = stream::iter([
        Ok::<Bytes, std::io::Error>(Bytes::from_static(b"{")),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ]);
    let mut response = reply(StatusCode::OK, "application/json", Body::from_stream(cut));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("4000"));
    response
}
