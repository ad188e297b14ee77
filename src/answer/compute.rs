//! Computing: the closed set of plans over the rows and columns that a question means.

use rust_decimal::Decimal;

use super::{
    columns, condition,
    evidence::Evidence,
    opening, periods,
    plan::{Ask, Computed, Found},
    rows::{self, Selection},
};
use crate::{
    search::{Cue, Doc, Particle},
    table::{Column, Kind, Point, Role, Table, Value},
    text::period::Grain,
};

/// What the plans of one table are made from.
pub(super) struct Work<'a> {
    pub(super) ask: &'a Ask<'a>,
    pub(super) evidence: &'a Evidence,
    pub(super) doc: &'a Doc,
    pub(super) table: &'a Table,
    pub(super) selection: &'a Selection,
    /// Columns whose headers name the period asked for.
    pub(super) of_period: &'a [usize],
    /// All rows but totals, of any period.
    pub(super) all_rows: &'a [usize],
}

impl Work<'_> {
    /// Tries the closed set of plans in their order; what the first that fits gives goes into `found`.
    pub(super) fn run(&self, found: &mut Found) {
        let metrics = columns::metrics(self.table);
        let mut rows = self.selection.rows.clone();
        found.result = Computed::Rows;
        if self.nearest(&rows, found) {
            return;
        }
        self.latest(&mut rows, &metrics, found);
        let named: Vec<usize> =
            found.requested.iter().copied().filter(|at| metrics.contains(at)).collect();
        let numbers = Numbers { metrics: &metrics, named: &named };
        let done = self.extreme(&rows, &numbers, found)
            || self.in_time(&rows, found)
            || self.difference(&numbers, found)
            || self.mean(&rows, &numbers, found)
            || self.sum(&rows, &numbers, found)
            || self.share(&rows, found)
            || self.count(&rows, &numbers, found)
            || self.total(&rows, &numbers, found);
        if !done {
            found.rows = rows;
        }
    }

    fn asks(&self, cues: &[Cue]) -> bool {
        self.ask.reading.asks_any(cues)
    }

    fn nearest(&self, rows: &[usize], found: &mut Found) -> bool {
        let Some(nearest) = self.ask.near.and_then(|near| nearest(self.table, rows, near)) else {
            return false;
        };
        found.rows = nearest.iter().map(|&(row, _)| row).collect();
        found.result = Computed::Nearest(nearest);
        true
    }

    /// Without a period asked for, the latest of those the table runs over.
    fn latest(&self, rows: &mut Vec<usize>, metrics: &[usize], found: &mut Found) {
        if !self.ask.reading.periods.is_empty() || !self.of_period.is_empty() {
            return;
        }
        *rows = latest(self.doc, self.table, rows);
        let Some(column) = columns::latest_column(self.doc, self.table) else { return };
        if self.asks(&[Cue::Count, Cue::Sum, Cue::Most, Cue::Least])
            || found.requested.iter().any(|at| *at == column || metrics.contains(at))
        {
            found.requested.retain(|&at| self.doc.column_periods[at].is_none());
            found.requested.insert(0, column);
        }
    }

    fn extreme(&self, rows: &[usize], numbers: &Numbers<'_>, found: &mut Found) -> bool {
        if !self.asks(&[Cue::Most, Cue::Least, Cue::Oldest, Cue::Newest]) {
            return false;
        }
        let result = extreme(self.ask, self.evidence, self.table, rows, numbers);
        let Some((result, rows)) = result else { return false };
        found.result = result;
        found.rows = rows;
        true
    }

    /// What is open now, what leaves next, the first and the last.
    fn in_time(&self, rows: &[usize], found: &mut Found) -> bool {
        if rows.len() < 2 {
            return false;
        }
        if self.asks(&[Cue::OpenNow]) {
            let open = opening::open(self.table, rows, self.ask.now);
            if !open.is_empty() {
                found.rows = open;
                return true;
            }
        }
        if self.asks(&[Cue::Next, Cue::Nearest])
            && let Some((column, coming)) = opening::coming(self.table, rows, self.ask.now)
        {
            front(found, column);
            found.rows = coming;
            return true;
        }
        if self.asks(&[Cue::First, Cue::Last])
            && !self.asks(&[Cue::Count])
            && let Some((column, row)) = in_time(self.table, rows, self.asks(&[Cue::First]))
        {
            if !found.requested.contains(&column) {
                found.requested.insert(0, column);
            }
            found.rows = vec![row];
            return true;
        }
        false
    }

    fn difference(&self, numbers: &Numbers<'_>, found: &mut Found) -> bool {
        let compares = self.asks(&[Cue::Compare]) && self.ask.reading.periods.is_empty();
        if !self.asks(&[Cue::Difference]) && !compares {
            return false;
        }
        let result = difference(self.ask, self.evidence, self.table, self.all_rows, numbers);
        let Some((result, rows)) = result else { return false };
        found.result = result;
        found.rows = rows;
        true
    }

    fn mean(&self, rows: &[usize], numbers: &Numbers<'_>, found: &mut Found) -> bool {
        if !self.asks(&[Cue::Average]) {
            return false;
        }
        let usual = || columns::default_metric(self.table, numbers.metrics, self.ask.reading);
        let Some(column) = numbers.named.first().copied().or_else(usual) else { return false };
        let values: Vec<Decimal> =
            rows.iter().filter_map(|&row| columns::number(self.table, row, column)).collect();
        if values.is_empty() {
            return false;
        }
        let mean = values.iter().sum::<Decimal>() / Decimal::from(values.len());
        found.result = Computed::Mean(column, mean);
        found.rows = rows.to_vec();
        true
    }

    fn sum(&self, rows: &[usize], numbers: &Numbers<'_>, found: &mut Found) -> bool {
        if !self.asks(&[Cue::Sum]) || self.asks(&[Cue::Count, Cue::Price]) {
            return false;
        }
        let account = columns::is_account(self.table);
        let column = if account && self.asks(&[Cue::Planned, Cue::Actual]) {
            columns::measure(self.table, numbers.metrics, self.ask.reading)
        } else {
            let money = |&at: &usize| columns::is_money(self.table, at);
            numbers.named.first().copied().or_else(|| numbers.metrics.iter().copied().find(money))
        };
        let Some(column) = column.filter(|&at| self.adds(rows, at)) else { return false };
        sum(self.table, rows, column, found);
        true
    }

    fn adds(&self, rows: &[usize], column: usize) -> bool {
        columns::can_add(&self.table.columns[column])
            && columns::same_unit(self.table, rows, column)
    }

    /// The share of the rows chosen, where no column has one.
    fn share(&self, rows: &[usize], found: &mut Found) -> bool {
        let has_percent = self.table.columns.iter().any(|column| column.role == Role::Percent);
        let all = self.all_rows.len();
        let chosen = !self.selection.filters.is_empty() && rows.len() > 1 && rows.len() < all;
        if !self.asks(&[Cue::Percent]) || has_percent || !chosen {
            return false;
        }
        found.result = Computed::Share(all);
        found.rows = rows.to_vec();
        true
    }

    fn count(&self, rows: &[usize], numbers: &Numbers<'_>, found: &mut Found) -> bool {
        if !self.asks(&[Cue::Count]) || self.asks(&[Cue::Price, Cue::Percent]) {
            return false;
        }
        match self.counted(rows, numbers) {
            Some(column) if rows.len() == 1 => {
                front(found, column);
                found.rows = rows.to_vec();
            }
            Some(column) if self.adds(rows, column) => sum(self.table, rows, column, found),
            _ => {
                found.result = Computed::Count(rows.len());
                found.rows = rows.to_vec();
            }
        }
        true
    }

    /// The column whose numbers «скільки» asks for; `None` if it is the rows that are counted.
    fn counted(&self, rows: &[usize], numbers: &Numbers<'_>) -> Option<usize> {
        let (table, reading) = (self.table, self.ask.reading);
        let money = |at: usize| columns::is_money(table, at);
        // A table of counts («посада, кількість»): its one number is what is asked.
        let tally = || {
            numbers.metrics.iter().copied().find(|&at| {
                matches!(
                    crate::text::squash(&table.columns[at].label_uk).as_str(),
                    "кількість" | "значення" | "кількість одиниць"
                )
            })
        };
        let of_money = self.asks(&[Cue::Money, Cue::Planned, Cue::Actual]);
        let fits = |&at: &usize| {
            !matches!(table.columns[at].role, Role::Price | Role::Percent)
                && (!money(at)
                    || self.asks(&[Cue::Sum])
                    || self.of_period.contains(&at)
                    || of_money)
        };
        let named = match columns::unit_asked(reading, table, numbers.metrics) {
            Some(at) => Some(at).filter(fits),
            None if numbers.named.is_empty() => tally().filter(fits),
            None => numbers.named.iter().copied().find(fits),
        };
        if let Some(at) = named {
            let fact = |at: &usize| table.columns[*at].role == Role::Fact;
            let actual = self.asks(&[Cue::Actual]) && !fact(&at);
            return actual.then(|| numbers.metrics.iter().copied().find(fact)).flatten().or(named);
        }
        // «скільки доріг ремонтують»: of a list of works it is the works that are counted, of a budget the money.
        let things = reading.head.is_some_and(|head| self.evidence.terms[head].own_title > 0.7)
            && !table.columns.iter().any(|column| column.role == Role::Code);
        let account = columns::is_account(table) && !things
            || self.asks(&[Cue::Money]) && numbers.metrics.iter().any(|&at| money(at));
        let one = rows.len() == 1 && names_its_row(table, self.selection);
        (account || one).then(|| columns::measure(table, numbers.metrics, reading)).flatten()
    }

    /// «бюджет на 2025»: what it comes to, before its lines.
    fn total(&self, rows: &[usize], numbers: &Numbers<'_>, found: &mut Found) -> bool {
        let whole =
            self.selection.filters.is_empty() && rows.len() > 1 && is_whole(self.table, rows);
        if !whole || self.asks(&[Cue::List]) || !columns::is_account(self.table) {
            return false;
        }
        let measure = columns::measure(self.table, numbers.metrics, self.ask.reading);
        let Some(total) = measure.and_then(|at| grand_total(self.table, at)) else { return false };
        found.requested.retain(|at| numbers.metrics.contains(at));
        found.rows = vec![total];
        true
    }
}

/// The columns of a table that hold numbers to compute with.
struct Numbers<'a> {
    /// All of them.
    metrics: &'a [usize],
    /// Those that the question names, best first.
    named: &'a [usize],
}

/// Whether `rows` are all rows of a table but its totals.
fn is_whole(table: &Table, rows: &[usize]) -> bool {
    rows.len() == table.rows.iter().filter(|row| !row.total).count()
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

fn sum(table: &Table, rows: &[usize], column: usize, found: &mut Found) {
    front(found, column);
    if is_whole(table, rows)
        && let Some(total) = grand_total(table, column)
    {
        found.rows = vec![total];
        found.result = Computed::Rows;
        return;
    }
    let rows = rows::outermost(table, rows);
    let total = rows.iter().filter_map(|&row| columns::number(table, row, column)).sum();
    found.result = if rows.len() == 1 { Computed::Rows } else { Computed::Sum(column, total) };
    found.rows = rows;
}

/// The row that says what the whole table comes to, if it has one such row.
fn grand_total(table: &Table, column: usize) -> Option<usize> {
    let totals = (0..table.rows.len()).filter(|&row| table.rows[row].total);
    totals.max_by_key(|&row| columns::number(table, row, column)).filter(|&row| {
        let total = columns::number(table, row, column);
        let others = table.rows.iter().enumerate().filter(|(_, row)| !row.total);
        total.is_some()
            && others.map(|(row, _)| columns::number(table, row, column)).all(|one| one <= total)
    })
}

/// Those of `rows` that are of the latest period, where a column of years or school years tells.
fn latest(doc: &Doc, table: &Table, rows: &[usize]) -> Vec<usize> {
    if !table.columns.iter().any(Column::is_time_axis) {
        return rows.to_vec();
    }
    let Some(of_rows) = periods::row_periods(doc, table) else { return rows.to_vec() };
    let year = |row: usize| {
        of_rows[row].as_ref().map(|period| match period.grain {
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

/// What «найчастіше» is of («на що найчастіше скаржаться»): the theme before the kind, never the way in which they wrote.
const KINDS: &[&str] =
    &["тема", "тематик", "предмет", "питан", "причин", "пород", "категор", "вид", "тип"];

/// What is greatest or least, by the column that the question names or means.
fn extreme(
    ask: &Ask<'_>,
    evidence: &Evidence,
    table: &Table,
    rows: &[usize],
    numbers: &Numbers<'_>,
) -> Option<(Computed, Vec<usize>)> {
    let reading = ask.reading;
    let least = reading.asks_any(&[Cue::Least, Cue::Oldest]);
    let often = reading.says(Particle::Often);
    if reading.asks_any(&[Cue::Oldest, Cue::Newest]) {
        let (column, row) = in_time(table, rows, least)?;
        return Some((Computed::Extreme(column), vec![row]));
    }
    let column = numbers
        .named
        .first()
        .copied()
        .or_else(|| columns::default_metric(table, numbers.metrics, reading));
    if let Some(column) = column.filter(|_| !often) {
        let value = |row: &usize| columns::number(table, *row, column);
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
        columns::is_shown(column)
            && column.kind == Kind::Text
            && column.profile.distinct * 2 <= column.profile.filled.max(1)
            && groups(table, rows, at).len() > 1
    };
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
    groups.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    groups
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
    numbers: &Numbers<'_>,
) -> Option<(Computed, Vec<usize>)> {
    let Some(at) = ask.reading.last(Particle::Than) else {
        let selection =
            rows::select(table, ask.reading, evidence, allowed, |_, term| term.information);
        let (column, now, before) = condition::before(table, ask.now.date(), &selection.rows)?;
        let value = |row: usize| columns::number(table, row, column);
        let (first, second) = ((now, value(now)?), (before, value(before)?));
        return Some((Computed::Difference { column, first, second }, vec![now, before]));
    };
    let column = numbers
        .named
        .first()
        .copied()
        .or_else(|| columns::default_metric(table, numbers.metrics, ask.reading))?;
    let of = |first: bool| {
        let selection = rows::select(table, ask.reading, evidence, allowed, |index, term| {
            let own = (term.at < at) == first;
            ask.weight(index, term) * if own { 1.0 } else { 0.35 }
        });
        selection.rows.into_iter().find_map(|row| Some((row, columns::number(table, row, column)?)))
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
