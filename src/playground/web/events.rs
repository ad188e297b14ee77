//! What happens, told to the page as it happens. Every portion has an id, from which a page that lost the connection
//! goes on without a gap.

use std::{collections::BTreeSet, convert::Infallible, fmt, sync::Arc, time::Duration};

use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, stream};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Stage, shown};
use crate::playground::telegram::{Called, Failing, Happening};

/// Calls that a page shows.
pub(super) const TRAFFIC: u64 = 100;
/// The most that is shown of one call or its answer, in characters of JSON.
const LONGEST: usize = 12_000;
/// Pictures of a burst are told together.
const TOGETHER: Duration = Duration::from_millis(15);

/// How far a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Id {
    boot: String,
    /// The newest event.
    event: u64,
    /// The newest call.
    pub(super) call: u64,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.boot, self.event, self.call)
    }
}

impl Id {
    /// How far the world is.
    pub(super) fn now(stage: &Stage) -> Self {
        Self {
            boot: stage.boot.clone(),
            event: stage.telegram.events(0).last().map_or(0, |event| event.number),
            call: stage.telegram.traffic(0).last().map_or(0, |call| call.number),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (boot, event, call) = (parts.next()?, parts.next()?, parts.next()?);
        let id =
            Self { boot: boot.to_owned(), event: event.parse().ok()?, call: call.parse().ok()? };
        parts.next().is_none().then_some(id)
    }
}

/// Where a page wants to go on.
#[derive(Debug, Deserialize)]
pub(super) struct Since {
    #[serde(default)]
    since: String,
}

/// The stream of portions.
pub(super) async fn events(
    State(stage): State<Arc<Stage>>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let id = Id::read(last.unwrap_or(&since.since))
        .filter(|id| id.boot == stage.boot)
        .unwrap_or_else(|| Id::now(&stage));
    let (telegram, changed, council) =
        (stage.telegram.watch(), stage.changed.subscribe(), stage.council.clone());
    let begin = (stage, id, telegram, changed, council, true);
    let portions = stream::unfold(begin, |state| async move {
        let (stage, mut id, mut telegram, mut changed, mut council, mut status) = state;
        loop {
            telegram.borrow_and_update();
            let portion = portion(&stage, &mut id, status);
            if let Some(portion) = portion {
                let event = Event::default().id(id.to_string()).data(portion.to_string());
                return Some((Ok(event), (stage, id, telegram, changed, council, false)));
            }
            // The senders are of the stage itself, which lives as long as this does; only the council's may end.
            tokio::select! {
                told = telegram.changed() => {
                    told.ok()?;
                    tokio::time::sleep(TOGETHER).await;
                    status = false;
                }
                told = changed.changed() => {
                    told.ok()?;
                    status = true;
                }
                told = council.changed() => {
                    told.ok()?;
                    status = true;
                }
            }
        }
    });
    Sse::new(portions).keep_alive(KeepAlive::default())
}

/// What is new since `id`, which is moved on.
fn portion(stage: &Stage, id: &mut Id, status: bool) -> Option<Value> {
    let mut portion = Map::new();
    let mut changed = BTreeSet::new();
    let events = stage.telegram.events(id.event);
    if let Some(last) = events.last() {
        id.event = last.number;
        let shown: Vec<_> = events
            .iter()
            .filter_map(|event| {
                let mut value = happening(&event.what)?;
                changed.insert(event.chat);
                value["chat"] = json!(event.chat);
                Some(value)
            })
            .collect();
        portion.insert("events".to_owned(), json!(shown));
    }
    // The commands are told once, in calls; they belong to the status.
    let calls = traffic(stage, id.call);
    let introduced = calls.iter().any(|call| call["method"] == "setMyCommands");
    if let Some(last) = calls.last() {
        id.call = last["number"].as_u64().unwrap_or(id.call);
        portion.insert("traffic".to_owned(), json!(calls));
    }
    if !changed.is_empty() {
        let chats = stage.telegram.chats();
        let chats = chats.iter().filter(|chat| changed.contains(&chat.id)).map(shown::chat_json);
        portion.insert("chats".to_owned(), chats.collect());
    }
    if status || introduced {
        portion.insert("status".to_owned(), shown::status(stage));
    }
    (!portion.is_empty()).then_some(Value::Object(portion))
}

fn happening(what: &Happening) -> Option<Value> {
    Some(match what {
        Happening::Sent(message) => json!({"what": "sent", "message": message}),
        Happening::Edited(message) => json!({"what": "edited", "message": message}),
        Happening::Deleted(id) => json!({"what": "deleted", "id": id}),
        Happening::Toast { person, text, alert } => {
            json!({"what": "toast", "person": person, "text": text, "alert": alert})
        }
        Happening::Reacted { message, person, reactions } => {
            json!({"what": "reacted", "id": message, "person": person, "reactions": reactions})
        }
        Happening::Asks { message, whom } => {
            json!({"what": "asks", "id": message, "whom": whom})
        }
        Happening::Acting { .. } | Happening::Changed => json!({"what": "changed"}),
        Happening::Offered { .. } => return None,
    })
}

/// The bot's calls after the one with the number `since`, the last [`TRAFFIC`] of them.
pub(super) fn traffic(stage: &Stage, since: u64) -> Vec<Value> {
    let calls = stage.telegram.traffic(since);
    let keep = usize::try_from(TRAFFIC).unwrap_or(usize::MAX);
    calls[calls.len().saturating_sub(keep)..].iter().map(call).collect()
}

fn call(call: &Called) -> Value {
    json!({
        "number": call.number,
        "method": call.method,
        "ok": call.accepted,
        "status": if call.accepted { json!(200) } else { call.answer["error_code"].clone() },
        "failing": call.failing.as_ref().map(failing),
        "ms": u64::try_from(call.at.as_millis()).unwrap_or(u64::MAX),
        "parameters": cut(&call.parameters),
        "answer": cut(&call.answer),
    })
}

/// JSON with a space after each line, no longer than anybody reads.
fn cut(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{} …", &text[..at]),
        None => text,
    }
}

/// A fault in the words of the wire.
fn failing(failing: &Failing) -> String {
    match failing {
        Failing::Refused { code, .. } => code.to_string(),
        Failing::Html(code) | Failing::HtmlAfter(code) => format!("HTML {code}"),
        Failing::Reset | Failing::ResetAfter => "reset".to_owned(),
        Failing::Slow(time) | Failing::SlowAfter(time) => format!("+{} ms", time.as_millis()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_was_written_and_nothing_else() {
        let id = Id { boot: "a1".to_owned(), event: 7, call: 12 };
        assert_eq!(Id::read(&id.to_string()), Some(id));
        for text in ["", "a1", "a1.7", "a1.7.12.1", "a1.x.12", "a1.7.-1"] {
            assert_eq!(Id::read(text), None, "{text}");
        }
    }
}
