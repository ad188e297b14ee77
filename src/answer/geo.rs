//! Distances, and coordinates typed in a text.

use std::ops::Range;

use rust_decimal::{Decimal, prelude::FromPrimitive};

use crate::{i18n::Locale, table::Point, text::number};

/// The mean radius of the Earth, metres (IUGG).
const EARTH: f64 = 6_371_008.8;

/// The great-circle distance between two places, metres.
pub fn distance(a: Point, b: Point) -> f64 {
    let (from, to) = (a.lat.to_radians(), b.lat.to_radians());
    let half_lat = (to - from) / 2.0;
    let half_lon = (b.lon - a.lon).to_radians() / 2.0;
    let haversine = half_lat.sin().powi(2) + from.cos() * to.cos() * half_lon.sin().powi(2);
    2.0 * EARTH * haversine.clamp(0.0, 1.0).sqrt().asin()
}

/// A distance as people say it: to ten metres below a kilometre, to a hundred below ten, then whole kilometres.
///
/// What is no distance (not finite, negative) is said as none.
pub fn format_distance(metres: f64, locale: Locale) -> String {
    let metres = if metres.is_finite() { metres.max(0.0) } else { 0.0 };
    let tens = (metres / 10.0).round() * 10.0;
    let (key, value, digits) = if tens < 1000.0 {
        ("distance-metres", tens, 0)
    } else if metres < 9_950.0 {
        ("distance-kilometres", metres / 1000.0, 1)
    } else {
        ("distance-kilometres", metres / 1000.0, 0)
    };
    let value = Decimal::from_f64(value).unwrap_or_default().round_dp(digits).normalize();
    locale.text(key, &[("value", number::format(value, locale).into())])
}

/// A number in a text.
struct Number {
    value: f64,
    /// The digits after the mark.
    fraction: u8,
    span: Range<usize>,
    /// N, S, E or W beside it.
    side: Option<char>,
}

/// The first coordinates in `text`, with the bytes they stand in: "48.8059, 29.3958", «48,81 29,39», "N48.80 E29.39",
/// "29.39E 48.80N", "48°48'20\"N 29°23'45\"E".
///
/// Without N and E both need decimals, latitude first; what looks like times, dates or prices with two decimals is not taken.
pub fn find(text: &str) -> Option<(Point, Range<usize>)> {
    let numbers = numbers(text);
    numbers.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        let between = &text[first.span.end..second.span.start];
        let apart = between.chars().count() <= 3
            && !between.is_empty()
            && between
                .chars()
                .all(|char| char.is_whitespace() || matches!(char, ',' | ';' | '/' | '|'));
        if !apart {
            return None;
        }
        let (lat, lon) = match (first.side, second.side) {
            (Some('N' | 'S'), Some('E' | 'W')) => (first, second),
            (Some('E' | 'W'), Some('N' | 'S')) => (second, first),
            (None, None) if are_coordinates(first, second) => (first, second),
            _ => return None,
        };
        let point = Point {
            lat: if lat.side == Some('S') { -lat.value } else { lat.value },
            lon: if lon.side == Some('W') { -lon.value } else { lon.value },
        };
        let on_earth = point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0;
        on_earth.then_some((point, first.span.start..second.span.end))
    })
}

/// Whether two numbers with no sides named are a place and no times («10.00 12.30»), dates («01.05 31.05»).
fn are_coordinates(first: &Number, second: &Number) -> bool {
    if first.fraction < 2 || second.fraction < 2 {
        return false;
    }
    let exact = first.fraction >= 3 && second.fraction >= 3;
    let date_or_time = |number: &Number| {
        let part = (number.value.abs().fract() * 100.0).round();
        let whole = number.value.abs().trunc();
        number.fraction == 2
            && ((whole <= 24.0 && part < 60.0) || (whole <= 31.0 && (1.0..=12.0).contains(&part)))
    };
    exact || !(date_or_time(first) && date_or_time(second))
}

/// The numbers of `text` with their sides; at most 64, a text with more is no place.
fn numbers(text: &str) -> Vec<Number> {
    const MOST: usize = 64;
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < bytes.len() && numbers.len() < MOST {
        if !digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        while digit(at) {
            at += 1;
        }
        let mut fraction = 0;
        if matches!(bytes.get(at), Some(b'.' | b',')) && digit(at + 1) {
            let mark = at;
            at += 1;
            while digit(at) {
                at += 1;
            }
            fraction = at - mark - 1;
        }
        let (mut start, mut value) = (start, decimal(&text[start..at]));
        let end_of_degrees = at;
        let (minutes, end) = minutes(text, at);
        if let Some(minutes) = minutes {
            value = value.map(|value| value + minutes);
            at = end;
        } else if text[at..].starts_with('°') {
            at += '°'.len_utf8();
        }
        // A minus that joins nothing: "-48.8" but not "5-48.8".
        let before = text[..start].chars().next_back();
        if matches!(before, Some('-' | '−')) {
            let minus = before.map_or(0, char::len_utf8);
            let joined =
                text[..start - minus].chars().next_back().is_some_and(char::is_alphanumeric);
            if !joined {
                start -= minus;
                value = value.map(|value| -value);
            }
        }
        // Letters or a further mark of decimals make it a code, a date or a version.
        let taken = numbers.last().map_or(0, |last: &Number| last.span.end);
        let side_before = side(text[..start].trim_end().chars().next_back())
            .filter(|_| stands_alone_before(text[..start].trim_end()))
            .filter(|_| text[..start].trim_end().len() > taken);
        let after = text[at..].trim_start_matches(' ');
        let side_after = side(after.chars().next())
            .filter(|_| !after.chars().nth(1).is_some_and(char::is_alphanumeric));
        let joined =
            text[..start].chars().next_back().is_some_and(|char| {
                char.is_alphanumeric() || matches!(char, '.' | '№' | '#' | '+')
            }) && side_before.is_none();
        let goes_on = text[at..]
            .chars()
            .next()
            .is_some_and(|char| char.is_alphabetic() || char == ':' || char == '-')
            && side_after.is_none()
            || (matches!(bytes.get(at), Some(b'.')) && digit(at + 1));
        let Some(value) = value.filter(|_| !joined && !goes_on) else { continue };
        let mut span = start..at;
        let mut number_side = None;
        if let Some(found) = side_before {
            number_side = Some(found);
            span.start = text[..start].trim_end().len() - 1;
        } else if let Some(found) = side_after
            // In "29.39 N48.80" the letter is the next number's.
            && !after.chars().nth(1).is_some_and(|next| next.is_ascii_digit())
        {
            number_side = Some(found);
            span.end = text.len() - after.len() + 1;
            at = span.end;
        }
        let in_degrees = at > end_of_degrees && minutes.is_some();
        let fraction = if in_degrees { 6 } else { u8::try_from(fraction).unwrap_or(u8::MAX) };
        numbers.push(Number { value, fraction, span, side: number_side });
    }
    numbers
}

/// Degrees in «48'20"» after a degree sign at `at`, and the byte after them.
fn minutes(text: &str, at: usize) -> (Option<f64>, usize) {
    let Some(rest) = text[at..].strip_prefix('°') else { return (None, at) };
    let part = |rest: &str, marks: &[&str]| -> Option<(f64, usize)> {
        let trimmed = rest.trim_start_matches(' ');
        let digits = trimmed.find(|char: char| !char.is_ascii_digit() && char != '.')?;
        let mark = marks.iter().find(|mark| trimmed[digits..].starts_with(**mark))?;
        let value = decimal(&trimmed[..digits]).filter(|value| *value < 60.0)?;
        Some((value, rest.len() - trimmed.len() + digits + mark.len()))
    };
    let Some((minutes, length)) = part(rest, &["'", "′", "’"]) else { return (None, at) };
    let end = at + '°'.len_utf8() + length;
    match part(&text[end..], &["\"", "″", "''", "”"]) {
        Some((seconds, length)) => (Some(minutes / 60.0 + seconds / 3600.0), end + length),
        None => (Some(minutes / 60.0), end),
    }
}

fn side(char: Option<char>) -> Option<char> {
    char.filter(|char| matches!(char, 'N' | 'S' | 'E' | 'W'))
}

/// Whether the last letter of `text` is a word of its own.
fn stands_alone_before(text: &str) -> bool {
    !text.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
}

fn decimal(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(lat: f64, lon: f64) -> Point {
        Point { lat, lon }
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        for (from, to, metres) in [
            (point(48.81, 29.39), point(48.81, 29.39), 0.0),
            (point(0.0, 0.0), point(0.0, 1.0), 111_195.0),
            (point(50.4501, 30.5234), point(49.2328, 28.4810), 199_806.0), // Київ – Вінниця
            (point(0.0, 0.0), point(0.0, 180.0), 20_015_115.0),
        ] {
            let found = distance(from, to);
            assert!((found - metres).abs() <= metres * 0.002 + 0.1, "{found} against {metres}");
            assert!((found - distance(to, from)).abs() < 1e-6);
        }
    }

    #[test]
    fn distances_are_said_as_people_say_them() {
        for (metres, uk, en) in [
            (0.0, "0 м", "0 m"),
            (347.0, "350 м", "350 m"),
            (994.0, "990 м", "990 m"),
            (996.0, "1 км", "1 km"),
            (1_230.0, "1,2 км", "1.2 km"),
            (9_940.0, "9,9 км", "9.9 km"),
            (9_960.0, "10 км", "10 km"),
            (12_700.0, "13 км", "13 km"),
            (f64::NAN, "0 м", "0 m"),
        ] {
            assert_eq!(format_distance(metres, Locale::Uk), uk);
            assert_eq!(format_distance(metres, Locale::En), en);
        }
    }

    #[test]
    fn coordinates_are_found_where_people_type_them() {
        for (text, lat, lon, span) in [
            ("48.8059, 29.3958", 48.8059, 29.3958, "48.8059, 29.3958"),
            ("48,81 29,39", 48.81, 29.39, "48,81 29,39"),
            ("48,81, 29,39", 48.81, 29.39, "48,81, 29,39"),
            ("найближча аптека 48.81,29.39?", 48.81, 29.39, "48.81,29.39"),
            ("N48.80 E29.39", 48.8, 29.39, "N48.80 E29.39"),
            ("48.80N, 29.39E", 48.8, 29.39, "48.80N, 29.39E"),
            ("E 29.39 N 48.80", 48.8, 29.39, "E 29.39 N 48.80"),
            ("49 N 30 E", 49.0, 30.0, "49 N 30 E"),
            ("33.8 S 151.2 E", -33.8, 151.2, "33.8 S 151.2 E"),
            ("-33.865, 151.209", -33.865, 151.209, "-33.865, 151.209"),
            ("10.123 20.456", 10.123, 20.456, "10.123 20.456"),
            ("https://maps/@48.8059,29.3958", 48.8059, 29.3958, "48.8059,29.3958"),
            ("48°48'36\"N 29°23'24\"E", 48.81, 29.39, "48°48'36\"N 29°23'24\"E"),
            ("48.8059° 29.3958°", 48.8059, 29.3958, "48.8059° 29.3958°"),
        ] {
            let (found, bytes) = find(text).unwrap_or_else(|| panic!("{text}"));
            assert!(
                (found.lat - lat).abs() < 1e-9 && (found.lon - lon).abs() < 1e-9,
                "{text}: {found:?}"
            );
            assert_eq!(&text[bytes], span, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_place() {
        for text in [
            "",
            "48.81",
            "10.00 12.30",
            "з 10.00, 12.30",
            "31.12 25.12",
            "10, 20",
            "48, 29",
            "05.05.2025, 06.05.2025",
            "95.123, 29.123",
            "48.123, 181.123",
            "2-11-01",
            "тариф 33,5 і 38,16",
            "v1.2345 2.3456x",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(10_000))]
        #[test]
        fn any_text_is_read_without_a_panic(text in "[0-9.,°'\"NSEW −\\-;a№é]{0,24}|\\PC{0,24}") {
            if let Some((place, span)) = find(&text) {
                proptest::prop_assert!(text.get(span).is_some());
                proptest::prop_assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0);
            }
        }
    }
}
