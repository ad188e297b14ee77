//! Open matters that say the same as a new one: found by the search core, in which matters stand for datasets.
//!
//! Two say the same when each covers the other: the new one's title must be found in the open one, and the open one's
//! title in the new one. One way alone would offer «Тарифи на воду» to who asks for any tariff.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::{
    catalog::Dataset,
    search::{Index, RELATED, Reader, Reading, Term, WordId},
};

/// Offered at once, at most.
const OFFERED: usize = 3;
/// Matters that are compared the other way round, too.
const COMPARED: usize = 12;
/// From this on a matter may be the same; fitted on `tests/data/similar.jsonl`.
const ALIKE: f32 = 0.465;
/// What a word is worth that only says what kind of answer is wanted: «графік», «скільки».
const CUE: f32 = 0.5;
/// From this on a term is there.
const HALF: f32 = 0.5;
/// What is left where the thing asked for is not there.
const WITHOUT_HEAD: f32 = 0.6;
/// What a word of the details is worth beside one of the title.
const IN_DETAILS: f32 = 0.8;
/// What is left where both name a time, and not the same.
const OTHER_TIME: f32 = 0.6;

/// An open matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Its number.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// What was written of it.
    pub details: String,
}

/// Open matters, ready to be compared.
pub struct Matters {
    open: Vec<Open>,
    index: Index,
    reader: Reader,
}

/// What of a text may be which word of the open matters, and how surely, 0 to 1.
type Words = HashMap<WordId, f32>;

impl Matters {
    /// Those of `open`.
    pub fn of(open: Vec<Open>) -> Self {
        let mut index = Index::default();
        for (at, Open { title, details, .. }) in open.iter().enumerate() {
            let (title, notes) = (title.clone(), details.clone());
            index.add(at, &Dataset { title, notes, ..Dataset::default() }, &[]);
        }
        let reader = Reader::new(&index);
        Self { open, index, reader }
    }

    /// The numbers of those that say what `text` says, the most alike first. Its first line is its title.
    pub fn similar(&self, text: &str, today: NaiveDate) -> Vec<i64> {
        let alike = self.alike(text, today).into_iter();
        alike.take(OFFERED).map(|(number, _)| number).collect()
    }

    /// The same with how alike each is, 0 to 1.
    fn alike(&self, text: &str, today: NaiveDate) -> Vec<(i64, f32)> {
        let (title, details) = text.split_once('\n').unwrap_or((text, ""));
        let asked = self.reader.read(&self.index, title, today);
        let mut said = Words::new();
        note(&mut said, &asked, 1.0);
        note(&mut said, &self.reader.read(&self.index, details, today), IN_DETAILS);
        let mut forth: Vec<(&Open, f32)> = (0_u32..)
            .zip(&self.open)
            .map(|(doc, open)| (open, self.forth(&asked, doc)))
            .filter(|(_, covered)| *covered > 0.0)
            .collect();
        forth.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.number.cmp(&a.0.number)));
        forth.truncate(COMPARED);
        let both = forth.into_iter().map(|(open, forth)| {
            let other = self.reader.read(&self.index, &open.title, today);
            let back = coverage(&other, |word| said.get(&word).copied().unwrap_or(0.0));
            let time = if is_other_time(&asked, &other) { OTHER_TIME } else { 1.0 };
            (open.number, (forth * back).sqrt() * time)
        });
        let mut both: Vec<(i64, f32)> = both.filter(|(_, alike)| *alike >= ALIKE).collect();
        both.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        both
    }
}

impl Matters {
    /// How much of what is asked the matter `doc` holds; less where the thing itself is another.
    fn forth(&self, asked: &Reading, doc: u32) -> f32 {
        let has = |word| self.index.find(word, doc).text;
        let head = asked.head.map(|at| &asked.terms[at]);
        let missing = head.is_some_and(|head| held(head, has) < HALF);
        coverage(asked, has) * if missing { WITHOUT_HEAD } else { 1.0 }
    }
}

/// Notes what the words of `reading` may be.
fn note(said: &mut Words, reading: &Reading, worth: f32) {
    let variants = reading.terms.iter().flat_map(|term| &term.variants);
    for variant in variants.filter(|variant| variant.weight > RELATED) {
        for near in variant.words.iter().flatten() {
            let strength = worth * variant.weight * near.likeness;
            let known = said.entry(near.word).or_default();
            *known = known.max(strength);
        }
    }
}

/// The share of what `reading` says that a text holds, which has each word as surely as `has` says.
fn coverage(reading: &Reading, has: impl Fn(WordId) -> f32) -> f32 {
    let weight =
        |term: &Term| if term.cues.is_empty() { term.information } else { term.information * CUE };
    let all: f32 = reading.terms.iter().map(weight).sum();
    let found: f32 = reading.terms.iter().map(|term| weight(term) * held(term, &has)).sum();
    if all > 0.0 { found / all } else { 0.0 }
}

/// How surely a text holds `term`.
fn held(term: &Term, has: impl Fn(WordId) -> f32) -> f32 {
    // What is only akin is another matter.
    let named = term.variants.iter().filter(|variant| variant.weight > RELATED);
    let variants = named.map(|variant| {
        let words = variant
            .words
            .iter()
            .map(|near| near.iter().map(|near| near.likeness * has(near.word)).fold(0.0, f32::max));
        // A name of several words is there when all of them are.
        variant.weight * words.fold(1.0, f32::min)
    });
    variants.fold(0.0, f32::max)
}

fn is_other_time(one: &Reading, other: &Reading) -> bool {
    let named = |reading: &Reading| !reading.periods.is_empty();
    let meets = one.periods.iter().any(|found| {
        other
            .periods
            .iter()
            .any(|other| found.period.from < other.period.to && other.period.from < found.period.to)
    });
    named(one) && named(other) && !meets
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Pair {
        open: String,
        new: String,
        same: bool,
    }

    fn pairs() -> Vec<Pair> {
        let lines = include_str!("../../tests/data/similar.jsonl").lines();
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Of 50 pairs, asked among all 50 that are open: what says the same is among the three that are offered in nine of
    /// ten, and to who says something new nothing is offered in nine of ten.
    #[test]
    fn what_says_the_same_is_offered_and_little_else() {
        let pairs = pairs();
        assert_eq!(pairs.len(), 50);
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let open: Vec<Open> = (1..)
            .zip(&pairs)
            .map(|(number, pair)| Open { number, title: pair.open.clone(), ..Open::default() })
            .collect();
        let matters = Matters::of(open);
        let (mut same, mut found, mut other, mut offered) = (0, 0, 0, 0);
        for (number, pair) in (1..).zip(&pairs) {
            let alike = matters.alike(&pair.new, today);
            let numbers = matters.similar(&pair.new, today);
            if pair.same {
                same += 1;
                found += i32::from(numbers.contains(&number));
            } else {
                other += 1;
                offered += i32::from(!numbers.is_empty());
            }
            if pair.same != numbers.contains(&number) || (!pair.same && !numbers.is_empty()) {
                println!("{number} {} ~ {}: {alike:?}", pair.open, pair.new);
            }
        }
        println!("recall {found} of {same}, false offers {offered} of {other}");
        assert!(f64::from(found) >= 0.9 * f64::from(same), "recall {found} of {same}");
        assert!(f64::from(offered) <= 0.1 * f64::from(other), "false {offered} of {other}");
    }
}
