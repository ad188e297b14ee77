//! Where each person stands in a conversation, so that a restart loses none.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::db::{Tx, on};

/// Whose conversation: one person in one chat and topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The chat's number.
    pub chat: i64,
    /// The topic's number; 0 outside topics.
    pub topic: i64,
    /// The person's number.
    pub person: i64,
}

/// A state and the version that a change of it must name.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The state, as its owner wrote it.
    pub state: Value,
    /// Grows by one with every change.
    pub version: i64,
    /// When it was written.
    pub updated_at: DateTime<Utc>,
}

/// The conversation `key` of `bot`; `None` if there is none under way.
pub async fn get(tx: &mut Tx, bot: i64, key: Key) -> sqlx::Result<Option<Kept>> {
    let row: Option<(String, i64, DateTime<Utc>)> = on!(tx, conn => {
        sqlx::query_as(
            "SELECT state, version, updated_at FROM conversation
             WHERE bot = $1 AND chat = $2 AND topic = $3 AND person = $4",
        )
        .bind(bot)
        .bind(key.chat)
        .bind(key.topic)
        .bind(key.person)
        .fetch_optional(conn)
        .await?
    });
    row.map(|(state, version, updated_at)| {
        let state =
            serde_json::from_str(&state).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Kept { state, version, updated_at })
    })
    .transpose()
}

/// Writes `state` over the version `seen` (0: there was none); false if another was quicker.
pub async fn set(
    tx: &mut Tx,
    bot: i64,
    key: Key,
    seen: i64,
    state: &Value,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let text = state.to_string();
    // A conversation that was ended meanwhile is not begun anew by who saw it under way.
    let statement = if seen == 0 {
        "INSERT INTO conversation (bot, chat, topic, person, state, version, updated_at)
         VALUES ($1, $2, $3, $4, $5, $7 + 1, $6)
         ON CONFLICT (bot, chat, topic, person) DO NOTHING"
    } else {
        "UPDATE conversation SET state = $5, version = version + 1, updated_at = $6
         WHERE bot = $1 AND chat = $2 AND topic = $3 AND person = $4 AND version = $7"
    };
    on!(tx, conn => {
        let done = sqlx::query(statement)
            .bind(bot)
            .bind(key.chat)
            .bind(key.topic)
            .bind(key.person)
            .bind(&text)
            .bind(now)
            .bind(seen)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Ends the conversation at the version `seen`; false if another was quicker.
pub async fn remove(tx: &mut Tx, bot: i64, key: Key, seen: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "DELETE FROM conversation
             WHERE bot = $1 AND chat = $2 AND topic = $3 AND person = $4 AND version = $5",
        )
        .bind(bot)
        .bind(key.chat)
        .bind(key.topic)
        .bind(key.person)
        .bind(seen)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Forgets conversations that rest since `before`; returns how many.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM conversation WHERE updated_at <= $1")
            .bind(before)
            .execute(conn)
            .await?;
        Ok(done.rows_affected())
    })
}
