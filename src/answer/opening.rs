//! What is open now, what opens or leaves next, by the council's clock.

use chrono::{Datelike, NaiveDateTime, NaiveTime};

use super::{
    hours::Schedule,
    say::{Voice, date_of},
};
use crate::{
    search::Cue,
    table::{Column, Kind, Role, Table, Value},
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
    let day = format!("{weekday} {}", date_of(from.date()));
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

/// Those of `rows` that are open at `now`.
pub(super) fn open(table: &Table, rows: &[usize], now: NaiveDateTime) -> Vec<usize> {
    let is_open = |row: &usize| schedule(table, *row).is_some_and(|times| times.is_open(now));
    rows.iter().copied().filter(is_open).collect()
}

/// The rows of a timetable that come after `now` on this day, soonest first, and the column of their time; from the
/// morning on if none does.
pub(super) fn coming(
    table: &Table,
    rows: &[usize],
    now: NaiveDateTime,
) -> Option<(usize, Vec<usize>)> {
    let timed = |role: Option<Role>| {
        table.columns.iter().position(|column| {
            column.kind == Kind::Time && role.is_none_or(|role| column.role == role)
        })
    };
    let column = timed(Some(Role::Start)).or_else(|| timed(None))?;
    let days = table.columns.iter().position(|column| column.role == Role::Weekday);
    let runs_today = |row: usize| {
        let Some(days) = days else { return true };
        let text = &*table.rows[row].cells[days].text;
        Schedule::parse(text).is_none_or(|times| !times.opens_on(now.weekday()).is_empty())
    };
    let leaves = |row: usize| -> Option<NaiveTime> {
        match table.rows[row].cells[column].value {
            Value::Time(time) => Some(time),
            _ => None,
        }
    };
    let mut timetable: Vec<(NaiveTime, usize)> =
        rows.iter().filter_map(|&row| Some((leaves(row)?, row))).collect();
    timetable.sort_unstable();
    let later: Vec<usize> = timetable
        .iter()
        .filter(|&&(time, row)| time >= now.time() && runs_today(row))
        .map(|&(_, row)| row)
        .collect();
    let coming =
        if later.is_empty() { timetable.into_iter().map(|(_, row)| row).collect() } else { later };
    Some((column, coming))
}

/// The schedule of a row, from its columns of hours and days.
fn schedule(table: &Table, row: usize) -> Option<Schedule> {
    let text = |test: &dyn Fn(&Column) -> bool| {
        table
            .columns
            .iter()
            .zip(&table.rows[row].cells)
            .find(|(column, cell)| test(column) && !column.personal && !cell.text.is_empty())
            .map(|(_, cell)| &*cell.text)
    };
    let days = text(&|column| column.role == Role::Weekday);
    let hours = text(&|column| {
        column.role != Role::Weekday && (column.role == Role::Hours || column.kind == Kind::Hours)
    });
    match (days, hours) {
        (Some(days), Some(hours)) => {
            Schedule::of_parts(days, hours).or_else(|| Schedule::parse(hours))
        }
        (None, Some(hours)) => Schedule::parse(hours),
        (Some(days), None) => Schedule::parse(days),
        (None, None) => None,
    }
}
