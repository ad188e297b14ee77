//! A plan for one document: the rows and columns that are meant, what is computed from them, and how sure that is.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{
    columns,
    compute::Work,
    condition,
    confidence::{self, Tried},
    evidence::Evidence,
    periods::{self, Knows},
    rows,
};
use crate::{
    search::{Cue, Doc, Index, Reading, Term},
    table::{Point, Role, Table},
    text::period::Period,
};

/// What is left of the confidence where a plan gives another kind of answer than was asked for.
const UNFIT: f32 = 0.62;
/// What is left of it where what was done is looked for in a plan.
const PLANNED: f32 = 0.85;

/// What was found for a question in one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The document.
    pub(super) doc: u32,
    /// What was computed.
    pub(super) result: Computed,
    /// The rows it stands in, best first.
    pub(super) rows: Vec<usize>,
    /// Columns that call the rows; of the best plan alone.
    pub(super) names: Vec<usize>,
    /// Columns that were asked for.
    pub(super) requested: Vec<usize>,
    /// Columns whose values chose the rows, with the term.
    pub(super) filters: Vec<(usize, usize)>,
    /// Columns whose numbers were compared with an amount.
    pub(super) compared: Vec<usize>,
    /// Other documents that a comparison stands in, with their rows.
    pub(super) beside: Vec<(u32, Vec<usize>)>,
    /// The place that distances are from, where it was named.
    pub(super) measured_from: Option<String>,
    /// The period that was asked for and kept to.
    pub(super) period: Option<Period>,
    /// The share of the question's information that is explained, 0 to 1.
    pub(super) coverage: f32,
    /// For the order of documents.
    pub(super) score: f32,
    /// Whether it fits the dataset's subject and no row was asked for.
    pub(super) about_dataset: bool,
}

/// What a plan gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Computed {
    /// The dataset alone.
    #[default]
    Dataset,
    /// The rows themselves.
    Rows,
    /// How many rows.
    Count(usize),
    /// A column's sum over the rows.
    Sum(usize, Decimal),
    /// A column's mean over the rows.
    Mean(usize, Decimal),
    /// The rows where a column is greatest or least.
    Extreme(usize),
    /// Rows by the values of a column, most first.
    Groups(usize, Vec<(String, usize)>),
    /// A column's values in two rows or periods, and by how much the first is more.
    Difference { column: usize, first: (usize, Decimal), second: (usize, Decimal) },
    /// A number for each of two periods.
    Periods(Option<usize>, Vec<(Period, Decimal)>),
    /// The share of the rows in so many rows.
    Share(usize),
    /// Rows by distance, metres.
    Nearest(Vec<(usize, f64)>),
}

impl Computed {
    /// The column that it is about.
    pub(super) fn column(&self) -> Option<usize> {
        match self {
            Computed::Sum(column, _)
            | Computed::Mean(column, _)
            | Computed::Extreme(column)
            | Computed::Groups(column, _)
            | Computed::Difference { column, .. } => Some(*column),
            Computed::Periods(column, _) => *column,
            Computed::Dataset
            | Computed::Rows
            | Computed::Count(_)
            | Computed::Share(_)
            | Computed::Nearest(_) => None,
        }
    }
}

/// What a plan is made for.
pub(super) struct Ask<'a> {
    pub(super) index: &'a Index,
    pub(super) reading: &'a Reading,
    /// What each term counts for in the choice of rows: 1, less for what an earlier question said.
    pub(super) weights: &'a [f32],
    pub(super) near: Option<Point>,
    /// Whether the question is about what is near.
    pub(super) placed: bool,
    /// The civil time.
    pub(super) now: NaiveDateTime,
    /// Whether it leans on an earlier question, so that much of what is meant goes without saying.
    pub(super) leaning: bool,
}

impl Ask<'_> {
    /// What the term at `at` says, less what an earlier question said of it.
    pub(super) fn weight(&self, at: usize, term: &Term) -> f32 {
        term.information * self.weights.get(at).copied().unwrap_or(1.0)
    }
}

/// The best plan for `evidence`'s document.
pub(super) fn plan(ask: &Ask<'_>, evidence: &Evidence) -> Found {
    let doc = &ask.index.docs()[evidence.doc as usize];
    let table = doc.table();
    let table = table.as_deref();
    let mut found = match table.filter(|table| !table.rows.is_empty()) {
        Some(table) => of_table(ask, evidence, doc, table),
        None => Found { coverage: confidence::coverage(ask, evidence, None), ..Found::default() },
    };
    found.doc = evidence.doc;
    if ask.reading.asks(Cue::Actual) && !ask.reading.asks(Cue::Planned) && doc.is_plan {
        found.coverage *= PLANNED;
    }
    if table.is_some_and(|table| !confidence::fits(ask.reading, table, &found)) {
        found.coverage *= UNFIT;
    }
    let precision = confidence::precision(ask, evidence, doc);
    tracing::debug!(doc = evidence.doc, precision, rank = evidence.rank, "scored");
    found.score = found.coverage
        + to_the_point(ask.reading, doc, table, &found)
        + 0.22 * precision
        + 0.004 * evidence.rank.min(25.0);
    found
}

/// A little for what answers in the way that was asked for.
fn to_the_point(reading: &Reading, doc: &Doc, table: Option<&Table>, found: &Found) -> f32 {
    let of_money = reading.asks_any(&[Cue::Money, Cue::Planned, Cue::Actual]);
    let result = match found.result {
        Computed::Sum(..) if reading.asks_any(&[Cue::Count, Cue::Sum]) => 0.06,
        _ if of_money && table.is_some_and(columns::is_account) => 0.08,
        Computed::Rows if found.rows.len() == 1 && !found.requested.is_empty() => 0.02,
        _ => 0.0,
    };
    // A schedule of every week before the hour of one event; the first sheet before the others.
    let weekly = |table: &Table| {
        table.columns.iter().any(|column| matches!(column.role, Role::Hours | Role::Weekday))
    };
    let schedule = if reading.asks(Cue::Hours) && table.is_some_and(weekly) { 0.03 } else { 0.0 };
    let place = doc.place.as_ref().map_or(0, |(_, at)| *at).min(20);
    #[expect(clippy::cast_precision_loss, reason = "few sheets")]
    let sheet = 0.003 * place as f32;
    result + schedule - sheet
}

fn of_table(ask: &Ask<'_>, evidence: &Evidence, doc: &Doc, table: &Table) -> Found {
    let reading = ask.reading;
    let mut allowed: Vec<usize> =
        (0..table.rows.len()).filter(|&row| !table.rows[row].total).collect();
    let mut columns_of_period: Vec<usize> = Vec::new();
    let mut period = None;
    let mut periods_known: Vec<bool> = Vec::new();
    let all_rows = allowed.clone();
    for asked in &reading.periods {
        let knows = condition::valid_in(table, &asked.period)
            .unwrap_or_else(|| periods::of_period(doc, table, &asked.period));
        periods_known.push(knows != Knows::No);
        match knows {
            Knows::No => {}
            Knows::Whole => period = Some(asked.period),
            Knows::Rows(of_period) => {
                period = Some(asked.period);
                allowed.retain(|row| of_period.binary_search(row).is_ok());
            }
            Knows::Columns(columns) => {
                period = Some(asked.period);
                columns_of_period = columns;
            }
        }
    }
    let compared = condition::compare(ask, evidence, table, &mut allowed);
    let mut selection =
        rows::select(table, reading, evidence, &allowed, |at, term| ask.weight(at, term));
    if reading.periods.is_empty() && !reading.asks_any(&[Cue::Difference, Cue::Compare]) {
        condition::valid(table, ask.now.date(), &mut selection);
    }
    condition::flags(ask, evidence, table, &mut selection);
    let mut found = Found {
        requested: columns::requested(ask, evidence, table, &selection, &columns_of_period),
        filters: selection.filters.clone(),
        period,
        ..Found::default()
    };
    let work = Work {
        ask,
        evidence,
        doc,
        table,
        selection: &selection,
        of_period: &columns_of_period,
        all_rows: &all_rows,
    };
    work.run(&mut found);
    found.compared = compared;
    let tried = Tried { table, selection: &selection, found: &found, periods: &periods_known };
    found.coverage = confidence::coverage(ask, evidence, Some(&tried));
    found.about_dataset = selection.filters.is_empty() && found.requested.is_empty();
    found
}
