//! The playground's page as one person plays it who knows nothing of the bot: each step is a button that is seen or words
//! that were asked for. One resident is spoken to in Ukrainian, the other in English.
//!
//! 1. The life of a matter, from a question in vain to its second opening.
//! 2. An item of news, written, sent, corrected, put into a digest and recalled.

use serde_json::json;
use tokio::sync::Mutex;

#[path = "common/page.rs"]
#[expect(dead_code, reason = "other tests of the page use the rest")]
mod page;

use page::{asks, browser::Browser, playground::Playground, presses, reads, ready};

/// One browser at a time: a test machine may be small.
static TURN: Mutex<()> = Mutex::const_new(());

/// Waits until an answer to `words` is opened below `seat`, then writes it.
async fn answers(page: &Browser, seat: &str, words: &str, answer: &str) {
    let opened = format!(
        "const context = document.querySelector('#pane-{seat} .context'); \
         return !context.hidden && context.textContent.includes({})",
        json!(words)
    );
    page.until(words, &opened).await;
    asks(page, seat, answer).await;
}

/// Answers the newest message in `seat` that holds `words`.
async fn replies(page: &Browser, seat: &str, words: &str, answer: &str) {
    reads(page, seat, words).await;
    let choose = format!(
        "const found = [...document.querySelectorAll('#pane-{seat} .message.other')].reverse()\
         .find((message) => message.textContent.includes({})); \
         [...found.querySelectorAll('.handles button')].at(-1).click()",
        json!(words)
    );
    page.js(&choose).await;
    answers(page, seat, "", answer).await;
}

/// Waits until the topic that is open is called so.
async fn topic(page: &Browser, name: &str) {
    let open = format!(
        "return document.querySelector('#pane-officers .topics [aria-pressed=true]').textContent === {}",
        json!(name)
    );
    page.until(name, &open).await;
}

#[tokio::test]
async fn a_matter_lives_in_the_page_from_a_question_in_vain_to_its_second_opening() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "uk").await;
    ready(&page).await;
    asks(&page, "oksana", "розклад дирижаблів").await;
    presses(&page, "oksana", "Запросити дані").await;
    reads(&page, "oksana", "Крок 1 з 2").await;
    presses(&page, "oksana", "Пропустити").await;
    presses(&page, "oksana", "Надіслати").await;
    reads(&page, "oksana", "Прийнято, № 1").await;
    // The officers' pane goes to the new topic by itself; the officer hears of it in private, too.
    topic(&page, "🆕 № 1 розклад дирижаблів").await;
    assert!(reads(&page, "officers", "Пропозиція даних № 1").await.contains("Кому: Ірина"));
    reads(&page, "iryna", "Нове звернення № 1").await;
    presses(&page, "officers", "Уточнити").await;
    answers(&page, "officers", "Ірина, напишіть", "На який місяць?").await;
    replies(&page, "oksana", "На який місяць?", "На грудень").await;
    reads(&page, "officers", "На грудень").await;
    topic(&page, "✍️ № 1 розклад дирижаблів").await;
    // Who joins reads English.
    asks(&page, "alex", "/requests").await;
    presses(&page, "alex", "№ 1").await;
    presses(&page, "alex", "Join").await;
    reads(&page, "alex", "You joined").await;
    presses(&page, "officers", "Відповісти").await;
    answers(&page, "officers", "Ірина, напишіть", "Дирижаблі не літають узимку").await;
    reads(&page, "oksana", "Дирижаблі не літають узимку").await;
    reads(&page, "alex", "Дирижаблі не літають узимку").await;
    presses(&page, "officers", "Закрити").await;
    presses(&page, "officers", "відповідь надано").await;
    reads(&page, "oksana", "рада відповіла, звернення закрито").await;
    reads(&page, "alex", "the council answered, the matter is closed").await;
    topic(&page, "✅ № 1 розклад дирижаблів").await;
    presses(&page, "oksana", "5 ★").await;
    reads(&page, "officers", "Оцінка мешканця: 5 з 5").await;
    presses(&page, "alex", "No, it is not right").await;
    reads(&page, "alex", "Opened again").await;
    topic(&page, "🆕 № 1 розклад дирижаблів").await;
    reads(&page, "officers", "питання лишилося").await;
    page.closes().await;
}

/// Sets the civil clock.
async fn it_is(page: &Browser, time: &str) {
    let set = format!(
        "const input = document.querySelector('#clock-set'); input.value = '{time}'; input.form.requestSubmit()"
    );
    page.js(&set).await;
}

/// How many messages in `seat` hold `words`.
async fn count(page: &Browser, seat: &str, words: &str) -> serde_json::Value {
    let script = format!(
        "return [...document.querySelectorAll('#pane-{seat} .message.other .text')]\
         .filter((text) => text.textContent.includes({})).length",
        json!(words)
    );
    page.js(&script).await
}

#[tokio::test]
async fn an_item_of_news_is_written_sent_corrected_put_into_a_digest_and_recalled() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "uk").await;
    ready(&page).await;
    asks(&page, "oksana", "/follow").await;
    presses(&page, "oksana", "Так, надсилати").await;
    reads(&page, "oksana", "Новини ради для всіх: так").await;
    asks(&page, "alex", "/follow").await;
    presses(&page, "alex", "Yes, send them").await;
    page.clicks(".person[aria-controls=pane-admin]").await;
    asks(&page, "admin", "/news").await;
    presses(&page, "admin", "✏️ Написати").await;
    answers(&page, "admin", "Надішліть текст новини", "Карту укриттів оновлено").await;
    reads(&page, "admin", "чернетка").await;
    presses(&page, "admin", "✏️ English").await;
    answers(&page, "admin", "Надішліть англійський", "Map of shelters updated").await;
    reads(&page, "admin", "Англійський текст є").await;
    presses(&page, "admin", "У канал: ні").await;
    reads(&page, "admin", "Також у канал ради").await;
    presses(&page, "admin", "📤 Надіслати").await;
    presses(&page, "admin", "Так, надіслати").await;
    reads(&page, "oksana", "Карту укриттів оновлено").await;
    assert!(reads(&page, "alex", "Map of shelters updated").await.contains("You get this because"));
    reads(&page, "news", "Карту укриттів оновлено").await;
    reads(&page, "admin", "Надіслано: 3").await;

    // Put right wherever it arrived.
    presses(&page, "admin", "До новини").await;
    presses(&page, "admin", "✏️ Текст").await;
    answers(&page, "admin", "Надішліть текст новини", "Карту укриттів доповнено").await;
    presses(&page, "admin", "Надіслати виправлення").await;
    reads(&page, "oksana", "Карту укриттів доповнено").await;
    reads(&page, "news", "Карту укриттів доповнено").await;
    assert_eq!(count(&page, "oksana", "оновлено").await, 0);

    // The next one waits for the morning of who wants a digest.
    presses(&page, "oksana", "Як часто").await;
    presses(&page, "oksana", "раз на день, о 9:00").await;
    asks(&page, "admin", "/news").await;
    presses(&page, "admin", "✏️ Написати").await;
    answers(&page, "admin", "Надішліть текст новини", "Нові дані про школи").await;
    // The card of the first one stands there still.
    reads(&page, "admin", "Нові дані про школи").await;
    presses(&page, "admin", "📤 Надіслати").await;
    reads(&page, "admin", "Надіслати зараз").await;
    presses(&page, "admin", "Так, надіслати").await;
    reads(&page, "admin", "Прийде в дайджесті: 1").await;
    reads(&page, "alex", "in Ukrainian only").await;
    assert_eq!(count(&page, "oksana", "Нові дані про школи").await, 0);
    it_is(&page, "2026-11-27T09:01").await;
    reads(&page, "oksana", "Нові дані про школи").await;

    // Taken back.
    let report = "return [...document.querySelectorAll('#pane-admin .message.other .text')].some((text) => \
                  /Новину \\d+ надіслано/.test(text.textContent) && text.textContent.includes('дайджесті'))";
    page.until("the report", report).await;
    presses(&page, "admin", "До новини").await;
    let card = "return [...document.querySelectorAll('#pane-admin .message.other .text')].some((text) => \
                text.textContent.includes(': надіслана') && text.textContent.includes('про школи'))";
    page.until("its card", card).await;
    presses(&page, "admin", "🗑 Відкликати").await;
    presses(&page, "admin", "Так, відкликати").await;
    reads(&page, "admin", "відкликано").await;
    page.until(
        "its end",
        "return ![...document.querySelectorAll('#pane-alex .message.other .text')]\
        .some((text) => text.textContent.includes('Нові дані про школи'))",
    )
    .await;
    page.closes().await;
}
