//! SQL, one file per family of tables; decides nothing.

use chrono::{DateTime, SubsecRound, Utc};

pub mod answers;
pub mod audit;
pub mod backup;
pub mod blocks;
pub mod catalog;
pub mod changes;
pub mod chats;
pub mod conversation;
pub mod feedback;
pub mod files;
pub mod inbox;
pub mod jobs;
pub mod lease;
pub mod news;
pub mod officers;
pub mod origin;
pub mod outbox;
pub mod personal;
pub mod playground;
pub mod prompts;
pub mod questions;
pub mod templates;
pub mod watchers;

/// `time` as both engines keep it: PostgreSQL has no finer unit than the microsecond.
fn micros(time: DateTime<Utc>) -> DateTime<Utc> {
    time.trunc_subsecs(6)
}
