//! A campaign: people who agreed to news, an item that an admin sends them through the service, and whether its ledger
//! says what their chats hold.

use std::{collections::HashMap, ops::Range, path::Path, time::Duration};

use dovidka::{
    app::{App, system_clock},
    bot::Settings,
    config::{Config, Environment},
    db::Db,
    news::{Quiet, State, Tally},
    playground::telegram::{Message, Resident, Setup, Telegram},
    service,
    store::news::{
        Item, items, ledger, prompts,
        subscribers::{self, Consent, Subscriber},
    },
    telegram::{self, Api, Mono, Options},
};
use tokio::{sync::watch, task::JoinHandle, time::Instant};

pub(crate) const ADMIN: i64 = 9;
/// The bot's number.
pub(crate) const BOT: i64 = 111_111;
/// What the item says.
const WORDS: &str = "Бюджет 2026 затверджено";
/// The chat of the first recipient.
const FIRST: i64 = 1_000;

/// What the operator of a council decided whose catalogue lies in `folder`.
pub(crate) fn config(folder: &Path) -> String {
    format!(
        "[council]\nname = {{ uk = \"Вигадана рада\" }}\n[telegram]\nadmins = [{ADMIN}]\n
         [[source]]\nid = \"local\"\nkind = \"folder\"\nurl = \"{}\"\n",
        folder.display()
    )
}

/// That council, whose database is at `url`.
pub(crate) async fn open(folder: &Path, url: &str) -> App {
    let config = Config::parse(&config(folder));
    let environment = Environment::from(|name| (name == "DATABASE_URL").then(|| url.to_owned()));
    App::open(Some(config.unwrap()), &environment.unwrap(), system_clock()).await.unwrap()
}

/// Serves `app` on the Telegram at `url`, whose clock runs `speed` times as fast as the world, until `stop`.
pub(crate) async fn serve(
    app: &App,
    url: &str,
    mono: Mono,
    stop: watch::Receiver<bool>,
) -> Result<(), telegram::Error> {
    let api = Api::new(&Setup::default().token, url).unwrap();
    let options =
        Options { poll_secs: 1, mono, ..Options::new(app.db.clone(), api, app.clock.clone()) };
    service::run(app, Settings::of(app.config.as_deref()), options, stop).await
}

/// A service in this process.
pub(crate) struct Service {
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), telegram::Error>>,
}

impl Service {
    /// Begins to serve `app` to the people of `campaign`.
    pub(crate) fn start(campaign: &Campaign, app: App) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (url, mono) = (campaign.telegram.url().to_owned(), campaign.telegram.mono());
        let task = tokio::spawn(async move { serve(&app, &url, mono, stopped).await });
        Self { stop, task }
    }

    /// Ends it; it must not have ended by itself.
    pub(crate) async fn stops(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap().unwrap();
    }
}

/// The people, their Telegram and the database.
pub(crate) struct Campaign {
    pub(crate) telegram: Telegram,
    /// To look into: the service has connections of its own.
    pub(crate) db: Db,
    pub(crate) url: String,
    pub(crate) folder: tempfile::TempDir,
    admin: Resident,
    pub(crate) people: Range<i64>,
}

impl Campaign {
    /// So many people agreed, in an SQLite file or in the database at `postgres`; Telegram's clock runs at `speed`.
    pub(crate) async fn of(people: i64, speed: f64, postgres: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("catalog.json"), "[]").unwrap();
        Self::within(folder, people, speed, postgres).await
    }

    /// The same with the catalogue that lies in `folder`.
    pub(crate) async fn within(
        folder: tempfile::TempDir,
        people: i64,
        speed: f64,
        postgres: Option<String>,
    ) -> Self {
        let setup =
            Setup { mono: Mono::at_speed(speed), clock: system_clock(), ..Setup::default() };
        let telegram = Telegram::start_with(setup).await.unwrap();
        let file = folder.path().join("dovidka.db");
        let url = postgres.unwrap_or_else(|| format!("sqlite:{}", file.display()));
        let app = open(folder.path(), &url).await;
        app.harvest(&|_| ()).await.unwrap();
        let people = FIRST..FIRST + people;
        let mut tx = app.db.write().await.unwrap();
        for chat in people.clone() {
            // By day and by night, so that the test does not depend on when it runs.
            let quiet = Quiet { from: 0, until: 0 };
            let mut subscriber =
                Subscriber::new(chat, quiet, if chat % 3 == 0 { "en" } else { "uk" });
            subscriber.consent = Consent::Given;
            subscribers::put(&mut tx, BOT, &subscriber, (app.clock)()).await.unwrap();
            telegram.acquaints(chat);
        }
        tx.commit().await.unwrap();
        let admin = telegram.resident(ADMIN);
        Self { telegram, db: app.db, url, folder, admin, people }
    }

    /// How many people there are.
    pub(crate) fn size(&self) -> u64 {
        self.people.clone().count() as u64
    }
    /// The admin writes an item and sends it to everyone; returns its number.
    pub(crate) async fn begins(&self) -> i64 {
        self.admin.says("/news");
        self.presses("✏️ Написати").await;
        let prompt = self.shown("Надішліть текст новини").await;
        // A person is not as quick as the database.
        while !self.is_known(prompt.id).await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.admin.replies(prompt.id, WORDS);
        self.presses("📤 Надіслати").await;
        self.presses("Так, надіслати").await;
        self.shown("Надсилаю новину").await;
        let mut tx = self.db.read().await.unwrap();
        items::page(&mut tx, BOT, 0, 1).await.unwrap().remove(0).id
    }

    /// Whether the bot knows by its number what the message to the admin asked for.
    async fn is_known(&self, message: i64) -> bool {
        let mut tx = self.db.read().await.unwrap();
        prompts::of_message(&mut tx, BOT, ADMIN, message).await.unwrap().is_some()
    }

    /// The admin presses the newest button with this label, once it is there.
    pub(crate) async fn presses(&self, label: &str) {
        let found = |telegram: &Telegram| {
            let messages = telegram.messages(ADMIN, 0);
            messages.iter().any(|message| message.labels().contains(&label)).then_some(())
        };
        self.telegram.waits_for(label, found).await;
        self.admin.presses(label);
    }

    /// The newest message of the bot to the admin that holds `words`, once it is there.
    async fn shown(&self, words: &str) -> Message {
        let found = |telegram: &Telegram| {
            let messages = telegram.messages(ADMIN, 0).into_iter().rev();
            messages
                .filter(|message| message.raw["from"]["is_bot"] == true)
                .find(|it| it.text.contains(words))
        };
        self.telegram.waits_for(words, found).await
    }

    pub(crate) async fn item(&self, id: i64) -> Item {
        items::get(&mut self.db.read().await.unwrap(), BOT, id).await.unwrap().unwrap()
    }

    /// What the ledger comes to.
    pub(crate) async fn tally(&self, id: i64) -> Tally {
        ledger::tally(&mut self.db.read().await.unwrap(), id, 0).await.unwrap()
    }

    /// Waits until more than `sent` copies are known to have arrived; returns how many.
    pub(crate) async fn sends_beyond(&self, sent: u64, id: i64) -> u64 {
        let begun = Instant::now();
        loop {
            let tally = self.tally(id).await;
            if tally.sent > sent {
                return tally.sent;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "nothing more is sent: {tally:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits until the item is done and `is` so.
    pub(crate) async fn ends(&self, id: i64, within: Duration, is: impl Fn(&Item) -> bool) -> Item {
        let begun = Instant::now();
        loop {
            let item = self.item(id).await;
            if item.state == State::Done && is(&item) {
                return item;
            }
            let tally = self.tally(id).await;
            assert!(begun.elapsed() < within, "{:?}, {tally:?}", item.state);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The copies that each chat holds.
    pub(crate) fn copies(&self) -> HashMap<i64, usize> {
        let count = |chat| {
            let messages = self.telegram.messages(chat, 0);
            messages.iter().filter(|message| message.text.contains(WORDS)).count()
        };
        self.people.clone().map(|chat| (chat, count(chat))).collect()
    }

    /// Where the row of each chat stands.
    pub(crate) async fn rows(&self, id: i64) -> HashMap<i64, String> {
        let select = "SELECT chat, state FROM outbox WHERE news = $1 AND edition = 0";
        let rows: Vec<(String, String)> = match &self.db {
            Db::Sqlite { readers, .. } => {
                sqlx::query_as(select).bind(id).fetch_all(readers).await.unwrap()
            }
            Db::Postgres(pool) => sqlx::query_as(select).bind(id).fetch_all(pool).await.unwrap(),
        };
        let count = rows.len();
        let rows: HashMap<i64, String> =
            rows.into_iter().map(|(chat, state)| (chat.parse().unwrap(), state)).collect();
        assert_eq!(rows.len(), count, "a chat has one row");
        rows
    }

    /// Every chat has its row and no second copy; a copy is known to have arrived where it did, and in doubt where nobody
    /// can know; the report is that of the ledger.
    pub(crate) async fn is_told_truly(&self, item: &Item) -> Tally {
        let (rows, copies) = (self.rows(item.id).await, self.copies());
        assert_eq!(rows.len() as u64, self.size(), "rows are lost");
        let mut tally = Tally::default();
        for (chat, copies) in copies {
            match (rows[&chat].as_str(), copies) {
                ("sent", 1) => tally.sent += 1,
                ("unknown", 0 | 1) => tally.unknown += 1,
                (state, copies) => panic!("{chat}: {state} with {copies} copies"),
            }
        }
        assert_eq!(item.reports(), [tally]);
        let report = self.shown(&format!("Новину {} надіслано", item.id)).await;
        let told: String = report.text.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(told.contains(&format!("Надіслано:{}", tally.sent)), "{}", report.text);
        assert!(
            tally.unknown == 0 || told.contains(&format!("Непевно:{}", tally.unknown)),
            "{}",
            report.text
        );
        tally
    }
}
