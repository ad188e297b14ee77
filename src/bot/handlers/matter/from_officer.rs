//! Letters of officers: what they write, and what they send by a button.

use chrono::TimeDelta;

use super::officer::Hand;
use crate::{
    bot::{
        Settings,
        matter::{self, Incoming, Whom},
        view,
    },
    feedback::{Event, draft::Body},
    store::{
        feedback::{self, Change, Matter, letters},
        officers,
    },
    telegram::{Failure, Unit},
};

/// The same words again within this time are an impatient second press.
const IMPATIENCE: TimeDelta = TimeDelta::minutes(1);

/// Brings what an officer wrote, and has the matter be theirs if it was nobody's.
pub(super) async fn write(
    unit: &mut Unit,
    settings: &Settings,
    found: &Matter,
    incoming: &Incoming,
    whom: Whom,
) -> Result<(), Failure> {
    let Some(count) = matter::from_officer(unit, found, incoming, whom).await? else {
        return Ok(());
    };
    if count == 0 {
        return nobody(unit, settings, found).await;
    }
    answered(unit, settings, found, incoming.person).await
}

/// Brings `text`, with the attachment of the message `source` (chat and number), to everyone who wants the matter.
pub(super) async fn send_words(
    unit: &mut Unit,
    hand: &Hand,
    found: &Matter,
    text: &str,
    source: Option<(i64, i64)>,
) -> Result<(), Failure> {
    if let Some(last) = letters::last_answer(&mut unit.tx, found.id).await?
        && last.text == text
        && unit.now - last.at < IMPATIENCE
    {
        return Ok(());
    }
    let name = officers::name(&mut unit.tx, unit.bot, hand.person).await?.unwrap_or_default();
    let whom = view::mention(hand.person, &view::called(&name, hand.locale));
    let (chat, message) = source.unwrap_or_default();
    let body = match source {
        None => Body::Text,
        // What had no words may be something that takes none.
        Some(_) if text.is_empty() => Body::Bare,
        Some(_) => Body::Captioned,
    };
    let words = Incoming { chat, message, person: hand.person, text: text.to_owned(), body };
    let html = |text: &str| view::sent_by_button(&whom, text, hand.locale);
    match matter::send(unit, &hand.settings, found, &words, html).await? {
        None => Ok(()),
        Some(0) => nobody(unit, &hand.settings, found).await,
        Some(_) => answered(unit, &hand.settings, found, hand.person).await,
    }
}

async fn nobody(unit: &mut Unit, settings: &Settings, found: &Matter) -> Result<(), Failure> {
    let Some(group) = matter::group(unit, settings).await? else { return Ok(()) };
    let locale = matter::language(unit, group).await?;
    matter::say(unit, settings, found, &view::nobody_left(locale).into()).await?;
    Ok(())
}

/// The officer `person` has written to who wants `found`.
async fn answered(
    unit: &mut Unit,
    settings: &Settings,
    found: &Matter,
    person: i64,
) -> Result<(), Failure> {
    matter::log(unit, person, "answer", Some(found.id), "").await?;
    let state = found.state.after(Event::Take).filter(|state| *state != found.state);
    let officer = (found.state.is_open() && found.officer.is_none()).then_some(person);
    if state.is_none() && officer.is_none() && found.first_reply_at.is_some() {
        return Ok(());
    }
    let change = Change { state, officer, replied: true, ..Change::default() };
    if !feedback::change(&mut unit.tx, found.id, found.version, &change, unit.now).await? {
        return Err(Failure::Conflict);
    }
    if state.is_some() || officer.is_some() {
        matter::refresh(unit, settings, found.id).await?;
    }
    Ok(())
}
