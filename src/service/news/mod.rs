//! News: what is planned, told and drafted by the clock.

mod campaign;
pub(in crate::service) mod notices;
pub(in crate::service) mod saved;

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::Notify,
    time::{MissedTickBehavior, interval},
};

use crate::{app::App, bot::Settings, telegram::Failure};

/// How often it is looked whether something is to be planned.
const LOOK: Duration = Duration::from_millis(250);

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
            Err(error) => tracing::error!(%error, "cannot look after news"),
        }
    }
}
