//! Names of people, by their endings, their capitals and what stands beside them. The words are in `locales/names.toml`.

use std::{collections::HashSet, ops::Range, sync::LazyLock};

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Known, parts_a_name};
use crate::text::{fold, is_verb, layout, period, tokens};

/// The longest abbreviation in capitals («ЦНАП», «ОСББ»): what is longer may be a name, if it can be said («РНОКПП»).
const ABBREVIATION: usize = 5;
/// The vowels of what can be said, at least.
const SYLLABLES: usize = 2;
/// The longest word before a full stop that ends no sentence («вул.», «О.», «гр.»).
const SHORTENED: usize = 4;
/// Letters that a word has before an ending at least.
const STEM: usize = 2;

#[derive(Deserialize)]
pub(super) struct File {
    given: Vec<String>,
    given_or_word: Vec<String>,
    before: HashSet<String>,
    place: HashSet<String>,
    pub(super) code: HashSet<String>,
    pub(super) unit: Vec<String>,
    surname: Vec<String>,
    patronymic: Vec<String>,
    after_given: Vec<String>,
    likely: Vec<String>,
    common: HashSet<String>,
}

/// The words of `locales/names.toml`.
pub(super) struct Names {
    pub(super) file: File,
    given: HashSet<String>,
    given_or_word: HashSet<String>,
}

pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../../locales/names.toml"))
        .expect("locales/names.toml is valid");
    let cases = |names: &[String]| names.iter().flat_map(|name| cases(name)).collect();
    let (given, given_or_word) = (cases(&file.given), cases(&file.given_or_word));
    Names { file, given, given_or_word }
});

/// `name` in every case that people write.
fn cases(name: &str) -> Vec<String> {
    const ENDINGS: &[(&str, &[&str])] = &[
        ("ія", &["ії", "ію", "ією", "іє"]),
        ("ья", &["ьи", "ье", "ью", "ьей"]),
        ("ия", &["ии", "ию", "ией"]),
        ("га", &["ги", "зі", "гу", "гою", "го", "ге", "гой"]),
        ("ка", &["ки", "ці", "ку", "кою", "ко", "ке", "кой"]),
        ("а", &["и", "і", "у", "ою", "о", "ы", "е", "ой"]),
        ("я", &["і", "ю", "ею", "ї", "єю", "и", "е", "ей"]),
        ("ій", &["ія", "ію", "ієм", "ієві", "ії"]),
        ("ий", &["ия", "ию", "ием", "ого", "ому", "им"]),
        ("ей", &["ея", "ею", "еем"]),
        ("ь", &["я", "ю", "ем", "еві", "і"]),
        ("о", &["а", "у", "ові", "ом", "і"]),
        ("р", &["ра", "ря", "ру", "рю", "рові", "реві", "ром", "рем", "ре"]),
        ("", &["а", "у", "ові", "ом", "е", "і"]),
    ];
    let found = ENDINGS.iter().find_map(|(own, others)| Some((name.strip_suffix(own)?, *others)));
    let (stem, others) = found.unwrap_or((name, &[]));
    let cases = others.iter().map(|ending| format!("{stem}{ending}"));
    let latin = name.is_ascii();
    std::iter::once(name.to_owned()).chain(cases.filter(|_| !latin)).collect()
}

/// What of a name a word looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// Like none.
    None,
    /// «О.»
    Initial,
    /// «Іван»
    Given,
    /// «Іванович»
    Patronymic,
    /// «Петренко»
    Surname,
    /// Like many words, and some surnames: «Бойко», «Гончар».
    Likely,
}

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
        let of_people = known.is_person(&word.text);
        word.masked |= title && word.beside && name && (!word.known || word.named() && !of_people);
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

/// Whether a word is written as a name: with one capital, or long and in capitals.
fn is_capital(written: &str) -> bool {
    let letters: Vec<char> = written.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    let vowels = letters.iter().filter(|c| "АЕЄИІЇОУЮЯЫЭЁAEIOUY".contains(**c)).count();
    let said = capitals > ABBREVIATION && vowels >= SYLLABLES;
    letters.first().is_some_and(|first| first.is_uppercase())
        && (capitals == 1 || capitals == letters.len() && said)
}

/// Whether `word` has one of `endings` after a stem.
fn ends(word: &str, endings: &[String]) -> bool {
    let stem = |ending: &String| word.strip_suffix(ending.as_str());
    endings.iter().filter_map(stem).any(|stem| stem.chars().count() >= STEM)
}

fn sign(word: &str, capital: bool, stop: bool) -> Sign {
    let names = &*NAMES;
    if word.chars().count() == 1 && capital && stop {
        Sign::Initial
    } else if names.given.contains(word) || capital && names.given_or_word.contains(word) {
        Sign::Given
    } else if names.file.common.contains(word) {
        Sign::None
    } else if ends(word, &names.file.patronymic) {
        Sign::Patronymic
    } else if ends(word, &names.file.surname) {
        Sign::Surname
    } else if ends(word, &names.file.likely) {
        Sign::Likely
    } else {
        Sign::None
    }
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

    #[test]
    fn a_given_name_is_known_in_its_cases() {
        for word in
            ["іван", "івана", "іванові", "марії", "ользі", "оленою", "сергія", "петра", "ігоря"]
        {
            assert_eq!(sign(word, false, false), Sign::Given, "{word}");
        }
        for word in ["іванівка", "мар", "петрушка"] {
            assert_ne!(sign(word, false, false), Sign::Given, "{word}");
        }
    }
}
