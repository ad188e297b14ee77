//! What is known of a chat: whether it takes messages, where it moved, its language.
//!
//! A chat is named as in the Bot API: its number, or `@name` of a channel. The empty name stands for
//! all chats of a bot.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// A chat as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Chat {
    /// Since when it takes nothing from us.
    pub blocked_at: Option<DateTime<Utc>>,
    /// The number it has now, if it was migrated.
    pub migrated_to: Option<String>,
    /// The language chosen in it: `uk` or `en`.
    pub language: Option<String>,
}

/// What is known of `chat`; everything empty if nothing is.
pub async fn get(tx: &mut Tx, bot: i64, chat: &str) -> sqlx::Result<Chat> {
    on!(tx, conn => {
        let row = sqlx::query_as(
            "SELECT blocked_at, migrated_to, language FROM chat WHERE bot = $1 AND chat = $2",
        )
        .bind(bot)
        .bind(chat)
        .fetch_optional(conn)
        .await?;
        Ok(row.unwrap_or_default())
    })
}

/// The chat takes nothing from us since `now`.
pub async fn block(tx: &mut Tx, bot: i64, chat: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO chat (bot, chat, blocked_at) VALUES ($1, $2, $3)
             ON CONFLICT (bot, chat) DO UPDATE
                SET blocked_at = COALESCE(chat.blocked_at, excluded.blocked_at)",
        )
        .bind(bot)
        .bind(chat)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// The chat takes messages again; false if it did already.
pub async fn unblock(tx: &mut Tx, bot: i64, chat: &str) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE chat SET blocked_at = NULL
             WHERE bot = $1 AND chat = $2 AND blocked_at IS NOT NULL",
        )
        .bind(bot)
        .bind(chat)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Keeps the language chosen in `chat`: `uk` or `en`.
pub async fn set_language(tx: &mut Tx, bot: i64, chat: &str, language: &str) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO chat (bot, chat, language) VALUES ($1, $2, $3)
             ON CONFLICT (bot, chat) DO UPDATE SET language = excluded.language",
        )
        .bind(bot)
        .bind(chat)
        .bind(language)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// The group `from` is the supergroup `to` from now on: what is queued for it goes there.
pub async fn migrate(tx: &mut Tx, bot: i64, from: &str, to: &str) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO chat (bot, chat, migrated_to) VALUES ($1, $2, $3)
             ON CONFLICT (bot, chat) DO UPDATE SET migrated_to = excluded.migrated_to",
        )
        .bind(bot)
        .bind(from)
        .bind(to)
        .execute(&mut *conn)
        .await?;
        // The language goes along.
        sqlx::query(
            "INSERT INTO chat (bot, chat, language)
             SELECT bot, $1, language FROM chat
             WHERE bot = $2 AND chat = $3 AND language IS NOT NULL
             ON CONFLICT (bot, chat) DO NOTHING",
        )
        .bind(to)
        .bind(bot)
        .bind(from)
        .execute(&mut *conn)
        .await?;
        sqlx::query("UPDATE outbox SET chat = $1 WHERE bot = $2 AND chat = $3 AND state = 'queued'")
            .bind(to)
            .bind(bot)
            .bind(from)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The number that `chat` has now, through as many moves as there were (at most eight).
pub async fn current(tx: &mut Tx, bot: i64, chat: &str) -> sqlx::Result<String> {
    let mut name = chat.to_owned();
    for _ in 0..8 {
        match get(tx, bot, &name).await?.migrated_to {
            Some(to) => name = to,
            None => break,
        }
    }
    Ok(name)
}

/// Telegram told us to let `chat` (empty: all) rest until `until`; kept for the next start.
pub async fn rest(tx: &mut Tx, bot: i64, chat: &str, until: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO chat (bot, chat, flood_until) VALUES ($1, $2, $3)
             ON CONFLICT (bot, chat) DO UPDATE SET flood_until = excluded.flood_until",
        )
        .bind(bot)
        .bind(chat)
        .bind(until)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// The chats that rest beyond `now`, with the end of the rest.
pub async fn resting(
    tx: &mut Tx,
    bot: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<(String, DateTime<Utc>)>> {
    on!(tx, conn => {
        sqlx::query_as("SELECT chat, flood_until FROM chat WHERE bot = $1 AND flood_until > $2")
            .bind(bot)
            .bind(now)
            .fetch_all(conn)
            .await
    })
}
