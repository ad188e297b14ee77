//! The words of drafts: what a harvest found of one dataset, of many, or at the very first.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use crate::{
    bot::view::markup::{bold, cut, escape, one_line, shown},
    catalog::{Difference, Fate, Label, PeriodChange, Span, TableChange},
    i18n::Locale,
    news::{Found, Novelty, Subject, Update},
    text::number,
};

/// UTF-16 units of a draft of one dataset: it is to fit beside a picture, where Telegram takes 1,024.
const ROOM: usize = 980;
/// UTF-16 units of a title, of a description, of what portals call other things, and of a row.
const TITLE: usize = 160;
const NOTES: usize = 200;
const NAME: usize = 60;
const ROW: usize = 100;
/// Tables of which more is told than that they differ.
const TABLES: usize = 2;
/// Columns and files that are named.
const NAMED: usize = 4;

/// A line, and how soon it goes where there is no room for all: the highest first.
struct Line {
    html: String,
    rank: u8,
}

/// Says the same in one language.
#[derive(Clone, Copy)]
pub(super) struct Voice {
    pub(super) locale: Locale,
    pub(super) zone: Tz,
}

/// What is new of a dataset, as HTML of less than 1,000 UTF-16 units.
pub fn draft(novelty: &Novelty, locale: Locale, zone: Tz) -> String {
    let voice = Voice { locale, zone };
    let Novelty { subject, what } = novelty;
    let line = |rank: u8, text: String| Line { html: escape(&text), rank };
    let title = cut(&one_line(&subject.title), TITLE);
    let mut lines =
        vec![Line { html: bold(&voice.say(title_key(what), &[("title", &title)])), rank: 0 }];
    let notes = cut(&one_line(&subject.notes), NOTES);
    if !notes.is_empty() && !matches!(what, Found::Gone) {
        lines.push(line(9, notes));
    }
    match what {
        Found::New { .. } => lines.extend(voice.holds(subject).map(|text| line(1, text))),
        Found::Updated(update) => lines.extend(voice.update(update)),
        Found::Gone => lines.push(line(1, voice.gone(subject))),
        Found::Late => lines.push(line(1, voice.late(subject, "draft-late-since"))),
        Found::Asked { times, days } => {
            let arguments = [("times", (*times).into()), ("days", (*days).into())];
            lines.push(line(1, locale.text("draft-asked-times", &arguments)));
            lines.extend(voice.holds(subject).map(|text| line(1, text)));
        }
    }
    lines.extend(voice.source(subject, what).map(|text| line(2, text)));
    fitted(lines)
}

/// The lines that have room, the most telling ones.
fn fitted(mut lines: Vec<Line>) -> String {
    loop {
        let html = lines.iter().map(|line| line.html.as_str()).collect::<Vec<_>>().join("\n");
        let last = (0..lines.len()).max_by_key(|&at| (lines[at].rank, at));
        match last.filter(|_| shown(&html) > ROOM) {
            Some(last) => drop(lines.remove(last)),
            None => return html,
        }
    }
}

const fn title_key(what: &Found) -> &'static str {
    match what {
        Found::New { back: false } => "draft-new",
        Found::New { back: true } => "draft-back",
        Found::Updated(_) => "draft-updated",
        Found::Gone => "draft-gone",
        Found::Late => "draft-late",
        Found::Asked { .. } => "draft-asked",
    }
}

impl Voice {
    pub(super) fn say(self, key: &str, arguments: &[(&str, &str)]) -> String {
        let arguments: Vec<_> =
            arguments.iter().map(|(name, value)| (*name, (*value).into())).collect();
        self.locale.text(key, &arguments)
    }

    fn counted(self, key: &str, count: usize) -> String {
        let shown = number::format(Decimal::from(count), self.locale);
        self.locale.text(key, &[("count", count.into()), ("shown", shown.into())])
    }

    fn date(self, at: DateTime<Utc>) -> String {
        date(at.with_timezone(&self.zone).date_naive())
    }

    fn label(self, label: &Label) -> String {
        let text = match self.locale {
            Locale::Uk => &label.uk,
            Locale::En => &label.en,
        };
        cut(&one_line(text), NAME)
    }

    /// How much a dataset holds; nothing if that is not known.
    pub(super) fn holds(self, subject: &Subject) -> Option<String> {
        if subject.files == 0 {
            return None;
        }
        let files = self.counted("draft-files", subject.files);
        if subject.rows == 0 {
            return Some(self.say("draft-holds-files", &[("files", &files)]));
        }
        let rows = self.counted("draft-rows", subject.rows);
        Some(self.say("draft-holds", &[("files", &files), ("rows", &rows)]))
    }

    fn gone(self, subject: &Subject) -> String {
        match subject.updated {
            Some(at) => self.say("draft-gone-since", &[("date", &self.date(at))]),
            None => self.say("draft-gone-undated", &[]),
        }
    }

    pub(super) fn late(self, subject: &Subject, key: &str) -> String {
        let frequency = self.say(subject.frequency.key(), &[]);
        let date = subject.updated.map(|at| self.date(at)).unwrap_or_default();
        self.say(key, &[("frequency", &frequency), ("date", &date)])
    }

    /// Who holds it, and how old it is where that was not said yet.
    fn source(self, subject: &Subject, what: &Found) -> Option<String> {
        let holder = cut(&one_line(&subject.holder), TITLE);
        let dated = !matches!(what, Found::Gone | Found::Late);
        let date = subject.updated.filter(|_| dated).map(|at| self.date(at));
        match (holder.is_empty(), date) {
            (false, Some(date)) => {
                Some(self.say("draft-source", &[("holder", &holder), ("date", &date)]))
            }
            (false, None) => Some(self.say("draft-holder", &[("holder", &holder)])),
            (true, Some(date)) => Some(self.say("draft-date", &[("date", &date)])),
            (true, None) => None,
        }
    }

    /// What differs, file by file and table by table.
    fn update(self, update: &Update) -> Vec<Line> {
        let point = |rank: u8, text: String| Line { html: format!("• {}", escape(&text)), rank };
        let mut lines: Vec<Line> = self.files(update).map(|text| point(2, text)).collect();
        let several = update.tables_changed > 1;
        let told = update.tables.iter().take(TABLES);
        for (rank, table) in (0..).map(|at: u8| 10 * at).zip(told) {
            let name = table.name.as_deref().map(|name| cut(&one_line(name), NAME));
            let name = name.filter(|name| several && !name.is_empty());
            if let (Some(name), Fate::Kept) = (&name, table.fate) {
                let html = escape(&self.say("draft-table", &[("name", name)]));
                lines.push(Line { html, rank });
            }
            let facts = self.table(table, name.as_deref());
            lines.extend(facts.into_iter().map(|(worth, text)| point(rank + worth, text)));
        }
        let more = update.tables_changed.saturating_sub(update.tables.len().min(TABLES));
        if more > 0 {
            lines.push(point(8, self.counted("draft-more-tables", more)));
        }
        lines
    }

    fn files(self, update: &Update) -> impl Iterator<Item = String> {
        let names = names(update.files.iter().map(|name| cut(&one_line(name), NAME)));
        let files = self.counted("draft-files", update.files_added);
        let added = if names.is_empty() {
            self.say("draft-files-added-nameless", &[("files", &files)])
        } else {
            self.say("draft-files-added", &[("files", &files), ("names", &names)])
        };
        let files = self.counted("draft-files", update.files_removed);
        let removed = self.say("draft-files-removed", &[("files", &files)]);
        let said = [(update.files_added, added), (update.files_removed, removed)];
        said.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text)
    }

    /// What differs in a table, each with how soon it may be left out.
    fn table(self, table: &TableChange, name: Option<&str>) -> Vec<(u8, String)> {
        let name = name.unwrap_or_default();
        match table.fate {
            Fate::Gone => return vec![(1, self.say("draft-table-gone", &[("name", name)]))],
            Fate::Appeared => {
                let rows = self.counted("draft-rows", table.rows_added);
                return vec![(1, self.say("draft-table-new", &[("name", name), ("rows", &rows)]))];
            }
            Fate::Kept => {}
        }
        let mut facts: Vec<(u8, String)> =
            self.rows(table).into_iter().map(|text| (1, text)).collect();
        facts.extend(table.period.as_ref().map(|period| (2, self.period_change(period))));
        let columns = [
            ("draft-columns-added", names(table.labels_added.iter().map(|it| self.label(it)))),
            (
                "draft-columns-removed",
                names(table.columns_removed.iter().map(|name| cut(&one_line(name), NAME))),
            ),
        ];
        let named = columns.into_iter().filter(|(_, names)| !names.is_empty());
        facts.extend(named.map(|(key, names)| (4, self.say(key, &[("names", &names)]))));
        if let Some(amount) = &table.amount {
            let column = self.label(&amount.column);
            let said = |key: &str, of: &Difference| {
                format!("{} {}", self.say(key, &[("column", &column)]), self.difference(of))
            };
            let absolute = amount.absolute.as_ref();
            facts.extend(absolute.map(|of| (3, said("draft-most", of))));
            let other = amount.relative.as_ref().filter(|of| Some(*of) != absolute);
            facts.extend(other.map(|of| (5, said("draft-most-share", of))));
        }
        facts
    }

    /// How many rows are new, gone or changed.
    fn rows(self, table: &TableChange) -> Vec<String> {
        let Some(changed) = table.rows_changed else {
            let count = |count: usize| number::format(Decimal::from(count), self.locale);
            let (added, removed) = (count(table.rows_added), count(table.rows_removed));
            let apart = self.say("draft-apart", &[("added", &added), ("removed", &removed)]);
            let differ = table.rows_added + table.rows_removed > 0;
            return if differ { vec![apart] } else { Vec::new() };
        };
        let counts = [
            ("draft-added", table.rows_added.saturating_sub(changed)),
            ("draft-changed", changed),
            ("draft-removed", table.rows_removed.saturating_sub(changed)),
        ];
        let told = counts.into_iter().filter(|(_, count)| *count > 0);
        told.map(|(key, count)| self.say(key, &[("rows", &self.counted("draft-rows", count))]))
            .collect()
    }

    fn period_change(self, change: &PeriodChange) -> String {
        let period = self.span(change.after);
        let before = change.before.map(|span| self.span(span)).unwrap_or_default();
        let column = change.column.as_ref().map(|label| self.label(label)).unwrap_or_default();
        let key = match (&change.column, &change.before) {
            (None, None) => "draft-period",
            (None, Some(_)) => "draft-period-before",
            (Some(_), None) => "draft-dates",
            (Some(_), Some(_)) => "draft-dates-before",
        };
        self.say(key, &[("period", &period), ("before", &before), ("column", &column)])
    }

    /// «січень–жовтень 2026», "2020–2026", "03.01.2026–28.10.2026".
    fn span(self, Span { from, to }: Span) -> String {
        let month =
            |at: NaiveDate| self.locale.text("draft-month", &[("month", at.month().into())]);
        let (first, last) = (from.year().to_string(), to.year().to_string());
        let whole_months = from.day() == 1 && to.succ_opt().is_none_or(|next| next.day() == 1);
        let whole_years = whole_months && from.month() == 1 && to.month() == 12;
        let of = |at: NaiveDate, year: &str| {
            self.say("draft-month-of", &[("month", &month(at)), ("year", year)])
        };
        if whole_years && first == last {
            first
        } else if whole_years {
            format!("{first}–{last}")
        } else if !whole_months && from == to {
            date(from)
        } else if !whole_months {
            format!("{}–{}", date(from), date(to))
        } else if first != last {
            format!("{} – {}", of(from, &first), of(to, &last))
        } else if from.month() == to.month() {
            of(from, &first)
        } else {
            self.say(
                "draft-months",
                &[("from", &month(from)), ("to", &month(to)), ("year", &first)],
            )
        }
    }

    /// Both values of a row, where they stand, and the share.
    fn difference(self, of: &Difference) -> String {
        let unit = of.unit.as_deref().map(|unit| cut(&one_line(unit), NAME));
        let value = |value: Decimal| number::exact(value, unit.as_deref(), self.locale);
        let row = cut(&one_line(&of.row), ROW);
        let (before, after) = (value(of.before), value(of.after));
        let (before_row, after_row) = (of.before_row.to_string(), of.after_row.to_string());
        let percent = of.share().and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
        let percent = percent.map(|percent| percent.round_dp(1).normalize());
        let share = percent.filter(|percent| !percent.is_zero()).map(|percent| {
            let sign = if percent.is_sign_positive() { "+" } else { "" };
            format!("{sign}{}", number::format(percent, self.locale))
        });
        let key = if share.is_some() { "draft-amount-share" } else { "draft-amount" };
        let share = share.unwrap_or_default();
        self.say(
            key,
            &[
                ("row", &row),
                ("before", &before),
                ("before_row", &before_row),
                ("after", &after),
                ("after_row", &after_row),
                ("share", &share),
            ],
        )
    }

    /// What is new of a dataset in a few words, within a line; empty if its title says it all.
    pub(super) fn short(self, novelty: &Novelty) -> String {
        let fact = match &novelty.what {
            Found::New { .. } | Found::Asked { .. } => {
                let rows = novelty.subject.rows;
                if rows > 0 { self.counted("draft-rows", rows) } else { String::new() }
            }
            Found::Updated(update) => {
                let of_table = update.tables.iter().flat_map(|table| {
                    let name = table.name.as_deref().map(|name| cut(&one_line(name), NAME));
                    let mut facts = self.table(table, name.as_deref());
                    // A period says more than that there are rows more.
                    facts.sort_by_key(|(rank, _)| if *rank == 2 { 0 } else { *rank });
                    facts.into_iter().map(|(_, text)| text)
                });
                self.files(update).chain(of_table).next().unwrap_or_default()
            }
            Found::Gone => String::new(),
            Found::Late => self.late(&novelty.subject, "draft-line-late"),
        };
        let mut letters = fact.chars();
        let first = letters.next().map(|letter| letter.to_lowercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    }
}

fn date(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// The first of `names`, with dots where there are more.
fn names(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    let mut told = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        told.push('…');
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOICE: Voice = Voice { locale: Locale::Uk, zone: Tz::Europe__Kyiv };

    #[test]
    fn a_period_is_said_as_people_say_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (from, to, said) in [
            ("2026-01-01", "2026-12-31", "2026"),
            ("2020-01-01", "2026-12-31", "2020–2026"),
            ("2026-10-01", "2026-10-31", "жовтень 2026"),
            ("2026-01-01", "2026-10-31", "січень–жовтень 2026"),
            ("2025-10-01", "2026-02-28", "жовтень 2025 – лютий 2026"),
            ("2026-01-03", "2026-10-31", "03.01.2026–31.10.2026"),
            ("2026-01-03", "2026-01-03", "03.01.2026"),
        ] {
            assert_eq!(VOICE.span(Span { from: day(from), to: day(to) }), said);
        }
    }

    #[test]
    fn several_tables_are_told_by_name_and_the_rest_counted() {
        let table = |name: &str, fate, rows_changed| TableChange {
            name: Some(name.to_owned()),
            fate,
            rows_added: 1_200,
            rows_removed: 3,
            rows_changed,
            ..TableChange::default()
        };
        let update = Update {
            files: vec!["Травень".to_owned()],
            files_added: 2,
            files_removed: 1,
            tables: vec![table("А", Fate::Kept, None), table("Б", Fate::Appeared, None)],
            tables_changed: 7,
        };
        let html: Vec<String> = VOICE.update(&update).into_iter().map(|line| line.html).collect();
        assert_eq!(
            html,
            [
                "• Нове: 2 файли (Травень)",
                "• Вилучено 1 файл",
                "Таблиця «А»:",
                "• Рядків, яких раніше не було: 1\u{a0}200; яких більше немає: 3. Змінений рядок лічиться там і там.",
                "• Нова таблиця «Б»: 1\u{a0}200 рядків",
                "• Змінилося ще 5 таблиць",
            ]
        );
        let rows = VOICE.rows(&table("А", Fate::Kept, Some(2)));
        assert_eq!(rows, ["Додано 1\u{a0}198 рядків", "Змінено 2 рядки", "Вилучено 1 рядок"]);
    }
}
