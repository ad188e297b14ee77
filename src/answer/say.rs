//! Saying it: what was found, in the resident's words, with its source and its age.

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::{
    Answer, Content, Entry, File, Outcome, Source,
    chart::Chart,
    geo, opening,
    plan::{self, Computed, Found},
};
use crate::{
    catalog::Frequency,
    i18n::Locale,
    search::{Cue, Doc, Reading},
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
/// Row numbers named in a source.
const ROWS_NAMED: usize = 100;
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
            Value::Date(date) => self.date(*date),
            Value::DateTime(at) if at.time().num_seconds_from_midnight() == 0 => {
                self.date(at.date())
            }
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
        let beside = |role: Role| {
            let unit = table.columns.iter().position(|column| column.role == role)?;
            row.map(|row| &*table.rows[row].cells[unit].text).filter(|text| !text.is_empty())
        };
        let currency = row.and_then(|row| {
            let at = table
                .columns
                .iter()
                .position(|column| column.name.to_lowercase().contains("currency"))?;
            Some(&*table.rows[row].cells[at].text)
        });
        let money = matches!(column.role, Role::Amount | Role::Plan | Role::Fact | Role::Price);
        match column.unit.as_deref() {
            Some("грн" | "UAH") => number::money(value, self.locale),
            Some("%") => format!("{} %", number::format(value, self.locale)),
            Some(unit) => format!("{} {unit}", number::format(value, self.locale)),
            None if money && matches!(currency, Some("UAH" | "грн")) => {
                let money = number::money(value, self.locale);
                match beside(Role::Unit).filter(|_| column.role == Role::Price) {
                    Some(unit) => format!("{money} / {unit}"),
                    None => money,
                }
            }
            None => match beside(Role::Unit).filter(|_| column.role == Role::Quantity) {
                Some(unit) => format!("{} {unit}", number::format(value, self.locale)),
                None => number::format(value, self.locale),
            },
        }
    }

    pub(super) fn date(&self, date: NaiveDate) -> String {
        date.format("%d.%m.%Y").to_string()
    }

    pub(super) fn period(&self, period: &Period) -> String {
        let last = period.to.pred_opt().unwrap_or(period.to);
        match period.grain {
            Grain::Year => period.from.format("%Y").to_string(),
            Grain::SchoolYear => format!("{}/{}", period.from.format("%Y"), last.format("%Y")),
            Grain::Day => self.date(period.from),
            _ => format!("{}–{}", self.date(period.from), self.date(last)),
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
        let family = found
            .names
            .first()
            .is_some_and(|&at| crate::text::squash(&table.columns[at].label_uk) == "прізвище");
        let apart = if family { " " } else { ", " };
        found
            .names
            .iter()
            .map(|&at| self.value(table, row, at))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(apart)
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
    let Some(table) = voice.doc.table() else { return card(voice) };
    let table = &*table;
    let all = table.rows.iter().filter(|row| !row.total).count();
    match &found.result {
        Computed::Dataset => return card(voice),
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
        Computed::Extreme(column) => {
            let mut requested = vec![*column];
            requested.extend(found.requested.iter().copied().filter(|at| at != column));
            let first = Found { requested, rows: vec![found.rows[0]], ..found.clone() };
            one(voice, table, &first, &mut answer);
            let next: Vec<String> = found.rows[1..]
                .iter()
                .take(2)
                .map(|&row| {
                    format!(
                        "{}: {}",
                        voice.title(table, found, row),
                        voice.value(table, row, *column)
                    )
                })
                .collect();
            if !next.is_empty() {
                answer.body.insert(0, next.join("; "));
            }
        }
        Computed::Groups(column, groups) => {
            let of = |(name, count): &(String, usize)| {
                voice.locale.text(
                    "answer-group",
                    &[("name", name.as_str().into()), ("count", (*count).into())],
                )
            };
            answer.lead = groups.first().map(of).unwrap_or_default();
            answer.body.extend(groups.iter().skip(1).take(PAGE).map(of));
            let label = voice.label(&table.columns[*column]);
            answer.body.push(
                voice.text(
                    "answer-field",
                    &[("label", label), ("value", &groups.len().to_string())],
                ),
            );
        }
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
        Computed::Nearest(places) => {
            let mut lines = places.iter().map(|&(row, metres)| {
                let title = place_line(voice, table, found, row);
                let distance = geo::format_distance(metres, voice.locale);
                voice.text("answer-distance", &[("title", &title), ("distance", &distance)])
            });
            answer.lead = lines.next().unwrap_or_default();
            let rest: Vec<String> = lines.collect();
            answer.body.extend(rest);
            if let Some(&(row, _)) = places.first() {
                let shown = fields(voice, table, row, &[]);
                answer.body.extend(shown);
            }
        }
    }
    conditions(voice, table, found, &mut answer);
    answer.has_more =
        matches!(found.result, Computed::Rows | Computed::Count(_) | Computed::Sum(..))
            && found.rows.len() > voice.offset + PAGE;
    answer.has_chart = Chart::of(voice, found).is_some();
    provenance(voice, found, &mut answer);
    answer
}

/// The title of a row with its address.
fn place_line(voice: &Voice<'_>, table: &Table, found: &Found, row: usize) -> String {
    let mut parts = vec![voice.title(table, found, row)];
    let named = found.names.clone();
    for (at, column) in table.columns.iter().enumerate() {
        if matches!(column.role, Role::Address | Role::Settlement | Role::Street | Role::House)
            && !named.contains(&at)
            && plan::is_shown(column)
        {
            let value = voice.value(table, row, at);
            if !value.is_empty() && !parts.contains(&value) {
                parts.push(value);
            }
        }
    }
    parts.join(", ")
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
            answer.lead = format!("{}\n{}", opening.line, answer.lead)
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
        .filter(|at| !but.contains(at) && plan::is_shown(&table.columns[*at]))
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
                && plan::is_shown(&table.columns[*at])
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
            voice.text("answer-more-in", &[("period", &voice.period(&more.0))])
        };
        for (period, value) in values {
            answer.lead.push_str("\n");
            answer.lead.push_str(&voice.text(
                "answer-period-value",
                &[("period", &voice.period(period)), ("value", &said(*value))],
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
        if values.len() > 3 || !plan::is_shown(&table.columns[column]) {
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
        answer.body.push(voice.text("answer-period", &[("period", &voice.period(period))]));
    }
}

/// When the file of the document changed.
pub(super) fn updated(voice: &Voice<'_>) -> Option<DateTime<Utc>> {
    let of = |resource: &str| {
        voice
            .entry
            .files
            .iter()
            .find(|file| file.resource == resource)
            .and_then(|file| file.updated)
    };
    match &voice.doc.place {
        Some((resource, _)) => of(resource),
        None => {
            let files = voice.entry.files.iter().filter_map(|file| file.updated);
            files
                .max()
                .or_else(|| {
                    voice
                        .entry
                        .dataset
                        .resources
                        .iter()
                        .filter_map(|resource| resource.last_modified)
                        .max()
                })
                .or(voice.entry.dataset.modified)
        }
    }
}

fn frequency(voice: &Voice<'_>, frequency: Frequency) -> String {
    let key = match frequency {
        Frequency::MoreThanDaily => "answer-frequency-more-than-daily",
        Frequency::Daily => "answer-frequency-daily",
        Frequency::Weekly => "answer-frequency-weekly",
        Frequency::Monthly => "answer-frequency-monthly",
        Frequency::Quarterly => "answer-frequency-quarterly",
        Frequency::HalfYearly => "answer-frequency-half-yearly",
        Frequency::Yearly => "answer-frequency-yearly",
        Frequency::OnChange => "answer-frequency-on-change",
        Frequency::Never => "answer-frequency-never",
        Frequency::Unknown => "answer-frequency-unknown",
    };
    voice.text(key, &[])
}

/// The record of where rows of a document come from.
pub(super) fn source(voice: &Voice<'_>, rows: &[usize]) -> Source {
    let dataset = &voice.entry.dataset;
    let updated = updated(voice);
    let table = voice.doc.table();
    let table = table.as_deref();
    Source {
        dataset: dataset.name.clone(),
        title: dataset.title.clone(),
        resource: voice
            .doc
            .place
            .as_ref()
            .map(|(resource, _)| resource.clone())
            .unwrap_or_default(),
        sheet: table.and_then(|table| table.sheet.clone()),
        member: table.and_then(|table| table.member.clone()),
        rows: table.map_or_else(Vec::new, |table| {
            rows.iter().take(ROWS_NAMED).map(|&row| table.rows[row].number).collect()
        }),
        updated: updated.map(|at| at.with_timezone(&voice.now.timezone()).date_naive()),
        late: updated.and_then(|at| dataset.frequency.is_late(at, voice.now.with_timezone(&Utc))),
        url: dataset.url.clone(),
    }
}

/// Where the answer comes from, and its age.
pub(super) fn provenance(voice: &Voice<'_>, found: &Found, answer: &mut Answer) {
    let dataset = &voice.entry.dataset;
    let source = source(voice, &found.rows);
    answer.footer.push(
        voice
            .text("answer-source", &[("title", &dataset.title), ("holder", &dataset.holder.title)]),
    );
    let mut age = match source.updated {
        Some(date) => voice.text("answer-updated", &[("date", &voice.date(date))]),
        None => voice.text("answer-updated-unknown", &[]),
    };
    if (1..=3).contains(&source.rows.len()) {
        let rows: Vec<String> = source.rows.iter().map(u32::to_string).collect();
        age.push_str(", ");
        age.push_str(&voice.text("answer-rows", &[("rows", &rows.join(", "))]));
    }
    answer.footer.push(age);
    let promised = frequency(voice, dataset.frequency);
    answer.footer.push(if source.late == Some(true) {
        voice.text("answer-late", &[("frequency", &promised)])
    } else {
        voice.text("answer-frequency", &[("frequency", &promised)])
    });
    answer.datasets = vec![dataset.name.clone()];
    answer.sources = vec![source];
}

/// What is asked of a dataset itself: when updated, by whom, how often.
pub(super) fn about(voice: &Voice<'_>) -> Option<Answer> {
    let dataset = &voice.entry.dataset;
    let zone = voice.now.timezone();
    let day = |at: DateTime<Utc>| voice.date(at.with_timezone(&zone).date_naive());
    let asks = |cue| voice.reading.asks(cue);
    let mut lead = Vec::new();
    if asks(Cue::Updated) {
        lead.push(match updated(voice) {
            Some(at) => voice.text("answer-card-updated", &[("date", &day(at))]),
            None => voice.text("answer-updated-unknown", &[]),
        });
    }
    if asks(Cue::Created)
        && let Some(at) = dataset.created
    {
        lead.push(voice.text("answer-card-created", &[("date", &day(at))]));
    }
    if asks(Cue::Frequency) {
        lead.push(
            voice.text("answer-frequency", &[("frequency", &frequency(voice, dataset.frequency))]),
        );
    }
    if asks(Cue::Holder) {
        lead.push(voice.text("answer-card-holder", &[("holder", &dataset.holder.title)]));
        if let Some(maintainer) = &dataset.maintainer {
            lead.push(voice.text("answer-card-maintainer", &[("maintainer", maintainer)]));
        }
    }
    if asks(Cue::Format) {
        lead.push(voice.text("answer-card-formats", &[("formats", &formats(voice))]));
    }
    if lead.is_empty() {
        return None;
    }
    let mut answer = card(voice);
    answer.outcome = Outcome::Answer;
    answer.body.insert(0, answer.lead.clone());
    answer.lead = lead.join("\n");
    Some(answer)
}

fn formats(voice: &Voice<'_>) -> String {
    let mut formats: Vec<String> = Vec::new();
    for resource in &voice.entry.dataset.resources {
        let format = resource.format.trim().trim_start_matches('.').to_uppercase();
        if !format.is_empty() && !formats.contains(&format) {
            formats.push(format);
        }
    }
    formats.join(", ")
}

/// The card of a dataset.
pub(super) fn card(voice: &Voice<'_>) -> Answer {
    let dataset = &voice.entry.dataset;
    let mut answer =
        Answer { outcome: Outcome::Dataset, locale: voice.locale, ..Answer::default() };
    answer.lead = voice.text("answer-card-title", &[("title", &dataset.title)]);
    if !dataset.notes.is_empty() {
        answer.body.push(shorten(&dataset.notes, 300));
    }
    if dataset.resources.is_empty() {
        answer.body.push(voice.text("answer-card-no-files", &[]));
    } else {
        answer.body.push(voice.text("answer-card-formats", &[("formats", &formats(voice))]));
        let rows: usize = voice
            .entry
            .files
            .iter()
            .filter_map(File::tables)
            .map(|tables| tables.iter().map(|table| table.rows.len()).sum::<usize>())
            .sum();
        if rows > 0 {
            answer.body.push(voice.text("answer-card-rows", &[("rows", &rows.to_string())]));
        }
        for file in &voice.entry.files {
            if let Content::Unreadable(key) = &file.content {
                let line = voice.text(key, &[]);
                if !answer.body.contains(&line) {
                    answer.body.push(line);
                }
            }
        }
    }
    provenance(voice, &Found::default(), &mut answer);
    answer
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
