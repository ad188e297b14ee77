//! A campaign at Telegram's own pace, and what residents wait for meanwhile: 10 000 people who agreed, 25 copies a second, a
//! question each half second, over a Telegram on loopback that paces.
//!
//! `cargo bench --bench campaign` prints a table; `RECIPIENTS` names fewer people, `DATABASE_URL` an empty PostgreSQL
//! database, else it is an SQLite file. Only the outcome is asserted, as machines differ.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

#[path = "../tests/common/campaign.rs"]
#[expect(dead_code, reason = "the bench runs the program itself")]
mod campaign;
use campaign::{Campaign, config};
use dovidka::playground::telegram::Called;

const RECIPIENTS: i64 = 10_000;
/// Copies a second that the configuration allows.
const RATE: f64 = 25.0;
/// The first of the residents who ask; they get no news.
const ASKING: i64 = 500;
/// So many of them take turns.
const RESIDENTS: i64 = 100;
const EVERY: Duration = Duration::from_millis(500);
/// Questions before the campaign begins.
const IDLE: usize = 60;
/// A line of the table.
const LINE: Duration = Duration::from_secs(30);

/// Questions with a word of the answer.
const ASKED: [(&str, &str); 4] = [
    ("тариф на холодну воду", "грн"),
    ("скільки шкіл", "запис"),
    ("адреса ЦНАП", "вул"),
    ("погода на Марсі", "На жаль"),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let recipients = std::env::var("RECIPIENTS").map_or(Ok(RECIPIENTS), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("demo"), folder.path())?;
    let postgres = std::env::var("DATABASE_URL").ok();
    let campaign = Campaign::within(folder, recipients, 1.0, postgres).await;
    let file = campaign.folder.path().join("dovidka.toml");
    fs::write(&file, config(campaign.folder.path()))?;
    // The program itself, so that its work is told apart from that of the simulation.
    let mut bot = Command::new(env!("CARGO_BIN_EXE_dovidka"))
        .arg("serve")
        .arg("--config")
        .arg(&file)
        .env("DATABASE_URL", &campaign.url)
        .env("TELOXIDE_TOKEN", campaign.telegram.token())
        .env("TELOXIDE_API_URL", campaign.telegram.url())
        .stderr(Stdio::null())
        .spawn()?;
    for resident in ASKING..ASKING + RESIDENTS {
        // The first word opens the chat; what it costs is not counted.
        campaign.telegram.resident(resident).asks("/lang").await;
    }
    let mut questions = Questions::default();
    let mut idle = Vec::new();
    while idle.len() < IDLE {
        idle.push(questions.ask(&campaign).await);
    }
    let id = campaign.begins().await;
    let (mut meanwhile, mut calls) = (Vec::new(), Vec::new());
    while campaign.item(id).await.ended_at.is_none() {
        meanwhile.push(questions.ask(&campaign).await);
        // Telegram keeps the last 20 000.
        if meanwhile.len().is_multiple_of(100) {
            collect(&campaign, &mut calls);
        }
    }
    collect(&campaign, &mut calls);
    let item = campaign.ends(id, Duration::from_secs(1), |_| true).await;
    let tally = campaign.is_told_truly(&item).await;
    assert_eq!((tally.sent, tally.unknown), (campaign.size(), 0));
    assert_eq!(campaign.telegram.violations(), Vec::<String>::new());

    let is_copy = |call: &&Called| {
        let to = call.parameters["chat_id"].as_i64();
        call.accepted
            && call.method == "sendMessage"
            && to.is_some_and(|chat| campaign.people.contains(&chat))
    };
    let at: Vec<Duration> = calls.iter().filter(is_copy).map(|call| call.at).collect();
    let (Some(first), Some(last)) = (at.first(), at.last()) else { return Err("no copy".into()) };
    println!("{:>10}{:>10}{:>12}", "second", "copies", "of 25/s");
    let line = |until: Duration, copies: usize, took: Duration| {
        let share = f64::from(u32::try_from(copies).unwrap_or(0)) / took.as_secs_f64() / RATE;
        println!("{:>10}{copies:>10}{:>11.1}%", until.as_secs(), share * 100.0);
        share
    };
    let mut lowest = f64::MAX;
    let mut from = *first;
    while from + LINE <= *last {
        let copies = at.iter().filter(|at| (from..from + LINE).contains(at)).count();
        lowest = lowest.min(line((from + LINE).saturating_sub(*first), copies, LINE));
        from += LINE;
    }
    println!("all of them:");
    let took = last.saturating_sub(*first);
    let all = line(took, at.len() - 1, took);
    let refused = calls.iter().filter(|call| call.answer["error_code"] == 429).count();
    let held = |share: f64| if share >= 0.95 { "at least 95 %" } else { "LESS than 95 %" };
    println!("rate held: in all {}, in every {LINE:?} {}", held(all), held(lowest.min(all)));
    println!("calls refused with 429: {refused}");
    let (idle, meanwhile) = (median(&mut idle), median(&mut meanwhile));
    println!("residents' answers, median: idle {idle:.1} ms, meanwhile {meanwhile:.1} ms");
    bot.kill()?;
    bot.wait()?;
    Ok(())
}

/// Residents who take turns to ask, evenly.
#[derive(Default)]
struct Questions {
    asked: i64,
    last: Option<Instant>,
}

impl Questions {
    /// Asks the next question in its time; returns how long the answer took.
    async fn ask(&mut self, campaign: &Campaign) -> Duration {
        if let Some(last) = self.last {
            tokio::time::sleep_until((last + EVERY).into()).await;
        }
        let begun = Instant::now();
        self.last = Some(begun);
        let resident = campaign.telegram.resident(ASKING + self.asked % RESIDENTS);
        let (question, word) = ASKED[usize::try_from(self.asked).unwrap_or(0) % ASKED.len()];
        self.asked += 1;
        let answer = resident.asks(question).await;
        assert!(answer.text.contains(word), "{question}: {}", answer.text);
        begun.elapsed()
    }
}

fn collect(campaign: &Campaign, calls: &mut Vec<Called>) {
    let since = calls.last().map_or(0, |call: &Called| call.number);
    calls.extend(campaign.telegram.traffic(since));
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
