//! Harvest: from portals to the catalogue and its files.
//!
//! [`ckan`], [`dcat`] and [`folder`] only parse; [`client`] fetches; `listing` finds out what there is; `run` compares
//! with what is known and keeps the difference, in short writes between any two of which the process may die.

pub mod ckan;
pub mod client;
pub mod dcat;
mod demo;
pub mod folder;
mod listing;
mod record;
mod run;
mod summary;

use std::{net::IpAddr, path::PathBuf, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use run::{JOB, run, run_one};
pub use summary::{Failed, Files, SourceSummary, Summary};

use crate::table::Table;

/// Tells the time; tests set it by hand.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Reads a file's tables: bytes, declared format, name, media type; the reason as a key of `locales/*/table.ftl`.
pub type Read = fn(&[u8], &str, &str, Option<&str>) -> Result<Vec<Table>, &'static str>;

/// Where a council's data are published: a `[[source]]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id, by which its datasets are kept; never changes.
    pub id: String,
    /// What answers there.
    pub kind: SourceKind,
    /// The portal's address (CKAN), the feed's (DCAT), or the folder's path.
    pub url: String,
    /// Names or ids of the bodies whose datasets are taken; all if empty.
    #[serde(default)]
    pub organizations: Vec<String>,
}

/// Kinds of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// CKAN's action API.
    Ckan,
    /// A `data.json`.
    Dcat,
    /// A folder with `catalog.json`.
    Folder,
    /// The demonstration council in the binary.
    #[serde(skip)]
    Demo,
}

/// The demonstration council.
pub fn demo() -> Source {
    Source {
        id: "demo".to_owned(),
        kind: SourceKind::Demo,
        url: String::new(),
        organizations: Vec::new(),
    }
}

/// Limits of a harvest.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The largest file that is kept, in bytes.
    pub max_file: u64,
    /// Which addresses may be asked: [`client::is_public`] unless tests or the operator say otherwise.
    pub may_reach: fn(IpAddr) -> bool,
    /// Names the bot and a contact.
    pub user_agent: String,
    /// The longest wait for a name or a connection.
    pub connect: Duration,
    /// The longest silence within an answer.
    pub idle: Duration,
    /// The longest time for one file or page, attempts and pauses included.
    pub total: Duration,
    /// Attempts for one file or page.
    pub attempts: u32,
    /// The first pause between attempts; doubled with each.
    pub pause: Duration,
    /// The longest pause between attempts, also where the server asks for a longer one: then the file waits for the
    /// next harvest.
    pub longest_pause: Duration,
    /// How the tables of two versions are read to be compared; `None`: only their hashes are.
    pub read: Option<Read>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_file: 64 << 20,
            may_reach: client::is_public,
            user_agent: user_agent("a council", None),
            connect: Duration::from_secs(5),
            idle: Duration::from_secs(20),
            total: Duration::from_mins(3),
            attempts: 5,
            pause: Duration::from_millis(300),
            longest_pause: Duration::from_secs(30),
            read: None,
        }
    }
}

/// What sources read in `User-Agent`: the bot, whose it is, and where to write.
pub fn user_agent(council: &str, contact: Option<&str>) -> String {
    // A header holds no Ukrainian letters.
    let council = if council.bytes().all(|byte| byte == b' ' || byte.is_ascii_alphanumeric()) {
        council
    } else {
        "a council"
    };
    let contact = contact.map(|contact| format!("; {contact}")).unwrap_or_default();
    format!("dovidka/{} (open data bot of {council}{contact})", env!("CARGO_PKG_VERSION"))
}

/// How far a harvest is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A source's catalogue is known: so many files to look at.
    Listed {
        /// The source's id.
        source: String,
        /// Its datasets.
        datasets: usize,
        /// Their files.
        files: usize,
    },
    /// One file more has been looked at.
    File {
        /// The source's id.
        source: String,
    },
}

/// Why a file could not be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// No address, or none of `http` and `https`.
    #[error("no usable address")]
    Address,
    /// An address within a private network.
    #[error("an address in a private network")]
    Private,
    /// The host's name has no address.
    #[error("the host's name cannot be resolved")]
    Unresolvable,
    /// No connection.
    #[error("the host cannot be reached")]
    Unreachable,
    /// The host could not be reached several times and is left alone until the next harvest.
    #[error("the host is down")]
    HostDown,
    /// Too slow.
    #[error("too slow")]
    Timeout,
    /// Cut, or not as promised.
    #[error("the answer was cut or damaged")]
    Broken,
    /// Not 200.
    #[error("HTTP status {code}")]
    Status {
        /// The status.
        code: u16,
    },
    /// Too many redirects, or one to nowhere.
    #[error("redirects lead nowhere")]
    Redirect,
    /// Larger than `max_file`.
    #[error("too large")]
    TooLarge,
    /// Grows beyond measure when decompressed.
    #[error("grows beyond measure when decompressed")]
    Bomb,
    /// A web page in place of the file that was there before.
    #[error("a web page in place of the file")]
    Html,
    /// Not in the folder, or outside of it.
    #[error("not in the folder")]
    Missing,
    /// The catalogue's answer cannot be read.
    #[error("{said}")]
    Refused {
        /// In the portal's words, bounded.
        said: String,
    },
}

impl Reason {
    /// Whether another attempt within seconds may help.
    fn may_pass(&self) -> bool {
        match self {
            Self::Status { code } => matches!(code, 408 | 425 | 429 | 500..=599),
            Self::Broken | Self::Timeout | Self::Unreachable => true,
            Self::Address
            | Self::Private
            | Self::Unresolvable
            | Self::HostDown
            | Self::Redirect
            | Self::TooLarge
            | Self::Bomb
            | Self::Html
            | Self::Missing
            | Self::Refused { .. } => false,
        }
    }
}

/// Why there was no harvest at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process harvests.
    #[error("another harvest is under way")]
    Busy,
    /// The lease was lost to another process.
    #[error("another process took the harvest over")]
    Lost,
    /// The database failed.
    #[error("database: {0}")]
    Db(#[from] sqlx::Error),
    /// No TLS.
    #[error("the HTTP client cannot be built: {0}")]
    Client(#[from] reqwest::Error),
}

/// The folder of `source`.
fn root(source: &Source) -> PathBuf {
    PathBuf::from(source.url.strip_prefix("file://").unwrap_or(&source.url))
}
