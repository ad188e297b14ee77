//! A table: rows under named, typed columns, read from one sheet or member of a published file.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

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
