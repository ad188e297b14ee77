//! What columns say of their rows, and which of them are about private persons.

use super::{
    Cell, Column, Kind, Role, Row, label,
    label::Words,
    person::{self, is_person},
    private, value,
};

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
    let surnames = columns.iter().any(|column| person::is_surname(&column.name));
    for (index, column) in columns.iter_mut().enumerate() {
        column.role = role(column, rows, index);
        // Nobody sells one thing by the thousand hryvnias: what is told in them is a sum.
        if column.role == Role::Price
            && column.unit.as_deref().is_some_and(|unit| matches!(unit, "тис. грн" | "млн грн"))
        {
            column.role = Role::Amount;
        }
        if surnames && label::key(&column.name) == "name" {
            column.role = Role::Person;
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
    private::mark(title, sheet, columns, rows);
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
    let fits = |role: Role| fits(role, column, rows, index);
    if let Some(role) = label::known_role(&column.name)
        && fits(role)
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
            "id" | "uid" | "identifier" | "number" => Some(Role::Id),
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
    let by_words =
        STEMS.iter().find(|(role, stems)| words.any(stems) && fits(*role)).map(|(role, _)| *role);
    match by_words {
        Some(role) => role,
        None if column.kind == Kind::Code => Role::Code,
        None => by_values(column, rows, index),
    }
}

/// Whether the values of a column let it have a role. A word may mean two things; the values decide which are possible.
fn fits(role: Role, column: &Column, rows: &[Row], index: usize) -> bool {
    let number = matches!(column.kind, Kind::Integer | Kind::Decimal);
    match role {
        Role::Amount
        | Role::Plan
        | Role::Fact
        | Role::Price
        | Role::Percent
        | Role::Quantity
        | Role::Latitude
        | Role::Longitude => number || column.profile.filled == 0,
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
        Role::Unit => !number && column.kind != Kind::Flag && measures(column, rows, index),
        _ => true,
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

pub(super) fn most(
    rows: &[Row],
    index: usize,
    percent: usize,
    test: impl Fn(&str) -> bool,
) -> bool {
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

pub(super) fn people(rows: &[Row], index: usize) -> bool {
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
