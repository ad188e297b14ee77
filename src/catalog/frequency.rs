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
    /// Reads a frequency as portals write it: the API's words, the Ukrainian ones, ISO 8601 (`R/P1Y`, DCAT) or the
    /// EU's vocabulary (`…/frequency/ANNUAL`), in any case and with stray quotes. Anything else is `Unknown`.
    pub fn parse(text: &str) -> Self {
        if text.len() > 200 {
            return Self::Unknown;
        }
        let text = text.to_lowercase();
        let text = text
            .trim_matches(|c: char| c.is_whitespace() || "\"'«»“”„’.,;".contains(c))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let last = text.rsplit('/').next().unwrap_or_default();
        match text.as_str() {
            "more than once a day"
            | "більш як один раз на день"
            | "більше ніж один раз на день"
            | "більше одного разу на день" => Self::MoreThanDaily,
            "once a day" | "daily" | "щодня" | "щоденно" => Self::Daily,
            "once a week" | "weekly" | "щотижня" | "щотижнево" => Self::Weekly,
            "once a month" | "monthly" | "щомісяця" | "щомісячно" => Self::Monthly,
            "once a quarter" | "quarterly" | "щокварталу" | "щоквартально" => {
                Self::Quarterly
            }
            "once a half year" | "кожного півріччя" | "щопівроку" | "раз на півріччя" => {
                Self::HalfYearly
            }
            "once a year" | "annual" | "yearly" | "щороку" | "щорічно" => Self::Yearly,
            "immediately after making changes"
            | "відразу після внесення змін"
            | "irregular"
            | "as needed"
            | "за потреби" => Self::OnChange,
            "no longer updated" | "більше не оновлюється" | "не оновлюється" => {
                Self::Never
            }
            _ => match last {
                "pt1s" | "pt1m" | "pt1h" | "pt12h" | "cont" | "update_cont" | "hourly" => {
                    Self::MoreThanDaily
                }
                "p1d" | "daily" => Self::Daily,
                "p1w" | "p7d" | "p0.33w" | "p3.5d" | "p0.5w" | "weekly" => Self::Weekly,
                "p1m" | "p2w" | "p0.5m" | "p0.33m" | "monthly" => Self::Monthly,
                "p3m" | "p2m" | "quarterly" => Self::Quarterly,
                "p6m" | "p0.5y" | "p4m" | "annual_2" | "biannual" => Self::HalfYearly,
                "p1y" | "p12m" | "annual" => Self::Yearly,
                "irreg" => Self::OnChange,
                "never" => Self::Never,
                _ => Self::Unknown,
            },
        }
    }

    /// The API's word for it; empty if not known.
    pub fn as_ckan(self) -> &'static str {
        match self {
            Self::MoreThanDaily => "more than once a day",
            Self::Daily => "once a day",
            Self::Weekly => "once a week",
            Self::Monthly => "once a month",
            Self::Quarterly => "once a quarter",
            Self::HalfYearly => "once a half year",
            Self::Yearly => "once a year",
            Self::OnChange => "immediately after making changes",
            Self::Never => "no longer updated",
            Self::Unknown => "",
        }
    }

    /// The message of `locales/*/answer.ftl` that says it to a person.
    pub fn key(self) -> &'static str {
        match self {
            Self::MoreThanDaily => "answer-frequency-more-than-daily",
            Self::Daily => "answer-frequency-daily",
            Self::Weekly => "answer-frequency-weekly",
            Self::Monthly => "answer-frequency-monthly",
            Self::Quarterly => "answer-frequency-quarterly",
            Self::HalfYearly => "answer-frequency-half-yearly",
            Self::Yearly => "answer-frequency-yearly",
            Self::OnChange => "answer-frequency-on-change",
            Self::Never => "answer-frequency-never",
            Self::Unknown => "answer-frequency-unknown",
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_read_with_their_defects() {
        for (text, expected) in [
            ("once a month", Frequency::Monthly),
            ("Кожного півріччя", Frequency::HalfYearly),
            ("  ЩОРОКУ ", Frequency::Yearly),
            ("immediately after making changes”", Frequency::OnChange),
            ("Більше не оновлюється", Frequency::Never),
            ("R/P1Y", Frequency::Yearly),
            ("R/P3M", Frequency::Quarterly),
            ("R/PT1S", Frequency::MoreThanDaily),
            (
                "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
                Frequency::Yearly,
            ),
            ("", Frequency::Unknown),
            ("коли буде час", Frequency::Unknown),
        ] {
            assert_eq!(Frequency::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn every_word_of_the_api_is_read_back() {
        for days in [
            Frequency::MoreThanDaily,
            Frequency::Daily,
            Frequency::Weekly,
            Frequency::Monthly,
            Frequency::Quarterly,
            Frequency::HalfYearly,
            Frequency::Yearly,
            Frequency::OnChange,
            Frequency::Never,
            Frequency::Unknown,
        ] {
            assert_eq!(Frequency::parse(days.as_ckan()), days);
        }
    }

    #[test]
    fn a_monthly_set_is_late_on_the_thirty_second_day_only() {
        let updated = DateTime::from_timestamp(0, 0).unwrap();
        let after = |days| updated + TimeDelta::days(days);
        assert_eq!(Frequency::Monthly.is_late(updated, after(31)), Some(false));
        assert_eq!(Frequency::Monthly.is_late(updated, after(32)), Some(true));
        assert_eq!(Frequency::OnChange.is_late(updated, after(9999)), Some(false));
        assert_eq!(Frequency::Unknown.is_late(updated, after(9999)), None);
    }
}
