//! How the tables of a file differ.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{
    amount::{self, AmountChange},
    identity::Identity,
    span::{self, PeriodChange},
};
use crate::table::{Cell, Column, Row, Table};

/// The most rows of each kind that a [`TableChange`] shows; all are counted.
const SHOWN: usize = 20;
/// The most letters of a label.
const LABEL: usize = 120;

/// How one table differs. Columns with personal data are left out of all that it shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableChange {
    /// The sheet or the member of the archive.
    pub name: Option<String>,
    /// Whether there was such a table before, and is now.
    #[serde(default)]
    pub fate: Fate,
    /// Columns that are new.
    pub columns_added: Vec<String>,
    /// What residents read for the new columns.
    #[serde(default)]
    pub labels_added: Vec<Label>,
    /// Columns that are no longer there.
    pub columns_removed: Vec<String>,
    /// How many rows are new (a row that differs in a cell counts as one removed and one added).
    pub rows_added: usize,
    /// How many rows are no longer there.
    pub rows_removed: usize,
    /// How many of those are the same rows with another content; `None` if rows cannot be told apart.
    #[serde(default)]
    pub rows_changed: Option<usize>,
    /// The first 20 of the new rows, cell by cell.
    pub added: Vec<Vec<String>>,
    /// The first 20 of the rows no longer there.
    pub removed: Vec<Vec<String>>,
    /// The period that its rows are of, if that is another one.
    #[serde(default)]
    pub period: Option<PeriodChange>,
    /// Where its main amount or count changed most, if it did.
    #[serde(default)]
    pub amount: Option<AmountChange>,
}

/// Whether a table is in both states of its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is in both.
    #[default]
    Kept,
    /// It is new.
    Appeared,
    /// It is no longer there.
    Gone,
}

/// What residents read for a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// In Ukrainian.
    pub uk: String,
    /// In English.
    pub en: String,
}

impl Label {
    /// That of `column`.
    pub(super) fn of(column: &Column) -> Self {
        Self { uk: shorten(&column.label_uk, LABEL), en: shorten(&column.label_en, LABEL) }
    }
}

/// How the tables of a file differ, table by table in the order of `after`.
pub fn compare_tables(before: &[Table], after: &[Table]) -> Vec<TableChange> {
    let mut left: Vec<&Table> = before.iter().collect();
    let mut pairs: Vec<(Option<&Table>, &Table)> = Vec::new();
    for table in after {
        let same = left.iter().position(|old| name(old) == name(table));
        pairs.push((same.map(|at| left.remove(at)), table));
    }
    let only = before.len() == 1 && after.len() == 1;
    for (old, table) in pairs.iter_mut().filter(|(old, _)| old.is_none()) {
        // A workbook's only sheet may have been renamed; of several, those that hold the same.
        let renamed = left.iter().position(|old| only || is_same(old, table));
        *old = renamed.map(|at| left.remove(at));
    }
    let none = Table::default();
    let mut changes = Vec::new();
    for (old, table) in pairs {
        let fate = if old.is_some() { Fate::Kept } else { Fate::Appeared };
        changes.extend(compare_table(old.unwrap_or(&none), table, fate));
    }
    for table in left {
        changes.extend(compare_table(table, &none, Fate::Gone));
    }
    changes
}

/// Whether two tables hold the same.
fn is_same(before: &Table, after: &Table) -> bool {
    let names = |table: &Table| -> Vec<String> {
        table.columns.iter().map(|column| column.name.clone()).collect()
    };
    before.rows.len() == after.rows.len()
        && names(before) == names(after)
        && compare_table(before, after, Fate::Kept).is_none()
}

fn compare_table(before: &Table, after: &Table, fate: Fate) -> Option<TableChange> {
    let place = |table: &Table, name: &str| table.columns.iter().position(|it| it.name == name);
    let shared: Vec<(usize, usize)> = after
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((place(before, &column.name)?, at)))
        .collect();
    let apart = Apart::of(before, after, &shared);
    let lacks = |table: &'_ Table| {
        let names: HashSet<String> = table.columns.iter().map(|it| it.name.clone()).collect();
        move |column: &&Column| !names.contains(&column.name)
    };
    let new: Vec<&Column> = after.columns.iter().filter(lacks(before)).collect();
    let lost: Vec<&Column> = before.columns.iter().filter(lacks(after)).collect();
    if new.is_empty() && lost.is_empty() && apart.before.is_empty() && apart.after.is_empty() {
        return None;
    }
    let names = |columns: &[&Column]| columns.iter().map(|column| column.name.clone()).collect();
    let show = |table: &Table, rows: &[usize]| {
        rows.iter().take(SHOWN).map(|&row| shown(table, &table.rows[row])).collect()
    };
    let identity = Identity::find(before, after, &shared);
    Some(TableChange {
        name: name(after).or(name(before)).map(ToOwned::to_owned),
        fate,
        columns_added: names(&new),
        labels_added: new.iter().filter(|it| !it.personal).map(|it| Label::of(it)).collect(),
        columns_removed: names(&lost),
        rows_added: apart.after.len(),
        rows_removed: apart.before.len(),
        rows_changed: identity.as_ref().map(|identity| apart.changed(before, after, identity)),
        added: show(after, &apart.after),
        removed: show(before, &apart.before),
        period: if fate == Fate::Kept { span::compare(before, after) } else { None },
        amount: identity.and_then(|identity| amount::compare(before, after, &shared, &identity)),
    })
}

/// Rows of each state that the other does not hold, by their places.
struct Apart {
    before: Vec<usize>,
    after: Vec<usize>,
}

impl Apart {
    /// Rows are compared by the columns that both have, else a new column would change every row.
    fn of(before: &Table, after: &Table, shared: &[(usize, usize)]) -> Self {
        let places = |table: &Table, of: fn(&(usize, usize)) -> usize| -> Vec<usize> {
            if shared.is_empty() {
                (0..table.columns.len()).collect()
            } else {
                shared.iter().map(of).collect()
            }
        };
        let (old, new) = (places(before, |pair| pair.0), places(after, |pair| pair.1));
        let mut counts: HashMap<Vec<&str>, i64> = HashMap::new();
        for row in &before.rows {
            *counts.entry(cells(row, &old)).or_default() += 1;
        }
        let mut apart = Self { before: Vec::new(), after: Vec::new() };
        for (at, row) in after.rows.iter().enumerate() {
            let count = counts.entry(cells(row, &new)).or_default();
            if *count > 0 {
                *count -= 1;
            } else {
                apart.after.push(at);
            }
        }
        for (at, row) in before.rows.iter().enumerate() {
            if let Some(count) = counts.get_mut(&cells(row, &old))
                && *count > 0
            {
                *count -= 1;
                apart.before.push(at);
            }
        }
        apart
    }

    /// How many rows are the same ones with another content; a sum that is another one is such a row, too.
    fn changed(&self, before: &Table, after: &Table, identity: &Identity) -> usize {
        let (old, new): (HashSet<usize>, HashSet<usize>) =
            (self.before.iter().copied().collect(), self.after.iter().copied().collect());
        let pairs = identity.pairs.iter().filter(|(a, b)| old.contains(a) && new.contains(b));
        let totals = |table: &Table, rows: &[usize]| {
            rows.iter().filter(|&&row| table.rows[row].total).count()
        };
        pairs.count() + totals(before, &self.before).min(totals(after, &self.after))
    }
}

fn name(table: &Table) -> Option<&str> {
    table.sheet.as_deref().or(table.member.as_deref())
}

fn cells<'a>(row: &'a Row, places: &[usize]) -> Vec<&'a str> {
    places.iter().map(|&place| row.cells.get(place).map_or("", |cell| &*cell.text)).collect()
}

fn shown(table: &Table, row: &Row) -> Vec<String> {
    let public = |(cell, column): (&Cell, &Column)| {
        // PostgreSQL's JSON refuses NUL.
        (!column.personal).then(|| cell.text.replace('\0', ""))
    };
    row.cells.iter().zip(&table.columns).filter_map(public).collect()
}

/// `text` in one line and without NUL, cut to `most` letters.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let text = text.replace('\0', "");
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some(_) => line.chars().take(most - 1).chain(['…']).collect(),
        None => line,
    }
}

/// The table of a CSV.
#[cfg(test)]
pub(super) fn read_csv(text: &str) -> Table {
    let hint = crate::table::Hint { format: "CSV", ..crate::table::Hint::default() };
    crate::table::read(text.as_bytes(), &hint, &crate::table::Limits::default()).unwrap().remove(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(names: &[&str], rows: &[&[&str]]) -> Table {
        let column = |name: &&str| Column { name: (*name).to_owned(), ..Column::default() };
        let cell = |text: &&str| Cell { text: (*text).into(), ..Cell::default() };
        let row =
            |cells: &&[&str]| Row { cells: cells.iter().map(cell).collect(), ..Row::default() };
        Table {
            columns: names.iter().map(column).collect(),
            rows: rows.iter().map(row).collect(),
            ..Table::default()
        }
    }

    #[test]
    fn rows_are_compared_as_a_heap_whatever_their_order() {
        let before = table(&["a", "b"], &[&["1", "x"], &["2", "y"], &["2", "y"]]);
        let after = table(&["a", "b"], &[&["2", "y"], &["1", "x"], &["3", "z"]]);
        let changes = compare_tables(&[before], &[after]);
        assert_eq!((changes[0].rows_added, changes[0].rows_removed), (1, 1));
        assert_eq!(changes[0].added, [["3", "z"]]);
        assert_eq!(changes[0].removed, [["2", "y"]]);
        assert_eq!(changes[0].rows_changed, None, "two rows are alike");
    }

    #[test]
    fn rows_that_can_be_told_apart_are_new_lost_or_changed() {
        let before = read_csv("Назва,Стан\nАптека,працює\nМузей,працює\nШкола,працює\n");
        let after = read_csv("Назва,Стан\nБасейн,працює\nМузей,працює\nШкола,зачинено\n");
        let change = &compare_tables(&[before], &[after])[0];
        assert_eq!((change.rows_added, change.rows_removed), (2, 2));
        assert_eq!(change.rows_changed, Some(1));
    }

    #[test]
    fn a_new_column_does_not_change_every_row() {
        let before = table(&["a"], &[&["1"]]);
        let after = table(&["n", "a"], &[&["нове", "1"]]);
        let changes = compare_tables(&[before], &[after]);
        assert_eq!(changes[0].columns_added, ["n"]);
        assert_eq!((changes[0].rows_added, changes[0].rows_removed), (0, 0));
    }

    #[test]
    fn personal_columns_are_not_shown() {
        let mut after = table(&["a", "phone"], &[&["1", "067"]]);
        after.columns[1].personal = true;
        let change = &compare_tables(&[], &[after])[0];
        assert_eq!(change.added, [["1"]]);
        assert_eq!((change.fate, change.labels_added.len()), (Fate::Appeared, 1));
    }

    #[test]
    fn the_same_tables_do_not_differ_whatever_their_sheets_are_called() {
        let sheet = |name: &str, cell: &str| Table {
            sheet: Some(name.to_owned()),
            ..table(&["a"], &[&[cell]])
        };
        let before = [sheet("А", "1"), sheet("Б", "2")];
        assert_eq!(compare_tables(&before, &before), []);
        assert_eq!(compare_tables(&before, &[sheet("А", "1"), sheet("В", "2")]), []);
        let other = compare_tables(&before, &[sheet("А", "1"), sheet("В", "3")]);
        let fates: Vec<Fate> = other.iter().map(|change| change.fate).collect();
        assert_eq!(fates, [Fate::Appeared, Fate::Gone]);
    }

    #[test]
    fn changes_kept_before_more_was_known_of_them_are_still_read() {
        let kept = r#"{"name": null, "columns_added": [], "columns_removed": [], "rows_added": 1, "rows_removed": 0,
            "added": [["1"]], "removed": []}"#;
        let change: TableChange = serde_json::from_str(kept).unwrap();
        assert_eq!((change.rows_added, change.rows_changed, change.fate), (1, None, Fate::Kept));
    }
}
