//! Notices: what a chat is to be told because of what it follows, or in its digest.

use chrono::{DateTime, Utc};

use super::ledger;
use crate::db::{Tx, on};

/// Notices that one message brings at most.
const TOGETHER: i64 = 200;

/// A notice as it stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Notice {
    /// Its number.
    pub id: i64,
    /// The chat that it is for.
    pub chat: i64,
    /// The item that it is about.
    pub news: Option<i64>,
    /// The rule because of which it comes; empty: consent.
    pub follow: Option<i64>,
    /// JSON of the [`crate::news::Difference`], of a saved question.
    pub answer: Option<String>,
}

/// The columns of a [`Notice`].
macro_rules! columns {
    ($rest:literal) => {
        concat!("SELECT id, chat, news, follow, answer FROM notice ", $rest)
    };
}

/// Tells the follower `chat` of the item `news`, a part of `digest`, at `due_at`, because of the rule `follow`; unless it
/// is told of it otherwise: by another rule, or by a copy of its own.
pub async fn of_item(
    tx: &mut Tx,
    bot: i64,
    (chat, follow): (i64, i64),
    (news, digest): (i64, Option<i64>),
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "INSERT INTO notice (bot, chat, cause, news, follow, due_at, created_at)
             SELECT $1, $2, $3, $4, $5, $6, $7
             WHERE NOT EXISTS (SELECT 1 FROM outbox
                WHERE (news = $4 OR news = $8) AND edition = 0 AND chat = $9 AND state <> 'cancelled')
             ON CONFLICT (bot, chat, cause) DO NOTHING",
        )
        .bind(bot)
        .bind(chat)
        .bind(ledger::cause(news))
        .bind(news)
        .bind(follow)
        .bind(due_at)
        .bind(now)
        .bind(digest)
        .bind(chat.to_string())
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Tells `chat` at `due_at` that the answer of the saved question `follow` is another.
pub async fn of_answer(
    tx: &mut Tx,
    bot: i64,
    (chat, follow): (i64, i64),
    cause: &str,
    answer: &str,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO notice (bot, chat, cause, follow, answer, due_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (bot, chat, cause) DO NOTHING",
        )
        .bind(bot)
        .bind(chat)
        .bind(cause)
        .bind(follow)
        .bind(answer)
        .bind(due_at)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// Takes back what waits of the saved question `follow`; returns what it was to tell.
pub async fn take_answer(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    follow: i64,
) -> sqlx::Result<Option<String>> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "DELETE FROM notice WHERE bot = $1 AND chat = $2 AND follow = $3 AND outbox IS NULL AND answer IS NOT NULL
             RETURNING answer",
        )
        .bind(bot)
        .bind(chat)
        .bind(follow)
        .fetch_optional(conn)
        .await
    })
}

/// Chats that are to be told something at `now`, those of the first `limit` notices. Chats that take nothing from us wait
/// until they are back.
pub async fn due(tx: &mut Tx, bot: i64, now: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<i64>> {
    on!(tx, conn => {
        // Read from their head: in the morning there may be as many as there are digests.
        sqlx::query_scalar(
            "SELECT DISTINCT chat FROM
                (SELECT n.chat FROM notice AS n
                 LEFT JOIN chat AS c ON c.bot = n.bot AND c.chat = CAST(n.chat AS TEXT)
                 WHERE n.bot = $1 AND n.outbox IS NULL AND n.due_at <= $2 AND c.blocked_at IS NULL
                 ORDER BY n.due_at, n.id LIMIT $3) AS first",
        )
        .bind(bot)
        .bind(now)
        .bind(limit)
        .fetch_all(conn)
        .await
    })
}

/// What `chat` is to be told at `now`, in the order in which it came up.
pub async fn of_chat(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Notice>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE bot = $1 AND chat = $2 AND outbox IS NULL AND due_at <= $3 ORDER BY id LIMIT $4"
        ))
        .bind(bot)
        .bind(chat)
        .bind(now)
        .bind(TOGETHER)
        .fetch_all(conn)
        .await
    })
}

/// The outbox row `outbox` tells the notice; false if another does already.
pub async fn told(tx: &mut Tx, notice: i64, outbox: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query("UPDATE notice SET outbox = $1 WHERE id = $2 AND outbox IS NULL")
            .bind(outbox)
            .bind(notice)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// The notice comes at `due_at`.
pub async fn hold(tx: &mut Tx, notice: i64, due_at: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE notice SET due_at = $1 WHERE id = $2 AND outbox IS NULL")
            .bind(due_at)
            .bind(notice)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The notice is not told: what it was to tell is there no more.
pub async fn discard(tx: &mut Tx, notice: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("DELETE FROM notice WHERE id = $1 AND outbox IS NULL")
            .bind(notice)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The notice `id` of `chat` and those that came in the same message.
pub async fn together(tx: &mut Tx, bot: i64, chat: i64, id: i64) -> sqlx::Result<Vec<Notice>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE bot = $1 AND chat = $2 AND outbox =
                (SELECT outbox FROM notice WHERE id = $3 AND bot = $1 AND chat = $2) ORDER BY id"
        ))
        .bind(bot)
        .bind(chat)
        .bind(id)
        .fetch_all(conn)
        .await
    })
}

/// What `chat` is still to be told comes at `due_at`: it wants to hear at other times.
pub async fn put_off(tx: &mut Tx, bot: i64, chat: i64, due_at: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE notice SET due_at = $1 WHERE bot = $2 AND chat = $3 AND outbox IS NULL",
        )
        .bind(due_at)
        .bind(bot)
        .bind(chat)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// Messages that were to go out before their chats fell asleep and did not until `now`: (row, chat).
pub async fn asleep(tx: &mut Tx, bot: i64, now: DateTime<Utc>) -> sqlx::Result<Vec<(i64, i64)>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT DISTINCT o.id, n.chat FROM outbox AS o JOIN notice AS n ON n.outbox = o.id
             WHERE o.bot = $1 AND o.state = 'queued' AND o.news IS NULL AND o.not_after <= $2",
        )
        .bind(bot)
        .bind(now)
        .fetch_all(conn)
        .await
    })
}

/// What the outbox row `outbox` was to tell comes at `due_at`.
pub async fn untold(tx: &mut Tx, outbox: i64, due_at: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE notice SET outbox = NULL, due_at = $1 WHERE outbox = $2")
            .bind(due_at)
            .bind(outbox)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Whether a copy of the item `news`, or of the `digest` that it is a part of, went or goes to `chat`.
pub async fn has_copy(
    tx: &mut Tx,
    chat: i64,
    (news, digest): (i64, Option<i64>),
) -> sqlx::Result<bool> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM outbox
                WHERE (news = $1 OR news = $2) AND edition = 0 AND chat = $3 AND state <> 'cancelled')",
        )
        .bind(news)
        .bind(digest)
        .bind(chat.to_string())
        .fetch_one(conn)
        .await
    })
}

/// `chat`, which took nothing from us for a while, is still to be told what it did not take.
pub async fn back(tx: &mut Tx, bot: i64, chat: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE notice SET outbox = NULL WHERE bot = $1 AND chat = $2
               AND outbox IN (SELECT id FROM outbox WHERE outbox.id = notice.outbox AND state = 'blocked')",
        )
        .bind(bot)
        .bind(chat)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// Nothing that waits for `chat` is told any more: neither notices nor news under way to it. Returns how many.
pub async fn stop(tx: &mut Tx, bot: i64, chat: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let waiting = on!(tx, conn => {
        let done = sqlx::query("DELETE FROM notice WHERE bot = $1 AND chat = $2 AND outbox IS NULL")
            .bind(bot)
            .bind(chat)
            .execute(conn)
            .await?;
        done.rows_affected()
    });
    let messages = on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE outbox SET state = 'cancelled', payload = '{}', done_at = $3
             WHERE state = 'queued' AND id IN (SELECT outbox FROM notice WHERE bot = $1 AND chat = $2)",
        )
        .bind(bot)
        .bind(chat)
        .bind(now)
        .execute(conn)
        .await?;
        done.rows_affected()
    });
    Ok(waiting + messages + cancel_copies(tx, bot, chat, "", now).await?)
}

/// `chat` wants no news for everyone: those that wait for it are not sent.
pub async fn refuse(tx: &mut Tx, bot: i64, chat: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "DELETE FROM notice WHERE bot = $1 AND chat = $2 AND outbox IS NULL AND news IS NOT NULL AND follow IS NULL",
        )
        .bind(bot)
        .bind(chat)
        .execute(conn)
        .await?;
    });
    cancel_copies(tx, bot, chat, "\"everyone\"", now).await?;
    Ok(())
}

/// Copies that wait for `chat`, of items whose audience names `audience`, are not sent; returns how many.
async fn cancel_copies(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    audience: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    on!(tx, conn => {
        // By the few items under way, not by the chat: of all that waits a million rows may be others'. A correction or
        // recall of what had arrived still comes.
        let done = sqlx::query(
            "UPDATE outbox SET state = 'cancelled', done_at = $3
             WHERE chat = $2 AND edition = 0 AND state = 'queued'
               AND news IN (SELECT id FROM news
                            WHERE bot = $1 AND state IN ('sending', 'paused') AND audience LIKE $4)",
        )
        .bind(bot)
        .bind(chat.to_string())
        .bind(now)
        .bind(format!("%{audience}%"))
        .execute(conn)
        .await?;
        Ok(done.rows_affected())
    })
}

/// Forgets notices that came up before `before`: those that were told, and those of chats that did not come back.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM notice WHERE created_at <= $1")
            .bind(before)
            .execute(conn)
            .await?;
        Ok(done.rows_affected())
    })
}

/// An item of whose datasets the followers are yet to be told.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Unnoticed {
    /// Its number.
    pub id: i64,
    /// The digest that it is a part of.
    pub part_of: Option<i64>,
    /// JSON: keys of the datasets that it is about.
    pub datasets: String,
    /// Whether it is a digest, which is told by its parts.
    pub digest: bool,
}

/// Items that a harvest drafted and of which followers are yet to be told.
pub async fn unnoticed(tx: &mut Tx, bot: i64, limit: i64) -> sqlx::Result<Vec<Unnoticed>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, part_of, datasets, EXISTS (SELECT 1 FROM news AS part WHERE part.part_of = news.id) AS digest
             FROM news WHERE bot = $1 AND cause IS NOT NULL AND noticed_at IS NULL ORDER BY id LIMIT $2",
        )
        .bind(bot)
        .bind(limit)
        .fetch_all(conn)
        .await
    })
}

/// Every follower was told of the item, or is to be.
pub async fn noticed(tx: &mut Tx, news: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE news SET noticed_at = $1 WHERE id = $2 AND noticed_at IS NULL")
            .bind(now)
            .bind(news)
            .execute(conn)
            .await?;
        Ok(())
    })
}
