//! The catalogue to walk through: its themes, its holders, what is newest, and the card of each dataset.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Answer, Context, Council, Entry, Plan, Question, card};
use crate::{
    catalog::{Holder, Key},
    i18n::Locale,
    search::concepts::{self, Theme},
};

/// A part of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything, the newest first.
    Newest,
    /// What is on a theme; without one what is on none.
    Theme(Option<&'static Theme>),
    /// What one body holds.
    Holder(Key),
}

impl Council {
    /// The themes of which there are data, with how many datasets are on each, in the order of the thesaurus; last
    /// those on none.
    pub fn themes(&self) -> Vec<(Option<&'static Theme>, usize)> {
        let count = |theme: Option<&Theme>| {
            (0..self.entries().len()).filter(|&at| self.theme(at) == theme).count()
        };
        let all = concepts::themes().iter().map(Some).chain([None]);
        all.map(|theme| (theme, count(theme))).filter(|(_, count)| *count > 0).collect()
    }

    /// The bodies that hold data, with how many datasets each, most first.
    pub fn holders(&self) -> Vec<(&Holder, usize)> {
        let mut holders: Vec<(&Holder, usize)> = Vec::new();
        for entry in self.entries() {
            let holder = &entry.dataset.holder;
            match holders.iter_mut().find(|(known, _)| known.title == holder.title) {
                Some((_, count)) => *count += 1,
                None => holders.push((holder, 1)),
            }
        }
        holders.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        holders
    }

    /// The datasets of a part, the newest first.
    pub fn part(&self, part: Part) -> Vec<&Entry> {
        let holder = match part {
            Part::Holder(key) => self
                .holders()
                .into_iter()
                .find(|(holder, _)| holder.key() == key)
                .map(|(holder, _)| holder.title.clone()),
            Part::Newest | Part::Theme(_) => None,
        };
        let within = |(at, entry): &(usize, &Entry)| match part {
            Part::Newest => true,
            Part::Theme(theme) => self.theme(*at) == theme,
            Part::Holder(_) => Some(&entry.dataset.holder.title) == holder.as_ref(),
        };
        let mut entries: Vec<&Entry> =
            self.entries().iter().enumerate().filter(within).map(|(_, entry)| entry).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.changed()));
        entries
    }

    /// The dataset that `key` names.
    pub fn dataset(&self, key: Key) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.dataset.key() == key)
    }

    /// The dataset that answers call `name`.
    pub fn named(&self, name: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.dataset.name == name)
    }

    /// The card of the dataset `name`.
    pub fn card(&self, name: &str, locale: Locale, now: DateTime<Tz>) -> Option<Answer> {
        let at = self.entries().iter().position(|entry| entry.dataset.name == name)?;
        let doc = (0..).zip(self.index().docs()).find(|(_, doc)| doc.entry == at)?.0;
        let question = Question { text: "", locale: Some(locale), near: None, now, context: None };
        let plan = Plan { dataset: name.to_owned(), ..Plan::default() };
        let asked = self.replay(&plan, &question);
        let card = card::card(&self.voice(&question, locale, &asked, doc, 0));
        let turns = vec![self.entries()[at].dataset.title.clone()];
        // What is asked next is asked of this dataset.
        let context = Context { at: now.with_timezone(&Utc), plan: Some(Plan { turns, ..plan }) };
        Some(Answer { context: Some(context), confidence: 1.0, ..card })
    }
}
