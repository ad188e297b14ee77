//! Answers whose buttons may still be pressed.

use chrono::{DateTime, TimeDelta, Utc};

use crate::db::{Tx, on};

/// How long buttons work.
pub const KEPT: TimeDelta = TimeDelta::days(90);

/// An answer as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Its number, which callback data name.
    pub id: i64,
    /// The outbox row that said it.
    pub outbox: Option<i64>,
    /// What the bot keeps of it, JSON.
    pub kept: String,
}

/// Keeps an answer given in `chat` to the message `asked` (if a message asked); returns its number.
pub async fn add(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    asked: Option<i64>,
    kept: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO answer (bot, chat, asked_message, kept, created_at)
             VALUES ($1, $2, $3, $4, $5) RETURNING id",
        )
        .bind(bot)
        .bind(chat)
        .bind(asked)
        .bind(kept)
        .bind(now)
        .fetch_one(conn)
        .await
    })
}

/// Notes that the outbox row `outbox` says the answer `id`.
pub async fn said(tx: &mut Tx, id: i64, outbox: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE answer SET outbox = $1 WHERE id = $2")
            .bind(outbox)
            .bind(id)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Notes that the answer `id` answers the logged question `question`.
pub async fn answers(tx: &mut Tx, id: i64, question: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE answer SET question = $1 WHERE id = $2")
            .bind(question)
            .bind(id)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Puts `kept` in the place of what the answer `id` was: its question was edited.
pub async fn replace(tx: &mut Tx, id: i64, kept: &str) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE answer SET kept = $1, pressed = NULL WHERE id = $2")
            .bind(kept)
            .bind(id)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The answer `id`, if it was given in `chat` (callback data may be forged) and its buttons still work at `now`.
pub async fn get(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    id: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Row>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, outbox, kept FROM answer
             WHERE id = $1 AND bot = $2 AND chat = $3 AND created_at > $4",
        )
        .bind(id)
        .bind(bot)
        .bind(chat)
        .bind(now - KEPT)
        .fetch_optional(conn)
        .await
    })
}

/// The answer to the message `asked` of `chat`, if it was given after `since`.
pub async fn to_message(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    asked: i64,
    since: DateTime<Utc>,
) -> sqlx::Result<Option<Row>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, outbox, kept FROM answer
             WHERE bot = $1 AND chat = $2 AND asked_message = $3 AND created_at > $4
             ORDER BY id DESC LIMIT 1",
        )
        .bind(bot)
        .bind(chat)
        .bind(asked)
        .bind(since)
        .fetch_optional(conn)
        .await
    })
}

/// Notes that the button `data` of the answer `id` was pressed; false if the same one was pressed after `since`.
pub async fn press(
    tx: &mut Tx,
    id: i64,
    data: &str,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE answer SET pressed = $1, pressed_at = $2
             WHERE id = $3 AND (pressed IS NULL OR pressed <> $1 OR pressed_at <= $4)",
        )
        .bind(data)
        .bind(now)
        .bind(id)
        .bind(since)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Forgets answers whose buttons no longer work; returns how many.
pub async fn forget(tx: &mut Tx, now: DateTime<Utc>) -> sqlx::Result<u64> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM answer WHERE created_at <= $1")
            .bind(now - KEPT)
            .execute(conn)
            .await?;
        Ok(done.rows_affected())
    })
}
