//! What residents follow, and the consent to news.

pub(super) mod begin;
pub(super) mod consent;
mod less;
pub(in crate::bot) mod page;

use teloxide::types::InlineKeyboardMarkup;

use crate::{
    bot::{Deps, follow::Follow, handlers::news::archive, scene::Scene},
    telegram::{Cx, Failure, Work},
};

/// A message of ours with the buttons under it.
#[derive(Clone, Debug)]
pub(super) struct Under {
    /// The message.
    pub(super) message: i32,
    /// Its buttons.
    pub(super) buttons: Option<InlineKeyboardMarkup>,
}

/// Does what a button promises.
pub(super) async fn press(
    follow: Follow,
    under: Under,
    scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    match follow {
        Follow::Archive(page) => return Ok(archive::turn(&scene, deps, page, under.message)),
        Follow::Item(id, page) => {
            return Ok(archive::item(&scene, deps, (id, page), under.message));
        }
        _ if !scene.place.private => return Ok(Work::nothing()),
        _ => {}
    }
    match follow {
        Follow::Dataset(key) => begin::dataset(deps, &scene, key, under.message),
        Follow::Question(answer) => begin::question(deps, cx, scene, answer, under.message).await,
        Follow::Consent(yes) => consent::answered(scene, deps, yes, &under),
        Follow::Less(notice) => less::less(scene, deps, notice),
        Follow::Quit(id) => less::quit(scene, id),
        Follow::Stop => Ok(page::stop(&scene, deps, Some(under.message))),
        other => page::turn(&scene, deps, other, under.message).await,
    }
}
