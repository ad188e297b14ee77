//! Words that turn a question without asking for a kind of answer: «не», «ніж», «біля»; listed in `locales/questions.toml`.

use serde::Deserialize;

/// What a word does to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is named as its list in `locales/questions.toml`, which says what it does"
)]
pub enum Particle {
    Denial,
    Present,
    Than,
    And,
    Beside,
    Located,
    Leans,
    Often,
    Dear,
    Own,
    Reception,
    New,
    Following,
    Preceding,
}

/// A word with a star at either end for any letters: `*часто*`.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Pattern {
    letters: String,
    open_start: bool,
    open_end: bool,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        let rest = text.strip_prefix('*');
        let open_start = rest.is_some();
        let rest = rest.unwrap_or(&text);
        let letters = rest.strip_suffix('*');
        Self {
            open_start,
            open_end: letters.is_some(),
            letters: letters.unwrap_or(rest).to_owned(),
        }
    }
}

impl Pattern {
    /// Whether `word` is one of its words.
    pub(super) fn fits(&self, word: &str) -> bool {
        match (self.open_start, self.open_end) {
            (false, false) => word == self.letters,
            (false, true) => word.starts_with(&self.letters),
            (true, false) => word.ends_with(&self.letters),
            (true, true) => word.contains(&self.letters),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, word, fits) in [
            ("ніж", "ніж", true),
            ("ніж", "ніжин", false),
            ("нов*", "новий", true),
            ("нов*", "оновили", false),
            ("*часті*", "найчастіше", true),
            ("*ше", "більше", true),
            ("*ше", "більший", false),
        ] {
            assert_eq!(Pattern::from(pattern.to_owned()).fits(word), fits, "{pattern} {word}");
        }
    }
}
