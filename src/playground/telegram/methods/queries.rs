//! Answers to presses and inline queries.

use serde_json::{Map, Value, json};

use super::{
    super::{
        entities::utf16,
        view::Happening,
        world::{Refusal, World},
    },
    Answer, fields,
    send::formatted,
};

const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";
/// A press or an inline query can be answered for this long, in seconds.
const ANSWERABLE_SECS: u64 = 15;

pub(super) fn answer_press(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let now = world.mono();
    let id = parameters["callback_query_id"].as_str().unwrap_or_default();
    if parameters.get("text").and_then(Value::as_str).is_some_and(|text| utf16(text) > 200) {
        return Err(Refusal::new(400, "MESSAGE_TOO_LONG"));
    }
    let in_time = |at| now.saturating_sub(at).as_secs() < ANSWERABLE_SECS;
    let Some(press) = world.presses.get_mut(id).filter(|press| in_time(press.at)) else {
        return Err(Refusal::new(400, TOO_OLD));
    };
    let (chat, person) = (press.chat, press.person);
    if std::mem::replace(&mut press.answered, true) {
        world.violation(format!("press {id} was answered twice"));
    }
    if let Some(text) =
        parameters.get("text").and_then(Value::as_str).filter(|text| !text.is_empty())
    {
        let alert = parameters.get("show_alert") == Some(&json!(true));
        world.happens(chat, Happening::Toast { person, text: text.to_owned(), alert });
    }
    Ok(json!(true))
}

pub(super) fn answer_query(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let now = world.mono();
    let id = parameters["inline_query_id"].as_str().unwrap_or_default().to_owned();
    let results = parameters["results"].as_array().cloned().unwrap_or_default();
    if results.len() > 50 {
        return Err(Refusal::new(400, "RESULTS_TOO_MUCH"));
    }
    let mut ids = std::collections::HashSet::new();
    for result in &results {
        let result_id = result["id"].as_str().unwrap_or_default();
        if !(1..=64).contains(&result_id.len()) {
            return Err(Refusal::new(400, "RESULT_ID_INVALID"));
        }
        if !ids.insert(result_id.to_owned()) {
            return Err(Refusal::new(400, "RESULT_ID_DUPLICATE"));
        }
        if result["type"] == "article" {
            let content = result["input_message_content"].as_object().cloned().unwrap_or_default();
            let text = content.get("message_text").cloned().unwrap_or(Value::Null);
            let mut call = fields([("text", text)]);
            if let Some(mode) = content.get("parse_mode") {
                call.insert("parse_mode".to_owned(), mode.clone());
            }
            if formatted(world, &call, "text")?.is_empty() {
                return Err(Refusal::new(400, "MESSAGE_EMPTY"));
            }
        }
    }
    let in_time = |at| now.saturating_sub(at).as_secs() < ANSWERABLE_SECS;
    let Some(typed) = world.queries.get_mut(&id).filter(|typed| in_time(typed.at)) else {
        return Err(Refusal::new(400, TOO_OLD));
    };
    typed.answer = Some(Value::Object(parameters.clone()));
    let (person, query) = (typed.person, typed.query.clone());
    world.happens(person, Happening::Offered { query });
    Ok(json!(true))
}
