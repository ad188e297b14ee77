//! A place that a resident sends: it answers the question just asked, else the next ones.

use teloxide::types::Message;

use super::question::remember;
use crate::{
    answer::{Council, Outcome, Question},
    bot::{
        Deps, Place,
        desk::{self, Answered, Asking},
        kept::{Dated, Kept},
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
    if let Some(work) = super::matter::taken(&message, &deps, &cx).await? {
        return Ok(work);
    }
    let mut scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let asked = scene.memory.asked.take();
    let before = scene.memory.place();
    scene.memory.near = Some(Dated { what: point, at: scene.now });
    if let Some(Dated { what: text, .. }) = asked {
        let asking = scene.asking(&text, scene.answer_locale(&text), &deps);
        let answered = desk::with(&deps, &asking, move |council, asking| {
            let here = council.ask(&asking.question());
            let elsewhere = council.ask(&Question { near: before, ..asking.question() });
            let matters = here.outcome == Outcome::Answer && here.text() != elsewhere.text();
            matters.then(|| Answered::of(council, asking, here))
        });
        if let Some(answered) = answered.await? {
            remember(&mut scene, &answered.answer);
            let (reply, kept) = answered.present(&asking, Some(&text), cx.me.username());
            let work = scene.says_and_keeps(reply, &kept)?;
            return scene.remembering(work);
        }
    }
    let locale = scene.locale();
    let asking = Asking { context: None, ..scene.asking("", Some(locale), &deps) };
    let questions =
        desk::with(&deps, &asking, move |council, asking| questions(council, asking, locale));
    let questions = questions.await?;
    let kept = Kept::offering(&questions, locale, Some(point));
    let html = view::place(locale, !questions.is_empty());
    let reply = Reply { html, buttons: view::buttons(&kept), ..Reply::default() };
    let work = if questions.is_empty() {
        scene.says(&reply)?
    } else {
        scene.says_and_keeps(reply, &kept)?
    };
    scene.remembering(work)
}

/// Questions about the nearest that these data answer here: others would lead nowhere.
fn questions(council: &Council, asking: &Asking, locale: Locale) -> Vec<String> {
    let answered = |text: &String| {
        council.ask(&Question { text, ..asking.question() }).outcome == Outcome::Answer
    };
    view::near_candidates(locale).into_iter().filter(answered).take(OFFERED).collect()
}
