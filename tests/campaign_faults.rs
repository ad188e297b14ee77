//! A campaign under faults, on an SQLite file and on PostgreSQL. Each time it ends with a report that equals what the chats
//! hold, in doubt only where nobody can know, and with no violation of Telegram's pace:
//!
//! 1. Telegram fails in every way at once, and residents' questions are answered meanwhile.
//! 2. The database is gone for ten seconds, after cuts in the middle of commits.
//! 3. The disk is full for a while.

use std::time::Duration;

#[path = "common/campaign.rs"]
mod campaign;
#[path = "common/engines.rs"]
#[expect(dead_code, reason = "the service opens its database itself")]
mod engines;
#[path = "common/gate.rs"]
mod gate;
use campaign::{Campaign, Service, open};
use dovidka::{
    db::Db,
    playground::telegram::{Failing, Fault},
};
use engines::postgres_url;
use gate::Gate;
use sqlx::{Connection, Executor, SqliteConnection};
use tokio::time::sleep;

const RECIPIENTS: i64 = 300;
/// So many times faster than the world, for Telegram and for the bot.
const SPEED: f64 = 2.0;
/// Where waits are told, the bot needs the time that Telegram gives it to keep them.
const TRUE_SPEED: f64 = 1.0;
/// Calls that may be under way at once.
const IN_FLIGHT: u64 = 3;
/// Within this time everything ends.
const PATIENCE: Duration = Duration::from_secs(90);
/// The database is gone for so long.
const GONE: Duration = Duration::from_secs(10);

/// The first of the residents who ask; they get no news.
const ASKING: i64 = 500;

#[tokio::test(flavor = "multi_thread")]
async fn telegram_fails_in_every_way_at_once() {
    let postgres = postgres_url("campaign_faults").await;
    tokio::join!(through_faults(None), through_faults(Some(postgres)));
}

async fn through_faults(postgres: Option<String>) {
    let campaign = Campaign::of(RECIPIENTS, TRUE_SPEED, postgres).await;
    let service = Service::start(&campaign, open(campaign.folder.path(), &campaign.url).await);
    let id = campaign.begins().await;
    let telegram = &campaign.telegram;
    let slow = Duration::from_millis(400);
    for (failing, share) in [
        (Failing::Html(502), 0.025),
        (Failing::HtmlAfter(500), 0.025),
        (Failing::ResetAfter, 0.05),
        (Failing::SlowAfter(slow), 0.1),
    ] {
        telegram.fails(Fault::new(failing).of("sendMessage").share(share));
    }
    // Storms: now one chat, now all.
    let mut asked = 0;
    while campaign.tally(id).await.left > 0 || asked < 10 {
        let chat = (asked % 3 > 0).then_some(1_000 + asked * 29 % RECIPIENTS);
        telegram.floods(chat, Duration::from_secs(1));
        telegram.resident(ASKING + asked).says("погода на Марсі");
        asked += 1;
        sleep(Duration::from_millis(700)).await;
    }
    let item = campaign.ends(id, PATIENCE, |_| true).await;
    telegram.mends();
    let tally = campaign.is_told_truly(&item).await;
    assert!(tally.unknown > 0, "no fault met a copy: {tally:?}");
    // An answer is made once more in doubt: none is lost but to two faults in a row.
    let answered = |chat: i64| !telegram.resident(chat).sees().is_empty();
    let answers = |_: &_| (ASKING..ASKING + asked).filter(|chat| answered(*chat)).count();
    let wanted = usize::try_from(asked).unwrap() * 3 / 4;
    telegram.waits_for("answers", |it| (answers(it) >= wanted).then_some(())).await;
    service.stops().await;
    assert_eq!(telegram.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_is_gone_for_ten_seconds() {
    tokio::join!(while_the_file_is_locked(), while_the_server_is_away());
}

async fn while_the_file_is_locked() {
    let campaign = Campaign::of(RECIPIENTS, SPEED, None).await;
    let service = Service::start(&campaign, open(campaign.folder.path(), &campaign.url).await);
    let id = campaign.begins().await;
    let sent = campaign.sends_beyond(50, id).await;
    let mut other = SqliteConnection::connect(&campaign.url).await.unwrap();
    other.execute("BEGIN EXCLUSIVE").await.unwrap();
    sleep(GONE).await;
    assert!(campaign.tally(id).await.sent <= sent + IN_FLIGHT, "nothing was locked");
    other.execute("ROLLBACK").await.unwrap();
    ends_without_doubt(campaign, service, id).await;
}

async fn while_the_server_is_away() {
    let url = postgres_url("campaign_gone").await;
    let campaign = Campaign::of(RECIPIENTS, SPEED, Some(url.clone())).await;
    let (gate, behind) = Gate::before(&url).await;
    let service = Service::start(&campaign, open(campaign.folder.path(), &behind).await);
    let id = campaign.begins().await;
    // Cuts that the lease outlives; a commit under way is made, and nobody is told.
    for cut in 1..=10 {
        campaign.sends_beyond(cut * 10, id).await;
        gate.is_mute();
        sleep(Duration::from_millis(100)).await;
        gate.shuts();
        gate.opens();
    }
    gate.is_mute();
    sleep(Duration::from_millis(100)).await;
    gate.shuts();
    sleep(GONE).await;
    assert!(campaign.tally(id).await.left > 0, "it was over before the database was gone");
    gate.opens();
    ends_without_doubt(campaign, service, id).await;
}

/// Telegram told everything that it did: nothing is in doubt.
async fn ends_without_doubt(campaign: Campaign, service: Service, id: i64) {
    let item = campaign.ends(id, PATIENCE, |_| true).await;
    let tally = campaign.is_told_truly(&item).await;
    assert_eq!(tally.sent, campaign.size(), "{tally:?}");
    service.stops().await;
    assert_eq!(campaign.telegram.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_disk_is_full_for_a_while() {
    let postgres = postgres_url("campaign_full").await;
    tokio::join!(on_a_full_disk(None), on_a_full_disk(Some(postgres)));
}

async fn on_a_full_disk(postgres: Option<String>) {
    let campaign = Campaign::of(RECIPIENTS, SPEED, postgres).await;
    let app = open(campaign.folder.path(), &campaign.url).await;
    let db = app.db.clone();
    let service = Service::start(&campaign, app);
    let id = campaign.begins().await;
    campaign.sends_beyond(50, id).await;
    let telegram = &campaign.telegram;
    // What needs room is what is new: questions and answers.
    for resident in 0..20 {
        fills(&db, true).await;
        telegram.resident(ASKING + resident).says(&"погода на Марсі ".repeat(60));
        sleep(Duration::from_millis(200)).await;
    }
    fills(&db, false).await;
    for resident in 0..20 {
        let heard = |_: &_| (!telegram.resident(ASKING + resident).sees().is_empty()).then_some(());
        telegram.waits_for("an answer", heard).await;
    }
    ends_without_doubt(campaign, service, id).await;
}

/// The database has no more room, or has it again. On PostgreSQL a trigger says what the server says on a full disk:
/// a test cannot have a disk of its own there.
async fn fills(db: &Db, full: bool) {
    match db {
        Db::Sqlite { writer, .. } => {
            let mut writer = writer.acquire().await.unwrap();
            let pages = if full { 1 } else { 1_000_000_000 };
            // Never below what the file holds: then nothing can be added. It is the connection's, which is a new one when
            // the old one failed.
            let pragma = format!("PRAGMA max_page_count = {pages}");
            writer.execute(sqlx::AssertSqlSafe(pragma)).await.unwrap();
        }
        Db::Postgres(pool) => {
            let statement = if full {
                "CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
                 END $$;
                 CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT OR UPDATE ON outbox EXECUTE FUNCTION full_disk();
                 CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT OR UPDATE ON inbox EXECUTE FUNCTION full_disk();
                 CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT OR UPDATE ON news EXECUTE FUNCTION full_disk()"
            } else {
                "DROP FUNCTION full_disk() CASCADE"
            };
            pool.execute(statement).await.unwrap();
        }
    }
}
