//! Lists of matters: a person's, the public's, those that are open, due or not posted.

use chrono::{DateTime, Utc};

use super::matters::{Matter, columns};
use crate::db::{Tx, on};

/// The matters that a person began or joined, the newest first.
pub async fn of_person(tx: &mut Tx, bot: i64, person: i64) -> sqlx::Result<Vec<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "JOIN voice AS own ON own.feedback = f.id
             WHERE f.bot = $1 AND own.person = $2 AND own.left_at IS NULL ORDER BY f.id DESC"
        ))
        .bind(bot)
        .bind(person)
        .fetch_all(conn)
        .await
    })
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// What most want first.
    Popular,
    /// The newest first.
    New,
}

/// Matters that all may see, `count` from `offset` on: suggestions and complaints that were not withdrawn.
pub async fn public(
    tx: &mut Tx,
    bot: i64,
    order: Order,
    offset: i64,
    count: i64,
) -> sqlx::Result<Vec<Matter>> {
    let popular = order == Order::Popular;
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE f.bot = $1 AND f.kind <> 'formal' AND f.state <> 'withdrawn'
             ORDER BY CASE WHEN $2 THEN (SELECT COUNT(*) FROM voice
                        WHERE voice.feedback = f.id AND voice.left_at IS NULL) ELSE 0 END DESC,
                      f.id DESC
             LIMIT $3 OFFSET $4"
        ))
        .bind(bot)
        .bind(popular)
        .bind(count)
        .bind(offset)
        .fetch_all(conn)
        .await
    })
}

/// Open matters, urgent ones first, then by their end.
pub async fn open(tx: &mut Tx, bot: i64) -> sqlx::Result<Vec<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE f.bot = $1 AND f.state NOT IN ('closed', 'withdrawn')
             ORDER BY f.urgent DESC, f.due_at, f.id"
        ))
        .bind(bot)
        .fetch_all(conn)
        .await
    })
}

/// Every matter, the oldest first.
pub async fn all(tx: &mut Tx, bot: i64) -> sqlx::Result<Vec<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!("WHERE f.bot = $1 ORDER BY f.id")).bind(bot).fetch_all(conn).await
    })
}

/// Open matters that have no topic yet, urgent ones first.
pub async fn without_topic(tx: &mut Tx, bot: i64) -> sqlx::Result<Vec<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE f.bot = $1 AND f.state NOT IN ('closed', 'withdrawn') AND f.header IS NULL
             ORDER BY f.urgent DESC, f.due_at, f.id"
        ))
        .bind(bot)
        .fetch_all(conn)
        .await
    })
}

/// Open matters of which a reminder is due at `now`.
pub async fn due(tx: &mut Tx, bot: i64, now: DateTime<Utc>) -> sqlx::Result<Vec<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE f.bot = $1 AND f.state NOT IN ('closed', 'withdrawn')
               AND ((f.reminded < 1 AND f.half_at <= $2) OR (f.reminded < 2 AND f.day_before_at <= $2)
                    OR (f.reminded < 3 AND f.due_at <= $2))
             ORDER BY f.urgent DESC, f.due_at, f.id"
        ))
        .bind(bot)
        .bind(now)
        .fetch_all(conn)
        .await
    })
}
