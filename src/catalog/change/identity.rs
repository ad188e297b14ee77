//! Which row of one state of a table is which of the other.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::table::shorten;
use crate::table::{Kind, Role, Table};

/// Tables with more rows are not looked at: each column that may name rows costs a walk over all of them.
const LARGEST: usize = 200_000;
/// The most columns that name a row together, besides the period.
const COLUMNS: usize = 4;
/// The most letters of a cell in a row's label, and of the label.
const CELL: usize = 80;
const LABEL: usize = 160;

/// The rows that are in both states, found by columns which tell apart all rows of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// The rows, by their places before and after, in the order of after.
    pub(super) pairs: Vec<(usize, usize)>,
    /// The columns that call a row, by their places before and after: those that tell rows apart, or their name where
    /// those are codes.
    names: Vec<(usize, usize)>,
}

impl Identity {
    /// The rows of `before` in `after`, by some of the columns that both have; `None` if no few columns tell all rows of
    /// both apart. Sums of other rows are left out.
    pub(super) fn find(before: &Table, after: &Table, shared: &[(usize, usize)]) -> Option<Self> {
        let rows = |table: &Table| -> Vec<usize> {
            (0..table.rows.len()).filter(|&row| !table.rows[row].total).collect()
        };
        let (old, new) = (rows(before), rows(after));
        if old.is_empty() || new.is_empty() || old.len().max(new.len()) > LARGEST {
            return None;
        }
        let worth = |&(a, b): &(usize, usize)| worth(before, a).zip(worth(after, b)).map(|it| it.1);
        let mut left: Vec<((usize, usize), u8)> =
            shared.iter().filter_map(|pair| Some((*pair, worth(pair)?))).collect();
        // A row of another month is another row, whatever its name.
        let of_period = |(a, b): &(usize, usize)| {
            before.columns[*a].is_time_axis() && after.columns[*b].is_time_axis()
        };
        let mut columns: Vec<(usize, usize)> = shared.iter().copied().filter(of_period).collect();
        left.retain(|(pair, _)| !columns.contains(pair));
        let mut sums = (vec![0; old.len()], vec![0; new.len()]);
        for &(a, b) in &columns {
            sums = (mixed(before, &old, a, &sums.0), mixed(after, &new, b, &sums.1));
        }
        let apart = |sums: &(Vec<u64>, Vec<u64>)| distinct(&sums.0) + distinct(&sums.1);
        let all = old.len() + new.len();
        let mut told = apart(&sums);
        for _ in 0..COLUMNS {
            if told == all {
                break;
            }
            let with = left.iter().enumerate().map(|(at, &((a, b), worth))| {
                let sums = (mixed(before, &old, a, &sums.0), mixed(after, &new, b, &sums.1));
                (apart(&sums), worth, std::cmp::Reverse(at), sums)
            });
            let (more, _, std::cmp::Reverse(at), best) =
                with.max_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)))?;
            if more == told {
                return None;
            }
            (told, sums) = (more, best);
            columns.push(left.remove(at).0);
        }
        columns.sort_by_key(|pair| pair.1);
        let pairs = matched(before, &old, after, &new, &columns)?;
        let names = names(after, shared, &columns);
        Some(Self { pairs, names })
    }

    /// What the row at `new` is called; `None` if it is called otherwise than the row at `old`.
    pub(super) fn label(
        &self,
        before: &Table,
        after: &Table,
        (old, new): (usize, usize),
    ) -> Option<String> {
        let text =
            |table: &Table, row: usize, at: usize| shorten(&table.rows[row].cells[at].text, CELL);
        let mut label = Vec::new();
        for &(a, b) in &self.names {
            let called = text(after, new, b);
            if called != text(before, old, a) {
                return None;
            }
            label.push(called);
        }
        label.retain(|word| !word.is_empty());
        (!label.is_empty()).then(|| shorten(&label.join(", "), LABEL))
    }
}

/// How well the column `at` names rows; `None` if it does not.
fn worth(table: &Table, at: usize) -> Option<u8> {
    let column = &table.columns[at];
    let names = matches!(
        column.kind,
        Kind::Text | Kind::Code | Kind::Integer | Kind::Date | Kind::DateTime
    );
    if column.personal || column.is_metric() || !names {
        return None;
    }
    let worth = match column.role {
        Role::Name => 9,
        Role::Organization | Role::Person | Role::Post => 8,
        Role::Address | Role::Street | Role::Settlement => 7,
        Role::Code => 6,
        Role::Id => 5,
        Role::House | Role::District | Role::Category | Role::Period => 4,
        Role::Other => 3,
        Role::Date | Role::Start | Role::End => 1,
        _ => return None,
    };
    // Where rows are only numbered, another thing has the number once a row comes in between.
    (!is_numbering(table, at)).then_some(worth)
}

/// Whether a column counts the rows.
fn is_numbering(table: &Table, at: usize) -> bool {
    let mut last: Option<i64> = None;
    let filled = table.rows.iter().filter(|row| !row.total).map(|row| &*row.cells[at].text);
    for text in filled.filter(|text| !text.is_empty()) {
        let Ok(number) = text.trim_end_matches(['.', ')']).parse::<i64>() else { return false };
        if last.is_some_and(|last| last.checked_add(1) != Some(number)) {
            return false;
        }
        last = Some(number);
    }
    last.is_some()
}

/// The hashes `sums` of the rows with the cells of one more column.
fn mixed(table: &Table, rows: &[usize], at: usize, sums: &[u64]) -> Vec<u64> {
    let mix = |(&row, sum): (&usize, &u64)| {
        let mut hasher = DefaultHasher::new();
        (sum, &table.rows[row].cells[at].text).hash(&mut hasher);
        hasher.finish()
    };
    rows.iter().zip(sums).map(mix).collect()
}

fn distinct(sums: &[u64]) -> usize {
    sums.iter().collect::<HashSet<_>>().len()
}

/// The rows that `columns` call the same; `None` if they call two of one state the same.
fn matched(
    before: &Table,
    old: &[usize],
    after: &Table,
    new: &[usize],
    columns: &[(usize, usize)],
) -> Option<Vec<(usize, usize)>> {
    let mut known: HashMap<Vec<&str>, usize> = HashMap::with_capacity(old.len());
    for &row in old {
        let key = columns.iter().map(|pair| &*before.rows[row].cells[pair.0].text).collect();
        if known.insert(key, row).is_some() {
            return None;
        }
    }
    let mut seen: HashSet<Vec<&str>> = HashSet::with_capacity(new.len());
    let mut pairs = Vec::new();
    for &row in new {
        let key: Vec<&str> =
            columns.iter().map(|pair| &*after.rows[row].cells[pair.1].text).collect();
        let empty = key.iter().all(|text| text.is_empty());
        if let Some(&old) = known.get(&key).filter(|_| !empty) {
            pairs.push((old, row));
        }
        if !seen.insert(key) {
            return None;
        }
    }
    Some(pairs)
}

/// The columns that call a row which `columns` tell from others.
fn names(
    table: &Table,
    shared: &[(usize, usize)],
    columns: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let says = |pair: &&(usize, usize)| {
        let column = &table.columns[pair.1];
        column.kind == Kind::Text && !matches!(column.role, Role::Id | Role::Code | Role::Period)
    };
    let mut names = columns.to_vec();
    if !columns.iter().any(|pair| says(&pair)) {
        let more = shared.iter().filter(says).max_by_key(|pair| {
            (
                worth(table, pair.1),
                table.columns[pair.1].profile.distinct,
                std::cmp::Reverse(pair.1),
            )
        });
        let more = more.filter(|pair| worth(table, pair.1).is_some());
        // A code says nothing beside the name that it stands for.
        if let Some(more) = more {
            names.retain(|pair| table.columns[pair.1].is_time_axis());
            names.push(*more);
        }
    }
    names
}
