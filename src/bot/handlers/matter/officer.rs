//! What an officer does with the buttons of a matter.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{faceless, from_officer};
use crate::{
    bot::{
        Deps, Settings,
        callback::Deed,
        handlers::staff,
        kept::Dated,
        matter::{self, Purpose, Rights},
        reply::{Button, Reply, rebutton},
        scene::Scene,
        view,
    },
    catalog::Key,
    feedback::{Deadline, Event, Outcome, State, Term},
    i18n::Locale,
    store::{
        feedback::{
            self, Change, Matter, fixes,
            letters::{self, Side},
            sources,
        },
        officers, templates,
    },
    telegram::{Cx, Failure, Priority, Unit, Work},
};

/// A stranger who presses again within this time is told no more.
const TOLD: TimeDelta = TimeDelta::minutes(10);
/// What the memory keeps of that.
const STRANGER: &str = "stranger";

/// Who presses, and where.
pub(super) struct Hand {
    pub(super) settings: Arc<Settings>,
    pub(super) person: i64,
    /// The language of the officers' group.
    pub(super) locale: Locale,
    chat: i64,
    message: i32,
}

/// Whether who pressed may act for the council; else what is said to them.
pub(super) async fn checked(
    mut scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Result<Scene, Work>, Failure> {
    let mut tx = deps.db.read().await?;
    let rights = Rights::of(&mut tx, cx.bot, &deps.settings, scene.place.person).await?;
    drop(tx);
    if rights.is_officer {
        return Ok(Ok(scene));
    }
    if faceless::is(scene.place.person) {
        return faceless::told(scene).map(Err);
    }
    let is_recent = |told: &Dated<String>| told.what == STRANGER && scene.now - told.at < TOLD;
    if scene.memory.pressed.as_ref().is_some_and(is_recent) {
        return Ok(Err(Work::nothing()));
    }
    let work = scene.says(&view::stranger(scene.locale()).into())?;
    scene.memory.pressed = Some(Dated { what: STRANGER.to_owned(), at: scene.now });
    Ok(Err(scene.remembering(work)?))
}

/// Does what the button promises, for officers.
pub(super) async fn press(
    deed: Deed,
    id: i64,
    message: i32,
    scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let scene = match checked(scene, deps, cx).await? {
        Ok(scene) => scene,
        Err(work) => return Ok(work),
    };
    let settings = Arc::clone(&deps.settings);
    let holders = deps.council().holders().iter().map(|(it, _)| it.title.clone()).collect();
    let (person, chat) = (scene.place.person, scene.place.chat);
    let locale = scene.chosen.unwrap_or_default();
    let hand = Hand { settings, person, locale, chat, message };
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            // The right may have been taken away meanwhile.
            let rights = Rights::of(&mut unit.tx, unit.bot, &hand.settings, person).await?;
            let found = feedback::get(&mut unit.tx, unit.bot, id).await?;
            let Some(found) = found.filter(|_| rights.is_officer) else { return Ok(()) };
            if !found.state.is_open() {
                let html = view::closed_already(id, hand.locale);
                matter::say(unit, &hand.settings, &found, &html.into()).await?;
                return Ok(());
            }
            act(unit, &hand, deed, &found, holders).await
        })
    }))
}

async fn act(
    unit: &mut Unit,
    hand: &Hand,
    deed: Deed,
    found: &Matter,
    holders: Vec<String>,
) -> Result<(), Failure> {
    let (settings, person, locale) = (&hand.settings, hand.person, hand.locale);
    match deed {
        Deed::Take => take(unit, hand, found).await,
        Deed::Answer => matter::ask(unit, settings, found, Purpose::Answer, person).await,
        Deed::Clarify => matter::ask(unit, settings, found, Purpose::Clarify, person).await,
        Deed::Extend if extension(found, settings, unit.now).is_none() => {
            let html = view::cannot_extend(found.id, locale);
            matter::say(unit, settings, found, &html.into()).await?;
            Ok(())
        }
        Deed::Extend => matter::ask(unit, settings, found, Purpose::Extend, person).await,
        Deed::HandOver => {
            let all = departments(unit, holders).await?;
            hand.shows(unit, &view::departments(found.id, &all, locale)).await
        }
        Deed::HandTo(key) => {
            let all = departments(unit, holders).await?;
            match all.iter().find(|(known, _)| *known == key) {
                Some((_, title)) => hand_over(unit, hand, found, title).await,
                // It is gone since the list was shown.
                None => hand.shows(unit, &view::departments(found.id, &all, locale)).await,
            }
        }
        Deed::Close => hand.shows(unit, &view::how_to_close(found, locale)).await,
        Deed::CloseAs(outcome) => close(unit, hand, found, outcome).await,
        Deed::Templates => {
            let all = templates::all(&mut unit.tx, unit.bot).await?;
            if all.is_empty() {
                let reply = view::templates(&all, locale);
                matter::say(unit, settings, found, &reply).await?;
                return Ok(());
            }
            hand.shows(unit, &view::templates_to_send(found.id, &all, locale)).await
        }
        Deed::Template(id) => {
            let template = templates::get(&mut unit.tx, unit.bot, id).await?;
            if let Some(template) = template {
                from_officer::send_words(unit, hand, found, &template.text, None).await?;
            }
            hand.shows(unit, &view::officer_buttons(found, locale)).await
        }
        Deed::SendSame(earlier) => {
            // Only of this bot's matters.
            if feedback::get(&mut unit.tx, unit.bot, earlier).await?.is_some()
                && let Some(said) = letters::last_answer(&mut unit.tx, earlier).await?
            {
                from_officer::send_words(unit, hand, found, &said.text, said.source).await?;
            }
            hand.shows(unit, &[]).await
        }
        _ => hand.shows(unit, &view::officer_buttons(found, locale)).await,
    }
}

impl Hand {
    /// Shows other buttons under the message that was pressed.
    async fn shows(&self, unit: &mut Unit, buttons: &[Vec<Button>]) -> Result<(), Failure> {
        let call = rebutton(self.chat, self.message, buttons, 0);
        unit.say(&call.priority(Priority::Officers)).await?;
        Ok(())
    }
}

/// «Беру»: of two who press at once one wins, and the other sees who.
async fn take(unit: &mut Unit, hand: &Hand, found: &Matter) -> Result<(), Failure> {
    let Some(state) = found.state.after(Event::Take) else { return Ok(()) };
    match found.officer {
        Some(officer) if officer == hand.person => return Ok(()),
        Some(other) => {
            let name = officers::name(&mut unit.tx, unit.bot, other).await?.unwrap_or_default();
            let html = view::taken_by(hand.locale, &view::called(&name, hand.locale));
            matter::say(unit, &hand.settings, found, &Reply::from(html)).await?;
            return Ok(());
        }
        None => {}
    }
    let change = Change { state: Some(state), officer: Some(hand.person), ..Change::default() };
    if !feedback::change(&mut unit.tx, found.id, found.version, &change, unit.now).await? {
        return Err(Failure::Conflict);
    }
    matter::log(unit, hand.person, "take", Some(found.id), "").await?;
    matter::refresh(unit, &hand.settings, found.id).await
}

/// The departments to which a matter may go: who holds data, and those that officers were invited for.
async fn departments(unit: &mut Unit, holders: Vec<String>) -> Result<Vec<(Key, String)>, Failure> {
    let officers = officers::all(&mut unit.tx, unit.bot).await?;
    Ok(staff::departments(holders, &officers))
}

/// «Передати»: to `department`, whose officers are told; nobody is at it until one of them takes it.
async fn hand_over(
    unit: &mut Unit,
    hand: &Hand,
    found: &Matter,
    department: &str,
) -> Result<(), Failure> {
    let Some(state) = found.state.after(Event::HandOver) else { return Ok(()) };
    let change = Change {
        state: Some(state),
        holder: Some(department),
        released: true,
        ..Change::default()
    };
    if !feedback::change(&mut unit.tx, found.id, found.version, &change, unit.now).await? {
        return Err(Failure::Conflict);
    }
    matter::log(unit, hand.person, "hand", Some(found.id), department).await?;
    matter::refresh(unit, &hand.settings, found.id).await?;
    let people = matter::mentions(unit, &hand.settings, Some(department), hand.locale).await?;
    let html = view::handed(department, &people, hand.locale);
    matter::say(unit, &hand.settings, found, &html.into()).await?;
    let Some(now) = feedback::get(&mut unit.tx, unit.bot, found.id).await? else {
        return Ok(());
    };
    matter::notify(unit, &hand.settings, &now, view::notice_handed).await
}

/// The longer term that `found` may have, if it may: once, before it is over.
pub(super) fn extension(
    found: &Matter,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Option<(Term, Deadline)> {
    if !view::may_be_extended(found) || found.due_at.is_none_or(|due| now >= due) {
        return None;
    }
    let term = found.term()?.extended(found.kind)?;
    let calendar = &settings.feedback.calendar;
    Some((term, Deadline::of(term, found.created_at, settings.zone, calendar)))
}

/// «Закрити» in this way: at once where the officers had the last word, else after what is asked for.
async fn close(
    unit: &mut Unit,
    hand: &Hand,
    found: &Matter,
    outcome: Outcome,
) -> Result<(), Failure> {
    let purpose = match outcome {
        Outcome::Refused => Purpose::Refuse,
        Outcome::Published => Purpose::Publish,
        Outcome::Fixed => return fixed(unit, hand, found).await,
        Outcome::Answered if is_answered(unit, found).await? => {
            matter::close(unit, &hand.settings, found, outcome, None, hand.person).await?;
            return Ok(());
        }
        Outcome::Answered => Purpose::Close,
    };
    hand.shows(unit, &view::officer_buttons(found, hand.locale)).await?;
    matter::ask(unit, &hand.settings, found, purpose, hand.person).await
}

/// «Виправлено»: the data are harvested again, and close the matter only if they are other than they were.
async fn fixed(unit: &mut Unit, hand: &Hand, found: &Matter) -> Result<(), Failure> {
    hand.shows(unit, &view::officer_buttons(found, hand.locale)).await?;
    let can_be_checked = !sources::of(&mut unit.tx, found.id).await?.is_empty();
    if can_be_checked && !fixes::ask(&mut unit.tx, found.id, hand.person, unit.now).await? {
        // It is being checked already.
        return Ok(());
    }
    let html = view::checking(can_be_checked, hand.locale);
    matter::say(unit, &hand.settings, found, &html.into()).await?;
    Ok(())
}

/// Whether the last word to the residents was an answer: no question, and nobody wrote since.
async fn is_answered(unit: &mut Unit, found: &Matter) -> Result<bool, Failure> {
    let letters = letters::of(&mut unit.tx, found.id).await?;
    let last = letters.iter().rev().find(|letter| letter.side != Side::Note);
    Ok(found.state != State::Waiting && last.is_some_and(|letter| letter.side == Side::Officer))
}
