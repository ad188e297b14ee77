//! A saved question: what is asked, and what the answer was when it was last looked at.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Council, Facts, Plan, Stand},
    i18n::Locale,
};

/// The facts of an answer in each language: who reads them may choose another meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// In Ukrainian.
    pub uk: Facts,
    /// In English.
    pub en: Facts,
}

impl Told {
    /// The facts for a reader of `locale`.
    pub const fn of(&self, locale: Locale) -> &Facts {
        match locale {
            Locale::Uk => &self.uk,
            Locale::En => &self.en,
        }
    }

    fn find(council: &Council, plan: &Plan, now: DateTime<Tz>) -> Option<(Self, Stand)> {
        let (uk, stand) = council.facts(plan, Locale::Uk, now)?;
        let (en, _) = council.facts(plan, Locale::En, now)?;
        Some((Self { uk, en }, stand))
    }
}

/// A saved question as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// What is computed.
    pub plan: Plan,
    /// What that was.
    pub told: Told,
    /// When.
    at: DateTime<Utc>,
    /// The catalogue's version then.
    version: i64,
    /// The versions of the dataset's files then.
    files: String,
    /// Whether the dataset was gone then.
    gone: bool,
}

/// What the difference is: an answer that was, and what it is; `None`: its dataset is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What it was.
    pub was: Told,
    /// What it is.
    pub is: Option<Told>,
}

/// What became of a saved question.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// Its data are as they were, or cannot be read now: it stays as it is kept.
    Same,
    /// Its data are others, its answer is not: it is kept so.
    Moved(Saved),
    /// So is its answer.
    Differs(Saved, Difference),
}

impl Saved {
    /// The question that `plan` asks of `council` at `now`; `None` if that has no answer.
    pub fn new(council: &Council, plan: &Plan, now: DateTime<Tz>) -> Option<Self> {
        let (told, _) = Told::find(council, plan, now)?;
        Some(Self {
            plan: plan.clone(),
            told,
            at: now.to_utc(),
            version: council.version(),
            files: council.versions(&plan.dataset)?,
            gone: false,
        })
    }

    /// Looks at `now` whether the answer is another in the data of `council`.
    pub fn look(&self, council: &Council, now: DateTime<Tz>) -> Look {
        // Another process may have looked at newer data than these.
        if council.version() <= self.version {
            return Look::Same;
        }
        let kept = Self { at: now.to_utc(), version: council.version(), ..self.clone() };
        let Some(files) = council.versions(&self.plan.dataset) else {
            if self.gone {
                return Look::Same;
            }
            let difference = Difference { was: self.told.clone(), is: None };
            return Look::Differs(Self { gone: true, ..kept }, difference);
        };
        if files == self.files && !self.gone {
            return Look::Same;
        }
        let Some((told, stand)) = Told::find(council, &self.plan, now) else { return Look::Same };
        // «Чи відчинено зараз» has another answer every hour: what is due to the clock alone is no news. So the new data
        // are asked at the time of the old answer, too; «цього місяця» then stands in other rows.
        let then = Told::find(council, &self.plan, self.at.with_timezone(&now.timezone()));
        let by_data = then.is_none_or(|(then, there)| then != self.told || there != stand);
        let next = Self { told: told.clone(), files, gone: false, ..kept };
        if by_data && told != self.told {
            Look::Differs(next, Difference { was: self.told.clone(), is: Some(told) })
        } else {
            Look::Moved(next)
        }
    }
}

/// The lines that differ between two states of the facts: those of the old, those of the new.
pub fn differing<'a>(was: &'a Facts, is: &'a Facts) -> (Vec<&'a str>, Vec<&'a str>) {
    if was.lead != is.lead {
        return (vec![&was.lead], vec![&is.lead]);
    }
    let only = |of: &'a Facts, other: &Facts| {
        let lines = of.lines.iter().filter(|line| !other.lines.contains(line));
        lines.map(String::as_str).collect()
    };
    (only(was, is), only(is, was))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_that_differ_are_told() {
        let facts = |lead: &str, lines: &[&str]| Facts {
            lead: lead.to_owned(),
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        };
        let was = facts("Аптека", &["Адреса: Шкільна, 1", "Телефон: 1"]);
        let is = facts("Аптека", &["Адреса: Шкільна, 1", "Телефон: 2"]);
        assert_eq!(differing(&was, &is), (vec!["Телефон: 1"], vec!["Телефон: 2"]));
        let other = facts("Крамниця", &["Адреса: Шкільна, 1"]);
        assert_eq!(differing(&was, &other), (vec!["Аптека"], vec!["Крамниця"]));
    }
}
