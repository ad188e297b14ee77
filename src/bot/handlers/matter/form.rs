//! The form by which a resident wants something: opened by a command or a button under an answer, filled in by messages,
//! kept in the person's memory, sent once.

use std::sync::Arc;

use chrono::TimeDelta;
use teloxide::types::Message;

use super::submit::{Sending, Submitted, submit};
use crate::{
    answer::Outcome,
    bot::{
        Deps, Place,
        callback::{Deed, Move, Press},
        desk,
        handlers::question,
        matter,
        reply::{Button, Reply, rebutton},
        scene::Scene,
        view::{self, Note},
    },
    feedback::{
        Draft, Kind,
        draft::{About, Part, Shown, Step},
        similar::{Matters, Open},
    },
    store::{blocks, feedback},
    telegram::{Cx, Failure, Work},
};

/// A second press of the same button within this time is the first one's impatience.
const IMPATIENCE: TimeDelta = TimeDelta::seconds(10);

/// `/suggest`, `/report`, `/ask_council`.
pub(crate) async fn want(
    kind: Kind,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    if !scene.place.private {
        return scene.says(&view::in_private(scene.locale()).into());
    }
    open(&deps, &cx, scene, kind, None).await
}

/// Opens a form, or goes on with the one that was begun.
pub(in crate::bot::handlers) async fn open(
    deps: &Deps,
    cx: &Cx,
    mut scene: Scene,
    kind: Kind,
    about: Option<About>,
) -> Result<Work, Failure> {
    let mut tx = deps.db.read().await?;
    let block = blocks::get(&mut tx, cx.bot, scene.place.person, cx.now).await?;
    drop(tx);
    if let Some(block) = block {
        let html = view::block_told(&block, &deps.settings, scene.locale());
        return scene.says(&html.into());
    }
    let forms = scene.memory.forms;
    let number = scene.memory.open(kind, about, scene.now);
    let note = (scene.memory.forms == forms).then_some(Note::Resumed);
    let reply = shown(deps, cx, &mut scene, number, note).await?;
    Ok(says(Work::nothing(), scene, number, reply))
}

/// `work`, then the form said in a message of its own, in which it is shown from now on.
fn says(work: Work, mut scene: Scene, number: u32, reply: Reply) -> Work {
    work.and_does(move |unit| {
        Box::pin(async move {
            let row = unit.say(&reply.call(&scene.place, 0)?).await?;
            if let Some(draft) = scene.memory.draft(number) {
                draft.shown = Some(Shown::Row(row));
            }
            let (key, seen, state) = scene.keeping()?;
            unit.keep(key, seen, Some(&state)).await
        })
    })
}

/// `reply` in the place of the message in which the form `number` is shown; nothing where it is not.
pub(super) fn in_place(scene: &mut Scene, number: u32, reply: &Reply) -> Work {
    match scene.memory.draft(number).and_then(|draft| draft.shown) {
        Some(Shown::Row(row)) => Work::says(reply.edit_said(scene.place.chat, row)),
        Some(Shown::Message(message)) => Work::says(reply.edit_message(&scene.place, message)),
        None => Work::nothing(),
    }
}

/// The form as it is; before it is sent, with similar matters that are open.
pub(super) async fn shown(
    deps: &Deps,
    cx: &Cx,
    scene: &mut Scene,
    number: u32,
    note: Option<Note>,
) -> Result<Reply, Failure> {
    let locale = scene.locale();
    let Some(draft) = scene.memory.draft(number) else {
        return Ok(view::form_closed(locale).into());
    };
    draft.at = cx.now;
    let mut alike = Vec::new();
    if draft.step == Step::Confirm && draft.kind != Kind::Formal {
        alike = match &draft.similar {
            None => similar_to(deps, cx, draft, scene.place.person).await?,
            Some(known) => still_open(deps, cx, known).await?,
        };
        draft.similar = Some(alike.iter().map(|matter| matter.id).collect());
    }
    Ok(view::form(draft, &alike, note, &deps.settings, cx.now, locale))
}

/// Those of the matters `known` that are open still.
async fn still_open(deps: &Deps, cx: &Cx, known: &[i64]) -> Result<Vec<feedback::Matter>, Failure> {
    let mut tx = deps.db.read().await?;
    let mut open = Vec::new();
    for id in known {
        let matter = feedback::get(&mut tx, cx.bot, *id).await?;
        open.extend(matter.filter(|matter| matter.state.is_open()));
    }
    Ok(open)
}

/// Open matters that all may see, that say what `draft` says, and that the person does not wait for yet.
async fn similar_to(
    deps: &Deps,
    cx: &Cx,
    draft: &Draft,
    person: i64,
) -> Result<Vec<feedback::Matter>, Failure> {
    let mut tx = deps.db.read().await?;
    let own = feedback::of_person(&mut tx, cx.bot, person).await?;
    let mut open = feedback::open(&mut tx, cx.bot).await?;
    drop(tx);
    open.retain(|matter| matter.kind == draft.kind);
    open.retain(|matter| own.iter().all(|own| own.id != matter.id));
    if open.is_empty() {
        return Ok(open);
    }
    let text = format!("{}\n{}", draft.title, draft.details);
    let words = open.iter().map(|matter| Open {
        number: matter.id,
        title: matter.title.clone(),
        details: matter.details.clone(),
    });
    let words: Vec<Open> = words.collect();
    let today = cx.now.with_timezone(&deps.zone()).date_naive();
    let found = tokio::task::spawn_blocking(move || Matters::of(words).similar(&text, today));
    let found = found.await.map_err(|error| Failure::Other(error.to_string()))?;
    let matter = |number: &i64| open.iter().find(|matter| matter.id == *number).cloned();
    Ok(found.iter().filter_map(matter).collect())
}

/// A message goes into the form; one that the council's data answer may have been meant as a question.
pub(super) async fn take(
    mut scene: Scene,
    message: &Message,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let part = Part {
        message: i64::from(message.id.0),
        text: message.text().or_else(|| message.caption()).unwrap_or_default().to_owned(),
        body: matter::body(message),
    };
    let album = message.media_group_id().map(|id| id.0.clone());
    let Some(draft) = scene.memory.form(cx.now) else { return Ok(Work::nothing()) };
    let number = draft.number;
    if let Some(before) = draft.pending.take() {
        // Who writes on meant it for the form.
        let _ = draft.take(before);
    }
    if !part.body.is_attachment()
        && draft.may_be_asked()
        && is_answered(deps, &scene, &part.text).await?
    {
        let work = scene.says(&view::form_or_question(number, scene.locale()))?;
        if let Some(draft) = scene.memory.draft(number) {
            (draft.pending, draft.at) = (Some(part), cx.now);
        }
        return scene.remembering(work);
    }
    let before = scene.memory.album.clone();
    let Some(draft) = scene.memory.draft(number) else { return Ok(Work::nothing()) };
    // The pictures of an album come as messages of their own: they are one answer, and the form is said once.
    let follows = album.is_some() && before == album;
    let at = draft.step;
    let taken = if follows { draft.follow(part) } else { draft.take(part) };
    let note = match taken {
        Ok(()) => (at == Step::Confirm).then_some(Note::Added),
        Err(want) => Some(Note::Want(want)),
    };
    scene.memory.album = album.or(before);
    let reply = shown(deps, cx, &mut scene, number, note).await?;
    if follows {
        let work = in_place(&mut scene, number, &reply);
        return scene.remembering(work);
    }
    Ok(says(Work::nothing(), scene, number, reply))
}

/// Whether the council's data answer `text` with confidence.
async fn is_answered(deps: &Deps, scene: &Scene, text: &str) -> Result<bool, Failure> {
    let asking = scene.asking(text, scene.answer_locale(text), deps);
    let asking = desk::Asking { context: None, ..asking };
    Ok(desk::ask(deps, &asking).await?.answer.outcome == Outcome::Answer)
}

/// A button of the form `number`, under the message `message`; `name` is the person's in Telegram.
pub(in crate::bot::handlers) async fn press(
    step: Move,
    number: u32,
    message: i32,
    name: &str,
    mut scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    if !scene.place.private {
        return Ok(Work::nothing());
    }
    let what = format!("{message} {}", Press::Form(step, number).data(0));
    let impatient = scene.is_impatient(&what, IMPATIENCE);
    if scene.memory.draft(number).is_none() {
        let closed = view::form_closed(scene.locale());
        return if impatient { Ok(Work::nothing()) } else { scene.says(&closed.into()) };
    }
    scene.memory.pause(scene.now);
    let Some(draft) = scene.memory.draft(number) else { return Ok(Work::nothing()) };
    (draft.active, draft.at) = (true, cx.now);
    match step {
        Move::Back => draft.back(),
        Move::Skip => draft.skip(),
        Move::Urgent => draft.urgent = draft.kind == Kind::Formal && !draft.urgent,
        Move::Name if draft.kind == Kind::Formal => {}
        Move::Name => {
            let name = Some(view::short(name)).filter(|name| !name.is_empty());
            draft.name = if draft.name.is_some() { None } else { name };
        }
        Move::Put => {
            let note = draft.pending.take().and_then(|part| draft.take(part).err());
            return edit(deps, cx, scene, number, message, note.map(Note::Want)).await;
        }
        Move::Resume => {
            let reply = shown(deps, cx, &mut scene, number, Some(Note::Resumed)).await?;
            return Ok(says(Work::nothing(), scene, number, reply));
        }
        Move::Cancel => {
            scene.memory.close(number);
            let reply = Reply::from(view::form_cancelled(scene.locale()));
            let work = Work::says(reply.edit_message(&scene.place, message));
            return scene.remembering(work);
        }
        Move::Answer => return answer(scene, number, message, deps, cx).await,
        Move::Send => return send(scene, number, message, deps, cx).await,
    }
    edit(deps, cx, scene, number, message, None).await
}

async fn edit(
    deps: &Deps,
    cx: &Cx,
    mut scene: Scene,
    number: u32,
    message: i32,
    note: Option<Note>,
) -> Result<Work, Failure> {
    let reply = shown(deps, cx, &mut scene, number, note).await?;
    if let Some(draft) = scene.memory.draft(number) {
        draft.shown = Some(Shown::Message(message));
    }
    let work = Work::says(reply.edit_message(&scene.place, message));
    scene.remembering(work)
}

/// Answers the message that was no part of the form, then goes on with the form.
async fn answer(
    mut scene: Scene,
    number: u32,
    message: i32,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let pending = scene.memory.draft(number).and_then(|draft| draft.pending.take());
    let bare = rebutton(scene.place.chat, message, &[], 0);
    let Some(part) = pending else { return scene.remembering(Work::says(bare)) };
    let answered = question::work(deps, cx, &mut scene, &part.text).await?;
    let form = shown(deps, cx, &mut scene, number, None).await?;
    let answered = answered.and_does(move |unit| {
        Box::pin(async move {
            unit.say(&bare).await?;
            Ok(())
        })
    });
    Ok(says(answered, scene, number, form))
}

/// «Надіслати»: once, within the limits.
async fn send(
    mut scene: Scene,
    number: u32,
    message: i32,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let Some(draft) = scene.memory.draft(number).filter(|draft| draft.is_complete()).cloned()
    else {
        return edit(deps, cx, scene, number, message, None).await;
    };
    let (settings, council) = (Arc::clone(&deps.settings), deps.council());
    let (place, locale) = (scene.place.clone(), scene.locale());
    let kept = scene.keeping()?;
    scene.memory.close(number);
    let closed = scene.keeping()?;
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let sending = Sending { draft: &draft, place: &place, locale };
            let submitted = submit(unit, &settings, &council, &sending).await?;
            let (is_over, mut reply) = submitted.said(&settings, locale);
            if let Submitted::Matter(matter, _) = &submitted {
                let label = locale.text("request-mine", &[]);
                let press = Press::Matter(Deed::Show, matter.id);
                reply.buttons.push(vec![Button { label, press }]);
            }
            if is_over {
                unit.say(&reply.edit_message(&place, message)).await?;
            } else {
                // The form stays as it is, to be sent later.
                unit.say(&reply.call(&place, 0)?).await?;
            }
            let (key, seen, state) = if is_over { closed } else { kept };
            unit.keep(key, seen, Some(&state)).await
        })
    }))
}

/// `work` of a command, which leaves the form: the draft is kept, and that is said.
pub(in crate::bot) fn leave(mut scene: Scene, work: Work) -> Result<Work, Failure> {
    let Some(number) = scene.memory.form(scene.now).map(|draft| draft.number) else {
        return Ok(work);
    };
    scene.memory.pause(scene.now);
    let blank = scene.memory.draft(number).is_some_and(|draft| draft.is_blank());
    let work = if blank {
        work
    } else {
        work.and_says(view::form_left(number, scene.locale()).call(&scene.place, 0)?)
    };
    let drafts = serde_json::to_value(&scene.memory.drafts)
        .map_err(|error| Failure::Other(error.to_string()))?;
    let (key, seen, state) = scene.keeping()?;
    Ok(work.and_keeps_too(key, seen, state, |state| {
        state["drafts"] = drafts;
    }))
}
