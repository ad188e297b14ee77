//! Answers that can be sent to any chat: inline mode.

use serde_json::{Value, json};

use super::markup::{cut, tidy};
use crate::i18n::Locale;

/// Letters of the title and of the line under it.
const TITLE: usize = 120;
const LINE: usize = 200;

/// One answer in the list: `lead` and `line` are what the list shows, `html` is what is sent, with a link to the bot `me`.
pub fn article(id: usize, lead: &str, line: &str, html: &str, me: &str, locale: Locale) -> Value {
    let first = tidy(lead).lines().next().unwrap_or_default().to_owned();
    let label = locale.text("bot-inline-ask", &[]);
    json!({
        "type": "article",
        "id": id.to_string(),
        "title": cut(&first, TITLE),
        "description": cut(tidy(line).lines().next().unwrap_or_default(), LINE),
        "input_message_content": {
            "message_text": html,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": true},
        },
        "reply_markup": {
            "inline_keyboard": [[{"text": label, "url": format!("https://t.me/{me}")}]],
        },
    })
}

/// The button over an empty list.
pub fn nothing_found(locale: Locale) -> Value {
    json!({"text": locale.text("bot-inline-none", &[]), "start_parameter": "inline"})
}
