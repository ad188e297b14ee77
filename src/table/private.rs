//! Which columns are about private persons: never shown, indexed, matched, charted or exported.

use super::{
    Cell, Column, Kind, Role, Row,
    label::{self, Words},
    role::{most, people},
};

/// Stems of words for those who deal with a council as private persons, or as firms.
const PRIVATE: &[&str] = &[
    "applicant",
    "заявник",
    "підписант",
    "громадян",
    "мешкан",
    "орендар",
    "renter",
    "user.",
    "користувач",
    "owner",
    "власник",
    "recipient",
    "одержувач",
    "отримувач",
    "voter",
    "потерпіл",
    "боржник",
    "родич",
    "suppliers",
    "забудовник",
    "customer",
];

/// Marks columns about private persons, and empties single tax numbers among codes of firms.
pub(super) fn mark(title: &str, sheet: Option<&str>, columns: &mut [Column], rows: &mut [Row]) {
    let words: Vec<Words> = columns.iter().map(Words::of).collect();
    let setting = Setting::of(title, sheet, columns, &words, rows);
    for (index, (column, words)) in columns.iter_mut().zip(&words).enumerate() {
        let told = label::known(&column.name).is_some_and(|known| known.personal);
        column.personal = told
            || is_tax_column(column, words)
            || setting.is_private_contact(column, words)
            || setting.is_private_person(column, words, rows, index);
        hide_tax_numbers(column, words, rows, index);
    }
}

/// What the table as a whole is about.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the table")]
struct Setting {
    /// A queue for housing, land or places: people wait in it, and stand there by name.
    queue: bool,
    burial: bool,
    deputies: bool,
    /// Those who signed.
    signatures: bool,
    /// Columns of given names and surnames.
    names: bool,
    /// Where the thing's owner or user is a person, so are his contacts.
    owned: bool,
}

impl Setting {
    fn of(
        title: &str,
        sheet: Option<&str>,
        columns: &[Column],
        words: &[Words],
        rows: &[Row],
    ) -> Self {
        let told = format!("{title} {}", sheet.unwrap_or_default()).to_lowercase();
        let has = |stems: &[&str]| words.iter().any(|words| words.any(stems));
        let keys: Vec<String> = columns.iter().map(|column| label::key(&column.name)).collect();
        let named = |names: &[&str]| keys.iter().any(|key| names.contains(&key.as_str()));
        let called = |parts: &[&str]| {
            columns.iter().any(|column| {
                let name = column.name.to_lowercase();
                parts.iter().any(|part| name.contains(part))
            })
        };
        let queue = named(&[
            "familysize",
            "recorddecisiondate",
            "allocationdecisiondate",
            "exclusiondecisiondate",
            "prioritydecisiondate",
            "isbenefittype",
            "benefittype",
        ]);
        let votes = named(&[
            "votinguid",
            "votingidentifier",
            "eventuid",
            "motionuid",
            "result",
            "voteresult",
        ]);
        Self {
            queue: queue
                || told.contains("черг")
                    && !told.contains("чергуван")
                    && !told.contains("позачергов")
                || has(&["пільг"]) && has(&["прізвищ", "піб."])
                || called(&["склад сім", "черги", "квартирн"]),
            burial: named(&["deathdate", "funeraldate"])
                || called(&["дата смерті", "дата поховання"]),
            deputies: has(&["фракці", "faction", "парті", "party"]),
            signatures: told.contains("підпис") && told.contains("петиці")
                || named(&["votername"]) && !votes,
            names: named(&["familyname"]),
            owned: columns.iter().enumerate().any(|(index, column)| {
                column.kind == Kind::Text && words[index].any(PRIVATE) && people(rows, index)
            }),
        }
    }

    fn is_private_contact(&self, column: &Column, words: &Words) -> bool {
        let name = column.name.to_lowercase();
        let home = ["проживан", "домашн", "місце реєстрації", "адреса реєстрації"];
        if home.iter().any(|part| name.contains(part)) {
            return true;
        }
        let contact = matches!(column.role, Role::Phone | Role::Email)
            || matches!(column.kind, Kind::Phone | Kind::Email);
        let mobile = words.any(&["моб"]) && (self.deputies || name.contains("депутат"));
        let of_private = words.any(PRIVATE);
        contact
            && (name.contains("особист")
                || mobile
                || of_private && self.owned
                || self.queue
                || self.burial
                || self.signatures
                || words.any(&[
                    "applicant",
                    "заявник",
                    "підписант",
                    "громадян",
                    "мешкан",
                    "voter",
                    "родич",
                    "потерпіл",
                    "творц",
                ]))
            || (self.queue || self.burial && of_private) && column.role == Role::Address
    }

    fn is_private_person(
        &self,
        column: &Column,
        words: &Words,
        rows: &[Row],
        index: usize,
    ) -> bool {
        let people = people(rows, index);
        let person = column.role == Role::Person || people;
        let applicants = words.any(&["applicant", "заявник"]) && are_names(rows, index);
        if words.any(PRIVATE) && column.kind == Kind::Text && person && (people || applicants) {
            return true;
        }
        let key = label::key(&column.name);
        (self.queue || self.signatures)
            && (person
                || matches!(key.as_str(), "familyname" | "additionalname")
                || matches!(key.as_str(), "name" | "birthdate") && self.names
                || column.name.to_lowercase().contains("дата народж"))
    }
}

fn is_tax_column(column: &Column, words: &Words) -> bool {
    let name = column.name.to_lowercase();
    words.any(&["рнокпп", "іпн.", "taxid"]) && !words.any(&["єдрпоу", "едрпоу"])
        || name.contains("номер платника")
        || name.contains("облікової картки")
        || name.contains("паспорт") && (name.contains("серія") || name.contains("громадян"))
}

/// Marks a column of codes that are mostly tax numbers of persons; else empties the few among codes of firms.
fn hide_tax_numbers(column: &mut Column, words: &Words, rows: &mut [Row], index: usize) {
    const CODES: &[&str] = &[
        "єдрпоу",
        "едрпоу",
        "рнокпп",
        "іпн.",
        "код.",
        "ідентифікаційн",
        "id.",
        "identifier",
        "code.",
    ];
    const OF_FIRMS: &[&str] = &[
        "єдрпоу",
        "едрпоу",
        "applicant",
        "owner",
        "user.",
        "customer",
        "suppliers",
        "provider",
        "заявник",
        "власник",
    ];
    if !words.any(CODES) {
        return;
    }
    let cells = rows.iter_mut().filter_map(|row| row.cells.get_mut(index));
    let mut found: Vec<&mut Cell> = cells.filter(|cell| is_tax_number(&cell.text)).collect();
    // Chance alone passes one in ten; firms have eight digits.
    if !found.is_empty() && found.len() * 2 >= column.profile.filled {
        column.personal = true;
    } else if words.any(OF_FIRMS) {
        for cell in &mut found {
            **cell = Cell::default();
        }
    }
}

/// Whether ten digits are an individual's tax number: its last digit checks the others.
fn is_tax_number(text: &str) -> bool {
    const WEIGHTS: [i32; 9] = [-1, 5, 7, 9, 4, 6, 10, 5, 7];
    let digits: Vec<i32> =
        text.bytes().filter(u8::is_ascii_digit).map(|byte| i32::from(byte - b'0')).collect();
    if digits.len() != 10 || text.len() != 10 {
        return false;
    }
    let sum: i32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    sum.rem_euclid(11) % 10 == digits[9]
}

/// Whether the filled cells are given names, surnames or whole names of people: one to three capitalised words, no firm.
fn are_names(rows: &[Row], index: usize) -> bool {
    most(rows, index, 60, |text| {
        let words: Vec<&str> = text.split_whitespace().collect();
        (1..=3).contains(&words.len())
            && words.iter().all(|word| {
                word.chars().next().is_some_and(char::is_uppercase)
                    && word.chars().filter(|c| c.is_uppercase()).count() == 1
            })
            && !text.contains(['"', '«'])
    })
}
