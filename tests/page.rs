//! The life of a matter in the playground's page, as one person plays it who knows nothing of the bot: each step is a
//! button that is seen or words that were asked for. The resident is spoken to in Ukrainian, who joins in English.

use serde_json::json;

#[path = "common/page.rs"]
#[expect(dead_code, reason = "other tests of the page use the rest")]
mod page;

use page::{asks, browser::Browser, playground::Playground, presses, reads, ready};

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
