//! What one document knows of a question: where each of its terms stands.

use crate::search::{Index, Near, RELATED, Reading, Term, Variant};

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
    /// In cells, by row and column.
    pub(super) cells: Vec<Hit>,
}

impl Known {
    /// The cells of `row` that have it.
    pub(super) fn in_row(&self, row: usize) -> &[Hit] {
        let from = self.cells.partition_point(|hit| hit.row < row);
        let to = self.cells[from..].partition_point(|hit| hit.row == row);
        &self.cells[from..from + to]
    }
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

impl Hit {
    /// Row and column.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.row, self.column)
    }
}

/// The best `count` documents for `reading`, by BM25F over everything, best first.
pub(super) fn retrieve(index: &Index, reading: &Reading, count: usize) -> Vec<(u32, f32)> {
    let docs = index.docs().len();
    let [mut of_word, mut of_variant, mut of_term, mut totals] = [(); 4].map(|()| Dues::new(docs));
    for term in &reading.terms {
        for variant in &term.variants {
            #[expect(clippy::cast_precision_loss, reason = "words of a phrase are few")]
            let share = variant.weight / (variant.words.len() as f32).sqrt();
            for word in &variant.words {
                for near in word {
                    for (doc, score) in index.scores(near.word) {
                        of_word.raise(doc, score * near.likeness * share);
                    }
                }
                of_word.drain(|doc, due| of_variant.add(doc, due));
            }
            of_variant.drain(|doc, due| of_term.raise(doc, due));
        }
        of_term.drain(|doc, due| totals.add(doc, due));
    }
    let mut ranked = Vec::new();
    totals.drain(|doc, total| ranked.push((doc, total)));
    ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.truncate(count);
    ranked
}

/// What is due to each document; nothing to most.
struct Dues {
    dues: Vec<f32>,
    /// The documents to which something is due.
    docs: Vec<u32>,
}

impl Dues {
    fn new(docs: usize) -> Self {
        Self { dues: vec![0.0; docs], docs: Vec::new() }
    }

    fn add(&mut self, doc: u32, due: f32) {
        *self.of(doc) += due;
    }

    fn raise(&mut self, doc: u32, due: f32) {
        let known = self.of(doc);
        *known = known.max(due);
    }

    fn of(&mut self, doc: u32) -> &mut f32 {
        let due = &mut self.dues[doc as usize];
        if *due == 0.0 {
            self.docs.push(doc);
        }
        due
    }

    /// Gives everything to `take`, and keeps nothing.
    fn drain(&mut self, mut take: impl FnMut(u32, f32)) {
        for doc in self.docs.drain(..) {
            take(doc, std::mem::take(&mut self.dues[doc as usize]));
        }
    }
}

/// A word of the data that stands in a document and that a term may mean there.
#[derive(Clone, Copy)]
struct Met {
    /// Which term, which of its variants, which word of that.
    term: usize,
    variant: usize,
    word: u8,
    near: Near,
    /// What the word says, of all that the variant says.
    due: f32,
    all: f32,
}

/// What each of `ranked`'s documents knows of `reading`, in their order.
pub(super) fn gather(index: &Index, reading: &Reading, ranked: &[(u32, f32)]) -> Vec<Evidence> {
    let met = meet(index, reading, ranked);
    ranked
        .iter()
        .zip(met)
        .map(|(&(doc, rank), met)| {
            let mut terms = vec![Known::default(); reading.terms.len()];
            for of_term in met.chunk_by(|a, b| a.term == b.term) {
                let term = of_term[0].term;
                terms[term] = known(index, &reading.terms[term], doc, of_term);
            }
            Evidence { doc, rank, terms }
        })
        .collect()
}

/// The words that each of `ranked`'s documents has, in the order of the terms, their variants and the words of these.
fn meet(index: &Index, reading: &Reading, ranked: &[(u32, f32)]) -> Vec<Vec<Met>> {
    let mut places = vec![None; index.docs().len()];
    for (at, &(doc, _)) in ranked.iter().enumerate() {
        places[doc as usize] = Some(at);
    }
    let mut met = vec![Vec::new(); ranked.len()];
    for (term, of_term) in reading.terms.iter().enumerate() {
        for (variant, of_variant) in of_term.variants.iter().enumerate() {
            // Of «графік відключень» it is the second word that must not be missing.
            let dues: Vec<f32> =
                of_variant.words.iter().map(|word| index.information(word)).collect();
            let all = dues.iter().sum();
            for (word, (nears, &due)) in (0..).zip(of_variant.words.iter().zip(&dues)) {
                for &near in nears {
                    for doc in index.holding(near.word) {
                        if let Some(at) = places[doc as usize] {
                            met[at].push(Met { term, variant, word, near, due, all });
                        }
                    }
                }
            }
        }
    }
    met
}

fn known(index: &Index, term: &Term, doc: u32, met: &[Met]) -> Known {
    let mut known = Known::default();
    for of_variant in met.chunk_by(|a, b| a.variant == b.variant) {
        let variant = &term.variants[of_variant[0].variant];
        let one = known_of(index, variant, doc, of_variant);
        if is_akin(variant) {
            known.text = known.text.max(one.text * AKIN);
            continue;
        }
        known.text = known.text.max(one.text);
        known.title = known.title.max(one.title);
        if variant.weight > 0.9 {
            known.own_title = known.own_title.max(one.title);
        }
        known.labels.extend(one.labels);
        known.cells.extend(one.cells);
    }
    known.labels.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    known.labels.dedup_by_key(|&mut (column, _)| column);
    known.labels.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    known.cells.sort_by_key(Hit::place);
    known.cells.dedup_by(|hit, best| {
        let same = hit.place() == best.place();
        if same {
            let phrase = best.phrase || hit.phrase && hit.strength > best.strength - 0.05;
            if hit.strength > best.strength {
                *best = *hit;
            }
            best.phrase = phrase;
        }
        same
    });
    known
}

/// Whether a variant is only akin to the thing asked for: that finds a dataset; it is no cell or header of the thing.
fn is_akin(variant: &Variant) -> bool {
    variant.weight <= RELATED
}

/// What `doc` knows of a term by one of its variants, whose words it has are `met`.
fn known_of(index: &Index, variant: &Variant, doc: u32, met: &[Met]) -> Known {
    let (mut text, mut title) = (0.0, 0.0);
    let (mut labels, mut cells) = (Vec::new(), Vec::new());
    for of_word in met.chunk_by(|a, b| a.word == b.word) {
        let (mut of_text, mut of_title) = (0.0_f32, 0.0_f32);
        for one in of_word {
            let likeness = one.near.likeness;
            let found = index.find(one.near.word, doc);
            of_text = of_text.max(found.text * likeness);
            if found.text >= IN_TITLE {
                of_title = of_title.max(likeness);
            }
            if is_akin(variant) {
                continue;
            }
            let touch = |row: u32, column: u16, words: u8| Touch {
                row,
                column,
                words,
                word: one.word,
                likeness,
                due: one.due,
            };
            labels.extend(found.labels.iter().map(|post| touch(0, post.column, post.words)));
            cells.extend(found.cells.iter().map(|post| touch(post.row, post.column, post.words)));
        }
        text += of_word[0].due * of_text;
        title += of_word[0].due * of_title;
    }
    // A phrase of which a word is missing is another phrase: half of it is worth less than half.
    let all = met[0].all;
    let due = |sum: f32| variant.weight * (sum / all) * (sum / all).sqrt();
    let length = f32::from(u8::try_from(variant.words.len()).unwrap_or(u8::MAX));
    Known {
        own_title: 0.0,
        text: due(text),
        title: due(title),
        labels: touched(&mut labels)
            .map(|touched| {
                let covered = (length / f32::from(touched.words.max(1))).min(1.0);
                (usize::from(touched.column), due(touched.sum) * (0.55 + 0.45 * covered))
            })
            .collect(),
        cells: touched(&mut cells)
            .map(|touched| Hit {
                phrase: variant.words.len() > 1
                    && usize::from(touched.matched) == variant.words.len(),
                column: usize::from(touched.column),
                row: touched.row as usize,
                strength: due(touched.sum),
                own: variant.weight > 0.9,
                matched: touched.matched,
                words: touched.words,
            })
            .collect(),
    }
}

/// A word of a variant in a cell or a header. Common words stand in many: it is kept small.
struct Touch {
    row: u32,
    column: u16,
    /// Words in the cell or header.
    words: u8,
    /// Which word of the variant, how alike, and what it says.
    word: u8,
    likeness: f32,
    due: f32,
}

/// What all words of a variant come to in one place.
struct Touched {
    row: u32,
    column: u16,
    words: u8,
    matched: u8,
    sum: f32,
}

fn touched(touches: &mut [Touch]) -> impl Iterator<Item = Touched> {
    touches.sort_by_key(|touch| (touch.row, touch.column, touch.word));
    touches.chunk_by(|a, b| (a.row, a.column) == (b.row, b.column)).map(|of_place| {
        let Touch { row, column, words, .. } = of_place[0];
        let mut one = Touched { row, column, words, matched: 0, sum: 0.0 };
        for of_word in of_place.chunk_by(|a, b| a.word == b.word) {
            let likeness = of_word.iter().map(|touch| touch.likeness).fold(0.0, f32::max);
            one.sum += of_word[0].due * likeness;
            one.matched += 1;
        }
        one
    })
}
