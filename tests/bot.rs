//! The conversation, through the real inbox and outbox and a Telegram on loopback:
//!
//! 1. /start greets in two lines, with examples that this council's data answer; pressing one answers it.
//! 2. One question gets exactly one message: the fact first in bold, the source, the link last.
//! 3. «Ще» shows what follows and moves to the new message; «Джерело» names file and rows; «Файл» sends the rows.
//! 4. Buttons work after a restart; old, forged and foreign ones say politely that they do not.
//! 5. A second, impatient press says nothing twice.
//! 6. What cannot be read gets one polite line, an album one in all.
//! 7. A place answers the question just asked, else the next ones.
//! 8. An edited question edits its answer.
//! 9. In a group only a mention or a reply is answered.
//! 10. The language is the chosen one; both languages are complete in a conversation.
//! 11. Data that are not published can be requested, once.
//! 12. Hostile text breaks nothing, in any field.
//! 13. A database that fails is apologised for.
//! 14. A follow-up leans on the question before it, for half an hour.
//! 15. A reading that is chosen is asked of its own dataset.
//! 16. Who blocked the bot is left alone.

use dovidka::{
    answer::Choice,
    bot::{
        callback::{Act, Press},
        kept::Kept,
    },
    db::Db,
    i18n::Locale,
    playground::telegram::{Kind as ChatKind, Message},
    store::answers,
    telegram::Api,
};

#[path = "common/bot.rs"]
#[expect(dead_code, reason = "other tests of the bot use the rest")]
mod bot;
#[path = "common/engines.rs"]
mod engines;
use bot::{COUNCIL, Desk, day, desk, silence};
use engines::engines;

/// Whether the first line is in bold.
fn is_bold(message: &Message) -> bool {
    let entity = &message.raw["entities"][0];
    entity["type"] == "bold" && entity["offset"] == 0
}

// ---- the promises -----------------------------------------------------------------------------

#[tokio::test]
async fn a_greeting_is_two_lines_with_examples_that_these_data_answer() {
    let desk = desk().await;
    for (language, council_name, locale) in
        [("uk", "Вигадана рада", Locale::Uk), ("en", "Invented Council", Locale::En)]
    {
        let person =
            desk.telegram.resident(if language == "uk" { 7 } else { 8 }).speaking(language);
        let greeting = person.asks("/start").await;
        assert_eq!(greeting.text.lines().count(), 2, "{}", greeting.text);
        assert!(greeting.lead().contains(council_name), "{}", greeting.text);
        let now = day().with_timezone(&chrono_tz::Europe::Kyiv);
        let examples = COUNCIL.examples(locale, now);
        assert!(examples.len() >= 2, "{examples:?}");
        assert_eq!(greeting.labels(), examples);
        person.presses(&examples[0]);
        let source = if locale == Locale::Uk { "Джерело" } else { "Source" };
        assert!(person.hears().await.labels().contains(&source));
        let help = person.asks("/help").await;
        assert!(help.text.contains("/lang") && help.text.contains("/privacy"), "{}", help.text);
        let unknown = person.asks("/nothing").await;
        assert!(unknown.text.contains("/help"), "{}", unknown.text);
        let privacy = person.asks("/privacy").await;
        assert!(privacy.text.contains("90"), "{}", privacy.text);
    }
    desk.closes().await;
}

#[tokio::test]
async fn one_question_gets_one_message_with_the_fact_first_and_the_link_last() {
    for db in engines("bot_question").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        let answer = olha.asks("графік прийому міського голови").await;
        assert!(is_bold(&answer), "{:?}", answer.raw);
        assert!(answer.text.contains("середа") && answer.text.contains("09:00"), "{}", answer.text);
        assert_eq!(answer.text.lines().last(), Some("Відкрити набір даних"));
        assert_eq!(
            answer.raw["entities"].as_array().unwrap().last().unwrap()["url"],
            "https://data.example.ua/dataset/reception"
        );
        silence(&olha).await;
        desk.closes().await;
    }
}

#[tokio::test]
async fn more_goes_on_where_the_answer_ended_and_the_button_moves() {
    for db in engines("bot_more").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        let first = olha.asks("перелік укриттів").await;
        assert!(first.labels().contains(&"Ще"), "{:?}", first.labels());
        let mut rows: Vec<String> = Vec::new();
        let listed = |message: &Message| -> Vec<String> {
            let lines = message.text.lines().filter(|line| line.starts_with('•'));
            lines.map(ToOwned::to_owned).collect()
        };
        rows.extend(listed(&first));
        for _ in 0..2 {
            olha.presses("Ще");
            let page = olha.hears().await;
            assert!(!page.edited);
            rows.extend(listed(&page));
            let before = olha.hears().await;
            assert!(before.edited && !before.labels().contains(&"Ще"), "{before:?}");
        }
        let expected: Vec<String> =
            (1..=12).map(|at| format!("• Укриття №{at} — вулиця Шкільна, {at}")).collect();
        assert_eq!(rows, expected);
        let labels: Vec<Message> = olha.sees();
        assert!(
            labels.iter().all(|message| !message.labels().contains(&"Ще")),
            "the end is reached"
        );
        desk.closes().await;
    }
}

#[tokio::test]
async fn the_source_names_the_file_its_rows_and_its_age() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    olha.asks("графік прийому міського голови").await;
    olha.presses("Джерело");
    let source = olha.hears().await;
    assert_eq!(
        source.text,
        "Графік прийому громадян\nФайл: Графік прийому громадян (reception.csv)\nРядок файлу: 2\nФайл змінено 20.02.2026\nВідкрити набір даних"
    );
    desk.closes().await;
}

#[tokio::test]
async fn all_rows_come_as_a_file_and_the_numbers_as_a_picture_even_after_a_restart() {
    for db in engines("bot_file").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        let answer = olha.asks("тарифи на воду").await;
        assert!(answer.labels().contains(&"Файл") && answer.labels().contains(&"Графік"));
        let desk = desk.restarted().await;
        olha.presses("Файл");
        let file = olha.hears().await;
        assert_eq!(file.raw["document"]["file_name"], "Тарифи на воду.csv");
        assert_eq!(
            file.raw["caption"],
            "Уся відповідь на запитання «тарифи на воду»\nДжерело: «Тарифи на воду», Вигадана рада"
        );
        let bytes = desk.telegram.file(file.raw["document"]["file_id"].as_str().unwrap()).unwrap();
        assert_eq!(
            std::str::from_utf8(&bytes).unwrap(),
            "\u{feff}Рядок файлу,Послуга,Тариф\r\n2,Водопостачання,33.48\r\n3,Водовідведення,28.1\r\n"
        );
        olha.presses("Графік");
        let picture = olha.hears().await;
        let sizes = picture.raw["photo"].as_array().unwrap();
        assert_eq!(sizes.last().unwrap()["width"], 1280);
        desk.closes().await;
    }
}

#[tokio::test]
async fn buttons_of_old_messages_work_after_a_restart() {
    for db in engines("bot_restart").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        olha.asks("перелік укриттів").await;
        let desk = desk.restarted().await;
        desk.minutes_pass(60 * 24 * 89);
        olha.presses("Ще");
        assert!(olha.hears().await.text.contains("Укриття №6"));
        desk.closes().await;
    }
}

#[tokio::test]
async fn a_button_too_old_forged_or_of_another_chat_says_so() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    let answer = olha.asks("перелік укриттів").await;
    let data = answer.buttons[0][0].data.clone().unwrap();
    let taras = desk.telegram.resident(8);
    let his = taras.asks("/lang").await;
    taras.presses_data(his.id, &data);
    assert!(taras.hears().await.text.starts_with("Ця кнопка вже не працює"));
    for forged in ["", "m:999999", "c:1:77", "\u{202e}<b>", "s:-1"] {
        olha.presses_data(answer.id, forged);
        assert!(olha.hears().await.text.starts_with("Ця кнопка вже не працює"), "{forged}");
    }
    desk.minutes_pass(60 * 24 * 91);
    olha.presses_data(answer.id, &data);
    assert!(olha.hears().await.text.starts_with("Ця кнопка вже не працює"));
    desk.closes().await;
}

#[tokio::test]
async fn a_second_impatient_press_says_nothing_twice() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    let answer = olha.asks("графік прийому міського голови").await;
    let source = answer.buttons.iter().flatten().find(|button| button.text == "Джерело").unwrap();
    let data = source.data.clone().unwrap();
    for _ in 0..3 {
        olha.presses_data(answer.id, &data);
    }
    olha.hears().await;
    silence(&olha).await;
    desk.minutes_pass(1);
    olha.presses_data(answer.id, &data);
    olha.hears().await;
    desk.closes().await;
}

#[tokio::test]
async fn what_cannot_be_read_gets_one_polite_line_and_an_album_one_in_all() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    let line = "Я читаю лише текст.";
    olha.sends_sticker();
    assert!(olha.hears().await.text.starts_with(line));
    olha.sends_voice();
    assert!(olha.hears().await.text.starts_with(line));
    olha.sends_photo("");
    assert!(olha.hears().await.text.starts_with(line));
    olha.sends_contact();
    assert!(olha.hears().await.text.starts_with(line));
    olha.sends_album(4);
    assert!(olha.hears().await.text.starts_with(line));
    silence(&olha).await;
    olha.sends_photo("тариф на воду");
    assert!(olha.hears().await.text.contains("33,48"), "a caption is a question");
    let john = desk.telegram.resident(8).speaking("en");
    john.sends_sticker();
    assert!(john.hears().await.text.starts_with("I can only read text."));
    desk.closes().await;
}

#[tokio::test]
async fn a_place_serves_the_next_questions_and_says_since_when() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    olha.sends_location(48.8051, 29.4);
    let asked = olha.hears().await;
    assert!(asked.text.contains("запам’ятав"), "{}", asked.text);
    assert!(asked.labels().contains(&"Найближче укриття"), "{:?}", asked.labels());
    olha.presses("Найближче укриття");
    let nearest = olha.hears().await;
    assert!(nearest.lead().contains("Укриття №5"), "{}", nearest.text);
    assert!(nearest.text.contains("Запитання: Найближче укриття"), "{}", nearest.text);
    assert!(olha.asks("найближче укриття").await.lead().contains("Укриття №5"));
    let since = "Від місця, яке ви надіслали 02.03.2026";
    assert!(!olha.asks("найближче укриття").await.text.contains(since));
    desk.minutes_pass(24 * 60);
    let later = olha.asks("найближче укриття").await;
    assert!(later.lead().contains("Укриття №5") && later.text.contains(since), "{}", later.text);
    desk.minutes_pass(30 * 24 * 60);
    let forgotten = olha.asks("найближче укриття").await;
    assert!(forgotten.text.contains("Звідки шукати"), "{}", forgotten.text);
    desk.closes().await;
}

#[tokio::test]
async fn a_place_answers_the_question_just_asked() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    olha.asks("найближче укриття").await;
    olha.sends_location(48.8091, 29.4);
    let answer = olha.hears().await;
    assert!(answer.lead().contains("Укриття №9"), "{}", answer.text);
    // A question to which the place matters not is left alone.
    olha.asks("тариф на воду").await;
    olha.sends_location(48.8011, 29.4);
    assert!(olha.hears().await.text.contains("запам’ятав"));
    desk.closes().await;
}

#[tokio::test]
async fn a_reading_that_is_chosen_is_asked_of_its_own_dataset() {
    for db in engines("bot_choice").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        let asked = olha.asks("/lang").await;
        let choice = |dataset: &str, title: &str| Choice {
            dataset: dataset.to_owned(),
            title: title.to_owned(),
            question: "телефон і тариф на воду".to_owned(),
        };
        let kept = Kept {
            choices: vec![
                choice("reception", "Графік прийому громадян"),
                choice("tariffs", "Тарифи на воду"),
            ],
            ..Kept::default()
        };
        let kept = serde_json::to_string(&kept).unwrap();
        let mut tx = desk.db.write().await.unwrap();
        let bot = Api::new(&desk.telegram.token(), desk.telegram.url()).unwrap().bot();
        let now = (desk.telegram.clock())();
        let id = answers::add(&mut tx, bot, 7, None, &kept, now).await.unwrap();
        tx.commit().await.unwrap();
        for (at, title) in [(1, "Тарифи на воду"), (0, "Графік прийому громадян")]
        {
            olha.presses_data(asked.id, &Press::Answer(Act::Choose(at)).data(id));
            let answer = olha.hears().await;
            assert!(answer.text.contains(title), "{}", answer.text);
            assert!(answer.text.contains("Запитання: телефон і тариф на воду"), "{}", answer.text);
        }
        desk.closes().await;
    }
}

#[tokio::test]
async fn an_edited_question_edits_its_answer() {
    for db in engines("bot_edit").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        let asked = olha.says("тариф на воду");
        let answer = olha.hears().await;
        olha.edits(asked, "графік прийому міського голови");
        let changed = olha.hears().await;
        assert!(changed.edited);
        assert_eq!(changed.id, answer.id);
        assert!(changed.text.contains("середа"), "{}", changed.text);
        olha.presses("Джерело");
        assert!(olha.hears().await.text.starts_with("Графік прийому громадян"));
        // The same words again are no edit, and a message that was no question stays unanswered.
        olha.edits(asked, "графік прийому міського голови");
        silence(&olha).await;
        desk.closes().await;
    }
}

#[tokio::test]
async fn in_a_group_only_a_mention_or_a_reply_is_answered() {
    let desk = desk().await;
    desk.telegram.group(-100_500, ChatKind::Supergroup, "Двір");
    let olha = desk.telegram.member(-100_500, 7);
    olha.says("тариф на воду");
    olha.says("/help");
    silence(&olha).await;
    let asked = olha.says("@dovidka_test_bot тариф на воду");
    let answer = olha.hears().await;
    assert!(answer.text.contains("33,48"), "{}", answer.text);
    assert_eq!(answer.raw["reply_to_message"]["message_id"], asked);
    olha.replies(answer.id, "графік прийому міського голови");
    assert!(olha.hears().await.text.contains("середа"));
    olha.says_in(44, "@dovidka_test_bot тариф на воду");
    let in_topic = olha.hears().await;
    assert_eq!(in_topic.raw["message_thread_id"], 44, "it stays in its topic");
    olha.presses("Джерело");
    assert_eq!(olha.hears().await.raw["message_thread_id"], 44);
    desk.closes().await;
}

#[tokio::test]
async fn the_language_is_the_chosen_one() {
    for db in engines("bot_language").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        let asked = olha.asks("/lang").await;
        assert_eq!(asked.labels(), ["Українська", "English"]);
        olha.presses("English");
        assert_eq!(olha.hears().await.text, "I will answer in English.");
        assert!(olha.hears().await.labels().is_empty(), "the choice is made");
        let answer = olha.asks("графік прийому міського голови").await;
        assert!(answer.labels().contains(&"Source"), "{:?}", answer.labels());
        assert!(answer.text.contains("Open the dataset"), "{}", answer.text);
        let desk = desk.restarted().await;
        assert!(olha.asks("/start").await.text.contains("Invented Council"));
        desk.closes().await;
    }
}

#[tokio::test]
async fn data_that_are_not_published_can_be_requested_once() {
    for db in engines("bot_request").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        let answer = olha.asks("розклад дирижаблів").await;
        assert_eq!(answer.labels(), ["Запросити дані"]);
        olha.presses("Запросити");
        let form = olha.hears().await;
        assert!(form.text.contains("Що: розклад дирижаблів"), "{}", form.text);
        for number in ["Прийнято, № 1", "Це вже прийнято, № 1"] {
            olha.presses("Пропустити");
            olha.hears().await;
            olha.presses("Надіслати");
            let recorded = olha.hears().await;
            assert!(recorded.text.starts_with(number), "{}", recorded.text);
            desk.minutes_pass(1);
            olha.presses("Запросити");
            olha.hears().await;
        }
        olha.presses("Скасувати");
        olha.hears().await;
        let greeting = olha.asks("привіт").await;
        assert!(greeting.labels().is_empty(), "a greeting is no gap in the data");
        desk.closes().await;
    }
}

#[tokio::test]
async fn hostile_text_is_answered_like_any_other() {
    for db in engines("bot_hostile").await {
        let desk = Desk::open(db).await;
        for (person, text) in (100..).zip([
            "<b>жирний</b> & <script>alert(1)</script>".to_owned(),
            "\u{202e}\u{2066}тариф на воду".to_owned(),
            "т".repeat(4_096),
            "тариф ".repeat(680),
            "тариф\u{0}на воду".to_owned(),
            "🏫🏫🏫🏫".to_owned(),
            "%s%n{0}'; DROP TABLE answer; --".to_owned(),
            "\u{200b}".to_owned(),
            "/".to_owned(),
            "телефон секретаря ради".to_owned(),
        ]) {
            let answer = desk.telegram.resident(person).asks(&text).await;
            assert!(!answer.text.is_empty() && answer.text.encode_utf16().count() <= 4_096);
            assert!(!answer.text.contains("помилка на нашому боці"), "{text:?}: {}", answer.text);
        }
        // Ten thousand letters, which no client sends.
        let client = desk.telegram.resident(150);
        client.asks("/privacy").await;
        desk.telegram.sends_raw(&format!(
            r#","message":{{"message_id":900,"date":1772440200,"chat":{{"id":150,"type":"private","first_name":"Х"}},"from":{{"id":150,"is_bot":false,"first_name":"Х"}},"text":"{}"}}"#,
            "ї".repeat(10_000)
        ));
        assert!(!client.hears().await.text.is_empty());
        let again = desk.telegram.resident(101).asks("тариф на воду").await;
        assert!(again.text.contains("33,48"));
        desk.closes().await;
    }
}

#[tokio::test]
async fn a_database_that_fails_is_apologised_for() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    olha.asks("тариф на воду").await;
    let Db::Sqlite { writer, .. } = &desk.db else { panic!("in memory") };
    sqlx::query("DROP TABLE answer").execute(writer).await.unwrap();
    let apology = olha.asks("тариф на воду").await;
    assert!(apology.text.starts_with("Вибачте"), "{}", apology.text);
    silence(&olha).await;
    assert!(olha.asks("/privacy").await.text.contains("90"), "what needs no answers goes on");
    desk.closes().await;
}

#[tokio::test]
async fn a_follow_up_leans_on_the_question_before_it_for_half_an_hour() {
    for db in engines("bot_follow").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(7);
        olha.asks("графік прийому міського голови").await;
        let desk = desk.restarted().await;
        let follow = olha.asks("а секретаря?").await;
        assert!(follow.text.contains("четвер"), "{}", follow.text);
        let phone = olha.asks("а телефон?").await;
        assert!(phone.text.contains("22222") && !phone.text.contains("11111"), "{}", phone.text);
        // Another person's question leans on nothing of hers.
        let taras = desk.telegram.resident(8).asks("а телефон?").await;
        assert!(taras.text.contains("11111"), "{}", taras.text);
        desk.minutes_pass(31);
        let late = olha.asks("а телефон?").await;
        assert!(late.text.contains("11111"), "{}", late.text);
        desk.closes().await;
    }
}

#[tokio::test]
async fn who_blocked_the_bot_is_left_alone_and_who_comes_back_is_answered() {
    let desk = desk().await;
    let olha = desk.telegram.resident(7);
    olha.asks("тариф на воду").await;
    olha.blocks();
    silence(&olha).await;
    olha.unblocks();
    assert!(olha.asks("тариф на воду").await.text.contains("33,48"));
    desk.closes().await;
}
