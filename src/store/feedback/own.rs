//! What one person began and wrote: its limits, and what was said before.

use chrono::{DateTime, Utc};

use crate::{
    db::{Tx, on},
    feedback::Kind,
};

/// Matters that a person began after `since`.
pub async fn begun(tx: &mut Tx, bot: i64, person: i64, since: DateTime<Utc>) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM feedback WHERE bot = $1 AND person = $2 AND created_at > $3",
        )
        .bind(bot)
        .bind(person)
        .bind(since)
        .fetch_one(conn)
        .await
    })
}

/// The open matter that the same person began after `since` with the same words.
pub async fn same(
    tx: &mut Tx,
    bot: i64,
    person: i64,
    kind: Kind,
    words: (&str, &str),
    since: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT id FROM feedback
             WHERE bot = $1 AND person = $2 AND kind = $3 AND title = $4 AND details = $5
               AND created_at > $6 AND state NOT IN ('closed', 'withdrawn')
             ORDER BY id DESC LIMIT 1",
        )
        .bind(bot)
        .bind(person)
        .bind(kind.name())
        .bind(words.0)
        .bind(words.1)
        .bind(since)
        .fetch_optional(conn)
        .await
    })
}

/// Letters that a person wrote after `since`.
pub async fn written(tx: &mut Tx, person: i64, since: DateTime<Utc>) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM letter WHERE person = $1 AND side = 'resident' AND at > $2",
        )
        .bind(person)
        .bind(since)
        .fetch_one(conn)
        .await
    })
}

/// Takes the voice of who began the matter back, where others wait for it too; false if there is none.
pub async fn step_back(
    tx: &mut Tx,
    feedback: i64,
    person: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE voice SET left_at = $1 WHERE feedback = $2 AND person = $3 AND left_at IS NULL",
        )
        .bind(now)
        .bind(feedback)
        .bind(person)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// How many matters all may see.
pub async fn public(tx: &mut Tx, bot: i64) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM feedback WHERE bot = $1 AND kind <> 'formal' AND state <> 'withdrawn'",
        )
        .bind(bot)
        .fetch_one(conn)
        .await
    })
}
