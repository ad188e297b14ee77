//! The municipal thesaurus: what residents say, and what councils write.

use std::sync::LazyLock;

use serde::Deserialize;

/// One thing that residents ask a council about.
///
/// Aliases are in lower case, in dictionary form, of four words at most; `uk`, `ru` and `en` are never empty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// Kebab-case English, never changed once published.
    pub id: String,
    /// Id of a [`Theme`].
    pub theme: String,
    /// As councils write it in titles, columns and cells; the first is the label.
    pub uk: Vec<String>,
    /// As residents say it: everyday Ukrainian, surzhyk, verbs, whole phrases.
    #[serde(default)]
    pub colloquial: Vec<String>,
    /// In Russian.
    pub ru: Vec<String>,
    /// In English, British and American.
    pub en: Vec<String>,
    /// Ids of concepts worth a look when this one finds nothing.
    #[serde(default)]
    pub related: Vec<String>,
    /// Ids of concepts that are kinds or parts of this one.
    #[serde(default)]
    pub narrower: Vec<String>,
    /// Words and phrases that look alike and mean something else: where one of them stands in the
    /// question, an alias inside it or near it does not count.
    #[serde(default)]
    pub not: Vec<String>,
}

impl Concept {
    /// Its label in Ukrainian.
    pub fn label(&self) -> &str {
        self.uk.first().map_or(self.id.as_str(), String::as_str)
    }

    /// Its aliases in every language, each as often as it is listed.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        [&self.uk, &self.colloquial, &self.ru, &self.en].into_iter().flatten().map(String::as_str)
    }
}

/// A part of municipal life, for overviews.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Kebab-case English.
    pub id: String,
    /// Label in Ukrainian.
    pub uk: String,
    /// Label in English.
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    shared: Vec<String>,
    theme: Vec<Theme>,
    concept: Vec<Concept>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../locales/concepts.toml"))
        .expect("concepts.toml is read by a test")
});

/// Every concept, in the order of the file.
pub fn all() -> &'static [Concept] {
    &FILE.concept
}

/// Every theme, in the order of the file.
pub fn themes() -> &'static [Theme] {
    &FILE.theme
}

/// Aliases that several concepts have on purpose: the word alone does not say which is meant.
pub fn shared() -> &'static [String] {
    &FILE.shared
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::text::{Keys, words};

    #[test]
    fn ids_and_themes_are_unique() {
        let ids: BTreeSet<_> = all().iter().map(|concept| &concept.id).collect();
        assert_eq!(ids.len(), all().len());
        let themes: BTreeSet<_> = themes().iter().map(|theme| &theme.id).collect();
        assert_eq!(themes.len(), super::themes().len());
    }

    #[test]
    fn every_concept_has_three_aliases_and_one_in_each_language() {
        for concept in all() {
            assert!(concept.aliases().count() >= 3, "{}", concept.id);
            for language in [&concept.uk, &concept.ru, &concept.en] {
                assert!(!language.is_empty(), "{}", concept.id);
            }
        }
    }

    #[test]
    fn aliases_are_short_lower_case_and_listed_once_a_language() {
        for concept in all() {
            for alias in concept.aliases() {
                let named = format!("{}: {alias}", concept.id);
                assert_eq!(alias, alias.trim().to_lowercase(), "{named}");
                assert!((1..=4).contains(&alias.split_whitespace().count()), "{named}");
            }
            for language in [&concept.uk, &concept.colloquial, &concept.ru, &concept.en] {
                let once: BTreeSet<_> = language.iter().collect();
                assert_eq!(once.len(), language.len(), "{}", concept.id);
            }
        }
    }

    #[test]
    fn aliases_are_in_the_letters_of_their_language() {
        let has = |alias: &str, letters: &str| alias.chars().any(|c| letters.contains(c));
        for concept in all() {
            for alias in concept.uk.iter().chain(&concept.colloquial) {
                assert!(!has(alias, "ыэъё"), "{}: {alias}", concept.id);
            }
            for alias in &concept.ru {
                assert!(!has(alias, "іїєґ’"), "{}: {alias}", concept.id);
            }
            for alias in &concept.en {
                assert!(alias.is_ascii(), "{}: {alias}", concept.id);
            }
        }
    }

    #[test]
    fn related_and_narrower_concepts_and_themes_exist() {
        let ids: BTreeSet<_> = all().iter().map(|concept| &concept.id).collect();
        for concept in all() {
            for id in concept.related.iter().chain(&concept.narrower) {
                assert!(ids.contains(id) && *id != concept.id, "{}: {id}", concept.id);
            }
            assert!(themes().iter().any(|theme| theme.id == concept.theme), "{}", concept.id);
        }
    }

    #[test]
    fn an_alias_belongs_to_one_concept_unless_listed_as_shared() {
        let mut owners: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for concept in all() {
            for alias in concept.aliases() {
                owners.entry(alias).or_default().insert(&concept.id);
            }
        }
        for (alias, owners) in &owners {
            let listed = shared().iter().any(|shared| shared == alias);
            assert_eq!(owners.len() > 1, listed, "{alias}: {owners:?}");
        }
    }

    #[test]
    fn what_a_concept_is_not_is_none_of_its_aliases() {
        for concept in all() {
            for other in &concept.not {
                assert!(concept.aliases().all(|alias| alias != other), "{}: {other}", concept.id);
            }
        }
    }

    #[test]
    fn there_are_400_concepts_and_each_theme_has_some() {
        assert!(all().len() >= 400, "{}", all().len());
        for theme in themes() {
            assert!(all().iter().any(|concept| concept.theme == theme.id), "{}", theme.id);
        }
    }

    #[test]
    fn every_entry_of_resolution_835_is_reached_from_a_ukrainian_alias() {
        let words = |text: &str| -> Vec<(String, Keys)> {
            words(text).map(|word| (word.clone(), Keys::of(&word))).collect()
        };
        for standard in crate::catalog::standard::all() {
            let title = words(&standard.title);
            let reached = all().iter().flat_map(|concept| &concept.uk).any(|alias| {
                let alias = words(alias);
                // A lone short word would reach anything.
                alias.iter().map(|(word, _)| word.chars().count()).sum::<usize>() >= 7
                    && title
                        .windows(alias.len())
                        .any(|window| alias.iter().zip(window).all(|((_, a), (_, b))| a.meets(b)))
            });
            assert!(reached, "annex {}: {}", standard.annex, standard.title);
        }
    }
}
