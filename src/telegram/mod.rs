//! The wire to Telegram: updates come in through the inbox, calls go out through the outbox.
//!
//! ```text
//! getUpdates ─▶ polling ─▶ inbox ─▶ Handler ─▶ one short transaction ─▶ outbox ─▶ pace ─▶ call
//! ```
//!
//! [`run`] holds a bot through its lease and does all of this until it is told to stop. What a
//! [`Handler`] wants said it leaves in its [`Work`]; nothing but this module calls Telegram.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::{
    sync::{Notify, mpsc, watch},
    task::JoinSet,
    time::Instant,
};

use crate::{
    db::Db,
    store::{self, lease::Lease},
};

pub mod call;
pub mod inbox;
pub mod outbox;
pub mod pace;
mod polling;

pub use call::{Api, CallError};
pub use inbox::{Cx, Failure, Handler, Unit, Work};
pub use pace::{Limits, Priority};
pub use polling::UPDATES;

pub use crate::store::{
    conversation::{Kept, Key},
    outbox::{Call, IfUnknown, State},
};

/// Tells the civil time; it may be set by hand.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The holder shows that it lives this often.
const BEAT: Duration = Duration::from_millis(500);
/// A lease that stood still for this long is taken over: well under the 5 s that we promise.
const STALE: Duration = Duration::from_secs(3);
/// A holder that could not show itself for this long stops by itself, before another begins.
const LOST: Duration = Duration::from_millis(2_500);
/// Handlers and calls under way get this long to end when we are told to stop (10 s are promised).
const DRAIN: Duration = Duration::from_secs(6);
/// After this we end whatever is under way.
const CUT: Duration = Duration::from_millis(8_500);
/// Batches that may wait between polling and inbox.
const BATCHES: usize = 4;
/// Updates done and calls made are forgotten after this many days.
const KEPT_DAYS: i64 = 7;
/// Calls stay longer than updates: buttons and edits refer to them.
const CALLS_KEPT_DAYS: i64 = 90;
const HOUSEKEEPING: Duration = Duration::from_hours(1);

/// A monotonic clock that may run faster than the world: for tests and the playground, where it is
/// shared with the simulated Telegram.
#[derive(Clone, Copy, Debug)]
pub struct Mono {
    start: Instant,
    speed: f64,
}

impl Default for Mono {
    fn default() -> Self {
        Self::at_speed(1.0)
    }
}

impl Mono {
    /// A clock that starts now and runs `speed` times as fast as the world (at least a thousandth).
    pub fn at_speed(speed: f64) -> Self {
        Self { start: Instant::now(), speed: speed.max(0.001) }
    }

    /// Time since the start, as this clock runs.
    pub fn now(&self) -> Duration {
        self.start.elapsed().mul_f64(self.speed)
    }

    /// The moment of the world at which this clock shows `at`.
    pub fn instant(&self, at: Duration) -> Instant {
        self.start + at.div_f64(self.speed)
    }
}

/// What a bot runs with.
#[derive(Clone)]
pub struct Options {
    /// Where everything is kept.
    pub db: Db,
    /// The bot's account.
    pub api: Api,
    /// Civil time.
    pub clock: Clock,
    /// Monotonic time, for the pace.
    pub mono: Mono,
    /// The numbers of the pace.
    pub limits: Limits,
    /// Woken when something was queued outside a handler; without it the outbox looks each second.
    pub wake: Arc<Notify>,
    /// How long a poll waits for updates, in seconds, at most 50.
    pub poll_secs: u64,
}

impl Options {
    /// The usual options.
    pub fn new(db: Db, api: Api, clock: Clock) -> Self {
        Self {
            db,
            api,
            clock,
            mono: Mono::default(),
            limits: Limits::default(),
            wake: Arc::new(Notify::new()),
            poll_secs: 25,
        }
    }
}

/// Why a bot cannot run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Telegram does not know the token.
    #[error("Telegram refuses the token: {0}")]
    Unauthorized(CallError),
    /// The database failed at the start.
    #[error("database: {0}")]
    Db(#[from] sqlx::Error),
}

/// What the parts of a running bot share.
pub(crate) struct Wire {
    pub(crate) options: Options,
    pub(crate) epoch: i64,
    pub(crate) me: teloxide::types::Me,
    pub(crate) handler: Arc<dyn Handler>,
}

impl Wire {
    pub(crate) fn bot(&self) -> i64 {
        self.options.api.bot()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.options.clock)()
    }
}

enum End {
    Told,
    Lost,
}

/// Holds the bot and serves it until `stop` turns true; waits while another process holds it.
///
/// When told to stop, polling ends at once, handlers and calls under way are let finish, and what
/// they queued is sent if it can be within seconds; the rest stays in the database.
///
/// # Errors
///
/// If Telegram does not know the token, or the database fails before the first poll.
pub async fn run(
    options: Options,
    handler: Arc<dyn Handler>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Error> {
    let mut has_served = false;
    loop {
        match hold(&options, &handler, &mut has_served, &mut stop).await {
            Ok(End::Told) => return Ok(()),
            Ok(End::Lost) => {}
            // Who begins says that there is no database; who has served waits until it is back.
            Err(Error::Db(error)) if has_served => {
                tracing::error!(%error, "the database cannot be reached");
                tokio::select! {
                    () = tokio::time::sleep(BEAT) => {}
                    () = told(&mut stop) => {}
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// Waits for the lease and serves until it is lost, or until `stop` turns true.
async fn hold(
    options: &Options,
    handler: &Arc<dyn Handler>,
    has_served: &mut bool,
    stop: &mut watch::Receiver<bool>,
) -> Result<End, Error> {
    let bot = options.api.bot();
    let Some(epoch) = acquire(options, stop).await? else { return Ok(End::Told) };
    tracing::info!(bot, epoch, "holding the bot");
    *has_served = true;
    // A task of its own: left waiting amid a renewal, it would keep the one write connection from all that follows.
    let mut lease = JoinSet::new();
    lease.spawn(keep(options.clone(), epoch));
    let end = serve(options, handler, epoch, &mut lease, stop.clone()).await;
    lease.shutdown().await;
    if matches!(end, Ok(End::Lost)) {
        tracing::warn!(bot, epoch, "the bot is held no more");
    } else {
        let mut tx = options.db.write().await?;
        store::lease::give_back(&mut tx, bot, epoch).await?;
        tx.commit().await?;
    }
    end
}

/// Turns true on SIGTERM or SIGINT.
///
/// # Errors
///
/// If the system lets us not listen for signals.
pub fn signals() -> std::io::Result<watch::Receiver<bool>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    let (told, stop) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        told.send_replace(true);
        // Whoever still borrows the channel finds it open.
        told.closed().await;
    });
    Ok(stop)
}

/// Ends when `stop` is true. A channel whose sender is gone never tells to stop.
pub(crate) async fn told(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Waits for the lease; `None` when told to stop.
async fn acquire(
    options: &Options,
    stop: &mut watch::Receiver<bool>,
) -> Result<Option<i64>, Error> {
    let bot = options.api.bot();
    let mut watched: Option<(Lease, Instant)> = None;
    loop {
        if *stop.borrow() {
            return Ok(None);
        }
        let mut tx = options.db.write().await?;
        let lease = store::lease::get(&mut tx, bot).await?;
        let still = match (lease, watched) {
            (Some(lease), Some((seen, since))) if lease == seen => since,
            (Some(_) | None, _) => Instant::now(),
        };
        let free = lease.is_none_or(|lease| !lease.held || still.elapsed() >= STALE);
        if free && let Some(epoch) = store::lease::take(&mut tx, bot, lease).await? {
            tx.commit().await?;
            return Ok(Some(epoch));
        }
        drop(tx);
        if watched.is_none() && lease.is_some() {
            tracing::info!(bot, "another process holds the bot, waiting");
        }
        watched = lease.map(|lease| (lease, still));
        tokio::select! {
            () = tokio::time::sleep(BEAT / 2) => {}
            () = told(stop) => return Ok(None),
        }
    }
}

/// Serves the bot as the holder of `epoch`, until the task in `lease` ends.
async fn serve(
    options: &Options,
    handler: &Arc<dyn Handler>,
    epoch: i64,
    lease: &mut JoinSet<()>,
    mut stop: watch::Receiver<bool>,
) -> Result<End, Error> {
    let me = tokio::select! {
        me = polling::introduce(&options.api) => me.map_err(Error::Unauthorized)?,
        _ = lease.join_next() => return Ok(End::Lost),
        () = told(&mut stop) => return Ok(End::Told),
    };
    let wire = Arc::new(Wire { options: options.clone(), epoch, me, handler: Arc::clone(handler) });
    outbox::settle_orphans(&wire).await?;
    let backlog = {
        let mut tx = options.db.read().await?;
        store::inbox::waiting(&mut tx, wire.bot()).await?
    };
    let (arrivals, arrived) = mpsc::channel(BATCHES);
    let (quiet, inbox_ended) = watch::channel(false);
    let mut parts = JoinSet::new();
    parts.spawn(polling::run(Arc::clone(&wire), arrivals, stop.clone()));
    parts.spawn({
        let (wire, stop) = (Arc::clone(&wire), stop.clone());
        async move {
            inbox::run(wire, backlog, arrived, stop).await;
            quiet.send_replace(true);
            quiet.closed().await;
        }
    });
    let (lose, lost) = watch::channel(false);
    let mut sender = tokio::spawn(outbox::run(Arc::clone(&wire), inbox_ended, lost));
    let housekeeping = tokio::spawn(housekeep(Arc::clone(&wire)));
    let end = tokio::select! {
        _ = lease.join_next() => End::Lost,
        // The sender ends after the inbox, which ends when told to.
        ended = &mut sender => {
            if let Err(error) = ended {
                tracing::error!(%error, "the sender broke off");
            }
            if *stop.borrow() { End::Told } else { End::Lost }
        }
        () = async { told(&mut stop).await; tokio::time::sleep(CUT).await } => End::Told,
    };
    housekeeping.abort();
    parts.shutdown().await;
    if matches!(end, End::Lost) && !sender.is_finished() {
        lose.send_replace(true);
        // What Telegram answered is written under this epoch as long as no other has settled it, whenever the database is
        // back: it would be a doubt without need.
        tokio::select! {
            _ = &mut sender => {}
            () = told(&mut stop) => {}
        }
    }
    // Dropped mid-call, a row stays `sending` under this epoch and is settled by the next one.
    sender.abort();
    Ok(end)
}

/// Shows again and again that we live; ends when the lease is lost.
async fn keep(options: Options, epoch: i64) {
    let bot = options.api.bot();
    let mut shown = Instant::now();
    loop {
        tokio::time::sleep(BEAT).await;
        let renewed = tokio::time::timeout(LOST, async {
            let mut tx = options.db.write().await?;
            let ours = store::lease::renew(&mut tx, bot, epoch).await?;
            tx.commit().await?;
            Ok::<bool, sqlx::Error>(ours)
        });
        match renewed.await {
            Ok(Ok(true)) => shown = Instant::now(),
            Ok(Ok(false)) => return,
            Ok(Err(error)) => tracing::warn!(bot, %error, "cannot renew the lease"),
            Err(_) => tracing::warn!(bot, "cannot renew the lease in time"),
        }
        if shown.elapsed() >= LOST {
            return;
        }
    }
}

/// Forgets what is over for long.
async fn housekeep(wire: Arc<Wire>) {
    loop {
        let now = wire.now();
        let forgotten = async {
            let mut tx = wire.options.db.write().await?;
            let updates =
                store::inbox::forget(&mut tx, now - chrono::TimeDelta::days(KEPT_DAYS)).await?;
            let calls =
                store::outbox::forget(&mut tx, now - chrono::TimeDelta::days(CALLS_KEPT_DAYS))
                    .await?;
            tx.commit().await?;
            Ok::<_, sqlx::Error>((updates, calls))
        };
        match forgotten.await {
            Ok((updates, calls)) => tracing::debug!(updates, calls, "forgot what is over"),
            Err(error) => tracing::warn!(%error, "cannot forget what is over"),
        }
        tokio::time::sleep(HOUSEKEEPING).await;
    }
}
