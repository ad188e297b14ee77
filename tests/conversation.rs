//! What a resident can do beside asking, through the real inbox and outbox and a Telegram on loopback:
//!
//! 1. /data shows what there is in one message that is turned like a book; a number opens a card.
//! 2. A card says its state and what can be asked of it, and has a link that opens it.
//! 3. A place is asked for once, and then remembered for the chat.
//! 4. A place that an answer names is shown on the map.
//! 5. A year is compared with the one before.
//! 6. Inline mode answers in any chat.
//! 7. «Хибно?» asks what is wrong, and records what was asked, of which version and rows.
//! 8. Beyond the limit of a minute one polite word is said; others are answered.
//! 9. In a group one person's context never shows in another's answer.
//! 10. Telegram is told who may do what, in both languages.
//! 11. With one call in twenty failing and a restart in the middle no update is lost, and what is said twice is what
//!     nobody can know to have arrived.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use dovidka::{
    bot::Settings,
    db::{Db, Tx},
    playground::telegram::{Failing, Fault, Kind as ChatKind, Message, Resident},
    store::feedback::sources,
};
use serde_json::{Value, json};

#[path = "common/bot.rs"]
#[expect(dead_code, reason = "other tests of the bot use the rest")]
mod bot;
#[path = "common/engines.rs"]
mod engines;
use bot::{Desk, VERSION, desk, silence};
use engines::engines;

#[tokio::test]
async fn the_catalogue_is_one_message_that_is_turned_like_a_book() {
    for db in engines("talk_data").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        let first = olha.asks("/data").await;
        assert_eq!(first.lead(), "У каталозі 4 набори даних");
        assert!(first.labels().contains(&"Безпека (1)"), "{:?}", first.labels());
        olha.presses("Безпека (1)");
        let safety = olha.hears().await;
        assert!(safety.edited && safety.id == first.id);
        assert_eq!(safety.text, "Безпека\n1. Перелік укриттів, 20.02.2026");
        olha.presses("Теми");
        assert_eq!(olha.hears().await.text, first.text);
        olha.presses("За розпорядниками");
        let holders = olha.hears().await;
        assert_eq!(holders.labels(), ["Вигадана рада (4)", "Теми"]);
        olha.presses("Вигадана рада (4)");
        let held = olha.hears().await;
        assert_eq!(held.text.lines().count(), 5, "{}", held.text);
        olha.presses("1");
        let card = olha.hears().await;
        assert!(!card.edited && card.lead().starts_with("Набір даних «"), "{}", card.text);
        silence(&olha).await;
        // An impatient second press says nothing twice.
        let data = held.buttons[0][0].data.clone().unwrap();
        olha.presses_data(held.id, &data);
        silence(&olha).await;
        desk.closes().await;
    }
}

#[tokio::test]
async fn a_card_says_its_state_and_what_can_be_asked_and_has_a_link() {
    for (language, state, link_label, asked) in [
        ("uk", "Стан: актуальний", "Посилання на цю картку", "Запитання: "),
        ("en", "State: current", "Link to this card", "Question: "),
    ] {
        let desk = desk().await;
        let person = desk.telegram.resident(7).speaking(language);
        let card = person.asks("/data").await;
        let newest = if language == "uk" { "Найновіші" } else { "Newest" };
        assert!(card.labels().contains(&newest));
        person.presses(newest);
        let list = person.hears().await;
        let at = list.text.lines().position(|line| line.contains("укриттів")).unwrap();
        person.presses(&at.to_string());
        let card = person.hears().await;
        assert!(card.text.contains(state) && card.text.contains("CSV"), "{}", card.text);
        assert!(card.text.contains("Вигадана рада") && card.text.contains("20.02.2026"));
        let questions: Vec<String> = card
            .buttons
            .iter()
            .filter(|row| row.len() == 1)
            .map(|row| row[0].text.clone())
            .take(3)
            .collect();
        assert_eq!(questions.len(), 3, "{:?}", card.labels());
        for question in &questions {
            person.presses(question);
            let answer = person.hears().await;
            assert!(answer.text.contains(asked), "{question}: {}", answer.text);
            assert!(answer.text.contains("укриттів"), "{question}: {}", answer.text);
        }
        let link = card.raw["entities"].as_array().unwrap().iter().find_map(|entity| {
            let url = entity["url"].as_str()?;
            url.contains("t.me/").then(|| url.to_owned())
        });
        let link = link.unwrap_or_else(|| panic!("no {link_label}"));
        let parameter = link.split("start=").nth(1).unwrap();
        let opened = person.asks(&format!("/start {parameter}")).await;
        assert_eq!(opened.text, card.text);
        let gone = person.asks("/start d_0000000000000000").await;
        assert!(gone.text.contains("/data"), "{}", gone.text);
        desk.closes().await;
    }
}

#[tokio::test]
async fn a_place_is_asked_for_once_and_remembered() {
    for db in engines("talk_place").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        let asked = olha.asks("найближче укриття").await;
        assert!(asked.text.starts_with("Звідки шукати"), "{}", asked.text);
        let keys = &asked.raw["reply_markup"];
        assert!(keys["keyboard"][0][0]["request_location"] == true || keys.is_null(), "{keys}");
        let desk = desk.restarted().await;
        olha.sends_location(48.8051, 29.4);
        let nearest = olha.hears().await;
        assert!(nearest.lead().contains("Укриття №5"), "{}", nearest.text);
        assert!(olha.asks("найближче укриття").await.lead().contains("Укриття №5"));
        // Who goes on without a place gets what there is, and is not asked again.
        let taras = desk.telegram.resident(8);
        taras.asks("найближче укриття").await;
        let without = taras.asks("Без місця").await;
        assert!(without.text.contains("Укриття"), "{}", without.text);
        assert!(taras.asks("найближче укриття").await.text.contains("Укриття №"));
        desk.closes().await;
    }
}

#[tokio::test]
async fn a_place_of_an_answer_is_shown_on_the_map() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    olha.sends_location(48.8051, 29.4);
    olha.hears().await;
    let nearest = olha.asks("найближче укриття").await;
    assert!(nearest.labels().contains(&"На мапі: 1"), "{:?}", nearest.labels());
    olha.presses("На мапі: 1");
    let venue = olha.hears().await;
    assert_eq!(venue.raw["venue"]["title"], "Укриття №5");
    assert_eq!(venue.raw["venue"]["address"], "вулиця Шкільна, 5");
    assert_eq!(venue.raw["location"]["latitude"], 48.805);
    desk.closes().await;
}

#[tokio::test]
async fn a_year_is_compared_with_the_one_before() {
    for (language, question, label) in [
        ("uk", "видатки на освіту за 2025 рік", "Порівняти з 2024"),
        ("en", "education spending in 2025", "Compare with 2024"),
    ] {
        let desk = desk().await;
        let person = desk.telegram.resident(7).speaking(language);
        let answer = person.asks(question).await;
        assert!(answer.labels().contains(&label), "{}: {:?}", answer.text, answer.labels());
        person.presses(label);
        let compared = person.hears().await;
        let lead: Vec<&str> = compared.text.lines().take(3).collect();
        assert!(
            lead[1].starts_with("2025: ") && lead[2].starts_with("2024: "),
            "{}",
            compared.text
        );
        assert!(!compared.labels().iter().any(|other| other == &label));
        desk.closes().await;
    }
}

#[tokio::test]
async fn inline_mode_answers_in_any_chat() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    let answered = async |text: &str| {
        let query = olha.types(text);
        desk.telegram.waits_for("an inline answer", |_| olha.inline_answer(&query)).await
    };
    let found = answered("графік прийому міського голови").await;
    let results = found["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{found}");
    let text = results[0]["input_message_content"]["message_text"].as_str().unwrap();
    assert!(text.starts_with("<b>") && text.contains("середа"), "{text}");
    assert!(results[0]["title"].as_str().is_some_and(|title| !title.is_empty()));
    let examples = answered("").await;
    assert!(examples["results"].as_array().unwrap().len() >= 2, "{examples}");
    let none = answered("скільки піцерій на Марсі").await;
    assert_eq!(none["results"], json!([]));
    assert!(none["button"]["start_parameter"].is_string(), "{none}");
    desk.closes().await;
}

async fn complaint(db: &Db) -> Vec<(i64, String, String)> {
    let mut tx = db.read().await.unwrap();
    let sql = "SELECT id, kind, question FROM feedback ORDER BY id";
    match &mut tx {
        Tx::Sqlite(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
        Tx::Postgres(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
    }
}

#[tokio::test]
async fn what_is_wrong_is_recorded_with_its_version_and_rows() {
    for db in engines("talk_wrong").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        olha.asks("графік прийому міського голови").await;
        olha.presses("Хибно?");
        let form = olha.hears().await;
        assert!(form.text.contains("рядки файлу: 2"), "{}", form.text);
        olha.presses("Хибно?");
        silence(&olha).await;
        olha.presses("Пропустити");
        olha.hears().await;
        olha.presses("Надіслати");
        let said = olha.hears().await;
        assert!(said.text.starts_with("Прийнято, № 1"), "{}", said.text);
        desk.minutes_pass(1);
        olha.presses("Хибно?");
        olha.hears().await;
        olha.presses("Пропустити");
        olha.hears().await;
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("вже прийнято, № 1"));
        let kept = complaint(&desk.db).await;
        let question = "графік прийому міського голови".to_owned();
        assert_eq!(kept, [(1, "complaint".to_owned(), question)]);
        let mut tx = desk.db.read().await.unwrap();
        let about = sources::of(&mut tx, 1).await.unwrap();
        drop(tx);
        let [about] = &about[..] else { panic!("{about:?}") };
        assert_eq!((&*about.dataset, &*about.resource), ("reception", "reception-file"));
        assert_eq!((&*about.sha256, &*about.rows), (VERSION, "2"));
        desk.closes().await;
    }
}

#[tokio::test]
async fn beyond_the_limit_of_a_minute_one_polite_word_is_said() {
    let few = |settings: &mut Settings| settings.questions_per_minute = 3;
    let desk = Desk::with(Db::in_memory().await.unwrap(), few).await;
    let (olha, taras) = (desk.telegram.resident(7), desk.telegram.resident(8));
    for _ in 0..6 {
        olha.says("тариф на воду");
    }
    for _ in 0..3 {
        assert!(olha.hears().await.text.contains("33,48"));
    }
    let word = olha.hears().await;
    assert!(word.text.starts_with("Забагато запитань"), "{}", word.text);
    silence(&olha).await;
    assert!(taras.asks("тариф на воду").await.text.contains("33,48"), "others are answered");
    desk.minutes_pass(1);
    assert!(olha.asks("тариф на воду").await.text.contains("33,48"));
    desk.closes().await;
}

#[tokio::test]
async fn in_a_group_nobodys_context_shows_in_anothers_answer() {
    let desk = desk().await;
    desk.telegram.group(-100, ChatKind::Supergroup, "Сусіди");
    let (olha, taras) = (desk.telegram.member(-100, 7), desk.telegram.member(-100, 8));
    let name = "@dovidka_test_bot";
    let answer = olha.asks(&format!("{name} графік прийому міського голови")).await;
    assert!(answer.text.contains("середа"), "{}", answer.text);
    taras.hears().await;
    let other = taras.asks(&format!("{name} а телефон?")).await;
    olha.hears().await;
    assert!(other.text.contains("2 з 2 рядків"), "all phones, not the mayor's: {}", other.text);
    let own = olha.asks(&format!("{name} а телефон?")).await;
    assert!(own.text.contains("11111") && !own.text.contains("22222"), "{}", own.text);
    desk.closes().await;
}

#[tokio::test]
async fn telegram_is_told_who_may_do_what_in_both_languages() {
    let set = |settings: &mut Settings| {
        settings.admins = vec![7];
        settings.officers_chat = Some(-100);
    };
    let db = Db::in_memory().await.unwrap();
    let desk = Desk::with(db, set).await;
    let told = |method: &'static str, count: usize| {
        let telegram = desk.telegram.clone();
        async move {
            let all = telegram.waits_for("what the bot says of itself", |telegram| {
                let calls: Vec<Value> = telegram
                    .calls()
                    .into_iter()
                    .filter(|call| call.method == method)
                    .map(|call| call.parameters)
                    .collect();
                (calls.len() == count).then_some(calls)
            });
            all.await
        }
    };
    let lists = told("setMyCommands", 8).await;
    let list = |kind: &str, language: Option<&str>| {
        let of = |call: &&Value| {
            call["scope"]["type"] == kind && call["language_code"].as_str() == language
        };
        lists.iter().find(of).unwrap()["commands"].to_string()
    };
    assert!(list("default", None).contains("Мова відповідей"));
    assert!(list("default", Some("en")).contains("Language of the answers"));
    let admin = lists.iter().find(|call| call["scope"]["chat_id"] == 7).unwrap();
    assert!(admin["commands"].to_string().contains("harvest"));
    assert!(!list("default", None).contains("harvest"));
    assert!(lists.iter().any(|call| call["scope"]["chat_id"] == -100));
    let described = told("setMyDescription", 2).await;
    assert!(described[0]["description"].as_str().unwrap().contains("Вигадана рада"));
    told("setMyShortDescription", 2).await;
    // Chats that Telegram does not know yet are refused: the bot serves all the same.
    let olha = desk.telegram.resident(9);
    assert!(olha.asks("тариф на воду").await.text.contains("33,48"));
}

/// Does `act`, and hears what `is` waited for; other messages are repetitions. What nobody can know to have arrived is
/// said once more by the bot and then given up: who hears nothing for long asks again, which `again` counts.
async fn hears(
    person: &Resident,
    again: &AtomicUsize,
    what: &str,
    act: impl Fn(),
    is: impl Fn(&Message) -> bool,
) -> Message {
    // Longer than a second press counts as impatience.
    let patience = Duration::from_secs(12);
    for attempt in 0..3 {
        again.fetch_add(usize::from(attempt > 0), Ordering::SeqCst);
        act();
        while let Some(message) = person.hears_within(patience).await {
            if is(&message) {
                return message;
            }
        }
    }
    panic!("{what} was not heard")
}

/// A resident's whole conversation, as far as `half`: 0 the first, 1 the second.
async fn converses(person: Resident, uk: bool, half: usize, again: Arc<AtomicUsize>) {
    let word = |in_uk: &'static str, in_en: &'static str| if uk { in_uk } else { in_en };
    let says = async |text: &str, expected: &str| {
        let act = || {
            person.says(text);
        };
        hears(&person, &again, text, act, |message| message.text.contains(expected)).await
    };
    let presses = async |label: &str, is: &(dyn Fn(&Message) -> bool + Sync)| {
        hears(&person, &again, label, || person.presses(label), is).await
    };
    if half == 0 {
        says("/start", word("Вигадана рада", "Invented Council")).await;
        says(word("тариф на воду", "water tariff"), word("33,48", "33.48")).await;
        presses(word("Джерело", "Source"), &|it| it.text.contains("tariffs.csv")).await;
        presses(word("Файл", "File"), &|it| it.raw["document"].is_object()).await;
        presses(word("Графік", "Chart"), &|it| it.raw["photo"].is_array()).await;
        says(word("перелік укриттів", "list of shelters"), "Укриття №1").await;
        presses(word("Ще", "More"), &|it| it.text.contains("Укриття №7")).await;
        let nowhere = word("скільки піцерій на Марсі", "how many pizzerias on Mars");
        says(nowhere, word("На жаль", "Sorry")).await;
        let request = word("Запросити дані", "Request the data");
        presses(request, &|it| it.text.contains(word("Крок", "Step"))).await;
        let cancelled = word("касовано", "ancelled");
        presses(word("Скасувати", "Cancel"), &|it| it.text.contains(cancelled)).await;
    } else {
        let kept = word("запам’ятав", "remember");
        let place = || {
            person.sends_location(48.8051, 29.4);
        };
        // Told the place again, the bot answers the question before it.
        hears(&person, &again, "a place", place, |it| it.text.contains(kept)).await;
        says(word("найближче укриття", "nearest shelter"), "Укриття №5").await;
        presses(word("На мапі: 1", "On the map: 1"), &|it| it.raw["venue"].is_object()).await;
        says("/data", word("У каталозі 4", "The catalogue has 4")).await;
        presses(word("Найновіші", "Newest"), &|it| it.edited && it.text.contains("1. ")).await;
        says(word("видатки на освіту за 2025 рік", "education spending in 2025"), "150").await;
        let compare = word("Порівняти з 2024", "Compare with 2024");
        presses(compare, &|it| it.text.contains("2024: ")).await;
        let wrong = word("Хибно?", "Wrong?");
        presses(wrong, &|it| it.text.contains(word("Крок", "Step"))).await;
    }
}

/// Calls that were given up in doubt.
async fn given_up(db: &Db) -> i64 {
    let mut tx = db.read().await.unwrap();
    let sql = "SELECT COUNT(*) FROM outbox WHERE state = 'unknown'";
    match &mut tx {
        Tx::Sqlite(tx) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await.unwrap(),
        Tx::Postgres(tx) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await.unwrap(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_telegram_and_a_restart_lose_nothing() {
    for db in engines("talk_faults").await {
        let mut desk = Desk::open(db).await;
        for failing in
            [Failing::Html(502), Failing::Reset, Failing::ResetAfter, Failing::HtmlAfter(500)]
        {
            desk.telegram.fails(Fault::new(failing).share(0.0125));
        }
        let again = Arc::new(AtomicUsize::new(0));
        for half in 0..2 {
            let people: Vec<_> = (0..10)
                .map(|number| {
                    let uk = number % 2 == 0;
                    let person = desk.telegram.resident(100 + number);
                    let person = person.speaking(if uk { "uk" } else { "en" });
                    tokio::spawn(converses(person, uk, half, Arc::clone(&again)))
                })
                .collect();
            for person in people {
                person.await.unwrap();
            }
            if half == 0 {
                desk = desk.restarted().await;
            }
        }
        let calls = desk.telegram.traffic(0);
        let in_doubt =
            |failing: &Failing| matches!(failing, Failing::ResetAfter | Failing::HtmlAfter(_));
        let sends = calls.iter().filter(|call| call.method.starts_with("send"));
        let doubtful = sends.filter(|call| call.failing.as_ref().is_some_and(in_doubt)).count();
        assert!(calls.iter().filter(|call| call.failing.is_some()).count() >= 5, "it failed often");
        let mut said: HashMap<(i64, String), usize> = HashMap::new();
        for number in 0..10 {
            let person = desk.telegram.resident(100 + number);
            for message in person.sees().iter().filter(|it| it.raw["from"]["is_bot"] == true) {
                let raw = &message.raw;
                let content =
                    format!("{}{}{}", message.text, raw["venue"], raw["photo"].is_array());
                *said.entry((number, content)).or_default() += 1;
            }
        }
        let repeated: usize = said.values().map(|count| count - 1).sum();
        let again = again.load(Ordering::SeqCst);
        assert!(repeated <= doubtful + again, "{repeated} repeated, {doubtful} in doubt");
        let given_up = usize::try_from(given_up(&desk.db).await).unwrap();
        assert!(again <= given_up, "asked {again} times again, {given_up} calls given up in doubt");
        let waiting = desk
            .telegram
            .waits_for("all to be confirmed", |it| (it.unconfirmed() == 0).then_some(()));
        waiting.await;
        assert_eq!(desk.telegram.violations(), Vec::<String>::new());
    }
}
