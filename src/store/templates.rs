//! Usual answers of officers.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// A usual answer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Template {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// Keeps a template; returns its number.
pub async fn add(
    tx: &mut Tx,
    bot: i64,
    title: &str,
    text: &str,
    by: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO template (bot, title, text, by, at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        )
        .bind(bot)
        .bind(title)
        .bind(text)
        .bind(by)
        .bind(now)
        .fetch_one(conn)
        .await
    })
}

/// Every template, in the order of their titles.
pub async fn all(tx: &mut Tx, bot: i64) -> sqlx::Result<Vec<Template>> {
    on!(tx, conn => {
        sqlx::query_as("SELECT id, title, text FROM template WHERE bot = $1 ORDER BY title, id")
            .bind(bot)
            .fetch_all(conn)
            .await
    })
}

/// The template `id`.
pub async fn get(tx: &mut Tx, bot: i64, id: i64) -> sqlx::Result<Option<Template>> {
    on!(tx, conn => {
        sqlx::query_as("SELECT id, title, text FROM template WHERE bot = $1 AND id = $2")
            .bind(bot)
            .bind(id)
            .fetch_optional(conn)
            .await
    })
}

/// Removes a template; false if there is none.
pub async fn remove(tx: &mut Tx, bot: i64, id: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM template WHERE bot = $1 AND id = $2")
            .bind(bot)
            .bind(id)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}
