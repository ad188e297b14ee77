//! The end of a matter: everyone who wants it hears of it, and may say how it was.

use super::{post, rights};
use crate::{
    bot::{Settings, reply::Reply, view},
    feedback::{Event, Outcome},
    i18n::Locale,
    store::feedback::{self, Change, Matter, voices::Voice},
    telegram::{Failure, Unit},
};

/// Closes `matter` for `person`; with the CKAN name and the title of the dataset where it ends with one. False if it is
/// over already.
pub(crate) async fn close(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    outcome: Outcome,
    dataset: Option<(&str, &str)>,
    person: i64,
) -> Result<bool, Failure> {
    let (name, title) = dataset.unzip();
    end(unit, settings, matter, outcome, name, person, |locale, _| {
        view::ended(matter, outcome, title, locale)
    })
    .await
}

/// The same, with words of its own for everyone who wants it.
pub(crate) async fn end(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    outcome: Outcome,
    dataset: Option<&str>,
    person: i64,
    words: impl Fn(Locale, &Voice) -> Reply,
) -> Result<bool, Failure> {
    let Some(state) = matter.state.after(Event::Close) else { return Ok(false) };
    let change = Change {
        state: Some(state),
        outcome: Some(outcome),
        dataset,
        officer: matter.officer.is_none().then_some(person),
        replied: true,
        ..Change::default()
    };
    if !feedback::change(&mut unit.tx, matter.id, matter.version, &change, unit.now).await? {
        return Err(Failure::Conflict);
    }
    rights::log(unit, person, "close", Some(matter.id), outcome.name()).await?;
    post::tell_voices(unit, matter.id, words).await?;
    post::refresh(unit, settings, matter.id).await?;
    Ok(true)
}
