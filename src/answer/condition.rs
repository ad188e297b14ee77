//! Conditions that a question sets on rows besides the words in them: amounts, yes or no, paid or free.

use rust_decimal::Decimal;

use super::{
    evidence::Evidence,
    plan::{Ask, default_metric, is_metric, is_money, number},
    rows::Selection,
};
use crate::{
    search::{Cue, Reading},
    table::{Kind, Table, Value},
    text::number::{Comparator, Comparison},
};

/// How well a header must meet a term for its flags to answer it.
const NAMED: f32 = 0.5;
/// Words after which a condition is turned round.
const NOT: &[&str] = &["не", "без", "нема", "немає", "нет", "not", "without", "no", "isn", "aren"];

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
    let metrics: Vec<usize> =
        (0..table.columns.len()).filter(|&at| is_metric(&table.columns[at])).collect();
    let said = reading.text.get(comparison.span.clone())?.to_lowercase();
    let money =
        ["грн", "гривен", "гривні", "uah", "₴", "hryvnia"].iter().any(|word| said.contains(word))
            || reading.asks(Cue::Price);
    let fits = |at: &usize| !money || is_money(table, *at);
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
    let best = metrics
        .iter()
        .copied()
        .filter(fits)
        .map(|at| (at, named(at)))
        .filter(|&(_, named)| named > 0.6)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(at, _)| at);
    let only: Vec<usize> = metrics.iter().copied().filter(fits).collect();
    best.or_else(|| default_metric(table, &only, reading))
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
        let denied = term.at.checked_sub(1).is_some_and(|before| {
            NOT.contains(&ask.reading.words.get(before).map_or("", String::as_str))
        });
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
            let price = (0..table.columns.len())
                .find(|&column| is_metric(&table.columns[column]) && is_money(table, column));
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

/// Keeps the rows for which `test` holds, if there are any.
fn keep(selection: &mut Selection, test: impl Fn(usize) -> bool) -> bool {
    let kept: Vec<usize> = selection.rows.iter().copied().filter(|&row| test(row)).collect();
    let any = !kept.is_empty();
    if any {
        selection.rows = kept;
    }
    any
}
