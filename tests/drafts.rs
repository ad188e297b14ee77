//! Drafts of news come out of harvests by themselves, on both engines:
//!
//! 1. The first harvest is one draft of what there is; looked at again, nothing is drafted.
//! 2. An update tells what is new in people's words, with both values, their rows and units; its question is answered.
//! 3. Trifles are no news: a touched date, another description, other bytes with the same rows, a file that moved.
//! 4. What is gone is told, and what is back; a draft that does not hold any more and that nobody touched is dropped.
//! 5. What is late is told once for each date that it was last updated.
//! 6. Many changes of one harvest are one digest, however many; what it names are its datasets.
//! 7. Whatever dies, and however many processes look, each change is drafted once; a harvest is seen whole.
//! 8. Hostile words of a portal neither break a draft nor make it too long.

mod common {
    pub(crate) mod cut;
    #[expect(dead_code, reason = "the service opens its database itself")]
    pub(crate) mod engines;
    #[expect(dead_code, reason = "the portal does not fail here")]
    pub(crate) mod portal;
}

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta};
use common::{
    cut::cut_after,
    engines::postgres_url,
    portal::{Portal, Published},
};
use dovidka::{
    answer::{Outcome, Plan, Question},
    app::App,
    config::{Config, Environment},
    harvest,
    i18n::Locale,
    news::{Found, Novelty, State},
    service::news,
    store::{
        jobs,
        news::{Item, items},
    },
};
use serde_json::json;

const BOT: i64 = 1;

/// The data of a portal, and a clock that can be moved.
struct Desk {
    app: App,
    portal: Portal,
    seconds: Arc<AtomicI64>,
}

impl Desk {
    async fn open(url: String) -> Self {
        let portal = Portal::start().await;
        let config = format!(
            "[council]\nname = {{ uk = \"Рада\" }}\n[[source]]\nid = \"portal\"\nkind = \"ckan\"\nurl = \"{}\"\n
             [harvest]\nallow_private_hosts = true\n",
            portal.url
        );
        let config = Config::parse(&config).unwrap();
        let environment =
            Environment::from(|name| (name == "DATABASE_URL").then(|| url.clone())).unwrap();
        // 1 November 2026, noon in Kyiv.
        let seconds = Arc::new(AtomicI64::new(1_793_527_200));
        let clock = {
            let seconds = Arc::clone(&seconds);
            Arc::new(move || DateTime::from_timestamp(seconds.load(Ordering::SeqCst), 0).unwrap())
        };
        let app = App::open(Some(config), &environment, clock).await.unwrap();
        Self { app, portal, seconds }
    }

    async fn engines(test: &str) -> [Self; 2] {
        [
            Self::open("sqlite::memory:".to_owned()).await,
            Self::open(postgres_url(&format!("drafts_{test}")).await).await,
        ]
    }

    /// Publishes a dataset of one file.
    fn publish(&self, name: &str, title: &str, frequency: &str, rows: &str) {
        let path = format!("/files/{name}.csv");
        self.portal.file(&path, Published::csv(rows));
        self.portal.publish(json!({
            "id": format!("id-{name}"),
            "name": name,
            "title": title,
            "notes": "Що тут є",
            "state": "active",
            "update_frequency": frequency,
            "organization": {"id": "o", "name": "rada", "title": "Вигадана рада"},
            "resources": [{
                "id": format!("r-{name}"), "name": "Файл", "format": "CSV",
                "url": format!("{}{path}", self.portal.url),
                "last_modified": self.today(),
            }],
        }));
    }

    fn today(&self) -> String {
        (self.app.clock)().format("%Y-%m-%dT%H:%M:%S").to_string()
    }

    /// Puts another content in the place of a dataset's file.
    fn update(&self, name: &str, rows: &str) {
        self.portal.file(&format!("/files/{name}.csv"), Published::csv(rows));
        let today = self.today();
        self.portal.edit(&format!("id-{name}"), |record| {
            record["resources"][0]["last_modified"] = today.clone().into();
        });
    }

    fn days_pass(&self, days: i64) {
        self.seconds.fetch_add(days * 86_400, Ordering::SeqCst);
    }

    async fn harvests(&self) {
        self.seconds.fetch_add(3_600, Ordering::SeqCst);
        self.app.harvest(&|_| ()).await.unwrap();
        self.app.load().await.unwrap();
    }

    async fn looks(&self) -> bool {
        news::draft(&self.app, BOT).await.unwrap()
    }

    /// Harvests, looks, and gives the drafts that came, oldest first, each part after its digest.
    async fn drafts(&self) -> Vec<Item> {
        let before = self.all().await;
        self.harvests().await;
        assert!(self.looks().await);
        let mut all = self.all().await;
        all.retain(|item| !before.iter().any(|known| known.id == item.id));
        all
    }

    async fn all(&self) -> Vec<Item> {
        let mut tx = self.app.db.read().await.unwrap();
        let mut all = items::in_state(&mut tx, BOT, State::Draft, 1_000).await.unwrap();
        all.reverse();
        all
    }

    /// One dataset and the first draft.
    async fn opened(&self) {
        self.publish("roboty", "Ремонтні роботи", "once a year", WORKS);
        assert_eq!(self.drafts().await.len(), 1);
    }
}

const WORKS: &str =
    "Назва робіт;Місяць;Сума, грн\nДорога;січень 2026;1000000\nМіст;січень 2026;1200\n";

fn titles(items: &[Item]) -> Vec<String> {
    items.iter().map(|item| item.words().uk.lines().next().unwrap_or_default().to_owned()).collect()
}

fn units(html: &str) -> usize {
    html.encode_utf16().count()
}

// 1

#[tokio::test(flavor = "multi_thread")]
async fn the_first_harvest_is_one_draft_of_what_there_is() {
    for desk in Desk::engines("first").await {
        assert!(!desk.looks().await, "there are no data yet");
        desk.publish("roboty", "Ремонт доріг", "once a year", WORKS);
        desk.publish("avtobusy", "Розклад автобусів", "", "Рейс;Час\nГайсин–Вінниця;07:30\n");
        let drafts = desk.drafts().await;
        assert_eq!(titles(&drafts), ["<b>Відкриті дані тепер можна питати в боті: 2 набори</b>"]);
        let words = drafts[0].words();
        assert!(words.uk.contains("• Дороги й транспорт: 2"), "{}", words.uk);
        assert!(
            words
                .en
                .unwrap()
                .starts_with("<b>Open data can be asked in the bot now: 2 datasets</b>")
        );
        assert_eq!(drafts[0].datasets(), Vec::<String>::new());
        assert!(desk.looks().await);
        assert_eq!(desk.all().await.len(), 1);
    }
}

// 2

#[tokio::test(flavor = "multi_thread")]
async fn an_update_tells_what_is_new_with_both_values_and_their_rows() {
    for desk in Desk::engines("update").await {
        desk.opened().await;
        desk.days_pass(1);
        desk.update(
            "roboty",
            "Назва робіт;Місяць;Сума, грн;Підрядник\nПарк;лютий 2026;70;ТОВ\nДорога;січень 2026;1000400;ТОВ\nМіст;січень 2026;1500;ТОВ\n",
        );
        let drafts = desk.drafts().await;
        assert_eq!(drafts.len(), 1);
        let words = drafts[0].words();
        assert_eq!(
            words.uk,
            "<b>Оновлено: Ремонтні роботи</b>\n\
             Що тут є\n\
             • Додано 1 рядок\n\
             • Змінено 2 рядки\n\
             • Тепер охоплює січень–лютий 2026 (було січень 2026)\n\
             • Нові стовпці: Підрядник\n\
             • Найбільше змінилося («Сума»): Дорога, січень 2026: було 1\u{a0}000\u{a0}000 грн (рядок 2), \
             стало 1\u{a0}000\u{a0}400 грн (рядок 3)\n\
             • Найбільше у відсотках («Сума»): Міст, січень 2026: було 1\u{a0}200 грн (рядок 3), \
             стало 1\u{a0}500 грн (рядок 4), +25 %\n\
             Розпорядник: Вигадана рада. Файл від 02.11.2026"
        );
        let en = words.en.unwrap();
        assert!(en.contains("• Now covers January–February 2026 (was January 2026)"), "{en}");
        assert!(en.contains("(row 4), +25%"), "{en}");
        assert!(units(&words.uk) < 1_000 && units(&en) < 1_000);

        let novelty: Novelty = drafts[0].novelty().unwrap();
        assert!(matches!(novelty.what, Found::Updated(_)));
        let council = Arc::clone(&desk.app.council.borrow());
        let entry = council.named("roboty").unwrap();
        assert_eq!(drafts[0].datasets(), [entry.dataset.key().to_string()]);
        let question = drafts[0].question().unwrap();
        for (text, locale) in [(question.uk, Locale::Uk), (question.en.unwrap(), Locale::En)] {
            let now = (desk.app.clock)().with_timezone(&desk.app.time_zone());
            let plan = Plan::within("roboty", &text, None);
            let question =
                Question { text: &text, locale: Some(locale), near: None, now, context: None };
            assert_eq!(council.more(&plan, 0, &question).outcome, Outcome::Answer, "{text}");
        }
    }
}

// 3

#[tokio::test(flavor = "multi_thread")]
async fn trifles_are_no_news() {
    for desk in Desk::engines("trifles").await {
        desk.opened().await;
        // The same rows in another order and with other line ends, under another name and date.
        desk.days_pass(1);
        desk.update(
            "roboty",
            "Назва робіт;Місяць;Сума, грн\r\nМіст;січень 2026;1200\r\nДорога;січень 2026;1000000\r\n",
        );
        desk.portal.edit("id-roboty", |record| {
            record["notes"] = "Інший опис".into();
            record["resources"][0]["name"] = "Інша назва".into();
            record["metadata_modified"] = "2026-11-02T10:00:00".into();
        });
        assert_eq!(titles(&desk.drafts().await), Vec::<String>::new());
        // The same file under another id.
        desk.portal.edit("id-roboty", |record| record["resources"][0]["id"] = "r-other".into());
        assert_eq!(titles(&desk.drafts().await), Vec::<String>::new());
        // And a real one, so that something is looked at at all.
        desk.update("roboty", WORKS.replace("1200", "1300").as_str());
        assert_eq!(titles(&desk.drafts().await), ["<b>Оновлено: Ремонтні роботи</b>"]);
    }
}

// 4

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_is_told_and_what_is_back() {
    for desk in Desk::engines("gone").await {
        desk.opened().await;
        desk.publish("apteky", "Аптеки", "", "Назва;Адреса\nЦентральна;Соборна, 1\n");
        let new = desk.drafts().await;
        assert_eq!(titles(&new), ["<b>Нові дані: Аптеки</b>"]);
        assert!(new[0].words().uk.contains("Усього: 1 файл, 1 рядок"), "{}", new[0].words().uk);
        assert!(new[0].question().is_some());

        desk.portal.withdraw("id-apteky");
        let gone = desk.drafts().await;
        assert_eq!(
            gone[0].words().uk,
            "<b>Більше не публікується: Аптеки</b>\n\
             У каталозі порталу цього набору більше немає.\n\
             Розпорядник: Вигадана рада"
        );
        assert_eq!(gone[0].question(), None);
        // What had not been looked at does not hold any more.
        let left = desk.all().await;
        assert!(!left.iter().any(|item| item.id == new[0].id), "{:?}", titles(&left));

        // An admin has it in hand: it stays for him to decide.
        let mut tx = desk.app.db.write().await.unwrap();
        let touched = items::Change { author: Some(9), ..items::Change::default() };
        let now = (desk.app.clock)();
        assert!(items::change(&mut tx, &gone[0], &touched, now).await.unwrap());
        tx.commit().await.unwrap();
        desk.publish("apteky", "Аптеки", "", "Назва;Адреса\nЦентральна;Соборна, 1\n");
        assert_eq!(titles(&desk.drafts().await), ["<b>Знову опубліковано: Аптеки</b>"]);
        assert!(desk.all().await.iter().any(|item| item.id == gone[0].id));
    }
}

// 5

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_is_told_once_for_each_date() {
    for desk in Desk::engines("late").await {
        desk.opened().await;
        desk.publish("ukryttia", "Укриття", "once a month", "Адреса\nСоборна, 1\nМиру, 2\n");
        desk.drafts().await;
        desk.days_pass(30);
        assert_eq!(titles(&desk.drafts().await), Vec::<String>::new());
        desk.days_pass(2);
        let late = desk.drafts().await;
        assert_eq!(titles(&late), ["<b>Не оновлено вчасно: Укриття</b>"]);
        let words = late[0].words().uk;
        assert!(
            words.contains("Обіцяно оновлювати щомісяця, а востаннє файли змінилися 01.11.2026."),
            "{words}"
        );
        desk.days_pass(2);
        assert_eq!(titles(&desk.drafts().await), Vec::<String>::new());
        // Updated, it is late no more, and the draft with it.
        desk.update("ukryttia", "Адреса\nСоборна, 1\nМиру, 2\nСадова, 3\n");
        assert_eq!(titles(&desk.drafts().await), ["<b>Оновлено: Укриття</b>"]);
        assert!(!desk.all().await.iter().any(|item| item.id == late[0].id));
        desk.days_pass(40);
        assert_eq!(titles(&desk.drafts().await), ["<b>Не оновлено вчасно: Укриття</b>"]);
    }
}

// 6

#[tokio::test(flavor = "multi_thread")]
async fn many_changes_of_one_harvest_are_one_digest() {
    for desk in Desk::engines("digest").await {
        desk.opened().await;
        for number in 1..=60 {
            let title =
                format!("Набір про справу номер {number}, яку рада веде вже багато років поспіль");
            desk.publish(&format!("n{number}"), &title, "", "Назва;Сума\nа;1\n");
        }
        desk.update("roboty", WORKS.replace("1200", "1300").as_str());
        let drafts = desk.drafts().await;
        assert_eq!(drafts.len(), 62);
        let (digest, parts) = drafts.split_first().unwrap();
        assert!(parts.iter().all(|part| part.part_of == Some(digest.id)));
        let words = digest.words().uk;
        let head = "<b>Що змінилося у відкритих даних: 61 набір</b>\n\n<b>Нові (60)</b>\n• ";
        assert!(words.starts_with(head), "{words}");
        assert!(
            units(&words) < 3_500 && words.lines().last().unwrap().starts_with("та ще "),
            "{words}"
        );
        let named = words.lines().filter(|line| line.starts_with("• ")).count();
        assert_eq!(digest.datasets().len(), named);
        assert_eq!(words.lines().last().unwrap(), format!("та ще {}", 61 - named));
        assert!(digest.question().is_some());
        let mut tx = desk.app.db.read().await.unwrap();
        let shown = items::page(&mut tx, BOT, 0, 100).await.unwrap();
        assert_eq!(shown.len(), 2, "the parts stand behind their digest");
    }
}

// 7

#[tokio::test(flavor = "multi_thread")]
async fn whatever_dies_each_change_is_drafted_once() {
    for desk in Desk::engines("dies").await {
        desk.opened().await;
        desk.update("roboty", WORKS.replace("1200", "1300").as_str());
        for name in ["a", "b", "c", "d"] {
            desk.publish(name, &format!("Набір {name}"), "", "Назва;Сума\nа;1\n");
        }
        desk.harvests().await;
        let mut polls = 0;
        while cut_after(polls, desk.looks()).await.is_none() {
            let drafts = desk.all().await.len();
            assert!(drafts == 1 || drafts == 7, "{drafts} after {polls} turns");
            polls += 1;
        }
        assert!(polls > 3, "it was cut between steps");
        assert_eq!(desk.all().await.len(), 7);
        desk.update("roboty", WORKS.replace("1200", "1400").as_str());
        desk.harvests().await;
        let (one, other) = tokio::join!(desk.looks(), desk.looks());
        assert!(one && other);
        assert_eq!(desk.all().await.len(), 8);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_harvest_under_way_is_waited_for() {
    for desk in Desk::engines("whole").await {
        desk.opened().await;
        desk.update("roboty", WORKS.replace("1200", "1300").as_str());
        desk.harvests().await;
        let now = (desk.app.clock)() + TimeDelta::seconds(1);
        let mut tx = desk.app.db.write().await.unwrap();
        let until = now + TimeDelta::seconds(30);
        jobs::begin(&mut tx, harvest::JOB, "another", now, until).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert!(!desk.looks().await);
        assert_eq!(desk.all().await.len(), 1);
        desk.seconds.fetch_add(60, Ordering::SeqCst);
        // Data that are not loaded yet are waited for, too.
        desk.app.harvest(&|_| ()).await.unwrap();
        assert!(!desk.looks().await);
        desk.app.load().await.unwrap();
        assert!(desk.looks().await);
        assert_eq!(desk.all().await.len(), 2);
    }
}

// 8

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_neither_break_a_draft_nor_make_it_long() {
    for desk in Desk::engines("hostile").await {
        desk.opened().await;
        let hostile = "<b>&\u{202e}".repeat(300);
        let rows = |sum: u32| {
            format!("Назва;Сума, грн;Стан {hostile}\n{hostile};{sum};{hostile}\nінше;5;{hostile}\n")
        };
        desk.publish("x", &hostile, "", &rows(1));
        desk.portal.edit("id-x", |record| {
            record["notes"] = hostile.clone().into();
            record["organization"]["title"] = hostile.clone().into();
        });
        desk.drafts().await;
        desk.update("x", &format!("{}ще;7;\n", rows(9)));
        let drafts = desk.drafts().await;
        let words = drafts[0].words();
        assert!(words.uk.contains("стало 9"), "{}", words.uk);
        for html in [words.uk, words.en.unwrap()] {
            let bare = html.replacen("<b>", "", 1).replacen("</b>", "", 1);
            assert!(!bare.contains('<') && !bare.contains('\u{202e}'), "{html}");
            let shown = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            assert!(units(&shown) < 1_000, "{} in {html}", units(&shown));
        }
    }
}
