//! Matters in Telegram: for each a topic of the officers’ group, and letters between it and those who want it.
//!
//! All of it is written in the transaction of an update or a job: what is said goes through the outbox.

mod end;
mod post;
mod prompt;
mod relay;
mod rights;
mod route;
mod same;

pub(crate) use end::{close, end};
pub(crate) use post::{
    begin, group, group_of, language, officers_language, post, refresh, say, tell_voices,
};
pub(crate) use prompt::{Purpose, ask};
pub(crate) use relay::{Incoming, Whom, body, edited, from_officer, from_resident, note, send};
pub(crate) use rights::{Rights, log};
pub(crate) use route::{in_charge, mentions, notify, notify_admins};
pub(crate) use same::{like, offer};
