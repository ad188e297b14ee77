//! Where a question measures from: «біля садочка Золотий ключик», «до Липової, 9», «живу на Козацькій».

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    compute,
    council::{Asked, Council},
    evidence, rows,
};
use crate::{
    search::{Cue, Particle, Reading},
    table::{Point, Role, Table},
};

/// The most terms of a place: a kind, a name, a street, a house.
const TERMS: usize = 4;
/// From this share of the place's words found on it is that place.
const FOUND: f32 = 0.7;
/// Documents that may have the place.
const TRIED: usize = 12;

impl Council {
    /// `asked` with the place that it measures from found, and its words taken out of the question; `None` if it asks for
    /// nothing near, or the data do not know the place.
    pub(super) fn anchored(&self, asked: &Asked) -> Option<(Asked, String)> {
        let reading = &asked.reading;
        let elsewise = [Cue::Who, Cue::When, Cue::Hours, Cue::Next, Cue::Count];
        if asked.near.is_some()
            || !reading.asks_any(&[Cue::Nearest, Cue::Where])
            || reading.asks_any(&elsewise)
        {
            return None;
        }
        let (from, to) = place_terms(reading)?;
        let mut place = asked.reading.clone();
        place.terms = reading.terms[from..to].to_vec();
        let point = self.locate(&place)?;
        let mut rest = asked.clone();
        let said = place.terms.iter().map(|term| term.text.replace('#', "")).collect::<Vec<_>>();
        rest.reading.terms.drain(from..to);
        rest.weights.drain(from..to);
        rest.reading.head = rest.reading.terms.iter().position(|term| !term.verb);
        rest.near = Some(point);
        (!rest.reading.terms.is_empty()).then(|| (rest, said.join(" ")))
    }

    /// The point of the row that `place` names best, among all tables with coordinates.
    fn locate(&self, place: &Reading) -> Option<Point> {
        let all: f32 = place.terms.iter().map(|term| term.information).sum();
        let house = place.terms.iter().find_map(|term| term.number).map(|number| number.value);
        let ranked = evidence::retrieve(self.index(), place, TRIED);
        evidence::gather(self.index(), place, &ranked)
            .into_iter()
            .filter_map(|known| {
                let table = self.doc(known.doc).table()?;
                let placed: Vec<usize> = (0..table.rows.len())
                    .filter(|&row| compute::place(&table, row).is_some())
                    .collect();
                let selection =
                    rows::select(&table, place, &known, &placed, |_, term| term.information);
                let held: f32 = place
                    .terms
                    .iter()
                    .zip(&selection.held)
                    .zip(&known.terms)
                    .map(|((term, held), known)| {
                        // «біля аптеки»: what the dataset is about need not stand in each row.
                        term.information
                            * held.max(if *held > 0.0 { 0.0 } else { known.text * 0.6 })
                    })
                    .sum();
                if selection.filters.is_empty() {
                    return None;
                }
                let row = nearest_house(&table, &selection.rows, house)?;
                Some((held / all.max(0.1), compute::place(&table, row)?))
            })
            .filter(|&(share, _)| share >= FOUND * if house.is_some() { 0.8 } else { 1.0 })
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, point)| point)
    }
}

/// Which terms name the place: those after its preposition, up to the next cue.
fn place_terms(reading: &Reading) -> Option<(usize, usize)> {
    let after = |particle| {
        reading.last(particle).and_then(|mark| {
            let from = reading.terms.iter().position(|term| term.at > mark)?;
            let end = reading
                .cues
                .iter()
                .filter(|(cue, at)| {
                    matches!(cue, Cue::Where | Cue::Nearest | Cue::Hours | Cue::Phone)
                        && *at > mark + 1
                })
                .map(|&(_, at)| at)
                .min()
                .unwrap_or(usize::MAX);
            let to = reading.terms[from..]
                .iter()
                .take(TERMS)
                .take_while(|term| term.at < end && !(term.verb && term.information < 2.0))
                .count();
            let to = reading.terms[from..from + to]
                .iter()
                .position(|term| term.number.is_some())
                .map_or(to, |number| number + 1);
            (to > 0 && (from > 0 || from + to < reading.terms.len())).then_some((from, from + to))
        })
    };
    after(Particle::Located).or_else(|| after(Particle::Beside))
}

/// Of rows of one street the one whose house number is nearest to `house`.
fn nearest_house(table: &Table, rows: &[usize], house: Option<u32>) -> Option<usize> {
    let Some(house) = house else { return rows.first().copied() };
    let column = [Role::House, Role::Address, Role::Street]
        .into_iter()
        .find_map(|role| table.columns.iter().position(|column| column.role == role));
    let number = |row: usize| -> Option<u32> {
        let cell = &table.rows[row].cells[column?];
        if let crate::table::Value::Number(number) = &cell.value {
            return Decimal::trunc(number).to_u32();
        }
        cell.text.rsplit(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse().ok())
    };
    rows.iter()
        .copied()
        .min_by_key(|&row| number(row).map_or(u32::MAX, |number| number.abs_diff(house)))
}
