//! What a file is: its bytes decide, then its name, then what was declared of it.

use std::io::Cursor;

use super::{Hint, Unreadable};

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Delimited text.
    Csv,
    /// JSON, `GeoJSON`, JSON lines.
    Json,
    /// XML.
    Xml,
    /// A workbook.
    Workbook(Workbook),
    /// A ZIP of files.
    Zip,
    /// One file, packed with gzip.
    Gzip,
}

/// A kind of workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Workbook {
    /// Excel 97 to 2003.
    Xls,
    /// Excel since 2007.
    Xlsx,
    /// Excel since 2007, binary.
    Xlsb,
    /// `OpenDocument`.
    Ods,
}

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Tells what `bytes` are.
pub(super) fn sniff(bytes: &[u8], hint: &Hint<'_>) -> Result<Format, Unreadable> {
    let head = &bytes[..bytes.len().min(4096)];
    if head.iter().all(u8::is_ascii_whitespace) && bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    if head.starts_with(b"PK")
        && matches!(head.get(2..4), Some(b"\x03\x04" | b"\x05\x06" | b"\x07\x08"))
    {
        return inside_zip(bytes);
    }
    if head.starts_with(OLE) {
        return inside_ole(bytes, hint);
    }
    if head.starts_with(b"\x1f\x8b") {
        return Ok(Format::Gzip);
    }
    if head.starts_with(b"%PDF") || find(&head[..head.len().min(1024)], b"%PDF-").is_some() {
        return Err(Unreadable::Pdf);
    }
    if head.starts_with(b"{\\rtf") {
        return Err(Unreadable::Word);
    }
    if is_picture(head) {
        return Err(Unreadable::Picture);
    }
    if head.starts_with(b"7z\xbc\xaf\x27\x1c")
        || head.starts_with(b"Rar!\x1a\x07")
        || head.starts_with(b"\xfd7zXZ\0")
        || head.starts_with(b"BZh")
        || head.starts_with(b"\x28\xb5\x2f\xfd")
        || head.get(257..262) == Some(b"ustar")
    {
        return Err(Unreadable::Archive);
    }
    // A BIFF file without its OLE shell (Excel 2 to 5): known, and too old for the reader.
    if matches!(head, [0x09, 0x00 | 0x02 | 0x04 | 0x08, 0x04..=0x10, 0x00, ..]) {
        return Ok(Format::Workbook(Workbook::Xls));
    }
    text(bytes, head, hint)
}

/// Tells what text is, or that it is none.
fn text(bytes: &[u8], head: &[u8], hint: &Hint<'_>) -> Result<Format, Unreadable> {
    let utf16 = super::csv::utf16(head);
    if utf16.is_none() && is_binary(head) {
        return Err(Unreadable::Unknown);
    }
    // UTF-16 looks like its ASCII with a zero after each letter; enough to tell the format by.
    let start: Vec<u8> = head
        .iter()
        .copied()
        .filter(|byte| *byte != 0 && *byte < 0x80)
        .skip_while(u8::is_ascii_whitespace)
        .take(2048)
        .collect();
    let lower = start.to_ascii_lowercase();
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
        return Err(Unreadable::Html);
    }
    if lower.starts_with(b"<") {
        let html = [&b"<!doctype html"[..], b"<html", b"<head>", b"<body", b"<table"]
            .iter()
            .any(|tag| find(&lower, tag).is_some());
        if html {
            return Err(Unreadable::Html);
        }
        if lower.get(1).is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, b'?' | b'!' | b'_'))
            || bytes.is_ascii() && declared(hint).contains(&"xml")
        {
            return Ok(Format::Xml);
        }
    }
    let first_text = head
        .iter()
        .position(|byte| {
            !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf | 0xff | 0xfe | 0)
        })
        .map(|at| head[at]);
    if first_text == start.first().copied() && is_json(&start) {
        return Ok(Format::Json);
    }
    Ok(Format::Csv)
}

/// Whether the text begins as a JSON object or list does: a brace or bracket, then a value.
fn is_json(start: &[u8]) -> bool {
    let mut rest = start.iter().filter(|byte| !byte.is_ascii_whitespace());
    match (rest.next(), rest.next()) {
        (Some(b'{'), next) => matches!(next, Some(b'"' | b'}')),
        (Some(b'['), next) => {
            matches!(
                next,
                Some(b'{' | b'[' | b'"' | b']' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n')
            )
        }
        _ => false,
    }
}

/// Whether bytes are no text in any encoding that we know: control characters.
fn is_binary(head: &[u8]) -> bool {
    let control =
        head.iter().filter(|byte| matches!(byte, 0..=8 | 11 | 14..=25 | 28..=31 | 127)).count();
    control * 50 > head.len()
}

fn is_picture(head: &[u8]) -> bool {
    const STARTS: &[&[u8]] = &[
        b"\x89PNG\r\n",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"II*\0",
        b"MM\0*",
        b"BM",
        b"ID3",
        b"OggS",
        b"8BPS",
    ];
    if head.starts_with(b"BM") {
        // "BM" may begin a word: a bitmap has its size in the next four bytes and two zeros after them.
        return head.len() > 14 && head[6..10] == [0; 4];
    }
    STARTS.iter().any(|start| head.starts_with(start))
        || head.starts_with(b"RIFF") && matches!(head.get(8..12), Some(b"WEBP" | b"WAVE" | b"AVI "))
        || head.get(4..8) == Some(b"ftyp")
}

/// What a ZIP holds: a workbook, a document, or files.
fn inside_zip(bytes: &[u8]) -> Result<Format, Unreadable> {
    let mut archive = ::zip::ZipArchive::new(Cursor::new(bytes)).map_err(Unreadable::broken)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        return Ok(Format::Workbook(Workbook::Xlsx));
    }
    if has("xl/workbook.bin") {
        return Ok(Format::Workbook(Workbook::Xlsb));
    }
    if has("word/document.xml") {
        return Err(Unreadable::Word);
    }
    if has("ppt/presentation.xml") {
        return Err(Unreadable::Picture);
    }
    if has("mimetype") && has("content.xml") {
        let mut kind = Vec::new();
        if let Ok(member) = archive.by_name("mimetype") {
            std::io::Read::read_to_end(&mut std::io::Read::take(member, 128), &mut kind)
                .map_err(Unreadable::broken)?;
        }
        return if find(&kind, b"opendocument.spreadsheet").is_some() {
            Ok(Format::Workbook(Workbook::Ods))
        } else {
            Err(Unreadable::Word)
        };
    }
    // Written by some libraries with the workbook under another name.
    if has("[Content_Types].xml") && archive.file_names_raw().any(|name| name.starts_with(b"xl/")) {
        return Ok(Format::Workbook(Workbook::Xlsx));
    }
    Ok(Format::Zip)
}

/// What an OLE file holds: its directory names the streams, in UTF-16.
fn inside_ole(bytes: &[u8], hint: &Hint<'_>) -> Result<Format, Unreadable> {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &wide).is_some()
    };
    if names("EncryptedPackage") {
        return Err(Unreadable::Locked);
    }
    if names("WordDocument") {
        return Err(Unreadable::Word);
    }
    if names("PowerPoint Document") {
        return Err(Unreadable::Picture);
    }
    if names("Workbook") || names("Book") || declared(hint).contains(&"xls") {
        return Ok(Format::Workbook(Workbook::Xls));
    }
    Err(Unreadable::Unknown)
}

/// The formats that the name, the media type and the catalogue speak of, most trusted first.
fn declared(hint: &Hint<'_>) -> Vec<&'static str> {
    const KNOWN: &[(&str, &str)] = &[
        ("xlsx", "xlsx"),
        ("xlxs", "xlsx"),
        ("xlsb", "xlsb"),
        ("xls", "xls"),
        ("ods", "ods"),
        ("csv", "csv"),
        ("tsv", "csv"),
        ("geojson", "json"),
        ("json", "json"),
        ("xml", "xml"),
        ("zip", "zip"),
        ("txt", "csv"),
    ];
    let mut found = Vec::new();
    for said in [hint.name, hint.media_type.unwrap_or_default(), hint.format] {
        let said = super::label::latin(said);
        let mut words: Vec<&str> = said.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        words.reverse(); // a name ends with its format
        for word in words {
            if let Some((_, format)) = KNOWN.iter().find(|(known, _)| *known == word) {
                found.push(*format);
            }
        }
    }
    found
}

/// Where `needle` first stands in `hay`.
fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}
