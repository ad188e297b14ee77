//! A question is answered with one message; when it is edited, so is its answer.

use chrono::TimeDelta;
use teloxide::types::Message;

use crate::{
    answer::{Answer, Placed},
    bot::{
        Deps, Place, desk,
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
    if let Some(work) = super::matter::taken(&message, &deps, &cx).await? {
        return Ok(work);
    }
    reply_to(text, true, message, deps, cx).await
}

/// The work of answering `text`, asked in `scene`, whose memory is yet to be kept.
pub(super) async fn work(
    deps: &Deps,
    cx: &Cx,
    scene: &mut Scene,
    text: &str,
) -> Result<Work, Failure> {
    match answer(deps, cx, scene, text, Way::Text).await? {
        Said::Answer(reply, kept, row) => scene.answers(reply, &kept, row),
        Said::WhereFrom(reply, row) => Ok(log::alone(scene.says(&reply)?, row)),
    }
}

async fn reply_to(
    text: String,
    is_new: bool,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let mut scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let album = message.media_group_id().map(|id| id.0.clone());
    let said = answer(&deps, &cx, &mut scene, &text, Way::Text).await?;
    if album.is_some() {
        scene.memory.album = album;
    }
    let work = match said {
        Said::Answer(reply, kept, row) => scene.answers(reply, &kept, row.filter(|_| is_new))?,
        Said::WhereFrom(reply, row) => log::alone(scene.says(&reply)?, row.filter(|_| is_new)),
    };
    scene.remembering(work)
}

/// Goes on without a place: the last question is answered as it stands.
pub(crate) async fn without_place(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    match scene.memory.asked.clone() {
        // It was logged when it was asked.
        Some(asked) => reply_to(asked.what, false, message, deps, cx).await,
        None => super::words::help(message, deps, cx).await,
    }
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
    let Said::Answer(reply, kept, new) = answer(&deps, &cx, &mut scene, &text, Way::Edit).await?
    else {
        return Ok(Work::nothing());
    };
    let call = reply.edit(&scene.place, row.id, outbox);
    let kept = json(&kept)?;
    let work = Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            answers::replace(&mut unit.tx, row.id, &kept).await?;
            unit.say(&call).await?;
            if let Some(new) = new {
                log::write(unit, &new, row.id).await?;
            }
            Ok(())
        })
    });
    scene.remembering(work)
}

/// What is said to a question.
enum Said {
    /// With its question's row in the log.
    Answer(Reply, Box<Kept>, Option<New>),
    /// Where the person is, is asked first.
    WhereFrom(Reply, Option<New>),
}

/// The answer to `text`, and what its buttons need; the memory is brought up to date. Where the nearest is meant and
/// the place is not known, it is asked for, once; not where an answer stands already, which an edit changes.
async fn answer(
    deps: &Deps,
    cx: &Cx,
    scene: &mut Scene,
    text: &str,
    way: Way,
) -> Result<Said, Failure> {
    let asking = scene.asking(text, scene.answer_locale(text), deps);
    let answered = desk::ask(deps, &asking).await?;
    scene.memory.asked = Some(Dated { what: shorten(text), at: scene.now });
    // Only a private chat has a key that sends a place.
    if way == Way::Text
        && answered.answer.placed == Placed::Wanted
        && scene.place.private
        && !scene.memory.asked_place
    {
        scene.memory.asked_place = true;
        let reply = view::where_from(answered.answer.locale);
        return Ok(Said::WhereFrom(reply, answered.row(way, &scene.place)));
    }
    remember(scene, &answered.answer);
    let (reply, kept) = answered.present(&asking, None, cx.me.username());
    Ok(Said::Answer(reply, Box::new(kept), answered.row(way, &scene.place)))
}

/// An answer's context is for the next question; one that found nothing leaves the earlier context as it was.
pub(super) fn remember(scene: &mut Scene, answer: &Answer) {
    if answer.context.is_some() {
        scene.memory.context.clone_from(&answer.context);
    }
}
