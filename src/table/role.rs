//! What columns say of their rows, and which of them are about private persons.

use super::{Cell, Column, Kind, Role, Row, Value, label, label::Words, value};

/// Stems of header words and the role they tell, in the order in which they are tried.
const STEMS: &[(Role, &[&str])] = &[
    (Role::Latitude, &["широт", "lat.", "latitude"]),
    (Role::Longitude, &["довгот", "lon.", "lng.", "longitude"]),
    (Role::Unit, &["одиниц", "валют", "currency"]),
    (Role::Hours, &["графік", "режим", "розклад", "hours", "години."]),
    (Role::Weekday, &["день.", "дні.", "weekday", "днів."]),
    (
        Role::Plan,
        &[
            "план.",
            "планов",
            "затвердж",
            "уточнен",
            "plan.",
            "plans.",
            "planned",
            "кошторис",
            "zat.",
        ],
    ),
    (Role::Fact, &["факт", "касов", "виконано", "надійшло", "fact.", "fakt."]),
    (Role::Percent, &["відсот", "виконання.", "частка", "percent"]),
    (
        Role::Price,
        &[
            "тариф",
            "ціна",
            "оклад",
            "зарплат",
            "вартість",
            "price",
            "fare.",
            "tariff",
            "ставка",
            "плата.",
        ],
    ),
    (
        Role::Amount,
        &[
            "сума",
            "суми.",
            "обсяг",
            "видатк",
            "доход",
            "amount",
            "sum.",
            "cost",
            "кошти.",
            "коштів.",
            "amt.",
            "фінансуван",
        ],
    ),
    (
        Role::Period,
        &["рік.", "року.", "роки.", "місяць.", "квартал", "період", "year", "period", "month"],
    ),
    (Role::Start, &["початок", "дійсний", "чинний", "відправлен", "start", "from."]),
    (Role::End, &["кінець", "закінчен", "завершен", "строк", "end.", "through.", "until."]),
    (Role::Date, &["дата", "date", "issued", "accepted", "signed"]),
    (Role::Post, &["посад", "position", "post."]),
    (
        Role::Person,
        &[
            "піб.",
            "прізвищ",
            "імʼя.",
            "ім'я.",
            "ім’я.",
            "керівник",
            "директор",
            "завідувач",
            "відповідальн",
            "лікар.",
            "тренер",
            "депутат.",
            "староста.",
            "голова.",
            "person",
            "виконавець.",
        ],
    ),
    (Role::Settlement, &["населен", "село.", "місто.", "смт.", "settlement", "city."]),
    (Role::Street, &["вулиц", "street", "thoroughfare"]),
    (Role::House, &["будинк", "будинок", "designator"]),
    (Role::District, &["район", "область.", "громада.", "округ", "district", "region"]),
    (Role::Address, &["адрес", "місцезнаходж", "розташув", "address", "adresa"]),
    (Role::Code, &["код.", "єдрпоу", "індекс", "кекв", "кпквк", "code", "ідентифікаційн", "cod."]),
    (
        Role::Quantity,
        &[
            "кількіст",
            "чисельн",
            "площ",
            "усього",
            "всього",
            "довжин",
            "протяжн",
            "місць",
            "дітей",
            "населення",
            "користувач",
            "відстань",
            "quantity",
            "count",
            "capacity",
            "area",
            "length",
            "персонал",
            "фонд",
        ],
    ),
    (
        Role::Category,
        &[
            "тип.",
            "типи.",
            "вид.",
            "стан.",
            "статус",
            "категор",
            "форма.",
            "група.",
            "галузь",
            "розділ",
            "тематик",
            "type",
            "status",
            "kind",
            "category",
            "спеціальн",
            "процедур",
        ],
    ),
    (
        Role::Organization,
        &[
            "організац",
            "установ",
            "орган.",
            "органу.",
            "відділ",
            "підрозділ",
            "замовник",
            "контрагент",
            "постачальн",
            "перевізник",
            "розпорядник",
            "власник",
            "балансоутримув",
            "виконавц",
            "юридичн",
            "комісі",
            "organization",
            "authority",
            "publisher",
            "provider",
            "agency",
            "owner",
        ],
    ),
    (
        Role::Note,
        &[
            "приміт",
            "опис",
            "коментар",
            "додатков",
            "description",
            "note",
            "comment",
            "пояснен",
            "зміст",
            "text.",
        ],
    ),
    (
        Role::Name,
        &[
            "назва",
            "найменув",
            "заклад",
            "об'єкт",
            "об’єкт",
            "обʼєкт",
            "послуг",
            "предмет",
            "маршрут",
            "назв.",
            "name",
            "title",
            "label",
            "nazva",
            "зупинк",
        ],
    ),
    (Role::Id, &["№", "номер", "id.", "uid.", "number", "identifier", "ідентифікатор"]),
];

/// Gives each column its role and marks those about private persons.
pub(super) fn describe(title: &str, sheet: Option<&str>, columns: &mut [Column], rows: &mut [Row]) {
    for (index, column) in columns.iter_mut().enumerate() {
        column.role = role(column, rows, index);
        // Nobody sells one thing by the thousand hryvnias: what is told in them is a sum.
        if column.role == Role::Price
            && column.unit.as_deref().is_some_and(|unit| matches!(unit, "тис. грн" | "млн грн"))
        {
            column.role = Role::Amount;
        }
        // "unitName" is a unit of measure here and a unit of an organization there.
        if label::key(&column.name) == "unitname" && column.role != Role::Unit {
            column.role = Role::Organization;
            "Підрозділ".clone_into(&mut column.label_uk);
            "Department".clone_into(&mut column.label_en);
        }
    }
    // Something must name the row's thing: the first text that is nothing else.
    if !columns.iter().any(|column| matches!(column.role, Role::Name | Role::Person))
        && let Some(column) = columns.iter_mut().find(|column| {
            column.kind == Kind::Text
                && matches!(column.role, Role::Other | Role::Organization)
                && column.profile.distinct * 2 > column.profile.filled
        })
    {
        column.role = Role::Name;
    }
    private(title, sheet, columns, rows);
}

fn role(column: &Column, rows: &[Row], index: usize) -> Role {
    let words = Words::of(column);
    let by_kind = match column.kind {
        Kind::Phone => Some(Role::Phone),
        Kind::Email => Some(Role::Email),
        Kind::Link => Some(Role::Link),
        Kind::Hours => Some(Role::Hours),
        _ => None,
    };
    if let Some(role) = by_kind {
        return role;
    }
    let number = matches!(column.kind, Kind::Integer | Kind::Decimal);
    let fits = |role: Role| match role {
        // A word may mean two things; the values decide which are possible.
        Role::Amount | Role::Plan | Role::Fact | Role::Price | Role::Percent | Role::Quantity => {
            number || column.profile.filled == 0
        }
        Role::Latitude | Role::Longitude => number || column.profile.filled == 0,
        Role::Date => {
            matches!(column.kind, Kind::Date | Kind::DateTime)
                || column.profile.filled == 0
                || column.kind == Kind::Text
        }
        Role::Start | Role::End => !matches!(column.kind, Kind::Decimal | Kind::Flag),
        Role::Person
        | Role::Post
        | Role::Street
        | Role::Settlement
        | Role::Address
        | Role::District
        | Role::Organization
        | Role::Note
        | Role::Unit
        | Role::Category
        | Role::Weekday
        | Role::Name => {
            !matches!(
                column.kind,
                Kind::Decimal | Kind::Date | Kind::DateTime | Kind::Time | Kind::Flag | Kind::Point
            ) && (column.kind != Kind::Integer
                || matches!(role, Role::Category | Role::District | Role::Name)
                    && column.profile.distinct < 40)
        }
        Role::Period => {
            !matches!(column.kind, Kind::Decimal | Kind::Flag)
                && (column.kind != Kind::Integer || is_years(rows, index))
        }
        _ => true,
    };
    if let Some(role) = label::known_role(&column.name)
        && fits(role)
        && (role != Role::Unit || measures(column, rows, index))
    {
        return role;
    }
    if column.unit.as_deref() == Some("%") && number {
        return Role::Percent;
    }
    let identifier = label::is_identifier(&column.name);
    if identifier && let Some(last) = words.own.last() {
        // The last word of a machine name says what the value is: "providerId", "contractUserName".
        let found = match last.as_str() {
            "id" | "uid" | "identifier" if column.kind == Kind::Code && words.own.len() > 1 => {
                Some(Role::Code)
            }
            "id" | "uid" | "identifier" => Some(Role::Id),
            "name" if people(rows, index) => Some(Role::Person),
            "url" => Some(Role::Link),
            "date" if words.own.iter().any(|word| word == "start") => Some(Role::Start),
            "date" if words.own.iter().any(|word| word == "end") => Some(Role::End),
            "date" => Some(Role::Date),
            "type" | "status" | "kind" => Some(Role::Category),
            "value" | "amount" | "sum"
                if words
                    .own
                    .iter()
                    .any(|word| matches!(word.as_str(), "amount" | "sum" | "cost")) =>
            {
                Some(Role::Amount)
            }
            "number" => Some(Role::Id),
            _ => None,
        };
        if let Some(role) = found.filter(|role| fits(*role)) {
            return role;
        }
    }
    if number && column.unit.as_deref().is_some_and(|unit| unit.contains("грн")) {
        let told = STEMS
            .iter()
            .filter(|(role, _)| matches!(role, Role::Plan | Role::Fact | Role::Price))
            .find(|(_, stems)| words.any(stems));
        return told.map_or(Role::Amount, |(role, _)| *role);
    }
    let by_words = STEMS
        .iter()
        .find(|(role, stems)| {
            fits(*role)
                && words.any(stems)
                && (*role != Role::Unit || measures(column, rows, index))
        })
        .map(|(role, _)| *role);
    match by_words {
        Some(role) => role,
        None if column.kind == Kind::Code => Role::Code,
        None => by_values(column, rows, index),
    }
}

/// Whether the values are units of measure: known ones, or few short ones that many rows share.
fn measures(column: &Column, rows: &[Row], index: usize) -> bool {
    column.profile.filled == 0
        || most(rows, index, 50, |text| label::unit(text).is_some())
        || column.profile.distinct * 2 <= column.profile.filled.max(4)
            && most(rows, index, 90, |text| text.chars().count() <= 16)
}

/// Up to 200 filled cells of a column.
fn sample(rows: &[Row], index: usize) -> impl Iterator<Item = &Cell> {
    rows.iter()
        .filter_map(move |row| row.cells.get(index))
        .filter(|cell| !cell.text.is_empty())
        .take(200)
}

fn most(rows: &[Row], index: usize, percent: usize, test: impl Fn(&str) -> bool) -> bool {
    let (mut all, mut hits) = (0, 0);
    for cell in sample(rows, index) {
        all += 1;
        hits += usize::from(test(&cell.text));
    }
    all > 0 && hits * 100 >= all * percent
}

fn is_years(rows: &[Row], index: usize) -> bool {
    most(rows, index, 90, |text| {
        text.parse::<u32>().is_ok_and(|n| (1..=12).contains(&n) || (1800..=2100).contains(&n))
    })
}

fn people(rows: &[Row], index: usize) -> bool {
    most(rows, index, 60, is_person)
}

fn by_values(column: &Column, rows: &[Row], index: usize) -> Role {
    if column.kind == Kind::Integer
        && most(rows, index, 95, |text| {
            text.len() == 4 && text.parse::<u32>().is_ok_and(|n| (1900..=2100).contains(&n))
        })
    {
        return Role::Period;
    }
    if matches!(column.kind, Kind::Date | Kind::DateTime) {
        return Role::Date;
    }
    if column.kind != Kind::Text {
        return Role::Other;
    }
    if people(rows, index) {
        Role::Person
    } else if most(rows, index, 70, |text| {
        let lower = text.to_lowercase();
        ["вул.", "вулиця", "пров.", "просп", "бульв", "пл."]
            .iter()
            .any(|word| lower.starts_with(word))
            && lower.len() < 80
    }) {
        Role::Street
    } else if most(rows, index, 70, |text| {
        ["м. ", "с. ", "смт ", "с-ще "].iter().any(|word| text.starts_with(word))
            && !text.contains("вул")
    }) {
        Role::Settlement
    } else if most(rows, index, 70, |text| value::schedule(text).0) {
        Role::Weekday
    } else {
        Role::Other
    }
}

/// Whether a text is a person's name: "Коваль Олена Вікторівна", "Коваль О. В.", "О. В. Коваль".
pub(super) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !(2..=4).contains(&words.len()) || text.len() > 120 || text.contains(['"', '«', '№', ','])
    {
        return false;
    }
    if !words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase)) {
        return false;
    }
    let patronymic = words.iter().any(|word| {
        let word = word.to_lowercase();
        ["ович", "йович", "івна", "ївна", "ьович", "ілліч", "кузьмич"]
            .iter()
            .any(|end| word.ends_with(end) && word.chars().count() > end.chars().count())
    });
    let initials = words.iter().any(|word| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        word.ends_with('.') && letters <= 2 && word.chars().all(|c| c.is_uppercase() || c == '.')
    });
    let organization = words.iter().any(|word| {
        matches!(
            *word,
            "ТОВ"
                | "КП"
                | "КНП"
                | "АТ"
                | "ПП"
                | "ОСББ"
                | "ФОП"
                | "ДП"
                | "ПАТ"
                | "БФ"
                | "ФГ"
                | "СТОВ"
        )
    });
    (patronymic || initials && words.len() <= 3) && !organization
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

/// Marks columns about private persons, and empties single tax numbers among codes of firms.
fn private(title: &str, sheet: Option<&str>, columns: &mut [Column], rows: &mut [Row]) {
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
    let told = format!("{title} {}", sheet.unwrap_or_default()).to_lowercase();
    let all: Vec<Words> = columns.iter().map(Words::of).collect();
    let has = |stems: &[&str]| all.iter().any(|words| words.any(stems));
    let keys: Vec<String> = columns.iter().map(|column| label::key(&column.name)).collect();
    let named = |names: &[&str]| keys.iter().any(|key| names.contains(&key.as_str()));
    // A queue for housing, land or places: people wait in it, and stand there by name.
    let queue =
        named(&[
            "familysize",
            "recorddecisiondate",
            "allocationdecisiondate",
            "exclusiondecisiondate",
            "prioritydecisiondate",
            "isbenefittype",
            "benefittype",
        ]) || told.contains("черг") && !told.contains("чергуван") && !told.contains("позачергов")
            || has(&["пільг"]) && has(&["прізвищ", "піб."])
            || columns.iter().any(|column| {
                let name = column.name.to_lowercase();
                name.contains("склад сім") || name.contains("черги") || name.contains("квартирн")
            });
    let burial = named(&["deathdate", "funeraldate"])
        || columns.iter().any(|column| {
            let name = column.name.to_lowercase();
            name.contains("дата смерті") || name.contains("дата поховання")
        });
    let deputies = has(&["фракці", "faction", "парті", "party"]);
    let signatures = told.contains("підпис") && told.contains("петиці")
        || named(&["votername"])
            && !named(&[
                "votinguid",
                "votingidentifier",
                "eventuid",
                "motionuid",
                "result",
                "voteresult",
            ]);
    // Where the thing's owner or user is a person, so are his contacts.
    let private_owner = columns.iter().enumerate().any(|(index, column)| {
        column.kind == Kind::Text && all[index].any(PRIVATE) && people(rows, index)
    });

    for (index, column) in columns.iter_mut().enumerate() {
        let words = &all[index];
        let name = column.name.to_lowercase();
        let contact = matches!(column.role, Role::Phone | Role::Email)
            || matches!(column.kind, Kind::Phone | Kind::Email);
        let home = name.contains("проживан")
            || name.contains("домашн")
            || name.contains("місце реєстрації")
            || name.contains("адреса реєстрації");
        let tax = words.any(&["рнокпп", "іпн.", "taxid"]) && !words.any(&["єдрпоу", "едрпоу"])
            || name.contains("номер платника")
            || name.contains("облікової картки")
            || name.contains("паспорт") && (name.contains("серія") || name.contains("громадян"));
        let of_private = words.any(PRIVATE);
        let person = column.role == Role::Person || people(rows, index);
        column.personal = label::known(&column.name).is_some_and(|known| known.personal)
            || tax
            || home
            || contact && (name.contains("особист") || name.contains("домашн"))
            || contact && words.any(&["моб"]) && (deputies || name.contains("депутат"))
            || contact
                && words.any(&[
                    "applicant",
                    "заявник",
                    "підписант",
                    "громадян",
                    "мешкан",
                    "voter",
                    "родич",
                    "потерпіл",
                    "творц",
                ])
            || contact && of_private && private_owner
            || contact && (queue || burial || signatures)
            || of_private
                && column.kind == Kind::Text
                && person
                && (people(rows, index)
                    || words.any(&["applicant", "заявник"]) && most_people_or_empty(rows, index))
            || (queue || signatures)
                && (person
                    || matches!(
                        label::key(&column.name).as_str(),
                        "familyname" | "additionalname"
                    )
                    || label::key(&column.name) == "name" && named(&["familyname"])
                    || name.contains("дата народж")
                    || label::key(&column.name) == "birthdate" && named(&["familyname"]))
            || (queue || burial && of_private) && column.role == Role::Address;
        if words.any(&[
            "єдрпоу",
            "едрпоу",
            "рнокпп",
            "іпн.",
            "код.",
            "ідентифікаційн",
            "id.",
            "identifier",
            "code.",
        ]) {
            let (mut all, mut people) = (0, 0);
            for cell in rows
                .iter()
                .filter_map(|row| row.cells.get(index))
                .filter(|cell| !cell.text.is_empty())
            {
                all += 1;
                people += usize::from(is_tax_number(&cell.text));
            }
            // Chance alone passes one in ten; firms have eight digits.
            if all > 0 && people * 2 >= all {
                column.personal = true;
            } else if people > 0
                && words.any(&[
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
                ])
            {
                for row in rows.iter_mut() {
                    if let Some(cell) = row.cells.get_mut(index)
                        && is_tax_number(&cell.text)
                    {
                        *cell = Cell { text: "".into(), value: Value::Empty };
                    }
                }
            }
        }
    }
}

/// Whether the filled cells are given names, surnames or whole names of people: one to three capitalised words, no firm.
fn most_people_or_empty(rows: &[Row], index: usize) -> bool {
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

#[cfg(test)]
mod tests {
    use crate::table::{Hint, Kind, Limits, Role, Table, read};

    fn table(text: &str) -> Table {
        read(text.as_bytes(), &Hint::default(), &Limits::default()).unwrap().remove(0)
    }

    #[test]
    fn a_unit_is_of_measure_or_of_an_organization_by_its_values() {
        let measured = table("name,quantity,unitName\nПісок,5,т\nЩебінь,7,т\nФарба,12,л\n");
        assert_eq!(measured.columns[2].role, Role::Unit);
        let staffed = table(
            "positionName,unitName,value\nНачальник,Відділ освіти,1\nСпеціаліст,Відділ освіти,3\n\
             Начальник,Фінансове управління,1\nБухгалтер,Фінансове управління,2\n",
        );
        assert_eq!(staffed.columns[1].role, Role::Organization);
        assert_eq!(staffed.columns[1].label_uk, "Підрозділ");
    }

    #[test]
    fn an_address_of_something_has_the_roles_of_an_address() {
        let table = table("title,captureAddressPostName\nпес,Гайсин\nкіт,Куна\n");
        assert_eq!(table.columns[1].role, Role::Settlement);
    }

    #[test]
    fn yes_and_no_are_told_in_every_spelling() {
        for (header, yes, no) in [
            ("Пандус", "так", "ні"),
            ("Пандус", "є", "немає"),
            ("Ліфт", "наявний", "відсутній"),
            ("Ліфт", "+", "-"),
            ("isOpen", "1", "0"),
            ("Наявність пандуса", "1", "0"),
            ("open", "TRUE", "FALSE"),
            ("open", "yes", "no"),
            ("Укриття", "в наявності", "відсутнє"),
        ] {
            let table = table(&format!("Назва;{header}\nШкола;{yes}\nЛіцей;{no}\nСадок;{yes}\n"));
            assert_eq!(table.columns[1].kind, Kind::Flag, "{header}: {yes}, {no}");
        }
    }

    #[test]
    fn thousands_of_hryvnias_are_a_sum_and_no_price() {
        let table = table("Назва;Вартість, тис. грн;Вартість, грн/м3\nМіст;120;5\nДорога;130;6\n");
        assert_eq!(table.columns[1].role, Role::Amount);
        assert_eq!(table.columns[2].role, Role::Price);
    }
}
