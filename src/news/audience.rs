//! Who gets an item.

use serde::{Deserialize, Serialize};

/// The people to whom an item goes, and because of which it goes to them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "what", rename_all = "snake_case")]
pub enum Audience {
    /// Everyone who agreed to have news.
    #[default]
    Everyone,
    /// Followers of the theme of this name in the thesaurus.
    Theme(String),
    /// Followers of the holder with this key.
    Holder(String),
    /// Followers of the dataset with this key.
    Dataset(String),
    /// Officers and admins.
    Officers,
}

impl Audience {
    /// What its people follow: the kind and what, as they are kept; `None` if it is not by following.
    pub fn followed(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Theme(theme) => Some(("theme", theme)),
            Self::Holder(key) => Some(("holder", key)),
            Self::Dataset(key) => Some(("dataset", key)),
            Self::Everyone | Self::Officers => None,
        }
    }
}
