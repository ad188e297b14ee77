//! Files and texts come from strangers. Whatever they are,
//!
//! 1. no file makes the reader of its format panic, stall, or give more than the limits allow;
//! 2. no text makes the readers of cells and questions panic or stall;
//! 3. a small file that asks for much (nesting, repetition, far-apart cells) is refused.
//!
//! Valid files are damaged in ten thousand ways each, by a seed that a failure names.

use std::{
    fs,
    io::{Cursor, Read, Write},
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    time::{Duration, Instant},
};

use chrono::{NaiveDate, Weekday};
use dovidka::{
    answer::hours::Schedule,
    table::{self, Hint, Limits, Table, Unreadable, Value},
    text::{self, number, period},
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

const CASES: u64 = 10_000;
/// Far above what any case takes, even on a busy machine; far below a stall.
const SLOWEST: Duration = Duration::from_secs(10);
/// Small, so that small files reach them.
const LIMITS: Limits =
    Limits { columns: 16, rows: 400, cells: 4_000, depth: 12, inflated: 1 << 20, ratio: 100 };

#[test]
fn damaged_delimited_text_is_read_within_limits() {
    const WORDS: &[&str] = &[
        "\"",
        "\"\"",
        ";",
        ",",
        "\t",
        "\r\n",
        "\n",
        "\r",
        "|",
        "sep=;\n",
        "\u{feff}",
        "\0",
        "ї",
        "1 234,50",
        "-",
        "99999999999999999999999999999999",
        "1e400",
        "1E-20",
        "(5)",
        "24:00",
        "31.02.2025",
        "00.00.0000",
        "2025-13-45T99:99",
        "48.8, 29.3",
        "-91.55;181.22",
        "Всього",
        "так",
        "+",
        "х",
        "тис. грн",
        "Column 3",
        "8:00-17:00",
        "http://",
        "@.",
        "+380",
        "№",
    ];
    let files = ["hrafik_pryiomu_2025", "appeals", "tariffs", "starosty", "hurtky"]
        .map(|name| demo(&format!("{name}.csv"), 500));
    survive("CSV", &files, WORDS, read_within_limits);
}

#[test]
fn damaged_json_is_read_within_limits() {
    const WORDS: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "-1e999",
        "\\u0000",
        "\\ud800",
        "[[",
        "{\"a\":",
        "\"fields\":[",
        "\"columns\":[{}],",
        "\"data\":[[]]",
        "[{",
        "}]",
        "0.0000000000000000000000000000001",
    ];
    let files = [
        demo("dovidkovi_telefony.json", usize::MAX),
        demo("marshruty.json", usize::MAX),
        br#"{"header":["a","b"],"rows":[[1,"x"],[2,null]],"more":{"list":[{"k":{"l":[1,2]}}]}}"#
            .to_vec(),
        b"{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"c\":[true,false]}\n".to_vec(),
    ];
    survive("JSON", &files, WORDS, read_within_limits);
}

#[test]
fn damaged_geojson_is_read_within_limits() {
    const WORDS: &[&str] = &[
        "[",
        "]",
        "{",
        "}",
        "null",
        "\"coordinates\":[",
        "[[",
        "1e308",
        "-181",
        "91",
        "[29.1]",
        "{\"type\":\"Feature\",",
        "\"features\":",
        "\"geometry\":null",
        "\"lat\":\"x\",",
        ",",
    ];
    let file = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[29.39,48.81]},
         "properties":{"name":"Укриття № 1","capacity":120,"open":true,"where":{"street":"Садова"}}},
        {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[29.1,48.1],[29.2,48.1],[29.2,48.2]]]},
         "properties":{"name":"Парк"}},
        {"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[
         {"type":"LineString","coordinates":[[29.0,48.0],[29.5,48.5]]}]},"properties":null}]}"#
        .as_bytes()
        .to_vec();
    survive("GeoJSON", &[file], WORDS, read_within_limits);
}

#[test]
fn damaged_xml_is_read_within_limits() {
    const WORDS: &[&str] = &[
        "<",
        ">",
        "</",
        "/>",
        "<a>",
        "</a>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&e;",
        "&#x110000;",
        "&#0;",
        "\"",
        "'",
        "<?",
        "?>",
        "<row>",
        "</row>",
        " id=\"1\"",
        " x=",
        "<!DOCTYPE x [",
        "encoding=\"",
    ];
    let files = [
        demo("kamery.xml", 900),
        r#"<?xml version="1.0" encoding="windows-1251"?><!DOCTYPE r [<!ENTITY e "x">]>
           <r xmlns:a="b"><row id="1" a:k="v"><name>А &amp; Б</name><![CDATA[<x>]]><in><x>1</x><x>2</x></in></row>
           <row id="2"><name/></row></r>"#
            .as_bytes()
            .to_vec(),
    ];
    survive("XML", &files, WORDS, read_within_limits);
}

#[test]
fn damaged_old_workbooks_are_read_within_limits() {
    const WORDS: &[&str] =
        &["\0\0\0\0", "\x7f\x7f", "\x3c\0\x10\0", "\x03\x02\x0e\0", "\x09\x08", "\x0a\0\0\0"];
    let file = demo("naselennia.xls", usize::MAX);
    survive("XLS", &[file], WORDS, read_within_limits);
}

#[test]
fn damaged_workbooks_are_read_within_limits() {
    const WORDS: &[&str] = &[
        "<",
        ">",
        "/>",
        "<c r=\"XFD1048576\"><v>1</v></c>",
        "<row r=\"9999999\">",
        "<c r=\"A0\" t=\"s\"><v>99</v></c>",
        "<mergeCell ref=\"A1:XFD1048576\"/>",
        "<mergeCell ref=\"B3:B200\"/>",
        "<v>",
        "</v>",
        "t=\"d\"",
        "t=\"b\"",
        "t=\"e\"",
        "s=\"1\"",
        "<si><t>",
        "1e308",
        "-2",
        "45000.5",
        "<f>A1</f>",
        "r:id=\"rId1\"",
        "<sheet name=\"x\" sheetId=\"3\" r:id=\"rId1\"/>",
        "\"",
        "<is><t>",
    ];
    let file = workbook(STRINGS, SHEET);
    assert_eq!(read(&file).expect("a workbook")[0].rows.len(), 3);
    survive_packed("XLSX", &[file], WORDS);
}

#[test]
fn damaged_open_documents_are_read_within_limits() {
    const WORDS: &[&str] = &[
        "<",
        ">",
        "/>",
        "table:number-columns-repeated=\"16384\"",
        "table:number-rows-repeated=\"1048576\"",
        "<table:table-cell table:number-columns-repeated=\"900\" office:value-type=\"float\" office:value=\"1\"/>",
        "<table:table-row table:number-rows-repeated=\"70000\">",
        "</table:table-row>",
        "</table:table-cell>",
        "office:value-type=\"date\"",
        "office:date-value=\"x\"",
        "office:value-type=\"time\"",
        "PT99H",
        "<text:p>",
        "</text:p>",
        "<table:covered-table-cell/>",
        "<table:table table:name=\"x\">",
        "-1",
        "1e308",
        "\"",
    ];
    let file = open_document(OPEN_DOCUMENT);
    assert_eq!(read(&file).expect("a workbook")[0].rows.len(), 3);
    survive_packed("ODS", &[file], WORDS);
}

#[test]
fn damaged_archives_are_read_within_limits() {
    const WORDS: &[&str] = &[
        "PK\x01\x02",
        "PK\x03\x04",
        "PK\x05\x06",
        "PK\x06\x06",
        "\0\0\0\0",
        "\x7f\x7f\x7f\x7f",
        "../",
    ];
    let files = [
        pack(&[("a.csv", "Назва;Сума\nШкола;5\n"), ("b/c.json", "[{\"a\":1}]"), (".hidden", "x")]),
        demo("arkhiv_rishen.zip", usize::MAX),
        demo("holosuvannia_2026.zip", usize::MAX),
    ];
    survive_packed("ZIP", &files, WORDS);
}

#[test]
fn damaged_texts_are_read_as_something_or_nothing() {
    const WORDS: &[&str] = &[
        "-",
        "–",
        ":",
        ".",
        ",",
        ";",
        "99:99",
        "24:00",
        "00:00-00:00",
        "з ",
        "до ",
        "перерва",
        "крім",
        "XIV",
        "ї",
        "№",
        "\u{301}",
        "99999999999999999999",
        "31.02.2025",
        "0000",
        "-1",
        "сто",
        "тисяч",
        "мільярд",
        "перший",
        "останній",
        "п'ят",
        "İ",
        "ß",
        "/",
        "року",
        "кварталі",
        "минулого",
        "29 лютого 2023",
        "цілодобово",
        "щодня",
        "1-ша",
        "\u{200b}",
        "٣",
        "²",
        "½",
    ];
    let texts = [
        "Пн-Пт 8:00–17:00, перерва 12–13; Сб 9.00-14.00, Нд вихідний",
        "перший та третій вівторок місяця з 10:00 до 12:00, кабінет № 5",
        "за січень–березень 2024 року, у II кварталі 2025/2026, з 01.03.2025 по 15 квітня",
        "понад 1,5 млн грн, від 100 до 200 тис., щонайменше п'ятнадцять, двадцять перша",
        "48.81, 29.39; +380 (4334) 2-11-13; mail@rada.gov.ua; https://rada.gov.ua/a?b=c",
    ]
    .map(|text| text.as_bytes().to_vec());
    let today = NaiveDate::from_ymd_opt(2025, 11, 20).expect("a date");
    let noon = today.and_hms_opt(12, 0, 0).expect("a time");
    survive("text", &texts, WORDS, |bytes| {
        let said: String = String::from_utf8_lossy(bytes).chars().take(160).collect();
        let within = |found: Range<usize>| assert!(said.get(found).is_some());
        for found in period::find(&said, today) {
            within(found.span);
        }
        for (_, range) in period::weekdays(&said) {
            within(range);
        }
        period::of_cell(&said);
        for found in number::comparisons(&said) {
            within(found.span);
        }
        for (_, range) in number::ordinals(&said) {
            within(range);
        }
        assert!(text::tokens(&said).len() <= said.len());
        for schedule in
            [Schedule::parse(&said), Schedule::of_parts(&said, &said)].into_iter().flatten()
        {
            schedule.is_open(noon);
            schedule.closes_at(noon);
            if let Some((from, to)) = schedule.next_open(noon) {
                assert!(to >= from, "{from} to {to}");
            }
            schedule.opens_on(Weekday::Mon);
        }
        // And as a cell under headers that mean something by it.
        let cell = said.replace('"', "\"\"");
        let file = format!(
            "Графік роботи;Дата;Сума, грн;Координати\n{}",
            format!("\"{cell}\";").repeat(4)
        );
        read_within_limits(file.as_bytes());
    });
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("<a>", "</a>"), ("[{\"a\":", "}]")] {
        let file = [open.repeat(200_000), close.repeat(200_000)].concat();
        assert_eq!(read(file.as_bytes()), Err(Unreadable::TooLarge), "{open}");
    }
}

#[test]
fn one_wide_row_does_not_widen_a_million() {
    let file = format!("a;b;c;d;e;f;g;h;i;j;k;l;m;n\n{}", "1\n".repeat(390));
    assert_eq!(read(file.as_bytes()), Err(Unreadable::TooLarge));
}

#[test]
fn cells_that_repeat_themselves_are_counted_before_they_are_written() {
    let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    for (row, column) in [("1048576", "1"), ("1", "16384"), ("1000", "1000")] {
        let many = OPEN_DOCUMENT.replace(
            "</table:table>",
            &format!(
                r#"<table:table-row table:number-rows-repeated="{row}">{}</table:table-row></table:table>"#,
                cell.replace(" office:value-type", &format!(r#" table:number-columns-repeated="{column}" office:value-type"#)),
            ),
        );
        assert_eq!(read(&open_document(&many)), Err(Unreadable::TooLarge), "{row} × {column}");
    }
}

#[test]
fn a_long_text_shared_by_many_cells_is_not_copied_without_end() {
    let strings = STRINGS.replace("Школа", &"Школа ".repeat(4_000));
    let row = r#"<row r="N"><c r="AN" t="s"><v>2</v></c></row>"#;
    let rows: String = (5..300).map(|number: u32| row.replace('N', &number.to_string())).collect();
    let sheet = SHEET.replace("</sheetData>", &format!("{rows}</sheetData>"));
    let file = workbook(&strings, &sheet);
    assert_eq!(read(&file), Err(Unreadable::TooLarge));
}

#[test]
fn long_names_are_not_repeated_under_each_other() {
    let name = "n".repeat(1 << 20);
    let file = format!("<{name}>{}</{name}>", "<a><b>1</b></a>".repeat(300));
    let start = Instant::now();
    assert_eq!(read(file.as_bytes()).expect("a table")[0].rows.len(), 300);
    assert!(start.elapsed() < SLOWEST);
}

/// Runs `check` on files damaged in [`CASES`] ways; names the seed of the one that it does not survive.
fn survive(format: &str, files: &[Vec<u8>], words: &[&str], check: impl Fn(&[u8])) {
    for file in files {
        check(file);
    }
    for seed in 0..CASES {
        let mut rng = fastrand::Rng::with_seed(seed);
        let file = &files[rng.usize(..files.len())];
        let damaged = damage(&mut rng, file, words);
        checked(format, seed, || check(&damaged));
    }
}

/// As [`survive`], for archives: now the archive is damaged, now a member before it is packed.
fn survive_packed(format: &str, files: &[Vec<u8>], words: &[&str]) {
    let members: Vec<Vec<(String, Vec<u8>)>> = files.iter().map(|file| unpack(file)).collect();
    for seed in 0..CASES {
        let mut rng = fastrand::Rng::with_seed(seed);
        let which = rng.usize(..files.len());
        let damaged = if rng.u8(..4) == 0 || members[which].is_empty() {
            damage(&mut rng, &files[which], words)
        } else {
            let mut members = members[which].clone();
            // The last member is the longest part of the table in our files.
            let member = if rng.bool() { members.len() - 1 } else { rng.usize(..members.len()) };
            members[member].1 = damage(&mut rng, &members[member].1, words);
            let members: Vec<(&str, &[u8])> =
                members.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
            pack(&members)
        };
        checked(format, seed, || read_within_limits(&damaged));
    }
}

fn checked(format: &str, seed: u64, run: impl FnOnce()) {
    let start = Instant::now();
    let survived = catch_unwind(AssertUnwindSafe(run)).is_ok();
    let took = start.elapsed();
    assert!(survived && took < SLOWEST, "{format}, seed {seed}: survived {survived}, {took:?}");
}

/// One to six injuries: a bit, a byte, a cut, a span out or twice or in another place, a word, a word many times over.
fn damage(rng: &mut fastrand::Rng, file: &[u8], words: &[&str]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..rng.usize(1..=6) {
        if bytes.is_empty() {
            break;
        }
        let at = rng.usize(..bytes.len());
        let end = bytes.len().min(at + 1 + rng.usize(..80));
        match rng.u8(..9) {
            0 => bytes[at] ^= 1 << rng.u8(..8),
            1 => bytes[at] = rng.choice([0, 0x7f, 0x80, 0xff, b'"', b'\n', b'<']).unwrap_or(0),
            2 if rng.u8(..4) == 0 => bytes.truncate(at),
            2 | 3 => drop(bytes.drain(at..end)),
            4 => {
                let twice = bytes[at..end].repeat(rng.usize(1..30));
                bytes.splice(at..at, twice);
            }
            5 => {
                let moved: Vec<u8> = bytes.drain(at..end).collect();
                let to = rng.usize(..=bytes.len());
                bytes.splice(to..to, moved);
            }
            6 | 7 => {
                let word = words[rng.usize(..words.len())];
                bytes.splice(at..at, word.bytes());
            }
            _ => {
                let word = words[rng.usize(..words.len())].repeat(rng.usize(2..60));
                bytes.splice(at..at, word.bytes());
            }
        }
        bytes.truncate(3 << 10);
    }
    bytes
}

fn read(bytes: &[u8]) -> Result<Vec<Table>, Unreadable> {
    table::read(bytes, &Hint::default(), &LIMITS)
}

fn read_within_limits(bytes: &[u8]) {
    let Ok(tables) = read(bytes) else { return };
    assert!(!tables.is_empty());
    let cells: usize = tables.iter().flat_map(|table| &table.rows).map(|row| row.cells.len()).sum();
    assert!(cells <= LIMITS.cells, "{cells} cells");
    for table in &tables {
        assert!((1..=LIMITS.columns).contains(&table.columns.len()));
        assert!((1..=LIMITS.rows).contains(&table.rows.len()));
        assert!(
            table.rows.iter().all(|row| row.number > 0 && row.cells.len() == table.columns.len())
        );
        for (index, column) in table.columns.iter().enumerate() {
            let filled = table.rows.iter().filter(|row| !row.cells[index].text.is_empty()).count();
            assert!(
                column.profile.filled >= filled && column.profile.distinct <= column.profile.filled
            );
            assert!(
                !column.label_uk.is_empty() && !column.label_en.is_empty(),
                "{:?}",
                column.name
            );
        }
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            assert_eq!(cell.text.is_empty(), cell.value == Value::Empty, "{cell:?}");
            if let Value::Point(point) = cell.value {
                assert!(point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0);
            }
        }
    }
}

/// A file of the demonstration council, its first `most` bytes to the end of a line.
fn demo(name: &str, most: usize) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/files").join(name);
    let mut bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if bytes.len() > most {
        let end = bytes[..most].iter().rposition(|byte| *byte == b'\n').map_or(most, |at| at + 1);
        bytes.truncate(end);
    }
    bytes
}

fn pack(members: &[(&str, impl AsRef<[u8]>)]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, stored).expect("a member");
        archive.write_all(content.as_ref()).expect("its content");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A workbook of Excel with one `sheet` and the `strings` that it shares.
fn workbook(strings: &str, sheet: &str) -> Vec<u8> {
    pack(&[
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// An open document, a workbook, with `content`.
fn open_document(content: &str) -> Vec<u8> {
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    pack(&[("mimetype", kind), ("META-INF/manifest.xml", MANIFEST), ("content.xml", content)])
}

/// The members of an archive that can be opened.
fn unpack(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let Ok(mut member) = archive.by_index(index) else { continue };
        let mut content = Vec::new();
        member.read_to_end(&mut content).expect("its content");
        content.truncate(800);
        members.push((String::from_utf8_lossy(member.name_raw()).into_owned(), content));
    }
    members
}

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Аркуш1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
const STRINGS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4" uniqueCount="4"><si><t>Назва</t></si><si><t>Сума, грн</t></si><si><t>Школа</t></si><si><r><t>Дитячий</t></r><r><t xml:space="preserve"> садок</t></r></si></sst>"#;
const SHEET: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:C4"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Дата</t></is></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>1200.5</v></c><c r="C2" s="1"><v>45231</v></c></row><row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3"><v>7</v></c><c r="C3" s="1"><v>45232.5</v></c></row><row r="4"><c r="A4" t="str"><v>Разом</v></c><c r="B4"><f>SUM(B2:B3)</f><v>1207.5</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="C3:C4"/></mergeCells></worksheet>"#;
const MANIFEST: &str = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;
const OPEN_DOCUMENT: &str = r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Аркуш1"><table:table-row><table:table-cell office:value-type="string"><text:p>Назва</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Кількість</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Дата</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>Школа</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2025-03-01"/></table:table-row><table:table-row><table:table-cell/><table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/><table:table-cell table:number-columns-repeated="2" office:value-type="boolean" office:boolean-value="true"/></table:table-row><table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
