//! Workbooks: every sheet, with merged cells, dates and times.

use std::{
    io::{Cursor, Read, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader, Xls, Xlsb, Xlsx};
use chrono::{NaiveDate, NaiveTime, Timelike};
use rust_decimal::Decimal;

use super::{
    Cell, Row, Unreadable, Value,
    grid::{Budget, Grid, Merge, cell},
    ods,
    sniff::Workbook,
    value, xls, zip,
};

/// The most sheets of a workbook. More of them are names for the same few, to be read over and over.
const SHEETS: usize = 1_000;

/// Reads every sheet that holds something.
pub(super) fn read(
    bytes: &[u8],
    kind: Workbook,
    budget: &mut Budget<'_>,
) -> Result<Vec<Grid>, Unreadable> {
    // The reader of workbooks panics on some damaged ones; what it leaves behind is dropped with it.
    let mut grids = catch_unwind(AssertUnwindSafe(|| match kind {
        Workbook::Xls => xls(bytes, budget),
        Workbook::Xlsx => xlsx(bytes, budget),
        Workbook::Xlsb => xlsb(bytes, budget),
        Workbook::Ods => ods(bytes, budget),
    }))
    .unwrap_or_else(|_| Err(Unreadable::broken("the workbook's reader panicked")))?;
    grids.retain(|grid| !grid.rows.is_empty());
    Ok(grids)
}

fn xlsx(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Grid>, Unreadable> {
    // The reader takes whole parts into memory, so what comes out of the archive is weighed before.
    zip::weigh(bytes, budget)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => Unreadable::Locked,
        error => Unreadable::broken(error),
    })?;
    let mut grids = Vec::new();
    for name in names(&book)? {
        // A chart sheet has no cells, and no reader.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut sheet = Sheet::default();
        while let Some(next) = cells.next_cell().map_err(Unreadable::broken)? {
            let typed = match next.get_value() {
                DataRef::Empty => continue,
                DataRef::SharedString(text) => {
                    budget.copy(text)?;
                    cell(text)
                }
                other => from_data(&Data::from(other.clone())),
            };
            sheet.put(next.get_position(), typed, budget)?;
        }
        drop(cells);
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        grids.push(sheet.grid(name, &merges));
    }
    Ok(grids)
}

fn xlsb(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Grid>, Unreadable> {
    zip::weigh(bytes, budget)?;
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsbError::Password => Unreadable::Locked,
        error => Unreadable::broken(error),
    })?;
    let mut grids = Vec::new();
    for name in names(&book)? {
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut sheet = Sheet::default();
        while let Some(next) = cells.next_cell().map_err(Unreadable::broken)? {
            let typed = from_data(&Data::from(next.get_value().clone()));
            budget.copy(&typed.text)?;
            sheet.put(next.get_position(), typed, budget)?;
        }
        grids.push(sheet.grid(name, &[]));
    }
    Ok(grids)
}

fn xls(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Grid>, Unreadable> {
    let bytes = xls::rewrap(bytes, budget.limits)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => Unreadable::Locked,
        error => Unreadable::broken(error),
    })?;
    let mut grids = Vec::new();
    for name in names(&book)? {
        let range = book.worksheet_range(&name).map_err(Unreadable::broken)?;
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        grids.push(of_range(&range, budget)?.grid(name, &merges));
    }
    Ok(grids)
}

fn ods(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Grid>, Unreadable> {
    zip::weigh(bytes, budget)?;
    ods::weigh(bytes, budget)?;
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => Unreadable::Locked,
        error => Unreadable::broken(error),
    })?;
    let mut grids = Vec::new();
    for name in names(&book)? {
        let range = book.worksheet_range(&name).map_err(Unreadable::broken)?;
        grids.push(of_range(&range, budget)?.grid(name, &[]));
    }
    Ok(grids)
}

fn names<S: Read + Seek>(book: &impl Reader<S>) -> Result<Vec<String>, Unreadable> {
    let names = book.sheet_names();
    if names.len() > SHEETS { Err(Unreadable::TooLarge) } else { Ok(names) }
}

fn of_range(range: &calamine::Range<Data>, budget: &mut Budget<'_>) -> Result<Sheet, Unreadable> {
    let mut sheet = Sheet::default();
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let place = (
            top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX)),
            left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX)),
        );
        sheet.put(place, from_data(data), budget)?;
    }
    Ok(sheet)
}

/// Rows of a sheet as they are met; rows and cells without anything are not kept.
#[derive(Default)]
struct Sheet {
    rows: Vec<Row>,
}

impl Sheet {
    fn put(
        &mut self,
        (row, column): (u32, u32),
        typed: Cell,
        budget: &mut Budget<'_>,
    ) -> Result<(), Unreadable> {
        let column = column as usize;
        if typed.text.is_empty() || column >= budget.limits.columns {
            return Ok(());
        }
        let number = row.saturating_add(1);
        let place = match self.rows.last() {
            Some(last) if last.number == number => self.rows.len() - 1,
            Some(last) if last.number > number => {
                match self.rows.binary_search_by_key(&number, |row| row.number) {
                    Ok(place) => place,
                    // A file that hops up and down the rows would cost a shift each time.
                    Err(_) => return Err(Unreadable::broken("rows out of order")),
                }
            }
            _ => {
                if self.rows.len() >= budget.limits.rows {
                    return Err(Unreadable::TooLarge);
                }
                self.rows.push(Row { number, total: false, cells: Vec::new() });
                self.rows.len() - 1
            }
        };
        if let Some(row) = self.rows.get_mut(place) {
            if row.cells.len() <= column {
                budget.take(column + 1 - row.cells.len())?;
                row.cells.resize(column + 1, Cell::default());
            }
            if let Some(slot) = row.cells.get_mut(column) {
                *slot = typed;
            }
        }
        Ok(())
    }

    /// The rows as a grid without empty columns on the left.
    fn grid(mut self, name: String, merges: &[Dimensions]) -> Grid {
        let left = self
            .rows
            .iter()
            .filter_map(|row| row.cells.iter().position(|cell| !cell.text.is_empty()))
            .min()
            .unwrap_or(0);
        for row in &mut self.rows {
            row.cells.drain(..left.min(row.cells.len()));
        }
        let place = |number: u32| {
            self.rows
                .binary_search_by_key(&number.saturating_add(1), |row| row.number)
                .unwrap_or_else(|at| at)
        };
        let merges = merges
            .iter()
            .take(100_000)
            .filter_map(|area| {
                let (top, after) = (place(area.start.0), place(area.end.0.saturating_add(1)));
                Some(Merge {
                    top,
                    left: (area.start.1 as usize).checked_sub(left)?,
                    bottom: after.checked_sub(1)?,
                    right: (area.end.1 as usize).checked_sub(left)?,
                })
            })
            .filter(|merge| merge.top <= merge.bottom && merge.left <= merge.right)
            .collect();
        Grid { sheet: Some(name), rows: self.rows, merges, ..Grid::default() }
    }
}

fn from_data(data: &Data) -> Cell {
    match data {
        Data::Empty | Data::Error(_) => Cell::default(),
        Data::String(text) => cell(text),
        Data::Int(number) => {
            Cell { text: number.to_string().into(), value: Value::Number(Decimal::from(*number)) }
        }
        Data::Float(number) => float(*number),
        Data::Bool(flag) => {
            Cell { text: if *flag { "так" } else { "ні" }.into(), value: Value::Flag(*flag) }
        }
        Data::DateTime(moment) => from_moment(*moment),
        Data::DateTimeIso(iso) => {
            // OpenDocument: "2025-03-01", "2025-03-01T10:00:00".
            match value::moment(iso) {
                Some((day, Some(clock))) if clock != NaiveTime::MIN => {
                    moment_cell(Some(day), Some(clock))
                }
                Some((day, _)) => moment_cell(Some(day), None),
                None => cell(iso),
            }
        }
        Data::DurationIso(iso) => {
            duration(iso).map_or_else(|| cell(iso), |clock| moment_cell(None, Some(clock)))
        }
    }
}

/// A number as a person would see it: Excel keeps 15 digits, a float has 17.
fn float(number: f64) -> Cell {
    if !number.is_finite() {
        return Cell::default();
    }
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    let text = format!("{rounded}");
    match text.parse::<Decimal>() {
        Ok(decimal) => Cell { text: text.into(), value: Value::Number(decimal) },
        Err(_) => cell(&text),
    }
}

/// Days since 1900: a date, a time of day (below one day, also written as 1900-01-01), or both.
fn from_moment(moment: ExcelDateTime) -> Cell {
    let days = moment.as_f64();
    if !days.is_finite() {
        return Cell::default();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into());
    if (0.0..2.0).contains(&days) {
        return moment_cell(None, time);
    }
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    moment_cell(date, time.filter(|time| time.num_seconds_from_midnight() > 0))
}

/// A date and a time as the cell shows them in Ukraine.
fn moment_cell(date: Option<NaiveDate>, time: Option<NaiveTime>) -> Cell {
    match (date, time) {
        (Some(date), Some(time)) => Cell {
            text: format!("{} {}", date.format("%d.%m.%Y"), time.format("%H:%M")).into(),
            value: Value::DateTime(date.and_time(time)),
        },
        (Some(date), None) => {
            Cell { text: date.format("%d.%m.%Y").to_string().into(), value: Value::Date(date) }
        }
        (None, Some(time)) => {
            Cell { text: time.format("%H:%M").to_string().into(), value: Value::Time(time) }
        }
        (None, None) => Cell::default(),
    }
}

/// `OpenDocument`'s time of day, "PT08H30M00S".
fn duration(text: &str) -> Option<NaiveTime> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let minutes = rest.split_once('M').map_or("0", |(minutes, _)| minutes);
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes.parse().ok()?, 0)
}
