//! The methods of the Bot API that the simulated Telegram knows, checked as the server checks them.

use bytes::Bytes;
use serde_json::{Map, Value, json};

mod edit;
mod files;
mod markup;
mod parameters;
mod queries;
mod send;
mod settings;

use super::{
    view::{ACTION_SHOWN, Happening},
    world::{Refusal, World},
};
use edit::{copy, delete, edit};
pub(super) use files::{keep_file, media};
use files::{send_file, unique};
pub(super) use parameters::{check, spelled};
use queries::{answer_press, answer_query};
use send::{formatted, location, send};
use settings::{set_commands, set_text};

type Answer = Result<Value, Refusal>;

/// A file of a multipart request.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// Carries a call out.
pub(super) fn perform(
    world: &mut World,
    method: &'static str,
    parameters: &Map<String, Value>,
    uploads: &[(String, Upload)],
) -> Answer {
    match method {
        "getMe" => Ok(world.me.clone()),
        "sendMessage" => {
            let content = formatted(world, parameters, "text")?;
            send(world, parameters, content)
        }
        "sendPhoto" => send_file(world, parameters, uploads, "photo"),
        "sendDocument" => send_file(world, parameters, uploads, "document"),
        "sendLocation" => {
            let location = location(parameters)?;
            send(world, parameters, fields([("location", location)]))
        }
        "sendVenue" => {
            let location = location(parameters)?;
            let venue = json!({
                "location": location, "title": parameters["title"], "address": parameters["address"],
            });
            send(world, parameters, fields([("venue", venue), ("location", location)]))
        }
        "copyMessage" => copy(world, parameters),
        "editMessageText" => {
            let content = formatted(world, parameters, "text")?;
            edit(world, parameters, Some((content, &["text", "entities"], "text")))
        }
        "editMessageCaption" => {
            let content = formatted(world, parameters, "caption")?;
            edit(world, parameters, Some((content, &["caption", "caption_entities"], "")))
        }
        "editMessageReplyMarkup" => edit(world, parameters, None),
        "deleteMessage" => delete(world, parameters),
        "pinChatMessage" => {
            let chat = world.find(&parameters["chat_id"], true)?;
            let id = parameters["message_id"].as_i64().unwrap_or(0);
            let Some(chat) = world.chat(chat).filter(|chat| chat.messages.contains_key(&id)) else {
                return Err(Refusal::new(400, "message to pin not found"));
            };
            chat.pinned.retain(|pinned| *pinned != id);
            chat.pinned.push(id);
            let chat = chat.id;
            world.happens(chat, Happening::Changed);
            Ok(json!(true))
        }
        "sendChatAction" => {
            let chat = world.find(&parameters["chat_id"], true)?;
            let Some(action) = ACTIONS.iter().find(|action| parameters["action"] == **action)
            else {
                return Err(Refusal::new(400, "wrong parameter action in request"));
            };
            let topic = parameters.get("message_thread_id").and_then(Value::as_i64);
            let until = world.mono() + ACTION_SHOWN;
            if let Some(chat) = world.chat(chat) {
                chat.action = Some(((*action).to_owned(), topic, until));
            }
            world.happens(chat, Happening::Acting { action: (*action).to_owned(), topic });
            Ok(json!(true))
        }
        "answerCallbackQuery" => answer_press(world, parameters),
        "answerInlineQuery" => answer_query(world, parameters),
        "setMyCommands" => set_commands(world, parameters),
        "setMyDescription" => set_text(world, parameters, method, "description", 512),
        "setMyShortDescription" => set_text(world, parameters, method, "short_description", 120),
        "getChat" => {
            let chat = world.find(&parameters["chat_id"], false)?;
            let mut full = world.chat(chat).map_or(Value::Null, |chat| chat.json());
            full["accent_color_id"] = json!(0);
            full["max_reaction_count"] = json!(11);
            full["accepted_gift_types"] = json!({
                "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
                "premium_subscription": false,
            });
            Ok(full)
        }
        "getChatMember" => {
            world.find(&parameters["chat_id"], false)?;
            let id = parameters["user_id"].as_i64().unwrap_or(0);
            let user = if world.me["id"] == id {
                world.bot_user()
            } else {
                world.people.get(&id).cloned().ok_or_else(|| Refusal::new(400, "user not found"))?
            };
            Ok(json!({"status": "member", "user": user}))
        }
        "getFile" => {
            let id = parameters["file_id"].as_str().unwrap_or_default();
            let Some(file) = world.files.get(id) else {
                return Err(Refusal::new(400, "invalid file_id"));
            };
            Ok(json!({
                "file_id": id, "file_unique_id": unique(id), "file_size": file.bytes.len(),
                "file_path": file.path,
            }))
        }
        _ => Err(Refusal::new(404, "method not found")),
    }
}

fn fields<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
