//! The ledger of an item: the outbox rows of its copies, one for each edition and chat.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{
    db::{Tx, on},
    news::Tally,
    store::outbox::{Call, State},
    telegram::Priority,
};

/// Keeps what an edition says in `form`; returns the row that its copies name.
pub async fn say(
    tx: &mut Tx,
    news: i64,
    edition: i64,
    form: &str,
    call: &Call,
    upload: Option<i64>,
) -> sqlx::Result<i64> {
    let field = upload.map(|_| "photo");
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO news_text (news, edition, form, method, payload, upload, upload_field)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (news, edition, form) DO UPDATE
                SET method = excluded.method, payload = excluded.payload, upload = excluded.upload,
                    upload_field = excluded.upload_field
             RETURNING id",
        )
        .bind(news)
        .bind(edition)
        .bind(form)
        .bind(&call.method)
        .bind(call.payload.to_string())
        .bind(upload)
        .bind(field)
        .fetch_one(conn)
        .await
    })
}

/// What a copy's text says: payload, and the file to go along with the parameter that it stands for.
pub(in crate::store) async fn said(
    tx: &mut Tx,
    text: i64,
) -> sqlx::Result<(String, Option<i64>, Option<String>)> {
    on!(tx, conn => {
        sqlx::query_as("SELECT payload, upload, upload_field FROM news_text WHERE id = $1")
            .bind(text)
            .fetch_one(conn)
            .await
    })
}

/// The forms in which an edition is said: (form, row, method).
pub async fn texts(
    tx: &mut Tx,
    news: i64,
    edition: i64,
) -> sqlx::Result<HashMap<String, (i64, String)>> {
    let rows: Vec<(String, i64, String)> = on!(tx, conn => {
        sqlx::query_as("SELECT form, id, method FROM news_text WHERE news = $1 AND edition = $2")
            .bind(news)
            .bind(edition)
            .fetch_all(conn)
            .await?
    });
    Ok(rows.into_iter().map(|(form, id, method)| (form, (id, method))).collect())
}

/// A copy to be queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy<'a> {
    /// The chat, as text.
    pub chat: String,
    /// The row of what it says.
    pub text: i64,
    /// The method.
    pub method: &'a str,
    /// The message that it changes or takes back.
    pub message: Option<i64>,
    /// When it may go out.
    pub due_at: DateTime<Utc>,
    /// When it may not any more.
    pub not_after: Option<DateTime<Utc>>,
}

/// Queues copies of an edition. A chat that has its row keeps it; returns how many rows are new.
pub async fn queue(
    tx: &mut Tx,
    bot: i64,
    news: i64,
    edition: i64,
    copies: &[Copy<'_>],
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let mut added = 0;
    for copy in copies {
        let payload = match copy.message {
            Some(message) => json!({"message_id": message}).to_string(),
            None => "{}".to_owned(),
        };
        added += on!(tx, conn => {
            sqlx::query(
                "INSERT INTO outbox (bot, chat, method, payload, priority, if_unknown, state, not_before, doubts, epoch,
                                     queued_at, news, edition, news_text, not_after)
                 VALUES ($1, $2, $3, $4, $5, 'never', 'queued', $6, 0, 0, $7, $8, $9, $10, $11)
                 ON CONFLICT (news, edition, chat) WHERE news IS NOT NULL AND chat <> '' DO NOTHING",
            )
            .bind(bot)
            .bind(&copy.chat)
            .bind(copy.method)
            .bind(payload)
            .bind(Priority::News.rank())
            .bind(copy.due_at)
            .bind(now)
            .bind(news)
            .bind(edition)
            .bind(copy.text)
            .bind(copy.not_after)
            .execute(conn)
            .await?
            .rows_affected()
        });
    }
    Ok(added)
}

/// A copy that arrived.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Arrived {
    /// Its row.
    pub id: i64,
    /// The chat, as text.
    pub chat: String,
    /// The form of what it said.
    pub form: String,
    /// The message.
    pub message_id: i64,
    /// When it arrived.
    pub done_at: DateTime<Utc>,
}

/// Copies of the first edition that arrived, from beyond the row `after` on.
pub async fn arrived(tx: &mut Tx, news: i64, after: i64, limit: i64) -> sqlx::Result<Vec<Arrived>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT o.id, o.chat, t.form, o.message_id, o.done_at
             FROM outbox AS o JOIN news_text AS t ON t.id = o.news_text
             WHERE o.news = $1 AND o.edition = 0 AND o.state = 'sent' AND o.id > $2 AND o.message_id IS NOT NULL
               AND o.chat <> ''
             ORDER BY o.id LIMIT $3",
        )
        .bind(news)
        .bind(after)
        .bind(limit)
        .fetch_all(conn)
        .await
    })
}

/// Copies of an edition that wait or are under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Ahead {
    /// Those that may go out now.
    pub due: i64,
    /// All of them.
    pub all: i64,
    /// Those whose chats are asleep since they were planned.
    pub asleep: i64,
}

/// How many copies of an edition wait or are under way at `now`.
pub async fn ahead(
    tx: &mut Tx,
    news: i64,
    edition: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Ahead> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT COALESCE(SUM(CASE WHEN not_before <= $3 THEN 1 ELSE 0 END), 0) AS due, COUNT(*) AS \"all\",
                    COALESCE(SUM(CASE WHEN not_after <= $3 AND state = 'queued' THEN 1 ELSE 0 END), 0) AS asleep
             FROM outbox WHERE news = $1 AND edition = $2 AND state IN ('queued', 'sending')",
        )
        .bind(news)
        .bind(edition)
        .bind(now)
        .fetch_one(conn)
        .await
    })
}

/// What became of the copies of an edition that have a row.
pub async fn tally(tx: &mut Tx, news: i64, edition: i64) -> sqlx::Result<Tally> {
    let rows: Vec<(State, i64)> = on!(tx, conn => {
        sqlx::query_as(
            "SELECT state, COUNT(*) FROM outbox WHERE news = $1 AND edition = $2 GROUP BY state",
        )
        .bind(news)
        .bind(edition)
        .fetch_all(conn)
        .await?
    });
    let mut tally = Tally::default();
    for (state, count) in rows {
        let count = u64::try_from(count).unwrap_or(0);
        match state {
            State::Queued | State::Sending => tally.left += count,
            State::Sent => tally.sent += count,
            State::Blocked => tally.blocked += count,
            State::Failed => tally.failed += count,
            State::Unknown => tally.unknown += count,
            State::Cancelled => tally.cancelled += count,
        }
    }
    if edition == 0 {
        let digest: i64 = on!(tx, conn => {
            sqlx::query_scalar("SELECT COUNT(*) FROM notice WHERE news = $1 AND follow IS NULL")
                .bind(news)
                .fetch_one(conn)
                .await?
        });
        tally.digest = u64::try_from(digest).unwrap_or(0);
    }
    Ok(tally)
}

/// Takes copies that wait out of the ledger: all of them, or those whose chats are `asleep` since. Returns the lowest of their
/// chats, from which on recipients are planned anew; `None` if no person's copy waited.
pub async fn withdraw(
    tx: &mut Tx,
    news: i64,
    edition: i64,
    asleep: Option<DateTime<Utc>>,
) -> sqlx::Result<Option<i64>> {
    let lowest: Option<i64> = on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT MIN(CAST(chat AS BIGINT)) FROM outbox
             WHERE news = $1 AND edition = $2 AND state = 'queued' AND chat NOT LIKE '@%' AND chat <> ''
               AND ($3 IS NULL OR not_after <= $3)",
        )
        .bind(news)
        .bind(edition)
        .bind(asleep)
        .fetch_one(conn)
        .await?
    });
    on!(tx, conn => {
        sqlx::query(
            "DELETE FROM outbox
             WHERE news = $1 AND edition = $2 AND state = 'queued' AND ($3 IS NULL OR not_after <= $3)",
        )
        .bind(news)
        .bind(edition)
        .bind(asleep)
        .execute(conn)
        .await?;
    });
    Ok(lowest)
}

/// The copies that wait are not sent any more.
pub async fn cancel(tx: &mut Tx, news: i64, edition: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE outbox SET state = 'cancelled', done_at = $3
             WHERE news = $1 AND edition = $2 AND state = 'queued'",
        )
        .bind(news)
        .bind(edition)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// The copies in doubt are sent once more; returns how many.
pub async fn repeat(tx: &mut Tx, news: i64, edition: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE outbox SET state = 'queued', done_at = NULL, error = NULL, doubts = doubts + 1, not_before = $3
             WHERE news = $1 AND edition = $2 AND state = 'unknown' AND chat <> ''",
        )
        .bind(news)
        .bind(edition)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(done.rows_affected())
    })
}

/// The item stands in the digest of `chat` that comes at `due_at`; a chat that is told of it otherwise keeps that.
pub async fn defer(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    news: i64,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO notice (bot, chat, cause, news, due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (bot, chat, cause) DO NOTHING",
        )
        .bind(bot)
        .bind(chat)
        .bind(cause(news))
        .bind(news)
        .bind(due_at)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// Of the chats after `after` up to `last`, those that are told of the item by a notice.
pub async fn noticed(
    tx: &mut Tx,
    bot: i64,
    news: i64,
    after: i64,
    last: i64,
) -> sqlx::Result<HashSet<i64>> {
    let chats: Vec<i64> = on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT chat FROM notice WHERE bot = $1 AND cause = $2 AND chat > $3 AND chat <= $4",
        )
        .bind(bot)
        .bind(cause(news))
        .bind(after)
        .bind(last)
        .fetch_all(conn)
        .await?
    });
    Ok(chats.into_iter().collect())
}

/// The item comes in no digest that is still to come.
pub async fn undefer(tx: &mut Tx, news: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("DELETE FROM notice WHERE news = $1 AND outbox IS NULL")
            .bind(news)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// How many copies of the first edition arrived.
pub async fn count_arrived(tx: &mut Tx, news: i64) -> sqlx::Result<u64> {
    let count: i64 = on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM outbox
             WHERE news = $1 AND edition = 0 AND state = 'sent' AND message_id IS NOT NULL AND chat <> ''",
        )
        .bind(news)
        .fetch_one(conn)
        .await?
    });
    Ok(u64::try_from(count).unwrap_or(0))
}

/// What a notice of the item is about.
pub fn cause(news: i64) -> String {
    format!("news:{news}")
}
