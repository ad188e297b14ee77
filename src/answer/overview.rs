//! What data there are: by holder, the newest, or on a theme; and what is said where nothing was asked.

use super::{
    Answer, Council, Outcome, Part,
    council::{CHOOSE, Entry},
    plan::Found,
    say,
};
use crate::{
    i18n::Locale,
    search::{Cue, Particle, Reading},
};

/// Holders named.
const HOLDERS: usize = 8;
/// Datasets named.
const DATASETS: usize = 8;

impl Council {
    /// The answer to what names no thing: a greeting, an empty question or one about all the data.
    pub(super) fn without_terms(&self, reading: &Reading, locale: Locale) -> Answer {
        if reading.asks(Cue::Overview) || reading.asks(Cue::Dataset) {
            return self.overview(reading, locale);
        }
        let key = if reading.asks(Cue::Greeting) {
            "answer-greeting"
        } else if reading.words.is_empty() {
            "answer-empty"
        } else {
            "answer-none"
        };
        Answer {
            locale,
            lead: locale.text(key, &[]),
            offer_request: key == "answer-none",
            ..Answer::default()
        }
    }

    /// What data there are: the newest first if the question is of new ones, else how many each holder has.
    pub(super) fn overview(&self, reading: &Reading, locale: Locale) -> Answer {
        let newest = self.part(Part::Newest);
        let holders = self.holders();
        let mut by_holder = vec![locale.text("answer-overview-holders", &[])];
        by_holder.extend(
            holders
                .iter()
                .take(HOLDERS)
                .map(|(holder, count)| format!("• {}: {count}", holder.title)),
        );
        let mut by_age = vec![locale.text("answer-overview-newest", &[])];
        by_age.extend(newest.iter().take(DATASETS).map(|entry| {
            let title = say::shorten(&entry.dataset.title, 110);
            match entry.changed() {
                Some(at) => format!("• {title} ({})", say::date_of(at.date_naive())),
                None => format!("• {title}"),
            }
        }));
        let body = if reading.says(Particle::New) {
            [by_age, by_holder].concat()
        } else {
            [by_holder, by_age].concat()
        };
        Answer {
            outcome: Outcome::Dataset,
            locale,
            lead: locale.text("answer-overview", &[("count", self.entries().len().into())]),
            body,
            datasets: newest.iter().take(3).map(|entry| entry.dataset.name.clone()).collect(),
            confidence: 1.0,
            ..Answer::default()
        }
    }

    /// What data there are on the theme that was asked for («що є про транспорт?»); `None` if there are none.
    pub(super) fn on_theme(&self, found: &[Found], locale: Locale) -> Option<Answer> {
        let mut entries: Vec<&Entry> = Vec::new();
        // What is about it before what mentions it in a row.
        let about = |found: &&Found| found.coverage >= CHOOSE && found.filters.is_empty();
        for found in found.iter().filter(about) {
            let entry = &self.entries()[self.doc(found.doc).entry];
            if !entries.iter().any(|known| known.dataset.name == entry.dataset.name) {
                entries.push(entry);
            }
        }
        if entries.len() < 2 {
            return None;
        }
        let titles = entries.iter().take(DATASETS);
        Some(Answer {
            outcome: Outcome::Dataset,
            locale,
            lead: locale.text("answer-overview-theme", &[("count", entries.len().into())]),
            body: titles
                .map(|entry| format!("• {}", say::shorten(&entry.dataset.title, 110)))
                .collect(),
            datasets: entries.iter().take(3).map(|entry| entry.dataset.name.clone()).collect(),
            confidence: found.first().map_or(0.0, |found| found.coverage.min(1.0)),
            ..Answer::default()
        })
    }
}

/// Whether nothing of a question names a thing.
pub(super) fn is_general(reading: &Reading) -> bool {
    reading.terms.iter().all(|term| term.information < 1.0)
}
