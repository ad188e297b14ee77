//! What must not be kept of a text that a person wrote: numbers and addresses of people, and their names.
//!
//! - Phones, cards, accounts, codes of six digits and more, however they are parted; passports and number plates. Dates,
//!   times, years, sums with their unit and codes that the published data have stay.
//! - Addresses of e-mail, `@names` and the paths of links.
//! - Names of people that the published data do not have: by the endings of surnames and patronymics, by a capital within
//!   a sentence, and whatever stands beside such a word and looks like a part of the name. Names of streets and places
//!   stay; so do officials, whose whole name stands in one row of the data.
//!
//! Numbers in words and names that look like any other word of a sentence without capitals are not recognised.

mod contact;
mod name;
mod sign;

use std::ops::Range;

/// What stands in the place of what was masked.
pub const SIGN: &str = "«…»";

/// What the published data know.
pub trait Known {
    /// Whether they, or the language of questions, have a form of the folded `word`.
    fn knows(&self, word: &str) -> bool;

    /// Whether the folded `words` stand together in one row or title; a single letter for any word that it begins.
    fn together(&self, words: &[&str]) -> bool;

    /// Whether the folded `word` stands among the names of people that are published.
    fn is_person(&self, word: &str) -> bool;
}

/// `text` with [`SIGN`] for what must not be kept.
pub fn mask(text: &str, known: &dyn Known) -> String {
    let mut masked = contact::find(text, known);
    masked.extend(name::find(text, known));
    masked.sort_by_key(|span| (span.start, span.end));
    let mut kept = String::with_capacity(text.len());
    let mut end = 0;
    for span in joined(text, masked) {
        kept.push_str(&text[end..span.start]);
        kept.push_str(SIGN);
        end = span.end;
    }
    kept.push_str(&text[end..]);
    kept
}

/// Sorted spans, those that overlap or have nothing but white space, stops and hyphens between them as one: how many words
/// a name had is nobody's business either.
fn joined(text: &str, spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last)
                if span.start <= last.end
                    || text[last.end..span.start].chars().all(parts_a_name) =>
            {
                last.end = last.end.max(span.end);
            }
            _ => joined.push(span),
        }
    }
    joined
}

/// Whether `c` may stand between the words of one name: «О. В. Нечуй-Левицький».
fn parts_a_name(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '-' | '‑')
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;

    /// Knows a few words, and that the deputy «Лісова Віра» stands in one row.
    struct Few;

    impl Known for Few {
        fn knows(&self, word: &str) -> bool {
            [
                "телефон",
                "де",
                "живе",
                "яка",
                "школа",
                "шевченка",
                "лісова",
                "віра",
                "ганна",
                "лікар",
                "хто",
                "такий",
                "ціна",
                "кпквк",
                "0210150",
                "у",
                "на",
                "тариф",
            ]
            .contains(&word)
        }

        fn together(&self, words: &[&str]) -> bool {
            words.iter().all(|word| ["лісова", "віра"].contains(word))
        }

        fn is_person(&self, word: &str) -> bool {
            ["лісова", "віра"].contains(&word)
        }
    }

    fn of(text: &str) -> String {
        mask(text, &Few)
    }

    #[test]
    fn neighbours_become_one_sign() {
        assert_eq!(of("хто такий Петренко Іван Іванович, 067 123 45 67?"), "хто такий «…», «…»?");
        assert_eq!(of("Петренко 0671234567 де"), "«…» де");
    }

    #[test]
    fn a_text_without_people_stays_as_it_is() {
        for text in ["", "   ", "яка ціна", "КПКВК 0210150 за 2024-2025", "🏫 «…»", "\u{200b}"]
        {
            assert_eq!(of(text), text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn no_number_address_or_sure_name_gets_through(
            parts in proptest::collection::vec(
                prop_oneof![
                    "\\PC{0,6}",
                    select(vec![
                        "Петренко", "петренко", "Іван", "Іванович", "О.", "067", "+380", "-", " ", "(", ")", "@", "a@b.ua",
                        "вул.", "Шевченка", "https://t.me/", "«", "»", "\n", "2025", ".", "12", "грн", "АА", "1234", "№", "’",
                    ]).prop_map(|part: &str| part.to_owned()),
                ],
                0..14,
            ),
            secret in select(vec![
                "0671234567", "+38 (067) 123-45-67", "ivan.petrenko@ukr.net", "UA213223130000026007233566001",
                "Кравчук", "кравчука", "Тимофіївна", "Ковальчук Ніна", "4149 4390 1234 5678",
            ]),
            at in 0usize..15,
        ) {
            let mut parts = parts;
            let at = at.min(parts.len());
            parts.insert(at, format!(" {secret} "));
            for text in [parts.concat(), parts.join(" ")] {
                let kept = of(&text);
                // A name of a street is nobody's, and which word a place mark calls cannot be told.
                let of_place = ["вул", "«"].iter().any(|mark| text.contains(mark));
                let numeric = secret.contains(|c: char| c.is_ascii_digit());
                let of_money = text.contains("грн") && secret.starts_with(|c: char| c.is_ascii_digit());
                if (numeric || secret.contains('@') || !of_place) && !of_money {
                    prop_assert!(!kept.contains(secret), "{text:?} -> {kept:?}");
                }
            }
        }
    }
}
