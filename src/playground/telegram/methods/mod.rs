//! The methods of the Bot API that the simulated Telegram knows, checked as the server checks them.

use bytes::Bytes;
use serde_json::{Map, Value, json};

mod chats;
mod copy;
mod edit;
mod files;
mod markup;
mod parameters;
mod pins;
mod queries;
mod send;
mod settings;
mod table;
mod topics;

use super::world::{Refusal, World};
pub(super) use files::{keep_file, media};
use files::{send_album, send_file};
pub(super) use parameters::check;
pub(super) use queries::chosen_content;
use send::{formatted, location, send};
pub(super) use table::spelled;

type Answer = Result<Value, Refusal>;

/// A file of a multipart request.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

/// Carries a call out.
pub(super) fn perform(
    world: &mut World,
    method: &'static str,
    parameters: &Map<String, Value>,
    uploads: &[(String, Upload)],
) -> Answer {
    match method {
        "getMe" => Ok(world.me.clone()),
        // There is never a webhook.
        "deleteWebhook" => {
            if parameters::flag(parameters, "drop_pending_updates") {
                world.updates.clear();
            }
            Ok(json!(true))
        }
        "getWebhookInfo" => {
            let mut info = json!({
                "url": "", "has_custom_certificate": false,
                "pending_update_count": world.updates.len(),
            });
            if let Some(allowed) = &world.allowed {
                info["allowed_updates"] = json!(allowed);
            }
            Ok(info)
        }
        "sendMessage" => {
            let content = formatted(world, parameters, "text")?;
            send(world, parameters, content)
        }
        "sendPhoto" => send_file(world, parameters, uploads, "photo"),
        "sendDocument" => send_file(world, parameters, uploads, "document"),
        "sendAudio" => send_file(world, parameters, uploads, "audio"),
        "sendVideo" => send_file(world, parameters, uploads, "video"),
        "sendAnimation" => send_file(world, parameters, uploads, "animation"),
        "sendVoice" => send_file(world, parameters, uploads, "voice"),
        "sendVideoNote" => send_file(world, parameters, uploads, "video_note"),
        "sendSticker" => send_file(world, parameters, uploads, "sticker"),
        "sendMediaGroup" => send_album(world, parameters, uploads),
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
        "sendContact" => {
            let known = ["phone_number", "first_name", "last_name", "vcard"];
            let given = known.iter().filter_map(|name| Some((*name, parameters.get(*name)?)));
            let contact = given.map(|(name, value)| (name.to_owned(), value.clone())).collect();
            send(world, parameters, fields([("contact", Value::Object(contact))]))
        }
        "sendChatAction" => chats::act(world, parameters),
        "copyMessage" => copy::one(world, parameters, false),
        "forwardMessage" => copy::one(world, parameters, true),
        "copyMessages" => copy::many(world, parameters, false),
        "forwardMessages" => copy::many(world, parameters, true),
        "editMessageText"
        | "editMessageCaption"
        | "editMessageMedia"
        | "editMessageReplyMarkup" => edit::edit(world, method, parameters, uploads),
        "deleteMessage" => edit::delete(world, parameters),
        "deleteMessages" => edit::delete_many(world, parameters),
        "setMessageReaction" => pins::react(world, parameters),
        "pinChatMessage" => pins::pin(world, parameters),
        "unpinChatMessage" => pins::unpin(world, parameters, false),
        "unpinAllChatMessages" => pins::unpin(world, parameters, true),
        "createForumTopic" => topics::create(world, parameters),
        "editForumTopic" => topics::edit(world, parameters),
        "closeForumTopic" => topics::close(world, parameters, true),
        "reopenForumTopic" => topics::close(world, parameters, false),
        "deleteForumTopic" => topics::delete(world, parameters),
        "unpinAllForumTopicMessages" => topics::unpin(world, parameters),
        "getForumTopicIconStickers" => Ok(json!([])),
        "answerCallbackQuery" => queries::answer_press(world, parameters),
        "answerInlineQuery" => queries::answer_query(world, parameters),
        "setMyCommands" => settings::set_commands(world, parameters),
        "getMyCommands" => settings::commands(world, parameters),
        "deleteMyCommands" => settings::delete_commands(world, parameters),
        "setMyName" | "setMyDescription" | "setMyShortDescription" => {
            settings::set_text(world, parameters, method)
        }
        "getMyName" | "getMyDescription" | "getMyShortDescription" => {
            settings::get_text(world, parameters, method)
        }
        "setChatMenuButton" => settings::set_menu(world, parameters),
        "getChatMenuButton" => settings::menu(world, parameters),
        "getChat" => chats::chat(world, parameters),
        "getChatMember" => chats::member(world, parameters),
        "getChatMemberCount" => chats::count(world, parameters),
        "getChatAdministrators" => chats::administrators(world, parameters),
        "leaveChat" => chats::leave(world, parameters),
        "getFile" => files::get_file(world, parameters),
        _ => Err(Refusal::new(404, "method not found")),
    }
}

fn fields<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
