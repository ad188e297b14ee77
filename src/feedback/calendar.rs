//! Working days of Ukraine's public bodies.
//!
//! Article 73 of the Labour Code names the public holidays; a day off that one falls on moves to the next working day
//! (article 67). Under martial law neither is applied (law № 2136-IX, article 6), and a public body works on all days but
//! the weekend.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Holidays with a fixed day: (month, day).
const FIXED: [(u32, u32); 9] = [
    (1, 1),   // New Year
    (3, 8),   // Women's Day
    (5, 1),   // Labour Day
    (5, 8),   // Remembrance and Victory
    (6, 28),  // Constitution
    (7, 15),  // Statehood
    (8, 24),  // Independence
    (10, 1),  // Defenders
    (12, 25), // Christmas
];
/// Trinity, days after Easter.
const TRINITY: u64 = 49;

/// Which days are working days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Whether martial law suspends the public holidays.
    pub martial_law: bool,
    /// Further days off: a council's own, or moved by the government.
    pub days_off: BTreeSet<NaiveDate>,
    /// Days of a weekend that are worked.
    pub working_days: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Whether `day` is a working day.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        if self.working_days.contains(&day) {
            return true;
        }
        if self.days_off.contains(&day) || is_weekend(day) {
            return false;
        }
        self.martial_law || !(is_holiday(day) || is_moved(day))
    }

    /// The `count`th working day after `day`; `day` itself where `count` is 0.
    pub fn after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let mut day = day;
        let mut left = count;
        while left > 0 {
            day = next(day);
            left -= u32::from(self.is_working(day));
        }
        day
    }

    /// The first working day that is not before `day`.
    pub fn not_before(&self, day: NaiveDate) -> NaiveDate {
        let mut day = day;
        while !self.is_working(day) {
            day = next(day);
        }
        day
    }

    /// The last working day before `day`.
    pub fn before(&self, day: NaiveDate) -> NaiveDate {
        let mut day = previous(day);
        while !self.is_working(day) {
            day = previous(day);
        }
        day
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

fn previous(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(NaiveDate::MIN)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn is_holiday(day: NaiveDate) -> bool {
    let easter = easter(day.year());
    FIXED.contains(&(day.month(), day.day()))
        || Some(day) == easter
        || Some(day) == easter.and_then(|easter| easter.checked_add_days(Days::new(TRINITY)))
}

/// Whether a weekend's day off was moved to `day`: holidays that fell on the days off just before it, one for each
/// working day that follows.
fn is_moved(day: NaiveDate) -> bool {
    if is_weekend(day) || is_holiday(day) {
        return false;
    }
    let mut owed = 0_i32;
    let mut at = day;
    // Back to the last day that was worked in any case.
    let mut passed = Vec::new();
    for _ in 0..10 {
        at = previous(at);
        if !is_weekend(at) && !is_holiday(at) && !owes(at) {
            break;
        }
        passed.push(at);
    }
    for at in passed.into_iter().rev() {
        if is_weekend(at) {
            owed += i32::from(is_holiday(at));
        } else if !is_holiday(at) {
            owed -= 1;
        }
    }
    owed > 0
}

/// Whether a holiday of the weekend before may have moved to `day`.
fn owes(day: NaiveDate) -> bool {
    (1..=4).any(|back| {
        let before = day.checked_sub_days(Days::new(back)).unwrap_or(day);
        is_weekend(before) && is_holiday(before)
    })
}

/// Orthodox Easter in the Gregorian calendar (Meeus, the Julian paschalion), for the years 1900 to 2099.
fn easter(year: i32) -> Option<NaiveDate> {
    let moon = (19 * (year % 19) + 15) % 30;
    let sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    let (month, day) = ((moon + sunday + 114) / 31, (moon + sunday + 114) % 31 + 1);
    let julian =
        NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
    julian.checked_add_days(Days::new(13))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_is_where_the_church_has_it() {
        for (year, expected) in [
            (2024, "2024-05-05"),
            (2025, "2025-04-20"),
            (2026, "2026-04-12"),
            (2027, "2027-05-02"),
            (2028, "2028-04-16"),
        ] {
            assert_eq!(easter(year), Some(day(expected)), "{year}");
        }
    }

    #[test]
    fn holidays_are_off_and_move_from_a_weekend() {
        let peace = Calendar::default();
        for (text, working) in [
            ("2026-03-06", true),  // a Friday
            ("2026-03-07", false), // a Saturday
            ("2026-03-08", false), // Women's Day on a Sunday …
            ("2026-03-09", false), // … moves to Monday
            ("2026-03-10", true),
            ("2026-04-13", false), // Easter Monday
            ("2026-04-14", true),
            ("2026-06-01", false), // the Monday after Trinity
            ("2026-06-28", false), // Constitution Day on a Sunday
            ("2026-06-29", false),
            ("2026-08-24", false), // a Monday
            ("2026-08-25", true),
            ("2027-05-01", false), // Labour Day on the Saturday before Easter
            ("2027-05-02", false),
            ("2027-05-03", false), // both move
            ("2027-05-04", false),
            ("2027-05-05", true),
            ("2026-12-25", false),
            ("2026-01-07", true), // no longer a holiday
        ] {
            assert_eq!(peace.is_working(day(text)), working, "{text}");
        }
    }

    #[test]
    fn martial_law_suspends_holidays_and_not_weekends() {
        let war = Calendar { martial_law: true, ..Calendar::default() };
        for (text, working) in [
            ("2026-03-08", false), // a Sunday
            ("2026-03-09", true),
            ("2026-08-24", true),
            ("2026-12-25", true),
            ("2026-12-26", false),
        ] {
            assert_eq!(war.is_working(day(text)), working, "{text}");
        }
    }

    #[test]
    fn the_operator_has_the_last_word() {
        let own = Calendar {
            martial_law: true,
            days_off: [day("2026-03-10")].into(),
            working_days: [day("2026-03-14")].into(),
        };
        assert!(!own.is_working(day("2026-03-10")));
        assert!(own.is_working(day("2026-03-14")));
        assert_eq!(own.after(day("2026-03-09"), 1), day("2026-03-11"));
        assert_eq!(own.not_before(day("2026-03-10")), day("2026-03-11"));
        assert_eq!(own.before(day("2026-03-11")), day("2026-03-09"));
    }
}
