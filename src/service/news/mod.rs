//! News: what is planned, told and drafted by the clock.

mod campaign;
mod drafts;
mod duty;
pub(in crate::service) mod notices;
pub(in crate::service) mod saved;

use std::{sync::Arc, time::Duration};

pub use drafts::look as draft;
pub use duty::look as remind;
use tokio::{
    sync::Notify,
    time::{MissedTickBehavior, interval, sleep},
};

use crate::{app::App, bot::Settings, telegram::Failure};

/// How often it is looked whether something is to be planned.
const LOOK: Duration = Duration::from_millis(250);
/// How long after the database failed.
const REST: Duration = Duration::from_secs(2);

/// How often it is looked whether a harvest found something, or a quarter ends.
const DRAFT: Duration = Duration::from_secs(5);

/// Looks after the news of the bot `bot` for ever; `wake` hurries what is to be sent.
///
/// Every process may do it: each step is a compare-and-set in a transaction of its own, so that it is done once.
pub(super) async fn run(app: App, settings: Arc<Settings>, bot: i64, wake: Arc<Notify>) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match campaign::look(&app, &settings, bot).await {
            Ok(true) => wake.notify_one(),
            Ok(false) | Err(Failure::Conflict) => {}
            Err(error) => {
                tracing::error!(%error, "cannot look after news");
                sleep(REST).await;
            }
        }
    }
}

/// Drafts news and reminds of them, for ever; `wake` hurries what is to be said.
pub(super) async fn write(app: App, settings: Arc<Settings>, bot: i64, wake: Arc<Notify>) {
    let mut ticks = interval(DRAFT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut drafted = 0;
    loop {
        ticks.tick().await;
        let loaded = *app.loaded.borrow();
        if loaded != drafted {
            match draft(&app, bot).await {
                Ok(true) => drafted = loaded,
                Ok(false) => {} // a harvest is under way: its data will be another version
                Err(error) => tracing::error!(%error, "cannot draft news"),
            }
        }
        match remind(&app, &settings, bot).await {
            Ok(true) => wake.notify_one(),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "cannot remind of news"),
        }
    }
}
