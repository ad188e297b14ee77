//! What time brings to matters: reminders, the daily digest, the fate of letters, topics that are gone.
//!
//! Every process may do it: each step is a compare-and-set in a transaction of its own, so that it is done once.

use std::{sync::Arc, time::Duration};

use chrono::{TimeDelta, Timelike};
use serde_json::json;
use tokio::{
    sync::Notify,
    task::spawn_blocking,
    time::{MissedTickBehavior, interval},
};

use crate::{
    app::App,
    bot::{Settings, matter, reply::Reply, view},
    feedback::State as Standing,
    i18n::Locale,
    store::{
        feedback::{
            self, Change, Matter, clocks,
            letters::{self, Fate, Side},
            voices,
        },
        jobs,
        outbox::State,
    },
    telegram::{Call, Failure, Priority, Unit},
};

/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_secs(1);
/// Fates shown in one transaction.
const FATES: i64 = 20;
/// A header that Telegram refused is said again after this time.
const AGAIN: TimeDelta = TimeDelta::minutes(5);
/// Matters that wait to be said in the group at once, where it was bound after they had begun: two calls each, a minute of
/// what Telegram takes. One that is urgent, or a resident's letter, comes after these and not after all.
const POSTED: usize = 10;
/// Matters compared with earlier ones at one look, and with how many: the newest.
const COMPARED: i64 = 10;
const EARLIER: i64 = 100;
/// Open matters named in a digest.
const NAMED: usize = 15;

/// Looks after the matters of the bot `bot` for ever; `wake` hurries what is to be said.
pub(super) async fn run(app: App, settings: Arc<Settings>, bot: i64, wake: Arc<Notify>) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match look(&app, &settings, bot).await {
            Ok(true) => wake.notify_one(),
            Ok(false) | Err(Failure::Conflict) => {}
            Err(error) => tracing::error!(%error, "cannot look after matters"),
        }
    }
}

/// Does what is due; tells whether there is something to be said.
async fn look(app: &App, settings: &Settings, bot: i64) -> Result<bool, Failure> {
    let now = (app.clock)();
    let mut tx = app.db.read().await?;
    let fates = letters::untold(&mut tx, bot, FATES).await?;
    let due = feedback::due(&mut tx, bot, now).await?;
    let lost = clocks::lost(&mut tx, bot, now - AGAIN).await?;
    let has_group = matter::group_of(&mut tx, bot, settings).await?.is_some();
    let mut unposted =
        if has_group { feedback::without_topic(&mut tx, bot).await? } else { Vec::new() };
    let unsaid = usize::try_from(clocks::unsaid(&mut tx, bot).await?).unwrap_or(POSTED);
    unposted.truncate(POSTED.saturating_sub(unsaid));
    let uncompared = feedback::uncompared(&mut tx, bot, COMPARED).await?;
    let digest = digest_is_due(jobs::get(&mut tx, &digest_job(bot)).await?.as_ref(), settings, now);
    drop(tx);
    if fates.is_empty()
        && due.is_empty()
        && lost.is_empty()
        && unposted.is_empty()
        && uncompared.is_empty()
        && !digest
    {
        return Ok(false);
    }
    let mut unit = Unit { tx: app.db.write().await?, bot, now };
    for fate in &fates {
        show(&mut unit, settings, fate).await?;
    }
    for matter in &due {
        remind(&mut unit, settings, matter).await?;
    }
    for lost in &lost {
        clocks::unpost(&mut unit.tx, lost.feedback).await?;
        matter::post(&mut unit, settings, lost.feedback).await?;
        tracing::warn!(matter = lost.feedback, error = lost.error, "a matter is posted again");
    }
    if digest {
        say_digest(&mut unit, settings).await?;
    }
    unit.tx.commit().await?;
    // Each on its own: what the bot writes meanwhile must not wait for all of them.
    for matter in &unposted {
        let mut unit = Unit { tx: app.db.write().await?, bot, now };
        matter::post(&mut unit, settings, matter.id).await?;
        unit.tx.commit().await?;
    }
    for matter in &uncompared {
        compare(app, settings, bot, matter).await?;
    }
    Ok(true)
}

/// Looks for an earlier matter like `matter`, and offers its answer.
async fn compare(app: &App, settings: &Settings, bot: i64, matter: &Matter) -> Result<(), Failure> {
    let now = (app.clock)();
    let mut tx = app.db.read().await?;
    let answered = feedback::answered(&mut tx, bot, matter.kind, matter.id, EARLIER).await?;
    drop(tx);
    let earlier = if answered.is_empty() {
        None
    } else {
        let (new, today) = (matter.clone(), now.with_timezone(&settings.zone).date_naive());
        let found = spawn_blocking(move || matter::like(&new, &answered, today)).await;
        found.map_err(|error| Failure::Other(error.to_string()))?
    };
    let mut unit = Unit { tx: app.db.write().await?, bot, now };
    if feedback::compared(&mut unit.tx, matter.id).await?
        && let Some(earlier) = earlier
        // Somebody may have been quicker than the comparison.
        && let Some(new) = feedback::get(&mut unit.tx, bot, matter.id).await?
        && new.state == Standing::New
    {
        matter::offer(&mut unit, settings, &new, earlier).await?;
    }
    unit.tx.commit().await?;
    Ok(())
}

/// Shows who wrote a letter what became of it: a mark on it if it arrived, else words.
async fn show(unit: &mut Unit, settings: &Settings, fate: &Fate) -> Result<(), Failure> {
    if !letters::told(&mut unit.tx, fate.letter, fate.outbox).await? {
        return Ok(());
    }
    // Who was forgotten is not spoken to.
    if fate.chat == 0 {
        return Ok(());
    }
    if fate.state == State::Sent {
        let reaction = json!([{"type": "emoji", "emoji": "👍"}]);
        let mut payload = json!({"chat_id": fate.chat, "reaction": reaction});
        let call = if fate.message > 0 {
            payload["message_id"] = json!(fate.message);
            Call::new("setMessageReaction", payload)
        } else {
            // We said it ourselves, for who pressed a button.
            Call::new("setMessageReaction", payload).after(-fate.message, Some("message_id"))
        };
        let priority =
            if fate.side == Side::Resident { Priority::Reply } else { Priority::Officers };
        unit.say(&call.priority(priority)).await?;
        return Ok(());
    }
    let Some(found) = feedback::get(&mut unit.tx, unit.bot, fate.feedback).await? else {
        return Ok(());
    };
    match fate.side {
        Side::Resident => {
            let people = voices::of(&mut unit.tx, found.id).await?;
            let theirs = people.iter().find(|voice| voice.chat == fate.chat);
            let locale = theirs.map_or(Locale::Uk, |voice| Locale::nearest(&voice.locale));
            let html = view::letter_lost(locale, fate);
            unit.say(&Reply::from(html).to_chat(fate.chat)).await?;
        }
        Side::Officer | Side::Note => {
            let locale = matter::officers_language(unit, settings).await?;
            let html = view::letter_lost(locale, fate);
            matter::say(unit, settings, &found, &Reply::from(html)).await?;
        }
    }
    Ok(())
}

/// Reminds the officers that half of the term is over, that one day is left, or that it is over; then admins hear, too.
async fn remind(unit: &mut Unit, settings: &Settings, found: &Matter) -> Result<(), Failure> {
    let over = found.due_at.is_some_and(|due| unit.now >= due);
    let level = match found.reminded {
        _ if over => 3,
        0 if !found.is_day_before(unit.now) => 1,
        _ => 2,
    };
    let change = Change { reminded: Some(level), ..Change::default() };
    if !feedback::change(&mut unit.tx, found.id, found.version, &change, unit.now).await? {
        return Err(Failure::Conflict);
    }
    let due = found.due_at.map(|due| view::moment(due, found.term(), settings.zone));
    let due = due.unwrap_or_default();
    let locale = matter::officers_language(unit, settings).await?;
    let people = matter::in_charge(unit, settings, found, locale).await?;
    let html = view::reminder(locale, level, &due, &people);
    matter::say(unit, settings, found, &Reply::from(html)).await?;
    if level == 3 {
        let words = |locale| view::overdue(locale, found.id, &found.title, &due);
        matter::notify_admins(unit, settings, words).await?;
    }
    Ok(())
}

fn digest_job(bot: i64) -> String {
    format!("digest {bot}")
}

/// Whether today's digest is to be said: on a working day, from its hour on, once.
fn digest_is_due(
    job: Option<&jobs::Job>,
    settings: &Settings,
    now: chrono::DateTime<chrono::Utc>,
) -> bool {
    let local = now.with_timezone(&settings.zone);
    let said = job.and_then(|job| job.begun_at);
    let said_today =
        said.is_some_and(|at| at.with_timezone(&settings.zone).date_naive() >= local.date_naive());
    !said_today
        && local.hour() >= settings.feedback.digest
        && settings.feedback.calendar.is_working(local.date_naive())
}

/// Open, due and overdue matters, once a day.
async fn say_digest(unit: &mut Unit, settings: &Settings) -> Result<(), Failure> {
    let begun = jobs::begin(&mut unit.tx, &digest_job(unit.bot), "", unit.now, unit.now).await?;
    if begun.is_none() {
        return Ok(());
    }
    let Some(group) = matter::group(unit, settings).await? else { return Ok(()) };
    let open = feedback::open(&mut unit.tx, unit.bot).await?;
    if open.is_empty() {
        return Ok(());
    }
    let locale = matter::language(unit, group).await?;
    let html = view::digest(locale, &open, NAMED, unit.now, settings.zone);
    let call = Reply::from(html).to_chat(group.chat).priority(Priority::Officers);
    unit.say(&call).await?;
    Ok(())
}
