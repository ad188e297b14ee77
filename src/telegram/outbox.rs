//! The paced sender: takes queued rows in turn, makes each call, and writes what became of it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use tokio::{sync::watch, task::JoinSet, time::Instant};

use super::{
    Wire,
    call::{CallError, File, Kind},
    pace::{Pace, Pick, Priority, Queue},
    told,
};
use crate::{
    db::Tx,
    store::{
        chats,
        outbox::{self, Claim, IfUnknown, Sending, State},
    },
};

/// Rows queued by others are looked for this often.
const LOOK: Duration = Duration::from_secs(1);
/// Every so many looks all queued rows are read, not only the newest.
const FULL_LOOK: u32 = 15;
/// Numbers may be committed out of order, with a chunk of news between: each look goes back this far.
const OVERLAP: i64 = 5_000;
/// News in the queue at most; more are read when half of them are gone.
const NEWS: usize = 1_000;
/// The rest of a chat after a call with an unknown outcome.
const DOUBT_REST: Duration = Duration::from_secs(1);
/// The first rest of all when no connection is made; it doubles up to [`LONGEST_REST`].
const REST: Duration = Duration::from_millis(500);
const LONGEST_REST: Duration = Duration::from_secs(30);
/// The rest of all when the token is refused.
const REFUSED_REST: Duration = Duration::from_mins(1);
/// Calls that may be made any number of times are made again this often in doubt.
const DOUBTS_OF_REPEATABLE: i64 = 5;
/// After the inbox has ended, what it queued is sent within this time.
const LAST_CALLS: Duration = Duration::from_secs(2);

/// Whether making the call twice is the same as once.
fn is_repeatable(method: &str) -> bool {
    ["edit", "delete", "set", "pin", "unpin", "close", "reopen"]
        .iter()
        .any(|verb| method.starts_with(verb))
}

/// What follows from an unknown outcome.
fn in_doubt(method: &str, if_unknown: IfUnknown, doubts: i64) -> bool {
    match if_unknown {
        _ if is_repeatable(method) => doubts < DOUBTS_OF_REPEATABLE,
        IfUnknown::Again => doubts < 1,
        IfUnknown::Mark | IfUnknown::Never => false,
    }
}

/// Deals with the rows that a dead epoch was sending.
pub(super) async fn settle_orphans(wire: &Wire) -> sqlx::Result<()> {
    let now = wire.now();
    let mut tx = wire.options.db.write().await?;
    for (id, epoch, method, if_unknown, doubts) in
        outbox::orphans(&mut tx, wire.bot(), wire.epoch).await?
    {
        if in_doubt(&method, if_unknown, doubts) {
            outbox::doubt(&mut tx, id, epoch).await?;
        } else {
            let error = Some("the process ended while the call was under way");
            outbox::finish(&mut tx, id, epoch, State::Unknown, None, error, now).await?;
        }
        tracing::warn!(row = id, method, "a call of an ended process is in doubt");
    }
    tx.commit().await
}

/// Sends until the inbox has ended, and then what is left for a moment; once the lease is `lost` it makes no further call,
/// and ends when the outcomes that it knows are written.
pub(super) async fn run(
    wire: Arc<Wire>,
    mut inbox_ended: watch::Receiver<bool>,
    mut lost: watch::Receiver<bool>,
) {
    let mut sender = Sender::new(wire);
    if let Err(error) = sender.recall().await {
        tracing::warn!(%error, "told waits of the last run cannot be read");
    }
    let mut last_call: Option<Instant> = None;
    while !*lost.borrow() {
        if let Err(error) = sender.refill().await {
            tracing::error!(%error, "the outbox cannot be read");
        }
        let next = sender.send_due().await;
        if last_call.is_some_and(|at| Instant::now() >= at)
            || (last_call.is_some() && sender.queue.is_empty())
        {
            break;
        }
        let mut wait = sender.next_look;
        if let Some(next) = next {
            wait = wait.min(next);
        }
        if let Some(last) = last_call {
            wait = wait.min(last);
        }
        tokio::select! {
            Some(ended) = sender.calls.join_next_with_id(), if !sender.calls.is_empty() => {
                sender.ended(ended).await;
            }
            () = sender.wire.options.wake.notified() => {
                sender.look_now();
                sender.next_news = Instant::now();
            }
            () = tokio::time::sleep_until(wait) => {}
            () = told(&mut inbox_ended), if last_call.is_none() => {
                last_call = Some(Instant::now() + LAST_CALLS);
                sender.look_now();
            }
            () = told(&mut lost) => {}
        }
    }
    // What is under way is waited for: an outcome that we know is better than a doubt.
    while let Some(ended) = sender.calls.join_next_with_id().await {
        sender.ended(ended).await;
    }
    sender.let_go().await;
}

type Ended = (Box<Sending>, Result<Value, CallError>);

struct Sender {
    wire: Arc<Wire>,
    pace: Pace,
    queue: Queue,
    calls: JoinSet<Ended>,
    /// Chat of each call, should its task break off.
    flying: HashMap<tokio::task::Id, (i64, String)>,
    /// Rows under way or waiting for another row: not to be queued again by a look.
    elsewhere: HashSet<i64>,
    /// Rows whose claim failed, which the database may have made all the same.
    unsure: HashSet<i64>,
    /// Rows that wait for a row, by that row.
    parked: HashMap<i64, Vec<(i64, Priority, String)>>,
    next_look: Instant,
    next_news: Instant,
    looks: u32,
    highest: i64,
    rest: Duration,
}

impl Sender {
    fn new(wire: Arc<Wire>) -> Self {
        let pace = Pace::new(wire.options.limits);
        Self {
            wire,
            pace,
            queue: Queue::default(),
            calls: JoinSet::new(),
            flying: HashMap::new(),
            elsewhere: HashSet::new(),
            unsure: HashSet::new(),
            parked: HashMap::new(),
            next_look: Instant::now(),
            next_news: Instant::now(),
            looks: 0,
            highest: 0,
            rest: REST,
        }
    }

    /// Takes up the waits that Telegram told the last holder.
    async fn recall(&mut self) -> sqlx::Result<()> {
        let now = self.wire.now();
        let mut tx = self.wire.options.db.read().await?;
        let mono = self.wire.options.mono.now();
        for (chat, until) in chats::resting(&mut tx, self.wire.bot(), now).await? {
            let wait = (until - now).to_std().unwrap_or_default();
            if chat.is_empty() {
                self.pace.hold_all(mono + wait);
            } else {
                self.pace.hold(&chat, mono + wait);
            }
        }
        Ok(())
    }

    fn look_now(&mut self) {
        self.next_look = Instant::now();
    }

    /// Reads rows that were queued since the last look.
    async fn refill(&mut self) -> sqlx::Result<()> {
        if Instant::now() < self.next_look {
            return Ok(());
        }
        self.next_look = Instant::now() + LOOK;
        let full = self.looks.is_multiple_of(FULL_LOOK);
        self.looks = self.looks.wrapping_add(1);
        if full {
            // Rows that wait for a row whose end we missed are tried again.
            for (_, rows) in self.parked.drain() {
                for (row, priority, chat) in rows {
                    self.elsewhere.remove(&row);
                    self.queue.insert(row, priority, &chat);
                }
            }
        }
        let from = if full { 0 } else { self.highest - OVERLAP };
        let now = self.wire.now();
        let mut tx = self.wire.options.db.read().await?;
        for row in outbox::due(&mut tx, self.wire.bot(), from, now).await? {
            self.highest = self.highest.max(row.id);
            if !self.elsewhere.contains(&row.id) {
                self.queue.insert(row.id, Priority::from_rank(row.priority), &row.chat);
            }
        }
        self.refill_news(&mut tx, now).await
    }

    /// Reads the news whose turn is next, where few are left.
    async fn refill_news(&mut self, tx: &mut Tx, now: DateTime<Utc>) -> sqlx::Result<()> {
        if self.queue.news() > NEWS / 2 || Instant::now() < self.next_news {
            return Ok(());
        }
        let limit = i64::try_from(NEWS).unwrap_or(i64::MAX);
        let rows = outbox::due_news(tx, self.wire.bot(), now, limit).await?;
        if rows.len() < NEWS {
            // That is all there is for now.
            self.next_news = Instant::now() + LOOK;
        }
        for row in rows {
            if !self.elsewhere.contains(&row.id) {
                self.queue.insert(row.id, Priority::News, &row.chat);
            }
        }
        Ok(())
    }

    /// Starts every call whose turn has come; returns when the next one's may come.
    async fn send_due(&mut self) -> Option<Instant> {
        loop {
            let now = self.wire.options.mono.now();
            let row = match self.queue.pick(now, &mut self.pace) {
                Pick::Row(row) => row,
                Pick::At(at) => return Some(self.wire.options.mono.instant(at)),
                Pick::Nothing => return None,
            };
            let Some((priority, chat)) = self.queue.remove(row) else { continue };
            match self.claim(row).await {
                Ok(Claim::Ours(sending)) => self.start(sending),
                Ok(Claim::Waits(parent)) => {
                    self.elsewhere.insert(row);
                    self.parked.entry(parent).or_default().push((row, priority, chat));
                }
                Ok(Claim::Gone) => self.unpark(row),
                Err(error) => {
                    tracing::error!(row, %error, "the outbox cannot be written");
                    self.unsure.insert(row);
                    self.queue.insert(row, priority, &chat);
                    return Some(Instant::now() + LOOK);
                }
            }
        }
    }

    async fn claim(&mut self, row: i64) -> sqlx::Result<Claim> {
        let wire = &self.wire;
        let mut tx = wire.options.db.write().await?;
        if self.unsure.contains(&row) {
            outbox::requeue(&mut tx, row, wire.epoch).await?;
        }
        let claim = outbox::claim(&mut tx, wire.bot(), row, wire.epoch, wire.now()).await?;
        tx.commit().await?;
        self.unsure.remove(&row);
        Ok(claim)
    }

    /// Gives back rows that may stand as under way while nobody makes their call.
    async fn let_go(&self) {
        let requeued = async || {
            let mut tx = self.wire.options.db.write().await?;
            for row in &self.unsure {
                outbox::requeue(&mut tx, *row, self.wire.epoch).await?;
            }
            tx.commit().await
        };
        while !self.unsure.is_empty()
            && let Err(error) = requeued().await
        {
            tracing::error!(%error, "rows cannot be given back");
            tokio::time::sleep(LOOK).await;
        }
    }

    fn start(&mut self, sending: Box<Sending>) {
        self.pace.begin(self.wire.options.mono.now(), &sending.chat, sending.priority);
        self.elsewhere.insert(sending.id);
        let key = (sending.id, sending.chat.clone());
        let wire = Arc::clone(&self.wire);
        let task = self.calls.spawn(async move {
            let files = match &sending.file {
                Some((_, field, name, bytes)) => vec![File {
                    field: field.clone(),
                    name: name.clone(),
                    bytes: Bytes::copy_from_slice(bytes),
                }],
                None => vec![],
            };
            let result = wire.options.api.call(&sending.method, &sending.payload, files).await;
            (sending, result)
        });
        self.flying.insert(task.id(), key);
    }

    async fn ended(&mut self, ended: Result<(tokio::task::Id, Ended), tokio::task::JoinError>) {
        match ended {
            Ok((task, (sending, result))) => {
                self.flying.remove(&task);
                self.pace.end(&sending.chat);
                // The outcome must be written: until it is, the chat's next call may well wait.
                let again = loop {
                    match self.conclude(&sending, &result).await {
                        Ok(again) => break again,
                        Err(error) => {
                            tracing::error!(row = sending.id, %error, "an outcome cannot be written");
                            tokio::time::sleep(LOOK).await;
                        }
                    }
                };
                self.elsewhere.remove(&sending.id);
                if again {
                    self.queue.insert(sending.id, sending.priority, &sending.chat);
                } else {
                    self.unpark(sending.id);
                }
            }
            Err(error) => {
                // Left as `sending`: the next holder settles it.
                tracing::error!(%error, "a call broke off");
                if let Some((_, chat)) = self.flying.remove(&error.id()) {
                    self.pace.end(&chat);
                }
            }
        }
    }

    /// Lets go the rows that waited for `row`.
    fn unpark(&mut self, row: i64) {
        for (row, priority, chat) in self.parked.remove(&row).unwrap_or_default() {
            self.elsewhere.remove(&row);
            self.queue.insert(row, priority, &chat);
        }
    }

    /// Writes what became of a call and lets the pace know; tells whether the row waits again.
    async fn conclude(
        &mut self,
        sending: &Sending,
        result: &Result<Value, CallError>,
    ) -> sqlx::Result<bool> {
        let wire = Arc::clone(&self.wire);
        let (id, epoch, now) = (sending.id, wire.epoch, wire.now());
        let mut again = false;
        let mono = wire.options.mono.now();
        let mut tx = wire.options.db.write().await?;
        match result {
            Ok(value) => {
                self.rest = REST;
                if let Some((upload, field, ..)) = &sending.file
                    && let Some(file_id) = file_id(value, field)
                {
                    outbox::uploaded(&mut tx, *upload, file_id).await?;
                }
                let kept = kept(value);
                outbox::finish(&mut tx, id, epoch, State::Sent, Some(&kept), None, now).await?;
            }
            Err(error) if error.is_done_already() => {
                let kept = Value::Object(Map::new());
                outbox::finish(&mut tx, id, epoch, State::Sent, Some(&kept), None, now).await?;
            }
            Err(error) if error.migrate_to_chat_id.is_some() => {
                let to = error.migrate_to_chat_id.unwrap_or_default().to_string();
                tracing::info!(from = sending.chat, to, "a group has become a supergroup");
                // Read anew under its new name.
                outbox::requeue(&mut tx, id, epoch).await?;
                chats::migrate(&mut tx, wire.bot(), &sending.chat, &to).await?;
                self.moved(&sending.chat);
            }
            Err(error) if error.is_unauthorized() => {
                tracing::error!(%error, "Telegram refuses the token; nothing is sent for a while");
                self.pace.hold_all(mono + REFUSED_REST);
                outbox::requeue(&mut tx, id, epoch).await?;
                again = true;
            }
            Err(error) => match error.kind {
                Kind::NotSent => {
                    outbox::requeue(&mut tx, id, epoch).await?;
                    again = true;
                    if let Some(secs) = error.retry_after {
                        let wait = Duration::from_secs(secs);
                        let all = self.pace.refused(mono, &sending.chat, wait);
                        tracing::warn!(chat = sending.chat, secs, all, "told to wait");
                        let until = now
                            + TimeDelta::try_seconds(i64::try_from(secs).unwrap_or(3600))
                                .unwrap_or_else(|| TimeDelta::hours(1));
                        let scope = if all { "" } else { sending.chat.as_str() };
                        chats::rest(&mut tx, wire.bot(), scope, until).await?;
                    } else {
                        tracing::warn!(%error, wait_ms = self.rest.as_millis(), "Telegram cannot be reached");
                        self.pace.hold_all(mono + self.rest);
                        self.rest = (self.rest * 2).min(LONGEST_REST);
                    }
                }
                Kind::Rejected => {
                    let words = Some(error.description.as_str());
                    let state = if error.is_blocked() { State::Blocked } else { State::Failed };
                    outbox::finish(&mut tx, id, epoch, state, None, words, now).await?;
                    if error.is_blocked() {
                        tracing::info!(
                            chat = sending.chat,
                            error = error.description,
                            "a chat takes nothing from us"
                        );
                        chats::block(&mut tx, wire.bot(), &sending.chat, now).await?;
                    } else {
                        tracing::error!(row = id, %error, "a call was refused");
                    }
                }
                Kind::Unknown => {
                    tracing::warn!(row = id, %error, "the outcome of a call is unknown");
                    if !sending.chat.is_empty() {
                        self.pace.hold(&sending.chat, mono + DOUBT_REST);
                    }
                    if in_doubt(&sending.method, sending.if_unknown, sending.doubts) {
                        outbox::doubt(&mut tx, id, epoch).await?;
                        again = true;
                    } else {
                        let words = Some(error.description.as_str());
                        outbox::finish(&mut tx, id, epoch, State::Unknown, None, words, now)
                            .await?;
                    }
                }
            },
        }
        tx.commit().await?;
        self.look_now();
        Ok(again)
    }

    /// Rows of a chat that has another number now are read anew.
    fn moved(&mut self, chat: &str) {
        for row in self.queue.rows_of(chat) {
            self.queue.remove(row);
        }
        self.looks = 0;
    }
}

/// Telegram's id of the file that was sent as `field`: the largest size of a photo.
fn file_id<'a>(result: &'a Value, field: &str) -> Option<&'a str> {
    let media = &result[field];
    let file = media.as_array().map_or(Some(media), |sizes| sizes.last())?;
    file["file_id"].as_str()
}

/// What of a result is kept: what later calls may need.
fn kept(result: &Value) -> Value {
    let names = ["message_id", "message_thread_id", "file_id", "invite_link"];
    let fields = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), result.get(name)?.clone())))
        .collect::<Map<_, _>>();
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn in_doubt_an_answer_is_made_once_more_news_never_and_an_edit_several_times() {
        assert!(in_doubt("sendMessage", IfUnknown::Again, 0));
        assert!(!in_doubt("sendMessage", IfUnknown::Again, 1));
        assert!(!in_doubt("sendMessage", IfUnknown::Never, 0));
        assert!(!in_doubt("copyMessage", IfUnknown::Mark, 0));
        assert!(in_doubt("editMessageText", IfUnknown::Never, 4));
        assert!(!in_doubt("editMessageText", IfUnknown::Again, 5));
    }

    #[test]
    fn of_a_result_only_numbers_are_kept() {
        let result = json!({"message_id": 5, "text": "приватне", "message_thread_id": 2});
        assert_eq!(kept(&result), json!({"message_id": 5, "message_thread_id": 2}));
        assert_eq!(kept(&json!(true)), json!({}));
    }

    #[test]
    fn the_largest_photo_is_sent_again() {
        let result = json!({"photo": [{"file_id": "a"}, {"file_id": "b"}]});
        assert_eq!(file_id(&result, "photo"), Some("b"));
        assert_eq!(file_id(&json!({"document": {"file_id": "d"}}), "document"), Some("d"));
        assert_eq!(file_id(&json!(true), "document"), None);
    }
}
