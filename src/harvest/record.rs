//! Lenient reading of other people's JSON: values of the wrong type are read as well as they can be, texts are bounded.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde_json::Value;

/// The most characters of a title, name, format or the like.
pub(super) const LINE: usize = 1_000;
/// The most characters of a description.
pub(super) const TEXT: usize = 20_000;
/// The most entries of a list within a dataset: tags, resources.
pub(super) const LIST: usize = 1_000;

/// `value[key]` as text of at most `limit` characters: strings, numbers, yes and no, the first of a list, the
/// Ukrainian or else the first of a map of languages. Empty for anything else.
pub(super) fn text(value: &Value, key: &str, limit: usize) -> String {
    value.get(key).map(|value| plain(value, limit, 3)).unwrap_or_default()
}

/// As [`text`], `None` if empty.
pub(super) fn optional(value: &Value, key: &str, limit: usize) -> Option<String> {
    Some(text(value, key, limit)).filter(|text| !text.is_empty())
}

/// Any value as text, to the given depth of lists and maps.
pub(super) fn plain(value: &Value, limit: usize, depth: u8) -> String {
    match value {
        Value::String(text) => clean(text, limit),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Array(list) if depth > 0 => {
            list.first().map(|value| plain(value, limit, depth - 1)).unwrap_or_default()
        }
        Value::Object(map) if depth > 0 => ["uk", "ua", "@value", "name", "title"]
            .iter()
            .find_map(|key| map.get(*key))
            .or_else(|| map.values().next())
            .map(|value| plain(value, limit, depth - 1))
            .unwrap_or_default(),
        Value::Array(_) | Value::Object(_) | Value::Null => String::new(),
    }
}

/// `text` trimmed, at most `limit` characters, without control characters (PostgreSQL refuses NUL) but line ends, and
/// without the marks that turn the direction of writing, which could turn our own words beside it.
pub(super) fn clean(text: &str, limit: usize) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let harmless = |c: &char| (!c.is_control() && !turns(*c)) || matches!(c, '\n' | '\t');
    let kept = text.trim().chars().filter(harmless);
    kept.take(limit).collect::<String>().trim_end().to_owned()
}

/// `value[key]` as a moment: RFC 3339, CKAN's time without a zone (UTC), a date, a year and month or a year.
pub(super) fn time(value: &Value, key: &str) -> Option<DateTime<Utc>> {
    let text = text(value, key, 60);
    // DCAT's `modified` may be an interval or a frequency: "2020-01-01/2021-01-01", "R/P1D".
    let text = text.split('/').next().unwrap_or_default();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    if let Some(time) =
        formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    {
        return Some(time.and_utc());
    }
    let date = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    NaiveDate::parse_from_str(&date, "%Y-%m-%d")
        .ok()
        .map(|date| date.and_time(NaiveTime::MIN).and_utc())
}

/// `value[key]` as a size in bytes, a number or text.
pub(super) fn size(value: &Value, key: &str) -> Option<u64> {
    match value.get(key)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// `url` with the host's trailing dot and data.gov.ua's `www.` folded away; as it is if it is no address.
pub(super) fn fold_url(url: &str) -> String {
    let Ok(mut parsed) = url::Url::parse(url) else { return url.to_owned() };
    let Some(host) = parsed.host_str() else { return url.to_owned() };
    let folded = host.trim_end_matches('.');
    let folded = if folded == "www.data.gov.ua" { "data.gov.ua" } else { folded }.to_owned();
    if folded != host && parsed.set_host(Some(&folded)).is_ok() {
        return parsed.into();
    }
    url.to_owned()
}
