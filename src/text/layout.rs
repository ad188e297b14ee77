//! Text typed with the wrong keyboard layout switched on: `uhfasr ghbqjve` is «графік прийому».
//!
//! The Ukrainian and Russian layouts of Windows and Linux against the US one, key by key, with Shift. Signs beside a
//! digit stay (`48.81`, `2025,`): numbers look the same in every layout.

/// Keys of the US layout, without Shift and with it.
const US: [&str; 2] =
    ["`qwertyuiop[]\\asdfghjkl;'zxcvbnm,./", "~QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?@#$^&"];
/// The same keys of the Ukrainian layout.
const UKRAINIAN: [&str; 2] =
    ["'йцукенгшщзхїґфівапролджєячсмитьбю.", "'ЙЦУКЕНГШЩЗХЇҐФІВАПРОЛДЖЄЯЧСМИТЬБЮ,\"№;:?"];
/// The same keys of the Russian layout.
const RUSSIAN: [&str; 2] =
    ["ёйцукенгшщзхъ\\фывапролджэячсмитьбю.", "ЁЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,\"№;:?"];

/// What the keys of `text`, typed in the English layout, give in the Ukrainian one.
pub fn to_ukrainian(text: &str) -> String {
    retype(text, |char| twin(char, US, UKRAINIAN))
}

/// What the keys of `text`, typed in the English layout, give in the Russian one.
pub fn to_russian(text: &str) -> String {
    retype(text, |char| twin(char, US, RUSSIAN))
}

/// What the keys of `text`, typed in the Ukrainian or Russian layout, give in the English one («ифдфтсу» is `balance`).
///
/// Only letters are retyped: the signs of the layouts overlap, and a sign never makes an English word.
pub fn to_latin(text: &str) -> String {
    retype(text, |char| {
        if char.is_alphabetic() {
            twin(char, UKRAINIAN, US).or_else(|| twin(char, RUSSIAN, US))
        } else {
            None
        }
    })
}

fn twin(char: char, from: [&str; 2], to: [&str; 2]) -> Option<char> {
    from.iter().zip(to).find_map(|(from, to)| {
        from.chars().zip(to.chars()).find(|(key, _)| *key == char).map(|(_, twin)| twin)
    })
}

fn retype(text: &str, twin: impl Fn(char) -> Option<char>) -> String {
    let mut retyped = String::with_capacity(text.len() * 2);
    let mut before = ' ';
    for char in text.chars() {
        let of_number = before.is_ascii_digit() && !char.is_alphabetic();
        retyped.push(if of_number { char } else { twin(char).unwrap_or(char) });
        before = char;
    }
    retyped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_twin() {
        for shift in 0..2 {
            let keys = |layout: [&str; 2]| layout[shift].chars().count();
            assert_eq!(keys(US), keys(UKRAINIAN));
            assert_eq!(keys(US), keys(RUSSIAN));
        }
    }

    #[test]
    fn ukrainian_typed_in_the_english_layout_is_read() {
        for (typed, meant) in [
            ("uhfasr ghbqjve", "графік прийому"),
            ("<.l;tn yf 2025", "Бюджет на 2025"),
            (",.l;tn", "бюджет"),
            ("Uhfasr ghbqjve vthf", "Графік прийому мера"),
            ("lt yfq,kb;xt erhbnnz&", "де найближче укриття?"),
            ("irjkf #5", "школа №5"),
            ("]df", "їва"),
            ("gj'pl", "поєзд"),
            ("48.81, 29.39", "48.81, 29.39"),
            ("j,'\\v", "обєґм"),
        ] {
            assert_eq!(to_ukrainian(typed), meant);
        }
    }

    #[test]
    fn russian_typed_in_the_english_layout_is_read() {
        for (typed, meant) in [
            ("hfcgbcfybt fdnj,ecf", "расписание автобуса"),
            (",s=i", "бы=ш"),
            ("pfgbcm yf ghb`v", "запись на приём"),
            ("j,]zdktybt", "объявление"),
            ("'nf;", "этаж"),
        ] {
            assert_eq!(to_russian(typed), meant);
        }
    }

    #[test]
    fn english_typed_in_a_cyrillic_layout_is_read() {
        for (typed, meant) in [
            ("ифдфтсу", "balance"),
            ("Игвпуе 2025?", "Budget 2025?"),
            ("ысрувгду", "schedule"),
            ("ірудеук", "shelter"),
            ("ырудеук", "shelter"),
        ] {
            assert_eq!(to_latin(typed), meant);
        }
    }

    #[test]
    fn there_and_back_is_the_same() {
        for text in ["графік прийому", "Їжак і ґудзик", "найближче укриття"]
        {
            assert_eq!(to_ukrainian(&to_latin(text)), text);
        }
    }
}
