//! What the edges of the service borrow: configuration, database, clock, and the council's data.

use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use tokio::sync::watch;

use crate::{
    answer::Council,
    config::{self, Config, Environment},
    db::Db,
    harvest::{self, Settings, Source},
    i18n::Locale,
    load::{self, Loader},
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
    /// The version of the catalogue that they are of; 0 before the first time.
    pub loaded: watch::Sender<i64>,
    loader: Arc<Loader>,
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
        let db = Db::connect(url).await.map_err(failed)?;
        // Another's database is left as it is, its schema, too.
        let mut tx = db.read().await.map_err(failed)?;
        if store::origin::is_other(&mut tx, demo).await {
            return Err(Error::OtherData { url: shown(), demo: !demo });
        }
        drop(tx);
        db.migrate().await.map_err(failed)?;
        let mut tx = db.write().await.map_err(failed)?;
        if !store::origin::claim(&mut tx, demo).await.map_err(failed)? {
            return Err(Error::OtherData { url: shown(), demo: !demo });
        }
        tx.commit().await.map_err(failed)?;
        let council = watch::Sender::new(Arc::new(Council::default()));
        let memory = config.as_ref().map_or(config::MEMORY, |config| config.search.memory);
        let loader = Arc::new(Loader::new(load::read, memory));
        let config = config.map(Arc::new);
        Ok(Self { config, db, clock, council, loaded: watch::Sender::new(0), loader })
    }

    /// Where the data come from.
    pub fn sources(&self) -> Vec<Source> {
        match &self.config {
            Some(config) => config.sources.clone(),
            None => vec![harvest::demo()],
        }
    }

    /// How they are fetched.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings { read: Some(load::read), ..Settings::default() };
        if let Some(config) = &self.config {
            settings.max_file = config.harvest.max_file;
            if config.harvest.allow_private_hosts {
                settings.may_reach = |_| true;
            }
            let council = config.council.name(Locale::En);
            settings.user_agent = harvest::user_agent(council, config.harvest.contact.as_deref());
        }
        settings
    }

    /// Reads every source once; `told` hears how far it is.
    ///
    /// # Errors
    ///
    /// As [`harvest::run`].
    pub async fn harvest(
        &self,
        told: &(dyn Fn(harvest::Progress) + Send + Sync + 'static),
    ) -> Result<harvest::Summary, harvest::Error> {
        harvest::run(&self.db, &self.sources(), &self.settings(), &self.clock, told).await
    }

    /// Reads the catalogue of the source of the dataset `name` and its files, and puts them in place of those in memory.
    ///
    /// # Errors
    ///
    /// As [`harvest::run_one`].
    pub async fn harvest_one(&self, name: &str) -> Result<(), harvest::Error> {
        let council = self.council.borrow().clone();
        let source = council.named(name).map(|entry| entry.dataset.source.clone());
        for source in self.sources().iter().filter(|known| Some(&known.id) == source.as_ref()) {
            harvest::run_one(&self.db, source, name, &self.settings(), &self.clock).await?;
        }
        self.load().await?;
        Ok(())
    }

    /// Whether the sources are to be read now: it is `every` since they were, by whichever process, or the last
    /// harvest did not end.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn harvest_is_due(&self, every: TimeDelta) -> sqlx::Result<bool> {
        let mut tx = self.db.read().await?;
        let job = store::jobs::get(&mut tx, harvest::JOB).await?;
        Ok(job.is_none_or(|job| job.is_due(every, (self.clock)())))
    }

    /// The version of the catalogue in the database; 0 before the first harvest.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn version(&self) -> sqlx::Result<i64> {
        let mut tx = self.db.read().await?;
        store::catalog::version(&mut tx).await
    }

    /// Puts the database's data in place of those in memory; gives their version.
    ///
    /// # Errors
    ///
    /// The database's; then the data in memory stay.
    pub async fn load(&self) -> sqlx::Result<i64> {
        let (council, version) = self.loader.load(&self.db).await?;
        self.loaded.send_if_modified(|loaded| {
            // Of two loads at once the one that began with older data may end last.
            let is_current = version >= *loaded;
            if is_current {
                self.council.send_replace(council);
                *loaded = version;
            }
            is_current
        });
        Ok(version)
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
