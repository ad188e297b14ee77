//! What an officer's reply to a question of ours does.

use super::{from_officer, officer::extension};
use crate::{
    bot::{
        Settings,
        matter::{self, Incoming, Purpose, Whom},
        view,
    },
    catalog::Key,
    feedback::{Event, Outcome},
    i18n::Locale,
    store::feedback::{self, Change, Matter},
    telegram::{Failure, Unit},
};

/// Does what the reply `incoming` is for; `datasets` are those that it may name.
pub(super) async fn act(
    unit: &mut Unit,
    settings: &Settings,
    found: &Matter,
    purpose: Purpose,
    incoming: &Incoming,
    datasets: &[(Key, String)],
) -> Result<(), Failure> {
    let Some(group) = matter::group(unit, settings).await? else { return Ok(()) };
    let locale = matter::language(unit, group).await?;
    if !found.state.is_open() {
        // The other pictures of an album follow the first, with which the matter ended.
        if incoming.body.is_attachment() && matches!(purpose, Purpose::Refuse | Purpose::Close) {
            return from_officer::write(unit, settings, found, incoming, Whom::All).await;
        }
        let html = view::closed_already(found.id, locale);
        matter::say(unit, settings, found, &html.into()).await?;
        return Ok(());
    }
    match purpose {
        Purpose::Answer => from_officer::write(unit, settings, found, incoming, Whom::All).await,
        Purpose::Clarify => clarify(unit, settings, found, incoming, locale).await,
        Purpose::Extend => extend(unit, settings, found, incoming, locale).await,
        Purpose::Refuse => end(unit, settings, found, incoming, Outcome::Refused, locale).await,
        Purpose::Close => end(unit, settings, found, incoming, Outcome::Answered, locale).await,
        Purpose::Publish => {
            let reply = if datasets.is_empty() {
                view::not_found(locale).into()
            } else {
                view::found(found.id, datasets, locale)
            };
            matter::say(unit, settings, found, &reply).await?;
            Ok(())
        }
    }
}

/// The question goes to who began the matter, who is waited for.
async fn clarify(
    unit: &mut Unit,
    settings: &Settings,
    found: &Matter,
    incoming: &Incoming,
    locale: Locale,
) -> Result<(), Failure> {
    match matter::from_officer(unit, found, incoming, Whom::First).await? {
        None => return Ok(()),
        Some(0) => {
            matter::say(unit, settings, found, &view::nobody_left(locale).into()).await?;
            return Ok(());
        }
        Some(_) => {}
    }
    matter::log(unit, incoming.person, "clarify", Some(found.id), "").await?;
    let Some(state) = found.state.after(Event::Ask) else { return Ok(()) };
    let officer = found.officer.is_none().then_some(incoming.person);
    let change = Change { state: Some(state), officer, replied: true, ..Change::default() };
    if !feedback::change(&mut unit.tx, found.id, found.version, &change, unit.now).await? {
        return Err(Failure::Conflict);
    }
    if state != found.state || officer.is_some() {
        matter::refresh(unit, settings, found.id).await?;
    }
    Ok(())
}

/// The term becomes longer, and everyone who waits hears until when and why.
async fn extend(
    unit: &mut Unit,
    settings: &Settings,
    found: &Matter,
    incoming: &Incoming,
    locale: Locale,
) -> Result<(), Failure> {
    let reason = view::tidy(&incoming.text);
    if reason.is_empty() {
        matter::say(unit, settings, found, &view::needs_words(locale).into()).await?;
        return Ok(());
    }
    let Some((term, deadline)) = extension(found, settings, unit.now) else {
        let html = view::cannot_extend(found.id, locale);
        matter::say(unit, settings, found, &html.into()).await?;
        return Ok(());
    };
    let change = Change {
        extended: Some((&deadline, term, &reason)),
        reminded: Some(0),
        ..Change::default()
    };
    if !feedback::change(&mut unit.tx, found.id, found.version, &change, unit.now).await? {
        return Err(Failure::Conflict);
    }
    matter::log(unit, incoming.person, "extend", Some(found.id), &reason).await?;
    let due = view::moment(deadline.at, Some(term), settings.zone);
    matter::tell_voices(unit, found.id, |locale, _| {
        view::told_extended(found, &due, &reason, locale).into()
    })
    .await?;
    matter::say(unit, settings, found, &view::extended(&due, locale).into()).await?;
    matter::refresh(unit, settings, found.id).await
}

/// The answer, or the reason of a refusal, goes to everyone who waits, and the matter ends.
async fn end(
    unit: &mut Unit,
    settings: &Settings,
    found: &Matter,
    incoming: &Incoming,
    outcome: Outcome,
    locale: Locale,
) -> Result<(), Failure> {
    if outcome == Outcome::Refused && view::tidy(&incoming.text).is_empty() {
        matter::say(unit, settings, found, &view::needs_words(locale).into()).await?;
        return Ok(());
    }
    // Where all were forgotten, it ends all the same.
    if matter::from_officer(unit, found, incoming, Whom::All).await?.is_some() {
        matter::close(unit, settings, found, outcome, None, incoming.person).await?;
    }
    Ok(())
}
