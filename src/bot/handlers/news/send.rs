//! What an admin does with an item: looks at it, sends it, holds it, corrects it, takes it back.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;

use super::At;
use crate::{
    bot::{
        news::{self, Step},
        view::{self, news::Copies},
    },
    db::Tx,
    i18n::Locale,
    news::{Event, Form, Media},
    store::{
        news::{Item, ledger, recipients},
        outbox,
    },
    telegram::{Call, Failure, Work},
};

/// The hour at which what is put off to tomorrow goes out.
const MORNING: &str = "10:00";

/// Every form of the item, exactly as it will be seen.
pub(super) async fn preview(at: &At<'_>, tx: &mut Tx) -> Result<Work, Failure> {
    let forms = Form::ALL.into_iter().filter(|form| *form != Form::Channel || at.item.channel);
    let mut work = Work::nothing();
    for form in forms {
        work = work.and_says(copy(at, tx, form).await?);
    }
    Ok(work)
}

/// The form that one gets oneself.
pub(super) async fn test(at: &At<'_>, tx: &mut Tx) -> Result<Work, Failure> {
    let form = match at.locale() {
        Locale::Uk => Form::Uk,
        Locale::En => Form::En,
    };
    Ok(Work::says(copy(at, tx, form).await?))
}

async fn copy(at: &At<'_>, tx: &mut Tx, form: Form) -> Result<Call, Failure> {
    let council = at.deps.council();
    let copies = Copies { council: &council, me: at.cx.me.username() };
    let words = at.item.correction();
    // A correction is shown as the message will be once it is corrected.
    let item = match &words {
        Some(words) => at.item.with_words(words)?,
        None => Item::clone(&at.item),
    };
    let call = copies.first(&item).remove(form.name());
    let mut call = call.ok_or_else(|| Failure::Other("no such form".to_owned()))?;
    call.payload["chat_id"] = json!(at.scene.place.chat);
    if let Some(Media::Chart { upload }) = item.media() {
        match outbox::upload(tx, upload).await? {
            Some((_, _, Some(file))) => call.payload["photo"] = json!(file),
            Some((name, bytes, None)) => {
                call = call.with_file("photo", &name, Bytes::from(bytes.unwrap_or_default()));
            }
            None => {}
        }
    }
    Ok(call)
}

/// It goes out now: sure?
pub(super) async fn sure(at: &At<'_>, tx: &mut Tx) -> Result<Work, Failure> {
    let (council, audience) = (at.deps.council(), at.item.audience());
    let count = recipients::count(tx, at.cx.bot, &audience, i64::MIN).await?;
    let whom = view::news::audience(&audience, &council, at.locale());
    let channel = at.item.channel && at.deps.settings.channel.is_some();
    let reply = view::news::sure(at.item.id, &whom, count, channel, at.locale());
    Ok(Work::says(reply.edit_message(&at.scene.place, at.message)))
}

/// It is taken back: sure?
pub(super) async fn recall_sure(at: &At<'_>, tx: &mut Tx) -> Result<Work, Failure> {
    let count = ledger::count_arrived(tx, at.item.id).await?;
    let reply = view::news::recall_sure(at.item.id, count, at.locale());
    Ok(Work::says(reply.edit_message(&at.scene.place, at.message)))
}

/// Does it.
pub(super) fn act(at: &At<'_>, step: Step) -> Work {
    let settings = Arc::clone(&at.deps.settings);
    let (council, me) = (at.deps.council(), at.cx.me.username().to_owned());
    let person = at.scene.place.person;
    at.changes(move |unit, item| {
        Box::pin(async move {
            let copies = Copies { council: &council, me: &me };
            let is_ready = |words| copies.excess(&item, words) == 0;
            match step {
                Step::Begin => {
                    let words = item.words();
                    if words.uk.is_empty() || !is_ready(&words) {
                        return Err(Failure::Conflict);
                    }
                    news::begin(unit, &settings, &item, Some(&copies), Some(person)).await
                }
                Step::Tomorrow => {
                    let text = format!("tomorrow {MORNING}");
                    let at = crate::news::moment(&text, unit.now, settings.zone);
                    let Some(at) = at else { return Err(Failure::Conflict) };
                    news::schedule(unit, &item, &copies, at, person).await
                }
                Step::Turn(event) if event != Event::Begin => {
                    news::turn(unit, &settings, &item, event, person).await
                }
                Step::Correct => match item.correction() {
                    Some(words) if is_ready(&words) => {
                        news::amend(unit, &settings, &item, &copies, Some(words), person).await
                    }
                    _ => Err(Failure::Conflict),
                },
                Step::RecallNow => news::amend(unit, &settings, &item, &copies, None, person).await,
                _ => Err(Failure::Conflict),
            }
        })
    })
}
