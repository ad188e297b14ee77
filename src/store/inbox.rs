//! Updates as kept from their arrival until they are done.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// An update about to be stored.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// Telegram's number of it.
    pub update_id: i64,
    /// The lane in which it waits its turn.
    pub lane: &'a str,
    /// The update as Telegram wrote it.
    pub payload: &'a str,
}

/// An update whose turn has come.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Claimed {
    /// Telegram's number of it.
    pub update_id: i64,
    /// The update as Telegram wrote it.
    pub payload: String,
    /// How often it was claimed, this time included.
    pub claims: i64,
    /// How often handling it failed.
    pub failures: i64,
}

/// Stores an update; returns its place in the order of arrival, `None` if it is there already.
pub async fn store(
    tx: &mut Tx,
    bot: i64,
    arrival: Arrival<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO inbox (bot, update_id, lane, payload, state, claims, failures, epoch, stored_at)
             VALUES ($1, $2, $3, $4, 'waiting', 0, 0, 0, $5)
             ON CONFLICT (bot, update_id) DO NOTHING RETURNING id",
        )
        .bind(bot)
        .bind(arrival.update_id)
        .bind(arrival.lane)
        .bind(arrival.payload)
        .bind(now)
        .fetch_optional(conn)
        .await
    })
}

/// Whether something came in this lane lately.
pub async fn has_heard(tx: &mut Tx, bot: i64, lane: &str) -> sqlx::Result<bool> {
    let found: Option<i64> = on!(tx, conn => {
        sqlx::query_scalar("SELECT id FROM inbox WHERE bot = $1 AND lane = $2 LIMIT 1")
            .bind(bot)
            .bind(lane)
            .fetch_optional(conn)
            .await?
    });
    Ok(found.is_some())
}

/// Everything that waits, in order of arrival: (id, lane).
pub async fn waiting(tx: &mut Tx, bot: i64) -> sqlx::Result<Vec<(i64, String)>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, lane FROM inbox WHERE bot = $1 AND state = 'waiting' ORDER BY id",
        )
        .bind(bot)
        .fetch_all(conn)
        .await
    })
}

/// Claims a waiting update for the holder of `epoch`; `None` if it waits no longer or the holder is a later one.
pub async fn claim(tx: &mut Tx, id: i64, epoch: i64) -> sqlx::Result<Option<Claimed>> {
    on!(tx, conn => {
        sqlx::query_as(
            "UPDATE inbox SET claims = claims + 1, epoch = $1
             WHERE id = $2 AND state = 'waiting' AND epoch <= $1
             RETURNING update_id, COALESCE(payload, '') AS payload, claims, failures",
        )
        .bind(epoch)
        .bind(id)
        .fetch_optional(conn)
        .await
    })
}

/// Marks an update done and erases its payload; false if `epoch` is not its last claim.
pub async fn done(tx: &mut Tx, id: i64, epoch: i64, now: DateTime<Utc>) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE inbox SET state = 'done', payload = NULL, done_at = $1
             WHERE id = $2 AND epoch = $3 AND state = 'waiting'",
        )
        .bind(now)
        .bind(id)
        .bind(epoch)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Sets an update aside for good; its payload stays until it is forgotten. False if `epoch` is not its last claim.
pub async fn set_aside(tx: &mut Tx, id: i64, epoch: i64, now: DateTime<Utc>) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE inbox SET state = 'aside', done_at = $1
             WHERE id = $2 AND epoch = $3 AND state = 'waiting'",
        )
        .bind(now)
        .bind(id)
        .bind(epoch)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Counts a caught failure.
pub async fn failed(tx: &mut Tx, id: i64, epoch: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE inbox SET failures = failures + 1
             WHERE id = $1 AND epoch = $2 AND state = 'waiting'",
        )
        .bind(id)
        .bind(epoch)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// Forgets updates that were done before `before`.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM inbox WHERE done_at < $1")
            .bind(before)
            .execute(conn)
            .await?;
        Ok(done.rows_affected())
    })
}

/// How many updates stand in each state: (state, count).
pub async fn counts(tx: &mut Tx, bot: i64) -> sqlx::Result<Vec<(String, i64)>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT state, COUNT(*) FROM inbox WHERE bot = $1 GROUP BY state ORDER BY state",
        )
        .bind(bot)
        .fetch_all(conn)
        .await
    })
}
