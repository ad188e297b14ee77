//! How fast files are read, by format: bytes to typed tables, on one core.
//!
//! `cargo bench --bench parse` prints a table; nothing is asserted, as machines differ. The files are those of the
//! demonstration council, their rows repeated until a file is as large as those that states publish.

use std::{
    fmt::Write as _,
    fs, hint,
    io::{Cursor, Write},
    path::Path,
    time::{Duration, Instant},
};

use dovidka::table::{self, Hint, Limits};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Bytes of a file of delimited text, JSON or XML.
const LARGE: usize = 32 << 20;
/// Rows of a workbook.
const ROWS: u32 = 100_000;
/// How long one file is read over and over.
const EACH: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let only = std::env::args().nth(1).filter(|arg| !arg.starts_with("--"));
    println!("{:<26}{:>9}{:>9}{:>10}{:>10}{:>10}", "file", "MB", "rows", "cells", "ms", "MB/s");
    for (name, make) in FILES {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        measure(name, &make()?)?;
    }
    Ok(())
}

type Make = fn() -> std::io::Result<Vec<u8>>;

const FILES: &[(&str, Make)] = &[
    ("CSV, money", || lines("vydatky_2026_9m.csv")),
    ("CSV, addresses", || lines("shelters.csv")),
    ("CSV, texts", || lines("dohovory_2025.csv")),
    ("CSV, windows-1251", || lines("adresnyi_reiestr.csv")),
    ("JSON", || between("petitions.json", "[", ",", "]")),
    ("GeoJSON", || between("konteinery.geojson", "[", ",", "]")),
    ("XML", || elements("kladovyshcha.xml")),
    ("ZIP of CSV (as packed)", || Ok(pack(&[("shelters.csv", &lines("shelters.csv")?)]))),
    ("XLSX", || Ok(workbook())),
    ("ODS", || Ok(open_document())),
    ("XLS", || demo("vydatky_2024.xls")),
];

/// Reads `bytes` again and again; the best time counts, as all else is the machine's other work.
fn measure(name: &str, bytes: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    let limits = Limits { inflated: 4 << 30, ..Limits::default() };
    let (began, mut best, mut size) = (Instant::now(), Duration::MAX, (0, 0));
    while began.elapsed() < EACH || best == Duration::MAX {
        let start = Instant::now();
        let tables = table::read(hint::black_box(bytes), &Hint::default(), &limits)?;
        best = best.min(start.elapsed());
        size = tables.iter().fold((0, 0), |(rows, cells), table| {
            (rows + table.rows.len(), cells + table.rows.len() * table.columns.len())
        });
    }
    let megabytes = megabytes(bytes.len());
    println!(
        "{name:<26}{megabytes:>9.2}{:>9}{:>10}{:>10.1}{:>10.1}",
        size.0,
        size.1,
        best.as_secs_f64() * 1e3,
        megabytes / best.as_secs_f64()
    );
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "files are far smaller than 2^52 bytes")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn demo(name: &str) -> std::io::Result<Vec<u8>> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/files").join(name))
}

/// A demonstration file's first line, then its others until the file is [`LARGE`].
fn lines(name: &str) -> std::io::Result<Vec<u8>> {
    let bytes = demo(name)?;
    let body = bytes.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let mut grown = bytes[..body].to_vec();
    while grown.len() < LARGE {
        grown.extend_from_slice(&bytes[body..]);
    }
    Ok(grown)
}

/// What stands between the first `open` and the last `close`, until the file is [`LARGE`].
fn between(name: &str, open: &str, joint: &str, close: &str) -> std::io::Result<Vec<u8>> {
    let text = String::from_utf8_lossy(&demo(name)?).into_owned();
    let from = text.find(open).map_or(0, |at| at + open.len());
    let to = text.rfind(close).unwrap_or(text.len());
    let mut grown = text[..to].to_owned();
    while grown.len() < LARGE {
        grown.push_str(joint);
        grown.push_str(&text[from..to]);
    }
    grown.push_str(&text[to..]);
    Ok(grown.into_bytes())
}

/// The children of the root, until the file is [`LARGE`].
fn elements(name: &str) -> std::io::Result<Vec<u8>> {
    let text = String::from_utf8_lossy(&demo(name)?).into_owned();
    let to = text.rfind("</").unwrap_or(text.len());
    let root = text[to..].trim_start_matches("</").trim_end().trim_end_matches('>');
    let from = text.find(&format!("<{root}")).unwrap_or(0);
    let from = from + text[from..].find('>').map_or(0, |at| at + 1);
    let mut grown = text[..from].to_owned();
    while grown.len() < LARGE {
        grown.push_str(&text[from..to]);
    }
    grown.push_str(&text[to..]);
    Ok(grown.into_bytes())
}

fn pack(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a new name");
        archive.write_all(content).expect("memory takes all");
    }
    archive.finish().expect("memory takes all").into_inner()
}

/// A sheet of expenditure, as bookkeeping exports it: code, name, plan, fact, date.
fn workbook() -> Vec<u8> {
    let head = ["Код", "Найменування", "План, грн", "Виконано, грн", "Дата"];
    let mut sheet = String::from("<worksheet><sheetData><row r=\"1\">");
    for (column, words) in ('A'..).zip(head) {
        let _ = write!(sheet, "<c r=\"{column}1\" t=\"inlineStr\"><is><t>{words}</t></is></c>");
    }
    sheet += "</row>";
    for row in 2..ROWS + 2 {
        let _ = write!(
            sheet,
            "<row r=\"{row}\"><c r=\"A{row}\"><v>{}</v></c><c r=\"B{row}\" t=\"s\"><v>{}</v></c>\
             <c r=\"C{row}\"><v>{}.25</v></c><c r=\"D{row}\"><v>{}</v></c>\
             <c r=\"E{row}\" s=\"1\"><v>{}</v></c></row>",
            210_000 + row % 900,
            row % 500,
            row * 37,
            row * 31,
            45_000 + row % 900,
        );
    }
    sheet += "</sheetData></worksheet>";
    let mut strings = String::from("<sst>");
    for n in 0..500 {
        let _ = write!(strings, "<si><t>Утримання закладу № {n}</t></si>");
    }
    strings += "</sst>";
    pack(&[
        (
            "[Content_Types].xml",
            b"<Types><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>",
        ),
        ("_rels/.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#),
        ("xl/styles.xml", br#"<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// The same sheet as `OpenDocument`.
fn open_document() -> Vec<u8> {
    let text = |words: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>"
        )
    };
    let number = |value: u32| {
        format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\"/>")
    };
    let mut content = String::from(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="1">"#,
    );
    let mut row = |cells: [String; 5]| {
        content += "<table:table-row>";
        content += &cells.concat();
        content += "</table:table-row>";
    };
    row(["Код", "Найменування", "План, грн", "Виконано, грн", "Дата"].map(text));
    for at in 0..ROWS {
        row([
            number(210_000 + at % 900),
            text(&format!("Утримання закладу № {}", at % 500)),
            number(at * 37),
            number(at * 31),
            format!(
                "<table:table-cell office:value-type=\"date\" office:date-value=\"2025-{:02}-{:02}\"/>",
                at % 12 + 1,
                at % 28 + 1
            ),
        ]);
    }
    content += "</table:table></office:spreadsheet></office:body></office:document-content>";
    pack(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest=\"m\"/>"),
        ("content.xml", content.as_bytes()),
    ])
}
