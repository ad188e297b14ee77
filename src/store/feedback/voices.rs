//! Who wants a matter: the first is who began it, the others joined.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// One who wants it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Voice {
    /// The matter.
    pub feedback: i64,
    /// The person; 0 once forgotten.
    pub person: i64,
    /// 0 who began it.
    pub number: i64,
    /// The chat in which they are spoken to; 0 once forgotten.
    pub chat: i64,
    /// The language to speak in: `uk` or `en`.
    pub locale: String,
    /// What this person asked.
    pub question: String,
    /// As the person gave it, for officers to see.
    pub name: Option<String>,
    /// Where else an answer may go, as the person gave it.
    pub contact: Option<String>,
    /// 1 to 5, after the end.
    pub rating: Option<i64>,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
}

/// A person who begins or joins.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// The person.
    pub person: i64,
    /// The chat in which they are spoken to.
    pub chat: i64,
    /// `uk` or `en`.
    pub locale: &'a str,
    /// What they asked.
    pub question: &'a str,
    /// Their name, where they give it.
    pub name: Option<&'a str>,
    /// Their contact, where they give it.
    pub contact: Option<&'a str>,
}

/// Adds a voice to the matter `feedback`; false if the person has one already. One that was taken back counts again.
pub async fn add(
    tx: &mut Tx,
    feedback: i64,
    new: &New<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let back = on!(tx, conn => {
        sqlx::query(
            "UPDATE voice SET left_at = NULL WHERE feedback = $1 AND person = $2 AND left_at IS NOT NULL",
        )
        .bind(feedback)
        .bind(new.person)
        .execute(conn)
        .await?
        .rows_affected()
    });
    if back == 1 {
        return Ok(true);
    }
    on!(tx, conn => {
        let done = sqlx::query(
            "INSERT INTO voice (feedback, person, number, chat, locale, question, name, contact, joined_at)
             SELECT $1, $2, COALESCE((SELECT MAX(number) + 1 FROM voice WHERE feedback = $1), 0),
                    $3, $4, $5, $6, $7, $8
             WHERE NOT EXISTS (SELECT 1 FROM voice WHERE feedback = $1 AND person = $2)",
        )
        .bind(feedback)
        .bind(new.person)
        .bind(new.chat)
        .bind(new.locale)
        .bind(new.question)
        .bind(new.name)
        .bind(new.contact)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Takes the person's voice back; false if there is none, or it is who began the matter.
pub async fn leave(
    tx: &mut Tx,
    feedback: i64,
    person: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE voice SET left_at = $1
             WHERE feedback = $2 AND person = $3 AND number > 0 AND left_at IS NULL",
        )
        .bind(now)
        .bind(feedback)
        .bind(person)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Everyone who wants the matter `feedback`, who began it first.
pub async fn of(tx: &mut Tx, feedback: i64) -> sqlx::Result<Vec<Voice>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT feedback, person, number, chat, locale, question, name, contact, rating, joined_at
             FROM voice WHERE feedback = $1 AND left_at IS NULL ORDER BY number",
        )
        .bind(feedback)
        .fetch_all(conn)
        .await
    })
}

/// How a person found what came of it, 1 to 5.
pub async fn rate(tx: &mut Tx, feedback: i64, person: i64, rating: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE voice SET rating = $1 WHERE feedback = $2 AND person = $3 AND left_at IS NULL",
        )
        .bind(rating)
        .bind(feedback)
        .bind(person)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}
