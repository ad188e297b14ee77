//! The period that the rows of a table are of.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::table::Label;
use crate::{
    table::{Column, Kind, Role, Row, Table},
    text::period::{Grain, Period},
};

/// From one day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// The period that rows are of, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodChange {
    /// The column of dates that says so; `None` if the table counts by years, months or quarters.
    pub column: Option<Label>,
    /// Before, if it was known.
    pub before: Option<Span>,
    /// After.
    pub after: Span,
}

/// The period of the rows if it is another one.
pub(super) fn compare(before: &Table, after: &Table) -> Option<PeriodChange> {
    let (was, (is, column)) = (span(before), span(after)?);
    // Dates of another column say nothing of these.
    let before = was.filter(|(_, other)| name(*other) == name(column)).map(|(span, _)| span);
    (before != Some(is)).then(|| PeriodChange { column: column.map(Label::of), before, after: is })
}

fn name(column: Option<&Column>) -> Option<&str> {
    column.map(|column| column.name.as_str())
}

/// The first and the last day of the rows, and the column of dates that it is read from.
fn span(table: &Table) -> Option<(Span, Option<&Column>)> {
    let axis: Vec<usize> = (0..table.columns.len())
        .filter(|&at| table.columns[at].is_time_axis() && !table.columns[at].personal)
        .collect();
    if !axis.is_empty() {
        return Some((joined(table, table.periods_in(&axis))?, None));
    }
    let is_date = |column: &&Column| {
        column.role == Role::Date
            && matches!(column.kind, Kind::Date | Kind::DateTime)
            && !column.personal
    };
    let (at, column) = table.columns.iter().enumerate().find(|(_, column)| is_date(column))?;
    let day = |row: &Row| {
        let from = row.cells[at].value.date()?;
        Some(Period { from, to: from.succ_opt()?, grain: Grain::Day })
    };
    Some((joined(table, table.rows.iter().map(day).collect())?, Some(column)))
}

/// From the first day of all to the last; sums of other rows are of no period.
fn joined(table: &Table, periods: Vec<Option<Period>>) -> Option<Span> {
    let of_rows = table.rows.iter().zip(periods).filter(|(row, _)| !row.total);
    let mut span: Option<Span> = None;
    for period in of_rows.filter_map(|(_, period)| period) {
        let last = period.to.pred_opt()?;
        let known = span.get_or_insert(Span { from: period.from, to: last });
        known.from = known.from.min(period.from);
        known.to = known.to.max(last);
    }
    span
}

#[cfg(test)]
mod tests {
    use super::{super::table::read_csv, *};

    fn compared(before: &str, after: &str) -> Option<(Option<String>, Option<Span>, Span)> {
        let change = compare(&read_csv(before), &read_csv(after))?;
        Some((change.column.map(|label| label.uk), change.before, change.after))
    }

    fn span(from: (i32, u32, u32), to: (i32, u32, u32)) -> Span {
        let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        Span { from: day(from), to: day(to) }
    }

    #[test]
    fn a_month_more_is_told_and_the_same_months_are_not() {
        let september = "Місяць,Сума\nсічень 2026,1\nвересень 2026,2\n";
        let october = "Місяць,Сума\nсічень 2026,1\nвересень 2026,2\nжовтень 2026,4\n";
        let (before, after) =
            (span((2026, 1, 1), (2026, 9, 30)), span((2026, 1, 1), (2026, 10, 31)));
        assert_eq!(compared(september, october), Some((None, Some(before), after)));
        assert_eq!(compared(september, "Місяць,Сума\nвересень 2026,7\nсічень 2026,1\n"), None);
    }

    #[test]
    fn dates_are_told_with_the_name_of_their_column_and_years_of_building_are_no_period() {
        let text = |date: &str| {
            format!("Назва,Рік побудови,Дата договору\nа,1975,02.03.2026\nб,1980,{date}\n")
        };
        let told = compared(&text("05.04.2026"), &text("06.05.2026")).unwrap();
        assert_eq!(told.0.as_deref(), Some("Дата договору"));
        assert_eq!(told.2, span((2026, 3, 2), (2026, 5, 6)));
        let (old, new) = ("Назва,Рік побудови\nа,1975\n", "Назва,Рік побудови\nа,1976\n");
        assert_eq!(compared(old, new), None);
    }
}
