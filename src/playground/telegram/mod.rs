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

use axum::Router;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch, task::AbortHandle};

use crate::telegram::{Clock, Mono};

mod chat;
pub mod entities;
mod faults;
mod flood;
mod forum;
mod members;
mod message;
mod methods;
mod person;
mod refusal;
mod server;
mod stage;
mod view;
mod world;

pub use chat::Kind;
pub use faults::{Failing, Fault};
pub use message::{Button, Message};
pub use person::Resident;
pub use view::{Action, Called, ChatState, Event, Happening, Member, Role, Topic};
use world::World;

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
    /// Whether the bot hears in groups only what is meant for it, unless it is an administrator.
    pub privacy: bool,
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
            privacy: false,
            seed: 1,
        }
    }
}

struct Shared {
    world: Mutex<World>,
    /// Raised with everything that happens.
    news: watch::Sender<u64>,
    url: String,
    server: Mutex<Option<AbortHandle>>,
}

impl Shared {
    fn world(&self) -> MutexGuard<'_, World> {
        // A test that panicked while it looked has broken nothing.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring(&self) {
        self.news.send_modify(|count| *count += 1);
    }

    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.world());
        self.ring();
        result
    }
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
            .fallback(server::answer)
            .layer(axum::extract::DefaultBodyLimit::max(server::BODY_LIMIT))
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
            let old = world.chats.get(&from).map(|chat| (chat.members.clone(), chat.bot));
            if let (Some(chat), Some((members, bot))) = (world.chat(to), old) {
                chat.members.extend(members);
                chat.bot = bot;
            }
            let owner = world.chats.get(&from).and_then(|chat| chat.members.keys().next().copied());
            let by = owner.map(|owner| world.person(owner, "uk"));
            for (chat, field, other) in
                [(from, "migrate_to_chat_id", to), (to, "migrate_from_chat_id", from)]
            {
                let notice = json!({field: other}).as_object().cloned().unwrap_or_default();
                let message = world.put(chat, by.clone(), notice);
                world.update("message", &message);
            }
            if let Some(chat) = world.chat(from) {
                chat.migrated_to = Some(to);
            }
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
