//! Words: folding, tokens, stems, keyboard layouts, transliteration, numbers, dates and periods; and what of a text to mask.

mod fold;
pub mod layout;
pub mod mask;
pub mod number;
pub mod period;
pub(crate) mod scan;
pub mod spreadsheet;
mod stem;
pub mod transliteration;

pub use fold::{fold, is_cyrillic, squash};
pub use stem::{Keys, cognates, is_verb, light, root, verb_root};

use std::ops::Range;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Folded; a whole number of at most six digits, with or without «№», as `#` and its digits.
    pub text: String,
    /// Where it stands in the text it was cut from, in bytes.
    pub span: Range<usize>,
}

/// The words of `text`, folded.
///
/// «№5», «№ 5», `No. 5` and `5` are all `#5`: people and councils write ids of schools and routes each in their own way.
/// A longer number, one with leading zeros and one with a fraction stay as they are.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = None;
    let mut previous = ' ';
    let end = text.len();
    for (at, c) in text.char_indices().chain([(end, ' ')]) {
        let inside = c.is_alphanumeric()
            || (fold::is_joiner(c) && start.is_some() && previous.is_alphanumeric())
            || (matches!(c, '.' | ',')
                && previous.is_ascii_digit()
                && text[at + 1..].starts_with(|next: char| next.is_ascii_digit()));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                push(&mut tokens, text, from..at);
                start = None;
            }
            _ => {}
        }
        previous = c;
    }
    tokens
}

fn push(tokens: &mut Vec<Token>, text: &str, span: Range<usize>) {
    let word = fold(&text[span.clone()]);
    if word.is_empty() {
        return;
    }
    let plain = word.len() <= 6
        && word.bytes().all(|b| b.is_ascii_digit())
        && (word == "0" || !word.starts_with('0'));
    if plain
        && tokens
            .last()
            .is_some_and(|last| last.text == "no" && text[last.span.end..span.start].trim() == ".")
    {
        tokens.pop(); // `No. 5`
    }
    let text = if plain { format!("#{word}") } else { word };
    tokens.push(Token { text, span });
}

/// The words of `text`, folded, without their places.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    tokens(text).into_iter().map(|token| token.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        words(text).collect()
    }

    #[test]
    fn ids_of_schools_are_one_word_however_they_are_written() {
        for text in ["ліцей №1", "ліцей № 1", "ЛІЦЕЙ 1", "ліцей No. 1"] {
            assert_eq!(of(text), ["ліцей", "#1"], "{text}");
        }
    }

    #[test]
    fn codes_keep_their_zeros_and_sums_their_fractions() {
        assert_eq!(of("КПКВК 0210150 на 33,48 грн"), ["кпквк", "0210150", "на", "33,48", "грн"]);
    }

    #[test]
    fn apostrophes_and_look_alikes_do_not_part_words() {
        assert_eq!(of("об’єкт обєкт об'єкт"), ["обєкт", "обєкт", "обєкт"]);
        assert_eq!(of("шкoла"), ["школа"]); // with a Latin o
    }
}
