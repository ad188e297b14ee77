//! The closed set of plans: what can be computed from one table, and how much of a question each explains.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::{
    condition,
    evidence::Evidence,
    opening,
    rows::{self, Knows, Selection},
};
use crate::{
    search::{Cue, Doc, Index, Reading, Term},
    table::{Column, Kind, Point, Role, Table, Value},
    text::period::{Grain, Period},
};

/// From this on a term is there.
const HALF: f32 = 0.5;
/// What is left of the confidence where a name is missing that the question gives.
const WITHOUT_NAME: f32 = 0.5;
/// What is left of it where the thing asked for is missing.
const WITHOUT_HEAD: f32 = 0.8;

/// What is left of it where another thing is missing.
const WITHOUT_THING: f32 = 0.88;
/// What is left of the confidence where a plan gives another kind of answer than was asked for.
const UNFIT: f32 = 0.72;
/// What a question that leans on another says without saying it, in nats.
const UNSAID: f32 = 2.0;

/// What was found for a question in one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The document.
    pub(super) doc: u32,
    /// What was computed.
    pub(super) result: Computed,
    /// The rows it stands in, best first.
    pub(super) rows: Vec<usize>,
    /// Columns that call the rows; of the best plan alone.
    pub(super) names: Vec<usize>,
    /// Columns that were asked for.
    pub(super) requested: Vec<usize>,
    /// Columns whose values chose the rows, with the term.
    pub(super) filters: Vec<(usize, usize)>,
    /// Columns whose numbers were compared with an amount.
    pub(super) compared: Vec<usize>,
    /// Other documents that a comparison stands in, with their rows.
    pub(super) beside: Vec<(u32, Vec<usize>)>,
    /// The place that distances are from, where it was named.
    pub(super) measured_from: Option<String>,
    /// The period that was asked for and kept to.
    pub(super) period: Option<Period>,
    /// The share of the question's information that is explained, 0 to 1.
    pub(super) coverage: f32,
    /// For the order of documents.
    pub(super) score: f32,
    /// Whether it fits the dataset's subject and no row was asked for.
    pub(super) about_dataset: bool,
}

/// What a plan gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Computed {
    /// The dataset alone.
    #[default]
    Dataset,
    /// The rows themselves.
    Rows,
    /// How many rows.
    Count(usize),
    /// A column's sum over the rows.
    Sum(usize, Decimal),
    /// A column's mean over the rows.
    Mean(usize, Decimal),
    /// The rows where a column is greatest or least.
    Extreme(usize),
    /// Rows by the values of a column, most first.
    Groups(usize, Vec<(String, usize)>),
    /// A column's values in two rows or periods, and by how much the first is more.
    Difference { column: usize, first: (usize, Decimal), second: (usize, Decimal) },
    /// A number for each of two periods.
    Periods(Option<usize>, Vec<(Period, Decimal)>),
    /// The share of the rows in so many rows.
    Share(usize),
    /// Rows by distance, metres.
    Nearest(Vec<(usize, f64)>),
}

/// What a plan is made for.
pub(super) struct Ask<'a> {
    pub(super) index: &'a Index,
    pub(super) reading: &'a Reading,
    /// What each term counts for in the choice of rows: 1, less for what an earlier question said.
    pub(super) weights: &'a [f32],
    pub(super) near: Option<Point>,
    /// Whether the question is about what is near.
    pub(super) placed: bool,
    /// The civil time.
    pub(super) now: NaiveDateTime,
    /// Whether it leans on an earlier question, so that much of what is meant goes without saying.
    pub(super) leaning: bool,
}

/// The best plan for `evidence`'s document.
pub(super) fn plan(ask: &Ask<'_>, evidence: &Evidence) -> Found {
    let doc = &ask.index.docs()[evidence.doc as usize];
    let mut found = match doc.table().filter(|table| !table.rows.is_empty()) {
        Some(table) => of_table(ask, evidence, doc, &table),
        None => Found { coverage: coverage(ask, evidence, None), ..Found::default() },
    };
    found.doc = evidence.doc;
    let precision = precision(ask, evidence, doc);
    tracing::debug!(doc = evidence.doc, precision, rank = evidence.rank, "scored");
    let planned = ask.reading.asks(Cue::Actual) && !ask.reading.asks(Cue::Planned) && doc.is_plan;
    if planned {
        found.coverage *= 0.85; // what was done is not in a plan
    }
    if !fits(ask.reading, doc.table().as_deref(), &found) {
        found.coverage *= UNFIT;
    }
    let of_money = ask.reading.asks_any(&[Cue::Money, Cue::Planned, Cue::Actual]);
    let is_account = of_money
        && doc.table().is_some_and(|table| {
            let metrics: Vec<usize> =
                (0..table.columns.len()).filter(|&at| is_metric(&table.columns[at])).collect();
            is_account(&table, &metrics)
        });
    let to_the_point = match found.result {
        Computed::Sum(..) if ask.reading.asks_any(&[Cue::Count, Cue::Sum]) => 0.06,
        _ if of_money && is_account => 0.08,
        Computed::Rows if found.rows.len() == 1 && !found.requested.is_empty() => 0.02,
        _ => 0.0,
    };
    found.score = to_the_point + found.coverage + 0.22 * precision + 0.004 * evidence.rank.min(25.0);
    found
}

/// Whether what was computed is of the kind that was asked for: a difference for «на скільки», money for «скільки коштує».
fn fits(reading: &Reading, table: Option<&Table>, found: &Found) -> bool {
    let Some(table) = table else { return true };
    let asks = |cue: Cue| reading.asks(cue);
    let metric = found.requested.iter().any(|&at| is_metric(&table.columns[at]));
    let one_of_kind = |cue: Cue| !asks(cue) || satisfies(table, found, cue);
    let superlative = matches!(
        found.result,
        Computed::Extreme(_) | Computed::Groups(..) | Computed::Difference { .. } | Computed::Periods(..)
    );
    (!asks(Cue::Difference)
        || matches!(found.result, Computed::Difference { .. } | Computed::Periods(..) | Computed::Extreme(_)))
        && (!(asks(Cue::Most) || asks(Cue::Least)) || superlative || metric)
        && (!asks(Cue::Sum)
            || matches!(found.result, Computed::Sum(..) | Computed::Count(_))
            || metric)
        && (!asks(Cue::Average) || matches!(found.result, Computed::Mean(..)) || metric)
        && [Cue::Price, Cue::Money, Cue::Phone, Cue::Email].into_iter().all(one_of_kind)
}

/// The share of the title's information that the question names: a dataset about the thing before one that mentions it.
fn precision(ask: &Ask<'_>, evidence: &Evidence, doc: &Doc) -> f32 {
    let named = |word: &u32| {
        ask.reading
            .terms
            .iter()
            .zip(&evidence.terms)
            .filter(|(_, known)| known.text > 0.3)
            .flat_map(|(term, _)| &term.variants)
            .any(|variant| {
                (variant.words.len() == 1 || variant.weight > 0.9)
                    && variant.weight > 0.45
                    && variant.words.iter().flatten().any(|near| near.word == *word)
            })
    };
    let (mut all, mut said, mut place) = (0.6, 0.0, 0.0);
    for word in &doc.title {
        let near = [crate::search::Near { word: *word, likeness: 1.0 }];
        // What comes first in a title is what the dataset is of.
        let information = ask.index.information(&near) / (1.0 + 0.22 * place);
        if information > 1.0 {
            place += 1.0;
        }
        all += information;
        if named(word) {
            said += information;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "words of a title")]
    let rest = doc.title_rest.min(20) as f32;
    said / all - 0.01 * rest
}

fn of_table(ask: &Ask<'_>, evidence: &Evidence, doc: &Doc, table: &Table) -> Found {
    let reading = ask.reading;
    let mut allowed: Vec<usize> =
        (0..table.rows.len()).filter(|&row| !table.rows[row].total).collect();
    let mut columns_of_period: Vec<usize> = Vec::new();
    let mut period = None;
    let mut periods_known = Vec::new();
    let all_rows = allowed.clone();
    for asked in &reading.periods {
        let knows = match condition::validity(table) {
            Some(_) => condition::valid_in(table, &asked.period),
            None => rows::of_period(doc, table, &asked.period),
        };
        periods_known.push(if knows == Knows::No { 0.0 } else { 1.0 });
        match knows {
            Knows::No => {}
            Knows::Whole => period = Some(asked.period),
            Knows::Rows(of_period) => {
                period = Some(asked.period);
                allowed.retain(|row| of_period.binary_search(row).is_ok());
            }
            Knows::Columns(columns) => {
                period = Some(asked.period);
                columns_of_period = columns;
            }
        }
    }
    let weight =
        |at: usize, term: &Term| term.information * ask.weights.get(at).copied().unwrap_or(1.0);
    let compared = condition::compare(ask, evidence, table, &mut allowed);
    let mut selection = rows::select(table, reading, evidence, &allowed, weight);
    if reading.periods.is_empty() && !reading.asks_any(&[Cue::Difference, Cue::Compare]) {
        condition::valid(table, ask.now.date(), &mut selection);
    }
    condition::flags(ask, evidence, table, &mut selection);
    let requested = requested(ask, evidence, table, &selection, &columns_of_period);
    let mut found = Found {
        requested: requested.clone(),
        filters: selection.filters.clone(),
        period,
        ..Found::default()
    };
    operate(ask, evidence, doc, table, &selection, &columns_of_period, &all_rows, &mut found);
    found.compared = compared;
    found.coverage = coverage(ask, evidence, Some((table, &selection, &found, &periods_known)));
    found.about_dataset = selection.filters.is_empty() && found.requested.is_empty();
    found
}

/// The share of the question's information that the plan explains.
fn coverage(
    ask: &Ask<'_>,
    evidence: &Evidence,
    plan: Option<(&Table, &Selection, &Found, &Vec<f32>)>,
) -> f32 {
    let (mut held, mut all, mut missing) = (0.0, 0.0, 1.0_f32);
    for (at, (term, known)) in ask.reading.terms.iter().zip(&evidence.terms).enumerate() {
        let information = term.information * ask.weights.get(at).copied().unwrap_or(1.0);
        let mut explained = if term.number.is_some() { 0.0 } else { known.text };
        if let Some((table, selection, found, _)) = plan {
            explained = explained.max(selection.held[at]);
            for &(column, strength) in &known.labels {
                let used =
                    found.requested.contains(&column) || metric(&found.result) == Some(column);
                explained = explained.max(if used { strength.max(0.75) } else { strength * 0.75 });
            }
            for cue in &term.cues {
                if satisfies(table, found, *cue) {
                    explained = explained.max(1.0);
                }
            }
        }
        held += information * explained.min(1.0);
        all += information;
        if explained < HALF && term.number.is_none() {
            if term.required {
                missing *= WITHOUT_NAME;
            } else if ask.leaning {
                // most of what is meant was said before
            } else if ask.reading.head == Some(at) && !term.is_known() {
                missing *= WITHOUT_HEAD;
            } else if !term.verb && !term.is_known() && information > 2.5 {
                missing *= WITHOUT_THING;
            }
        }
    }
    if let Some((table, _, found, periods)) = plan {
        for known in periods {
            held += 2.2 * known;
            all += 2.2;
        }
        if ask.near.is_some() && ask.placed {
            held += if matches!(found.result, Computed::Nearest(_)) { 3.0 } else { 0.0 };
            all += 3.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "few comparisons")]
        let (met, set) = (found.compared.len() as f32, ask.reading.comparisons.len() as f32);
        held += 2.5 * met;
        all += 2.5 * set;
        for cue in [Cue::Who, Cue::Where, Cue::When, Cue::Price, Cue::Percent] {
            let slot = ask.reading.asks(cue)
                && !ask.reading.terms.iter().any(|term| term.cues.contains(&cue));
            if slot {
                all += 1.0;
                held += if satisfies(table, found, cue) { 1.0 } else { 0.0 };
            }
        }
    } else {
        #[expect(clippy::cast_precision_loss, reason = "few periods")]
        let asked = ask.reading.periods.len() as f32;
        all += 1.0 * asked;
    }
    if ask.leaning {
        held += UNSAID;
        all += UNSAID;
    }
    let coverage = if all > 0.0 { held / all } else { 0.0 };
    coverage * missing
}

/// The column a result is about.
pub(super) fn metric(result: &Computed) -> Option<usize> {
    match result {
        Computed::Sum(column, _)
        | Computed::Mean(column, _)
        | Computed::Extreme(column)
        | Computed::Groups(column, _) => Some(*column),
        Computed::Difference { column, .. } => Some(*column),
        Computed::Periods(column, _) => *column,
        Computed::Dataset
        | Computed::Rows
        | Computed::Count(_)
        | Computed::Share(_)
        | Computed::Nearest(_) => None,
    }
}

/// Whether a table has what a cue asks for.
fn satisfies(table: &Table, found: &Found, cue: Cue) -> bool {
    let has = |roles: &[Role]| {
        table.columns.iter().any(|column| roles.contains(&column.role) && !column.personal)
    };
    match cue {
        Cue::Phone => has(&[Role::Phone]),
        Cue::Email => has(&[Role::Email]),
        Cue::Contacts => has(&[Role::Phone, Role::Email]),
        Cue::Who | Cue::Person => has(&[Role::Person]) || has(&[Role::Organization]),
        Cue::Where => has(&[Role::Address, Role::Street, Role::Settlement, Role::Latitude]),
        Cue::When => {
            has(&[Role::Hours, Role::Date, Role::Start, Role::End, Role::Weekday, Role::Period])
                || table.columns.iter().any(|column| {
                    matches!(column.kind, Kind::Date | Kind::DateTime | Kind::Time | Kind::Hours)
                })
        }
        Cue::Hours => {
            has(&[Role::Hours, Role::Weekday, Role::Start])
                || table
                    .columns
                    .iter()
                    .any(|column| matches!(column.kind, Kind::Time | Kind::Hours))
        }
        Cue::Price => {
            has(&[Role::Price, Role::Amount]) || matches!(found.result, Computed::Sum(..))
        }
        Cue::OpenNow => has(&[Role::Hours, Role::Weekday]),
        Cue::Percent => has(&[Role::Percent]) || matches!(found.result, Computed::Share(_)),
        Cue::Money => {
            (0..table.columns.len()).any(|at| is_metric(&table.columns[at]) && is_money(table, at))
        }
        Cue::Planned => has(&[Role::Plan]),
        Cue::Actual => has(&[Role::Fact]),
        _ => false,
    }
}

/// The columns that the question asks for: named ones, then those of the kind that its cues want.
fn requested(
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
                Cue::Count, Cue::Sum, Cue::Average, Cue::Most, Cue::Least, Cue::Difference,
            ]) && is_metric(&table.columns[column]);
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

/// Whether a column's numbers can be added or compared.
pub(super) fn is_metric(column: &Column) -> bool {
    let label = column.label_uk.to_lowercase();
    let numbers_things = label.starts_with('№') || label.starts_with("номер");
    matches!(column.kind, Kind::Integer | Kind::Decimal)
        && !column.personal
        && !numbers_things
        && !matches!(
            column.role,
            Role::Id
                | Role::Code
                | Role::House
                | Role::Latitude
                | Role::Longitude
                | Role::Period
                | Role::Phone
        )
}

/// The value of a numeric cell.
pub(super) fn number(table: &Table, row: usize, column: usize) -> Option<Decimal> {
    match table.rows[row].cells[column].value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// Chooses and runs the operation; what it gives goes into `found`.
#[expect(clippy::too_many_arguments, reason = "one call; each is a different thing")]
#[expect(
    clippy::too_many_lines,
    reason = "the closed set of plans, one after another in the order in which they are tried"
)]
fn operate(
    ask: &Ask<'_>,
    evidence: &Evidence,
    doc: &Doc,
    table: &Table,
    selection: &Selection,
    of_period: &[usize],
    all_rows: &[usize],
    found: &mut Found,
) {
    let reading = ask.reading;
    let asks = |cues: &[Cue]| reading.asks_any(cues);
    let mut rows = selection.rows.clone();
    found.result = Computed::Rows;

    if let Some(near) = ask.near
        && let Some(nearest) = nearest(table, &rows, near)
    {
        found.rows = nearest.iter().map(|&(row, _)| row).collect();
        found.result = Computed::Nearest(nearest);
        return;
    }

    let metrics: Vec<usize> =
        (0..table.columns.len()).filter(|&at| is_metric(&table.columns[at])).collect();
    let named: Vec<usize> =
        found.requested.iter().copied().filter(|at| metrics.contains(at)).collect();

    // Without a period asked for, the latest of those a table runs over.
    if reading.periods.is_empty() && of_period.is_empty() {
        rows = latest(doc, table, &rows);
        if let Some(column) = latest_column(doc, table)
            && (asks(&[Cue::Count, Cue::Sum, Cue::Most, Cue::Least])
                || found.requested.contains(&column)
                || !named.is_empty())
        {
            found.requested.retain(|&at| doc.column_periods[at].is_none());
            found.requested.insert(0, column);
        }
    }
    let named: Vec<usize> =
        found.requested.iter().copied().filter(|at| metrics.contains(at)).collect();

    if asks(&[Cue::Most, Cue::Least, Cue::Oldest, Cue::Newest]) {
        if let Some(result) = extreme(ask, evidence, table, &rows, &named, &metrics) {
            found.rows = result.1;
            found.result = result.0;
            return;
        }
    }
    if asks(&[Cue::OpenNow]) && rows.len() > 1 {
        let open = opening::open(table, &rows, ask.now);
        if !open.is_empty() {
            found.rows = open;
            return;
        }
    }
    if asks(&[Cue::Next, Cue::Nearest])
        && rows.len() > 1
        && let Some((column, coming)) = opening::coming(table, &rows, ask.now)
    {
        front(found, column);
        found.rows = coming;
        return;
    }
    if asks(&[Cue::First, Cue::Last]) && !asks(&[Cue::Count]) && rows.len() > 1 {
        let least = asks(&[Cue::First]);
        if let Some((column, row)) = in_time(table, &rows, least) {
            if !found.requested.contains(&column) {
                found.requested.insert(0, column);
            }
            found.rows = vec![row];
            return;
        }
    }
    if asks(&[Cue::Difference]) || (asks(&[Cue::Compare]) && reading.periods.is_empty()) {
        if let Some((difference, of)) = difference(ask, evidence, table, all_rows, &named, &metrics)
        {
            found.rows = of;
            found.result = difference;
            return;
        }
    }
    if asks(&[Cue::Average])
        && let Some(&column) = named
            .first()
            .or_else(|| default_metric(table, &metrics, reading).as_ref().map(|_| &metrics[0]))
    {
        let values: Vec<Decimal> =
            rows.iter().filter_map(|&row| number(table, row, column)).collect();
        if !values.is_empty() {
            found.result = Computed::Mean(
                column,
                values.iter().sum::<Decimal>() / Decimal::from(values.len()),
            );
            found.rows = rows;
            return;
        }
    }
    let wants_sum = asks(&[Cue::Sum]) && !asks(&[Cue::Count]);
    let money = |at: usize| is_money(table, at);
    if wants_sum && !asks(&[Cue::Price]) {
        let column = if asks(&[Cue::Planned, Cue::Actual]) && is_account(table, &metrics) {
            measure(table, &metrics, reading)
        } else {
            named.first().copied().or_else(|| metrics.iter().copied().find(|&at| money(at)))
        };
        if let Some(column) =
            column.filter(|&at| can_add(&table.columns[at]) && same_unit(table, &rows, at))
        {
            sum(table, rows, column, found);
            return;
        }
    }
    let has_percent = table.columns.iter().any(|column| column.role == Role::Percent);
    if asks(&[Cue::Percent]) && !has_percent && !selection.filters.is_empty() && rows.len() > 1 {
        let all = all_rows.len();
        if rows.len() < all {
            found.result = Computed::Share(all);
            found.rows = rows;
            return;
        }
    }
    if asks(&[Cue::Count]) && !asks(&[Cue::Price, Cue::Percent]) {
        // A table of counts («посада, кількість»): its one number is what is asked.
        let tally = metrics.iter().copied().find(|&at| {
            matches!(
                crate::text::squash(&table.columns[at].label_uk).as_str(),
                "кількість" | "значення" | "кількість одиниць"
            )
        });
        let of_unit = unit_asked(reading, table, &metrics);
        let named: Vec<usize> = match of_unit {
            Some(at) => vec![at],
            None if named.is_empty() => tally.into_iter().collect(),
            None => named,
        };
        let countable = named.iter().copied().find(|&at| {
            !matches!(table.columns[at].role, Role::Price | Role::Percent)
                && (!money(at)
                    || asks(&[Cue::Sum])
                    || of_period.contains(&at)
                    || asks(&[Cue::Money, Cue::Planned, Cue::Actual]))
        });
        let account = is_account(table, &metrics)
            || asks(&[Cue::Money]) && metrics.iter().any(|&at| money(at));
        let countable = match countable {
            Some(at) if asks(&[Cue::Actual]) && table.columns[at].role != Role::Fact => metrics
                .iter()
                .copied()
                .find(|&at| table.columns[at].role == Role::Fact)
                .or(countable),
            other => other,
        };
        let countable = countable.or_else(|| {
            let one = rows.len() == 1 && names_its_row(table, selection);
            (account || one).then(|| measure(table, &metrics, reading)).flatten()
        });
        match countable {
            Some(column) if rows.len() == 1 => {
                front(found, column);
                found.rows = rows;
            }
            Some(column) if can_add(&table.columns[column]) && same_unit(table, &rows, column) => {
                sum(table, rows, column, found)
            }
            _ => {
                found.result = Computed::Count(rows.len());
                found.rows = rows;
            }
        }
        return;
    }
    if let Some(&column) = named.first()
        && rows.len() > 1
        && rows.len() == table.rows.iter().filter(|row| !row.total).count().min(rows.len())
        && asks(&[Cue::Sum])
        && can_add(&table.columns[column])
    {
        sum(table, rows, column, found);
        return;
    }
    found.rows = rows;
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
        return ["грн", "uah", "гривень", "₴"]
            .iter()
            .any(|known| unit.to_lowercase().contains(known));
    }
    let label = column.label_uk.to_lowercase();
    let named = NAMES.iter().any(|name| label.contains(name)) && !label.contains("кількість");
    match column.role {
        Role::Price => true,
        Role::Amount => named || !label.contains("кількість"),
        Role::Plan | Role::Fact => {
            named
                || table
                    .columns
                    .iter()
                    .any(|beside| beside.name.to_lowercase().contains("currency"))
        }
        _ => false,
    }
}

/// The column that «скільки» means of a row or rows that are no things to count: what was spent, planned or is owed.
fn measure(table: &Table, metrics: &[usize], reading: &Reading) -> Option<usize> {
    let by = |role: Role| metrics.iter().copied().find(|&at| table.columns[at].role == role);
    if reading.asks(Cue::Planned) {
        return by(Role::Plan).or_else(|| default_metric(table, metrics, reading));
    }
    by(Role::Fact).or_else(|| default_metric(table, metrics, reading))
}

/// Whether a table is an account: plans and what came of them, row by row.
fn is_account(table: &Table, metrics: &[usize]) -> bool {
    let has = |role: Role| {
        metrics.iter().any(|&at| table.columns[at].role == role && is_money(table, at))
    };
    has(Role::Fact) || has(Role::Plan)
}

/// The column of the unit that «скільки гектарів» names.
fn unit_asked(reading: &Reading, table: &Table, metrics: &[usize]) -> Option<usize> {
    const UNITS: &[(&str, &[&str])] = &[
        ("гектар", &["га"]),
        ("hectare", &["га"]),
        ("кілометр", &["км"]),
        ("километр", &["км"]),
        ("kilomet", &["км"]),
        ("квадрат", &["м²", "кв. м", "кв.м", "м2"]),
        ("кубометр", &["м³", "куб. м", "куб.м", "м3"]),
        ("метр", &["м", "м²", "п.м", "пог. м", "кв. м"]),
        ("тонн", &["т", "тонн"]),
        ("кіловат", &["квт", "квт·год"]),
        ("літр", &["л", "літр"]),
    ];
    let said = reading.words.iter().find_map(|word| {
        UNITS.iter().find(|(stem, _)| word.starts_with(stem)).map(|(_, units)| *units)
    })?;
    metrics.iter().copied().find(|&at| {
        let unit = table.columns[at].unit.as_deref().map(str::to_lowercase);
        unit.is_some_and(|unit| said.contains(&unit.as_str()))
    })
}

/// Whether the rows were chosen by what each row is, not by a kind of rows.
fn names_its_row(table: &Table, selection: &Selection) -> bool {
    selection.filters.iter().any(|&(at, _)| {
        let column = &table.columns[at];
        column.role != Role::Category
            && column.role != Role::Settlement
            && column.profile.distinct * 10 > column.profile.filled * 7
    })
}

fn front(found: &mut Found, column: usize) {
    found.requested.retain(|&at| at != column);
    found.requested.insert(0, column);
}

fn sum(table: &Table, rows: Vec<usize>, column: usize, found: &mut Found) {
    front(found, column);
    if rows.len() == table.rows.iter().filter(|row| !row.total).count()
        && let Some(total) = grand_total(table, column)
    {
        found.rows = vec![total];
        found.result = Computed::Rows;
        return;
    }
    let rows = rows::outermost(table, &rows);
    let total = rows.iter().filter_map(|&row| number(table, row, column)).sum();
    found.result = if rows.len() == 1 { Computed::Rows } else { Computed::Sum(column, total) };
    found.rows = rows;
}

/// The row that says what the whole table comes to, if it has one such row.
fn grand_total(table: &Table, column: usize) -> Option<usize> {
    let totals = (0..table.rows.len()).filter(|&row| table.rows[row].total);
    totals.max_by_key(|&row| number(table, row, column)).filter(|&row| {
        let total = number(table, row, column);
        let others = table.rows.iter().enumerate().filter(|(_, row)| !row.total);
        total.is_some() && others.map(|(row, _)| number(table, row, column)).all(|one| one <= total)
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

/// Those of `rows` that are of the latest period, where a column of years or school years tells.
fn latest(doc: &Doc, table: &Table, rows: &[usize]) -> Vec<usize> {
    if !table.columns.iter().any(is_time_axis) {
        return rows.to_vec();
    }
    let Some(periods) = rows::row_periods(doc, table) else { return rows.to_vec() };
    let year = |row: usize| {
        periods[row].as_ref().map(|period| match period.grain {
            Grain::SchoolYear => (chrono::Datelike::year(&period.from), 1),
            _ => (chrono::Datelike::year(&period.from), 0),
        })
    };
    let mut years: Vec<_> = rows.iter().filter_map(|&row| year(row)).collect();
    years.sort_unstable();
    years.dedup();
    let (Some(first), Some(&last)) = (years.first(), years.last()) else { return rows.to_vec() };
    // Years with gaps are when buses were built, and no run of reports.
    if usize::try_from(last.0 - first.0).is_ok_and(|span| span > years.len()) {
        return rows.to_vec();
    }
    rows.iter().copied().filter(|&row| year(row) == Some(last)).collect()
}

/// Whether a column says which period its row is of, and not when its thing was built or founded.
fn is_time_axis(column: &Column) -> bool {
    const WORDS: &[&str] = &[
        "рік",
        "року",
        "роки",
        "період",
        "місяць",
        "квартал",
        "навчальний",
        "звітний",
        "бюджетний",
        "year",
        "month",
        "quarter",
        "period",
        "рік звіту",
        "станом",
        "на",
        "дата",
    ];
    column.role == Role::Period
        && crate::text::squash(&column.label_uk).split(' ').all(|word| WORDS.contains(&word))
}

/// The latest of the columns whose headers name periods.
fn latest_column(doc: &Doc, table: &Table) -> Option<usize> {
    let dated: Vec<(usize, Period)> = doc
        .column_periods
        .iter()
        .enumerate()
        .filter_map(|(at, period)| Some((at, (*period)?)))
        .filter(|&(at, _)| is_metric(&table.columns[at]))
        .collect();
    if dated.len() < 2 {
        return None;
    }
    dated.into_iter().max_by_key(|(_, period)| period.from).map(|(at, _)| at)
}

/// What is greatest or least, by the column that the question names or means.
fn extreme(
    ask: &Ask<'_>,
    evidence: &Evidence,
    table: &Table,
    rows: &[usize],
    named: &[usize],
    metrics: &[usize],
) -> Option<(Computed, Vec<usize>)> {
    let reading = ask.reading;
    let least = reading.asks_any(&[Cue::Least, Cue::Oldest]);
    let often = reading.words.iter().any(|word| {
        ["часті", "часто", "чаще", "often", "common"].iter().any(|stem| word.contains(stem))
    });
    if reading.asks_any(&[Cue::Oldest, Cue::Newest]) {
        let (column, row) = in_time(table, rows, least)?;
        return Some((Computed::Extreme(column), vec![row]));
    }
    let column = named.first().copied().or_else(|| default_metric(table, metrics, reading));
    if let Some(column) = column.filter(|_| !often) {
        let value = |row: &usize| number(table, *row, column);
        let best = if least {
            rows.iter().filter_map(value).min()?
        } else {
            rows.iter().filter_map(value).max()?
        };
        let mut of: Vec<usize> =
            rows.iter().copied().filter(|row| value(row) == Some(best)).collect();
        let mut rest: Vec<usize> = rows
            .iter()
            .copied()
            .filter(|row| value(row).is_some_and(|value| value != best))
            .collect();
        rest.sort_by_key(|row| value(row));
        if !least {
            rest.reverse();
        }
        of.extend(rest);
        return Some((Computed::Extreme(column), of));
    }
    // «до якого садочка найбільша черга»: rows by the column whose values or header the question names.
    let by_label = reading.terms.iter().zip(&evidence.terms).flat_map(|(term, known)| {
        known.labels.iter().map(move |&(column, strength)| (column, strength * term.information))
    });
    let by_value = evidence.terms.iter().zip(&reading.terms).filter_map(|(known, term)| {
        let column = known.cells.first()?.column;
        let hits = known.cells.iter().filter(|hit| hit.column == column).count();
        (hits * 2 > rows.len()).then_some((column, term.information * 0.7))
    });
    let groupable = |at: usize| {
        let column = &table.columns[at];
        is_shown(column)
            && column.kind == Kind::Text
            && column.profile.distinct * 2 <= column.profile.filled.max(1)
            && groups(table, rows, at).len() > 1
    };
    // «на що найчастіше скаржаться»: by the theme before the kind, and never by the way in which they wrote.
    const KINDS: &[&str] = &["тема", "тематик", "предмет", "питан", "причин", "пород", "категор", "вид", "тип"];
    let by_kind = (0..table.columns.len())
        .filter(|&at| often && table.columns[at].kind == Kind::Text)
        .filter_map(|at| {
            let label = table.columns[at].label_uk.to_lowercase();
            let place = KINDS.iter().position(|kind| label.contains(kind))?;
            let place = u8::try_from(place).ok()?;
            Some((at, 0.1 - 0.01 * f32::from(place)))
        });
    let (column, _) = by_label
        .chain(by_value)
        .chain(by_kind)
        .filter(|&(column, _)| groupable(column))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let groups = groups(table, rows, column);
    let top = groups.first().map(|(name, _)| name.clone())?;
    let of =
        rows.iter().copied().filter(|&row| *table.rows[row].cells[column].text == *top).collect();
    Some((Computed::Groups(column, groups), of))
}

/// How many rows have each value of a column, most first.
pub(super) fn groups(table: &Table, rows: &[usize], column: usize) -> Vec<(String, usize)> {
    let mut groups: Vec<(String, usize)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for &row in rows {
        let text = &*table.rows[row].cells[column].text;
        if text.is_empty() {
            continue;
        }
        let at = *places.entry(text).or_insert_with(|| {
            groups.push((text.to_owned(), 0));
            groups.len() - 1
        });
        groups[at].1 += 1;
    }
    groups.sort_by(|a, b| b.1.cmp(&a.1));
    groups
}

/// The column that «найбільший» or «найдешевший» means where none is named.
pub(super) fn default_metric(table: &Table, metrics: &[usize], reading: &Reading) -> Option<usize> {
    let money = reading.words.iter().any(|word| {
        ["дешев", "дорож", "дорог", "cheap", "expensive"].iter().any(|stem| word.contains(stem))
    });
    let order: &[Role] = if money {
        &[Role::Price, Role::Amount, Role::Fact, Role::Plan]
    } else {
        &[Role::Quantity, Role::Fact, Role::Amount, Role::Plan, Role::Price, Role::Other]
    };
    order
        .iter()
        .find_map(|role| metrics.iter().copied().find(|&at| table.columns[at].role == *role))
}

/// The first or last of `rows` in time, and the column that tells.
fn in_time(table: &Table, rows: &[usize], least: bool) -> Option<(usize, usize)> {
    let timed = |kind: Kind| {
        table
            .columns
            .iter()
            .enumerate()
            .filter(move |(_, column)| column.kind == kind && !column.personal)
            .map(|(at, _)| at)
    };
    let column = timed(Kind::Time)
        .chain(timed(Kind::Date))
        .chain(timed(Kind::DateTime))
        .next()
        .or_else(|| {
            table.columns.iter().position(|column| column.role == Role::Period && !column.personal)
        })?;
    let key = |row: &usize| -> Option<(i64, i64)> {
        match &table.rows[*row].cells[column].value {
            Value::Time(time) => {
                Some((0, i64::from(chrono::Timelike::num_seconds_from_midnight(time))))
            }
            Value::Date(date) => Some((i64::from(chrono::Datelike::num_days_from_ce(date)), 0)),
            Value::DateTime(at) => Some((at.and_utc().timestamp(), 0)),
            Value::Number(number) => Some((i64::try_from(number.trunc().mantissa()).ok()?, 0)),
            _ => None,
        }
    };
    let dated = rows.iter().filter(|row| key(row).is_some());
    let row =
        if least { dated.min_by_key(|row| key(row)) } else { dated.max_by_key(|row| key(row)) }?;
    Some((column, *row))
}

/// «На скільки А дорожче, ніж Б»: the question parted at its «ніж», each side's row found on its own.
fn difference(
    ask: &Ask<'_>,
    evidence: &Evidence,
    table: &Table,
    allowed: &[usize],
    named: &[usize],
    metrics: &[usize],
) -> Option<(Computed, Vec<usize>)> {
    const PARTS: &[&str] = &[
        "ніж",
        "чим",
        "чем",
        "than",
        "від",
        "чи",
        "або",
        "or",
        "против",
        "проти",
        "vs",
        "versus",
        "між",
    ];
    let words = &ask.reading.words;
    let Some(at) = words.iter().rposition(|word| PARTS.contains(&word.as_str())) else {
        let selection =
            rows::select(table, ask.reading, evidence, allowed, |_, term| term.information);
        let (column, now, before) = condition::before(table, ask.now.date(), &selection.rows)?;
        let value = |row: usize| number(table, row, column);
        let (first, second) = ((now, value(now)?), (before, value(before)?));
        return Some((Computed::Difference { column, first, second }, vec![now, before]));
    };
    let column = named.first().copied().or_else(|| default_metric(table, metrics, ask.reading))?;
    let of = |first: bool| {
        let selection = rows::select(table, ask.reading, evidence, allowed, |index, term| {
            let own = (term.at < at) == first;
            term.information
                * ask.weights.get(index).copied().unwrap_or(1.0)
                * if own { 1.0 } else { 0.35 }
        });
        selection.rows.into_iter().find_map(|row| Some((row, number(table, row, column)?)))
    };
    let (first, second) = (of(true)?, of(false)?);
    (first.0 != second.0)
        .then(|| (Computed::Difference { column, first, second }, vec![first.0, second.0]))
}

/// Where a row is.
pub(super) fn place(table: &Table, row: usize) -> Option<Point> {
    let cells = &table.rows[row].cells;
    let by = |role: Role| table.columns.iter().position(|column| column.role == role);
    if let (Some(lat), Some(lon)) = (by(Role::Latitude), by(Role::Longitude)) {
        let degrees = |column: usize| match cells[column].value {
            Value::Number(number) => f64::try_from(number).ok(),
            _ => None,
        };
        return Some(Point { lat: degrees(lat)?, lon: degrees(lon)? });
    }
    cells.iter().find_map(|cell| match cell.value {
        Value::Point(point) => Some(point),
        _ => None,
    })
}

/// The three of `rows` that are nearest to `near`, with metres.
fn nearest(table: &Table, rows: &[usize], near: Point) -> Option<Vec<(usize, f64)>> {
    let mut placed: Vec<(usize, f64)> = rows
        .iter()
        .filter_map(|&row| Some((row, super::geo::distance(near, place(table, row)?))))
        .collect();
    placed.sort_by(|a, b| a.1.total_cmp(&b.1));
    placed.truncate(3);
    (!placed.is_empty()).then_some(placed)
}
