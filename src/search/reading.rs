//! Reading a question: from what a resident typed to terms that the data may know.

use std::ops::Range;

use chrono::{NaiveDate, Weekday};

use super::{
    index::Index,
    lexicon::{Cue, Keyed, Lexicon, Phrase, in_our_letters},
    particle::Particle,
    thesaurus::{Thesaurus, Variant},
    vocabulary::{Near, Vocabulary},
};
use crate::text::{
    Token, is_cyrillic, is_verb, layout, number,
    period::{self, Found},
    tokens, transliteration,
};

/// What a verb says at most that the data have.
const KNOWN_VERB: f32 = 2.4;
/// What an unknown abbreviation of a letter or two says («рк»).
const SHORT: f32 = 0.5;

/// The most words of a question that are read.
const LONGEST: usize = 60;
/// The most letters of a word that is read: longer ones stand in no data, and cost much to look for.
const LONGEST_WORD: usize = 64;

/// What a word that the data do not know says at most: as often as not it is only the way of asking.
const UNKNOWN: f32 = 3.4;
/// What a name that they do not know says at most.
const UNKNOWN_NAME: f32 = 5.0;
/// What a thing says that the thesaurus knows and the data lack: the question is about that, and they do not have it.
const LACKING: f32 = 5.0;
/// What a verb that they do not know says: less than a thing that they do not know.
const VERB: f32 = 1.5;
/// What a concept says at least, however common its words are in the data.
const CONCEPT: f32 = 1.8;

/// The language a question was read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Ukrainian, surzhyk or Russian.
    #[default]
    Ukrainian,
    /// English.
    English,
}

/// A piece of a question that says what is asked about.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// As typed (or repaired), folded.
    pub text: String,
    /// How many words it is.
    pub words: usize,
    /// The place of its first word in the question.
    pub at: usize,
    /// What it may be in the data; none for a word that the data do not know.
    pub variants: Vec<Variant>,
    /// How much it says, in nats.
    pub information: f32,
    /// The number it names («№5», «третій»).
    pub number: Option<Number>,
    /// What kind of answer it asks for besides.
    pub cues: Vec<Cue>,
    /// The day of the week it names.
    pub weekday: Option<Weekday>,
    /// Whether it is a verb by its ending.
    pub verb: bool,
    /// Whether nothing is an answer that does not have it: a name, a town elsewhere.
    pub required: bool,
    /// The concepts it names.
    pub concepts: Vec<usize>,
}

impl Term {
    /// Whether the data or the thesaurus know it.
    pub fn is_known(&self) -> bool {
        !self.variants.is_empty()
    }

    /// A word on its own: its forms in the data.
    fn plain(index: &Index, words: &[String], at: usize) -> Self {
        let mut near: Vec<Vec<Near>> =
            words.iter().map(|word| index.vocabulary.forms(word)).collect();
        if let ([word], [forms]) = (words, &near[..])
            && forms.is_empty()
        {
            let cognates = index.vocabulary.cognates(word);
            if !cognates.is_empty() {
                near = vec![cognates];
            } else if let Some(parts) = index.vocabulary.compound(word) {
                near = parts.into();
            }
        }
        let known = near.iter().all(|near| !near.is_empty());
        let of_manner = |word: &String| word.ends_with("но") && word.chars().count() > 6;
        let verb = words.iter().any(|word| is_verb(word) || of_manner(word));
        // A word that only shares its root with words of the data says as little as one that they lack.
        let akin = near.iter().flatten().all(|near| near.likeness < 0.9);
        let information = if verb && (!known || akin) {
            VERB
        } else if !known && words.iter().all(|word| word.chars().count() < 3) {
            SHORT
        } else if known {
            let information = near.iter().map(|near| index.information(near)).fold(0.0, f32::max);
            match (verb, akin) {
                (true, _) => information.min(KNOWN_VERB),
                (false, true) => information.min(UNKNOWN),
                (false, false) => information,
            }
        } else {
            index.information(&[]).min(UNKNOWN)
        };
        Self {
            text: words.join(" "),
            words: words.len(),
            at,
            verb,
            variants: if known { vec![Variant { words: near, weight: 1.0 }] } else { Vec::new() },
            information,
            ..Self::default()
        }
    }

    /// Lets it name `number`.
    fn name_number(&mut self, index: &Index, number: Number) {
        let near = index.vocabulary.forms(&format!("#{}", number.value));
        if !near.is_empty() {
            self.variants.push(Variant { words: vec![near], weight: 0.95 });
        }
        self.number = Some(number);
        self.information = self.information.clamp(1.0, 2.5);
    }

    /// A day of the week, as tables of hours name it.
    fn weekday(index: &Index, word: &str, weekday: Weekday, at: usize) -> Self {
        const NAMES: [[&str; 3]; 7] = [
            ["понеділок", "пн", "щопонеділка"],
            ["вівторок", "вт", "щовівторка"],
            ["середа", "ср", "щосереди"],
            ["четвер", "чт", "щочетверга"],
            ["пятниця", "пт", "щопятниці"],
            ["субота", "сб", "щосуботи"],
            ["неділя", "нд", "щонеділі"],
        ];
        let variants = NAMES[weekday.num_days_from_monday() as usize]
            .iter()
            .map(|name| index.vocabulary.forms(name))
            .filter(|near| !near.is_empty())
            .map(|near| Variant { words: vec![near], weight: 1.0 })
            .collect();
        Self {
            text: word.to_owned(),
            words: 1,
            at,
            variants,
            information: 1.5,
            weekday: Some(weekday),
            ..Self::default()
        }
    }
}

/// A number that names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub value: u32,
    /// Whether it was written as a name («№5», «п'ята») and not as a bare number.
    pub signed: bool,
}

/// A question as understood.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Its text after repair.
    pub text: String,
    /// Whether it differs from what was typed in more than case.
    pub repaired: bool,
    /// Its language.
    pub language: Language,
    /// What it is about.
    pub terms: Vec<Term>,
    /// The term that says what is asked for: the first thing named.
    pub head: Option<usize>,
    /// What kinds of answer it asks for, with the place of each one's first word.
    pub cues: Vec<(Cue, usize)>,
    /// The periods it names.
    pub periods: Vec<Found>,
    /// The amounts it compares with.
    pub comparisons: Vec<number::Comparison>,
    /// Its words, folded.
    pub words: Vec<String>,
}

impl Reading {
    /// Whether it asks for `cue`.
    pub fn asks(&self, cue: Cue) -> bool {
        self.cues.iter().any(|&(known, _)| known == cue)
    }

    /// Whether any of its words is such a particle.
    pub fn says(&self, particle: Particle) -> bool {
        self.words.iter().any(|word| Lexicon::get().is(particle, word))
    }

    /// The place of its last word that is such a particle.
    pub fn last(&self, particle: Particle) -> Option<usize> {
        self.words.iter().rposition(|word| Lexicon::get().is(particle, word))
    }

    /// Whether the word before the one at `at` is such a particle.
    pub fn follows(&self, at: usize, particle: Particle) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.words.get(before));
        before.is_some_and(|word| Lexicon::get().is(particle, word))
    }

    /// Whether it asks for any of `cues`.
    pub fn asks_any(&self, cues: &[Cue]) -> bool {
        cues.iter().any(|&cue| self.asks(cue))
    }

    /// Takes in the phrase of the lexicon that the `said` words from `at` on are: what it asks for, and
    /// the term if the data may have it too.
    fn phrase(
        &mut self,
        index: &Index,
        at: usize,
        said: usize,
        cues: Vec<Cue>,
        ordinal: Option<u32>,
    ) {
        self.cues.extend(cues.iter().map(|&cue| (cue, at)));
        if cues.iter().any(|cue| is_content(*cue)) {
            let mut term = Term::plain(index, &self.words[at..at + said], at);
            let of_money = cues.iter().any(|cue| matches!(cue, Cue::Planned | Cue::Actual));
            term.information = if of_money {
                term.information.min(1.8)
            } else if cues.iter().any(|cue| matches!(cue, Cue::Paid | Cue::Free)) {
                2.2
            } else {
                1.2
            };
            term.cues = cues;
            self.terms.push(term);
        } else if let (Some(value), true) = (ordinal, said == 1 && !cues.is_empty()) {
            let mut term = Term::plain(index, &self.words[at..=at], at);
            term.name_number(index, Number { value, signed: true });
            term.information = 1.0;
            term.cues = cues;
            self.terms.push(term);
        }
    }

    /// The term that its word at `at` is, written at `here`.
    fn word(
        &self,
        index: &Index,
        keyed: &Keyed,
        here: &Range<usize>,
        at: usize,
        ordinal: Option<u32>,
    ) -> Term {
        let denied = at > 0 && self.words[at - 1] == "не";
        let negated = format!("не{}", self.words[at]);
        let mut term = if denied && index.vocabulary.knows(&negated) {
            Term::plain(index, &[negated], at) // «не придатна» is one word of the data
        } else {
            Term::plain(index, &self.words[at..=at], at)
        };
        if !term.is_known() && at > 0 && is_name(&self.text, here) {
            term.information = index.information(&[]).min(UNKNOWN_NAME);
            term.required = true;
        }
        // «як приготувати …»: what the data have no word for doing, they cannot tell how to do.
        let how = at > 0 && matches!(self.words[at - 1].as_str(), "як" | "как");
        if how && term.verb && !term.is_known() && term.text.ends_with(['и', 'ь']) {
            term.information = UNKNOWN;
        }
        if let Some(digits) = term.text.strip_prefix('#').and_then(|digits| digits.parse().ok()) {
            let signed =
                ordinal.is_some() || self.text[..here.start].trim_end().ends_with(['№', '#']);
            term.number = Some(Number { value: digits, signed });
            term.information = term.information.min(2.5);
        } else if let Some(value) = ordinal {
            term.name_number(index, Number { value, signed: true });
        } else if let Some(value) = number::cardinal(&term.text) {
            term.name_number(index, Number { value, signed: false });
        }
        if Lexicon::get().is_elsewhere(keyed) {
            term.required = true;
            term.information = term.information.max(UNKNOWN);
        }
        term
    }
}

/// Reads questions over one index.
#[derive(Debug, Default)]
pub struct Reader {
    thesaurus: Thesaurus,
    /// Words of the lexicon and the thesaurus, to mend by.
    language: Vocabulary,
}

struct Draft {
    text: String,
    tokens: Vec<Token>,
    language: Language,
    /// How well each word is known, 0 to 1.
    fit: f32,
    mended: bool,
}

impl Reader {
    /// A reader for the words of `index`.
    pub fn new(index: &Index) -> Self {
        let thesaurus = Thesaurus::new(&index.vocabulary);
        let mut language = Vocabulary::default();
        for word in Lexicon::get().words().chain(thesaurus.words()) {
            language.add(word);
        }
        Self { thesaurus, language }
    }

    /// The thesaurus.
    pub fn thesaurus(&self) -> &Thesaurus {
        &self.thesaurus
    }

    /// Whether a form of the folded `word` is one of the language of questions or stands in the data: as written, in
    /// Russian, in Latin letters or on the wrong keyboard layout.
    pub fn has(&self, index: &Index, word: &str) -> bool {
        let data = &index.vocabulary;
        let ours = in_our_letters(word);
        if [word, &ours].iter().any(|word| self.language.has(word) || data.has(word))
            || number::cardinal(word).is_some()
        {
            return true;
        }
        if !word.is_ascii() {
            return !data.cognates(word).is_empty();
        }
        // Of many spellings some have the stem of another word.
        let spelt = transliteration::from_latin(word);
        let typed = [layout::to_ukrainian(word), layout::to_russian(word)];
        spelt.iter().any(|word| data.count(&crate::text::fold(word)) > 0)
            || typed.iter().any(|word| data.has(&crate::text::fold(word)))
    }

    /// Whether [`Reader::has`] every word of `phrase`, folded.
    pub fn has_all(&self, index: &Index, phrase: &str) -> bool {
        phrase.split(' ').all(|word| self.has(index, word))
    }

    /// Reads `text` as written or, where the data know its words better so, as typed on another keyboard layout or in
    /// Latin letters.
    pub fn read(&self, index: &Index, text: &str, today: NaiveDate) -> Reading {
        let draft = self.best(index, &legible(text));
        let mut reading = self.analyse(index, &draft, today);
        reading.repaired = draft.mended;
        reading
    }

    fn best(&self, index: &Index, text: &str) -> Draft {
        let cyrillic = text.chars().any(is_cyrillic);
        let written = self.draft(
            index,
            text.to_owned(),
            if cyrillic { Language::Ukrainian } else { Language::English },
        );
        if written.fit > 0.92 || tokens(text).is_empty() {
            return written;
        }
        let mut drafts = vec![written];
        if cyrillic {
            let swapped = layout::to_latin(text);
            if swapped.is_ascii() {
                drafts.push(self.draft(index, swapped, Language::English));
            }
        } else {
            for swapped in [layout::to_ukrainian(text), layout::to_russian(text)] {
                drafts.push(self.draft(index, swapped, Language::Ukrainian));
            }
            let spelt = self.in_cyrillic(index, text);
            drafts.push(self.draft(index, spelt, Language::Ukrainian));
        }
        for draft in &mut drafts[1..] {
            draft.mended = true;
            draft.fit -= 0.04; // as written, unless another reading is clearly better
        }
        drafts.into_iter().rev().max_by(|a, b| a.fit.total_cmp(&b.fit)).expect("one as written")
    }

    /// `text` with each Latin word spelt as the data, the thesaurus or the lexicon know it.
    fn in_cyrillic(&self, index: &Index, text: &str) -> String {
        let mut spelt = String::with_capacity(text.len() * 2);
        let mut end = 0;
        for token in tokens(text) {
            spelt.push_str(&text[end..token.span.start]);
            end = token.span.end;
            let word = &text[token.span.clone()];
            let spellings = transliteration::from_latin(word);
            let known = spellings.iter().find(|spelling| {
                let folded = crate::text::fold(spelling);
                self.language.knows(&folded) || index.vocabulary.knows(&folded)
            });
            spelt.push_str(known.or(spellings.first()).map_or(word, String::as_str));
        }
        spelt.push_str(&text[end..]);
        spelt
    }

    /// The words of `text`, unknown ones mended.
    fn draft(&self, index: &Index, text: String, language: Language) -> Draft {
        let mut tokens = tokens(&text);
        tokens.truncate(LONGEST);
        let (mut known, mut all) = (0.0, 0.0);
        let mut mended = false;
        for token in &mut tokens {
            if !token.text.starts_with(char::is_alphabetic) {
                continue;
            }
            let (fit, other) = self.mend(index, &token.text, language);
            #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
            let weight = token.text.chars().count().min(8) as f32;
            known += fit * weight;
            all += weight;
            if let Some(other) = other {
                mended |= language == Language::Ukrainian;
                token.text = other;
            }
        }
        let fit = if all > 0.0 { known / all } else { 1.0 };
        let text = if mended { join(&text, &tokens) } else { text };
        Draft { text, tokens, language, fit, mended }
    }

    /// How well `word` is known, 0 to 1, and what it is mended to if it is not.
    fn mend(&self, index: &Index, word: &str, language: Language) -> (f32, Option<String>) {
        if self.language.knows(word) || number::cardinal(word).is_some() {
            return (1.0, None);
        }
        if index.vocabulary.knows(word) {
            return (
                if language == Language::English && word.is_ascii() { 0.8 } else { 1.0 },
                None,
            );
        }
        if word.is_ascii() {
            // A name in an English question: Hubnyk, Kyslyak.
            let spellings = transliteration::from_latin(word);
            let folded = spellings.iter().map(|spelling| crate::text::fold(spelling));
            if let Some(name) = folded.clone().find(|name| index.vocabulary.knows(name)) {
                return (0.6, Some(name));
            }
            if let Some((near, _)) = self.language.nearest(word).filter(|(near, _)| near.is_ascii())
            {
                return (0.5, Some(near.to_owned()));
            }
            let near = folded
                .filter_map(|name| index.vocabulary.nearest(&name))
                .min_by_key(|&(_, slips)| slips);
            return near.map_or((0.0, None), |(near, _)| (0.35, Some(near.to_owned())));
        }
        let russian = in_our_letters(word);
        if russian != word && (index.vocabulary.knows(&russian) || self.language.knows(&russian)) {
            return (0.9, Some(russian));
        }
        let common = self.language.nearest(word);
        let slip = common.is_some_and(|(_, slips)| slips <= 1);
        if !slip
            && (!index.vocabulary.cognates(word).is_empty()
                || index.vocabulary.compound(word).is_some())
        {
            return (0.9, None);
        }
        let ours = index.vocabulary.nearest(word);
        let near = match (ours, common) {
            (Some(ours), Some(common)) => Some(if common.1 < ours.1 { common } else { ours }),
            (ours, common) => ours.or(common),
        };
        match near {
            #[expect(clippy::cast_precision_loss, reason = "at most three slips")]
            Some((near, slips)) => (0.75 - 0.1 * slips as f32, Some(near.to_owned())),
            None => (0.0, None),
        }
    }

    fn analyse(&self, index: &Index, draft: &Draft, today: NaiveDate) -> Reading {
        let text = &draft.text;
        let periods = period::find(text, today);
        let ordinals = number::ordinals(text);
        let comparisons = number::comparisons(text);
        let weekdays = period::weekdays(text);
        let places: Vec<Range<usize>> = if draft.mended {
            tokens(text).into_iter().map(|token| token.span).collect()
        } else {
            draft.tokens.iter().map(|token| token.span.clone()).collect()
        };
        let place = |at: usize| places.get(at).cloned().unwrap_or(0..0);
        let keyed: Vec<Keyed> = draft.tokens.iter().map(|token| Keyed::any(&token.text)).collect();
        let lexicon = Lexicon::get();
        let mut reading = Reading {
            text: text.clone(),
            language: draft.language,
            words: draft.tokens.iter().map(|token| token.text.clone()).collect(),
            ..Reading::default()
        };
        let mut at = 0;
        while at < keyed.len() {
            let here = place(at);
            let apart = periods.iter().map(|found| &found.span);
            let mut apart = apart.chain(comparisons.iter().map(|found| &found.span));
            if !here.is_empty() && apart.any(|span| overlaps(span, &here)) {
                at += 1;
                continue;
            }
            if let Some((weekday, _)) =
                weekdays.iter().find(|(_, span)| overlaps(span, &here) && !here.is_empty())
            {
                reading.terms.push(Term::weekday(index, &draft.tokens[at].text, *weekday, at));
                at += 1;
                continue;
            }
            let until = keyed.len().min(at + 6);
            let (said, phrases) = lexicon.longest(&keyed[at..until]);
            let (named, concepts) = self.thesaurus.longest(&keyed[at..until]);
            let cues: Vec<Cue> = phrases
                .iter()
                .filter_map(|phrase| match phrase {
                    Phrase::Cue(cue) => Some(*cue),
                    Phrase::Filler => None,
                })
                .collect();
            let ordinal = ordinals
                .iter()
                .find(|(_, span)| overlaps(span, &here) && !here.is_empty())
                .map(|&(value, _)| value);
            let silent = phrases.contains(&Phrase::Filler)
                || (!cues.is_empty() && !cues.iter().any(|cue| is_content(*cue)));
            if named > 0 && (named > said || (named == said && !silent)) {
                let mut term = self.concept(index, &reading.words[at..at + named], concepts, at);
                reading.cues.extend(cues.iter().map(|&cue| (cue, at)));
                if said == named {
                    term.cues = cues;
                }
                reading.terms.push(term);
                at += named;
            } else if said > 0 {
                reading.phrase(index, at, said, cues, ordinal);
                at += said;
            } else {
                let term = reading.word(index, &keyed[at], &here, at, ordinal);
                reading.terms.push(term);
                at += 1;
            }
        }
        reading.head = reading
            .terms
            .iter()
            .position(|term| !term.verb && term.cues.is_empty() && term.number.is_none());
        reading.comparisons = comparisons;
        reading.periods = periods;
        reading
    }

    /// A phrase that names concepts: itself, and the concepts' names in the data.
    fn concept(&self, index: &Index, words: &[String], concepts: Vec<usize>, at: usize) -> Term {
        let mut term = Term::plain(index, words, at);
        let own = term.is_known().then_some(term.information);
        let mut least = own;
        for &concept in &concepts {
            for name in self.thesaurus.names(concept) {
                let information =
                    name.words.iter().map(|near| index.information(near)).fold(0.0, f32::max);
                if name.weight > 0.8 {
                    least = Some(least.map_or(information, |least| least.min(information)));
                }
                term.variants.push(name.clone());
            }
        }
        term.information = match least {
            Some(least) => own.map_or(least, |own| f32::midpoint(own, least)).max(CONCEPT),
            // Known to the thesaurus, and the data have it by no name.
            None if term.variants.is_empty() => LACKING,
            None => UNKNOWN,
        };
        if words.len() > 1 {
            term.information *= 1.25;
        }
        term.concepts = concepts;
        term
    }
}

/// `text` without words longer than [`LONGEST_WORD`].
fn legible(text: &str) -> String {
    let mut legible = text.to_owned();
    for token in tokens(text).into_iter().rev() {
        if token.text.chars().count() > LONGEST_WORD {
            legible.replace_range(token.span, "");
        }
    }
    legible
}

/// Whether what stands at `span` is written as a name: with a capital, or in capitals in a text that is not.
fn is_name(text: &str, span: &Range<usize>) -> bool {
    let capital = |text: &str| text.chars().any(char::is_uppercase);
    let others = text[..span.start].chars().chain(text[span.end..].chars());
    capital(&text[span.clone()]) && others.filter(|c| c.is_alphabetic()).any(char::is_lowercase)
}

/// Whether a cue's own words may stand in the data too.
fn is_content(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Price | Cue::Paid | Cue::Free | Cue::Hours | Cue::Phone | Cue::Contacts | Cue::Email
    )
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// `text` with its words replaced by `tokens`.
fn join(text: &str, tokens: &[Token]) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut end = 0;
    for token in tokens {
        joined.push_str(&text[end..token.span.start]);
        let original = &text[token.span.clone()];
        if crate::text::fold(original) == token.text.trim_start_matches('#') {
            joined.push_str(original);
        } else {
            joined.push_str(&token.text);
        }
        end = token.span.end;
    }
    joined.push_str(&text[end..]);
    joined
}
