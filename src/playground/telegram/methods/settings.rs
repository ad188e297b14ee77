//! What the bot says of itself: commands, descriptions.

use serde_json::{Map, Value, json};

use super::{
    super::world::{Refusal, World},
    Answer,
};

pub(super) fn set_commands(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let commands = parameters["commands"].as_array().cloned().unwrap_or_default();
    if commands.len() > 100 {
        return Err(Refusal::new(400, "too many commands"));
    }
    for command in &commands {
        let name = command["command"].as_str().unwrap_or_default();
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=32).contains(&name.len()) || !name.chars().all(fits) {
            return Err(Refusal::new(400, "BOT_COMMAND_INVALID"));
        }
        let description = command["description"].as_str().unwrap_or_default();
        if !(1..=256).contains(&description.chars().count()) {
            return Err(Refusal::new(400, "BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    let language = parameters.get("language_code").and_then(Value::as_str).unwrap_or_default();
    world.settings.insert(format!("commands:{language}"), json!(commands));
    Ok(json!(true))
}

pub(super) fn set_text(
    world: &mut World,
    parameters: &Map<String, Value>,
    method: &str,
    name: &str,
    limit: usize,
) -> Answer {
    let text = parameters.get(name).and_then(Value::as_str).unwrap_or_default();
    if text.chars().count() > limit {
        return Err(Refusal::new(400, &format!("{name} is too long")));
    }
    let language = parameters.get("language_code").and_then(Value::as_str).unwrap_or_default();
    world.settings.insert(format!("{method}:{language}"), json!(text));
    Ok(json!(true))
}
