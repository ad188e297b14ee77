//! Delimited text, in whatever encoding and with whatever delimiter it came.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::{
    Row, Unreadable,
    grid::{Budget, Grid, cell},
};

/// A quoted cell longer than this, in bytes, is a stray quotation mark: it would swallow the rest of the file.
const LONGEST_QUOTED: usize = 64 << 10;

/// Bytes by whose letters the encoding is told.
const LETTERS: usize = 64 << 10;

/// Reads delimited text as one grid.
pub(super) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Grid>, Unreadable> {
    let text = decode(bytes);
    let mut rest = text.as_ref();
    let mut number = 1;
    let delimiter = match said_delimiter(rest) {
        Some((delimiter, after)) => {
            rest = after;
            number += 1;
            delimiter
        }
        None => delimiter(rest),
    };
    let mut records = Records { text: rest, at: 0, delimiter };
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    let mut buffer = String::new();
    while records.next(&mut buffer, budget.limits.columns, |text| cells.push(cell(text))) {
        while cells.last().is_some_and(|cell| cell.text.is_empty()) {
            cells.pop();
        }
        if !cells.is_empty() {
            if rows.len() >= budget.limits.rows {
                return Err(Unreadable::TooLarge);
            }
            budget.take(cells.len())?;
            let width = cells.len();
            rows.push(Row {
                number,
                total: false,
                cells: std::mem::replace(&mut cells, Vec::with_capacity(width)),
            });
        }
        number = number.saturating_add(1);
    }
    Ok(vec![Grid { rows, ..Grid::default() }])
}

/// The text of a file: by its byte order mark, else UTF-8 if it is that, else UTF-16 by its zeros, else by its letters.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Some(encoding) = utf16(&bytes[..bytes.len().min(4096)]) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        // A file of UTF-8 with a few bad bytes (cut, or pasted together) is still UTF-8.
        Err(error)
            if error.valid_up_to() > bytes.len() / 2
                && !bytes[..error.valid_up_to()].is_ascii() =>
        {
            return UTF_8.decode_without_bom_handling(bytes).0;
        }
        Err(_) => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(LETTERS)], true);
    let guess = detector.guess(Some(b"ua"), Utf8Detection::Deny);
    // Councils write Ukrainian: another single-byte guess over a short text is more often wrong than right.
    let encoding = if guess.name().starts_with("KOI8") || guess.name() == "IBM866" {
        guess
    } else {
        WINDOWS_1251
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// UTF-16 without a mark: every other byte is zero (Latin, digits, delimiters) or 4 (Cyrillic).
pub(super) fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    if head.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if head.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    if head.len() < 4 {
        return None;
    }
    let high = |first: usize| {
        head.iter().skip(first).step_by(2).filter(|byte| matches!(byte, 0 | 4)).count() * 10
            >= head.len() / 2 * 9
    };
    let zeros = head.split(|byte| *byte == 0).count() - 1;
    match (high(0), high(1)) {
        _ if zeros * 50 < head.len() => None,
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// The delimiter that a first line `sep=;` names, and the text after that line.
fn said_delimiter(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix("sep=").or_else(|| text.strip_prefix("\"sep="))?;
    let delimiter = *rest.as_bytes().first()?;
    let end = rest.find(['\n', '\r'])?;
    if !matches!(delimiter, b',' | b';' | b'\t' | b'|') || end > 3 {
        return None;
    }
    let after = &rest[end..];
    Some((delimiter, after.strip_prefix("\r\n").unwrap_or(&after[1..])))
}

/// The delimiter that cuts the first rows most evenly.
fn delimiter(text: &str) -> u8 {
    let mut end = text.len().min(64 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let mut best = (0.0, b',');
    for delimiter in [b';', b',', b'\t', b'|'] {
        let mut records = Records { text: sample, at: 0, delimiter };
        let mut widths = Vec::new();
        let mut buffer = String::new();
        let (mut width, mut filled) = (0, false);
        while widths.len() < 300
            && records.next(&mut buffer, usize::MAX, |text| {
                width += 1;
                filled |= !text.trim().is_empty();
            })
        {
            if filled {
                widths.push(width);
            }
            (width, filled) = (0, false);
        }
        // The last record of a sample may be cut.
        if end < text.len() && widths.len() > 1 {
            widths.pop();
        }
        let mut counts = std::collections::BTreeMap::<usize, usize>::new();
        for width in &widths {
            *counts.entry(*width).or_default() += 1;
        }
        counts.remove(&1);
        let Some((&width, &count)) = counts.iter().max_by_key(|(width, count)| (**count, **width))
        else {
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "at most 300 rows")]
        let score = count as f64 / widths.len() as f64 + (width.min(50) as f64).ln() / 20.0;
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// Records of delimited text, by RFC 4180 as far as the text keeps to it.
struct Records<'a> {
    text: &'a str,
    at: usize,
    delimiter: u8,
}

impl Records<'_> {
    /// Hands the cells of the next record, at most `columns` of them, to `take`; false at the end of the text.
    fn next(&mut self, buffer: &mut String, columns: usize, mut take: impl FnMut(&str)) -> bool {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return false;
        }
        let mut taken = 0;
        loop {
            let start = self.at;
            let mut hand = |text: &str| {
                if taken < columns {
                    take(text);
                    taken += 1;
                }
            };
            let quoted = bytes.get(start) == Some(&b'"');
            if let Some(end) = quoted.then(|| self.quoted(start, buffer)).flatten() {
                hand(buffer);
                self.at = end;
            } else {
                let end = start + self.plain(&bytes[start..]);
                hand(&self.text[start..end]);
                self.at = end;
            }
            match bytes.get(self.at) {
                Some(b'\r') => {
                    self.at += if bytes.get(self.at + 1) == Some(&b'\n') { 2 } else { 1 };
                    return true;
                }
                Some(b'\n') => {
                    self.at += 1;
                    return true;
                }
                Some(_) => self.at += 1, // the delimiter
                None => return true,
            }
        }
    }

    /// How long the cell without quotation marks at the start of `bytes` is.
    fn plain(&self, bytes: &[u8]) -> usize {
        bytes
            .iter()
            .position(|byte| *byte == self.delimiter || matches!(byte, b'\r' | b'\n'))
            .unwrap_or(bytes.len())
    }

    /// Reads the quoted cell at `start` into `buffer` and returns where it ends; `None` if it is never closed.
    fn quoted(&self, start: usize, buffer: &mut String) -> Option<usize> {
        buffer.clear();
        let bytes = self.text.as_bytes();
        let mut from = start + 1;
        loop {
            let close =
                from + bytes[from..].iter().take(LONGEST_QUOTED).position(|byte| *byte == b'"')?;
            buffer.push_str(&self.text[from..close]);
            if buffer.len() > LONGEST_QUOTED {
                return None;
            }
            if bytes.get(close + 1) == Some(&b'"') {
                buffer.push('"');
                from = close + 2;
                continue;
            }
            // Text after the closing mark belongs to the cell.
            let end = close + 1 + self.plain(&bytes[close + 1..]);
            buffer.push_str(&self.text[close + 1..end]);
            return Some(end);
        }
    }
}
