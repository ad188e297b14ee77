//! `/news` for residents: what was published, newest first, on one message that is turned by buttons.

use std::sync::Arc;

use teloxide::types::Message;

use crate::{
    bot::{
        Deps, Place, Settings, follow::Follow as To, handlers::follow::consent, reply::Reply,
        scene::Scene, view,
    },
    i18n::Locale,
    news::Audience,
    store::news::items::{self, Item},
    telegram::{Cx, Failure, Unit, Work},
};

/// `/news` of whoever is no admin.
pub(super) async fn open(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let (settings, place, locale) =
        (Arc::clone(&deps.settings), scene.place.clone(), scene.locale());
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let mut reply = page(unit, &settings, 0, locale).await?;
            consent::ask(unit, &settings, &place, locale, &mut reply, To::Consent).await?;
            unit.say(&reply.call(&place, 0)?).await?;
            Ok(())
        })
    }))
}

/// Turns the message `message` to another page.
pub(in crate::bot::handlers) fn turn(scene: &Scene, deps: &Deps, to: usize, message: i32) -> Work {
    let (settings, place, locale) =
        (Arc::clone(&deps.settings), scene.place.clone(), scene.locale());
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let reply = page(unit, &settings, to, locale).await?;
            unit.say(&reply.edit_message(&place, message)).await?;
            Ok(())
        })
    })
}

/// The page `page`; beyond the last one it is empty.
async fn page(
    unit: &mut Unit,
    settings: &Settings,
    page: usize,
    locale: Locale,
) -> Result<Reply, Failure> {
    let size = view::ARCHIVE_PAGE;
    // Made up by hand it may be any number.
    let page = page.min(10_000);
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let (offset, limit) = (number(page * size), number(size + 1));
    let items = items::archive(&mut unit.tx, unit.bot, offset, limit).await?;
    let shown = &items[..items.len().min(size)];
    Ok(view::archive(shown, page, items.len() > size, settings.zone, locale))
}

/// Whether residents may read `item` again.
fn is_public(item: &Item) -> bool {
    item.state.is_out()
        && !item.recall
        && item.started_at.is_some()
        && item.audience() != Audience::Officers
}

/// Turns the message `message` to the item `id`, whole; back leads to the page `page`.
pub(in crate::bot::handlers) fn item(
    scene: &Scene,
    deps: &Deps,
    (id, page): (i64, usize),
    message: i32,
) -> Work {
    let (zone, place, locale) = (deps.zone(), scene.place.clone(), scene.locale());
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let found = items::get(&mut unit.tx, unit.bot, id).await?;
            let reply = match found.filter(is_public) {
                Some(item) => view::archived(&item, page, zone, locale),
                None => view::archive_gone(page, locale),
            };
            unit.say(&reply.edit_message(&place, message)).await?;
            Ok(())
        })
    })
}
