//! A civil clock that runs as the system's, and can be moved.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::Clock;

/// The farthest that the clock is moved either way, in milliseconds: a hundred years.
const FARTHEST: i64 = 100 * 366 * 24 * 3600 * 1000;

/// A clock whose clones are moved together.
#[derive(Clone)]
pub(super) struct MovableClock {
    system: Clock,
    /// How far it is ahead of the system's, in milliseconds.
    ahead: Arc<AtomicI64>,
}

impl MovableClock {
    /// A clock that shows what `system` shows.
    pub(super) fn new(system: Clock) -> Self {
        Self { system, ahead: Arc::default() }
    }

    /// What it shows.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock()()
    }

    /// The clock as the service and the simulated Telegram read it.
    pub(super) fn clock(&self) -> Clock {
        let (system, ahead) = (Arc::clone(&self.system), Arc::clone(&self.ahead));
        Arc::new(move || system() + TimeDelta::milliseconds(ahead.load(Ordering::Relaxed)))
    }

    /// Lets it show `at` now.
    pub(super) fn set(&self, at: DateTime<Utc>) {
        self.put((at - (self.system)()).num_milliseconds());
    }

    /// Moves it by `minutes`, back if negative.
    pub(super) fn shift(&self, minutes: i64) {
        let ahead = self.ahead.load(Ordering::Relaxed);
        self.put(ahead.saturating_add(minutes.saturating_mul(60_000)));
    }

    /// Lets it show the system's time again.
    pub(super) fn reset(&self) {
        self.put(0);
    }

    /// Whether it shows another time than the system's.
    pub(super) fn is_moved(&self) -> bool {
        self.ahead.load(Ordering::Relaxed) != 0
    }

    fn put(&self, ahead: i64) {
        self.ahead.store(ahead.clamp(-FARTHEST, FARTHEST), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clone_of_a_clock_is_moved_and_none_leaves_the_century() {
        let begin = DateTime::from_timestamp(1_772_440_200, 0).unwrap();
        let clock = MovableClock::new(Arc::new(move || begin));
        let lent = clock.clone().clock();
        clock.shift(90);
        assert_eq!(lent(), begin + TimeDelta::minutes(90));
        clock.set(begin - TimeDelta::days(3));
        assert_eq!(lent(), begin - TimeDelta::days(3));
        assert!(clock.is_moved());
        clock.shift(i64::MAX);
        assert_eq!(lent() - begin, TimeDelta::milliseconds(FARTHEST));
        clock.reset();
        assert_eq!(clock.now(), begin);
        assert!(!clock.is_moved());
    }
}
