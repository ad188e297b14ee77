//! Keyboards, below a message and below a chat.

use serde_json::{Map, Value};

use super::super::{
    view::Happening,
    world::{Refusal, World},
};

const MARKUP_BYTES: usize = 10_000;

/// An inline keyboard that may be shown; `None` for another kind of markup or an empty one.
pub(super) fn markup(
    world: &mut World,
    parameters: &Map<String, Value>,
) -> Result<Option<Value>, Refusal> {
    let Some(markup) = parameters.get("reply_markup") else { return Ok(None) };
    if markup.to_string().len() > MARKUP_BYTES {
        return Err(Refusal::new(400, "reply markup is too long"));
    }
    let Some(rows) = markup.get("inline_keyboard") else {
        let known = ["keyboard", "remove_keyboard", "force_reply"];
        if !known.iter().any(|name| markup.get(*name).is_some()) {
            return Err(Refusal::new(400, "can't parse reply keyboard markup JSON object"));
        }
        return Ok(None);
    };
    let unreadable = || Refusal::new(400, "can't parse inline keyboard button: expected an Object");
    let rows = rows.as_array().ok_or_else(unreadable)?;
    let mut count = 0;
    for row in rows {
        let row = row.as_array().ok_or_else(unreadable)?;
        count += row.len();
        if row.len() > 8 {
            world.violation("more than 8 buttons in a row".to_owned());
        }
        for button in row {
            let button = button.as_object().ok_or_else(unreadable)?;
            let label = button.get("text").and_then(Value::as_str).unwrap_or_default();
            if label.trim().is_empty() {
                return Err(Refusal::new(400, "inline keyboard button text must be non-empty"));
            }
            let actions = button.keys().filter(|name| *name != "text").count();
            if actions != 1 {
                return Err(Refusal::new(
                    400,
                    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
                ));
            }
            if let Some(data) = button.get("callback_data") {
                let length = data.as_str().map_or(0, str::len);
                if !(1..=64).contains(&length) {
                    return Err(Refusal::new(400, "BUTTON_DATA_INVALID"));
                }
            }
            if let Some(url) = button.get("url").and_then(Value::as_str)
                && !["http://", "https://", "tg://"].iter().any(|scheme| url.starts_with(scheme))
            {
                return Err(Refusal::new(
                    400,
                    &format!("inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"),
                ));
            }
        }
    }
    if count > 100 {
        world.violation("more than 100 buttons".to_owned());
    }
    Ok((count > 0).then(|| markup.clone()))
}

/// Puts the reply keyboard of a call below its chat, or takes it away.
pub(super) fn set_keyboard(world: &mut World, chat: i64, parameters: &Map<String, Value>) {
    let Some(markup) = parameters.get("reply_markup") else { return };
    let keyboard = match (markup.get("keyboard"), markup.get("remove_keyboard")) {
        (Some(_), _) => Some(markup.clone()),
        (None, Some(_)) => None,
        (None, None) => return,
    };
    if let Some(chat) = world.chat(chat) {
        chat.keyboard = keyboard;
    }
    world.happens(chat, Happening::Changed);
}
