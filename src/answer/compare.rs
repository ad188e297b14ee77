//! A question about two periods is asked of each, and the two answers are set side by side.

use chrono::{DateTime, Datelike, Months, NaiveDate};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::{
    columns,
    council::{Asked, Council},
    evidence::Evidence,
    plan::{Computed, Found},
};
use crate::{
    search::{Cue, Lexicon, Particle, Reading},
    table::{Role, Table},
    text::period::{self, Grain, Period},
};

/// Documents of one period whose values are tried.
const TRIED: usize = 5;
/// What a comparison is worth over a plan that takes the two periods together.
const BONUS: f32 = 0.1;

impl Council {
    /// The comparison that `asked` wants, if it names two periods and one dataset knows both; the words of each side are
    /// those of the whole, and so is their `evidence`.
    pub(super) fn compared(
        &self,
        asked: &Asked,
        evidence: &[Evidence],
        now: DateTime<Tz>,
    ) -> Option<Found> {
        let sides = sides(&asked.reading, now.date_naive())?;
        let of_side: Vec<Vec<Found>> =
            sides.iter().map(|side| self.plans(&one_side(asked, *side), evidence, now)).collect();
        let entry = |found: &Found| self.doc(found.doc).entry;
        let value = |found: &Found| value(&*self.doc(found.doc).table()?, found);
        let (first, rest) = of_side.split_first()?;
        let best = first
            .iter()
            .take(TRIED)
            .filter_map(|one| {
                let mut together = vec![(one, value(one)?)];
                for other in rest {
                    let mut same = other.iter().filter(|other| entry(other) == entry(one));
                    together.push(same.find_map(|other| Some((other, value(other)?)))?);
                }
                Some(together)
            })
            .max_by(|a, b| weakest(a).total_cmp(&weakest(b)))?;
        let values = sides
            .iter()
            .zip(&best)
            .map(|(side, (_, (_, value)))| (side.unwrap_or_else(|| day(now.date_naive())), *value))
            .collect();
        let column = best[0].1.0;
        let coverage = weakest(&best);
        let mut found = best[0].0.clone();
        found.beside = best[1..].iter().map(|(other, _)| (other.doc, other.rows.clone())).collect();
        found.result = Computed::Periods(column, values);
        found.period = None;
        found.coverage = coverage;
        found.score += BONUS;
        Some(found)
    }
}

fn weakest<T>(together: &[(&Found, T)]) -> f32 {
    together.iter().map(|(found, _)| found.coverage).fold(1.0, f32::min)
}

/// What a question compares: two periods or three, a period and the present, or the ends of a long one.
fn sides(reading: &Reading, today: NaiveDate) -> Option<Vec<Option<Period>>> {
    if !reading.asks_any(&[Cue::Compare, Cue::Difference, Cue::Most, Cue::Least]) {
        return None;
    }
    let periods: Vec<Period> = reading.periods.iter().map(|found| found.period).collect();
    match periods[..] {
        [] => None,
        [one]
            if one.grain == Grain::Range && reading.asks_any(&[Cue::Difference, Cue::Compare]) =>
        {
            let open = one.to.year() > today.year() + 2; // «з 2023 року»
            let last = if open { today } else { one.to.pred_opt()? };
            (one.from.year() < last.year())
                .then(|| vec![Some(year(one.from.year())), Some(year(last.year()))])
        }
        [one] => reading.says(Particle::Present).then(|| vec![Some(one), None]),
        _ => Some(periods.into_iter().take(3).map(Some).collect()),
    }
}

fn year(year: i32) -> Period {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    Period { from: first(year), to: first(year + 1), grain: Grain::Year }
}

fn day(day: NaiveDate) -> Period {
    Period { from: day, to: day.succ_opt().unwrap_or(day), grain: Grain::Day }
}

/// `asked` of one period alone, as a question of how much.
fn one_side(asked: &Asked, side: Option<Period>) -> Asked {
    let mut one = asked.clone();
    let reading = &mut one.reading;
    reading.periods = reading
        .periods
        .iter()
        .take(1)
        .filter_map(|found| Some(period::Found { period: side?, ..found.clone() }))
        .collect();
    reading.cues.retain(|(cue, _)| {
        !matches!(cue, Cue::Compare | Cue::Difference | Cue::Most | Cue::Least | Cue::List)
    });
    let how_much = [Cue::Count, Cue::Sum, Cue::Average, Cue::Price, Cue::Percent];
    if !reading.asks_any(&how_much) {
        reading.cues.push((Cue::Count, 0));
    }
    one
}

/// The one number that a plan comes to, and its column; of rows, how many.
fn value(table: &Table, found: &Found) -> Option<(Option<usize>, Decimal)> {
    if found.rows.is_empty() {
        return None;
    }
    match &found.result {
        Computed::Count(count) => Some((None, Decimal::from(*count))),
        Computed::Sum(column, value) | Computed::Mean(column, value) => {
            Some((Some(*column), *value))
        }
        Computed::Rows => {
            let metric = found.requested.iter().copied().find(|&at| table.columns[at].is_metric());
            let Some(column) = metric else { return Some((None, Decimal::from(found.rows.len()))) };
            let mut values =
                found.rows.iter().filter_map(|&row| columns::number(table, row, column));
            let value = if matches!(table.columns[column].role, Role::Price | Role::Percent) {
                values.next_back()?
            } else {
                values.sum()
            };
            Some((Some(column), value))
        }
        _ => None,
    }
}

/// Moves `asked`, if it was said as the next or the one before («а наступного року?»), to beside the year spoken of.
pub(super) fn shift(text: &str, asked: &mut period::Found, known: &Period) {
    if asked.period.grain != Grain::Year || known.grain != Grain::Year {
        return;
    }
    let said = text.get(asked.span.clone()).unwrap_or_default().to_lowercase();
    let first = said.split_whitespace().next().unwrap_or_default();
    let is = |particle| Lexicon::get().is(particle, first);
    let months = Months::new(12);
    let moved = |date: NaiveDate| {
        if is(Particle::Following) {
            date.checked_add_months(months)
        } else if is(Particle::Preceding) {
            date.checked_sub_months(months)
        } else {
            None
        }
    };
    if let (Some(from), Some(to)) = (moved(known.from), moved(known.to)) {
        asked.period = Period { from, to, grain: Grain::Year };
    }
}
