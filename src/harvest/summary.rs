//! What a harvest brought, for its operator.

use super::Reason;
use crate::i18n::Locale;

/// Failed files that are named one by one; of more only the number is given.
const NAMED: usize = 10;

/// A whole harvest.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// In the order of the configuration.
    pub sources: Vec<SourceSummary>,
    /// The catalogue's version now.
    pub version: i64,
}

/// One source's harvest.
#[derive(Clone, Debug, Default)]
pub struct SourceSummary {
    /// The source's id.
    pub source: String,
    /// Datasets that it publishes now.
    pub datasets: usize,
    /// Datasets that are new, or back.
    pub appeared: usize,
    /// Datasets whose description differs.
    pub changed: usize,
    /// Datasets that it no longer publishes.
    pub gone: usize,
    /// Its files.
    pub files: Files,
    /// Files that could not be had.
    pub failures: Vec<Failed>,
    /// Whether the whole catalogue was seen, so that what is absent is gone.
    pub complete: bool,
    /// Why the catalogue could not be read, if it could not.
    pub error: Option<Reason>,
}

/// Counts of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Had for the first time.
    pub new: usize,
    /// Had anew, and different.
    pub changed: usize,
    /// As they were.
    pub same: usize,
    /// Not had.
    pub failed: usize,
}

/// A file that could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The dataset's name.
    pub dataset: String,
    /// The resource's id.
    pub resource: String,
    /// Its address.
    pub url: String,
    /// Why.
    pub reason: Reason,
}

impl Summary {
    /// Whether every source's catalogue could be read.
    pub fn is_ok(&self) -> bool {
        self.sources.iter().all(|source| source.error.is_none())
    }
}

impl SourceSummary {
    /// One line for the operator.
    pub fn line(&self, locale: Locale) -> String {
        let args = |reason: String| {
            [
                ("source", self.source.clone().into()),
                ("datasets", self.datasets.into()),
                ("new", self.files.new.into()),
                ("changed", self.files.changed.into()),
                ("same", self.files.same.into()),
                ("failed", self.files.failed.into()),
                ("gone", self.gone.into()),
                ("reason", reason.into()),
            ]
        };
        match &self.error {
            Some(reason) => locale.text("harvest-source-failed", &args(reason.text(locale))),
            None => locale.text("harvest-source", &args(String::new())),
        }
    }
}

impl SourceSummary {
    /// The line, and one for each of the first files that could not be had.
    pub fn report(&self, locale: Locale) -> Vec<String> {
        let mut lines = vec![self.line(locale)];
        for failed in self.failures.iter().take(NAMED) {
            lines.push(locale.text(
                "harvest-file",
                &[
                    ("dataset", failed.dataset.as_str().into()),
                    ("url", failed.url.as_str().into()),
                    ("reason", failed.reason.text(locale).into()),
                ],
            ));
        }
        let more = self.failures.len().saturating_sub(NAMED);
        if more > 0 {
            lines.push(locale.text("harvest-more", &[("count", more.into())]));
        }
        lines
    }
}

impl Reason {
    /// The reason in words.
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::Status { code } => {
                locale.text("harvest-reason-said-status", &[("code", code.to_string().into())])
            }
            Self::Refused { said } => {
                locale.text("harvest-reason-said", &[("said", said.clone().into())])
            }
            _ => locale.text(self.key(), &[]),
        }
    }

    /// The key of the reason in `locales/*/harvest.ftl`, without the numbers and words that a server gave.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Address => "harvest-reason-address",
            Self::Private => "harvest-reason-private",
            Self::Unresolvable => "harvest-reason-unresolvable",
            Self::Unreachable => "harvest-reason-unreachable",
            Self::HostDown => "harvest-reason-host-down",
            Self::Timeout => "harvest-reason-timeout",
            Self::Broken => "harvest-reason-broken",
            Self::Status { .. } => "harvest-reason-status",
            Self::Redirect => "harvest-reason-redirect",
            Self::TooLarge => "harvest-reason-too-large",
            Self::Bomb => "harvest-reason-bomb",
            Self::Html => "harvest-reason-html",
            Self::Missing => "harvest-reason-missing",
            Self::Refused { .. } => "harvest-reason-refused",
        }
    }
}
