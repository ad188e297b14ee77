//! Example questions for a greeting: only such as this council's data answer.

use std::sync::OnceLock;

use chrono::DateTime;
use chrono_tz::Tz;

use super::{Answer, Council, Outcome, Question, name};
use crate::{
    i18n::Locale,
    table::{Role, Table},
};

/// Questions offered.
const OFFERED: usize = 4;
/// What a button shows of a question, in characters.
const LONGEST: usize = 60;
/// Questions made from the catalogue that are tried where the common ones are not answered.
const TRIED: usize = 40;

/// The examples of both languages, each found when it is first wanted.
#[derive(Debug, Default)]
pub(super) struct Examples {
    uk: OnceLock<Vec<String>>,
    en: OnceLock<Vec<String>>,
}

impl Examples {
    /// Those of `locale`, found by `choose` the first time.
    pub(super) fn get(&self, locale: Locale, choose: impl FnOnce() -> Vec<String>) -> &[String] {
        match locale {
            Locale::Uk => self.uk.get_or_init(choose),
            Locale::En => self.en.get_or_init(choose),
        }
    }
}

/// Up to four questions that are answered out of rows of four different datasets: of what people ask every council
/// first, then of what only this one has.
pub(super) fn choose(council: &Council, locale: Locale, now: DateTime<Tz>) -> Vec<String> {
    let common = locale.text("example-questions", &[]);
    let common = common.lines().map(|line| line.trim().to_owned());
    let own = council.entries().iter().flat_map(|entry| {
        let mut files = entry.files.iter().filter_map(super::File::tables);
        let phone = files.find_map(|tables| tables.iter().find_map(|table| phone(table, locale)));
        phone.into_iter().chain([entry.dataset.title.clone()])
    });
    let mut datasets: Vec<String> = Vec::new();
    let mut examples = Vec::new();
    for text in common.chain(own.take(TRIED)) {
        if examples.len() == OFFERED {
            break;
        }
        if text.chars().count() > LONGEST {
            continue;
        }
        let question =
            Question { text: &text, locale: Some(locale), near: None, now, context: None };
        let answer = council.ask(&question);
        if let Some(dataset) = dataset(&answer).filter(|dataset| !datasets.contains(dataset)) {
            datasets.push(dataset);
            examples.push(text);
        }
    }
    examples
}

/// The dataset out of whose rows `answer` answers the question as it stands.
fn dataset(answer: &Answer) -> Option<String> {
    let source = answer.sources.first()?;
    let told =
        answer.outcome == Outcome::Answer && answer.reading.is_none() && !source.rows.is_empty();
    told.then(|| source.dataset.clone())
}

/// A question for the phone of the first row that has one.
fn phone(table: &Table, locale: Locale) -> Option<String> {
    let phone =
        table.columns.iter().position(|column| column.role == Role::Phone && !column.personal)?;
    let row = table.rows.iter().find(|row| !row.total && !row.cells[phone].text.is_empty())?;
    let name: Vec<&str> = name::default(table).into_iter().map(|at| &*row.cells[at].text).collect();
    (!name.is_empty()).then(|| locale.text("example-phone", &[("name", name.join(" ").into())]))
}
