//! What residents wait for: 200 of them, 20 questions a second for a minute, over a Telegram on loopback that paces.
//!
//! `cargo bench --bench residents` prints a table; `DATABASE_URL` names the database, else it is an SQLite file. Only
//! the order of answers is asserted, as machines differ.

use std::{
    fs,
    time::{Duration, Instant},
};

use dovidka::{
    app::{self, App},
    bot::Settings,
    config::Environment,
    playground::telegram::Telegram,
    service,
    telegram::{Api, Options},
};
use tokio::{sync::watch, task::JoinSet};

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
    let named = std::env::var("DATABASE_URL").ok();
    let environment = Environment::from(|name| {
        (name == "DATABASE_URL").then(|| named.clone().unwrap_or_else(|| file.clone()))
    })?;
    let telegram = Telegram::start().await?;
    let app = App::open(None, &environment, app::system_clock()).await?;
    let api = Api::new(&telegram.token(), telegram.url())?;
    let options = Options::new(app.db.clone(), api, app.clock.clone());
    let (stop, stopped) = watch::channel(false);
    let serving = {
        let app = app.clone();
        let settings = Settings::of(None);
        tokio::spawn(async move { service::run(&app, settings, options, stopped).await })
    };
    app.council.subscribe().wait_for(|council| !council.entries().is_empty()).await?;
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
            line(until.as_secs(), &mut of_ten)?;
            of_ten.clear();
            until += Duration::from_secs(10);
        }
        of_ten.push(waited);
        all.push(waited);
    }
    line(until.as_secs(), &mut of_ten)?;
    while let Some(resident) = residents.join_next().await {
        resident?;
    }
    println!("all of them:");
    line(60, &mut all)?;
    assert_eq!(telegram.violations(), Vec::<String>::new());
    stop.send_replace(true);
    serving.await??;
    Ok(())
}

fn line(second: u64, took: &mut [Duration]) -> std::io::Result<()> {
    took.sort_unstable();
    let at = |share: usize| {
        let place = (took.len() * share / 1000).min(took.len().saturating_sub(1));
        took.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let status = fs::read_to_string("/proc/self/status")?;
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
