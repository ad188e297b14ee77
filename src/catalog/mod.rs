//! The catalogue: what a council says that it publishes, in the terms of CKAN and DCAT.

mod change;
mod frequency;
mod key;
pub mod standard;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use change::{
    AmountChange, Change, Difference, Fate, Field, Label, PeriodChange, Span, TableChange, What,
    compare, compare_tables,
};
pub use frequency::Frequency;
pub use key::Key;
pub use standard::Standard;

/// A dataset as its portal describes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// The `id` of the `[[source]]` it came from.
    pub source: String,
    /// The portal's own id, the key within the source (a CKAN name may change, its id does not).
    pub id: String,
    /// The CKAN name (slug), by which links and answers call it.
    pub name: String,
    /// Title, as published.
    pub title: String,
    /// Description, as published; may be empty.
    pub notes: String,
    /// Keywords, as published.
    pub tags: Vec<String>,
    /// The body that holds the data (CKAN organisation, DCAT publisher).
    pub holder: Holder,
    /// The responsible person or unit, as published.
    pub maintainer: Option<String>,
    /// Their published address.
    pub maintainer_email: Option<String>,
    /// How often the holder promised to update it.
    pub frequency: Frequency,
    /// Legal basis and purpose (`purpose_of_collecting_information`).
    pub purpose: Option<String>,
    /// Licence title or id.
    pub licence: Option<String>,
    /// When it was first published.
    pub created: Option<DateTime<Utc>>,
    /// When its metadata last changed.
    pub modified: Option<DateTime<Utc>>,
    /// Its page on the portal.
    pub url: String,
    /// Its files, in the portal's order.
    pub resources: Vec<Resource>,
}

impl Dataset {
    /// Its short name for links and buttons; the same as long as the portal keeps its id.
    pub fn key(&self) -> Key {
        Key::of(&[&self.source, &self.id])
    }
}

impl Holder {
    /// Its short name for buttons.
    pub fn key(&self) -> Key {
        Key::of(&[&self.name, &self.title])
    }
}

/// A body that holds data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Holder {
    /// CKAN name (slug) of the organisation.
    pub name: String,
    /// Its title, as people know it.
    pub title: String,
}

/// One file (or address) of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// The portal's own id.
    pub id: String,
    /// Name, as published.
    pub name: String,
    /// Description, as published; may be empty.
    pub description: String,
    /// Declared format: a hint, often wrong.
    pub format: String,
    /// Where the file is.
    pub url: String,
    /// Declared size in bytes.
    pub size: Option<u64>,
    /// The portal's own hash of the file (`file_hash_sum`, else `hash`), as published.
    pub hash: Option<String>,
    /// When it was first published.
    pub created: Option<DateTime<Utc>>,
    /// When the file last changed, by the portal.
    pub last_modified: Option<DateTime<Utc>>,
}
