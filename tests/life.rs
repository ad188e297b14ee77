//! The life of a matter as one conversation, with the whole service on both databases: asked in vain, requested, joined,
//! folded, taken, clarified, extended, handed over, answered, published, rated, opened again, and forgotten by one of those
//! who wanted it. Each step has its own tests: `tests/requests.rs`, `own.rs`, `topic.rs`, `fix.rs`, `privacy.rs`.

use std::{path::Path, time::Duration};

use dovidka::{
    config::Config,
    feedback::{Outcome, State},
};

#[path = "common/office.rs"]
#[expect(dead_code, reason = "other tests of the service use the rest")]
mod office;
use office::{
    Office,
    engines::postgres_url,
    town::{ADMIN, button, number},
};

const OLHA: i64 = 7;
/// Speaks English.
const JANE: i64 = 8;
const TARAS: i64 = 9;
/// An officer for all that nobody else has, and one of the transport department.
const IRYNA: i64 = 20;
const MYKOLA: i64 = 21;
const DEPARTMENT: &str = "Відділ транспорту";
const QUESTION: &str = "розклад автобусів до Вінниці";

/// Writes the council's datasets: schools and, once `all`, what was asked for.
fn publish(folder: &Path, all: bool) {
    let dataset = |name: &str, title: &str| {
        format!(
            r#"{{"id": "{name}", "name": "{name}", "title": "{title}",
                "organization": {{"id": "t", "name": "transport", "title": "{DEPARTMENT}"}},
                "resources": [{{"id": "{name}-file", "name": "{title}", "format": "CSV", "path": "{name}.csv"}}]}}"#
        )
    };
    let mut datasets = vec![dataset("schools", "Телефони шкіл громади")];
    std::fs::write(folder.join("schools.csv"), "Назва,Телефон\nЛіцей № 1,04300 11111\n").unwrap();
    if all {
        datasets.push(dataset("buses", "Розклад руху автобусів до Вінниці"));
        let rows = "Маршрут,Відправлення\nдо Умані,07:40\nдо Вінниці,13:25\n";
        std::fs::write(folder.join("buses.csv"), rows).unwrap();
    }
    std::fs::write(folder.join("catalog.json"), format!("[{}]", datasets.join(","))).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_lives_from_a_question_in_vain_to_the_answer_and_beyond() {
    for url in ["sqlite::memory:".to_owned(), postgres_url("life").await] {
        let folder = tempfile::tempdir().unwrap();
        publish(folder.path(), false);
        let config = format!(
            "[council]\nname = {{ uk = \"Рада\" }}\n[[source]]\nid = \"a\"\nkind = \"folder\"\nurl = \"{}\"\n",
            folder.path().display()
        );
        let mut office = Office::of(Some(Config::parse(&config).unwrap()), url, 6.0).await;
        office.employs(IRYNA, "").await;
        office.employs(MYKOLA, DEPARTMENT).await;
        office.begin();

        let id = is_asked_in_vain_and_requested(&office).await;
        is_joined_and_folded(&office, id).await;
        is_clarified(&office, id).await;
        is_extended_and_handed_over(&office, id).await;
        is_withdrawn_by_one(&office, id).await;
        publish(folder.path(), true);
        is_answered_and_published(&office, id).await;
        is_rated_and_opened_again(&office, id).await;
        is_forgotten_by_one_and_ends(&office, id).await;

        let done =
            ["take", "clarify", "extend", "hand", "take", "answer", "close", "answer", "close"];
        assert_eq!(office.actions(id).await, done);
        office.closes().await;
    }
}

async fn is_asked_in_vain_and_requested(office: &Office) -> i64 {
    let olha = office.resident(OLHA);
    let none = olha.asks(QUESTION).await;
    assert_eq!(none.labels(), ["Запросити дані"], "{}", none.text);
    olha.presses("Запросити дані");
    assert!(olha.hears().await.text.contains("Крок 1 з 2"));
    let check = olha.asks("Потрібен і зворотний рейс").await;
    assert!(check.text.contains("Строк 5 робочих днів"), "{}", check.text);
    olha.presses("Надіслати");
    let id = number(&olha.hears().await);
    let header = office.group_labels("Беру").await;
    assert!(header.text.contains("Пропозиція даних № 1"), "{}", header.text);
    assert!(header.text.contains("Кому: Працівник 20"), "{}", header.text);
    assert_eq!(office.topics()[0].name, format!("🆕 № 1 {QUESTION}"));
    office.told(IRYNA, "Нове звернення № 1").await;
    id
}

async fn is_joined_and_folded(office: &Office, id: i64) {
    // One finds it in the list, in English.
    let jane = office.resident(JANE).speaking("en");
    assert!(jane.asks("/requests").await.text.contains("1 person waits"));
    jane.presses(&format!("№ {id}"));
    jane.hears().await;
    jane.presses("Join");
    assert!(jane.hears().await.text.starts_with("You joined"));
    // To another it is shown while he writes the same.
    let taras = office.resident(TARAS);
    taras.asks("/suggest").await;
    taras.asks("Графік автобусів до Вінниці").await;
    taras.presses("Пропустити");
    assert!(taras.hears().await.text.contains("Схоже вже чекає"));
    taras.presses(&format!("Приєднатися до № {id}"));
    taras.hears().await;
    // Who began it says it again, and it is the same matter.
    let olha = office.resident(OLHA);
    olha.asks(QUESTION).await;
    olha.presses("Запросити дані");
    olha.hears().await;
    olha.asks("Потрібен і зворотний рейс").await;
    olha.presses("Надіслати");
    assert_eq!(number(&olha.hears().await), id);
    assert_eq!(office.voices(id).await, [OLHA, JANE, TARAS]);
    office.group("Чекають 3 людини").await;
}

/// Presses a button of the topic's head, then answers what the bot asks with `asked`.
async fn answers(office: &Office, officer: i64, label: &str, asked: &str, words: &str) {
    office.member(officer).presses(label);
    let prompt = office.group(asked).await;
    office.member(officer).replies(prompt.id, words);
}

async fn is_clarified(office: &Office, id: i64) {
    office.member(IRYNA).presses("Беру");
    office.is(id, State::Taken).await;
    answers(office, IRYNA, "Уточнити", "треба уточнити", "На які дні?").await;
    let question = office.told(OLHA, "На які дні?").await;
    office.is(id, State::Waiting).await;
    office.settled().await;
    office.resident(OLHA).replies(question.id, "На вихідні");
    office.group("На вихідні").await;
    assert_eq!(office.is(id, State::Taken).await.officer, Some(IRYNA));
    let others = [JANE, TARAS].map(|person| office.telegram.messages(person, 0));
    assert!(!others.iter().flatten().any(|it| it.text.contains("На які дні?")));
}

async fn is_extended_and_handed_over(office: &Office, id: i64) {
    let due = office.get(id).await.due_at;
    answers(office, IRYNA, "Продовжити", "більше часу", "Чекаємо на перевізника").await;
    office.told(OLHA, "продовжено").await;
    let told = office.told(JANE, "The reason: Чекаємо на перевізника").await;
    assert!(told.text.contains("extended"), "{}", told.text);
    assert!(office.get(id).await.due_at > due);
    office.group_labels("Передати").await;
    office.member(IRYNA).presses("Передати");
    office.group_labels(DEPARTMENT).await;
    office.member(IRYNA).presses(DEPARTMENT);
    office.group(&format!("Передано: {DEPARTMENT}")).await;
    office.told(MYKOLA, "Вам передано звернення № 1").await;
    let header = office.group_labels("Беру").await;
    office.member(MYKOLA).presses_data(header.id, button(&header, "Беру"));
    assert_eq!(office.is(id, State::Taken).await.officer, Some(MYKOLA));
}

async fn is_withdrawn_by_one(office: &Office, id: i64) {
    let taras = office.resident(TARAS);
    taras.asks("/my").await;
    taras.presses(&format!("№ {id}"));
    taras.hears().await;
    taras.presses("Зняти голос");
    taras.hears().await;
    assert_eq!(office.voices(id).await, [OLHA, JANE]);
    // A matter of one's own ends with it.
    let olha = office.resident(OLHA);
    olha.asks("/suggest").await;
    olha.asks("Перелік дирижаблів").await;
    olha.presses("Пропустити");
    olha.hears().await;
    olha.presses("Надіслати");
    let other = number(&olha.hears().await);
    assert_ne!(other, id);
    olha.asks("/my").await;
    olha.presses(&format!("№ {other}"));
    olha.hears().await;
    olha.presses("Відкликати");
    olha.hears().await;
    olha.presses("Так, відкликати");
    olha.hears().await;
    office.is(other, State::Withdrawn).await;
    office.group("Мешканець відкликав").await;
}

async fn is_answered_and_published(office: &Office, id: i64) {
    let header = office.group("Пропозиція даних № 1").await;
    office.member(MYKOLA).replies(header.id, "Розклад готовий, публікуємо");
    for person in [OLHA, JANE] {
        office.told(person, "Розклад готовий, публікуємо").await;
    }
    let admin = office.known(ADMIN).await;
    admin.asks("/harvest").await;
    let mut council = office.app.council.subscribe();
    let read = council.wait_for(|council| council.named("buses").is_some());
    tokio::time::timeout(Duration::from_mins(1), read).await.expect("it is read").unwrap();
    office.member(MYKOLA).presses_data(header.id, &format!("k:{id}:close"));
    office.group_labels("набір опубліковано").await;
    answers(office, MYKOLA, "набір опубліковано", "посилання на опублікований набір", "buses")
        .await;
    office.group_labels("Розклад руху автобусів").await;
    office.member(MYKOLA).presses("Розклад руху автобусів");
    for (person, asked) in [(OLHA, "Ви запитували"), (JANE, "You asked")] {
        let answer = office.told(person, asked).await;
        assert!(answer.text.contains("13:25"), "{}", answer.text);
    }
    let matter = office.is(id, State::Closed).await;
    assert_eq!((matter.outcome(), &*matter.dataset.unwrap()), (Some(Outcome::Published), "buses"));
    let of_taras = office.telegram.messages(TARAS, 0);
    assert!(!of_taras.iter().any(|it| it.text.contains("публікуємо") || it.text.contains("13:25")));
    // What was asked in vain is answered now.
    assert!(office.resident(TARAS).asks(QUESTION).await.text.contains("13:25"));
}

async fn is_rated_and_opened_again(office: &Office, id: i64) {
    office.resident(OLHA).presses("4 ★");
    office.group("Оцінка мешканця: 4 з 5").await;
    office.resident(JANE).speaking("en").presses("No, it is not right");
    office.told(JANE, "Opened again").await;
    office.group("питання лишилося").await;
    let matter = office.is(id, State::New).await;
    assert_eq!((matter.outcome(), matter.closed_at), (None, None));
}

async fn is_forgotten_by_one_and_ends(office: &Office, id: i64) {
    let jane = office.resident(JANE).speaking("en");
    jane.asks("/forget_me").await;
    jane.presses("Yes, erase everything");
    office.told(JANE, "Erased").await;
    let matter = office.get(id).await;
    assert_eq!((&*matter.title, matter.voices), (QUESTION, 2), "what is public stays");
    assert_eq!(office.voices(id).await, [OLHA, 0]);
    office.silent(JANE).await;
    let heard = office.telegram.messages(JANE, 0).len();
    let header = office.group_labels("Беру").await;
    office.member(MYKOLA).replies(header.id, "Зворотні рейси додано");
    office.told(OLHA, "Зворотні рейси додано").await;
    office.member(MYKOLA).presses_data(header.id, &format!("k:{id}:answered"));
    office.told(OLHA, "рада відповіла, звернення закрито").await;
    assert_eq!(office.is(id, State::Closed).await.outcome(), Some(Outcome::Answered));
    office.group("Стан: відповідь надано").await;
    assert_eq!(office.telegram.messages(JANE, 0).len(), heard, "nobody writes to who is forgotten");
}
