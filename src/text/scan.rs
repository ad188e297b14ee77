//! Text cut into words, digits and signs for the small grammars (periods, amounts, hours).
//!
//! Unlike the words of the search index these keep digits and signs, and every token knows the bytes it stands in.

use std::ops::Range;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, with apostrophes inside.
    Word,
    /// ASCII digits (superscript ones in a token of their own).
    Digits,
    /// One other character that is not white space.
    Sign,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is made of.
    pub(crate) kind: Kind,
    /// Folded: lower case, `ё` as `е`, one apostrophe, one dash, look-alike Latin letters in a Cyrillic word as Cyrillic.
    pub(crate) text: String,
    /// The bytes of the text it stands in.
    pub(crate) span: Range<usize>,
    /// Whether white space stands before it (or nothing).
    pub(crate) gap: bool,
}

impl Token {
    /// Whether it is the sign `sign`.
    pub(crate) fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// Its value, if it is digits that fit.
    pub(crate) fn digits(&self) -> Option<u32> {
        if self.kind == Kind::Digits && self.text.len() <= 9 {
            self.text.parse().ok()
        } else {
            None
        }
    }
}

/// Cuts `text` into tokens.
pub(crate) fn scan(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut gap = true;
    let mut raised = false; // whether the digits being read are superscript
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let end = at + char.len_utf8();
        if is_invisible(char) {
            continue;
        }
        if char.is_whitespace() {
            gap = true;
            continue;
        }
        let joins = !gap && !tokens.is_empty();
        let last = tokens.last_mut().filter(|_| joins);
        if matches!(char, '\u{306}' | '\u{308}') {
            // A letter and its mark apart, as macOS writes file names.
            if let Some(last) = last.filter(|last| last.kind == Kind::Word) {
                let composed = match (last.text.chars().last(), char) {
                    (Some('и'), '\u{306}') => Some('й'),
                    (Some('і' | 'i'), '\u{308}') => Some('ї'),
                    _ => None,
                };
                if let Some(composed) = composed {
                    last.text.pop();
                    last.text.push(composed);
                }
                last.span.end = end;
            }
            continue;
        }
        if is_apostrophe(char) {
            let before = last.as_ref().is_some_and(|last| last.kind == Kind::Word);
            let after = chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
            if let Some(last) = last.filter(|_| before && after) {
                last.text.push('\'');
                last.span.end = end;
                continue;
            }
            tokens.push(sign("'", at..end, gap));
        } else if let Some(digit) = superscript(char) {
            match last.filter(|last| raised && last.kind == Kind::Digits) {
                Some(last) => {
                    last.text.push(digit);
                    last.span.end = end;
                }
                None => tokens.push(Token {
                    kind: Kind::Digits,
                    text: digit.to_string(),
                    span: at..end,
                    gap,
                }),
            }
            raised = true;
            gap = false;
            continue;
        } else if char.is_ascii_digit() {
            match last.filter(|last| !raised && last.kind == Kind::Digits) {
                Some(last) => {
                    last.text.push(char);
                    last.span.end = end;
                }
                None => tokens.push(Token {
                    kind: Kind::Digits,
                    text: char.to_string(),
                    span: at..end,
                    gap,
                }),
            }
        } else if char.is_alphabetic() {
            let folded = char.to_lowercase().map(|char| if char == 'ё' { 'е' } else { char });
            match last.filter(|last| last.kind == Kind::Word) {
                Some(last) => {
                    last.text.extend(folded);
                    last.span.end = end;
                }
                None => tokens.push(Token {
                    kind: Kind::Word,
                    text: folded.collect(),
                    span: at..end,
                    gap,
                }),
            }
        } else if is_dash(char) {
            tokens.push(sign("-", at..end, gap));
        } else {
            let mut buffer = [0; 4];
            tokens.push(sign(char.encode_utf8(&mut buffer), at..end, gap));
        }
        gap = false;
        raised = false;
    }
    for token in &mut tokens {
        if token.kind == Kind::Word && token.text.chars().any(is_cyrillic) {
            token.text = token.text.chars().map(cyrillic_twin).collect();
        }
    }
    tokens
}

fn sign(text: &str, span: Range<usize>, gap: bool) -> Token {
    Token { kind: Kind::Sign, text: text.to_owned(), span, gap }
}

fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{301}')
}

fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '′')
}

fn is_dash(char: char) -> bool {
    matches!(char, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−')
}

fn is_cyrillic(char: char) -> bool {
    matches!(char, '\u{400}'..='\u{52f}')
}

fn superscript(char: char) -> Option<char> {
    Some(match char {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        _ => return None,
    })
}

fn cyrillic_twin(char: char) -> char {
    match char {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' => 'і',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        other => other,
    }
}

/// The number behind a Roman numeral up to twelve, in Latin or Cyrillic letters.
pub(crate) fn roman(word: &str) -> Option<u32> {
    if word.len() > 8 {
        return None;
    }
    let latin: String = word
        .chars()
        .map(|char| match char {
            'і' => 'i',
            'х' => 'x',
            'у' => 'v',
            other => other,
        })
        .collect();
    const NUMERALS: [&str; 12] =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    NUMERALS.iter().zip(1..).find(|(numeral, _)| **numeral == latin).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        scan(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_digits_and_signs_come_apart() {
        assert_eq!(
            texts("П’ятого травня, 9:30–17"),
            ["п'ятого", "травня", ",", "9", ":", "30", "-", "17"]
        );
        assert_eq!(texts("№5 Q1 24/7"), ["№", "5", "q", "1", "24", "/", "7"]);
        assert_eq!(texts("9⁰⁰-17⁰⁰"), ["9", "00", "-", "17", "00"]);
    }

    #[test]
    fn latin_letters_in_a_cyrillic_word_are_folded() {
        assert_eq!(texts("cічень"), ["січень"]);
        assert_eq!(texts("третіи\u{306}"), ["третій"]);
        assert_eq!(texts("budget"), ["budget"]);
    }

    #[test]
    fn spans_are_the_bytes_of_the_text() {
        let text = "за  січень 2025";
        for token in scan(text) {
            assert_eq!(text[token.span.clone()].to_lowercase(), token.text);
        }
    }

    #[test]
    fn roman_numerals_are_read_in_both_alphabets() {
        assert_eq!(roman("iv"), Some(4));
        assert_eq!(roman("ііі"), Some(3));
        assert_eq!(roman("іv"), Some(4));
        assert_eq!(roman("x"), Some(10));
        assert_eq!(roman("iiii"), None);
    }
}
