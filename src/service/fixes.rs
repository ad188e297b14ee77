//! Fixes that officers report: the data are harvested again and the rows that were complained of compared; only what
//! holds closes the matter.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::Notify,
    time::{MissedTickBehavior, interval},
};

use crate::{
    answer::{Outcome as Ended, Plan, Question},
    app::App,
    bot::{Settings, matter, reply::Reply, view},
    feedback::{
        Outcome,
        check::{self, Compared},
    },
    harvest,
    i18n::Locale,
    load,
    store::{
        feedback::{
            self, Matter,
            fixes::{self, Check},
            sources::{self, About},
            voices,
        },
        files,
    },
    telegram::{Failure, Unit},
};

/// How often it is looked whether there is something to check.
const LOOK: Duration = Duration::from_secs(2);

/// Checks what officers of the bot `bot` report, for ever; `wake` hurries what is to be said.
pub(super) async fn run(app: App, settings: Arc<Settings>, bot: i64, wake: Arc<Notify>) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let waiting = async {
            let mut tx = app.db.read().await?;
            fixes::all(&mut tx, bot).await
        };
        let waiting = match waiting.await {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::error!(%error, "cannot look for fixes to check");
                continue;
            }
        };
        for check in waiting {
            match one(&app, &settings, bot, check).await {
                Ok(()) => wake.notify_one(),
                Err(Error::Harvest(harvest::Error::Busy)) => break, // its turn comes after that harvest
                Err(error) => {
                    tracing::error!(matter = check.feedback, %error, "cannot check a fix");
                    break;
                }
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Harvest(#[from] harvest::Error),
    #[error("database: {0}")]
    Db(#[from] sqlx::Error),
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// What a check finds.
enum Found {
    /// Every row is other than it was.
    Fixed(Vec<Compared>),
    /// Some rows are as they were.
    Same(Vec<u32>),
    /// The file is as it was.
    Untouched,
}

/// Harvests and checks one matter, and says what was found.
async fn one(app: &App, settings: &Settings, bot: i64, waiting: Check) -> Result<(), Error> {
    let mut tx = app.db.read().await?;
    let found = feedback::get(&mut tx, bot, waiting.feedback).await?;
    let about = sources::of(&mut tx, waiting.feedback).await?;
    drop(tx);
    let open = found.as_ref().filter(|found| found.state.is_open());
    let (Some(matter), Some(first)) = (open, about.first()) else {
        let mut tx = app.db.write().await?;
        fixes::done(&mut tx, waiting.feedback).await?;
        tx.commit().await?;
        return Ok(());
    };
    app.harvest_one(&first.dataset).await?;
    let mut same = Vec::new();
    let mut compared = Vec::new();
    let mut touched = false;
    for about in &about {
        match check_one(app, about).await? {
            Found::Untouched => {}
            Found::Fixed(rows) => {
                touched = true;
                compared.extend(rows);
            }
            Found::Same(rows) => {
                touched = true;
                same.extend(rows);
            }
        }
    }
    let found = match (touched, same.is_empty()) {
        (false, _) => Found::Untouched,
        (true, false) => Found::Same(same),
        (true, true) => Found::Fixed(compared),
    };
    let mut unit = Unit { tx: app.db.write().await?, bot, now: (app.clock)() };
    if fixes::done(&mut unit.tx, matter.id).await? {
        conclude(&mut unit, app, settings, matter, waiting.person, &found).await?;
        unit.tx.commit().await?;
    }
    Ok(())
}

/// Compares what was complained of with what is published now.
async fn check_one(app: &App, about: &About) -> Result<Found, Error> {
    let council = app.council.borrow().clone();
    let Some(entry) = council.named(&about.dataset) else { return Ok(Found::Fixed(Vec::new())) };
    let dataset = Arc::clone(&entry.dataset);
    let Some(file) = entry.files.iter().find(|file| file.resource == about.resource) else {
        // A resource that is gone is other than it was.
        return Ok(Found::Fixed(Vec::new()));
    };
    if file.sha256 == about.sha256 {
        return Ok(Found::Untouched);
    }
    let rows: Vec<u32> = about.rows.split(',').filter_map(|row| row.parse().ok()).collect();
    let (Some(new), false) = (file.tables(), rows.is_empty()) else {
        return Ok(Found::Fixed(Vec::new()));
    };
    let mut tx = app.db.read().await?;
    let packed =
        files::of_version(&mut tx, &dataset.source, &dataset.id, &about.resource, &about.sha256);
    let Some((packed, kind)) = packed.await? else { return Ok(Found::Fixed(Vec::new())) };
    drop(tx);
    let resource = dataset.resources.iter().find(|resource| resource.id == about.resource);
    let (format, url) = resource
        .map(|resource| (resource.format.clone(), resource.url.clone()))
        .unwrap_or_default();
    let about = about.clone();
    let compared = tokio::task::spawn_blocking(move || {
        let bytes = files::unpack(&packed).ok()?;
        let old = load::read(&bytes, &format, &url, kind.as_deref()).ok()?;
        let place = (about.sheet.as_deref(), about.member.as_deref());
        Some(check::compare(&old, &new, place, &rows))
    });
    let compared = compared.await.ok().flatten().unwrap_or_default();
    let same: Vec<u32> =
        compared.iter().filter(|row| row.is_same()).map(|row| row.number).collect();
    Ok(if same.is_empty() { Found::Fixed(compared) } else { Found::Same(same) })
}

/// Closes the matter and tells everyone the new fact, or tells the officers what is still as it was.
async fn conclude(
    unit: &mut Unit,
    app: &App,
    settings: &Settings,
    found: &Matter,
    person: i64,
    result: &Found,
) -> Result<(), Failure> {
    let locale = matter::officers_language(unit, settings).await?;
    let said = match result {
        Found::Fixed(rows) => view::fix_holds(locale, rows),
        Found::Same(rows) => view::fix_same(locale, rows),
        Found::Untouched => view::fix_untouched(locale),
    };
    matter::say(unit, settings, found, &Reply::from(said)).await?;
    if !matches!(result, Found::Fixed(_)) {
        matter::log(unit, person, "fix refused", Some(found.id), "").await?;
        return Ok(());
    }
    let council = app.council.borrow().clone();
    let now = unit.now.with_timezone(&settings.zone);
    let fact = |locale: Locale, voice: &voices::Voice| {
        let text = voice.question.as_str();
        let question = Question { text, locale: Some(locale), near: None, now, context: None };
        let plan = Plan::within(found.dataset.as_deref().unwrap_or_default(), text, None);
        let answer = council.more(&plan, 0, &question);
        if answer.outcome == Ended::Answer { answer.lead } else { String::new() }
    };
    matter::end(unit, settings, found, Outcome::Fixed, None, person, |locale, voice| {
        view::fixed(locale, found.id, &found.title, &fact(locale, voice))
    })
    .await?;
    Ok(())
}
