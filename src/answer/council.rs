//! A council's data, ready to be asked.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;

use super::{
    Answer, Choice, Context, Outcome, Placed, Plan, Question, Source, card,
    chart::Chart,
    compute,
    evidence::{self, Evidence},
    examples::{self, Examples},
    export, follow, geo, name, overview, picture,
    plan::{self, Ask, Computed, Found},
    say::{self, Voice},
};
use crate::{
    catalog::{Dataset, Frequency},
    i18n::Locale,
    search::{Cue, Doc, Index, Language, Particle, Reader, Reading, concepts::Theme},
    table::{Point, Table, Tables},
    text::period::Grain,
};

/// From this share of the question explained an answer is given.
pub(super) const ANSWER: f32 = 0.62;
/// From this share readings are offered.
pub(super) const CHOOSE: f32 = 0.5;
/// Two datasets whose scores differ by less are as good as each other.
const CLOSE: f32 = 0.03;
/// Documents whose plans are tried.
const CANDIDATES: usize = 24;
/// The longest question that is read, in characters.
const LONGEST: usize = 1000;

/// A dataset with what its files hold.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The catalogue's record.
    pub dataset: Arc<Dataset>,
    /// One for each resource that was looked at.
    pub files: Vec<File>,
}

impl Entry {
    /// When its files changed last.
    pub fn changed(&self) -> Option<DateTime<Utc>> {
        let files = self.files.iter().filter_map(|file| file.updated).max();
        let resources = self.dataset.resources.iter().filter_map(|resource| resource.last_modified);
        files.or(resources.max()).or(self.dataset.modified)
    }
}

/// What a resource's file holds.
#[derive(Clone, Debug)]
pub struct File {
    /// The resource's id.
    pub resource: String,
    /// SHA-256 of the version that was read, in hexadecimal; empty if there is none.
    pub sha256: String,
    /// When it changed: the resource's `last_modified`, else the HTTP date, else when it was first seen.
    pub updated: Option<DateTime<Utc>>,
    /// Its tables, or why there are none.
    pub content: Content,
}

impl File {
    /// Its tables, if it could be read.
    pub fn tables(&self) -> Option<Arc<Vec<Table>>> {
        match &self.content {
            Content::Tables(tables) => Some(tables.get()),
            Content::Unreadable(_) | Content::Missing(_) => None,
        }
    }
}

/// What could be read of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// Its tables.
    Tables(Tables),
    /// Nothing, with the reason as a key of `locales/*/table.ftl` (`table-pdf`, `table-html`, `table-broken`, …).
    Unreadable(&'static str),
    /// Not downloaded, with the reason as a key of `locales/*/harvest.ftl` where one is known.
    Missing(Option<&'static str>),
}

/// A council's catalogue, tables and index; built off the async threads and swapped whole.
#[derive(Debug, Default)]
pub struct Council {
    entries: Vec<Entry>,
    index: Index,
    reader: Reader,
    examples: Examples,
    /// The theme of each entry.
    themes: Vec<Option<&'static Theme>>,
    version: i64,
}

/// A question read, with those it leans on.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) reading: Reading,
    /// What each term counts: 1, less for what an earlier question said.
    pub(super) weights: Vec<f32>,
    pub(super) turns: Vec<String>,
    /// CKAN name of the dataset that it keeps to.
    pub(super) pinned: Option<String>,
    pub(super) near: Option<Point>,
    /// Whether the question itself gives the place.
    pub(super) placed: bool,
}

impl Council {
    /// Indexes `entries`.
    pub fn build(entries: Vec<Entry>) -> Self {
        let mut index = Index::default();
        for (at, entry) in entries.iter().enumerate() {
            let files: Vec<(String, String, Tables)> = entry
                .files
                .iter()
                .filter_map(|file| match &file.content {
                    Content::Tables(tables) => {
                        let name = entry
                            .dataset
                            .resources
                            .iter()
                            .find(|resource| resource.id == file.resource);
                        let name = name.map(|resource| resource.name.clone()).unwrap_or_default();
                        Some((file.resource.clone(), name, tables.clone()))
                    }
                    Content::Unreadable(_) | Content::Missing(_) => None,
                })
                .collect();
            index.add(at, &entry.dataset, &files);
        }
        let reader = Reader::new(&index);
        let themes = entries.iter().map(|entry| reader.thesaurus().theme(&entry.dataset)).collect();
        Self { entries, index, reader, examples: Examples::default(), themes, version: 0 }
    }

    /// The same as the catalogue's `version` has it.
    #[must_use]
    pub fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }

    /// The catalogue's version; 0 if these are no catalogue's data.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The catalogue's entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The theme of the entry at `at`, if it has one.
    pub(super) fn theme(&self, at: usize) -> Option<&'static Theme> {
        self.themes.get(at).copied().flatten()
    }

    /// What the file of `source` is called where it lies (`hrafik.xlsx`), with its title in the catalogue.
    pub fn file_name(&self, source: &Source) -> Option<String> {
        let entry = self.entries.iter().find(|entry| entry.dataset.name == source.dataset)?;
        let resource =
            entry.dataset.resources.iter().find(|resource| resource.id == source.resource)?;
        let path = resource.url.split(['?', '#']).next().unwrap_or_default();
        let file = path.rsplit('/').next().unwrap_or_default();
        match (resource.name.trim(), file) {
            ("", "") => None,
            ("", name) | (name, "") => Some(name.to_owned()),
            (name, file) if name == file => Some(file.to_owned()),
            (name, file) => Some(format!("{name} ({file})")),
        }
    }

    /// Answers `question`.
    pub fn ask(&self, question: &Question<'_>) -> Answer {
        let today = question.now.date_naive();
        let text: String = question.text.chars().take(LONGEST).collect();
        let (near, placed, text) = match geo::find(&text) {
            Some((point, span)) => {
                (Some(point), true, format!("{} {}", &text[..span.start], &text[span.end..]))
            }
            None => (question.near, false, text),
        };
        let reading = self.reader.read(&self.index, &text, today);
        let locale = question.locale.unwrap_or(match reading.language {
            Language::English => Locale::En,
            Language::Ukrainian => Locale::Uk,
        });
        let alone = Asked {
            weights: vec![1.0; reading.terms.len()],
            turns: vec![text.clone()],
            pinned: None,
            near,
            placed,
            reading,
        };
        if alone.reading.terms.is_empty()
            && near.is_none()
            && !follow::may_follow(question, &alone.reading)
        {
            return self.without_terms(&alone.reading, locale);
        }
        if is_private(&alone.reading) {
            return none(&alone, locale); // private persons' contacts are nobody's open data
        }
        let of_all = alone.reading.asks(Cue::Overview);
        if of_all && overview::is_general(&alone.reading) {
            return self.overview(&alone.reading, locale);
        }
        let here = self.candidates(&alone, question.now);
        if let Some(theme) = of_all.then(|| self.on_theme(&here, locale)).flatten() {
            return theme;
        }
        let best_alone = here.first().map_or(0.0, |found| found.coverage);
        if let Some(follow) = self.follow(question, &alone, near, best_alone) {
            let then = self.candidates(&follow, question.now);
            let best = then.first().map_or(0.0, |found| found.coverage);
            if best >= ANSWER || best > best_alone {
                return self.decide(question, locale, &follow, &then, 0);
            }
        }
        self.decide(question, locale, &alone, &here, 0)
    }

    /// The rows of `plan` from `offset` on («Ще»).
    pub fn more(&self, plan: &Plan, offset: usize, question: &Question<'_>) -> Answer {
        let asked = self.replay(plan, question);
        let found = self.candidates(&asked, question.now);
        self.decide(question, question.locale.unwrap_or_default(), &asked, &found, offset)
    }

    /// The whole result of `plan` as CSV: UTF-8 with BOM, comma, header in `locale`. `None` if it stands in no table.
    pub fn csv(&self, plan: &Plan, locale: Locale, now: DateTime<Tz>) -> Option<String> {
        self.again(plan, locale, now, export::csv)
    }

    /// A picture (PNG) of `plan`, where its numbers run over periods or categories.
    pub fn chart(&self, plan: &Plan, locale: Locale, now: DateTime<Tz>) -> Option<Vec<u8>> {
        let chart = self.again(plan, locale, now, Chart::of)?;
        Some(picture::draw(&chart))
    }

    /// Up to four questions that this council's data answer, for /start and /help; tried once, at `now`.
    pub fn examples(&self, locale: Locale, now: DateTime<Tz>) -> &[String] {
        self.examples.get(locale, || examples::choose(self, locale, now))
    }

    /// The year before the one that `plan` asks for, and the plan that compares the two, if the data know both.
    pub fn comparison(&self, plan: &Plan, question: &Question<'_>) -> Option<(i32, Plan)> {
        let asked = self.replay(plan, question);
        let best = self.candidates(&asked, question.now).into_iter().next()?;
        let period = best.period.filter(|period| period.grain == Grain::Year)?;
        if matches!(best.result, Computed::Periods(..)) {
            return None;
        }
        let year = period.from.year();
        let mut plan = plan.clone();
        // Both languages of the lexicon know the years; the words are for the resident to see.
        let years = [("year", year.to_string().into()), ("other", (year - 1).to_string().into())];
        plan.turns.push(question.locale.unwrap_or_default().text("answer-compare", &years));
        let compared = self.candidates(&self.replay(&plan, question), question.now);
        let best = compared.first()?;
        let found = matches!(&best.result, Computed::Periods(_, values) if values.len() == 2);
        (found && best.coverage >= ANSWER).then_some((year - 1, plan))
    }

    /// `make` of what `plan` finds at `now`.
    fn again<T>(
        &self,
        plan: &Plan,
        locale: Locale,
        now: DateTime<Tz>,
        make: impl FnOnce(&Voice<'_>, &Found) -> Option<T>,
    ) -> Option<T> {
        let question =
            Question { text: "", locale: Some(locale), near: plan.near, now, context: None };
        let asked = self.replay(plan, &question);
        let candidates = self.candidates(&asked, now);
        let best = candidates.first()?;
        make(&self.voice(&question, locale, &asked, best.doc, 0), best)
    }

    /// What was found, best first; the best with the columns that call its rows.
    pub(super) fn candidates(&self, asked: &Asked, now: DateTime<Tz>) -> Vec<Found> {
        let mut found = self.found(asked, now);
        if let Some(best) = found.first_mut()
            && let Some(table) = self.doc(best.doc).table()
        {
            best.names = name::naming(&table, best);
        }
        found
    }

    fn found(&self, asked: &Asked, now: DateTime<Tz>) -> Vec<Found> {
        if let Some((anchored, from)) = self.anchored(asked) {
            let mut found = self.plans(&anchored, &self.evidence(&anchored), now);
            let near = |found: &Found| matches!(found.result, Computed::Nearest(_));
            if found.first().is_some_and(|best| near(best) && best.coverage >= ANSWER) {
                found[0].measured_from = Some(from);
                return found;
            }
        }
        let evidence = self.evidence(asked);
        let mut found = self.plans(asked, &evidence, now);
        if let Some(compared) = self.compared(asked, &evidence, now) {
            found.retain(|other| other.doc != compared.doc);
            found.insert(0, compared);
        }
        found
    }

    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    pub(super) fn doc(&self, doc: u32) -> &Doc {
        &self.index.docs()[doc as usize]
    }

    /// What each document that may answer knows of the question.
    fn evidence(&self, asked: &Asked) -> Vec<Evidence> {
        let ranked = match &asked.pinned {
            Some(name) => (0..)
                .zip(self.index.docs())
                .filter(|(_, doc)| self.entries[doc.entry].dataset.name == *name)
                .map(|(doc, _)| (doc, 0.0))
                .collect(),
            None => evidence::retrieve(&self.index, &asked.reading, CANDIDATES),
        };
        evidence::gather(&self.index, &asked.reading, &ranked)
    }

    /// The best plan of each document that may answer, best first.
    pub(super) fn plans(
        &self,
        asked: &Asked,
        evidence: &[Evidence],
        now: DateTime<Tz>,
    ) -> Vec<Found> {
        let ask = Ask {
            index: &self.index,
            reading: &asked.reading,
            weights: &asked.weights,
            near: asked.near,
            placed: asked.placed || asked.reading.asks_any(&[Cue::Nearest, Cue::Where]),
            now: now.naive_local(),
            leaning: asked.turns.len() > 1,
        };
        let mut found: Vec<Found> = evidence
            .iter()
            .map(|evidence| {
                let mut found = plan::plan(&ask, evidence);
                found.score += self.recency(evidence.doc, &asked.reading, now);
                found
            })
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        for term in &asked.reading.terms {
            tracing::debug!(text = term.text, information = term.information, cues = ?term.cues, variants = term.variants.len(), "term");
        }
        for best in found.iter().take(4) {
            let doc = &self.index.docs()[best.doc as usize];
            let title = say::shorten(&self.entries[doc.entry].dataset.title, 50);
            tracing::debug!(title, coverage = best.coverage, score = best.score, result = ?best.result, rows = best.rows.len(), requested = ?best.requested, filters = ?best.filters, "candidate");
        }
        found
    }

    /// A little for the newer of two files alike, where no period was asked for.
    fn recency(&self, doc: u32, reading: &Reading, now: DateTime<Tz>) -> f32 {
        let doc = &self.index.docs()[doc as usize];
        if !reading.periods.is_empty() {
            return 0.0;
        }
        let entry = &self.entries[doc.entry];
        let resource = doc.place.as_ref().map(|(resource, _)| resource);
        let file = entry.files.iter().find(|file| Some(&file.resource) == resource);
        let retired = if entry.dataset.frequency == Frequency::Never { 0.08 } else { 0.0 };
        #[expect(clippy::cast_precision_loss, reason = "years")]
        let years = file
            .and_then(|file| file.updated)
            .map_or(0.0, |updated| (now.with_timezone(&Utc) - updated).num_days() as f32 / 365.0);
        let period = doc.period.as_ref().map_or(0.0, |period| {
            #[expect(clippy::cast_precision_loss, reason = "years")]
            let age = (now.date_naive() - period.to).num_days() as f32 / 365.0;
            0.02 * age.clamp(0.0, 4.0)
        });
        -(0.015 * years.clamp(0.0, 6.0)) - period - retired
    }

    pub(super) fn voice<'a>(
        &'a self,
        question: &Question<'_>,
        locale: Locale,
        asked: &'a Asked,
        doc: u32,
        offset: usize,
    ) -> Voice<'a> {
        let doc = &self.index.docs()[doc as usize];
        Voice {
            locale,
            now: question.now,
            entry: &self.entries[doc.entry],
            doc,
            reading: &asked.reading,
            offset,
        }
    }

    pub(super) fn decide(
        &self,
        question: &Question<'_>,
        locale: Locale,
        asked: &Asked,
        candidates: &[Found],
        offset: usize,
    ) -> Answer {
        let Some(best) = candidates.first() else { return none(asked, locale) };
        let meta = [Cue::Updated, Cue::Created, Cue::Frequency, Cue::Holder, Cue::Format];
        let voice = self.voice(question, locale, asked, best.doc, offset);
        let of_the_same = asked.pinned.is_some() && asked.reading.asks_any(&meta);
        let mut answer = if best.coverage >= ANSWER || of_the_same {
            let about = asked.reading.asks_any(&meta).then(|| card::about(&voice)).flatten();
            about.unwrap_or_else(|| {
                if best.about_dataset
                    && matches!(best.result, Computed::Rows)
                    && asked.reading.asks(Cue::Dataset)
                {
                    Answer { confidence: best.coverage.min(1.0), ..card::card(&voice) }
                } else {
                    say::say(&voice, best)
                }
            })
        } else if best.coverage >= CHOOSE {
            self.choose(question, locale, asked, candidates)
        } else {
            return none(asked, locale);
        };
        let others = candidates
            .iter()
            .skip(1)
            .filter(|found| found.coverage >= CHOOSE && found.score > best.score - 0.25);
        for found in others {
            let name = &self.entries[self.index.docs()[found.doc as usize].entry].dataset.name;
            if answer.datasets.len() < 3 && !answer.datasets.contains(name) {
                answer.datasets.push(name.clone());
            }
        }
        if let Some(place) = &best.measured_from {
            let line = locale.text("answer-measured-from", &[("place", place.as_str().into())]);
            answer.body.insert(0, line);
        }
        for (doc, rows) in &best.beside {
            let voice = self.voice(question, locale, asked, *doc, 0);
            answer.sources.push(card::source(&voice, rows));
        }
        answer.placed = self.placed(asked, best);
        if asked.reading.repaired {
            answer.reading = Some(asked.reading.text.clone());
        }
        let dataset = answer.datasets.first().cloned().unwrap_or_default();
        let plan = Plan { turns: asked.turns.clone(), dataset, near: asked.near };
        if answer.outcome != Outcome::Choice {
            answer.context =
                Some(Context { at: question.now.with_timezone(&Utc), plan: Some(plan.clone()) });
            answer.plan = Some(plan);
        }
        answer
    }

    /// How the resident's place matters to what was found.
    fn placed(&self, asked: &Asked, found: &Found) -> Placed {
        let nearest = matches!(found.result, Computed::Nearest(_));
        if nearest && found.measured_from.is_none() && !asked.placed {
            return Placed::Used;
        }
        let on_map = || {
            let table = self.doc(found.doc).table()?;
            (0..table.rows.len()).find_map(|row| compute::place(&table, row))
        };
        let wanted = !nearest && asked.near.is_none() && asked.reading.asks(Cue::Nearest);
        if wanted && found.coverage >= CHOOSE && on_map().is_some() {
            Placed::Wanted
        } else {
            Placed::No
        }
    }

    /// The readings to choose from; a single one is the card of its dataset.
    fn choose(
        &self,
        question: &Question<'_>,
        locale: Locale,
        asked: &Asked,
        candidates: &[Found],
    ) -> Answer {
        let best = &candidates[0];
        let mut choices: Vec<Choice> = Vec::new();
        for found in candidates
            .iter()
            .filter(|found| found.coverage >= CHOOSE && found.score > best.score - 4.0 * CLOSE)
        {
            let dataset = &self.entries[self.index.docs()[found.doc as usize].entry].dataset;
            if choices.len() < 3 && !choices.iter().any(|choice| choice.dataset == dataset.name) {
                choices.push(Choice {
                    dataset: dataset.name.clone(),
                    title: dataset.title.clone(),
                    question: asked.turns.last().cloned().unwrap_or_default(),
                });
            }
        }
        if choices.len() < 2 {
            let card = card::card(&self.voice(question, locale, asked, best.doc, 0));
            return Answer { confidence: best.coverage, ..card };
        }
        Answer {
            outcome: Outcome::Choice,
            locale,
            lead: locale.text("answer-choose", &[]),
            body: choices
                .iter()
                .zip(1..)
                .map(|(choice, at)| format!("{at}. {}", choice.title))
                .collect(),
            datasets: choices.iter().map(|choice| choice.dataset.clone()).collect(),
            choices,
            confidence: best.coverage,
            ..Answer::default()
        }
    }
}

/// Whether a question is after a person's own contacts: «особистий телефон», but not «особистий прийом».
fn is_private(reading: &Reading) -> bool {
    reading.asks(Cue::Private)
        || reading.asks_any(&[Cue::Phone, Cue::Email])
            && reading.says(Particle::Own)
            && !reading.says(Particle::Reception)
}

/// Not in this council's data.
fn none(asked: &Asked, locale: Locale) -> Answer {
    Answer {
        locale,
        lead: locale.text("answer-none", &[]),
        offer_request: true,
        reading: asked.reading.repaired.then(|| asked.reading.text.clone()),
        ..Answer::default()
    }
}
