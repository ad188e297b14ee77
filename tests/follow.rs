//! What comes to residents by itself, through the whole service and a Telegram on loopback, on both databases:
//!
//! 1. Whether news for everyone are wanted is asked once, beside something else, and kept as it was answered.
//! 2. Datasets, themes, departments and answers are followed by every door there is, at most fifty; nothing in groups.
//! 3. Of what a harvest found a follower hears once, whatever rules match, and why.
//! 4. A saved question whose answer is another is told old and new; what it is not about is no news; a dataset that is
//!    gone is told once.
//! 5. Digests come in the morning, whatever the clock does in the night; what was recalled is not in them.
//! 6. A message that cannot go out before the quiet hours waits for the morning.
//! 7. /stop ends everything, what waits too, and says what that was.
//! 8. «Не надсилати такого» ends the rule because of which something came; it asks if there are several.
//! 9. Who blocks the bot hears what was missed when back.
//! 10. What is followed is exported and forgotten with everything else.
//! 11. The archive is one message that is turned like a book; what was recalled is not in it.
//! 12. Buttons made up by hand do nothing.
//! 13. What the clock alone changes about an answer is no news.
//! 14. Who has a copy of an item is told of it by nothing else, and a notice that Telegram did not take is still to be told.

use std::{fmt::Write, path::Path, time::Duration};

use chrono::TimeZone;
use dovidka::{
    answer::{Council, Plan},
    config::Config,
    db::Tx,
    news::{Audience, Look, MOST, Saved, State, Words},
    playground::telegram::{Kind, Message, Resident, Telegram},
    store::{
        chats,
        feedback::{self, Change as Changed},
        lease,
        news::{
            follows, items,
            items::{Change, Draft},
            ledger, notices,
            subscribers::{self, Consent, Subscriber},
        },
        outbox, personal,
    },
};

#[path = "common/council.rs"]
mod council;
#[path = "common/office.rs"]
#[expect(dead_code, reason = "other tests of the service use the rest")]
mod office;
use council::council;
use office::{
    Office,
    engines::{engines, postgres_url},
};

const PATIENCE: Duration = Duration::from_secs(30);
const OLHA: i64 = 7;
const EMMA: i64 = 8;

/// What the folder holds at first.
const PHARMACIES: &str = "Аптека Центральна,04300 11111\nАптека Нова,04300 22222\n";
const TARIFFS: &str = "Водопостачання,33.48\nВодовідведення,28.10\n";

/// The whole service over a folder that a test publishes in.
struct Town {
    office: Office,
    folder: tempfile::TempDir,
    drafts: std::cell::Cell<u32>,
}

fn publish(folder: &Path, pharmacies: Option<&str>, tariffs: &str) {
    let dataset = |id: &str, title: &str, holder: &str| {
        format!(
            r#"{{"id": "{id}-id", "name": "{id}", "title": "{title}",
                "organization": {{"name": "{holder}", "title": "Відділ {holder}"}}, "resources":
                [{{"id": "{id}-file", "name": "Файл", "format": "CSV", "path": "{id}.csv"}}]}}"#
        )
    };
    let mut all = vec![dataset("tariffs", "Тарифи на воду", "економіки")];
    if let Some(rows) = pharmacies {
        all.push(dataset("pharmacies", "Аптеки громади", "охорони здоров’я"));
        std::fs::write(folder.join("pharmacies.csv"), format!("Назва,Телефон\n{rows}")).unwrap();
    }
    std::fs::write(folder.join("tariffs.csv"), format!("Послуга,Тариф\n{tariffs}")).unwrap();
    std::fs::write(folder.join("catalog.json"), format!("[{}]", all.join(","))).unwrap();
}

impl Town {
    async fn open(url: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        publish(folder.path(), Some(PHARMACIES), TARIFFS);
        let config = format!(
            "[council]\nname = {{ uk = \"Рада\" }}\n[[source]]\nid = \"a\"\nkind = \"folder\"\nurl = \"{}\"\n\
             [harvest]\nevery = \"365 days\"\n",
            folder.path().display()
        );
        let config = Config::parse(&config).unwrap();
        let mut office = Office::of(Some(config), url, 6.0).await;
        office.begin();
        Self { office, folder, drafts: std::cell::Cell::new(0) }
    }

    fn person(&self, id: i64, language: &str) -> Resident {
        self.office.telegram.resident(id).speaking(language)
    }

    /// Publishes other files and harvests them.
    async fn harvests(&self, pharmacies: Option<&str>, tariffs: &str) {
        publish(self.folder.path(), pharmacies, tariffs);
        self.office.app.harvest(&|_| ()).await.unwrap();
        self.office.app.load().await.unwrap();
    }

    fn key(&self, name: &str) -> String {
        self.office.app.council.borrow().named(name).unwrap().dataset.key().to_string()
    }

    async fn write(&self) -> Tx {
        self.office.app.db.write().await.unwrap()
    }

    async fn read(&self) -> Tx {
        self.office.app.db.read().await.unwrap()
    }

    /// A harvest drafted an item about the dataset `name`.
    async fn drafts(&self, name: &str, uk: &str, en: &str, part_of: Option<i64>) -> i64 {
        self.drafts.set(self.drafts.get() + 1);
        let words = |uk: &str, en: &str| Words { uk: uk.to_owned(), en: Some(en.to_owned()) };
        let draft = Draft {
            cause: Some(format!("test {}", self.drafts.get())),
            part_of,
            datasets: vec![self.key(name)],
            question: Some(words("тариф на водопостачання", "tariff for water supply")),
            words: words(uk, en),
            ..Draft::default()
        };
        let mut tx = self.write().await;
        let id = items::add(&mut tx, self.office.bot, &draft, self.office.now()).await.unwrap();
        tx.commit().await.unwrap();
        id.unwrap()
    }

    async fn changes(&self, id: i64, change: Change) {
        let mut tx = self.write().await;
        let item = items::get(&mut tx, self.office.bot, id).await.unwrap().unwrap();
        assert!(items::change(&mut tx, &item, &change, self.office.now()).await.unwrap());
        tx.commit().await.unwrap();
    }

    async fn subscriber(&self, chat: i64) -> Option<Subscriber> {
        subscribers::get(&mut self.read().await, self.office.bot, chat).await.unwrap()
    }

    async fn consent(&self, chat: i64) -> Option<Consent> {
        self.subscriber(chat).await.map(|subscriber| subscriber.consent)
    }

    async fn follows(&self, chat: i64) -> Vec<String> {
        let all = follows::of(&mut self.read().await, self.office.bot, chat).await.unwrap();
        all.into_iter().map(|follow| follow.title).collect()
    }

    /// All that was said in `chat` and contains `words`.
    fn all(&self, chat: i64, words: &str) -> Vec<Message> {
        let messages = self.office.telegram.messages(chat, 0).into_iter();
        messages.filter(|it| it.raw["from"]["is_bot"] == true && it.text.contains(words)).collect()
    }

    /// The newest message in `chat` that contains `words`.
    async fn said(&self, chat: i64, words: &str) -> Message {
        let found = |_: &Telegram| self.all(chat, words).pop();
        self.office.telegram.waits_for(&format!("“{words}” in {chat}"), found).await
    }

    /// Writes `text`, and waits for what the bot says to it with `words`.
    async fn asks(&self, person: &Resident, text: &str, words: &str) -> Message {
        let asked = person.says(text);
        let found = |_: &Telegram| self.all(person.chat(), words).pop().filter(|it| it.id > asked);
        self.office.telegram.waits_for(&format!("“{words}” to “{text}”"), found).await
    }

    /// Opens the card of the dataset `name`.
    async fn opens(&self, person: &Resident, name: &str) -> Message {
        let title = if name == "tariffs" {
            "Тарифи на воду"
        } else {
            "Аптеки громади"
        };
        self.asks(person, &format!("/start d_{}", self.key(name)), title).await
    }

    /// Follows the dataset of tariffs, from its card.
    async fn follows_tariffs(&self, person: &Resident) {
        self.opens(person, "tariffs").await;
        let (label, done) = match person.chat() {
            OLHA => ("Стежити", "Стежу: набір «Тарифи на воду»"),
            _ => ("Follow", "Following the dataset"),
        };
        self.presses(person, label, done).await;
    }

    /// Opens what is followed.
    async fn opens_home(&self, person: &Resident) -> Message {
        let title = if person.chat() == OLHA {
            "За чим ви стежите"
        } else {
            "What you follow"
        };
        self.asks(person, "/follow", title).await
    }

    /// Presses the newest button called `label`, and waits for what then stands in the chat.
    async fn presses(&self, person: &Resident, label: &str, then: &str) -> Message {
        person.presses(label);
        self.said(person.chat(), then).await
    }

    /// Waits until `chat` follows so many things.
    async fn follows_so_many(&self, chat: i64, count: usize) {
        let counted = async {
            while self.follows(chat).await.len() != count {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, counted).await.expect("so many things are followed");
    }

    /// Waits until followers have their notices of every draft.
    async fn noticed(&self) {
        let noticed = async {
            let bot = self.office.bot;
            while !notices::unnoticed(&mut self.read().await, bot, 1).await.unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, noticed).await.expect("followers have their notices");
    }

    /// Time enough to do what is due, and to do it twice if that could be.
    async fn settles(&self) {
        tokio::time::sleep(Duration::from_millis(1_500)).await;
    }

    async fn closes(self) {
        self.office.closes().await;
    }
}

async fn urls(test: &str) -> [String; 2] {
    ["sqlite::memory:".to_owned(), postgres_url(test).await]
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_is_asked_once_beside_something_else_and_kept() {
    for url in urls("follow_consent").await {
        let town = Town::open(url).await;
        let olha = town.person(OLHA, "uk");
        // A question gets its answer alone.
        let answer = town.asks(&olha, "телефон аптеки Центральної", "11111").await;
        assert!(answer.labels().contains(&"Стежити"), "{:?}", answer.labels());
        assert_eq!(town.consent(OLHA).await, None);
        town.presses(&olha, "Стежити", "Стежити за всім набором").await;
        let asked = town.presses(&olha, "За набором", "Стежу: набір «Аптеки громади»").await;
        for words in
            ["новини ради для всіх", "одразу, раз на день чи раз на тиждень", "21:00–8:00", "/stop"]
        {
            assert!(asked.text.contains(words), "{}", asked.text);
        }
        assert_eq!(town.consent(OLHA).await, Some(Consent::Asked), "it is not assumed");
        town.presses(&olha, "Так, надсилати", "Домовилися").await;
        assert_eq!(town.consent(OLHA).await, Some(Consent::Given));
        let bare = |_: &Telegram| {
            let it = town.all(OLHA, "Стежу: набір").pop()?;
            (it.labels() == ["Не стежити"]).then_some(())
        };
        town.office.telegram.waits_for("the question's buttons to go", bare).await;
        let page = town.opens_home(&olha).await;
        assert!(page.text.contains("Новини ради для всіх: так"), "{}", page.text);
        assert!(!page.labels().contains(&"Ні, дякую"), "asked once");

        let emma = town.person(EMMA, "en");
        let news = town.asks(&emma, "/news", "of the council").await;
        assert!(
            news.text.contains("no news yet") && news.text.contains("Stop everything: /stop"),
            "{}",
            news.text
        );
        town.presses(&emma, "No, thanks", "no news for everyone").await;
        assert_eq!(town.consent(EMMA).await, Some(Consent::Refused));
        let page = town.opens_home(&emma).await;
        assert!(page.text.contains("news for everyone: no"), "{}", page.text);
        assert!(!page.labels().contains(&"No, thanks"));
        town.presses(&emma, "Send the council’s news", "news for everyone: yes").await;
        assert_eq!(town.consent(EMMA).await, Some(Consent::Given));
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_rates_an_answer_is_asked_for_consent_beside_it() {
    for url in urls("follow_rating").await {
        let town = Town::open(url).await;
        let olha = town.person(OLHA, "uk");
        town.asks(&olha, "/help", "/data").await;
        let id = town.office.complains("Немає графіка", "графіка").await;
        let mut tx = town.write().await;
        let matter = feedback::get(&mut tx, town.office.bot, id).await.unwrap().unwrap();
        let change = Changed {
            state: Some(dovidka::feedback::State::Closed),
            outcome: Some(dovidka::feedback::Outcome::Answered),
            ..Changed::default()
        };
        let now = town.office.now();
        assert!(feedback::change(&mut tx, id, matter.version, &change, now).await.unwrap());
        tx.commit().await.unwrap();
        town.asks(&olha, "/my", "Мої звернення").await;
        town.presses(&olha, &format!("№ {id}"), "Чи допомогло?").await;
        let rated = town.presses(&olha, "5 ★", "Ваша оцінка: 5").await;
        assert!(rated.labels().contains(&"Так, надсилати"), "{:?}", rated.labels());
        town.presses(&olha, "Ні, дякую", "новин для всіх не надсилатиму").await;
        assert_eq!(town.consent(OLHA).await, Some(Consent::Refused));
        // The stars stay; rated again, it is not asked again.
        let stars = |_: &Telegram| {
            let it = town.all(OLHA, "Ваша оцінка: 5").pop()?;
            (it.labels().contains(&"5 ★") && !it.labels().contains(&"Ні, дякую")).then_some(())
        };
        town.office.telegram.waits_for("the stars to stay", stars).await;
        olha.presses("4 ★");
        let again = town.said(OLHA, "Ваша оцінка: 4").await;
        assert!(!again.labels().contains(&"Так, надсилати"));
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_followed_by_every_door() {
    for url in urls("follow_doors").await {
        let town = Town::open(url).await;
        let olha = town.person(OLHA, "uk");
        // A card is of a dataset alone.
        let card = town.opens(&olha, "tariffs").await;
        assert!(card.labels().contains(&"Стежити"), "{:?}", card.labels());
        town.presses(&olha, "Стежити", "Стежу: набір «Тарифи на воду»").await;
        town.asks(&olha, "телефон аптеки Центральної", "11111").await;
        town.presses(&olha, "Стежити", "чи лише за цією відповіддю?").await;
        town.presses(
            &olha,
            "За цією відповіддю",
            "Стежу: відповідь на «телефон аптеки Центральної»",
        )
        .await;
        town.opens_home(&olha).await;
        town.presses(&olha, "Теми", "За якими темами").await;
        olha.presses("Комунальні послуги");
        let chosen = |_: &Telegram| {
            let it = town.all(OLHA, "За якими темами").pop()?;
            it.labels().iter().any(|label| label.starts_with('✓')).then_some(())
        };
        town.office.telegram.waits_for("the theme to be chosen", chosen).await;
        town.presses(&olha, "‹ Назад", "тема «").await;
        town.presses(&olha, "Відомства", "За якими відомствами").await;
        olha.presses("Відділ економіки");
        let chosen = |_: &Telegram| {
            let it = town.all(OLHA, "За якими відомствами").pop()?;
            it.labels().contains(&"✓ Відділ економіки").then_some(())
        };
        town.office.telegram.waits_for("the department to be chosen", chosen).await;
        let page = town.presses(&olha, "‹ Назад", "відомство «Відділ економіки»").await;
        assert_eq!(town.follows(OLHA).await.len(), 4);
        // Removed where it stands.
        town.presses(&olha, "✕ 1. набір", "1. відповідь на").await;
        assert_eq!(town.follows(OLHA).await.len(), 3);
        town.presses(&olha, "Як часто", "Як часто надсилати?").await;
        town.presses(&olha, "раз на тиждень", "Надсилати: раз на тиждень").await;
        town.presses(&olha, "Тихі години", "Коли не турбувати?").await;
        town.presses(&olha, "22:00–7:00", "Не турбувати: 22:00–7:00").await;
        town.presses(&olha, "Тихі години", "Коли не турбувати?").await;
        town.presses(&olha, "тихих годин немає", "Не турбувати: тихих годин немає").await;
        town.presses(&olha, "Набори даних", "У каталозі").await;
        drop(page);

        // No more than fifty; what is followed already may be followed again.
        let mut tx = town.write().await;
        for at in 3..MOST {
            let what = format!("{at:016x}");
            let new = follows::New {
                kind: dovidka::news::Kind::Dataset,
                what: &what,
                title: "Набір",
                question: None,
            };
            follows::add(&mut tx, town.office.bot, OLHA, &new, town.office.now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        town.asks(&olha, "телефон аптеки Нової", "22222").await;
        town.presses(&olha, "Стежити", "Аптеки громади» чи лише").await;
        town.presses(&olha, "За набором", "щонайбільше за 50").await;
        let page = town.opens_home(&olha).await;
        assert!(page.text.contains("Сторінка 1 з 9"), "{}", page.text);
        town.presses(&olha, "›", "Сторінка 2 з 9").await;

        // In a group nothing is followed.
        town.office.telegram.group(-5, Kind::Group, "Двір");
        let member = town.office.telegram.member(-5, OLHA);
        let answer = member.asks("@dovidka_test_bot телефон аптеки Центральної").await;
        assert!(!answer.labels().contains(&"Стежити"), "{:?}", answer.labels());
        let pointed = member.asks("/follow@dovidka_test_bot").await;
        assert!(pointed.text.contains("наодинці"), "{}", pointed.text);
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_a_harvest_found_a_follower_hears_once_and_why() {
    for url in urls("follow_once").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 12:00");
        let (olha, emma) = (town.person(OLHA, "uk"), town.person(EMMA, "en"));
        for person in [&olha, &emma] {
            town.follows_tariffs(person).await;
            town.opens_home(person).await;
        }
        // The department of the same dataset, too.
        town.presses(&olha, "Відомства", "За якими відомствами").await;
        olha.presses("Відділ економіки");
        town.presses(&emma, "Departments", "Which departments").await;
        emma.presses("Відділ економіки");
        for chat in [OLHA, EMMA] {
            town.follows_so_many(chat, 2).await;
        }
        // A digest of two changes: each is told by its part.
        let digest = town.drafts("tariffs", "Огляд", "Digest", None).await;
        // Its parts are there before it is looked at, as a harvest writes all in one.
        town.drafts(
            "tariffs",
            "<b>Нові тарифи</b>\nВода &amp; стоки",
            "<b>New tariffs</b>\nWater",
            Some(digest),
        )
        .await;
        let told = town.said(OLHA, "Нові тарифи").await;
        assert!(told.text.contains("Бо ви стежите за набором «Тарифи на воду»"), "{}", told.text);
        assert_eq!(
            told.labels(),
            ["🔎 тариф на водопостачання", "Картка набору", "Не надсилати такого"]
        );
        let told = town.said(EMMA, "New tariffs").await;
        assert!(
            told.text.contains("Because you follow the dataset “Тарифи на воду”"),
            "{}",
            told.text
        );
        town.settles().await;
        for (chat, words) in [(OLHA, "Нові тарифи"), (EMMA, "New tariffs")] {
            assert_eq!(town.all(chat, words).len(), 1);
        }
        // The question of an item is answered.
        olha.presses("🔎 тариф");
        town.said(OLHA, "33,48").await;
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_harvest_changes_reaches_those_who_follow_its_theme() {
    for url in urls("follow_harvest").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 12:00");
        let olha = town.person(OLHA, "uk");
        town.opens_home(&olha).await;
        town.presses(&olha, "Теми", "За якими темами").await;
        olha.presses("Комунальні послуги");
        town.follows_so_many(OLHA, 1).await;
        town.harvests(Some(PHARMACIES), "Водопостачання,41.75\nВодовідведення,28.10\n").await;
        let told = town.said(OLHA, "Бо ви стежите за темою «Комунальні послуги та житло»").await;
        assert!(told.text.contains("Тарифи на воду"), "{}", told.text);
        assert!(told.text.contains("41,75"), "{}", told.text);
        // Another theme's data are none of hers.
        let others = PHARMACIES.replace("11111", "99999");
        town.harvests(Some(&others), "Водопостачання,41.75\nВодовідведення,28.10\n").await;
        town.settles().await;
        town.noticed().await;
        town.settles().await;
        assert_eq!(town.all(OLHA, "Бо ви стежите").len(), 1);
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_question_is_told_old_and_new() {
    for url in urls("follow_saved").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 12:00");
        let (olha, emma) = (town.person(OLHA, "uk"), town.person(EMMA, "en"));
        for (person, asked, which, done) in [
            (&olha, "чи лише за цією", "За цією відповіддю", "Стежу: відповідь"),
            (&emma, "this very answer", "This answer", "Following the answer"),
        ] {
            town.asks(person, "телефон аптеки Центральної", "11111").await;
            // The answer speaks the question's language, the rest the person's.
            town.presses(person, "Стежити", asked).await;
            town.presses(person, which, done).await;
        }
        // What the answer is not about is no news: another row, one row more, another dataset.
        let others =
            "Аптека Центральна,04300 11111\nАптека Нова,04300 33333\nАптека Третя,04300 44444\n";
        town.harvests(Some(others), "Водопостачання,40.00\nВодовідведення,28.10\n").await;
        town.settles().await;
        assert!(town.all(OLHA, "Відповідь змінилася").is_empty());
        let changed = others.replace("11111", "99999");
        town.harvests(Some(&changed), TARIFFS).await;
        let told = town.said(OLHA, "Відповідь змінилася: «телефон аптеки Центральної»").await;
        let (was, is) = told.text.split_once("Стало:").unwrap();
        assert!(was.contains("11111") && is.contains("99999"), "{}", told.text);
        assert!(told.text.contains("Бо ви стежите за відповіддю на «телефон аптеки Центральної»"));
        let told = town.said(EMMA, "The answer has changed").await;
        let (was, is) = told.text.split_once("Is:").unwrap();
        assert!(was.contains("11111") && is.contains("99999"), "{}", told.text);
        assert!(told.labels().contains(&"Do not send such"), "{:?}", told.labels());
        // It is asked anew on pressing.
        olha.presses("телефон аптеки");
        let asked = |_: &Telegram| (town.all(OLHA, "99999").len() > 1).then_some(());
        town.office.telegram.waits_for("the whole answer", asked).await;

        // Changed back within one digest, it is no news; once more, the old and the newest are told.
        town.opens_home(&olha).await;
        town.presses(&olha, "Як часто", "Як часто надсилати?").await;
        town.presses(&olha, "раз на день", "Надсилати: раз на день").await;
        for phone in ["55555", "66666"] {
            town.harvests(Some(&others.replace("11111", phone)), TARIFFS).await;
            town.settles().await;
        }
        town.office.it_is("2026-03-03 09:01");
        let told = town.said(OLHA, "Стало: ").await;
        let both = |_: &Telegram| town.all(OLHA, "66666").pop();
        let told = if told.text.contains("66666") {
            told
        } else {
            town.office.telegram.waits_for("the newest", both).await
        };
        assert!(told.text.contains("99999") && !told.text.contains("55555"), "{}", told.text);

        // Gone with its dataset it is told once.
        town.harvests(None, TARIFFS).await;
        let told = town.said(EMMA, "no longer in the catalogue").await;
        assert!(told.text.contains("66666"), "{}", told.text);
        town.harvests(None, "Водопостачання,41.00\n").await;
        town.settles().await;
        assert_eq!(town.all(EMMA, "no longer in the catalogue").len(), 1);
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn digests_come_in_the_morning_whatever_the_clock_does() {
    for url in urls("follow_digest").await {
        let town = Town::open(url).await;
        // Saturday; in the night to Sunday, 29 March 2026, the clock is put forward.
        town.office.it_is("2026-03-28 20:30");
        let (olha, emma) = (town.person(OLHA, "uk"), town.person(EMMA, "en"));
        for (person, often, rhythm, line) in [
            (&olha, "Як часто", "раз на день", "Надсилати: раз на день"),
            (&emma, "How often", "once a week", "Sent: once a week"),
        ] {
            town.follows_tariffs(person).await;
            town.opens_home(person).await;
            person.presses(often);
            // The page was asked for by the same words: its buttons tell that it came.
            let choices = |_: &Telegram| {
                let all = town.office.telegram.messages(person.chat(), 0);
                all.iter().any(|it| it.labels().iter().any(|it| it.contains(rhythm))).then_some(())
            };
            town.office.telegram.waits_for("the choice", choices).await;
            town.presses(person, rhythm, line).await;
        }
        for at in 1..=3 {
            let uk = format!("<b>Зміна {at}</b>\nЩо нового");
            town.drafts("tariffs", &uk, &format!("<b>Change {at}</b>"), None).await;
        }
        let gone = town.drafts("tariffs", "Хибна новина", "Wrong news", None).await;
        let overtaken = town.drafts("tariffs", "Застаріла", "Overtaken", None).await;
        town.noticed().await;
        town.office.it_is("2026-03-28 22:00");
        town.settles().await;
        for (id, state) in [(gone, State::Recalled), (overtaken, State::Discarded)] {
            town.changes(id, Change { state: Some(state), ..Change::default() }).await;
        }
        town.office.it_is("2026-03-29 08:58");
        town.settles().await;
        assert!(town.all(OLHA, "Зміна").is_empty(), "not before nine");
        town.office.it_is("2026-03-29 09:00");
        let digest = town.said(OLHA, "Що нового: 3").await;
        for words in ["Зміна 1", "Зміна 2", "Зміна 3", "Бо ви стежите за набором"]
        {
            assert!(digest.text.contains(words), "{}", digest.text);
        }
        for words in ["Хибна", "Застаріла"] {
            assert!(!digest.text.contains(words), "{}", digest.text);
        }
        assert_eq!(digest.labels(), ["Не надсилати такого"]);
        assert!(town.all(EMMA, "Change").is_empty(), "on Monday");
        town.office.it_is("2026-03-30 09:00");
        let digest = town.said(EMMA, "What is new: 3").await;
        assert!(digest.text.contains("Change 3"), "{}", digest.text);
        town.settles().await;
        assert_eq!(town.all(OLHA, "Зміна 1").len(), 1);
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_go_out_before_the_quiet_hours_waits_for_the_morning() {
    for url in urls("follow_quiet").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 20:55");
        let olha = town.person(OLHA, "uk");
        town.follows_tariffs(&olha).await;
        // Telegram lets the chat rest beyond nine in the evening.
        town.office.telegram.floods(Some(OLHA), Duration::from_secs(40));
        town.drafts("tariffs", "Пізня новина", "Late news", None).await;
        let queued = async |wanted: i64| loop {
            let counts = outbox::counts(&mut town.read().await, town.office.bot).await.unwrap();
            let queued = counts.iter().find(|(state, _)| *state == outbox::State::Queued);
            if queued.map_or(0, |(_, count)| *count) == wanted {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        tokio::time::timeout(PATIENCE, queued(1)).await.expect("it is queued");
        town.office.it_is("2026-03-02 21:30");
        tokio::time::timeout(PATIENCE, queued(0)).await.expect("it is taken back");
        assert!(town.all(OLHA, "Пізня").is_empty());
        // What comes up at night waits, too, and both come at once.
        town.drafts("tariffs", "Нічна новина", "Night news", None).await;
        town.noticed().await;
        town.settles().await;
        assert!(town.all(OLHA, "Нічна").is_empty());
        town.office.it_is("2026-03-03 08:00");
        let told = town.said(OLHA, "Пізня новина").await;
        assert!(told.text.contains("Нічна новина"), "{}", told.text);
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_ends_everything_and_says_what_that_was() {
    for url in urls("follow_stop").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 12:00");
        let (olha, emma) = (town.person(OLHA, "uk"), town.person(EMMA, "en"));
        let nothing = town.asks(&emma, "/stop", "come as before").await;
        assert!(nothing.text.contains("Nothing was being sent"), "{}", nothing.text);
        town.follows_tariffs(&olha).await;
        town.presses(&olha, "Так, надсилати", "Домовилися").await;
        town.opens_home(&olha).await;
        town.presses(&olha, "Як часто", "Як часто надсилати?").await;
        town.presses(&olha, "раз на день", "Надсилати: раз на день").await;
        town.drafts("tariffs", "Новина тарифів", "News of tariffs", None).await;
        town.noticed().await;
        let stopped = town.asks(&olha, "/stop", "приходитимуть, як і досі").await;
        for words in ["Зупинено", "було: 1", "Новини ради для всіх не приходитимуть", "/follow"]
        {
            assert!(stopped.text.contains(words), "{}", stopped.text);
        }
        assert_eq!(town.consent(OLHA).await, Some(Consent::Refused));
        assert_eq!(town.follows(OLHA).await, Vec::<String>::new());
        town.office.it_is("2026-03-03 10:00");
        town.drafts("tariffs", "Ще одна", "Another", None).await;
        town.noticed().await;
        town.settles().await;
        assert!(
            town.all(OLHA, "Новина тарифів").is_empty() && town.all(OLHA, "Ще одна").is_empty()
        );
        // And back.
        let page = town.opens_home(&olha).await;
        assert!(page.text.contains("Поки ні за чим"), "{}", page.text);
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn less_ends_the_rule_because_of_which_something_came() {
    for url in urls("follow_less").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 12:00");
        let (olha, emma) = (town.person(OLHA, "uk"), town.person(EMMA, "en"));
        for person in [&olha, &emma] {
            town.follows_tariffs(person).await;
        }
        town.opens_home(&emma).await;
        town.presses(&emma, "Departments", "Which departments").await;
        emma.presses("Відділ економіки");
        town.follows_so_many(EMMA, 2).await;
        town.drafts("tariffs", "Новина", "An item", None).await;
        town.said(OLHA, "Новина").await;
        town.presses(&olha, "Не надсилати такого", "Більше не стежу: набір «Тарифи на воду»").await;
        assert_eq!(town.follows(OLHA).await, Vec::<String>::new());
        // Two rules would have brought it: which?
        town.said(EMMA, "An item").await;
        let which = town.presses(&emma, "Do not send such", "What should I no longer send?").await;
        assert_eq!(which.labels().len(), 2, "{:?}", which.labels());
        town.presses(&emma, "the department", "No longer following the department").await;
        assert_eq!(town.follows(EMMA).await, ["Тарифи на воду"]);
        town.drafts("tariffs", "Друга", "The second", None).await;
        town.said(EMMA, "The second").await;
        town.settles().await;
        assert!(town.all(OLHA, "Друга").is_empty());
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_blocks_the_bot_hears_what_was_missed_when_back() {
    for url in urls("follow_blocked").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 12:00");
        let olha = town.person(OLHA, "uk");
        town.follows_tariffs(&olha).await;
        olha.blocks();
        let blocked = async {
            let chat = OLHA.to_string();
            while chats::get(&mut town.read().await, town.office.bot, &chat)
                .await
                .unwrap()
                .blocked_at
                .is_none()
            {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, blocked).await.expect("the bot hears of it");
        town.drafts("tariffs", "Пропущене", "Missed", None).await;
        town.noticed().await;
        town.settles().await;
        assert!(town.all(OLHA, "Пропущене").is_empty());
        assert_eq!(town.follows(OLHA).await.len(), 1, "the rule stays");
        olha.unblocks();
        town.said(OLHA, "Пропущене").await;
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_followed_is_exported_and_forgotten() {
    for url in urls("follow_forget").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 12:00");
        let olha = town.person(OLHA, "uk");
        town.asks(&olha, "телефон аптеки Центральної", "11111").await;
        town.presses(&olha, "Стежити", "чи лише за цією").await;
        town.presses(&olha, "За цією відповіддю", "Стежу: відповідь").await;
        town.harvests(Some(&PHARMACIES.replace("11111", "99999")), TARIFFS).await;
        town.said(OLHA, "Відповідь змінилася").await;
        let all = personal::export(&mut town.read().await, town.office.bot, OLHA).await.unwrap();
        assert_eq!(all["news"]["settings"][0]["to_everyone"], "asked");
        assert_eq!(all["news"]["follows"][0]["kind"], "question");
        assert!(all["news"]["follows"][0]["question"]["told"]["uk"].is_object(), "{all}");
        assert!(all["news"]["notices"][0]["answer"]["was"].is_object(), "{all}");
        town.asks(&olha, "/forget_me", "Стерти все").await;
        town.presses(&olha, "Так, стерти все", "Стерто").await;
        let left = personal::export(&mut town.read().await, town.office.bot, OLHA).await.unwrap();
        for field in ["settings", "follows", "notices"] {
            assert_eq!(left["news"][field], serde_json::json!([]), "{field}");
        }
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_is_turned_like_a_book_without_what_was_recalled() {
    for url in urls("follow_archive").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 12:00");
        let mut ids = Vec::new();
        for at in 1..=8 {
            let (uk, en) = (
                format!("<b>Новина {at}</b>\nподробиці {at}"),
                format!("<b>Item {at}</b>\ndetails {at}"),
            );
            ids.push(town.drafts("tariffs", &uk, &en, None).await);
        }
        let done = Change { state: Some(State::Done), starts: true, ..Change::default() };
        for id in &ids[..7] {
            town.changes(*id, done.clone()).await;
        }
        town.changes(ids[1], Change { state: Some(State::Recalled), ..Change::default() }).await;
        town.changes(ids[2], Change { audience: Some(Audience::Officers), ..Change::default() })
            .await;
        let corrected = Words { uk: "<b>Виправлено</b>".to_owned(), en: None };
        town.changes(ids[0], Change { words: Some(corrected), ..Change::default() }).await;
        let (olha, emma) = (town.person(OLHA, "uk"), town.person(EMMA, "en"));
        let first = town.asks(&olha, "/news", "Новини ради").await;
        let mut lines = String::new();
        for at in [6, 5, 4, 3, 0] {
            let title = if at == 0 {
                "Виправлено".to_owned()
            } else {
                format!("Новина {}", at + 1)
            };
            writeln!(lines, "№ {}, 02.03.2026: {title}", ids[at]).unwrap();
        }
        assert!(first.text.contains(lines.trim()), "{}\n{lines}", first.text);
        town.presses(&olha, &format!("№ {}", ids[6]), "подробиці 7").await;
        town.presses(&olha, "🔎 тариф", "33,48").await;
        town.presses(&olha, "‹ Усі новини", "Новини ради").await;
        // In English, with a note where there is none.
        town.asks(&emma, "/news", "of the council").await;
        town.presses(&emma, &format!("No. {}", ids[6]), "details 7").await;
        town.presses(&emma, "‹ All news", "News of the council").await;
        let only = town.presses(&emma, &format!("No. {}", ids[0]), "Ukrainian only").await;
        assert!(only.text.contains("Виправлено"), "{}", only.text);
        // Neither what was recalled nor what is no one's yet can be had by hand.
        let message = town.all(OLHA, "Новини ради").pop().unwrap().id;
        for id in [ids[1], ids[2], ids[7], 9_999] {
            olha.presses_data(message, &format!("t:item:{id}:0"));
            town.said(OLHA, "Цієї новини більше немає").await;
            town.presses(&olha, "‹ Усі новини", "№ ").await;
        }
        town.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_made_up_by_hand_do_nothing() {
    for url in urls("follow_hostile").await {
        let town = Town::open(url).await;
        town.office.it_is("2026-03-02 12:00");
        let (olha, emma) = (town.person(OLHA, "uk"), town.person(EMMA, "en"));
        town.follows_tariffs(&olha).await;
        town.drafts("tariffs", "Новина", "An item", None).await;
        town.said(OLHA, "Новина").await;
        let rule = follows::of(&mut town.read().await, town.office.bot, OLHA).await.unwrap()[0].id;
        let page = town.opens_home(&emma).await;
        for data in [
            format!("t:drop:{rule}:0"),
            format!("t:quit:{rule}"),
            "t:less:1".to_owned(),
            "t:ask:1".to_owned(),
            "t:quiet:1:2".to_owned(),
            "t:holder:0000000000000000:99999".to_owned(),
            "t:dataset:0000000000000000".to_owned(),
            "t:home:18446744073709551615".to_owned(),
            "t:archive:18446744073709551615".to_owned(),
            "t:none".to_owned(),
            "h:1".to_owned(),
        ] {
            emma.presses_data(page.id, &data);
        }
        town.settles().await;
        assert_eq!(town.follows(OLHA).await, ["Тарифи на воду"]);
        assert_eq!(town.follows(EMMA).await, Vec::<String>::new());
        let quiet = town.subscriber(EMMA).await.unwrap().quiet();
        assert_eq!(quiet, dovidka::news::Quiet::default());
        // In a group nobody arranges a chat's news.
        town.office.telegram.group(-5, Kind::Group, "Двір");
        let member = town.office.telegram.member(-5, OLHA);
        let help = member.asks("/help@dovidka_test_bot").await;
        for data in ["t:stop", "t:consent:yes", "t:news:yes", "t:themes"] {
            member.presses_data(help.id, data);
        }
        town.settles().await;
        assert!(town.subscriber(-5).await.is_none());
        town.closes().await;
    }
}

#[test]
fn what_the_clock_alone_changes_is_no_news() {
    let at = |text: &str| {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        chrono_tz::Europe::Kyiv.from_local_datetime(&local).unwrap()
    };
    let data = |hours: &str, version: i64| {
        let rows = format!(
            "Назва,Графік роботи\nАптека Центральна,{hours}\nАптека Нова,Пн-Пт 09:00-17:00\n"
        );
        council("Аптеки громади", &rows).at_version(version)
    };
    let old = data("Пн-Пт 08:00-20:00", 1);
    // Monday at noon: open; at ten in the evening: closed.
    let (noon, night) = (at("2026-03-02 12:00"), at("2026-03-02 22:00"));
    let plan = Plan::within("data", "чи відкрита зараз аптека Центральна", None);
    let saved = Saved::new(&old, &plan, noon).unwrap();
    let by_night = Saved::new(&old, &plan, night).unwrap();
    assert_ne!(saved.told, by_night.told, "the clock changes what is said");
    // Another version of the files in which the row is as it was.
    let mut same = data("Пн-Пт 08:00-20:00", 2);
    let seen = saved.look(&same, night);
    assert_eq!(seen, Look::Same, "the files are the same");
    same = renamed(&same);
    assert!(matches!(saved.look(&same, night), Look::Moved(_)), "{:?}", saved.look(&same, night));
    let other = renamed(&data("Пн-Пт 08:00-21:00", 2));
    let Look::Differs(_, difference) = saved.look(&other, noon) else { panic!("it is other") };
    assert!(difference.is.unwrap().uk.lead.contains("21:00"));
    // Older data are never compared with newer.
    let kept = Saved::new(&other, &plan, noon).unwrap();
    assert_eq!(kept.look(&old, noon), Look::Same);
}

/// The same data as another version of their file.
fn renamed(council: &Council) -> Council {
    let version = council.version();
    let entries = council.entries().iter().cloned().map(|mut entry| {
        for file in &mut entry.files {
            file.sha256 = format!("version {version}");
        }
        entry
    });
    Council::build(entries.collect()).at_version(version)
}

#[tokio::test]
async fn an_item_is_told_once_however_and_what_was_not_taken_is_told_again() {
    for db in engines("follow_ledger").await {
        let now = chrono::DateTime::from_timestamp(1_772_440_200, 0).unwrap();
        let mut tx = db.write().await.unwrap();
        let draft = Draft { cause: Some("a".to_owned()), ..Draft::default() };
        let item = items::add(&mut tx, 1, &draft, now).await.unwrap().unwrap();
        let call = outbox::Call::new("sendMessage", serde_json::json!({"text": "новина"}));
        let text = ledger::say(&mut tx, item, 0, "uk", &call, None).await.unwrap();
        let copy = |chat: &str| ledger::Copy {
            chat: chat.to_owned(),
            text,
            method: "sendMessage",
            message: None,
            due_at: now,
            not_after: None,
        };
        ledger::queue(&mut tx, 1, item, 0, &[copy("7")], now).await.unwrap();
        let mut tells = async |chat: i64, rule: i64| {
            notices::of_item(&mut tx, 1, (chat, rule), (item, None), now, now).await.unwrap()
        };
        assert!(!tells(7, 1).await, "it has a copy");
        assert!(tells(8, 2).await);
        assert!(!tells(8, 3).await, "by another rule");
        assert_eq!(notices::due(&mut tx, 1, now, 9).await.unwrap(), [8]);
        let notice = notices::of_chat(&mut tx, 1, 8, now).await.unwrap()[0].id;
        let message =
            outbox::queue(&mut tx, 1, &outbox::Call::message(8, "так"), now).await.unwrap();
        assert!(notices::told(&mut tx, notice, message).await.unwrap());
        assert!(!notices::told(&mut tx, notice, message).await.unwrap(), "once");
        // Telegram says that the chat takes nothing from us.
        let lease = lease::take(&mut tx, 1, None).await.unwrap().unwrap();
        outbox::claim(&mut tx, 1, message, lease, now).await.unwrap();
        let blocked = outbox::State::Blocked;
        assert!(outbox::finish(&mut tx, message, lease, blocked, None, None, now).await.unwrap());
        chats::block(&mut tx, 1, "8", now).await.unwrap();
        assert!(notices::due(&mut tx, 1, now, 9).await.unwrap().is_empty());
        assert!(chats::unblock(&mut tx, 1, "8").await.unwrap());
        notices::back(&mut tx, 1, 8).await.unwrap();
        assert_eq!(notices::due(&mut tx, 1, now, 9).await.unwrap(), [8]);
        tx.commit().await.unwrap();
    }
}
