//! What became different between two states of a catalogue, or of a file.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Dataset, Resource};
use crate::table::{Row, Table};

/// The most rows of each kind that a [`TableChange`] shows; all are counted.
const SHOWN: usize = 20;

/// One change of one dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The source's id.
    pub source: String,
    /// The dataset's id on the portal.
    pub dataset: String,
    /// The resource's id, where it is about one.
    pub resource: Option<String>,
    /// When it was noticed.
    pub at: DateTime<Utc>,
    /// What it is.
    pub what: What,
}

/// Kinds of change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// The dataset is new, or back.
    Appeared,
    /// A complete listing no longer has it.
    Gone,
    /// The description of the dataset or of the resource.
    Metadata {
        /// Each field that differs.
        fields: Vec<Field>,
    },
    /// The dataset has a resource more.
    ResourceAdded,
    /// The dataset has a resource less.
    ResourceRemoved,
    /// The bytes of the file.
    Content {
        /// SHA-256 before.
        before: String,
        /// SHA-256 after.
        after: String,
        /// How its tables differ; empty if they do not, or if either state cannot be read.
        tables: Vec<TableChange>,
    },
}

/// A field of a description, before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its name in [`Dataset`] or [`Resource`].
    pub name: String,
    /// Before; lists joined by ", ".
    pub before: String,
    /// After.
    pub after: String,
}

/// How one table differs. Columns with personal data are left out of `added` and `removed`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableChange {
    /// The sheet or the member of the archive.
    pub name: Option<String>,
    /// Columns that are new.
    pub columns_added: Vec<String>,
    /// Columns that are no longer there.
    pub columns_removed: Vec<String>,
    /// How many rows are new (a row that differs in a cell counts as one removed and one added).
    pub rows_added: usize,
    /// How many rows are no longer there.
    pub rows_removed: usize,
    /// The first 20 of the new rows, cell by cell.
    pub added: Vec<Vec<String>>,
    /// The first 20 of the rows no longer there.
    pub removed: Vec<Vec<String>>,
}

/// What differs between two states of one dataset, each with the resource it is about.
///
/// Left out: `modified`, which portals raise without a change, and the hash, size and dates of resources, whose
/// content is compared itself.
pub fn compare(before: &Dataset, after: &Dataset) -> Vec<(Option<String>, What)> {
    let mut changes = Vec::new();
    let fields = fields(dataset_fields(before), dataset_fields(after));
    if !fields.is_empty() {
        changes.push((None, What::Metadata { fields }));
    }
    let old: HashMap<&str, &Resource> =
        before.resources.iter().map(|resource| (resource.id.as_str(), resource)).collect();
    for resource in &after.resources {
        let id = Some(resource.id.clone());
        match old.get(resource.id.as_str()) {
            None => changes.push((id, What::ResourceAdded)),
            Some(old) => {
                let fields = self::fields(resource_fields(old), resource_fields(resource));
                if !fields.is_empty() {
                    changes.push((id, What::Metadata { fields }));
                }
            }
        }
    }
    let kept: BTreeSet<&str> =
        after.resources.iter().map(|resource| resource.id.as_str()).collect();
    for resource in &before.resources {
        if !kept.contains(resource.id.as_str()) {
            changes.push((Some(resource.id.clone()), What::ResourceRemoved));
        }
    }
    changes
}

/// How the tables of a file differ, table by table in the order of `after`.
pub fn compare_tables(before: &[Table], after: &[Table]) -> Vec<TableChange> {
    let none = Table::default();
    let mut changes = Vec::new();
    let mut left: Vec<&Table> = before.iter().collect();
    for table in after {
        let same = left.iter().position(|old| name(old) == name(table));
        let old = match same {
            Some(at) => left.remove(at),
            // A workbook's only sheet may have been renamed.
            None if before.len() == 1 && after.len() == 1 => left.remove(0),
            None => &none,
        };
        changes.extend(compare_table(old, table));
    }
    for table in left {
        changes.extend(compare_table(table, &none));
    }
    changes
}

fn compare_table(before: &Table, after: &Table) -> Option<TableChange> {
    let names = |table: &Table| -> Vec<String> {
        table.columns.iter().map(|column| column.name.clone()).collect()
    };
    let (old_names, new_names) = (names(before), names(after));
    // Rows are compared by the columns that both have, else a new column would change every row.
    let shared: Vec<&String> = new_names.iter().filter(|name| old_names.contains(name)).collect();
    let places = |names: &[String]| -> Vec<usize> {
        if shared.is_empty() {
            return (0..names.len()).collect();
        }
        shared.iter().filter_map(|name| names.iter().position(|other| other == *name)).collect()
    };
    let (old_places, new_places) = (places(&old_names), places(&new_names));
    let mut counts: HashMap<Vec<&str>, i64> = HashMap::new();
    for row in &before.rows {
        *counts.entry(cells(row, &old_places)).or_default() += 1;
    }
    let mut change = TableChange {
        name: name(after).or(name(before)).map(ToOwned::to_owned),
        columns_added: new_names.iter().filter(|name| !old_names.contains(name)).cloned().collect(),
        columns_removed: old_names
            .iter()
            .filter(|name| !new_names.contains(name))
            .cloned()
            .collect(),
        ..TableChange::default()
    };
    for row in &after.rows {
        let count = counts.entry(cells(row, &new_places)).or_default();
        if *count > 0 {
            *count -= 1;
        } else {
            change.rows_added += 1;
            if change.added.len() < SHOWN {
                change.added.push(shown(after, row));
            }
        }
    }
    for row in &before.rows {
        if let Some(count) = counts.get_mut(&cells(row, &old_places))
            && *count > 0
        {
            *count -= 1;
            change.rows_removed += 1;
            if change.removed.len() < SHOWN {
                change.removed.push(shown(before, row));
            }
        }
    }
    let same = change.columns_added.is_empty()
        && change.columns_removed.is_empty()
        && change.rows_added == 0
        && change.rows_removed == 0;
    (!same).then_some(change)
}

fn name(table: &Table) -> Option<&str> {
    table.sheet.as_deref().or(table.member.as_deref())
}

fn cells<'a>(row: &'a Row, places: &[usize]) -> Vec<&'a str> {
    places.iter().map(|&place| row.cells.get(place).map_or("", |cell| &*cell.text)).collect()
}

fn shown(table: &Table, row: &Row) -> Vec<String> {
    let public = |(cell, column): (&crate::table::Cell, &crate::table::Column)| {
        // PostgreSQL's JSON refuses NUL.
        (!column.personal).then(|| cell.text.replace('\0', ""))
    };
    row.cells.iter().zip(&table.columns).filter_map(public).collect()
}

fn fields<const N: usize>(
    before: [(&'static str, String); N],
    after: [(&'static str, String); N],
) -> Vec<Field> {
    let differ = |((name, before), (_, after)): ((&str, String), (&str, String))| {
        (before != after).then(|| Field { name: name.to_owned(), before, after })
    };
    before.into_iter().zip(after).filter_map(differ).collect()
}

fn dataset_fields(dataset: &Dataset) -> [(&'static str, String); 11] {
    let optional = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        ("name", dataset.name.clone()),
        ("title", dataset.title.clone()),
        ("notes", dataset.notes.clone()),
        ("tags", dataset.tags.join(", ")),
        ("holder", dataset.holder.title.clone()),
        ("maintainer", optional(&dataset.maintainer)),
        ("maintainer_email", optional(&dataset.maintainer_email)),
        ("frequency", dataset.frequency.as_ckan().to_owned()),
        ("purpose", optional(&dataset.purpose)),
        ("licence", optional(&dataset.licence)),
        ("url", dataset.url.clone()),
    ]
}

fn resource_fields(resource: &Resource) -> [(&'static str, String); 4] {
    [
        ("name", resource.name.clone()),
        ("description", resource.description.clone()),
        ("format", resource.format.clone()),
        ("url", resource.url.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Cell, Column};

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
    fn a_raised_date_alone_is_no_change() {
        let before = Dataset { title: "Бюджет".to_owned(), ..Dataset::default() };
        let after = Dataset { modified: DateTime::from_timestamp(1, 0), ..before.clone() };
        assert_eq!(compare(&before, &after), []);
    }

    #[test]
    fn a_new_title_and_a_lost_file_are_told_apart() {
        let file = Resource { id: "r".to_owned(), ..Resource::default() };
        let before =
            Dataset { title: "а".to_owned(), resources: vec![file], ..Dataset::default() };
        let after = Dataset { title: "б".to_owned(), ..Dataset::default() };
        let field =
            Field { name: "title".to_owned(), before: "а".to_owned(), after: "б".to_owned() };
        assert_eq!(
            compare(&before, &after),
            [
                (None, What::Metadata { fields: vec![field] }),
                (Some("r".to_owned()), What::ResourceRemoved)
            ]
        );
    }

    #[test]
    fn rows_are_compared_as_a_heap_whatever_their_order() {
        let before = table(&["a", "b"], &[&["1", "x"], &["2", "y"], &["2", "y"]]);
        let after = table(&["a", "b"], &[&["2", "y"], &["1", "x"], &["3", "z"]]);
        let changes = compare_tables(&[before], &[after]);
        assert_eq!((changes[0].rows_added, changes[0].rows_removed), (1, 1));
        assert_eq!(changes[0].added, [["3", "z"]]);
        assert_eq!(changes[0].removed, [["2", "y"]]);
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
        assert_eq!(compare_tables(&[], &[after])[0].added, [["1"]]);
    }

    #[test]
    fn the_same_tables_do_not_differ() {
        let one = table(&["a"], &[&["1"]]);
        assert_eq!(compare_tables(std::slice::from_ref(&one), std::slice::from_ref(&one)), []);
    }
}
