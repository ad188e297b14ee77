//! A look over an `OpenDocument` sheet before it is read.
//!
//! A cell may say that it stands a thousand times, and so may its row; the reader writes them all out. Where an element
//! is not closed, it waits for its end for ever. So what would come of it is counted first, and its tags are paired.

use std::io::{BufReader, Cursor, Read};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{Unreadable, grid::Budget};

/// Refuses a workbook that is not well-formed, or would become more cells or text than the budget has.
pub(super) fn weigh(bytes: &[u8], budget: &Budget<'_>) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(Unreadable::broken)?;
    let content = archive.by_name("content.xml").map_err(Unreadable::broken)?;
    let mut reader = Reader::from_reader(BufReader::new(content.take(budget.limits.inflated)));
    let mut buffer = Vec::new();
    let mut sheet = Weight::default();
    let mut cells = 0_u64;
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(Unreadable::broken)? {
            Event::Start(element) => {
                depth += 1;
                sheet.open(&element);
            }
            Event::Empty(element) => sheet.open(&element),
            Event::Text(text) => sheet.text(text.len()),
            Event::CData(text) => sheet.text(text.len()),
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                if element.local_name().as_ref() == "table" {
                    cells = cells.saturating_add(sheet.cells());
                    sheet = Weight { letters: sheet.letters, ..Weight::default() };
                }
            }
            Event::Eof if depth > 0 => return Err(Unreadable::broken("an element without an end")),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if depth > budget.limits.depth
            || cells.saturating_add(sheet.cells()) > budget.limits.cells as u64
            || sheet.letters > budget.inflated
        {
            return Err(Unreadable::TooLarge);
        }
    }
}

/// What a sheet would become.
#[derive(Default)]
struct Weight {
    /// Rows so far, written out, and those of them up to the last with anything in it.
    rows: u64,
    filled_rows: u64,
    /// The widest row, up to its last cell with anything in it.
    width: u64,
    /// Cells of this row so far, written out, and those of them up to the last with anything in it.
    place: u64,
    filled: u64,
    /// The sum of `filled` over all rows: what is written out before rows are repeated.
    written: u64,
    row_times: u64,
    cell_times: u64,
    /// Bytes of text, written out, over all sheets.
    letters: u64,
}

impl Weight {
    fn open(&mut self, element: &BytesStart<'_>) {
        let times = |name: &str| {
            element
                .try_get_attribute(name)
                .ok()
                .flatten()
                .and_then(|attribute| attribute.value.trim().parse::<u64>().ok())
                .unwrap_or(1)
        };
        match element.local_name().as_ref() {
            "table-row" => {
                self.row_times = times("table:number-rows-repeated");
                self.rows = self.rows.saturating_add(self.row_times);
                (self.place, self.filled, self.cell_times) = (0, 0, 0);
            }
            "table-cell" | "covered-table-cell" => {
                self.cell_times = times("table:number-columns-repeated");
                self.place = self.place.saturating_add(self.cell_times);
                let filled = element.attributes().flatten().any(|attribute| {
                    let name = attribute.key.as_ref();
                    name.starts_with("office:") || name == "table:formula"
                });
                // All before it and above it is written out as well.
                if filled {
                    self.written = self.written.saturating_add(self.place - self.filled);
                    self.filled = self.place;
                    self.width = self.width.max(self.place);
                    self.filled_rows = self.rows;
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, bytes: usize) {
        let times = self.cell_times.saturating_mul(self.row_times);
        self.letters = self.letters.saturating_add(times.saturating_mul(bytes as u64));
    }

    fn cells(&self) -> u64 {
        self.written.max(self.filled_rows.saturating_mul(self.width))
    }
}
