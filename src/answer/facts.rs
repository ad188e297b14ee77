//! The facts of an answer that somebody watches, so that it can be told whether they have become others.

use chrono::DateTime;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Council, Outcome, Plan, Question,
    plan::{Computed, Found},
};
use crate::{catalog::Key, i18n::Locale, search::concepts::Theme};

/// What an answer says, without what any change of its file touches: how old it is, and of how many rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The answer itself.
    pub lead: String,
    /// Further lines.
    pub lines: Vec<String>,
}

/// Where facts stand in the data of one moment: resource, sheet, rows.
pub type Stand = Vec<(String, Option<String>, Vec<u32>)>;

impl Council {
    /// What `plan` finds at `now`, and where that stands; `None` if that is no answer.
    pub fn facts(&self, plan: &Plan, locale: Locale, now: DateTime<Tz>) -> Option<(Facts, Stand)> {
        let question =
            Question { text: "", locale: Some(locale), near: plan.near, now, context: None };
        let asked = self.replay(plan, &question);
        let found = self.candidates(&asked, now);
        let answer = self.decide(&question, locale, &asked, &found, 0);
        if answer.outcome != Outcome::Answer {
            return None;
        }
        let of_rows = self.of_rows(found.first()?, locale);
        let lines = answer.body.into_iter().filter(|line| !of_rows.contains(line)).collect();
        let stand = answer.sources.into_iter();
        let stand = stand.map(|source| (source.resource, source.sheet, source.rows)).collect();
        Some((Facts { lead: answer.lead, lines }, stand))
    }

    /// The lines that may say of how many rows an answer is: they change with rows that it is not about.
    fn of_rows(&self, found: &Found, locale: Locale) -> Vec<String> {
        let Some(table) = self.doc(found.doc).table() else { return Vec::new() };
        let all = table.rows.iter().filter(|row| !row.total).count();
        let (count, all) = match &found.result {
            Computed::Count(count) => (*count, all),
            Computed::Share(of) => (found.rows.len(), *of),
            _ => (found.rows.len(), all),
        };
        vec![locale.text("answer-of-rows", &[("count", count.into()), ("all", all.into())])]
    }

    /// What stands for the present versions of all files of the dataset `name`; `None` if there is no such dataset.
    pub fn versions(&self, name: &str) -> Option<String> {
        let entry = self.named(name)?;
        let mut files: Vec<[&str; 2]> =
            entry.files.iter().map(|file| [file.resource.as_str(), &file.sha256]).collect();
        files.sort_unstable();
        let mut digest = Sha256::new();
        for part in files.iter().flatten() {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        Some(format!("{:x}", digest.finalize()))
    }

    /// The theme of the dataset that `key` names, if it has one.
    pub fn theme_of(&self, key: Key) -> Option<&'static Theme> {
        let at = self.entries().iter().position(|entry| entry.dataset.key() == key)?;
        self.theme(at)
    }
}
