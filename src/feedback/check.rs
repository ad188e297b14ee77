//! Whether rows that were complained of are put right: they are compared with what they were.

use crate::table::{Row, Table};

/// What a row was, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Its number in the file as it was, 1-based with the header counted.
    pub number: u32,
    /// The columns that differ: (name, what it was, what it is). Empty if the row is the same.
    pub changes: Vec<(String, String, String)>,
    /// Whether it is no longer there.
    pub gone: bool,
}

impl Compared {
    /// Whether the row is as it was.
    pub fn is_same(&self) -> bool {
        !self.gone && self.changes.is_empty()
    }
}

/// The rows `numbers` of the table of `sheet` and `member` in `old`, compared with what stands in `new`.
///
/// A row is found again by its content: one that is the same anywhere is the same. Else it is looked for where it stood
/// and by its first cell.
pub fn compare(
    old: &[Table],
    new: &[Table],
    (sheet, member): (Option<&str>, Option<&str>),
    numbers: &[u32],
) -> Vec<Compared> {
    let is_it =
        |table: &&Table| table.sheet.as_deref() == sheet && table.member.as_deref() == member;
    let Some(before) = old.iter().find(is_it) else { return Vec::new() };
    // A workbook whose sheet was renamed is still the same file.
    let after = new.iter().find(is_it).or_else(|| new.first().filter(|_| new.len() == 1));
    let rows = before.rows.iter().filter(|row| numbers.contains(&row.number));
    rows.map(|row| one(row, before, after)).collect()
}

fn one(row: &Row, before: &Table, after: Option<&Table>) -> Compared {
    let number = row.number;
    let gone = Compared { number, changes: Vec::new(), gone: true };
    let Some(after) = after else { return gone };
    let values = |table: &Table, row: &Row| -> Vec<(String, String)> {
        let names = table.columns.iter().map(|column| column.name.clone());
        names.zip(row.cells.iter().map(|cell| cell.text.trim().to_owned())).collect()
    };
    let was = values(before, row);
    let same = after.rows.iter().any(|other| values(after, other) == was);
    if same {
        return Compared { number, changes: Vec::new(), gone: false };
    }
    let first = was.iter().find(|(_, value)| !value.is_empty());
    let called = |other: &&Row| first.is_some_and(|first| values(after, other).contains(first));
    let found = after.rows.iter().find(|other| other.number == number && called(other));
    let Some(found) = found.or_else(|| after.rows.iter().find(called)) else { return gone };
    let is = values(after, found);
    let changes = was.iter().filter_map(|(name, value)| {
        let now = is.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
        let now = now.unwrap_or_default();
        (now != *value).then(|| (name.clone(), value.clone(), now))
    });
    let mut changes: Vec<_> = changes.collect();
    if changes.is_empty() {
        // A column more is a change, too.
        changes.extend(
            is.iter()
                .filter(|(name, _)| !was.iter().any(|(other, _)| other == name))
                .map(|(name, value)| (name.clone(), String::new(), value.clone())),
        );
    }
    Compared { number, changes, gone: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Cell, Column};

    fn table(rows: &[&[&str]]) -> Table {
        let columns =
            ["Назва", "Телефон"].map(|name| Column { name: name.to_owned(), ..Column::default() });
        let rows = (2..).zip(rows).map(|(number, cells)| Row {
            number,
            cells: cells
                .iter()
                .map(|text| Cell { text: (*text).into(), ..Cell::default() })
                .collect(),
            ..Row::default()
        });
        Table { columns: columns.into(), rows: rows.collect(), ..Table::default() }
    }

    #[test]
    fn a_row_is_found_again_wherever_it_went() {
        let old = [table(&[&["Аптека", "1"], &["Школа", "2"], &["Музей", "3"]])];
        let whole = (None, None);
        let check = |new: &[Table], number| compare(&old, new, whole, &[number]).remove(0);
        let moved = [table(&[&["Школа", "2"], &["Аптека", "1"]])];
        assert!(check(&moved, 2).is_same());
        let mended = [table(&[&["Аптека", "5"], &["Школа", "2"]])];
        let changes = vec![("Телефон".to_owned(), "1".to_owned(), "5".to_owned())];
        assert_eq!(check(&mended, 2), Compared { number: 2, changes, gone: false });
        assert!(check(&mended, 3).is_same());
        assert!(check(&mended, 4).gone);
        assert!(check(&[], 2).gone);
        assert_eq!(compare(&old, &old, (Some("Аркуш"), None), &[2]), []);
    }
}
