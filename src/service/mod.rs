//! The service: the bot and its jobs over an [`App`], until it is told to stop.
//!
//! `serve` runs it against Telegram, the playground against a Telegram of its own.

mod fixes;
mod harvests;
mod matters;
pub mod news;

use std::{sync::Arc, time::Duration};

use futures::future::join_all;
use tokio::{
    runtime::Handle,
    sync::{Notify, watch},
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval, interval_at, timeout},
};

use crate::{
    app::App,
    bot::{self, Deps, Settings},
    telegram::{self, Options},
};

/// How often the catalogue's version is looked at, and whether a harvest is due.
const LOOK: Duration = Duration::from_secs(5);

/// The bot waits this long for the data before its first poll: what was known at the last stop is
/// there by then, and a first harvest may take minutes.
const WAIT: Duration = Duration::from_secs(2);

/// How long the jobs get to notice that the bot has ended.
const LEAVE: Duration = Duration::from_millis(500);

/// Serves as `settings` say, with `options`, until `stop` turns true.
///
/// # Errors
///
/// As [`bot::run`].
pub async fn run(
    app: &App,
    settings: Settings,
    options: Options,
    stop: watch::Receiver<bool>,
) -> Result<(), telegram::Error> {
    let harvest = Arc::new(Notify::new());
    let deps = Deps {
        db: app.db.clone(),
        council: app.council.subscribe(),
        settings: Arc::new(settings),
        harvest: Arc::clone(&harvest),
    };
    let mut loaded = app.council.subscribe();
    // Each on a thread of its own: packing and comparing files must not make chats wait. A harvest may end
    // anywhere, and they end with the bot: a timer that outlives its runtime is a panic.
    let (serving, ended) = watch::channel(());
    let (harvesting, loading) = (app.clone(), app.clone());
    let wake = Arc::clone(&options.wake);
    let (checking, looking) = (app.clone(), app.clone());
    let (checks, looks) = (Arc::clone(&deps.settings), Arc::clone(&deps.settings));
    let (checked, looked) = (Arc::clone(&options.wake), Arc::clone(&options.wake));
    let (noticing, saving) = (app.clone(), app.clone());
    let (notices, saves) = (Arc::clone(&deps.settings), Arc::clone(&deps.settings));
    let told = Arc::clone(&options.wake);
    let (sending, sends, sent) =
        (app.clone(), Arc::clone(&deps.settings), Arc::clone(&options.wake));
    let (drafting, drafts, drafted) =
        (app.clone(), Arc::clone(&deps.settings), Arc::clone(&options.wake));
    let bot = options.api.bot();
    let threads = [
        until(ended.clone(), move || harvests::run(harvesting, wake, harvest)),
        until(ended.clone(), move || fixes::run(checking, checks, bot, checked)),
        until(ended.clone(), move || matters::run(looking, looks, bot, looked)),
        until(ended.clone(), move || news::notices::run(noticing, notices, bot, told)),
        until(ended.clone(), move || news::saved::run(saving, saves, bot)),
        until(ended.clone(), move || news::run(sending, sends, bot, sent)),
        until(ended.clone(), move || news::write(drafting, drafts, bot, drafted)),
        until(ended, move || loads(loading)),
    ];
    let _ = timeout(WAIT, loaded.changed()).await;
    let result = bot::run(options, deps, stop).await;
    drop(serving);
    // What does not come to its next step soon is parsing a file; the process does not wait for that.
    let _ = timeout(LEAVE, join_all(threads)).await;
    result
}

/// Runs `job` on a thread of its own until the sender of `ended` is gone.
fn until<J: Future<Output = ()>>(
    mut ended: watch::Receiver<()>,
    job: impl FnOnce() -> J + Send + 'static,
) -> JoinHandle<()> {
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        runtime.block_on(async {
            tokio::select! {
                () = job() => {}
                _ = ended.changed() => {}
            }
        });
    })
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
