//! Letters between residents and officers: each goes as a copy, and what became of the copy is shown to who wrote it.

use serde_json::json;
use teloxide::types::Message;

use super::post::{group, language, officers_language, within};
use crate::{
    bot::{Settings, reply::Reply, view},
    feedback::{Event, draft::Body},
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
/// The longest text and the longest caption that leave room for our heading, in UTF-16 units.
const TEXT: usize = 3_900;
const CAPTION: usize = 850;

/// A message as it is relayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Incoming {
    pub(crate) chat: i64,
    pub(crate) message: i64,
    pub(crate) person: i64,
    /// Text or caption.
    pub(crate) text: String,
    /// What there is beside it.
    pub(crate) body: Body,
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
            body: body(message),
        }
    }

    /// Whether it and our heading go into one message.
    fn has_room(&self) -> bool {
        let room = match self.body {
            Body::Text => TEXT,
            Body::Captioned => CAPTION,
            Body::Bare => return false,
        };
        view::units(&self.text) <= room
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

/// What `message` is.
pub(crate) fn body(message: &Message) -> Body {
    let takes_caption = message.photo().is_some()
        || message.document().is_some()
        || message.video().is_some()
        || message.animation().is_some()
        || message.audio().is_some()
        || message.voice().is_some();
    match message.text() {
        Some(_) => Body::Text,
        None if takes_caption => Body::Captioned,
        None => Body::Bare,
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
    let locale = language(unit, group).await?;
    let html = |text: &str| view::from_resident(text, locale);
    let place =
        |call: Call| within(call, matter).priority(Priority::Officers).if_unknown(IfUnknown::Mark);
    bring(unit, letter, incoming, group.chat, html, place).await?;
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

/// What the officer who `words` name sends by a button goes to everyone who wants the matter, and is shown in its topic
/// with what `html` makes of the words; returns to how many it goes, `None` where there is no group.
pub(crate) async fn send(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    words: &Incoming,
    html: impl Fn(&str) -> String,
) -> Result<Option<usize>, Failure> {
    let Some(group) = group(unit, settings).await? else { return Ok(None) };
    let (heading, call) = calls(words, group.chat, html);
    let place = |call: Call| within(call, matter).priority(Priority::Officers);
    if let Some(heading) = heading {
        unit.say(&place(heading)).await?;
    }
    let said = unit.say(&place(call)).await?;
    let letter = words.letter(matter.id, Side::Officer);
    let letter = letters::New { chat: group.chat, message: -said, ..letter };
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
        let html = |text: &str| view::from_officer(matter.id, &matter.title, text, locale);
        let place = |call: Call| call.if_unknown(IfUnknown::Mark);
        bring(unit, letter, words, voice.chat, html, place).await?;
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
    let (id, title) = (matter.id, matter.title.as_str());
    let copies = letters::copies(&mut unit.tx, letter.id).await?;
    for copy in &copies {
        let Some(chat) = copy.chat() else { continue };
        // What outgrew its heading once was brought anew then.
        let is_whole = copies.iter().any(|other| other.apart && other.chat() == Some(chat));
        match letter.side {
            Side::Resident => {
                let locale = officers_language(unit, settings).await?;
                let html = |text: &str| view::from_resident(text, locale);
                let place = |call: Call| {
                    within(call, &matter).priority(Priority::Officers).if_unknown(IfUnknown::Mark)
                };
                edit(unit, copy, incoming, chat, &html).await?;
                if !is_whole && !incoming.has_room() {
                    bring(unit, letter.id, incoming, chat, html, place).await?;
                }
            }
            Side::Officer | Side::Note => {
                let people = voices::of(&mut unit.tx, id).await?;
                let of_chat = people.iter().find(|voice| voice.chat == chat);
                let locale = of_chat.map_or(Locale::Uk, |voice| Locale::nearest(&voice.locale));
                let html = |text: &str| view::from_officer(id, title, text, locale);
                edit(unit, copy, incoming, chat, &html).await?;
                if !is_whole && !incoming.has_room() {
                    let place = |call: Call| call.if_unknown(IfUnknown::Mark);
                    bring(unit, letter.id, incoming, chat, html, place).await?;
                }
            }
        }
    }
    Ok(())
}

/// Makes `copy` say what `incoming` says now, as far as there is room beside its heading.
async fn edit(
    unit: &mut Unit,
    copy: &letters::Copy,
    incoming: &Incoming,
    chat: i64,
    html: impl Fn(&str) -> String,
) -> Result<(), Failure> {
    let text = if copy.apart {
        view::escape(&view::tidy(&incoming.text))
    } else {
        let room = if incoming.body == Body::Text { TEXT } else { CAPTION };
        html(&view::cut(&incoming.text, room))
    };
    let (method, field) = if incoming.body.is_attachment() {
        ("editMessageCaption", "caption")
    } else {
        ("editMessageText", "text")
    };
    let payload = json!({"chat_id": chat, field: text, "parse_mode": "HTML"});
    unit.say(&Call::new(method, payload).of(copy.outbox)).await?;
    Ok(())
}

/// Brings the letter `letter`, which is `incoming`, into `chat`, with what `html` makes of it.
async fn bring(
    unit: &mut Unit,
    letter: i64,
    incoming: &Incoming,
    chat: i64,
    html: impl Fn(&str) -> String,
    place: impl Fn(Call) -> Call,
) -> Result<(), Failure> {
    let (heading, call) = calls(incoming, chat, html);
    if let Some(heading) = heading {
        let row = unit.say(&place(heading)).await?;
        letters::headed(&mut unit.tx, letter, row).await?;
    }
    let row = unit.say(&place(call)).await?;
    letters::copied(&mut unit.tx, letter, row).await?;
    Ok(())
}

/// The message as it goes into `chat`: text as text, anything else by copy, with our heading, which `html` makes. Where
/// that has no room it is a message of its own, before: nobody is to guess whose words they read.
fn calls(incoming: &Incoming, chat: i64, html: impl Fn(&str) -> String) -> (Option<Call>, Call) {
    let whole = html(&incoming.text);
    if incoming.body == Body::Text && incoming.has_room() {
        return (None, Reply::from(whole).to_chat(chat));
    }
    let mut payload = json!({
        "chat_id": chat,
        "from_chat_id": incoming.chat,
        "message_id": incoming.message,
    });
    if incoming.has_room() {
        payload["caption"] = json!(whole);
        payload["parse_mode"] = json!("HTML");
        return (None, Call::new("copyMessage", payload));
    }
    (Some(Reply::from(html("")).to_chat(chat)), Call::new("copyMessage", payload))
}
