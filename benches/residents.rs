//! What residents wait for: 200 of them, 20 questions a second for a minute, over a Telegram on loopback that paces.
//!
//! `cargo bench --bench residents` prints a table; `DATABASE_URL` names the database, else it is an SQLite file. Only
//! the order of answers is asserted, as machines differ.

use std::{
    fs,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use dovidka::playground::telegram::Telegram;
use tokio::task::JoinSet;

const RESIDENTS: u32 = 200;
const PER_SECOND: u32 = 20;
const MINUTE: Duration = Duration::from_mins(1);

/// Questions with a word of the answer.
const ASKED: [(&str, &str); 4] = [
    ("тариф на холодну воду", "грн"),
    ("скільки шкіл", "запис"),
    ("адреса ЦНАП", "вул"),
    ("погода на Марсі", "На жаль"),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let file = format!("sqlite:{}", folder.path().join("bench.db").display());
    let database = std::env::var("DATABASE_URL").unwrap_or(file);
    let telegram = Telegram::start().await?;
    // The program itself, so that its memory is told apart from that of the simulation.
    let mut bot = Command::new(env!("CARGO_BIN_EXE_dovidka"))
        .args(["serve", "--demo"])
        .current_dir(folder.path())
        .env("DATABASE_URL", database)
        .env("TELOXIDE_TOKEN", telegram.token())
        .env("TELOXIDE_API_URL", telegram.url())
        .stderr(Stdio::null())
        .spawn()?;
    let pid = bot.id();
    for number in 0..RESIDENTS {
        // The first word opens the chat; what it costs is not counted.
        telegram.resident(i64::from(number) + 1).says("/lang");
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    tokio::time::sleep(Duration::from_secs(3)).await;

    println!(
        "{:>8}{:>10}{:>10}{:>10}{:>10}{:>10}",
        "second", "answers", "p50 ms", "p99 ms", "max ms", "RSS MiB"
    );
    let start = Instant::now();
    let mut residents = JoinSet::new();
    let (told, mut took) = tokio::sync::mpsc::unbounded_channel();
    for number in 0..RESIDENTS {
        let (telegram, told) = (telegram.clone(), told.clone());
        residents.spawn(async move {
            let person = telegram.resident(i64::from(number) + 1);
            let every = Duration::from_secs(1) * RESIDENTS / PER_SECOND;
            let first = Duration::from_secs(1) * number / PER_SECOND;
            for (round, (question, word)) in (0..).zip(ASKED.iter().cycle()) {
                let at = first + every * round;
                if at >= MINUTE {
                    break;
                }
                tokio::time::sleep_until((start + at).into()).await;
                let asked = Instant::now();
                let answer = person.asks(question).await;
                assert!(answer.text.contains(word), "{question}: {}", answer.text);
                told.send((start.elapsed(), asked.elapsed())).expect("it is being counted");
            }
        });
    }
    drop(told);
    let (mut all, mut of_ten) = (Vec::new(), Vec::new());
    let mut until = Duration::from_secs(10);
    while let Some((at, waited)) = took.recv().await {
        if at >= until {
            line(until.as_secs(), &mut of_ten, pid)?;
            of_ten.clear();
            until += Duration::from_secs(10);
        }
        of_ten.push(waited);
        all.push(waited);
    }
    line(until.as_secs(), &mut of_ten, pid)?;
    while let Some(resident) = residents.join_next().await {
        resident?;
    }
    println!("all of them:");
    line(60, &mut all, pid)?;
    assert_eq!(telegram.violations(), Vec::<String>::new());
    bot.kill()?;
    bot.wait()?;
    Ok(())
}

fn line(second: u64, took: &mut [Duration], pid: u32) -> std::io::Result<()> {
    took.sort_unstable();
    let at = |share: usize| {
        let place = (took.len() * share / 1000).min(took.len().saturating_sub(1));
        took.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let kib =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
    let mib = kib.and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0;
    println!(
        "{second:>8}{:>10}{:>10.1}{:>10.1}{:>10.1}{mib:>10.1}",
        took.len(),
        at(500),
        at(990),
        at(1000)
    );
    Ok(())
}
