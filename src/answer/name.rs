//! How rows are called: by the column that the question chose them by, else the one that names them, and by what tells
//! them apart.

use std::collections::HashSet;

use super::{columns, plan::Found};
use crate::table::{Kind, Role, Table};

/// The most rows that are looked at to tell them apart.
const LOOKED_AT: usize = 60;
/// The most columns added to tell rows apart.
const ADDED: usize = 2;

/// The columns that call the rows of `found`.
pub(super) fn naming(table: &Table, found: &Found) -> Vec<usize> {
    let mut names = chosen_by(table, found).unwrap_or_else(|| default(table));
    let rows = &found.rows[..found.rows.len().min(LOOKED_AT)];
    if rows.len() < 2 {
        return names;
    }
    let distinct = |columns: &[usize]| {
        rows.iter()
            .map(|&row| {
                let cells = &table.rows[row].cells;
                columns.iter().map(|&at| &*cells[at].text).collect::<Vec<_>>()
            })
            .collect::<HashSet<_>>()
            .len()
    };
    let mut apart = distinct(&names);
    for _ in 0..ADDED {
        let with = |at: usize| {
            let mut columns = names.clone();
            columns.push(at);
            distinct(&columns)
        };
        let best = (0..table.columns.len())
            .filter(|at| !names.contains(at) && !found.requested.contains(at) && tells(table, *at))
            .map(|at| (with(at), at))
            .max_by_key(|&(count, at)| (count, std::cmp::Reverse(at)));
        let Some((count, at)) = best.filter(|&(count, _)| count > apart && apart < rows.len())
        else {
            break;
        };
        apart = count;
        names.push(at);
    }
    names
}

/// The column whose value the question named, where it says what the row is.
fn chosen_by(table: &Table, found: &Found) -> Option<Vec<usize>> {
    let says = |at: usize| {
        let column = &table.columns[at];
        columns::is_shown(column)
            && matches!(column.role, Role::Name | Role::Post | Role::Person | Role::Category)
            && column.kind == Kind::Text
    };
    let default = default(table);
    let mut chosen: Vec<usize> = Vec::new();
    for &(at, _) in &found.filters {
        if says(at) && !chosen.contains(&at) {
            chosen.push(at);
        }
    }
    // A category that all rows share is said among the conditions.
    let several = found.rows.len() > 1;
    chosen.retain(|&at| !several || table.columns[at].role != Role::Category);
    if chosen.is_empty() || default.iter().any(|at| chosen.contains(at)) {
        return None;
    }
    chosen.truncate(2);
    Some(chosen)
}

/// The columns that name any row of `table`.
pub(super) fn default(table: &Table) -> Vec<usize> {
    let shown = || (0..table.columns.len()).filter(|&at| columns::is_shown(&table.columns[at]));
    let person = table.name_columns();
    if !person.is_empty() {
        return person;
    }
    let distinct = |at: usize| table.columns[at].profile.distinct;
    if let Some(name) = shown().find(|&at| table.columns[at].role == Role::Name) {
        // «Вид послуги» before «Назва рішення», which says no more.
        let before = shown().take_while(|&at| at < name).find(|&at| {
            let column = &table.columns[at];
            column.kind == Kind::Text
                && matches!(column.role, Role::Other | Role::Category)
                && distinct(at) >= distinct(name)
                && distinct(at) > 2
        });
        return vec![before.unwrap_or(name)];
    }
    let worth = |at: usize| {
        let column = &table.columns[at];
        let of_role = match column.role {
            Role::Person => 0.9,
            Role::Post => 0.85,
            Role::Organization => 0.8,
            Role::Address => 0.75,
            Role::Street | Role::Other => 0.5,
            Role::Category | Role::Settlement => 0.4,
            _ => 0.0,
        };
        #[expect(clippy::cast_precision_loss, reason = "counts of values")]
        let varied = distinct(at) as f32 / column.profile.filled.max(1) as f32;
        let text = if column.kind == Kind::Text { 0.2 } else { 0.0 };
        of_role + text + 0.5 * varied - if varied < 0.15 { 0.6 } else { 0.0 }
    };
    shown().max_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(b.cmp(&a))).into_iter().collect()
}

/// Whether a column may tell rows apart for a reader.
fn tells(table: &Table, at: usize) -> bool {
    let column = &table.columns[at];
    columns::is_shown(column)
        && !matches!(
            column.role,
            Role::Note | Role::Link | Role::District | Role::Code | Role::Id | Role::Email
        )
        && !matches!(column.kind, Kind::Link | Kind::Flag | Kind::Decimal | Kind::Code)
}
