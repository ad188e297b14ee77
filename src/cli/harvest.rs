//! `dovidka harvest`: every source once, with bars on a terminal and a line a source at the end.

use std::{
    collections::HashMap,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use serde_json::json;

use super::Failure;
use crate::{
    app::App,
    harvest::{Error, Progress, SourceSummary},
    i18n::Locale,
};

/// Harvests and says what came of it.
pub(super) async fn run(app: &App, as_json: bool, locale: Locale) -> Result<(), Failure> {
    let bars = Arc::new(Bars::default());
    let shown = Arc::clone(&bars);
    let summary = app.harvest(&move |progress| shown.show(progress)).await;
    bars.clear();
    let summary = summary.map_err(|error| failure(&error, locale))?;
    let mut out = io::stdout().lock();
    for source in &summary.sources {
        let said = if as_json { object(source, locale) } else { text(source, locale) };
        // Whether or not somebody still reads, the status tells the outcome.
        let _ = writeln!(out, "{said}");
    }
    if summary.is_ok() { Ok(()) } else { Err(Failure::Told) }
}

/// Why there was no harvest, for the operator.
pub(super) fn failure(error: &Error, locale: Locale) -> Failure {
    Failure::Failed(match error {
        Error::Busy => locale.text("cli-harvest-busy", &[]),
        Error::Lost | Error::Db(_) | Error::Client(_) => {
            locale.text("cli-harvest-failed", &[("detail", error.to_string().into())])
        }
    })
}

fn text(source: &SourceSummary, locale: Locale) -> String {
    let text = source.report(locale).join("\n  ");
    // Titles and addresses are published text: nothing of them commands the terminal.
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

fn object(source: &SourceSummary, locale: Locale) -> String {
    let failures: Vec<_> = source
        .failures
        .iter()
        .map(|failed| {
            json!({
                "dataset": failed.dataset, "resource": failed.resource, "url": failed.url,
                "reason": failed.reason.text(locale),
            })
        })
        .collect();
    json!({
        "source": source.source, "datasets": source.datasets, "appeared": source.appeared,
        "changed": source.changed, "gone": source.gone, "complete": source.complete,
        "files": {
            "new": source.files.new, "changed": source.files.changed,
            "same": source.files.same, "failed": source.files.failed,
        },
        "failures": failures,
        "error": source.error.as_ref().map(|error| error.text(locale)),
    })
    .to_string()
}

/// A bar for each source; where standard error is no terminal, nothing is drawn.
#[derive(Default)]
struct Bars {
    all: MultiProgress,
    sources: Mutex<HashMap<String, ProgressBar>>,
}

impl Bars {
    fn show(&self, progress: Progress) {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Progress::Listed { source, files, .. } => {
                let files = u64::try_from(files).unwrap_or(u64::MAX);
                let style = ProgressStyle::with_template("{prefix} [{bar:30}] {pos}/{len} {eta}");
                let bar = self.all.add(ProgressBar::new(files));
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                bar.set_prefix(source.clone());
                sources.insert(source, bar);
            }
            Progress::File { source } => {
                if let Some(bar) = sources.get(&source) {
                    bar.inc(1);
                }
            }
        }
    }

    fn clear(&self) {
        for bar in self.sources.lock().unwrap_or_else(PoisonError::into_inner).values() {
            bar.finish_and_clear();
        }
    }
}
