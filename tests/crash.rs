//! The real binary keeps these promises, on both engines:
//!
//! 1. Killed with SIGKILL at twenty random moments while ten messages of one chat wait, it loses none and
//!    answers none twice but the one whose call was under way.
//! 2. On SIGTERM it ends within 10 s with status 0, and what was said before is answered by the next start.

#[path = "common/child.rs"]
mod child;
#[expect(dead_code, reason = "the tests of the wire use the rest")]
mod common;

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use child::Process;
use common::{engines::postgres_url, telegram::fast};
use dovidka::{
    db::Db,
    playground::telegram::Telegram,
    store::{inbox, lease, outbox},
    telegram::State,
};

/// Messages that wait at each start.
const WAITING: usize = 10;
/// Deaths.
const KILLS: usize = 20;
/// The bot's number.
const BOT: i64 = 111_111;

/// `dovidka serve --demo`.
fn start(telegram: &Telegram, database: &str) -> Process {
    let child = Command::new(env!("CARGO_BIN_EXE_dovidka"))
        .args(["serve", "--demo"])
        .env("TELOXIDE_TOKEN", telegram.token())
        .env("TELOXIDE_API_URL", telegram.url())
        .env("DATABASE_URL", database)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    Process(child)
}

/// SIGTERM; returns the status and how long it took.
fn ends(mut serve: Process) -> (Option<i32>, Duration) {
    let told = Instant::now();
    let done = Command::new("kill").args(["-TERM", &serve.0.id().to_string()]).status().unwrap();
    assert!(done.success());
    let status = serve.0.wait().unwrap();
    (status.code(), told.elapsed())
}

async fn databases(test: &str) -> (tempfile::TempDir, [String; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("dovidka.db").display());
    (folder, [file, postgres_url(test).await])
}

/// Gives the lease of a dead process back, which the next would have to wait for.
async fn give_back(db: &Db) {
    let mut tx = db.write().await.unwrap();
    if let Some(lease) = lease::get(&mut tx, BOT).await.unwrap() {
        lease::give_back(&mut tx, BOT, lease.epoch).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Calls of `method` that were carried out.
fn carried_out(telegram: &Telegram, method: &str) -> usize {
    telegram.calls().iter().filter(|call| call.accepted && call.method == method).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_twenty_random_moments_it_loses_no_message() {
    let (_folder, [sqlite, postgres]) = databases("crash").await;
    tokio::join!(loses_no_message(&sqlite), loses_no_message(&postgres));
}

async fn loses_no_message(database: &str) {
    let telegram = Telegram::start().await.unwrap();
    let olha = telegram.resident(7);
    // The first start makes the database and harvests: it is not the one to be killed in the middle.
    let serve = start(&telegram, database);
    telegram.waits_for("the first start", |it| (carried_out(it, "getMe") > 0).then_some(())).await;
    serve.dies();
    let db = Db::open(database).await.unwrap();
    let mut asked = 0;
    for _ in 0..KILLS {
        give_back(&db).await;
        while asked < carried_out(&telegram, "sendMessage") + WAITING {
            asked += 1;
            olha.says(&format!("зовсім інше питання {asked}"));
        }
        let starts = carried_out(&telegram, "getMe");
        let serve = start(&telegram, database);
        // What follows is what may be cut anywhere.
        telegram.waits_for("a start", |it| (carried_out(it, "getMe") > starts).then_some(())).await;
        tokio::time::sleep(Duration::from_millis(fastrand::u64(0..1500))).await;
        serve.dies();
    }
    give_back(&db).await;
    let _serve = start(&telegram, database);
    let done = i64::try_from(asked).unwrap();
    let begun = Instant::now();
    loop {
        let mut tx = db.read().await.unwrap();
        let updates = inbox::counts(&mut tx, BOT).await.unwrap();
        let calls = outbox::counts(&mut tx, BOT).await.unwrap();
        drop(tx);
        // Each message is handled once and has one call, which was carried out.
        if updates == [("done".to_owned(), done)] && calls == [(State::Sent, done)] {
            break;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{asked}: {updates:?} {calls:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let doubled = carried_out(&telegram, "sendMessage") - asked;
    assert!(doubled <= KILLS, "only a call under way at a death may be made twice: {doubled}");
    assert_eq!(telegram.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sigterm_it_ends_within_10_s_and_answers_the_rest_later() {
    let (_folder, databases) = databases("term").await;
    for database in databases {
        let telegram = fast(20.0).await;
        let olha = telegram.resident(7);
        let serve = start(&telegram, &database);
        olha.asks("/start").await;
        olha.says("перше");
        let (status, took) = ends(serve);
        assert_eq!(status, Some(0));
        assert!(took < Duration::from_secs(10), "{took:?}");
        olha.says("друге");
        let before = olha.sees().len();
        let _serve = start(&telegram, &database);
        let expected = 3;
        assert!(before < expected);
        telegram.waits_for("both answers", |_| (olha.sees().len() == expected).then_some(())).await;
    }
}
