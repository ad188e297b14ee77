//! The glossary: words of the language by which residents speak of what councils publish.

use std::sync::LazyLock;

use serde::Deserialize;

/// A word, or several of one meaning, with its names in the data. All in lower case; `uk` is never empty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// As councils write it in titles, columns and cells.
    pub uk: Vec<String>,
    /// In everyday Ukrainian and surzhyk.
    #[serde(default)]
    pub said: Vec<String>,
    /// In Russian.
    #[serde(default)]
    pub ru: Vec<String>,
    /// In English, British and American.
    #[serde(default)]
    pub en: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    word: Vec<Word>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../locales/glossary.toml"))
        .expect("glossary.toml is read by a test")
});

/// Every word, in the order of the file.
pub fn all() -> &'static [Word] {
    &FILE.word
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::search::concepts;

    #[test]
    fn every_word_has_a_name_and_is_said_in_another_way() {
        assert!(all().len() >= 300, "{}", all().len());
        for word in all() {
            assert!(!word.uk.is_empty() && word.said.len() + word.ru.len() + word.en.len() > 0);
            for name in word.uk.iter().chain(&word.said).chain(&word.ru).chain(&word.en) {
                assert_eq!(*name, name.trim().to_lowercase());
                assert!((1..=4).contains(&name.split_whitespace().count()), "{name}");
            }
        }
    }

    #[test]
    fn words_are_in_the_letters_of_their_language() {
        for word in all() {
            let has = |name: &str, letters: &str| name.contains(|c| letters.contains(c));
            for name in word.uk.iter().chain(&word.said) {
                assert!(!has(name, "ыэъё"), "{name}");
            }
            assert!(word.ru.iter().all(|name| !has(name, "іїєґ’")), "{:?}", word.ru);
            assert!(word.en.iter().all(|name| name.is_ascii()), "{:?}", word.en);
        }
    }

    #[test]
    fn what_is_said_stands_in_one_word_and_in_no_concept() {
        for (language, of_word, of_concept) in [
            (
                "said",
                (|word| &word.said) as fn(&Word) -> &Vec<String>,
                (|concept| &concept.colloquial) as fn(&concepts::Concept) -> &Vec<String>,
            ),
            ("ru", |word| &word.ru, |concept| &concept.ru),
            ("en", |word| &word.en, |concept| &concept.en),
        ] {
            let known: BTreeSet<&str> =
                concepts::all().iter().flat_map(of_concept).map(String::as_str).collect();
            let mut times: BTreeMap<&str, usize> = BTreeMap::new();
            for name in all().iter().flat_map(of_word) {
                assert!(!known.contains(name.as_str()), "{language}: {name}");
                *times.entry(name).or_default() += 1;
            }
            for (name, times) in times {
                assert_eq!(times, 1, "{language}: {name}");
            }
        }
    }
}
