//! The timetable of harvests: when one is due, or an admin asked for one.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use tokio::{
    sync::Notify,
    time::{MissedTickBehavior, interval, sleep},
};

use super::LOOK;
use crate::{app::App, harvest};

/// The rest after a harvest that the database or the system did not let end.
const PAUSE: Duration = Duration::from_mins(1);

/// The demonstration council's data are looked at this seldom: they come with the binary.
const DEMO_EVERY: Duration = Duration::from_hours(24);

/// Harvests when it is due: at once if there is nothing yet, then each `every`, soon again if a harvest was cut off.
/// However many processes serve, one of them does it.
pub(super) async fn run(app: App, _wake: Arc<Notify>, asked: Arc<Notify>) {
    let every = app.config.as_ref().map_or(DEMO_EVERY, |config| config.harvest.every);
    let every = TimeDelta::from_std(every).unwrap_or(TimeDelta::MAX);
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = asked.notified() => {}
        }
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
