//! A quarter in which nothing was published is not forgotten, on both databases:
//!
//! 1. Admins are reminded fourteen days and three days before its end, each once and in his language, however many
//!    processes look.
//! 2. Drafts are ready of the datasets that people ask about most and that were never announced; a press opens one.
//! 3. Nobody is reminded once something went out.

use chrono::{DateTime, TimeDelta, Utc};
use dovidka::{
    news::State,
    service::news,
    store::{
        chats,
        news::{Item, items},
        questions,
    },
};

#[path = "common/office.rs"]
#[expect(dead_code, reason = "other tests of the service use the rest")]
mod office;
use office::{Office, engines::postgres_url, town::ADMIN};

/// An admin who reads English.
const OTHER: i64 = 10;

async fn asked(
    office: &Office,
    dataset: &str,
    outcome: &'static str,
    times: usize,
    at: DateTime<Utc>,
) {
    let new = questions::New {
        locale: "uk",
        place: "private",
        way: "text",
        outcome,
        dataset: Some(dataset.to_owned()),
        ..questions::New::default()
    };
    let mut tx = office.app.db.write().await.unwrap();
    for _ in 0..times {
        questions::add(&mut tx, office.bot, &new, at).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn drafts(office: &Office) -> Vec<Item> {
    let mut tx = office.app.db.read().await.unwrap();
    items::in_state(&mut tx, office.bot, State::Draft, 100).await.unwrap()
}

/// The item goes out.
async fn publish(office: &Office, item: &Item) {
    let mut tx = office.app.db.write().await.unwrap();
    let change =
        items::Change { state: Some(State::Done), starts: true, ..items::Change::default() };
    assert!(items::change(&mut tx, item, &change, office.now()).await.unwrap());
    tx.commit().await.unwrap();
}

async fn reminds(office: &Office) -> bool {
    news::remind(&office.app, &office.settings, office.bot).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_without_news_is_told_to_admins_with_drafts_of_what_people_ask() {
    for url in ["sqlite::memory:".to_owned(), postgres_url("quarter").await] {
        let mut office = Office::of(None, url, 6.0).await;
        office.settings.admins.push(OTHER);
        office.it_is("2026-12-17 12:00");
        let council = office.app.council.borrow().clone();
        let names: Vec<&str> =
            council.entries().iter().map(|entry| entry.dataset.name.as_str()).take(6).collect();
        let lately = office.now() - TimeDelta::days(10);
        for (at, name) in names[..5].iter().enumerate() {
            asked(&office, name, "answer", 10 - at, lately).await;
        }
        asked(&office, names[5], "none", 50, lately).await;
        asked(&office, names[5], "answer", 50, office.now() - TimeDelta::days(200)).await;
        let mut tx = office.app.db.write().await.unwrap();
        chats::set_language(&mut tx, office.bot, &OTHER.to_string(), "en").await.unwrap();
        // What was announced in another quarter is announced.
        let key = council.entries()[0].dataset.key().to_string();
        let old = items::Draft { datasets: vec![key], ..items::Draft::default() };
        items::add(&mut tx, office.bot, &old, office.now()).await.unwrap();
        tx.commit().await.unwrap();
        office.it_is("2026-08-01 12:00");
        publish(&office, &drafts(&office).await[0]).await;

        office.it_is("2026-12-17 12:00");
        assert!(!reminds(&office).await, "there is time");
        office.it_is("2026-12-18 12:00");
        let (one, other) = tokio::join!(reminds(&office), reminds(&office));
        assert!(one != other, "said once");
        let ready = drafts(&office).await;
        let keys: Vec<String> = ready.iter().flat_map(Item::datasets).collect();
        let wanted: Vec<String> =
            council.entries()[1..4].iter().map(|entry| entry.dataset.key().to_string()).collect();
        assert_eq!(keys, wanted, "the most asked first");
        let words = ready[0].words();
        assert!(words.uk.contains("За останні 90 днів про це питали 9 разів."), "{}", words.uk);
        assert!(words.en.unwrap().contains("Asked about 9 times within the last 90 days."));
        assert!(ready[0].question().is_some());
        office.it_is("2026-12-28 12:00");
        assert!(!reminds(&office).await, "it was said");
        office.it_is("2026-12-29 12:00");
        assert!(reminds(&office).await, "three days are left");
        assert_eq!(drafts(&office).await.len(), 3, "no draft is made twice");
        office.it_is("2026-12-31 12:00");
        assert!(!reminds(&office).await, "it was said");

        let admin = office.telegram.resident(ADMIN);
        for person in [&admin, &office.telegram.resident(OTHER)] {
            person.says("/start"); // Telegram lets no bot speak first
        }
        office.begin();
        let first = office.told(ADMIN, "Закінчується 4 квартал 2026 року: лишилося 14 днів").await;
        assert_eq!(first.labels().len(), 3);
        let second = office.told(ADMIN, "лишилося 3 дні").await;
        office.told(OTHER, "Quarter 4 of 2026 is about to end: 14 days are left").await;
        let label = second.labels()[0].to_owned();
        assert!(label.starts_with("Відкриті дані громади: "), "{label}");
        admin.presses(&label);
        office.told(ADMIN, &format!("Новина {}: чернетка", ready[0].id)).await;

        publish(&office, &drafts(&office).await[0]).await;
        office.it_is("2027-03-20 12:00");
        publish(&office, &drafts(&office).await[0]).await;
        assert!(!reminds(&office).await, "something went out");
        office.closes().await;
    }
}
