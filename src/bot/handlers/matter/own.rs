//! A resident's own matters, the list of what everybody asks for, and what is done with one of them.

use std::sync::Arc;

use teloxide::types::Message;

use super::from_resident;
use crate::{
    bot::{
        Deps, Place, Settings,
        callback::Deed,
        follow::Follow,
        handlers::follow::consent,
        matter,
        reply::Reply,
        scene::Scene,
        view::{self, PAGE, Remark},
    },
    db::Tx,
    feedback::{Deadline, Draft, Event, Kind, State, Term},
    i18n::Locale,
    store::{
        blocks,
        feedback::{self, Change, Matter, Order, own, voices},
    },
    telegram::{Cx, Failure, Unit, Work},
};

/// `/my`
pub(crate) async fn mine(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    if !scene.place.private {
        return scene.says(&view::in_private(scene.locale()).into());
    }
    scene.says(&page_of_mine(&deps, &cx, &scene, 0).await?)
}

/// `/requests`
pub(crate) async fn public(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    scene.says(&page_of_public(&deps, &cx, &scene, true, 0).await?)
}

/// Turns the message `message` to another page of one's own matters.
pub(in crate::bot::handlers) async fn turn_mine(
    deps: &Deps,
    cx: &Cx,
    scene: &Scene,
    page: usize,
    message: i32,
) -> Result<Work, Failure> {
    if !scene.place.private {
        return Ok(Work::nothing());
    }
    let reply = page_of_mine(deps, cx, scene, page).await?;
    Ok(Work::says(reply.edit_message(&scene.place, message)))
}

/// The same with the list of all.
pub(in crate::bot::handlers) async fn turn_public(
    deps: &Deps,
    cx: &Cx,
    scene: &Scene,
    popular: bool,
    page: usize,
    message: i32,
) -> Result<Work, Failure> {
    let reply = page_of_public(deps, cx, scene, popular, page).await?;
    Ok(Work::says(reply.edit_message(&scene.place, message)))
}

async fn page_of_mine(deps: &Deps, cx: &Cx, scene: &Scene, page: usize) -> Result<Reply, Failure> {
    let mut tx = deps.db.read().await?;
    let matters = feedback::of_person(&mut tx, cx.bot, scene.place.person).await?;
    drop(tx);
    Ok(view::mine(&matters, page, deps.zone(), scene.locale()))
}

async fn page_of_public(
    deps: &Deps,
    cx: &Cx,
    scene: &Scene,
    popular: bool,
    page: usize,
) -> Result<Reply, Failure> {
    let order = if popular { Order::Popular } else { Order::New };
    let mut tx = deps.db.read().await?;
    let count = usize::try_from(own::public(&mut tx, cx.bot).await?).unwrap_or(0);
    let page = page.min(count.saturating_sub(1) / PAGE);
    let (offset, limit) = (i64::try_from(page * PAGE), i64::try_from(PAGE));
    let matters =
        feedback::public(&mut tx, cx.bot, order, offset.unwrap_or(0), limit.unwrap_or(0)).await?;
    drop(tx);
    // In a group the list is read; votes are given in private.
    let private = scene.place.private;
    Ok(view::public(&matters, popular, (page, count), private, deps.zone(), scene.locale()))
}

/// A matter as the person may see it.
async fn shown(
    tx: &mut Tx,
    bot: i64,
    id: i64,
    person: i64,
    settings: &Settings,
    locale: Locale,
    note: Option<Remark>,
) -> sqlx::Result<Reply> {
    let Some((matter, voice)) = visible(tx, bot, id, person).await? else {
        return Ok(view::matter_unknown(locale).into());
    };
    let letters = feedback::letters::of(tx, id).await?;
    Ok(view::matter_page(&matter, voice.as_ref(), &letters, note.as_ref(), settings.zone, locale))
}

/// The matter `id` and the person's voice in it, if it is theirs or everybody's.
async fn visible(
    tx: &mut Tx,
    bot: i64,
    id: i64,
    person: i64,
) -> sqlx::Result<Option<(Matter, Option<voices::Voice>)>> {
    let Some(matter) = feedback::get(tx, bot, id).await? else { return Ok(None) };
    let people = voices::of(tx, id).await?;
    let voice = people.into_iter().find(|voice| voice.person == person && person != 0);
    let open_to_all = matter.kind != Kind::Formal && matter.state != State::Withdrawn;
    Ok((voice.is_some() || open_to_all).then_some((matter, voice)))
}

/// Does what a button under the message `message` promises about the matter `id`.
pub(super) fn press(
    deed: Deed,
    id: i64,
    message: i32,
    mut scene: Scene,
    deps: &Deps,
) -> Result<Work, Failure> {
    if !scene.place.private {
        return Ok(Work::nothing());
    }
    let (settings, locale) = (Arc::clone(&deps.settings), scene.locale());
    let place = scene.place.clone();
    // Who joins out of a form has said what the form was to say.
    let offers = |draft: &&Draft| draft.similar.as_ref().is_some_and(|all| all.contains(&id));
    let joined = scene.memory.drafts.iter().find(offers);
    let question = joined.map(|draft| (draft.number, draft.title.clone()));
    match deed {
        Deed::Write => from_resident::await_letter(&mut scene, id),
        Deed::Join => {
            if let Some((number, _)) = &question {
                scene.memory.close(*number);
            }
        }
        _ => {}
    }
    let question = question.map(|(_, title)| title);
    let work = Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let (bot, person) = (unit.bot, place.person);
            let Some((found, voice)) = visible(&mut unit.tx, bot, id, person).await? else {
                let reply = Reply::from(view::matter_unknown(locale));
                unit.say(&reply.edit_message(&place, message)).await?;
                return Ok(());
            };
            let acting = Acting { settings: &settings, place: &place, locale, found: &found };
            let note = match (deed, &voice) {
                (Deed::Join, None) => acting.join(unit, question.as_deref()).await?,
                (Deed::Leave, Some(_)) => acting.leave(unit).await?,
                (Deed::Write, Some(_)) if found.state.is_open() => Some(Remark::WriteNow),
                (Deed::Withdraw, Some(_)) if found.state.is_open() => Some(Remark::Sure),
                (Deed::WithdrawNow, Some(voice)) => acting.withdraw(unit, voice).await?,
                (Deed::Rate(stars), Some(_)) => acting.rate(unit, stars).await?,
                (Deed::Reopen, Some(_)) => acting.reopen(unit).await?,
                _ => None,
            };
            if let Some(Remark::Blocked(html)) = note {
                unit.say(&Reply::from(html).call(&place, 0)?).await?;
                return Ok(());
            }
            let mut reply = shown(&mut unit.tx, bot, id, person, &settings, locale, note).await?;
            if matches!(deed, Deed::Rate(_)) && voice.is_some() && found.state == State::Closed {
                consent::ask(unit, &settings, &place, locale, &mut reply, Follow::Consent).await?;
            }
            // Stars stand under the council's last word too, which stays.
            let call = if matches!(deed, Deed::Rate(_) | Deed::Reopen) {
                reply.call(&place, 0)?
            } else {
                reply.edit_message(&place, message)
            };
            unit.say(&call).await?;
            Ok(())
        })
    });
    if matches!(deed, Deed::Write | Deed::Join) { scene.remembering(work) } else { Ok(work) }
}

/// One who does something about a matter.
struct Acting<'a> {
    settings: &'a Settings,
    place: &'a Place,
    locale: Locale,
    found: &'a Matter,
}

type Outcome = Result<Option<Remark>, Failure>;

impl Acting<'_> {
    async fn join(&self, unit: &mut Unit, question: Option<&str>) -> Outcome {
        let (found, person) = (self.found, self.place.person);
        if !found.state.is_open() || found.kind == Kind::Formal {
            return Ok(None);
        }
        if let Some(block) = blocks::get(&mut unit.tx, unit.bot, person, unit.now).await? {
            let html = view::block_told(&block, self.settings, self.locale);
            return Ok(Some(Remark::Blocked(html)));
        }
        let new = voices::New {
            person,
            chat: person,
            locale: self.locale.tag(),
            question: question.unwrap_or(&found.title),
            name: None,
            contact: None,
        };
        voices::add(&mut unit.tx, found.id, &new, unit.now).await?;
        matter::refresh(unit, self.settings, found.id).await?;
        Ok(Some(Remark::Joined))
    }

    async fn leave(&self, unit: &mut Unit) -> Outcome {
        let (id, person) = (self.found.id, self.place.person);
        if !voices::leave(&mut unit.tx, id, person, unit.now).await? {
            return Ok(None);
        }
        matter::refresh(unit, self.settings, id).await?;
        Ok(Some(Remark::Left))
    }

    /// Who began it takes it back; where others wait for it too it stays, and only the voice goes.
    async fn withdraw(&self, unit: &mut Unit, voice: &voices::Voice) -> Outcome {
        let found = self.found;
        if voice.number > 0 {
            return Ok(None);
        }
        let Some(state) = found.state.after(Event::Withdraw) else { return Ok(None) };
        if found.voices > 1 {
            own::step_back(&mut unit.tx, found.id, self.place.person, unit.now).await?;
            matter::refresh(unit, self.settings, found.id).await?;
            return Ok(Some(Remark::WithdrawnOthers));
        }
        let change = Change { state: Some(state), ..Change::default() };
        self.change(unit, &change, "request-told-withdrawn").await?;
        Ok(Some(Remark::Withdrawn))
    }

    async fn rate(&self, unit: &mut Unit, stars: u8) -> Outcome {
        let found = self.found;
        if found.state != State::Closed {
            return Ok(None);
        }
        let person = self.place.person;
        voices::rate(&mut unit.tx, found.id, person, i64::from(stars)).await?;
        self.tell(unit, |locale| view::told_rated(stars, locale)).await?;
        Ok(None)
    }

    /// «Справді виправлено?»: no. The term begins anew.
    async fn reopen(&self, unit: &mut Unit) -> Outcome {
        let found = self.found;
        let Some(state) = found.state.after(Event::Reopen) else { return Ok(None) };
        let term = found.term().unwrap_or(Term::WorkingDays(self.settings.feedback.term));
        let calendar = &self.settings.feedback.calendar;
        let deadline = Deadline::of(term, unit.now, self.settings.zone, calendar);
        let change =
            Change { state: Some(state), renewed: Some((&deadline, term)), ..Change::default() };
        self.change(unit, &change, "request-told-reopened").await?;
        Ok(Some(Remark::Reopened))
    }

    /// Changes the matter, and says so to the officers.
    async fn change(
        &self,
        unit: &mut Unit,
        change: &Change<'_>,
        told: &str,
    ) -> Result<(), Failure> {
        let found = self.found;
        if !feedback::change(&mut unit.tx, found.id, found.version, change, unit.now).await? {
            return Err(Failure::Conflict);
        }
        matter::refresh(unit, self.settings, found.id).await?;
        self.tell(unit, |locale| view::escape(&locale.text(told, &[]))).await
    }

    /// Says something about the matter to the officers, in their language.
    async fn tell(
        &self,
        unit: &mut Unit,
        words: impl FnOnce(Locale) -> String,
    ) -> Result<(), Failure> {
        let Some(group) = matter::group(unit, self.settings).await? else { return Ok(()) };
        let locale = matter::language(unit, group).await?;
        matter::say(unit, self.settings, self.found, &Reply::from(words(locale))).await?;
        Ok(())
    }
}
