//! What is done with an item of news: begun, held, gone on with, stopped, corrected, taken back.
//!
//! An edition's words are frozen when an admin sends or schedules it: what was previewed is what goes out. The copies
//! are planned by [`crate::service`], piece by piece.

mod press;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
pub use press::{Step, To};

use super::{
    Settings,
    view::{self, news::Copies},
};
use crate::{
    i18n::Locale,
    news::{Audience, Event, Form, Media, State, Tally, Words},
    store::{
        chats,
        news::{Item, items, items::Change, ledger, recipients},
    },
    telegram::{Call, Failure, Unit},
};

/// Where the copies of an item go: before the first chat there is.
const START: i64 = i64::MIN;

/// The language of `person`'s private chat, as far as it was chosen.
pub(crate) async fn language(unit: &mut Unit, person: i64) -> sqlx::Result<Locale> {
    let chat = chats::get(&mut unit.tx, unit.bot, &person.to_string()).await?;
    Ok(Locale::nearest(chat.language.as_deref().unwrap_or_default()))
}

/// Notes in the audit log what `person` did with `item`.
async fn log(unit: &mut Unit, person: i64, deed: &str, item: &Item) -> sqlx::Result<()> {
    super::matter::log(unit, person, deed, None, &format!("news {}", item.id)).await
}

/// Changes `item`, unless another was quicker.
async fn change(unit: &mut Unit, item: &Item, change: &Change) -> Result<(), Failure> {
    let changed = items::change(&mut unit.tx, item, change, unit.now).await?;
    if changed { Ok(()) } else { Err(Failure::Conflict) }
}

/// Keeps what the edition `edition` of `item` says in each form.
async fn freeze(
    unit: &mut Unit,
    item: &Item,
    edition: i64,
    calls: &BTreeMap<String, Call>,
) -> Result<(), Failure> {
    let upload = match item.media() {
        Some(Media::Chart { upload }) if edition == 0 => Some(upload),
        _ => None,
    };
    for (form, call) in calls {
        ledger::say(&mut unit.tx, item.id, edition, form, call, upload).await?;
    }
    Ok(())
}

/// The item's words are frozen, to begin by themselves at `item.send_at`.
pub(crate) async fn schedule(
    unit: &mut Unit,
    item: &Item,
    copies: &Copies<'_>,
    at: DateTime<Utc>,
    author: i64,
) -> Result<(), Failure> {
    let Some(state) = item.state.after(Event::Schedule) else { return Err(Failure::Conflict) };
    freeze(unit, item, 0, &copies.first(item)).await?;
    log(unit, author, "news_schedule", item).await?;
    let wanted = Change {
        state: Some(state),
        send_at: Some(Some(at)),
        author: Some(author),
        ..Change::default()
    };
    change(unit, item, &wanted).await
}

/// The item goes out now, with the words that `copies` give it, or with those it was scheduled with.
pub(crate) async fn begin(
    unit: &mut Unit,
    settings: &Settings,
    item: &Item,
    copies: Option<&Copies<'_>>,
    author: Option<i64>,
) -> Result<(), Failure> {
    let Some(state) = item.state.after(Event::Begin) else { return Err(Failure::Conflict) };
    if let Some(copies) = copies {
        freeze(unit, item, 0, &copies.first(item)).await?;
    }
    let audience = item.audience();
    let people = recipients::count(&mut unit.tx, unit.bot, &audience, START).await?;
    let total = people + u64::from(to_channel(item, settings).is_some());
    let progress = watch(unit, settings, item, author, total).await?;
    if let Some(author) = author {
        log(unit, author, "news_begin", item).await?;
    }
    let wanted = Change {
        state: Some(state),
        send_at: Some(None),
        author,
        planned: Some((None, false)),
        total: Some(total),
        progress,
        starts: true,
        ..Change::default()
    };
    change(unit, item, &wanted).await?;
    post(unit, settings, item, 0).await
}

/// The channel that gets the item.
fn to_channel<'a>(item: &Item, settings: &'a Settings) -> Option<&'a str> {
    settings.channel.as_deref().filter(|_| item.channel && item.audience() != Audience::Officers)
}

/// Says to who sends the item how far it is, in a message that is edited from then on.
async fn watch(
    unit: &mut Unit,
    settings: &Settings,
    item: &Item,
    author: Option<i64>,
    total: u64,
) -> Result<Option<i64>, Failure> {
    let Some(author) = author.or(item.author) else { return Ok(None) };
    let locale = language(unit, author).await?;
    let tally = Tally { left: total, ..Tally::default() };
    let mut item = item.clone();
    item.state = State::Sending;
    let reply = view::news::progress(&item, &tally, settings, unit.now, locale);
    Ok(Some(unit.say(&reply.to_chat(author)).await?))
}

/// Queues the channel's copy of an edition.
async fn post(
    unit: &mut Unit,
    settings: &Settings,
    item: &Item,
    edition: i64,
) -> Result<(), Failure> {
    let Some(channel) = to_channel(item, settings) else { return Ok(()) };
    let texts = ledger::texts(&mut unit.tx, item.id, edition).await?;
    let Some((text, method)) = texts.get(Form::Channel.name()) else { return Ok(()) };
    let chat = chats::current(&mut unit.tx, unit.bot, channel).await?;
    let copy = ledger::Copy {
        chat,
        text: *text,
        method,
        message: None,
        due_at: unit.now,
        not_after: None,
    };
    ledger::queue(&mut unit.tx, unit.bot, item.id, edition, &[copy], unit.now).await?;
    Ok(())
}

/// Held, gone on with, stopped, or its doubtful copies sent again.
pub(crate) async fn turn(
    unit: &mut Unit,
    settings: &Settings,
    item: &Item,
    event: Event,
    author: i64,
) -> Result<(), Failure> {
    let Some(state) = item.state.after(event) else { return Err(Failure::Conflict) };
    let mut wanted = Change { state: Some(state), ..Change::default() };
    let deed = match event {
        Event::Pause => {
            let lowest = ledger::withdraw(&mut unit.tx, item.id, item.edition, None).await?;
            // A copy for the channel was taken back with the others.
            let planned = lowest.is_none() && item.planned;
            let cursor = before(item, lowest);
            wanted.planned = Some((cursor, planned));
            "news_pause"
        }
        Event::Resume => {
            if item.edition == 0 {
                post(unit, settings, item, 0).await?;
            }
            "news_resume"
        }
        Event::Cancel => {
            let (news, edition) = (item.id, item.edition);
            ledger::cancel(&mut unit.tx, news, edition, unit.now).await?;
            ledger::undefer(&mut unit.tx, news).await?;
            let tally = ledger::tally(&mut unit.tx, news, edition).await?;
            wanted.report = Some(tally);
            "news_cancel"
        }
        Event::Repeat => {
            ledger::repeat(&mut unit.tx, item.id, item.edition, unit.now).await?;
            "news_repeat"
        }
        Event::Discard => "news_discard",
        Event::Unschedule => {
            wanted.send_at = Some(None);
            "news_unschedule"
        }
        Event::Schedule | Event::Begin | Event::Finish | Event::Correct | Event::Recall => {
            return Err(Failure::Conflict);
        }
    };
    log(unit, author, deed, item).await?;
    change(unit, item, &wanted).await?;
    let mut item = item.clone();
    item.state = state;
    let tally = ledger::tally(&mut unit.tx, item.id, item.edition).await?;
    tell(unit, settings, &item, &tally).await
}

/// Where planning of the edition goes on when copies from the chat `lowest` on were taken back. Corrections go by the
/// rows of what arrived: they begin anew, and who has a row keeps it.
pub(crate) fn before(item: &Item, lowest: Option<i64>) -> Option<i64> {
    match (item.edition, lowest) {
        (0, Some(lowest)) => Some(item.cursor.unwrap_or(lowest).min(lowest.saturating_sub(1))),
        (_, Some(_)) => None,
        (_, None) => item.cursor,
    }
}

/// Every copy that arrived gets `words`, or is taken back if there are none.
pub(crate) async fn amend(
    unit: &mut Unit,
    settings: &Settings,
    item: &Item,
    copies: &Copies<'_>,
    words: Option<Words>,
    author: i64,
) -> Result<(), Failure> {
    let event = if words.is_some() { Event::Correct } else { Event::Recall };
    let Some(state) = item.state.after(event) else { return Err(Failure::Conflict) };
    let edition = item.edition + 1;
    let calls = match &words {
        Some(words) => copies.correction(item, words),
        None => copies.recall(item),
    };
    freeze(unit, item, edition, &calls).await?;
    if words.is_none() {
        ledger::undefer(&mut unit.tx, item.id).await?;
    }
    let total = ledger::count_arrived(&mut unit.tx, item.id).await?;
    let mut now_item = item.clone();
    (now_item.edition, now_item.recall) = (edition, words.is_none());
    let progress = watch(unit, settings, &now_item, Some(author), total).await?;
    let deed = if words.is_some() { "news_correct" } else { "news_recall" };
    log(unit, author, deed, item).await?;
    let wanted = Change {
        state: Some(state),
        edition: Some((edition, words.is_none())),
        correction: Some(None),
        words,
        author: Some(author),
        total: Some(total),
        progress,
        ..Change::default()
    };
    change(unit, item, &wanted).await
}

/// The message in which the item's way is told, as it stands.
pub(crate) async fn tell(
    unit: &mut Unit,
    settings: &Settings,
    item: &Item,
    tally: &Tally,
) -> Result<(), Failure> {
    let (Some(author), Some(progress)) = (item.author, item.progress) else { return Ok(()) };
    let locale = language(unit, author).await?;
    let reply = view::news::progress(item, tally, settings, unit.now, locale);
    unit.say(&reply.edit_said(author, progress)).await?;
    Ok(())
}

/// The item has ended: who sent it is told what became of its copies.
pub(crate) async fn report(unit: &mut Unit, item: &Item, tally: &Tally) -> Result<(), Failure> {
    let Some(author) = item.author else { return Ok(()) };
    let locale = language(unit, author).await?;
    unit.say(&view::news::report(item, tally, locale).to_chat(author)).await?;
    Ok(())
}
