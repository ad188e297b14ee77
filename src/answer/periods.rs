//! How a table knows the periods that are asked for: as a whole, by rows or by columns.

use crate::{
    search::{Doc, contains},
    table::Table,
    text::period::{Grain, Period},
};

/// How a table knows a period.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Knows {
    /// It does not.
    No,
    /// All of it is of that period.
    Whole,
    /// These rows are.
    Rows(Vec<usize>),
    /// These columns are ("Населення на 01.01.2024").
    Columns(Vec<usize>),
}

/// What of `table` is of `asked`.
pub(super) fn of_period(doc: &Doc, table: &Table, asked: &Period) -> Knows {
    let overlaps = |period: &Period| period.from < asked.to && asked.from < period.to;
    let columns: Vec<usize> = doc
        .column_periods
        .iter()
        .enumerate()
        .filter(|(_, period)| period.as_ref().is_some_and(overlaps))
        .map(|(at, _)| at)
        .collect();
    if !columns.is_empty() {
        return Knows::Columns(columns);
    }
    if doc.column_periods.iter().filter(|period| period.is_some()).count() > 1 {
        return Knows::No;
    }
    let whole = doc.period.as_ref().map(overlaps);
    if let Some(rows) = row_periods(doc, table) {
        let rows: Vec<usize> = rows
            .iter()
            .enumerate()
            .filter(|(_, period)| period.as_ref().is_some_and(|period| within(period, asked)))
            .map(|(row, _)| row)
            .collect();
        if !rows.is_empty() {
            return Knows::Rows(rows);
        }
        if whole == Some(true)
            && matches!(asked.grain, Grain::Year | Grain::SchoolYear | Grain::Range)
        {
            return Knows::Whole;
        }
        return Knows::No;
    }
    match whole {
        Some(true) => Knows::Whole,
        Some(false) | None => Knows::No,
    }
}

/// Whether a row of `period` is meant by `asked`: a row's quarter lies in the year asked for; a row of 2023/2024 is meant
/// by neither year alone but by the one it begins in.
fn within(period: &Period, asked: &Period) -> bool {
    match (period.grain, asked.grain) {
        (Grain::SchoolYear, Grain::Year) => contains(asked, period.from),
        _ => {
            asked.from <= period.from && period.to <= asked.to
                || (period.from <= asked.from && asked.to <= period.to)
        }
    }
}

/// The period of each row, where a column (or a year and a month or quarter beside it) gives one.
pub(super) fn row_periods<'a>(doc: &'a Doc, table: &Table) -> Option<&'a [Option<Period>]> {
    doc.row_periods.get_or_init(|| table.row_periods()).as_deref()
}
