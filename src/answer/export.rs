//! The whole result of an answer as CSV, for spreadsheets.

use super::{
    plan::{Computed, Found},
    say::Voice,
};
use crate::{
    table::{Cell, Column, Table, Value},
    text::spreadsheet,
};

/// `found` as CSV: a header in the voice's language, then every row with its number in the file. Columns of private
/// persons are left out. `None` where nothing was read that has rows.
pub(super) fn csv(voice: &Voice<'_>, found: &Found) -> Option<String> {
    let table = &*voice.doc.table()?;
    let records = match &found.result {
        Computed::Groups(column, groups) => of_groups(voice, &table.columns[*column], groups),
        Computed::Nearest(places) => {
            let distances: Vec<f64> = places.iter().map(|&(_, metres)| metres).collect();
            let rows: Vec<usize> = places.iter().map(|&(row, _)| row).collect();
            of_rows(voice, table, &rows, Some(&distances))
        }
        // What is said of a dataset as a whole stands in all its rows.
        _ if found.rows.is_empty() => {
            let all: Vec<usize> = (0..table.rows.len()).collect();
            of_rows(voice, table, &all, None)
        }
        _ => of_rows(voice, table, &found.rows, None),
    };
    (records.len() > 1).then(|| spreadsheet::csv(&records))
}

fn of_rows(
    voice: &Voice<'_>,
    table: &Table,
    rows: &[usize],
    distances: Option<&[f64]>,
) -> Vec<Vec<String>> {
    let columns: Vec<usize> = (0..table.columns.len())
        .filter(|&at| !table.columns[at].personal && table.columns[at].profile.filled > 0)
        .collect();
    let mut header = vec![voice.text("export-row", &[])];
    if distances.is_some() {
        header.push(voice.text("export-distance", &[]));
    }
    header.extend(columns.iter().map(|&at| heading(voice, &table.columns[at])));
    let mut records = vec![header];
    for (place, &row) in rows.iter().enumerate() {
        let row = &table.rows[row];
        let mut record = vec![row.number.to_string()];
        if let Some(metres) = distances.and_then(|distances| distances.get(place)) {
            record.push(format!("{metres:.0}"));
        }
        record.extend(columns.iter().map(|&at| value(&row.cells[at])));
        records.push(record);
    }
    records
}

fn of_groups(voice: &Voice<'_>, column: &Column, groups: &[(String, usize)]) -> Vec<Vec<String>> {
    let header = vec![heading(voice, column), voice.text("export-count", &[])];
    let lines =
        groups.iter().map(|(name, count)| vec![spreadsheet::harmless(name), count.to_string()]);
    std::iter::once(header).chain(lines).collect()
}

/// A column's label, with its unit where the label does not name it.
fn heading(voice: &Voice<'_>, column: &Column) -> String {
    let label = voice.label(column);
    match &column.unit {
        Some(unit) if !label.contains(unit.as_str()) => {
            spreadsheet::harmless(&format!("{label}, {unit}"))
        }
        _ => spreadsheet::harmless(label),
    }
}

/// A cell as spreadsheets of any language read it: a decimal point, ISO dates; the rest as published.
fn value(cell: &Cell) -> String {
    match &cell.value {
        Value::Number(number) => number.normalize().to_string(),
        Value::Date(date) => date.to_string(),
        Value::DateTime(at) => at.format("%Y-%m-%d %H:%M").to_string(),
        Value::Time(time) => time.format("%H:%M").to_string(),
        Value::Empty | Value::Text | Value::Span(..) | Value::Flag(_) | Value::Point(_) => {
            spreadsheet::harmless(&cell.text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay_numbers() {
        for (text, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+380 43 000", "'+380 43 000"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" \t-1+1", "' \t-1+1"),
            ("＝1", "'＝1"),
            ("вул. Шкільна", "вул. Шкільна"),
            ("№ 5 = п’ять", "№ 5 = п’ять"),
        ] {
            assert_eq!(spreadsheet::harmless(text), expected);
        }
        let minus = Cell { text: "-5,50".into(), value: Value::Number("-5.50".parse().unwrap()) };
        assert_eq!(value(&minus), "-5.5");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let records = vec![
            vec!["Рядок".to_owned(), "Назва".to_owned()],
            vec!["2".to_owned(), "Ліцей «Мрія», \"№ 1\"\nдругий поверх".to_owned()],
            vec!["3".to_owned(), String::new()],
        ];
        let text = spreadsheet::csv(&records);
        let body = text.strip_prefix('\u{feff}').unwrap();
        let read: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(body.as_bytes())
            .records()
            .map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect())
            .collect();
        assert_eq!(read, records);
    }
}
