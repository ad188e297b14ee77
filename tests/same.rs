//! The answer of an earlier matter for one like it, through the whole service, on both databases:
//!
//! 1. A new matter like one that was answered is offered that answer in its topic, once; another is not.
//! 2. «Надіслати так само» sends it to everyone with its attachment, which the officers see too; what was sent so can be
//!    sent so again.
//! 3. Where the attachment is gone the officers hear that it did not arrive, and why.

use std::time::Duration;

use dovidka::playground::telegram::{Message, Resident, Telegram};

#[path = "common/office.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod office;
use office::{
    Office,
    engines::postgres_url,
    town::{ADMIN, GROUP},
};

/// An office at work, with its admin in the group, and a resident.
async fn open(test: &str, engine: usize) -> (Office, Resident, Resident) {
    let url = if engine == 0 { "sqlite::memory:".to_owned() } else { postgres_url(test).await };
    let mut office = Office::at_speed(url, 20.0).await;
    office.begin();
    let resident = office.telegram.resident(7);
    resident.asks("/help").await;
    let officer = office.telegram.member(GROUP, ADMIN);
    (office, officer, resident)
}

/// The newest message of the bot in `chat` that `is` what is waited for.
async fn said(office: &Office, chat: i64, what: &str, is: impl Fn(&Message) -> bool) -> Message {
    let found = |telegram: &Telegram| {
        let all = telegram.messages(chat, 0).into_iter().rev();
        all.filter(|it| it.raw["from"]["is_bot"] == true).find(|it| is(it))
    };
    let found = office.telegram.waits_for(what, found).await;
    office.settled().await;
    found
}

/// A new matter, and its header.
async fn begins(office: &Office, title: &str) -> (i64, Message) {
    let id = office.complains(title, "").await;
    let head = format!("Скарга на дані № {id}");
    (id, said(office, GROUP, &head, |it| it.text.starts_with(&head)).await)
}

/// The matter `id` ends with the last word of the officers.
async fn closes(office: &Office, officer: &Resident, id: i64, header: &Message) {
    officer.presses_data(header.id, &format!("k:{id}:answered"));
    let words = format!("№ {id}");
    said(office, 7, "the end", |it| it.text.contains("закрито") && it.text.contains(&words)).await;
}

/// What is offered from the matter `earlier`.
async fn offered(office: &Office, earlier: i64) -> Message {
    let words = format!("Схоже звернення № {earlier} вже мало таку відповідь");
    said(office, GROUP, &words, |it| it.text.starts_with(&words)).await
}

fn sends_same(officer: &Resident, offer: &Message) {
    let button = &offer.buttons[0][0];
    assert_eq!(button.text, "Надіслати так само");
    officer.presses_data(offer.id, button.data.as_deref().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_like_one_that_was_answered_is_offered_that_answer_once() {
    for engine in 0..2 {
        let (office, officer, _) = open("same_words", engine).await;
        let (first, header) = begins(&office, "Телефон аптеки").await;
        officer.replies(header.id, "Правильний: 04300 11111");
        said(&office, 7, "the answer", |it| it.text.contains("11111")).await;
        closes(&office, &officer, first, &header).await;
        let (other, _) = begins(&office, "Розклад автобусів").await;
        let (second, header) = begins(&office, "Телефон аптеки хибний").await;
        let offer = offered(&office, first).await;
        assert_eq!(offer.raw["message_thread_id"], header.raw["message_thread_id"]);
        assert!(offer.text.ends_with("Правильний: 04300 11111"), "{}", offer.text);
        sends_same(&officer, &offer);
        let words =
            format!("Рада про № {second} «Телефон аптеки хибний»:\nПравильний: 04300 11111");
        said(&office, 7, &words, |it| it.text == words).await;
        said(&office, GROUP, "the taken matter", |it| {
            it.text.starts_with(&format!("Скарга на дані № {second}"))
                && it.text.contains("в роботі")
        })
        .await;
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        let all = office.telegram.messages(GROUP, 0);
        let offers = all.iter().filter(|it| it.text.starts_with("Схоже звернення")).count();
        assert_eq!(offers, 1, "the matter {other} is like none");
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attachment_goes_along_and_may_go_so_again() {
    for engine in 0..2 {
        let (office, officer, _) = open("same_photo", engine).await;
        let (mut earlier, mut header) = begins(&office, "Телефон аптеки").await;
        officer.replies_with_photo(header.id, "Ось вивіска");
        said(&office, 7, "the picture", |it| it.text.ends_with("Ось вивіска")).await;
        for _ in 0..2 {
            closes(&office, &officer, earlier, &header).await;
            (earlier, header) = begins(&office, "Телефон аптеки").await;
            let offer = offered(&office, earlier - 1).await;
            assert!(offer.text.ends_with("Ось вивіска\n📎 із вкладенням"), "{}", offer.text);
            sends_same(&officer, &offer);
            let words = format!("Рада про № {earlier} «Телефон аптеки»:\nОсь вивіска");
            let told = said(&office, 7, &words, |it| it.text == words).await;
            assert!(told.raw["photo"].is_array(), "{}", told.raw);
            let shown = said(&office, GROUP, "the picture in the topic", |it| {
                it.raw["message_thread_id"] == header.raw["message_thread_id"]
                    && it.text.starts_with("Мешканцям надіслано:")
            });
            let shown = shown.await;
            assert!(shown.raw["photo"].is_array(), "{}", shown.raw);
        }
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_attachment_is_gone_the_officers_hear_that_it_did_not_arrive() {
    for engine in 0..2 {
        let (office, officer, _) = open("same_gone", engine).await;
        let (first, header) = begins(&office, "Телефон аптеки").await;
        officer.replies_with_photo(header.id, "Ось вивіска");
        said(&office, 7, "the picture", |it| it.text.ends_with("Ось вивіска")).await;
        closes(&office, &officer, first, &header).await;
        let (second, _) = begins(&office, "Телефон аптеки").await;
        let offer = offered(&office, first).await;
        officer.deletes_topic(header.raw["message_thread_id"].as_i64().unwrap());
        sends_same(&officer, &offer);
        let words = "Не доставлено: повідомлення, яке треба переслати, видалено";
        let told = said(&office, GROUP, words, |it| it.text.starts_with(words)).await;
        assert_eq!(told.raw["message_thread_id"], offer.raw["message_thread_id"]);
        let number = format!("№ {second}");
        let all = office.telegram.messages(7, 0);
        assert!(!all.iter().any(|it| it.text.contains(&number)), "nothing of it came");
        office.closes().await;
    }
}
