//! What officers do in a matter's topic, through the real inbox and outbox and a Telegram on loopback, on both databases:
//!
//! 1. Of two who take a matter one wins, and the other sees who.
//! 2. What an officer writes as a reply reaches who it is for, attachments and edits too; notes stay inside.
//! 3. A question to the resident reaches who began the matter alone, and the matter waits.
//! 4. Handed over, a matter is its new department's, whose officers are told.
//! 5. A term is extended once, before it is over, with the reason.
//! 6. A matter ends answered, refused or with a dataset, and everyone who waits hears it.
//! 7. A usual answer goes to everyone at once, and once; `tests/same.rs` has that of an earlier matter.
//! 8. A group without topics works by replies.
//! 9. Whose letter it is is told, however long it is. Hostile text breaks nothing.
//! 10. Every action is in the log.

use dovidka::{
    feedback::{Kind, State, Term},
    playground::telegram::Telegram,
    store::feedback::{self, letters},
};

#[path = "common/hall.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod hall;
use hall::{
    Hall,
    engines::engines,
    town::{ADMIN, GROUP, HOLDER, Wish, button},
};

#[tokio::test]
async fn of_two_who_take_a_matter_one_wins_and_the_other_sees_who() {
    for db in engines("officers_take").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.officer(21, "Усі розпорядники").await;
        town.known(7).await;
        let id = town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        let header = town.group("№ 1").await;
        let take = button(&header, "Беру");
        town.member(20).presses_data(header.id, take);
        town.member(21).presses_data(header.id, take);
        let said = town.group("Це вже взяв(-ла)").await;
        assert_eq!(said.text, "Це вже взяв(-ла): Мешканець 20");
        assert_eq!(town.is(id, State::Taken).await.officer, Some(20));
        // Once more is no change.
        town.member(20).presses_data(header.id, take);
        town.silent(ADMIN).await;
        assert_eq!(town.actions(id).await, ["take"]);
        town.group("Виконує: ").await;
        town.closes().await;
    }
}

#[tokio::test]
async fn what_an_officer_writes_as_a_reply_reaches_who_it_is_for_and_notes_stay_inside() {
    for db in engines("officers_write").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        town.known(8).await;
        let id = town.wants(Kind::Suggestion, "реєстр дерев", &[7, 8]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        assert!(header.text.contains("Чекають 2 людини"), "{}", header.text);
        let officer = town.member(20);
        let thread = header.raw["message_thread_id"].as_i64().unwrap();
        // A note, in the topic and in reply to nothing.
        officer.says_in(thread, "Хто цим займається?");
        town.silent(7).await;
        // A reply to the header goes to everyone.
        let letter = officer.replies(header.id, "Опублікуємо <b>у березні</b>");
        for person in [7, 8] {
            let told = town.told(person, "Опублікуємо <b>у березні</b>").await;
            assert!(told.text.starts_with("Рада про № 1 «реєстр дерев»:"), "{}", told.text);
        }
        assert_eq!(town.is(id, State::Taken).await.officer, Some(20));
        assert!(town.get(id).await.first_reply_at.is_some());
        // Edits go along.
        officer.edits(letter, "Опублікуємо у квітні");
        let told = town.told(8, "Опублікуємо у квітні").await;
        assert!(told.edited);
        town.told(7, "Опублікуємо у квітні").await;
        // The button asks for words.
        officer.presses("Відповісти");
        let prompt = town.group("напишіть відповідь на № 1").await;
        assert_eq!(prompt.raw["message_thread_id"].as_i64(), Some(thread));
        officer.replies(prompt.id, "Ось посилання");
        for person in [7, 8] {
            town.told(person, "Ось посилання").await;
        }
        let sides = |letters: Vec<letters::Letter>| {
            letters.into_iter().map(|letter| format!("{:?}", letter.side)).collect::<Vec<_>>()
        };
        let letters = letters::of(&mut town.read().await, id).await.unwrap();
        assert_eq!(sides(letters), ["Note", "Officer", "Officer"]);
        // An attachment goes by copy, its caption too, and an edited caption.
        let photo = officer.replies_with_photo(prompt.id, "План <дерев>");
        let copy = town.told(7, "План <дерев>").await;
        assert!(copy.raw["photo"].is_array(), "{}", copy.raw);
        officer.edits_caption(photo, "План парку");
        town.told(8, "План парку").await;
        // What the bot is asked outside the topics is a question as before.
        officer.says("@dovidka_test_bot тариф на воду");
        town.group("33,48").await;
        town.silent(8).await;
        assert_eq!(town.actions(id).await, ["answer", "answer", "answer"]);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_question_reaches_who_began_the_matter_alone_which_then_waits() {
    for db in engines("officers_clarify").await {
        let mut town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        town.known(8).await;
        let id = town.wants(Kind::Suggestion, "реєстр дерев", &[7, 8]).await;
        town.bound().await;
        town.group("№ 1").await;
        let officer = town.member(20);
        officer.presses("Уточнити");
        let prompt = town.group("що треба уточнити в № 1").await;
        // What was asked outlives the process.
        town = town.restarted().await;
        officer.replies(prompt.id, "Якої вулиці?");
        let question = town.told(7, "Якої вулиці?").await;
        town.is(id, State::Waiting).await;
        town.silent(8).await;
        // The answer gives it back to the officer, whose reply goes to who wrote.
        town.settled().await;
        town.telegram.resident(7).replies(question.id, "Шевченка");
        let letter = town.group("Шевченка").await;
        assert_eq!(town.is(id, State::Taken).await.officer, Some(20));
        officer.replies(letter.id, "Дякуємо, шукаємо");
        town.told(7, "Дякуємо, шукаємо").await;
        town.silent(8).await;
        officer.presses_data(letter.id, "k:1:clarify");
        let prompt = town.group("що треба уточнити в № 1").await;
        officer.replies(prompt.id, "А який квартал?");
        town.told(7, "А який квартал?").await;
        town.is(id, State::Waiting).await;
        // While the resident is asked, closing asks for the answer first.
        officer.presses("Закрити");
        town.group_labels("відповідь надано").await;
        officer.presses("відповідь надано");
        let prompt = town.group("останнє слово в № 1").await;
        officer.replies(prompt.id, "Даних немає, відповіли листом");
        for person in [7, 8] {
            town.told(person, "відповіли листом").await;
            let end = town.told(person, "рада відповіла, звернення закрито").await;
            assert_eq!(end.labels()[..5], ["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]);
            assert_eq!(end.labels().len(), 6);
        }
        town.is(id, State::Closed).await;
        assert_eq!(town.actions(id).await, ["clarify", "answer", "clarify", "close"]);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_matter_handed_over_is_its_new_departments() {
    for db in engines("officers_hand").await {
        let town = Hall::open(db).await;
        town.officer(20, HOLDER).await;
        town.officer(21, "Усі розпорядники").await;
        town.known(7).await;
        let id = town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        // As if another department had it first.
        let mut tx = town.db.write().await.unwrap();
        let change =
            feedback::Change { holder: Some("Водоканал"), ..feedback::Change::default() };
        assert!(
            feedback::change(&mut tx, id, 0, &change, chrono::DateTime::UNIX_EPOCH).await.unwrap()
        );
        tx.commit().await.unwrap();
        town.bound().await;
        let header = town.group("№ 1").await;
        // Nobody is of the waterworks: who has what nobody else has.
        assert!(header.text.contains("Кому: Мешканець 21"), "{}", header.text);
        let officer = town.member(21);
        officer.presses("Беру");
        town.is(id, State::Taken).await;
        officer.presses("Передати");
        town.group_labels(HOLDER).await;
        officer.presses("‹ Назад");
        town.group_labels("Передати").await;
        officer.presses("Передати");
        town.group_labels(HOLDER).await;
        officer.presses(HOLDER);
        let said = town.group("Передано: Вигадана рада.").await;
        assert!(said.text.ends_with("Мешканець 20"), "{}", said.text);
        let mention = said.raw["entities"].to_string();
        assert!(mention.contains("\"id\":20"), "{mention}");
        town.told(20, "Вам передано звернення № 1").await;
        let matter = town.is(id, State::New).await;
        assert_eq!((matter.holder.as_deref(), matter.officer), (Some(HOLDER), None));
        let header = town.group("Пропозиція даних № 1").await;
        assert!(header.text.contains("Кому: Мешканець 20"), "{}", header.text);
        // A department that is none changes nothing.
        town.member(20).presses_data(header.id, "k:1:to:0000000000000000");
        town.group_labels("‹ Назад").await;
        town.member(20).presses_data(header.id, "k:1:take");
        assert_eq!(town.is(id, State::Taken).await.officer, Some(20));
        assert_eq!(town.actions(id).await, ["take", "hand", "take"]);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_term_is_extended_once_before_it_is_over_with_the_reason() {
    for db in engines("officers_extend").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        let formal = town
            .begins(&Wish {
                kind: Kind::Formal,
                title: "кошторис",
                people: &[7],
                term: Term::FORMAL,
                dataset: None,
                ..Wish::default()
            })
            .await;
        let own = town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        let urgent = town
            .begins(&Wish {
                kind: Kind::Formal,
                title: "вода",
                people: &[7],
                term: Term::URGENT,
                dataset: None,
                ..Wish::default()
            })
            .await;
        town.bound().await;
        let officer = town.member(20);
        // Monday, 2 March 2026: twenty working days, and as long again.
        for (id, title, due) in
            [(formal, "кошторис", "30.03.2026"), (own, "реєстр дерев", "16.03.2026")]
        {
            let header = town.group(title).await;
            officer.presses_data(header.id, &format!("k:{id}:extend"));
            let prompt = town.group(&format!("чому № {id} потребує більше часу")).await;
            officer.replies(prompt.id, "Дані збирає <підрядник>");
            let told = town.told(7, &format!("на № {id} «{title}» продовжено")).await;
            assert!(told.text.contains(&format!("до {due} включно")), "{}", told.text);
            assert!(told.text.ends_with("Причина: Дані збирає <підрядник>"), "{}", told.text);
            town.group(&format!("Строк: до {due}")).await;
            let matter = town.get(id).await;
            assert!(matter.extended_at.is_some() && matter.reminded == 0);
            // Not twice, not by the button that was there nor by the same question.
            officer.replies(prompt.id, "Ще раз");
            town.group(&format!("Строк № {id} продовжити не можна")).await;
            assert_eq!(town.actions(id).await, ["extend"]);
        }
        let header = town.group("вода").await;
        assert!(!header.labels().contains(&"Продовжити строк"));
        officer.presses_data(header.id, &format!("k:{urgent}:extend"));
        town.group(&format!("Строк № {urgent} продовжити не можна")).await;
        // After its end it is too late.
        let late = town.wants(Kind::Complaint, "тарифи", &[7]).await;
        town.desk.minutes_pass(30 * 24 * 60);
        officer.presses_data(header.id, &format!("k:{late}:extend"));
        town.group(&format!("Строк № {late} продовжити не можна")).await;
        town.closes().await;
    }
}

#[tokio::test]
async fn a_refusal_has_its_reason_and_ends_the_matter_for_everyone() {
    for db in engines("officers_refuse").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        town.known(8).await;
        let id = town
            .begins(&Wish {
                kind: Kind::Formal,
                title: "кошторис",
                people: &[7, 8],
                term: Term::FORMAL,
                dataset: None,
                ..Wish::default()
            })
            .await;
        town.bound().await;
        let header = town.group("Запит на публічну інформацію № 1").await;
        let officer = town.member(20);
        officer.presses("Закрити");
        town.group_labels("відмовлено").await;
        officer.presses("відмовлено");
        let prompt = town.group("стаття 22").await;
        // A picture alone is no reason.
        officer.replies_with_photo(prompt.id, "");
        town.group("Тут потрібен текст").await;
        officer.replies(prompt.id, "Інформація з обмеженим доступом");
        for person in [7, 8] {
            town.told(person, "обмеженим доступом").await;
            town.told(person, "рада відмовила, причина в її листі").await;
        }
        town.is(id, State::Closed).await;
        let header_now = town.group("Стан: відмовлено").await;
        assert_eq!(header_now.id, header.id);
        assert!(header_now.buttons.is_empty());
        // It is over.
        officer.presses_data(header.id, "k:1:take");
        town.group("№ 1 вже закрито").await;
        assert_eq!(town.actions(id).await, ["close"]);
        town.closes().await;
    }
}

#[tokio::test]
async fn with_a_dataset_everyone_gets_the_answer_to_what_they_asked() {
    for db in engines("officers_publish").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        let olha = town.known(7).await;
        town.known(8).await;
        let id = town.wants(Kind::Suggestion, "тариф на водопостачання", &[7, 8]).await;
        town.bound().await;
        town.group("№ 1").await;
        let officer = town.member(20);
        officer.presses("Закрити");
        town.group_labels("набір опубліковано").await;
        officer.presses("набір опубліковано");
        let prompt = town.group("посилання на опублікований набір").await;
        officer.replies(prompt.id, "https://data.example.ua/dataset/none-such");
        town.group("Такого набору в каталозі немає").await;
        for (text, title) in [
            ("https://data.example.ua/dataset/tariffs", "Тарифи на воду"),
            ("shelters", "Перелік укриттів"),
            ("графік прийому", "Графік прийому громадян"),
            ("тарифи", "Тарифи на воду"),
        ] {
            officer.replies(prompt.id, text);
            let found = |telegram: &Telegram| {
                let newest = telegram.messages(GROUP, 0).into_iter().next_back()?;
                (newest.labels() == [title]).then_some(())
            };
            town.telegram.waits_for(title, found).await;
        }
        officer.presses("Тарифи на воду");
        for person in [7, 8] {
            town.told(person, "дані опубліковано, набір «Тарифи на воду»").await;
            let answer = town.told(person, "Ви запитували: тариф на водопостачання").await;
            assert!(answer.text.contains("33,48"), "{}", answer.text);
        }
        // The buttons under the answer work.
        olha.presses("Джерело");
        town.told(7, "рядок").await;
        let matter = town.is(id, State::Closed).await;
        assert_eq!(matter.dataset.as_deref(), Some("tariffs"));
        town.closes().await;
    }
}

#[tokio::test]
async fn usual_answers_and_those_of_earlier_matters_go_to_everyone_at_once_and_once() {
    for db in engines("officers_usual").await {
        let town = Hall::open(db).await;
        let officer = town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        town.known(8).await;
        let kept = officer.asks("/templates Дякуємо\nДякуємо за звернення!\n<i>Рада</i>").await;
        assert!(kept.text.contains("«Дякуємо» збережено"), "{}", kept.text);
        officer.asks("/templates Зайвий\nтекст").await;
        let list = officer.asks("/templates").await;
        assert!(list.text.contains("<i>Рада</i>"), "{}", list.text);
        officer.presses("Прибрати: Зайвий");
        assert!(!officer.hears().await.text.contains("Зайвий"));
        let about = Some("tariffs");
        let first = town
            .begins(&Wish {
                title: "тариф на воду хибний",
                people: &[7],
                dataset: about,
                ..Wish::default()
            })
            .await;
        town.bound().await;
        town.group("№ 1").await;
        let member = town.member(20);
        member.presses("Зразки");
        town.group_labels("Дякуємо").await;
        member.presses("Дякуємо");
        town.told(7, "Дякуємо за звернення!\n<i>Рада</i>").await;
        town.group("Мешканцям надіслано:").await;
        // An impatient second press sends nothing twice.
        let header = town.group("Скарга на дані № 1").await;
        member.presses_data(header.id, "k:1:usual:1");
        town.silent(ADMIN).await;
        let thanks = |telegram: &Telegram, person: i64| {
            let messages = telegram.messages(person, 0);
            messages.iter().filter(|it| it.text.contains("Дякуємо за звернення!")).count()
        };
        assert_eq!(thanks(&town.telegram, 7), 1);
        // The last word was the officers': it is closed at once.
        member.presses_data(header.id, "k:1:answered");
        town.told(7, "рада відповіла, звернення закрито").await;
        town.is(first, State::Closed).await;
        assert_eq!(town.actions(first).await, ["answer", "close"]);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_group_without_topics_works_by_replies() {
    for db in engines("officers_plain").await {
        let town = Hall::unbound(db, false).await;
        town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        let id = town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        town.group("Тем у ній немає").await;
        let header = town.group("Пропозиція даних № 1").await;
        let officer = town.member(20);
        officer.presses("Відповісти");
        let prompt = town.group("напишіть відповідь на № 1").await;
        assert_eq!(prompt.raw["reply_to_message"]["message_id"].as_i64(), Some(header.id));
        let letter = officer.replies(prompt.id, "Опублікуємо в березні");
        town.told(7, "Опублікуємо в березні").await;
        officer.replies(header.id, "І в квітні");
        town.told(7, "І в квітні").await;
        // A reply to an officer's words is a note, other talk is nobody's.
        town.member(21).replies(letter, "стороння особа");
        officer.replies(letter, "це між нами");
        officer.says("просто розмова");
        town.silent(7).await;
        let letters = letters::of(&mut town.read().await, id).await.unwrap();
        let texts: Vec<&str> = letters.iter().map(|letter| letter.text.as_str()).collect();
        assert_eq!(texts, ["Опублікуємо в березні", "І в квітні", "це між нами"]);
        officer.presses("Закрити");
        town.group_labels("відповідь надано").await;
        officer.presses("відповідь надано");
        town.told(7, "звернення закрито").await;
        town.is(id, State::Closed).await;
        town.closes().await;
    }
}

#[tokio::test]
async fn hostile_text_breaks_nothing() {
    for db in engines("officers_hostile").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        let title = format!("<b>&\u{202e}\n{}😀", "я".repeat(300));
        let id = town.wants(Kind::Suggestion, &title, &[7]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        let name = town.topics()[0].name.clone();
        assert!(name.starts_with("🆕 № 1 <b>& я") && name.encode_utf16().count() <= 128, "{name}");
        assert!(!header.text.contains('\u{202e}'));
        let officer = town.member(20);
        // Telegram's longest leaves no room for a heading; it arrives whole all the same.
        let longest = "&<😀".repeat(1_024);
        officer.replies(header.id, &longest);
        let told = town.told(7, &longest).await;
        assert_eq!(told.text, longest);
        let before = town.telegram.messages(7, 0);
        let heading = &before[before.len() - 2];
        assert!(heading.text.starts_with("Рада про № 1 «<b>& я"), "{}", heading.text);
        let long = format!("</b>\u{202e}{}", "&<😀".repeat(900));
        officer.replies(header.id, &long);
        let told = town.told(7, "</b>&<😀&<😀").await;
        assert!(!told.text.contains('\u{202e}'));
        officer.presses_data(header.id, "k:1:extend");
        let prompt = town.group("потребує більше часу").await;
        officer.replies(prompt.id, &long);
        town.told(7, "Причина: </b>&<😀").await;
        officer.presses_data(header.id, "k:1:refused");
        let prompt = town.group("причину відмови").await;
        officer.replies_with_photo(prompt.id, &"&<😀".repeat(250));
        town.told(7, "рада відмовила").await;
        town.is(id, State::Closed).await;
        town.closes().await;
    }
}

#[tokio::test]
async fn whose_words_they_are_is_told_however_long_the_letter_is() {
    for db in engines("officers_long").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        let olha = town.known(7).await;
        town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        let officer = town.member(20);
        let heading = "Рада про № 1 «реєстр дерев»:";
        let last = |count: usize| {
            let all = town.telegram.messages(7, 0);
            all[all.len() - count..].iter().map(|it| it.text.clone()).collect::<Vec<_>>()
        };
        // A caption of Telegram's longest goes whole, below its heading.
        let caption = "ї".repeat(1_024);
        officer.replies_with_photo(header.id, &caption);
        town.told(7, &caption).await;
        assert_eq!(last(2), [heading, &caption]);
        // Replied to, the heading is as good as the letter.
        let above = town.told(7, heading).await;

        town.settled().await;
        olha.replies(above.id, "зрозуміло");
        town.group("Мешканець пише:\nзрозуміло").await;
        // A letter that outgrows its heading is brought whole.
        let letter = officer.replies(header.id, "коротко");
        town.told(7, "коротко").await;
        assert_eq!(last(1), [format!("{heading}\nкоротко")]);
        town.settled().await;
        let longest = "є".repeat(4_096);
        officer.edits(letter, &longest);
        town.told(7, &longest).await;
        let [short, above, whole] = &last(3)[..] else { panic!() };
        assert!(short.starts_with(&format!("{heading}\nєє")) && short.ends_with("є…"), "{short}");
        assert_eq!((above.as_str(), whole), (heading, &longest));
        town.settled().await;
        officer.edits(letter, "знову коротко");
        let edited = |telegram: &Telegram| {
            let all = telegram.messages(7, 0);
            let count = all.iter().filter(|it| it.text.ends_with("знову коротко")).count();
            (count == 2).then_some(())
        };
        town.telegram.waits_for("both copies to be edited", edited).await;
        assert_eq!(last(2), [heading, "знову коротко"]);
        // A letter of the resident that is no text and takes no caption.
        let shown = town.told(7, "довідка за відкритими даними").await.id;
        olha.presses_data(shown, "k:1:write");
        town.told(7, "Напишіть або надішліть").await;
        olha.sends_sticker();
        let sticker = |telegram: &Telegram| {
            let all = telegram.messages(GROUP, 0);
            let at = all.iter().position(|it| it.raw["sticker"].is_object())?;
            Some(all[at - 1].text.clone())
        };
        let above = town.telegram.waits_for("the sticker", sticker).await;
        assert_eq!(above, "Мешканець пише:");
        town.closes().await;
    }
}
