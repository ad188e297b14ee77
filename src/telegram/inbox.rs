//! From a stored update to its effects: lanes, the handler, and the one short transaction.
//!
//! A *lane* is a chat (and topic), else a person: updates of one lane are handled in order, lanes in
//! parallel. What a handler wants done it returns as [`Work`]; the work and the mark "done" are one
//! transaction, so an update that was claimed by a process that died is simply done again.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use futures::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};
use teloxide::types::{ChatMemberKind, Update, UpdateKind};
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
    time::Instant,
};

use super::{DRAIN, Wire, told};
use crate::{
    db::Tx,
    i18n::Locale,
    store::{
        self, chats,
        conversation::{self, Key},
        outbox::Call,
    },
};

/// Updates handled at once.
const WORKERS: usize = 64;
/// Caught failures after which an update is set aside.
const FAILURES: i64 = 3;
/// Claims after which it is set aside: something that kills the process each time.
const CLAIMS: i64 = 10;
/// Times that a handler is run again because another was quicker, before it counts as a failure.
const CONFLICTS: usize = 5;
/// A handler that takes longer has failed: its lane must go on.
const PATIENCE: Duration = Duration::from_mins(1);
/// The first rest after a failure; four times as long after the next.
const REST: Duration = Duration::from_millis(100);
/// The rest when the database itself fails.
const DB_REST: Duration = Duration::from_secs(1);
/// A person who waits longer than this sees that the bot is typing…
const MOMENT: Duration = Duration::from_millis(700);
/// … which Telegram shows for five seconds.
const TYPING: Duration = Duration::from_secs(4);
/// Updates that may wait in memory before polling pauses.
const WAITING: usize = 10_000;

/// What a handler knows beside the update.
#[derive(Clone, Debug)]
pub struct Cx {
    /// The bot's number, as store functions want it.
    pub bot: i64,
    /// Who the bot is.
    pub me: Arc<teloxide::types::Me>,
    /// Civil time at which the handler was started.
    pub now: DateTime<Utc>,
    /// How often handling this update has failed before, 0 to 2.
    pub failures: i64,
}

/// Why a handler, or its commit, gave up; the update is tried again.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database failed.
    #[error("database: {0}")]
    Db(#[from] sqlx::Error),
    /// Another changed first what this relied on: look again.
    #[error("another was quicker")]
    Conflict,
    /// Anything else, in words for the log (never with what a person wrote).
    #[error("{0}")]
    Other(String),
}

/// What an effect is written with: the open transaction and the means to say something.
#[derive(Debug)]
pub struct Unit {
    /// The transaction.
    pub tx: Tx,
    /// The bot's number.
    pub bot: i64,
    /// Civil time.
    pub now: DateTime<Utc>,
}

impl Unit {
    /// Queues a call; returns its row.
    pub async fn say(&mut self, call: &Call) -> sqlx::Result<i64> {
        store::outbox::queue(&mut self.tx, self.bot, call, self.now).await
    }

    /// Keeps a conversation's state (`None` ends it) over the version `seen` (0: there was none).
    ///
    /// # Errors
    ///
    /// [`Failure::Conflict`] if another was quicker.
    pub async fn keep(
        &mut self,
        key: Key,
        seen: i64,
        state: Option<&Value>,
    ) -> Result<(), Failure> {
        let kept = match state {
            Some(state) => {
                conversation::set(&mut self.tx, self.bot, key, seen, state, self.now).await?
            }
            None if seen == 0 => true,
            None => conversation::remove(&mut self.tx, self.bot, key, seen).await?,
        };
        if kept { Ok(()) } else { Err(Failure::Conflict) }
    }
}

/// An effect: what is written in the transaction that marks the update done.
pub type Effect =
    Box<dyn for<'a> FnOnce(&'a mut Unit) -> BoxFuture<'a, Result<(), Failure>> + Send + Sync>;

/// What a handler leaves to be done in one short transaction, in this order: effects, state, calls.
#[derive(Default)]
pub struct Work {
    effects: Vec<Effect>,
    state: Option<(Key, i64, Option<Value>)>,
    calls: Vec<Call>,
}

impl Work {
    /// Nothing but the mark that the update is done.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Something to be said.
    pub fn says(call: Call) -> Self {
        Self::nothing().and_says(call)
    }

    /// The same, and something more to be said.
    #[must_use]
    pub fn and_says(mut self, call: Call) -> Self {
        self.calls.push(call);
        self
    }

    /// The same, and an effect: `.and_does(|unit| Box::pin(async move { … }))`.
    #[must_use]
    pub fn and_does<F>(mut self, effect: F) -> Self
    where
        F: for<'a> FnOnce(&'a mut Unit) -> BoxFuture<'a, Result<(), Failure>>
            + Send
            + Sync
            + 'static,
    {
        self.effects.push(Box::new(effect));
        self
    }

    /// The same, and a conversation's new state (`None` ends it) over the version `seen` (0: there was none).
    #[must_use]
    pub fn and_keeps(mut self, key: Key, seen: i64, state: Option<Value>) -> Self {
        self.state = Some((key, seen, state));
        self
    }

    /// The same, and `amend` made to the state that it keeps; where it keeps none of `key`, `state` is kept over the
    /// version `seen`.
    #[must_use]
    pub fn and_keeps_too(
        mut self,
        key: Key,
        seen: i64,
        state: Value,
        amend: impl FnOnce(&mut Value),
    ) -> Self {
        match &mut self.state {
            Some((kept, _, Some(value))) if *kept == key => amend(value),
            _ => self.state = Some((key, seen, Some(state))),
        }
        self
    }
}

/// Answers updates. It reads and computes with no transaction open, and never calls Telegram.
pub trait Handler: Send + Sync + 'static {
    /// What is to be done about `update`. Called again if it fails or panics.
    fn handle(&self, update: Update, cx: Cx) -> BoxFuture<'_, Result<Work, Failure>>;

    /// The parameters of `answerInlineQuery` for an inline query, without its id; `None` says nothing was found.
    /// It has two seconds, and is dropped when the person types on.
    fn inline(&self, query: Update, cx: Cx) -> BoxFuture<'_, Result<Option<Value>, Failure>> {
        let _ = (query, cx);
        Box::pin(async { Ok(None) })
    }

    /// What is said when `update` was set aside; by default one sentence, in private chats only.
    fn apology(&self, update: &Update) -> Option<Call> {
        let chat = update.chat().filter(|chat| chat.is_private())?;
        let tag = update.from().and_then(|person| person.language_code.as_deref());
        let locale = Locale::nearest(tag.unwrap_or_default());
        Some(Call::message(chat.id.0, &locale.text("telegram-apology", &[])))
    }
}

/// The lane of an update, from its JSON: `c<chat>[:<topic>]`, else `u<person>`, else `-`.
pub fn lane(update: &Value) -> String {
    let Some(fields) = update.as_object() else { return "-".to_owned() };
    let Some(body) = fields.iter().find(|(name, _)| *name != "update_id").map(|(_, body)| body)
    else {
        return "-".to_owned();
    };
    // A press stands in the lane of the message under which the button is.
    let place = if body.get("chat").is_some() { body } else { &body["message"] };
    if let Some(chat) = place["chat"]["id"].as_i64() {
        return match place["message_thread_id"].as_i64() {
            Some(topic) if place["is_topic_message"] == true => format!("c{chat}:{topic}"),
            Some(_) | None => format!("c{chat}"),
        };
    }
    let person = ["from", "user"].iter().find_map(|field| body[*field]["id"].as_i64());
    person.map_or_else(|| "-".to_owned(), |person| format!("u{person}"))
}

/// Updates that wait, by lane. Only lanes with work and no worker are `ready`.
#[derive(Debug, Default)]
struct Lanes {
    waiting: HashMap<String, VecDeque<i64>>,
    ready: VecDeque<String>,
    running: HashSet<String>,
    count: usize,
}

impl Lanes {
    fn push(&mut self, id: i64, lane: String) {
        self.count += 1;
        let queue = self.waiting.entry(lane.clone()).or_default();
        queue.push_back(id);
        if queue.len() == 1 && !self.running.contains(&lane) {
            self.ready.push_back(lane);
        }
    }

    /// The next update to be handled; its lane rests until [`Lanes::done`].
    fn next(&mut self) -> Option<(i64, String)> {
        let lane = self.ready.pop_front()?;
        let queue = self.waiting.get_mut(&lane)?;
        let id = queue.pop_front()?;
        if queue.is_empty() {
            self.waiting.remove(&lane);
        }
        self.count -= 1;
        self.running.insert(lane.clone());
        Some((id, lane))
    }

    fn done(&mut self, lane: &str) {
        self.running.remove(lane);
        // To the end of the line of lanes: a busy chat does not go before the others.
        if self.waiting.contains_key(lane) {
            self.ready.push_back(lane.to_owned());
        }
    }
}

/// Handles what waits and what arrives until told to stop; then lets what is under way finish.
pub(super) async fn run(
    wire: Arc<Wire>,
    backlog: Vec<(i64, String)>,
    mut arrived: mpsc::Receiver<Vec<(i64, String)>>,
    mut stop: watch::Receiver<bool>,
) {
    let mut lanes = Lanes::default();
    for (id, lane) in backlog {
        lanes.push(id, lane);
    }
    let mut workers = JoinSet::new();
    let mut lane_of: HashMap<tokio::task::Id, String> = HashMap::new();
    while !*stop.borrow() {
        while workers.len() < WORKERS
            && let Some((id, lane)) = lanes.next()
        {
            let task = workers.spawn(handle(Arc::clone(&wire), id, stop.clone()));
            lane_of.insert(task.id(), lane);
        }
        tokio::select! {
            Some(batch) = arrived.recv(), if lanes.count < WAITING => {
                for (id, lane) in batch {
                    lanes.push(id, lane);
                }
            }
            Some(ended) = workers.join_next_with_id(), if !workers.is_empty() => {
                let task = match ended {
                    Ok((task, ())) => task,
                    Err(error) => {
                        tracing::error!(%error, "a worker broke off");
                        error.id()
                    }
                };
                if let Some(lane) = lane_of.remove(&task) {
                    lanes.done(&lane);
                }
            }
            () = told(&mut stop) => {}
        }
    }
    let drained =
        tokio::time::timeout(DRAIN, async { while workers.join_next().await.is_some() {} });
    if drained.await.is_err() {
        tracing::warn!(count = workers.len(), "handlers under way are left for the next start");
    }
}

/// Handles one update to its end: done or set aside.
async fn handle(wire: Arc<Wire>, id: i64, stop: watch::Receiver<bool>) {
    loop {
        match attempt(&wire, id).await {
            Ok(Outcome::Over) => return,
            Ok(Outcome::Again(failures)) => {
                let steps = u32::try_from(failures.clamp(1, 6) - 1).unwrap_or(0);
                tokio::time::sleep(REST * 4_u32.pow(steps)).await;
            }
            Err(error) => {
                tracing::error!(inbox = id, %error, "the inbox cannot be written");
                tokio::time::sleep(DB_REST).await;
            }
        }
        if *stop.borrow() {
            return;
        }
    }
}

enum Outcome {
    Over,
    /// It has failed this often.
    Again(i64),
}

async fn attempt(wire: &Arc<Wire>, id: i64) -> sqlx::Result<Outcome> {
    let db = &wire.options.db;
    let mut tx = db.write().await?;
    let claimed = store::inbox::claim(&mut tx, id, wire.epoch).await?;
    tx.commit().await?;
    let Some(claimed) = claimed else { return Ok(Outcome::Over) };
    let update_id = claimed.update_id;
    // The types' own code reads what the world wrote: it is caught like a handler.
    let parsed = std::panic::catch_unwind(|| serde_json::from_str::<Update>(&claimed.payload));
    let update = match parsed {
        Ok(Ok(update)) if !matches!(update.kind, UpdateKind::Error(_)) => update,
        Ok(Ok(_) | Err(_)) | Err(_) => {
            tracing::error!(update_id, "an update that cannot be read is set aside");
            return set_aside(wire, id, None).await;
        }
    };
    if claimed.claims > CLAIMS {
        tracing::error!(
            update_id,
            claims = claimed.claims,
            "an update was claimed too often and is set aside"
        );
        return set_aside(wire, id, Some(&update)).await;
    }
    let mut conflicts = 0;
    let mut typing = JoinSet::new();
    if let Some(place) = waits_in(&update) {
        typing.spawn(type_in(Arc::clone(wire), place));
    }
    let failure = loop {
        let started = Instant::now();
        let work = AssertUnwindSafe(tokio::time::timeout(
            PATIENCE,
            work(wire, id, &update, claimed.failures),
        ));
        match work.catch_unwind().await {
            Ok(Ok(Ok(()))) => {
                wire.options.wake.notify_one();
                tracing::debug!(
                    update_id,
                    elapsed_ms = started.elapsed().as_millis(),
                    "update done"
                );
                return Ok(Outcome::Over);
            }
            Ok(Ok(Err(Failure::Conflict))) if conflicts < CONFLICTS => conflicts += 1,
            Ok(Ok(Err(failure))) => break failure.to_string(),
            Ok(Err(_)) => break format!("no end within {} s", PATIENCE.as_secs()),
            Err(panic) => break format!("panic: {}", panic_words(&*panic)),
        }
    };
    let failures = claimed.failures + 1;
    if failures >= FAILURES {
        tracing::error!(update_id, failures, error = failure, "an update is set aside");
        return set_aside(wire, id, Some(&update)).await;
    }
    tracing::warn!(update_id, failures, error = failure, "an update failed and is tried again");
    let mut tx = db.write().await?;
    store::inbox::failed(&mut tx, id, wire.epoch).await?;
    tx.commit().await?;
    Ok(Outcome::Again(failures))
}

/// The chat and topic in which a person waits for an answer to `update`.
fn waits_in(update: &Update) -> Option<Value> {
    let message = match &update.kind {
        UpdateKind::Message(message) if message.chat.is_private() => message,
        UpdateKind::CallbackQuery(press) => press.regular_message()?,
        _ => return None,
    };
    let mut place = json!({"chat_id": message.chat.id, "action": "typing"});
    if let Some(topic) = message.thread_id.filter(|_| message.is_topic_message) {
        place["message_thread_id"] = json!(topic);
    }
    Some(place)
}

/// Shows in `place` that the bot is typing, from after a moment on until the task is dropped.
async fn type_in(wire: Arc<Wire>, place: Value) {
    tokio::time::sleep(MOMENT).await;
    loop {
        if let Err(error) = wire.options.api.call("sendChatAction", &place, Vec::new()).await {
            tracing::debug!(%error, "typing was not shown");
        }
        tokio::time::sleep(TYPING).await;
    }
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    // Bounded, because a panic may quote what it choked on.
    words.unwrap_or_default().chars().take(120).collect()
}

/// Runs the handler and writes what it leaves.
async fn work(wire: &Arc<Wire>, id: i64, update: &Update, failures: i64) -> Result<(), Failure> {
    let work = wire.handler.handle(update.clone(), cx(wire, failures)).await?;
    let tx = wire.options.db.write().await?;
    let mut unit = Unit { tx, bot: wire.bot(), now: wire.now() };
    follow(&mut unit, update).await?;
    for effect in work.effects {
        effect(&mut unit).await?;
    }
    if let Some((key, seen, state)) = work.state {
        unit.keep(key, seen, state.as_ref()).await?;
    }
    for call in &work.calls {
        unit.say(call).await?;
    }
    // Last, so that a later holder's claim undoes all of it.
    if !store::inbox::done(&mut unit.tx, id, wire.epoch, unit.now).await? {
        return Err(Failure::Conflict);
    }
    unit.tx.commit().await?;
    Ok(())
}

pub(super) fn cx(wire: &Wire, failures: i64) -> Cx {
    Cx { bot: wire.bot(), me: Arc::new(wire.me.clone()), now: wire.now(), failures }
}

/// Follows what an update says about its chat: blocked, unblocked, migrated.
async fn follow(unit: &mut Unit, update: &Update) -> sqlx::Result<()> {
    match &update.kind {
        UpdateKind::MyChatMember(change) => {
            let chat = change.chat.id.to_string();
            match change.new_chat_member.kind {
                ChatMemberKind::Banned(_) | ChatMemberKind::Left => {
                    chats::block(&mut unit.tx, unit.bot, &chat, unit.now).await
                }
                ChatMemberKind::Owner(_)
                | ChatMemberKind::Administrator(_)
                | ChatMemberKind::Member(_)
                | ChatMemberKind::Restricted(_) => back(unit, change.chat.id.0).await,
            }
        }
        UpdateKind::Message(message) => {
            let chat = message.chat.id.to_string();
            if let Some(to) = message.migrate_to_chat_id() {
                chats::migrate(&mut unit.tx, unit.bot, &chat, &to.to_string()).await
            } else if message.chat.is_private() {
                // Who writes to us has not blocked us.
                back(unit, message.chat.id.0).await
            } else {
                Ok(())
            }
        }
        _ => Ok(()),
    }
}

/// The chat takes messages from us: if it did not before, it is told what it missed.
async fn back(unit: &mut Unit, chat: i64) -> sqlx::Result<()> {
    if chats::unblock(&mut unit.tx, unit.bot, &chat.to_string()).await? {
        store::news::notices::back(&mut unit.tx, unit.bot, chat).await?;
    }
    Ok(())
}

async fn set_aside(wire: &Arc<Wire>, id: i64, update: Option<&Update>) -> sqlx::Result<Outcome> {
    let apology = update.and_then(|update| {
        std::panic::catch_unwind(AssertUnwindSafe(|| wire.handler.apology(update))).ok().flatten()
    });
    let now = wire.now();
    let mut tx = wire.options.db.write().await?;
    if store::inbox::set_aside(&mut tx, id, wire.epoch, now).await?
        && let Some(apology) = apology
    {
        store::outbox::queue(&mut tx, wire.bot(), &apology, now).await?;
    }
    tx.commit().await?;
    wire.options.wake.notify_one();
    Ok(Outcome::Over)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_lane_is_a_chat_and_topic_else_a_person() {
        for (update, expected) in [
            (json!({"update_id": 1, "message": {"chat": {"id": 7}, "from": {"id": 7}}}), "c7"),
            (
                json!({"update_id": 1, "message": {"chat": {"id": -5}, "message_thread_id": 3, "is_topic_message": true}}),
                "c-5:3",
            ),
            (
                json!({"update_id": 1, "message": {"chat": {"id": -5}, "message_thread_id": 3}}),
                "c-5",
            ),
            (
                json!({"update_id": 1, "callback_query": {"from": {"id": 9}, "message": {"chat": {"id": -5}}}}),
                "c-5",
            ),
            (
                json!({"update_id": 1, "callback_query": {"from": {"id": 9}, "inline_message_id": "x"}}),
                "u9",
            ),
            (json!({"update_id": 1, "poll_answer": {"user": {"id": 9}}}), "u9"),
            (json!({"update_id": 1, "poll": {"id": "1"}}), "-"),
            (json!({"update_id": 1}), "-"),
            (json!([1]), "-"),
            (json!({"update_id": 1, "message": "hostile"}), "-"),
        ] {
            assert_eq!(lane(&update), expected, "{update}");
        }
    }

    #[test]
    fn one_lane_runs_one_at_a_time_and_leaves_the_others_free() {
        let mut lanes = Lanes::default();
        for id in 1..=72 {
            lanes.push(id, "slow".to_owned());
        }
        lanes.push(73, "other".to_owned());
        assert_eq!(lanes.next(), Some((1, "slow".to_owned())));
        assert_eq!(lanes.next(), Some((73, "other".to_owned())));
        assert_eq!(lanes.next(), None);
        lanes.push(74, "slow".to_owned());
        assert_eq!(lanes.next(), None, "its lane is busy");
        lanes.done("slow");
        assert_eq!(lanes.next(), Some((2, "slow".to_owned())));
        assert_eq!(lanes.count, 71);
    }

    #[test]
    fn a_lane_that_is_done_and_empty_is_forgotten() {
        let mut lanes = Lanes::default();
        lanes.push(1, "a".to_owned());
        lanes.next();
        lanes.done("a");
        assert!(lanes.waiting.is_empty() && lanes.ready.is_empty() && lanes.running.is_empty());
        lanes.push(2, "a".to_owned());
        assert_eq!(lanes.next(), Some((2, "a".to_owned())));
    }
}
