//! Saying it: what was found, in the resident's words, with its source and its age.

use chrono::{DateTime, NaiveDate, Timelike};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::{
    Answer, Entry, Outcome, Place, card,
    chart::Chart,
    columns, compute, geo, opening,
    plan::{Computed, Found},
};
use crate::{
    i18n::Locale,
    search::{Doc, Reading},
    table::{Column, Role, Table, Value},
    text::{
        number,
        period::{Grain, Period},
    },
};

/// Rows shown on one page.
pub const PAGE: usize = 5;

/// Values named in the first lines of a list.
const NAMED: usize = 10;

/// The longest value shown, in characters.
const VALUE: usize = 220;

/// The most columns of a single row shown.
const FIELDS: usize = 14;

/// What saying needs to know besides what was found.
pub(super) struct Voice<'a> {
    pub(super) locale: Locale,
    pub(super) now: DateTime<Tz>,
    pub(super) entry: &'a Entry,
    pub(super) doc: &'a Doc,
    pub(super) reading: &'a Reading,
    /// The first row to show.
    pub(super) offset: usize,
}

impl Voice<'_> {
    pub(super) fn text(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, fluent_bundle::FluentValue<'_>)> =
            args.iter().map(|(name, value)| (*name, (*value).into())).collect();
        self.locale.text(key, &args)
    }

    fn counted(&self, key: &str, args: &[(&str, usize)]) -> String {
        let args: Vec<(&str, fluent_bundle::FluentValue<'_>)> =
            args.iter().map(|(name, value)| (*name, (*value).into())).collect();
        self.locale.text(key, &args)
    }

    pub(super) fn label<'c>(&self, column: &'c Column) -> &'c str {
        match self.locale {
            Locale::Uk => &column.label_uk,
            Locale::En => &column.label_en,
        }
    }

    /// A cell as people read it.
    pub(super) fn value(&self, table: &Table, row: usize, at: usize) -> String {
        let cell = &table.rows[row].cells[at];
        match &cell.value {
            Value::Number(number) => self.number(table, Some(row), at, *number),
            Value::Date(date) => date_of(*date),
            Value::DateTime(at) if at.time().num_seconds_from_midnight() == 0 => date_of(at.date()),
            Value::DateTime(at) => at.format("%d.%m.%Y %H:%M").to_string(),
            Value::Time(time) => time.format("%H:%M").to_string(),
            Value::Span(from, to) => format!("{}–{}", from.format("%H:%M"), to.format("%H:%M")),
            Value::Flag(true) => self.text("answer-yes", &[]),
            Value::Flag(false) => self.text("answer-no", &[]),
            Value::Point(point) => format!("{:.5}, {:.5}", point.lat, point.lon),
            Value::Empty | Value::Text => shorten(&cell.text, VALUE),
        }
    }

    /// A number of a column, with its unit.
    fn number(&self, table: &Table, row: Option<usize>, at: usize, value: Decimal) -> String {
        let column = &table.columns[at];
        if column.role == Role::Period || column.role == Role::Id || column.role == Role::House {
            return value.normalize().to_string();
        }
        number::measured(value, table.unit(row, at).as_deref(), self.locale)
    }

    pub(super) fn period(period: &Period) -> String {
        let last = period.to.pred_opt().unwrap_or(period.to);
        match period.grain {
            Grain::Year => period.from.format("%Y").to_string(),
            Grain::SchoolYear => format!("{}/{}", period.from.format("%Y"), last.format("%Y")),
            Grain::Day => date_of(period.from),
            _ => format!("{}–{}", date_of(period.from), date_of(last)),
        }
    }

    /// `label: value` of a row, or nothing where the cell is empty.
    fn field(&self, table: &Table, row: usize, at: usize) -> Option<String> {
        let value = self.value(table, row, at);
        let label = self.label(&table.columns[at]);
        (!value.is_empty())
            .then(|| self.text("answer-field", &[("label", label), ("value", &value)]))
    }

    /// What a row is called.
    pub(super) fn title(&self, table: &Table, found: &Found, row: usize) -> String {
        let person = table.name_columns();
        let (name, rest) = match found.names.strip_prefix(&person[..]) {
            Some(rest) if !person.is_empty() => (table.full_name(row), rest),
            _ => (None, &found.names[..]),
        };
        let rest = rest.iter().map(|&at| self.value(table, row, at));
        name.into_iter().chain(rest).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// `found` as an answer.
pub(super) fn say(voice: &Voice<'_>, found: &Found) -> Answer {
    let mut answer = Answer {
        outcome: Outcome::Answer,
        locale: voice.locale,
        confidence: found.coverage.min(1.0),
        ..Answer::default()
    };
    let Some(table) = voice.doc.table() else { return card::card(voice) };
    let table = &*table;
    let all = table.rows.iter().filter(|row| !row.total).count();
    match &found.result {
        Computed::Dataset => return card::card(voice),
        Computed::Rows if found.rows.len() == 1 => one(voice, table, found, &mut answer),
        Computed::Rows => many(voice, table, found, &mut answer),
        Computed::Count(count) => {
            answer.lead = voice.counted("answer-count", &[("count", *count)]);
            if *count <= NAMED && *count > 0 && *count < all {
                answer.body.push(titles(voice, table, found, &found.rows));
            }
            answer.body.push(voice.counted("answer-of-rows", &[("count", *count), ("all", all)]));
        }
        Computed::Sum(column, value) => {
            let value = voice.number(table, found.rows.first().copied(), *column, *value);
            let label = voice.label(&table.columns[*column]);
            answer.lead = voice.text("answer-sum", &[("label", label), ("value", &value)]);
            answer.body.push(
                voice.counted("answer-of-rows", &[("count", found.rows.len()), ("all", all)]),
            );
            rows_of(voice, table, found, &mut answer);
        }
        Computed::Mean(column, value) => {
            let value = voice.number(table, None, *column, value.round_dp(2));
            let label = voice.label(&table.columns[*column]);
            answer.lead = voice.text("answer-mean", &[("label", label), ("value", &value)]);
            answer.body.push(
                voice.counted("answer-of-rows", &[("count", found.rows.len()), ("all", all)]),
            );
        }
        Computed::Extreme(column) => extreme(voice, table, found, *column, &mut answer),
        Computed::Groups(column, groups) => of_groups(voice, table, *column, groups, &mut answer),
        Computed::Difference { column, first, second } => {
            let amount = voice.number(table, Some(first.0), *column, (first.1 - second.1).abs());
            answer.lead = voice.text("answer-difference", &[("value", &amount)]);
            for (row, _) in [first, second] {
                answer.body.push(format!(
                    "{}: {}",
                    voice.title(table, found, *row),
                    voice.value(table, *row, *column)
                ));
            }
        }
        Computed::Share(of) => {
            let share = Decimal::from(found.rows.len() * 100) / Decimal::from((*of).max(1));
            let share = number::format(share.round_dp(1), voice.locale);
            answer.lead = voice.text("answer-share", &[("share", &share)]);
            answer.body.push(
                voice.counted("answer-of-rows", &[("count", found.rows.len()), ("all", *of)]),
            );
        }
        Computed::Periods(column, values) => periods(voice, table, *column, values, &mut answer),
        Computed::Nearest(places) => nearest(voice, table, found, places, &mut answer),
    }
    conditions(voice, table, found, &mut answer);
    answer.places = places(voice, table, found);
    answer.has_more =
        matches!(found.result, Computed::Rows | Computed::Count(_) | Computed::Sum(..))
            && found.rows.len() > voice.offset + PAGE;
    answer.has_chart = Chart::of(voice, found).is_some();
    card::provenance(voice, found, &mut answer);
    answer
}

/// What is greatest, and the next two.
fn extreme(voice: &Voice<'_>, table: &Table, found: &Found, column: usize, answer: &mut Answer) {
    let mut requested = vec![column];
    requested.extend(found.requested.iter().copied().filter(|&at| at != column));
    let first = Found { requested, rows: vec![found.rows[0]], ..found.clone() };
    one(voice, table, &first, answer);
    let said = |&row: &usize| {
        format!("{}: {}", voice.title(table, found, row), voice.value(table, row, column))
    };
    let next: Vec<String> = found.rows[1..].iter().take(2).map(said).collect();
    if !next.is_empty() {
        answer.body.insert(0, next.join("; "));
    }
}

/// How many rows have each value, most first.
fn of_groups(
    voice: &Voice<'_>,
    table: &Table,
    column: usize,
    groups: &[(String, usize)],
    answer: &mut Answer,
) {
    let of = |(name, count): &(String, usize)| {
        let arguments = [("name", name.as_str().into()), ("count", (*count).into())];
        voice.locale.text("answer-group", &arguments)
    };
    answer.lead = groups.first().map(of).unwrap_or_default();
    answer.body.extend(groups.iter().skip(1).take(PAGE).map(of));
    let label = voice.label(&table.columns[column]);
    let count = groups.len().to_string();
    answer.body.push(voice.text("answer-field", &[("label", label), ("value", &count)]));
}

/// Places by distance, and what is known of the nearest.
fn nearest(
    voice: &Voice<'_>,
    table: &Table,
    found: &Found,
    places: &[(usize, f64)],
    answer: &mut Answer,
) {
    let mut lines = places.iter().map(|&(row, metres)| {
        let title = place_line(voice, table, found, row);
        let distance = geo::format_distance(metres, voice.locale);
        voice.text("answer-distance", &[("title", &title), ("distance", &distance)])
    });
    answer.lead = lines.next().unwrap_or_default();
    answer.body.extend(lines);
    if let Some(&(row, _)) = places.first() {
        answer.body.extend(fields(voice, table, row, &[]));
    }
}

/// The places of the rows shown, where the question was of rows.
fn places(voice: &Voice<'_>, table: &Table, found: &Found) -> Vec<Place> {
    let rows = match &found.result {
        Computed::Rows => &found.rows[voice.offset.min(found.rows.len())..],
        Computed::Nearest(_) | Computed::Extreme(_) => &found.rows[..],
        _ => return Vec::new(),
    };
    let of_row = |&row: &usize| {
        let mut parts = place_parts(voice, table, found, row).into_iter();
        Some(Place {
            point: compute::place(table, row)?,
            title: parts.next()?,
            address: parts.collect::<Vec<_>>().join(", "),
        })
    };
    rows.iter().take(PAGE).filter_map(of_row).collect()
}

/// The title of a row with its address.
fn place_line(voice: &Voice<'_>, table: &Table, found: &Found, row: usize) -> String {
    place_parts(voice, table, found, row).join(", ")
}

/// The title of a row, then the parts of its address.
fn place_parts(voice: &Voice<'_>, table: &Table, found: &Found, row: usize) -> Vec<String> {
    let mut parts = vec![voice.title(table, found, row)];
    let named = found.names.clone();
    for (at, column) in table.columns.iter().enumerate() {
        if matches!(column.role, Role::Address | Role::Settlement | Role::Street | Role::House)
            && !named.contains(&at)
            && columns::is_shown(column)
        {
            let value = voice.value(table, row, at);
            if !value.is_empty() && !parts.contains(&value) {
                parts.push(value);
            }
        }
    }
    parts
}

/// One row: what was asked for first, the rest below.
fn one(voice: &Voice<'_>, table: &Table, found: &Found, answer: &mut Answer) {
    let row = found.rows[0];
    let title = voice.title(table, found, row);
    let named = found.names.clone();
    let mut asked: Vec<usize> =
        found.requested.iter().copied().filter(|at| !named.contains(at)).collect();
    let address =
        asked.iter().any(|&at| matches!(table.columns[at].role, Role::Street | Role::House));
    if address {
        asked.sort_by_key(|&at| matches!(table.columns[at].role, Role::Street | Role::House));
    }
    let mut lead: Vec<String> =
        asked.iter().filter_map(|&at| voice.field(table, row, at)).collect();
    if lead.is_empty() {
        answer.lead.clone_from(&title);
        answer.body.extend(fields(voice, table, row, &named));
        return;
    }
    if !title.is_empty() && !found.requested.is_empty() {
        lead.insert(0, title);
    }
    answer.lead = lead.join("\n");
    asked.extend(named);
    answer.body.extend(fields(voice, table, row, &asked));
    match opening::of(voice, table, row) {
        Some(opening) if opening.asked => {
            answer.lead = format!("{}\n{}", opening.line, answer.lead);
        }
        Some(opening) => answer.body.insert(0, opening.line),
        None => {}
    }
}

/// The columns of a row that are not in `but`, most telling first.
fn fields(voice: &Voice<'_>, table: &Table, row: usize, but: &[usize]) -> Vec<String> {
    let telling = |column: &Column| match column.role {
        Role::Link | Role::District | Role::Code => 2,
        Role::Note => 1,
        _ => 0,
    };
    let mut columns: Vec<usize> = (0..table.columns.len())
        .filter(|at| !but.contains(at) && columns::is_shown(&table.columns[*at]))
        .filter(|&at| telling(&table.columns[at]) < 2)
        .collect();
    columns.sort_by_key(|&at| telling(&table.columns[at]));
    columns.into_iter().filter_map(|at| voice.field(table, row, at)).take(FIELDS).collect()
}

/// Several rows: their names or the values asked for, then the page of rows.
fn many(voice: &Voice<'_>, table: &Table, found: &Found, answer: &mut Answer) {
    let named = found.names.clone();
    let asked: Vec<usize> =
        found.requested.iter().copied().filter(|at| !named.contains(at)).collect();
    let rows = &found.rows[voice.offset.min(found.rows.len())..];
    if rows.is_empty() {
        answer.lead = voice.counted("answer-count", &[("count", 0)]);
        return;
    }
    // What is the same in all rows is said once, the rest row by row.
    let different = |at: usize| {
        let mut values: Vec<String> = Vec::new();
        for &row in rows {
            let value = voice.value(table, row, at);
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
        values
    };
    let (mut shared, mut apart) = (Vec::new(), Vec::new());
    for &at in asked.iter().take(4) {
        let values = different(at);
        match &values[..] {
            [] => {}
            [one] => {
                let label = voice.label(&table.columns[at]);
                shared.push(voice.text("answer-field", &[("label", label), ("value", one)]));
            }
            _ => apart.push((at, values)),
        }
    }
    let mut lead = Vec::new();
    if let Some((first, values)) = apart.first_mut() {
        if rows.len() <= NAMED {
            lead.extend(rows.iter().map(|&row| {
                let values: Vec<String> = apart
                    .iter()
                    .take(3)
                    .map(|&(at, _)| voice.value(table, row, at))
                    .filter(|value| !value.is_empty())
                    .collect();
                format!("{}: {}", shorten(&voice.title(table, found, row), 70), values.join(", "))
            }));
        } else {
            let label = voice.label(&table.columns[*first]);
            let more = values.len().saturating_sub(NAMED);
            values.truncate(NAMED);
            let mut said = values.join(", ");
            if more > 0 {
                said.push_str(", ");
                said.push_str(&voice.counted("answer-more", &[("count", more)]));
            }
            lead.push(voice.text("answer-field", &[("label", label), ("value", &said)]));
        }
        lead.append(&mut shared);
    } else if shared.is_empty() || rows.len() <= NAMED {
        lead.append(&mut shared);
        lead.push(titles(voice, table, found, rows));
    } else {
        lead.append(&mut shared);
    }
    answer.lead = lead.join("\n");
    rows_of(voice, table, &Found { rows: rows.to_vec(), ..found.clone() }, answer);
    let all = table.rows.iter().filter(|row| !row.total).count();
    answer.body.push(voice.counted("answer-of-rows", &[("count", found.rows.len()), ("all", all)]));
}

/// The different names of `rows`, so many as fit in the first lines.
fn titles(voice: &Voice<'_>, table: &Table, found: &Found, rows: &[usize]) -> String {
    let mut names: Vec<String> = Vec::new();
    for &row in rows {
        let name = shorten(&voice.title(table, found, row), 90);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(voice.counted("answer-more", &[("count", more)]));
    }
    names.join("; ")
}

/// A page of rows, a line each.
fn rows_of(voice: &Voice<'_>, table: &Table, found: &Found, answer: &mut Answer) {
    let named = found.names.clone();
    for &row in found.rows.iter().take(PAGE) {
        let mut values: Vec<String> = Vec::new();
        let rest = (0..table.columns.len()).filter(|at| {
            !named.contains(at)
                && columns::is_shown(&table.columns[*at])
                && !matches!(table.columns[*at].role, Role::Link | Role::District | Role::Code)
        });
        for at in rest.take(6) {
            let value = shorten(&voice.value(table, row, at), 60);
            if !value.is_empty() {
                values.push(value);
            }
        }
        answer.body.push(format!(
            "• {} — {}",
            shorten(&voice.title(table, found, row), 90),
            values.join("; ")
        ));
    }
}

fn periods(
    voice: &Voice<'_>,
    table: &Table,
    column: Option<usize>,
    values: &[(Period, Decimal)],
    answer: &mut Answer,
) {
    let said = |value: Decimal| match column {
        Some(column) => voice.number(table, None, column, value),
        None => number::format(value, voice.locale),
    };
    if let [first, second, ..] = values {
        let (more, less) = if first.1 >= second.1 { (first, second) } else { (second, first) };
        answer.lead = if more.1 == less.1 {
            voice.text("answer-equal", &[])
        } else {
            voice.text("answer-more-in", &[("period", &Voice::period(&more.0))])
        };
        for (period, value) in values {
            answer.lead.push('\n');
            answer.lead.push_str(&voice.text(
                "answer-period-value",
                &[("period", &Voice::period(period)), ("value", &said(*value))],
            ));
        }
        let (old, new) =
            if first.0.from <= second.0.from { (first, second) } else { (second, first) };
        let change = new.1 - old.1;
        let percent = if old.1.is_zero() {
            Decimal::ZERO
        } else {
            (change * Decimal::ONE_HUNDRED / old.1).round_dp(1)
        };
        answer.body.push(voice.text(
            "answer-change",
            &[("value", &said(change)), ("change", &number::format(percent, voice.locale))],
        ));
    }
}

/// The filter in words.
pub(super) fn conditions(voice: &Voice<'_>, table: &Table, found: &Found, answer: &mut Answer) {
    let mut said: Vec<String> = Vec::new();
    for &(column, _) in &found.filters {
        let mut values: Vec<String> = Vec::new();
        for &row in &found.rows {
            let value = shorten(&voice.value(table, row, column), 60);
            if !values.contains(&value) {
                values.push(value);
            }
            if values.len() > 3 {
                break;
            }
        }
        if values.len() > 3 || !columns::is_shown(&table.columns[column]) {
            continue;
        }
        let line = voice.text(
            "answer-filter",
            &[("label", voice.label(&table.columns[column])), ("value", &values.join(", "))],
        );
        if !said.contains(&line) {
            said.push(line);
        }
    }
    if !said.is_empty() && !matches!(found.result, Computed::Rows if found.rows.len() == 1) {
        answer.body.push(voice.text("answer-filters", &[("filter", &said.join("; "))]));
    }
    if let Some(period) = &found.period {
        answer.body.push(voice.text("answer-period", &[("period", &Voice::period(period))]));
    }
}

/// `text` cut to at most `most` characters, at a word where there is one.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    if let Some(at) = short.rfind(' ').filter(|at| *at > short.len() / 2) {
        short.truncate(at);
    }
    short.push('…');
    short
}

/// A date as people write it: 24.08.2026.
pub(super) fn date_of(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}
