//! What the bot says of itself: commands, name, descriptions, menu button.

use serde_json::{Map, Value, json};

use super::{
    super::{
        chat::Chat,
        world::{Refusal, World},
    },
    Answer,
    parameters::{list, number, text},
};

/// Where `setMyCommands` and its like keep what they set: `commands:uk`, `commands:chat:7:`, …
fn commands_key(world: &World, parameters: &Map<String, Value>) -> Result<String, Refusal> {
    let language = language(parameters)?;
    let Some(scope) = parameters.get("scope") else { return Ok(format!("commands:{language}")) };
    let unfit = |words: &str| Refusal::bad(&format!("can't parse BotCommandScope: {words}"));
    let kind = scope["type"].as_str().ok_or_else(|| unfit("Can't find field \"type\""))?;
    match kind {
        "default" => Ok(format!("commands:{language}")),
        "all_private_chats" | "all_group_chats" | "all_chat_administrators" => {
            Ok(format!("commands:{kind}:{language}"))
        }
        "chat" | "chat_administrators" | "chat_member" => {
            let named =
                scope.get("chat_id").ok_or_else(|| unfit("Can't find field \"chat_id\""))?;
            let id = world.find(named, false)?;
            let private = world.chats.get(&id).is_some_and(Chat::is_private);
            if private && kind != "chat" {
                return Err(Refusal::bad("can't use specified scope in private chats"));
            }
            if kind != "chat_member" {
                return Ok(format!("commands:{kind}:{id}:{language}"));
            }
            let person = scope["user_id"].as_i64();
            let person = person.ok_or_else(|| unfit("Can't find field \"user_id\""))?;
            if !world.people.contains_key(&person) {
                return Err(Refusal::bad("user not found"));
            }
            Ok(format!("commands:{kind}:{id}:{person}:{language}"))
        }
        _ => Err(unfit("unsupported type specified")),
    }
}

/// `language_code`: nothing or two letters.
fn language(parameters: &Map<String, Value>) -> Result<String, Refusal> {
    let code = text(parameters, "language_code").unwrap_or_default();
    if code.is_empty() || (code.len() == 2 && code.chars().all(|c| c.is_ascii_lowercase())) {
        return Ok(code.to_owned());
    }
    Err(Refusal::bad("invalid language code specified"))
}

/// `setMyCommands`.
pub(super) fn set_commands(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let mut commands = list(parameters, "commands");
    if commands.len() > 100 {
        return Err(Refusal::bad("too many commands"));
    }
    for command in &mut commands {
        let name = command["command"].as_str().unwrap_or_default();
        // The server forgives the slash.
        let name = name.trim().trim_start_matches('/').to_owned();
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=32).contains(&name.len()) || !name.chars().all(fits) {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        command["command"] = json!(name);
        let description = command["description"].as_str().unwrap_or_default();
        if !(1..=256).contains(&description.chars().count()) {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    let key = commands_key(world, parameters)?;
    world.settings.insert(key, json!(commands));
    Ok(json!(true))
}

/// `getMyCommands`.
pub(super) fn commands(world: &World, parameters: &Map<String, Value>) -> Answer {
    let key = commands_key(world, parameters)?;
    Ok(world.settings.get(&key).cloned().unwrap_or_else(|| json!([])))
}

/// `deleteMyCommands`.
pub(super) fn delete_commands(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let key = commands_key(world, parameters)?;
    world.settings.remove(&key);
    Ok(json!(true))
}

/// What `setMyName` and its like set, and its longest.
fn field(method: &str) -> (&'static str, usize) {
    match method {
        "setMyName" | "getMyName" => ("name", 64),
        "setMyDescription" | "getMyDescription" => ("description", 512),
        _ => ("short_description", 120),
    }
}

/// `setMyName`, `setMyDescription`, `setMyShortDescription`.
pub(super) fn set_text(world: &mut World, parameters: &Map<String, Value>, method: &str) -> Answer {
    let (name, limit) = field(method);
    let text = text(parameters, name).unwrap_or_default();
    if text.chars().count() > limit {
        return Err(Refusal::bad(&format!("{name} is too long")));
    }
    let language = language(parameters)?;
    world.settings.insert(format!("{method}:{language}"), json!(text));
    Ok(json!(true))
}

/// `getMyName`, `getMyDescription`, `getMyShortDescription`: in the language, else as for all.
pub(super) fn get_text(world: &World, parameters: &Map<String, Value>, method: &str) -> Answer {
    let (name, _) = field(method);
    let set = method.replacen("get", "set", 1);
    let kept = |language: &str| {
        world.settings.get(&format!("{set}:{language}")).filter(|text| **text != "").cloned()
    };
    let language = language(parameters)?;
    let usual = if name == "name" { world.me["first_name"].clone() } else { json!("") };
    Ok(json!({name: kept(&language).or_else(|| kept("")).unwrap_or(usual)}))
}

/// `setChatMenuButton`.
pub(super) fn set_menu(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let unfit = |words: &str| Refusal::bad(&format!("can't parse menu button: {words}"));
    let button = parameters.get("menu_button").cloned().unwrap_or(json!({"type": "default"}));
    let missing = |name: &str| unfit(&format!("Can't find field \"{name}\""));
    match button["type"].as_str() {
        Some("default" | "commands") => {}
        Some("web_app") => {
            button["text"].as_str().ok_or_else(|| missing("text"))?;
            let url = button["web_app"]["url"].as_str().ok_or_else(|| missing("url"))?;
            if !url.starts_with("https://") {
                return Err(Refusal::bad("BUTTON_URL_INVALID"));
            }
        }
        Some(_) => return Err(unfit("MenuButton has unsupported type")),
        None => return Err(missing("type")),
    }
    let key = menu_key(world, parameters)?;
    world.settings.insert(key, button);
    Ok(json!(true))
}

/// `getChatMenuButton`.
pub(super) fn menu(world: &World, parameters: &Map<String, Value>) -> Answer {
    let key = menu_key(world, parameters)?;
    let kept = world.settings.get(&key).or_else(|| world.settings.get("menu:"));
    Ok(kept.cloned().unwrap_or_else(|| json!({"type": "commands"})))
}

fn menu_key(world: &World, parameters: &Map<String, Value>) -> Result<String, Refusal> {
    let Some(id) = number(parameters, "chat_id") else { return Ok("menu:".to_owned()) };
    if world.people.contains_key(&id) {
        Ok(format!("menu:{id}"))
    } else {
        Err(Refusal::bad("user not found"))
    }
}
