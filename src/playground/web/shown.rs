//! What the page shows: chats, clock, switches and places, as JSON.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;
use serde_json::{Map, Value, json};

use super::{Stage, events, places};
use crate::{
    i18n::Locale,
    playground::{
        cast::{self, Seat},
        telegram::{ChatState, Message},
    },
};

/// Messages of one chat that a page begins with.
const MESSAGES: usize = 300;
/// Questions that are suggested.
const SUGGESTED: usize = 3;

/// Everything that a page begins with; [`events::events`] tells what happens after.
pub(super) async fn state(State(stage): State<Arc<Stage>>) -> Json<Value> {
    // Read before the chats: what happens in between is told again, and shown once.
    let id = events::Id::now(&stage);
    let chats = stage.telegram.chats();
    let seats: Vec<Value> = cast::SEATS
        .iter()
        .map(|seat| {
            let people: Vec<_> = seat
                .people
                .iter()
                .map(|person| json!({"id": person, "name": cast::name(*person)}))
                .collect();
            json!({"id": seat.id, "chat": seat.chat, "people": people, "language": cast::language(seat), "role": seat.role})
        })
        .collect();
    let shown: Map<String, Value> = chats
        .iter()
        .map(|chat| {
            let mut value = chat_json(chat);
            let messages = stage.telegram.messages(chat.id, 0);
            let from = messages.len().saturating_sub(MESSAGES);
            value["messages"] =
                messages[from..].iter().map(|message| message.raw.clone()).collect();
            value["reactions"] = json!(stage.telegram.reactions(chat.id));
            (chat.id.to_string(), value)
        })
        .collect();
    Json(json!({
        "event": id.to_string(),
        "name": {"uk": stage.settings.name.uk, "en": stage.settings.name.en},
        "bot": {"username": cast::BOT},
        "seats": seats,
        "chats": shown,
        "status": status(&stage),
        "traffic": events::traffic(&stage, id.call.saturating_sub(events::TRAFFIC)),
    }))
}

/// What changes without anybody writing.
pub(super) fn status(stage: &Stage) -> Value {
    let zone = stage.settings.zone;
    let now = stage.clock.now().with_timezone(&zone);
    let council = Arc::clone(&stage.council.borrow());
    let suggestions = |locale: Locale| -> Vec<String> {
        council.examples(locale, now).iter().take(SUGGESTED).cloned().collect()
    };
    let commands: Map<String, Value> =
        cast::SEATS.iter().map(|seat| (seat.id.to_owned(), commands(stage, seat))).collect();
    let switches = stage.switches().clone();
    json!({
        "boot": stage.boot,
        "clock": {
            "now": now.to_rfc3339_opts(SecondsFormat::Millis, false),
            "zone": zone.name(),
            "moved": stage.clock.is_moved(),
        },
        "faults": switches.faults,
        "blocked": switches.blocked,
        "commands": commands,
        "suggestions": {"uk": suggestions(Locale::Uk), "en": suggestions(Locale::En)},
        "places": places::of(&council),
    })
}

/// The commands that a client lists in a chat: Telegram takes those of the narrowest scope that has some, and in it
/// those of the person's language first.
fn commands(stage: &Stage, seat: &Seat) -> Value {
    let private = seat.people.contains(&seat.chat);
    let all = if private { "all_private_chats" } else { "all_group_chats" };
    let scopes = [format!("chat:{}:", seat.chat), format!("{all}:"), String::new()];
    let languages = [cast::language(seat), ""];
    let keys = scopes.iter().flat_map(|scope| {
        languages.iter().map(move |language| format!("commands:{scope}{language}"))
    });
    let mut lists = keys.filter_map(|key| stage.telegram.setting(&key));
    lists
        .find(|list| list.as_array().is_some_and(|list| !list.is_empty()))
        .unwrap_or_else(|| json!([]))
}

/// A chat as it stands, without its messages.
pub(super) fn chat_json(chat: &ChatState) -> Value {
    let topics: Vec<_> = chat
        .topics
        .iter()
        .map(|topic| {
            json!({
                "id": topic.id, "name": topic.name, "closed": topic.closed,
                "color": format!("#{:06x}", topic.icon_color & 0x00ff_ffff),
            })
        })
        .collect();
    json!({
        "id": chat.id,
        "title": chat.title,
        "forum": chat.is_forum,
        "topics": topics,
        "pinned": chat.pinned,
        "keyboard": chat.keyboard,
        "acting": chat.action.as_ref().map(|action| json!({
            "name": action.name, "topic": action.topic, "ms": action.left.as_millis(),
        })),
    })
}

/// A file that somebody sent. Only pictures are shown; all else is offered to be kept.
pub(super) async fn file(State(stage): State<Arc<Stage>>, Path(id): Path<String>) -> Response {
    let Some(bytes) = stage.telegram.file(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match &bytes[..] {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        _ => "application/octet-stream",
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if kind == "application/octet-stream" {
        let attachment = HeaderValue::from_static("attachment");
        headers.insert(header::CONTENT_DISPOSITION, attachment);
    }
    response
}

/// The number of the newest message with this number in `chat`, if it is there.
pub(super) fn message(stage: &Stage, chat: i64, id: i64) -> Option<Message> {
    let since = id.checked_sub(1)?;
    stage.telegram.messages(chat, since).into_iter().next().filter(|message| message.id == id)
}
