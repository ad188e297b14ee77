//! Single values out of text: numbers, dates, times, spans, answers yes or no, places, addresses of all kinds.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::Point;

/// Whether a text stands for nothing: a dash, "null", "н/д".
pub(super) fn is_missing(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    match text {
        "" | "-" | "–" | "—" | "−" | "--" | "---" | "..." | "…" | ".." | "_" | "#" => {
            return true;
        }
        _ => {}
    }
    !text.starts_with(|c: char| c.is_ascii_digit()) && MISSING.iter().any(|word| is(text, word))
}

/// What people and programs write where there is nothing.
const MISSING: &[&str] = &[
    "null",
    "none",
    "nan",
    "n/a",
    "na",
    "#n/a",
    "#н/д",
    "н/д",
    "н.д.",
    "н/д.",
    "нд",
    "undefined",
    "немає даних",
    "дані відсутні",
    "відсутні дані",
    "інформація відсутня",
    "не вказано",
    "(null)",
    "<null>",
    "nil",
];

/// Whether a text is `word`, which is in lower case, whatever the text's case is.
pub(super) fn is(text: &str, word: &str) -> bool {
    // Letters of our alphabets are as long in lower case as in upper case.
    text.len() == word.len()
        && text.chars().zip(word.chars()).all(|(one, other)| lower(one) == other)
}

/// A letter of the Latin or Cyrillic alphabet in lower case, quickly; others as they are.
pub(super) fn lower(c: char) -> char {
    match c {
        'A'..='Z' | 'А'..='Я' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
        'Ѐ'..='Џ' => char::from_u32(u32::from(c) + 80).unwrap_or(c),
        'Ґ' => 'ґ',
        _ => c,
    }
}

/// Whether a character is a letter or a digit; those of our alphabets are told quickly.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        'Ѐ'..='ҁ' | 'Ҋ'..='ӿ' => true,
        _ => c.is_alphanumeric(),
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

/// An exact number: "1 234,5", "1'234.50", "−7", "(12)", "45 %", "100 грн", "1.6354854E7".
pub(super) fn number(text: &str) -> Option<Decimal> {
    if let Some(plain) = plain_number(text.as_bytes()) {
        return Some(plain);
    }
    if text.len() > 60 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut rest = text.trim();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        negative = true;
        rest = inner.trim();
    }
    for unit in ["грн.", "грн", "UAH", "uah", "₴", "%", "$", "€"] {
        if let Some(inner) = rest.strip_suffix(unit) {
            rest = inner.trim_end_matches(is_space);
            break;
        }
    }
    if let Some(inner) = rest.strip_prefix(['-', '−', '–']) {
        if negative {
            return None;
        }
        negative = true;
        rest = inner.trim_start_matches(is_space);
    } else if let Some(inner) = rest.strip_prefix(['₴', '$', '€']) {
        rest = inner.trim_start_matches(is_space);
    }
    let (mantissa, exponent) = match rest.split_once(['E', 'e']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (rest, 0),
    };
    if exponent.unsigned_abs() > 20 || !mantissa.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = ungrouped(mantissa)?;
    let mut value: Decimal = if exponent == 0 {
        digits.parse().ok()?
    } else {
        Decimal::from_scientific(&format!("{digits}e{exponent}")).ok()?.normalize()
    };
    if negative {
        value.set_sign_negative(true);
    }
    Some(value)
}

/// The commonest form, quickly: at most 18 digits with at most one point or comma, perhaps a minus.
fn plain_number(bytes: &[u8]) -> Option<Decimal> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > 18 || !digits[0].is_ascii_digit() {
        return None;
    }
    let (mut value, mut scale, mut point) = (0_i64, 0_u32, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                scale += u32::from(point);
            }
            b'.' | b',' if !point => point = true,
            _ => return None,
        }
    }
    if point && scale == 0 {
        return None;
    }
    Some(Decimal::new(if negative { -value } else { value }, scale))
}

/// Digits with a point, out of digits in groups of three with any mark between them.
fn ungrouped(text: &str) -> Option<String> {
    let marks: Vec<(usize, char)> =
        text.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let is_apostrophe = |c: char| matches!(c, '\'' | '’' | 'ʼ' | '`');
    let last = marks.last().copied();
    let commas = marks.iter().filter(|(_, c)| *c == ',').count();
    let points = marks.iter().filter(|(_, c)| *c == '.').count();
    // The decimal mark is a comma or a point that stands once and last.
    let decimal = last.filter(|(_, c)| (*c == ',' && commas == 1) || (*c == '.' && points == 1));
    let (whole, fraction) = match decimal {
        Some((at, _)) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let mut groups = whole.split(|c: char| is_space(c) || is_apostrophe(c) || c == ',' || c == '.');
    let mut kinds = whole.chars().filter(|c| !c.is_ascii_digit());
    if let Some(first) = kinds.next()
        && !kinds.all(|c| c == first || (is_space(c) && is_space(first)))
    {
        return None;
    }
    let first = groups.next()?;
    let mut digits = first.to_owned();
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        grouped = true;
        digits.push_str(group);
    }
    if grouped && !(1..=3).contains(&first.len())
        || !digits.bytes().all(|b| b.is_ascii_digit())
        || digits.is_empty()
    {
        return None;
    }
    if let Some(fraction) = fraction {
        if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.push('.');
        digits.push_str(fraction);
    }
    Some(digits)
}

const MONTHS: [&str; 12] = [
    "січ",
    "лют",
    "берез",
    "квіт",
    "трав",
    "черв",
    "лип",
    "серп",
    "верес",
    "жовт",
    "листоп",
    "груд",
];

/// A date, with a time where one is written: "05.03.2025", "2025-03-05T10:00", "5 березня 2025 р.".
pub(super) fn moment(text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    if text.len() < 6 || text.len() > 60 || !text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let text =
        text.trim_end_matches("року").trim_end_matches("р.").trim_end_matches(" р").trim_end();
    if text.is_ascii() {
        let end = text.find(['T', ' ']).unwrap_or(text.len());
        let date = numeric_date(&text[..end])?;
        let rest = text[end..].trim_start_matches(['T', ' ']);
        if rest.is_empty() {
            return Some((date, None));
        }
        let clock = rest.trim_end_matches('Z');
        let clock = clock.split(['+', '.']).next().unwrap_or(clock);
        return Some((date, Some(time(clock, false)?)));
    }
    let mut words = text.split_whitespace();
    let day: u32 = words.next()?.parse().ok()?;
    let month = words.next()?.to_lowercase();
    let month = MONTHS.iter().position(|stem| month.starts_with(stem))?;
    let year: i32 = words.next()?.parse().ok()?;
    if words.next().is_some() || !(1800..=2200).contains(&year) {
        return None;
    }
    Some((NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()? + 1, day)?, None))
}

fn numeric_date(text: &str) -> Option<NaiveDate> {
    if text.len() > 10 {
        return None;
    }
    let mut parts = text.split(['.', '-', '/']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.next().is_some() || ![first, second, third].into_iter().all(digits) {
        return None;
    }
    let (year, month, day) =
        if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    if month.len() > 2 || day.len() > 2 || !matches!(year.len(), 2 | 4) {
        return None;
    }
    // Two digits of a year are of this century: open data knows no other.
    let century = if year.len() == 2 { 2000 } else { 0 };
    let year = year.parse::<i32>().ok()? + century;
    if !(1000..=2999).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// A time of day: "8:00", "08:00:00", and "8.30" where `dotted` times are meant. Midnight as "24:00" is 23:59.
pub(super) fn time(text: &str, dotted: bool) -> Option<NaiveTime> {
    let text = text.trim();
    if text.len() > 8 || !text.is_ascii() {
        return None;
    }
    let mut parts = text.split(|c| c == ':' || (dotted && matches!(c, '.' | '-')));
    let (hours, minutes) = (parts.next()?, parts.next()?);
    let seconds = parts.next().unwrap_or("0");
    let digits = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.next().is_some()
        || !digits(hours, 2)
        || minutes.len() != 2
        || !digits(minutes, 2)
        || !digits(seconds, 2)
    {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if (hours, minutes) == (24, 0) {
        return NaiveTime::from_hms_opt(23, 59, 0);
    }
    NaiveTime::from_hms_opt(hours, minutes, seconds.parse().ok()?)
}

/// From one time of day to another, and nothing else: "08:00-17:00", "з 8:00 до 17.00", "9–13".
pub(super) fn span(text: &str) -> Option<(NaiveTime, NaiveTime)> {
    if text.len() < 3 || text.len() > 40 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim().trim_end_matches("год.").trim_end_matches("год").trim_end();
    let rest = ["із ", "від ", "з "].iter().find_map(|word| lower.strip_prefix(word));
    let (from, to) = match rest {
        Some(rest) => rest.split_once(" до ").or_else(|| rest.split_once(" по "))?,
        None => lower.split_once(['–', '—', '−']).or_else(|| lower.split_once(" до ")).or_else(
            || (lower.matches('-').count() == 1).then(|| lower.split_once('-')).flatten(),
        )?,
    };
    let end = |text: &str| {
        let text = text.trim();
        time(text, true)
            .or_else(|| time(&format!("{text}:00"), false))
            .map(|time| (time, text.len() > 2))
    };
    let ((from, exact_from), (to, exact_to)) = (end(from)?, end(to)?);
    // "9-13" alone may be a house, a score or a class; one side must show minutes.
    (exact_from || exact_to).then_some((from, to))
}

/// Yes or no in words; `numbers` too where the header asks a question.
pub(super) fn flag(text: &str, numbers: bool) -> Option<bool> {
    if text.len() > 30 {
        return None;
    }
    match text.to_lowercase().as_str() {
        "так"
        | "yes"
        | "true"
        | "істина"
        | "є"
        | "наявний"
        | "наявна"
        | "наявне"
        | "наявні"
        | "+"
        | "наявно"
        | "в наявності"
        | "у наявності"
        | "має"
        | "✓"
        | "✔" => Some(true),
        "ні"
        | "no"
        | "false"
        | "хиба"
        | "немає"
        | "нема"
        | "відсутній"
        | "відсутня"
        | "відсутнє"
        | "відсутні"
        | "відсутньо"
        | "не має"
        | "не наявний"
        | "не наявна"
        | "-"
        | "–"
        | "—" => Some(false),
        "1" if numbers => Some(true),
        "0" if numbers => Some(false),
        _ => None,
    }
}

/// "48.81, 29.39": a latitude and a longitude.
pub(super) fn point(text: &str) -> Option<Point> {
    if text.len() > 60 {
        return None;
    }
    let text = text.trim_matches(['(', ')', '[', ']', ' ']);
    let (first, second) = text
        .split_once(", ")
        .or_else(|| text.split_once(';'))
        .or_else(|| (text.matches(',').count() == 1).then(|| text.split_once(',')).flatten())
        .or_else(|| text.split_once(' '))?;
    let degrees = |text: &str| {
        let text = text.trim().replace(',', ".");
        text.contains('.')
            .then(|| text.parse::<f64>().ok())
            .flatten()
            .filter(|value| value.is_finite())
    };
    let (lat, lon) = (degrees(first)?, degrees(second)?);
    // Two numbers with one decimal are a size or a score.
    let fine = |text: &str| {
        text.trim().split(['.', ',']).nth(1).is_some_and(|fraction| fraction.len() >= 2)
    };
    ((-90.0..=90.0).contains(&lat)
        && (-180.0..=180.0).contains(&lon)
        && fine(first)
        && fine(second))
    .then_some(Point { lat, lon })
}

/// Whether a text is one or more telephone numbers. Bare digits count only where `said` that telephones are meant.
pub(super) fn is_phone(text: &str, said: bool) -> bool {
    if text.len() < 5 || text.len() > 160 {
        return false;
    }
    let lower = text.to_lowercase();
    let mut digits = 0;
    let mut marks = 0;
    for c in lower.chars() {
        match c {
            '0'..='9' => digits += 1,
            '+' | '(' | ')' | '-' | '–' | '—' => marks += 1,
            ' ' | '\u{a0}' | ',' | ';' | '/' | '.' | '\n' | '\r' => {}
            // "тел.", "факс", "моб.", "вн. 12", "т."
            c if c.is_alphabetic() && (said || marks > 0) => {}
            ':' if said => {}
            _ => return false,
        }
    }
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 12 || digits < 5 {
        return false;
    }
    if said {
        return true;
    }
    let first: String =
        lower.chars().filter(|c| !matches!(c, ' ' | '(' | ')' | '-' | '.')).take(13).collect();
    let bare = first.chars().take_while(|c| c.is_ascii_digit() || *c == '+').count();
    lower.starts_with("+380")
        || first.starts_with("380") && bare == 12
        || (first.starts_with('0') && bare >= 10 && (marks > 0 || lower.contains(' ')))
}

/// Whether a text is one or more mail addresses.
pub(super) fn is_email(text: &str) -> bool {
    text.len() <= 300
        && text.contains('@')
        && text.split([',', ';', ' ', '\n']).filter(|part| !part.is_empty()).all(|part| {
            part.split_once('@').is_some_and(|(who, host)| {
                !who.is_empty()
                    && host.contains('.')
                    && !host.contains('@')
                    && !host.starts_with('.')
            })
        })
}

/// Whether a text is a link.
pub(super) fn is_link(text: &str) -> bool {
    let Some(start) = text.get(..text.len().min(8)) else { return false };
    let start = start.to_ascii_lowercase();
    (start.starts_with("http://") || start.starts_with("https://") || start.starts_with("www."))
        && text.split_whitespace().all(|part| part.contains('.'))
}

/// What of a timetable a text tells: (days or other schedule words, times of day).
pub(super) fn schedule(text: &str) -> (bool, bool) {
    if text.len() > 1000 {
        return (false, false);
    }
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !(is_letter(c) || matches!(c, '\'' | '’' | 'ʼ')) || c.is_ascii_digit());
    let days = words.clone().any(|word| {
        matches!(
            word,
            "пн" | "вт"
                | "ср"
                | "чт"
                | "пт"
                | "сб"
                | "нд"
                | "понеділок"
                | "середа"
                | "четвер"
                | "неділя"
        ) || [
            "понеділ",
            "вівтор",
            "серед",
            "четвер",
            "субот",
            "неділ",
            "щоден",
            "щодня",
            "цілодоб",
            "будн",
            "вихідн",
            "п'ятниц",
            "п’ятниц",
            "пʼятниц",
            "щотижн",
        ]
        .iter()
        .any(|stem| word.starts_with(stem))
    });
    // HH:MM or HH.MM somewhere.
    let bytes = lower.as_bytes();
    let times = bytes.windows(4).enumerate().any(|(at, window)| {
        window[0].is_ascii_digit()
            && matches!(window[1], b':' | b'.')
            && window[2].is_ascii_digit()
            && window[3].is_ascii_digit()
            && !bytes.get(at + 4).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.')
            && !(at >= 2 && bytes[at - 2] == b'.')
    }) || lower.contains("цілодоб");
    (days, times)
}
