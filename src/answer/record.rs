//! What of a question and its answer may be kept: nobody's name, number or place.

use std::collections::HashSet;

use super::{Answer, Council, Outcome, Plan, Question};
use crate::{
    search::{Near, Reading, Term},
    table::Role,
    text::{
        light,
        mask::{Known, mask},
        words,
    },
};

/// The most characters of a text that are kept.
const LONGEST: usize = 1_000;
/// A word that says less than this share of what the most telling one does is not what was asked for.
const TELLING: f32 = 0.6;
/// The most words of a gap.
const WORDS: usize = 4;

/// A question and its answer without who asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The question, masked.
    pub text: String,
    /// As understood, masked, where it was repaired.
    pub reading: Option<String>,
    /// CKAN name of the first dataset.
    pub dataset: Option<String>,
    /// What was computed: its words masked, without the place where the resident was.
    pub plan: Option<Plan>,
    /// What it was about: the dataset's title; without data the words of the question that the data or the language know.
    pub subject: Option<String>,
    /// Stems of what was asked in vain, by which like questions are found.
    pub gap: Option<String>,
}

impl Council {
    /// What may be kept of `question` and its `answer`.
    pub fn record(&self, question: &Question<'_>, answer: &Answer) -> Record {
        // What data there are is told without a source, and of none of them in particular.
        let of_all = answer.sources.is_empty() && answer.outcome != Outcome::Choice;
        let dataset = answer.datasets.first().filter(|_| !of_all).cloned();
        let plan = answer.plan.as_ref().map(|plan| Plan {
            turns: plan.turns.iter().map(|turn| self.masked(turn)).collect(),
            dataset: plan.dataset.clone(),
            near: None,
        });
        let refused = answer.outcome == Outcome::None && answer.offer_request;
        let (mut subject, mut gap) = (None, None);
        let text = self.masked(question.text);
        if refused {
            let reading = self.reader().read(self.index(), &text, question.now.date_naive());
            (subject, gap) = self.wanted(&reading);
        } else if let Some(name) = &dataset {
            subject = self.title(name);
        }
        let reading = answer.reading.as_ref().map(|reading| self.masked(reading));
        Record { text, reading, dataset, plan, subject, gap }
    }

    /// `text` without names and numbers of people.
    pub fn masked(&self, text: &str) -> String {
        let text: String = text.chars().filter(|c| *c != '\0').take(LONGEST).collect();
        mask(&text, self)
    }

    /// The title of the dataset called `name`.
    pub fn title(&self, name: &str) -> Option<String> {
        let entry = self.entries().iter().find(|entry| entry.dataset.name == name)?;
        Some(entry.dataset.title.clone())
    }

    /// The known words of a question without data, and the stems of the most telling ones, known or not.
    fn wanted(&self, reading: &Reading) -> (Option<String>, Option<String>) {
        let things: Vec<&Term> = reading
            .terms
            .iter()
            .filter(|term| !term.verb && term.cues.is_empty() && term.number.is_none())
            .collect();
        let most = things.iter().map(|term| term.information).fold(0.0, f32::max);
        let mut telling: Vec<&Term> =
            things.into_iter().filter(|term| term.information >= TELLING * most).collect();
        telling.truncate(WORDS);
        let known = telling.iter().filter(|term| self.reader().has_all(self.index(), &term.text));
        let subject: Vec<&str> = known.map(|term| term.text.as_str()).collect();
        let mut stems: Vec<String> =
            telling.iter().flat_map(|term| term.text.split(' ').map(light)).collect();
        stems.sort();
        stems.dedup();
        let text = |words: String| (!words.is_empty()).then_some(words);
        // What names no thing is like nothing but itself.
        let gap = text(stems.join(" ")).or_else(|| text(reading.words.join(" ")));
        (text(subject.join(" ")), gap)
    }
}

impl Known for Council {
    fn knows(&self, word: &str) -> bool {
        self.reader().has(self.index(), word)
    }

    fn together(&self, words: &[&str]) -> bool {
        let index = self.index();
        let (initials, words): (Vec<&str>, Vec<&str>) =
            words.iter().partition(|word| word.chars().count() == 1);
        let forms: Vec<Vec<Near>> = words.iter().map(|word| self.forms(word)).collect();
        let Some((first, others)) = forms.split_first() else { return false };
        let docs: HashSet<u32> = first.iter().flat_map(|near| index.holding(near.word)).collect();
        docs.into_iter().any(|doc| {
            let rows = |near: &[Near]| -> HashSet<u32> {
                let cells = near.iter().flat_map(|near| index.find(near.word, doc).cells);
                cells.map(|cell| cell.row).collect()
            };
            let said =
                |near: &[Near]| near.iter().any(|near| index.find(near.word, doc).text > 0.0);
            let mut left = rows(first);
            for near in others {
                let here = rows(near);
                left.retain(|row| here.contains(row));
            }
            if initials.is_empty() {
                return !left.is_empty() || forms.iter().all(|near| said(near));
            }
            left.into_iter().any(|row| self.begins(doc, row, &initials))
        })
    }

    fn is_person(&self, word: &str) -> bool {
        let index = self.index();
        let forms = self.forms(word);
        let docs: HashSet<u32> = forms.iter().flat_map(|near| index.holding(near.word)).collect();
        docs.into_iter().any(|doc| {
            let cells: Vec<u16> = forms
                .iter()
                .flat_map(|near| index.find(near.word, doc).cells)
                .map(|cell| cell.column)
                .collect();
            !cells.is_empty()
                && self.doc(doc).table().is_some_and(|table| {
                    let person = |column: &u16| {
                        table
                            .columns
                            .get(usize::from(*column))
                            .is_some_and(|column| column.role == Role::Person && !column.personal)
                    };
                    cells.iter().any(person)
                })
        })
    }
}

impl Council {
    /// The forms of `word` itself in the data.
    fn forms(&self, word: &str) -> Vec<Near> {
        let near = self.index().vocabulary.forms(word).into_iter();
        near.filter(|near| near.likeness > 0.95).collect()
    }

    /// Whether words of the row `row` of `doc` begin with `initials`.
    fn begins(&self, doc: u32, row: u32, initials: &[&str]) -> bool {
        let Some(table) = self.doc(doc).table() else { return false };
        let row = usize::try_from(row).ok().and_then(|row| table.rows.get(row));
        let Some(row) = row else { return false };
        let words: Vec<String> = row.cells.iter().flat_map(|cell| words(&cell.text)).collect();
        initials.iter().all(|initial| words.iter().any(|word| word.starts_with(initial)))
    }
}
