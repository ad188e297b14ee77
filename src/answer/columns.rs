//! What the columns of a table are for: which are asked for, counted, added up or shown.

use rust_decimal::Decimal;

use super::{evidence::Evidence, plan::Ask, rows::Selection};
use crate::{
    search::{Cue, Doc, Lexicon, Particle, Reading},
    table::{Column, Kind, Role, Table, Value},
    text::period::Period,
};

/// The columns that the question asks for: named ones, then those of the kind that its cues want.
pub(super) fn requested(
    ask: &Ask<'_>,
    evidence: &Evidence,
    table: &Table,
    selection: &Selection,
    of_period: &[usize],
) -> Vec<usize> {
    let mut scored: Vec<(usize, f32)> = Vec::new();
    let mut add =
        |column: usize, score: f32| match scored.iter_mut().find(|(known, _)| *known == column) {
            Some((_, sum)) => *sum += score,
            None => scored.push((column, score)),
        };
    for (at, (term, known)) in ask.reading.terms.iter().zip(&evidence.terms).enumerate() {
        let elsewhere = selection.held[at].max(if known.text >= 0.9 { 0.9 } else { 0.0 });
        for &(column, strength) in &known.labels {
            if strength < 0.5 || !is_shown(&table.columns[column]) {
                continue;
            }
            let filtered = selection.filters.iter().any(|&(of, _)| of == column);
            // «скільки послуг надано» of a dataset about services: its numbers are of them all the same.
            let counted = ask.reading.asks_any(&[
                Cue::Count,
                Cue::Sum,
                Cue::Average,
                Cue::Most,
                Cue::Least,
                Cue::Difference,
            ]) && table.columns[column].is_metric();
            let weight = if elsewhere > 0.6 && !counted { 0.35 } else { 1.0 };
            if !filtered || elsewhere < 0.3 {
                add(column, term.information * strength * weight);
            }
        }
    }
    let strongest = scored.iter().map(|&(_, score)| score).fold(0.0, f32::max);
    scored.retain(|&(_, score)| score >= strongest * 0.6 && score > 0.7);
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut requested: Vec<usize> = scored.into_iter().map(|(column, _)| column).take(3).collect();
    for &column in of_period {
        if !requested.contains(&column) {
            requested.insert(0, column);
        }
    }
    for (at, column) in table.columns.iter().enumerate() {
        if !requested.contains(&at) && is_shown(column) && is_wanted(ask.reading, column) {
            requested.push(at);
        }
    }
    requested
}

/// Whether a column is what a cue of the question asks for.
fn is_wanted(reading: &Reading, column: &Column) -> bool {
    let asks = |cues: &[Cue]| reading.asks_any(cues);
    match column.role {
        Role::Phone => asks(&[Cue::Phone, Cue::Contacts]),
        Role::Email => asks(&[Cue::Email, Cue::Contacts]),
        Role::Person => asks(&[Cue::Who, Cue::Person]),
        Role::Address | Role::Street | Role::House => asks(&[Cue::Where, Cue::Nearest]),
        Role::Settlement => asks(&[Cue::Where]),
        Role::Hours | Role::Weekday => asks(&[Cue::When, Cue::Hours, Cue::OpenNow, Cue::Next]),
        Role::Date | Role::Start | Role::End => asks(&[Cue::When]),
        Role::Price => asks(&[Cue::Price]),
        Role::Plan => asks(&[Cue::Planned]),
        Role::Fact => asks(&[Cue::Actual]),
        Role::Percent => asks(&[Cue::Percent]),
        _ => {
            matches!(column.kind, Kind::Time | Kind::Hours)
                && asks(&[Cue::When, Cue::Hours, Cue::Next, Cue::OpenNow])
        }
    }
}

/// Whether residents read this column at all.
pub(super) fn is_shown(column: &Column) -> bool {
    let technical = match column.role {
        Role::Latitude | Role::Longitude => true,
        Role::Id => !crate::text::squash(&column.label_uk).contains("номер"),
        _ => false,
    };
    !column.personal && !technical && column.profile.filled > 0
}

/// The columns whose numbers can be added or compared.
pub(super) fn metrics(table: &Table) -> Vec<usize> {
    (0..table.columns.len()).filter(|&at| table.columns[at].is_metric()).collect()
}

/// The value of a numeric cell.
pub(super) fn number(table: &Table, row: usize, column: usize) -> Option<Decimal> {
    match table.rows[row].cells[column].value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// Whether a column's numbers are hryvnias: by its unit, by its name, or by a currency beside it.
pub(super) fn is_money(table: &Table, at: usize) -> bool {
    const NAMES: &[&str] = &[
        "сум",
        "варт",
        "цін",
        "ціна",
        "кошт",
        "бюджет",
        "тариф",
        "плат",
        "видатк",
        "доход",
        "надходжен",
        "оклад",
        "штраф",
        "грн",
        "amount",
        "price",
        "cost",
        "salary",
        "tariff",
        "fee",
    ];
    let column = &table.columns[at];
    if let Some(unit) = &column.unit {
        let unit = unit.to_lowercase();
        return ["грн", "uah", "гривень", "₴"].iter().any(|known| unit.contains(known));
    }
    match column.role {
        Role::Price => true,
        Role::Amount => !column.label_uk.to_lowercase().contains("кількість"),
        Role::Plan | Role::Fact => {
            let label = column.label_uk.to_lowercase();
            let named = NAMES.iter().any(|name| label.contains(name));
            named && !label.contains("кількість")
                || table
                    .columns
                    .iter()
                    .any(|beside| beside.name.to_lowercase().contains("currency"))
        }
        _ => false,
    }
}

/// The column that «скільки» means of a row or rows that are no things to count: what was spent, planned or is owed.
pub(super) fn measure(table: &Table, metrics: &[usize], reading: &Reading) -> Option<usize> {
    let by = |role: Role| metrics.iter().copied().find(|&at| table.columns[at].role == role);
    by(if reading.asks(Cue::Planned) { Role::Plan } else { Role::Fact })
        .or_else(|| default_metric(table, metrics, reading))
}

/// Whether a table is an account: plans and what came of them, row by row.
pub(super) fn is_account(table: &Table) -> bool {
    table.columns.iter().enumerate().any(|(at, column)| {
        matches!(column.role, Role::Fact | Role::Plan) && column.is_metric() && is_money(table, at)
    })
}

/// The column of the unit that «скільки гектарів» names.
pub(super) fn unit_asked(reading: &Reading, table: &Table, metrics: &[usize]) -> Option<usize> {
    let lexicon = Lexicon::get();
    let written =
        reading.words.iter().map(|word| lexicon.units(word)).find(|units| !units.is_empty())?;
    metrics.iter().copied().find(|&at| {
        let unit = table.columns[at].unit.as_deref().map(str::to_lowercase);
        unit.is_some_and(|unit| written.contains(&unit))
    })
}

/// Whether adding up a column makes sense.
pub(super) fn can_add(column: &Column) -> bool {
    !matches!(column.role, Role::Price | Role::Percent | Role::Code | Role::Id)
}

/// Whether a column's numbers are in one unit in all of `rows`.
pub(super) fn same_unit(table: &Table, rows: &[usize], column: usize) -> bool {
    if table.columns[column].unit.is_some() || is_money(table, column) {
        return true;
    }
    let Some(unit) = table.columns.iter().position(|column| column.role == Role::Unit) else {
        return true;
    };
    let mut units = rows.iter().map(|&row| &table.rows[row].cells[unit].text);
    let first = units.next();
    units.all(|unit| Some(unit) == first)
}

/// The latest of the columns whose headers name periods.
pub(super) fn latest_column(doc: &Doc, table: &Table) -> Option<usize> {
    let dated: Vec<(usize, Period)> = doc
        .column_periods
        .iter()
        .enumerate()
        .filter_map(|(at, period)| Some((at, (*period)?)))
        .filter(|&(at, _)| table.columns[at].is_metric())
        .collect();
    if dated.len() < 2 {
        return None;
    }
    dated.into_iter().max_by_key(|(_, period)| period.from).map(|(at, _)| at)
}

/// The column that «найбільший» or «найдешевший» means where none is named.
pub(super) fn default_metric(table: &Table, metrics: &[usize], reading: &Reading) -> Option<usize> {
    let order: &[Role] = if reading.says(Particle::Dear) {
        &[Role::Price, Role::Amount, Role::Fact, Role::Plan]
    } else {
        &[Role::Quantity, Role::Fact, Role::Amount, Role::Plan, Role::Price, Role::Other]
    };
    order
        .iter()
        .find_map(|role| metrics.iter().copied().find(|&at| table.columns[at].role == *role))
}
