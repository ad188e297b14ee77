//! What of an answer can be drawn: numbers that run over periods or categories.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    Answer, card, columns, name, periods,
    plan::{Computed, Found},
    rows,
    say::{self, Voice, shorten},
};
use crate::{
    i18n::Locale,
    table::{Role, Table},
    text::{
        number,
        period::{Grain, Period},
    },
};

/// Bars of categories drawn, the one of the rest not counted.
const BARS: usize = 12;
/// Points of a line drawn; more of them no picture shows.
const POINTS: usize = 400;
/// The longest label, in characters.
const LABEL: usize = 160;

/// A chart, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chart {
    /// What the numbers are.
    pub(super) title: String,
    /// The thing or the dataset, and what the rows were chosen by, line by line.
    pub(super) about: Vec<String>,
    /// Where it comes from, and its age.
    pub(super) source: String,
    /// The unit of the scaled values; may be empty.
    pub(super) unit: String,
    /// What the numbers run over.
    pub(super) run: Run,
    /// The numbers, in the order in which they are drawn.
    pub(super) bars: Vec<Bar>,
    /// The language of its numbers.
    pub(super) locale: Locale,
}

/// What numbers run over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// Time, from left to right.
    Periods,
    /// Things of one kind.
    Categories,
}

/// One number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    /// What it is the number of.
    pub(super) label: String,
    /// The number in the chart's unit.
    pub(super) value: f64,
    /// The number as it is written.
    pub(super) text: String,
    /// Whether it adds up the categories that found no place.
    pub(super) rest: bool,
}

/// Exact numbers under their labels, before they are scaled to a unit.
struct Series {
    /// The column; `None`: records are counted.
    column: Option<usize>,
    run: Run,
    points: Vec<(String, Decimal)>,
    /// How many categories the last point adds up.
    rest: usize,
    /// How many categories there are.
    all: usize,
}

impl Chart {
    /// Of `found`; `None` where fewer than two numbers run over anything.
    pub(super) fn of(voice: &Voice<'_>, found: &Found) -> Option<Self> {
        let table = &*voice.doc.table()?;
        let series = series(voice, table, found)?;
        let (unit, divisor) = unit(voice, table, found, &series);
        let places = if series.points.iter().all(|(_, value)| value.scale() == 0)
            && divisor == Decimal::ONE
        {
            0
        } else {
            2
        };
        let last = series.points.len() - 1;
        let mut scaled: Vec<Decimal> = series
            .points
            .iter()
            .map(|(_, value)| (value / divisor).round_dp(places).normalize())
            .collect();
        // Numbers one under the other have their points one under the other.
        let places = scaled.iter().map(Decimal::scale).max().unwrap_or_default();
        for value in &mut scaled {
            value.rescale(places);
        }
        let bars =
            series.points.iter().zip(scaled).enumerate().map(|(at, ((label, _), value))| Bar {
                label: shorten(label, LABEL),
                value: value.to_f64().unwrap_or_default(),
                text: number::format(value, voice.locale),
                rest: series.rest > 0 && at == last,
            });
        let label = match series.column {
            Some(column) => voice.label(&table.columns[column]).to_owned(),
            None => match &found.result {
                Computed::Groups(column, _) => voice.label(&table.columns[*column]).to_owned(),
                _ => voice.entry.dataset.title.clone(),
            },
        };
        let mut said = Answer::default();
        // One row's numbers over time are of more periods than the one asked for.
        let over_time = series.run == Run::Periods && found.rows.len() == 1;
        let period = found.period.filter(|_| !over_time);
        say::conditions(voice, table, &Found { period, ..found.clone() }, &mut said);
        let mut about = vec![voice.entry.dataset.title.clone()];
        if let (Computed::Rows, &[row]) = (&found.result, &found.rows[..]) {
            about.insert(0, voice.title(table, found, row));
        }
        about.append(&mut said.body);
        if series.all > series.points.len() && series.rest == 0 {
            about.push(voice.locale.text(
                "chart-first",
                &[("shown", series.points.len().into()), ("count", series.all.into())],
            ));
        }
        card::provenance(voice, &Found::default(), &mut said);
        Some(Self {
            title: label,
            about,
            source: said.footer.into_iter().take(2).collect::<Vec<_>>().join(" · "),
            unit,
            run: series.run,
            bars: bars.collect(),
            locale: voice.locale,
        })
    }
}

fn series(voice: &Voice<'_>, table: &Table, found: &Found) -> Option<Series> {
    let rows = &found.rows;
    match &found.result {
        Computed::Periods(column, values) => {
            let mut values = values.clone();
            values.sort_by_key(|(period, _)| period.from);
            let points =
                values.iter().map(|(period, value)| (period_name(voice, period), *value)).collect();
            run(*column, Run::Periods, points)
        }
        Computed::Groups(_, groups) => {
            let points =
                groups.iter().map(|(name, count)| (name.clone(), Decimal::from(*count))).collect();
            categories(voice, None, points, true)
        }
        Computed::Difference { column, first, second } => {
            let points = [first, second]
                .map(|(row, value)| (voice.title(table, found, *row), *value))
                .to_vec();
            categories(voice, Some(*column), points, false)
        }
        Computed::Extreme(column) => {
            let points = rows.iter().filter_map(|&row| {
                Some((voice.title(table, found, row), columns::number(table, row, *column)?))
            });
            categories(voice, Some(*column), points.collect(), false)
        }
        Computed::Sum(column, _) | Computed::Mean(column, _) => {
            over_time(voice, table, rows, *column)
                .or_else(|| of_things(voice, table, found, *column))
        }
        Computed::Rows => {
            let column = metric(table, found)?;
            if let [row] = rows[..] {
                return over_columns(voice, table, row, column)
                    .or_else(|| history(voice, table, row, column));
            }
            over_time(voice, table, rows, column).or_else(|| of_things(voice, table, found, column))
        }
        Computed::Dataset | Computed::Count(_) | Computed::Share(_) | Computed::Nearest(_) => None,
    }
}

/// The column whose numbers a list of rows is about: one asked for, else the table's money or amounts.
fn metric(table: &Table, found: &Found) -> Option<usize> {
    let numbers = |at: &usize| table.columns[*at].is_metric();
    found.requested.iter().copied().find(numbers).or_else(|| {
        let by = |role: Role| {
            (0..table.columns.len()).filter(numbers).find(|&at| table.columns[at].role == role)
        };
        [Role::Fact, Role::Amount, Role::Plan, Role::Price, Role::Quantity].into_iter().find_map(by)
    })
}

fn run(column: Option<usize>, run: Run, points: Vec<(String, Decimal)>) -> Option<Series> {
    let all = points.len();
    (2..=POINTS).contains(&all).then_some(Series { column, run, points, rest: 0, all })
}

/// The greatest of `points`, with the rest added up where `adds` lets them be.
fn categories(
    voice: &Voice<'_>,
    column: Option<usize>,
    mut points: Vec<(String, Decimal)>,
    adds: bool,
) -> Option<Series> {
    let all = points.len();
    if all < 2 {
        return None;
    }
    let mut rest = 0;
    if all > BARS + 1 {
        let tail = points.split_off(BARS);
        if adds {
            rest = tail.len();
            let label = voice.locale.text("chart-others", &[("count", rest.into())]);
            points.push((label, tail.iter().map(|(_, value)| *value).sum()));
        }
    }
    Some(Series { column, run: Run::Categories, points, rest, all })
}

/// A column's numbers by what their rows are called, the greatest first.
fn of_things(voice: &Voice<'_>, table: &Table, found: &Found, column: usize) -> Option<Series> {
    if !columns::same_unit(table, &found.rows, column) {
        return None;
    }
    let rows = rows::outermost(table, &found.rows);
    let adds = columns::can_add(&table.columns[column]);
    let mut points: Vec<(String, Decimal)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for row in rows {
        let Some(value) = columns::number(table, row, column) else { continue };
        let title = voice.title(table, found, row);
        if title.is_empty() {
            continue;
        }
        match places.get(&title) {
            None => {
                places.insert(title.clone(), points.len());
                points.push((title, value));
            }
            Some(&at) if adds => points[at].1 = points[at].1.checked_add(value)?,
            // Two prices of one thing: which of them holds, the name does not say.
            Some(&at) if points[at].1 != value => return None,
            Some(_) => {}
        }
    }
    points.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
    categories(voice, Some(column), points, adds)
}

/// A column's numbers in `rows` by the period of each row.
fn over_time(voice: &Voice<'_>, table: &Table, rows: &[usize], column: usize) -> Option<Series> {
    let timed = |role: Role| table.columns.iter().any(|column| column.role == role);
    let adds = columns::can_add(&table.columns[column]);
    if !(timed(Role::Period) || (timed(Role::Date) && adds))
        || !columns::same_unit(table, rows, column)
    {
        return None;
    }
    let periods = periods::row_periods(voice.doc, table)?;
    let mut dated: Vec<(Period, usize)> =
        rows.iter().filter_map(|&row| Some(((*periods.get(row)?)?, row))).collect();
    dated.sort_by_key(|(period, _)| (period.from, period.to));
    let (first, last) = (dated.first()?.0, dated.last()?.0);
    if first.grain == Grain::Day && adds {
        let span = (last.from - first.from).num_days();
        let grain = match span {
            0..=45 => Grain::Day,
            46..=1_100 => Grain::Month,
            _ => Grain::Year,
        };
        for (period, _) in &mut dated {
            *period = around(period.from, grain);
        }
    }
    if dated.iter().any(|(period, _)| period.grain != dated[0].0.grain) {
        return None;
    }
    let mut points: Vec<(Period, Decimal)> = Vec::new();
    for (period, row) in dated {
        let Some(value) = columns::number(table, row, column) else { continue };
        match points.last_mut() {
            Some((same, sum)) if *same == period && adds => *sum = sum.checked_add(value)?,
            Some((same, _)) if *same == period => return None,
            _ => points.push((period, value)),
        }
    }
    let points =
        points.iter().map(|(period, value)| (period_name(voice, period), *value)).collect();
    run(Some(column), Run::Periods, points)
}

/// The numbers of one row where columns are periods ("Населення на 01.01.2024").
fn over_columns(voice: &Voice<'_>, table: &Table, row: usize, column: usize) -> Option<Series> {
    (*voice.doc.column_periods.get(column)?)?;
    let mut points: Vec<(Period, Decimal)> = Vec::new();
    for (at, period) in voice.doc.column_periods.iter().enumerate() {
        let (Some(period), true) = (period, table.columns[at].is_metric()) else {
            continue;
        };
        if points.iter().any(|(known, _)| known == period) {
            return None;
        }
        points.push((*period, columns::number(table, row, at)?));
    }
    points.sort_by_key(|(period, _)| period.from);
    let points =
        points.iter().map(|(period, value)| (period_name(voice, period), *value)).collect();
    run(Some(column), Run::Periods, points)
}

/// The number of one row in every period that the table has of its thing.
fn history(voice: &Voice<'_>, table: &Table, row: usize, column: usize) -> Option<Series> {
    if !table.columns.iter().any(|column| column.role == Role::Period) {
        return None;
    }
    let names = name::default(table);
    let same = |other: usize| {
        names.iter().all(|&at| table.rows[other].cells[at].text == table.rows[row].cells[at].text)
    };
    let rows: Vec<usize> =
        (0..table.rows.len()).filter(|&at| !table.rows[at].total && same(at)).collect();
    let series = over_time(voice, table, &rows, column)?;
    // Several rows of one period are of different things under one name.
    (series.points.len() == rows.len()).then_some(series)
}

/// The period of `grain` that holds `date`.
fn around(date: NaiveDate, grain: Grain) -> Period {
    let (year, month) = (date.year(), date.month());
    let start = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(date);
    let (from, to) = match grain {
        Grain::Year => (start(year, 1), start(year + 1, 1)),
        Grain::Month if month == 12 => (start(year, 12), start(year + 1, 1)),
        Grain::Month => (start(year, month), start(year, month + 1)),
        _ => (date, date.succ_opt().unwrap_or(date)),
    };
    Period { from, to, grain }
}

/// A period as it stands under an axis.
fn period_name(voice: &Voice<'_>, period: &Period) -> String {
    let year = period.from.format("%Y").to_string();
    match period.grain {
        Grain::Month => period.from.format("%m.%Y").to_string(),
        Grain::Quarter => voice.locale.text(
            "chart-quarter",
            &[("quarter", (period.from.month0() / 3 + 1).into()), ("year", year.into())],
        ),
        _ => Voice::period(period),
    }
}

/// The unit that keeps numbers short, and what one of it is in the column's own.
fn unit(voice: &Voice<'_>, table: &Table, found: &Found, series: &Series) -> (String, Decimal) {
    let Some(column) = series.column else {
        return (voice.text("chart-records", &[]), Decimal::ONE);
    };
    let hryvnia = || voice.text("chart-hryvnia", &[]);
    let beside = |role: Role| {
        let at = table.columns.iter().position(|column| column.role == role)?;
        let row = found.rows.first()?;
        Some(table.rows[*row].cells[at].text.to_string()).filter(|text| !text.is_empty())
    };
    let own = match table.columns[column].unit.as_deref() {
        Some("грн" | "UAH") => hryvnia(),
        Some(unit) => return (unit.to_owned(), Decimal::ONE),
        None if columns::is_money(table, column) => {
            match beside(Role::Unit).filter(|_| table.columns[column].role == Role::Price) {
                Some(per) => format!("{} / {per}", hryvnia()),
                None => hryvnia(),
            }
        }
        None if table.columns[column].role == Role::Percent => "%".to_owned(),
        None => beside(Role::Unit).unwrap_or_default(),
    };
    let greatest = series.points.iter().map(|(_, value)| value.abs()).max().unwrap_or_default();
    for (key, of) in [
        ("chart-billion", Decimal::from(1_000_000_000)),
        ("chart-million", Decimal::from(1_000_000)),
        ("chart-thousand", Decimal::from(1_000)),
    ] {
        // Four figures are read as they stand.
        if greatest >= of * Decimal::from(10) {
            return (voice.text(key, &[("unit", &own)]).trim().to_owned(), of);
        }
    }
    (own, Decimal::ONE)
}
