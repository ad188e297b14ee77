//! `dovidka serve`: the bot and its jobs, until the process is told to stop.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use tokio::{
    runtime::Handle,
    sync::watch,
    time::{Instant, MissedTickBehavior, interval, interval_at, sleep, timeout},
};

use super::Failure;
use crate::{
    app::App,
    bot::{self, Deps, Name},
    config::Token,
    harvest,
    i18n::Locale,
    telegram::{Api, Options},
};

/// How often the catalogue's version is looked at, and whether a harvest is due.
const LOOK: Duration = Duration::from_secs(5);

/// The rest after a harvest that the database or the system did not let end.
const PAUSE: Duration = Duration::from_mins(1);

/// The demonstration council's data are looked at this seldom: they come with the binary.
const DEMO_EVERY: Duration = Duration::from_hours(24);

/// The bot waits this long for the data before its first poll: what was known at the last stop is
/// there by then, and a first harvest may take minutes.
const WAIT: Duration = Duration::from_secs(2);

/// Serves until `stop` turns true.
pub(super) async fn run(
    app: &App,
    token: &Token,
    api_url: &str,
    stop: watch::Receiver<bool>,
    locale: Locale,
) -> Result<(), Failure> {
    let api = Api::new(token.reveal(), api_url).map_err(|error| {
        Failure::Usage(locale.text("cli-bot-unfit", &[("detail", error.to_string().into())]))
    })?;
    let deps = Deps {
        db: app.db.clone(),
        council: app.council.subscribe(),
        zone: app.time_zone(),
        name: Arc::new(name(app)),
    };
    let mut loaded = app.council.subscribe();
    // Each on a thread of its own: packing and comparing files must not make chats wait. Neither ends
    // by itself; the process leaves them when the bot has ended, and a harvest may end anywhere.
    let runtime = Handle::current();
    let (harvesting, loading) = (app.clone(), app.clone());
    tokio::task::spawn_blocking(move || runtime.block_on(harvests(harvesting)));
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(loads(loading)));
    let _ = timeout(WAIT, loaded.changed()).await;
    let options = Options::new(app.db.clone(), api, app.clock.clone());
    bot::run(options, deps, stop).await.map_err(|error| {
        Failure::Failed(locale.text(
            "cli-bot-failed",
            &[("address", api_url.into()), ("detail", error.to_string().into())],
        ))
    })
}

fn name(app: &App) -> Name {
    let of = |locale: Locale| match &app.config {
        Some(config) => config.council.name(locale).to_owned(),
        None => locale.text("cli-demo-council", &[]),
    };
    Name { uk: of(Locale::Uk), en: of(Locale::En) }
}

/// Harvests when it is due: at once if there is nothing yet, then each `every`, soon again if a harvest was cut off.
/// However many processes serve, one of them does it.
async fn harvests(app: App) {
    let every = app.config.as_ref().map_or(DEMO_EVERY, |config| config.harvest.every);
    let every = TimeDelta::from_std(every).unwrap_or(TimeDelta::MAX);
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let harvested = match app.harvest_is_due(every).await {
            Ok(true) => app.harvest(&|_| ()).await,
            Ok(false) => continue,
            Err(error) => Err(error.into()),
        };
        match harvested {
            Ok(summary) => {
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
            // Another process was quicker; its result comes through the catalogue's version.
            Err(harvest::Error::Busy) => tracing::info!("another process harvests"),
            Err(error) => {
                tracing::error!(%error, "cannot harvest");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Loads what is there, then again whenever the catalogue's version is another one.
async fn loads(app: App) {
    let mut known = 0;
    // The first harvest of a small council is done within a second: it is waited for closely.
    let mut ticks = interval(Duration::from_millis(250));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut settled = false;
    loop {
        ticks.tick().await;
        match app.version().await {
            Ok(version) if version != known => match app.load().await {
                Ok(version) => {
                    known = version;
                    tracing::info!(version, "loaded the council's data");
                    if !settled {
                        settled = true;
                        ticks = interval_at(Instant::now() + LOOK, LOOK);
                        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
                    }
                }
                Err(error) => tracing::error!(%error, "cannot load the council's data"),
            },
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "cannot look at the catalogue's version"),
        }
    }
}
