//! What of a person's name a word looks like, by `locales/names.toml`.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;

/// The longest abbreviation in capitals («ЦНАП», «ОСББ»): what is longer may be a name, if it can be said («РНОКПП»).
const ABBREVIATION: usize = 5;
/// The vowels of what can be said, at least.
const SYLLABLES: usize = 2;
/// Letters that a word has before an ending at least.
const STEM: usize = 2;

#[derive(Deserialize)]
pub(super) struct File {
    given: Vec<String>,
    given_or_word: Vec<String>,
    pub(super) before: HashSet<String>,
    pub(super) place: HashSet<String>,
    pub(super) code: HashSet<String>,
    pub(super) unit: Vec<String>,
    surname: Vec<String>,
    patronymic: Vec<String>,
    pub(super) after_given: Vec<String>,
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
pub(super) enum Sign {
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

/// Whether a word is written as a name: with one capital, or long and in capitals.
pub(super) fn is_capital(written: &str) -> bool {
    let letters: Vec<char> = written.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    let vowels = letters.iter().filter(|c| "АЕЄИІЇОУЮЯЫЭЁAEIOUY".contains(**c)).count();
    let said = capitals > ABBREVIATION && vowels >= SYLLABLES;
    letters.first().is_some_and(|first| first.is_uppercase())
        && (capitals == 1 || capitals == letters.len() && said)
}

/// Whether `word` has one of `endings` after a stem.
pub(super) fn ends(word: &str, endings: &[String]) -> bool {
    let stem = |ending: &String| word.strip_suffix(ending.as_str());
    endings.iter().filter_map(stem).any(|stem| stem.chars().count() >= STEM)
}

/// What `word`, folded, looks like; `capital`: whether it is written as a name, `stop`: whether a full stop follows.
pub(super) fn sign(word: &str, capital: bool, stop: bool) -> Sign {
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

#[cfg(test)]
mod tests {
    use super::*;

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
