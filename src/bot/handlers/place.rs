//! A place that a resident sends: it answers the question just asked, else the next one.

use teloxide::types::Message;

use super::question::{remember, say};
use crate::{
    answer::{Council, Outcome},
    bot::{
        Deps, Place,
        kept::{Dated, Kept},
        log::{self, Way},
        reply::Reply,
        scene::Scene,
        view,
    },
    i18n::Locale,
    table::Point,
    telegram::{Cx, Failure, Work},
};

/// Questions offered as buttons.
const OFFERED: usize = 3;

/// Remembers the place; answers the last question where the place makes a difference, else asks what to look for.
pub(crate) async fn keep(
    point: Point,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let mut scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let council = deps.council();
    let asked = scene.memory.asked.take();
    let before = scene.memory.place();
    scene.memory.near = Some(Dated { what: point, at: scene.now });
    if let Some(Dated { what: text, .. }) = asked {
        let locale = scene.answer_locale(&text);
        let there = |near| scene.question(&text, locale, near, deps.zone());
        let answered = log::timed(|| council.ask(&there(Some(point))));
        let elsewhere = council.ask(&there(before));
        let entry = log::entry(&council, &there(Some(point)), &answered, Way::Place, &scene.place);
        let (here, _) = answered;
        if here.outcome == Outcome::Answer && here.text() != elsewhere.text() {
            remember(&mut scene, &here);
            let (reply, kept) = say(&here, &text, Some(point), Some(&text));
            let work = scene.answers(reply, &kept, Some(entry))?;
            return scene.remembering(work);
        }
    }
    let locale = scene.locale();
    let questions = questions(&council, &scene, point, locale, &deps);
    let kept = Kept::offering(&questions, locale, Some(point));
    let reply =
        Reply { html: view::place(locale, !questions.is_empty()), buttons: view::buttons(&kept) };
    let work = if questions.is_empty() {
        scene.says(&reply)?
    } else {
        scene.says_and_keeps(reply, &kept)?
    };
    scene.remembering(work)
}

/// Questions about the nearest that these data answer here: others would lead nowhere.
fn questions(
    council: &Council,
    scene: &Scene,
    point: Point,
    locale: Locale,
    deps: &Deps,
) -> Vec<String> {
    let answered = |text: &String| {
        let mut question = scene.question(text, Some(locale), Some(point), deps.zone());
        question.context = None;
        council.ask(&question).outcome == Outcome::Answer
    };
    view::near_candidates(locale).into_iter().filter(answered).take(OFFERED).collect()
}
