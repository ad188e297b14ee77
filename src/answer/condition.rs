//! Conditions that a question sets on rows besides the words in them: amounts, yes or no, paid or free.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    columns::{default_metric, is_money, metrics, number},
    evidence::Evidence,
    periods::Knows,
    plan::Ask,
    rows::Selection,
};
use crate::{
    search::{Cue, Particle, Reading},
    table::{Kind, Role, Table, Value},
    text::{
        number::{Comparator, Comparison},
        period::Period,
    },
};

/// How well a header must meet a term for its flags to answer it.
const NAMED: f32 = 0.5;

/// Keeps of `rows` those that meet every comparison of the question («понад 100 тис. грн», «до 5 квартир»); returns the
/// columns compared, one for each comparison that could be made.
pub(super) fn compare(
    ask: &Ask<'_>,
    evidence: &Evidence,
    table: &Table,
    rows: &mut Vec<usize>,
) -> Vec<usize> {
    let mut columns = Vec::new();
    for comparison in &ask.reading.comparisons {
        let Some(column) = compared(ask.reading, evidence, table, comparison) else { continue };
        let thousands = table.columns[column].unit.as_deref().is_some_and(is_thousands);
        let of_unit = |amount: Decimal| {
            if thousands && amount >= Decimal::from(10_000) {
                amount / Decimal::ONE_THOUSAND
            } else {
                amount
            }
        };
        let amount = of_unit(comparison.amount);
        let upper = comparison.upper.map(of_unit);
        rows.retain(|&row| {
            number(table, row, column).is_some_and(|value| match comparison.comparator {
                Comparator::Less => value < amount,
                Comparator::AtMost => value <= amount,
                Comparator::More => value > amount,
                Comparator::AtLeast => value >= amount,
                Comparator::Between => value >= amount && upper.is_none_or(|upper| value <= upper),
            })
        });
        columns.push(column);
    }
    columns
}

/// The column whose numbers a comparison means: of its unit, then the one that the question names.
fn compared(
    reading: &Reading,
    evidence: &Evidence,
    table: &Table,
    comparison: &Comparison,
) -> Option<usize> {
    let said = reading.text.get(comparison.span.clone())?.to_lowercase();
    let money =
        ["грн", "гривен", "гривні", "uah", "₴", "hryvnia"].iter().any(|word| said.contains(word))
            || reading.asks(Cue::Price);
    let mut fitting = metrics(table);
    fitting.retain(|&at| !money || is_money(table, at));
    let named = |at: usize| {
        reading
            .terms
            .iter()
            .zip(&evidence.terms)
            .map(|(term, known)| {
                let label = known.labels.iter().find(|&&(column, _)| column == at);
                label.map_or(0.0, |&(_, strength)| strength * term.information)
            })
            .sum::<f32>()
    };
    let best = fitting
        .iter()
        .copied()
        .map(|at| (at, named(at)))
        .filter(|&(_, named)| named > 0.6)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(at, _)| at);
    best.or_else(|| default_metric(table, &fitting, reading))
}

fn is_thousands(unit: &str) -> bool {
    unit.to_lowercase().starts_with("тис")
}

/// Keeps of the selected rows those whose yes-or-no column, named by the question, says yes («доступні для візків», «де
/// є генератор»), and those that are paid or free, if it asks for that.
pub(super) fn flags(ask: &Ask<'_>, evidence: &Evidence, table: &Table, selection: &mut Selection) {
    if selection.rows.len() < 2 {
        return;
    }
    for (at, (term, known)) in ask.reading.terms.iter().zip(&evidence.terms).enumerate() {
        let denied = ask.reading.follows(term.at, Particle::Denial);
        if selection.held[at] > 0.6 {
            continue;
        }
        let flag = known.labels.iter().find(|&&(column, strength)| {
            strength >= NAMED && table.columns[column].kind == Kind::Flag
        });
        if let Some(&(column, strength)) = flag {
            keep(selection, |row| table.rows[row].cells[column].value == Value::Flag(!denied))
                .then(|| selection.filters.push((column, at)));
            selection.held[at] = selection.held[at].max(strength.max(0.8));
        }
        for (cue, free) in [(Cue::Paid, false), (Cue::Free, true)] {
            if !term.cues.contains(&cue) {
                continue;
            }
            let price =
                metrics(table).into_iter().find(|&at| table.columns[at].role == Role::Price);
            let Some(column) = price else { continue };
            let wanted = free != denied;
            if keep(selection, |row| {
                number(table, row, column).is_some_and(|price| price.is_zero() == wanted)
            }) {
                selection.filters.push((column, at));
                selection.held[at] = 1.0;
            }
        }
    }
}

/// The columns from when and until when a table's prices hold, if it has them.
fn validity(table: &Table) -> Option<(usize, usize)> {
    let dated = |role: Role| {
        table.columns.iter().position(|column| column.role == role && column.kind == Kind::Date)
    };
    let priced = table.columns.iter().any(|column| column.role == Role::Price);
    Some((dated(Role::Start)?, dated(Role::End)?)).filter(|_| priced)
}

/// Whether a row holds at some time of [from, to).
fn holds(
    table: &Table,
    (start, end): (usize, usize),
    row: usize,
    from: NaiveDate,
    to: NaiveDate,
) -> bool {
    let date = |at: usize| table.rows[row].cells[at].value.date();
    date(start).is_none_or(|start| start < to) && date(end).is_none_or(|end| end >= from)
}

/// Keeps of the selected rows those that hold on `today`, where prices have a term.
pub(super) fn valid(table: &Table, today: NaiveDate, selection: &mut Selection) {
    let Some(term) = validity(table).filter(|_| selection.rows.len() > 1) else { return };
    let to = today.succ_opt().unwrap_or(today);
    keep(selection, |row| holds(table, term, row, today, to));
}

/// Which rows hold at some time of `period`; `None` where prices have no term.
pub(super) fn valid_in(table: &Table, period: &Period) -> Option<Knows> {
    let term = validity(table)?;
    let rows: Vec<usize> = (0..table.rows.len())
        .filter(|&row| holds(table, term, row, period.from, period.to))
        .collect();
    Some(if rows.is_empty() { Knows::No } else { Knows::Rows(rows) })
}

/// The price among `rows` that holds on `today`, and the one of the same thing before it: (column, row, row before).
pub(super) fn before(
    table: &Table,
    today: NaiveDate,
    rows: &[usize],
) -> Option<(usize, usize, usize)> {
    let term @ (start, _) = validity(table)?;
    let price = table.columns.iter().position(|column| column.role == Role::Price)?;
    let kinds: Vec<usize> = (0..price)
        .filter(|&at| {
            let column = &table.columns[at];
            column.kind == Kind::Text && !matches!(column.role, Role::Id | Role::Code)
        })
        .collect();
    let same = |a: usize, b: usize| {
        kinds.iter().all(|&at| table.rows[a].cells[at].text == table.rows[b].cells[at].text)
    };
    let since = |row: usize| table.rows[row].cells[start].value.date();
    let to = today.succ_opt()?;
    rows.iter().copied().filter(|&row| holds(table, term, row, today, to)).find_map(|now| {
        let earlier = (0..table.rows.len())
            .filter(|&row| same(row, now) && since(row) < since(now) && since(row).is_some());
        Some((price, now, earlier.max_by_key(|&row| since(row))?))
    })
}

/// Keeps the rows for which `test` holds, if there are any.
fn keep(selection: &mut Selection, test: impl Fn(usize) -> bool) -> bool {
    let kept: Vec<usize> = selection.rows.iter().copied().filter(|&row| test(row)).collect();
    let any = !kept.is_empty();
    if any {
        selection.rows = kept;
    }
    any
}
