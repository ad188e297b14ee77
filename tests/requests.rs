//! How residents say what they want of the data, through the real inbox and outbox and a Telegram on loopback, on both
//! databases:
//!
//! 1. A suggestion takes three steps, each of which leads back; details may be skipped, all may be cancelled; number,
//!    deadline and how it was counted are told.
//! 2. «Запросити дані» and «Хибно?» open the same form, with what was asked as read, bound to dataset, version and row.
//! 3. A request under the law wants a name and a contact, may be urgent, and is nobody's but the council's.
//! 4. A draft survives a restart; a command in the middle leaves it, says so, and it is gone on with.
//! 5. A question in the middle is answered, or put into the form, as the resident chooses.
//! 6. Photo, document, voice and place go along, every picture of an album too; what the form took may be edited.
//! 7. Similar open matters are shown first; who joins has said it, and is one voice.
//! 8. Beyond the limit of an hour nothing is sent and the draft is kept; the same words are one matter; who is blocked
//!    hears until when and why.
//! 9. Hostile text breaks nothing, and buttons made up by hand do nothing.
//! 10. In a group a matter begins at once, without a form; commands of forms point to a private chat.
//! 11. Who speaks English is spoken to in English.
//! 12. Without a group of officers a matter waits for one.

use bytes::Bytes;
use chrono::TimeDelta;
use dovidka::{
    feedback::{Kind, State},
    playground::telegram::{Kind as ChatKind, Telegram},
    store::{
        blocks::{self, Block},
        feedback::{self, letters, sources, voices},
    },
    telegram::Api,
};

#[path = "common/hall.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod hall;
use hall::{
    Hall, OLHA, TARAS,
    bot::{Desk, VERSION, desk, silence},
    engines::engines,
    town::GROUP,
};

#[tokio::test]
async fn a_suggestion_takes_three_steps_and_each_leads_back() {
    for db in engines("req_steps").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        let first = olha.asks("/suggest").await;
        assert!(first.text.contains("Крок 1 з 3"), "{}", first.text);
        assert_eq!(first.labels(), ["Скасувати"]);
        let second = olha.asks("Розклад дирижаблів\nза цей рік").await;
        assert!(second.text.contains("Крок 2 з 3"), "{}", second.text);
        olha.presses("Пропустити");
        let third = olha.hears().await;
        assert!(third.edited && third.text.contains("Крок 3 з 3"), "{}", third.text);
        assert!(third.text.contains("до 09.03.2026 включно"), "{}", third.text);
        assert!(third.text.contains("не побачать, хто ви"), "{}", third.text);
        olha.presses("Показати моє ім’я");
        assert!(olha.hears().await.text.contains("побачать ім’я"));
        olha.presses("Не показувати");
        olha.hears().await;
        olha.presses("Назад");
        assert!(olha.hears().await.text.contains("Крок 2 з 3"));
        let added = olha.asks("Для туристів").await;
        assert!(added.text.contains("Для туристів"), "{}", added.text);
        olha.presses("Надіслати");
        let sent = olha.hears().await;
        assert!(sent.text.starts_with("Прийнято, № 1"), "{}", sent.text);
        assert!(sent.text.contains("5 робочих днів, рахуючи з 03.03"), "{}", sent.text);
        let header = town.group("Розклад дирижаблів").await;
        assert!(header.text.contains("Для туристів"), "{}", header.text);
        assert!(town.topics()[0].name.contains("№ 1 Розклад дирижаблів"), "{:?}", town.topics());
        let people = voices::of(&mut town.read().await, 1).await.unwrap();
        assert_eq!((people[0].person, people[0].name.as_deref()), (OLHA, None));
        // Cancelled, nothing is sent; its button is of no use any more.
        let taras = town.resident(TARAS).speaking("en");
        taras.asks("/report").await;
        let step = taras.asks("Zeppelins are wrong").await;
        assert!(step.text.contains("Step 2 of 3"), "{}", step.text);
        let skip = step.buttons.iter().flatten().find(|button| button.text == "Skip").unwrap();
        taras.presses("Cancel");
        assert_eq!(taras.hears().await.text, "Cancelled. Nothing was sent.");
        taras.presses_data(step.id, skip.data.as_deref().unwrap());
        assert_eq!(taras.hears().await.text, "This form is over or was cancelled.");
        assert!(taras.asks("/my").await.text.starts_with("None yet"));
        town.closes().await;
    }
}

#[tokio::test]
async fn buttons_under_an_answer_open_the_form_with_what_was_asked() {
    for db in engines("req_doors").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        let none = olha.asks("розклад дирижаблів на вулиці Шкільній за 2024 рік").await;
        assert_eq!(none.labels(), ["Запросити дані"], "{}", none.text);
        olha.presses("Запросити дані");
        let form = olha.hears().await;
        assert!(form.text.contains("Крок 1 з 2") && form.text.contains("Що: розклад"));
        assert!(form.text.contains("Де: вулиці Шкільній"), "{}", form.text);
        assert!(form.text.contains("Коли: ") && form.text.contains("2024"), "{}", form.text);
        olha.presses("Пропустити");
        olha.hears().await;
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Прийнято, № 1"));
        let matter = town.get(1).await;
        assert_eq!((matter.kind, matter.dataset), (Kind::Suggestion, None));
        olha.asks("графік прийому міський голови").await;
        olha.presses("Хибно?");
        let form = olha.hears().await;
        assert!(form.text.contains("рядки файлу: 2"), "{}", form.text);
        let check = olha.asks("Насправді прийом у п’ятницю").await;
        assert!(check.text.contains("Перевірте"), "{}", check.text);
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Прийнято, № 2"));
        let matter = town.get(2).await;
        assert_eq!(matter.kind, Kind::Complaint);
        assert_eq!(matter.holder.as_deref(), Some("Вигадана рада"));
        assert_eq!(matter.details, "Насправді прийом у п’ятницю");
        let about = sources::of(&mut town.read().await, 2).await.unwrap();
        assert_eq!(
            (&*about[0].dataset, &*about[0].sha256, &*about[0].rows),
            ("reception", VERSION, "2")
        );
        let header = town.group("Скарга на дані № 2").await;
        let line = "Набір: Графік прийому громадян, рядки файлу: 2";
        assert!(header.text.lines().any(|it| it == line), "{}", header.text);
        let page = "https://data.example.ua/dataset/reception";
        assert_eq!(header.raw["entities"][1]["url"], page, "{}", header.raw["entities"]);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_request_under_the_law_wants_a_name_and_may_be_urgent() {
    for db in engines("req_formal").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        let law = olha.asks("/ask_council").await;
        assert!(law.text.contains("№ 2939-VI") && law.text.contains("rada@example.ua"));
        let contact = olha.asks("Копія договору про дирижаблі").await;
        assert!(contact.text.contains("стаття 19"), "{}", contact.text);
        assert!(!contact.labels().contains(&"Пропустити"), "{:?}", contact.labels());
        let more = olha.asks("Ольга Коваль").await;
        assert!(more.text.contains("Потрібні й ім’я, й адреса"), "{}", more.text);
        let check = olha.asks("Ольга Коваль\nolha@example.ua, 0671112233").await;
        assert!(check.text.contains("Ольга Коваль, olha@example.ua"), "{}", check.text);
        olha.presses("48 годин");
        let urgent = olha.hears().await;
        assert!(urgent.text.contains("Строк 48 годин"), "{}", urgent.text);
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Строк 48 годин"));
        let matter = town.get(1).await;
        assert!(matter.urgent && matter.kind == Kind::Formal);
        assert_eq!(matter.due_at, Some(matter.created_at + TimeDelta::hours(48)));
        let header = town.group("Копія договору").await;
        assert!(header.text.contains("olha@example.ua"), "{}", header.text);
        let taras = town.resident(TARAS);
        assert!(taras.asks("/requests").await.text.starts_with("Поки ніхто"));
        let page = taras.asks("/help").await;
        taras.presses_data(page.id, "k:1:show");
        assert_eq!(taras.hears().await.text, "Такого звернення немає.");
        taras.presses_data(page.id, "k:1:join");
        taras.hears_within(std::time::Duration::from_millis(500)).await;
        assert_eq!(town.voices(1).await, [OLHA]);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_draft_survives_a_restart_and_a_command() {
    for db in engines("req_draft").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        olha.asks("/suggest").await;
        olha.asks("Розклад дирижаблів").await;
        let town = town.restarted().await;
        olha.asks("/help").await;
        let left = olha.hears().await;
        assert!(left.text.contains("збережено як чернетку"), "{}", left.text);
        // Left, it takes nothing: this is a question.
        assert!(olha.asks("тариф на воду").await.text.contains("33,48"));
        silence(&olha).await;
        olha.presses("Продовжити");
        let again = olha.hears().await;
        assert!(again.text.contains("Крок 2 з 3"), "{}", again.text);
        // Another form does not replace it.
        olha.asks("/report").await;
        olha.asks("Хиба в дирижаблях").await;
        let first = olha.asks("/suggest").await;
        assert!(first.text.starts_with("Продовжуємо"), "{}", first.text);
        assert!(first.text.contains("Розклад дирижаблів"), "{}", first.text);
        // A day later words are questions, and the command still finds the draft.
        town.desk.minutes_pass(25 * 60);
        assert!(olha.asks("тариф на воду").await.text.contains("33,48"));
        let later = olha.asks("/suggest").await;
        assert!(later.text.contains("Розклад дирижаблів"), "{}", later.text);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_question_in_the_middle_is_answered_or_put_into_the_form() {
    for db in engines("req_question").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        olha.asks("/suggest").await;
        let choice = olha.asks("тариф на водопостачання").await;
        assert_eq!(choice.labels(), ["Відповісти", "У форму"], "{}", choice.text);
        olha.presses("Відповісти");
        let answer = olha.hears().await;
        assert!(answer.text.contains("33,48"), "{}", answer.text);
        let bare = olha.hears().await;
        assert!(bare.edited && bare.labels().is_empty(), "{}", bare.text);
        assert!(olha.hears().await.text.contains("Крок 1 з 3"));
        olha.asks("тариф на водопостачання").await;
        olha.presses("У форму");
        let step = olha.hears().await;
        assert!(step.text.contains("Крок 2 з 3"), "{}", step.text);
        assert!(step.text.contains("тариф на водопостачання"), "{}", step.text);
        town.closes().await;
    }
}

#[tokio::test]
async fn what_is_attached_goes_along() {
    for db in engines("req_attached").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        olha.asks("/report").await;
        olha.sends_photo("");
        assert!(olha.hears().await.text.contains("ще й словами"));
        olha.asks("Дирижабль не там").await;
        olha.sends_voice();
        assert!(olha.hears().await.text.contains("Додано 2 вкладення"));
        olha.sends_document("акт.pdf", Bytes::from_static(b"%PDF"));
        assert!(olha.hears().await.text.contains("Додано 3 вкладення"));
        olha.sends_location(48.8, 29.4);
        assert!(olha.hears().await.text.contains("Додано 4 вкладення"));
        // Of an album it is spoken once, and every picture is counted.
        olha.sends_album(3);
        let mut said = olha.hears().await;
        assert!(!said.edited);
        let form = said.id;
        while !said.text.contains("Додано 7 вкладень") {
            said = olha.hears().await;
            assert!(said.edited && said.id == form, "{}", said.text);
        }
        silence(&olha).await;
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Прийнято"));
        let has = |kind: &'static str, count: usize| {
            move |telegram: &Telegram| {
                let messages = telegram.messages(GROUP, 0);
                let of_kind = messages.iter().filter(|message| !message.raw[kind].is_null());
                (of_kind.count() == count).then_some(())
            }
        };
        for (kind, count) in [("photo", 4), ("voice", 1), ("document", 1), ("location", 1)] {
            town.telegram.waits_for(kind, has(kind, count)).await;
        }
        assert_eq!(letters::of(&mut town.read().await, 1).await.unwrap().len(), 7);
        town.closes().await;
    }
}

#[tokio::test]
async fn who_joins_what_is_similar_has_said_it() {
    for db in engines("req_similar").await {
        let town = Hall::staffed(db).await;
        let (olha, taras) = (town.resident(OLHA), town.resident(TARAS));
        let first = town.suggests(&olha, "Графік вивезення сміття по вулицях").await;
        town.suggests(&olha, "Перелік дитячих садків").await;
        taras.asks("/suggest").await;
        taras.asks("Коли забирають сміття, потрібен графік вивезення").await;
        taras.presses("Пропустити");
        let check = taras.hears().await;
        assert!(check.text.contains("Схоже вже чекає"), "{}", check.text);
        assert!(check.text.contains("чекає 1 людина"), "{}", check.text);
        assert!(!check.text.contains("садків"), "{}", check.text);
        taras.presses(&format!("Приєднатися до № {first}"));
        let joined = taras.hears().await;
        assert!(joined.text.starts_with("Ви приєдналися"), "{}", joined.text);
        assert!(joined.text.contains("чекають 2 людини"), "{}", joined.text);
        assert_eq!(town.voices(first).await, [OLHA, TARAS]);
        let people = voices::of(&mut town.read().await, first).await.unwrap();
        assert!(people[1].question.starts_with("Коли забирають"), "{}", people[1].question);
        town.group("Чекають 2 людини").await;
        // The form is over: words are questions again.
        assert!(taras.asks("тариф на воду").await.text.contains("33,48"));
        // One's own are not offered.
        olha.asks("/suggest").await;
        olha.asks("Графік вивезення сміття по вулицях міста").await;
        olha.presses("Пропустити");
        let check = olha.hears().await;
        assert!(!check.text.contains("Схоже вже"), "{}", check.text);
        town.closes().await;
    }
}

#[tokio::test]
async fn limits_fold_and_hold_and_who_is_blocked_hears_why() {
    for db in engines("req_limits").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        let first = town.suggests(&olha, "Розклад дирижаблів").await;
        let again = town.suggests(&olha, "Розклад дирижаблів").await;
        assert_eq!(first, again, "the same words are one matter");
        for what in ["Перша пропозиція", "Друга ідея", "Третя думка", "Четверта річ"]
        {
            town.suggests(&olha, what).await;
        }
        olha.asks("/suggest").await;
        olha.asks("Шоста справа").await;
        olha.presses("Пропустити");
        olha.hears().await;
        olha.presses("Надіслати");
        let refused = olha.hears().await;
        assert!(refused.text.contains("щонайбільше 5"), "{}", refused.text);
        town.desk.minutes_pass(61);
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Прийнято, № "));
        let mut tx = town.db.write().await.unwrap();
        let until = town.now() + TimeDelta::days(2);
        let block = Block { person: OLHA, until, reason: "<b>спам</b>".to_owned() };
        blocks::add(&mut tx, town.bot, &block, 1, town.now()).await.unwrap();
        tx.commit().await.unwrap();
        let blocked = olha.asks("/suggest").await;
        assert!(blocked.text.contains("Причина: <b>спам</b>"), "{}", blocked.text);
        town.closes().await;
    }
}

#[tokio::test]
async fn hostile_text_breaks_nothing() {
    for db in engines("req_hostile").await {
        let town = Hall::staffed(db).await;
        for (person, text) in (100..).zip([
            "<b>жирний</b> & <script>alert(1)</script>".to_owned(),
            "\u{202e}\u{2066}дирижабль".to_owned(),
            "щ".repeat(4_096),
            format!("школа {}", "🏫".repeat(2_000)),
            "ї\u{0}ї'; DROP TABLE feedback; --".to_owned(),
            "a\u{301}".repeat(1_500),
        ]) {
            let person = town.resident(person);
            let id = town.suggests(&person, &text).await;
            for command in ["/my", "/requests"] {
                let list = person.asks(command).await;
                assert!(list.text.encode_utf16().count() <= 4_096, "{text:?}");
                person.presses(&format!("№ {id}"));
                assert!(!person.hears().await.text.contains('\u{202e}'));
            }
            town.desk.minutes_pass(61);
        }
        let olha = town.resident(OLHA);
        let page = olha.asks("/my").await;
        for data in
            ["q:send:99", "k:999:withdraw", "k:1:gone", "k:1:rate:5", "k:1:reopen", "k:1:write"]
        {
            olha.presses_data(page.id, data);
            olha.hears_within(std::time::Duration::from_millis(500)).await;
        }
        assert_eq!(town.get(1).await.state, State::New);
        assert_eq!(town.voices(1).await, [100]);
        town.closes().await;
    }
}

#[tokio::test]
async fn without_officers_a_matter_waits_for_them() {
    for db in engines("req_alone").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(OLHA);
        let form = olha.asks("/ask_council").await;
        assert!(form.text.contains("письмово або електронною поштою"), "{}", form.text);
        olha.asks("/suggest").await;
        olha.asks("Розклад дирижаблів").await;
        olha.sends_photo("");
        olha.hears().await;
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.starts_with("Прийнято, № 1"));
        let bot = Api::new(&desk.telegram.token(), desk.telegram.url()).unwrap().bot();
        let mut tx = desk.db.read().await.unwrap();
        let waiting = feedback::without_topic(&mut tx, bot).await.unwrap();
        assert_eq!(waiting.iter().map(|matter| matter.id).collect::<Vec<_>>(), [1]);
        assert_eq!(letters::of(&mut tx, 1).await.unwrap().len(), 1, "to be told when it is posted");
        drop(tx);
        desk.closes().await;
    }
}

#[tokio::test]
async fn in_a_group_a_matter_begins_at_once() {
    for db in engines("req_group").await {
        let town = Hall::staffed(db).await;
        town.telegram.group(-5, ChatKind::Group, "Двір");
        let olha = town.telegram.member(-5, OLHA);
        olha.asks("@dovidka_test_bot розклад дирижаблів").await;
        olha.presses("Запросити дані");
        let sent = olha.hears().await;
        assert!(sent.text.starts_with("Прийнято, № 1"), "{}", sent.text);
        olha.presses("Запросити дані");
        silence(&olha).await;
        assert_eq!(town.voices(1).await, [OLHA]);
        let private = olha.asks("/suggest@dovidka_test_bot").await;
        assert!(private.text.contains("в особисті"), "{}", private.text);
        let list = olha.asks("/requests@dovidka_test_bot").await;
        assert!(list.text.contains("№ 1 розклад дирижаблів"), "{}", list.text);
        // What is added to it belongs in private.
        olha.presses_data(list.id, "k:1:gone");
        silence(&olha).await;
        assert_eq!(town.get(1).await.state, State::New);
        town.closes().await;
    }
}

#[tokio::test]
async fn impatience_sends_once() {
    let desk = desk().await;
    let olha = desk.telegram.resident(OLHA);
    olha.asks("/suggest").await;
    olha.asks("Розклад дирижаблів").await;
    olha.presses("Пропустити");
    let check = olha.hears().await;
    let send = check.buttons.iter().flatten().find(|button| button.text == "Надіслати").unwrap();
    for _ in 0..3 {
        olha.presses_data(check.id, send.data.as_deref().unwrap());
    }
    assert!(olha.hears().await.text.starts_with("Прийнято, № 1"));
    silence(&olha).await;
    assert!(!olha.asks("/my").await.text.contains("№ 2"));
    desk.closes().await;
}

#[tokio::test]
async fn who_speaks_english_is_spoken_to_in_english() {
    for db in engines("req_english").await {
        let town = Hall::staffed(db).await;
        let john = town.resident(TARAS).speaking("en");
        let mut heard = vec![john.asks("/ask_council").await];
        heard.push(john.asks("Copy of the zeppelin contract").await);
        heard.push(john.asks("John").await);
        heard.push(john.asks("John Smith\njohn@example.com").await);
        assert!(heard[3].text.contains("working days"), "{}", heard[3].text);
        john.presses("Send");
        heard.push(john.hears().await);
        assert!(heard[4].text.starts_with("Received, № 1"), "{}", heard[4].text);
        for command in ["/my", "/requests", "/privacy", "/forget_me"] {
            heard.push(john.asks(command).await);
        }
        for message in &heard {
            let cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{4ff}');
            assert!(!message.text.contains(cyrillic), "{}", message.text);
            let labels = message.labels().concat();
            assert!(!labels.contains(cyrillic), "{labels}");
        }
        // The officers are written to in Ukrainian.
        let header = town.group("Copy of the zeppelin contract").await;
        assert!(header.text.contains("Запит на публічну інформацію"), "{}", header.text);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_message_that_the_form_took_may_be_edited() {
    for db in engines("req_edited").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        olha.asks("/suggest").await;
        let what = olha.says("Розклад дирижаблів");
        let step = olha.hears().await;
        olha.edits(what, "Розклад повітряних куль");
        let edited = olha.hears().await;
        assert!(edited.edited && edited.id == step.id, "{}", edited.text);
        assert!(edited.text.contains("Розклад повітряних куль"), "{}", edited.text);
        assert!(edited.text.contains("Крок 2 з 3"), "{}", edited.text);
        // An album: the details, of which each picture may have some.
        olha.sends_album(2);
        let mut check = olha.hears().await;
        while !check.text.contains("Додано 2 вкладення") {
            check = olha.hears().await;
        }
        assert!(check.text.contains("Крок 3 з 3"), "{}", check.text);
        let all = town.telegram.messages(OLHA, 0);
        let mut photos = all.iter().filter(|it| !it.raw["photo"].is_null());
        let photo = photos.next_back().unwrap().id;
        olha.edits_caption(photo, "на вежі");
        let edited = olha.hears().await;
        assert!(edited.edited && edited.id == check.id, "{}", edited.text);
        assert!(edited.text.contains("на вежі"), "{}", edited.text);
        // A button has shown the form in this very message since.
        olha.presses("Назад");
        olha.hears().await;
        olha.presses("Пропустити");
        olha.hears().await;
        // What would make it no matter is refused, and nothing is lost.
        olha.edits(what, "???");
        let refused = olha.hears().await;
        assert!(refused.text.contains("словами"), "{}", refused.text);
        assert!(refused.text.contains("Розклад повітряних куль"), "{}", refused.text);
        let town = town.restarted().await;
        let olha = town.resident(OLHA);
        olha.edits(what, "Розклад\nповітряних куль");
        let said = |telegram: &Telegram| {
            let all = telegram.messages(OLHA, 0);
            all.into_iter().rev().find(|it| it.text.contains("Розклад\nповітряних куль\nна вежі"))
        };
        town.telegram.waits_for("the draft to be edited after a restart", said).await;
        olha.presses("Надіслати");
        town.group("Розклад\nповітряних куль\nна вежі").await;
        assert_eq!(town.get(1).await.title, "Розклад");
        town.group("Мешканець пише:\nна вежі").await;
        town.closes().await;
    }
}
