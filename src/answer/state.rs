//! The state of a dataset: one of current, late, incomplete, unreadable, with the reason.

use chrono::{DateTime, Utc};

use super::{
    Content, Entry, card,
    say::{Voice, date_of},
};

/// How a dataset stands; the worst that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing of it can be read; why, as a key of the locales.
    Unreadable(&'static str),
    /// Some of its files cannot be had or read.
    Incomplete {
        /// How many.
        files: usize,
        /// Of how many.
        of: usize,
        /// Why the first cannot, as a key of the locales.
        reason: &'static str,
    },
    /// It was not updated as promised.
    Late,
    /// As it should be, as far as is known.
    Current,
}

/// Files for people, which hold no table by their nature: beside a table they leave nothing out.
const DOCUMENTS: [&str; 3] = ["table-pdf", "table-word", "table-picture"];

impl State {
    /// How `entry` stands at `now`.
    pub fn of(entry: &Entry, now: DateTime<Utc>) -> Self {
        let reason = |content: &Content| match content {
            Content::Tables(_) => None,
            Content::Unreadable(key) => Some(*key),
            Content::Missing(key) => Some(key.unwrap_or("answer-state-missing")),
        };
        let unread: Vec<&'static str> =
            entry.files.iter().filter_map(|file| reason(&file.content)).collect();
        if entry.files.is_empty() {
            return Self::Unreadable("answer-card-no-files");
        }
        if unread.len() == entry.files.len() {
            return Self::Unreadable(unread[0]);
        }
        let mut lacking = unread.iter().filter(|key| !DOCUMENTS.contains(key));
        if let Some(reason) = lacking.next() {
            return Self::Incomplete { files: 1 + lacking.count(), of: entry.files.len(), reason };
        }
        let late = |at| entry.dataset.frequency.is_late(at, now);
        match entry.changed().and_then(late) {
            Some(true) => Self::Late,
            Some(false) | None => Self::Current,
        }
    }

    /// The state in a line.
    pub(super) fn line(&self, voice: &Voice<'_>) -> String {
        match self {
            Self::Unreadable(key) => {
                let reason = voice.text(key, &[]);
                voice.text("answer-state-unreadable", &[("reason", &reason)])
            }
            Self::Incomplete { files, of, reason } => {
                let (files, of) = (files.to_string(), of.to_string());
                let reason = voice.text(reason, &[]);
                voice.text(
                    "answer-state-incomplete",
                    &[("count", &files), ("all", &of), ("reason", &reason)],
                )
            }
            Self::Late => {
                let date = voice.entry.changed().map(|at| at.with_timezone(&voice.now.timezone()));
                let date = date.map(|at| date_of(at.date_naive())).unwrap_or_default();
                let promised = card::frequency(voice, voice.entry.dataset.frequency);
                voice.text("answer-state-late", &[("frequency", &promised), ("date", &date)])
            }
            Self::Current => voice.text("answer-state-current", &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeZone;

    use super::*;
    use crate::{
        answer::File,
        catalog::{Dataset, Frequency},
        table::Table,
    };

    #[test]
    fn the_worst_that_holds_is_told() {
        let day = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
        let file = |content: Content| File {
            resource: String::new(),
            sha256: String::new(),
            updated: Some(day),
            content,
        };
        let table = || Content::Tables(vec![Table::default()].into());
        let entry = |files: Vec<Content>, frequency| Entry {
            dataset: Arc::new(Dataset { frequency, ..Dataset::default() }),
            files: files.into_iter().map(file).collect(),
        };
        let later = day + chrono::TimeDelta::days(60);
        for (entry, state) in [
            (entry(vec![], Frequency::Yearly), State::Unreadable("answer-card-no-files")),
            (
                entry(vec![Content::Unreadable("table-pdf")], Frequency::Yearly),
                State::Unreadable("table-pdf"),
            ),
            (
                entry(vec![table(), Content::Unreadable("table-pdf")], Frequency::Yearly),
                State::Current,
            ),
            (
                entry(vec![table(), Content::Missing(None)], Frequency::Daily),
                State::Incomplete { files: 1, of: 2, reason: "answer-state-missing" },
            ),
            (
                entry(vec![table(), Content::Unreadable("table-broken")], Frequency::Yearly),
                State::Incomplete { files: 1, of: 2, reason: "table-broken" },
            ),
            (entry(vec![table()], Frequency::Daily), State::Late),
            (entry(vec![table()], Frequency::Yearly), State::Current),
            (entry(vec![table()], Frequency::Unknown), State::Current),
        ] {
            assert_eq!(State::of(&entry, later), state);
        }
    }
}
