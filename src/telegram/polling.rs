//! Long polling: an update is in the database before Telegram is told that we have it.

use std::{collections::HashMap, sync::Arc, time::Duration};

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use teloxide::types::{Me, Update, UpdateKind};
use tokio::{
    sync::{Semaphore, mpsc, watch},
    task::AbortHandle,
};

use super::{Api, CallError, Wire, call::Kind, inbox, told};
use crate::store;

/// The kinds of updates that we ask for.
pub const UPDATES: [&str; 5] =
    ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"];

/// Added to the poll's own waiting time before it counts as lost.
const MARGIN: Duration = Duration::from_secs(10);
/// The first rest after a failed poll; it doubles up to [`LONGEST_REST`].
const REST: Duration = Duration::from_millis(500);
const LONGEST_REST: Duration = Duration::from_secs(30);
/// Another poller is at work; it is told to give up by our polling, as we are by its.
const CONFLICT_REST: Duration = Duration::from_secs(3);
/// An inline query is answered within this time or not at all.
const INLINE_LIMIT: Duration = Duration::from_secs(2);
/// Calls that are not stored, under way at once.
const EPHEMERAL: usize = 8;
/// A press is told that it was received within this time or not at all.
const EPHEMERAL_LIMIT: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
struct Numbered {
    update_id: i64,
}

/// Asks Telegram who we are, until it says so.
///
/// # Errors
///
/// If it does not know the token.
pub(super) async fn introduce(api: &Api) -> Result<Me, CallError> {
    let mut rest = REST;
    loop {
        match api.call("getMe", &json!({}), vec![]).await {
            Ok(me) => match serde_json::from_value(me) {
                Ok(me) => return Ok(me),
                Err(error) => tracing::error!(%error, "getMe answers what cannot be read"),
            },
            Err(error) if error.is_unauthorized() => return Err(error),
            Err(error) => {
                tracing::warn!(%error, "Telegram does not answer");
                rest = rest.max(told_wait(&error));
            }
        }
        tokio::time::sleep(rest).await;
        rest = (rest * 2).min(LONGEST_REST);
    }
}

fn told_wait(error: &CallError) -> Duration {
    Duration::from_secs(error.retry_after.unwrap_or(0))
}

/// Polls until told to stop.
pub(super) async fn run(
    wire: Arc<Wire>,
    arrivals: mpsc::Sender<Vec<(i64, String)>>,
    mut stop: watch::Receiver<bool>,
) {
    tokio::select! {
        // Cut short: what the poll was bringing is not confirmed and comes again.
        () = poll(wire, arrivals) => {}
        () = told(&mut stop) => {}
    }
}

async fn poll(wire: Arc<Wire>, arrivals: mpsc::Sender<Vec<(i64, String)>>) {
    let poll_secs = wire.options.poll_secs.min(50);
    let timeout = Duration::from_secs(poll_secs) + MARGIN;
    let mut offset: Option<i64> = None;
    let mut rest = REST;
    let mut aside = Aside::new(Arc::clone(&wire));
    loop {
        let mut ask = json!({"timeout": poll_secs, "limit": 100, "allowed_updates": UPDATES});
        if let Some(offset) = offset {
            ask["offset"] = json!(offset);
        }
        let answer = wire.options.api.call_raw("getUpdates", &ask, vec![], timeout).await;
        let batch = answer.and_then(|raw| {
            serde_json::from_str::<Vec<Box<RawValue>>>(raw.get()).map_err(|_| CallError {
                method: "getUpdates".to_owned(),
                status: Some(200),
                error_code: None,
                description: "answer is not a list".to_owned(),
                retry_after: None,
                migrate_to_chat_id: None,
                kind: Kind::Unknown,
            })
        });
        let batch = match batch {
            Ok(batch) => batch,
            Err(error) => {
                let wait = match error.code() {
                    409 => CONFLICT_REST,
                    _ => rest.max(told_wait(&error)),
                };
                tracing::warn!(%error, wait_ms = wait.as_millis(), "polling failed");
                tokio::time::sleep(wait).await;
                rest = (rest * 2).min(LONGEST_REST);
                continue;
            }
        };
        rest = REST;
        let last = take_in(&wire, &batch, &arrivals, &mut aside).await;
        match last {
            Ok(Some(last)) => offset = Some(last + 1),
            // Not one number in a batch: asking again at once would bring the same.
            Ok(None) if !batch.is_empty() => tokio::time::sleep(LONGEST_REST).await,
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, "updates cannot be stored; they are not confirmed");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Stores a batch; returns the highest number in it.
async fn take_in(
    wire: &Arc<Wire>,
    batch: &[Box<RawValue>],
    arrivals: &mpsc::Sender<Vec<(i64, String)>>,
    aside: &mut Aside,
) -> sqlx::Result<Option<i64>> {
    let mut last = None;
    let (mut kept, mut queries) = (Vec::new(), Vec::new());
    for raw in batch {
        let Ok(Numbered { update_id }) = serde_json::from_str(raw.get()) else {
            tracing::error!("an update without a number is left out");
            continue;
        };
        last = last.max(Some(update_id));
        // Beyond serde_json's depth it is stored all the same, and set aside when its turn comes.
        let update: Value = serde_json::from_str(raw.get()).unwrap_or(Value::Null);
        if update.get("inline_query").is_some() {
            queries.push((update, raw));
        } else {
            kept.push((update_id, inbox::lane(&update), update, raw));
        }
    }
    let mut fresh = Vec::new();
    let mut presses = Vec::new();
    if !kept.is_empty() {
        let now = wire.now();
        let mut tx = wire.options.db.write().await?;
        // Only the holder stores: what another stored would not be looked for.
        if !store::lease::renew(&mut tx, wire.bot(), wire.epoch).await? {
            return Err(sqlx::Error::RowNotFound);
        }
        for (update_id, lane, update, raw) in &kept {
            let arrival = store::inbox::Arrival { update_id: *update_id, lane, payload: raw.get() };
            if let Some(id) = store::inbox::store(&mut tx, wire.bot(), arrival, now).await? {
                fresh.push((id, lane.clone()));
                if let Some(press) = update["callback_query"]["id"].as_str() {
                    presses.push(press.to_owned());
                }
            }
        }
        tx.commit().await?;
    }
    for press in presses {
        aside.acknowledge(press);
    }
    for (update, raw) in queries {
        aside.inline(&update, raw.get());
    }
    if !fresh.is_empty() {
        // Gone only when everything is being stopped; what is stored is found at the next start.
        let _ = arrivals.send(fresh).await;
    }
    Ok(last)
}

/// Calls that are not stored.
struct Aside {
    wire: Arc<Wire>,
    slots: Arc<Semaphore>,
    /// The query of each person that is being answered.
    typing: HashMap<i64, AbortHandle>,
}

impl Aside {
    fn new(wire: Arc<Wire>) -> Self {
        Self { wire, slots: Arc::new(Semaphore::new(EPHEMERAL)), typing: HashMap::new() }
    }

    /// Tells a press that it was received; what there is to say comes as a message or an edit.
    fn acknowledge(&self, press: String) {
        let (wire, slots) = (Arc::clone(&self.wire), Arc::clone(&self.slots));
        tokio::spawn(async move {
            let answer = async {
                let _slot = slots.acquire().await;
                let ask = json!({"callback_query_id": press});
                wire.options.api.call("answerCallbackQuery", &ask, vec![]).await
            };
            match tokio::time::timeout(EPHEMERAL_LIMIT, answer).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => tracing::debug!(%error, "a press was not acknowledged"),
                Err(_) => tracing::debug!("a press was not acknowledged in time"),
            }
        });
    }

    /// Answers an inline query, in place of the person's older one.
    fn inline(&mut self, update: &Value, raw: &str) {
        let query = &update["inline_query"];
        let (Some(person), Some(id)) = (query["from"]["id"].as_i64(), query["id"].as_str()) else {
            return;
        };
        let Ok(update) = serde_json::from_str::<Update>(raw) else { return };
        if matches!(update.kind, UpdateKind::Error(_)) {
            return;
        }
        self.typing.retain(|_, task| !task.is_finished());
        let (wire, id) = (Arc::clone(&self.wire), id.to_owned());
        let task = tokio::spawn(async move {
            let answer = async {
                let found = wire.handler.inline(update, inbox::cx(&wire, 0)).await;
                let mut ask = match found {
                    Ok(Some(ask)) => ask,
                    Ok(None) => json!({"results": [], "cache_time": 0}),
                    Err(error) => {
                        tracing::warn!(%error, "an inline query failed");
                        json!({"results": [], "cache_time": 0})
                    }
                };
                ask["inline_query_id"] = json!(id);
                wire.options.api.call("answerInlineQuery", &ask, vec![]).await
            };
            match tokio::time::timeout(INLINE_LIMIT, answer).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => tracing::debug!(%error, "an inline query was not answered"),
                Err(_) => tracing::debug!("an inline query was not answered in time"),
            }
        });
        if let Some(older) = self.typing.insert(person, task.abort_handle()) {
            older.abort();
        }
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        for task in self.typing.values() {
            task.abort();
        }
    }
}
