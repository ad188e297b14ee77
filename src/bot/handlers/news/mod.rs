//! What residents follow, the consent to news, and their archive.

pub(in crate::bot) mod archive;
pub(super) mod consent;
pub(super) mod follow;
mod less;
pub(in crate::bot) mod page;

use teloxide::types::InlineKeyboardMarkup;

use crate::{
    bot::{Deps, follow::Follow, scene::Scene},
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
            return archive::item(&scene, deps, (id, page), under.message).await;
        }
        _ if !scene.place.private => return Ok(Work::nothing()),
        _ => {}
    }
    match follow {
        Follow::Dataset(key) => follow::dataset(deps, scene, key, under.message),
        Follow::Question(answer) => follow::question(deps, cx, scene, answer, under.message).await,
        Follow::Consent(yes) => consent::answered(scene, deps, yes, &under),
        Follow::Less(notice) => less::less(scene, deps, notice),
        Follow::Quit(id) => less::quit(scene, id),
        Follow::Stop => Ok(page::stop(&scene, deps, Some(under.message))),
        other => page::turn(&scene, deps, other, under.message).await,
    }
}
