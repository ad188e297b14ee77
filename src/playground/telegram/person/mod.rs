//! The people: what they say, press and see.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::{Value, json};

use super::{Happening, Message, Telegram, Topic, entities};

mod buttons;
mod media;
mod roles;

/// A person in a chat with the bot. Clones have heard the same.
#[derive(Clone, Debug)]
pub struct Resident {
    pub(super) telegram: Telegram,
    pub(super) chat: i64,
    pub(super) person: i64,
    /// The number of the first event that this person has not noticed.
    pub(super) heard: Arc<Mutex<u64>>,
}

impl Resident {
    /// The chat's number.
    pub fn chat(&self) -> i64 {
        self.chat
    }

    /// The same person with a Telegram in another language.
    #[must_use]
    pub fn speaking(self, language: &str) -> Self {
        self.telegram.change(|world| {
            if let Some(person) = world.people.get_mut(&self.person) {
                person["language_code"] = json!(language);
            }
        });
        self
    }

    /// Sends a message with this content, which may say where it stands.
    pub(super) fn sends(&self, content: &Value) -> i64 {
        self.sends_to(None, None, content)
    }

    /// Sends a message to a topic, in reply to another.
    fn sends_to(&self, topic: Option<i64>, reply: Option<i64>, content: &Value) -> i64 {
        self.telegram.change(|world| {
            let sender = world.person(self.person, "uk");
            let Some(chat) = world.chat(self.chat) else { return 0 };
            chat.started = true;
            let original = reply.and_then(|id| chat.messages.get(&id));
            let mut fields = chat.thread(topic, original);
            fields.extend(content.as_object().cloned().unwrap_or_default());
            let message = world.put(self.chat, Some(sender), fields);
            world.tell("message", self.chat, &message);
            message["message_id"].as_i64().unwrap_or(0)
        })
    }

    fn text(text: &str) -> Value {
        let mut content = json!({"text": text});
        let entities = entities::automatic(text);
        if !entities.is_empty() {
            content["entities"] = json!(entities);
        }
        content
    }

    /// Writes `text`; returns the message's number.
    pub fn says(&self, text: &str) -> i64 {
        self.sends(&Self::text(text))
    }

    /// Writes `text` in reply to a message.
    pub fn replies(&self, to: i64, text: &str) -> i64 {
        self.sends_to(None, Some(to), &Self::text(text))
    }

    /// Writes in a topic of a group; one that is not there begins with it.
    pub fn says_in(&self, topic: i64, text: &str) -> i64 {
        self.telegram.change(|world| {
            let Some(chat) = world.chat(self.chat) else { return };
            chat.info.insert("is_forum".to_owned(), json!(true));
            chat.topics.entry(topic).or_insert_with(|| Topic {
                id: topic,
                name: format!("Тема {topic}"),
                icon_color: 7_322_096,
                icon_custom_emoji_id: None,
                closed: false,
            });
        });
        self.sends_to(Some(topic), None, &Self::text(text))
    }

    /// Follows a link `t.me/bot?start=parameter` and presses “Start”.
    pub fn opens(&self, parameter: &str) -> i64 {
        self.says(format!("/start {parameter}").trim_end())
    }

    /// Changes the text of a message of one's own.
    pub fn edits(&self, id: i64, text: &str) {
        self.edits_field(id, "text", text);
    }

    /// Changes the caption of a message of one's own.
    pub fn edits_caption(&self, id: i64, caption: &str) {
        self.edits_field(id, "caption", caption);
    }

    fn edits_field(&self, id: i64, field: &str, text: &str) {
        self.telegram.change(|world| {
            let date = world.date();
            let Some(message) = world.chat(self.chat).and_then(|chat| chat.messages.get_mut(&id))
            else {
                return;
            };
            message[field] = json!(text);
            message["edit_date"] = json!(date);
            let message = message.clone();
            world.happens(self.chat, Happening::Edited(message.clone()));
            world.tell("edited_message", self.chat, &message);
        });
    }

    /// Everything that the bot has said in this chat, as it stands now.
    pub fn sees(&self) -> Vec<Message> {
        let world = self.telegram.world();
        let Some(chat) = world.chats.get(&self.chat) else { return Vec::new() };
        chat.messages
            .values()
            .filter(|message| world.is_bots(message))
            .map(|message| Message::read(message.clone()))
            .collect()
    }

    /// The next message, or change of one, in this chat that was not heard yet.
    ///
    /// # Panics
    ///
    /// If that takes longer than 20 seconds.
    pub async fn hears(&self) -> Message {
        self.telegram
            .waits_for(&format!("a message in chat {}", self.chat), |_| self.next_event())
            .await
    }

    /// As [`Resident::hears`], but `None` if nothing comes within `time`.
    pub async fn hears_within(&self, time: Duration) -> Option<Message> {
        self.telegram.within(time, |_| self.next_event()).await
    }

    fn next_event(&self) -> Option<Message> {
        let world = self.telegram.world();
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fresh =
            world.events.iter().filter(|event| event.number >= *heard && event.chat == self.chat);
        let (number, raw, edited) = fresh.find_map(|event| match &event.what {
            Happening::Sent(raw) if world.is_bots(raw) => Some((event.number, raw, false)),
            Happening::Edited(raw) if world.is_bots(raw) => Some((event.number, raw, true)),
            _ => None,
        })?;
        *heard = number + 1;
        Some(Message { edited, ..Message::read(raw.clone()) })
    }

    /// Writes `text` and waits for what comes next.
    ///
    /// # Panics
    ///
    /// If nothing comes within 20 seconds.
    pub async fn asks(&self, text: &str) -> Message {
        self.says(text);
        self.hears().await
    }
}
