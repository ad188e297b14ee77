//! Jobs: work that one process does at a time, under a lease.

use chrono::{DateTime, TimeDelta, Utc};

use super::micros;
use crate::db::{Tx, on};

/// A job as it stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Job {
    /// Grows by one each time it is begun.
    pub epoch: i64,
    /// Until when it is its holder's.
    pub until: DateTime<Utc>,
    /// When it was last begun.
    pub begun_at: Option<DateTime<Utc>>,
    /// When it last ended well.
    pub done_at: Option<DateTime<Utc>>,
}

impl Job {
    /// Whether it is to be begun at `now`: nobody is at it, and it is `every` since it was begun, or it ended badly.
    pub fn is_due(&self, every: TimeDelta, now: DateTime<Utc>) -> bool {
        let ended_well = self.done_at.is_some() && self.done_at >= self.begun_at;
        let waited = self.begun_at.is_none_or(|begun| now - begun >= every);
        self.until <= now && (waited || !ended_well)
    }
}

/// The job `name`; `None` if it was never begun.
pub async fn get(tx: &mut Tx, name: &str) -> sqlx::Result<Option<Job>> {
    on!(tx, conn => {
        sqlx::query_as("SELECT epoch, until, begun_at, done_at FROM job WHERE name = $1")
            .bind(name)
            .fetch_optional(conn)
            .await
    })
}

/// Begins the job `name` as `holder`'s until `until`, if nobody is at it at `now`; returns its epoch.
pub async fn begin(
    tx: &mut Tx,
    name: &str,
    holder: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO job (name, holder, epoch, until, begun_at) VALUES ($1, $2, 1, $3, $4)
             ON CONFLICT (name) DO UPDATE
                SET holder = excluded.holder, epoch = job.epoch + 1, until = excluded.until,
                    begun_at = excluded.begun_at
                WHERE job.until <= excluded.begun_at
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

/// Prolongs the job `name` of `epoch`; false if it is another's by now.
///
/// It also locks the row until the unit of work ends, so that what is written beside it is written
/// by the holder or not at all.
pub async fn hold(tx: &mut Tx, name: &str, epoch: i64, until: DateTime<Utc>) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query("UPDATE job SET until = $1 WHERE name = $2 AND epoch = $3")
            .bind(micros(until))
            .bind(name)
            .bind(epoch)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Notes that the job `name` of `epoch` ended well at `now`.
pub async fn done(tx: &mut Tx, name: &str, epoch: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE job SET done_at = $1 WHERE name = $2 AND epoch = $3")
            .bind(micros(now))
            .bind(name)
            .bind(epoch)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Puts the timetable of the job `name` of `epoch` back to what it was `before`: what was done was not the whole job.
pub async fn put_back(tx: &mut Tx, name: &str, epoch: i64, before: &Job) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE job SET begun_at = $1, done_at = $2 WHERE name = $3 AND epoch = $4")
            .bind(before.begun_at.map(micros))
            .bind(before.done_at.map(micros))
            .bind(name)
            .bind(epoch)
            .execute(conn)
            .await?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_due_in_time_or_when_it_ended_badly() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let job = |until, done: Option<i64>| Job {
            epoch: 1,
            until: at(until),
            begun_at: Some(at(100)),
            done_at: done.map(at),
        };
        let every = TimeDelta::seconds(1000);
        for (job, now, due) in [
            (job(110, Some(110)), 1099, false),
            (job(110, Some(110)), 1100, true),
            (job(160, None), 150, false),       // under way
            (job(160, None), 160, true),        // its process died
            (job(110, Some(90)), 120, true),    // it was done before, but not this time
            (job(1200, Some(90)), 1150, false), // it takes longer than `every`
        ] {
            assert_eq!(job.is_due(every, at(now)), due, "{job:?} at {now}");
        }
    }
}
