//! Names of people in a text, by their endings, their capitals and what stands beside them.

use std::ops::Range;

use chrono::NaiveDate;

use super::{
    Known, parts_a_name,
    sign::{NAMES, Sign, ends, is_capital, sign},
};
use crate::text::{fold, is_verb, layout, period, tokens};

/// The longest word before a full stop that ends no sentence («вул.», «О.», «гр.»).
const SHORTENED: usize = 4;

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the word")]
struct Word {
    text: String,
    span: Range<usize>,
    sign: Sign,
    /// Whether it is written as a name.
    capital: bool,
    /// Whether any word would have a capital here.
    start: bool,
    /// Whether it stands in quotation marks, as names of things do.
    quoted: bool,
    /// Whether nothing but a space, a hyphen or the stop of an initial parts it from the word before.
    beside: bool,
    /// Whether it is the name of a street or a place.
    of_place: bool,
    known: bool,
    masked: bool,
}

impl Word {
    /// Whether it is written as a name where other words are not.
    fn named(&self) -> bool {
        self.capital && !self.start
    }

    fn is_person(&self) -> bool {
        matches!(self.sign, Sign::Given | Sign::Patronymic)
    }

    /// Whether it belongs to the name beside it.
    fn joins(&self) -> bool {
        match self.sign {
            Sign::Initial | Sign::Given | Sign::Patronymic | Sign::Surname => true,
            Sign::Likely => !self.known || self.named(),
            Sign::None => self.capital && (!self.known || !self.start),
        }
    }

    /// Whether it may be the surname of the given name beside it.
    fn may_be_surname(&self) -> bool {
        match self.sign {
            Sign::Surname => true,
            Sign::Likely => !self.known,
            Sign::None => !self.known && !is_verb(&self.text) && self.text.chars().count() > 3,
            Sign::Initial | Sign::Given | Sign::Patronymic => false,
        }
    }
}

/// The spans of `text` that name people.
pub(super) fn find(text: &str, known: &dyn Known) -> Vec<Range<usize>> {
    let mut words = words(text, known);
    for word in &mut words {
        let sure = matches!(word.sign, Sign::Surname | Sign::Patronymic);
        let long = word.text.chars().count() > 1 && word.sign != Sign::Initial;
        let named = word.named() && !word.quoted && long;
        word.masked = !word.known && !word.of_place && (sure || named);
    }
    beside_given(&mut words);
    after_titles(&mut words, known);
    spread(&mut words);
    put_together(&mut words, known);
    let mut found: Vec<Range<usize>> =
        words.into_iter().filter(|word| word.masked).map(|word| word.span).collect();
    found.extend(retyped(text));
    found
}

/// «марія бджола»: one of the two is a given name or a patronymic, the other may be a surname.
fn beside_given(words: &mut [Word]) {
    for at in 1..words.len() {
        let [first, second] = &mut words[at - 1..=at] else { continue };
        let pair = first.is_person() && second.may_be_surname()
            || second.is_person() && first.may_be_surname();
        if second.beside && pair && !first.of_place && !second.of_place {
            (first.masked, second.masked) = (true, true);
        }
    }
}

/// «пані Бджола», «сусід петро».
fn after_titles(words: &mut [Word], known: &dyn Known) {
    for at in 1..words.len() {
        let title = NAMES.file.before.contains(&words[at - 1].text);
        let word = &mut words[at];
        let name = word.sign != Sign::None || word.capital;
        if title && word.beside && name && !word.masked {
            word.masked = !word.known || word.named() && !known.is_person(&word.text);
        }
    }
}

/// What looks like a part of the name that a masked word is in goes with it.
fn spread(words: &mut [Word]) {
    let step = |words: &mut [Word], at: usize, from: usize| {
        let beside = words[at.max(from)].beside;
        if words[from].masked && beside && !words[at].of_place && words[at].joins() {
            words[at].masked = true;
        }
    };
    for at in 1..words.len() {
        step(words, at, at - 1);
    }
    for at in (1..words.len()).rev() {
        step(words, at - 1, at);
    }
}

/// A name whose words the data know, but not as one person's: «Шевченко» of the street with «Ганна» of the council; and
/// a given name alone, which says nothing of what was asked.
fn put_together(words: &mut [Word], known: &dyn Known) {
    let mut at = 0;
    while at < words.len() {
        let part = |word: &Word| {
            let of_name = word.is_person()
                || matches!(word.sign, Sign::Surname | Sign::Initial)
                || word.named();
            of_name && !word.masked && !word.of_place
        };
        let mut end = at;
        while end < words.len() && part(&words[end]) && (end == at || words[end].beside) {
            end += 1;
        }
        let run = &words[at..end];
        let person = run.iter().any(|word| word.is_person() || word.sign == Sign::Initial);
        if let [word] = run
            && word.is_person()
            && word.named()
        {
            words[at].masked = true;
        } else if run.len() > 1 && person {
            let texts: Vec<&str> = run.iter().map(|word| word.text.as_str()).collect();
            if !known.together(&texts) {
                words[at..end].iter_mut().for_each(|word| word.masked = true);
            }
        }
        at = end.max(at + 1);
    }
}

fn words(text: &str, known: &dyn Known) -> Vec<Word> {
    let tokens = tokens(text);
    // In a text all in capitals they say nothing.
    let shouted = !text.chars().any(char::is_lowercase);
    let when: Vec<Range<usize>> = period::find(text, NaiveDate::default())
        .into_iter()
        .map(|found| found.span)
        .chain(period::weekdays(text).into_iter().map(|(_, span)| span))
        .collect();
    let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
    let mut quotes = 0;
    let mut end = 0;
    for token in tokens {
        let gap = &text[end..token.span.start];
        quotes += gap.matches(['«', '“', '„']).count();
        quotes = quotes.saturating_sub(gap.matches(['»', '”']).count());
        let written = &text[token.span.clone()];
        let before = words.last();
        let shortened = before.is_none_or(|word| word.text.chars().count() <= SHORTENED);
        let start = before.is_none()
            || gap.contains(['!', '?', '…', '\n'])
            || gap.contains('.') && !shortened;
        let beside = !start && gap.chars().all(parts_a_name);
        let capital = !shouted && is_capital(written);
        let mut sign = sign(&token.text, capital, text[token.span.end..].starts_with('.'));
        let after_given = beside && before.is_some_and(|word| word.sign == Sign::Given);
        if after_given && ends(&token.text, &NAMES.file.after_given) {
            sign = Sign::Patronymic;
        }
        let of_place = beside
            && before.is_some_and(|word| {
                NAMES.file.place.contains(&word.text) || word.of_place && capital
            });
        let dated =
            when.iter().any(|span| span.start < token.span.end && token.span.start < span.end);
        let mark =
            [&NAMES.file.place, &NAMES.file.before].iter().any(|list| list.contains(&token.text));
        let known = !token.text.starts_with(char::is_alphabetic)
            || dated
            || mark
            || known.knows(&token.text);
        end = token.span.end;
        words.push(Word {
            text: token.text,
            span: token.span,
            sign,
            capital,
            start,
            quoted: quotes > 0,
            beside,
            of_place,
            known,
            masked: false,
        });
    }
    // «Shevchenka Street»
    for at in 1..words.len() {
        let mark = words[at].text.is_ascii() && NAMES.file.place.contains(&words[at].text);
        words[at - 1].of_place |= mark && words[at].beside && words[at - 1].capital;
    }
    words
}

/// Surnames and patronymics typed on the wrong keyboard layout: «gtnhtyrj».
fn retyped(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let word = chunk.trim_end();
        if word.is_ascii() && word.contains(|c: char| c.is_ascii_alphabetic()) {
            let meant = layout::to_ukrainian(word);
            let meant = fold(meant.trim_end_matches(|c: char| !c.is_alphabetic()));
            let letters = meant.chars().all(char::is_alphabetic);
            if letters && matches!(sign(&meant, false, false), Sign::Surname | Sign::Patronymic) {
                found.push(at..at + word.len());
            }
        }
        at += chunk.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Town;

    impl Known for Town {
        fn knows(&self, word: &str) -> bool {
            [
                "де",
                "хто",
                "телефон",
                "школа",
                "приймає",
                "лікар",
                "лікаря",
                "графік",
                "вулиці",
                "який",
                "тариф",
                "коли",
                "шевченка",
                "шевченко",
                "зоряний",
                "остап",
                "ганна",
                "петрівна",
                "у",
                "за",
                "на",
                "і",
                "борг",
                "яка",
                "заборгованість",
                "який",
                "де",
            ]
            .contains(&word)
        }

        fn together(&self, words: &[&str]) -> bool {
            words.iter().all(|word| ["зоряний", "остап", "о"].contains(word))
        }

        fn is_person(&self, word: &str) -> bool {
            ["зоряний", "остап"].contains(&word)
        }
    }

    fn masked(text: &str) -> String {
        super::super::mask(text, &Town)
    }

    #[test]
    fn names_that_the_data_do_not_have_are_masked() {
        for (text, expected) in [
            ("де живе Петренко Іван Іванович?", "де живе «…»?"),
            ("телефон петренка", "телефон «…»"),
            ("Який телефон у Бойка О. В.?", "Який телефон у «…».?"),
            ("заборгованість О. В. Бджоли", "заборгованість «…»"),
            ("марія бджола борг", "«…» борг"),
            ("борг кравчук тетяни іванівни", "борг «…»"),
            ("Нечуй-Левицький де", "«…» де"),
            ("ДЕ ЖИВЕ ПЕТРЕНКО", "ДЕ ЖИВЕ «…»"),
            ("лікар Сидоров приймає", "лікар «…» приймає"),
            ("where is Petrenko", "where is «…»"),
            ("telefon petrenka de kravchuk", "telefon «…» de «…»"),
            ("ntktajy gtnhtyrj", "ntktajy «…»"),
            ("телефон Пeтренкo", "телефон «…»"), // with Latin letters
            ("телефон Пе\u{200b}тренко", "телефон «…»"),
            ("пані Бджола де", "пані «…» де"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }

    #[test]
    fn officials_streets_and_things_stay() {
        for text in [
            "де Зоряний Остап",
            "хто Остап Зоряний",
            "школа на вулиці Шевченка",
            "школа на вул. Івана Кожедуба, 5",
            "село Кравчуківка",
            "ЦНАП і ОСББ, ТОВ «Бджола», ПриватБанк",
            "Де школа? Коли приймає",
            "Ціна на хліб",
            "на рівні області",
            "school on Petrenka Street",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn known_words_that_are_no_one_persons_name_are_masked() {
        assert_eq!(masked("де Шевченко Ганна Петрівна"), "де «…»");
        assert_eq!(masked("борг Остап Шевченко"), "борг «…»");
        assert_eq!(masked("борг Олексій Зоряний"), "борг «…»");
    }
}
