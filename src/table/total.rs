//! Rows that sum up others.

use super::{Column, Kind, Row, Value, value};

/// Marks the total rows.
pub(super) fn mark(columns: &[Column], rows: &mut [Row]) {
    let named: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| {
            matches!(
                column.kind,
                Kind::Text | Kind::Code | Kind::Integer | Kind::Date | Kind::Hours
            )
        })
        .map(|(index, _)| index)
        .take(8)
        .collect();
    let numeric: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| matches!(column.kind, Kind::Integer | Kind::Decimal))
        .map(|(index, _)| index)
        .collect();
    let texts: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.kind == Kind::Text)
        .map(|(index, _)| index)
        .collect();
    for row in rows.iter_mut() {
        let says = named.iter().find_map(|index| {
            let cell = row.cells.get(*index)?;
            (cell.value == Value::Text || columns[*index].kind == Kind::Text).then_some(())?;
            says_total(&cell.text).map(|alone| (*index, alone))
        });
        let Some((place, alone)) = says else { continue };
        let counts = numeric.iter().any(|index| {
            *index != place
                && row.cells.get(*index).is_some_and(|cell| matches!(cell.value, Value::Number(_)))
        });
        // Another name in the row means that the words belong to it: "Разом" may be the name of a union.
        let others = texts
            .iter()
            .filter(|index| {
                **index != place && row.cells.get(**index).is_some_and(|cell| !cell.text.is_empty())
            })
            .count();
        row.total = counts && (others == 0 || alone && others * 2 <= texts.len());
    }
}

/// Words that say that a row sums up others.
const TOTALS: &[&str] = &[
    "всього",
    "усього",
    "разом",
    "підсумок",
    "підсумки",
    "підсумково",
    "total",
    "итого",
    "всего",
    "загалом",
];

/// Whether a text speaks of a total; true if it says nothing else.
fn says_total(text: &str) -> Option<bool> {
    // Letters of our alphabets take two bytes.
    if text.len() > 240 {
        return None;
    }
    let is = |word: &&str| TOTALS.iter().any(|total| value::is(word, total));
    let mut words = text
        .split(|c: char| !value::is_letter(c) && !matches!(c, '\'' | '’'))
        .filter(|word| !word.is_empty());
    let first = words.next()?;
    if is(&first) {
        // "Разом до перемоги" is a name; "Разом по розділу", "Всього доходів" are sums.
        let second = words.next();
        let name = value::is(first, "разом")
            && second.is_some_and(|word| {
                ["до", "з", "із", "ми", "сильніші"].iter().any(|next| value::is(word, next))
            });
        return (!name).then_some(second.is_none());
    }
    let last = words.next_back()?;
    if is(&last) {
        let between = words.count();
        return (between <= 4).then_some(between == 0);
    }
    let general = words.next().is_none()
        && ["загальна", "загальний"].iter().any(|word| value::is(first, word))
        && ["сума", "підсумок", "обсяг"].iter().any(|word| value::is(last, word));
    general.then_some(false)
}
