//! Greeting, help, language, privacy, and one polite line for what cannot be read.

use teloxide::types::Message;

use super::button::card;
use crate::{
    bot::{Deps, Place, callback::Shelf, desk, kept::Kept, reply::Reply, scene::Scene, view},
    telegram::{Cx, Failure, Work},
};

/// Opens the dataset that a link names; else greets, with questions that this council's data answer.
pub(crate) async fn start(
    parameter: String,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    if let Some(key) = parameter.strip_prefix("d_").and_then(|key| key.parse().ok()) {
        return card(&deps, &cx, scene, key).await;
    }
    if let Some(code) = parameter.strip_prefix("o_").filter(|_| scene.place.private) {
        return super::staff::join(code, &message, &deps, &cx).await;
    }
    if let Some(item) = parameter.strip_prefix("n_").and_then(|item| item.parse().ok()) {
        return super::news::ask(item, scene, &deps, &cx).await;
    }
    let locale = scene.locale();
    offering(&deps, &scene, view::greeting(locale, deps.settings.name.of(locale))).await
}

/// Explains.
pub(crate) async fn help(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let locale = scene.locale();
    offering(&deps, &scene, view::help(locale, deps.settings.name.of(locale))).await
}

/// What data there are: the first page of the catalogue.
pub(crate) async fn data(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let locale = scene.locale();
    let asking = scene.asking("", Some(locale), &deps);
    let reply = desk::with(&deps, &asking, move |council, asking| {
        view::shelf(council, Shelf::Themes, 0, locale, asking.now)
    });
    scene.says(&reply.await?)
}

/// Says, once a minute, that more was asked than is answered.
pub(crate) async fn not_now(place: Place, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, place).await?;
    scene.says(&view::not_now(scene.locale()).into())
}

/// Asks for the language.
pub(crate) async fn lang(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    scene.says(&view::languages(scene.locale()))
}

/// Points to the help.
pub(crate) async fn unknown(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    scene.says(&view::unknown_command(scene.locale()).into())
}

/// Says that only text can be read; once for a whole album.
pub(crate) async fn media(
    album: Option<String>,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    if let Some(work) = super::matter::taken(&message, &deps, &cx).await? {
        return Ok(work);
    }
    let mut scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    if album.is_some() && scene.memory.album == album {
        return Ok(Work::nothing());
    }
    let work = scene.says(&view::media(scene.locale()).into())?;
    if album.is_none() {
        return Ok(work);
    }
    scene.memory.album = album;
    scene.remembering(work)
}

async fn offering(deps: &Deps, scene: &Scene, html: String) -> Result<Work, Failure> {
    let locale = scene.locale();
    let asking = scene.asking("", Some(locale), deps);
    // The first time each example is tried, which takes a while.
    let kept = desk::with(deps, &asking, move |council, asking| {
        Kept::offering(council.examples(locale, asking.now), locale, None)
    });
    let kept = kept.await?;
    let reply = Reply { html, buttons: view::buttons(&kept), ..Reply::default() };
    if reply.buttons.is_empty() { scene.says(&reply) } else { scene.says_and_keeps(reply, &kept) }
}
