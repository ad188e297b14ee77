//! What the edges of the service borrow: configuration, database, clock, and the council's data.

use std::sync::Arc;

use chrono::Utc;
use tokio::sync::watch;

use crate::{
    answer::Council,
    config::{self, Config, Environment},
    db::Db,
    store,
};

pub use crate::telegram::Clock;

/// The parts of a running service, cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What the operator decided; `None` for the demonstration council.
    pub config: Option<Arc<Config>>,
    /// Where everything is kept.
    pub db: Db,
    /// Where "now" comes from.
    pub clock: Clock,
    /// The council's data as last loaded; empty before the first time.
    pub council: watch::Sender<Arc<Council>>,
}

/// Why a database cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be opened or brought up to date.
    #[error("{url}: {error}")]
    Database {
        /// Its address, without secrets.
        url: String,
        /// What the engine said.
        error: sqlx::Error,
    },
    /// It holds the demonstration council's data where real ones were asked for, or the reverse.
    #[error("{url} holds other data (demonstration: {demo})")]
    OtherData {
        /// Its address, without secrets.
        url: String,
        /// Whether it holds the demonstration council's.
        demo: bool,
    },
}

impl App {
    /// Opens the database that the environment names, brings its schema up to date and marks whose
    /// data it holds: those of `config`, or without one the demonstration council's (which without
    /// `DATABASE_URL` are kept in memory alone).
    ///
    /// # Errors
    ///
    /// [`Error`] names the database.
    pub async fn open(
        config: Option<Config>,
        environment: &Environment,
        clock: Clock,
    ) -> Result<Self, Error> {
        let demo = config.is_none();
        let url = match (&environment.database_url, demo) {
            (Some(url), _) => url.as_str(),
            (None, true) => "sqlite::memory:",
            (None, false) => config::DEFAULT_DATABASE,
        };
        let shown = || config::shown_database(url);
        let failed = |error| Error::Database { url: shown(), error };
        let db = Db::open(url).await.map_err(failed)?;
        let mut tx = db.write().await.map_err(failed)?;
        if !store::origin::claim(&mut tx, demo).await.map_err(failed)? {
            return Err(Error::OtherData { url: shown(), demo: !demo });
        }
        tx.commit().await.map_err(failed)?;
        let council = watch::Sender::new(Arc::new(Council::default()));
        Ok(Self { config: config.map(Arc::new), db, clock, council })
    }

    /// Where the council's clocks are.
    pub fn time_zone(&self) -> chrono_tz::Tz {
        self.config.as_ref().map_or(chrono_tz::Tz::Europe__Kyiv, |config| config.council.time_zone)
    }
}

/// The system's civil clock.
pub fn system_clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes in")]
    Arc::new(Utc::now)
}
