//! A message as a person sees it.

use serde_json::Value;

/// A button as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Its label.
    pub text: String,
    /// What pressing it tells the bot.
    pub data: Option<String>,
    /// The page it opens.
    pub url: Option<String>,
}

/// A message as a person sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its number in the chat.
    pub id: i64,
    /// Text or caption, without markup.
    pub text: String,
    /// Rows of buttons under it.
    pub buttons: Vec<Vec<Button>>,
    /// Whether it was changed since it was sent.
    pub edited: bool,
    /// As in the Bot API.
    pub raw: Value,
}

impl Message {
    pub(super) fn read(raw: Value) -> Self {
        let text = raw["text"].as_str().or(raw["caption"].as_str()).unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let word = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let buttons = list(&raw["reply_markup"]["inline_keyboard"])
            .iter()
            .map(|row| {
                list(row)
                    .iter()
                    .map(|button| Button {
                        text: word(&button["text"]).unwrap_or_default(),
                        data: word(&button["callback_data"]),
                        url: word(&button["url"]),
                    })
                    .collect()
            })
            .collect();
        Self {
            id: raw["message_id"].as_i64().unwrap_or(0),
            text,
            buttons,
            edited: raw.get("edit_date").is_some(),
            raw,
        }
    }

    /// The labels of all buttons, in order.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|button| button.text.as_str()).collect()
    }

    /// The first line.
    pub fn lead(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }
}
