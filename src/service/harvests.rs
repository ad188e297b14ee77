//! The timetable of harvests: when one is due, or an admin asked for one and watches it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use tokio::{
    sync::Notify,
    time::{MissedTickBehavior, interval, interval_at, sleep},
};

use super::LOOK;
use crate::{
    app::App,
    bot::{reply::Reply, view},
    harvest::{self, Progress, Summary},
    i18n::Locale,
    store::{outbox, watchers},
};

/// The rest after a harvest that the database or the system did not let end.
const PAUSE: Duration = Duration::from_mins(1);

/// The demonstration council's data are looked at this seldom: they come with the binary.
const DEMO_EVERY: Duration = Duration::from_hours(24);

/// A message that is watched is edited no more often than this.
const TELL: Duration = Duration::from_secs(3);

/// Harvests when it is due: at once if there is nothing yet, then each `every`, soon again if a harvest was cut off, and
/// when someone `asked`. However many processes serve, one of them does it. `wake` hurries what is to be said.
pub(super) async fn run(app: App, wake: Arc<Notify>, asked: Arc<Notify>) {
    let every = app.config.as_ref().map_or(DEMO_EVERY, |config| config.harvest.every);
    let every = TimeDelta::from_std(every).unwrap_or(TimeDelta::MAX);
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = asked.notified() => {}
        }
        let wanted = async {
            Ok::<_, sqlx::Error>(app.harvest_is_due(every).await? || is_watched(&app).await?)
        };
        let harvested = match wanted.await {
            Ok(true) => watched(&app, &wake).await,
            Ok(false) => continue,
            Err(error) => Err(error.into()),
        };
        match harvested {
            Ok(summary) => {
                log(&summary);
                end(&app, &wake, |locale| view::harvest_ended(locale, &summary)).await;
            }
            // Another process was quicker: its result comes through the catalogue's version, and it tells who watches.
            Err(harvest::Error::Busy) => tracing::info!("another process harvests"),
            Err(error) => {
                tracing::error!(%error, "cannot harvest");
                end(&app, &wake, view::harvest_failed).await;
                sleep(PAUSE).await;
            }
        }
    }
}

fn log(summary: &Summary) {
    for source in &summary.sources {
        tracing::info!(
            source = source.source,
            datasets = source.datasets,
            files.new = source.files.new,
            files.changed = source.files.changed,
            files.failed = source.files.failed,
            error = source.error.as_ref().map(tracing::field::display),
            "harvested"
        );
    }
}

async fn is_watched(app: &App) -> sqlx::Result<bool> {
    let mut tx = app.db.read().await?;
    Ok(!watchers::all(&mut tx).await?.is_empty())
}

/// One harvest, told to whoever watches while it goes on.
async fn watched(app: &App, wake: &Notify) -> Result<Summary, harvest::Error> {
    let (files, looked_at) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counted = (Arc::clone(&files), Arc::clone(&looked_at));
    let told = move |progress: Progress| {
        match progress {
            Progress::Listed { files, .. } => counted.0.fetch_add(files, Ordering::Relaxed),
            Progress::File { .. } => counted.1.fetch_add(1, Ordering::Relaxed),
        };
    };
    let telling = async {
        let mut ticks = interval_at(tokio::time::Instant::now() + TELL, TELL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut last = None;
        loop {
            ticks.tick().await;
            let now = (looked_at.load(Ordering::Relaxed), files.load(Ordering::Relaxed));
            if last == Some(now) {
                continue;
            }
            last = Some(now);
            let text = |locale: Locale| view::harvest_under_way(locale, now.0, now.1);
            if let Err(error) = tell(app, false, text).await {
                tracing::warn!(%error, "cannot tell how far the harvest is");
            }
            wake.notify_one();
        }
    };
    tokio::select! {
        summary = app.harvest(&told) => summary,
        () = telling => Err(harvest::Error::Lost),
    }
}

/// Tells whoever watches the end.
async fn end(app: &App, wake: &Notify, text: impl Fn(Locale) -> String) {
    if let Err(error) = tell(app, true, text).await {
        tracing::warn!(%error, "cannot tell that the harvest has ended");
    }
    wake.notify_one();
}

/// Puts `text` into every message in which the harvest is watched; if it `ends`, for the last time.
async fn tell(app: &App, ends: bool, text: impl Fn(Locale) -> String) -> sqlx::Result<()> {
    let mut tx = app.db.write().await?;
    for watcher in watchers::all(&mut tx).await? {
        if ends && !watchers::remove(&mut tx, watcher.outbox).await? {
            continue;
        }
        let reply = Reply::from(text(Locale::nearest(&watcher.locale)));
        let call = reply.edit_said(watcher.chat, watcher.outbox);
        outbox::queue(&mut tx, watcher.bot, &call, (app.clock)()).await?;
    }
    tx.commit().await
}
