//! A table: rows under named, typed columns, read from one sheet or member of a published file.
//!
//! [`read`] takes a file's bytes and gives its tables. The bytes decide what it is (`sniff`), a reader of that format
//! gives rows, and three further steps are the same for all: where the header is, what the values are, what the
//! columns say.

mod csv;
mod geojson;
mod grid;
mod header;
mod infer;
mod json;
mod label;
mod measure;
mod ods;
mod person;
mod private;
mod role;
mod sheet;
mod shelf;
mod sniff;
mod total;
mod value;
mod xls;
mod xml;
mod zip;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use shelf::{OneTable, Shelf, Tables};

/// One table of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The sheet's name, in a workbook.
    pub sheet: Option<String>,
    /// The member's path, in a ZIP.
    pub member: Option<String>,
    /// Words above the header ("Графік прийому на 2025 рік"), joined by a space; may be empty.
    pub title: String,
    /// The columns, in the file's order.
    pub columns: Vec<Column>,
    /// The rows, in the file's order; each has as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A column, as its header and its values show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// The header as published ("contactPointTelephone", "Оклад, грн").
    pub name: String,
    /// What residents read in Ukrainian ("Телефон").
    pub label_uk: String,
    /// What residents read in English ("Phone"); the Ukrainian label where none is known.
    pub label_en: String,
    /// The unit named in the header ("грн", "тис. грн", "м²", "%", "осіб"), if any.
    pub unit: Option<String>,
    /// What its values are.
    pub kind: Kind,
    /// What it says of a row.
    pub role: Role,
    /// Whether it looks like a private person's contact, tax number or name: never shown, indexed, matched,
    /// charted or exported.
    pub personal: bool,
    /// Counts over its values.
    pub profile: Profile,
}

/// Counts over the values of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Cells that hold something.
    pub filled: usize,
    /// Different values, folded.
    pub distinct: usize,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Free text or names.
    #[default]
    Text,
    /// Whole numbers.
    Integer,
    /// Exact decimals.
    Decimal,
    /// Civil dates.
    Date,
    /// Civil dates with a time.
    DateTime,
    /// Times of day.
    Time,
    /// Spans of a day ("8:00–17:00") or schedules in free text.
    Hours,
    /// Yes or no.
    Flag,
    /// A latitude and a longitude in one cell.
    Point,
    /// Telephone numbers.
    Phone,
    /// Mail addresses.
    Email,
    /// Links.
    Link,
    /// Digits that name and do not count: ЄДРПОУ, КПКВК, postcodes; leading zeros kept.
    Code,
}

/// What a column says of its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Nothing known.
    #[default]
    Other,
    /// An ordinal or technical id.
    Id,
    /// The name or title of the row's thing.
    Name,
    /// A person.
    Person,
    /// A person's post.
    Post,
    /// A department or body.
    Organization,
    /// A whole address.
    Address,
    /// A street.
    Street,
    /// A house number.
    House,
    /// A city, town or village.
    Settlement,
    /// A district or region that holds settlements.
    District,
    /// A telephone.
    Phone,
    /// A mail address.
    Email,
    /// A link.
    Link,
    /// Opening or reception hours.
    Hours,
    /// A day of the week.
    Weekday,
    /// Money.
    Amount,
    /// A planned amount.
    Plan,
    /// A carried-out amount.
    Fact,
    /// A price, tariff or salary for one unit.
    Price,
    /// How many.
    Quantity,
    /// A share in percent.
    Percent,
    /// A year, month, quarter or school year.
    Period,
    /// A date.
    Date,
    /// When something begins.
    Start,
    /// When something ends.
    End,
    /// One of few kinds, states or categories.
    Category,
    /// A classification code (ЄДРПОУ, КПКВК, postcode).
    Code,
    /// A unit of measure.
    Unit,
    /// Latitude in degrees.
    Latitude,
    /// Longitude in degrees.
    Longitude,
    /// Remarks in free text.
    Note,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its number in the file: 1-based, the header counted; for records (JSON, XML, GeoJSON) as if the keys were row 1.
    pub number: u32,
    /// Whether it sums up others («Всього», «Разом», «Усього»).
    pub total: bool,
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
}

/// One value, as published and as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// As published, trimmed; empty for a missing value ("", "-", "null", "н/д").
    pub text: Box<str>,
    /// As typed by its column.
    pub value: Value,
}

/// A typed value. Phones, mails, links and codes are [`Value::Text`] under their column's [`Kind`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Missing.
    #[default]
    Empty,
    /// Text: see [`Cell::text`].
    Text,
    /// An integer or a decimal.
    Number(Decimal),
    /// A date.
    Date(NaiveDate),
    /// A date with a time.
    DateTime(NaiveDateTime),
    /// A time of day.
    Time(NaiveTime),
    /// From one time of day to another.
    Span(NaiveTime, NaiveTime),
    /// Yes or no.
    Flag(bool),
    /// A place.
    Point(Point),
}

/// A place on the map, WGS 84.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Latitude, degrees, -90 to 90.
    pub lat: f64,
    /// Longitude, degrees, -180 to 180.
    pub lon: f64,
}

/// Changes whenever the same bytes would be read otherwise: part of the key of everything kept about a table.
pub const PARSER_VERSION: u32 = 2;

/// How much one file may ask of us. Files come from strangers; whoever reads them says what is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most columns of one table; cells beyond are dropped.
    pub columns: usize,
    /// The most rows of one table.
    pub rows: usize,
    /// The most cells of all tables of the file together.
    pub cells: usize,
    /// The deepest nesting of JSON or XML.
    pub depth: usize,
    /// The most bytes that may come out of archives, workbooks included, and again the most that cells of a workbook
    /// may hold of texts that it shares between them.
    pub inflated: u64,
    /// The most bytes that may come out of an archive for each byte in it.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            columns: 512,
            rows: 1_000_000,
            cells: 20_000_000,
            depth: 64,
            inflated: 512 << 20,
            ratio: 200,
        }
    }
}

/// What is said of a file outside its bytes. None of it is trusted over them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    /// The format as the catalogue has it ("CSV", ".zip", "csv, xls", ""); any text.
    pub format: &'a str,
    /// The file's name or address.
    pub name: &'a str,
    /// The media type that the server gave.
    pub media_type: Option<&'a str>,
}

/// Why a file gives no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A PDF.
    #[error("a PDF, which holds pages and no table")]
    Pdf,
    /// A text document (DOC, DOCX, RTF, ODT).
    #[error("a text document, which holds pages and no table")]
    Word,
    /// A picture, a sound or a film.
    #[error("a picture")]
    Picture,
    /// An archive of a kind that is not opened (7z, RAR).
    #[error("an archive of a kind that is not opened")]
    Archive,
    /// Behind a password.
    #[error("locked with a password")]
    Locked,
    /// A web page, where data was promised.
    #[error("a web page and no data")]
    Html,
    /// Nothing in it: no bytes, or no row.
    #[error("empty")]
    Empty,
    /// Nothing that we know.
    #[error("of an unknown format")]
    Unknown,
    /// More than [`Limits`] allow.
    #[error("too large")]
    TooLarge,
    /// Of a known format, but damaged.
    #[error("damaged: {reason}")]
    Broken {
        /// What the reader stumbled over, for the log; at most 200 characters.
        reason: String,
    },
}

impl Unreadable {
    /// The message of `locales/*/table.ftl` that says so to a person.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Pdf => "table-pdf",
            Self::Word => "table-word",
            Self::Picture => "table-picture",
            Self::Archive => "table-archive",
            Self::Locked => "table-locked",
            Self::Html => "table-html",
            Self::Empty => "table-empty",
            Self::Unknown => "table-unknown",
            Self::TooLarge => "table-too-large",
            Self::Broken { .. } => "table-broken",
        }
    }

    /// A damaged file, with the reader's own words, bounded.
    pub(crate) fn broken(reason: impl std::fmt::Display) -> Self {
        let mut reason = reason.to_string();
        if let Some((end, _)) = reason.char_indices().nth(200) {
            reason.truncate(end);
        }
        Self::Broken { reason }
    }
}

/// Reads every table of a file.
///
/// The bytes decide what the file is, then its name, then what was declared. A workbook gives a table a sheet, a ZIP
/// one or more a member; sheets and members without rows are left out.
///
/// # Errors
///
/// [`Unreadable`] says what the file is instead, in words for a person ([`Unreadable::key`]).
pub fn read(bytes: &[u8], hint: &Hint<'_>, limits: &Limits) -> Result<Vec<Table>, Unreadable> {
    let mut budget = grid::Budget::new(limits);
    let format = sniff::sniff(bytes, hint)?;
    let tables = match format {
        sniff::Format::Zip => zip::read(bytes, &mut budget)?,
        sniff::Format::Gzip => zip::gunzip(bytes, hint, &mut budget)?,
        format => read_as(format, bytes, &mut budget)?,
    };
    if tables.is_empty() { Err(Unreadable::Empty) } else { Ok(tables) }
}

/// Reads a file of a format that is no container.
fn read_as(
    format: sniff::Format,
    bytes: &[u8],
    budget: &mut grid::Budget<'_>,
) -> Result<Vec<Table>, Unreadable> {
    let grids = match format {
        sniff::Format::Csv => csv::read(bytes, budget)?,
        sniff::Format::Json => json::read(bytes, budget)?,
        sniff::Format::Xml => xml::read(bytes, budget)?,
        sniff::Format::Workbook(kind) => sheet::read(bytes, kind, budget)?,
        // A container inside a container is not followed.
        sniff::Format::Zip | sniff::Format::Gzip => return Err(Unreadable::Archive),
    };
    let mut tables = Vec::with_capacity(grids.len());
    for grid in grids {
        tables.extend(grid.into_table(budget)?);
    }
    Ok(tables)
}
