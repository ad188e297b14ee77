//! The whole service over a database, with a clock that can be moved and an officers' group.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Kyiv;
use dovidka::{
    app::App,
    bot::Settings,
    config::{Config, Environment},
    feedback::{Calendar, Deadline, Kind, Term},
    playground::telegram::{Message, Setup, Telegram},
    service,
    store::feedback::{self, letters, voices},
    telegram::{Api, Mono, Options},
};
use tokio::{sync::watch, task::JoinHandle};

pub(crate) const GROUP: i64 = -100;
pub(crate) const ADMIN: i64 = 9;

/// The service over a database, with a clock that can be moved.
pub(crate) struct Office {
    pub(crate) telegram: Telegram,
    pub(crate) app: App,
    pub(crate) bot: i64,
    /// What it is served with from the next beginning on.
    pub(crate) settings: Settings,
    ahead: Arc<AtomicI64>,
    running: Option<(watch::Sender<bool>, JoinHandle<()>)>,
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
        let bot = Api::new(&telegram.token(), telegram.url()).unwrap().bot();
        let mut settings = Settings::of(app.config.as_deref());
        settings.admins = vec![ADMIN];
        settings.officers_chat = Some(GROUP);
        Self { telegram, app, bot, settings, ahead, running: None }
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

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.app.clock)()
    }

    /// Begins a complaint with a letter.
    pub(crate) async fn begins(&self, title: &str, text: &str) -> i64 {
        self.begins_with(title, text, false).await
    }

    /// The same, perhaps with the 48 hours of what is urgent.
    pub(crate) async fn begins_with(&self, title: &str, text: &str, urgent: bool) -> i64 {
        let term = if urgent { Term::URGENT } else { Term::FORMAL };
        let calendar = Calendar { martial_law: true, ..Calendar::default() };
        let now = self.now();
        let deadline = Deadline::of(term, now, Kyiv, &calendar);
        let new = feedback::New {
            bot: self.bot,
            kind: Kind::Complaint,
            answer: None,
            title,
            details: text,
            voice: voices::New {
                person: 7,
                chat: 7,
                locale: "uk",
                question: title,
                name: None,
                contact: None,
            },
            dataset: None,
            holder: None,
            urgent,
            term,
            deadline: &deadline,
            sources: &[],
        };
        let mut tx = self.app.db.write().await.unwrap();
        let (id, _) = feedback::add(&mut tx, &new, now).await.unwrap();
        let letter = letters::New {
            feedback: id,
            side: letters::Side::Resident,
            person: 7,
            chat: 7,
            message: 1_000 + id,
            text,
        };
        letters::add(&mut tx, &letter, now).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// The first message of the group that `is` what is waited for.
    pub(crate) async fn group_sees(&self, what: &str, is: impl Fn(&Message) -> bool) -> Message {
        let found = |telegram: &Telegram| telegram.messages(GROUP, 0).into_iter().find(|it| is(it));
        self.telegram.waits_for(what, found).await
    }

    pub(crate) async fn closes(self) {
        if let Some((stop, serving)) = self.running {
            stop.send_replace(true);
            serving.await.unwrap();
        }
        assert_eq!(self.telegram.violations(), Vec::<String>::new());
    }
}
