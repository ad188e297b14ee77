//! The duty to publish something each quarter: admins are reminded, with drafts that are ready.

use std::sync::Arc;

use chrono::TimeDelta;

use super::drafts::{self, Drafted};
use crate::{
    answer::Council,
    app::App,
    bot::{Settings, matter, view::news as view},
    news::{Found, Novelty, Quarter, State, quarter},
    store::{
        jobs,
        news::{
            drafts as kept,
            items::{self, Item},
        },
        questions::{self, Asked},
    },
    telegram::{Failure, Unit},
};

/// Questions of so many last days say what people ask most.
const DAYS: u32 = 90;
/// Datasets looked at, the most asked first.
const ASKED: i64 = 100;
/// Drafts made and shown.
const READY: usize = 3;
/// Drafts looked at to find those.
const LOOKED_AT: i64 = 200;
/// While it is being said, no other process says it.
const TERM: TimeDelta = TimeDelta::hours(1);

fn job(bot: i64) -> String {
    format!("quarter {bot}")
}

/// Reminds the admins if it is time; tells whether there is something to be said.
pub async fn look(app: &App, settings: &Settings, bot: i64) -> Result<bool, Failure> {
    let now = (app.clock)();
    let mut tx = app.db.read().await?;
    let published = items::last_published(&mut tx, bot).await?;
    let reminded = jobs::get(&mut tx, &job(bot)).await?.and_then(|job| job.begun_at);
    let hour = settings.feedback.digest;
    let due = quarter::due(now, settings.zone, hour, published, reminded);
    let Some((quarter, days)) = due else { return Ok(false) };
    let since = now - TimeDelta::days(DAYS.into());
    let asked = questions::datasets(&mut tx, bot, since, ASKED).await?;
    let announced = kept::announced(&mut tx, bot).await?;
    drop(tx);
    let council = Arc::clone(&app.council.borrow());
    let mut wanted = asked_for(&asked, &council, quarter);
    wanted.retain(|drafted| !announced.contains(&drafted.novelty.subject.key));
    wanted.truncate(READY);
    let mut unit = Unit { tx: app.db.write().await?, bot, now };
    if jobs::begin(&mut unit.tx, &job(bot), "", now, now + TERM).await?.is_none() {
        return Ok(false);
    }
    // The most asked last: the newest stands first in the list.
    let local = now.with_timezone(&settings.zone);
    for drafted in wanted.iter().rev() {
        let draft = drafts::draft(drafted, &council, local, settings.zone);
        items::add(&mut unit.tx, bot, &draft, now).await?;
    }
    let mut ready = items::in_state(&mut unit.tx, bot, State::Draft, LOOKED_AT).await?;
    ready.retain(|item: &Item| item.part_of.is_none() && !item.words().uk.is_empty());
    ready.truncate(READY);
    let words = |locale| view::duty(quarter, days, &ready, locale);
    matter::notify_admins(&mut unit, settings, words).await?;
    unit.tx.commit().await?;
    Ok(true)
}

/// What people asked about, the most asked first.
fn asked_for(asked: &[Asked], council: &Council, quarter: Quarter) -> Vec<Drafted> {
    let of = |asked: &Asked| {
        let subject = drafts::subject(council.named(&asked.what)?, true);
        let times = u64::try_from(asked.count).ok()?;
        let cause = format!("quarter:{}-{}:{}", quarter.year, quarter.number, subject.key);
        let what = Found::Asked { times, days: DAYS };
        Some(Drafted { cause, novelty: Novelty { subject, what } })
    };
    asked.iter().filter_map(of).collect()
}
