//! What the numbers of a table measure: which can be added or compared, in which unit, and of which period.

use chrono::NaiveDate;

use super::{Column, Kind, Role, Table, Value};
use crate::text::period::{self, Grain, Period};

impl Column {
    /// Whether its numbers can be added or compared.
    pub fn is_metric(&self) -> bool {
        let label = self.label_uk.to_lowercase();
        let numbers_things = label.starts_with('№') || label.starts_with("номер");
        matches!(self.kind, Kind::Integer | Kind::Decimal)
            && !self.personal
            && !numbers_things
            && !matches!(
                self.role,
                Role::Id
                    | Role::Code
                    | Role::House
                    | Role::Latitude
                    | Role::Longitude
                    | Role::Period
                    | Role::Phone
            )
    }

    /// Whether it says which period its row is of, and not when its thing was built or founded.
    pub fn is_time_axis(&self) -> bool {
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
        self.role == Role::Period
            && crate::text::squash(&self.label_uk).split(' ').all(|word| WORDS.contains(&word))
    }
}

impl Value {
    /// The date of a value that has one.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(date) => Some(*date),
            Self::DateTime(at) => Some(at.date()),
            _ => None,
        }
    }
}

impl Table {
    /// The unit of the number in the column `at` of the row `row`, as published: by the header, or by a cell beside it.
    /// Without a row only what holds for all of them.
    pub fn unit(&self, row: Option<usize>, at: usize) -> Option<String> {
        let column = &self.columns[at];
        if let Some(unit) = &column.unit {
            return Some(if unit == "UAH" { "грн".to_owned() } else { unit.clone() });
        }
        let cells = &self.rows.get(row?)?.cells;
        let beside = |found: Option<usize>| Some(&*cells.get(found?)?.text);
        let of_role = |role: Role| self.columns.iter().position(|column| column.role == role);
        let unit = beside(of_role(Role::Unit)).filter(|text| !text.is_empty());
        let currency = || {
            let names_currency = |column: &Column| column.name.to_lowercase().contains("currency");
            beside(self.columns.iter().position(names_currency))
        };
        match column.role {
            Role::Amount | Role::Plan | Role::Fact | Role::Price
                if matches!(currency(), Some("UAH" | "грн")) =>
            {
                let of_price = unit.filter(|_| column.role == Role::Price);
                Some(of_price.map_or_else(|| "грн".to_owned(), |unit| format!("грн / {unit}")))
            }
            Role::Quantity => unit.map(ToOwned::to_owned),
            _ => None,
        }
    }

    /// The period of each row, where a column (or a year and a month or quarter beside it) gives one.
    pub fn row_periods(&self) -> Option<Vec<Option<Period>>> {
        let by_role = |role: Role| {
            self.columns.iter().position(|column| column.role == role && !column.personal)
        };
        let periods: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.role == Role::Period)
            .map(|(at, _)| at)
            .collect();
        if !periods.is_empty() {
            return Some(self.periods_in(&periods));
        }
        let dated = |column: &Column| matches!(column.kind, Kind::Date | Kind::DateTime);
        let date = self
            .columns
            .iter()
            .position(|column| column.role == Role::Date && dated(column))
            .or_else(|| by_role(Role::Start).filter(|&at| dated(&self.columns[at])))
            .or_else(|| {
                self.columns.iter().position(|column| dated(column) && column.role != Role::End)
            })?;
        let of_row =
            |from: NaiveDate| Some(Period { from, to: from.succ_opt()?, grain: Grain::Day });
        Some(self.rows.iter().map(|row| of_row(row.cells[date].value.date()?)).collect())
    }

    /// The period of each row, as the columns `at` name it together.
    pub fn periods_in(&self, at: &[usize]) -> Vec<Option<Period>> {
        self.rows
            .iter()
            .map(|row| {
                let texts: Vec<&str> = at.iter().map(|&at| &*row.cells[at].text).collect();
                joint(&texts)
            })
            .collect()
    }
}

/// The period that a year and a month or quarter beside it name together.
fn joint(texts: &[&str]) -> Option<Period> {
    match texts {
        [one] => period::of_cell(one),
        [year, part, ..] => period::of_cell(&format!("{part} {year}"))
            .or_else(|| period::of_cell(&format!("{part} квартал {year}")))
            .or_else(|| period::of_cell(&format!("{year} {part}")))
            .or_else(|| period::of_cell(year))
            .or_else(|| period::of_cell(part)),
        [] => None,
    }
}
