//! A small council, and the bot at work over it on a simulated Telegram.

use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use dovidka::{
    answer::{Content, Council, Entry, File},
    app::Clock,
    bot::{self, Deps, Name, Settings},
    catalog::{Dataset, Frequency, Holder, Resource},
    db::Db,
    playground::telegram::{Called, Resident, Setup, Telegram},
    table::{Cell, Column, Kind, Profile, Role, Row, Table, Value},
    telegram::{Api, Mono, Options},
};
use tokio::{sync::watch, task::JoinHandle};

// ---- a small council --------------------------------------------------------------------------

pub(crate) fn day() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 20, 9, 0, 0).unwrap()
}

/// The version of every file.
pub(crate) const VERSION: &str = "c0ffee";

pub(crate) fn table(columns: &[(&str, &str, Kind, Role)], rows: &[Vec<String>]) -> Table {
    let rows: Vec<Row> = (2..)
        .zip(rows)
        .map(|(number, cells)| Row {
            number,
            total: false,
            cells: cells
                .iter()
                .zip(columns)
                .map(|(text, (_, _, kind, _))| Cell {
                    text: text.as_str().into(),
                    value: match kind {
                        Kind::Integer | Kind::Decimal => Value::Number(text.parse().unwrap()),
                        _ => Value::Text,
                    },
                })
                .collect(),
        })
        .collect();
    let columns = columns
        .iter()
        .map(|(uk, en, kind, role)| Column {
            name: (*uk).to_owned(),
            label_uk: (*uk).to_owned(),
            label_en: (*en).to_owned(),
            kind: *kind,
            role: *role,
            profile: Profile { filled: rows.len(), distinct: rows.len() },
            ..Column::default()
        })
        .collect();
    Table { columns, rows, ..Table::default() }
}

pub(crate) fn entry(name: &str, title: &str, tags: &[&str], table: Table) -> Entry {
    let resource = Resource {
        id: format!("{name}-file"),
        name: title.to_owned(),
        format: "CSV".to_owned(),
        url: format!("https://data.example.ua/{name}.csv"),
        last_modified: Some(day()),
        ..Resource::default()
    };
    Entry {
        dataset: Arc::new(Dataset {
            source: "portal".to_owned(),
            id: format!("{name}-id"),
            name: name.to_owned(),
            title: title.to_owned(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            holder: Holder {
                name: "rada".to_owned(), title: "Вигадана рада".to_owned()
            },
            frequency: Frequency::Yearly,
            url: format!("https://data.example.ua/dataset/{name}"),
            resources: vec![resource],
            ..Dataset::default()
        }),
        files: vec![File {
            sha256: VERSION.to_owned(),
            resource: format!("{name}-file"),
            updated: Some(day()),
            content: Content::Tables(vec![table].into()),
        }],
    }
}

pub(crate) static COUNCIL: LazyLock<Arc<Council>> = LazyLock::new(|| {
    let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let reception = table(
        &[
            ("Посада", "Post", Kind::Text, Role::Post),
            ("Прізвище", "Name", Kind::Text, Role::Person),
            ("День прийому", "Day", Kind::Text, Role::Weekday),
            ("Години прийому", "Hours", Kind::Hours, Role::Hours),
            ("Телефон", "Phone", Kind::Phone, Role::Phone),
        ],
        &[
            text(&["Міський голова", "Зоряний Остап", "середа", "09:00-12:00", "04300 11111"]),
            text(&["Секретар <ради>", "Лісова Віра", "четвер", "14:00-16:00", "04300 22222"]),
        ],
    );
    let shelters: Vec<Vec<String>> = (1..=12)
        .map(|at| {
            vec![
                format!("Укриття №{at}"),
                format!("вулиця Шкільна, {at}"),
                format!("48.8{at:02}"),
                "29.400".to_owned(),
            ]
        })
        .collect();
    let shelters = table(
        &[
            ("Назва", "Name", Kind::Text, Role::Name),
            ("Адреса", "Address", Kind::Text, Role::Address),
            ("Широта", "Latitude", Kind::Decimal, Role::Latitude),
            ("Довгота", "Longitude", Kind::Decimal, Role::Longitude),
        ],
        &shelters,
    );
    let tariffs = table(
        &[
            ("Послуга", "Service", Kind::Text, Role::Name),
            ("Тариф", "Tariff", Kind::Decimal, Role::Price),
        ],
        &[text(&["Водопостачання", "33.48"]), text(&["Водовідведення", "28.10"])],
    );
    let budget = table(
        &[
            ("Рік", "Year", Kind::Integer, Role::Period),
            ("Видатки", "Spending", Kind::Text, Role::Name),
            ("Сума, грн", "Amount, UAH", Kind::Decimal, Role::Amount),
        ],
        &[
            text(&["2024", "Освіта", "100000"]),
            text(&["2024", "Культура", "20000"]),
            text(&["2025", "Освіта", "150000"]),
            text(&["2025", "Культура", "30000"]),
        ],
    );
    Arc::new(Council::build(vec![
        entry("budget", "Видатки бюджету", &["бюджет", "видатки"], budget),
        entry("reception", "Графік прийому громадян", &["прийом", "керівництво"], reception),
        entry("shelters", "Перелік укриттів", &["укриття", "цивільний захист"], shelters),
        entry("tariffs", "Тарифи на воду", &["тарифи", "вода"], tariffs),
    ]))
});

// ---- the bot at work --------------------------------------------------------------------------

/// A bot over `db`, run until it is stopped.
pub(crate) struct Desk {
    pub(crate) telegram: Telegram,
    pub(crate) db: Db,
    ahead: Arc<AtomicI64>,
    set: fn(&mut Settings),
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Desk {
    pub(crate) async fn open(db: Db) -> Self {
        Self::with(db, |_| ()).await
    }

    /// The same with other settings than usual.
    pub(crate) async fn with(db: Db, set: fn(&mut Settings)) -> Self {
        Self::at_speed(db, set, 20.0).await
    }

    /// The same on another clock: a press must be acknowledged within 15 s of it, however busy the machine is.
    pub(crate) async fn at_speed(db: Db, set: fn(&mut Settings), speed: f64) -> Self {
        // Many times as fast as the world: a chat may be spoken to once a second. So fast, a busy machine upsets the pace
        // that Telegram minds; `tests/telegram.rs` tries it.
        let mono = Mono::at_speed(speed);
        let setup = Setup { mono, limits: false, ..Setup::default() };
        let telegram = Telegram::start_with(setup).await.unwrap();
        Self::at(telegram, db, Arc::default(), set)
    }

    fn at(telegram: Telegram, db: Db, ahead: Arc<AtomicI64>, set: fn(&mut Settings)) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (_keep, council) = watch::channel(Arc::clone(&COUNCIL));
        let clock = moved(&telegram, &ahead);
        let api = Api::new(&telegram.token(), telegram.url()).unwrap();
        let options =
            Options { mono: telegram.mono(), poll_secs: 1, ..Options::new(db.clone(), api, clock) };
        let name =
            Name { uk: "Вигадана рада".to_owned(), en: "Invented Council".to_owned() };
        let mut settings = Settings::new(name);
        set(&mut settings);
        let deps =
            Deps { db: db.clone(), council, settings: Arc::new(settings), harvest: Arc::default() };
        let running = tokio::spawn(async move { bot::run(options, deps, stopped).await.unwrap() });
        Self { telegram, db, ahead, set, stop, running }
    }

    /// The civil clock.
    pub(crate) fn clock(&self) -> Clock {
        moved(&self.telegram, &self.ahead)
    }

    /// Moves it.
    pub(crate) fn minutes_pass(&self, minutes: i64) {
        self.ahead.fetch_add(minutes, Ordering::SeqCst);
    }

    /// The same after the process ended and began again.
    pub(crate) async fn restarted(self) -> Self {
        self.stop.send_replace(true);
        self.running.await.unwrap();
        Self::at(self.telegram, self.db, self.ahead, self.set)
    }

    /// Stops; everything that Telegram minds was kept.
    pub(crate) async fn closes(self) {
        let acknowledged = |telegram: &Telegram| (telegram.unacknowledged() == 0).then_some(());
        self.telegram.waits_for("every press to be acknowledged", acknowledged).await;
        self.stop.send_replace(true);
        self.running.await.unwrap();
        assert_eq!(self.telegram.violations(), Vec::<String>::new());
        // An admin who has not written yet has no chat to list commands in.
        // What is as it was is as good as done.
        let as_it_was = |call: &Called| {
            let said = call.answer["description"].as_str().unwrap_or_default();
            said.contains("not modified") || said.contains("TOPIC_NOT_MODIFIED")
        };
        let refused =
            |call: &Called| !call.accepted && call.method != "setMyCommands" && !as_it_was(call);
        let refused: Vec<_> = self.telegram.calls().into_iter().filter(refused).collect();
        assert!(refused.is_empty(), "{refused:?}");
    }
}

/// Telegram's civil clock, so many minutes ahead.
fn moved(telegram: &Telegram, ahead: &Arc<AtomicI64>) -> Clock {
    let (civil, ahead) = (telegram.clock(), Arc::clone(ahead));
    Arc::new(move || civil() + TimeDelta::minutes(ahead.load(Ordering::SeqCst)))
}

pub(crate) async fn desk() -> Desk {
    Desk::open(Db::in_memory().await.unwrap()).await
}

/// Nothing more is said for a while: half a second is ten of the bot's.
pub(crate) async fn silence(person: &Resident) {
    let heard = person.hears_within(Duration::from_millis(500)).await;
    assert!(heard.is_none(), "{heard:?}");
}
