//! How a table knows the periods that are asked for: as a whole, by rows or by columns.

use chrono::NaiveDate;

use crate::{
    search::{Doc, contains},
    table::{Column, Kind, Role, Table, Value},
    text::period::{self, Grain, Period},
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
    doc.row_periods.get_or_init(|| read_periods(table)).as_deref()
}

fn read_periods(table: &Table) -> Option<Vec<Option<Period>>> {
    let by_role = |role: Role| {
        table.columns.iter().position(|column| column.role == role && !column.personal)
    };
    let periods: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.role == Role::Period)
        .map(|(at, _)| at)
        .collect();
    if !periods.is_empty() {
        return Some(
            table
                .rows
                .iter()
                .map(|row| {
                    let texts: Vec<&str> = periods.iter().map(|&at| &*row.cells[at].text).collect();
                    joint(&texts)
                })
                .collect(),
        );
    }
    let dated = |column: &Column| matches!(column.kind, Kind::Date | Kind::DateTime);
    let date = table
        .columns
        .iter()
        .position(|column| column.role == Role::Date && dated(column))
        .or_else(|| by_role(Role::Start).filter(|&at| dated(&table.columns[at])))
        .or_else(|| {
            table.columns.iter().position(|column| dated(column) && column.role != Role::End)
        })?;
    Some(
        table
            .rows
            .iter()
            .map(|row| {
                let from = date_of(&row.cells[date].value)?;
                Some(Period { from, to: from.succ_opt()?, grain: Grain::Day })
            })
            .collect(),
    )
}

/// The date of a value.
pub(super) fn date_of(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Date(date) => Some(*date),
        Value::DateTime(at) => Some(at.date()),
        _ => None,
    }
}

/// The period that a year and a month or quarter beside it name together.
fn joint(texts: &[&str]) -> Option<Period> {
    match texts {
        [one] => period::of_cell(one),
        [year, part, ..] => period::of_cell(&format!("{part} {year}"))
            .or_else(|| period::of_cell(&format!("{part} квартал {year}")))
            .or_else(|| period::of_cell(&format!("{year} {part}")))
            .or_else(|| period::of_cell(year))
            .or_else(|| period::of_cell(part)),
        [] => None,
    }
}
