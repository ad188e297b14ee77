//! What the values of a column are, and each of them typed.

use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, Hasher},
};

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::{Cell, Column, Kind, Profile, Row, Value, label::Words, value};

/// Cells looked at to guess a kind; the guess is then tried on all.
const SAMPLE: usize = 240;

/// Decides the kinds of the columns and types their cells.
///
/// A kind holds when nine tenths of the filled cells are of it; the others stay text.
pub(super) fn type_columns(columns: &mut [Column], rows: &mut [Row]) {
    let text = look_over(columns, rows);
    for (index, (column, text)) in columns.iter_mut().zip(text).enumerate() {
        let words = Words::of(column);
        let kind = guess(&words, rows, index)
            .into_iter()
            .find(|kind| *kind == Kind::Text || assign(*kind, &words, column, rows, index))
            .unwrap_or_default();
        if kind == Kind::Text && !text {
            each(rows, index, |cell| cell.value = Value::Text);
        }
        column.kind = match kind {
            Kind::Decimal if whole(rows, index) => Kind::Integer,
            kind => kind,
        };
    }
}

/// Runs over the filled cells of a column.
fn each(rows: &mut [Row], index: usize, mut act: impl FnMut(&mut Cell)) {
    for cell in rows.iter_mut().filter_map(|row| row.cells.get_mut(index)) {
        if !cell.text.is_empty() {
            act(cell);
        }
    }
}

/// What is seen of a column before its kind is known.
#[derive(Default)]
struct Seen {
    values: HashSet<u64, BuildHasherDefault<Ready>>,
    filled: usize,
    dashes: usize,
    plus: bool,
    /// Whether the file itself types a cell as something else than text.
    typed: bool,
}

/// Empties cells that stand for nothing and counts the others; for each column whether all of those are text so far.
///
/// A dash is kept where the column answers with plus and minus. All columns are seen in one walk over the rows, as
/// their cells lie in memory.
fn look_over(columns: &mut [Column], rows: &mut [Row]) -> Vec<bool> {
    let mut seen: Vec<Seen> = columns.iter().map(|_| Seen::default()).collect();
    for row in rows.iter_mut() {
        for (cell, seen) in row.cells.iter_mut().zip(&mut seen) {
            if cell.text.is_empty() {
                continue;
            }
            if is_dash(&cell.text) {
                seen.dashes += 1;
            } else if value::is_missing(&cell.text) {
                *cell = Cell::default();
                continue;
            }
            seen.filled += 1;
            seen.plus |= &*cell.text == "+";
            seen.typed |= cell.value != Value::Text;
            seen.values.insert(folded_hash(&cell.text));
        }
    }
    for (index, (column, seen)) in columns.iter_mut().zip(&mut seen).enumerate() {
        if seen.dashes > 0 && !seen.plus {
            seen.filled -= seen.dashes;
            each(rows, index, |cell| {
                if is_dash(&cell.text) {
                    seen.values.remove(&folded_hash(&cell.text));
                    *cell = Cell::default();
                }
            });
        }
        column.profile = Profile { filled: seen.filled, distinct: seen.values.len() };
    }
    seen.into_iter().map(|seen| !seen.typed).collect()
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—")
}

/// The kinds that a sample speaks for, likeliest first; text always last.
fn guess(words: &Words, rows: &[Row], index: usize) -> Vec<Kind> {
    let filled: Vec<&Cell> = {
        let step = (rows.len() / SAMPLE).max(1);
        let mut some: Vec<&Cell> = rows
            .iter()
            .step_by(step)
            .filter_map(|row| row.cells.get(index))
            .filter(|cell| !cell.text.is_empty())
            .collect();
        if some.len() < 20 {
            some = rows
                .iter()
                .filter_map(|row| row.cells.get(index))
                .filter(|cell| !cell.text.is_empty())
                .take(SAMPLE)
                .collect();
        }
        some
    };
    if filled.is_empty() {
        return vec![Kind::Text];
    }
    let share = |test: &dyn Fn(&Cell) -> bool| {
        filled.iter().filter(|cell| test(cell)).count() * 100 / filled.len()
    };
    let mut kinds = Vec::new();
    if share(&|cell| value::is_link(&cell.text)) >= 90 {
        kinds.push(Kind::Link);
    }
    if share(&|cell| value::is_email(&cell.text)) >= 90 {
        kinds.push(Kind::Email);
    }
    if words.phone() && share(&|cell| value::is_phone(&cell.text, true)) >= 80
        || share(&|cell| value::is_phone(&cell.text, false)) >= 90
    {
        kinds.push(Kind::Phone);
    }
    if share(&|cell| is_flag(cell, words)) >= 95 {
        kinds.push(Kind::Flag);
    }
    let coded = share(&|cell| is_code(&cell.text)) >= 90;
    if coded && words.code() {
        kinds.push(Kind::Code);
    }
    let spans = share(&|cell| value::span(&cell.text).is_some());
    let hours = share(&|cell| value::schedule(&cell.text).0 || value::span(&cell.text).is_some());
    let hourly = share(&|cell| value::schedule(&cell.text).1 || value::span(&cell.text).is_some());
    let dates = share(&|cell| as_moment(cell, words.date()).is_some());
    if dates >= 90 {
        let with_time =
            share(&|cell| as_moment(cell, words.date()).is_some_and(|(_, time)| time.is_some()));
        kinds.push(if with_time >= 50 { Kind::DateTime } else { Kind::Date });
    }
    let clocks = share(&|cell| as_time(cell, words.time()).is_some());
    if clocks >= 90 {
        kinds.push(Kind::Time);
    }
    if spans >= 90 || hourly >= 60 && hours >= 50 || words.hours() && hours.max(hourly) >= 60 {
        kinds.push(Kind::Hours);
    }
    if share(&|cell| value::point(&cell.text).is_some()) >= 90 {
        kinds.push(Kind::Point);
    }
    let zeros = |cell: &Cell| {
        let text = cell.text.as_bytes();
        text.len() > 1 && text[0] == b'0' && text.iter().all(u8::is_ascii_digit)
    };
    if coded && filled.iter().any(|cell| zeros(cell)) {
        kinds.push(Kind::Code);
    }
    if share(&|cell| as_number(cell).is_some()) >= 85 {
        kinds.push(Kind::Decimal);
    }
    kinds.push(Kind::Text);
    kinds
}

/// Types every cell as `kind`, if nine tenths of them are that.
fn assign(kind: Kind, words: &Words, column: &mut Column, rows: &mut [Row], index: usize) -> bool {
    let mut values: Vec<Value> = Vec::with_capacity(rows.len());
    let (mut filled, mut typed) = (0_usize, 0_usize);
    for row in rows.iter() {
        let Some(cell) = row.cells.get(index).filter(|cell| !cell.text.is_empty()) else {
            values.push(Value::Empty);
            continue;
        };
        filled += 1;
        let found = typed_as(kind, words, cell);
        typed += usize::from(found.is_some());
        values.push(found.unwrap_or(Value::Text));
    }
    let least = match kind {
        Kind::Hours => 5,
        Kind::Phone if words.phone() => 8,
        _ => 9,
    };
    if typed * 10 < filled * least {
        return false;
    }
    let mut crosses = HashSet::new();
    for (row, value) in rows.iter_mut().zip(values) {
        let Some(cell) = row.cells.get_mut(index) else { continue };
        if kind == Kind::Code
            && let Some(plain) = unscientific(&cell.text)
        {
            cell.text = plain.into();
        }
        // "х" says that a number cannot be there.
        if kind == Kind::Decimal
            && value == Value::Text
            && matches!(&*cell.text, "х" | "Х" | "x" | "X")
        {
            column.profile.filled -= 1;
            crosses.insert(folded_hash(&cell.text));
            *cell = Cell::default();
            continue;
        }
        cell.value = value;
    }
    column.profile.distinct -= crosses.len();
    true
}

fn typed_as(kind: Kind, words: &Words, cell: &Cell) -> Option<Value> {
    let text = &*cell.text;
    match kind {
        Kind::Text | Kind::Integer => None,
        Kind::Decimal => match as_number(cell) {
            Some(number) => Some(Value::Number(number)),
            None if matches!(text, "х" | "Х" | "x" | "X") => Some(Value::Text),
            None => None,
        },
        Kind::Date => as_moment(cell, words.date()).map(|(date, _)| Value::Date(date)),
        Kind::DateTime => as_moment(cell, words.date())
            .map(|(date, time)| Value::DateTime(date.and_time(time.unwrap_or(NaiveTime::MIN)))),
        Kind::Time => as_time(cell, words.time()).map(Value::Time),
        Kind::Hours => match value::span(text) {
            Some((from, to)) => Some(Value::Span(from, to)),
            None => match value::schedule(text) {
                (false, false) => None,
                _ => Some(Value::Text),
            },
        },
        Kind::Flag => match cell.value {
            Value::Flag(flag) => Some(Value::Flag(flag)),
            _ => value::flag(text, words.question()).map(Value::Flag),
        },
        Kind::Point => value::point(text).map(Value::Point),
        Kind::Phone => value::is_phone(text, true).then_some(Value::Text),
        Kind::Email => value::is_email(text).then_some(Value::Text),
        Kind::Link => value::is_link(text).then_some(Value::Text),
        Kind::Code => is_code(text).then_some(Value::Text),
    }
}

fn is_flag(cell: &Cell, words: &Words) -> bool {
    matches!(cell.value, Value::Flag(_)) || value::flag(&cell.text, words.question()).is_some()
}

fn as_number(cell: &Cell) -> Option<Decimal> {
    match cell.value {
        Value::Number(number) => Some(number),
        Value::Date(_) | Value::DateTime(_) | Value::Time(_) => None,
        _ => value::number(&cell.text),
    }
}

/// A date; where dates are meant (`said`), also a day number of Excel (1955 to 2119).
fn as_moment(cell: &Cell, said: bool) -> Option<(NaiveDate, Option<NaiveTime>)> {
    match cell.value {
        Value::Date(date) => return Some((date, None)),
        Value::DateTime(moment) => return Some((moment.date(), Some(moment.time()))),
        Value::Time(_) => return None,
        _ => {}
    }
    if said
        && cell.text.len() == 5
        && let Ok(days @ 20_000..80_000) = cell.text.parse::<i64>()
    {
        let date = NaiveDate::from_ymd_opt(1899, 12, 30)?
            .checked_add_signed(chrono::Duration::days(days))?;
        return Some((date, None));
    }
    value::moment(&cell.text)
}

fn as_time(cell: &Cell, said: bool) -> Option<NaiveTime> {
    match cell.value {
        Value::Time(time) => Some(time),
        Value::Number(_) if !said => None,
        _ => value::time(&cell.text, said),
    }
}

/// Whether a text may be a code: digits and Latin letters with marks, short, without spaces or a decimal mark.
fn is_code(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let (mut digits, mut spaces) = (0, 0);
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            '-' | '/' | ':' | '.' | '_' | '№' => {}
            ' ' => spaces += 1,
            c if value::is_letter(c) => {}
            _ => return unscientific(text).is_some(),
        }
    }
    digits > 0 && spaces <= 1
}

/// Digits that a spreadsheet turned into "1.6354854E7".
fn unscientific(text: &str) -> Option<String> {
    let is_number = text.len() <= 24
        && text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && text.bytes().any(|byte| matches!(byte, b'E' | b'e'));
    let number = is_number.then(|| value::number(text)).flatten()?;
    number.is_integer().then(|| number.normalize().to_string())
}

/// Whether every number of a column is whole as written.
fn whole(rows: &[Row], index: usize) -> bool {
    rows.iter().filter_map(|row| row.cells.get(index)).all(|cell| match cell.value {
        Value::Number(number) => number.scale() == 0,
        _ => true,
    })
}

/// Hashes that are hashed already.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// A hash of the text in lower case.
fn folded_hash(text: &str) -> u64 {
    /// The bit that makes small letters of capital ones, and leaves digits and signs as they are.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let mix =
        |hash: u64, code: u64| (hash ^ code).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    let start = 0xcbf2_9ce4_8422_2325_u64;
    if !text.is_ascii() {
        return text.chars().fold(start, |hash, c| mix(hash, u32::from(value::lower(c)).into()));
    }
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let hash =
        eights.iter().fold(start, |hash, eight| mix(hash, u64::from_le_bytes(*eight) | SMALL));
    rest.iter().fold(hash, |hash, byte| mix(hash, u64::from(byte | 0x20)))
}
