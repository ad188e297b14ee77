//! Rows that sum up others.

use super::{Column, Kind, Row, Value};

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
        .take(4)
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

/// Whether a text speaks of a total; true if it says nothing else.
fn says_total(text: &str) -> Option<bool> {
    if text.chars().count() > 120 {
        return None;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .filter(|word| !word.is_empty())
        .collect();
    let is = |word: &&str| {
        matches!(
            *word,
            "всього"
                | "усього"
                | "разом"
                | "підсумок"
                | "підсумки"
                | "підсумково"
                | "total"
                | "итого"
                | "всего"
                | "загалом"
        )
    };
    let first = words.first()?;
    if is(first) {
        // "Разом до перемоги" is a name; "Разом по розділу", "Всього доходів" are sums.
        let name = *first == "разом"
            && words.get(1).is_some_and(|word| {
                matches!(*word, "до" | "з" | "із" | "ми" | "сильніші" | "до-перемоги")
            });
        return (!name).then_some(words.len() == 1);
    }
    let end = words.last().is_some_and(is) && words.len() <= 6;
    let general = words.len() == 2
        && matches!(*first, "загальна" | "загальний")
        && matches!(words[1], "сума" | "підсумок" | "обсяг");
    (end || general).then_some(end && words.len() == 2)
}
