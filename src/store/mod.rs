//! SQL, one file per family of tables; decides nothing.

pub mod catalog;
pub mod changes;
pub mod files;
pub mod jobs;

use chrono::{DateTime, SubsecRound, Utc};

/// `time` as both engines keep it: PostgreSQL has no finer unit than the microsecond.
fn micros(time: DateTime<Utc>) -> DateTime<Utc> {
    time.trunc_subsecs(6)
}
