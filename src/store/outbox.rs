//! Calls of the Bot API that are to be made, one a row, and what became of them.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{
    db::{Tx, on},
    store::{chats, news::ledger},
    telegram::pace::Priority,
};

/// What to do when nobody knows whether a call was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum IfUnknown {
    /// Make it once more: a doubled answer is better than none.
    Again,
    /// Leave it and show it as doubtful.
    Mark,
    /// Leave it: a news item must not come twice.
    Never,
}

/// What has become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// To be made.
    Queued,
    /// Under way.
    Sending,
    /// Carried out.
    Sent,
    /// The chat takes nothing from us.
    Blocked,
    /// Telegram refused it for good.
    Failed,
    /// Nobody knows.
    Unknown,
    /// Taken back before it was made.
    Cancelled,
}

/// A file that goes with a call.
#[derive(Clone, Debug)]
pub struct Attached {
    /// The parameter that it stands for, such as `document`.
    pub field: String,
    /// Its name as a person sees it.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// A call to be queued.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method, such as `sendMessage`.
    pub method: String,
    /// Its parameters, a JSON object.
    pub payload: Value,
    /// Who goes first.
    pub priority: Priority,
    /// What to do in doubt.
    pub if_unknown: IfUnknown,
    /// Civil time before which it is not made.
    pub not_before: Option<DateTime<Utc>>,
    /// Civil time from which on it is not made any more: whoever queued it takes it back.
    pub not_after: Option<DateTime<Utc>>,
    /// The row whose result it needs, and the parameter that takes it (`message_id`, `message_thread_id`);
    /// without a parameter only the order is kept.
    pub after: Option<(i64, Option<String>)>,
    /// The row whose message it edits or deletes, sent or not.
    pub of: Option<i64>,
    /// A file to go along.
    pub file: Option<Attached>,
}

impl Call {
    /// A call of `method` with the parameters of `payload` (an object): an answer, made again in doubt.
    pub fn new(method: &str, payload: Value) -> Self {
        Self {
            method: method.to_owned(),
            payload,
            priority: Priority::Reply,
            if_unknown: IfUnknown::Again,
            not_before: None,
            not_after: None,
            after: None,
            of: None,
            file: None,
        }
    }

    /// The call that one of teloxide's payloads stands for. Files do not go this way: see [`Call::with_file`].
    ///
    /// # Errors
    ///
    /// If the payload does not serialize, which none without a file does.
    pub fn from_payload<P>(payload: &P) -> serde_json::Result<Self>
    where
        P: teloxide::requests::Payload + serde::Serialize,
    {
        let mut method = P::NAME.to_owned();
        if let Some(first) = method.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        Ok(Self::new(&method, serde_json::to_value(payload)?))
    }

    /// A message of HTML text to `chat`.
    pub fn message(chat: i64, html: &str) -> Self {
        Self::new("sendMessage", json!({"chat_id": chat, "text": html, "parse_mode": "HTML"}))
    }

    /// The same with another priority.
    #[must_use]
    pub fn priority(self, priority: Priority) -> Self {
        Self { priority, ..self }
    }

    /// The same with another conduct in doubt.
    #[must_use]
    pub fn if_unknown(self, if_unknown: IfUnknown) -> Self {
        Self { if_unknown, ..self }
    }

    /// The same, not before `time` of the civil clock.
    #[must_use]
    pub fn not_before(self, time: DateTime<Utc>) -> Self {
        Self { not_before: Some(time), ..self }
    }

    /// The same, not from `time` of the civil clock on.
    #[must_use]
    pub fn not_after(self, time: Option<DateTime<Utc>>) -> Self {
        Self { not_after: time, ..self }
    }

    /// The same after `row`, whose result goes into the parameter `fill`.
    #[must_use]
    pub fn after(self, row: i64, fill: Option<&str>) -> Self {
        Self { after: Some((row, fill.map(ToOwned::to_owned))), ..self }
    }

    /// An edit (or deletion) of the message that `row` sends: if it is not out yet, the row itself is changed.
    #[must_use]
    pub fn of(self, row: i64) -> Self {
        Self { of: Some(row), ..self }
    }

    /// The same with a file as the parameter `field`.
    #[must_use]
    pub fn with_file(self, field: &str, name: &str, bytes: Bytes) -> Self {
        let file = Attached { field: field.to_owned(), name: name.to_owned(), bytes };
        Self { file: Some(file), ..self }
    }

    /// The parameter `chat_id` as text; empty without one.
    pub fn chat(&self) -> String {
        chat_of(&self.payload)
    }
}

fn chat_of(payload: &Value) -> String {
    match payload.get("chat_id") {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => {
            String::new()
        }
    }
}

/// A row as the sender sees it before its turn.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Due {
    /// The row.
    pub id: i64,
    /// Its chat, as text.
    pub chat: String,
    /// See [`Priority::from_rank`].
    pub priority: i64,
}

/// A row claimed by the sender.
#[derive(Clone, Debug, PartialEq)]
pub struct Sending {
    /// The row.
    pub id: i64,
    /// Its chat, as text.
    pub chat: String,
    /// Who goes first.
    pub priority: Priority,
    /// The method.
    pub method: String,
    /// Its parameters, complete.
    pub payload: Value,
    /// What to do in doubt.
    pub if_unknown: IfUnknown,
    /// How often its outcome was unknown before.
    pub doubts: i64,
    /// The file to go along, if it must be uploaded: (upload, parameter, name, bytes).
    pub file: Option<(i64, String, String, Vec<u8>)>,
}

/// What a claim came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// It is ours: make the call.
    Ours(Box<Sending>),
    /// It waits for this row.
    Waits(i64),
    /// It is not to be made: cancelled, failed with the row before it, or another's.
    Gone,
}

/// What became of a row, as its owner reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fate {
    /// Where it stands.
    pub state: State,
    /// `message_id`, `message_thread_id`, … of the result; null until sent.
    pub result: Value,
    /// Telegram's words, if it was refused or is in doubt.
    pub error: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    chat: String,
    method: String,
    payload: String,
    upload: Option<i64>,
    upload_field: Option<String>,
    priority: i64,
    if_unknown: IfUnknown,
    after_id: Option<i64>,
    fill: Option<String>,
    doubts: i64,
    news_text: Option<i64>,
}

/// Queues a call; returns its row, which is an older one where the call only changes what that one will say.
pub async fn queue(tx: &mut Tx, bot: i64, call: &Call, now: DateTime<Utc>) -> sqlx::Result<i64> {
    let mut call = call.clone();
    if let Some(of) = call.of
        && let Some(row) = change_unsent(tx, &mut call, of, now).await?
    {
        return Ok(row);
    }
    let chat = chats::current(tx, bot, &call.chat()).await?;
    let target = target(&chat, &call);
    if let Some(target) = &target
        && let Some(row) = replace_edit(tx, bot, target, &call).await?
    {
        return Ok(row);
    }
    let (upload, field) = match &call.file {
        Some(file) => (Some(keep_upload(tx, bot, file, now).await?), Some(file.field.clone())),
        None => (None, None),
    };
    let (after, fill) = call.after.clone().unzip();
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO outbox (bot, chat, method, payload, target, upload, upload_field, priority,
                                 if_unknown, state, not_before, after_id, fill, doubts, epoch, queued_at, not_after)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', $10, $11, $12, 0, 0, $13, $14)
             RETURNING id",
        )
        .bind(bot)
        .bind(&chat)
        .bind(&call.method)
        .bind(call.payload.to_string())
        .bind(target)
        .bind(upload)
        .bind(field)
        .bind(call.priority.rank())
        .bind(call.if_unknown)
        // News are read in the order in which they are due.
        .bind(call.not_before.or((call.priority == Priority::News).then_some(now)))
        .bind(after)
        .bind(fill.flatten())
        .bind(now)
        .bind(call.not_after)
        .fetch_one(conn)
        .await
    })
}

/// The message that an edit means, so that a newer edit finds it.
fn target(chat: &str, call: &Call) -> Option<String> {
    let message = call.payload.get("message_id")?.as_i64()?;
    (call.method.starts_with("editMessage") && call.file.is_none())
        .then(|| format!("{chat}:{message}"))
}

/// Deals with a call about the message of row `of`. Returns the row if nothing more is to be queued;
/// else `call` names the message or waits for it.
async fn change_unsent(
    tx: &mut Tx,
    call: &mut Call,
    of: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    let row: Option<(State, String, String, Option<String>)> = on!(tx, conn => {
        sqlx::query_as("SELECT state, method, payload, result FROM outbox WHERE id = $1")
            .bind(of)
            .fetch_optional(conn)
            .await?
    });
    let Some((state, method, payload, result)) = row else {
        return Err(sqlx::Error::RowNotFound);
    };
    match state {
        State::Queued if call.method == "deleteMessage" => {
            Ok(cancel(tx, of, now).await?.then_some(of))
        }
        State::Queued => {
            let (method, payload) = merged(&method, &object(&payload)?, call);
            // The sender may have claimed it meanwhile; then the edit waits for its result.
            if rewrite(tx, of, &method, &payload).await? {
                return Ok(Some(of));
            }
            call.after = Some((of, Some("message_id".to_owned())));
            Ok(None)
        }
        State::Sent => {
            let result = object(result.as_deref().unwrap_or("{}"))?;
            if let (Some(message), Value::Object(fields)) =
                (result.get("message_id"), &mut call.payload)
            {
                fields.insert("message_id".to_owned(), message.clone());
            }
            Ok(None)
        }
        State::Sending | State::Blocked | State::Failed | State::Unknown | State::Cancelled => {
            call.after = Some((of, Some("message_id".to_owned())));
            Ok(None)
        }
    }
}

async fn replace_edit(
    tx: &mut Tx,
    bot: i64,
    target: &str,
    call: &Call,
) -> sqlx::Result<Option<i64>> {
    let older: Option<(i64, String, String)> = on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, method, payload FROM outbox
             WHERE bot = $1 AND target = $2 AND state = 'queued' ORDER BY id DESC LIMIT 1",
        )
        .bind(bot)
        .bind(target)
        .fetch_optional(conn)
        .await?
    });
    let Some((row, method, payload)) = older else { return Ok(None) };
    let (method, payload) = merged(&method, &object(&payload)?, call);
    Ok(rewrite(tx, row, &method, &payload).await?.then_some(row))
}

async fn rewrite(
    tx: &mut Tx,
    row: i64,
    method: &str,
    payload: &Map<String, Value>,
) -> sqlx::Result<bool> {
    let payload = Value::Object(payload.clone()).to_string();
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE outbox SET method = $1, payload = $2 WHERE id = $3 AND state = 'queued'",
        )
        .bind(method)
        .bind(&payload)
        .bind(row)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// What a queued call becomes when `edit` is to follow it.
fn merged(method: &str, old: &Map<String, Value>, edit: &Call) -> (String, Map<String, Value>) {
    /// What an edit of the text or caption sets, or, by leaving it out, takes away.
    const CONTENT: [&str; 6] =
        ["text", "caption", "parse_mode", "entities", "caption_entities", "link_preview_options"];
    let empty = Map::new();
    let new = edit.payload.as_object().unwrap_or(&empty);
    let markup_only = edit.method == "editMessageReplyMarkup";
    if !markup_only && method.starts_with("edit") {
        let mut payload = new.clone();
        for key in ["chat_id", "message_id"] {
            if let (false, Some(value)) = (payload.contains_key(key), old.get(key)) {
                payload.insert(key.to_owned(), value.clone());
            }
        }
        return (edit.method.clone(), payload);
    }
    let mut payload = old.clone();
    let keys = CONTENT.iter().filter(|_| !markup_only).chain(&["reply_markup"]);
    for key in keys {
        match new.get(*key) {
            Some(value) => payload.insert((*key).to_owned(), value.clone()),
            None => payload.shift_remove(*key),
        };
    }
    (method.to_owned(), payload)
}

fn object(text: &str) -> sqlx::Result<Map<String, Value>> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// Keeps a file to be sent; the same file is kept once.
pub async fn keep_upload(
    tx: &mut Tx,
    bot: i64,
    file: &Attached,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    let mut digest = Sha256::new();
    for part in [file.field.as_bytes(), b"\0", file.name.as_bytes(), b"\0", &file.bytes] {
        digest.update(part);
    }
    let digest = format!("{:x}", digest.finalize());
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO upload (bot, digest, name, bytes, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (bot, digest) DO UPDATE SET name = excluded.name RETURNING id",
        )
        .bind(bot)
        .bind(&digest)
        .bind(&file.name)
        .bind(&file.bytes[..])
        .bind(now)
        .fetch_one(conn)
        .await
    })
}

/// Takes a queued call back; false if it is under way or over.
pub async fn cancel(tx: &mut Tx, row: i64, now: DateTime<Utc>) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE outbox SET state = 'cancelled', payload = '{}', done_at = $1
             WHERE id = $2 AND state = 'queued'",
        )
        .bind(now)
        .bind(row)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Queued rows but news, with an id of at least `from`, that are due at `now`, in order.
pub async fn due(tx: &mut Tx, bot: i64, from: i64, now: DateTime<Utc>) -> sqlx::Result<Vec<Due>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, chat, priority FROM outbox
             WHERE bot = $1 AND state IN ('queued', 'sending') AND state = 'queued' AND priority < 2 AND id >= $2
               AND (not_before IS NULL OR not_before <= $3)
             ORDER BY id",
        )
        .bind(bot)
        .bind(from)
        .bind(now)
        .fetch_all(conn)
        .await
    })
}

/// The first `limit` news that are due at `now`: there may be a million, so they are never read whole.
pub async fn due_news(
    tx: &mut Tx,
    bot: i64,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<Due>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, chat, priority FROM outbox
             WHERE bot = $1 AND state = 'queued' AND priority = 2 AND not_before <= $2
               AND (not_after IS NULL OR not_after > $2)
             ORDER BY not_before, id LIMIT $3",
        )
        .bind(bot)
        .bind(now)
        .bind(limit)
        .fetch_all(conn)
        .await
    })
}

/// Claims a queued row for the holder of `epoch`.
pub async fn claim(
    tx: &mut Tx,
    bot: i64,
    id: i64,
    epoch: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Claim> {
    let row: Option<Row> = on!(tx, conn => {
        sqlx::query_as(
            "UPDATE outbox SET state = 'sending', epoch = $1
             WHERE id = $2 AND state = 'queued' AND (not_after IS NULL OR not_after > $4)
               AND EXISTS (SELECT 1 FROM bot_lease WHERE bot = $3 AND epoch = $1)
             RETURNING chat, method, payload, upload, upload_field, priority, if_unknown, after_id,
                       fill, doubts, news_text",
        )
        .bind(epoch)
        .bind(id)
        .bind(bot)
        .bind(now)
        .fetch_optional(conn)
        .await?
    });
    let Some(mut row) = row else { return Ok(Claim::Gone) };
    let mut payload = object(&row.payload)?;
    if let Some(text) = row.news_text {
        let (said, upload, field) = ledger::said(tx, text).await?;
        payload = object(&said)?.into_iter().chain(payload).collect();
        (row.upload, row.upload_field) = (upload, field);
    }
    if let Some(after) = row.after_id {
        match fate(tx, after).await?.map(|fate| (fate.state, fate.result)) {
            Some((State::Queued | State::Sending, _)) => {
                requeue(tx, id, epoch).await?;
                return Ok(Claim::Waits(after));
            }
            Some((State::Sent, result)) => {
                if let Some(fill) = &row.fill {
                    // `reply_parameters.message_id` is a field within a parameter.
                    let (within, field) = match fill.split_once('.') {
                        Some((within, field)) => (Some(within), field),
                        None => (None, fill.as_str()),
                    };
                    let Some(value) = result.get(field) else {
                        finish(tx, id, epoch, State::Failed, None, Some("no result to use"), now)
                            .await?;
                        return Ok(Claim::Gone);
                    };
                    match within {
                        Some(within) => payload[within][field] = value.clone(),
                        None => {
                            payload.insert(field.to_owned(), value.clone());
                        }
                    }
                }
            }
            Some((State::Blocked | State::Failed | State::Unknown | State::Cancelled, _))
            | None => {
                let error = Some("the call before it was not made");
                finish(tx, id, epoch, State::Failed, None, error, now).await?;
                return Ok(Claim::Gone);
            }
        }
    }
    if row.priority == Priority::News.rank()
        && chats::get(tx, bot, &row.chat).await?.blocked_at.is_some()
    {
        finish(tx, id, epoch, State::Blocked, None, None, now).await?;
        return Ok(Claim::Gone);
    }
    if !row.chat.is_empty() {
        // The row's chat is the one that follows migrations.
        let chat = row.chat.parse::<i64>().map_or_else(|_| json!(row.chat), |id| json!(id));
        payload.insert("chat_id".to_owned(), chat);
    }
    let mut file = None;
    if let (Some(upload), Some(field)) = (row.upload, row.upload_field) {
        let kept = self::upload(tx, upload).await?.ok_or(sqlx::Error::RowNotFound)?;
        match kept {
            (_, _, Some(file_id)) => {
                payload.insert(field, json!(file_id));
            }
            (name, bytes, None) => {
                file = Some((upload, field, name, bytes.unwrap_or_default()));
            }
        }
    }
    Ok(Claim::Ours(Box::new(Sending {
        id,
        chat: row.chat,
        priority: Priority::from_rank(row.priority),
        method: row.method,
        payload: Value::Object(payload),
        if_unknown: row.if_unknown,
        doubts: row.doubts,
        file,
    })))
}

/// Writes what became of a row that the holder of `epoch` was sending; false if it is another's.
pub async fn finish(
    tx: &mut Tx,
    id: i64,
    epoch: i64,
    state: State,
    result: Option<&Value>,
    error: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let number = |name: &str| result.and_then(|result| result.get(name)?.as_i64());
    let (message, thread) = (number("message_id"), number("message_thread_id"));
    let result = result.map(Value::to_string);
    on!(tx, conn => {
        // What was said is not ours to keep; what is in doubt is kept to be shown.
        let done = sqlx::query(
            "UPDATE outbox SET state = $1, result = $2, error = $3, done_at = $4,
                    payload = CASE WHEN $5 = $6 THEN '{}' ELSE payload END,
                    message_id = $9, thread_id = $10
             WHERE id = $7 AND epoch = $8 AND state = 'sending'",
        )
        .bind(state)
        .bind(result)
        .bind(error)
        .bind(now)
        .bind(matches!(state, State::Sent | State::Blocked))
        .bind(true)
        .bind(id)
        .bind(epoch)
        .bind(message)
        .bind(thread)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// A row that was not sent waits again.
pub async fn requeue(tx: &mut Tx, id: i64, epoch: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE outbox SET state = 'queued' WHERE id = $1 AND epoch = $2 AND state = 'sending'",
        )
        .bind(id)
        .bind(epoch)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// A row whose outcome is unknown waits to be made again; its doubts are counted.
pub async fn doubt(tx: &mut Tx, id: i64, epoch: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE outbox SET state = 'queued', doubts = doubts + 1
             WHERE id = $1 AND epoch = $2 AND state = 'sending'",
        )
        .bind(id)
        .bind(epoch)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// Rows that a dead epoch (before `epoch`) was sending: (id, epoch, method, conduct in doubt, doubts).
pub async fn orphans(
    tx: &mut Tx,
    bot: i64,
    epoch: i64,
) -> sqlx::Result<Vec<(i64, i64, String, IfUnknown, i64)>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, epoch, method, if_unknown, doubts FROM outbox
             WHERE bot = $1 AND state = 'sending' AND epoch < $2
             ORDER BY id",
        )
        .bind(bot)
        .bind(epoch)
        .fetch_all(conn)
        .await
    })
}

/// The file of `upload` is known to Telegram as `file_id` from now on.
pub async fn uploaded(tx: &mut Tx, upload: i64, file_id: &str) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE upload SET file_id = $1, bytes = NULL WHERE id = $2")
            .bind(file_id)
            .bind(upload)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// A kept file: its name, its bytes until Telegram has it, Telegram's id of it from then on.
pub async fn upload(
    tx: &mut Tx,
    upload: i64,
) -> sqlx::Result<Option<(String, Option<Vec<u8>>, Option<String>)>> {
    on!(tx, conn => {
        sqlx::query_as("SELECT name, bytes, file_id FROM upload WHERE id = $1")
            .bind(upload)
            .fetch_optional(conn)
            .await
    })
}

/// What became of a row; `None` if there is none.
pub async fn fate(tx: &mut Tx, id: i64) -> sqlx::Result<Option<Fate>> {
    let row: Option<(State, Option<String>, Option<String>)> = on!(tx, conn => {
        sqlx::query_as("SELECT state, result, error FROM outbox WHERE id = $1")
            .bind(id)
            .fetch_optional(conn)
            .await?
    });
    row.map(|(state, result, error)| {
        let result = match result {
            Some(text) => Value::Object(object(&text)?),
            None => Value::Null,
        };
        Ok(Fate { state, result, error })
    })
    .transpose()
}

/// How many rows stand in each state: (state, count).
pub async fn counts(tx: &mut Tx, bot: i64) -> sqlx::Result<Vec<(State, i64)>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT state, COUNT(*) FROM outbox WHERE bot = $1 GROUP BY state ORDER BY state",
        )
        .bind(bot)
        .fetch_all(conn)
        .await
    })
}

/// Forgets rows that ended before `before` and that no other row waits for.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    on!(tx, conn => {
        let done = sqlx::query(
            "DELETE FROM outbox WHERE done_at < $1
               AND NOT EXISTS (SELECT 1 FROM outbox AS next WHERE next.after_id = outbox.id)
               AND NOT EXISTS (SELECT 1 FROM feedback WHERE feedback.topic = outbox.id)
               AND NOT EXISTS (SELECT 1 FROM feedback WHERE feedback.header = outbox.id)",
        )
        .bind(before)
        .execute(conn)
        .await?;
        Ok(done.rows_affected())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn an_edit_of_an_unsent_message_keeps_where_it_goes_and_takes_the_new_words() {
        let old = json!({"chat_id": 7, "text": "a", "parse_mode": "HTML", "reply_markup": {"x": 1}, "reply_parameters": {"message_id": 3}});
        let edit = Call::new("editMessageText", json!({"chat_id": 7, "text": "b"}));
        let (method, new) = merged("sendMessage", &map(&old), &edit);
        assert_eq!(method, "sendMessage");
        assert_eq!(
            Value::Object(new),
            json!({"chat_id": 7, "text": "b", "reply_parameters": {"message_id": 3}})
        );
    }

    #[test]
    fn new_buttons_leave_the_words_of_a_queued_edit() {
        let old = json!({"chat_id": 7, "message_id": 1, "text": "a", "reply_markup": {"x": 1}});
        let edit = Call::new(
            "editMessageReplyMarkup",
            json!({"chat_id": 7, "message_id": 1, "reply_markup": {"x": 2}}),
        );
        let (method, new) = merged("editMessageText", &map(&old), &edit);
        assert_eq!(method, "editMessageText");
        assert_eq!(
            Value::Object(new),
            json!({"chat_id": 7, "message_id": 1, "text": "a", "reply_markup": {"x": 2}})
        );
    }

    #[test]
    fn new_words_replace_a_queued_change_of_buttons() {
        let old = json!({"chat_id": 7, "message_id": 1, "reply_markup": {"x": 1}});
        let edit =
            Call::new("editMessageText", json!({"chat_id": 7, "message_id": 1, "text": "b"}));
        let (method, new) = merged("editMessageReplyMarkup", &map(&old), &edit);
        assert_eq!(method, "editMessageText");
        assert_eq!(Value::Object(new), json!({"chat_id": 7, "message_id": 1, "text": "b"}));
    }

    #[test]
    fn a_payload_of_teloxide_gives_the_method_and_its_parameters() {
        let payload = teloxide::payloads::SendMessage::new(teloxide::types::ChatId(7), "так");
        let call = Call::from_payload(&payload).unwrap();
        assert_eq!((call.method.as_str(), call.chat().as_str()), ("sendMessage", "7"));
        assert_eq!(call.payload["text"], "так");
    }
}
