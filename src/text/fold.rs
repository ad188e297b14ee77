//! Folding: what people type differently and mean alike becomes the same.

use unicode_normalization::UnicodeNormalization;

/// Latin letters that look like Cyrillic ones; pairs of (Latin, Cyrillic), lower case.
const LOOK_ALIKES: &[(char, char)] = &[
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('i', 'і'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
    ('ï', 'ї'),
];

/// `text` in one case and one spelling.
///
/// Unicode is composed (NFC) and lowered; apostrophes, stress marks, soft hyphens and invisible characters go;
/// ґ becomes г, ё becomes е; in a word with Cyrillic letters Latin look-alikes become Cyrillic.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfc().flat_map(char::to_lowercase) {
        match c {
            _ if is_joiner(c) => {}
            'ґ' => folded.push('г'),
            'ё' => folded.push('е'),
            _ => folded.push(c),
        }
    }
    if folded.is_ascii() || !folded.contains(|c: char| c.is_ascii_alphabetic() || c == 'ï') {
        return folded;
    }
    folded
        .split_inclusive(|c: char| !c.is_alphanumeric())
        .flat_map(|word| {
            let mend = word.contains(is_cyrillic);
            word.chars().map(move |c| if mend { cyrillic(c) } else { c })
        })
        .collect()
}

/// `text` folded, with every run of anything but letters and digits as one space.
pub fn squash(text: &str) -> String {
    let mut squashed = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if c.is_alphanumeric() {
            squashed.push(c);
        } else if !squashed.is_empty() && !squashed.ends_with(' ') {
            squashed.push(' ');
        }
    }
    squashed.truncate(squashed.trim_end().len());
    squashed
}

/// Whether `c` is a letter of the Cyrillic block.
pub fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

/// A mark inside words that folding drops: any apostrophe, stress, soft hyphen, zero-width characters.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | 'ʼ' | '`' | '´' | '′' | '‘' | '\u{301}' | '\u{ad}' | '\u{200b}'
            ..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

fn cyrillic(c: char) -> char {
    LOOK_ALIKES.iter().find(|&&(latin, _)| latin == c).map_or(c, |&(_, cyrillic)| cyrillic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_folds_alike() {
        for (text, folded) in [
            ("Ґанок", "ганок"),
            ("здоров’я", "здоровя"),
            ("ГРAФІК", "графік"), // with a Latin A
            ("й\u{301}", "й"),
            ("COVID", "covid"),
            ("всё", "все"),
        ] {
            assert_eq!(fold(text), folded);
        }
        assert_eq!(squash("  Код  ЄДРПОУ, (новий) "), "код єдрпоу новий");
    }
}
