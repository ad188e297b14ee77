//! The wire to Telegram keeps these promises, on both engines:
//!
//! 1. What a person says is answered, in order, and nothing breaks Telegram's rules.
//! 2. A process that dies at any moment loses no message and answers none twice but the one whose call
//!    was under way.
//! 3. A panic, and 72 slow messages in one chat, delay no other chat.
//! 4. After three failures an update is set aside with an apology; what cannot be read is set aside too.
//! 5. A press is acknowledged at once, while its chat is busy.
//! 6. An answer in doubt is made once more, news never; a refused connection is tried again.
//! 7. Told waits are kept; a chat that must wait delays no other.
//! 8. Blocked, unblocked and migrated chats are followed.
//! 9. An edit of an unsent message changes it; of several queued edits the last counts; an edit of a sent one
//!    finds its message; a call that needs another's result gets it or fails with it.
//! 10. One process holds a bot; another takes over within 5 s; on a stop it ends in time and gives the bot back.
//! 11. Of two that change a conversation at once one wins.
//! 12. The newest inline query of a person wins, and is answered within 2 s or not at all.
//! 13. A file is uploaded once.
//! 14. The token stands in no log.
//! 15. Who waits longer than a moment sees that the bot is typing.

mod common;

use std::{
    io::Write,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use common::{
    engines::engines,
    telegram::{Echo, Running, fast, options},
};
use dovidka::{
    db::Db,
    playground::telegram::{Failing, Fault, Kind, Telegram},
    store::{chats, conversation, inbox, outbox},
    telegram::{Call, Cx, Failure, Handler, IfUnknown, Key, Priority, State, Work},
};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use teloxide::types::Update;

async fn queue(db: &Db, bot: i64, call: &Call) -> i64 {
    let mut tx = db.write().await.unwrap();
    let now = chrono::DateTime::from_timestamp(1_772_440_200, 0).unwrap();
    let row = outbox::queue(&mut tx, bot, call, now).await.unwrap();
    tx.commit().await.unwrap();
    row
}

async fn fate(db: &Db, row: i64) -> outbox::Fate {
    for _ in 0..400 {
        let mut tx = db.read().await.unwrap();
        let fate = outbox::fate(&mut tx, row).await.unwrap().unwrap();
        drop(tx);
        if !matches!(fate.state, State::Queued | State::Sending) {
            return fate;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("row {row} has no fate");
}

fn texts(telegram: &Telegram, chat: i64) -> Vec<String> {
    telegram.resident(chat).sees().into_iter().map(|message| message.text).collect()
}

const BOT: i64 = 111_111;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_says_is_answered_in_order() {
    for db in engines("tg_order").await {
        let telegram = fast(20.0).await;
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        let olha = telegram.resident(7);
        for number in 0..12 {
            olha.says(&format!("<m>{number}"));
        }
        for number in 0..12 {
            assert_eq!(olha.hears().await.text, format!("echo: <m>{number}"));
        }
        assert_eq!(telegram.violations(), Vec::<String>::new());
        telegram.waits_for("confirmation", |it| (it.unconfirmed() == 0).then_some(())).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_longer_than_a_moment_sees_that_the_bot_is_typing() {
    let db = Db::in_memory().await.unwrap();
    let telegram = fast(20.0).await;
    let _bot = Running::start(&telegram, &db, Arc::new(Echo));
    let (olha, taras) = (telegram.resident(7), telegram.resident(8));
    olha.says("slow 1200");
    taras.says("fast");
    assert_eq!(olha.hears().await.text, "echo: slow 1200");
    assert_eq!(taras.hears().await.text, "echo: fast");
    let typing: Vec<i64> = telegram
        .calls()
        .into_iter()
        .filter(|call| call.method == "sendChatAction" && call.parameters["action"] == "typing")
        .map(|call| call.parameters["chat_id"].as_i64().unwrap())
        .collect();
    assert_eq!(typing, [7], "once, and only to who waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_at_any_moment_loses_nothing_and_doubles_only_the_call_under_way() {
    for db in engines("tg_kill").await {
        let telegram = fast(50.0).await;
        let olha = telegram.resident(7);
        for number in 0..10 {
            olha.says(&format!("m{number}"));
        }
        let mut kills = 0;
        for _ in 0..20 {
            let bot = Running::start(&telegram, &db, Arc::new(Echo));
            tokio::time::sleep(Duration::from_millis(fastrand::u64(0..120))).await;
            bot.dies().await;
            kills += 1;
            // The next process sees a lease that was given back, not to wait 3 s each time.
            let mut tx = db.write().await.unwrap();
            if let Some(lease) = dovidka::store::lease::get(&mut tx, BOT).await.unwrap() {
                dovidka::store::lease::give_back(&mut tx, BOT, lease.epoch).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        telegram
            .waits_for("all answers", |it| {
                let seen = texts(it, 7);
                (0..10).all(|number| seen.contains(&format!("echo: m{number}"))).then_some(())
            })
            .await;
        let seen = texts(&telegram, 7);
        let doubled = seen.len() - 10;
        assert!(doubled <= kills, "at most the call under way at each death: {seen:?}");
        for number in 0..10 {
            let text = format!("echo: m{number}");
            let times = seen.iter().filter(|seen| **seen == text).count();
            assert!(times <= 2, "in doubt an answer is made once more, not oftener: {seen:?}");
        }
        let mut tx = db.read().await.unwrap();
        assert_eq!(inbox::counts(&mut tx, BOT).await.unwrap(), [("done".to_owned(), 10)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_and_72_slow_messages_in_one_chat_delay_no_other() {
    for db in engines("tg_slow").await {
        let telegram = Telegram::start().await.unwrap();
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        let (slow, broken, other) =
            (telegram.resident(1), telegram.resident(2), telegram.resident(3));
        other.asks("ready").await;
        for _ in 0..72 {
            slow.says("slow 300");
        }
        for _ in 0..3 {
            broken.says("panic");
        }
        let asked = Instant::now();
        assert_eq!(other.asks("hello").await.text, "echo: hello");
        assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
        assert!(broken.hears().await.text.starts_with("Вибачте"));
        broken.says("well?");
        telegram
            .waits_for("life after a panic", |_| {
                broken.sees().iter().any(|message| message.text == "echo: well?").then_some(())
            })
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_three_failures_an_update_is_set_aside_with_an_apology() {
    for db in engines("tg_aside").await {
        let telegram = fast(20.0).await;
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        let (olha, john) = (telegram.resident(7), telegram.resident(8).speaking("en"));
        assert!(olha.asks("fail").await.text.starts_with("Вибачте"));
        assert!(john.asks("panic").await.text.starts_with("Sorry"));
        telegram.sends_raw(r#","message":{"message_id":"not a number"}"#);
        telegram.sends_raw(r#","something_new":{"chat":{"id":7}}"#);
        telegram.sends_raw(&format!(r#","message":{}1{}"#, "[".repeat(500), "]".repeat(500)));
        assert_eq!(olha.asks("and now").await.text, "echo: and now");
        telegram.waits_for("confirmation", |it| (it.unconfirmed() == 0).then_some(())).await;
        for _ in 0..200 {
            let mut tx = db.read().await.unwrap();
            let counts = inbox::counts(&mut tx, BOT).await.unwrap();
            drop(tx);
            if counts == [("aside".to_owned(), 5), ("done".to_owned(), 1)] {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        let mut tx = db.read().await.unwrap();
        assert_eq!(
            inbox::counts(&mut tx, BOT).await.unwrap(),
            [("aside".to_owned(), 5), ("done".to_owned(), 1)]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_is_acknowledged_while_its_chat_is_busy() {
    for db in engines("tg_press").await {
        let telegram = Telegram::start().await.unwrap();
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        let olha = telegram.resident(7);
        olha.asks("ready").await;
        olha.says("slow 1500");
        let asked = Instant::now();
        olha.presses_data(1, "x:1");
        telegram.waits_for("acknowledgement", |it| (it.unacknowledged() == 0).then_some(())).await;
        assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
        assert_eq!(olha.hears().await.text, "echo: slow 1500");
        assert_eq!(olha.hears().await.text, "echo: press x:1");
        assert_eq!(telegram.violations(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_doubt_an_answer_is_made_once_more_and_news_never() {
    for db in engines("tg_doubt").await {
        let telegram = fast(20.0).await;
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        let olha = telegram.resident(7);
        olha.asks("ready").await;
        for (failing, if_unknown, state, copies) in [
            (Failing::ResetAfter, IfUnknown::Again, State::Sent, 2),
            (Failing::Reset, IfUnknown::Again, State::Sent, 1),
            (Failing::HtmlAfter(502), IfUnknown::Again, State::Sent, 2),
            (Failing::ResetAfter, IfUnknown::Never, State::Unknown, 1),
            (Failing::Html(500), IfUnknown::Never, State::Unknown, 0),
            (Failing::Reset, IfUnknown::Mark, State::Unknown, 0),
        ] {
            let text = format!("{failing:?} {if_unknown:?}");
            telegram.fails(Fault::new(failing).of("sendMessage"));
            let row = queue(&db, BOT, &Call::message(7, &text).if_unknown(if_unknown)).await;
            assert_eq!(fate(&db, row).await.state, state, "{text}");
            let seen = texts(&telegram, 7).iter().filter(|seen| **seen == text).count();
            assert_eq!(seen, copies, "{text}");
        }
        telegram.fails(Fault::new(Failing::Reset).of("sendMessage").times(2));
        let row = queue(&db, BOT, &Call::message(7, "twice in doubt")).await;
        assert_eq!(fate(&db, row).await.state, State::Unknown);
        telegram.fails(Fault::new(Failing::Refused {
            code: 400,
            description: "something".to_owned(),
            retry_after: None,
        }));
        let row = queue(&db, BOT, &Call::message(7, "refused")).await;
        let fate = fate(&db, row).await;
        assert_eq!(
            (fate.state, fate.error.as_deref()),
            (State::Failed, Some("Bad Request: something"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn polling_survives_what_the_server_does() {
    for db in engines("tg_polls").await {
        let telegram = fast(20.0).await;
        for failing in [Failing::Html(502), Failing::Reset] {
            telegram.fails(Fault::new(failing).of("getUpdates"));
        }
        telegram.fails(Fault::new(Failing::Html(500)).of("getMe"));
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        let asked = Instant::now();
        assert_eq!(telegram.resident(7).asks("hello").await.text, "echo: hello");
        assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_told_wait_is_kept_for_its_chat_alone() {
    for db in engines("tg_flood").await {
        let telegram = fast(10.0).await;
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        let (olha, petro) = (telegram.resident(7), telegram.resident(8));
        petro.asks("ready").await;
        telegram.floods(Some(7), Duration::from_secs(20));
        olha.says("a");
        telegram
            .waits_for("a refusal", |it| it.calls().iter().any(|call| !call.accepted).then_some(()))
            .await;
        let asked = Instant::now();
        assert_eq!(petro.asks("b").await.text, "echo: b");
        assert!(asked.elapsed() < Duration::from_secs(1));
        assert_eq!(olha.hears().await.text, "echo: a");
        let refused = telegram.calls().iter().filter(|call| !call.accepted).count();
        assert_eq!(refused, 1);
        assert_eq!(telegram.violations(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_subscribers_get_news_once_and_no_limit_is_hit() {
    for db in engines("tg_news").await {
        let telegram = fast(4.0).await;
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        let olha = telegram.resident(7);
        olha.asks("ready").await;
        for chat in 1000..1300 {
            telegram.resident(chat).says("/start");
        }
        telegram.waits_for("greetings", |it| (it.calls().len() > 300).then_some(())).await;
        for chat in 1000..1300 {
            let call =
                Call::message(chat, "news").priority(Priority::News).if_unknown(IfUnknown::Never);
            queue(&db, BOT, &call).await;
        }
        let asked = Instant::now();
        olha.asks("a reply does not wait").await;
        assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
        telegram
            .waits_for("news", |it| {
                let calls = it.calls();
                let news = calls.iter().filter(|call| call.parameters["text"] == "news");
                (news.count() == 300).then_some(())
            })
            .await;
        assert!(telegram.calls().iter().all(|call| call.accepted), "no 429");
        assert_eq!(telegram.violations(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_unblocked_and_migrated_chats_are_followed() {
    for db in engines("tg_blocked").await {
        let telegram = fast(20.0).await;
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        let olha = telegram.resident(7);
        olha.asks("ready").await;
        olha.blocks();
        let row = queue(&db, BOT, &Call::message(7, "x")).await;
        assert_eq!(fate(&db, row).await.state, State::Blocked);
        let calls = telegram.calls().len();
        let row = queue(&db, BOT, &Call::message(7, "news").priority(Priority::News)).await;
        assert_eq!(fate(&db, row).await.state, State::Blocked);
        assert_eq!(telegram.calls().len(), calls, "no call is wasted on it");
        olha.unblocks();
        olha.asks("again").await;
        let row = queue(&db, BOT, &Call::message(7, "news").priority(Priority::News)).await;
        assert_eq!(fate(&db, row).await.state, State::Sent);

        telegram.group(-5, Kind::Group, "Рада");
        let officer = telegram.member(-5, 9);
        officer.asks("ready").await;
        // The bot learns of it from its call here, from the update below.
        telegram.migrates(-5, -1005);
        let row = queue(&db, BOT, &Call::message(-5, "moved")).await;
        assert_eq!(fate(&db, row).await.state, State::Sent);
        let seen = telegram.member(-1005, 9).sees();
        assert_eq!(seen.last().unwrap().text, "moved");
        let mut tx = db.read().await.unwrap();
        assert_eq!(chats::current(&mut tx, BOT, "-5").await.unwrap(), "-1005");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_find_their_message_sent_or_not() {
    for db in engines("tg_edits").await {
        let telegram = fast(20.0).await;
        telegram.resident(7).says("/start");
        let row = queue(&db, BOT, &Call::message(7, "first")).await;
        let edit =
            |text: &str| Call::new("editMessageText", json!({"chat_id": 7, "text": text})).of(row);
        assert_eq!(queue(&db, BOT, &edit("second")).await, row, "the unsent row is changed");
        let pinned = queue(
            &db,
            BOT,
            &Call::new("pinChatMessage", json!({"chat_id": 7})).after(row, Some("message_id")),
        )
        .await;
        let lost =
            queue(&db, BOT, &Call::new("pinChatMessage", json!({"chat_id": 7, "message_id": 999})))
                .await;
        let with_it = queue(&db, BOT, &Call::message(7, "never").after(lost, None)).await;
        let bot = Running::start(&telegram, &db, Arc::new(Echo));
        assert_eq!(fate(&db, row).await.state, State::Sent);
        assert_eq!(fate(&db, pinned).await.state, State::Sent);
        assert_eq!(fate(&db, lost).await.state, State::Failed);
        assert_eq!(fate(&db, with_it).await.state, State::Failed);
        assert!(texts(&telegram, 7).contains(&"second".to_owned()));
        bot.stops().await;
        let third = queue(&db, BOT, &edit("third")).await;
        assert_ne!(third, row);
        assert_eq!(queue(&db, BOT, &edit("fourth")).await, third, "a newer edit replaces it");
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        assert_eq!(fate(&db, third).await.state, State::Sent);
        assert!(texts(&telegram, 7).contains(&"fourth".to_owned()));
        let edits = |it: &Telegram| {
            it.calls().iter().filter(|call| call.method == "editMessageText").count()
        };
        assert_eq!(edits(&telegram), 1);
        let same = queue(&db, BOT, &edit("fourth")).await;
        assert_eq!(fate(&db, same).await.state, State::Sent, "not modified is as good as done");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_holds_a_bot_and_another_takes_over_within_5_s() {
    for db in engines("tg_lease").await {
        let telegram = fast(20.0).await;
        let first = Running::start(&telegram, &db, Arc::new(Echo));
        let olha = telegram.resident(7);
        olha.asks("ready").await;
        let second = Running::start(&telegram, &db, Arc::new(Echo));
        for number in 0..5 {
            olha.asks(&format!("m{number}")).await;
        }
        assert_eq!(olha.hears_within(Duration::from_millis(500)).await, None, "one answer each");
        first.dies().await;
        let dead = Instant::now();
        assert_eq!(olha.asks("who is there").await.text, "echo: who is there");
        assert!(dead.elapsed() < Duration::from_secs(5), "{:?}", dead.elapsed());
        second.stops().await;
        let freed = Instant::now();
        let _third = Running::start(&telegram, &db, Arc::new(Echo));
        olha.asks("and now").await;
        assert!(freed.elapsed() < Duration::from_secs(2), "{:?}", freed.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_handlers_and_their_answers_finish() {
    for db in engines("tg_stop").await {
        let telegram = fast(20.0).await;
        let bot = Running::start(&telegram, &db, Arc::new(Echo));
        let olha = telegram.resident(7);
        olha.asks("ready").await;
        olha.says("slow 800");
        telegram.waits_for("receipt", |it| (it.unconfirmed() == 0).then_some(())).await;
        // Received, it is still to be begun; what is not begun waits for the next start.
        tokio::time::sleep(Duration::from_millis(300)).await;
        bot.stops().await;
        assert_eq!(texts(&telegram, 7).last().unwrap(), "echo: slow 800");
    }
}

/// Counts in the conversation's state; both of two at once look before either writes.
struct Counter {
    db: Db,
    runs: AtomicUsize,
}

impl Handler for Counter {
    fn handle(&self, update: Update, cx: Cx) -> BoxFuture<'_, Result<Work, Failure>> {
        Box::pin(async move {
            self.runs.fetch_add(1, Ordering::SeqCst);
            let (Some(chat), Some(person)) = (update.chat(), update.from()) else {
                return Ok(Work::nothing());
            };
            // One state for two topics, so that two lanes meet in it.
            let key =
                Key { chat: chat.id.0, topic: 0, person: i64::try_from(person.id.0).unwrap() };
            let mut tx = self.db.read().await?;
            let kept = conversation::get(&mut tx, cx.bot, key).await?;
            drop(tx);
            let (count, seen) =
                kept.map_or((0, 0), |kept| (kept.state["count"].as_i64().unwrap(), kept.version));
            tokio::time::sleep(Duration::from_millis(200)).await;
            Ok(Work::nothing().and_keeps(key, seen, Some(json!({"count": count + 1}))))
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_change_a_conversation_at_once_one_wins_and_the_other_looks_again() {
    for db in engines("tg_cas").await {
        let telegram = fast(20.0).await;
        let counter = Arc::new(Counter { db: db.clone(), runs: AtomicUsize::new(0) });
        telegram.group(-1005, Kind::Supergroup, "Рада");
        let officer = telegram.member(-1005, 9);
        officer.says_in(1, "x");
        officer.says_in(2, "x");
        let _bot = Running::start(&telegram, &db, counter.clone());
        let key = Key { chat: -1005, topic: 0, person: 9 };
        let mut state = Value::Null;
        for _ in 0..200 {
            let mut tx = db.read().await.unwrap();
            if let Some(kept) = conversation::get(&mut tx, BOT, key).await.unwrap() {
                state = kept.state;
            }
            drop(tx);
            if state == json!({"count": 2}) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        assert_eq!(state, json!({"count": 2}));
        assert_eq!(counter.runs.load(Ordering::SeqCst), 3);
    }
}

struct Inline;

impl Handler for Inline {
    fn handle(&self, _: Update, _: Cx) -> BoxFuture<'_, Result<Work, Failure>> {
        Box::pin(async { Ok(Work::nothing()) })
    }

    fn inline(&self, query: Update, _: Cx) -> BoxFuture<'_, Result<Option<Value>, Failure>> {
        Box::pin(async move {
            let teloxide::types::UpdateKind::InlineQuery(query) = query.kind else {
                return Ok(None);
            };
            let millis: u64 = query.query.parse().unwrap();
            tokio::time::sleep(Duration::from_millis(millis)).await;
            Ok(Some(json!({"results": [{
                "type": "article", "id": "1", "title": query.query,
                "input_message_content": {"message_text": query.query},
            }]})))
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_inline_query_wins() {
    for db in engines("tg_inline").await {
        let telegram = Telegram::start().await.unwrap();
        let _bot = Running::start(&telegram, &db, Arc::new(Inline));
        let olha = telegram.resident(7);
        let (old, new) = (olha.types("700"), olha.types("100"));
        let answer = telegram.waits_for("an answer", |_| olha.inline_answer(&new)).await;
        assert_eq!(answer["results"][0]["title"], "100");
        let late = telegram.resident(8).types("5000");
        tokio::time::sleep(Duration::from_millis(2500)).await;
        assert_eq!(olha.inline_answer(&old), None);
        assert_eq!(olha.inline_answer(&late), None, "two seconds are the limit");
        let mut tx = db.read().await.unwrap();
        assert!(inbox::counts(&mut tx, BOT).await.unwrap().is_empty(), "they skip the inbox");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_uploaded_once() {
    for db in engines("tg_file").await {
        let telegram = fast(20.0).await;
        let _bot = Running::start(&telegram, &db, Arc::new(Echo));
        for chat in [7, 8] {
            telegram.resident(chat).asks("ready").await;
        }
        let send = |chat: i64| {
            Call::new("sendDocument", json!({"chat_id": chat, "caption": "таблиця"})).with_file(
                "document",
                "дані.csv",
                Bytes::from_static(b"a;b\n1;2\n"),
            )
        };
        let row = queue(&db, BOT, &send(7)).await;
        assert_eq!(fate(&db, row).await.state, State::Sent);
        let row = queue(&db, BOT, &send(8)).await;
        assert_eq!(fate(&db, row).await.state, State::Sent);
        let files: Vec<Value> = [7, 8]
            .iter()
            .map(|chat| telegram.resident(*chat).sees().pop().unwrap().raw["document"].clone())
            .collect();
        assert_eq!(files[0], files[1]);
        assert_eq!(files[0]["file_name"], "дані.csv");
        let id = files[0]["file_id"].as_str().unwrap();
        assert_eq!(telegram.file(id).unwrap(), &b"a;b\n1;2\n"[..]);
        let api = options(&telegram, &db).api;
        let path = api.call("getFile", &json!({"file_id": id}), vec![]).await.unwrap();
        let path = path["file_path"].as_str().unwrap();
        assert_eq!(api.download(path, 100).await.unwrap(), &b"a;b\n1;2\n"[..]);
        assert!(api.download(path, 3).await.is_err(), "a limit holds");
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_token_stands_in_no_log() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer({
            let log = log.clone();
            move || log.clone()
        })
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let telegram = fast(20.0).await;
    let db = Db::in_memory().await.unwrap();
    let bot = Running::start(&telegram, &db, Arc::new(Echo));
    let olha = telegram.resident(7);
    olha.asks("ready").await;
    for failing in [Failing::Reset, Failing::Html(502), Failing::ResetAfter] {
        telegram.fails(Fault::new(failing.clone()).of("getUpdates"));
        telegram.fails(Fault::new(failing).of("sendMessage"));
        olha.asks("x").await;
    }
    bot.stops().await;
    let text = String::from_utf8_lossy(&log.0.lock().unwrap().clone()).into_owned();
    assert!(text.contains("polling failed"), "the log was read: {} bytes", text.len());
    let token = telegram.token();
    let secret = token.split_once(':').unwrap().1;
    assert!(!text.contains(secret));
}
