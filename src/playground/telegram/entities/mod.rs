//! Formatted text as Telegram reads it: what a person sees, and its entities.

use serde_json::Value;

mod automatic;
mod html;

pub use automatic::automatic;
pub use html::html;

/// Text after parsing, and its entities with UTF-16 offsets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formatted {
    /// What a person sees.
    pub text: String,
    /// As in the Bot API's `MessageEntity`.
    pub entities: Vec<Value>,
}

/// The length of `text` as Telegram counts it.
pub fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

impl Formatted {
    /// The same with what Telegram marks by itself, outside code and links.
    #[must_use]
    pub fn marked(mut self) -> Self {
        let range = |entity: &Value| {
            let number = |name: &str| entity[name].as_u64().unwrap_or(0);
            number("offset")..number("offset") + number("length")
        };
        let closed = |entity: &&Value| {
            matches!(entity["type"].as_str(), Some("code" | "pre" | "text_link" | "text_mention"))
        };
        let taken: Vec<_> = self.entities.iter().filter(closed).map(range).collect();
        let free = |entity: &Value| {
            let own = range(entity);
            !taken.iter().any(|taken| own.start < taken.end && taken.start < own.end)
        };
        self.entities.extend(automatic(&self.text).into_iter().filter(free));
        self.entities.sort_by_key(|entity| (range(entity).start, u64::MAX - range(entity).end));
        self
    }
}

/// The part of `text` that an entity covers.
pub(in super::super) fn covered<'a>(text: &'a str, entity: &Value) -> &'a str {
    let number = |name: &str| entity[name].as_u64().and_then(|number| usize::try_from(number).ok());
    let byte = |units: usize| {
        let mut passed = 0;
        let at = text.char_indices().find(|(_, c)| {
            let reached = passed >= units;
            passed += c.len_utf16();
            reached
        });
        at.map_or(text.len(), |(at, _)| at)
    };
    let offset = number("offset").unwrap_or(0);
    let end = offset.saturating_add(number("length").unwrap_or(0));
    text.get(byte(offset)..byte(end)).unwrap_or_default()
}
