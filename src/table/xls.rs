//! A look over an old Excel file before it is read.
//!
//! The reader makes room for the whole rectangle between a sheet's first and last cell; two cells far apart would ask
//! for more memory than there is. The streams of such a file are cut into sectors, but records of cells are short, so
//! the places that they name are checked wherever the bytes look like one.

use super::{Limits, Unreadable};

/// The records that name one cell, and their lengths in bytes (least, most).
const CELLS: &[(u16, usize, usize)] = &[
    (0x0203, 14, 14),
    (0x00FD, 10, 10),
    (0x027E, 10, 10),
    (0x0204, 8, 8224),
    (0x0205, 8, 8),
    (0x0006, 20, 8224),
    (0x00BD, 12, 8224),
];

/// Refuses a file whose cells lie so far apart that they cannot be meant.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    // Rows number at most 65536 in this format, so only the columns can be unreasonable: a real file has 256.
    let rows = limits.cells / 256;
    let word = |at: usize| Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    for at in (0..bytes.len().saturating_sub(10)).step_by(2) {
        let (Some(kind), Some(length), Some(row), Some(column)) =
            (word(at), word(at + 2), word(at + 4), word(at + 6))
        else {
            break;
        };
        let is_cell = CELLS.iter().any(|(known, least, most)| {
            *known == kind && (*least..=*most).contains(&usize::from(length))
        });
        if is_cell
            && column >= 256
            && usize::from(row) >= rows.min(1)
            && plausible(bytes, at, usize::from(length))
        {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(())
}

/// Whether another record follows the one at `at`, as in a stream of them.
fn plausible(bytes: &[u8], at: usize, length: usize) -> bool {
    let next = at + 4 + length;
    match (bytes.get(next + 1), bytes.get(next + 3)) {
        (Some(kind), Some(length)) => *kind <= 0x08 && *length <= 0x20,
        _ => true,
    }
}
