//! Which rows of a table a question means.

use super::evidence::{Evidence, Hit};
use crate::{
    search::{Cue, Particle, Reading, Term},
    table::{Column, Role, Table},
};

/// How much nearer to the best a row must be to be meant too.
const TOLERANCE: f32 = 0.93;

/// What a word says at most that stands in all datasets, in nats.
const EVERYWHERE: f32 = 0.95;

/// The rows a question means, and what of the question they account for.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    /// Rows, in the file's order.
    pub(super) rows: Vec<usize>,
    /// For each term, how well these rows have it, 0 to 1.
    pub(super) held: Vec<f32>,
    /// Columns whose values were matched, with the term.
    pub(super) filters: Vec<(usize, usize)>,
}

/// Selects the rows, out of `allowed`, that have most of the terms' information; `weight` says what each term counts.
pub(super) fn select(
    table: &Table,
    reading: &Reading,
    evidence: &Evidence,
    allowed: &[usize],
    weight: impl Fn(usize, &Term) -> f32,
) -> Selection {
    let mut selection = Selection {
        rows: allowed.to_vec(),
        held: vec![0.0; reading.terms.len()],
        filters: Vec::new(),
    };
    if allowed.is_empty() {
        return selection;
    }
    let covered = covered(evidence);
    let mut scores = vec![0.0_f32; table.rows.len()];
    let mut by_term: Vec<Vec<(usize, usize, f32)>> = Vec::with_capacity(reading.terms.len());
    for (at, term) in reading.terms.iter().enumerate() {
        let hits = usable(table, reading, evidence, at, term, &covered);
        let count = weight(at, term);
        for &(row, _, strength) in &hits {
            scores[row] += count * strength;
        }
        by_term.push(hits);
    }
    for pair in coordinated(reading) {
        either(&mut by_term, pair, |row, at, strength| {
            scores[row] += weight(at, &reading.terms[at]) * strength;
        });
    }
    let best = allowed.iter().map(|&row| scores[row]).fold(0.0, f32::max);
    if best <= 0.0 {
        return selection;
    }
    selection.rows =
        allowed.iter().copied().filter(|&row| scores[row] >= best * TOLERANCE).collect();
    for (at, hits) in by_term.iter().enumerate() {
        let mut strongest = 0.0_f32;
        let mut column = None;
        for &row in &selection.rows {
            let from = hits.partition_point(|&(of, ..)| of < row);
            if let Some(&(_, of, strength)) = hits[from..].first().filter(|&&(of, ..)| of == row)
                && strength > strongest
            {
                strongest = strength;
                column = Some(of);
            }
        }
        selection.held[at] = strongest;
        if let Some(column) = column {
            selection.filters.push((column, at));
        }
    }
    selection
}

/// Terms that a conjunction joins («у колодязях і бюветах»): what is meant has one or the other.
fn coordinated(reading: &Reading) -> Vec<(usize, usize)> {
    (1..reading.terms.len())
        .filter(|&at| {
            let (before, this) = (&reading.terms[at - 1], &reading.terms[at]);
            this.at == before.at + before.words + 1
                && this.number.is_none()
                && reading.follows(this.at, Particle::And)
        })
        .map(|at| (at - 1, at))
        .collect()
}

/// Gives the rows that have one of two joined terms what the other counts, where both are values of one column.
fn either(
    by_term: &mut [Vec<(usize, usize, f32)>],
    (first, second): (usize, usize),
    mut count: impl FnMut(usize, usize, f32),
) {
    let column_of = |at: usize| by_term[at].first().map(|&(_, column, _)| column);
    if column_of(first).is_none() || column_of(first) != column_of(second) {
        return;
    }
    for (at, other) in [(first, second), (second, first)] {
        let strongest = by_term[at].iter().map(|hit| hit.2).fold(0.0, f32::max);
        let lacking: Vec<(usize, usize, f32)> = by_term[other]
            .iter()
            .filter(|(row, ..)| by_term[at].binary_search_by_key(row, |hit| hit.0).is_err())
            .map(|&(row, column, _)| (row, column, strongest))
            .collect();
        for &(row, _, strength) in &lacking {
            count(row, at, strength);
        }
        by_term[at].extend(lacking);
        by_term[at].sort_unstable_by_key(|&(row, ..)| row);
    }
}

/// How many of each cell's words all terms together account for, by (row, column).
fn covered(evidence: &Evidence) -> Vec<((usize, usize), u8)> {
    let cells = evidence.terms.iter().flat_map(|known| &known.cells);
    let mut covered: Vec<_> = cells.map(|hit| (hit.place(), hit.matched)).collect();
    covered.sort_by_key(|&(place, _)| place);
    covered.dedup_by(|next, sum| {
        let same = next.0 == sum.0;
        if same {
            sum.1 = sum.1.saturating_add(next.1);
        }
        same
    });
    covered
}

/// The term's hits that may choose rows, best of each row, by row: (row, column, strength).
fn usable(
    table: &Table,
    reading: &Reading,
    evidence: &Evidence,
    at: usize,
    term: &Term,
    covered: &[((usize, usize), u8)],
) -> Vec<(usize, usize, f32)> {
    let known = &evidence.terms[at];
    // What the whole dataset is about does not tell its rows apart, unless it is all that the cell says.
    let subject = known.title >= 0.7;
    let mut hits: Vec<(usize, usize, f32)> = Vec::new();
    for hit in &known.cells {
        let words = f32::from(hit.words.max(1));
        let place = covered.binary_search_by_key(&hit.place(), |&(place, _)| place);
        let share = f32::from(place.map_or(0, |at| covered[at].1)).min(words) / words;
        let column = &table.columns[hit.column];
        // «у Гайсинській громаді» is everywhere, and not in the town of Гайсин alone.
        if term.information < EVERYWHERE && hit.strength < 0.8 {
            continue;
        }
        // «учнів» names the column «Кількість учнів» and not a row of «початкова школа».
        if !hit.own && known.labels.first().is_some_and(|&(_, label)| label > 0.7) {
            continue;
        }
        // What is greatest is not sought among rows that share a word of it: «зібрала найбільше підписів», «збір підписів».
        let superlative = reading.asks_any(&[Cue::Most, Cue::Least]);
        if superlative && share < 0.67 && !matches!(column.role, Role::Settlement | Role::Name) {
            continue;
        }
        let names = matches!(
            column.role,
            Role::Category | Role::Settlement | Role::Name | Role::District | Role::Post
        );
        let called = hit.own
            || hit.phrase
                && hit.strength > 0.8
                && matches!(column.role, Role::Post | Role::Person | Role::Name);
        if subject && (share < 0.99 || !names || !called) {
            continue;
        }
        // Another name of a thing the dataset speaks of anyway, amid a longer name: «будинок культури» for «будівля».
        if !hit.own && !hit.phrase && share < 0.7 && known.text >= 0.4 {
            continue;
        }
        let mut strength = match column.role {
            Role::Settlement | Role::Weekday => hit.strength * share.sqrt().min(1.0),
            Role::Note | Role::District | Role::Link => hit.strength * 0.7,
            _ => hit.strength * (0.6 + 0.4 * share),
        };
        // «кількість загиблих захисників» is no petition to name a street after one.
        if share < 0.5 && column.role == Role::Name && reading.asks(Cue::Count) {
            strength *= 0.6;
        }
        if term.number.is_some() {
            strength *= of_number(reading, evidence, at, term, hit, column);
        }
        // A verb that only shares its root with a word of a name does not choose that name.
        let akin = term.verb
            && hit.strength < 0.8
            && column.role != Role::Category
            && column.profile.distinct * 4 > column.profile.filled;
        // A town elsewhere in the name of a firm is not what is asked of it.
        let of_firm = term.required
            && (column.role == Role::Organization
                || is_firm(&table.rows[hit.row].cells[hit.column].text));
        if strength < 0.15 || akin || of_firm {
            continue;
        }
        match hits.last_mut() {
            Some(last) if last.0 == hit.row => {
                if strength > last.2 {
                    *last = (hit.row, hit.column, strength);
                }
            }
            _ => hits.push((hit.row, hit.column, strength)),
        }
    }
    hits
}

/// Whether a cell names a firm.
fn is_firm(text: &str) -> bool {
    ["ТОВ", "ПП", "ФОП", "ПрАТ", "АТ", "LLC"]
        .iter()
        .any(|form| text.strip_prefix(form).is_some_and(|rest| rest.starts_with([' ', '"', '«'])))
}

/// How far a number in a cell is the number that was asked for: «ліцей №5» is no house number 5.
fn of_number(
    reading: &Reading,
    evidence: &Evidence,
    at: usize,
    term: &Term,
    hit: &Hit,
    column: &Column,
) -> f32 {
    let beside = |other: usize| {
        evidence.terms[other].in_row(hit.row).iter().any(|near| {
            // «лицей» is no reason to take the 4 of «вул. Шкільна, 4».
            near.column == hit.column
                && near.strength > 0.4
                && (near.own || !matches!(column.role, Role::Address | Role::Street))
        })
    };
    let neighbours = [at.checked_sub(1), Some(at + 1).filter(|&next| next < reading.terms.len())];
    if neighbours.into_iter().flatten().any(beside) {
        return 1.0;
    }
    if hit.words <= 1 {
        let signed = term.number.is_some_and(|number| number.signed);
        return match column.role {
            Role::House if signed => 0.1,
            Role::House => {
                let street = neighbours.into_iter().flatten().any(|other| {
                    evidence.terms[other].in_row(hit.row).iter().any(|near| near.strength > 0.4)
                });
                if street { 1.0 } else { 0.1 }
            }
            Role::Code | Role::Name | Role::Other => 0.9,
            _ => 0.4,
        };
    }
    0.2
}

/// Those of `rows` that no other of them holds: a budget's lines are parts of lines above them, by their codes
/// («11010000» is part of «11000000»), and must not be added to them.
pub(super) fn outermost(table: &Table, rows: &[usize]) -> Vec<usize> {
    // A firm's number or a postcode that begins like another holds nothing.
    let classifies = |label: &str| !["єдрпоу", "індекс"].iter().any(|other| label.contains(other));
    let Some(code) = table.columns.iter().position(|column| {
        column.role == Role::Code && classifies(&column.label_uk.to_lowercase())
    }) else {
        return rows.to_vec();
    };
    let codes: Vec<&str> = rows.iter().map(|&row| &*table.rows[row].cells[code].text).collect();
    let longest = codes.iter().map(|code| code.len()).max().unwrap_or_default();
    let stems: std::collections::HashSet<&str> = codes
        .iter()
        .filter(|code| code.len() == longest && code.ends_with('0'))
        .map(|code| code.trim_end_matches('0'))
        .filter(|stem| !stem.is_empty())
        .collect();
    let held = |code: &str| {
        let own = code.trim_end_matches('0');
        code.len() == longest
            && (1..own.len()).any(|end| own.get(..end).is_some_and(|stem| stems.contains(stem)))
    };
    let outer: Vec<usize> =
        rows.iter().zip(&codes).filter(|(_, code)| !held(code)).map(|(&row, _)| row).collect();
    if outer.len() < 2 { rows.to_vec() } else { outer }
}
