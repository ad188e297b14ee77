//! What residents ask, for an admin in a chat of his own; to everyone else there is no such command.

use chrono::{DateTime, TimeDelta, Utc};
use teloxide::types::Message;

use super::staff;
use crate::{
    bot::{
        Deps,
        view::{self, Statistics},
    },
    db::Tx,
    store::questions,
    telegram::{Cx, Failure, Work},
};

/// The days of which lists and times are shown.
const DAYS: i64 = 30;
/// Subjects shown.
const SUBJECTS: i64 = 5;
/// Questions without data shown.
const GAPS: i64 = 10;

/// Says the log of questions in numbers.
pub(crate) async fn stats(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let Some(scene) = staff::admins(&message, &deps, &cx).await? else {
        return staff::unknown(message, deps, cx).await;
    };
    let locale = scene.locale();
    let mut tx = deps.db.read().await?;
    let statistics = statistics(&mut tx, cx.bot, cx.now).await?;
    drop(tx);
    scene.says(&view::statistics(locale, &statistics).into())
}

async fn statistics(tx: &mut Tx, bot: i64, now: DateTime<Utc>) -> sqlx::Result<Statistics> {
    let since = now - TimeDelta::days(DAYS);
    let recent = questions::count(tx, bot, since).await?;
    let median = questions::percentile(tx, bot, since, recent.asked, 50).await?;
    let most = questions::percentile(tx, bot, since, recent.asked, 99).await?;
    Ok(Statistics {
        days: DAYS,
        recent,
        all: questions::count(tx, bot, DateTime::UNIX_EPOCH).await?,
        times: median.zip(most),
        subjects: questions::subjects(tx, bot, since, SUBJECTS).await?,
        gaps: questions::gaps(tx, bot, since, GAPS).await?,
    })
}
