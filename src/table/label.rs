//! What columns are called: their names folded, the dictionary of known ones, labels and units out of unknown ones.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use super::{Column, Role, header::Name};

/// An entry of `locales/columns.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    uk: String,
    en: String,
    pub(super) role: Option<Role>,
    #[serde(default)]
    pub(super) personal: bool,
}

static KNOWN: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let entries: HashMap<String, Known> =
        toml::from_str(include_str!("../../locales/columns.toml"))
            .expect("columns.toml is read in a test");
    entries.into_iter().map(|(name, known)| (key(&name), known)).collect()
});

/// The entry for a published name, with its unit taken off if need be.
pub(super) fn known(name: &str) -> Option<&'static Known> {
    KNOWN.get(&key(name)).or_else(|| KNOWN.get(&key(&without_unit(name).0)))
}

/// The role that the dictionary gives to a name, or to the part of an address that it is ("captureAddressPostName").
pub(super) fn known_role(name: &str) -> Option<Role> {
    let of_address = || KNOWN.get(&key(&name[name.find("Address")?..]));
    known(name).and_then(|known| known.role).or_else(|| of_address()?.role)
}

/// Whether the dictionary has a name.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains_key(&key(name))
}

/// A name without white space and punctuation, in lower case, look-alike Cyrillic letters as Latin ones.
pub(super) fn key(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || *c == '№')
        .flat_map(char::to_lowercase)
        .map(look_alike)
        .collect()
}

/// Text in lower case with look-alike Cyrillic letters as Latin ones: for formats and extensions.
pub(super) fn latin(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(look_alike).collect()
}

fn look_alike(c: char) -> char {
    match c {
        'а' => 'a',
        'в' => 'b',
        'е' => 'e',
        'і' => 'i',
        'к' => 'k',
        'м' => 'm',
        'н' => 'h',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'т' => 't',
        'у' => 'y',
        'х' => 'x',
        'ѕ' => 's',
        'ј' => 'j',
        c => c,
    }
}

/// Whether a text is a name for machines: Latin letters, digits and joiners, a letter first.
pub(super) fn is_identifier(text: &str) -> bool {
    let folded = text.trim();
    folded.len() <= 80
        && folded.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        // A Cyrillic letter that looks Latin slips into names ("legalActІd").
        && folded.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | 'І' | 'і' | 'С' | 'с' | 'А' | 'а' | 'О' | 'о' | 'Е' | 'е'))
}

/// Whether a text is joined of several words by capitals or underscores.
pub(super) fn is_camel(text: &str) -> bool {
    is_identifier(text)
        && (text.contains('_')
            || text
                .as_bytes()
                .windows(2)
                .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()))
}

/// Whether `words` are what the dictionary calls the machine name `name`, more or less.
pub(super) fn agrees(name: &str, words: &str) -> bool {
    let Some(known) = KNOWN.get(&key(name)) else { return false };
    let (label, words) = (known.uk.to_lowercase(), words.to_lowercase());
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    label.split_whitespace().any(|of_label| {
        of_label.chars().count() > 3
            && words.split_whitespace().any(|word| stem(word) == stem(of_label))
    })
}

/// Columns with names, labels and units.
pub(super) fn columns(names: Vec<Name>) -> Vec<Column> {
    let has_surname = names.iter().any(|name| key(&name.name) == "familyname");
    let mut taken = HashMap::<String, usize>::new();
    let mut columns: Vec<Column> = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let published =
            if name.name.is_empty() { format!("Column {}", index + 1) } else { name.name };
        let words = name.words.as_deref();
        let (rest, unit) = without_unit(words.unwrap_or(&published));
        let unit = unit.or_else(|| without_unit(&published).1);
        let (mut uk, mut en) = match known(&published).or_else(|| words.and_then(known)) {
            Some(known) => (known.uk.clone(), known.en.clone()),
            None if words.is_none() && is_identifier(&published) => {
                let label = spaced(&published);
                (label.clone(), label)
            }
            None => {
                let label = capital(&rest);
                let en = if words.is_some() && is_identifier(&published) {
                    spaced(&published)
                } else {
                    label.clone()
                };
                (label, en)
            }
        };
        if has_surname && key(&published) == "name" {
            "Ім’я".clone_into(&mut uk);
            "First name".clone_into(&mut en);
        }
        if let Some(number) =
            published.strip_prefix("Column ").filter(|rest| rest.parse::<usize>().is_ok())
        {
            uk = format!("Колонка {number}");
            en = format!("Column {number}");
        }
        let times = taken.entry(key(&published)).or_insert(0);
        *times += 1;
        if *times > 1 {
            uk = format!("{uk} ({times})");
            en = format!("{en} ({times})");
        }
        columns.push(Column {
            name: published,
            label_uk: uk,
            label_en: en,
            unit,
            ..Column::default()
        });
    }
    columns
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The words of an identifier: "contactPointEmail", `rep_period`.
fn spaced(name: &str) -> String {
    capital(&split(name).join(" "))
}

/// A name cut at capitals, digits and joiners, in lower case.
fn split(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        let begins = c.is_uppercase()
            && (before.is_lowercase() || before.is_uppercase() && after.is_lowercase());
        let joins = c.is_alphanumeric() || matches!(c, '\'' | '’' | 'ʼ');
        if (!joins || begins) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if joins {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Units as headers write them, folded, and as they are shown.
const UNITS: &[(&str, &str)] = &[
    ("грн", "грн"),
    ("гривень", "грн"),
    ("гривні", "грн"),
    ("uah", "грн"),
    ("тис грн", "тис. грн"),
    ("тисгрн", "тис. грн"),
    ("млн грн", "млн грн"),
    ("%", "%"),
    ("відсотків", "%"),
    ("км", "км"),
    ("м", "м"),
    ("п м", "п. м"),
    ("кв м", "м²"),
    ("м2", "м²"),
    ("м²", "м²"),
    ("м кв", "м²"),
    ("кв км", "км²"),
    ("га", "га"),
    ("м3", "м³"),
    ("м³", "м³"),
    ("осіб", "осіб"),
    ("чол", "осіб"),
    ("чоловік", "осіб"),
    ("од", "од."),
    ("одиниць", "од."),
    ("шт", "шт."),
    ("штук", "шт."),
    ("хв", "хв"),
    ("год", "год"),
    ("годин", "год"),
    ("днів", "днів"),
    ("років", "років"),
    ("місяців", "місяців"),
    ("т", "т"),
    ("тонн", "т"),
    ("кг", "кг"),
    ("л", "л"),
    ("квт", "кВт"),
    ("квт год", "кВт·год"),
    ("гкал", "Гкал"),
    ("примірників", "примірників"),
    ("тис осіб", "тис. осіб"),
    ("місць", "місць"),
    ("грн м²", "грн/м²"),
    ("грн куб м", "грн/м³"),
    ("грн за годину", "грн/год"),
    ("тис гривень", "тис. грн"),
    ("млн гривень", "млн грн"),
    ("тис", "тис."),
    ("тис м²", "тис. м²"),
    ("тис кв м", "тис. м²"),
    ("тис м³", "тис. м³"),
    ("тис куб м", "тис. м³"),
    ("куб м", "м³"),
    ("м куб", "м³"),
    ("мм", "мм"),
    ("см", "см"),
    ("метрів", "м"),
    ("гектарів", "га"),
    ("людей", "осіб"),
    ("особи", "осіб"),
    ("голів", "голів"),
    ("хвилин", "хв"),
    ("дні", "днів"),
    ("день", "день"),
    ("доба", "добу"),
    ("рік", "рік"),
    ("міс", "міс."),
    ("місяць", "міс."),
    ("година", "год"),
    ("особа", "особу"),
    ("мвт", "МВт"),
    ("тонна", "т"),
    ("км²", "км²"),
    ("км2", "км²"),
    ("kw", "кВт"),
    ("kwh", "кВт·год"),
];

/// Bytes of the longest text that may be a unit.
const LONGEST_UNIT: usize = 40;

/// Units that nothing else is written as, so that they may stand at a header's end without any mark.
const PLAIN: &[&str] =
    &["грн", "тис. грн", "млн грн", "м²", "км²", "м³", "га", "км", "кВт", "Гкал"];

/// A unit as it is shown, if a text is one: "тис.грн", "кв. м", "грн/м3".
pub(super) fn unit(text: &str) -> Option<String> {
    if text.len() > LONGEST_UNIT {
        return None;
    }
    let known = |text: &str| {
        let spaced: String =
            text.to_lowercase().replace(['.', '·', '*', '-'], " ").replace("тисгрн", "тис грн");
        let words: Vec<&str> =
            spaced.split_whitespace().skip_while(|word| matches!(*word, "в" | "у" | "1")).collect();
        let folded = words.join(" ");
        UNITS.iter().find(|(known, _)| *known == folded).map(|(_, shown)| *shown)
    };
    if let Some(found) = known(text) {
        return Some(found.to_owned());
    }
    let (of, each) = text.split_once('/').or_else(|| text.split_once(" за "))?;
    Some(format!("{}/{}", known(of)?, known(each)?))
}

/// A header cut into its words and its unit: in brackets, after the last comma, a percent sign, or a plain last word.
pub(super) fn without_unit(header: &str) -> (String, Option<String>) {
    let header = header.trim();
    if let Some((words, rest)) = header.rsplit_once(['(', '['])
        && let Some((inside, after)) = rest.split_once([')', ']'])
        && let Some(found) = unit(inside)
    {
        let words = format!("{} {}", words.trim().trim_end_matches(','), after.trim());
        return (words.trim().to_owned(), Some(found));
    }
    if let Some((words, after)) = header.rsplit_once(',')
        && let Some(found) = unit(after)
    {
        return (words.trim().to_owned(), Some(found));
    }
    if let Some(words) = header.strip_suffix('%')
        && !words.trim().is_empty()
    {
        return (
            words.trim().trim_end_matches([',', '-', '–']).trim().to_owned(),
            Some("%".to_owned()),
        );
    }
    if header == "%" {
        return (header.to_owned(), Some("%".to_owned()));
    }
    // "Сума тис. грн", "Загальна площа кв.м": the longest end that is a unit.
    let ends = header.match_indices(' ').map(|(at, _)| at);
    for at in ends.filter(|at| header.len() - at <= LONGEST_UNIT) {
        let words = header[..at].trim().trim_end_matches(['-', '–', ':', ' ']);
        if !words.is_empty()
            && let Some(found) = unit(&header[at..])
            && PLAIN.iter().any(|plain| found == *plain || found.starts_with("грн/"))
        {
            return (words.to_owned(), Some(found));
        }
    }
    (header.to_owned(), None)
}

/// The words of a column's name and label, for rules that go by stems.
pub(super) struct Words {
    all: Vec<String>,
    /// Words of the published name alone.
    pub(super) own: Vec<String>,
    role: Option<Role>,
}

impl Words {
    pub(super) fn of(column: &Column) -> Self {
        let own = split(&column.name);
        let mut words = own.clone();
        words.extend(split(&column.label_uk));
        Self { all: words, own, role: known(&column.name).and_then(|known| known.role) }
    }

    /// Whether a word begins with one of `stems`; a stem ending in "." must be the whole word.
    pub(super) fn any(&self, stems: &[&str]) -> bool {
        self.all.iter().any(|word| {
            stems.iter().any(|stem| match stem.strip_suffix('.') {
                Some(whole) => word == whole,
                None => word.starts_with(stem),
            })
        })
    }

    pub(super) fn phone(&self) -> bool {
        self.role == Some(Role::Phone)
            || self.any(&["телеф", "тел.", "phone", "telephone", "моб", "факс"])
    }

    pub(super) fn code(&self) -> bool {
        if self.any(&[
            "широт",
            "довгот",
            "кількіст",
            "lat.",
            "lon.",
            "сума",
            "суми",
            "площ",
            "всього",
            "усього",
        ]) {
            return false;
        }
        self.role == Some(Role::Code)
            || self.any(&[
                "код.",
                "коди.",
                "єдрпоу",
                "едрпоу",
                "рнокпп",
                "іпн.",
                "індекс",
                "кпквк",
                "кеквк",
                "кекв",
                "ккд",
                "catuttc",
                "катоттг",
                "катотг",
                "кадастр",
                "cadastral",
                "code",
                "postcode",
                "zip.",
                "edrpou",
                "koatuu",
                "коатуу",
                "cod.",
            ])
            || self
                .own
                .last()
                .is_some_and(|word| matches!(word.as_str(), "id" | "uid" | "ідентифікатор" | "id_"))
            || self.own.len() == 1
                && self
                    .own
                    .first()
                    .is_some_and(|word| matches!(word.as_str(), "identifier" | "ідентифікатор"))
            || self.own.last().is_some_and(|word| word == "number") && self.own.len() > 1
            || self.any(&["інвентарн"])
    }

    pub(super) fn date(&self) -> bool {
        matches!(self.role, Some(Role::Date | Role::Start | Role::End))
            || self.any(&[
                "дата",
                "дати.",
                "date",
                "коли",
                "термін",
                "issued.",
                "accepted.",
                "оприлюднен",
                "from.",
                "through.",
                "until.",
            ])
    }

    pub(super) fn time(&self) -> bool {
        self.any(&[
            "час.",
            "часу.",
            "година",
            "time.",
            "відправлен",
            "прибутт",
            "початок",
            "кінець",
            "закінчен",
        ])
    }

    pub(super) fn hours(&self) -> bool {
        self.role == Some(Role::Hours)
            || self.any(&["графік", "режим", "розклад", "hours", "schedule"])
            || self.any(&["час.", "години."]) && self.any(&["прийом", "робот"])
    }

    /// Whether the header asks a question that 1 and 0 answer.
    pub(super) fn question(&self) -> bool {
        self.own.first().is_some_and(|word| matches!(word.as_str(), "is" | "has" | "чи"))
            || self.any(&[
                "наявніст",
                "accessible",
                "available",
                "isavailable",
                "доступніст",
                "wheelchair",
            ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_dictionary_can_be_read() {
        assert!(KNOWN.len() > 800, "{}", KNOWN.len());
        assert!(
            KNOWN.values().all(|known| !known.uk.trim().is_empty() && !known.en.trim().is_empty())
        );
    }

    #[test]
    fn names_match_whatever_letters_they_are_typed_in() {
        assert!(is_known("legalActІd"), "a Cyrillic І");
        assert!(is_known(" address Post\tName "));
        assert!(is_known("НАСЕЛЕНИЙ ПУНКТ:"));
    }

    #[test]
    fn a_unit_is_taken_off_the_header() {
        for (header, words, unit) in [
            ("Оклад, грн", "Оклад", Some("грн")),
            ("Сума (тис. грн)", "Сума", Some("тис. грн")),
            ("Площа, кв. м", "Площа", Some("м²")),
            ("Виконання, %", "Виконання", Some("%")),
            ("Прізвище, ім'я", "Прізвище, ім'я", None),
            ("Вартість, грн/м3", "Вартість", Some("грн/м³")),
            ("Тариф (грн за 1 куб. м) з ПДВ", "Тариф з ПДВ", Some("грн/м³")),
            ("Сума тис.грн", "Сума", Some("тис. грн")),
            ("Загальна площа кв.м", "Загальна площа", Some("м²")),
            ("Площа (га)", "Площа", Some("га")),
            ("Кількість місць", "Кількість місць", None),
            ("Строк, за рік", "Строк, за рік", None),
        ] {
            assert_eq!(
                without_unit(header),
                (words.to_owned(), unit.map(ToOwned::to_owned)),
                "{header}"
            );
        }
    }
}
