//! Data that residents asked for and the council does not publish.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// A request as a resident makes it.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// The bot's number.
    pub bot: i64,
    /// The chat it was made in.
    pub chat: i64,
    /// Who made it.
    pub person: i64,
    /// The answer under which the button was.
    pub answer: i64,
    /// What was asked.
    pub question: &'a str,
    /// The language to reply in: `uk` or `en`.
    pub locale: &'a str,
}

/// Records a request; returns its number, and whether it is a new one (a person asks once under an answer).
pub async fn add(tx: &mut Tx, new: &New<'_>, now: DateTime<Utc>) -> sqlx::Result<(i64, bool)> {
    let added: Option<i64> = on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO request (bot, chat, person, answer, question, locale, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (bot, answer, person) DO NOTHING RETURNING id",
        )
        .bind(new.bot)
        .bind(new.chat)
        .bind(new.person)
        .bind(new.answer)
        .bind(new.question)
        .bind(new.locale)
        .bind(now)
        .fetch_optional(conn)
        .await?
    });
    if let Some(number) = added {
        return Ok((number, true));
    }
    let number = on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT id FROM request WHERE bot = $1 AND answer = $2 AND person = $3",
        )
        .bind(new.bot)
        .bind(new.answer)
        .bind(new.person)
        .fetch_one(conn)
        .await?
    });
    Ok((number, false))
}
