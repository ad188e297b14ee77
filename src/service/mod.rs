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
    let (harvesting, loading, wake) = (app.clone(), app.clone(), Arc::clone(&options.wake));
    let post = Post {
        app: app.clone(),
        settings: Arc::clone(&deps.settings),
        bot: options.api.bot(),
        wake: Arc::clone(&options.wake),
    };
    let threads = [
        until(ended.clone(), move || harvests::run(harvesting, wake, harvest)),
        post.until(&ended, fixes::run),
        post.until(&ended, matters::run),
        post.until(&ended, news::notices::run),
        post.until(&ended, |app, settings, bot, _| news::saved::run(app, settings, bot)),
        post.until(&ended, news::run),
        post.until(&ended, news::write),
        until(ended, move || loads(loading)),
    ];
    let _ = timeout(WAIT, loaded.changed()).await;
    let result = bot::run(options, deps, stop).await;
    drop(serving);
    // What does not come to its next step soon is parsing a file; the process does not wait for that.
    let _ = timeout(LEAVE, join_all(threads)).await;
    result
}

/// What the jobs of a bot work with.
struct Post {
    app: App,
    settings: Arc<Settings>,
    bot: i64,
    /// Hurries what is to be said.
    wake: Arc<Notify>,
}

impl Post {
    /// As [`until`], with all that a job needs.
    fn until<J: Future<Output = ()>>(
        &self,
        ended: &watch::Receiver<()>,
        job: impl FnOnce(App, Arc<Settings>, i64, Arc<Notify>) -> J + Send + 'static,
    ) -> JoinHandle<()> {
        let (app, settings) = (self.app.clone(), Arc::clone(&self.settings));
        let (bot, wake) = (self.bot, Arc::clone(&self.wake));
        until(ended.clone(), move || job(app, settings, bot, wake))
    }
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
