//! A day and time as an admin writes them.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The moment that `text` names after `now`: `25.12.2026 10:00`, `25.12 10:00`, `завтра 10:00`, `10:00`; `None` if it
/// names none, or one that is over.
pub fn moment(text: &str, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&zone).date_naive();
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| !matches!(*word, "о" | "at")).collect();
    let (day, time) = match words.as_slice() {
        [time] => (None, *time),
        [day, time] => (Some(day.to_lowercase()), *time),
        _ => return None,
    };
    let time = NaiveTime::parse_from_str(&time.replace('.', ":"), "%H:%M").ok()?;
    let at = |day: NaiveDate| {
        Some(zone.from_local_datetime(&day.and_time(time)).earliest()?.with_timezone(&Utc))
            .filter(|moment| *moment > now)
    };
    match day.as_deref() {
        None => at(today).or_else(|| at(today + Days::new(1))),
        Some("сьогодні" | "today") => at(today),
        Some("завтра" | "tomorrow") => at(today + Days::new(1)),
        Some(day) => {
            let whole = ["%d.%m.%Y", "%Y-%m-%d"];
            if let Some(day) =
                whole.iter().find_map(|format| NaiveDate::parse_from_str(day, format).ok())
            {
                return at(day);
            }
            let of_year = |year: i32| {
                NaiveDate::parse_from_str(
                    &format!("{}.{year}", day.trim_end_matches('.')),
                    "%d.%m.%Y",
                )
                .ok()
            };
            of_year(today.year()).and_then(at).or_else(|| of_year(today.year() + 1).and_then(at))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_read_as_people_write_them() {
        let zone = chrono_tz::Europe::Kyiv;
        let now = zone.with_ymd_and_hms(2026, 11, 26, 12, 0, 0).unwrap().with_timezone(&Utc);
        let read = |text: &str| {
            moment(text, now, zone)
                .map(|at| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
        };
        for (text, expected) in [
            ("25.12.2026 10:00", "2026-12-25 10:00"),
            ("25.12 о 10:00", "2026-12-25 10:00"),
            ("01.02 9:30", "2027-02-01 09:30"),
            ("Завтра 10.00", "2026-11-27 10:00"),
            ("tomorrow at 08:15", "2026-11-27 08:15"),
            ("18:00", "2026-11-26 18:00"),
            ("9:00", "2026-11-27 09:00"),
            ("2026-12-01 10:00", "2026-12-01 10:00"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "колись", "25.12.2025 10:00", "31.02.2027 10:00", "25:00", "сьогодні 9:00"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
