//! The whole service over a database, with a clock that can be moved and an officers' group.

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::{TimeDelta, TimeZone};
use chrono_tz::Europe::Kyiv;
use dovidka::{
    app::App,
    bot::Settings,
    config::{Config, Environment},
    playground::telegram::{Setup, Telegram},
    service,
    telegram::{Api, Mono, Options},
};
use tokio::{sync::watch, task::JoinHandle};

#[path = "engines.rs"]
pub(crate) mod engines;
#[path = "town.rs"]
pub(crate) mod town;

use town::{ADMIN, GROUP, Town, Wish};

/// The service over a database, with a clock that can be moved.
pub(crate) struct Office {
    pub(crate) app: App,
    /// What it is served with from the next beginning on.
    pub(crate) settings: Settings,
    town: Town,
    ahead: Arc<AtomicI64>,
    running: Option<(watch::Sender<bool>, JoinHandle<()>)>,
}

impl Deref for Office {
    type Target = Town;

    fn deref(&self) -> &Town {
        &self.town
    }
}

impl Office {
    pub(crate) async fn open(url: String) -> Self {
        Self::at_speed(url, 1.0).await
    }

    /// The same where the pace of Telegram, and ours, runs so many times faster.
    pub(crate) async fn at_speed(url: String, speed: f64) -> Self {
        Self::of(None, url, speed).await
    }

    /// The same of the council that `config` names.
    pub(crate) async fn of(config: Option<Config>, url: String, speed: f64) -> Self {
        let setup = Setup { mono: Mono::at_speed(speed), ..Setup::default() };
        let telegram = Telegram::start_with(setup).await.unwrap();
        telegram.forum(GROUP, "Працівники");
        let ahead = Arc::new(AtomicI64::new(0));
        let clock = {
            let (civil, ahead) = (telegram.clock(), Arc::clone(&ahead));
            Arc::new(move || civil() + TimeDelta::seconds(ahead.load(Ordering::SeqCst)))
        };
        let environment =
            Environment::from(|name| (name == "DATABASE_URL").then(|| url.clone())).unwrap();
        let app = App::open(config, &environment, clock).await.unwrap();
        // The data are there when the service begins: reading them takes a while.
        app.harvest(&|_| ()).await.unwrap();
        app.load().await.unwrap();
        let town = Town::new(telegram, app.db.clone(), app.clock.clone());
        let mut settings = Settings::of(app.config.as_deref());
        settings.admins = vec![ADMIN];
        settings.officers_chat = Some(GROUP);
        Self { app, settings, town, ahead, running: None }
    }

    /// Lets the service begin.
    pub(crate) fn begin(&mut self) {
        let settings = self.settings.clone();
        let api = Api::new(&self.telegram.token(), self.telegram.url()).unwrap();
        let clock = self.app.clock.clone();
        let mono = self.telegram.mono();
        let options =
            Options { poll_secs: 1, mono, ..Options::new(self.app.db.clone(), api, clock) };
        let (stop, stopped) = watch::channel(false);
        let app = self.app.clone();
        let serving = tokio::spawn(async move {
            service::run(&app, settings, options, stopped).await.unwrap();
        });
        self.running = Some((stop, serving));
    }

    /// Ends it between any two steps, as a kill does.
    pub(crate) async fn dies(&mut self) {
        if let Some((_, serving)) = self.running.take() {
            serving.abort();
            let _ = serving.await;
        }
    }

    /// Moves the civil clock to a moment in Kyiv.
    pub(crate) fn it_is(&self, text: &str) {
        let naive = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        let at = Kyiv.from_local_datetime(&naive).unwrap().to_utc();
        let left = at - (self.app.clock)();
        self.ahead.fetch_add(left.num_seconds(), Ordering::SeqCst);
    }

    /// Begins a complaint with a letter.
    pub(crate) async fn complains(&self, title: &str, letter: &str) -> i64 {
        self.begins(&Wish { title, letter, ..Wish::default() }).await
    }

    pub(crate) async fn closes(self) {
        let Self { town, running, .. } = self;
        if let Some((stop, serving)) = running {
            stop.send_replace(true);
            serving.await.unwrap();
        }
        assert_eq!(town.telegram.violations(), Vec::<String>::new());
    }
}
