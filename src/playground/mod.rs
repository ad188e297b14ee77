//! The whole bot without Telegram: a simulated Telegram on loopback, for tests and for trying things out, and a
//! web chat in which one person plays everybody who talks to the bot.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::{net::TcpListener, sync::watch};

use crate::{
    app::{self, App},
    bot::Settings,
    config::Environment,
    service,
    telegram::{Api, Options, told},
};

mod cast;
mod clock;
mod faults;
pub mod telegram;
mod web;

use clock::MovableClock;
use telegram::{Setup, Telegram};

/// Where the page is, unless another program is there.
pub const PORT: u16 = 8835;
/// Ports after it that are tried.
const TRIED: u16 = 20;
/// What was said is written to the kept file at most this often.
const KEEP_EVERY: Duration = Duration::from_millis(500);

/// What a playground is opened with.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// This port and no other; else [`PORT`] or one after it.
    pub port: Option<u16>,
    /// The file in which all is kept; else all is gone at the end.
    pub keep: Option<PathBuf>,
    /// What the civil clock shows at the start; else the system's time.
    pub at: Option<DateTime<Utc>>,
}

/// Why a playground cannot run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The kept file cannot be used.
    #[error(transparent)]
    App(#[from] app::Error),
    /// What was kept of the chats cannot be read or written.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// No port can be had.
    #[error("port {port}: {error}")]
    Port {
        /// The port that was wanted.
        port: u16,
        /// The system's words.
        error: io::Error,
    },
    /// The demonstration council's data cannot be read.
    #[error("{0}")]
    Harvest(#[from] crate::harvest::Error),
    /// The bot gave up.
    #[error("{0}")]
    Bot(#[from] crate::telegram::Error),
}

/// The bot, its Telegram and the page, ready to run.
pub struct Playground {
    app: App,
    api: Api,
    telegram: Telegram,
    listener: TcpListener,
    address: SocketAddr,
    clock: MovableClock,
    keeps: bool,
}

impl Playground {
    /// Opens the page's port on loopback and the database, and reads the data; `system` is the system's civil clock.
    ///
    /// Neither the environment nor a configuration is looked at: a real bot's token and database stay out of reach.
    ///
    /// # Errors
    ///
    /// [`Error::App`] for a kept file that holds real data, [`Error::Port`] for a port that is taken.
    pub async fn open(opening: Opening, system: app::Clock) -> Result<Self, Error> {
        let clock = MovableClock::new(system);
        if let Some(at) = opening.at {
            clock.set(at);
        }
        let keeps = opening.keep.is_some();
        let environment = Environment {
            database_url: opening.keep.map(|file| format!("sqlite:{}", file.display())),
            token: None,
            api_url: String::new(),
        };
        let (listener, address) = listen(opening.port).await?;
        let app = App::open(None, &environment, clock.clock()).await?;
        // The data come with the binary: whoever opens the page finds the bot ready.
        let is_new = app.version().await? == 0;
        if is_new {
            app.harvest(&|_| ()).await?;
        }
        app.load().await?;
        let setup =
            Setup { username: cast::BOT.to_owned(), clock: clock.clock(), ..Setup::default() };
        let port = address.port();
        let telegram =
            Telegram::start_with(setup).await.map_err(|error| Error::Port { port, error })?;
        cast::enters(&telegram);
        let api = api(&telegram, port)?;
        // Who was dismissed in a kept one stays so.
        if is_new {
            cast::hires(&app.db, api.bot(), clock.now()).await?;
        }
        if keeps {
            telegram.recalls(&app.db).await?;
        }
        Ok(Self { app, api, telegram, listener, address, clock, keeps })
    }

    /// Where the page is.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Runs the bot and the page until `stop` turns true.
    ///
    /// # Errors
    ///
    /// If the bot gives up, or what was said cannot be kept.
    pub async fn run(self, mut stop: watch::Receiver<bool>) -> Result<(), Error> {
        let Self { app, api, telegram, listener, address, clock, keeps } = self;
        let mut options = Options::new(app.db.clone(), api, app.clock.clone());
        options.mono = telegram.mono();
        let mut settings = Settings::of(None);
        cast::employ(&mut settings);
        let stage = web::Stage::new(&app, &settings, telegram.clone(), clock, address);
        let page = tokio::spawn(web::serve(listener, Arc::new(stage)));
        let writing = async {
            if keeps { keep(&telegram, &app).await } else { std::future::pending().await }
        };
        let ended = tokio::select! {
            ended = service::run(&app, settings, options, stop.clone()) => ended.map_err(Error::from),
            ended = writing => ended,
        };
        page.abort();
        if keeps && ended.is_ok() {
            telegram.remembers(&app.db).await?;
        }
        if ended.is_ok() {
            told(&mut stop).await;
        }
        ended
    }
}

/// How the bot calls `telegram`.
fn api(telegram: &Telegram, port: u16) -> Result<Api, Error> {
    Api::new(&telegram.token(), telegram.url())
        .map_err(|error| Error::Port { port, error: io::Error::other(error) })
}

/// Writes what is said into the database as it is said.
async fn keep(telegram: &Telegram, app: &App) -> Result<(), Error> {
    let mut news = telegram.watch();
    while news.changed().await.is_ok() {
        tokio::time::sleep(KEEP_EVERY).await;
        news.borrow_and_update();
        telegram.remembers(&app.db).await?;
    }
    Ok(())
}

/// A port of 127.0.0.1: the one wanted, else the first of ours that is free, else any.
async fn listen(wanted: Option<u16>) -> Result<(TcpListener, SocketAddr), Error> {
    let ports = match wanted {
        Some(port) => vec![port],
        None => (PORT..PORT + TRIED).chain([0]).collect(),
    };
    let mut failed = io::Error::from(io::ErrorKind::AddrInUse);
    for port in &ports {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await {
            Ok(listener) => match listener.local_addr() {
                Ok(address) => return Ok((listener, address)),
                Err(error) => failed = error,
            },
            Err(error) => failed = error,
        }
    }
    Err(Error::Port { port: wanted.unwrap_or(PORT), error: failed })
}
