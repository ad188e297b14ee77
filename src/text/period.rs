//! Periods and days of the week in words: «за I квартал 2025 року», "last year", «з 5 по 10 травня», «щосереди».
//!
//! A small grammar over the tokens of `scan`, in Ukrainian, Russian and English; every rule looks a bounded number of
//! tokens ahead, so time is linear in the length of the text.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::{
    number,
    scan::{Kind, Token, roman, scan},
};

/// A stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// Its first day.
    pub from: NaiveDate,
    /// The day after its last.
    pub to: NaiveDate,
    /// What it was named as.
    pub grain: Grain,
}

/// What a period was named as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grain {
    /// One day.
    Day,
    /// A week from Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// January to June or July to December.
    HalfYear,
    /// A calendar year.
    Year,
    /// 1 September to 31 August.
    SchoolYear,
    /// From one day to another; nine months; several years.
    Range,
}

/// A period found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The days meant.
    pub period: Period,
    /// The bytes of the text that name it.
    pub span: Range<usize>,
    /// Whether it depends on today: «торік», "this month", or a day or month without its year, which is the latest
    /// that has begun (the next one, where the text speaks of the future).
    pub relative: bool,
}

/// The periods that `text` names, in its order, none inside another.
///
/// A bare number is a year only from 1900 to 2099 and only where it is no amount, code, phone or «№2024».
pub fn find(text: &str, today: NaiveDate) -> Vec<Found> {
    Grammar::new(text, today, false).all()
}

/// The period that a table cell or the name of a file gives: "2024", "2024/2025", "січень 2024", "01.2024", "9 місяців 2025",
/// `zvit_2024.xlsx`; `None` if it names none, several, or one without its year.
pub fn of_cell(text: &str) -> Option<Period> {
    const LONGEST: usize = 300; // bytes; a longer cell is prose
    if text.len() > LONGEST {
        return None;
    }
    let any_day = NaiveDate::from_ymd_opt(2000, 1, 1)?; // what depends on it is thrown away
    let mut found = Grammar::new(text, any_day, true).all().into_iter();
    let first = found.next().filter(|first| !first.relative)?;
    found.all(|next| next.period == first.period).then_some(first.period)
}

/// The days of the week that `text` names in any case or abbreviation, each with the bytes it stands in; «у вихідні»
/// gives Saturday and Sunday, «в будні» Monday to Friday, over the same bytes.
pub fn weekdays(text: &str) -> Vec<(Weekday, Range<usize>)> {
    let tokens = scan(text);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Word {
            continue;
        }
        let short = token.text.chars().count() <= 3 && !token.text.is_ascii();
        if short && !stands_as_abbreviation(&tokens, at) {
            continue;
        }
        let span = token.span.clone();
        if let Some(day) = weekday(&token.text) {
            found.push((day, span));
        } else if matches!(
            token.text.as_str(),
            "вихідні" | "вихідним" | "вихідними" | "выходные" | "выходным"
        ) || token.text == "weekend"
            || token.text == "weekends"
        {
            found.extend([Weekday::Sat, Weekday::Sun].map(|day| (day, span.clone())));
        } else if is_workday(&token.text) {
            found.extend(
                [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]
                    .map(|day| (day, span.clone())),
            );
        }
    }
    found
}

/// «Сб» and «нд» are days; «ст», «пт» in the middle of a name need a sign, another day or an end beside them.
fn stands_as_abbreviation(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    !before.is_some_and(|before| before.is("№") || (!tokens[at].gap && before.is("\"")))
}

/// «будні», «робочі», "weekdays".
pub(crate) fn is_workday(word: &str) -> bool {
    word.starts_with("будн") || matches!(word, "weekday" | "weekdays" | "workdays" | "будень")
}

/// The day of the week behind a folded word, with «щосереди» and the abbreviations of three languages.
pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    let bare = word.strip_prefix("що").unwrap_or(word);
    Some(match bare {
        "пн" | "пон" | "понед" | "mon" | "monday" | "mondays" => Weekday::Mon,
        "вт" | "вівт" | "втор" | "tue" | "tues" | "tuesday" | "tuesdays" => Weekday::Tue,
        "ср" | "сер" | "wed" | "wednesday" | "wednesdays" | "середа" | "середи" | "середу"
        | "середі" | "середою" | "середам" | "середах" | "середами" | "среда" | "среды"
        | "среду" | "среде" | "средам" => Weekday::Wed,
        "чт" | "чтв" | "четв" | "thu" | "thur" | "thurs" | "thursday" | "thursdays" | "четвер" => {
            Weekday::Thu
        }
        "пт" | "птн" | "п'ятн" | "fri" | "friday" | "fridays" => Weekday::Fri,
        "сб" | "суб" | "sat" | "saturday" | "saturdays" => Weekday::Sat,
        "нд"
        | "нед"
        | "вс"
        | "sun"
        | "sunday"
        | "sundays"
        | "неділя"
        | "неділі"
        | "неділю"
        | "неділею"
        | "неділям"
        | "неділях"
        | "неділями"
        | "воскресенье"
        | "воскресенья"
        | "воскресеньям" => Weekday::Sun,
        other => {
            const STEMS: [(&str, Weekday); 10] = [
                ("понеділ", Weekday::Mon),
                ("понедельн", Weekday::Mon),
                ("вівтор", Weekday::Tue),
                ("вторник", Weekday::Tue),
                ("четверг", Weekday::Thu),
                ("п'ятниц", Weekday::Fri),
                ("пятниц", Weekday::Fri),
                ("субот", Weekday::Sat),
                ("суббот", Weekday::Sat),
                ("воскресен", Weekday::Sun),
            ];
            return STEMS
                .iter()
                .find(|(stem, _)| {
                    other.strip_prefix(stem).is_some_and(|ending| ending.chars().count() <= 4)
                })
                .map(|&(_, day)| day);
        }
    })
}

/// The month, 1 to 12, behind a folded word in any case of three languages; abbreviations are not taken.
pub(crate) fn month(word: &str) -> Option<u32> {
    const STEMS: [(&str, u32); 34] = [
        ("січен", 1),
        ("січн", 1),
        ("январ", 1),
        ("january", 1),
        ("лютий", 2),
        ("лютого", 2),
        ("лютому", 2),
        ("лютим", 2),
        ("феврал", 2),
        ("february", 2),
        ("березен", 3),
        ("березн", 3),
        ("march", 3),
        ("квітен", 4),
        ("квітн", 4),
        ("апрел", 4),
        ("april", 4),
        ("травен", 5),
        ("травн", 5),
        ("червен", 6),
        ("червн", 6),
        ("june", 6),
        ("липен", 7),
        ("липн", 7),
        ("july", 7),
        ("серпен", 8),
        ("серпн", 8),
        ("august", 8),
        ("вересен", 9),
        ("вересн", 9),
        ("сентябр", 9),
        ("september", 9),
        ("жовтен", 10),
        ("жовтн", 10),
    ];
    const MORE: [(&str, u32); 11] = [
        ("октябр", 10),
        ("october", 10),
        ("листопад", 11),
        ("ноябр", 11),
        ("november", 11),
        ("груден", 12),
        ("грудн", 12),
        ("декабр", 12),
        ("december", 12),
        ("июн", 6),
        ("июл", 7),
    ];
    const WHOLE: [(&str, u32); 11] = [
        ("март", 3),
        ("марта", 3),
        ("марте", 3),
        ("май", 5),
        ("мая", 5),
        ("мае", 5),
        ("may", 5),
        ("август", 8),
        ("августа", 8),
        ("августе", 8),
        ("мартом", 3),
    ];
    // «січневий», «листопадовий» are adjectives and longer than any case of the noun.
    const LONGEST_ENDING: usize = 3;
    WHOLE
        .iter()
        .find(|(whole, _)| *whole == word)
        .or_else(|| {
            STEMS.iter().chain(&MORE).find(|(stem, _)| {
                word.strip_prefix(stem).is_some_and(|ending| {
                    ending.chars().count() <= LONGEST_ENDING
                        && !ending.starts_with("ев")
                        && !ending.starts_with("ов")
                })
            })
        })
        .map(|&(_, month)| month)
}

/// The month behind an abbreviation («січ», "Sept"), read only beside a number.
fn short_month(word: &str) -> Option<u32> {
    Some(match word {
        "січ" | "янв" | "jan" => 1,
        "лют" | "фев" | "февр" | "feb" => 2,
        "бер" | "берез" | "мар" | "mar" => 3,
        "квіт" | "кві" | "апр" | "apr" => 4,
        "трав" | "тра" => 5,
        "черв" | "чер" | "jun" => 6,
        "лип" | "jul" => 7,
        "серп" | "сер" | "авг" | "aug" => 8,
        "вер" | "верес" | "сент" | "сен" | "sep" | "sept" => 9,
        "жовт" | "жов" | "окт" | "oct" => 10,
        "лист" | "лис" | "нояб" | "ноя" | "nov" => 11,
        "груд" | "гру" | "дек" | "dec" => 12,
        _ => return None,
    })
}

/// Whether a word after a number makes it a year («2025 рік», «р.», "роки").
pub(crate) fn is_year_word(word: &str) -> bool {
    matches!(
        word,
        "рік"
            | "року"
            | "році"
            | "роком"
            | "роки"
            | "років"
            | "роках"
            | "рокам"
            | "роками"
            | "р"
            | "рр"
            | "год"
            | "года"
            | "году"
            | "годом"
            | "годы"
            | "годов"
            | "годах"
            | "г"
            | "гг"
            | "year"
            | "years"
    )
}

/// What a phrase names before its year is known.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Day(u32, u32), // month, day
    Months(u32, u32),
    Quarter(u32),
    Half(u32),
    Year,
    SchoolYear,
}

#[derive(Clone, Copy, Debug)]
struct Named {
    shape: Shape,
    year: Option<i32>,
    end: usize,
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    SchoolYear,
}

struct Grammar {
    tokens: Vec<Token>,
    today: NaiveDate,
    /// Whether the text is a cell or a file's name, where a year may follow letters at once and abbreviations are usual.
    cell: bool,
    /// Whether the text speaks of what is to come.
    future: bool,
}

impl Grammar {
    fn new(text: &str, today: NaiveDate, cell: bool) -> Self {
        let tokens = scan(text);
        let future = tokens.iter().any(|token| {
            const AHEAD: [&str; 9] = [
                "відбуд",
                "заплан",
                "плану",
                "майбутн",
                "найближч",
                "состоит",
                "планир",
                "ближайш",
                "upcoming",
            ];
            matches!(token.text.as_str(), "буде" | "будуть" | "будет" | "будут" | "will")
                || AHEAD.iter().any(|stem| token.text.starts_with(stem))
        });
        Self { tokens, today, cell, future }
    }

    fn all(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            match self.at(at) {
                Some((period, relative, end)) if end > at => {
                    let span = self.tokens[at].span.start..self.tokens[end - 1].span.end;
                    found.push(Found { period, span, relative });
                    at = end;
                }
                _ => at += 1,
            }
        }
        found
    }

    /// The period that begins at token `at`: its days, whether it leans on today, and the token after it.
    fn at(&self, at: usize) -> Option<(Period, bool, usize)> {
        self.range(at)
            .or_else(|| self.years(at))
            .or_else(|| self.since(at))
            .or_else(|| self.first_months(at))
            .or_else(|| self.relative(at))
            .or_else(|| {
                let named = self.named(at)?;
                let (period, relative) = self.settle(named)?;
                Some((period, relative, named.end))
            })
    }

    // ---- tokens

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|token| token.kind == Kind::Word).map_or("", |token| &token.text)
    }

    fn is(&self, at: usize, sign: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(sign))
    }

    fn digits(&self, at: usize, lengths: Range<usize>) -> Option<u32> {
        self.tokens
            .get(at)
            .filter(|token| lengths.contains(&token.text.len()))
            .and_then(Token::digits)
    }

    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.gap)
    }

    /// The token after «рік», «р.», "року", if one stands at `at`.
    fn after_year_word(&self, at: usize) -> Option<usize> {
        // 2025-го, 2025-й рік
        let mut at = at;
        if self.is(at, "-")
            && self.glued(at)
            && self.glued(at + 1)
            && matches!(
                self.word(at + 1),
                "й" | "го" | "му" | "м" | "ий" | "ого" | "ому" | "х" | "ті"
            )
        {
            at += 2;
            return Some(self.after_year_word(at).unwrap_or(at));
        }
        if !is_year_word(self.word(at)) {
            return None;
        }
        let abbreviated = matches!(self.word(at), "р" | "рр" | "г" | "гг");
        Some(at + 1 + usize::from(abbreviated && self.is(at + 1, ".") && self.glued(at + 1)))
    }

    // ---- years

    /// The year at `at`, if the four digits can be nothing else, and the token after it and its «року».
    fn year(&self, at: usize) -> Option<(i32, usize)> {
        const MEASURED: [&str; 17] = [
            "грн",
            "гривн",
            "гривен",
            "тис",
            "тыс",
            "млн",
            "млрд",
            "осіб",
            "людей",
            "шт",
            "одиниц",
            "кв",
            "грам",
            "uah",
            "hryvn",
            "человек",
            "people",
        ];
        let value = self.digits(at, 4..5).filter(|value| (1900..=2099).contains(value))?;
        let year = i32::try_from(value).ok()?;
        if let Some(before) = at.checked_sub(1) {
            let sign = &self.tokens[before];
            let after_letters = sign.kind == Kind::Word && self.glued(at);
            if sign.is("№") || sign.is("#") || sign.is("+") {
                return None;
            }
            if after_letters && !(self.cell && sign.text.chars().count() >= 3) {
                return None;
            }
            // 12-2024, 1.2024, 15/2024 are numbers of documents and parts of dates; dates were read before.
            if self.glued(at)
                && (sign.is("-") || sign.is(".") || sign.is("/") || sign.is(",") || sign.is(":"))
                && before.checked_sub(1).is_some_and(|first| {
                    self.tokens[first].kind == Kind::Digits && self.glued(before)
                })
            {
                return None;
            }
            let named = ["код", "кпк", "тел", "номер", "індекс", "рахун", "кекв"];
            if named.iter().any(|stem| sign.text.starts_with(stem)) {
                return None;
            }
        }
        if let Some(end) = self.after_year_word(at + 1) {
            return Some((year, end));
        }
        if let Some(before) = at.checked_sub(1)
            && matches!(
                self.word(before),
                "понад"
                    | "більше"
                    | "більш"
                    | "менше"
                    | "менш"
                    | "ніж"
                    | "свыше"
                    | "больше"
                    | "меньше"
                    | "более"
                    | "менее"
                    | "over"
                    | "than"
                    | "under"
                    | "above"
                    | "below"
            )
            && !self.is(at + 1, "?")
        {
            return None;
        }
        if self.glued(at + 1) {
            let next = &self.tokens[at + 1];
            let digits_follow = self.glued(at + 2)
                && self.tokens.get(at + 2).is_some_and(|token| token.kind == Kind::Digits);
            if next.kind == Kind::Word || (digits_follow && next.kind == Kind::Sign) {
                return None;
            }
        }
        // 2025 грн, 2000 тис., 2024 осіб; and a thousands group after it is an amount too.
        let next = self.word(at + 1);
        if MEASURED.iter().any(|stem| next.starts_with(stem))
            || matches!(next, "м" | "км" | "кг" | "л" | "га" | "т" | "m" | "km" | "kg" | "ha")
            || self.is(at + 1, "₴")
            || self.is(at + 1, "%")
            || (self.digits(at + 1, 3..4).is_some() && !self.glued(at + 1))
        {
            return None;
        }
        Some((year, at + 1))
    }

    /// Several years, a school year, «у 24 році».
    fn years(&self, at: usize) -> Option<(Period, bool, usize)> {
        // навчальний рік 2024/2025, school year 2024-25
        if let Some(after) = self.school_year_words(at) {
            let (first, end) = self.pair_of_years(after)?;
            return Some((school_year(first)?, false, end));
        }
        // у 24 році; «24 роки» is how long
        if let Some(short) = self.digits(at, 2..3).filter(|short| (10..=40).contains(short)) {
            let suffixed =
                self.is(at + 1, "-") && matches!(self.word(at + 2), "му" | "го" | "й" | "м" | "ий");
            let word = self.word(at + if suffixed { 3 } else { 1 });
            let counted = short % 10 == 1 && !suffixed;
            let fits = match word {
                "році" | "году" => true,
                "року" | "рік" | "год" => !counted && (word != "года"),
                _ => false,
            };
            let number_before = at.checked_sub(1).is_some_and(|before| {
                self.tokens[before].kind == Kind::Digits
                    || (self.glued(at) && !self.is(before, "("))
            });
            if fits && !number_before {
                let year = 2000 + i32::try_from(short).ok()?;
                return Some((year_of(year)?, false, at + if suffixed { 4 } else { 2 }));
            }
        }
        let (first, middle) = self.pair_start(at)?;
        let slash = self.is(middle, "/");
        let (last, end) = self.pair_end(first, middle)?;
        if let Some(after) = self.school_year_words(end) {
            return (last == first + 1)
                .then_some(())
                .and_then(|()| Some((school_year(first)?, false, after)));
        }
        let end = self.after_year_word(end).unwrap_or(end);
        if slash && last == first + 1 {
            return Some((school_year(first)?, false, end));
        }
        Some((range(year_of(first)?, year_of(last)?)?, false, end))
    }

    fn pair_of_years(&self, at: usize) -> Option<(i32, usize)> {
        let (first, middle) = self.pair_start(at)?;
        let (last, end) = self.pair_end(first, middle)?;
        (last == first + 1).then_some((first, end))
    }

    /// The first year of «2023-2024» and the token of its sign.
    fn pair_start(&self, at: usize) -> Option<(i32, usize)> {
        let first = self.digits(at, 4..5).filter(|value| (1900..=2099).contains(value))?;
        if let Some(before) = at.checked_sub(1) {
            let sign = &self.tokens[before];
            let opens = matches!(sign.text.as_str(), "(" | "_" | "\"" | "«");
            let named = self.cell && sign.kind == Kind::Word;
            if sign.is("№") || sign.is("#") || (self.glued(at) && !opens && !named) {
                return None;
            }
        }
        let middle = self.after_year_word(at + 1).unwrap_or(at + 1);
        (self.is(middle, "-") || self.is(middle, "/") || (self.cell && self.is(middle, "_")))
            .then_some((i32::try_from(first).ok()?, middle))
    }

    /// The second year of «2023-2024» or «2024/25», and the token after it.
    fn pair_end(&self, first: i32, middle: usize) -> Option<(i32, usize)> {
        let at = middle + 1;
        let last = if let Some(last) = self.digits(at, 4..5) {
            i32::try_from(last).ok()?
        } else {
            let short = i32::try_from(self.digits(at, 2..3)?).ok()?;
            Some(first - first % 100 + short).filter(|last| *last == first + 1)?
        };
        let more = (self.is(at + 1, "-") || self.is(at + 1, "/") || self.is(at + 1, "."))
            && self.glued(at + 1)
            && self.glued(at + 2)
            && self.tokens.get(at + 2).is_some_and(|token| token.kind == Kind::Digits);
        (last > first && last <= 2099 && !more).then_some((last, at + 1))
    }

    /// The token after «навчальний рік», «н. р.», "school year" at `at`.
    fn school_year_words(&self, at: usize) -> Option<usize> {
        let word = self.word(at);
        if word.starts_with("навчальн")
            || word.starts_with("учебн")
            || matches!(word, "school" | "academic")
        {
            return Some(self.after_year_word(at + 1).unwrap_or(at + 1))
                .filter(|&end| end > at + 1);
        }
        if matches!(word, "н" | "нр" | "навч") {
            let dot = usize::from(self.is(at + 1, "."));
            if word == "нр" {
                return Some(at + 1 + dot);
            }
            return self.after_year_word(at + 1 + dot);
        }
        None
    }

    // ---- one period with or without its year

    fn named(&self, at: usize) -> Option<Named> {
        self.date(at)
            .or_else(|| self.day_and_month(at))
            .or_else(|| self.months(at))
            .or_else(|| self.part_of_year(at))
            .or_else(|| {
                let (year, end) = self.year(at)?;
                // 2025 Q1
                if let Some(part) = self.part_of_year(end).filter(|part| part.year.is_none()) {
                    return Some(Named { year: Some(year), ..part });
                }
                if let Some(month) = month(self.word(end)).or_else(|| short_month(self.word(end)))
                    && self.cell
                {
                    return Some(Named {
                        shape: Shape::Months(month, month),
                        year: Some(year),
                        end: end + 1,
                    });
                }
                if let Some(after) = self.school_year_words(end) {
                    return Some(Named { shape: Shape::SchoolYear, year: Some(year), end: after });
                }
                Some(Named { shape: Shape::Year, year: Some(year), end })
            })
    }

    /// 05.05.2025, 2025-05-05, 5/5/2025, 01.2024.
    fn date(&self, at: usize) -> Option<Named> {
        let glued_before = at > 0
            && self.glued(at)
            && (self.tokens[at - 1].kind != Kind::Sign
                || self.is(at - 1, ".")
                || self.is(at - 1, "-")
                || self.is(at - 1, "/")
                || self.is(at - 1, "№"));
        if glued_before && !(self.cell && self.tokens[at - 1].kind == Kind::Word) {
            return None;
        }
        let sign =
            self.tokens.get(at + 1).filter(|token| token.kind == Kind::Sign && !token.gap)?;
        let sign @ ("." | "-" | "/") = sign.text.as_str() else { return None };
        if !self.glued(at + 2) {
            return None;
        }
        let second = self.digits(at + 2, 1..5)?;
        let third = (self.is(at + 3, sign) && self.glued(at + 3) && self.glued(at + 4))
            .then(|| self.digits(at + 4, 1..5))
            .flatten();
        let len = |at: usize| self.tokens.get(at).map_or(0, |token| token.text.len());
        let more = |at: usize| {
            self.is(at, sign)
                && self.glued(at)
                && self.glued(at + 1)
                && self.tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Digits)
        };
        if let Some(third) = third {
            if more(at + 5) {
                return None;
            }
            let first = self.digits(at, 1..5)?;
            let (year, month, day) = match (len(at), len(at + 4)) {
                (4, 1 | 2) => (first, second, third),
                (1 | 2, 4) => (third, second, first),
                (2, 2) if sign == "." => (2000 + third, second, first),
                _ => return None,
            };
            let year = i32::try_from(year).ok().filter(|year| (1900..=2099).contains(year))?;
            NaiveDate::from_ymd_opt(year, month, day)?;
            let end = self.after_year_word(at + 5).unwrap_or(at + 5);
            return Some(Named { shape: Shape::Day(month, day), year: Some(year), end });
        }
        // 01.2024, and 2024-01 in a cell
        if more(at + 3) {
            return None;
        }
        let first = self.digits(at, 1..5)?;
        let (year, month) = match (len(at), len(at + 2)) {
            (2, 4) if sign == "." || self.cell => (second, first),
            (4, 2) if self.cell && sign != "/" && second <= 12 => (first, second),
            _ => return None,
        };
        let year = i32::try_from(year).ok().filter(|year| (1900..=2099).contains(year))?;
        (1..=12).contains(&month).then_some(())?;
        let end = self.after_year_word(at + 3).unwrap_or(at + 3);
        Some(Named { shape: Shape::Months(month, month), year: Some(year), end })
    }

    /// «5 травня 2025», «п'ятого травня», "May 5, 2025", "the 5th of May".
    fn day_and_month(&self, at: usize) -> Option<Named> {
        let (month, day, end) = if let Some((day, after)) = self.day_number(at) {
            let after = after + usize::from(self.word(after) == "of");
            let month = month(self.word(after)).or_else(|| short_month(self.word(after)))?;
            let dot = self.is(after + 1, ".")
                && self.glued(after + 1)
                && short_month(self.word(after)).is_some();
            (month, day, after + 1 + usize::from(dot))
        } else {
            let english = self.word(at).is_ascii();
            let month =
                month(self.word(at)).or_else(|| short_month(self.word(at))).filter(|_| english)?;
            let (day, after) = self.day_number(at + 1)?;
            (month, day, after)
        };
        NaiveDate::from_ymd_opt(2000, month, day)?; // a leap year: 29 February may be meant
        if self.after_street(at) || matches!(self.word(end), "street" | "str" | "square") {
            return None;
        }
        let (year, end) = self.trailing_year(end);
        Some(Named { shape: Shape::Day(month, day), year, end })
    }

    /// Whether a street's word stands before `at`, over a sign or a number: «вул. 8 Березня» is an address.
    fn after_street(&self, at: usize) -> bool {
        const STREETS: [&str; 11] = [
            "вул",
            "ул",
            "улиц",
            "просп",
            "пров",
            "площ",
            "бульв",
            "парк",
            "сквер",
            "street",
            "узвіз",
        ];
        let mut before = at;
        while before > 0 && before + 3 > at && self.tokens[before - 1].kind != Kind::Word {
            before -= 1;
        }
        let word = before.checked_sub(1).map_or("", |before| self.word(before));
        word == "пл" || STREETS.iter().any(|stem| word.starts_with(stem))
    }

    /// A day of the month in digits («5», «5-го», "5th") or words, and the token after it.
    fn day_number(&self, at: usize) -> Option<(u32, usize)> {
        if self.is(at, "№") {
            return None;
        }
        if let Some((day, end)) = number::ordinal(&self.tokens, at) {
            return (1..=31).contains(&day).then_some((day, end));
        }
        let stands_free = at == 0
            || !self.glued(at)
            || matches!(self.tokens[at - 1].text.as_str(), "(" | "«" | "\"" | "-");
        let day = self.digits(at, 1..3).filter(|day| (1..=31).contains(day) && stands_free)?;
        Some((day, at + 1))
    }

    /// A month, or from one to another («січень–вересень 2025»).
    fn months(&self, at: usize) -> Option<Named> {
        let word = self.word(at);
        let short = month(word).is_none();
        let first = month(word).or_else(|| short_month(word))?;
        let dot = usize::from(short && self.is(at + 1, ".") && self.glued(at + 1));
        if self.is(at + 1 + dot, "-")
            && let Some(last) = month(self.word(at + 2 + dot))
            && last > first
        {
            let (year, end) = self.trailing_year(at + 3 + dot);
            return Some(Named { shape: Shape::Months(first, last), year, end });
        }
        let (year, end) = self.trailing_year(at + 1 + dot);
        // "may", "march", «март» as a name, «сер», "mar": a month only beside a year or after a preposition.
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        let after_preposition = matches!(
            before,
            "in" | "for"
                | "of"
                | "since"
                | "from"
                | "to"
                | "until"
                | "by"
                | "during"
                | "between"
                | "and"
                | "у"
                | "в"
                | "за"
                | "на"
                | "з"
                | "по"
                | "до"
                | "с"
                | "від"
                | "от"
        );
        if self.after_street(at) {
            return None;
        }
        if year.is_none()
            && (short || (matches!(word, "may" | "march" | "марта" | "март") && !after_preposition))
        {
            return None;
        }
        Some(Named { shape: Shape::Months(first, first), year, end })
    }

    /// A quarter or a half of a year.
    fn part_of_year(&self, at: usize) -> Option<Named> {
        // Q1, H1, 1Q
        let letter = self.word(at);
        let (shape, end) = if matches!(letter, "q" | "кв" | "h") && self.glued(at + 1) {
            let which = self.digits(at + 1, 1..2)?;
            (if letter == "h" { half(which)? } else { quarter(which)? }, at + 2)
        } else if is_quarter(letter) || letter.starts_with("півріч") {
            // квартал 2
            let which = self.digits(at + 1, 1..2).or_else(|| roman(self.word(at + 1)))?;
            (if is_quarter(letter) { quarter(which)? } else { half(which)? }, at + 2)
        } else {
            let (which, after) = self.which(at)?;
            let unit = self.word(after);
            let dot = usize::from(unit == "кв" && self.is(after + 1, ".") && self.glued(after + 1));
            if is_quarter(unit) || matches!(unit, "кв" | "q") {
                (quarter(which)?, after + 1 + dot)
            } else if unit.starts_with("півріч") || unit.starts_with("полугод") {
                (half(which)?, after + 1)
            } else if unit == "half" {
                let of = usize::from(self.word(after + 1) == "of");
                let article = usize::from(matches!(self.word(after + 1 + of), "the"));
                let year =
                    usize::from(of + article > 0 && self.word(after + 1 + of + article) == "year");
                let end = after + 1 + if year == 1 { of + article + 1 } else { 0 };
                (half(which)?, end)
            } else {
                return None;
            }
        };
        let (year, end) = self.trailing_year(end);
        Some(Named { shape, year, end })
    }

    /// «перший», «1-й», «II», "1", and the token after it.
    fn which(&self, at: usize) -> Option<(u32, usize)> {
        if self.is(at, "№") {
            return None;
        }
        number::ordinal(&self.tokens, at)
            .or_else(|| roman(self.word(at)).map(|which| (which, at + 1)))
            .or_else(|| self.digits(at, 1..2).map(|which| (which, at + 1)))
    }

    /// The year after a month, quarter and so on («травня 2025 року», «2025», "of 2025", ", 2025", «цього року»).
    fn trailing_year(&self, at: usize) -> (Option<i32>, usize) {
        let skip = usize::from(
            matches!(self.word(at), "of" | "у" | "в" | "за")
                || self.is(at, ",")
                || self.is(at, "_"),
        );
        if let Some((year, end)) = self.year(at + skip) {
            return (Some(year), end);
        }
        if let Some((Unit::Year, shift, end)) =
            self.shifted_unit(at + usize::from(self.word(at) == "of"))
            && let Some(year) = self.today.year().checked_add(shift)
        {
            return (Some(year), end);
        }
        match self.word(at) {
            "торік" => (Some(self.today.year() - 1), at + 1),
            "позаторік" => (Some(self.today.year() - 2), at + 1),
            _ => (None, at),
        }
    }

    /// Gives a year to what has none.
    fn settle(&self, named: Named) -> Option<(Period, bool)> {
        if let Some(year) = named.year {
            return Some((period(named.shape, year)?, false));
        }
        let year = self.today.year();
        if self.future {
            let ahead = (year..=year + 4)
                .filter_map(|year| period(named.shape, year))
                .find(|period| period.to > self.today)?;
            return Some((ahead, true));
        }
        let begun = (year - 4..=year)
            .rev()
            .filter_map(|year| period(named.shape, year))
            .find(|period| period.from <= self.today)?;
        Some((begun, true))
    }

    // ---- from one to another

    /// «з 1 січня по 31 березня 2025», "from 2023 to 2025", «5–10 травня».
    fn range(&self, at: usize) -> Option<(Period, bool, usize)> {
        let opener = self.word(at);
        let closers: &[&str] = match opener {
            "з" | "із" | "зі" | "від" | "с" | "со" | "от" | "from" | "починаючи" => {
                &["по", "до", "to", "until", "till", "through"]
            }
            "між" | "между" | "between" => &["та", "і", "й", "и", "and"],
            _ => &[],
        };
        let start = if closers.is_empty() { at } else { at + 1 };
        let mut first = self.named(start);
        let middle = match first {
            Some(named) => named.end,
            None => self.day_number(start)?.1,
        };
        let joined = closers.contains(&self.word(middle)) || self.is(middle, "-");
        if !joined {
            return None;
        }
        let last = self.named(middle + 1)?;
        if first.is_none() {
            // «з 5 по 10 травня»
            let (day, _) = self.day_number(start)?;
            let Shape::Day(month, _) = last.shape else { return None };
            first = Some(Named { shape: Shape::Day(month, day), year: last.year, end: middle });
        }
        let mut first = first?;
        let same_kind = matches!(
            (first.shape, last.shape),
            (Shape::Day(..) | Shape::Months(..), Shape::Day(..) | Shape::Months(..))
                | (Shape::Quarter(_), Shape::Quarter(_))
                | (Shape::Year, Shape::Year)
        );
        // «січень 2024 - 2025»: not a range of one kind
        if !same_kind || (closers.is_empty() && first.shape == Shape::Year) {
            return None;
        }
        let (end_period, relative) = self.settle(last)?;
        if first.year.is_none() {
            first.year = Some(end_period.from.year());
            let (begin, _) = self.settle(first)?;
            if begin.from > end_period.from {
                first.year = Some(end_period.from.year() - 1);
            }
        }
        let (begin, _) = self.settle(first)?;
        Some((range(begin, end_period)?, relative, last.end))
    }

    /// «з початку року», «з 2022 року», "since 2022", "year to date".
    fn since(&self, at: usize) -> Option<(Period, bool, usize)> {
        let tomorrow = self.today.checked_add_days(Days::new(1))?;
        let opener = self.word(at);
        let begun = |start: NaiveDate, end: usize| {
            (start < tomorrow).then_some((
                Period { from: start, to: tomorrow, grain: Grain::Range },
                true,
                end,
            ))
        };
        if opener == "year" && self.word(at + 1) == "to" && self.word(at + 2) == "date" {
            return begun(period(Shape::Year, self.today.year())?.from, at + 3);
        }
        let mut after = at;
        if matches!(opener, "починаючи" | "начиная" | "starting") {
            after += 1;
        }
        if !matches!(self.word(after), "з" | "із" | "зі" | "с" | "від" | "from" | "since" | "після")
        {
            return None;
        }
        after += 1;
        let english_start = usize::from(self.word(after) == "the");
        if matches!(self.word(after + english_start), "початку" | "начала" | "beginning" | "start")
        {
            let mut unit_at = after + english_start + 1;
            unit_at += usize::from(self.word(unit_at) == "of");
            unit_at += usize::from(self.word(unit_at) == "the");
            if let Some((year, end)) = self.year(unit_at) {
                let whole = period(Shape::Year, year)?;
                let to = whole.to.min(tomorrow);
                return (whole.from < to).then_some((
                    Period { from: whole.from, to, grain: Grain::Range },
                    true,
                    end,
                ));
            }
            if let Some((unit, shift, end)) = self.shifted_unit(unit_at) {
                return begun(self.unit_period(unit, shift)?.from, end);
            }
            let unit = unit(self.word(unit_at))?;
            return begun(self.unit_period(unit, 0)?.from, unit_at + 1);
        }
        let (year, end) = self.year(after)?;
        // «з 2025» alone may be a school number of a sort; «з 2022 року», "since 2022"
        if end == after + 1 && !matches!(self.word(after - 1), "since" | "from") {
            return None;
        }
        begun(period(Shape::Year, year)?.from, end)
    }

    /// «9 місяців 2025», «перші шість місяців», "first nine months of 2025", «за півроку».
    fn first_months(&self, at: usize) -> Option<(Period, bool, usize)> {
        let skip = usize::from(matches!(
            self.word(at),
            "перші" | "перших" | "первые" | "первых" | "first"
        ));
        let at = at + skip;
        let months = self
            .digits(at, 1..3)
            .or_else(|| number::cardinal(self.word(at)))
            .filter(|months| (1..=12).contains(months))?;
        let word = self.word(at + 1);
        if !(unit(word) == Some(Unit::Month) || matches!(word, "міс" | "мес")) {
            return None;
        }
        let dot = usize::from(matches!(word, "міс" | "мес") && self.is(at + 2, "."));
        let (year, end) = self.trailing_year(at + 2 + dot);
        if year.is_none() && skip == 0 {
            return None; // «за 9 місяців» of what is not said; «3 місяці тому» is read elsewhere
        }
        let relative = year.is_none();
        let (year_period, _) = self.settle(Named { shape: Shape::Year, year, end })?;
        let to = year_period.from.checked_add_months(Months::new(months))?;
        Some((Period { from: year_period.from, to, grain: Grain::Range }, relative, end))
    }

    // ---- what leans on today

    fn relative(&self, at: usize) -> Option<(Period, bool, usize)> {
        let day_shift = match self.word(at) {
            "сьогодні"
            | "сегодня"
            | "today"
            | "сьогоднішній"
            | "сьогоднішня"
            | "сьогоднішнього" => Some(0),
            "вчора"
            | "учора"
            | "вчера"
            | "yesterday"
            | "вчорашній"
            | "вчорашнє"
            | "вчорашнього" => Some(-1),
            "позавчора" | "позавчера" => Some(-2),
            "завтра" | "tomorrow" | "завтрашній" | "завтрашнього" => {
                Some(1)
            }
            "післязавтра" | "послезавтра" => Some(2),
            _ => None,
        };
        if let Some(shift) = day_shift {
            return Some((self.unit_period(Unit::Day, shift)?, true, at + 1));
        }
        let year_shift = match self.word(at) {
            "торік" => Some(-1),
            "позаторік" => Some(-2),
            "цьогоріч" => Some(0),
            word if word.starts_with("торішн") => Some(-1),
            word if word.starts_with("прошлогодн") => Some(-1),
            word if word.starts_with("позаторішн") => Some(-2),
            word if word.starts_with("цьогорічн") => Some(0),
            _ => None,
        };
        if let Some(shift) = year_shift {
            return Some((self.unit_period(Unit::Year, shift)?, true, at + 1));
        }
        if let Some((unit, shift, end)) = self.shifted_unit(at) {
            return Some((self.unit_period(unit, shift)?, true, end));
        }
        self.last_units(at).or_else(|| self.ago(at))
    }

    /// «минулого року», "this month", «у позаминулому кварталі»: the unit, how many of it from now, the token after.
    fn shifted_unit(&self, at: usize) -> Option<(Unit, i32, usize)> {
        let word = self.word(at);
        let starts = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
        let shift = match word {
            "цей" | "цього" | "цьому" | "цим" | "ця" | "цієї" | "цій" | "цю" | "це" | "этот"
            | "этого" | "этом" | "эта" | "этой" | "эту" | "сего" | "this" | "current" => {
                0
            }
            "last" | "previous" => -1,
            "next" => 1,
            _ if starts(&["нинішн", "поточн", "текущ", "нынешн"]) => 0,
            _ if starts(&["позаминул", "позапрошл"]) => -2,
            _ if starts(&["минул", "попередн", "прошл", "предыдущ"]) => {
                -1
            }
            _ if starts(&["наступн", "следующ", "будущ"]) => 1,
            _ => return None,
        };
        if self.word(at + 1).starts_with("навчальн")
            || self.word(at + 1).starts_with("учебн")
            || matches!(self.word(at + 1), "school" | "academic")
        {
            let end = self.after_year_word(at + 2)?;
            return Some((Unit::SchoolYear, shift, end));
        }
        let unit = unit(self.word(at + 1))?;
        // «цей день» is spoken of a day named before; «минулий день» hardly ever
        (unit != Unit::Day || shift != -1).then_some(())?;
        Some((unit, shift, at + 2))
    }

    /// The `shift`-th `unit` from the one that holds today.
    fn unit_period(&self, unit: Unit, shift: i32) -> Option<Period> {
        let today = self.today;
        let months = |first: NaiveDate, length: u32, grain: Grain| {
            let by = Months::new(length.checked_mul(shift.unsigned_abs())?);
            let from = if shift < 0 {
                first.checked_sub_months(by)?
            } else {
                first.checked_add_months(by)?
            };
            let to = from.checked_add_months(Months::new(length))?;
            Some(Period { from, to, grain })
        };
        let first_of = |month: u32| NaiveDate::from_ymd_opt(today.year(), month, 1);
        match unit {
            Unit::Day | Unit::Week => {
                let (length, grain) =
                    if unit == Unit::Day { (1, Grain::Day) } else { (7, Grain::Week) };
                let into =
                    if unit == Unit::Day { 0 } else { today.weekday().num_days_from_monday() };
                let first = today.checked_sub_days(Days::new(u64::from(into)))?;
                let by = Days::new(length * u64::from(shift.unsigned_abs()));
                let from = if shift < 0 {
                    first.checked_sub_days(by)?
                } else {
                    first.checked_add_days(by)?
                };
                Some(Period { from, to: from.checked_add_days(Days::new(length))?, grain })
            }
            Unit::Month => months(first_of(today.month())?, 1, Grain::Month),
            Unit::Quarter => months(first_of(today.month0() / 3 * 3 + 1)?, 3, Grain::Quarter),
            Unit::Half => months(first_of(today.month0() / 6 * 6 + 1)?, 6, Grain::HalfYear),
            Unit::Year => months(first_of(1)?, 12, Grain::Year),
            Unit::SchoolYear => {
                let begun =
                    if today.month() >= 9 { today.year() } else { today.year().checked_sub(1)? };
                school_year(begun.checked_add(shift)?)
            }
        }
    }

    /// «останні 3 роки», «за останній місяць», "last three months", "past year".
    fn last_units(&self, at: usize) -> Option<(Period, bool, usize)> {
        let word = self.word(at);
        let past = word.starts_with("останн") || word.starts_with("последн") || word == "past";
        if !past && word != "last" {
            return None;
        }
        let counted = self.digits(at + 1, 1..3).or_else(|| number::cardinal(self.word(at + 1)));
        let (count, after) = match counted {
            Some(count) => (count, at + 2),
            None if past => (1, at + 1),
            None => return None,
        };
        let unit = unit(self.word(after)).filter(|_| (1..=99).contains(&count))?;
        let tomorrow = self.today.checked_add_days(Days::new(1))?;
        let months = |count: u32| tomorrow.checked_sub_months(Months::new(count));
        let (from, to) = match unit {
            // Three years are calendar years, this one among them: data come by the year.
            Unit::Year if count > 1 => {
                let this = self.unit_period(Unit::Year, 0)?;
                (this.from.checked_sub_months(Months::new(12 * (count - 1)))?, this.to)
            }
            Unit::Year | Unit::SchoolYear => (months(12 * count)?, tomorrow),
            Unit::Half => (months(6 * count)?, tomorrow),
            Unit::Quarter => (months(3 * count)?, tomorrow),
            Unit::Month => (months(count)?, tomorrow),
            Unit::Week => (tomorrow.checked_sub_days(Days::new(u64::from(7 * count)))?, tomorrow),
            // «останній день прийому» is no period
            Unit::Day if counted.is_none() => return None,
            Unit::Day => (tomorrow.checked_sub_days(Days::new(u64::from(count)))?, tomorrow),
        };
        Some((Period { from, to, grain: Grain::Range }, true, after + 1))
    }

    /// «рік тому», «2 роки тому», "three days ago", «неделю назад».
    fn ago(&self, at: usize) -> Option<(Period, bool, usize)> {
        let counted = self.digits(at, 1..3).or_else(|| number::cardinal(self.word(at)));
        let article = matches!(self.word(at), "a" | "an");
        let (count, after) = match counted {
            Some(count) => (count, at + 1),
            None => (1, at + usize::from(article)),
        };
        let unit = unit(self.word(after))?;
        matches!(self.word(after + 1), "тому" | "назад" | "ago").then_some(())?;
        let shift = i32::try_from(count).ok().filter(|count| (1..=99).contains(count))?;
        Some((self.unit_period(unit, -shift)?, true, after + 2))
    }
}

fn is_quarter(word: &str) -> bool {
    word.starts_with("квартал") || matches!(word, "quarter" | "quarters")
}

fn quarter(which: u32) -> Option<Shape> {
    (1..=4).contains(&which).then_some(Shape::Quarter(which))
}

fn half(which: u32) -> Option<Shape> {
    (1..=2).contains(&which).then_some(Shape::Half(which))
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "день" | "дня" | "дні" | "дню" | "днем" | "днів" | "днями" | "дней" | "day" | "days"
        | "добу" => Unit::Day,
        "тиждень" | "тижня" | "тижні" | "тижню" | "тижнем" | "тижнів" | "week" | "weeks"
        | "неделя" | "недели" | "неделю" | "неделе" | "неделей" | "недель" => {
            Unit::Week
        }
        "рік" | "року" | "році" | "роком" | "роки" | "років" | "год" | "года" | "году"
        | "годом" | "лет" | "годы" | "year" | "years" => Unit::Year,
        "month" | "months" => Unit::Month,
        _ if word.starts_with("місяц") || word.starts_with("месяц") => Unit::Month,
        _ if is_quarter(word) => Unit::Quarter,
        _ if word.starts_with("півріч") || word.starts_with("полугод") => Unit::Half,
        _ => return None,
    })
}

fn period(shape: Shape, year: i32) -> Option<Period> {
    let first = |month: u32| NaiveDate::from_ymd_opt(year, month, 1);
    let after = |month: u32| first(month)?.checked_add_months(Months::new(1));
    Some(match shape {
        Shape::Day(month, day) => {
            let from = NaiveDate::from_ymd_opt(year, month, day)?;
            Period { from, to: from.checked_add_days(Days::new(1))?, grain: Grain::Day }
        }
        Shape::Months(from, to) => Period {
            from: first(from)?,
            to: after(to)?,
            grain: if from == to { Grain::Month } else { Grain::Range },
        },
        Shape::Quarter(which) => {
            Period { from: first(which * 3 - 2)?, to: after(which * 3)?, grain: Grain::Quarter }
        }
        Shape::Half(which) => {
            Period { from: first(which * 6 - 5)?, to: after(which * 6)?, grain: Grain::HalfYear }
        }
        Shape::Year => Period { from: first(1)?, to: after(12)?, grain: Grain::Year },
        Shape::SchoolYear => return school_year(year),
    })
}

fn year_of(year: i32) -> Option<Period> {
    period(Shape::Year, year)
}

fn school_year(year: i32) -> Option<Period> {
    let from = NaiveDate::from_ymd_opt(year, 9, 1)?;
    Some(Period { from, to: from.checked_add_months(Months::new(12))?, grain: Grain::SchoolYear })
}

fn range(first: Period, last: Period) -> Option<Period> {
    (first.from < last.to).then_some(Period { from: first.from, to: last.to, grain: Grain::Range })
}

#[cfg(test)]
mod tests {
    use super::{
        Grain::{Day, HalfYear, Month, Quarter, Range as Span, SchoolYear, Week, Year},
        *,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A Wednesday.
    fn today() -> NaiveDate {
        day("2026-11-25")
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one table")]
    fn periods_are_found_in_three_languages() {
        let mut wrong = Vec::new();
        for (text, from, to, grain, named) in [
            // years
            ("бюджет на 2025", "2025-01-01", "2026-01-01", Year, "2025"),
            ("бюджет 2025 рік", "2025-01-01", "2026-01-01", Year, "2025 рік"),
            ("за 2025 р. скільки", "2025-01-01", "2026-01-01", Year, "2025 р."),
            ("у 2025 році", "2025-01-01", "2026-01-01", Year, "2025 році"),
            ("рішення 2025-го року", "2025-01-01", "2026-01-01", Year, "2025-го року"),
            ("budget for the year 2024?", "2024-01-01", "2025-01-01", Year, "2024"),
            ("бюджет 2024 года", "2024-01-01", "2025-01-01", Year, "2024 года"),
            ("population (2023)", "2023-01-01", "2024-01-01", Year, "2023"),
            ("у 24 році", "2024-01-01", "2025-01-01", Year, "24 році"),
            ("у 24-му році", "2024-01-01", "2025-01-01", Year, "24-му році"),
            ("а за 2024?", "2024-01-01", "2025-01-01", Year, "2024"),
            ("стратегія до 2030 року", "2030-01-01", "2031-01-01", Year, "2030 року"),
            ("на скільки зросло з 2025", "2025-01-01", "2026-01-01", Year, "2025"),
            // several years, school years
            ("2023-2024 роки", "2023-01-01", "2025-01-01", Span, "2023-2024 роки"),
            ("2023 – 2025 рр.", "2023-01-01", "2026-01-01", Span, "2023 – 2025 рр."),
            ("з 2023 по 2025", "2023-01-01", "2026-01-01", Span, "з 2023 по 2025"),
            (
                "з 2023 року до 2025 року",
                "2023-01-01",
                "2026-01-01",
                Span,
                "з 2023 року до 2025 року",
            ),
            ("from 2023 to 2025", "2023-01-01", "2026-01-01", Span, "from 2023 to 2025"),
            ("between 2020 and 2022", "2020-01-01", "2023-01-01", Span, "between 2020 and 2022"),
            ("с 2020 по 2022 год", "2020-01-01", "2023-01-01", Span, "с 2020 по 2022 год"),
            (
                "навчальний рік 2024/2025",
                "2024-09-01",
                "2025-09-01",
                SchoolYear,
                "навчальний рік 2024/2025",
            ),
            ("2024-2025 н.р.", "2024-09-01", "2025-09-01", SchoolYear, "2024-2025 н.р."),
            (
                "2024/2025 навчальний рік",
                "2024-09-01",
                "2025-09-01",
                SchoolYear,
                "2024/2025 навчальний рік",
            ),
            ("мережа 2024/25", "2024-09-01", "2025-09-01", SchoolYear, "2024/25"),
            (
                "school year 2023-2024",
                "2023-09-01",
                "2024-09-01",
                SchoolYear,
                "school year 2023-2024",
            ),
            // months
            ("за січень", "2026-01-01", "2026-02-01", Month, "січень"),
            ("у грудні", "2025-12-01", "2026-01-01", Month, "грудні"),
            ("що буде у грудні", "2026-12-01", "2027-01-01", Month, "грудні"),
            ("у березні 2024 року", "2024-03-01", "2024-04-01", Month, "березні 2024 року"),
            ("травень 2025", "2025-05-01", "2025-06-01", Month, "травень 2025"),
            ("у лютому торік", "2025-02-01", "2025-03-01", Month, "лютому торік"),
            ("у травні минулого року", "2025-05-01", "2025-06-01", Month, "травні минулого року"),
            ("в марте 2025", "2025-03-01", "2025-04-01", Month, "марте 2025"),
            ("за август", "2026-08-01", "2026-09-01", Month, "август"),
            ("за июль 2024", "2024-07-01", "2024-08-01", Month, "июль 2024"),
            ("in May", "2026-05-01", "2026-06-01", Month, "May"),
            ("March 2025", "2025-03-01", "2025-04-01", Month, "March 2025"),
            ("Sept 2025 report", "2025-09-01", "2025-10-01", Month, "Sept 2025"),
            ("за 01.2024", "2024-01-01", "2024-02-01", Month, "01.2024"),
            ("січень–вересень 2025", "2025-01-01", "2025-10-01", Span, "січень–вересень 2025"),
            (
                "з січня по березень 2024",
                "2024-01-01",
                "2024-04-01",
                Span,
                "з січня по березень 2024",
            ),
            ("за 9 місяців 2025", "2025-01-01", "2025-10-01", Span, "9 місяців 2025"),
            (
                "перші шість місяців 2025 року",
                "2025-01-01",
                "2025-07-01",
                Span,
                "перші шість місяців 2025 року",
            ),
            (
                "first nine months of 2025",
                "2025-01-01",
                "2025-10-01",
                Span,
                "first nine months of 2025",
            ),
            ("9 мес. 2024", "2024-01-01", "2024-10-01", Span, "9 мес. 2024"),
            // quarters, halves
            ("I квартал", "2026-01-01", "2026-04-01", Quarter, "I квартал"),
            ("ІІ квартал 2025 року", "2025-04-01", "2025-07-01", Quarter, "ІІ квартал 2025 року"),
            ("ІV квартал 2024", "2024-10-01", "2025-01-01", Quarter, "ІV квартал 2024"),
            ("3 квартал 2025", "2025-07-01", "2025-10-01", Quarter, "3 квартал 2025"),
            ("у третьому кварталі", "2026-07-01", "2026-10-01", Quarter, "третьому кварталі"),
            ("1-й квартал 2025 р.", "2025-01-01", "2025-04-01", Quarter, "1-й квартал 2025 р."),
            ("первый квартал 2025", "2025-01-01", "2025-04-01", Quarter, "первый квартал 2025"),
            ("Q1 2025", "2025-01-01", "2025-04-01", Quarter, "Q1 2025"),
            ("2025 Q3", "2025-07-01", "2025-10-01", Quarter, "2025 Q3"),
            (
                "the second quarter of 2025",
                "2025-04-01",
                "2025-07-01",
                Quarter,
                "second quarter of 2025",
            ),
            ("2 кв. 2025", "2025-04-01", "2025-07-01", Quarter, "2 кв. 2025"),
            ("I-II квартал 2025", "2025-04-01", "2025-07-01", Quarter, "II квартал 2025"),
            ("перше півріччя", "2026-01-01", "2026-07-01", HalfYear, "перше півріччя"),
            ("друге півріччя 2024", "2024-07-01", "2025-01-01", HalfYear, "друге півріччя 2024"),
            ("I півріччя 2025 року", "2025-01-01", "2025-07-01", HalfYear, "I півріччя 2025 року"),
            (
                "первое полугодие 2025",
                "2025-01-01",
                "2025-07-01",
                HalfYear,
                "первое полугодие 2025",
            ),
            ("first half of 2025", "2025-01-01", "2025-07-01", HalfYear, "first half of 2025"),
            ("H2 2024", "2024-07-01", "2025-01-01", HalfYear, "H2 2024"),
            // days
            ("5 травня 2025", "2025-05-05", "2025-05-06", Day, "5 травня 2025"),
            ("15 березня 2024 року", "2024-03-15", "2024-03-16", Day, "15 березня 2024 року"),
            ("п'ятого травня", "2026-05-05", "2026-05-06", Day, "п'ятого травня"),
            (
                "двадцять першого листопада",
                "2026-11-21",
                "2026-11-22",
                Day,
                "двадцять першого листопада",
            ),
            ("24 грудня", "2025-12-24", "2025-12-25", Day, "24 грудня"),
            ("яка аптека буде чергова 24 грудня", "2026-12-24", "2026-12-25", Day, "24 грудня"),
            ("станом на 1 січня", "2026-01-01", "2026-01-02", Day, "1 січня"),
            ("станом на 01.01.2025", "2025-01-01", "2025-01-02", Day, "01.01.2025"),
            ("від 21.10.2015 року", "2015-10-21", "2015-10-22", Day, "21.10.2015 року"),
            ("05.05.25", "2025-05-05", "2025-05-06", Day, "05.05.25"),
            ("2025-05-05", "2025-05-05", "2025-05-06", Day, "2025-05-05"),
            ("5 мая 2025 года", "2025-05-05", "2025-05-06", Day, "5 мая 2025 года"),
            ("May 5, 2025", "2025-05-05", "2025-05-06", Day, "May 5, 2025"),
            ("the 5th of May 2025", "2025-05-05", "2025-05-06", Day, "5th of May 2025"),
            (
                "з 1 січня по 31 березня 2025",
                "2025-01-01",
                "2025-04-01",
                Span,
                "з 1 січня по 31 березня 2025",
            ),
            ("з 5 по 10 травня", "2026-05-05", "2026-05-11", Span, "з 5 по 10 травня"),
            ("5–10 травня 2025", "2025-05-05", "2025-05-11", Span, "5–10 травня 2025"),
            (
                "від 01.01.2025 до 31.03.2025",
                "2025-01-01",
                "2025-04-01",
                Span,
                "від 01.01.2025 до 31.03.2025",
            ),
            ("from May 5 to May 10", "2026-05-05", "2026-05-11", Span, "from May 5 to May 10"),
            (
                "з 20 грудня по 10 січня",
                "2025-12-20",
                "2026-01-11",
                Span,
                "з 20 грудня по 10 січня",
            ),
            // relative
            ("сьогодні", "2026-11-25", "2026-11-26", Day, "сьогодні"),
            ("що було вчора", "2026-11-24", "2026-11-25", Day, "вчора"),
            ("позавчора", "2026-11-23", "2026-11-24", Day, "позавчора"),
            ("tomorrow", "2026-11-26", "2026-11-27", Day, "tomorrow"),
            ("послезавтра", "2026-11-27", "2026-11-28", Day, "послезавтра"),
            ("цього тижня", "2026-11-23", "2026-11-30", Week, "цього тижня"),
            ("наступного тижня", "2026-11-30", "2026-12-07", Week, "наступного тижня"),
            ("на прошлой неделе", "2026-11-16", "2026-11-23", Week, "прошлой неделе"),
            ("this month", "2026-11-01", "2026-12-01", Month, "this month"),
            ("минулого місяця", "2026-10-01", "2026-11-01", Month, "минулого місяця"),
            ("у наступному місяці", "2026-12-01", "2027-01-01", Month, "наступному місяці"),
            ("поточний квартал", "2026-10-01", "2027-01-01", Quarter, "поточний квартал"),
            ("минулий квартал", "2026-07-01", "2026-10-01", Quarter, "минулий квартал"),
            ("цього року", "2026-01-01", "2027-01-01", Year, "цього року"),
            ("А наступного року?", "2027-01-01", "2028-01-01", Year, "наступного року"),
            ("торік", "2025-01-01", "2026-01-01", Year, "торік"),
            ("позаторік", "2024-01-01", "2025-01-01", Year, "позаторік"),
            ("торішній бюджет", "2025-01-01", "2026-01-01", Year, "торішній"),
            ("last year", "2025-01-01", "2026-01-01", Year, "last year"),
            ("в прошлом году", "2025-01-01", "2026-01-01", Year, "прошлом году"),
            ("позаминулого року", "2024-01-01", "2025-01-01", Year, "позаминулого року"),
            ("цей навчальний рік", "2026-09-01", "2027-09-01", SchoolYear, "цей навчальний рік"),
            (
                "минулого навчального року",
                "2025-09-01",
                "2026-09-01",
                SchoolYear,
                "минулого навчального року",
            ),
            ("з початку року", "2026-01-01", "2026-11-26", Span, "з початку року"),
            ("з початку 2025 року", "2025-01-01", "2026-01-01", Span, "з початку 2025 року"),
            ("с начала месяца", "2026-11-01", "2026-11-26", Span, "с начала месяца"),
            (
                "since the beginning of the year",
                "2026-01-01",
                "2026-11-26",
                Span,
                "since the beginning of the year",
            ),
            ("з 2022 року", "2022-01-01", "2026-11-26", Span, "з 2022 року"),
            ("since 2022", "2022-01-01", "2026-11-26", Span, "since 2022"),
            ("за останні 3 роки", "2024-01-01", "2027-01-01", Span, "останні 3 роки"),
            ("останній місяць", "2026-10-26", "2026-11-26", Span, "останній місяць"),
            ("за последний год", "2025-11-26", "2026-11-26", Span, "последний год"),
            ("last three months", "2026-08-26", "2026-11-26", Span, "last three months"),
            ("останні 7 днів", "2026-11-19", "2026-11-26", Span, "останні 7 днів"),
            ("рік тому", "2025-01-01", "2026-01-01", Year, "рік тому"),
            ("2 years ago", "2024-01-01", "2025-01-01", Year, "2 years ago"),
        ] {
            let found = find(text, today());
            let period = Period { from: day(from), to: day(to), grain };
            if found.len() != 1
                || found[0].period != period
                || &text[found[0].span.clone()] != named
            {
                wrong.push((text, found));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn numbers_codes_streets_and_other_words_are_no_periods() {
        let mut wrong = Vec::new();
        for text in [
            "рішення №2024",
            "№ 2024",
            "2025 грн",
            "понад 2000 осіб",
            "більше 2000",
            "2000 тис. грн",
            "2024,50",
            "1950 000 грн",
            "04334 2-11-01",
            "+380432020",
            "12-2024",
            "ПП-04/2023",
            "код 2010",
            "вулиця 8 Березня",
            "вул. 1 Травня, 5",
            "UA05020050000066991",
            "may I ask",
            "24 роки досвіду",
            "школа № 5",
            "5 садочків",
            "маршрут 12",
            "квітка на березі",
            "останній день прийому",
            "2 квартири",
            "Q5 2",
            "31.02.2025",
            "2025-10-99999",
        ] {
            wrong.extend(find(text, today()).into_iter().map(|found| (text, found)));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn two_periods_are_two() {
        for (text, count) in [
            ("2024 чи 2025", 2),
            ("порівняй 2024 і 2025 роки", 2),
            ("січень і лютий 2025", 2),
            ("1 кварталу 2024 та 1 кварталу 2025", 2),
        ] {
            assert_eq!(find(text, today()).len(), count, "{text}");
        }
    }

    #[test]
    fn what_leans_on_today_says_so() {
        for (text, relative) in [
            ("торік", true),
            ("у травні", true),
            ("5 травня", true),
            ("травень 2025", false),
            ("2025", false),
            ("01.01.2025", false),
        ] {
            assert_eq!(find(text, today())[0].relative, relative, "{text}");
        }
    }

    #[test]
    fn cells_and_names_of_files_give_their_period() {
        for (text, from, to, grain) in [
            ("2024", "2024-01-01", "2025-01-01", Year),
            ("2024 рік", "2024-01-01", "2025-01-01", Year),
            ("2024р.", "2024-01-01", "2025-01-01", Year),
            ("2024/2025", "2024-09-01", "2025-09-01", SchoolYear),
            ("2024-2025 н.р.", "2024-09-01", "2025-09-01", SchoolYear),
            ("січень 2024", "2024-01-01", "2024-02-01", Month),
            ("січ. 2024", "2024-01-01", "2024-02-01", Month),
            ("2024 січень", "2024-01-01", "2024-02-01", Month),
            ("01.2024", "2024-01-01", "2024-02-01", Month),
            ("2024-01", "2024-01-01", "2024-02-01", Month),
            ("I квартал 2024", "2024-01-01", "2024-04-01", Quarter),
            ("9 місяців 2025", "2025-01-01", "2025-10-01", Span),
            ("01.01.2025", "2025-01-01", "2025-01-02", Day),
            ("Чисельність населення 01.01.2025", "2025-01-01", "2025-01-02", Day),
            ("Бюджет-2025 (зі змінами)", "2025-01-01", "2026-01-01", Year),
            ("zvit_2024.xlsx", "2024-01-01", "2025-01-01", Year),
            ("budget2024.csv", "2024-01-01", "2025-01-01", Year),
            ("plan-zakhodiv-2025-haisyn", "2025-01-01", "2026-01-01", Year),
        ] {
            let period = Period { from: day(from), to: day(to), grain };
            assert_eq!(of_cell(text), Some(period), "{text}");
        }
        for text in [
            "",
            "січень",
            "Разом",
            "12",
            "2024 та 2025",
            "торік",
            "33.48",
            "0420243",
            "вул. 8 Березня",
        ] {
            assert_eq!(of_cell(text), None, "{text}");
        }
    }

    #[test]
    fn days_of_the_week_are_found_in_any_form() {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        for (text, days) in [
            ("у понеділок", vec![Mon]),
            ("прийом у вівторок і четвер", vec![Tue, Thu]),
            ("щосереди", vec![Wed]),
            ("п’ятницю", vec![Fri]),
            ("в пятницу", vec![Fri]),
            ("по суботах", vec![Sat]),
            ("у неділю", vec![Sun]),
            ("в понедельник", vec![Mon]),
            ("в воскресенье", vec![Sun]),
            ("on Thursday", vec![Thu]),
            ("пн, ср, пт", vec![Mon, Wed, Fri]),
            ("вт чт сб нд", vec![Tue, Thu, Sat, Sun]),
            ("автобус у вихідні", vec![Sat, Sun]),
            ("в будні", vec![Mon, Tue, Wed, Thu, Fri]),
            ("Mon and Wed", vec![Mon, Wed]),
            ("середня школа", vec![]),
            ("четверта школа", vec![]),
            ("на березі", vec![]),
        ] {
            let found: Vec<Weekday> = weekdays(text).into_iter().map(|(day, _)| day).collect();
            assert_eq!(found, days, "{text}");
        }
    }

    use proptest::strategy::Strategy as _;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(10_000))]
        #[test]
        fn any_text_is_read_without_a_panic(
            parts in proptest::collection::vec(
                proptest::prop_oneof![
                    "\\PC{0,4}",
                    proptest::sample::select(vec![
                        "2025", "2024", "-", "/", ".", " ", "року", "з", "по", "січня", "квартал", "I", "31", "29", "лютого",
                        "минулого", "останні", "99", "років", "тому", "початку", "н.р.", "’", "№", "q", "24", "му",
                    ]).prop_map(|part: &str| part.to_owned()),
                ],
                0..12,
            ),
            days in -700_000_i64..2_000_000,
        ) {
            use proptest::prelude::*;
            let today = NaiveDate::from_ymd_opt(2000, 1, 1).and_then(|day| {
                day.checked_add_signed(chrono::Duration::days(days))
            }).unwrap_or(NaiveDate::MAX);
            for text in [parts.concat(), parts.join(" ")] {
                for found in find(&text, today) {
                    prop_assert!(found.period.from < found.period.to);
                    prop_assert!(text.get(found.span).is_some());
                }
                let _ = of_cell(&text);
                for (_, span) in weekdays(&text) {
                    prop_assert!(text.get(span).is_some());
                }
            }
        }
    }
}
