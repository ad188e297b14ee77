//! Where and with whom a handler speaks, and what it knows of them.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use teloxide::types::Message;

use super::{
    Deps,
    desk::Asking,
    kept::{Dated, Kept, Memory},
    log,
    reply::Reply,
};
use crate::{
    i18n::Locale,
    store::{self, answers, chats, conversation, questions::New},
    telegram::{Cx, Failure, Key, Work},
};

/// A chat, a topic and a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The chat's number.
    pub chat: i64,
    /// The topic's number, 0 outside topics.
    pub topic: i64,
    /// The person's number, 0 if unknown.
    pub person: i64,
    /// Whether it is a chat of this person with the bot alone.
    pub private: bool,
    /// The message to reply to.
    pub message: Option<i64>,
    /// The language of the person's Telegram, a tag.
    pub language: Option<String>,
}

impl Place {
    /// Where `message` was written, and by whom.
    pub fn of(message: &Message) -> Self {
        let person = message.from.as_ref();
        let topic = message.thread_id.filter(|_| message.is_topic_message);
        Self {
            chat: message.chat.id.0,
            topic: topic.map_or(0, |thread| i64::from(thread.0.0)),
            person: person.map_or(0, |person| i64::try_from(person.id.0).unwrap_or(0)),
            private: message.chat.is_private(),
            message: Some(i64::from(message.id.0)),
            language: person.and_then(|person| person.language_code.clone()),
        }
    }

    fn key(&self) -> Key {
        Key { chat: self.chat, topic: self.topic, person: self.person }
    }
}

/// What a handler knows when it begins.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) place: Place,
    /// What the person's message may lean on.
    pub(super) memory: Memory,
    version: i64,
    /// The language chosen in this chat.
    pub(super) chosen: Option<Locale>,
    /// Civil time.
    pub(super) now: DateTime<Utc>,
}

impl Scene {
    /// Reads what is known of `place`.
    pub(super) async fn load(deps: &Deps, cx: &Cx, place: Place) -> Result<Self, Failure> {
        let mut tx = deps.db.read().await?;
        let kept = store::conversation::get(&mut tx, cx.bot, place.key()).await?;
        let chat = chats::get(&mut tx, cx.bot, &place.chat.to_string()).await?;
        let version = kept.as_ref().map_or(0, |kept: &conversation::Kept| kept.version);
        // A memory that an older version of the bot wrote is no reason to be silent.
        let memory: Memory =
            kept.and_then(|kept| serde_json::from_value(kept.state).ok()).unwrap_or_default();
        Ok(Self {
            place,
            memory: memory.at(cx.now),
            version,
            chosen: chat.language.as_deref().map(Locale::nearest),
            now: cx.now,
        })
    }

    /// One that begins at `place` with `memory`.
    #[cfg(test)]
    pub(super) fn of(place: Place, memory: Memory) -> Self {
        let now = DateTime::UNIX_EPOCH;
        Self { place, memory, version: 0, chosen: None, now }
    }

    /// The language for everything but answers: as chosen, else as the person's Telegram.
    pub(super) fn locale(&self) -> Locale {
        self.chosen
            .unwrap_or_else(|| Locale::nearest(self.place.language.as_deref().unwrap_or_default()))
    }

    /// The language to answer `text` in; `None` leaves it to the question's own.
    pub(super) fn answer_locale(&self, text: &str) -> Option<Locale> {
        answer_locale(self.chosen, self.place.language.as_deref(), text)
    }

    /// `text` as a question asked here and now.
    pub(super) fn asking(&self, text: &str, locale: Option<Locale>, deps: &Deps) -> Asking {
        let zone = deps.zone();
        let since = self.memory.place_since(self.now);
        Asking {
            text: text.to_owned(),
            locale,
            near: self.memory.place(),
            near_since: since.map(|at| at.with_timezone(&zone).date_naive()),
            now: self.now.with_timezone(&zone),
            context: self.memory.context.clone(),
            private: self.place.private,
        }
    }

    /// The work of saying `reply`.
    pub(super) fn says(&self, reply: &Reply) -> Result<Work, Failure> {
        Ok(Work::says(reply.call(&self.place, 0)?))
    }

    /// The work of saying `reply` and keeping what its buttons stand for.
    pub(super) fn says_and_keeps(&self, reply: Reply, kept: &Kept) -> Result<Work, Failure> {
        self.answers(reply, kept, None)
    }

    /// The same for an answer, with its question's row in the log.
    pub(super) fn answers(
        &self,
        reply: Reply,
        kept: &Kept,
        row: Option<New>,
    ) -> Result<Work, Failure> {
        let kept = json(kept)?;
        let place = self.place.clone();
        Ok(Work::nothing().and_does(move |unit| {
            Box::pin(async move {
                let id = answers::add(
                    &mut unit.tx,
                    unit.bot,
                    place.chat,
                    place.message,
                    &kept,
                    unit.now,
                )
                .await?;
                let outbox = unit.say(&reply.call(&place, id)?).await?;
                answers::said(&mut unit.tx, id, outbox).await?;
                if let Some(row) = row {
                    log::write(unit, &row, id).await?;
                }
                Ok(())
            })
        }))
    }

    /// `work`, and the memory as it is now.
    pub(super) fn remembering(&self, work: Work) -> Result<Work, Failure> {
        let (key, seen, state) = self.keeping()?;
        Ok(work.and_keeps(key, seen, Some(state)))
    }

    /// Whose memory it is, the version seen, and the memory as it is now.
    pub(super) fn keeping(&self) -> Result<(Key, i64, Value), Failure> {
        let state = serde_json::to_value(&self.memory)
            .map_err(|error| Failure::Other(error.to_string()))?;
        Ok((self.place.key(), self.version, state))
    }

    /// Whether the button `what`, with its message, was pressed less than `within` ago; if not, it was pressed now.
    pub(super) fn is_impatient(&mut self, what: &str, within: TimeDelta) -> bool {
        let just_now =
            |pressed: &Dated<String>| pressed.what == what && self.now - pressed.at < within;
        if self.memory.pressed.as_ref().is_some_and(just_now) {
            return true;
        }
        self.memory.pressed = Some(Dated { what: what.to_owned(), at: self.now });
        false
    }
}

pub(super) fn json(kept: &Kept) -> Result<String, Failure> {
    serde_json::to_string(kept).map_err(|error| Failure::Other(error.to_string()))
}

/// A language chosen goes first. A text without letters says nothing of its language, the person's Telegram does. An
/// English Telegram gets English unless the question has Cyrillic letters: people with English phones ask in
/// Ukrainian too, and people with Ukrainian ones in English.
pub(super) fn answer_locale(
    chosen: Option<Locale>,
    tag: Option<&str>,
    text: &str,
) -> Option<Locale> {
    let own = Locale::nearest(tag.unwrap_or_default());
    let cyrillic = text.chars().any(|letter| matches!(letter, '\u{400}'..='\u{4ff}'));
    let silent = !text.chars().any(char::is_alphabetic);
    chosen.or_else(|| (silent || (own == Locale::En && !cyrillic)).then_some(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_chosen_one_then_the_phones_then_the_questions() {
        for (chosen, tag, text, expected) in [
            (Some(Locale::Uk), Some("en"), "budget", Some(Locale::Uk)),
            (Some(Locale::En), Some("uk"), "бюджет", Some(Locale::En)),
            (None, Some("en-GB"), "2025", Some(Locale::En)),
            (None, Some("en"), "бюджет", None),
            (None, Some("uk"), "budget", None),
            (None, Some("uk"), "🏫 2025", Some(Locale::Uk)),
            (None, None, "budget", None),
        ] {
            assert_eq!(answer_locale(chosen, tag, text), expected, "{text} {tag:?}");
        }
    }
}
