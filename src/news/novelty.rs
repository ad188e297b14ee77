//! What a harvest found that people may want to know; trifles are nothing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::catalog::{Change, Dataset, Frequency, TableChange, What};

/// The most letters of a name or title, of a description and of an address.
const NAME: usize = 200;
const NOTES: usize = 400;
const ADDRESS: usize = 1_000;
/// Files, tables and columns that are told by name; all are counted.
const NAMED: usize = 5;
const COLUMNS: usize = 10;

/// Something new of a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Novelty {
    /// The dataset.
    pub subject: Subject,
    /// What is new.
    pub what: Found,
}

/// A dataset as people know it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// Its key.
    pub key: String,
    /// By which name answers call it.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What its holder says of it.
    pub notes: String,
    /// The title of who holds it.
    pub holder: String,
    /// How often it was promised to be updated.
    pub frequency: Frequency,
    /// Its page.
    pub url: String,
    /// When a file of it last changed.
    pub updated: Option<DateTime<Utc>>,
    /// How many files it has.
    pub files: usize,
    /// How many rows these hold; 0 if none can be read.
    pub rows: usize,
}

impl Subject {
    /// What `dataset` says of itself; its rows and when they changed are known elsewhere.
    pub fn of(dataset: &Dataset) -> Self {
        Self {
            key: dataset.key().to_string(),
            name: dataset.name.clone(),
            title: cut(&dataset.title, NAME),
            notes: cut(&dataset.notes, NOTES),
            holder: cut(&dataset.holder.title, NAME),
            frequency: dataset.frequency,
            url: if dataset.url.len() > ADDRESS { String::new() } else { dataset.url.clone() },
            updated: None,
            files: dataset.resources.len(),
            rows: 0,
        }
    }
}

/// What is new of a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Found {
    /// It is published, or again.
    New {
        /// Whether it was published before and gone meanwhile.
        back: bool,
    },
    /// Its files hold something else.
    Updated(Update),
    /// The portal does not have it any more.
    Gone,
    /// It was not updated as promised.
    Late,
    /// Nothing changed; people ask about it, and it was never announced.
    Asked {
        /// How often within the last `days`.
        times: u64,
        /// Days.
        days: u32,
    },
}

/// How the files of a dataset differ.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// Names of the first new files.
    pub files: Vec<String>,
    /// How many files are new.
    pub files_added: usize,
    /// How many are no longer there.
    pub files_removed: usize,
    /// The tables that differ, those with the most rows that differ first, without the rows themselves.
    pub tables: Vec<TableChange>,
    /// How many tables differ.
    pub tables_changed: usize,
}

impl Update {
    fn is_empty(&self) -> bool {
        self.files_added == 0 && self.files_removed == 0 && self.tables_changed == 0
    }
}

/// A file of a dataset, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownFile {
    /// Its name; empty if it is no longer described.
    pub name: String,
    /// SHA-256 of its bytes; `None` if they could not be had.
    pub sha256: Option<String>,
}

/// What `changes` of one dataset, oldest first, come to; `None` for trifles: another description, a date that was
/// touched, a file that was renamed or put in the place of one with the same bytes, other bytes with the same tables.
///
/// `known` says whether the dataset was published before them, `file` what is known of a resource. Of several contents of
/// a file the last step is told, unless they end where they began.
pub fn of_changes(
    changes: &[Change],
    known: bool,
    file: impl Fn(&str) -> KnownFile,
) -> Option<Found> {
    let moves = || {
        changes.iter().filter_map(|change| match change.what {
            What::Appeared => Some(true),
            What::Gone => Some(false),
            _ => None,
        })
    };
    match (moves().next(), moves().next_back()) {
        (Some(true), Some(true)) => return Some(Found::New { back: known }),
        (Some(true), Some(false)) => return None,
        (Some(false), Some(false)) => return Some(Found::Gone),
        // Gone and back within: as if nothing had been.
        _ => {}
    }
    let update = update(changes, file);
    (!update.is_empty()).then_some(Found::Updated(update))
}

/// One content of a file after another.
struct Step<'a> {
    before: &'a str,
    after: &'a str,
    tables: &'a [TableChange],
}

fn update(changes: &[Change], file: impl Fn(&str) -> KnownFile) -> Update {
    let mut added: Vec<&str> = Vec::new();
    let mut removed: Vec<&str> = Vec::new();
    let mut contents: Vec<(&str, Vec<Step<'_>>)> = Vec::new();
    for change in changes {
        let Some(resource) = change.resource.as_deref() else { continue };
        match &change.what {
            What::ResourceAdded if removed.contains(&resource) => {
                removed.retain(|it| *it != resource);
            }
            What::ResourceAdded => added.push(resource),
            What::ResourceRemoved if added.contains(&resource) => {
                added.retain(|it| *it != resource);
            }
            What::ResourceRemoved => removed.push(resource),
            What::Content { before, after, tables } => {
                let step = Step { before, after, tables };
                match contents.iter_mut().find(|(known, _)| *known == resource) {
                    Some((_, steps)) => steps.push(step),
                    None => contents.push((resource, vec![step])),
                }
            }
            What::Appeared | What::Gone | What::Metadata { .. } => {}
        }
    }
    // What left under one id and came under another is the same file.
    let mut left: HashMap<String, usize> = HashMap::new();
    for sha256 in removed.iter().filter_map(|resource| file(resource).sha256) {
        *left.entry(sha256).or_default() += 1;
    }
    let mut moved = 0;
    added.retain(|resource| {
        let same = file(resource)
            .sha256
            .and_then(|sha256| left.get_mut(&sha256).filter(|it| **it > 0).map(|it| *it -= 1));
        moved += usize::from(same.is_some());
        same.is_none()
    });
    let mut tables: Vec<TableChange> = Vec::new();
    for (resource, steps) in &contents {
        let ends_as_it_began = steps.first().map(|it| it.before) == steps.last().map(|it| it.after);
        // The content of a file that is new or gone is no difference of its own.
        let told = !ends_as_it_began && !added.contains(resource) && !removed.contains(resource);
        if let Some(last) = steps.last().filter(|_| told) {
            tables.extend(last.tables.iter().map(bounded));
        }
    }
    let tables_changed = tables.len();
    tables.sort_by_key(|table| std::cmp::Reverse(table.rows_added + table.rows_removed));
    tables.truncate(NAMED);
    let names = added.iter().map(|resource| cut(&file(resource).name, NAME));
    Update {
        files: names.filter(|name| !name.is_empty()).take(NAMED).collect(),
        files_added: added.len(),
        files_removed: removed.len().saturating_sub(moved),
        tables,
        tables_changed,
    }
}

/// `table` without rows, and with the first of its columns.
fn bounded(table: &TableChange) -> TableChange {
    let mut table = TableChange { added: Vec::new(), removed: Vec::new(), ..table.clone() };
    table.name = table.name.map(|name| cut(&name, NAME));
    for columns in [&mut table.columns_added, &mut table.columns_removed] {
        columns.truncate(COLUMNS);
        for name in columns.iter_mut() {
            *name = cut(name, NAME);
        }
    }
    table.labels_added.truncate(COLUMNS);
    table
}

/// `text` in one line, cut to `most` letters.
fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some(_) => line.chars().take(most - 1).chain(['…']).collect(),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(resource: Option<&str>, what: What) -> Change {
        Change {
            source: "portal".to_owned(),
            dataset: "d".to_owned(),
            resource: resource.map(ToOwned::to_owned),
            at: DateTime::UNIX_EPOCH,
            what,
        }
    }

    fn content(before: &str, after: &str, rows: usize) -> What {
        let tables =
            (0..rows.min(1)).map(|_| TableChange { rows_added: rows, ..TableChange::default() });
        What::Content {
            before: before.to_owned(),
            after: after.to_owned(),
            tables: tables.collect(),
        }
    }

    /// Files called as their ids, with the bytes that stand before the slash.
    fn file(resource: &str) -> KnownFile {
        let sha256 = resource.split_once('/').map(|(bytes, _)| bytes.to_owned());
        KnownFile { name: resource.to_owned(), sha256 }
    }

    fn found(changes: &[(&str, What)], known: bool) -> Option<Found> {
        let of = |(resource, what): &(&str, What)| {
            change(Some(*resource).filter(|it| !it.is_empty()), what.clone())
        };
        of_changes(&changes.iter().map(of).collect::<Vec<_>>(), known, file)
    }

    #[test]
    fn trifles_are_no_news() {
        let renamed = What::Metadata { fields: Vec::new() };
        for (changes, why) in [
            (vec![], "a touched date leaves no change"),
            (vec![("", renamed.clone()), ("r", renamed)], "descriptions"),
            (vec![("r", content("a", "b", 0))], "the same tables in other bytes"),
            (
                vec![("a/1", What::ResourceRemoved), ("a/2", What::ResourceAdded)],
                "the same bytes under another id",
            ),
            (
                vec![("r", What::ResourceRemoved), ("r", What::ResourceAdded)],
                "a file that was away for a moment",
            ),
            (vec![("r", content("a", "b", 1)), ("r", content("b", "a", 1))], "back as it was"),
            (vec![("", What::Gone), ("", What::Appeared)], "away for a moment"),
        ] {
            assert_eq!(found(&changes, true), None, "{why}");
        }
        let moment = [("", What::Appeared), ("", What::Gone)];
        assert_eq!(found(&moment, false), None, "there for a moment");
    }

    #[test]
    fn what_is_new_gone_or_back_is_told() {
        let new = [("", What::Appeared), ("r", What::ResourceAdded)];
        assert_eq!(found(&new, false), Some(Found::New { back: false }));
        assert_eq!(found(&new, true), Some(Found::New { back: true }));
        let gone = [("r", content("a", "b", 3)), ("", What::Gone)];
        assert_eq!(found(&gone, true), Some(Found::Gone));
    }

    #[test]
    fn files_and_tables_that_differ_are_counted() {
        let Some(Found::Updated(update)) = found(
            &[
                ("a/1", What::ResourceRemoved),
                ("b/2", What::ResourceAdded),
                ("a/3", What::ResourceAdded),
                ("c/4", What::ResourceRemoved),
                ("r", content("x", "y", 2)),
                ("q", content("x", "y", 7)),
                ("r", content("y", "z", 3)),
            ],
            true,
        ) else {
            panic!("a difference")
        };
        assert_eq!((update.files_added, update.files_removed), (1, 1));
        assert_eq!(update.files, ["b/2"]);
        let rows: Vec<usize> = update.tables.iter().map(|table| table.rows_added).collect();
        assert_eq!(rows, [7, 3]);
    }

    #[test]
    fn whatever_the_portal_says_a_novelty_stays_small() {
        let long = "я".repeat(2_000);
        let tables = (0..30).map(|_| TableChange {
            name: Some(long.clone()),
            columns_added: vec![long.clone(); 40],
            added: vec![vec![long.clone()]],
            rows_added: 1,
            ..TableChange::default()
        });
        let what =
            What::Content { before: "a".into(), after: "b".into(), tables: tables.collect() };
        let what = found(&[("r", what)], true).unwrap();
        let dataset = Dataset { title: long.clone(), notes: long, ..Dataset::default() };
        let novelty = Novelty { subject: Subject::of(&dataset), what };
        let text = serde_json::to_string(&novelty).unwrap();
        assert!(text.len() < 40_000, "{}", text.len());
        assert_eq!(serde_json::from_str::<Novelty>(&text).unwrap(), novelty);
    }
}
