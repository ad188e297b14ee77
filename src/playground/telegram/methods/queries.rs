//! Answers to presses and inline queries.

use std::{collections::HashSet, time::Duration};

use serde_json::{Map, Value, json};

use super::{
    super::{
        entities::utf16,
        view::Happening,
        world::{Refusal, World},
    },
    Answer, fields,
    files::{known_file, media},
    markup::inline_keyboard,
    parameters::{flag, list, text},
    send::{formatted, location},
};

const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";
/// A press or an inline query can be answered for this long.
const ANSWERABLE: Duration = Duration::from_secs(15);
/// Results in one answer.
const RESULTS: usize = 50;

/// `answerCallbackQuery`.
pub(super) fn answer_press(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let now = world.mono();
    let id = text(parameters, "callback_query_id").unwrap_or_default();
    let words = text(parameters, "text");
    if words.is_some_and(|text| utf16(text) > 200) {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let in_time = |at| now.saturating_sub(at) < ANSWERABLE;
    let Some(press) = world.presses.get_mut(id).filter(|press| in_time(press.at)) else {
        return Err(Refusal::bad(TOO_OLD));
    };
    let (chat, person) = (press.chat, press.person);
    if std::mem::replace(&mut press.answered, true) {
        world.violation(format!("press {id} was answered twice"));
    }
    if let Some(text) = words {
        let alert = flag(parameters, "show_alert");
        world.happens(chat, Happening::Toast { person, text: text.to_owned(), alert });
    }
    Ok(json!(true))
}

/// `answerInlineQuery`.
pub(super) fn answer_query(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let now = world.mono();
    let id = text(parameters, "inline_query_id").unwrap_or_default();
    let results = list(parameters, "results");
    if results.len() > RESULTS {
        return Err(Refusal::bad("RESULTS_TOO_MUCH"));
    }
    if text(parameters, "next_offset").is_some_and(|offset| offset.len() > 64) {
        return Err(Refusal::bad("NEXT_OFFSET_INVALID"));
    }
    check_button(parameters.get("button"))?;
    let mut ids = HashSet::new();
    for result in &results {
        let unfit = |name: &str| {
            Refusal::bad(&format!("can't parse inline query result: Can't find field \"{name}\""))
        };
        let result_id = result["id"].as_str().ok_or_else(|| unfit("id"))?;
        if !(1..=64).contains(&result_id.len()) {
            return Err(Refusal::bad("RESULT_ID_INVALID"));
        }
        if !ids.insert(result_id) {
            return Err(Refusal::bad("RESULT_ID_DUPLICATE"));
        }
        if result["type"] == "article" && result["title"].as_str().is_none_or(str::is_empty) {
            return Err(if result.get("title").is_none() {
                unfit("title")
            } else {
                Refusal::bad("ARTICLE_TITLE_EMPTY")
            });
        }
        chosen_content(world, result)?;
    }
    let in_time = |at| now.saturating_sub(at) < ANSWERABLE;
    let Some(typed) = world.queries.get_mut(id).filter(|typed| in_time(typed.at)) else {
        return Err(Refusal::bad(TOO_OLD));
    };
    typed.answer = Some(Value::Object(parameters.clone()));
    let (person, query) = (typed.person, typed.query.clone());
    world.happens(person, Happening::Offered { query });
    Ok(json!(true))
}

/// The button above the results, which leads into the private chat.
fn check_button(button: Option<&Value>) -> Result<(), Refusal> {
    let Some(button) = button else { return Ok(()) };
    if button["text"].as_str().is_none_or(str::is_empty) {
        return Err(Refusal::bad(
            "can't parse inline query results button: Can't find field \"text\"",
        ));
    }
    if button.get("web_app").is_some() {
        return Ok(());
    }
    let parameter = button["start_parameter"].as_str().unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if parameter.is_empty() {
        return Err(Refusal::bad("START_PARAM_EMPTY"));
    }
    if parameter.len() > 64 || !parameter.chars().all(fits) {
        return Err(Refusal::bad("START_PARAM_INVALID"));
    }
    Ok(())
}

/// The content of the message that a result makes when it is chosen.
pub(crate) fn chosen_content(
    world: &mut World,
    result: &Value,
) -> Result<Map<String, Value>, Refusal> {
    let kind = result["type"].as_str().unwrap_or_default();
    let own = result.as_object().cloned().unwrap_or_default();
    let file = match kind {
        "photo" | "document" | "video" | "voice" | "audio" | "sticker" => {
            let name = format!("{kind}_file_id");
            let id = own.get(&name).and_then(Value::as_str);
            let missing = || {
                let words = format!("can't parse inline query result: Can't find field \"{name}\"");
                Refusal::bad(&words)
            };
            Some(known_file(world, id.ok_or_else(missing)?, kind)?)
        }
        "article" | "location" | "venue" | "contact" => None,
        _ => {
            let words = "is unsupported for the inline query result";
            return Err(Refusal::bad(&format!(
                "can't parse inline query result: type \"{kind}\" {words}"
            )));
        }
    };
    let mut content = match (own.get("input_message_content").and_then(Value::as_object), &file) {
        (Some(given), _) => input_content(world, given)?,
        (None, Some(id)) => {
            let mut content = fields([(kind, media(world, id))]);
            content.extend(formatted(world, &own, "caption")?);
            content
        }
        (None, None) if kind == "article" => return Err(Refusal::bad("MESSAGE_EMPTY")),
        (None, None) => input_content(world, &own)?,
    };
    if let Some(markup) = own.get("reply_markup")
        && let Some(markup) = inline_keyboard(world, markup)?
    {
        content.insert("reply_markup".to_owned(), markup);
    }
    Ok(content)
}

/// An `InputMessageContent`.
fn input_content(
    world: &mut World,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    if let Some(words) = given.get("message_text") {
        let mut call = given.clone();
        call.insert("text".to_owned(), words.clone());
        return formatted(world, &call, "text");
    }
    if given.contains_key("phone_number") {
        let contact = json!({
            "phone_number": given["phone_number"],
            "first_name": given.get("first_name").cloned().unwrap_or_default(),
        });
        return Ok(fields([("contact", contact)]));
    }
    let point = location(given)?;
    let Some(address) = given.get("address") else { return Ok(fields([("location", point)])) };
    let title = given.get("title").cloned().unwrap_or_default();
    let venue = json!({"location": point, "title": title, "address": address});
    Ok(fields([("venue", venue), ("location", point)]))
}
