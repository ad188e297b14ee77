//! Topics and threads: where in a chat a message stands.

use serde_json::{Map, Value, json};

use super::{
    chat::{Chat, Kind},
    refusal::Refusal,
    view::{Happening, Topic},
    world::World,
};

impl Chat {
    /// Whether the bot may write in this topic of a forum, or thread of a supergroup.
    pub(super) fn takes_messages_in(&self, topic: i64) -> Result<(), Refusal> {
        let missing = Refusal::bad("message thread not found");
        if !self.is_forum() {
            let there = self.kind == Kind::Supergroup && self.messages.contains_key(&topic);
            return if there { Ok(()) } else { Err(missing) };
        }
        match self.topics.get(&topic) {
            None => Err(missing),
            Some(topic) if topic.closed && !self.may("can_manage_topics") => {
                Err(Refusal::bad("TOPIC_CLOSED"))
            }
            Some(_) => Ok(()),
        }
    }

    /// The fields that say where a message stands: in which topic or thread, in reply to what.
    ///
    /// In a forum each message of a topic replies at least to the one with which the topic began; in another
    /// supergroup the replies to a message make a thread with its number.
    pub(super) fn thread(
        &self,
        topic: Option<i64>,
        original: Option<&Value>,
    ) -> Map<String, Value> {
        let of_original = || original.and_then(|original| original["message_thread_id"].as_i64());
        let number = |original: &Value| original["message_id"].as_i64();
        let thread = match self.kind {
            Kind::Supergroup if self.is_forum() => topic.or_else(of_original),
            Kind::Supergroup => topic.or_else(of_original).or_else(|| number(original?)),
            Kind::Private | Kind::Group | Kind::Channel => topic,
        };
        let mut place = Map::new();
        if let Some(thread) = thread {
            place.insert("message_thread_id".to_owned(), json!(thread));
            if self.is_forum() {
                place.insert("is_topic_message".to_owned(), json!(true));
            }
        }
        let beginning = || self.messages.get(&thread.filter(|_| self.is_forum())?);
        if let Some(mut replied) = original.or_else(beginning).cloned() {
            if let Some(replied) = replied.as_object_mut() {
                replied.shift_remove("reply_to_message");
                replied.shift_remove("reply_markup");
            }
            place.insert("reply_to_message".to_owned(), replied);
        }
        place
    }
}

impl World {
    /// Opens a topic; its number is that of the message that says so.
    pub(super) fn open_topic(&mut self, chat: i64, by: Value, topic: Topic) -> Topic {
        let mut created = json!({"name": topic.name, "icon_color": topic.icon_color});
        if let Some(icon) = &topic.icon_custom_emoji_id {
            created["icon_custom_emoji_id"] = json!(icon);
        }
        let id = self.chats.get(&chat).map_or(0, |chat| chat.next_message);
        let topic = Topic { id, ..topic };
        if let Some(chat) = self.chat(chat) {
            chat.topics.insert(id, topic.clone());
        }
        let notice = json!({
            "message_thread_id": id, "is_topic_message": true, "forum_topic_created": created,
        });
        self.notice(chat, by, notice.as_object().cloned().unwrap_or_default());
        self.happens(chat, Happening::Changed);
        topic
    }

    /// Changes a topic and says so in it.
    pub(super) fn change_topic(
        &mut self,
        id: i64,
        by: Value,
        topic: Topic,
        mut notice: Map<String, Value>,
    ) {
        let Some(chat) = self.chat(id) else { return };
        notice.extend(chat.thread(Some(topic.id), None));
        chat.topics.insert(topic.id, topic);
        self.notice(id, by, notice);
        self.happens(id, Happening::Changed);
    }

    /// Deletes a topic with its messages; Telegram tells the bot nothing.
    pub(super) fn delete_topic(&mut self, id: i64, topic: i64) {
        let Some(chat) = self.chat(id) else { return };
        chat.topics.remove(&topic);
        let inside = |message: &Value| message["message_thread_id"] == topic;
        let gone: Vec<i64> =
            chat.messages.iter().filter(|(_, it)| inside(it)).map(|(number, _)| *number).collect();
        for message in gone {
            self.remove(id, message);
        }
        self.happens(id, Happening::Changed);
    }
}
