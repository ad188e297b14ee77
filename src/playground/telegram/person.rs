//! The people: what they say, press and see.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    Happening, Message, Telegram, Topic, entities,
    methods::{self, Upload},
    world::{Pressed, Typed, World},
};

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

    pub(super) fn sends(&self, content: &Value) -> i64 {
        self.telegram.change(|world| {
            let sender = world.person(self.person, "uk");
            if let Some(chat) = world.chat(self.chat) {
                chat.started = true;
            }
            let content = content.as_object().cloned().unwrap_or_default();
            let message = world.put(self.chat, Some(sender), content);
            world.update("message", &message);
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
        let mut content = Self::text(text);
        let original = self
            .telegram
            .world()
            .chats
            .get(&self.chat)
            .and_then(|chat| chat.messages.get(&to).cloned());
        if let Some(original) = original {
            content["reply_to_message"] = original;
        }
        self.sends(&content)
    }

    /// Writes in a topic of a group.
    pub fn says_in(&self, topic: i64, text: &str) -> i64 {
        let mut content = Self::text(text);
        content["message_thread_id"] = json!(topic);
        content["is_topic_message"] = json!(true);
        self.telegram.change(|world| {
            if let Some(chat) = world.chat(self.chat) {
                let name = format!("Тема {topic}");
                let new = Topic { id: topic, name, icon_color: 7_322_096, closed: false };
                chat.topics.entry(topic).or_insert(new);
            }
        });
        self.sends(&content)
    }

    /// Changes the text of a message of one's own.
    pub fn edits(&self, id: i64, text: &str) {
        self.telegram.change(|world| {
            let date = world.date();
            let Some(message) = world.chat(self.chat).and_then(|chat| chat.messages.get_mut(&id))
            else {
                return;
            };
            message["text"] = json!(text);
            message["edit_date"] = json!(date);
            let message = message.clone();
            world.happens(self.chat, Happening::Edited(message.clone()));
            world.update("edited_message", &message);
        });
    }

    /// Sends a place.
    pub fn sends_location(&self, latitude: f64, longitude: f64) -> i64 {
        self.sends(&json!({"location": {"latitude": latitude, "longitude": longitude}}))
    }

    /// Sends a picture, with or without a caption.
    pub fn sends_photo(&self, caption: &str) -> i64 {
        let mut content = self.photo();
        if !caption.is_empty() {
            content["caption"] = json!(caption);
        }
        self.sends(&content)
    }

    fn photo(&self) -> Value {
        self.telegram.change(|world| {
            let upload =
                Upload { name: "photo.jpg".to_owned(), bytes: Bytes::from_static(b"\xff\xd8") };
            let id = methods::keep_file(world, "photo", &upload);
            json!({"photo": methods::media(world, &id)})
        })
    }

    /// Sends `count` pictures as one album.
    pub fn sends_album(&self, count: usize) {
        let group = self.telegram.change(World::fresh);
        for _ in 0..count {
            let mut content = self.photo();
            content["media_group_id"] = json!(group);
            self.sends(&content);
        }
    }

    /// Sends a file.
    pub fn sends_document(&self, name: &str, bytes: Bytes) -> i64 {
        let content = self.telegram.change(|world| {
            let upload = Upload { name: name.to_owned(), bytes };
            let id = methods::keep_file(world, "document", &upload);
            json!({"document": methods::media(world, &id)})
        });
        self.sends(&content)
    }

    /// Sends a sticker.
    pub fn sends_sticker(&self) -> i64 {
        self.sends(&json!({"sticker": {
            "file_id": "CAAC1", "file_unique_id": "AQ1", "type": "regular", "width": 512,
            "height": 512, "is_animated": false, "is_video": false, "emoji": "👍",
        }}))
    }

    /// Sends a voice message.
    pub fn sends_voice(&self) -> i64 {
        self.sends(&json!({"voice": {
            "file_id": "AwAC1", "file_unique_id": "AQ2", "duration": 3, "mime_type": "audio/ogg",
        }}))
    }

    /// Sends a phone number.
    pub fn sends_contact(&self) -> i64 {
        self.sends(&json!({"contact": {"phone_number": "380000000000", "first_name": "Ім’я"}}))
    }

    /// Presses the newest button whose label contains `label`.
    ///
    /// # Panics
    ///
    /// If there is no such button.
    pub fn presses(&self, label: &str) {
        let messages = self.sees();
        let found = messages.iter().rev().find_map(|message| {
            let button =
                message.buttons.iter().flatten().find(|button| button.text.contains(label))?;
            Some((message.id, button.data.clone()?))
        });
        let Some((id, data)) = found else {
            let labels: Vec<_> = messages.iter().map(Message::labels).collect();
            panic!("no button “{label}” among {labels:?}");
        };
        self.presses_data(id, &data);
    }

    /// Presses a button with `data` under a message, whether it is there or not.
    pub fn presses_data(&self, id: i64, data: &str) {
        self.telegram.change(|world| {
            let from = world.person(self.person, "uk");
            let message = world.chat(self.chat).and_then(|chat| chat.messages.get(&id)).cloned();
            let press = world.fresh();
            let now = world.mono();
            let pressed =
                Pressed { at: now, chat: self.chat, person: self.person, answered: false };
            world.presses.insert(press.clone(), pressed);
            let mut query = json!({
                "id": press, "from": from, "chat_instance": self.chat.to_string(), "data": data,
            });
            if let Some(message) = message {
                query["message"] = message;
            }
            world.update("callback_query", &query);
        });
    }

    /// Types `@bot query`; returns the number of the inline query.
    pub fn types(&self, query: &str) -> String {
        self.telegram.change(|world| {
            let from = world.person(self.person, "uk");
            let id = world.fresh();
            let now = world.mono();
            let typed =
                Typed { at: now, person: self.person, query: query.to_owned(), answer: None };
            world.queries.insert(id.clone(), typed);
            let query = json!({"id": id, "from": from, "query": query, "offset": ""});
            world.update("inline_query", &query);
            id
        })
    }

    /// What the bot answered to an inline query; `None` before it did.
    pub fn inline_answer(&self, id: &str) -> Option<Value> {
        self.telegram.world().queries.get(id).and_then(|typed| typed.answer.clone())
    }

    /// Blocks the bot.
    pub fn blocks(&self) {
        self.blocked(true);
    }

    /// Lets the bot write again.
    pub fn unblocks(&self) {
        self.blocked(false);
    }

    fn blocked(&self, blocked: bool) {
        self.telegram.change(|world| {
            let (from, date, bot) =
                (world.person(self.person, "uk"), world.date(), world.bot_user());
            let Some(chat) = world.chat(self.chat) else { return };
            chat.blocked = blocked;
            let chat = chat.json();
            let member = json!({"status": "member", "user": bot});
            let gone = json!({"status": "kicked", "user": bot, "until_date": 0});
            let (old, new) = if blocked { (member, gone) } else { (gone, member) };
            let change = json!({
                "chat": chat, "from": from, "date": date, "old_chat_member": old,
                "new_chat_member": new,
            });
            world.update("my_chat_member", &change);
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
