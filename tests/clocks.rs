//! What time brings to matters, through the whole service:
//!
//! 1. A matter gets a topic of its own in the officers' group, also one that began before the group was known.
//! 2. At half time, the day before and when the term is over its topic says so, once each; then admins hear, each in
//!    their own language.
//! 3. Each working morning one digest tells what is open, due and overdue.
//! 4. A topic that was deleted is made again with what was written.

use std::time::Duration;

use dovidka::{
    playground::telegram::Telegram,
    store::officers::{self, Officer},
};

#[path = "common/office.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod office;
use office::{
    Office,
    engines::postgres_url,
    town::{ADMIN, GROUP},
};

/// The addresses of both engines.
async fn urls(test: &str) -> [String; 2] {
    ["sqlite::memory:".to_owned(), postgres_url(test).await]
}

/// A person who was invited to be an admin, and has chosen English.
async fn invited(office: &Office, person: i64) {
    let admin = Officer {
        person,
        role: "admin".to_owned(),
        department: String::new(),
        name: "Admin".to_owned(),
    };
    let mut tx = office.app.db.write().await.unwrap();
    officers::add(&mut tx, office.bot, &admin, office.now()).await.unwrap();
    tx.commit().await.unwrap();
    let resident = office.telegram.resident(person);
    resident.asks("/lang").await;
    resident.presses("English");
    resident.hears().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_has_a_topic_and_its_term_is_minded() {
    for url in urls("clocks_term").await {
        let mut office = Office::open(url).await;
        office.it_is("2026-03-02 10:00");
        office.begin();
        let admin = office.telegram.resident(ADMIN);
        admin.asks("/help").await;
        invited(&office, 60).await;
        let id = office.complains("Телефон <аптеки>", "Номер не відповідає").await;
        let title = "Телефон <аптеки>";
        let header = office.group_sees("the header", |it| it.labels().contains(&"Беру")).await;
        assert!(header.text.contains("до 09.03.2026"), "{}", header.text);
        assert!(header.text.contains(title), "{}", header.text);
        office.group_sees("the letter", |it| it.text.contains("Номер не відповідає")).await;
        let chats = office.telegram.chats();
        let topics = &chats.iter().find(|chat| chat.id == GROUP).unwrap().topics;
        assert!(
            topics.iter().any(|topic| topic.name == format!("🆕 № {id} {title}")),
            "{topics:?}"
        );

        for (moment, words) in [
            ("2026-03-05 00:01", "Минула половина строку"),
            ("2026-03-06 00:01", "Залишився день"),
            ("2026-03-10 00:01", "Строк минув"),
        ] {
            office.it_is(moment);
            let told = office.group_sees(words, |it| it.text.contains(words)).await;
            assert!(told.text.contains("09.03.2026"), "{}", told.text);
            assert_eq!(told.raw["message_thread_id"], header.raw["message_thread_id"]);
        }
        // Each in their own language, whatever that of the group.
        assert!(admin.hears().await.text.contains(&format!("Прострочено № {id}")));
        let overdue = format!("Overdue: № {id} “{title}”");
        let told = |telegram: &Telegram| {
            telegram.messages(60, 0).into_iter().find(|it| it.text.starts_with(&overdue))
        };
        office.telegram.waits_for(&overdue, told).await;
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        for words in ["Минула половина", "Залишився день", "Строк минув"]
        {
            let said = office.telegram.messages(GROUP, 0);
            let count = said.iter().filter(|it| it.text.contains(words)).count();
            assert_eq!(count, 1, "{words}");
        }
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_working_morning_there_is_one_digest() {
    for url in urls("clocks_digest").await {
        let mut office = Office::open(url).await;
        office.it_is("2026-03-02 10:00");
        office.begin();
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        office.complains("Тариф на воду", "").await;
        office.group_sees("the header", |it| it.text.contains("Тариф на воду")).await;
        let digests = |office: &Office| {
            let all = office.telegram.messages(GROUP, 0).into_iter();
            all.filter(|it| it.text.contains("строк сьогодні")).count()
        };
        // Opened after nine, with nothing to tell: the next one is tomorrow's.
        assert_eq!(digests(&office), 0);
        office.it_is("2026-03-03 08:59");
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        assert_eq!(digests(&office), 0);
        office.it_is("2026-03-03 09:00");
        let digest = office.group_sees("a digest", |it| it.text.contains("строк сьогодні")).await;
        assert!(digest.text.starts_with("Відкрито 1 справу"), "{}", digest.text);
        assert!(digest.text.contains("Тариф на воду"), "{}", digest.text);
        office.it_is("2026-03-03 18:00");
        office.it_is("2026-03-07 12:00"); // a Saturday
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        assert_eq!(digests(&office), 1);
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_was_deleted_is_made_again_with_what_was_written() {
    for url in urls("clocks_topic").await {
        let mut office = Office::open(url).await;
        office.it_is("2026-03-02 10:00");
        office.begin();
        office.complains("Розклад автобуса", "Маршрут 3 не їздить").await;
        let header = office.group_sees("the header", |it| it.labels().contains(&"Беру")).await;
        let topic = header.raw["message_thread_id"].as_i64().unwrap();
        office.group_sees("the letter", |it| it.text.contains("Маршрут 3")).await;
        office.telegram.member(GROUP, 50).deletes_topic(topic);
        // The next thing to be said of it finds the topic gone.
        office.it_is("2026-03-05 00:01");
        let again = office
            .group_sees("a new header", |it| {
                it.labels().contains(&"Беру") && it.raw["message_thread_id"] != topic
            })
            .await;
        office
            .group_sees("the letter again", |it| {
                it.text.contains("Маршрут 3")
                    && it.raw["message_thread_id"] == again.raw["message_thread_id"]
            })
            .await;
        office.closes().await;
    }
}
