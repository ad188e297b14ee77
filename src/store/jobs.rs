//! Leases: work that one process does at a time.

use chrono::{DateTime, Utc};

use super::micros;
use crate::db::{Tx, on};

/// Takes the lease `name` for `holder` until `until`, if nobody holds it at `now`; returns its epoch.
pub async fn acquire(
    tx: &mut Tx,
    name: &str,
    holder: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO lease (name, holder, epoch, until) VALUES ($1, $2, 1, $3)
             ON CONFLICT (name) DO UPDATE
                SET holder = excluded.holder, epoch = lease.epoch + 1, until = excluded.until
                WHERE lease.until <= $4
             RETURNING epoch",
        )
        .bind(name)
        .bind(holder)
        .bind(micros(until))
        .bind(micros(now))
        .fetch_optional(conn)
        .await
    })
}

/// Prolongs the lease `name` of `epoch`; false if it is another's by now.
///
/// It also locks the row until the unit of work ends, so that what is written beside it is written
/// by the holder or not at all.
pub async fn renew(
    tx: &mut Tx,
    name: &str,
    epoch: i64,
    until: DateTime<Utc>,
) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query("UPDATE lease SET until = $1 WHERE name = $2 AND epoch = $3")
            .bind(micros(until))
            .bind(name)
            .bind(epoch)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}
