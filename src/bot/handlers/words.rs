//! Greeting, help, language, privacy, and one polite line for what cannot be read.

use teloxide::types::Message;

use crate::{
    bot::{Deps, Place, kept::Kept, reply::Reply, scene::Scene, view},
    telegram::{Cx, Failure, Work},
};

/// Greets, with questions that this council's data answer.
pub(crate) async fn start(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let locale = scene.locale();
    offering(&deps, &scene, view::greeting(locale, deps.settings.name.of(locale))).await
}

/// Explains.
pub(crate) async fn help(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let locale = scene.locale();
    offering(&deps, &scene, view::help(locale, deps.settings.name.of(locale))).await
}

/// Asks for the language.
pub(crate) async fn lang(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    scene.says(&view::languages(scene.locale()))
}

/// Says what is kept.
pub(crate) async fn privacy(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    scene.says(&view::privacy(scene.locale(), deps.settings.days_of_questions()).into())
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
    let (council, now) = (deps.council(), scene.now.with_timezone(&deps.zone()));
    // The first time each example is tried, which takes a while.
    let kept = tokio::task::spawn_blocking(move || {
        Kept::offering(council.examples(locale, now), locale, None)
    });
    let kept = kept.await.map_err(|error| Failure::Other(error.to_string()))?;
    let reply = Reply { html, buttons: view::buttons(&kept) };
    if reply.buttons.is_empty() { scene.says(&reply) } else { scene.says_and_keeps(reply, &kept) }
}
