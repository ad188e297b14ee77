//! What the bot says back, as values, which become calls for the outbox.

use serde_json::{Value, json};
use teloxide::{
    payloads::SendMessage,
    types::{
        ButtonRequest, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton,
        KeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ReplyMarkup, ReplyParameters,
        ThreadId,
    },
};

use super::{Place, callback::Press};
use crate::telegram::{Call, Failure};

/// A message, as HTML in Telegram's dialect, with the buttons under it, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// The text with its markup.
    pub html: String,
    /// The buttons.
    pub buttons: Vec<Vec<Button>>,
    /// In place of buttons: the keys that send the person's place, and that go on without it.
    pub place_keys: Option<[String; 2]>,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What it does.
    pub press: Press,
}

impl From<String> for Reply {
    fn from(html: String) -> Self {
        Self { html, ..Self::default() }
    }
}

impl Reply {
    /// The reply as a new message at `place`; its buttons name the answer `id`.
    pub(super) fn call(&self, place: &Place, id: i64) -> Result<Call, Failure> {
        let mut message = SendMessage::new(ChatId(place.chat), self.html.clone());
        message.parse_mode = Some(ParseMode::Html);
        message.link_preview_options = Some(no_preview());
        if place.topic != 0 {
            message.message_thread_id =
                i32::try_from(place.topic).ok().map(|id| ThreadId(MessageId(id)));
        }
        if !place.private
            && let Some(asked) = place.message.and_then(|id| i32::try_from(id).ok())
        {
            // In a group it must be seen to whom we speak; the question may be gone meanwhile.
            message.reply_parameters =
                Some(ReplyParameters::new(MessageId(asked)).allow_sending_without_reply());
        }
        message.reply_markup = match &self.place_keys {
            Some(keys) => Some(ReplyMarkup::Keyboard(place_keyboard(keys))),
            None => keyboard(&self.buttons, id).map(ReplyMarkup::InlineKeyboard),
        };
        Call::from_payload(&message).map_err(|error| Failure::Other(error.to_string()))
    }

    /// The reply as a new message in `chat`, in no topic; its buttons name no answer.
    pub(crate) fn to_chat(&self, chat: i64) -> Call {
        self.to_chat_of(chat, 0)
    }

    /// The reply as a new message in `chat`, in no topic; its buttons name the answer `id`.
    pub(crate) fn to_chat_of(&self, chat: i64, id: i64) -> Call {
        let payload = self.edited(chat, id);
        Call::new("sendMessage", payload)
    }

    /// The reply in the place of what the outbox row `of` said; its buttons name the answer `id`.
    pub(super) fn edit(&self, place: &Place, id: i64, of: i64) -> Call {
        Call::new("editMessageText", self.edited(place.chat, id)).of(of)
    }

    /// The reply, whose buttons name no answer, in the place of what the outbox row `of` said in `chat`.
    pub(crate) fn edit_said(&self, chat: i64, of: i64) -> Call {
        Call::new("editMessageText", self.edited(chat, 0)).of(of)
    }

    /// The reply in the place of the message `message`; its buttons name no answer.
    pub(super) fn edit_message(&self, place: &Place, message: i32) -> Call {
        self.edit_message_of(place, message, 0)
    }

    /// The reply in the place of the message `message`; its buttons name the answer `id`.
    pub(super) fn edit_message_of(&self, place: &Place, message: i32, id: i64) -> Call {
        let mut payload = self.edited(place.chat, id);
        payload["message_id"] = json!(message);
        Call::new("editMessageText", payload)
    }

    fn edited(&self, chat: i64, id: i64) -> Value {
        let mut payload = json!({
            "chat_id": chat,
            "text": self.html,
            "parse_mode": "HTML",
            "link_preview_options": no_preview(),
        });
        if let Some(keyboard) = keyboard(&self.buttons, id) {
            payload["reply_markup"] = json!(keyboard);
        }
        payload
    }
}

fn place_keyboard([send, without]: &[String; 2]) -> KeyboardMarkup {
    let send = KeyboardButton::new(send).request(ButtonRequest::Location);
    KeyboardMarkup::new([[send], [KeyboardButton::new(without)]])
        .resize_keyboard()
        .one_time_keyboard()
}

/// New buttons under the message `message`: none takes them away.
pub(super) fn rebutton(chat: i64, message: i32, buttons: &[Vec<Button>], id: i64) -> Call {
    let keyboard = keyboard(buttons, id).unwrap_or_default();
    let payload = json!({
        "chat_id": chat, "message_id": message, "reply_markup": keyboard,
    });
    Call::new("editMessageReplyMarkup", payload)
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn keyboard(buttons: &[Vec<Button>], id: i64) -> Option<InlineKeyboardMarkup> {
    let rows = buttons.iter().map(|row| {
        row.iter().map(|button| {
            InlineKeyboardButton::callback(button.label.clone(), button.press.data(id))
        })
    });
    (!buttons.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}
