//! Terms: by when the council answers, and how that was counted.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Calendar, Kind};

/// How long the council has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// So many working days, from the day after receipt (Civil Code, article 253).
    WorkingDays(u32),
    /// So many hours from the minute of receipt.
    Hours(u32),
}

impl Term {
    /// A request for public information (law № 2939-VI, article 20, part 1).
    pub const FORMAL: Self = Self::WorkingDays(5);
    /// The same where life, freedom, the environment or an emergency is at stake (part 2).
    pub const URGENT: Self = Self::Hours(48);
    /// The most that a request for public information may be extended to, counted from its receipt (part 4).
    pub const EXTENDED: Self = Self::WorkingDays(20);

    /// To what it may be extended for a matter of `kind`, counted from receipt: a request for public information as the
    /// law has it, others once as long again; `None` for terms in hours.
    pub const fn extended(self, kind: Kind) -> Option<Self> {
        match (self, kind) {
            (Self::Hours(_), _) => None,
            (Self::WorkingDays(_), Kind::Formal) => Some(Self::EXTENDED),
            (Self::WorkingDays(days), Kind::Suggestion | Kind::Complaint) => {
                Some(Self::WorkingDays(days.saturating_mul(2)))
            }
        }
    }
}

/// By when, and how that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The moment at which it is over.
    pub at: DateTime<Utc>,
    /// The last day, in the council's time.
    pub last: NaiveDate,
    /// Half of the term is over.
    pub half: DateTime<Utc>,
    /// The last working day before the last day begins; `None` for terms in hours.
    pub day_before: Option<DateTime<Utc>>,
    /// The first day that counts.
    pub from: NaiveDate,
    /// Days within the term that are no working days.
    pub skipped: Vec<NaiveDate>,
}

impl Deadline {
    /// Of what was received at `received` and has `term`.
    pub fn of(term: Term, received: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> Self {
        let today = received.with_timezone(&zone).date_naive();
        match term {
            Term::Hours(hours) => {
                let length = TimeDelta::hours(i64::from(hours));
                let at = received + length;
                Self {
                    at,
                    last: at.with_timezone(&zone).date_naive(),
                    half: received + length / 2,
                    day_before: None,
                    from: today,
                    skipped: Vec::new(),
                }
            }
            Term::WorkingDays(count) => {
                let last = calendar.after(today, count);
                let first = calendar.after(today, 1);
                let days = today.iter_days().skip(1).take_while(|day| *day <= last);
                let at = midnight(zone, last.succ_opt().unwrap_or(last));
                Self {
                    at,
                    last,
                    half: midnight(zone, calendar.after(today, count / 2 + 1)),
                    day_before: Some(midnight(zone, calendar.before(last))),
                    from: first,
                    skipped: days.filter(|day| !calendar.is_working(*day)).collect(),
                }
            }
        }
    }

    /// Whether it is over at `now`.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        now >= self.at
    }
}

/// The first moment of `day`; where the clocks skip midnight, the first there is.
fn midnight(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let start = day.and_hms_opt(0, 0, 0).unwrap_or_default();
    (0..24)
        .find_map(|hour| zone.from_local_datetime(&(start + TimeDelta::hours(hour))).earliest())
        .map_or_else(|| Utc.from_utc_datetime(&start), |at| at.to_utc())
}

/// Working time between two moments: eight hours for each working day, 9 to 18 with an hour's rest, as far as it was over.
pub fn working_hours(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> f64 {
    let (from, to) = (from.with_timezone(&zone), to.with_timezone(&zone));
    if to <= from {
        return 0.0;
    }
    let (first, last) = (from.date_naive(), to.date_naive());
    let days = first.iter_days().take_while(|day| *day <= last);
    let seconds: i64 = days
        .filter(|day| calendar.is_working(*day))
        .map(|day| {
            let begin = if day == first { worked(from.time()) } else { 0 };
            let end = if day == last { worked(to.time()) } else { DAY };
            (end - begin).max(0)
        })
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "seconds of a few years")]
    let hours = seconds as f64 / 3600.0;
    hours
}

/// A working day, in seconds.
const DAY: i64 = 8 * 3600;

/// The seconds of a working day that are over at `time`.
fn worked(time: chrono::NaiveTime) -> i64 {
    use chrono::Timelike;
    let at = i64::from(time.num_seconds_from_midnight());
    let morning = (at - 9 * 3600).clamp(0, 4 * 3600);
    let afternoon = (at - 14 * 3600).clamp(0, 4 * 3600);
    morning + afternoon
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Kyiv;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        let naive = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        Kyiv.from_local_datetime(&naive).earliest().unwrap().to_utc()
    }

    fn war() -> Calendar {
        Calendar { martial_law: true, ..Calendar::default() }
    }

    #[test]
    fn working_days_are_counted_from_the_day_after_receipt() {
        let peace = Calendar::default();
        for (calendar, term, received, last) in [
            // Monday to Monday
            (war(), Term::FORMAL, "2026-03-02 10:00", "2026-03-09"),
            (war(), Term::FORMAL, "2026-03-02 23:59", "2026-03-09"),
            // received on a weekend
            (war(), Term::FORMAL, "2026-03-07 12:00", "2026-03-13"),
            (war(), Term::FORMAL, "2026-03-08 12:00", "2026-03-13"),
            // a holiday and its moved day off within
            (peace.clone(), Term::FORMAL, "2026-03-02 10:00", "2026-03-10"),
            // over a month's and a year's end
            (war(), Term::FORMAL, "2026-01-29 10:00", "2026-02-05"),
            (war(), Term::FORMAL, "2024-02-27 10:00", "2024-03-05"),
            (peace.clone(), Term::FORMAL, "2026-12-24 10:00", "2027-01-04"),
            // over the change of the clocks
            (war(), Term::FORMAL, "2026-03-27 10:00", "2026-04-03"),
            (war(), Term::FORMAL, "2026-10-23 10:00", "2026-10-30"),
            // extended
            (war(), Term::EXTENDED, "2026-03-02 10:00", "2026-03-30"),
            (peace, Term::EXTENDED, "2026-03-02 10:00", "2026-03-31"),
            (war(), Term::WorkingDays(0), "2026-03-02 10:00", "2026-03-02"),
        ] {
            let deadline = Deadline::of(term, at(received), Kyiv, &calendar);
            assert_eq!(deadline.last, last.parse::<NaiveDate>().unwrap(), "{received}");
            let over = at(&format!("{last} 23:59"));
            assert!(!deadline.is_over(over) && deadline.is_over(over + TimeDelta::minutes(1)));
        }
    }

    #[test]
    fn a_request_is_extended_as_the_law_says_and_others_as_long_again() {
        assert_eq!(Term::FORMAL.extended(Kind::Formal), Some(Term::WorkingDays(20)));
        assert_eq!(Term::URGENT.extended(Kind::Formal), None);
        for kind in [Kind::Suggestion, Kind::Complaint] {
            assert_eq!(Term::WorkingDays(7).extended(kind), Some(Term::WorkingDays(14)));
        }
    }

    #[test]
    fn what_was_left_out_of_the_count_is_told() {
        let deadline =
            Deadline::of(Term::FORMAL, at("2026-03-02 10:00"), Kyiv, &Calendar::default());
        let days = |texts: &[&str]| {
            texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<NaiveDate>>()
        };
        assert_eq!(deadline.from, "2026-03-03".parse::<NaiveDate>().unwrap());
        assert_eq!(deadline.skipped, days(&["2026-03-07", "2026-03-08", "2026-03-09"]));
        assert_eq!(deadline.half, at("2026-03-05 00:00"));
        assert_eq!(deadline.day_before, Some(at("2026-03-06 00:00")));
    }

    #[test]
    fn hours_run_through_nights_weekends_and_the_change_of_the_clocks() {
        for (received, over) in [
            ("2026-03-06 17:30", "2026-03-08 17:30"),
            // The clocks go forward on 29 March, back on 25 October.
            ("2026-03-28 10:00", "2026-03-30 11:00"),
            ("2026-10-24 10:00", "2026-10-26 09:00"),
        ] {
            let deadline = Deadline::of(Term::URGENT, at(received), Kyiv, &war());
            assert_eq!(deadline.at, at(over), "{received}");
            assert_eq!(deadline.at - at(received), TimeDelta::hours(48));
        }
    }

    #[test]
    fn working_hours_leave_out_nights_rests_and_weekends() {
        for (from, to, hours) in [
            ("2026-03-02 10:00", "2026-03-02 12:00", 2.0),
            ("2026-03-02 12:00", "2026-03-02 15:00", 2.0), // the rest from 13 to 14
            ("2026-03-02 17:00", "2026-03-03 10:00", 2.0),
            ("2026-03-06 17:00", "2026-03-09 10:00", 2.0),
            ("2026-03-07 10:00", "2026-03-08 10:00", 0.0),
            ("2026-03-02 10:00", "2026-03-09 10:00", 40.0),
            ("2026-03-02 10:00", "2026-03-02 09:00", 0.0),
        ] {
            let found = working_hours(at(from), at(to), Kyiv, &war());
            assert!((found - hours).abs() < 1e-9, "{from} – {to}: {found}");
        }
    }
}
