//! A resident edits a message that a form has taken: the draft changes with it.

use teloxide::types::Message;

use super::form;
use crate::{
    bot::{Deps, Place, scene::Scene, view::Note},
    telegram::{Cx, Failure, Work},
};

/// What is known where the edited message stands, and the form that took it.
#[derive(Clone, Debug)]
pub(in crate::bot) struct Taken(Result<(Scene, u32), String>);

/// The form that took the message that is edited, if one did.
pub(in crate::bot) async fn find(message: Message, deps: Deps, cx: Cx) -> Option<Taken> {
    if !message.chat.is_private() {
        return None;
    }
    let scene = match Scene::load(&deps, &cx, Place::of(&message)).await {
        Ok(scene) => scene,
        Err(failure) => return Some(Taken(Err(failure.to_string()))),
    };
    let id = i64::from(message.id.0);
    let number = scene.memory.drafts.iter().find(|draft| draft.holds(id)).map(|draft| draft.number);
    number.map(|number| Taken(Ok((scene, number))))
}

/// Changes the draft, and the message in which it is shown.
pub(in crate::bot) async fn correct(
    taken: Taken,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let (mut scene, number) = taken.0.map_err(Failure::Other)?;
    let text = message.text().or_else(|| message.caption()).unwrap_or_default();
    let Some(draft) = scene.memory.draft(number) else { return Ok(Work::nothing()) };
    let note = draft.correct(i64::from(message.id.0), text).err().map(Note::Want);
    let reply = form::shown(&deps, &cx, &mut scene, number, note).await?;
    let work = form::in_place(&mut scene, number, &reply);
    scene.remembering(work)
}
