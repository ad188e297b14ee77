//! What a message is to us: a question, a command, a place, something that we cannot read, or not meant for us.

use teloxide::types::{Me, MediaKind, Message, MessageEntityKind, MessageKind};

use super::view;
use crate::{feedback::Kind, i18n::Locale, table::Point};

/// A message as the bot takes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A question in words, without the mention of the bot.
    Question(String),
    /// A command.
    Command(Command),
    /// A place.
    Location(Point),
    /// The key that goes on without a place.
    WithoutPlace,
    /// A sticker, a voice, a picture and the like; the album's id, if it is one of several.
    Media(Option<String>),
}

/// What stands after the slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `/start` with its parameter: what a link says to open; empty without one.
    Start(String),
    /// `/data`
    Data,
    /// `/help`
    Help,
    /// `/lang`
    Lang,
    /// `/privacy`
    Privacy,
    /// `/stats`
    Stats,
    /// `/harvest`
    Harvest,
    /// `/invite`
    Invite,
    /// `/officers`
    Officers,
    /// `/bind` with its code, if it has one.
    Bind(String),
    /// `/templates` with the title and text of a new one.
    Templates(String),
    /// `/block` with whom, for how long and why.
    Block(String),
    /// `/unblock` with whom.
    Unblock(String),
    /// `/suggest`, `/report` and `/ask_council`: what is wanted.
    Want(Kind),
    /// `/my`
    Mine,
    /// `/requests`
    Requests,
    /// `/forget_me`
    ForgetMe,
    /// `/export_me`
    ExportMe,
    /// `/matters`
    Matters,
    /// `/follow`
    Follow,
    /// `/news`
    News,
    /// `/stop`
    Stop,
    /// Any other.
    Unknown,
}

/// What `message` is to the bot `me`; `None` if it is not meant for it, or only tells of a change in the chat.
pub fn hear(message: &Message, me: &Me) -> Option<Heard> {
    // A message that our own inline mode made is an answer already.
    if message.via_bot.as_ref().is_some_and(|bot| bot.id == me.id) {
        return None;
    }
    let private = message.chat.is_private();
    if message.chat.is_channel()
        || message.from.as_ref().is_some_and(|person| person.is_bot && person.id == me.id)
    {
        return None;
    }
    let text = message.text().or_else(|| message.caption()).unwrap_or_default();
    let name = me.username();
    let to_us = message
        .reply_to_message()
        // Every message of a topic seems to reply to what began it.
        .filter(|replied| !matches!(replied.kind, MessageKind::ForumTopicCreated(_)))
        .and_then(|replied| replied.from.as_ref())
        .is_some_and(|author| author.id == me.id);
    if let Some((command, target)) = message.text().and_then(command) {
        let ours = match target {
            Some(target) => target.eq_ignore_ascii_case(name),
            None => private || to_us || command.is_for_officers(),
        };
        return ours.then_some(Heard::Command(command));
    }
    let mentioned = mention(message, text, name);
    if !private && !to_us && mentioned.is_none() {
        return None;
    }
    let without = |locale| view::without_place(locale) == text;
    if private && [Locale::Uk, Locale::En].into_iter().any(without) {
        return Some(Heard::WithoutPlace);
    }
    let venue = message.venue().map(|venue| &venue.location);
    if let Some(place) = message.location().or(venue) {
        return Some(Heard::Location(Point { lat: place.latitude, lon: place.longitude }));
    }
    let question = mentioned.unwrap_or_else(|| text.to_owned());
    if !question.trim().is_empty() {
        return Some(Heard::Question(question));
    }
    match &message.kind {
        MessageKind::Common(common) => match &common.media_kind {
            // A mention alone: as good as a greeting.
            MediaKind::Text(_) => Some(Heard::Command(Command::Help)),
            MediaKind::Migration(_) => None,
            _ => Some(Heard::Media(message.media_group_id().map(|id| id.0.clone()))),
        },
        MessageKind::Dice(_) => Some(Heard::Media(None)),
        _ => None,
    }
}

impl Command {
    /// Whether nobody but officers and admins uses it, who need not name the bot in their group.
    const fn is_for_officers(&self) -> bool {
        matches!(self, Self::Bind(_) | Self::Templates(_) | Self::Block(_) | Self::Unblock(_))
    }
}

/// Whether `message` is a command that the bot `me` does for officers alone.
pub(super) fn wants_rights(message: &Message, me: &Me) -> bool {
    let heard = hear(message, me);
    matches!(
        heard,
        Some(Heard::Command(Command::Templates(_) | Command::Block(_) | Command::Unblock(_)))
    )
}

/// Whether `text` begins with a command, of whichever bot.
pub(super) fn is_command(text: &str) -> bool {
    command(text).is_some()
}

/// The command at the beginning of `text`, and the bot that it names.
fn command(text: &str) -> Option<(Command, Option<&str>)> {
    let word = text.strip_prefix('/')?.split_whitespace().next()?;
    let (name, target) = match word.split_once('@') {
        Some((name, target)) => (name, Some(target)),
        None => (word, None),
    };
    // "/" and "/5 вулиця" are no commands of anyone.
    if !name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        || !name.starts_with(|letter: char| letter.is_ascii_alphabetic())
    {
        return None;
    }
    let rest = || text.get(1 + word.len()..).unwrap_or_default().trim().to_owned();
    let command = match name.to_ascii_lowercase().as_str() {
        // Telegram lets a parameter have 64 letters.
        "start" => {
            let parameter = text.split_whitespace().nth(1).unwrap_or_default();
            Command::Start(parameter.chars().take(64).collect())
        }
        "data" => Command::Data,
        "help" => Command::Help,
        "lang" | "language" => Command::Lang,
        "privacy" => Command::Privacy,
        "stats" => Command::Stats,
        "harvest" => Command::Harvest,
        "invite" => Command::Invite,
        "officers" => Command::Officers,
        "bind" => Command::Bind(rest()),
        "templates" => Command::Templates(rest()),
        "block" => Command::Block(rest()),
        "unblock" => Command::Unblock(rest()),
        "suggest" => Command::Want(Kind::Suggestion),
        "report" => Command::Want(Kind::Complaint),
        "ask_council" => Command::Want(Kind::Formal),
        "my" => Command::Mine,
        "requests" => Command::Requests,
        "forget_me" => Command::ForgetMe,
        "export_me" => Command::ExportMe,
        "matters" => Command::Matters,
        "follow" => Command::Follow,
        "news" => Command::News,
        "stop" => Command::Stop,
        _ => Command::Unknown,
    };
    Some((command, target))
}

/// `text` without the mention `@name`; `None` if the bot is not mentioned.
fn mention(message: &Message, text: &str, name: &str) -> Option<String> {
    let entities = message.parse_entities().or_else(|| message.parse_caption_entities())?;
    let found = entities.iter().find(|entity| {
        matches!(entity.kind(), MessageEntityKind::Mention)
            && entity.text().strip_prefix('@').is_some_and(|word| word.eq_ignore_ascii_case(name))
    })?;
    let (before, after) = (text.get(..found.start())?, text.get(found.end()..)?);
    let rest = format!("{} {}", before.trim_end(), after.trim_start());
    // "@bot, where is …"
    Some(
        rest.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ':'))
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn me() -> Me {
        serde_json::from_value(json!({
            "id": 1, "is_bot": true, "first_name": "Довідка", "username": "city_bot",
            "can_join_groups": true, "can_read_all_group_messages": false,
            "supports_inline_queries": false, "has_main_web_app": false,
            "can_connect_to_business": false,
        }))
        .unwrap()
    }

    fn message(chat: &Value, fields: &Value) -> Message {
        let mut message = json!({
            "message_id": 5, "date": 1_772_366_400, "chat": chat,
            "from": {"id": 7, "is_bot": false, "first_name": "Ольга"},
        });
        message.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        serde_json::from_str(&message.to_string()).unwrap()
    }

    #[expect(clippy::needless_pass_by_value, reason = "reads well with json!")]
    fn privately(fields: Value) -> Option<Heard> {
        hear(&message(&json!({"id": 7, "type": "private", "first_name": "Ольга"}), &fields), &me())
    }

    #[expect(clippy::needless_pass_by_value, reason = "reads well with json!")]
    fn in_group(fields: Value) -> Option<Heard> {
        hear(&message(&json!({"id": -5, "type": "group", "title": "Двір"}), &fields), &me())
    }

    #[expect(clippy::unnecessary_wraps, reason = "what `hear` gives")]
    fn question(text: &str) -> Option<Heard> {
        Some(Heard::Question(text.to_owned()))
    }

    #[test]
    fn any_text_in_private_is_a_question() {
        for text in
            ["графік прийому", "?", "🏫", "5/2", "/ де школа", "/5 корпус", "@city_bot_2 що"]
        {
            assert_eq!(privately(json!({"text": text})), question(text));
        }
    }

    #[test]
    fn commands_are_told_apart_and_those_to_other_bots_left() {
        for (text, expected) in [
            ("/start", Some(Command::Start(String::new()))),
            ("/START d_abc x", Some(Command::Start("d_abc".to_owned()))),
            ("/help@City_Bot", Some(Command::Help)),
            ("/lang", Some(Command::Lang)),
            ("/privacy", Some(Command::Privacy)),
            ("/stats", Some(Command::Stats)),
            ("/suggest", Some(Command::Want(Kind::Suggestion))),
            ("/report", Some(Command::Want(Kind::Complaint))),
            ("/ask_council", Some(Command::Want(Kind::Formal))),
            ("/my", Some(Command::Mine)),
            ("/requests", Some(Command::Requests)),
            ("/forget_me", Some(Command::ForgetMe)),
            ("/export_me", Some(Command::ExportMe)),
            ("/follow", Some(Command::Follow)),
            ("/news", Some(Command::News)),
            ("/stop", Some(Command::Stop)),
            ("/nothing", Some(Command::Unknown)),
            ("/help@other_bot", None),
        ] {
            assert_eq!(privately(json!({"text": text})), expected.map(Heard::Command), "{text}");
        }
        assert_eq!(in_group(json!({"text": "/help"})), None);
        assert_eq!(
            in_group(json!({"text": "/help@city_bot"})),
            Some(Heard::Command(Command::Help))
        );
    }

    #[test]
    fn in_a_group_only_a_mention_or_a_reply_is_for_us() {
        assert_eq!(in_group(json!({"text": "де школа"})), None);
        let entities = json!([{"type": "mention", "offset": 0, "length": 9}]);
        assert_eq!(
            in_group(json!({"text": "@City_bot, де школа?", "entities": entities})),
            question("де школа?")
        );
        assert_eq!(
            in_group(json!({"text": "@city_bot", "entities": entities})),
            Some(Heard::Command(Command::Help))
        );
        let entities = json!([{"type": "mention", "offset": 0, "length": 10}]);
        assert_eq!(in_group(json!({"text": "@other_bot де школа", "entities": entities})), None);
        let ours = json!({
            "message_id": 4, "date": 1_772_366_400, "chat": {"id": -5, "type": "group", "title": "Двір"},
            "from": {"id": 1, "is_bot": true, "first_name": "Довідка"}, "text": "…",
        });
        assert_eq!(
            in_group(json!({"text": "а телефон?", "reply_to_message": ours})),
            question("а телефон?")
        );
    }

    #[test]
    fn what_is_no_text_is_media_a_place_or_a_caption() {
        let sticker = json!({"sticker": {
            "file_id": "a", "file_unique_id": "b", "type": "regular", "width": 5, "height": 5,
            "is_animated": false, "is_video": false,
        }});
        assert_eq!(privately(sticker.clone()), Some(Heard::Media(None)));
        assert_eq!(in_group(sticker), None);
        let photo = json!([{"file_id": "a", "file_unique_id": "b", "width": 5, "height": 5}]);
        assert_eq!(
            privately(json!({"photo": photo, "media_group_id": "9"})),
            Some(Heard::Media(Some("9".to_owned())))
        );
        assert_eq!(privately(json!({"photo": photo, "caption": "що це?"})), question("що це?"));
        assert_eq!(
            privately(json!({"location": {"latitude": 48.5, "longitude": 29.5}})),
            Some(Heard::Location(Point { lat: 48.5, lon: 29.5 }))
        );
        assert_eq!(
            privately(json!({"dice": {"emoji": "🎲", "value": 3}})),
            Some(Heard::Media(None))
        );
        assert_eq!(privately(json!({"new_chat_title": "Нова"})), None);
    }
}
