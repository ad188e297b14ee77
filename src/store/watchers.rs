//! Messages in which an admin watches a harvest.

use crate::db::{Tx, on};

/// A message that tells how far the harvest is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Watcher {
    /// The outbox row that said it first.
    pub outbox: i64,
    /// The bot's number.
    pub bot: i64,
    /// The chat it stands in.
    pub chat: i64,
    /// The language to tell it in: `uk` or `en`.
    pub locale: String,
}

/// Somebody asks for a harvest and watches it in the message that the outbox row `outbox` says.
pub async fn add(tx: &mut Tx, outbox: i64, bot: i64, chat: i64, locale: &str) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("INSERT INTO harvest_watcher (outbox, bot, chat, locale) VALUES ($1, $2, $3, $4)")
            .bind(outbox)
            .bind(bot)
            .bind(chat)
            .bind(locale)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Everyone who waits for a harvest or watches it.
pub async fn all(tx: &mut Tx) -> sqlx::Result<Vec<Watcher>> {
    on!(tx, conn => {
        sqlx::query_as("SELECT outbox, bot, chat, locale FROM harvest_watcher ORDER BY outbox")
            .fetch_all(conn)
            .await
    })
}

/// The one whose message is `outbox` has been told the end; false if another told it.
pub async fn remove(tx: &mut Tx, outbox: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM harvest_watcher WHERE outbox = $1")
            .bind(outbox)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}
