//! What an answer costs, on the demonstration council and on one grown to 2,000 datasets.
//!
//! `cargo bench --bench answers` prints a table; nothing is asserted, as machines differ.

use std::{
    fs, hint,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use dovidka::{
    answer::{Council, Entry, File, Question},
    app::{self, App},
    config::Environment,
    i18n::Locale,
};

/// Datasets of the grown council.
const GROWN: usize = 2_000;
/// Questions asked of each council.
const QUESTIONS: usize = 2_000;

/// As residents write: a fact, a place, money, a typo, the wrong layout, a comparison, many rows, nonsense.
const ASKED: &[&str] = &[
    "графік прийому мера",
    "коли приймає міський голова",
    "бюджет на 2025",
    "бюджед 2025",
    "uhfasr ghbqjve",
    "hrafik pryiomu",
    "де найближче укриття",
    "скільки шкіл",
    "тариф на воду",
    "розклад автобуса",
    "телефон ЦНАП",
    "расписание автобуса",
    "schedule of the reception",
    "which datasets are there",
    "хто відповідає за дороги",
    "на скільки зросли доходи бюджету у 2025 році проти 2024",
    "скільки дітей у садочках у 2025 році, а скільки було у 2023",
    "найдорожча закупівля за всі роки",
    "яка аптека найближче до школи №1 і чи вона відкрита в неділю",
    "у якому селі найбільше зупинок автобуса",
    "погода на Марсі",
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let environment = Environment::from(|_| None)?;
    let app = App::open(None, &environment, app::system_clock()).await?;
    app.harvest(&|_| ()).await?;
    app.load().await?;
    let demo = app.council.borrow().entries().to_vec();
    let now = (app.clock)().with_timezone(&app.time_zone());

    println!("start to first answer, the program itself: {:?}", first_answer()?);
    println!(
        "{:<16}{:>9}{:>9}{:>12}{:>10}{:>10}{:>10}{:>12}",
        "council", "datasets", "rows", "build ms", "p50 ms", "p99 ms", "max ms", "RSS MiB"
    );
    for (name, entries) in [("demonstration", demo.clone()), ("grown", grow(&demo))] {
        let (datasets, rows) = (entries.len(), entries.iter().map(rows).sum::<usize>());
        let start = Instant::now();
        let council = Council::build(entries);
        let build = start.elapsed();
        let mut asked: Vec<String> = council.examples(Locale::Uk, now).to_vec();
        asked.extend(ASKED.iter().map(|&text| text.to_owned()));
        let mut took: Vec<Duration> = asked
            .iter()
            .cycle()
            .take(QUESTIONS)
            .map(|text| {
                let question = Question { text, locale: None, near: None, now, context: None };
                let start = Instant::now();
                hint::black_box(council.ask(&question));
                start.elapsed()
            })
            .collect();
        took.sort_unstable();
        let at = |share: usize| millis(took[(took.len() * share / 1000).min(took.len() - 1)]);
        println!(
            "{name:<16}{datasets:>9}{rows:>9}{:>12.1}{:>10.3}{:>10.3}{:>10.3}{:>12.1}",
            millis(build),
            at(500),
            at(990),
            at(1000),
            memory_mib()?
        );
    }
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// `demo` over and over, each time as the data of another settlement.
fn grow(demo: &[Entry]) -> Vec<Entry> {
    (0..)
        .flat_map(|round: u32| demo.iter().map(move |entry| (round, entry)))
        .take(if demo.is_empty() { 0 } else { GROWN })
        .map(|(round, entry)| {
            let mut dataset = (*entry.dataset).clone();
            dataset.id = format!("{}-{round}", dataset.id);
            dataset.name = format!("{}-{round}", dataset.name);
            dataset.title = format!("{} (громада № {round})", dataset.title);
            let mut files = entry.files.clone();
            for (resource, file) in dataset.resources.iter_mut().zip(&mut files) {
                resource.id = format!("{}-{round}", resource.id);
                file.resource.clone_from(&resource.id);
            }
            Entry { dataset: Arc::new(dataset), files }
        })
        .collect()
}

fn rows(entry: &Entry) -> usize {
    entry
        .files
        .iter()
        .filter_map(File::tables)
        .map(|tables| tables.iter().map(|table| table.rows.len()).sum::<usize>())
        .sum()
}

/// From the start of the program to its answer, the median of five.
fn first_answer() -> std::io::Result<Duration> {
    let mut took = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        let mut ask = Command::new(env!("CARGO_BIN_EXE_dovidka"));
        ask.args(["ask", "графік прийому мера"]).env_remove("DATABASE_URL");
        ask.env_remove("DOVIDKA_CONFIG").current_dir(std::env::temp_dir()).output()?;
        took.push(start.elapsed());
    }
    took.sort_unstable();
    Ok(took[2])
}

/// Memory of this process that is in RAM, MiB (`/proc/self/status`).
fn memory_mib() -> std::io::Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let kib = status.lines().find_map(|line| {
        line.strip_prefix("VmRSS:")?.trim().strip_suffix("kB")?.trim().parse().ok()
    });
    Ok(kib.unwrap_or(f64::NAN) / 1024.0)
}
