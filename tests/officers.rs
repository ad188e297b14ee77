//! Who the officers are, and how matters find them, through the real inbox and outbox and a Telegram on loopback, on both
//! databases:
//!
//! 1. Who has an admin's link becomes an officer: once, within seven days, in the role that it says.
//! 2. A group is bound by a code; every open matter gets a topic there, urgent ones first, in the group's language; bound
//!    anew, with what was written.
//! 3. A stranger's press, a forged one, and words of who is no officer do nothing; who hides behind the group or a
//!    channel hears once that rights are a person's.
//! 4. Whose matters are not taken hears until when and why.
//! 5. A new matter mentions its officers and tells them in private.

use chrono::TimeDelta;
use dovidka::{
    feedback::{Kind, State, Term},
    playground::telegram::{Message, Resident, Telegram},
    store::{blocks, feedback::letters},
};
use serde_json::{Value, json};

#[path = "common/hall.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod hall;
use hall::{
    Hall,
    engines::engines,
    town::{ADMIN, GROUP, HOLDER, Wish, button},
};

#[tokio::test]
async fn a_link_makes_an_officer_once_within_a_week_in_its_role() {
    for db in engines("officers_link").await {
        let town = Hall::open(db).await;
        // To a resident there is no such command.
        let olha = town.known(7).await;
        for command in ["/invite", "/officers", "/bind", "/templates", "/block 7 днів образи"]
        {
            assert!(olha.asks(command).await.text.contains("/help"), "{command}");
        }
        let link = town.link(&["Працівника", HOLDER]).await;
        assert_eq!(link.len(), "o_".len() + 32);
        olha.opens(&link);
        let welcome = olha.hears().await;
        assert!(welcome.text.contains(&format!("розпорядник «{HOLDER}»")), "{}", welcome.text);
        // Another cannot use it, nor the same person again.
        let taras = town.known(8).await;
        for person in [&taras, &olha] {
            person.opens(&link);
            assert!(person.hears().await.text.contains("уже використано"));
        }
        taras.opens("o_00000000000000000000000000000000");
        assert!(taras.hears().await.text.contains("Такого коду немає"));
        // A code for a group makes nobody an officer.
        let code = town.code().await;
        taras.opens(&format!("o_{code}"));
        assert!(taras.hears().await.text.contains("Такого коду немає"));
        let link = town.link(&["Адміністратора"]).await;
        town.desk.minutes_pass(7 * 24 * 60 + 1);
        taras.opens(&link);
        assert!(taras.hears().await.text.contains("Строк цього коду минув"));
        assert!(taras.asks("/invite").await.text.contains("/help"));
        let link = town.link(&["Адміністратора"]).await;
        taras.opens(&link);
        assert!(taras.hears().await.text.contains("адміністратор"));
        // An admin of that kind sees what residents ask, has the data read, lists and removes.
        assert!(taras.asks("/stats").await.text.contains("Запитань"));
        assert!(taras.asks("/harvest").await.text.starts_with("Читаю"));
        let list = taras.asks("/officers").await;
        assert_eq!(list.text.lines().count(), 3, "{}", list.text);
        taras.presses_data(list.id, "a:fire:7");
        let list = taras.hears().await;
        assert!(list.edited && list.text.lines().count() == 2, "{}", list.text);
        assert!(olha.asks("/templates").await.text.contains("/help"));
        // An officer is no admin.
        let ivan = town.officer(9, "Усі розпорядники").await;
        for command in ["/invite", "/stats", "/harvest"] {
            assert!(ivan.asks(command).await.text.contains("/help"), "{command}");
        }
        ivan.presses_data(1, "a:admin");
        ivan.presses_data(1, "a:fire:8");
        town.silent(9).await;
        assert!(ivan.asks("/templates").await.text.contains("Щоб додати зразок"));
        town.closes().await;
    }
}

#[tokio::test]
async fn a_group_is_bound_by_a_code_and_gets_every_open_matter_urgent_first() {
    for (at, db) in engines("officers_bind").await.into_iter().enumerate() {
        let town = Hall::open(db).await;
        town.known(7).await;
        let english = at == 1;
        if english {
            // The group chose English.
            town.member(ADMIN).says("/lang@dovidka_test_bot");
            town.group("Якою мовою").await;
            town.member(ADMIN).presses("English");
            town.group("English").await;
        }
        town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.begins(&Wish {
            kind: Kind::Formal,
            title: "якість води",
            people: &[7],
            term: Term::URGENT,
            dataset: None,
            ..Wish::default()
        })
        .await;
        let code = town.code().await;
        let told = town.admin.asks(&format!("/bind {code}")).await;
        assert!(told.text.contains("в самій групі"), "{}", told.text);
        let stranger = town.member(30);
        stranger.says("/bind 00000000000000000000000000000000");
        town.group(if english { "no such code" } else { "Такого коду немає" }).await;
        // The code is what counts, not who sends it.
        stranger.says(&format!("/bind {code}"));
        town.group(if english {
            "2 open ones appear"
        } else {
            "з’являться 2 відкриті"
        })
        .await;
        stranger.says(&format!("/bind {code}"));
        town.group(if english { "used already" } else { "уже використано" }).await;
        let header = if english {
            "Suggestion of data № 1"
        } else {
            "Пропозиція даних № 1"
        };
        let header = town.group(header).await;
        assert!(header.text.contains(if english { "State: new" } else { "Стан: нове" }));
        assert!(header.text.contains(if english {
            "For: admin"
        } else {
            "Кому: адміністратор"
        }));
        let names: Vec<String> = town.topics().into_iter().map(|topic| topic.name).collect();
        assert_eq!(names, ["🔥 № 2 якість води", "🆕 № 1 реєстр дерев"]);
        let labels = header.labels().join(" ");
        let expected = if english { "Take" } else { "Беру" };
        assert!(labels.starts_with(expected), "{labels}");
        town.member(ADMIN).presses_data(header.id, button(&header, expected));
        town.is(1, State::Taken).await;
        let renamed = |telegram: &Telegram| {
            let chats = telegram.chats();
            let group = chats.into_iter().find(|chat| chat.id == GROUP)?;
            group.topics.iter().any(|it| it.name == "✍️ № 1 реєстр дерев").then_some(())
        };
        town.telegram.waits_for("the topic's new name", renamed).await;
        town.closes().await;
    }
}

#[tokio::test]
async fn a_group_that_is_bound_anew_gets_what_is_open() {
    for db in engines("officers_anew").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        let id = town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        town.member(20).replies(header.id, "Опублікуємо");
        town.told(7, "Опублікуємо").await;
        town.telegram.forum(-1_002, "Інша група");
        let code = town.code().await;
        let other = town.telegram.member(-1_002, 20);
        other.says(&format!("/bind {code}"));
        let found = |telegram: &Telegram| {
            let messages = telegram.messages(-1_002, 0);
            messages.into_iter().find(|it| it.text.contains("Мешканцеві відповіли:\nОпублікуємо"))
        };
        town.telegram.waits_for("the letters in the other group", found).await;
        // The old group is one no more.
        town.member(20).replies(header.id, "у старій групі");
        town.silent(7).await;
        assert_eq!(letters::of(&mut town.read().await, id).await.unwrap().len(), 1);
        town.closes().await;
    }
}

#[tokio::test]
async fn strangers_and_forged_buttons_do_nothing() {
    for db in engines("officers_stranger").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        let olha = town.known(7).await;
        let id = town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        let stranger = town.member(30);
        stranger.presses("Беру");
        town.group("діють для тих, хто приєднався за посиланням").await;
        // It is said once, not with each press.
        let before = town.telegram.messages(GROUP, 0).len();
        for data in ["k:1:close", "k:1:answered", "k:1:refused", "k:1:usual:1", "k:1:same:1"] {
            stranger.presses_data(header.id, data);
        }
        // Nor do words of theirs go anywhere, or a resident's forged press.
        stranger.replies(header.id, "від імені ради");
        stranger.says("/block 7 днів образи");
        let own = olha.sees()[0].id;
        olha.presses_data(own, "k:1:take");
        assert!(olha.hears().await.text.contains("за посиланням адміністратора"));
        let dataset = hall::bot::COUNCIL.named("tariffs").unwrap().dataset.key();
        olha.presses_data(own, "k:1:answered");
        olha.presses_data(own, &format!("k:1:with:{dataset}"));
        olha.presses_data(own, "a:fire:20");
        for data in ["k:0:take", "k:99:take", "k:1:with:x", "a:fire:20", "a:officer:-", "a:drop:1"]
        {
            town.member(20).presses_data(header.id, data);
        }
        town.silent(7).await;
        let after: Vec<Message> = town.telegram.messages(GROUP, 0);
        let ours = |message: &&Message| message.raw["from"]["is_bot"] == Value::Bool(true);
        let ours = after.iter().filter(ours).count();
        assert!(after.len() <= before + 5 && ours <= before + 2, "{after:#?}");
        let matter = town.get(id).await;
        assert_eq!((matter.state, matter.officer, matter.version), (State::New, None, 1));
        assert!(town.actions(id).await.is_empty());
        assert!(letters::of(&mut town.read().await, id).await.unwrap().is_empty());
        // Who was an officer is none any more.
        town.admin.asks("/officers").await;
        town.admin.presses("Прибрати: Мешканець 20");
        town.admin.hears().await;
        town.member(20).replies(header.id, "ще від імені ради");
        town.silent(7).await;
        town.closes().await;
    }
}

#[tokio::test]
async fn who_is_blocked_hears_until_when_and_why() {
    for db in engines("officers_block").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.wants(Kind::Suggestion, "реєстр ям", &[20]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        let thread = header.raw["message_thread_id"].as_i64().unwrap();
        let officer = town.member(20);
        officer.says_in(thread, "/block образи");
        town.group("Напишіть строк і причину").await;
        officer.says_in(thread, "/block 7 днів <образи>");
        let said = town.group("не приймаємо до 09.03.2026").await;
        assert!(said.text.ends_with("Причина: <образи>"), "{}", said.text);
        town.told(7, "Рада не приймає ваших звернень через бота до 09.03.2026").await;
        let now = town.now();
        let later = now + TimeDelta::days(8);
        let block = blocks::get(&mut town.read().await, town.bot, 7, now).await.unwrap();
        assert_eq!(block.unwrap().reason, "<образи>");
        assert!(blocks::get(&mut town.read().await, town.bot, 7, later).await.unwrap().is_none());
        // By its number, from the private chat; never an officer.
        let private = town.telegram.resident(20);
        assert!(private.asks("/unblock 1").await.text.contains("знову приймаємо"));
        assert!(private.asks("/unblock 1").await.text.contains("й так приймаємо"));
        assert!(private.asks("/block 2 7 днів образи").await.text.contains("Не видно, кого саме"));
        assert!(private.asks("/block 99 7 днів образи").await.text.contains("Не видно, кого саме"));
        assert_eq!(town.actions(1).await, ["block", "unblock"]);
        town.closes().await;
    }
}

/// Goes through the form behind a button, leaving out what can be.
async fn sends(person: &Resident, door: &str) {
    person.presses(door);
    loop {
        let step = person.hears().await;
        let skip = ["Пропустити", "Надіслати"].into_iter().find(|it| step.labels().contains(it));
        match skip {
            Some(label) => person.presses(label),
            None => return,
        }
    }
}

#[tokio::test]
async fn a_new_matter_mentions_its_officers_and_tells_them_in_private() {
    for db in engines("officers_new").await {
        let town = Hall::open(db).await;
        town.officer(20, HOLDER).await;
        town.officer(21, "Усі розпорядники").await;
        town.bound().await;
        let olha = town.known(7).await;
        olha.asks("тариф на воду").await;
        sends(&olha, "Хибно?").await;
        let header = town.group("Скарга на дані № 1").await;
        // The data of the complaint are this holder's, and a request for none is for whoever has the rest.
        assert!(header.text.contains("Кому: Мешканець 20"), "{}", header.text);
        assert!(header.raw["entities"].to_string().contains("20"), "{}", header.raw);
        town.told(20, "Нове звернення № 1").await;
        let taras = town.known(8).await;
        taras.asks("розклад дирижаблів").await;
        sends(&taras, "Запросити дані").await;
        let header = town.group("Пропозиція даних № 2").await;
        assert!(header.text.contains("Кому: Мешканець 21"), "{}", header.text);
        let notice = town.told(21, "Нове звернення № 2").await;
        assert!(notice.text.contains("розклад дирижаблів"), "{}", notice.text);
        assert!(!town.telegram.messages(20, 0).iter().any(|it| it.text.contains("№ 2")));
        // Each sees the commands of their role.
        let listed = |name: &str| {
            let list = town.telegram.setting(name).unwrap_or_default();
            let names = list.as_array().cloned().unwrap_or_default();
            names.iter().map(|it| it["command"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for place in ["20", "-1001"] {
            for language in ["", "en"] {
                let theirs = listed(&format!("commands:chat:{place}:{language}"));
                for command in ["templates", "block", "unblock"] {
                    assert!(theirs.contains(&command.to_owned()), "{place} {theirs:?}");
                }
                assert!(!theirs.contains(&"invite".to_owned()), "{place} {theirs:?}");
            }
        }
        assert!(!listed("commands:").contains(&"block".to_owned()));
        town.closes().await;
    }
}

#[tokio::test]
async fn who_hides_behind_a_chat_hears_once_that_rights_are_a_persons() {
    for db in engines("officers_faceless").await {
        let town = Hall::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.known(7).await;
        let id = town.wants(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        let topic = header.raw["message_thread_id"].as_i64().unwrap();
        let telegram = &town.telegram;
        let chat =
            json!({"id": GROUP, "type": "supergroup", "title": "Працівники", "is_forum": true});
        let channel = json!({"id": -1_002, "type": "channel", "title": "Рада", "username": "rada"});
        let anonymous = json!({
            "id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot",
        });
        let stand_in = json!({
            "id": 136_817_688, "is_bot": true, "first_name": "Channel", "username": "Channel_Bot",
        });
        let writes = |number: i64, from: &Value, sender: &Value, text: &str, replies: bool| {
            let mut message = json!({
                "message_id": number, "date": 1_772_366_400, "chat": chat, "from": from, "sender_chat": sender,
                "message_thread_id": topic, "is_topic_message": true, "text": text,
            });
            if replies {
                message["reply_to_message"] = header.raw.clone();
            }
            telegram.sends_raw(&format!(r#","message":{message}"#));
        };
        let told = || {
            let all = telegram.messages(GROUP, 0).into_iter();
            all.filter(|it| it.text.starts_with("Права має людина")).collect::<Vec<_>>()
        };
        writes(90_001, &anonymous, &chat, "Відповідь від групи", true);
        let said = town.group("Права має людина, а не група чи канал").await;
        assert!(said.text.contains("мешканцеві нічого не надіслано"), "{}", said.text);
        assert_eq!(said.raw["message_thread_id"].as_i64(), Some(topic));
        // Once, whatever else is tried so.
        writes(90_002, &anonymous, &chat, "Ще раз", true);
        writes(90_003, &anonymous, &chat, "/block 1 7 днів образи", false);
        town.member(1_087_968_824).presses_data(header.id, "k:1:take");
        town.silent(7).await;
        assert_eq!(told().len(), 1);
        // A channel is another.
        writes(90_004, &stand_in, &channel, "Відповідь від каналу", true);
        let two = |_: &Telegram| (told().len() == 2).then_some(());
        telegram.waits_for("the channel to be told", two).await;
        // What a channel's post brings by itself is nobody's word.
        let mut post = json!({
            "message_id": 90_005, "date": 1_772_366_400, "chat": chat, "from": stand_in, "sender_chat": channel,
            "message_thread_id": topic, "is_topic_message": true, "text": "Новина", "is_automatic_forward": true,
        });
        post["reply_to_message"] = header.raw.clone();
        telegram.sends_raw(&format!(r#","message":{post}"#));
        town.silent(7).await;
        assert_eq!(told().len(), 2);
        let matter = town.get(id).await;
        assert_eq!((matter.state, matter.officer), (State::New, None));
        assert!(letters::of(&mut town.read().await, id).await.unwrap().is_empty());
        assert!(!telegram.messages(7, 0).iter().any(|it| it.text.contains("Відповідь від")));
        town.closes().await;
    }
}
