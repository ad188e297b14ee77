//! The words by which questions are asked, from `locales/questions.toml`.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use super::particle::{Particle, Pattern};
use crate::text::{Keys, fold, words};

/// What kind of answer a word of a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is named as its list in `locales/questions.toml`, which shows the words"
)]
pub enum Cue {
    Count,
    Price,
    Money,
    Planned,
    Actual,
    Paid,
    Free,
    Who,
    Person,
    Where,
    When,
    Hours,
    Phone,
    Contacts,
    Email,
    Exists,
    List,
    Most,
    Least,
    Oldest,
    Newest,
    First,
    Last,
    Sum,
    Average,
    Percent,
    Difference,
    Compare,
    Nearest,
    OpenNow,
    Next,
    Updated,
    Created,
    Holder,
    Frequency,
    Format,
    Dataset,
    Overview,
    Private,
    Greeting,
    Here,
    Back,
}

/// What a phrase of the lexicon is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// It asks for a kind of answer.
    Cue(Cue),
    /// It says nothing.
    Filler,
}

#[derive(Deserialize)]
struct File {
    elsewhere: Places,
    cue: HashMap<Cue, Vec<String>>,
    particle: HashMap<Particle, Vec<Pattern>>,
    unit: HashMap<String, Vec<String>>,
    filler: Fillers,
}

#[derive(Deserialize)]
struct Places {
    towns: Vec<String>,
}

#[derive(Deserialize)]
struct Fillers {
    words: Vec<String>,
}

/// Phrases by the light stem of their first word.
#[derive(Debug)]
pub struct Lexicon {
    phrases: HashMap<String, Vec<(Vec<Keyed>, Phrase)>>,
    towns: Vec<Keyed>,
    particles: HashMap<Particle, Vec<Pattern>>,
    units: Vec<(Pattern, Vec<String>)>,
}

/// A word with its stems; a short one is compared as it stands.
#[derive(Clone, Debug)]
pub(super) struct Keyed {
    word: String,
    keys: Keys,
    /// Its stem as a Russian word: of every word of a question, of Russian names alone otherwise.
    russian: Option<String>,
    short: bool,
}

impl Keyed {
    /// A word of a phrase of ours.
    pub(super) fn new(word: &str) -> Self {
        let word = in_our_letters(word);
        let keys = Keys::of(&word);
        // A comparative has no forms, and without its ending it is another word: «дороже», «дороги».
        let comparative = ["же", "ше", "че"].iter().any(|ending| word.ends_with(ending));
        let short = word.chars().count() <= 3 || comparative;
        Self { word, keys, russian: None, short }
    }

    /// A word of a question, or of a Russian name: it may be Russian.
    pub(super) fn any(word: &str) -> Self {
        let keyed = Self::new(word);
        if word.is_ascii() || !word.starts_with(char::is_alphabetic) {
            return keyed;
        }
        let russian = Some(format!("R{}", Keys::of_russian(word).light));
        Self { russian, ..keyed }
    }

    pub(super) fn word(&self) -> &str {
        &self.word
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        let form_of = |short: &Self, form: &Self| {
            // «мера» is a form of «мер»; shorter words have none.
            short.short
                && !form.short
                && short.word.chars().count() == 3
                && short.word == form.keys.light
        };
        self.word == other.word
            || form_of(self, other)
            || form_of(other, self)
            || (!self.short && !other.short && self.keys.meets(&other.keys))
            || (self.russian.is_some() && self.russian == other.russian)
    }

    /// The stems under which it is to be found.
    pub(super) fn stems(&self) -> Vec<&str> {
        let mut stems = if self.short {
            vec![self.word.as_str()]
        } else {
            vec![self.keys.light.as_str(), self.keys.snowball.as_str()]
        };
        stems.extend(self.russian.as_deref());
        stems.sort_unstable();
        stems.dedup();
        stems
    }
}

/// Letters that only Russian has, as Ukrainian ones.
pub(super) fn in_our_letters(word: &str) -> String {
    word.chars()
        .filter_map(|c| match c {
            'ы' => Some('и'),
            'э' => Some('е'),
            'ъ' => None,
            other => Some(other),
        })
        .collect()
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../locales/questions.toml"))
        .expect("locales/questions.toml is valid");
    let mut lexicon = Lexicon {
        phrases: HashMap::new(),
        towns: file.elsewhere.towns.iter().map(|town| Keyed::any(&fold(town))).collect(),
        particles: file.particle,
        units: file.unit.into_iter().map(|(word, units)| (Pattern::from(word), units)).collect(),
    };
    for (cue, phrases) in &file.cue {
        for phrase in phrases {
            lexicon.add(phrase, Phrase::Cue(*cue));
        }
    }
    for word in &file.filler.words {
        lexicon.add(word, Phrase::Filler);
    }
    lexicon
});

impl Lexicon {
    /// The one lexicon.
    pub fn get() -> &'static Self {
        &LEXICON
    }

    fn add(&mut self, phrase: &str, what: Phrase) {
        let keyed: Vec<Keyed> = words(phrase).map(|word| Keyed::new(&word)).collect();
        let Some(first) = keyed.first() else { return };
        for stem in first.stems() {
            self.phrases.entry(stem.to_owned()).or_default().push((keyed.clone(), what));
        }
    }

    /// What `words` begin with: every phrase of the greatest length, and that length in words.
    pub(super) fn longest(&self, words: &[Keyed]) -> (usize, Vec<Phrase>) {
        let mut best = (0, Vec::new());
        let Some(first) = words.first() else { return best };
        for stem in first.stems() {
            for (phrase, what) in self.phrases.get(stem).into_iter().flatten() {
                let fits = phrase.len() <= words.len()
                    && phrase.iter().zip(words).all(|(a, b)| a.meets(b));
                if fits && phrase.len() > best.0 {
                    best = (phrase.len(), vec![*what]);
                } else if fits && phrase.len() == best.0 && !best.1.contains(what) {
                    best.1.push(*what);
                }
            }
        }
        best
    }

    /// Whether `word` names a town that residents of many councils ask about: what is asked of it must be in the data.
    pub(super) fn is_elsewhere(&self, word: &Keyed) -> bool {
        self.towns.iter().any(|town| town.meets(word))
    }

    /// Whether `word`, folded, is such a particle.
    pub fn is(&self, particle: Particle, word: &str) -> bool {
        self.particles[&particle].iter().any(|pattern| pattern.fits(word))
    }

    /// The ways in which headers write the unit that `word`, folded, names («гектарів»: «га»); none if it names no unit.
    pub fn units(&self, word: &str) -> &[String] {
        let named = self.units.iter().find(|(unit, _)| unit.fits(word));
        named.map_or(&[], |(_, written)| written)
    }

    /// All words of all phrases.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let towns = self.towns.iter().map(Keyed::word);
        let phrases = self.phrases.values().flatten();
        phrases.flat_map(|(phrase, _)| phrase.iter().map(Keyed::word)).chain(towns)
    }
}
