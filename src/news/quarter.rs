//! The duty to publish something in each quarter of the year.

use chrono::{DateTime, Datelike, Days, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

/// Admins are reminded on the day from which so many are left, the last one counted, and once more.
const FIRST: i64 = 14;
const SECOND: i64 = 3;

/// A quarter of a civil year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// The year.
    pub year: i32,
    /// 1 to 4.
    pub number: u32,
}

impl Quarter {
    /// The one that `day` is in.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), number: day.month0() / 3 + 1 }
    }

    /// The first day after it.
    fn end(self) -> NaiveDate {
        let (year, month) =
            if self.number >= 4 { (self.year + 1, 1) } else { (self.year, self.number * 3 + 1) };
        NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MAX)
    }
}

/// The quarter that ends at `now` with nothing published in it, and how many days are left; `None` if nobody is to be
/// reminded: there is time, something was published, it is not `hour` o'clock yet, or it was said (`reminded`) already.
pub fn due(
    now: DateTime<Utc>,
    zone: Tz,
    hour: u32,
    published: Option<DateTime<Utc>>,
    reminded: Option<DateTime<Utc>>,
) -> Option<(Quarter, i64)> {
    let local = now.with_timezone(&zone);
    let quarter = Quarter::of(local.date_naive());
    let left = (quarter.end() - local.date_naive()).num_days();
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let served = published.is_some_and(|at| Quarter::of(day(at)) == quarter);
    let stage = [SECOND, FIRST].into_iter().find(|days| left <= *days)?;
    let since = quarter.end() - Days::new(stage.unsigned_abs());
    let said = reminded.is_some_and(|at| day(at) >= since);
    (!served && !said && local.hour() >= hour).then_some((quarter, left))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    const KYIV: Tz = Tz::Europe__Kyiv;

    fn at(text: &str) -> DateTime<Utc> {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        KYIV.from_local_datetime(&local).unwrap().with_timezone(&Utc)
    }

    #[test]
    fn a_quarter_without_news_is_told_twice_and_in_daytime() {
        let fourth = Quarter { year: 2026, number: 4 };
        for (now, published, reminded, told) in [
            ("2026-12-17 12:00", None, None, None),
            ("2026-12-18 08:59", None, None, None),
            ("2026-12-18 09:00", None, None, Some((fourth, 14))),
            ("2026-12-20 09:00", Some("2026-09-30 23:59"), None, Some((fourth, 12))),
            ("2026-12-20 09:00", Some("2026-10-01 00:00"), None, None),
            ("2026-12-28 09:00", None, Some("2026-12-18 09:00"), None),
            ("2026-12-29 09:00", None, Some("2026-12-18 09:00"), Some((fourth, 3))),
            ("2026-12-31 23:59", None, Some("2026-12-29 09:00"), None),
            ("2026-12-31 23:59", None, None, Some((fourth, 1))),
            ("2027-01-01 12:00", None, Some("2026-12-29 09:00"), None),
            (
                "2027-03-18 12:00",
                None,
                Some("2026-12-29 09:00"),
                Some((Quarter { year: 2027, number: 1 }, 14)),
            ),
        ] {
            let found = due(at(now), KYIV, 9, published.map(at), reminded.map(at));
            assert_eq!(found, told, "{now}, published {published:?}, reminded {reminded:?}");
        }
    }

    #[test]
    fn the_year_begins_in_the_councils_zone() {
        let midnight = at("2027-01-01 00:00");
        assert_eq!(midnight.date_naive().year(), 2026, "in UTC it is still the year before");
        assert_eq!(due(midnight, KYIV, 0, None, None), None);
    }
}
