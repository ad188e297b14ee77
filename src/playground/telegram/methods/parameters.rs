//! The parameters of a call, read as the server reads them.

use serde_json::{Map, Value, json};

use super::{
    super::world::{Refusal, World},
    Upload,
    table::{Type, known},
};

/// Checks the parameters' names and types; text that stands for numbers and JSON is read as such.
pub(crate) fn check(
    world: &mut World,
    method: &str,
    given: Map<String, Value>,
    uploads: &[(String, Upload)],
) -> Result<Map<String, Value>, Refusal> {
    let known = known(method);
    let mut parameters = Map::new();
    for (name, value) in given {
        let Some((_, kind, _)) = known.iter().find(|(known, ..)| *known == name) else {
            world.violation(format!("{method}: unknown parameter {name}"));
            continue;
        };
        if value.is_null() {
            world.violation(format!("{method}: {name} is null"));
            continue;
        }
        let Some(value) = read(value, *kind) else {
            return Err(Refusal::bad(&format!("can't parse parameter \"{name}\"")));
        };
        parameters.insert(name, value);
    }
    for (name, kind, required) in known {
        let uploaded = kind == Type::File && uploads.iter().any(|(field, _)| field == name);
        if required && !uploaded && !parameters.contains_key(name) {
            return Err(Refusal::bad(&match (name, kind) {
                ("chat_id", _) => "chat_id is empty".to_owned(),
                ("text", _) => "message text is empty".to_owned(),
                ("message_ids", _) => "message identifiers are not specified".to_owned(),
                (_, Type::File) => format!("there is no {} in the request", name.replace('_', " ")),
                (_, Type::Float) => format!("{name} is empty"),
                _ => format!("parameter \"{name}\" is required"),
            }));
        }
    }
    Ok(parameters)
}

fn read(value: Value, kind: Type) -> Option<Value> {
    let text = value.as_str().map(str::trim);
    match kind {
        Type::Integer => match text {
            Some(text) => text.parse::<i64>().ok().map(|number| json!(number)),
            None => value.as_i64().map(|number| json!(number)),
        },
        Type::Float => match text {
            Some(text) => text.parse::<f64>().ok().map(|number| json!(number)),
            None => value.as_f64().map(|number| json!(number)),
        },
        Type::Boolean => match text {
            Some("true" | "True" | "1") => Some(json!(true)),
            Some("false" | "False" | "0") => Some(json!(false)),
            Some(_) => None,
            None => value.as_bool().map(|flag| json!(flag)),
        },
        Type::Text | Type::File => value.is_string().then_some(value),
        Type::Chat => match text {
            // What is neither is the name of no chat.
            Some(text) => Some(text.parse::<i64>().map_or(json!(text), |number| json!(number))),
            None => value.as_i64().map(|number| json!(number)),
        },
        Type::Object | Type::List | Type::Either => {
            let read: Value = match text {
                Some(text) => serde_json::from_str(text).ok()?,
                None => value,
            };
            let fits = match kind {
                Type::List => read.is_array(),
                Type::Object => read.is_object(),
                _ => read.is_array() || read.is_object(),
            };
            fits.then_some(read)
        }
    }
}

/// A parameter that is text and not empty.
pub(super) fn text<'a>(parameters: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    parameters.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A parameter that is a number; zero stands for none.
pub(super) fn number(parameters: &Map<String, Value>, name: &str) -> Option<i64> {
    parameters.get(name).and_then(Value::as_i64).filter(|number| *number != 0)
}

/// A parameter that is yes or no.
pub(super) fn flag(parameters: &Map<String, Value>, name: &str) -> bool {
    parameters.get(name) == Some(&json!(true))
}

/// A parameter that is a list.
pub(super) fn list(parameters: &Map<String, Value>, name: &str) -> Vec<Value> {
    parameters.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
}
