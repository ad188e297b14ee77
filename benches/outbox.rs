//! What the outbox takes and gives without any pace: copies of a news item planned (written) and drained a second, and the
//! memory of the process, for 1 000 recipients and more.
//!
//! `cargo bench --bench outbox` prints a table for an SQLite file and, if `TEST_POSTGRES` names a server, for PostgreSQL;
//! `LARGEST` names the largest number of recipients. Up to 10 000 are drained to the end, more for 20 s. Each line is
//! measured in a process of its own, and Telegram is a responder that says yes.

use std::{
    fs,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Json, Router, extract::State, http::Uri};
use dovidka::{
    app::system_clock,
    db::Db,
    news::Audience,
    store::news::{
        items::{self, Draft},
        ledger, recipients,
    },
    telegram::{self, Api, Call, Cx, Failure, Handler, Limits, Options, Work},
};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use teloxide::types::Update;
use tokio::sync::watch;

#[path = "../tests/common/engines.rs"]
#[expect(dead_code, reason = "each line opens one engine")]
mod engines;

const SIZES: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// Up to so many are drained to the end.
const TO_THE_END: u64 = 10_000;
const DRAINING: Duration = Duration::from_secs(20);
/// Recipients planned in one transaction, as the service does.
const PIECE: i64 = 200;
const BOT: i64 = 42;
/// Names the line that a process measures: its database and its size.
const DATABASE: &str = "OUTBOX_DATABASE";
const SIZE: &str = "OUTBOX_SIZE";

type Error = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    if let (Ok(url), Ok(size)) = (std::env::var(DATABASE), std::env::var(SIZE)) {
        return measure(&url, size.parse()?).await;
    }
    let largest = std::env::var("LARGEST").map_or(Ok(u64::MAX), |text| text.parse())?;
    println!(
        "{:>12}{:>12}{:>12}{:>12}{:>12}{:>12}{:>12}",
        "database", "recipients", "planned/s", "RSS MiB", "drained", "drained/s", "RSS MiB"
    );
    let has_postgres = std::env::var_os("TEST_POSTGRES").is_some();
    for size in SIZES.into_iter().filter(|size| *size <= largest) {
        let folder = tempfile::tempdir()?;
        line(&format!("sqlite:{}", folder.path().join("bench.db").display()), size)?;
        if has_postgres {
            line(&engines::postgres_url("outbox_bench").await, size)?;
        }
    }
    Ok(())
}

/// Has a line measured.
fn line(url: &str, size: u64) -> Result<(), Error> {
    let mut command = Command::new(std::env::current_exe()?);
    let status = command.env(DATABASE, url).env(SIZE, size.to_string()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{url}: {status}").into()) }
}

async fn measure(url: &str, size: u64) -> Result<(), Error> {
    let db = Db::open(url).await?;
    subscribe(&db, size).await?;
    let begun = Instant::now();
    let planned = plan(&db).await?;
    let took = begun.elapsed();
    assert_eq!(planned, size);
    print!(
        "{:>12}{size:>12}{:>12.0}{:>12.1}",
        url.split(':').next().unwrap_or_default(),
        per_second(planned, took),
        rss()?
    );
    let begun = Instant::now();
    let drained = drain(&db, size).await?;
    let took = begun.elapsed();
    println!("{drained:>12}{:>12.0}{:>12.1}", per_second(drained, took), rss()?);
    Ok(())
}

/// So many chats agree to news.
async fn subscribe(db: &Db, size: u64) -> Result<(), Error> {
    let insert = "INSERT INTO subscriber (bot, chat, consent, rhythm, quiet_from, quiet_until, language, since) SELECT";
    let values = "n, 'given', 'at_once', 0, 0, 'uk'";
    match db {
        Db::Sqlite { writer, .. } => {
            let insert = format!(
                "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {size})
                 {insert} {BOT}, {values}, '2026-01-01T00:00:00+00:00' FROM c"
            );
            sqlx::query(AssertSqlSafe(insert)).execute(writer).await?;
        }
        Db::Postgres(pool) => {
            let insert =
                format!("{insert} {BOT}, {values}, now() FROM generate_series(1, {size}) AS n");
            sqlx::query(AssertSqlSafe(insert)).execute(pool).await?;
            sqlx::query("ANALYZE subscriber").execute(pool).await?;
        }
    }
    Ok(())
}

/// Writes a row for everyone, as the service does: read in pieces, each in a transaction of its own.
async fn plan(db: &Db) -> Result<u64, Error> {
    let clock = system_clock();
    let mut tx = db.write().await?;
    let news = items::add(&mut tx, BOT, &Draft::default(), clock()).await?.ok_or("no item")?;
    let says = Call::new("sendMessage", json!({"text": "Новина", "parse_mode": "HTML"}));
    let text = ledger::say(&mut tx, news, 0, "uk", &says, None).await?;
    tx.commit().await?;
    let (mut after, mut planned) = (i64::MIN, 0);
    loop {
        let mut tx = db.write().await?;
        let found = recipients::after(&mut tx, BOT, &Audience::Everyone, after, PIECE).await?;
        let Some(last) = found.last() else { return Ok(planned) };
        after = last.chat;
        let copies: Vec<_> = found
            .iter()
            .map(|person| ledger::Copy {
                chat: person.chat.to_string(),
                text,
                method: "sendMessage",
                message: None,
                due_at: clock(),
                not_after: None,
            })
            .collect();
        planned += ledger::queue(&mut tx, BOT, news, 0, &copies, clock()).await?;
        tx.commit().await?;
    }
}

/// Lets the sender call as fast as it can; returns how many calls came.
async fn drain(db: &Db, size: u64) -> Result<u64, Error> {
    let called = Arc::new(AtomicU64::new(0));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new().fallback(answer).with_state(Arc::clone(&called));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let limits =
        Limits { overall_per_second: usize::MAX, bulk_per_second: 1_000_000, ..Limits::default() };
    let api = Api::new(&format!("{BOT}:bench"), &url)?;
    let options = Options { limits, ..Options::new(db.clone(), api, system_clock()) };
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(telegram::run(options, Arc::new(Deaf), stopped));
    let begun = Instant::now();
    while called.load(Ordering::Relaxed) < size
        && (size <= TO_THE_END || begun.elapsed() < DRAINING)
    {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let drained = called.load(Ordering::Relaxed);
    stop.send_replace(true);
    running.await??;
    server.abort();
    Ok(drained)
}

/// A Telegram that takes everything and has nothing to tell.
async fn answer(State(called): State<Arc<AtomicU64>>, uri: Uri) -> Json<Value> {
    let result = match uri.path().rsplit('/').next() {
        Some("getMe") => json!({
            "id": BOT, "is_bot": true, "first_name": "bench", "username": "bench_bot",
            "can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": false,
            "has_main_web_app": false, "can_connect_to_business": false,
        }),
        Some("getUpdates") => {
            tokio::time::sleep(Duration::from_secs(1)).await;
            json!([])
        }
        _ => json!({"message_id": called.fetch_add(1, Ordering::Relaxed) + 1}),
    };
    Json(json!({"ok": true, "result": result}))
}

/// Nobody says anything to it.
struct Deaf;

impl Handler for Deaf {
    fn handle(&self, _: Update, _: Cx) -> BoxFuture<'_, Result<Work, Failure>> {
        Box::pin(async { Ok(Work::nothing()) })
    }
}

fn per_second(count: u64, took: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / took.as_secs_f64()
}

/// Memory of this process, in MiB.
fn rss() -> Result<f64, Error> {
    let status = fs::read_to_string("/proc/self/status")?;
    let kib =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
    Ok(kib.ok_or("no VmRSS")?.parse::<f64>()? / 1024.0)
}
