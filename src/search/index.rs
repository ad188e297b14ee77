//! The index: where each word of a council's data stands, and how much it says there.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::vocabulary::{Near, Vocabulary, WordId};
use crate::{
    catalog::Dataset,
    table::{Column, Kind, OneTable, Role, Table, Tables, Value},
    text::{
        period::{self, Period},
        tokens, words,
    },
};

/// BM25's saturation of term frequency, as in Robertson and Zaragoza (2009).
const K1: f32 = 1.2;
/// The longest cell whose words are indexed, in words: longer ones are prose.
const CELL_WORDS: usize = 60;

/// A field of a document: its weight in BM25F, and what a word is worth there when the question is checked for
/// coverage, 0 to 1.
#[derive(Clone, Copy, Debug)]
struct Field {
    weight: f32,
    worth: f32,
}

const TITLE: Field = Field { weight: 3.0, worth: 1.0 };
const TAGS: Field = Field { weight: 2.0, worth: 0.9 };
const FILE: Field = Field { weight: 1.5, worth: 0.95 };
const NOTES: Field = Field { weight: 1.0, worth: 0.8 };
const HOLDER: Field = Field { weight: 0.6, worth: 0.55 };
const LABELS: Field = Field { weight: 0.8, worth: 0.0 };
const VALUES: Field = Field { weight: 0.8, worth: 0.0 };

/// One table of the council, or a dataset without a readable one: what is retrieved.
#[derive(Debug)]
pub struct Doc {
    /// The dataset, by its place in the catalogue.
    pub entry: usize,
    /// The resource's id, and which table of its file; `None` if nothing of the dataset could be read.
    pub place: Option<(String, usize)>,
    /// The table.
    pub table: Option<Tables>,
    /// The period of the whole table, by its sheet, resource, title or dataset.
    pub period: Option<Period>,
    /// The period that a column's header names ("Населення на 01.01.2024").
    pub column_periods: Vec<Option<Period>>,
    /// The period of each row, where the table gives one; found out by the first question that needs it.
    pub row_periods: OnceLock<Option<Vec<Option<Period>>>>,
    /// Whether it is of what is to be done.
    pub is_plan: bool,
    /// Words of the title beyond its head.
    pub title_rest: usize,
    /// Words of the dataset's title that say what it is about.
    pub title: Vec<WordId>,
}

impl Doc {
    /// Its table, if one could be read.
    pub fn table(&self) -> Option<OneTable> {
        let (_, at) = self.place.as_ref()?;
        self.table.as_ref()?.table(*at)
    }
}

/// A word in the words about a document.
#[derive(Clone, Copy, Debug)]
struct TextPost {
    doc: u32,
    weight: f32,
    worth: f32,
}

/// A word in a column's header.
#[derive(Clone, Copy, Debug)]
pub struct LabelPost {
    doc: u32,
    /// The column.
    pub column: u16,
    /// Words in the header.
    pub words: u8,
}

/// A word in a cell.
#[derive(Clone, Copy, Debug)]
pub struct ValuePost {
    doc: u32,
    /// The column.
    pub column: u16,
    /// Words in the cell.
    pub words: u8,
    /// The row, from 0.
    pub row: u32,
}

#[derive(Debug, Default)]
struct Postings {
    texts: Vec<TextPost>,
    labels: Vec<LabelPost>,
    values: Vec<ValuePost>,
    /// Datasets that have the word anywhere.
    entries: u32,
    last_entry: Option<usize>,
}

/// Where a word stands in one document.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// What it is worth among the words about the document, 0 to 1.
    pub text: f32,
    /// Headers that have it.
    pub labels: &'a [LabelPost],
    /// Cells that have it, by column and row.
    pub cells: &'a [ValuePost],
}

/// All words of all documents.
#[derive(Debug, Default)]
pub struct Index {
    /// The words.
    pub vocabulary: Vocabulary,
    docs: Vec<Doc>,
    postings: Vec<Postings>,
    entries: usize,
}

impl Index {
    /// The documents.
    pub fn docs(&self) -> &[Doc] {
        &self.docs
    }

    /// How many datasets there are.
    pub fn entries(&self) -> usize {
        self.entries
    }

    /// Adds a dataset with its tables: (resource's id, its name, tables).
    pub fn add(&mut self, entry: usize, dataset: &Dataset, files: &[(String, String, Tables)]) {
        self.entries = self.entries.max(entry + 1);
        let mut any = false;
        for (resource, name, tables) in files {
            for at in 0..tables.get().len() {
                any = true;
                self.add_doc(entry, dataset, Some((resource, name, tables, at)));
            }
        }
        if !any {
            self.add_doc(entry, dataset, None);
        }
    }

    fn add_doc(
        &mut self,
        entry: usize,
        dataset: &Dataset,
        file: Option<(&String, &String, &Tables, usize)>,
    ) {
        let doc = u32::try_from(self.docs.len()).expect("fewer than 2^32 tables");
        let mut texts: Vec<(WordId, Field, f32)> = Vec::new();
        let mut title = Vec::new();
        let field =
            |index: &mut Self, text: &str, field: Field, texts: &mut Vec<(WordId, Field, f32)>| {
                let words: Vec<WordId> =
                    words(text).map(|word| index.vocabulary.add(&word)).collect();
                #[expect(clippy::cast_precision_loss, reason = "words of a text are few")]
                let length = 0.5 + 0.5 * words.len() as f32 / 8.0;
                for &word in &words {
                    texts.push((word, field, 1.0 / length.max(0.6)));
                }
                words
            };
        field(self, &dataset.title, TITLE, &mut texts);
        title.extend(words(head(&dataset.title)).map(|word| self.vocabulary.add(&word)));
        field(self, &dataset.tags.join(" "), TAGS, &mut texts);
        field(self, &dataset.notes, NOTES, &mut texts);
        field(self, &dataset.holder.title, HOLDER, &mut texts);
        let resources: Vec<&str> = match file {
            Some((_, name, ..)) => vec![name],
            None => dataset.resources.iter().map(|resource| resource.name.as_str()).collect(),
        };
        for name in &resources {
            field(self, name, FILE, &mut texts);
        }
        let held = file.and_then(|(.., tables, at)| tables.table(at));
        let table = held.as_deref();
        if let Some(table) = table {
            field(self, &table.title, FILE, &mut texts);
            field(self, table.sheet.as_deref().unwrap_or_default(), FILE, &mut texts);
            field(self, table.member.as_deref().unwrap_or_default(), FILE, &mut texts);
            self.add_table(doc, entry, table, &mut texts);
        }
        texts.sort_by_key(|&(word, ..)| word);
        for chunk in texts.chunk_by(|a, b| a.0 == b.0) {
            let post = TextPost {
                doc,
                weight: chunk.iter().map(|(_, field, share)| field.weight * share).sum(),
                worth: chunk.iter().map(|(_, field, _)| field.worth).fold(0.0, f32::max),
            };
            self.posting(chunk[0].0, entry).texts.push(post);
        }
        let period = table.and_then(|table| {
            let of = |text: &str| period::of_cell(text);
            table
                .sheet
                .as_deref()
                .and_then(of)
                .or_else(|| resources.first().and_then(|name| of(name)))
                .or_else(|| of(&table.title))
                .or_else(|| of(&dataset.title))
        });
        let column_periods = table.map_or_else(Vec::new, |table| {
            table.columns.iter().map(|column| period::of_cell(&column.name)).collect()
        });
        let title_rest = words(&dataset.title).count().saturating_sub(title.len());
        self.docs.push(Doc {
            title_rest,
            entry,
            place: file.map(|(resource, .., at)| (resource.clone(), at)),
            table: file.map(|(_, _, tables, _)| tables.clone()),
            period,
            column_periods,
            row_periods: OnceLock::new(),
            is_plan: words(&dataset.title)
                .take(3)
                .any(|word| word.starts_with("план") || word.starts_with("plan")),
            title,
        });
    }

    fn add_table(
        &mut self,
        doc: u32,
        entry: usize,
        table: &Table,
        texts: &mut Vec<(WordId, Field, f32)>,
    ) {
        for (at, column) in table.columns.iter().enumerate() {
            let Ok(at16) = u16::try_from(at) else { break };
            if column.personal {
                continue;
            }
            let mut header: Vec<String> = words(&column.label_uk).collect();
            let length = small(header.len());
            header.extend(words(&column.label_en));
            header.extend(words(&split_camel(&column.name)));
            header.sort_unstable();
            header.dedup();
            for word in header {
                let id = self.vocabulary.add(&word);
                self.posting(id, entry).labels.push(LabelPost { doc, column: at16, words: length });
                texts.push((id, LABELS, 0.5));
            }
            if !is_searched(column) {
                continue;
            }
            let mut seen: std::collections::HashMap<WordId, u32> = std::collections::HashMap::new();
            for (row, record) in table.rows.iter().enumerate() {
                let cell = &record.cells[at];
                if cell.value == Value::Empty || cell.text.is_empty() {
                    continue;
                }
                let found = tokens(&cell.text);
                let said = found.iter().filter(|token| !is_silent(&token.text));
                let length = small(said.count().max(1));
                let mut denied = false;
                for token in found.into_iter().take(CELL_WORDS) {
                    // «не придатна» is another word than «придатна».
                    let word = if denied { format!("не{}", token.text) } else { token.text };
                    denied = word == "не";
                    let id = self.vocabulary.add(&word);
                    let row = u32::try_from(row).expect("fewer than 2^32 rows");
                    let values = &mut self.posting(id, entry).values;
                    if values
                        .last()
                        .is_none_or(|last| (last.doc, last.column, last.row) != (doc, at16, row))
                    {
                        values.push(ValuePost { doc, column: at16, words: length, row });
                        *seen.entry(id).or_default() += 1;
                    }
                }
            }
            for (id, times) in seen {
                #[expect(clippy::cast_precision_loss, reason = "a weight")]
                texts.push((id, VALUES, 0.4 + 0.1 * (times as f32).ln()));
            }
        }
    }

    fn posting(&mut self, word: WordId, entry: usize) -> &mut Postings {
        let at = word as usize;
        if self.postings.len() <= at {
            self.postings.resize_with(at + 1, Postings::default);
        }
        let postings = &mut self.postings[at];
        if postings.last_entry != Some(entry) {
            postings.last_entry = Some(entry);
            postings.entries += 1;
        }
        postings
    }

    /// How much a word says that stands for any of `near`: ln(1 + N / datasets that have it).
    #[expect(clippy::cast_precision_loss, reason = "counts of datasets")]
    pub fn information(&self, near: &[Near]) -> f32 {
        let best = near.iter().map(|near| near.likeness).fold(0.0, f32::max);
        let entries: u32 = near
            .iter()
            .filter(|near| near.likeness > best - 0.09)
            .map(|near| self.postings[near.word as usize].entries)
            .sum();
        let all = self.entries.max(1) as f32;
        (1.0 + all / (entries as f32).clamp(0.5, all)).ln()
    }

    /// BM25's due to `word` in each document that has it.
    #[expect(clippy::cast_precision_loss, reason = "counts of datasets")]
    pub fn scores(&self, word: WordId) -> impl Iterator<Item = (u32, f32)> {
        let postings = &self.postings[word as usize];
        let holding = postings.entries as f32;
        let idf = ((self.entries as f32 - holding + 0.5).max(0.5) / (holding + 0.5) + 1.0).ln();
        postings
            .texts
            .iter()
            .map(move |post| (post.doc, idf * post.weight * (K1 + 1.0) / (post.weight + K1)))
    }

    /// The documents that have `word` anywhere.
    pub fn holding(&self, word: WordId) -> impl Iterator<Item = u32> {
        self.postings[word as usize].texts.iter().map(|post| post.doc)
    }

    /// Where `word` stands in `doc`.
    pub fn find(&self, word: WordId, doc: u32) -> Found<'_> {
        let postings = &self.postings[word as usize];
        let text = postings.texts.binary_search_by_key(&doc, |post| post.doc);
        Found {
            text: text.map_or(0.0, |at| postings.texts[at].worth),
            labels: of_doc(&postings.labels, doc, |post| post.doc),
            cells: of_doc(&postings.values, doc, |post| post.doc),
        }
    }
}

fn of_doc<T>(posts: &[T], doc: u32, of: impl Fn(&T) -> u32) -> &[T] {
    let from = posts.partition_point(|post| of(post) < doc);
    let to = from + posts[from..].partition_point(|post| of(post) == doc);
    &posts[from..to]
}

/// Whether residents name rows by this column's values.
fn is_searched(column: &Column) -> bool {
    if column.role == Role::Unit {
        return false;
    }
    match column.kind {
        Kind::Text | Kind::Code | Kind::Hours => true,
        Kind::Integer => matches!(column.role, Role::Id | Role::Code | Role::House | Role::Name),
        _ => false,
    }
}

/// What a long title is of, less what it holds in detail: «Дані про паркування, у тому числі …».
fn head(title: &str) -> &str {
    let end =
        [", у тому числі", ", в тому числі", " (", ", зокрема", ", що ", ", які ", ", including"]
            .iter()
            .filter_map(|mark| title.find(mark))
            .filter(|&at| at > 12)
            .min();
    &title[..end.unwrap_or(title.len())]
}

/// `contactPointTelephone` as "contact Point Telephone".
fn split_camel(name: &str) -> String {
    let mut split = String::with_capacity(name.len() + 8);
    let mut lower = false;
    for c in name.chars() {
        if c.is_uppercase() && lower {
            split.push(' ');
        }
        lower = c.is_lowercase();
        split.push(if c == '_' { ' ' } else { c });
    }
    split
}

/// Whether a word of a cell says nothing of its own.
fn is_silent(word: &str) -> bool {
    matches!(
        word,
        "на" | "в"
            | "у"
            | "з"
            | "із"
            | "до"
            | "про"
            | "для"
            | "за"
            | "та"
            | "і"
            | "й"
            | "по"
            | "від"
            | "при"
            | "of"
            | "the"
            | "and"
            | "in"
    ) || is_address_mark(word)
}

/// Whether a word only marks what kind of place follows it.
pub fn is_address_mark(word: &str) -> bool {
    matches!(
        word,
        "вул"
            | "вулиця"
            | "вулиці"
            | "м"
            | "с"
            | "смт"
            | "пров"
            | "провулок"
            | "буд"
            | "просп"
            | "бульв"
            | "пл"
            | "місто"
            | "село"
            | "селище"
            | "кв"
    )
}

fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Whether a date lies in a period.
pub fn contains(period: &Period, date: NaiveDate) -> bool {
    period.from <= date && date < period.to
}
