//! Items on their way: begun when it is time, planned a piece at a time ahead of the sender, told of, and ended with a
//! report.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    app::App,
    bot::{Settings, news, view::news::late},
    i18n::Locale,
    news::{Event, Form, Rhythm, State, Tally},
    store::news::{
        Item,
        items::{self, Change},
        ledger::{self, Copy},
        recipients,
        subscribers::Subscriber,
    },
    telegram::{Failure, Unit},
};

/// Copies that may go out and are planned ahead of the sender: minutes of sending, so that an item that is held is held
/// at once.
const AHEAD: i64 = 2_000;
/// Copies planned ahead, with those that wait for the morning.
const WAITING: i64 = 20_000;
/// Recipients planned in one transaction: a chat's answer waits for no more.
const PIECE: i64 = 200;
/// Pieces planned at one look.
const PIECES: usize = 10;
/// Items on their way that are looked at.
const ITEMS: i64 = 20;
/// Who sends an item is told how far it is no more often than this.
const TELL: TimeDelta = TimeDelta::seconds(3);
/// Telegram lets a bot delete a message for 48 hours; an hour of them is for the queue.
const DELETABLE: TimeDelta = TimeDelta::hours(47);

/// Does what is next; tells whether there is something to be sent.
pub(super) async fn look(app: &App, settings: &Settings, bot: i64) -> Result<bool, Failure> {
    let now = (app.clock)();
    let mut tx = app.db.read().await?;
    let due = items::due(&mut tx, bot, now).await?;
    let mut under_way = items::in_state(&mut tx, bot, State::Sending, ITEMS).await?;
    drop(tx);
    let mut acted = !due.is_empty();
    for item in &due {
        let mut unit = unit(app, bot).await?;
        news::begin(&mut unit, settings, item, None, None).await?;
        unit.tx.commit().await?;
    }
    // The oldest first: an item that began is to end.
    under_way.reverse();
    for item in under_way {
        acted |= step(app, settings, bot, item).await?;
    }
    Ok(acted)
}

async fn unit(app: &App, bot: i64) -> Result<Unit, Failure> {
    Ok(Unit { tx: app.db.write().await?, bot, now: (app.clock)() })
}

/// Plans the next pieces of `item`, tells how far it is, and ends it.
async fn step(app: &App, settings: &Settings, bot: i64, item: Item) -> Result<bool, Failure> {
    let now = (app.clock)();
    let mut item = item;
    let mut tx = app.db.read().await?;
    let ahead = ledger::ahead(&mut tx, item.id, item.edition, now).await?;
    // Copies under way of the edition before may yet arrive: what changes them waits for that.
    let earlier = match item.edition {
        0 => 0,
        _ => ledger::ahead(&mut tx, item.id, 0, now).await?.all,
    };
    drop(tx);
    let mut acted = false;
    if ahead.asleep > 0 {
        let mut unit = unit(app, bot).await?;
        let lowest = ledger::withdraw(&mut unit.tx, item.id, item.edition, Some(now)).await?;
        item = planned(unit, &item, news::before(&item, lowest), false).await?;
        acted = true;
    }
    let (mut due, mut all) = (ahead.due, ahead.all);
    for _ in 0..PIECES {
        if item.planned || earlier > 0 || due >= AHEAD || all >= WAITING {
            break;
        }
        let mut unit = unit(app, bot).await?;
        let piece = match item.edition {
            0 => people(&mut unit, settings, &item).await?,
            _ => arrived(&mut unit, &item).await?,
        };
        item = planned(unit, &item, piece.cursor, piece.is_last).await?;
        due += piece.due;
        all += piece.all;
        acted = true;
    }
    if item.planned && all == 0 {
        return end(app, settings, bot, &item).await;
    }
    if item.told_at.is_some_and(|told| told <= now && now < told + TELL) {
        return Ok(acted);
    }
    let mut unit = unit(app, bot).await?;
    if items::tells(&mut unit.tx, item.id, now - TELL, now).await? {
        let tally = left(ledger::tally(&mut unit.tx, item.id, item.edition).await?, &item);
        news::tell(&mut unit, settings, &item, &tally).await?;
        unit.tx.commit().await?;
        acted = true;
    }
    Ok(acted)
}

/// The tally with those who have no row yet, as they were counted at the beginning.
fn left(tally: Tally, item: &Item) -> Tally {
    let total = item.total.and_then(|total| u64::try_from(total).ok()).unwrap_or(0);
    if item.planned { tally } else { Tally { left: total.saturating_sub(tally.ended()), ..tally } }
}

/// Keeps how far `item` is planned, with what `unit` wrote; returns it as it stands now.
async fn planned(
    mut unit: Unit,
    item: &Item,
    cursor: Option<i64>,
    is_last: bool,
) -> Result<Item, Failure> {
    let change = Change { planned: Some((cursor, is_last)), ..Change::default() };
    if !items::change(&mut unit.tx, item, &change, unit.now).await? {
        // Another process planned it, or an admin held it: what this one wrote is undone.
        return Err(Failure::Conflict);
    }
    unit.tx.commit().await?;
    let mut item = item.clone();
    (item.cursor, item.planned, item.version) = (cursor, is_last, item.version + 1);
    Ok(item)
}

/// What a piece came to.
struct Piece {
    cursor: Option<i64>,
    is_last: bool,
    due: i64,
    all: i64,
}

/// Plans the next recipients of the first edition: each a copy now, in the morning, or in a digest.
async fn people(unit: &mut Unit, settings: &Settings, item: &Item) -> Result<Piece, Failure> {
    let after = item.cursor.unwrap_or(i64::MIN);
    let audience = item.audience();
    let found = recipients::after(&mut unit.tx, unit.bot, &audience, after, PIECE).await?;
    let cursor = found.last().map(|last| last.chat);
    let told = match cursor {
        Some(last) => ledger::noticed(&mut unit.tx, unit.bot, item.id, after, last).await?,
        None => HashSet::new(),
    };
    let texts = ledger::texts(&mut unit.tx, item.id, 0).await?;
    let mut copies = Vec::new();
    for person in &found {
        // Who is told of it because of something else hears it once.
        if told.contains(&person.chat) {
            continue;
        }
        if person.rhythm != Rhythm::AtOnce {
            let due_at = person.rhythm.due(unit.now, person.quiet(), settings.zone);
            ledger::defer(&mut unit.tx, unit.bot, person.chat, item.id, due_at, unit.now).await?;
            continue;
        }
        let Some((text, method)) = texts.get(form(person).name()) else { continue };
        let due_at = person.quiet().awake(unit.now, settings.zone);
        copies.push(Copy {
            chat: person.chat.to_string(),
            text: *text,
            method,
            message: None,
            due_at,
            not_after: person.quiet().asleep(due_at, settings.zone),
        });
    }
    let queued = ledger::queue(&mut unit.tx, unit.bot, item.id, 0, &copies, unit.now).await?;
    let due = copies.iter().filter(|copy| copy.due_at <= unit.now).count();
    Ok(Piece {
        cursor: cursor.or(item.cursor),
        is_last: i64::try_from(found.len()).unwrap_or(PIECE) < PIECE,
        due: i64::try_from(due).unwrap_or(PIECE),
        all: i64::try_from(queued).unwrap_or(PIECE),
    })
}

fn form(person: &Subscriber) -> Form {
    match Locale::nearest(&person.language) {
        Locale::Uk => Form::Uk,
        Locale::En => Form::En,
    }
}

/// Plans what is done to the next copies that arrived. Nobody is woken by it, so that it waits for no morning.
async fn arrived(unit: &mut Unit, item: &Item) -> Result<Piece, Failure> {
    let after = item.cursor.unwrap_or(0);
    let found = ledger::arrived(&mut unit.tx, item.id, after, PIECE).await?;
    let texts = ledger::texts(&mut unit.tx, item.id, item.edition).await?;
    let too_old: DateTime<Utc> = unit.now - DELETABLE;
    let copies = found.iter().filter_map(|copy| {
        let emptied =
            (item.recall && copy.done_at < too_old).then(|| texts.get(&late(&copy.form))).flatten();
        let (text, method) = emptied.or_else(|| texts.get(&copy.form))?;
        Some(Copy {
            chat: copy.chat.clone(),
            text: *text,
            method,
            message: Some(copy.message_id),
            due_at: unit.now,
            not_after: None,
        })
    });
    let copies: Vec<Copy<'_>> = copies.collect();
    let (id, edition) = (item.id, item.edition);
    let queued = ledger::queue(&mut unit.tx, unit.bot, id, edition, &copies, unit.now).await?;
    let count = i64::try_from(queued).unwrap_or(PIECE);
    Ok(Piece {
        cursor: found.last().map(|last| last.id).or(item.cursor),
        is_last: i64::try_from(found.len()).unwrap_or(PIECE) < PIECE,
        due: count,
        all: count,
    })
}

/// Ends `item`, whose last copy has its outcome, with a report to who sent it.
async fn end(app: &App, settings: &Settings, bot: i64, item: &Item) -> Result<bool, Failure> {
    let mut unit = unit(app, bot).await?;
    let tally = ledger::tally(&mut unit.tx, item.id, item.edition).await?;
    // Since it was looked at a doubtful copy may have been sent again.
    if tally.left > 0 {
        return Ok(false);
    }
    let done = item.state.after(Event::Finish).ok_or(Failure::Conflict)?;
    let state = if item.recall { State::Recalled } else { done };
    let change = Change { state: Some(state), report: Some(tally), ..Change::default() };
    if !items::change(&mut unit.tx, item, &change, unit.now).await? {
        return Err(Failure::Conflict);
    }
    let mut item = item.clone();
    item.state = state;
    news::tell(&mut unit, settings, &item, &tally).await?;
    news::report(&mut unit, &item, &tally).await?;
    unit.tx.commit().await?;
    tracing::info!(
        news = item.id,
        edition = item.edition,
        tally.sent,
        tally.blocked,
        tally.failed,
        tally.unknown,
        tally.cancelled,
        tally.digest,
        "an item has ended"
    );
    Ok(true)
}
