//! From a question to the fact: slots, plan, computation, words.

mod anchor;
mod browse;
mod card;
mod chart;
mod columns;
mod compare;
mod compute;
mod condition;
mod confidence;
mod council;
mod evidence;
mod examples;
mod export;
mod facts;
mod follow;
pub mod geo;
pub mod hours;
mod name;
mod opening;
mod overview;
mod periods;
mod picture;
mod plan;
mod questions;
mod record;
mod rows;
mod say;
mod state;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use browse::Part;
pub use council::{Content, Council, Entry, File};
pub use facts::{Facts, Stand};
pub use record::Record;
pub use say::PAGE;
pub use state::State;

use crate::{i18n::Locale, table::Point};

/// What a resident asks, and when and where.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// As written.
    pub text: &'a str,
    /// The language to answer in; `None`: English if the question was read as English, else Ukrainian.
    pub locale: Option<Locale>,
    /// Where the resident is, if told.
    pub near: Option<Point>,
    /// The civil time of the council.
    pub now: DateTime<Tz>,
    /// What was asked before, for follow-ups.
    pub context: Option<&'a Context>,
}

/// What an answer leaves for the next question ("а за 2024?"); good for 30 minutes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// When the answer was given.
    pub at: DateTime<Utc>,
    /// The plan that gave it.
    pub plan: Option<Plan>,
}

/// What was computed: enough to compute it again, its next page, its CSV or its chart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The questions it answers: the last one, after those it leans on.
    pub turns: Vec<String>,
    /// CKAN name of the dataset.
    pub dataset: String,
    /// Where the resident was.
    pub near: Option<Point>,
}

impl Plan {
    /// Asks `question` of one dataset alone.
    pub fn within(dataset: &str, question: &str, near: Option<Point>) -> Self {
        Self { turns: vec![question.to_owned()], dataset: dataset.to_owned(), near }
    }
}

/// How a question ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A fact, or a list out of rows.
    Answer,
    /// The card of a dataset.
    Dataset,
    /// Two or three readings to choose from.
    Choice,
    /// Not in this council's data.
    #[default]
    None,
}

/// How the place of the resident matters to an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Placed {
    /// It does not.
    #[default]
    No,
    /// The nearest was asked for, and from where is not known.
    Wanted,
    /// Distances are from where the resident is.
    Used,
}

/// What the resident reads, and where it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// How the question ended.
    pub outcome: Outcome,
    /// The language it is said in.
    pub locale: Locale,
    /// The answer itself: the first line or lines, without markup.
    pub lead: String,
    /// Further lines, without markup: rows, filter in words, "12 of 431 rows".
    pub body: Vec<String>,
    /// Where it comes from and how old that is, line by line, without markup and without the link.
    pub footer: Vec<String>,
    /// CKAN names, best first.
    pub datasets: Vec<String>,
    /// The rows it stands in, best first.
    pub sources: Vec<Source>,
    /// Readings to choose from, two or three.
    pub choices: Vec<Choice>,
    /// The question as understood, where it was repaired.
    pub reading: Option<String>,
    /// The share of the question that was found, 0 to 1.
    pub confidence: f32,
    /// Whether the request for such data should be offered (a `none` that is no greeting).
    pub offer_request: bool,
    /// What was computed, if anything was.
    pub plan: Option<Plan>,
    /// Whether there are rows after these.
    pub has_more: bool,
    /// Whether [`Council::chart`] can draw it.
    pub has_chart: bool,
    /// How the place of the resident matters to it.
    pub placed: Placed,
    /// The places it names, as many as a page shows.
    pub places: Vec<Place>,
    /// What the next question may lean on.
    pub context: Option<Context>,
}

/// Rows of one file that an answer stands in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// CKAN name of the dataset.
    pub dataset: String,
    /// Its title.
    pub title: String,
    /// The resource's id.
    pub resource: String,
    /// SHA-256 of the file's version, in hexadecimal; empty if there is none.
    #[serde(skip)]
    pub version: String,
    /// The sheet, in a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The member, in a ZIP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Row numbers, 1-based with the header counted; the first hundred of a computation.
    pub rows: Vec<u32>,
    /// When the file changed.
    pub updated: Option<NaiveDate>,
    /// Whether it is late against its promised frequency; `None` if that is not known.
    pub late: Option<bool>,
    /// The dataset's page.
    pub url: String,
}

/// A place on the map that an answer names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// What is there.
    pub title: String,
    /// Its address; empty if none is published.
    pub address: String,
    /// Where it is.
    pub point: Point,
}

/// One reading of an ambiguous question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// CKAN name of the dataset.
    pub dataset: String,
    /// Its title.
    pub title: String,
    /// The question to ask if it is chosen.
    pub question: String,
}

impl Answer {
    /// The whole text as the resident reads it, without markup.
    pub fn text(&self) -> String {
        let mut text = self.lead.clone();
        for line in self.body.iter().chain(&self.footer) {
            text.push('\n');
            text.push_str(line);
        }
        text
    }
}
