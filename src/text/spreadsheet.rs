//! Tables for spreadsheets: CSV that they read right and that runs nothing in them.

/// Spreadsheets take a file for UTF-8 only by this mark.
const BOM: char = '\u{feff}';

/// Text that a spreadsheet would run as a formula gets an apostrophe before it, which makes it text.
pub fn harmless(text: &str) -> String {
    let text: String = text.chars().filter(|letter| *letter != '\0').collect();
    let first =
        text.trim_start_matches(|letter: char| letter.is_whitespace() || letter.is_control());
    if first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text
    }
}

/// `records`, equally long, as CSV: UTF-8 with a mark, commas, lines that end as in Windows.
///
/// # Panics
///
/// If they are not equally long.
pub fn csv(records: &[Vec<String>]) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        writer.write_record(record).expect("records are written to memory and equally long");
    }
    let bytes = writer.into_inner().expect("memory can be flushed");
    let text = String::from_utf8(bytes).expect("it was written from text");
    format!("{BOM}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_is_made_text() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            (" \t@SUM(A1)", "' \t@SUM(A1)"),
            ("－5", "'－5"),
            ("вул. Шкільна, 5", "вул. Шкільна, 5"),
            ("a\0b", "ab"),
        ] {
            assert_eq!(harmless(text), safe);
        }
        let table = [vec!["a".to_owned(), "b\"c".to_owned()]];
        assert_eq!(csv(&table), "\u{feff}a,\"b\"\"c\"\r\n");
    }
}
