//! Concepts in a council's own words: what a phrase of any of our languages may be called in its data.

use std::collections::HashMap;

use super::{
    concepts::{self, Concept},
    glossary::{self, Word},
    lexicon::Keyed,
    vocabulary::{Near, Vocabulary},
};
use crate::text::{self, words};

/// What another name of the same concept is worth beside the resident's own word.
const SYNONYM: f32 = 0.86;
/// What a colloquial name is worth: councils seldom write one.
const SPOKEN: f32 = 0.62;
/// What a related concept is worth.
pub const RELATED: f32 = 0.5;
/// What a narrower concept is worth.
const NARROWER: f32 = 0.7;

/// A way to say a thing in the words of the data.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Word by word, what each may be in the data.
    pub words: Vec<Vec<Near>>,
    /// What it is worth, 0 to 1.
    pub weight: f32,
}

/// Aliases by the stems of their first word, and each concept's names in the data.
#[derive(Debug, Default)]
pub struct Thesaurus {
    aliases: HashMap<String, Vec<Alias>>,
    names: Vec<Vec<Variant>>,
}

#[derive(Clone, Debug)]
struct Alias {
    words: Vec<Keyed>,
    concept: usize,
}

impl Thesaurus {
    /// The thesaurus over `vocabulary`.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let all = concepts::all();
        let by_id: HashMap<&str, usize> =
            all.iter().enumerate().map(|(at, concept)| (concept.id.as_str(), at)).collect();
        let own: Vec<Vec<Variant>> = all.iter().map(|concept| names(concept, vocabulary)).collect();
        let mut thesaurus = Self::default();
        for (at, concept) in all.iter().enumerate() {
            let mut names: Vec<Variant> = own[at].clone();
            for (ids, weight) in [(&concept.narrower, NARROWER), (&concept.related, RELATED)] {
                for other in ids.iter().filter_map(|id| by_id.get(id.as_str())) {
                    names.extend(
                        own[*other]
                            .iter()
                            .take(3)
                            .map(|name| Variant { words: name.words.clone(), weight }),
                    );
                }
            }
            thesaurus.names.push(names);
            for alias in concept.uk.iter().chain(&concept.colloquial).chain(&concept.en) {
                thesaurus.add(alias, Keyed::new, at);
            }
            for alias in &concept.ru {
                thesaurus.add(alias, Keyed::any, at);
            }
        }
        for Word { uk, said, ru, en } in glossary::all() {
            let at = thesaurus.names.len();
            thesaurus
                .names
                .push(uk.iter().filter_map(|name| known(name, SYNONYM, vocabulary)).collect());
            for alias in said.iter().chain(en) {
                thesaurus.add(alias, Keyed::new, at);
            }
            for alias in ru {
                thesaurus.add(alias, Keyed::any, at);
            }
        }
        thesaurus
    }

    fn add(&mut self, alias: &str, keyed: fn(&str) -> Keyed, concept: usize) {
        let words: Vec<Keyed> = words(alias).map(|word| keyed(&word)).collect();
        let Some(first) = words.first() else { return };
        let same = |known: &Alias| {
            known.concept == concept
                && known.words.len() == words.len()
                && known.words.iter().zip(&words).all(|(a, b)| a.word() == b.word())
        };
        for stem in first.stems() {
            let list = self.aliases.entry(stem.to_owned()).or_default();
            if !list.iter().any(same) {
                list.push(Alias { words: words.clone(), concept });
            }
        }
    }

    /// The concepts that `words` begin with, of the greatest length, and that length in words.
    pub(super) fn longest(&self, words: &[Keyed]) -> (usize, Vec<usize>) {
        let mut best = (0, Vec::new());
        let Some(first) = words.first() else { return best };
        for stem in first.stems() {
            for alias in self.aliases.get(stem).into_iter().flatten() {
                let length = alias.words.len();
                let fits = length >= best.0
                    && length <= words.len()
                    && alias.words.iter().zip(words).all(|(a, b)| a.meets(b));
                if !fits || is_denied(alias.concept, &words[..length]) {
                    continue;
                }
                if length > best.0 {
                    best = (length, vec![alias.concept]);
                } else if !best.1.contains(&alias.concept) {
                    best.1.push(alias.concept);
                }
            }
        }
        best
    }

    /// All words of all aliases.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.aliases.values().flatten().flat_map(|alias| alias.words.iter().map(Keyed::word))
    }

    /// The names of `concept` in the data, best first.
    pub fn names(&self, concept: usize) -> &[Variant] {
        &self.names[concept]
    }
}

/// Whether the concept says of exactly these words that they mean something else.
fn is_denied(concept: usize, words: &[Keyed]) -> bool {
    let Some(concept) = concepts::all().get(concept) else { return false };
    let said = words.iter().map(Keyed::word).collect::<Vec<_>>().join(" ");
    concept.not.iter().any(|not| text::squash(not) == said)
}

/// The names of `concept` all of whose words the data know in some form.
fn names(concept: &Concept, vocabulary: &Vocabulary) -> Vec<Variant> {
    let formal = concept.uk.iter().filter_map(|name| known(name, SYNONYM, vocabulary));
    let spoken = concept.colloquial.iter().filter_map(|name| known(name, SPOKEN, vocabulary));
    formal.chain(spoken).collect()
}

/// `name` in the forms of the data, if they know all its words.
fn known(name: &str, weight: f32, vocabulary: &Vocabulary) -> Option<Variant> {
    let words: Vec<Vec<Near>> = words(name).map(|word| vocabulary.forms(&word)).collect();
    (!words.is_empty() && words.iter().all(|near| !near.is_empty()))
        .then_some(Variant { words, weight })
}
