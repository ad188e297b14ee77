//! The configuration: one TOML file, and what the environment alone may say.
//!
//! Every key is documented in `dovidka.example.toml`. A key that is not known here is an error, so
//! that a slip of the pen cannot pass for a setting.

use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::TimeDelta;
use chrono_tz::Tz;
use toml::{Table, Value};
use url::Url;

use crate::{
    feedback::Calendar,
    harvest::{Source, SourceKind},
    i18n::Locale,
    news::Quiet,
};

/// Where the file is looked for when nothing names one.
pub const DEFAULT_FILE: &str = "dovidka.toml";

/// The database when nothing names one, beside the working folder's other files.
pub const DEFAULT_DATABASE: &str = "sqlite:dovidka.db";

/// Telegram's own Bot API.
const TELEGRAM_API: &str = "https://api.telegram.org";

/// `search.memory` unless said, in bytes.
pub const MEMORY: u64 = 512 * MIB;

/// `telegram.questions_per_minute` unless said.
pub const QUESTIONS_PER_MINUTE: u32 = 30;

/// `retention.questions` unless said.
pub const KEEP_QUESTIONS: TimeDelta = TimeDelta::days(30);
/// `retention.feedback` unless said.
pub const KEEP_FEEDBACK: TimeDelta = TimeDelta::days(1_095);

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// What a council's operator decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// `[council]`
    pub council: Council,
    /// `[[source]]`, at least one, each with another id; a relative folder is taken from where the
    /// file lies.
    pub sources: Vec<Source>,
    /// `[harvest]`
    pub harvest: Harvest,
    /// `[telegram]`
    pub telegram: Telegram,
    /// `[search]`
    pub search: Search,
    /// `[retention]`
    pub retention: Retention,
    /// `[feedback]`
    pub feedback: Feedback,
    /// `[news]`
    pub news: News,
}

/// Whose data these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Council {
    /// `name.uk`
    pub name_uk: String,
    /// `name.en`, else the Ukrainian one.
    pub name_en: String,
    /// `time_zone`: where the council's clocks are; Europe/Kyiv unless said.
    pub time_zone: Tz,
}

impl Council {
    /// The council's name in `locale`.
    pub fn name(&self, locale: Locale) -> &str {
        match locale {
            Locale::Uk => &self.name_uk,
            Locale::En => &self.name_en,
        }
    }
}

/// How the portals are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harvest {
    /// `every`: from the start of one harvest to the next, a second or more.
    pub every: Duration,
    /// `max_file`: bytes of one file, before and after decompression.
    pub max_file: u64,
    /// `allow_private_hosts`: whether loopback and private addresses may be fetched.
    pub allow_private_hosts: bool,
    /// `contact`: a mail or web address that the portals' keepers may write to; shown in `User-Agent`.
    pub contact: Option<String>,
}

/// What the bot does in Telegram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telegram {
    /// `officers_chat`: the supergroup of the officers.
    pub officers_chat: Option<i64>,
    /// `news_channel`: `@name` or a number.
    pub news_channel: Option<String>,
    /// `admins`: Telegram's user ids.
    pub admins: Vec<i64>,
    /// `bulk_per_second`: messages of a broadcast, 1 to 30 a second.
    pub bulk_per_second: usize,
    /// `questions_per_minute`: questions of one person that are answered, 1 or more.
    pub questions_per_minute: u32,
}

/// What answering may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// `memory`: bytes of rows held at once; beyond it tables are parsed on demand.
    pub memory: u64,
}

/// How long what people did is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// `questions`: the words of questions, for the council's statistics.
    pub questions: TimeDelta,
    /// `feedback`: details, letters, names and contacts of matters, after their end.
    pub feedback: TimeDelta,
}

/// By when the council answers what residents want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// `term`: working days for suggestions and complaints, 1 to 60.
    pub term: u32,
    /// `martial_law`, `days_off`, `working_days`: which days are working days.
    pub calendar: Calendar,
    /// `digest`: the hour of the officers' daily digest, 0 to 23.
    pub digest: u32,
    /// `per_hour`: matters that one person may begin within an hour.
    pub per_hour: u32,
    /// `appeals`: where a citizens' appeal is taken: an address of the council.
    pub appeals: Option<String>,
}

impl Default for Feedback {
    fn default() -> Self {
        let calendar = Calendar { martial_law: true, ..Calendar::default() };
        Self { term: 5, calendar, digest: 9, per_hour: 5, appeals: None }
    }
}

/// How residents are told what is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// `quiet`: the hours in which nothing is sent, until a resident chooses others.
    pub quiet: Quiet,
}

/// Why a configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The file; `None` for the environment.
    pub file: Option<PathBuf>,
    /// The key with its tables, as `harvest.max_file`; the variable's name; empty for the file as a whole.
    pub key: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a key or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such file.
    NoFile,
    /// It cannot be read; the system's words.
    Unreadable(String),
    /// It is no TOML; the line, 1-based, and the parser's words.
    Syntax {
        /// The line, 1-based.
        line: usize,
        /// The parser's words, in English.
        detail: String,
    },
    /// No such key is known; the nearest one that is.
    UnknownKey(Option<&'static str>),
    /// It is needed and not there; what should stand in it, as a key of `locales/*/config.ftl`.
    Missing(&'static str),
    /// It holds something else than it should; what it holds, and what it should as a key of
    /// `locales/*/config.ftl`.
    Wrong {
        /// What stands there, as TOML, at most 80 characters.
        found: String,
        /// What should, as a key of `locales/*/config.ftl`.
        wanted: &'static str,
    },
}

impl Error {
    /// The error with its file or variable, its key and what to do, as one or two lines.
    pub fn text(&self, locale: Locale) -> String {
        let file = self.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
        let key = self.key.as_str();
        match &self.fault {
            Fault::NoFile => locale.text("config-no-file", &[("file", file.into())]),
            Fault::Unreadable(detail) => locale.text(
                "config-unreadable",
                &[("file", file.into()), ("detail", detail.as_str().into())],
            ),
            Fault::Syntax { line, detail } => locale.text(
                "config-syntax",
                &[
                    ("file", file.into()),
                    ("line", line.to_string().into()),
                    ("detail", detail.as_str().into()),
                ],
            ),
            Fault::UnknownKey(Some(nearest)) => locale.text(
                "config-unknown-key-near",
                &[("file", file.into()), ("key", key.into()), ("nearest", (*nearest).into())],
            ),
            Fault::UnknownKey(None) => {
                locale.text("config-unknown-key", &[("file", file.into()), ("key", key.into())])
            }
            Fault::Missing(wanted) if self.file.is_none() => locale.text(
                "config-variable-missing",
                &[("key", key.into()), ("wanted", locale.text(wanted, &[]).into())],
            ),
            Fault::Missing(wanted) => locale.text(
                "config-missing",
                &[
                    ("file", file.into()),
                    ("key", key.into()),
                    ("wanted", locale.text(wanted, &[]).into()),
                ],
            ),
            Fault::Wrong { found, wanted } if self.file.is_none() => locale.text(
                "config-variable-wrong",
                &[
                    ("key", key.into()),
                    ("found", found.as_str().into()),
                    ("wanted", locale.text(wanted, &[]).into()),
                ],
            ),
            Fault::Wrong { found, wanted } => locale.text(
                "config-wrong",
                &[
                    ("file", file.into()),
                    ("key", key.into()),
                    ("found", found.as_str().into()),
                    ("wanted", locale.text(wanted, &[]).into()),
                ],
            ),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Locale::En))
    }
}

impl std::error::Error for Error {}

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// [`Error`] names the file, the key and what should stand there.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let whole = |fault| Error { file: Some(path.to_owned()), key: String::new(), fault };
        let text = fs::read_to_string(path).map_err(|error| {
            whole(match error.kind() {
                std::io::ErrorKind::NotFound => Fault::NoFile,
                _ => Fault::Unreadable(error.to_string()),
            })
        })?;
        let mut config =
            Self::parse(&text).map_err(|error| Error { file: Some(path.to_owned()), ..error })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for source in &mut config.sources {
            if source.kind == SourceKind::Folder {
                source.url = folder.join(&source.url).display().to_string();
            }
        }
        Ok(config)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// As [`Self::read`], with an empty path for the file.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let table = text.parse::<Table>().map_err(|error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = 1 + text.get(..at).unwrap_or(text).matches('\n').count();
            let detail = error.message().to_owned();
            fault("", Fault::Syntax { line, detail })
        })?;
        let mut root = Section { path: String::new(), table };
        let council = council(root.section("council", true)?)?;
        let sources = sources(&mut root)?;
        let harvest = harvest(root.section("harvest", false)?)?;
        let telegram = telegram(root.section("telegram", false)?)?;
        let search = search(root.section("search", false)?)?;
        let retention = retention(root.section("retention", false)?)?;
        let feedback = feedback(root.section("feedback", false)?)?;
        let news = news(root.section("news", false)?)?;
        root.end(&[
            "council",
            "source",
            "harvest",
            "telegram",
            "search",
            "retention",
            "feedback",
            "news",
        ])?;
        Ok(Self { council, sources, harvest, telegram, search, retention, feedback, news })
    }
}

fn council(mut section: Section) -> Result<Council, Error> {
    let mut name = section.section("name", true)?;
    let name_uk = name.need("uk", "config-wanted-name", line)?;
    let name_en = name.take("en", "config-wanted-name", line)?.unwrap_or_else(|| name_uk.clone());
    name.end(&["uk", "en"])?;
    let time_zone = section
        .take("time_zone", "config-wanted-time-zone", |value| value.as_str()?.parse().ok())?
        .unwrap_or(Tz::Europe__Kyiv);
    section.end(&["name", "time_zone"])?;
    Ok(Council { name_uk, name_en, time_zone })
}

fn sources(root: &mut Section) -> Result<Vec<Source>, Error> {
    let found = match root.table.remove("source") {
        Some(Value::Array(found)) if !found.is_empty() => found,
        Some(other) => return Err(wrong("source", &other, "config-wanted-sources")),
        None => return Err(fault("source", Fault::Missing("config-wanted-sources"))),
    };
    let mut sources: Vec<Source> = Vec::with_capacity(found.len());
    for (number, value) in (1..).zip(found) {
        let path = format!("source[{number}]");
        let Value::Table(table) = value else {
            return Err(wrong(&path, &value, "config-wanted-sources"));
        };
        let mut section = Section { path, table };
        let taken = |id: &str| sources.iter().any(|source| source.id == id);
        let id = section.need("id", "config-wanted-id", |value| {
            let id = value.as_str()?;
            (is_id(id) && !taken(id)).then(|| id.to_owned())
        })?;
        let kind = section.need("kind", "config-wanted-kind", |value| match value.as_str()? {
            "ckan" => Some(SourceKind::Ckan),
            "dcat" => Some(SourceKind::Dcat),
            "folder" => Some(SourceKind::Folder),
            _ => None,
        })?;
        let url = match kind {
            SourceKind::Ckan | SourceKind::Dcat => {
                section.need("url", "config-wanted-url", |value| {
                    web_address(value.as_str()?).map(|url| url.as_str().to_owned())
                })?
            }
            SourceKind::Folder | SourceKind::Demo => {
                section.need("url", "config-wanted-folder", line)?
            }
        };
        let organizations = section
            .take("organizations", "config-wanted-organizations", names)?
            .unwrap_or_default();
        section.end(&["id", "kind", "url", "organizations"])?;
        sources.push(Source { id, kind, url, organizations });
    }
    Ok(sources)
}

fn harvest(mut section: Section) -> Result<Harvest, Error> {
    let every = section
        .take("every", "config-wanted-duration", |value| {
            parse_duration(value.as_str()?).filter(|every| *every >= Duration::from_secs(1))
        })?
        .unwrap_or(Duration::from_hours(1));
    let max_file = section.take("max_file", "config-wanted-size", size)?.unwrap_or(64 * MIB);
    let allow_private_hosts = section
        .take("allow_private_hosts", "config-wanted-flag", Value::as_bool)?
        .unwrap_or_default();
    let contact = section.take("contact", "config-wanted-contact", contact)?;
    section.end(&["every", "max_file", "allow_private_hosts", "contact"])?;
    Ok(Harvest { every, max_file, allow_private_hosts, contact })
}

fn telegram(mut section: Section) -> Result<Telegram, Error> {
    let officers_chat = section.take("officers_chat", "config-wanted-chat", Value::as_integer)?;
    let news_channel =
        section.take("news_channel", "config-wanted-channel", |value| match value {
            Value::String(name) => {
                let name = name.trim();
                (name.len() > 1 && name.starts_with('@') && !name.contains(char::is_whitespace))
                    .then(|| name.to_owned())
            }
            Value::Integer(id) => Some(id.to_string()),
            _ => None,
        })?;
    let admins = section
        .take("admins", "config-wanted-admins", |value| {
            value.as_array()?.iter().map(|id| id.as_integer().filter(|id| *id > 0)).collect()
        })?
        .unwrap_or_default();
    let bulk_per_second = section
        .take("bulk_per_second", "config-wanted-bulk", |value| {
            usize::try_from(value.as_integer()?).ok().filter(|bulk| (1..=30).contains(bulk))
        })?
        .unwrap_or(25);
    let questions_per_minute = section
        .take("questions_per_minute", "config-wanted-count", |value| {
            u32::try_from(value.as_integer()?).ok().filter(|count| *count > 0)
        })?
        .unwrap_or(QUESTIONS_PER_MINUTE);
    section.end(&[
        "officers_chat",
        "news_channel",
        "admins",
        "bulk_per_second",
        "questions_per_minute",
    ])?;
    Ok(Telegram { officers_chat, news_channel, admins, bulk_per_second, questions_per_minute })
}

fn search(mut section: Section) -> Result<Search, Error> {
    let memory = section.take("memory", "config-wanted-size", size)?.unwrap_or(MEMORY);
    section.end(&["memory"])?;
    Ok(Search { memory })
}

fn retention(mut section: Section) -> Result<Retention, Error> {
    let mut keep = |key: &str| {
        section.take(key, "config-wanted-duration", |value| {
            let text = value.as_str()?;
            years(text).or_else(|| TimeDelta::from_std(parse_duration(text)?).ok())
        })
    };
    let questions = keep("questions")?.unwrap_or(KEEP_QUESTIONS);
    let feedback = keep("feedback")?.unwrap_or(KEEP_FEEDBACK);
    section.end(&["questions", "feedback"])?;
    Ok(Retention { questions, feedback })
}

/// "3 years": 1 to 50 of 365 days.
fn years(text: &str) -> Option<TimeDelta> {
    let count = text.trim().strip_suffix("years").or_else(|| text.trim().strip_suffix("year"))?;
    let count = digits(count.trim()).filter(|count| (1..=50).contains(count))?;
    TimeDelta::try_days(i64::try_from(count).ok()? * 365)
}

fn feedback(mut section: Section) -> Result<Feedback, Error> {
    let default = Feedback::default();
    let mut within = |key: &str, wanted: &'static str, range: std::ops::RangeInclusive<u32>| {
        section.take(key, wanted, |value| {
            u32::try_from(value.as_integer()?).ok().filter(|number| range.contains(number))
        })
    };
    let term = within("term", "config-wanted-term", 1..=60)?.unwrap_or(default.term);
    let digest = within("digest", "config-wanted-hour", 0..=23)?.unwrap_or(default.digest);
    let per_hour = within("per_hour", "config-wanted-count", 1..=u32::MAX)?;
    let martial_law = section
        .take("martial_law", "config-wanted-flag", Value::as_bool)?
        .unwrap_or(default.calendar.martial_law);
    let days_off = section.take("days_off", "config-wanted-days", days)?.unwrap_or_default();
    let working_days =
        section.take("working_days", "config-wanted-days", days)?.unwrap_or_default();
    let appeals = section.take("appeals", "config-wanted-contact", contact)?;
    section.end(&[
        "term",
        "digest",
        "per_hour",
        "martial_law",
        "days_off",
        "working_days",
        "appeals",
    ])?;
    let calendar = Calendar { martial_law, days_off, working_days };
    Ok(Feedback { term, calendar, digest, per_hour: per_hour.unwrap_or(default.per_hour), appeals })
}

fn news(mut section: Section) -> Result<News, Error> {
    let quiet =
        section.take("quiet", "config-wanted-quiet", |value| Quiet::parse(value.as_str()?))?;
    section.end(&["quiet"])?;
    Ok(News { quiet: quiet.unwrap_or_default() })
}

/// Dates, written as TOML writes them or as text: 2026-08-24.
fn days(value: &Value) -> Option<std::collections::BTreeSet<chrono::NaiveDate>> {
    let day = |value: &Value| match value {
        Value::Datetime(date) => date.to_string().parse().ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    value.as_array()?.iter().map(day).collect()
}

/// A table of the file whose keys are taken out one by one; what is left is unknown.
struct Section {
    /// Its place, as `council.name`; empty for the root.
    path: String,
    table: Table,
}

impl Section {
    fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn section(&mut self, key: &str, needed: bool) -> Result<Self, Error> {
        let path = self.key(key);
        match self.table.remove(key) {
            Some(Value::Table(table)) => Ok(Self { path, table }),
            Some(other) => Err(wrong(&path, &other, "config-wanted-table")),
            None if needed => Err(fault(&path, Fault::Missing("config-wanted-table"))),
            None => Ok(Self { path, table: Table::new() }),
        }
    }

    fn take<T>(
        &mut self,
        key: &str,
        wanted: &'static str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let Some(value) = self.table.remove(key) else { return Ok(None) };
        match read(&value) {
            Some(read) => Ok(Some(read)),
            None => Err(wrong(&self.key(key), &value, wanted)),
        }
    }

    fn need<T>(
        &mut self,
        key: &str,
        wanted: &'static str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<T, Error> {
        self.take(key, wanted, read)?.ok_or_else(|| fault(&self.key(key), Fault::Missing(wanted)))
    }

    fn end(self, known: &[&'static str]) -> Result<(), Error> {
        let Some(key) = self.table.keys().next() else { return Ok(()) };
        let nearest = known
            .iter()
            .map(|known| (strsim::jaro_winkler(known, key), *known))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, known)| known);
        Err(fault(&self.key(key), Fault::UnknownKey(nearest)))
    }
}

fn fault(key: &str, fault: Fault) -> Error {
    Error { file: Some(PathBuf::new()), key: key.to_owned(), fault }
}

fn wrong(key: &str, found: &Value, wanted: &'static str) -> Error {
    let found = found.to_string().chars().take(80).collect();
    fault(key, Fault::Wrong { found, wanted })
}

fn line(value: &Value) -> Option<String> {
    let line = value.as_str()?.trim();
    (!line.is_empty() && !line.contains(char::is_control)).then(|| line.to_owned())
}

fn names(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(line).collect()
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// A mail or web address, fit for a header of HTTP.
fn contact(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let plain = text.len() <= 200 && text.bytes().all(|byte| byte.is_ascii_graphic());
    let mail =
        text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    (plain && !text.contains(['(', ')', '\\']) && (mail || web_address(text).is_some()))
        .then(|| text.to_owned())
}

fn size(value: &Value) -> Option<u64> {
    parse_size(value.as_str()?).filter(|size| (KIB..=64 * GIB).contains(size))
}

/// Bytes of a size as people write it: `64 MiB`, `1.5 GiB`, `500 kB`, `100 B`.
pub fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let unit = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(unit);
    let unit: u64 = match unit.to_ascii_lowercase().as_str() {
        "b" => 1,
        "kib" => KIB,
        "mib" => MIB,
        "gib" => GIB,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        _ => return None,
    };
    let (whole, part) = number.trim().split_once('.').unwrap_or((number.trim(), "0"));
    if part.is_empty() || part.len() > 6 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scale = 10_u64.pow(u32::try_from(part.len()).ok()?);
    let part = part.parse::<u64>().ok()?.checked_mul(unit)? / scale;
    digits(whole)?.checked_mul(unit)?.checked_add(part)
}

/// A duration as people write it: `1h`, `30 min`, `1h 30m`, `90s`, `2 days`; at most a year.
pub fn parse_duration(text: &str) -> Option<Duration> {
    const YEAR: u64 = 366 * 24 * 3600;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    let mut secs: u64 = 0;
    while !rest.is_empty() {
        let unit = rest.find(|c: char| !c.is_ascii_digit())?;
        let number = digits(&rest[..unit])?;
        rest = rest[unit..].trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = match &rest[..end] {
            "s" | "sec" | "second" | "seconds" => 1,
            "m" | "min" | "minute" | "minutes" => 60,
            "h" | "hour" | "hours" => 3600,
            "d" | "day" | "days" => 24 * 3600,
            _ => return None,
        };
        rest = rest[end..].trim_start();
        secs = secs.checked_add(number.checked_mul(unit)?).filter(|secs| *secs <= YEAR)?;
    }
    Some(Duration::from_secs(secs))
}

/// A number of nothing but digits: `parse` alone would take `+5` too.
fn digits(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// What the environment alone says; an empty variable counts as not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// `DATABASE_URL`
    pub database_url: Option<String>,
    /// `TELOXIDE_TOKEN`
    pub token: Option<Token>,
    /// `TELOXIDE_API_URL`, else Telegram's own; without a slash at the end.
    pub api_url: String,
}

/// The bot's token: whoever has it is the bot, so it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Environment {
    /// Reads the process's own environment.
    ///
    /// # Errors
    ///
    /// [`Error`] names the variable and what should stand there.
    pub fn read() -> Result<Self, Error> {
        Self::from(|name| env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// Reads variables from `variable`.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    pub fn from(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let set = |name| {
            variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let database_url = set("DATABASE_URL");
        if let Some(url) = &database_url {
            let scheme = url.split_once(':').map(|(scheme, _)| scheme);
            if !matches!(scheme, Some("sqlite" | "postgres" | "postgresql")) {
                return Err(variable_wrong(
                    "DATABASE_URL",
                    &shown_database(url),
                    "config-wanted-database",
                ));
            }
        }
        let token = match set("TELOXIDE_TOKEN") {
            // The value is not shown: a token with a slip in it is still a secret.
            Some(token)
                if token.contains(|c: char| !c.is_ascii_graphic() || "/?#%".contains(c)) =>
            {
                return Err(variable_wrong("TELOXIDE_TOKEN", "…", "config-wanted-token"));
            }
            token => token.map(Token),
        };
        let api_url = set("TELOXIDE_API_URL").unwrap_or_else(|| TELEGRAM_API.to_owned());
        if web_address(&api_url).is_none() {
            return Err(variable_wrong("TELOXIDE_API_URL", &api_url, "config-wanted-url"));
        }
        let api_url = api_url.trim_end_matches('/').to_owned();
        Ok(Self { database_url, token, api_url })
    }

    /// The token, where a command cannot do without.
    ///
    /// # Errors
    ///
    /// [`Error`] if `TELOXIDE_TOKEN` is not set.
    pub fn need_token(&self) -> Result<&Token, Error> {
        self.token.as_ref().ok_or_else(|| Error {
            file: None,
            key: "TELOXIDE_TOKEN".to_owned(),
            fault: Fault::Missing("config-wanted-token"),
        })
    }
}

fn variable_wrong(name: &str, found: &str, wanted: &'static str) -> Error {
    let found = found.chars().take(80).collect();
    Error { file: None, key: name.to_owned(), fault: Fault::Wrong { found, wanted } }
}

/// A database's address fit to be printed: without user, password and parameters.
pub fn shown_database(url: &str) -> String {
    if url.starts_with("sqlite:") {
        return url.split('?').next().unwrap_or_default().to_owned();
    }
    let Ok(mut parsed) = Url::parse(url) else {
        return url.split_once(':').map_or("…", |(scheme, _)| scheme).to_owned() + ":…";
    };
    // Neither fails for an address with a host; one without has no password to hide.
    let _ = parsed.set_username("");
    let _ = parsed.set_password(None);
    parsed.set_query(None);
    parsed.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        [council]
        name = { uk = "Тестова рада", en = "Test Council" }
        [[source]]
        id = "portal"
        kind = "ckan"
        url = "https://data.example"
        organizations = ["rada"]
    "#;

    fn error(text: &str) -> Error {
        Config::parse(text).expect_err("a fault was put in")
    }

    #[test]
    fn what_is_not_said_has_its_documented_default() {
        let config = Config::parse(SMALL).unwrap();
        assert_eq!(config.council.time_zone, Tz::Europe__Kyiv);
        assert_eq!(config.harvest.every, Duration::from_hours(1));
        assert_eq!(config.harvest.max_file, 64 << 20);
        assert!(!config.harvest.allow_private_hosts);
        assert_eq!(config.telegram.bulk_per_second, 25);
        assert_eq!(config.telegram.questions_per_minute, 30);
        assert_eq!(config.retention.questions, TimeDelta::days(30));
        assert_eq!(config.retention.feedback, TimeDelta::days(3 * 365));
        assert_eq!(years("1 year"), Some(TimeDelta::days(365)));
        assert_eq!((years("0 years"), years("years"), years("51 years")), (None, None, None));
        assert_eq!(config.search.memory, 512 << 20);
        assert_eq!(config.council.name(Locale::En), "Test Council");
    }

    #[test]
    fn the_example_file_is_read_and_says_every_default() {
        let example = Config::parse(include_str!("../dovidka.example.toml")).unwrap();
        let config = Config::parse(SMALL).unwrap();
        assert_eq!(example.harvest, config.harvest);
        assert_eq!(example.search, config.search);
        assert_eq!(example.retention, config.retention);
        assert_eq!(example.feedback, config.feedback);
        assert_eq!(example.news, config.news);
        assert_eq!(example.telegram.bulk_per_second, config.telegram.bulk_per_second);
        assert_eq!(example.telegram.questions_per_minute, config.telegram.questions_per_minute);
    }

    #[test]
    fn an_unknown_key_is_an_error_that_names_the_nearest() {
        let error = error(&format!("{SMALL}\n[harvest]\nmax_fille = \"1 MiB\""));
        assert_eq!(error.key, "harvest.max_fille");
        assert_eq!(error.fault, Fault::UnknownKey(Some("max_file")));
        for locale in [Locale::Uk, Locale::En] {
            let text = error.text(locale);
            assert!(text.contains("harvest.max_fille") && text.contains("max_file"), "{text}");
        }
    }

    #[test]
    fn a_fault_is_told_by_its_key() {
        let source = "[council]\nname={uk=\"Р\"}\n[[source]]\n";
        for (text, key) in [
            (String::new(), "council"),
            ("council = 5".to_owned(), "council"),
            ("[council]".to_owned(), "council.name"),
            ("[council]\nname = {en = \"C\"}".to_owned(), "council.name.uk"),
            ("[council]\nname = {uk = \"\"}".to_owned(), "council.name.uk"),
            ("[council]\nname={uk=\"Р\"}\ntime_zone=\"Kyiv\"".to_owned(), "council.time_zone"),
            ("[council]\nname={uk=\"Р\"}".to_owned(), "source"),
            ("source = []\n[council]\nname={uk=\"Р\"}".to_owned(), "source"),
            (source.to_owned(), "source[1].id"),
            (format!("{source}id=\"п\""), "source[1].id"),
            (format!("{source}id=\"a\"\nkind=\"soap\""), "source[1].kind"),
            (format!("{source}id=\"a\"\nkind=\"ckan\"\nurl=\"data.gov.ua\""), "source[1].url"),
            (format!("{source}id=\"a\"\nkind=\"ckan\"\nurl=\"file:///etc\""), "source[1].url"),
            (format!("{SMALL}[[source]]\nid=\"portal\""), "source[2].id"),
            (format!("{SMALL}\n[harvest]\nevery = 60"), "harvest.every"),
            (format!("{SMALL}\n[harvest]\nevery = \"0s\""), "harvest.every"),
            (format!("{SMALL}\n[harvest]\nmax_file = \"64\""), "harvest.max_file"),
            (format!("{SMALL}\n[harvest]\ncontact = \"рада\""), "harvest.contact"),
            (format!("{SMALL}\n[harvest]\ncontact = \"a@b.example)\""), "harvest.contact"),
            (format!("{SMALL}\n[telegram]\nadmins = [\"me\"]"), "telegram.admins"),
            (format!("{SMALL}\n[telegram]\nnews_channel = \"haisyn\""), "telegram.news_channel"),
            (format!("{SMALL}\n[telegram]\nbulk_per_second = 31"), "telegram.bulk_per_second"),
            (
                format!("{SMALL}\n[telegram]\nquestions_per_minute = 0"),
                "telegram.questions_per_minute",
            ),
            (format!("{SMALL}\n[feedback]\nterm = 0"), "feedback.term"),
            (format!("{SMALL}\n[feedback]\ndays_off = [\"soon\"]"), "feedback.days_off"),
            (format!("{SMALL}\n[news]\nquiet = \"night\""), "news.quiet"),
            (format!("{SMALL}\n[retention]\nquestions = \"month\""), "retention.questions"),
            (format!("{SMALL}\n[web]\nlisten = \"127.0.0.1:1\""), "web"),
        ] {
            let error = error(&text);
            assert_eq!(error.key, key, "{text}");
            assert!(error.text(Locale::Uk).contains(key) && error.text(Locale::En).contains(key));
        }
    }

    #[test]
    fn what_is_no_toml_is_told_by_its_line() {
        let Fault::Syntax { line, .. } = error("[council]\nname = ").fault else {
            panic!("no syntax fault")
        };
        assert_eq!(line, 2);
    }

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, size) in [
            ("64 MiB", Some(64 << 20)),
            ("64MiB", Some(64 << 20)),
            ("1.5 GiB", Some(3 << 29)),
            ("500 kB", Some(500_000)),
            ("10 MB", Some(10_000_000)),
            ("7 b", Some(7)),
            ("64", None),
            ("", None),
            ("MiB", None),
            ("-1 MiB", None),
            ("+1 MiB", None),
            ("1,5 GiB", None),
            ("99999999999999999999 B", None),
            ("18446744073709551615 GiB", None),
            ("1 МіБ", None),
        ] {
            assert_eq!(parse_size(text), size, "{text}");
        }
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, secs) in [
            ("1h", Some(3600)),
            ("30 min", Some(1800)),
            ("1h 30m", Some(5400)),
            ("90s", Some(90)),
            ("2 days", Some(172_800)),
            ("", None),
            ("1", None),
            ("h", None),
            ("-1h", None),
            ("1 год", None),
            ("1h30", None),
            ("99999999999999999999h", None),
            ("5000000000000000h", None),
        ] {
            assert_eq!(parse_duration(text).map(|read| read.as_secs()), secs, "{text}");
        }
    }

    #[test]
    fn a_token_is_never_printed() {
        let vars = |name: &str| (name == "TELOXIDE_TOKEN").then(|| "42:secret".to_owned());
        let environment = Environment::from(vars).unwrap();
        assert_eq!(environment.need_token().unwrap().reveal(), "42:secret");
        assert!(!format!("{environment:?}").contains("secret"));

        let vars = |name: &str| (name == "TELOXIDE_TOKEN").then(|| "42:sec ret".to_owned());
        let error = Environment::from(vars).unwrap_err();
        assert!(
            !error.text(Locale::En).contains("ret\u{20}") && !format!("{error:?}").contains("sec ")
        );
    }

    #[test]
    fn a_databases_password_is_never_printed() {
        for url in [
            "postgres://olha:secret@db.example/dovidka",
            "postgres://db.example/dovidka?user=olha&password=secret",
            "postgres://olha:secret@[bad",
            "mysql://olha:secret@db.example/x",
        ] {
            assert!(!shown_database(url).contains("secret"), "{url}");
            let error = Environment::from(|name| (name == "DATABASE_URL").then(|| url.to_owned()));
            assert!(!format!("{:?}", error.err()).contains("secret"), "{url}");
        }
        assert_eq!(shown_database("sqlite:dovidka.db?mode=rwc"), "sqlite:dovidka.db");
    }

    #[test]
    fn an_empty_variable_counts_as_not_set() {
        let environment = Environment::from(|_| Some("  ".to_owned())).unwrap();
        assert_eq!(environment.database_url, None);
        assert_eq!(environment.token, None);
        assert_eq!(environment.api_url, "https://api.telegram.org");
        let error = environment.need_token().unwrap_err();
        assert!(error.text(Locale::Uk).contains("TELOXIDE_TOKEN"));
    }
}
