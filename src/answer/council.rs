//! A council's data, ready to be asked.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Answer, Plan, Question};
use crate::{catalog::Dataset, i18n::Locale, table::Table};

/// A dataset with what its files hold.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The catalogue's record.
    pub dataset: Arc<Dataset>,
    /// One for each resource that was looked at.
    pub files: Vec<File>,
}

/// What a resource's file holds.
#[derive(Clone, Debug)]
pub struct File {
    /// The resource's id.
    pub resource: String,
    /// When it changed: the resource's `last_modified`, else the HTTP date, else when it was first seen.
    pub updated: Option<DateTime<Utc>>,
    /// Its tables, or why there are none.
    pub content: Content,
}

/// What could be read of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// Its tables.
    Tables(Arc<Vec<Table>>),
    /// Nothing, with the reason as a key of `locales/*/table.ftl` (`table-pdf`, `table-html`, `table-broken`, …).
    Unreadable(&'static str),
    /// Not downloaded.
    Missing,
}

/// A council's catalogue, tables and index; built off the async threads and swapped whole.
#[derive(Debug, Default)]
pub struct Council {
    entries: Vec<Entry>,
}

impl Council {
    /// Indexes `entries`.
    pub fn build(entries: Vec<Entry>) -> Self {
        Self { entries }
    }

    /// The catalogue's entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Answers `question`.
    pub fn ask(&self, question: &Question<'_>) -> Answer {
        let locale = question.locale.unwrap_or_default();
        Answer { locale, lead: locale.text("answer-none", &[]), ..Answer::default() }
    }

    /// The rows of `plan` from `offset` on («Ще»).
    pub fn more(&self, plan: &Plan, offset: usize, question: &Question<'_>) -> Answer {
        let _ = (plan, offset);
        self.ask(question)
    }

    /// The whole result of `plan` as CSV: UTF-8 with BOM, comma, header in `locale`.
    pub fn csv(&self, plan: &Plan, locale: Locale) -> Option<String> {
        let _ = (plan, locale);
        None
    }

    /// A picture (PNG) of `plan`, where its numbers run over periods or categories.
    pub fn chart(&self, plan: &Plan, locale: Locale) -> Option<Vec<u8>> {
        let _ = (plan, locale);
        None
    }

    /// Up to `count` questions that this council's data answer, for /start and /help.
    pub fn examples(&self, count: usize, locale: Locale) -> Vec<String> {
        let _ = (count, locale);
        Vec::new()
    }
}
