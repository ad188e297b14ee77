//! When a row's hours are next, by the council's clock: open now and until when, else the nearest opening.

use chrono::{Datelike, NaiveDateTime};

use super::{hours::Schedule, say::Voice};
use crate::{
    search::Cue,
    table::{Column, Role, Table},
};

/// What a row's schedule means at the voice's time, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    /// The line to say.
    pub(super) line: String,
    /// Whether it is what was asked («чи відкрито зараз», «коли найближчий прийом»), and no more than worth knowing.
    pub(super) asked: bool,
}

/// The opening of `row`, where hours were asked for and its schedule can be read.
pub(super) fn of(voice: &Voice<'_>, table: &Table, row: usize) -> Option<Opening> {
    let reading = voice.reading;
    let asked = reading.asks_any(&[Cue::OpenNow, Cue::Next]);
    if !asked && !reading.asks_any(&[Cue::When, Cue::Hours]) {
        return None;
    }
    let schedule = schedule(table, row)?;
    // Without days the hours may be of some days only; what never closes needs no next time.
    if !schedule.has_days() || schedule.is_always() {
        return None;
    }
    let now = voice.now.naive_local();
    let receives = table.columns.iter().any(|column| column.role == Role::Person);
    let mut lines = Vec::new();
    match schedule.closes_at(now).filter(|_| schedule.has_hours()) {
        Some(end) => {
            let key = if receives { "answer-receives-now" } else { "answer-open-now" };
            lines.push(voice.text(key, &[("time", &end.format("%H:%M").to_string())]));
        }
        None if reading.asks(Cue::OpenNow) && !schedule.is_open(now) => {
            lines.push(voice.text("answer-closed-now", &[]));
        }
        None => {}
    }
    if lines.is_empty() || !schedule.is_open(now) {
        let next = schedule.next_open(now)?;
        lines.push(voice.text("answer-next", &[("time", &said(voice, &schedule, next))]));
    }
    Some(Opening { line: lines.join(". "), asked })
}

/// «середа 25.11.2026, 10:00–12:00».
fn said(
    voice: &Voice<'_>,
    schedule: &Schedule,
    (from, to): (NaiveDateTime, NaiveDateTime),
) -> String {
    let weekday = from.weekday().number_from_monday();
    let weekday = voice.locale.text("answer-weekday", &[("day", weekday.into())]);
    let day = format!("{weekday} {}", from.format("%d.%m.%Y"));
    if !schedule.has_hours() {
        return day;
    }
    let from = from.format("%H:%M");
    // Where no end is published, both are the same.
    let to = to.format("%H:%M");
    if from.to_string() == to.to_string() {
        format!("{day}, {from}")
    } else {
        format!("{day}, {from}–{to}")
    }
}

/// The schedule of a row, from its columns of hours and days.
fn schedule(table: &Table, row: usize) -> Option<Schedule> {
    let cells = &table.rows[row].cells;
    let text = |test: &dyn Fn(&Column) -> bool| {
        table
            .columns
            .iter()
            .zip(cells)
            .find(|(column, cell)| test(column) && !column.personal && !cell.text.is_empty())
            .map(|(_, cell)| &*cell.text)
    };
    let days = text(&|column: &Column| column.role == Role::Weekday);
    let hours = text(&|column: &Column| column.role == Role::Hours);
    match (days, hours) {
        (Some(days), Some(hours)) => Schedule::of_parts(days, hours),
        (None, Some(hours)) => Schedule::parse(hours),
        _ => None,
    }
}
