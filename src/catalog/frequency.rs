//! How often a dataset is promised to be updated.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The vocabulary of `update_frequency` on data.gov.ua.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// `more than once a day`
    MoreThanDaily,
    /// `once a day`
    Daily,
    /// `once a week`
    Weekly,
    /// `once a month`
    Monthly,
    /// `once a quarter`
    Quarterly,
    /// `once a half year`
    HalfYearly,
    /// `once a year`
    Yearly,
    /// `immediately after making changes`
    OnChange,
    /// `no longer updated`
    Never,
    /// Empty or not of the vocabulary.
    #[default]
    Unknown,
}

impl Frequency {
    /// Days after the last change from which the dataset is late; `None` where it never is.
    pub fn days(self) -> Option<i64> {
        match self {
            Self::MoreThanDaily | Self::Daily => Some(1),
            Self::Weekly => Some(7),
            Self::Monthly => Some(31),
            Self::Quarterly => Some(92),
            Self::HalfYearly => Some(183),
            Self::Yearly => Some(365),
            Self::OnChange | Self::Never | Self::Unknown => None,
        }
    }

    /// Whether data last changed at `updated` are late at `now`; `None` if the frequency is not known.
    pub fn is_late(self, updated: DateTime<Utc>, now: DateTime<Utc>) -> Option<bool> {
        match self {
            Self::Unknown => None,
            _ => Some(self.days().is_some_and(|days| now > updated + TimeDelta::days(days))),
        }
    }
}
