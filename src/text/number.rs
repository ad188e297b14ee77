//! Numbers in questions ("понад 100 тис. грн", «третього», «№5») and numbers in answers («661,7 млн грн»).

use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

use super::scan::{Kind, Token, scan};
use crate::i18n::Locale;

/// How a value is compared with an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// Below the amount.
    Less,
    /// The amount or below.
    AtMost,
    /// Above the amount.
    More,
    /// The amount or above.
    AtLeast,
    /// From the first amount to the second, both included.
    Between,
}

/// A comparison found in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// How to compare.
    pub comparator: Comparator,
    /// The amount, its scale word applied («100 тис.» is 100000).
    pub amount: Decimal,
    /// The upper amount of [`Comparator::Between`], else `None`.
    pub upper: Option<Decimal>,
    /// The bytes of the text it stands in, its scale and currency included.
    pub span: Range<usize>,
}

/// The comparisons that `text` asks for, in its order; dates, years and times of day are not amounts.
pub fn comparisons(text: &str) -> Vec<Comparison> {
    let tokens = scan(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((comparator, amount, upper, end)) = comparison(&tokens, at) {
            let span = tokens[at].span.start..tokens[end - 1].span.end;
            found.push(Comparison { comparator, amount, upper, span });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The ordinals in `text`: words (перший, третьего, fourth; to the 39th), «4-го», "2nd" and «№5», in its order.
pub fn ordinals(text: &str) -> Vec<(u32, Range<usize>)> {
    let tokens = scan(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((value, end)) = ordinal(&tokens, at) {
            found.push((value, tokens[at].span.start..tokens[end - 1].span.end));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// `value` as people read it: no-break spaces between thousands, a decimal comma in Ukrainian and a point in English.
pub fn format(value: Decimal, locale: Locale) -> String {
    let digits = value.abs().to_string();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::with_capacity(digits.len() + 8);
    if value.is_sign_negative() && !value.is_zero() {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(match locale {
            Locale::Uk => ',',
            Locale::En => '.',
        });
        text.push_str(fraction);
    }
    text
}

/// `value` in hryvnias: «33,48 грн»; from a million on short with the exact value behind: «661,7 млн грн (661 686 413,25)».
///
/// Kopiykas are shown where there are any, always two digits; finer fractions (tariffs) are kept whole.
pub fn money(value: Decimal, locale: Locale) -> String {
    let exact = format(kopiykas(value), locale);
    let million = Decimal::from(1_000_000);
    let short = |unit: Decimal| {
        // Divided only after rounding to a tenth of the unit, so that no digit is lost on the way.
        let tenths =
            (value / unit).round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        tenths.normalize()
    };
    let (key, shown) = if value.abs() < million {
        return locale.text("number-hryvnia", &[("value", exact.into())]);
    } else if short(million).abs() < Decimal::from(1000) {
        ("number-million-hryvnias", short(million))
    } else {
        ("number-billion-hryvnias", short(million * Decimal::from(1000)))
    };
    locale.text(key, &[("value", format(shown, locale).into()), ("exact", exact.into())])
}

/// `value` with its unit as published, to the last digit.
pub fn exact(value: Decimal, unit: Option<&str>, locale: Locale) -> String {
    let hryvnias = || {
        let value = format(kopiykas(value), locale);
        locale.text("number-hryvnia", &[("value", value.into())])
    };
    match unit.map(|unit| (unit, unit.strip_prefix("грн / "))) {
        Some(("грн", _)) => hryvnias(),
        Some((_, Some(one))) => format!("{} / {one}", hryvnias()),
        _ => measured(value.normalize(), unit, locale),
    }
}

/// `value` with its unit as published: hryvnias as [`money`], also those for one of something («грн / м²»).
pub fn measured(value: Decimal, unit: Option<&str>, locale: Locale) -> String {
    match unit {
        Some("грн") => money(value, locale),
        Some(unit) => match unit.strip_prefix("грн / ") {
            Some(one) => format!("{} / {one}", money(value, locale)),
            None => format!("{} {unit}", format(value, locale)),
        },
        None => format(value, locale),
    }
}

/// `value` with no fraction if it has none, else with at least two digits of it.
fn kopiykas(value: Decimal) -> Decimal {
    let mut value = value.normalize();
    if value.scale() == 1 {
        value.rescale(2);
    }
    value
}

fn comparison(
    tokens: &[Token],
    at: usize,
) -> Option<(Comparator, Decimal, Option<Decimal>, usize)> {
    if let Some(found) = between(tokens, at) {
        return Some(found);
    }
    if let Some((comparator, next)) = comparator(tokens, at) {
        let (number, end) = number(tokens, next)?;
        let weak = matches!(word(tokens, at), "до" | "від" | "от");
        if !is_amount(tokens, next, end, weak) {
            return None;
        }
        let (value, end) = with_unit(tokens, number, end);
        return Some((comparator, value, None, end));
    }
    // «100 і більше», "100 or more", «100+»
    if tokens[at].kind != Kind::Digits || !starts_number(tokens, at) {
        return None;
    }
    let (number, end) = number(tokens, at)?;
    if !is_amount(tokens, at, end, false) {
        return None;
    }
    let (value, end) = with_unit(tokens, number, end);
    if tokens.get(end).is_some_and(|token| token.is("+") && !token.gap) {
        return Some((Comparator::AtLeast, value, None, end + 1));
    }
    let joined = matches!(word(tokens, end), "і" | "й" | "та" | "або" | "и" | "или" | "or" | "and");
    let after = if joined { end + 1 } else { return None };
    let comparator = match word(tokens, after) {
        "більше" | "вище" | "больше" | "более" | "выше" | "more" | "above" | "over" => {
            Comparator::AtLeast
        }
        "менше" | "нижче" | "меньше" | "менее" | "ниже" | "less" | "fewer" | "below" | "under" => {
            Comparator::AtMost
        }
        _ => return None,
    };
    Some((comparator, value, None, after + 1))
}

/// «від 10 до 20 тис.», "between 5 and 10", «100-200 грн».
fn between(tokens: &[Token], at: usize) -> Option<(Comparator, Decimal, Option<Decimal>, usize)> {
    let (start, closers): (usize, &[&str]) = match word(tokens, at) {
        "від" | "от" | "from" => (at + 1, &["до", "to"]),
        "між" | "между" | "between" => (at + 1, &["і", "й", "та", "и", "and"]),
        _ if tokens[at].kind == Kind::Digits && starts_number(tokens, at) => (at, &[]),
        _ => return None,
    };
    let (low, middle) = number(tokens, start)?;
    let (low_scaled, after_low) = with_unit(tokens, low, middle);
    let dashed = closers.is_empty() && tokens.get(after_low).is_some_and(|token| token.is("-"));
    if !dashed && !closers.contains(&word(tokens, after_low)) {
        return None;
    }
    let next = after_low + 1;
    let (high, end) = number(tokens, next)?;
    if !is_amount(tokens, start, middle, true) || !is_amount(tokens, next, end, true) {
        return None;
    }
    let (high_scaled, after) = with_unit(tokens, high, end);
    if closers.is_empty() && after == end {
        return None; // «2-3» alone may be anything; money or a scale makes it an interval
    }
    // «від 10 до 20 тис.» is ten thousand too.
    let low = if low_scaled == low && low <= high && !high.is_zero() {
        let scale = high_scaled.checked_div(high)?;
        if after_low == middle { low.checked_mul(scale)? } else { low }
    } else {
        low_scaled
    };
    let (low, high) = if low <= high_scaled { (low, high_scaled) } else { (high_scaled, low) };
    Some((Comparator::Between, low, Some(high), after))
}

/// The comparator that begins at `at`, and the token after it.
fn comparator(tokens: &[Token], at: usize) -> Option<(Comparator, usize)> {
    use Comparator::{AtLeast, AtMost, Less, More};
    let two = (word(tokens, at), word(tokens, at + 1));
    let (found, end) = match two {
        ("не", "менше" | "менш" | "меньше" | "менее" | "нижче" | "ниже")
        | ("no" | "not", "less" | "fewer")
        | ("at", "least") => (AtLeast, at + 2),
        (
            "не",
            "більше"
            | "більш"
            | "больше"
            | "более"
            | "вище"
            | "выше"
            | "дорожче"
            | "дороже"
            | "перевищує"
            | "перевищують"
            | "превышает",
        )
        | ("no" | "not", "more")
        | ("at", "most")
        | ("up", "to") => (AtMost, at + 2),
        (
            "понад"
            | "більше"
            | "більш"
            | "більші"
            | "більший"
            | "більша"
            | "вище"
            | "дорожче"
            | "перевищує"
            | "перевищують"
            | "свыше"
            | "больше"
            | "более"
            | "выше"
            | "дороже"
            | "превышает"
            | "over"
            | "above"
            | "more"
            | "greater"
            | "exceeding"
            | "exceeds",
            _,
        ) => (More, at + 1),
        (
            "менше" | "менш" | "менші" | "нижче" | "дешевше" | "меньше" | "менее" | "ниже"
            | "дешевле" | "under" | "below" | "less" | "fewer" | "cheaper",
            _,
        ) => (Less, at + 1),
        ("щонайменше" | "мінімум" | "минимум" | "minimum" | "від" | "от", _) => {
            (AtLeast, at + 1)
        }
        ("щонайбільше" | "максимум" | "maximum" | "до", _) => (AtMost, at + 1),
        _ => return sign_comparator(tokens, at),
    };
    let end = end
        + usize::from(matches!(word(tokens, end), "ніж" | "як" | "за" | "від" | "чем" | "than"));
    Some((found, end))
}

fn sign_comparator(tokens: &[Token], at: usize) -> Option<(Comparator, usize)> {
    let equals = tokens.get(at + 1).is_some_and(|token| token.is("=") && !token.gap);
    let token = tokens.get(at)?;
    Some(match (token.text.as_str(), equals) {
        (">", true) => (Comparator::AtLeast, at + 2),
        ("<", true) => (Comparator::AtMost, at + 2),
        (">", false) => (Comparator::More, at + 1),
        ("<", false) => (Comparator::Less, at + 1),
        ("≥", _) => (Comparator::AtLeast, at + 1),
        ("≤", _) => (Comparator::AtMost, at + 1),
        _ => return None,
    })
}

/// The number that begins at `at`, in digits or a word, without its scale.
fn number(tokens: &[Token], at: usize) -> Option<(Decimal, usize)> {
    let first = tokens.get(at)?;
    if first.kind == Kind::Word {
        return cardinal(&first.text).map(|value| (Decimal::from(value), at + 1));
    }
    if first.kind != Kind::Digits || first.text.len() > 18 {
        return None;
    }
    let mut digits = first.text.clone();
    let mut end = at + 1;
    // Thousands after a space or an apostrophe.
    while first.text.len() <= 3 && digits.len() < 18 {
        let apostrophe = tokens.get(end).is_some_and(|token| token.is("'") && !token.gap);
        let next = end + usize::from(apostrophe);
        match tokens.get(next) {
            Some(token)
                if token.kind == Kind::Digits
                    && token.text.len() == 3
                    && token.gap != apostrophe =>
            {
                digits.push_str(&token.text);
                end = next + 1;
            }
            _ => break,
        }
    }
    let mark = tokens.get(end).filter(|token| (token.is(",") || token.is(".")) && !token.gap);
    let fraction = tokens.get(end + 1).filter(|token| token.kind == Kind::Digits && !token.gap);
    if let (Some(_), Some(fraction)) = (mark, fraction)
        && fraction.text.len() <= 6
    {
        digits.push('.');
        digits.push_str(&fraction.text);
        end += 2;
    }
    Some((digits.parse().ok()?, end))
}

/// `number` with the scale word after it applied, and the token after scale and currency.
fn with_unit(tokens: &[Token], number: Decimal, mut end: usize) -> (Decimal, usize) {
    let mut value = number;
    let glued = tokens.get(end).is_some_and(|token| !token.gap);
    let scale = match word(tokens, end) {
        "k" | "к" if glued => 1_000,
        "m" if glued => 1_000_000,
        "тис" | "тыс" | "thousand" | "thousands" => 1_000,
        "млн" | "million" | "millions" | "mln" => 1_000_000,
        "млрд" | "billion" | "billions" | "bn" => 1_000_000_000,
        other if other.starts_with("тисяч") || other.starts_with("тысяч") => 1_000,
        other if other.starts_with("мільйон") || other.starts_with("миллион") => {
            1_000_000
        }
        other if other.starts_with("мільярд") || other.starts_with("миллиард") => {
            1_000_000_000
        }
        _ => 1,
    };
    if scale > 1
        && let Some(scaled) = value.checked_mul(Decimal::from(scale))
    {
        value = scaled;
        end += 1;
        end += usize::from(tokens.get(end).is_some_and(|token| token.is(".") && !token.gap));
    }
    let currency = word(tokens, end);
    if matches!(currency, "грн" | "uah" | "hryvnia" | "hryvnias" | "hryvnya")
        || currency.starts_with("гривн")
        || currency.starts_with("гривен")
        || tokens.get(end).is_some_and(|token| token.is("₴") || token.is("%"))
    {
        end += 1;
    }
    (value, end)
}

/// Whether the number in tokens `at..end` is an amount: no year, date, time of day, school number or phone.
///
/// `weak`: the comparator also stands before years and days («до 2025», «від 1 січня»).
fn is_amount(tokens: &[Token], at: usize, end: usize, weak: bool) -> bool {
    let glued = |token: &Token| !token.gap;
    let following = word(tokens, end);
    if super::period::is_year_word(following) || super::period::month(following).is_some() {
        return false;
    }
    let year_like = end == at + 1
        && tokens[at].kind == Kind::Digits
        && tokens[at].text.len() == 4
        && matches!(tokens[at].digits(), Some(1900..=2099));
    let (_, after_unit) = with_unit(tokens, Decimal::ONE, end);
    if weak && year_like && after_unit == end {
        return false;
    }
    if matches!(
        following,
        "годин"
            | "години"
            | "година"
            | "год"
            | "ранку"
            | "вечора"
            | "am"
            | "pm"
    ) || (weak && following == "числа")
    {
        return false;
    }
    match tokens.get(end) {
        // 10:00, 01.05.2025, 12/3
        Some(token) if token.is(":") || token.is(".") || token.is("/") => {
            !tokens.get(end + 1).is_some_and(|next| next.kind == Kind::Digits && glued(next))
        }
        _ => true,
    }
}

/// Whether the digits at `at` stand free: not after «№», a letter or another number's sign.
fn starts_number(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return true };
    let numbered = before.is("№") || before.is("#");
    !numbered && (tokens[at].gap || before.is("("))
}

/// The ordinal that begins at `at`, and the token after it.
pub(crate) fn ordinal(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let first = tokens.get(at)?;
    match first.kind {
        Kind::Word => {
            // двадцять першого, twenty-first
            if let Some(tens @ (20 | 30)) = cardinal(&first.text) {
                let dash = tokens.get(at + 1).is_some_and(|token| token.is("-"));
                let next = at + 1 + usize::from(dash);
                let ones = tokens.get(next).and_then(|token| ordinal_word(&token.text));
                return match ones {
                    Some(ones @ 1..=9) => Some((tens + ones, next + 1)),
                    _ => None,
                };
            }
            ordinal_word(&first.text).map(|value| (value, at + 1))
        }
        Kind::Sign if first.is("№") || first.is("#") => {
            let number = tokens.get(at + 1)?.digits()?;
            Some((number, at + 2))
        }
        Kind::Digits => {
            let number = first.digits()?;
            let next = tokens.get(at + 1)?;
            if next.kind == Kind::Word
                && !next.gap
                && matches!(next.text.as_str(), "st" | "nd" | "rd" | "th" | "й" | "го")
            {
                return Some((number, at + 2));
            }
            let ending = tokens.get(at + 2)?;
            let is_ending = matches!(
                ending.text.as_str(),
                "й" | "я"
                    | "а"
                    | "е"
                    | "є"
                    | "го"
                    | "му"
                    | "ої"
                    | "ій"
                    | "ий"
                    | "у"
                    | "ю"
                    | "ого"
                    | "ому"
                    | "им"
                    | "м"
                    | "ма"
                    | "х"
                    | "ти"
                    | "та"
                    | "те"
                    | "ша"
                    | "ше"
                    | "га"
                    | "ге"
                    | "тя"
                    | "тє"
                    | "ый"
                    | "ой"
                    | "ая"
                    | "ое"
            );
            (next.is("-") && !next.gap && !ending.gap && ending.kind == Kind::Word && is_ending)
                .then_some((number, at + 3))
        }
        Kind::Sign => None,
    }
}

/// The number behind one ordinal word in any case: 1 to 20, 30.
pub(crate) fn ordinal_word(word: &str) -> Option<u32> {
    const STEMS: &[(u32, &[&str])] = &[
        (1, &["перш", "перв"]),
        (2, &["друг", "втор"]),
        (3, &["трет"]),
        (4, &["четверт"]),
        (5, &["п'ят", "пят"]),
        (6, &["шост", "шест"]),
        (7, &["сьом", "седьм"]),
        (8, &["восьм"]),
        (9, &["дев'ят", "девят"]),
        (10, &["десят"]),
        (11, &["одинадцят", "одиннадцат"]),
        (12, &["дванадцят", "двенадцат"]),
        (13, &["тринадцят", "тринадцат"]),
        (14, &["чотирнадцят", "четырнадцат"]),
        (15, &["п'ятнадцят", "пятнадцят", "пятнадцат"]),
        (16, &["шістнадцят", "шестнадцат"]),
        (17, &["сімнадцят", "семнадцат"]),
        (18, &["вісімнадцят", "восемнадцат"]),
        (19, &["дев'ятнадцят", "девятнадцят", "девятнадцат"]),
        (20, &["двадцят", "двадцат"]),
        (30, &["тридцят", "тридцат"]),
    ];
    const ENDINGS: &[&str] = &[
        "ий", "ій", "ого", "ього", "ому", "ьому", "им", "ім", "а", "я", "ої", "ьої", "у", "ю",
        "ою", "ьою", "е", "є", "і", "их", "ими", "ый", "ой", "его", "ьего", "ему", "ьему", "ым",
        "ом", "ем", "ьем", "ая", "ья", "ую", "ью", "ое", "ье", "ые", "ых", "ьей",
    ];
    const ENGLISH: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if word.is_ascii() {
        return ENGLISH
            .iter()
            .zip(1..)
            .find(|(name, _)| **name == word)
            .map(|(_, value)| value)
            .or((word == "thirtieth").then_some(30));
    }
    STEMS.iter().find_map(|&(value, stems)| {
        stems
            .iter()
            .any(|stem| word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending)))
            .then_some(value)
    })
}

/// The number behind one cardinal word in any case: 1 to 20, tens, a hundred.
pub(crate) fn cardinal(word: &str) -> Option<u32> {
    Some(match word {
        "один" | "одна" | "одне" | "одного" | "однієї" | "одної" | "одному" | "одно" | "одной"
        | "one" => 1,
        "два" | "дві" | "двох" | "двом" | "две" | "двух" | "two" => 2,
        "три" | "трьох" | "трьом" | "трех" | "three" => 3,
        "чотири" | "чотирьох" | "четыре" | "четырех" | "four" => 4,
        "п'ять" | "п'яти" | "п'ятьох" | "пять" | "пяти" | "five" => 5,
        "шість" | "шести" | "шістьох" | "шесть" | "six" => 6,
        "сім" | "семи" | "сімох" | "семь" | "seven" => 7,
        "вісім" | "восьми" | "вісьмох" | "восемь" | "eight" => 8,
        "дев'ять" | "дев'яти" | "девять" | "девяти" | "nine" => 9,
        "десять" | "десяти" | "ten" => 10,
        "одинадцять" | "одинадцяти" | "одиннадцать" | "одиннадцати" | "eleven" => {
            11
        }
        "дванадцять" | "дванадцяти" | "двенадцать" | "двенадцати" | "twelve" => {
            12
        }
        "тринадцять" | "тринадцяти" | "тринадцать" | "thirteen" => 13,
        "чотирнадцять" | "чотирнадцяти" | "четырнадцать" | "fourteen" => {
            14
        }
        "п'ятнадцять" | "п'ятнадцяти" | "пятнадцать" | "fifteen" => {
            15
        }
        "шістнадцять" | "шістнадцяти" | "шестнадцать" | "sixteen" => {
            16
        }
        "сімнадцять" | "сімнадцяти" | "семнадцать" | "seventeen" => {
            17
        }
        "вісімнадцять" | "вісімнадцяти" | "восемнадцать" | "eighteen" => {
            18
        }
        "дев'ятнадцять" | "дев'ятнадцяти" | "девятнадцать" | "nineteen" => {
            19
        }
        "двадцять" | "двадцяти" | "двадцать" | "двадцати" | "twenty" => {
            20
        }
        "тридцять" | "тридцяти" | "тридцать" | "тридцати" | "thirty" => {
            30
        }
        "сорок" | "сорока" | "forty" => 40,
        "п'ятдесят" | "п'ятдесяти" | "пятьдесят" | "fifty" => 50,
        "шістдесят" | "шістдесяти" | "шестьдесят" | "sixty" => 60,
        "сімдесят" | "сімдесяти" | "семьдесят" | "seventy" => 70,
        "вісімдесят" | "вісімдесяти" | "восемьдесят" | "eighty" => {
            80
        }
        "дев'яносто" | "девяносто" | "ninety" => 90,
        "сто" | "ста" | "hundred" => 100,
        _ => return None,
    })
}

/// The word at `at`, or nothing.
fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).filter(|token| token.kind == Kind::Word).map_or("", |token| &token.text)
}

#[cfg(test)]
mod tests {
    use super::{
        Comparator::{AtLeast, AtMost, Between, Less, More},
        *,
    };

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn comparisons_are_found_in_three_languages() {
        for (text, comparator, amount, upper, span) in [
            ("договори понад 100 тис. грн", More, "100000", None, "понад 100 тис. грн"),
            ("більше 5 млн", More, "5000000", None, "більше 5 млн"),
            ("більше ніж 1,5 млн гривень", More, "1500000.0", None, "більше ніж 1,5 млн гривень"),
            ("від 10 до 20", Between, "10", Some("20"), "від 10 до 20"),
            ("від 10 до 20 тис. грн", Between, "10000", Some("20000"), "від 10 до 20 тис. грн"),
            (
                "від 500 грн до 2 тис. грн",
                Between,
                "500",
                Some("2000"),
                "від 500 грн до 2 тис. грн",
            ),
            ("не менше 3", AtLeast, "3", None, "не менше 3"),
            ("не менш як 3", AtLeast, "3", None, "не менш як 3"),
            ("щонайменше двадцять місць", AtLeast, "20", None, "щонайменше двадцять"),
            ("від 50 місць", AtLeast, "50", None, "від 50"),
            ("over 100", More, "100", None, "over 100"),
            ("contracts over 1.5 million", More, "1500000.0", None, "over 1.5 million"),
            ("more than 250 pupils", More, "250", None, "more than 250"),
            ("at least 5", AtLeast, "5", None, "at least 5"),
            ("up to 1000 UAH", AtMost, "1000", None, "up to 1000 UAH"),
            ("less than ten", Less, "10", None, "less than ten"),
            ("between 5 and 10", Between, "5", Some("10"), "between 5 and 10"),
            ("менше 1 000 000 грн", Less, "1000000", None, "менше 1 000 000 грн"),
            ("менше 1\u{a0}250,75", Less, "1250.75", None, "менше 1\u{a0}250,75"),
            ("дешевше за 50 ₴", Less, "50", None, "дешевше за 50 ₴"),
            ("до 2000 грн", AtMost, "2000", None, "до 2000 грн"),
            ("не більше 12'500", AtMost, "12500", None, "не більше 12'500"),
            ("не перевищує 30%", AtMost, "30", None, "не перевищує 30%"),
            ("свыше 100 тысяч", More, "100000", None, "свыше 100 тысяч"),
            ("не более 7", AtMost, "7", None, "не более 7"),
            ("от 5 до 7 миллионов", Between, "5000000", Some("7000000"), "от 5 до 7 миллионов"),
            (">= 10", AtLeast, "10", None, ">= 10"),
            ("> 10", More, "10", None, "> 10"),
            ("сума ≤ 300 тис", AtMost, "300000", None, "≤ 300 тис"),
            ("100 тис. грн і більше", AtLeast, "100000", None, "100 тис. грн і більше"),
            ("100-200 грн", Between, "100", Some("200"), "100-200 грн"),
            ("понад 3 млрд", More, "3000000000", None, "понад 3 млрд"),
            ("між 5 і 10", Between, "5", Some("10"), "між 5 і 10"),
        ] {
            let found = comparisons(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            let first = &found[0];
            assert_eq!(first.comparator, comparator, "{text}");
            assert_eq!(first.amount, decimal(amount), "{text}");
            assert_eq!(first.upper, upper.map(decimal), "{text}");
            assert_eq!(&text[first.span.clone()], span, "{text}");
        }
    }

    #[test]
    fn dates_years_times_and_names_are_no_amounts() {
        for text in [
            "бюджет до 2025 року",
            "стратегія до 2030",
            "від 2023 до 2025",
            "between 2023 and 2025",
            "до 5 травня",
            "від 01.01.2025 до 31.03.2025",
            "після 17:00 до 20:00",
            "до 18 години",
            "школа №5 і більше нічого",
            "більше рішень",
            "2-11-01",
            "",
        ] {
            assert_eq!(comparisons(text), [], "{text}");
        }
    }

    #[test]
    fn ordinals_are_found_in_words_and_digits() {
        for (text, value, span) in [
            ("перший заступник", 1, "перший"),
            ("третього округу", 3, "третього"),
            ("4-го", 4, "4-го"),
            ("школа №5", 5, "№5"),
            ("школа № 12", 12, "№ 12"),
            ("the first deputy", 1, "first"),
            ("third", 3, "third"),
            ("четвертого", 4, "четвертого"),
            ("п’ятого травня", 5, "п’ятого"),
            ("двадцять першого", 21, "двадцять першого"),
            ("twenty-second", 22, "twenty-second"),
            ("2nd", 2, "2nd"),
            ("второй", 2, "второй"),
            ("третьей", 3, "третьей"),
            ("1-а", 1, "1-а"),
            ("восьмої", 8, "восьмої"),
        ] {
            let found = ordinals(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((found[0].0, &text[found[0].1.clone()]), (value, span));
        }
    }

    #[test]
    fn weekdays_and_counts_are_no_ordinals() {
        for text in ["четвер", "п'ятниця", "вторник", "п'ять шкіл", "5 шкіл", "перевірка"]
        {
            assert_eq!(ordinals(text), [], "{text}");
        }
    }

    #[test]
    fn numbers_are_written_with_no_break_spaces() {
        for (value, uk, en) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1000", "1\u{a0}000", "1\u{a0}000"),
            ("-1234567.5", "-1\u{a0}234\u{a0}567,5", "-1\u{a0}234\u{a0}567.5"),
            ("0.05", "0,05", "0.05"),
        ] {
            assert_eq!(format(decimal(value), Locale::Uk), uk);
            assert_eq!(format(decimal(value), Locale::En), en);
        }
    }

    #[test]
    fn money_is_short_and_exact() {
        for (value, uk) in [
            ("661686413.25", "661,7 млн грн (661\u{a0}686\u{a0}413,25)"),
            ("33.48", "33,48 грн"),
            ("33.5", "33,50 грн"),
            ("250", "250 грн"),
            ("250.00", "250 грн"),
            ("1.4375", "1,4375 грн"),
            ("999999.99", "999\u{a0}999,99 грн"),
            ("1000000", "1 млн грн (1\u{a0}000\u{a0}000)"),
            ("999960000", "1 млрд грн (999\u{a0}960\u{a0}000)"),
            ("2150000000.1", "2,2 млрд грн (2\u{a0}150\u{a0}000\u{a0}000,10)"),
            ("-5250000", "-5,3 млн грн (-5\u{a0}250\u{a0}000)"),
            ("0", "0 грн"),
        ] {
            assert_eq!(money(decimal(value), Locale::Uk), uk);
        }
        assert_eq!(money(decimal("33.48"), Locale::En), "UAH 33.48");
        assert_eq!(
            money(decimal("661686413.25"), Locale::En),
            "UAH 661.7 million (661\u{a0}686\u{a0}413.25)"
        );
    }
}
