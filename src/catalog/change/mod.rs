//! What became different between two states of a catalogue, or of a file.

mod amount;
mod identity;
mod span;
mod table;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use amount::{AmountChange, Difference};
pub use span::{PeriodChange, Span};
pub use table::{Fate, Label, TableChange, compare_tables};

use super::{Dataset, Resource};

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
}
