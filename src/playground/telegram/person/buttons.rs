//! Buttons, keys, reactions and inline mode.

use serde_json::{Value, json};

use super::{
    super::{
        Happening, Kind, Message, Role, methods,
        world::{Pressed, Typed},
    },
    Resident,
};

impl Resident {
    /// Presses the newest button whose label contains `label`.
    ///
    /// # Panics
    ///
    /// If there is no such button.
    pub fn presses(&self, label: &str) {
        let messages = self.telegram.messages(self.chat, 0);
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
            let inline = world.inline_messages.iter();
            let inline = inline.into_iter().find(|(_, place)| **place == (self.chat, id));
            if let Some((inline, _)) = inline {
                query["inline_message_id"] = json!(inline);
            } else if let Some(message) = message {
                query["message"] = message;
            }
            world.update("callback_query", &query);
        });
    }

    /// Presses the key of the reply keyboard whose label contains `label`: writes it, or sends where the person
    /// is if the key asks for that.
    ///
    /// # Panics
    ///
    /// If there is no such key.
    pub fn taps(&self, label: &str, place: (f64, f64)) -> i64 {
        let keyboard = self.telegram.change(|world| {
            let chat = world.chat(self.chat)?;
            let keyboard = chat.keyboard.clone();
            if keyboard.as_ref().is_some_and(|keyboard| keyboard["one_time_keyboard"] == true) {
                chat.keyboard = None;
                world.happens(self.chat, Happening::Changed);
            }
            keyboard
        });
        let rows = keyboard.as_ref().and_then(|keyboard| keyboard["keyboard"].as_array());
        let keys = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
        let named = |key: &&Value| key.as_str().or(key["text"].as_str()).map(ToOwned::to_owned);
        let found =
            keys.into_iter().find(|key| named(key).is_some_and(|text| text.contains(label)));
        let Some(key) = found else { panic!("no key “{label}” in {keyboard:?}") };
        if key["request_location"] == true {
            self.sends_location(place.0, place.1)
        } else {
            self.says(&named(&key).unwrap_or_default())
        }
    }

    /// Marks a message with an emoji, or takes the mark away with an empty one.
    pub fn reacts(&self, id: i64, emoji: &str) {
        self.telegram.change(|world| {
            let (person, date) = (world.person(self.person, "uk"), world.date());
            let new = if emoji.is_empty() {
                Vec::new()
            } else {
                vec![json!({"type": "emoji", "emoji": emoji})]
            };
            let old = world.react(self.chat, id, self.person, new.clone());
            let Some(chat) = world.chats.get(&self.chat) else { return };
            let change = json!({
                "chat": chat.json(), "message_id": id, "user": person, "date": date,
                "old_reaction": old, "new_reaction": new,
            });
            // In a group an administrator alone is told.
            if chat.is_private() || chat.bot == Role::Administrator {
                world.update("message_reaction", &change);
            }
        });
    }

    /// Types `@bot query`; returns the number of the inline query.
    pub fn types(&self, query: &str) -> String {
        self.types_on(query, "")
    }

    /// The same with the offset that the bot gave as `next_offset`.
    pub fn types_on(&self, query: &str, offset: &str) -> String {
        self.telegram.change(|world| {
            let from = world.person(self.person, "uk");
            let kind = world.chats.get(&self.chat).map(|chat| chat.kind);
            let kind = match kind {
                None | Some(Kind::Private) => "sender",
                Some(kind) => kind.name(),
            };
            let id = world.fresh();
            let now = world.mono();
            let typed =
                Typed { at: now, person: self.person, query: query.to_owned(), answer: None };
            world.queries.insert(id.clone(), typed);
            let query = json!({
                "id": id, "from": from, "query": query, "offset": offset, "chat_type": kind,
            });
            world.update("inline_query", &query);
            id
        })
    }

    /// Chooses a result of an inline query, so that it is sent to this chat in the person's name; returns the
    /// message's number.
    ///
    /// # Panics
    ///
    /// If the bot gave no such result.
    pub fn chooses(&self, query: &str, result: &str) -> i64 {
        let answer = self.inline_answer(query).unwrap_or_default();
        let results = answer["results"].as_array().cloned().unwrap_or_default();
        let chosen = results.iter().find(|known| known["id"] == result);
        let Some(chosen) = chosen else { panic!("no result “{result}” in {answer}") };
        self.telegram.change(|world| {
            let Ok(mut content) = methods::chosen_content(world, chosen) else { return 0 };
            content.insert("via_bot".to_owned(), world.bot_user());
            let from = world.person(self.person, "uk");
            let message = world.put(self.chat, Some(from.clone()), content);
            let id = message["message_id"].as_i64().unwrap_or(0);
            let typed =
                world.queries.get(query).map_or_else(String::new, |typed| typed.query.clone());
            let mut told = json!({"result_id": result, "from": from, "query": typed});
            if message.get("reply_markup").is_some() {
                let inline = world.fresh();
                told["inline_message_id"] = json!(inline);
                world.inline_messages.insert(inline, (self.chat, id));
            }
            world.update("chosen_inline_result", &told);
            world.tell("message", self.chat, &message);
            id
        })
    }

    /// What the bot answered to an inline query; `None` before it did.
    pub fn inline_answer(&self, id: &str) -> Option<Value> {
        self.telegram.world().queries.get(id).and_then(|typed| typed.answer.clone())
    }
}
