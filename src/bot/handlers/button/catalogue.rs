//! The pages of the catalogue, and the cards of datasets.

use super::IMPATIENCE;
use crate::{
    bot::{
        Deps,
        callback::Shelf,
        desk::{self, Answered, Asking},
        handlers::question::remember,
        kept::Dated,
        scene::Scene,
        view,
    },
    catalog::Key,
    telegram::{Cx, Failure, Work},
};

/// Turns the message `message` to another page.
pub(super) async fn turn(
    deps: &Deps,
    scene: &Scene,
    shelf: Shelf,
    page: usize,
    message: i32,
) -> Result<Work, Failure> {
    let locale = scene.locale();
    let asking = scene.asking("", Some(locale), deps);
    let reply = desk::with(deps, &asking, move |council, asking| {
        view::shelf(council, shelf, page, locale, asking.now)
    });
    Ok(Work::says(reply.await?.edit_message(&scene.place, message)))
}

/// Shows the card of a dataset that was pressed in the message `message`.
pub(super) async fn press(
    deps: &Deps,
    cx: &Cx,
    mut scene: Scene,
    key: Key,
    message: i32,
) -> Result<Work, Failure> {
    let what = format!("{message} {key}");
    let just_now =
        |pressed: &Dated<String>| pressed.what == what && scene.now - pressed.at < IMPATIENCE;
    if scene.memory.pressed.as_ref().is_some_and(just_now) {
        return Ok(Work::nothing());
    }
    scene.memory.pressed = Some(Dated { what, at: scene.now });
    card(deps, cx, scene, key).await
}

/// Says the card of the dataset that `key` names.
pub(in crate::bot::handlers) async fn card(
    deps: &Deps,
    cx: &Cx,
    mut scene: Scene,
    key: Key,
) -> Result<Work, Failure> {
    let locale = scene.locale();
    let asking = Asking { context: None, ..scene.asking("", Some(locale), deps) };
    let made = desk::with(deps, &asking, move |council, asking| {
        let dataset = &council.dataset(key)?.dataset;
        let asking = Asking { text: dataset.title.clone(), ..asking.clone() };
        let card = council.card(&dataset.name, locale, asking.now)?;
        Some((Answered::of(council, &asking, card), asking))
    });
    let Some((answered, asking)) = made.await? else {
        let work = scene.says(&view::dataset_gone(locale).into())?;
        return scene.remembering(work);
    };
    remember(&mut scene, &answered.answer);
    let (reply, kept) = answered.present(&asking, None, cx.me.username());
    let work = scene.says_and_keeps(reply, &kept)?;
    scene.remembering(work)
}
