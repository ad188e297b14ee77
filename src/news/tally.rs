//! What became of the copies of an item.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// How many recipients stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// The copy arrived.
    pub sent: u64,
    /// The chat takes nothing from us.
    pub blocked: u64,
    /// Telegram refused it.
    pub failed: u64,
    /// Nobody knows whether it arrived.
    pub unknown: u64,
    /// Taken back before it was sent.
    pub cancelled: u64,
    /// It stands in a digest that comes later.
    pub digest: u64,
    /// It waits, or is under way.
    pub left: u64,
}

impl Tally {
    /// Everyone it is for.
    pub const fn total(&self) -> u64 {
        self.ended() + self.left
    }

    /// Those of whom the outcome is known.
    pub const fn ended(&self) -> u64 {
        self.sent + self.blocked + self.failed + self.unknown + self.cancelled + self.digest
    }

    /// How long the rest takes at `per_second`.
    pub fn rest(&self, per_second: usize) -> TimeDelta {
        let seconds = self.left.div_ceil(u64::try_from(per_second.max(1)).unwrap_or(1));
        TimeDelta::try_seconds(i64::try_from(seconds).unwrap_or(i64::MAX)).unwrap_or(TimeDelta::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_is_counted_once_and_the_rest_takes_its_time() {
        let tally =
            Tally { sent: 5, blocked: 1, unknown: 1, digest: 2, left: 51, ..Tally::default() };
        assert_eq!((tally.ended(), tally.total()), (9, 60));
        assert_eq!(tally.rest(25), TimeDelta::seconds(3));
        assert_eq!(tally.rest(0), TimeDelta::seconds(51));
    }
}
