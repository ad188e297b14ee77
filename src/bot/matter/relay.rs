//! Letters between residents and officers: each goes as a copy, and what became of the copy is shown to who wrote it.

use serde_json::json;
use teloxide::types::Message;

use super::post::{group, language, officers_language, within};
use crate::{
    bot::{Settings, reply::Reply, view},
    feedback::Event,
    i18n::Locale,
    store::feedback::{
        self, Change, Matter,
        letters::{self, Letter, Side},
        voices,
    },
    telegram::{Call, Failure, IfUnknown, Priority, Unit},
};

/// Telegram's longest message, in characters (it counts UTF-16 units, of which there are no fewer).
const LONGEST: usize = 4_096;
/// The longest letter that goes with our heading, in UTF-16 units; a longer one goes by copy, without.
const HEADED: usize = 3_900;

/// A message as it is relayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Incoming {
    pub(crate) chat: i64,
    pub(crate) message: i64,
    pub(crate) person: i64,
    /// Text or caption.
    pub(crate) text: String,
    /// Whether there is more than text: it goes by copy.
    pub(crate) is_attachment: bool,
}

impl Incoming {
    /// Of `message`.
    pub(crate) fn of(message: &Message) -> Self {
        let text = message.text().or_else(|| message.caption()).unwrap_or_default();
        let person = message.from.as_ref().and_then(|from| i64::try_from(from.id.0).ok());
        Self {
            chat: message.chat.id.0,
            message: i64::from(message.id.0),
            person: person.unwrap_or(0),
            text: text.chars().filter(|letter| *letter != '\0').take(LONGEST).collect(),
            is_attachment: message.text().is_none(),
        }
    }

    fn letter(&self, feedback: i64, side: Side) -> letters::New<'_> {
        letters::New {
            feedback,
            side,
            person: self.person,
            chat: self.chat,
            message: self.message,
            text: &self.text,
        }
    }
}

/// What a resident writes about a matter goes to the officers; false if it went there already.
pub(crate) async fn from_resident(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    incoming: &Incoming,
) -> Result<bool, Failure> {
    let new = incoming.letter(matter.id, Side::Resident);
    let Some(letter) = letters::add(&mut unit.tx, &new, unit.now).await? else { return Ok(false) };
    if let Some(state) = matter.state.after(Event::Write).filter(|state| *state != matter.state) {
        let change = Change { state: Some(state), ..Change::default() };
        if !feedback::change(&mut unit.tx, matter.id, matter.version, &change, unit.now).await? {
            return Err(Failure::Conflict);
        }
    }
    let Some(group) = group(unit, settings).await? else { return Ok(true) };
    if matter.header.is_none() {
        // It is told with the others when the matter is posted.
        return Ok(true);
    }
    let html = view::from_resident(&incoming.text, language(unit, group).await?);
    let call = copy(incoming, group.chat, &html);
    let call = within(call, matter).priority(Priority::Officers);
    let row = unit.say(&Call { if_unknown: IfUnknown::Mark, ..call }).await?;
    letters::copied(&mut unit.tx, letter, row).await?;
    Ok(true)
}

/// To whom an officer writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    /// Everyone who wants the matter.
    All,
    /// Who began it.
    First,
    /// One of those who want it.
    Person(i64),
}

/// What an officer writes goes to those who want the matter; returns to how many, `None` if it went already.
pub(crate) async fn from_officer(
    unit: &mut Unit,
    matter: &Matter,
    incoming: &Incoming,
    whom: Whom,
) -> Result<Option<usize>, Failure> {
    let letter = incoming.letter(matter.id, Side::Officer);
    deliver(unit, matter, &letter, incoming, whom).await
}

/// What an officer sends by a button goes to everyone who wants the matter: words that are there already, which the
/// outbox row `said` tells the officers' group `chat`.
pub(crate) async fn sent_by_button(
    unit: &mut Unit,
    matter: &Matter,
    words: &Incoming,
    (chat, said): (i64, i64),
) -> Result<Option<usize>, Failure> {
    let letter = words.letter(matter.id, Side::Officer);
    let letter = letters::New { chat, message: -said, ..letter };
    deliver(unit, matter, &letter, words, Whom::All).await
}

/// Brings `letter`, whose words and attachment are those of `words`.
async fn deliver(
    unit: &mut Unit,
    matter: &Matter,
    letter: &letters::New<'_>,
    words: &Incoming,
    whom: Whom,
) -> Result<Option<usize>, Failure> {
    let Some(letter) = letters::add(&mut unit.tx, letter, unit.now).await? else {
        return Ok(None);
    };
    let mut count = 0;
    for voice in voices::of(&mut unit.tx, matter.id).await? {
        let is_meant = match whom {
            Whom::All => true,
            Whom::First => voice.number == 0,
            Whom::Person(person) => voice.person == person,
        };
        // Who was forgotten is not spoken to.
        if voice.chat == 0 || !is_meant {
            continue;
        }
        let locale = Locale::nearest(&voice.locale);
        let html = view::from_officer(matter.id, &matter.title, &words.text, locale);
        let call = copy(words, voice.chat, &html);
        let row = unit.say(&Call { if_unknown: IfUnknown::Mark, ..call }).await?;
        letters::copied(&mut unit.tx, letter, row).await?;
        count += 1;
    }
    Ok(Some(count))
}

/// What an officer writes to the others is kept with the matter.
pub(crate) async fn note(
    unit: &mut Unit,
    matter: &Matter,
    incoming: &Incoming,
) -> Result<(), Failure> {
    letters::add(&mut unit.tx, &incoming.letter(matter.id, Side::Note), unit.now).await?;
    Ok(())
}

/// A letter was edited: so are its copies.
pub(crate) async fn edited(
    unit: &mut Unit,
    settings: &Settings,
    letter: &Letter,
    incoming: &Incoming,
) -> Result<(), Failure> {
    if letter.text == incoming.text {
        return Ok(());
    }
    letters::edit(&mut unit.tx, letter.id, &incoming.text).await?;
    let Some(matter) = feedback::get(&mut unit.tx, unit.bot, letter.feedback).await? else {
        return Ok(());
    };
    for row in letters::copies(&mut unit.tx, letter.id).await? {
        let Some(chat) = letters::chat_of(&mut unit.tx, row).await? else { continue };
        let html = match letter.side {
            Side::Resident => {
                view::from_resident(&incoming.text, officers_language(unit, settings).await?)
            }
            Side::Officer | Side::Note => {
                let people = voices::of(&mut unit.tx, matter.id).await?;
                let of_chat = people.iter().find(|voice| voice.chat == chat);
                let locale = of_chat.map_or(Locale::Uk, |voice| Locale::nearest(&voice.locale));
                view::from_officer(matter.id, &matter.title, &incoming.text, locale)
            }
        };
        let has_room = view::units(&incoming.text) <= HEADED;
        let html = if has_room { html } else { view::escape(&view::tidy(&incoming.text)) };
        let (method, field, html) = if incoming.is_attachment {
            ("editMessageCaption", "caption", view::as_caption(&html))
        } else {
            ("editMessageText", "text", html)
        };
        let payload = json!({"chat_id": chat, field: html, "parse_mode": "HTML"});
        unit.say(&Call::new(method, payload).of(row)).await?;
    }
    Ok(())
}

/// The message as it goes into `chat`, with our heading: text as text, anything else by copy. A text that leaves the
/// heading no room goes without.
fn copy(incoming: &Incoming, chat: i64, html: &str) -> Call {
    let has_room = view::units(&incoming.text) <= HEADED;
    if !incoming.is_attachment && has_room {
        return Reply::from(html.to_owned()).to_chat(chat);
    }
    let mut payload = json!({
        "chat_id": chat,
        "from_chat_id": incoming.chat,
        "message_id": incoming.message,
    });
    if incoming.is_attachment {
        payload["caption"] = json!(view::as_caption(html));
        payload["parse_mode"] = json!("HTML");
    }
    Call::new("copyMessage", payload)
}
