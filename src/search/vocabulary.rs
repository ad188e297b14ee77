//! Every word of a council's data, to find the forms and relatives of a resident's word among them.

use std::collections::HashMap;

use crate::text::{Keys, cognates, light, root, verb_root};

/// A word's number in its vocabulary.
pub type WordId = u32;

/// What a relative («бюджет» for «бюджетний») is worth beside the word itself.
const RELATIVE: f32 = 0.72;

/// What an adjective of a place's name is worth beside the name.
const ANOTHER: f32 = 0.45;

/// A word of the vocabulary that a resident's word may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// The word.
    pub word: WordId,
    /// How alike they are, 0 to 1: 1 for a form of the same word.
    pub likeness: f32,
}

/// Words by number, by stem, by root and by letters.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: Vec<String>,
    counts: Vec<u32>,
    ids: HashMap<String, WordId>,
    by_light: HashMap<String, Vec<WordId>>,
    by_snowball: HashMap<String, Vec<WordId>>,
    by_root: HashMap<String, Vec<WordId>>,
    by_cognate: HashMap<String, Vec<WordId>>,
    by_trigram: HashMap<[char; 3], Vec<WordId>>,
}

impl Vocabulary {
    /// Counts the folded `word` once more; returns its number.
    ///
    /// # Panics
    ///
    /// With 2^32 words, which no council has.
    pub fn add(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            self.counts[id as usize] += 1;
            return id;
        }
        let id = WordId::try_from(self.words.len()).expect("fewer than 2^32 words");
        self.words.push(word.to_owned());
        self.counts.push(1);
        self.ids.insert(word.to_owned(), id);
        let keys = Keys::of(word);
        self.by_light.entry(keys.light).or_default().push(id);
        self.by_snowball.entry(keys.snowball).or_default().push(id);
        let roots = [root(word), verb_root(word)];
        for (at, root) in roots.iter().enumerate() {
            if let Some(root) = root
                && !roots[..at].contains(&Some(root.clone()))
            {
                self.by_root.entry(root.clone()).or_default().push(id);
            }
        }
        for cognate in cognates(word).into_iter().flatten() {
            let words = self.by_cognate.entry(cognate).or_default();
            if words.last() != Some(&id) {
                words.push(id);
            }
        }
        if word.starts_with(char::is_alphabetic) {
            for gram in trigrams(word) {
                self.by_trigram.entry(gram).or_default().push(id);
            }
        }
        id
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The word of a number.
    pub fn word(&self, id: WordId) -> &str {
        &self.words[id as usize]
    }

    /// Whether some form of `word` is here.
    pub fn knows(&self, word: &str) -> bool {
        if self.ids.contains_key(word) {
            return true;
        }
        let keys = Keys::of(word);
        self.by_light.contains_key(&keys.light)
            || self.by_snowball.contains_key(&keys.snowball)
            || verb_root(word).is_some_and(|root| self.by_root.contains_key(&root))
    }

    /// Whether a form of `word` itself is here: of a verb with the same root is not enough, as a surname shares it.
    pub fn has(&self, word: &str) -> bool {
        let keys = Keys::of(word);
        self.ids.contains_key(word)
            || self.by_light.contains_key(&keys.light)
            || self.by_snowball.contains_key(&keys.snowball)
    }

    /// The forms of `word`, then its relatives.
    pub fn forms(&self, word: &str) -> Vec<Near> {
        let mut near: Vec<Near> = Vec::new();
        let mut add = |word: WordId, likeness: f32| {
            if !near.iter().any(|n| n.word == word) {
                near.push(Near { word, likeness });
            }
        };
        if let Some(&id) = self.ids.get(word) {
            add(id, 1.0);
        }
        let keys = Keys::of(word);
        let of_light = self.by_light.get(&keys.light);
        let of_snowball = self.by_snowball.get(&keys.snowball);
        for &id in of_light.into_iter().chain(of_snowball).flatten() {
            let other = is_of_place(&self.words[id as usize]) != is_of_place(word);
            add(id, if other { ANOTHER } else { 0.98 });
        }
        if let Some(verb) = verb_root(word) {
            for &id in self.by_root.get(&verb).into_iter().flatten() {
                let same = verb_root(&self.words[id as usize]).as_ref() == Some(&verb);
                add(id, if same && verb.chars().count() > 3 { 0.85 } else { RELATIVE });
            }
        }
        for &id in root(word).and_then(|root| self.by_root.get(&root)).into_iter().flatten() {
            // «Ладижин» is not «Ладижинські Хутори»; «гайсинський» is of «Гайсин».
            let other = is_of_place(&self.words[id as usize]) && !is_of_place(word);
            add(id, if other { ANOTHER } else { RELATIVE });
        }
        near
    }

    /// The words that a Russian `word` is a cognate of.
    pub fn cognates(&self, word: &str) -> Vec<Near> {
        let mut near: Vec<Near> = Vec::new();
        for key in cognates(word).into_iter().flatten() {
            for &id in self.by_cognate.get(&key).into_iter().flatten() {
                if !near.iter().any(|near| near.word == id) {
                    near.push(Near { word: id, likeness: 0.92 });
                }
            }
        }
        near
    }

    /// The two words that a compound is made of («цукрозавод»: «цукровий», «завод»; «райлікарня»), if both are here.
    pub fn compound(&self, word: &str) -> Option<[Vec<Near>; 2]> {
        let places: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        if word.is_ascii() || places.len() < 8 {
            return None;
        }
        (3..=places.len() - 4).find_map(|at| {
            let (start, end) = word.split_at(places[at]);
            let start = start.strip_suffix(['о', 'е', 'є']).unwrap_or(start);
            let mut letters = start.chars();
            let gram = [' ', letters.next()?, letters.next()?];
            letters.next()?;
            let second: Vec<Near> =
                self.forms(end).into_iter().filter(|near| near.likeness > 0.95).collect();
            if second.is_empty() {
                return None;
            }
            let first: Vec<Near> = self
                .by_trigram
                .get(&gram)?
                .iter()
                .filter(|&&id| {
                    let known = self.word(id);
                    known.starts_with(start) && known.len() > start.len()
                })
                .map(|&id| Near { word: id, likeness: 0.85 })
                .collect();
            (!first.is_empty()).then_some([first, second])
        })
    }

    /// The nearest word by letters: fewest slips, then most frequent; with the number of slips.
    ///
    /// One slip is forgiven in a word of four to seven letters, two in a longer one, three from twelve on: a general word
    /// that the data do not have must not be mended into another.
    pub fn nearest(&self, text: &str) -> Option<(&str, usize)> {
        let length = text.chars().count();
        let slips = match length {
            0..4 => return None,
            4..8 => 1,
            8..12 => 2,
            _ => 3,
        };
        let stem = light(text);
        let grams: Vec<[char; 3]> = trigrams(text).collect();
        let enough = grams.len().saturating_sub(3 * slips + 1).max(2);
        let mut shared = vec![0; self.words.len()];
        let mut like = Vec::new();
        for &word in grams.iter().filter_map(|gram| self.by_trigram.get(gram)).flatten() {
            let count = &mut shared[word as usize];
            *count += 1;
            if *count == enough {
                like.push(word);
            }
        }
        like.into_iter()
            .map(|id| (id, self.words[id as usize].as_str()))
            .filter(|(_, word)| word.chars().count().abs_diff(length) <= slips + 3)
            .map(|(id, word)| {
                // Of a form that the data do not have («білбоордів»), the stem («білборд»).
                let distance = strsim::osa_distance(text, word);
                let of_stem = if distance > slips && stem.chars().count() > 4 {
                    2 * strsim::osa_distance(&stem, &light(word)).max(1)
                } else {
                    usize::MAX
                };
                (distance.min(of_stem), u32::MAX - self.counts[id as usize], word)
            })
            .filter(|&(distance, ..)| distance <= slips)
            .min()
            .map(|(distance, _, word)| (word, distance))
    }

    /// How often `word` was counted.
    pub fn count(&self, word: &str) -> u32 {
        self.ids.get(word).map_or(0, |&id| self.counts[id as usize])
    }
}

/// Whether `word` is an adjective made of a name («гайсинський»).
fn is_of_place(word: &str) -> bool {
    word.chars().count() > 7 && ["ськ", "цьк", "зьк"].iter().any(|suffix| word.contains(suffix))
}

/// The three-letter pieces of a word, padded by two spaces before and one after.
fn trigrams(word: &str) -> impl Iterator<Item = [char; 3]> {
    let padded: Vec<char> = "  ".chars().chain(word.chars()).chain([' ']).collect();
    (0..padded.len() - 2).map(move |at| [padded[at], padded[at + 1], padded[at + 2]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for word in words {
            vocabulary.add(word);
        }
        vocabulary
    }

    #[test]
    fn a_form_is_worth_more_than_a_relative() {
        let vocabulary = vocabulary(&["бюджет", "бюджетний", "садок"]);
        let near = vocabulary.forms("бюджету");
        assert_eq!(vocabulary.word(near[0].word), "бюджет");
        assert!(near[0].likeness > near[1].likeness && near.len() == 2, "{near:?}");
    }

    #[test]
    fn a_compound_is_read_by_its_parts() {
        let vocabulary = vocabulary(&["цукровий", "завод", "районна", "лікарня"]);
        for (compound, parts) in
            [("цукрозаводу", ["цукровий", "завод"]), ("райлікарня", ["районна", "лікарня"])]
        {
            let found = vocabulary.compound(compound).unwrap();
            assert_eq!(found.map(|near| vocabulary.word(near[0].word).to_owned()), parts);
        }
        assert!(vocabulary.compound("бібліотека").is_none());
    }

    #[test]
    fn a_slip_is_mended_by_the_nearest_word() {
        let vocabulary = vocabulary(&["відділу", "бюджет", "багатоквартирному", "білборд"]);
        for (text, word) in [
            ("вдіділу", "відділу"),
            ("бюджед", "бюджет"),
            ("багатокавртирному", "багатоквартирному"),
            ("білбоордів", "білборд"),
        ] {
            assert_eq!(vocabulary.nearest(text).map(|(word, _)| word), Some(word));
        }
        assert_eq!(vocabulary.nearest("погода"), None);
    }
}
