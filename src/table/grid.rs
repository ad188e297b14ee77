//! Rows as a reader gives them, before anyone knows which are the header and what the values are.

use super::{
    Cell, Column, Limits, Row, Table, Unreadable, Value, header, infer, label, role, total,
};

/// What is left of the [`Limits`] while one file is read.
pub(super) struct Budget<'a> {
    /// The limits.
    pub(super) limits: &'a Limits,
    /// Cells that may still be kept.
    cells: usize,
    /// Bytes that may still be inflated.
    pub(super) inflated: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, cells: limits.cells, inflated: limits.inflated }
    }

    /// Takes `cells` from what is left.
    pub(super) fn take(&mut self, cells: usize) -> Result<(), Unreadable> {
        self.cells = self.cells.checked_sub(cells).ok_or(Unreadable::TooLarge)?;
        Ok(())
    }

    /// Takes a text that the file holds once and names often, as workbooks do.
    pub(super) fn copy(&mut self, text: &str) -> Result<(), Unreadable> {
        self.inflated = self.inflated.checked_sub(text.len() as u64).ok_or(Unreadable::TooLarge)?;
        Ok(())
    }
}

/// A rectangle of merged cells, in indices into the rows and columns of its [`Grid`], ends included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merge {
    pub(super) top: usize,
    pub(super) left: usize,
    pub(super) bottom: usize,
    pub(super) right: usize,
}

/// Rows of one sheet, member or list of records.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) sheet: Option<String>,
    pub(super) member: Option<String>,
    pub(super) title: String,
    /// The keys, where the format names them (JSON, XML, GeoJSON); else the header is looked for in `rows`.
    pub(super) keys: Option<Vec<String>>,
    /// Rows that hold something, numbered as in the file. Cells may be fewer than the widest row's.
    pub(super) rows: Vec<Row>,
    /// Merged cells; the indices are into `rows`.
    pub(super) merges: Vec<Merge>,
}

impl Grid {
    /// Finds the header, types the values, names and describes the columns; `None` without rows.
    pub(super) fn into_table(
        mut self,
        budget: &mut Budget<'_>,
    ) -> Result<Option<Table>, Unreadable> {
        let header = match self.keys.take() {
            Some(keys) => header::Header::of_keys(keys),
            None => header::find(&mut self, budget)?,
        };
        let header::Header { title, mut names, body } = header;
        let mut rows = self.rows;
        rows.drain(..body.min(rows.len()));
        if rows.is_empty() || names.is_empty() {
            return Ok(None);
        }

        let width = names.len();
        let mut filled = vec![false; width];
        for row in &mut rows {
            // One wide row would make all others as wide.
            budget.take(width.saturating_sub(row.cells.len()))?;
            row.cells.resize(width, Cell::default());
            for (cell, filled) in row.cells.iter().zip(&mut filled) {
                *filled |= !cell.text.is_empty();
            }
        }
        // What nobody named and nobody filled is no column.
        let kept: Vec<bool> =
            names.iter().zip(&filled).map(|(name, filled)| *filled || !name.is_blank()).collect();
        if kept.contains(&false) {
            let mut keep = kept.iter();
            names.retain(|_| *keep.next().unwrap_or(&true));
            for row in &mut rows {
                let mut keep = kept.iter();
                row.cells.retain(|_| *keep.next().unwrap_or(&true));
            }
        }
        if names.is_empty() {
            return Ok(None);
        }

        let mut columns: Vec<Column> = label::columns(names);
        infer::type_columns(&mut columns, &mut rows);
        let title = if title.is_empty() { self.title } else { title };
        role::describe(&title, self.sheet.as_deref(), &mut columns, &mut rows);
        total::mark(&columns, &mut rows);
        Ok(Some(Table { sheet: self.sheet, member: self.member, title, columns, rows }))
    }
}

/// A cell of published text, trimmed of white space and invisible marks at its ends.
pub(super) fn cell(text: &str) -> Cell {
    let text = trim(text);
    let value = if text.is_empty() { Value::Empty } else { Value::Text };
    Cell { text: text.into(), value }
}

/// `text` without white space, no-break spaces, byte order marks and zero-width marks at its ends.
pub(super) fn trim(text: &str) -> &str {
    let blank = |c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\0')
    };
    // Most cells begin and end with a visible ASCII character, and need no look at characters.
    match text.as_bytes() {
        [] => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(blank),
    }
}
