//! Complaints that an officer says are put right: to be checked.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// A check to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Check {
    /// The matter.
    pub feedback: i64,
    /// The officer who says so.
    pub person: i64,
}

/// An officer says that the matter is put right; false if that is being checked already.
pub async fn ask(
    tx: &mut Tx,
    feedback: i64,
    person: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "INSERT INTO fix_check (feedback, person, at) VALUES ($1, $2, $3)
             ON CONFLICT (feedback) DO NOTHING",
        )
        .bind(feedback)
        .bind(person)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Checks to be made of matters of `bot`, the oldest first.
pub async fn all(tx: &mut Tx, bot: i64) -> sqlx::Result<Vec<Check>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT fix_check.feedback, fix_check.person FROM fix_check
             JOIN feedback ON feedback.id = fix_check.feedback
             WHERE feedback.bot = $1 ORDER BY fix_check.at",
        )
        .bind(bot)
        .fetch_all(conn)
        .await
    })
}

/// The check was made; false if another made it.
pub async fn done(tx: &mut Tx, feedback: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM fix_check WHERE feedback = $1")
            .bind(feedback)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}
