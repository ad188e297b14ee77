//! The theme of a dataset: the part of municipal life that the concepts in its title and keywords belong to.

use super::{
    concepts::{self, Theme},
    lexicon::Keyed,
    thesaurus::Thesaurus,
};
use crate::{catalog::Dataset, text::words};

/// What a word of the title counts beside one of a keyword.
const TITLE: usize = 3;
/// Themes that say nothing of what data are about.
const FORMAL: [&str; 2] = ["attribute", "data"];

impl Thesaurus {
    /// The theme of `dataset`; `None` if no concept is met.
    pub fn theme(&self, dataset: &Dataset) -> Option<&'static Theme> {
        let mut scores = vec![0; concepts::themes().len()];
        self.count(&dataset.title, TITLE, &mut scores);
        for tag in &dataset.tags {
            self.count(tag, 1, &mut scores);
        }
        // Of equals the first: it is the more general one.
        let best = (0..scores.len()).rev().max_by_key(|at| scores[*at])?;
        (scores[best] > 0).then(|| &concepts::themes()[best])
    }

    /// Adds what the concepts in `text` say: longer names say more.
    fn count(&self, text: &str, weight: usize, scores: &mut [usize]) {
        let words: Vec<Keyed> = words(text).map(|word| Keyed::new(&word)).collect();
        let mut at = 0;
        while at < words.len() {
            let (length, met) = self.longest(&words[at..]);
            let themes = met.iter().filter_map(|concept| concepts::all().get(*concept));
            for theme in themes.map(|concept| &concept.theme) {
                let place = concepts::themes().iter().position(|known| known.id == *theme);
                if let Some(place) = place.filter(|_| !FORMAL.contains(&theme.as_str())) {
                    scores[place] += weight * length;
                }
            }
            at += length.max(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::vocabulary::Vocabulary;

    #[test]
    fn a_dataset_belongs_where_its_title_says() {
        let thesaurus = Thesaurus::new(&Vocabulary::default());
        let theme = |title: &str, tags: &[&str]| {
            let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
            let dataset = Dataset { title: title.to_owned(), tags, ..Dataset::default() };
            thesaurus.theme(&dataset).map(|theme| theme.id.as_str())
        };
        for (title, tags, expected) in [
            ("Перелік закладів дошкільної освіти", &[][..], Some("education")),
            ("Графік руху автобусів", &["транспорт"], Some("transport")),
            ("Бюджет громади на 2025 рік", &["фінанси"], Some("budget")),
            ("Тарифи на водопостачання", &[], Some("utilities")),
            ("Реєстр", &["укриття"], Some("safety")),
            ("Xyz", &[], None),
        ] {
            assert_eq!(theme(title, tags), expected, "{title}");
        }
    }
}
