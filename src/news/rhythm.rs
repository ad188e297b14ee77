//! When a person wants to hear: at once or in a digest, and never at night.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc, Weekday,
};
use chrono_tz::Tz;

use crate::names::names;

/// The hour of the day at which digests come, if it is not a quiet one.
const DIGEST_HOUR: u16 = 9;
/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// How often a person hears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// When there is something.
    #[default]
    AtOnce,
    /// At nine in the morning.
    Daily,
    /// On Mondays at nine.
    Weekly,
}

names!(Rhythm { AtOnce = "at_once", Daily = "daily", Weekly = "weekly" });

/// Hours in which nothing is sent, in minutes of the civil day; the same twice: none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// From this minute.
    pub from: u16,
    /// Until this minute, perhaps of the next day.
    pub until: u16,
}

impl Default for Quiet {
    /// 21:00 to 8:00.
    fn default() -> Self {
        Self { from: 21 * 60, until: 8 * 60 }
    }
}

impl Quiet {
    /// No quiet hours.
    pub const NONE: Self = Self { from: 0, until: 0 };

    /// Those that `text` names, as 21:00-08:00; `none`: no quiet hours.
    pub fn parse(text: &str) -> Option<Self> {
        let minute = |text: &str| {
            let time = NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()?;
            u16::try_from(time.hour() * 60 + time.minute()).ok()
        };
        if text.trim() == "none" {
            return Some(Self::NONE);
        }
        let (from, until) = text.split_once(['-', '–'])?;
        let quiet = Self { from: minute(from)?, until: minute(until)? };
        (quiet.from != quiet.until).then_some(quiet)
    }

    /// Whether there are any.
    pub const fn is_none(self) -> bool {
        self.from == self.until
    }

    fn holds(self, minute: u16) -> bool {
        if self.from <= self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        }
    }

    /// The first moment from `time` on at which it is not quiet in `zone`.
    pub fn awake(self, time: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let local = time.with_timezone(&zone);
        let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0);
        if !self.holds(minute) {
            return time;
        }
        let today = local.date_naive();
        let day = if minute < self.until { today } else { today + Days::new(1) };
        at(day, self.until, zone)
    }

    /// The first moment after `time` at which it is quiet in `zone`; `None` if it never is.
    pub fn asleep(self, time: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let today = time.with_timezone(&zone).date_naive();
        let moments = (0..3).map(|ahead| at(today + Days::new(ahead), self.from, zone));
        (self.from != self.until)
            .then(|| moments.into_iter().find(|moment| *moment > time))
            .flatten()
    }
}

impl fmt::Display for Quiet {
    /// As people write them: 21:00–8:00.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, until) = (self.from, self.until);
        write!(f, "{}:{:02}–{}:{:02}", from / 60, from % 60, until / 60, until % 60)
    }
}

impl Rhythm {
    /// When something that is there at `time` is to be said.
    pub fn due(self, time: DateTime<Utc>, quiet: Quiet, zone: Tz) -> DateTime<Utc> {
        let days = match self {
            Self::AtOnce => return quiet.awake(time, zone),
            Self::Daily => 1,
            Self::Weekly => 7,
        };
        let today = time.with_timezone(&zone).date_naive();
        (0..=days)
            .map(|ahead| today + Days::new(ahead))
            .filter(|day| self == Self::Daily || day.weekday() == Weekday::Mon)
            .map(|day| quiet.awake(at(day, DIGEST_HOUR * 60, zone), zone))
            .find(|moment| *moment > time)
            .unwrap_or(time)
    }
}

/// The moment of `minute` of `day` in `zone`: the first of two where the clock is put back, the next that there is where
/// it is put forward.
fn at(day: NaiveDate, minute: u16, zone: Tz) -> DateTime<Utc> {
    let minute = u32::from(minute % DAY);
    let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or(NaiveTime::MIN);
    let wanted = day.and_time(time);
    (0..=8)
        .find_map(|quarter| {
            zone.from_local_datetime(&(wanted + TimeDelta::minutes(15 * quarter))).earliest()
        })
        .map_or_else(|| wanted.and_utc(), |moment| moment.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kyiv(text: &str) -> DateTime<Utc> {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        chrono_tz::Europe::Kyiv.from_local_datetime(&local).earliest().unwrap().with_timezone(&Utc)
    }

    #[test]
    fn quiet_hours_are_read_and_written_as_people_do() {
        let quiet = Quiet::parse("21:00-08:00");
        assert_eq!(quiet, Some(Quiet::default()));
        assert_eq!(Quiet::default().to_string(), "21:00–8:00");
        assert_eq!(Quiet::parse(" 22:30 – 7:05 "), Some(Quiet { from: 1350, until: 425 }));
        assert_eq!(Quiet::parse("none"), Some(Quiet::NONE));
        for text in ["", "21-8", "21:00", "24:00-08:00", "08:00-08:00", "8 to 9"] {
            assert_eq!(Quiet::parse(text), None, "{text}");
        }
    }

    #[test]
    fn at_night_it_waits_for_the_morning() {
        let quiet = Quiet::default();
        for (time, awake) in [
            ("2026-11-25 20:59", "2026-11-25 20:59"),
            ("2026-11-25 21:00", "2026-11-26 08:00"),
            ("2026-11-25 03:00", "2026-11-25 08:00"),
            ("2026-11-25 08:00", "2026-11-25 08:00"),
            ("2026-12-31 23:59", "2027-01-01 08:00"),
        ] {
            assert_eq!(quiet.awake(kyiv(time), chrono_tz::Europe::Kyiv), kyiv(awake), "{time}");
        }
        let siesta = Quiet { from: 13 * 60, until: 15 * 60 };
        assert_eq!(
            siesta.awake(kyiv("2026-11-25 14:00"), chrono_tz::Europe::Kyiv),
            kyiv("2026-11-25 15:00")
        );
        let never = Quiet::NONE;
        assert_eq!(
            never.awake(kyiv("2026-11-25 00:00"), chrono_tz::Europe::Kyiv),
            kyiv("2026-11-25 00:00")
        );
    }

    #[test]
    fn the_morning_is_the_civil_one_whatever_the_clock_does_in_the_night() {
        let quiet = Quiet::default();
        // Forward on 28 March 2027 (one hour less), back on 25 October 2026 (one more).
        for (evening, hours) in
            [("2027-03-27 21:00", 10), ("2026-10-24 21:00", 12), ("2026-10-26 21:00", 11)]
        {
            let evening = kyiv(evening);
            assert_eq!(
                quiet.awake(evening, chrono_tz::Europe::Kyiv) - evening,
                TimeDelta::hours(hours)
            );
        }
        // An end that the clock jumps over is the next minute that there is.
        let odd = Quiet { from: 0, until: 3 * 60 + 30 };
        assert_eq!(
            odd.awake(kyiv("2027-03-28 01:00"), chrono_tz::Europe::Kyiv),
            kyiv("2027-03-28 04:00")
        );
    }

    #[test]
    fn what_waits_too_long_runs_into_the_night() {
        let (quiet, zone) = (Quiet::default(), chrono_tz::Europe::Kyiv);
        for (time, asleep) in [
            ("2026-11-25 20:59", "2026-11-25 21:00"),
            ("2026-11-25 08:00", "2026-11-25 21:00"),
            ("2026-11-25 21:00", "2026-11-26 21:00"),
        ] {
            assert_eq!(quiet.asleep(kyiv(time), zone), Some(kyiv(asleep)), "{time}");
        }
        assert_eq!(Quiet::NONE.asleep(kyiv("2026-11-25 08:00"), zone), None);
    }

    #[test]
    fn digests_come_in_the_morning() {
        let zone = chrono_tz::Europe::Kyiv;
        for (rhythm, time, due) in [
            (Rhythm::Daily, "2026-11-25 08:59", "2026-11-25 09:00"),
            (Rhythm::Daily, "2026-11-25 09:00", "2026-11-26 09:00"),
            (Rhythm::Weekly, "2026-11-25 12:00", "2026-11-30 09:00"),
            (Rhythm::Weekly, "2026-11-30 09:00", "2026-12-07 09:00"),
        ] {
            assert_eq!(
                rhythm.due(kyiv(time), Quiet::default(), zone),
                kyiv(due),
                "{rhythm:?} {time}"
            );
        }
        let late = Quiet { from: 22 * 60, until: 11 * 60 };
        assert_eq!(
            Rhythm::Daily.due(kyiv("2026-11-25 10:00"), late, zone),
            kyiv("2026-11-25 11:00")
        );
    }
}
