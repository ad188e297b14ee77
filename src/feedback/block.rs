//! `/block`: whom, for how long and why, as an officer writes it.

use chrono::TimeDelta;

/// The longest block.
const LONGEST: TimeDelta = TimeDelta::days(366);
/// Letters of a reason.
const REASON: usize = 300;

/// A block as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The number of the matter, where it was given.
    pub matter: Option<i64>,
    /// For how long.
    pub length: TimeDelta,
    /// Why.
    pub reason: String,
}

impl Block {
    /// Reads «number, if any, length, reason»: «7 днів образи», «№ 12 24 hours the same again», «12 7 днів спам». `None` without a length (of at
    /// most a year) or a reason.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let spaced = text.replace('№', " ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let is_count = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
        let (matter, words) = match words.as_slice() {
            [number, rest @ ..] if text.starts_with('№') => (Some(matter(number)?), rest),
            // «12 7 днів»; but «12 тижнів» is a length.
            [number, rest @ ..] if is_count(number) && rest.first().is_some_and(is_count) => {
                (Some(matter(number)?), rest)
            }
            words => (None, words),
        };
        let (length, used) = length(words)?;
        let reason: String = words.get(used..)?.join(" ").chars().take(REASON).collect();
        (!reason.is_empty()).then_some(Self { matter, length, reason })
    }
}

/// The number of a matter, as people write it: «12», «№12».
pub fn matter(text: &str) -> Option<i64> {
    let digits = text.trim().trim_start_matches('№').trim();
    digits.parse().ok().filter(|number| *number > 0)
}

/// The length at the beginning of `words`, and how many of them it takes.
fn length(words: &[&str]) -> Option<(TimeDelta, usize)> {
    let (count, unit, used) = match words {
        [count, unit, ..] if count.parse::<i64>().is_ok() => (count.parse().ok()?, *unit, 2),
        [unit, ..] => (1, *unit, 1),
        [] => return None,
    };
    let unit = unit.to_lowercase();
    let unit = unit.trim_end_matches(['.', ',', ':', ';']);
    // The singular alone is enough only of a week or more: «день» begins many a reason.
    let hours = match unit {
        "год" | "година" | "годину" | "години" | "годин" | "h" | "hour" | "hours" => {
            1
        }
        "день" | "дні" | "днів" | "доба" | "добу" | "діб" | "д" | "d" | "day" | "days" => {
            24
        }
        "тиждень" | "тижні" | "тижнів" | "week" | "weeks" => 7 * 24,
        "місяць" | "місяці" | "місяців" | "month" | "months" => 30 * 24,
        "рік" | "year" => 365 * 24,
        _ => return None,
    };
    if used == 1 && hours < 7 * 24 {
        return None;
    }
    let length = TimeDelta::try_hours(i64::checked_mul(hours, count)?)?;
    (length > TimeDelta::zero() && length <= LONGEST).then_some((length, used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_names_its_length_and_reason_and_perhaps_a_matter() {
        for (text, matter, days, reason) in [
            ("7 днів образи", None, 7, "образи"),
            ("№ 12 7 днів  образи й\nспам", Some(12), 7, "образи й спам"),
            ("№12 тиждень спам", Some(12), 7, "спам"),
            ("12 24 години спам", Some(12), 1, "спам"),
            ("3 days the same again", None, 3, "the same again"),
            ("місяць погрози", None, 30, "погрози"),
            ("1 рік погрози", None, 365, "погрози"),
            ("2 тижні погрози", None, 14, "погрози"),
            ("7 днів 3 рази те саме", None, 7, "3 рази те саме"),
        ] {
            let length = TimeDelta::days(days);
            let expected = Block { matter, length, reason: reason.to_owned() };
            assert_eq!(Block::parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn without_a_length_or_a_reason_it_is_none() {
        for text in [
            "",
            "образи",
            "7 днів",
            "0 днів образи",
            "-7 днів образи",
            "800 днів образи",
            "9223372036854775807 місяців образи",
            "слово 7 днів образи",
            "день образи",
        ] {
            assert_eq!(Block::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_matters_number_is_read_with_and_without_its_sign() {
        for text in ["12", "№12", " № 12 "] {
            assert_eq!(matter(text), Some(12), "{text}");
        }
        for text in ["", "№", "0", "-1", "дванадцять"] {
            assert_eq!(matter(text), None, "{text}");
        }
    }
}
