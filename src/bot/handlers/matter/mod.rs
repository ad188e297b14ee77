//! What residents and officers do about a matter.

pub(in crate::bot) mod block;
pub(in crate::bot) mod correction;
mod faceless;
pub(in crate::bot) mod form;
mod from_officer;
mod from_resident;
mod officer;
pub(in crate::bot) mod own;
pub(super) mod publish;
mod reply;
pub(super) mod submit;
pub(in crate::bot) mod topic;

use teloxide::types::{Message, Update, UpdateKind};

use crate::{
    bot::{Command, Deps, Heard, Place, callback::Deed, hear, scene::Scene},
    store,
    telegram::{Cx, Failure, Work},
};

/// Does what a button about the matter `id` promises, under the message `message`.
pub(super) async fn press(
    deed: Deed,
    id: i64,
    message: i32,
    scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    match deed {
        Deed::Publish(key) => publish::press(key, id, scene, deps, cx).await,
        Deed::Take
        | Deed::Answer
        | Deed::Clarify
        | Deed::HandOver
        | Deed::HandTo(_)
        | Deed::Extend
        | Deed::Close
        | Deed::CloseAs(_)
        | Deed::Templates
        | Deed::Template(_)
        | Deed::SendSame(_)
        | Deed::Back => officer::press(deed, id, message, scene, deps, cx).await,
        Deed::Show
        | Deed::Join
        | Deed::Leave
        | Deed::Write
        | Deed::Withdraw
        | Deed::WithdrawNow
        | Deed::Rate(_)
        | Deed::Reopen => own::press(deed, id, message, scene, deps),
    }
}

/// What is done about a message that is neither question nor place but belongs to a matter: a reply to an officer's
/// letter, what «Дописати» asked for, a step of a form. `None` for any other.
pub(super) async fn taken(
    message: &Message,
    deps: &Deps,
    cx: &Cx,
) -> Result<Option<Work>, Failure> {
    if !message.chat.is_private() {
        return Ok(None);
    }
    if let Some(replied) = message.reply_to_message() {
        let (chat, number) = (message.chat.id.0, i64::from(replied.id.0));
        let mut tx = deps.db.read().await?;
        let letter = store::feedback::letters::copied_as(&mut tx, cx.bot, chat, number).await?;
        drop(tx);
        if let Some(letter) = letter {
            let scene = Scene::load(deps, cx, Place::of(message)).await?;
            return from_resident::write(scene, message, letter.feedback, deps).map(Some);
        }
    }
    let mut scene = Scene::load(deps, cx, Place::of(message)).await?;
    if let Some(id) = from_resident::awaited(&mut scene, message) {
        return from_resident::write(scene, message, id, deps).map(Some);
    }
    if scene.memory.form(cx.now).is_some() {
        return form::take(scene, message, deps, cx).await.map(Some);
    }
    Ok(None)
}

/// The scene of a command in the middle of a form, which leaves it; not of one that opens a form.
pub(in crate::bot) async fn command(
    update: &Update,
    deps: &Deps,
    cx: &Cx,
) -> Result<Option<Scene>, Failure> {
    let UpdateKind::Message(message) = &update.kind else { return Ok(None) };
    match hear(message, &cx.me) {
        Some(Heard::Command(command)) if !matches!(command, Command::Want(_)) => {}
        _ => return Ok(None),
    }
    if !message.chat.is_private() {
        return Ok(None);
    }
    let mut scene = Scene::load(deps, cx, Place::of(message)).await?;
    Ok(scene.memory.form(cx.now).is_some().then_some(scene))
}
