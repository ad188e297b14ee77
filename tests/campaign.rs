//! A campaign that is cut a hundred times by SIGKILL, on an SQLite file and on PostgreSQL, where a second process stands by:
//!
//! 1. Every recipient has a row, and nobody has two copies.
//! 2. A copy is in doubt only if its call was under way at a death: three at most for each.
//! 3. The report is what the chats hold, and «Надіслати непевним» brings a copy to whoever has none.

use std::{
    io::Read,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

#[path = "common/campaign.rs"]
#[expect(dead_code, reason = "other tests of campaigns use the rest")]
mod campaign;
#[path = "common/child.rs"]
mod child;
#[path = "common/engines.rs"]
#[expect(dead_code, reason = "the service opens its database itself")]
mod engines;
use campaign::{BOT, Campaign, open, serve};
use child::Process;
use dovidka::{store::lease, telegram::Mono};
use engines::postgres_url;
use tokio::sync::watch;

const RECIPIENTS: i64 = 2_000;
const KILLS: u32 = 100;
/// So many times faster than the world, for Telegram and for those who are killed.
const SPEED: f64 = 4.0;
/// Copies that are left to be sent after the last death, at least.
const RESERVE: u64 = 200;
/// Of so many deaths one is left to be noticed by the process that stands by.
const NOTICED: u32 = 10;
/// Calls that may be under way at a death.
const IN_FLIGHT: u64 = 3;

const DATABASE: &str = "CAMPAIGN_DATABASE";
const FOLDER: &str = "CAMPAIGN_FOLDER";
const TELEGRAM: &str = "CAMPAIGN_TELEGRAM";

/// Begins to serve the people of `campaign`.
fn start(campaign: &Campaign) -> Process {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "serves_as_a_child", "--nocapture"])
        .env(DATABASE, &campaign.url)
        .env(FOLDER, campaign.folder.path())
        .env(TELEGRAM, campaign.telegram.url())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    Process(child)
}

/// Not a test: what the tests below start, and kill.
#[tokio::test(flavor = "multi_thread")]
async fn serves_as_a_child() {
    let of = |name: &str| std::env::var(name).ok();
    let (Some(url), Some(folder), Some(telegram)) = (of(DATABASE), of(FOLDER), of(TELEGRAM)) else {
        return;
    };
    let app = open(Path::new(&folder), &url).await;
    let (stop, stopped) = watch::channel(false);
    // It does not outlive the test that started it.
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        stop.send_replace(true);
    });
    serve(&app, &telegram, Mono::at_speed(SPEED), stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_a_hundred_times_it_reaches_everyone_once() {
    let postgres = postgres_url("campaign").await;
    tokio::join!(survives(None), survives(Some(postgres)));
}

async fn survives(postgres: Option<String>) {
    let stands_by = postgres.is_some();
    let campaign = Campaign::of(RECIPIENTS, SPEED, postgres).await;
    let mut holder = start(&campaign);
    let id = campaign.begins().await;
    let mut second = stands_by.then(|| start(&campaign));
    let mut sent = 0;
    for kill in 0..KILLS {
        // What it sends cannot have been sent by the one before.
        let known = campaign.sends_beyond(sent, id).await;
        let left = campaign.size().saturating_sub(known + RESERVE);
        let share = f64::from(u32::try_from(left).unwrap()) / f64::from(KILLS - kill);
        let pause = fastrand::f64() * 2.0 * share / (25.0 * SPEED);
        tokio::time::sleep(Duration::from_secs_f64(pause)).await;
        holder.dies();
        let tally = campaign.tally(id).await;
        sent = tally.sent;
        assert!(tally.left > 0 || tally.total() < campaign.size(), "{kill} of {KILLS}: {tally:?}");
        if !stands_by || kill % NOTICED > 0 {
            give_back(&campaign).await;
        }
        holder = match second.take() {
            Some(process) => process,
            None => start(&campaign),
        };
        if stands_by {
            campaign.sends_beyond(sent, id).await;
            second = Some(start(&campaign));
        }
    }
    let item = campaign.ends(id, Duration::from_mins(1), |_| true).await;
    let tally = campaign.is_told_truly(&item).await;
    assert!(tally.unknown <= u64::from(KILLS) * IN_FLIGHT, "{tally:?}");
    if tally.unknown > 0 {
        let doubtful = campaign.rows(id).await;
        campaign.presses("Надіслати непевним").await;
        campaign.ends(id, Duration::from_mins(1), |item| item.reports()[0].unknown == 0).await;
        for (chat, copies) in campaign.copies() {
            let most = if doubtful[&chat] == "unknown" { 2 } else { 1 };
            assert!((1..=most).contains(&copies), "{chat}: {copies} copies");
        }
    }
    assert_eq!(campaign.telegram.violations(), Vec::<String>::new());
    drop((holder, second));
}

/// Gives the lease of a dead process back, which the next would have to wait for.
async fn give_back(campaign: &Campaign) {
    let mut tx = campaign.db.write().await.unwrap();
    let lease = lease::get(&mut tx, BOT).await.unwrap().unwrap();
    lease::give_back(&mut tx, BOT, lease.epoch).await.unwrap();
    tx.commit().await.unwrap();
}
