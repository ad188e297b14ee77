//! A question is answered with one message; when it is edited, so is its answer.

use chrono::TimeDelta;
use teloxide::types::Message;

use crate::{
    answer::Answer,
    bot::{
        Deps, Place,
        kept::{Dated, Kept, shorten},
        log::{self, Way},
        reply::Reply,
        scene::{Scene, json},
        view,
    },
    store::{answers, questions::New},
    telegram::{Cx, Failure, Work},
};

/// Telegram lets a person edit for 48 hours.
const EDITABLE: TimeDelta = TimeDelta::hours(48);

/// Answers `text`.
pub(crate) async fn ask(
    text: String,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let mut scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let album = message.media_group_id().map(|id| id.0.clone());
    let (reply, kept, entry) = answer(&deps, &mut scene, &text, Way::Text);
    if album.is_some() {
        scene.memory.album = album;
    }
    let work = scene.answers(reply, &kept, Some(entry))?;
    scene.remembering(work)
}

/// Answers the edited question in the place of the answer to what it was.
pub(crate) async fn edited(
    text: String,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let mut scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let asked = i64::from(message.id.0);
    let mut tx = deps.db.read().await?;
    let row =
        answers::to_message(&mut tx, cx.bot, scene.place.chat, asked, cx.now - EDITABLE).await?;
    drop(tx);
    let Some((row, outbox)) = row.and_then(|row| row.outbox.map(|outbox| (row, outbox))) else {
        return Ok(Work::nothing());
    };
    let before: Kept = serde_json::from_str(&row.kept).unwrap_or_default();
    // Telegram calls it an edit too when it adds the preview of a link.
    if before.question == shorten(&text) {
        return Ok(Work::nothing());
    }
    let (reply, kept, entry) = answer(&deps, &mut scene, &text, Way::Edit);
    let call = reply.edit(&scene.place, row.id, outbox);
    let kept = json(&kept)?;
    let work = Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            answers::replace(&mut unit.tx, row.id, &kept).await?;
            unit.say(&call).await?;
            log::write(unit, &entry, row.id).await?;
            Ok(())
        })
    });
    scene.remembering(work)
}

/// The answer to `text`, what its buttons need and what is logged; the memory is brought up to date.
fn answer(deps: &Deps, scene: &mut Scene, text: &str, way: Way) -> (Reply, Kept, New) {
    let near = scene.memory.place();
    let question = scene.question(text, scene.answer_locale(text), near, deps.zone());
    let council = deps.council();
    let answered = log::timed(|| council.ask(&question));
    let entry = log::entry(&council, &question, &answered, way, &scene.place);
    let (answer, _) = answered;
    scene.memory.asked = Some(Dated { what: shorten(text), at: scene.now });
    remember(scene, &answer);
    let (reply, kept) = say(&answer, text, near, None);
    (reply, kept, entry)
}

/// An answer's context is for the next question; one that found nothing leaves the earlier context as it was.
pub(super) fn remember(scene: &mut Scene, answer: &Answer) {
    if answer.context.is_some() {
        scene.memory.context.clone_from(&answer.context);
    }
}

/// `answer` as a message; `asked` where the resident does not see the question.
pub(super) fn say(
    answer: &Answer,
    question: &str,
    near: Option<crate::table::Point>,
    asked: Option<&str>,
) -> (Reply, Kept) {
    let said = view::answer(answer, asked);
    let kept = Kept { rest: said.rest, ..Kept::of(answer, question, near) };
    (Reply { html: said.html, buttons: view::buttons(&kept) }, kept)
}
