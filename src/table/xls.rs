//! Old Excel files, taken out of their container and looked over before the reader gets them.
//!
//! Such a file is a container of streams, cut into sectors that a table chains (MS-CFB); its stream "Workbook" is a
//! sequence of records (MS-XLS). The reader follows a chain that bites its own tail for ever, and makes room for the
//! whole rectangle between a sheet's first and last cell. So the stream is taken out here, its records are walked, and
//! the reader is handed a container of our own making with that one stream in it.

use super::{Limits, Unreadable};

/// Links of a chain from here on are no sectors: the end, a free one, the table itself.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;
/// The sector of the container that we write, in bytes.
const SECTOR: usize = 4096;

/// The same workbook in a container that the reader may trust.
///
/// # Errors
///
/// [`Unreadable::Broken`] if there is no workbook in it, [`Unreadable::TooLarge`] if its cells lie so far apart that
/// they cannot be meant.
pub(super) fn rewrap(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Unreadable> {
    let stream = Container::open(bytes)
        .and_then(|container| container.stream("workbook").or_else(|| container.stream("book")))
        .ok_or_else(|| Unreadable::broken("no workbook in the container"))?;
    if area(&stream) > limits.cells as u64 {
        return Err(Unreadable::TooLarge);
    }
    container(&stream).ok_or(Unreadable::TooLarge)
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four))
}

/// A container of streams.
struct Container<'a> {
    bytes: &'a [u8],
    /// The sector's size, in bytes.
    size: usize,
    /// For each sector the one that follows it.
    links: Vec<u32>,
    directory: Vec<u8>,
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let size = match word(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut container = Self { bytes, size, links: Vec::new(), directory: Vec::new() };
        let most = bytes.len() / size;
        let mut tables: Vec<u32> = longs(bytes.get(76..512)?).collect();
        let mut next = long(bytes, 68)?;
        while next < NO_SECTOR {
            if tables.len() > most + size {
                return None;
            }
            let mut more: Vec<u32> = longs(container.sector(next)?).collect();
            next = more.pop()?;
            tables.extend(more);
        }
        // A sector cannot be chained by two tables, so there are no more of them than sectors.
        for table in tables.into_iter().filter(|table| *table < NO_SECTOR).take(most) {
            let links: Vec<u32> = longs(container.sector(table)?).collect();
            container.links.extend(links);
        }
        container.directory = container.chain(long(bytes, 48)?, usize::MAX)?;
        Some(container)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.size)?;
        self.bytes.get(start..self.bytes.len().min(start + self.size))
    }

    /// The sectors from `start` on, at most `length` bytes of them; `None` if the chain has no end.
    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut next = start;
        for _ in 0..=self.links.len() {
            if next >= NO_SECTOR || content.len() >= length {
                content.truncate(length);
                return Some(content);
            }
            content.extend_from_slice(self.sector(next)?);
            next = *self.links.get(next as usize)?;
        }
        None
    }

    /// The stream of a name, given in lower case.
    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.directory.as_chunks::<128>().0.iter().find(|entry| {
            let named = entry[..64].as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two));
            let named = char::decode_utf16(named.take_while(|unit| *unit != 0));
            named.map(Result::unwrap_or_default).flat_map(char::to_lowercase).eq(name.chars())
        })?;
        let (start, length) = (long(entry, 116)?, usize::try_from(long(entry, 120)?).ok()?);
        if length >= 4096 {
            return self.chain(start, length);
        }
        // Short streams lie in sectors of 64 bytes inside the stream of the root.
        let root = self.directory.first_chunk::<128>()?;
        let shorts = self.chain(long(root, 116)?, usize::MAX)?;
        let links: Vec<u32> = longs(&self.chain(long(self.bytes, 60)?, usize::MAX)?).collect();
        let mut content = Vec::new();
        let mut next = start;
        while next < NO_SECTOR && content.len() < length {
            let at = (next as usize).checked_mul(64)?;
            content.extend_from_slice(shorts.get(at..at + 64)?);
            next = *links.get(next as usize)?;
        }
        content.truncate(length);
        Some(content)
    }
}

/// The record at `at`: its kind, its data, and where the next begins.
fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let end = at.checked_add(4)? + usize::from(word(stream, at + 2)?);
    Some((word(stream, at)?, stream.get(at + 4..end)?, end))
}

/// How many cells the reader makes room for, over all sheets.
fn area(stream: &[u8]) -> u64 {
    const SHEET: u16 = 0x0085;
    const LAST: u16 = 0x000A;
    let mut area = 0_u64;
    let mut at = 0;
    while let Some((kind, data, next)) = record(stream, at) {
        if kind == LAST {
            break;
        }
        if kind == SHEET
            && let Some(start) = long(data, 0)
        {
            area = area.saturating_add(area_of_sheet(stream, start as usize));
        }
        at = next;
    }
    area
}

fn area_of_sheet(stream: &[u8], start: usize) -> u64 {
    const BEGIN: u16 = 0x0809;
    const LAST: u16 = 0x000A;
    const DIMENSIONS: u16 = 0x0200;
    const CELLS: [u16; 8] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x00BD, 0x0006];
    let (mut rows, mut columns) = ((u64::MAX, 0), (u64::MAX, 0));
    let (mut said, mut depth, mut at) = (0_u64, 0_usize, start);
    while let Some((kind, data, next)) = record(stream, at) {
        at = next;
        match kind {
            BEGIN => depth += 1,
            LAST if depth <= 1 => break,
            LAST => depth -= 1,
            // The reader makes room for what is announced, too.
            DIMENSIONS => said = said.saturating_add(announced(data)),
            _ if CELLS.contains(&kind) => {
                let (Some(row), Some(column)) = (word(data, 0), word(data, 2)) else { continue };
                // A record of several numbers ends in its last column.
                let last = match kind {
                    0x00BD => word(data, data.len().saturating_sub(2)).unwrap_or(column),
                    _ => column,
                };
                rows = (rows.0.min(row.into()), rows.1.max(row.into()));
                columns = (columns.0.min(column.into()), columns.1.max(last.into()));
            }
            _ => {}
        }
    }
    let span = |(first, last): (u64, u64)| (last + 1).saturating_sub(first);
    said.max(span(rows) * span(columns))
}

fn announced(data: &[u8]) -> u64 {
    let (rows, columns) = if data.len() < 14 {
        (
            (word(data, 0).map(u32::from), word(data, 2).map(u32::from)),
            (word(data, 4), word(data, 6)),
        )
    } else {
        ((long(data, 0), long(data, 4)), (word(data, 8), word(data, 10)))
    };
    let ((Some(top), Some(below)), (Some(left), Some(right))) = (rows, columns) else { return 0 };
    if below == 0 || right == 0 {
        return 0;
    }
    // Ends before beginnings are taken as they are by the reader, and wrap around.
    let rows = below.wrapping_sub(top);
    let left = if left > 0xFF || right <= left { 0 } else { left };
    u64::from(rows).saturating_mul(u64::from(right - left))
}

/// A container with `stream` as its workbook; `None` if that is larger than one table can chain.
fn container(stream: &[u8]) -> Option<Vec<u8>> {
    // Shorter streams would have to lie elsewhere.
    let length = stream.len().max(SECTOR);
    let body = u32::try_from(length.div_ceil(SECTOR)).ok()?;
    let tables = (body + 2).div_ceil(1024) + 1;
    if tables > 109 {
        return None;
    }
    let mut out = Vec::with_capacity((2 + tables as usize + body as usize) * SECTOR);
    // The header: its signature, version 4 with sectors of 4096 bytes and short ones of 64.
    out.extend_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    out.resize(24, 0);
    for half in [0x3E, 4, 0xFFFE, 12, 6_u16] {
        out.extend_from_slice(&half.to_le_bytes());
    }
    out.resize(44, 0);
    for whole in [tables, tables, 0, 4096, END, 0, END, 0] {
        out.extend_from_slice(&whole.to_le_bytes());
    }
    for table in 0..109 {
        let sector = if table < tables { table } else { u32::MAX };
        out.extend_from_slice(&sector.to_le_bytes());
    }
    out.resize(SECTOR, 0);
    // The tables chain themselves (not at all), the directory (one sector) and the stream.
    let first = tables + 1;
    let last = first + body - 1;
    for sector in 0..tables * 1024 {
        let link = match sector {
            _ if sector < tables => 0xFFFF_FFFD,
            _ if sector < first || sector == last => END,
            _ if sector < last => sector + 1,
            _ => u32::MAX,
        };
        out.extend_from_slice(&link.to_le_bytes());
    }
    for (name, kind, child, start, size) in
        [("Root Entry", 5, 1, 0, 0), ("Workbook", 2, u32::MAX, first, u32::try_from(length).ok()?)]
    {
        let entry = out.len();
        out.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        out.resize(entry + 64, 0);
        out.extend_from_slice(&u16::try_from(name.len() * 2 + 2).ok()?.to_le_bytes());
        out.extend_from_slice(&[kind, 1]);
        for link in [u32::MAX, u32::MAX, child] {
            out.extend_from_slice(&link.to_le_bytes());
        }
        out.resize(entry + 116, 0);
        out.extend_from_slice(&start.to_le_bytes());
        out.extend_from_slice(&size.to_le_bytes());
        out.resize(entry + 128, 0);
    }
    out.resize((1 + tables as usize + 1) * SECTOR, 0);
    out.extend_from_slice(stream);
    out.resize((1 + tables as usize + 1 + body as usize) * SECTOR, 0);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    /// A workbook of one sheet with a number in each of `cells` (row, column).
    fn workbook(cells: &[(u16, u16)]) -> Vec<u8> {
        let begin = record(0x0809, &[0, 6, 0x10, 0, 0, 0, 0, 0]);
        let mut sheet = begin.clone();
        for (row, column) in cells {
            let mut data = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
            data.extend_from_slice(&7.5_f64.to_le_bytes());
            sheet.extend(record(0x0203, &data));
        }
        sheet.extend(record(0x000A, &[]));
        let head = begin.len() + 4 + 11 + 4;
        let mut name = u32::try_from(head).unwrap().to_le_bytes().to_vec();
        name.extend_from_slice(&[0, 0, 3, 0, b'o', b'n', b'e']);
        [begin, record(0x0085, &name), record(0x000A, &[]), sheet].concat()
    }

    #[test]
    fn a_stream_put_into_a_container_comes_out_again() {
        for size in [4096, 4097, 5 << 20] {
            let stream: Vec<u8> = (0..size).map(|at: usize| at.to_le_bytes()[0]).collect();
            let packed = container(&stream).unwrap();
            assert_eq!(Container::open(&packed).unwrap().stream("workbook"), Some(stream));
        }
    }

    #[test]
    fn the_room_for_cells_is_counted_before_it_is_made() {
        assert_eq!(area(&workbook(&[(0, 0), (1, 3)])), 8);
        let far = workbook(&[(0, 0), (u16::MAX, u16::MAX)]);
        assert_eq!(area(&far), 1 << 32);
        let packed = container(&far).unwrap();
        assert_eq!(rewrap(&packed, &Limits::default()), Err(Unreadable::TooLarge));
    }

    #[test]
    fn a_chain_that_bites_its_tail_is_refused() {
        let mut packed = container(&workbook(&[(0, 0)])).unwrap();
        assert!(rewrap(&packed, &Limits::default()).is_ok());
        // The directory, sector 2 after the two tables, follows itself.
        packed[SECTOR + 8..SECTOR + 12].copy_from_slice(&2_u32.to_le_bytes());
        assert!(matches!(rewrap(&packed, &Limits::default()), Err(Unreadable::Broken { .. })));
    }
}
