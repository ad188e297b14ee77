//! What people do in the page.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    http::StatusCode,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Stage, shown};
use crate::playground::{cast, faults::Faults, telegram::Resident};

/// Telegram's limit of a message, in UTF-16 units.
const TEXT_LIMIT: usize = 4096;
/// The longest name of a file and caption, in characters.
const NAME_LIMIT: usize = 200;

type Done = Result<StatusCode, StatusCode>;

/// Who does it, and where.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Who {
    chat: i64,
    person: i64,
}

impl Stage {
    fn person(&self, who: Who) -> Result<Resident, StatusCode> {
        cast::plays(&self.telegram, who.chat, who.person).ok_or(StatusCode::NOT_FOUND)
    }
}

/// A text that Telegram's own clients would let somebody send.
fn said(text: &str) -> Result<&str, StatusCode> {
    let text = text.trim();
    let fits = !text.is_empty() && text.encode_utf16().count() <= TEXT_LIMIT;
    fits.then_some(text).ok_or(StatusCode::UNPROCESSABLE_ENTITY)
}

/// A message.
#[derive(Debug, Deserialize)]
pub(super) struct Say {
    #[serde(flatten)]
    who: Who,
    text: String,
    reply_to: Option<i64>,
    topic: Option<i64>,
}

/// Somebody writes.
pub(super) async fn say(State(stage): State<Arc<Stage>>, Json(say): Json<Say>) -> Done {
    let person = stage.person(say.who)?;
    let text = said(&say.text)?;
    match (say.reply_to, say.topic) {
        (Some(to), _) => person.replies(to, text),
        (None, Some(topic)) => person.says_in(topic, text),
        (None, None) => person.says(text),
    };
    Ok(StatusCode::NO_CONTENT)
}

/// A change of a message.
#[derive(Debug, Deserialize)]
pub(super) struct Edit {
    #[serde(flatten)]
    who: Who,
    message: i64,
    text: String,
}

/// Somebody changes a message of their own.
pub(super) async fn edit(State(stage): State<Arc<Stage>>, Json(edit): Json<Edit>) -> Done {
    let person = stage.person(edit.who)?;
    let text = said(&edit.text)?;
    let message =
        shown::message(&stage, edit.who.chat, edit.message).ok_or(StatusCode::NOT_FOUND)?;
    if message.raw["from"]["id"] != edit.who.person || !message.raw["text"].is_string() {
        return Err(StatusCode::FORBIDDEN);
    }
    person.edits(edit.message, text);
    Ok(StatusCode::NO_CONTENT)
}

/// A press on a button.
#[derive(Debug, Deserialize)]
pub(super) struct Press {
    #[serde(flatten)]
    who: Who,
    message: i64,
    data: String,
}

/// Somebody presses a button that is there.
pub(super) async fn press(State(stage): State<Arc<Stage>>, Json(press): Json<Press>) -> Done {
    let person = stage.person(press.who)?;
    let message =
        shown::message(&stage, press.who.chat, press.message).ok_or(StatusCode::NOT_FOUND)?;
    let there = |button: &crate::playground::telegram::Button| {
        button.data.as_deref() == Some(press.data.as_str())
    };
    if !message.buttons.iter().flatten().any(there) {
        return Err(StatusCode::CONFLICT);
    }
    person.presses_data(press.message, &press.data);
    Ok(StatusCode::NO_CONTENT)
}

/// A mark on a message.
#[derive(Debug, Deserialize)]
pub(super) struct React {
    #[serde(flatten)]
    who: Who,
    message: i64,
    on: bool,
}

/// Somebody marks a message with a thumb, or takes the mark away.
pub(super) async fn react(State(stage): State<Arc<Stage>>, Json(react): Json<React>) -> Done {
    let person = stage.person(react.who)?;
    shown::message(&stage, react.who.chat, react.message).ok_or(StatusCode::NOT_FOUND)?;
    person.reacts(react.message, if react.on { "👍" } else { "" });
    Ok(StatusCode::NO_CONTENT)
}

/// A place.
#[derive(Debug, Deserialize)]
pub(super) struct Location {
    #[serde(flatten)]
    who: Who,
    lat: f64,
    lon: f64,
}

/// Somebody sends where they are.
pub(super) async fn location(State(stage): State<Arc<Stage>>, Json(place): Json<Location>) -> Done {
    let person = stage.person(place.who)?;
    if !(-90.0..=90.0).contains(&place.lat) || !(-180.0..=180.0).contains(&place.lon) {
        return Err(StatusCode::UNPROCESSABLE_ENTITY);
    }
    person.sends_location(place.lat, place.lon);
    Ok(StatusCode::NO_CONTENT)
}

/// A file beside its bytes. (Numbers of a query are not read through `flatten`.)
#[derive(Debug, Deserialize)]
pub(super) struct Attach {
    chat: i64,
    person: i64,
    name: String,
}

/// Somebody sends a picture or a file.
pub(super) async fn attach(
    State(stage): State<Arc<Stage>>,
    Query(attach): Query<Attach>,
    bytes: Bytes,
) -> Done {
    let person = stage.person(Who { chat: attach.chat, person: attach.person })?;
    if bytes.is_empty() {
        return Err(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let name: String = attach.name.chars().filter(|c| !c.is_control()).take(NAME_LIMIT).collect();
    let picture = bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff");
    if picture {
        person.sends_picture(bytes, "");
    } else {
        person.sends_document(&name, bytes);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A resident's mind.
#[derive(Debug, Deserialize)]
pub(super) struct Block {
    #[serde(flatten)]
    who: Who,
    blocked: bool,
}

/// Somebody blocks the bot, or lets it write again.
pub(super) async fn block(State(stage): State<Arc<Stage>>, Json(block): Json<Block>) -> Done {
    let person = stage.person(block.who)?;
    if block.who.chat != block.who.person {
        return Err(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let before = {
        let blocked = &mut stage.switches().blocked;
        let before = blocked.contains(&block.who.person);
        blocked.retain(|person| *person != block.who.person);
        if block.blocked {
            blocked.push(block.who.person);
        }
        before
    };
    match (before, block.blocked) {
        (false, true) => person.blocks(),
        (true, false) => person.unblocks(),
        _ => {}
    }
    stage.change();
    Ok(StatusCode::NO_CONTENT)
}

/// How the clock is moved: to a time, by minutes, or with neither back to the system's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Move {
    at: Option<DateTime<Utc>>,
    local: Option<chrono::NaiveDateTime>,
    minutes: Option<i64>,
}

/// The civil clock is moved.
pub(super) async fn clock(State(stage): State<Arc<Stage>>, Json(to): Json<Move>) -> Done {
    match to {
        Move { at: Some(at), .. } => stage.clock.set(at),
        Move { local: Some(local), .. } => {
            // An hour that a change of the clocks leaves out does not exist.
            let zone = stage.settings.zone;
            let at = local.and_local_timezone(zone).earliest();
            stage.clock.set(at.ok_or(StatusCode::UNPROCESSABLE_ENTITY)?.with_timezone(&Utc));
        }
        Move { minutes: Some(minutes), .. } => stage.clock.shift(minutes),
        Move { .. } => stage.clock.reset(),
    }
    stage.change();
    Ok(StatusCode::NO_CONTENT)
}

/// Faults are switched on or off.
pub(super) async fn faults(State(stage): State<Arc<Stage>>, Json(faults): Json<Faults>) -> Done {
    stage.switches().faults = faults;
    faults.set(&stage.telegram);
    stage.change();
    Ok(StatusCode::NO_CONTENT)
}
