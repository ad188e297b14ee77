//! How much of one person is answered within a minute: one must not take the bot from all others.
//!
//! Counted in memory: a bot is held by one process at a time, and after a restart everyone begins anew.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

const MINUTE: TimeDelta = TimeDelta::minutes(1);
/// People remembered at once, before those whose minute is over are forgotten.
const PEOPLE: usize = 10_000;

/// What becomes of a message or a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is answered.
    Answer,
    /// It is the first beyond the limit: that is said.
    Tell,
    /// It is passed over: it was said already.
    Pass,
}

/// Counts what each person asks.
#[derive(Debug)]
pub(super) struct Limiter {
    per_minute: u32,
    people: Mutex<HashMap<i64, (DateTime<Utc>, u32)>>,
}

impl Limiter {
    /// A limit of `per_minute` messages and presses of a person.
    pub(super) fn new(per_minute: u32) -> Self {
        Self { per_minute, people: Mutex::default() }
    }

    /// Counts one of `person` at `now`.
    pub(super) fn judge(&self, person: i64, now: DateTime<Utc>) -> Verdict {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back must not shut anyone out.
        let is_over = |since: DateTime<Utc>| !(TimeDelta::zero()..MINUTE).contains(&(now - since));
        if people.len() >= PEOPLE {
            people.retain(|_, (since, _)| !is_over(*since));
        }
        let (since, count) = people.entry(person).or_insert((now, 0));
        if is_over(*since) {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        match (*count).cmp(&self.per_minute.saturating_add(1)) {
            std::cmp::Ordering::Less => Verdict::Answer,
            std::cmp::Ordering::Equal => Verdict::Tell,
            std::cmp::Ordering::Greater => Verdict::Pass,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::{
        Verdict::{Answer, Pass, Tell},
        *,
    };

    #[test]
    fn beyond_the_limit_one_word_is_said_and_a_minute_later_all_is_well() {
        let limiter = Limiter::new(2);
        let at = |second| {
            Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap() + TimeDelta::seconds(second)
        };
        let verdicts: Vec<_> = (0..5).map(|second| limiter.judge(7, at(second))).collect();
        assert_eq!(verdicts, [Answer, Answer, Tell, Pass, Pass]);
        assert_eq!(limiter.judge(8, at(4)), Answer, "another person");
        assert_eq!(limiter.judge(7, at(59)), Pass);
        assert_eq!(limiter.judge(7, at(60)), Answer);
        assert_eq!(limiter.judge(8, at(-500)), Answer, "the clock was set back");
    }
}
