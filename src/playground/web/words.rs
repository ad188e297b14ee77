//! The words of the page, in one language.

use axum::{Json, extract::Path, http::StatusCode};
use fluent_bundle::FluentValue;
use serde_json::{Map, Value};

use crate::i18n::Locale;

/// The page's messages.
const KEYS: &[&str] = &[
    "playground-title",
    "playground-brand",
    "playground-place",
    "playground-loopback",
    "playground-people",
    "playground-role-resident",
    "playground-role-english",
    "playground-role-officers",
    "playground-role-officer",
    "playground-role-admin",
    "playground-role-news",
    "playground-hint",
    "playground-hint-more",
    "playground-hint-officers",
    "playground-hint-officer",
    "playground-hint-admin",
    "playground-hint-news",
    "playground-try",
    "playground-start",
    "playground-write",
    "playground-write-here",
    "playground-send",
    "playground-commands",
    "playground-attach",
    "playground-send-place",
    "playground-edit",
    "playground-editing",
    "playground-reply",
    "playground-react",
    "playground-replying",
    "playground-cancel",
    "playground-edited",
    "playground-typing",
    "playground-photo",
    "playground-document",
    "playground-location",
    "playground-other",
    "playground-download",
    "playground-log",
    "playground-topic-general",
    "playground-topic-unread",
    "playground-topics",
    "playground-topic-created",
    "playground-topic-closed",
    "playground-topic-reopened",
    "playground-topic-renamed",
    "playground-pinned",
    "playground-speaking-as",
    "playground-read-only",
    "playground-blocked",
    "playground-clock",
    "playground-clock-moved",
    "playground-clock-hour",
    "playground-clock-day",
    "playground-clock-set",
    "playground-clock-reset",
    "playground-clock-note",
    "playground-faults",
    "playground-faults-errors",
    "playground-faults-resets",
    "playground-faults-slow",
    "playground-faults-blocks",
    "playground-faults-note",
    "playground-language",
    "playground-traffic",
    "playground-traffic-empty",
    "playground-traffic-note",
    "playground-town",
    "playground-town-note",
    "playground-town-near",
    "playground-town-here",
    "playground-town-cell",
    "playground-close",
    "playground-offline",
    "playground-refused",
    "playground-too-large",
    "playground-bytes",
    "playground-unit-kilo",
    "playground-unit-mega",
    "playground-today",
    "playground-opens-outside",
];

/// The variables of these messages; the page gets them as they stand, and puts in what it knows.
const VARIABLES: &[&str] = &["name", "number", "text", "time", "topic"];

/// The page's words in `uk` or `en`.
pub(super) async fn words(Path(language): Path<String>) -> Result<Json<Value>, StatusCode> {
    let locale = match language.as_str() {
        "uk" => Locale::Uk,
        "en" => Locale::En,
        _ => return Err(StatusCode::NOT_FOUND),
    };
    let held: Vec<(&str, FluentValue<'_>)> =
        VARIABLES.iter().map(|name| (*name, format!("{{{name}}}").into())).collect();
    let words: Map<String, Value> = KEYS
        .iter()
        .map(|key| {
            let name = key.split_once('-').map_or(*key, |(_, name)| name).to_owned();
            (name, Value::String(locale.text(key, &held)))
        })
        .collect();
    Ok(Json(Value::Object(words)))
}
