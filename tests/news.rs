//! News as admins send them, through the whole service, on both databases:
//!
//! 1. An item is written, looked at, sent to everyone who agreed and to the channel, each in their language and once;
//!    its way is told in one message, and its end in a report.
//! 2. What was sent is corrected, and taken back, everywhere.
//! 3. An item is held and gone on with, stopped, and begun by the clock; nobody is woken at night.
//! 4. Who blocked the bot is left out until they are back, and a doubtful copy is sent again only on demand.
//! 5. Nobody but an admin does any of it, and what cannot be is said.

use std::time::Duration;

#[path = "common/office.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod office;
use dovidka::{
    news::{Quiet, State},
    playground::telegram::{Failing, Fault, Message, Resident, Telegram},
    store::news::{
        Item, items, ledger,
        subscribers::{self, Consent, Subscriber},
    },
};
use office::{Office, engines::postgres_url, town::ADMIN};

const CHANNEL: i64 = -200;

async fn urls(test: &str) -> [String; 2] {
    ["sqlite::memory:".to_owned(), postgres_url(test).await]
}

/// An office by day, with a channel and an admin who has said something.
async fn open(url: String, speed: f64) -> (Office, Resident) {
    let mut office = Office::at_speed(url, speed).await;
    office.telegram.channel(CHANNEL, "rada_news", "Новини даних");
    office.settings.channel = Some("@rada_news".to_owned());
    office.it_is("2026-03-02 10:00");
    office.begin();
    let admin = office.telegram.resident(ADMIN);
    admin.asks("/help").await;
    (office, admin)
}

/// People who agreed, from the number `from` on; every third reads English.
async fn agree(office: &Office, from: i64, count: i64) -> Vec<Resident> {
    let mut tx = office.app.db.write().await.unwrap();
    let mut people = Vec::new();
    for chat in from..from + count {
        let language = if chat % 3 == 0 { "en" } else { "uk" };
        let mut subscriber = Subscriber::new(chat, Quiet::default(), language);
        subscriber.consent = Consent::Given;
        subscribers::put(&mut tx, office.bot, &subscriber, office.now()).await.unwrap();
        office.telegram.acquaints(chat);
        people.push(office.telegram.resident(chat));
    }
    tx.commit().await.unwrap();
    people
}

/// What the admin wrote last; what the harvest drafted may come before it or after.
async fn newest(office: &Office) -> Item {
    let mut tx = office.app.db.read().await.unwrap();
    let items = items::page(&mut tx, office.bot, 0, 100).await.unwrap().into_iter();
    items.filter(|item| item.author == Some(ADMIN)).max_by_key(|item| item.id).unwrap()
}

async fn get(office: &Office, id: i64) -> Item {
    items::get(&mut office.app.db.read().await.unwrap(), office.bot, id).await.unwrap().unwrap()
}

/// Waits until the item stands so.
async fn stands(office: &Office, id: i64, state: State) -> Item {
    for _ in 0..600 {
        let item = get(office, id).await;
        if item.state == state {
            return item;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the item is {:?} and not {state:?}", get(office, id).await.state);
}

/// The newest message of the bot to the admin that holds `words`.
async fn shown(office: &Office, words: &str) -> Message {
    let found = |telegram: &Telegram| {
        said(telegram).into_iter().rev().find(|message| message.text.contains(words))
    };
    office.telegram.waits_for(words, found).await
}

/// What the bot said to the admin.
fn said(telegram: &Telegram) -> Vec<Message> {
    let all = telegram.messages(ADMIN, 0).into_iter();
    all.filter(|message| message.raw["from"]["is_bot"] == true).collect()
}

/// Presses the newest button with this label, once it is there.
async fn presses(office: &Office, admin: &Resident, label: &str) {
    let found = |telegram: &Telegram| {
        said(telegram).iter().any(|message| message.labels().contains(&label)).then_some(())
    };
    office.telegram.waits_for(label, found).await;
    admin.presses(label);
}

/// Writes an item in both languages; returns its number.
async fn write(office: &Office, admin: &Resident, uk: &str, en: Option<&str>) -> i64 {
    let before = newest_message(office);
    admin.says("/news");
    after(office, before, "Новини").await;
    presses(office, admin, "✏️ Написати").await;
    let prompt = after(office, before, "Надішліть текст новини").await;
    let before = newest_message(office);
    admin.replies(prompt.id, uk);
    after(office, before, "чернетка").await;
    if let Some(en) = en {
        presses(office, admin, "✏️ English").await;
        let prompt = after(office, before, "Надішліть англійський").await;
        let before = newest_message(office);
        admin.replies(prompt.id, en);
        after(office, before, "Англійський текст є").await;
    }
    newest(office).await.id
}

fn newest_message(office: &Office) -> i64 {
    office.telegram.messages(ADMIN, 0).last().map_or(0, |message| message.id)
}

/// The first message of the admin's chat after `message` that holds `words`.
async fn after(office: &Office, message: i64, words: &str) -> Message {
    let found = |telegram: &Telegram| {
        said(telegram).into_iter().find(|it| it.id > message && it.text.contains(words))
    };
    office.telegram.waits_for(words, found).await
}

async fn sends(office: &Office, admin: &Resident) {
    presses(office, admin, "📤 Надіслати").await;
    shown(office, "Надіслати зараз").await;
    presses(office, admin, "Так, надіслати").await;
}

/// The copies that stand in a chat: messages of the bot with the words.
fn copies(office: &Office, chat: i64, words: &str) -> Vec<Message> {
    let all = office.telegram.messages(chat, 0).into_iter();
    all.filter(|message| message.text.contains(words)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_written_sent_corrected_and_recalled() {
    for url in urls("news_life").await {
        let (office, admin) = open(url, 20.0).await;
        let people = agree(&office, 1_000, 9).await;
        let id =
            write(&office, &admin, "Бюджет <2026> опубліковано", Some("Budget published")).await;
        presses(&office, &admin, "У канал: ні").await;
        shown(&office, "Також у канал ради").await;
        // As residents will see it: both languages and the channel's.
        presses(&office, &admin, "👁 Як побачать").await;
        let preview = shown(&office, "Budget published").await;
        assert!(preview.text.contains("You get this because"), "{}", preview.text);
        assert_eq!(preview.labels(), ["🔕 No more of this"]);
        sends(&office, &admin).await;
        let item = stands(&office, id, State::Done).await;
        assert_eq!((item.reports()[0].sent, item.reports()[0].total()), (10, 10));
        for person in &people {
            let english = person.chat() % 3 == 0;
            let (words, why) = if english {
                ("Budget published", "You get this because you agreed")
            } else {
                ("Бюджет <2026> опубліковано", "Ви отримали це, бо погодилися")
            };
            let copies = copies(&office, person.chat(), words);
            let all = office.telegram.messages(person.chat(), 0);
            assert_eq!(copies.len(), 1, "{}: {all:?}", person.chat());
            assert!(copies[0].text.contains(why), "{}", copies[0].text);
        }
        let post = copies(&office, CHANNEL, "Бюджет <2026>");
        assert_eq!(post.len(), 1);
        assert!(!post[0].text.contains("Ви отримали"), "{}", post[0].text);
        let report = shown(&office, &format!("Новину {id} надіслано")).await;
        assert!(report.text.contains("Надіслано: 10"), "{}", report.text);
        assert!(!report.labels().contains(&"Надіслати непевним"));
        assert_eq!(item.reports()[0].sent, 10);

        // Corrected in both languages, the channel with them.
        presses(&office, &admin, "До новини").await;
        shown(&office, "Новина").await;
        presses(&office, &admin, "✏️ Текст").await;
        let before = newest_message(&office);
        let prompt = shown(&office, "Надішліть текст новини").await;
        admin.replies(prompt.id, "Бюджет 2026 затверджено");
        after(&office, before, "ще не надіслано").await;
        assert_eq!(copies(&office, 1_000, "затверджено").len(), 0);
        presses(&office, &admin, "Надіслати виправлення").await;
        shown(&office, &format!("Новину {id} виправлено")).await;
        assert_eq!(copies(&office, 1_000, "затверджено").len(), 1);
        assert_eq!(copies(&office, 1_000, "опубліковано").len(), 0);
        assert_eq!(copies(&office, CHANNEL, "затверджено").len(), 1);

        // Taken back: the young copies are gone.
        presses(&office, &admin, "До новини").await;
        shown(&office, "Виправлення або відкликання 1").await;
        presses(&office, &admin, "🗑 Відкликати").await;
        shown(&office, "Відкликати 10 копій").await;
        presses(&office, &admin, "Так, відкликати").await;
        stands(&office, id, State::Recalled).await;
        for person in &people {
            let left = office.telegram.messages(person.chat(), 0);
            assert_eq!(left, [], "{}", person.chat());
        }
        assert_eq!(copies(&office, CHANNEL, "Бюджет").len(), 0);
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn old_copies_are_emptied_where_telegram_keeps_them() {
    for url in urls("news_late").await {
        let (office, admin) = open(url, 20.0).await;
        agree(&office, 1_000, 2).await;
        let id = write(&office, &admin, "Помилкова новина", None).await;
        sends(&office, &admin).await;
        stands(&office, id, State::Done).await;
        // A reader of English has the Ukrainian words, and is told so.
        assert_eq!(copies(&office, 1_001, "Помилкова новина").len(), 1);
        office.it_is("2026-03-05 12:00");
        admin.asks("/news").await;
        presses(&office, &admin, &format!("✅ {id}. Помилкова новина")).await;
        shown(&office, "Що сталося з копіями").await;
        presses(&office, &admin, "🗑 Відкликати").await;
        shown(&office, "Відкликати 2 копій").await;
        presses(&office, &admin, "Так, відкликати").await;
        stands(&office, id, State::Recalled).await;
        assert_eq!(copies(&office, 1_000, "Цю новину відкликано").len(), 1);
        assert_eq!(copies(&office, 1_000, "Помилкова").len(), 0);
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_held_gone_on_with_and_stopped() {
    for url in urls("news_held").await {
        let (office, admin) = open(url, 1.0).await;
        agree(&office, 1_000, 400).await;
        let id = write(&office, &admin, "Довга розсилка", None).await;
        sends(&office, &admin).await;
        let progress = shown(&office, "Надсилаю новину").await;
        assert!(progress.labels().contains(&"⏸ Призупинити"), "{:?}", progress.labels());
        let sent =
            || (1_000..1_400).map(|chat| copies(&office, chat, "Довга").len()).sum::<usize>();
        presses(&office, &admin, "⏸ Призупинити").await;
        stands(&office, id, State::Paused).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let held = sent();
        assert!(held < 400, "all went out before it was held");
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(sent(), held);
        presses(&office, &admin, "▶️ Продовжити").await;
        stands(&office, id, State::Sending).await;
        let on = |_: &Telegram| (sent() > held).then_some(());
        office.telegram.waits_for("more copies", on).await;
        presses(&office, &admin, "⏹ Зупинити").await;
        stands(&office, id, State::Cancelled).await;
        // Calls that were under way end first.
        let tallied =
            async || ledger::tally(&mut office.app.db.read().await.unwrap(), id, 0).await.unwrap();
        while tallied().await.left > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let ended = sent();
        assert!(ended < 400, "all went out before it was stopped");
        for chat in 1_000..1_400 {
            assert!(copies(&office, chat, "Довга").len() <= 1);
        }
        let tally = tallied().await;
        assert_eq!(tally.sent, u64::try_from(ended).unwrap());
        assert_eq!(tally.left, 0);
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_begins_by_the_clock_and_nobody_is_woken() {
    for url in urls("news_clock").await {
        let (office, admin) = open(url, 20.0).await;
        agree(&office, 1_000, 3).await;
        let id = write(&office, &admin, "Вечірня новина", None).await;
        presses(&office, &admin, "🕒 Коли").await;
        let before = newest_message(&office);
        let prompt = shown(&office, "день і час").await;
        admin.replies(prompt.id, "вчора");
        after(&office, before, "Не вдалося прочитати час").await;
        admin.replies(prompt.id, "02.03.2026 22:30");
        after(&office, before, "запланована").await;
        stands(&office, id, State::Scheduled).await;
        office.it_is("2026-03-02 22:31");
        stands(&office, id, State::Sending).await;
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        assert_eq!(copies(&office, 1_000, "Вечірня").len(), 0);
        office.it_is("2026-03-03 08:00");
        stands(&office, id, State::Done).await;
        assert_eq!(copies(&office, 1_000, "Вечірня").len(), 1);
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_planned_by_day_is_not_sent_at_night() {
    for url in urls("news_night").await {
        let (office, admin) = open(url, 1.0).await;
        agree(&office, 1_000, 250).await;
        let id = write(&office, &admin, "Пізня новина", None).await;
        office.it_is("2026-03-02 20:59");
        sends(&office, &admin).await;
        shown(&office, "Надсилаю новину").await;
        let sent =
            || (1_000..1_250).map(|chat| copies(&office, chat, "Пізня").len()).sum::<usize>();
        let begun = |_: &Telegram| (sent() > 0).then_some(());
        office.telegram.waits_for("the first copies", begun).await;
        office.it_is("2026-03-02 21:00");
        // The clock is set to the second, and a copy may be under way.
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        let by_night = sent();
        assert!(by_night < 250, "all went out before the night began");
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        assert_eq!(sent(), by_night);
        assert_eq!(get(&office, id).await.state, State::Sending);
        office.it_is("2026-03-03 08:01");
        stands(&office, id, State::Done).await;
        for chat in 1_000..1_250 {
            assert_eq!(copies(&office, chat, "Пізня").len(), 1, "{chat}");
        }
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_blocked_are_left_out_and_the_doubtful_asked_for() {
    for url in urls("news_doubt").await {
        let (office, admin) = open(url, 20.0).await;
        let people = agree(&office, 1_000, 6).await;
        let blocked = Failing::Refused {
            code: 403,
            description: "Forbidden: bot was blocked by the user".to_owned(),
            retry_after: None,
        };
        office.telegram.fails(Fault::new(blocked).in_chat(1_001));
        office.telegram.fails(Fault::new(Failing::ResetAfter).in_chat(1_002));
        office.telegram.fails(Fault::new(Failing::Html(502)).in_chat(1_003));
        let id = write(&office, &admin, "Непевна новина", None).await;
        sends(&office, &admin).await;
        let item = stands(&office, id, State::Done).await;
        let tally = item.reports()[0];
        assert_eq!((tally.sent, tally.blocked, tally.unknown), (3, 1, 2), "{tally:?}");
        let report = shown(&office, &format!("Новину {id} надіслано")).await;
        assert!(report.text.contains("Непевно: 2"), "{}", report.text);
        presses(&office, &admin, "Надіслати непевним").await;
        for _ in 0..200 {
            if get(&office, id).await.reports()[0].unknown == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(get(&office, id).await.reports()[0].sent, 5);
        assert_eq!(copies(&office, 1_003, "Непевна").len(), 1);
        assert_eq!(copies(&office, 1_002, "Непевна").len(), 2);
        // The next item leaves out who blocked the bot, until they are back.
        let second = write(&office, &admin, "Друга новина", None).await;
        sends(&office, &admin).await;
        let item = stands(&office, second, State::Done).await;
        assert_eq!((item.reports()[0].sent, item.reports()[0].blocked), (5, 0));
        people[1].asks("/start").await;
        let third = write(&office, &admin, "Третя новина", None).await;
        sends(&office, &admin).await;
        assert_eq!(stands(&office, third, State::Done).await.reports()[0].sent, 6);
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_admin_does_any_of_it() {
    for url in urls("news_rights").await {
        let (office, admin) = open(url, 20.0).await;
        agree(&office, 1_000, 2).await;
        let stranger = office.telegram.resident(55);
        let id = write(&office, &admin, "Чужа новина", None).await;
        let said = stranger.asks("/help").await;
        for data in ["begin", "recall", "gone", "drop", "fix", "show", "test"] {
            stranger.presses_data(said.id, &format!("n:{data}:{id}"));
            let told = stranger.hears().await;
            assert!(!told.text.contains("Чужа"), "{}", told.text);
        }
        for data in ["n:begin:-1", "n:to:1:t999", "n:list:99999999999999999999", "n:", "n:off:0"] {
            stranger.presses_data(said.id, data);
            stranger.hears().await;
        }
        assert_eq!(get(&office, id).await.state, State::Draft);
        // A draft without words, or with too many, has no button that sends it.
        admin.asks("/news").await;
        presses(&office, &admin, "✏️ Написати").await;
        let prompt = shown(&office, "Надішліть текст новини").await;
        let before = newest_message(&office);
        admin.replies(prompt.id, &"й".repeat(4_090));
        let card = after(&office, before, "Задовго").await;
        assert!(!card.labels().contains(&"📤 Надіслати"), "{:?}", card.labels());
        let long = newest(&office).await.id;
        let before = newest_message(&office);
        admin.presses_data(card.id, &format!("n:begin:{long}"));
        after(&office, before, "вже немає, або вона змінилася").await;
        assert_eq!(get(&office, long).await.state, State::Draft);
        office.closes().await;
    }
}
