//! Questions that one can ask of a dataset: made from the profile of its tables, and tried.

use chrono::DateTime;
use chrono_tz::Tz;
use fluent_bundle::FluentValue;

use super::{Council, Entry, File, Outcome, Plan, Question, columns, name};
use crate::{
    i18n::Locale,
    table::{Kind, Role, Row, Table},
};

/// Questions offered.
const OFFERED: usize = 3;
/// Questions tried for one dataset.
const TRIED: usize = 12;
/// The longest question, in characters: it stands on a button.
const LONGEST: usize = 60;

impl Council {
    /// Up to three questions that the rows of the dataset `name` answer, each of another kind.
    pub fn questions(&self, name: &str, locale: Locale, now: DateTime<Tz>) -> Vec<String> {
        let Some(entry) = self.named(name) else { return Vec::new() };
        let answered = |text: &String| {
            let question = Question { text, locale: Some(locale), near: None, now, context: None };
            let answer = self.more(&Plan::within(name, text, None), 0, &question);
            answer.outcome == Outcome::Answer && answer.reading.is_none()
        };
        candidates(entry, locale).into_iter().take(TRIED).filter(answered).take(OFFERED).collect()
    }
}

/// Questions in the words of the data, the most telling first.
fn candidates(entry: &Entry, locale: Locale) -> Vec<String> {
    let tables: Vec<_> = entry.files.iter().filter_map(File::tables).collect();
    let mut candidates: Vec<String> = Vec::new();
    if let Some(table) =
        tables.iter().flat_map(|tables| tables.iter()).max_by_key(|table| table.rows.len())
    {
        candidates.extend(of_table(table, locale));
    }
    let title = entry.dataset.title.as_str();
    candidates.push(locale.text("example-count", &[("title", title.into())]));
    // Of any dataset, asked under its card.
    let of_any = ["example-updated", "example-holder", "example-frequency"];
    candidates.extend(of_any.iter().map(|key| locale.text(key, &[])));
    candidates.retain(|text| text.chars().count() <= LONGEST);
    candidates
}

fn of_table(table: &Table, locale: Locale) -> Vec<String> {
    let shown = |at: &usize| columns::is_shown(&table.columns[*at]);
    let first = |roles: &[Role]| {
        (0..table.columns.len()).filter(shown).find(|at| roles.contains(&table.columns[*at].role))
    };
    let label = |at: usize| match locale {
        Locale::Uk => table.columns[at].label_uk.as_str(),
        Locale::En => table.columns[at].label_en.as_str(),
    };
    let named = |row: &Row| {
        let cells = name::default(table).into_iter().map(|at| &*row.cells[at].text);
        cells.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    // A row in the middle: the first ones are what everybody asks, the last often what is odd.
    let rows: Vec<&Row> = table.rows.iter().filter(|row| !row.total).collect();
    let Some(row) = rows.get(rows.len() / 2).copied() else { return Vec::new() };
    let name = named(row);
    let text = |key: &str, args: &[(&str, &str)]| {
        let args: Vec<(&str, FluentValue<'_>)> =
            args.iter().map(|(name, value)| (*name, (*value).into())).collect();
        locale.text(key, &args)
    };
    let mut questions = Vec::new();
    let is_name = name.starts_with(char::is_alphabetic);
    if is_name {
        let columns = name::default(table).into_iter().map(|at| table.columns[at].role);
        let of_person = columns.clone().any(|role| matches!(role, Role::Post | Role::Person));
        if first(&[Role::Hours, Role::Weekday]).is_some() {
            let key = if of_person { "example-hours" } else { "example-open" };
            questions.push(text(key, &[("name", &name)]));
        }
        if first(&[Role::Phone]).is_some() {
            questions.push(text("example-phone", &[("name", &name)]));
        }
        if first(&[Role::Address, Role::Street]).is_some() {
            questions.push(text("example-address", &[("name", &name)]));
        }
    }
    let number = |at: &usize| matches!(table.columns[*at].kind, Kind::Integer | Kind::Decimal);
    // A column whose name nobody put into words stays out of a question.
    let worded = |at: &usize| locale == Locale::En || !label(*at).is_ascii();
    let numbers = (0..table.columns.len()).filter(shown).filter(number).filter(worded);
    let amount = numbers.into_iter().find(|at| {
        use Role::{Amount, Fact, Plan, Price, Quantity};
        matches!(table.columns[*at].role, Amount | Fact | Plan | Price | Quantity)
    });
    if let Some(amount) = amount {
        questions.push(text("example-most", &[("label", label(amount))]));
        if is_name {
            questions.push(text("example-value", &[("label", label(amount)), ("name", &name)]));
        }
    }
    if let Some(group) = first(&[Role::Category, Role::Settlement]) {
        let value = &*row.cells[group].text;
        if !value.is_empty() {
            questions.push(text("example-of", &[("label", label(group)), ("value", value)]));
        }
    }
    questions
}
