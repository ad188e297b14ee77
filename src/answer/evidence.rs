//! What one document knows of a question: where each of its terms stands.

use std::collections::HashMap;

use crate::search::{Index, RELATED, Reading, Term, Variant};

/// What a word is worth in titles, at least.
const IN_TITLE: f32 = 0.95;

/// How far what is only akin to the thing asked for explains it, beside its weight.
const AKIN: f32 = 0.3;

/// What one document knows of each term.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// The document.
    pub(super) doc: u32,
    /// BM25F, for the order of retrieval.
    pub(super) rank: f32,
    /// One for each term of the reading.
    pub(super) terms: Vec<Known>,
}

/// What a document knows of one term.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Among the words about the document, 0 to 1.
    pub(super) text: f32,
    /// In the titles of the dataset, its file or its table, 0 to 1.
    pub(super) title: f32,
    /// The same, by the resident's own word alone.
    pub(super) own_title: f32,
    /// In headers: (column, how well, 0 to 1).
    pub(super) labels: Vec<(usize, f32)>,
    /// In cells.
    pub(super) cells: Vec<Hit>,
}

/// A term in a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) column: usize,
    pub(super) row: usize,
    /// How well it matches, 0 to 1.
    pub(super) strength: f32,
    /// Whether by the resident's own word, and not by another name of the thing.
    pub(super) own: bool,
    /// Whether by a whole name of several words.
    pub(super) phrase: bool,
    /// Words of the cell that it accounts for.
    pub(super) matched: u8,
    /// Words in the cell.
    pub(super) words: u8,
}

/// The best `count` documents for `reading`, by BM25F over everything, best first.
pub(super) fn retrieve(index: &Index, reading: &Reading, count: usize) -> Vec<(u32, f32)> {
    let mut totals = vec![0.0_f32; index.docs().len()];
    let mut best: HashMap<u32, f32> = HashMap::new();
    for term in &reading.terms {
        best.clear();
        for variant in &term.variants {
            #[expect(clippy::cast_precision_loss, reason = "words of a phrase are few")]
            let share = variant.weight / (variant.words.len() as f32).sqrt();
            let mut of_variant: HashMap<u32, f32> = HashMap::new();
            for word in &variant.words {
                let mut of_word: HashMap<u32, f32> = HashMap::new();
                for near in word {
                    for (doc, score) in index.scores(near.word) {
                        let due = of_word.entry(doc).or_default();
                        *due = due.max(score * near.likeness * share);
                    }
                }
                for (doc, due) in of_word {
                    *of_variant.entry(doc).or_default() += due;
                }
            }
            for (doc, due) in of_variant {
                let known = best.entry(doc).or_default();
                *known = known.max(due);
            }
        }
        for (&doc, &due) in &best {
            totals[doc as usize] += due;
        }
    }
    let mut ranked: Vec<(u32, f32)> = (0..).zip(totals).filter(|&(_, total)| total > 0.0).collect();
    ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.truncate(count);
    ranked
}

/// What `doc` knows of `reading`.
pub(super) fn gather(index: &Index, reading: &Reading, doc: u32, rank: f32) -> Evidence {
    Evidence {
        doc,
        rank,
        terms: reading.terms.iter().map(|term| known(index, term, doc)).collect(),
    }
}

fn known(index: &Index, term: &Term, doc: u32) -> Known {
    let mut known = Known::default();
    let mut labels: HashMap<usize, f32> = HashMap::new();
    let mut cells: HashMap<(usize, usize), Hit> = HashMap::new();
    for variant in &term.variants {
        let one = of_variant(index, variant, doc);
        let akin = variant.weight <= RELATED;
        known.text = known.text.max(if akin { one.text * AKIN } else { one.text });
        known.title = known.title.max(if akin { 0.0 } else { one.title });
        if variant.weight > 0.9 {
            known.own_title = known.own_title.max(one.title);
        }
        if akin {
            continue; // what is akin finds a dataset; it is no cell or header of the thing asked for
        }
        for (column, strength) in one.labels {
            let best = labels.entry(column).or_default();
            *best = best.max(strength);
        }
        for hit in one.cells {
            let best = cells.entry((hit.column, hit.row)).or_insert(hit);
            let phrase = best.phrase || hit.phrase && hit.strength > best.strength - 0.05;
            if hit.strength > best.strength {
                *best = hit;
            }
            best.phrase = phrase;
        }
    }
    known.labels = labels.into_iter().collect();
    known.labels.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    known.cells = cells.into_values().collect();
    known.cells.sort_unstable_by_key(|hit| (hit.row, hit.column));
    known
}

fn of_variant(index: &Index, variant: &Variant, doc: u32) -> Known {
    let (mut text, mut title, mut all) = (0.0, 0.0_f32, 0.0);
    let mut labels: HashMap<usize, (f32, u8)> = HashMap::new();
    let mut cells: HashMap<(usize, usize), (f32, u8, u8)> = HashMap::new();
    for word in &variant.words {
        // Of «графік відключень» it is the second word that must not be missing.
        let due = index.information(word);
        all += due;
        let (mut of_text, mut of_title) = (0.0_f32, 0.0_f32);
        let mut of_labels: HashMap<usize, (f32, u8)> = HashMap::new();
        let mut of_cells: HashMap<(usize, usize), (f32, u8)> = HashMap::new();
        for near in word {
            let found = index.find(near.word, doc);
            of_text = of_text.max(found.text * near.likeness);
            if found.text >= IN_TITLE {
                of_title = of_title.max(near.likeness);
            }
            for (column, words) in found.labels {
                let best = of_labels.entry(usize::from(column)).or_insert((0.0, words));
                best.0 = best.0.max(near.likeness);
            }
            for (column, row, words) in found.cells {
                let best =
                    of_cells.entry((usize::from(column), row as usize)).or_insert((0.0, words));
                best.0 = best.0.max(near.likeness);
            }
        }
        text += due * of_text;
        title += due * of_title;
        for (column, (likeness, words)) in of_labels {
            let sum = labels.entry(column).or_insert((0.0, words));
            sum.0 += due * likeness;
        }
        for (place, (likeness, words)) in of_cells {
            let sum = cells.entry(place).or_insert((0.0, 0, words));
            sum.0 += due * likeness;
            sum.1 += 1;
        }
    }
    // A phrase of which a word is missing is another phrase: half of it is worth less than half.
    let due = |sum: f32| variant.weight * (sum / all) * (sum / all).sqrt();
    let length = f32::from(u8::try_from(variant.words.len()).unwrap_or(u8::MAX));
    Known {
        own_title: 0.0,
        text: due(text),
        title: due(title),
        labels: labels
            .into_iter()
            .map(|(column, (sum, words))| {
                let covered = (length / f32::from(words.max(1))).min(1.0);
                (column, due(sum) * (0.55 + 0.45 * covered))
            })
            .collect(),
        cells: cells
            .into_iter()
            .map(|((column, row), (sum, matched, words))| Hit {
                phrase: variant.words.len() > 1 && usize::from(matched) == variant.words.len(),
                column,
                row,
                strength: due(sum),
                own: variant.weight > 0.9,
                matched,
                words,
            })
            .collect(),
    }
}
