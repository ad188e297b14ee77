//! What residents see of their own matters, and of everybody's, through the real inbox and outbox and a Telegram on
//! loopback, on both databases:
//!
//! 1. /my is one message turned like a book; what is added, replied or edited reaches the officers; it can be withdrawn.
//! 2. After the end it is rated, and opened again with a new term, which the officers are told.
//! 3. /requests shows what all may see, by votes or date; one vote a person, which can be taken back.

use dovidka::{
    feedback::State,
    store::{feedback::letters, outbox},
    telegram::Call,
};

#[path = "common/hall.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod hall;
use hall::{Hall, OLHA, TARAS, engines::engines, town::GROUP};

/// An officer's letter to the resident, as it arrives.
async fn officer_writes(town: &Hall, id: i64, person: i64, text: &str) {
    let mut tx = town.db.write().await.unwrap();
    let new = letters::New {
        feedback: id,
        side: letters::Side::Officer,
        person: 5,
        chat: GROUP,
        message: 900,
        text,
    };
    let letter = letters::add(&mut tx, &new, town.now()).await.unwrap().unwrap();
    let call = Call::message(person, text);
    let row = outbox::queue(&mut tx, town.bot, &call, town.now()).await.unwrap();
    letters::copied(&mut tx, letter, row).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn ones_own_matters_are_a_book_and_letters_reach_the_officers() {
    for db in engines("req_my").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        for what in ["Перша пропозиція", "Друга ідея", "Третя думка", "Четверта річ"]
        {
            town.suggests(&olha, what).await;
        }
        town.desk.minutes_pass(61);
        for what in ["П’ята справа", "Шоста забаганка"] {
            town.suggests(&olha, what).await;
        }
        let book = olha.asks("/my").await;
        assert!(book.text.contains("Сторінка 1 з 2"), "{}", book.text);
        assert!(book.text.contains("№ 6 Шоста забаганка"), "{}", book.text);
        olha.presses("›");
        let second = olha.hears().await;
        assert!(second.edited && second.id == book.id, "{}", second.text);
        olha.presses("№ 1");
        let page = olha.hears().await;
        assert!(page.edited && page.text.contains("Стан: нове"), "{}", page.text);
        // Added to it.
        olha.presses("Дописати");
        assert!(olha.hears().await.text.starts_with("Напишіть або надішліть"));
        let letter = olha.says("тариф на воду дирижаблів");
        assert_eq!(olha.hears().await.text, "Передано раді, № 1");
        town.group("тариф на воду дирижаблів").await;
        olha.edits(letter, "тариф на гелій");
        town.group("тариф на гелій").await;
        // The next message is a question again.
        assert!(olha.asks("тариф на воду").await.text.contains("33,48"));
        // A reply to an officer's letter.
        officer_writes(&town, 1, OLHA, "Уточніть, будь ласка").await;
        let asked = olha.hears().await;
        assert_eq!(asked.text, "Уточніть, будь ласка");
        olha.replies(asked.id, "Уточнюю: синій дирижабль");
        assert_eq!(olha.hears().await.text, "Передано раді, № 1");
        town.group("синій дирижабль").await;
        olha.asks("/my").await;
        olha.presses("›");
        olha.hears().await;
        olha.presses("№ 1");
        let page = olha.hears().await;
        for words in ["ви: тариф на гелій", "рада: Уточніть", "ви: Уточнюю"]
        {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        olha.presses("Відкликати");
        assert!(olha.hears().await.text.starts_with("Справді відкликати?"));
        olha.presses("Так, відкликати");
        assert!(olha.hears().await.text.starts_with("Відкликано."));
        assert_eq!(town.get(1).await.state, State::Withdrawn);
        town.group("Мешканець відкликав").await;
        // Nothing is added to what is over.
        olha.replies(asked.id, "Ще одне");
        assert!(olha.hears().await.text.contains("уже завершено"));
        town.closes().await;
    }
}

#[tokio::test]
async fn after_the_end_it_is_rated_and_opened_again() {
    for db in engines("req_rate").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        let id = town.suggests(&olha, "Розклад дирижаблів").await;
        town.group("Розклад дирижаблів").await;
        let due = town.get(id).await.due_at;
        town.ends(id).await;
        olha.presses("Мої звернення");
        let page = olha.hears().await;
        assert!(page.text.contains("Справді виправлено?"), "{}", page.text);
        olha.presses("4 ★");
        assert!(olha.hears().await.text.contains("Ваша оцінка: 4"));
        town.group("Оцінка мешканця: 4 з 5").await;
        town.desk.minutes_pass(3 * 24 * 60);
        olha.presses("відкрити знову");
        let again = olha.hears().await;
        assert!(again.text.starts_with("Відкрито знову"), "{}", again.text);
        town.group("питання лишилося").await;
        let matter = town.get(id).await;
        assert_eq!((matter.state, matter.outcome()), (State::New, None));
        assert!(matter.due_at > due && matter.closed_at.is_none() && matter.reminded == 0);
        assert_eq!(matter.extended_at, None, "a new term is no extension");
        town.closes().await;
    }
}

#[tokio::test]
async fn all_see_what_is_asked_for_and_one_has_one_vote() {
    for db in engines("req_public").await {
        let town = Hall::staffed(db).await;
        let (olha, taras) = (town.resident(OLHA), town.resident(TARAS));
        let first = town.suggests(&olha, "Перша пропозиція").await;
        let second = town.suggests(&olha, "Друга ідея").await;
        let list = taras.asks("/requests").await;
        assert!(list.text.find("Друга") < list.text.find("Перша"), "{}", list.text);
        taras.presses(&format!("№ {first}"));
        let page = taras.hears().await;
        assert_eq!(page.labels(), ["Приєднатися", "‹ Усі"]);
        let join = page.buttons[0][0].data.clone().unwrap();
        taras.presses("Приєднатися");
        assert!(taras.hears().await.text.contains("чекають 2 людини"));
        taras.presses_data(page.id, &join);
        taras.hears().await;
        assert_eq!(town.voices(first).await, [OLHA, TARAS]);
        let popular = taras.asks("/requests").await;
        assert!(popular.text.find("Перша") < popular.text.find("Друга"), "{}", popular.text);
        taras.presses("Найновіші");
        let new = taras.hears().await;
        assert!(new.edited && new.text.find("Друга") < new.text.find("Перша"), "{}", new.text);
        town.ends(second).await;
        taras.presses("За голосами");
        assert!(taras.hears().await.text.contains("відповідь надано"));
        taras.presses(&format!("№ {first}"));
        taras.hears().await;
        taras.presses("Зняти голос");
        let left = taras.hears().await;
        assert!(left.text.starts_with("Ваш голос знято"), "{}", left.text);
        assert_eq!(town.voices(first).await, [OLHA]);
        taras.presses("Приєднатися");
        taras.hears().await;
        assert_eq!(town.voices(first).await, [OLHA, TARAS]);
        // A stranger's press of an owner's button does nothing.
        taras.presses_data(page.id, &format!("k:{first}:gone"));
        taras.hears_within(std::time::Duration::from_millis(500)).await;
        assert_eq!(town.get(first).await.state, State::New);
        // Who began it steps back, and it stays for who joined.
        olha.asks("/my").await;
        olha.presses(&format!("№ {first}"));
        olha.hears().await;
        olha.presses("Відкликати");
        olha.hears().await;
        olha.presses("Так, відкликати");
        assert!(olha.hears().await.text.contains("Інші ще чекають"));
        assert_eq!(town.get(first).await.state, State::New);
        assert_eq!(town.voices(first).await, [TARAS]);
        town.closes().await;
    }
}
