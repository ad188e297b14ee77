//! Keyboards, below a message and below a chat.

use serde_json::{Map, Value};

use super::super::{
    chat::Kind,
    view::Happening,
    world::{Refusal, World},
};

const MARKUP_BYTES: usize = 10_000;

/// The inline keyboard that is to stand under the message; `None` for another kind of markup or an empty one.
pub(super) fn markup(
    world: &mut World,
    chat: i64,
    parameters: &Map<String, Value>,
) -> Result<Option<Value>, Refusal> {
    let Some(markup) = parameters.get("reply_markup") else { return Ok(None) };
    if markup.to_string().len() > MARKUP_BYTES {
        return Err(Refusal::bad("reply markup is too long"));
    }
    if markup.get("inline_keyboard").is_some() {
        return inline_keyboard(world, markup);
    }
    let kind = world.chats.get(&chat).map(|chat| chat.kind);
    let known = ["keyboard", "remove_keyboard", "force_reply"];
    if !known.iter().any(|name| markup.get(*name).is_some()) {
        return Err(Refusal::bad("can't parse reply keyboard markup JSON object"));
    }
    if kind == Some(Kind::Channel) {
        return Err(Refusal::bad("inline keyboard expected"));
    }
    if let Some(rows) = markup.get("keyboard") {
        keyboard(rows, kind == Some(Kind::Private))?;
    }
    Ok(None)
}

/// The rows of a keyboard, all lists.
fn rows<'a>(rows: &'a Value, name: &str) -> Result<Vec<&'a Vec<Value>>, Refusal> {
    let read = rows.as_array().map(|rows| rows.iter().map(Value::as_array).collect());
    read.flatten()
        .ok_or_else(|| Refusal::bad(&format!("field \"{name}\" must be an Array of Arrays")))
}

/// Checks an inline keyboard; `None` for an empty one.
pub(super) fn inline_keyboard(world: &mut World, markup: &Value) -> Result<Option<Value>, Refusal> {
    let unreadable =
        |words: &str| Refusal::bad(&format!("can't parse inline keyboard button: {words}"));
    let mut count = 0;
    for row in rows(&markup["inline_keyboard"], "inline_keyboard")? {
        count += row.len();
        if row.len() > 8 {
            world.violation("more than 8 buttons in a row".to_owned());
        }
        for button in row {
            let button = button.as_object().ok_or_else(|| unreadable("expected an Object"))?;
            let Some(label) = button.get("text").and_then(Value::as_str) else {
                return Err(unreadable("Can't find field \"text\""));
            };
            if label.trim().is_empty() {
                return Err(Refusal::bad("inline keyboard button text must be non-empty"));
            }
            if button.len() != 2 {
                return Err(unreadable("Text buttons are unallowed in the inline keyboard"));
            }
            if let Some(data) = button.get("callback_data") {
                let length = data.as_str().map_or(0, str::len);
                if !(1..=64).contains(&length) {
                    return Err(Refusal::bad("BUTTON_DATA_INVALID"));
                }
            }
            if let Some(url) = button.get("url").and_then(Value::as_str)
                && !is_address(url)
            {
                return Err(Refusal::bad(&format!(
                    "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
                )));
            }
        }
    }
    if count > 100 {
        world.violation("more than 100 buttons".to_owned());
    }
    Ok((count > 0).then(|| markup.clone()))
}

/// Whether a button may lead there: a page with a host, or into Telegram.
fn is_address(url: &str) -> bool {
    if url.starts_with("tg://") {
        return true;
    }
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return false;
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let named = host.split_once('.').is_some_and(|(name, top)| !name.is_empty() && !top.is_empty());
    (named || host == "localhost") && !url.contains(char::is_whitespace)
}

/// Checks a reply keyboard.
fn keyboard(given: &Value, private: bool) -> Result<(), Refusal> {
    for button in rows(given, "keyboard")?.into_iter().flatten() {
        let asks = |name: &str| button[name] == true;
        let label = match button {
            Value::String(label) => label.as_str(),
            Value::Object(_) => button["text"].as_str().unwrap_or_default(),
            _ => {
                let words =
                    "can't parse keyboard button: KeyboardButton must be a String or an Object";
                return Err(Refusal::bad(words));
            }
        };
        if label.is_empty() {
            return Err(Refusal::bad("keyboard button text must be non-empty"));
        }
        for (name, what) in [("request_contact", "phone number"), ("request_location", "location")]
        {
            if asks(name) && !private {
                return Err(Refusal::bad(&format!(
                    "{what} can be requested in private chats only"
                )));
            }
        }
    }
    Ok(())
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

/// Opens an answer to `message` where the call wants it: for everyone, or for those whom it concerns.
pub(super) fn ask(world: &mut World, chat: i64, message: &Value, parameters: &Map<String, Value>) {
    let markup = &parameters.get("reply_markup").cloned().unwrap_or_default();
    let Some(id) = message["message_id"].as_i64().filter(|_| markup["force_reply"] == true) else {
        return;
    };
    let mentioned = ["entities", "caption_entities"]
        .iter()
        .flat_map(|key| message[*key].as_array().into_iter().flatten())
        .filter_map(|entity| entity["user"]["id"].as_i64());
    let answered = message["reply_to_message"]["from"]["id"].as_i64();
    let whom = (markup["selective"] == true).then(|| mentioned.chain(answered).collect());
    world.happens(chat, Happening::Asks { message: id, whom });
}
