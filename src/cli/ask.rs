//! `dovidka ask`: questions answered in the terminal, one or a file of them.

use std::{
    collections::HashMap,
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    time::Instant,
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Failure, args};
use crate::{
    answer::{Answer, Choice, Context, Council, Outcome, Question, Source},
    i18n::Locale,
    telegram::Clock,
};

/// The longest line of a batch, in bytes: a question in Telegram has at most 4096 characters.
const LINE_LIMIT: usize = 256 * 1024;

/// Whom to ask, and when it is.
pub(super) struct Desk<'a> {
    /// The council.
    pub(super) council: &'a Council,
    /// Civil time.
    pub(super) clock: &'a Clock,
    /// Where the council's clocks are.
    pub(super) zone: Tz,
    /// The language of errors.
    pub(super) locale: Locale,
    /// `--lang`: the language of answers, where a line does not say.
    pub(super) lang: Option<Locale>,
    /// `--near`, where a line does not say.
    pub(super) near: Option<crate::table::Point>,
}

/// An answer as other programs read it.
#[derive(Debug, Serialize)]
struct Object<'a> {
    id: &'a Value,
    outcome: Outcome,
    text: String,
    datasets: &'a [String],
    sources: &'a [Source],
    choices: &'a [Choice],
    reading: Option<&'a str>,
    /// 0 to 1, two digits: more of them say nothing.
    confidence: f64,
    /// Milliseconds, to the microsecond.
    elapsed_ms: f64,
}

impl<'a> Object<'a> {
    fn new(id: &'a Value, answer: &'a Answer, elapsed_ms: f64) -> Self {
        Self {
            id,
            outcome: answer.outcome,
            text: answer.text(),
            datasets: &answer.datasets,
            sources: &answer.sources,
            choices: &answer.choices,
            reading: answer.reading.as_deref(),
            confidence: (f64::from(answer.confidence) * 100.0).round() / 100.0,
            elapsed_ms,
        }
    }
}

impl Desk<'_> {
    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    fn ask(&self, question: &Question<'_>) -> (Answer, f64) {
        let start = Instant::now();
        let answer = self.council.ask(question);
        let elapsed_ms = (start.elapsed().as_secs_f64() * 1e6).round() / 1e3;
        (answer, elapsed_ms)
    }

    /// Answers one question on `out`, as an object if `json`.
    pub(super) fn one(
        &self,
        ask: &args::Ask,
        text: &str,
        json: bool,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let question = Question {
            text,
            locale: self.lang,
            near: self.near,
            now: self.now().with_timezone(&self.zone),
            context: None,
        };
        let (answer, elapsed_ms) = self.ask(&question);
        let said = if json {
            as_line(&Object::new(&Value::Null, &answer, elapsed_ms))
        } else {
            said(self.council, &answer)
        };
        out.write_all(said.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|error| self.unwritten(&error))?;
        if let Some(file) = &ask.csv {
            let csv = answer
                .plan
                .as_ref()
                .and_then(|plan| self.council.csv(plan, answer.locale, question.now));
            let csv = csv.ok_or_else(|| Failure::failed(self.locale.text("cli-no-csv", &[])))?;
            self.write(file, csv.as_bytes())?;
        }
        if let Some(file) = &ask.chart {
            let chart = answer
                .plan
                .as_ref()
                .and_then(|plan| self.council.chart(plan, answer.locale, question.now));
            let chart =
                chart.ok_or_else(|| Failure::failed(self.locale.text("cli-no-chart", &[])))?;
            self.write(file, &chart)?;
        }
        Ok(())
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> Result<(), Failure> {
        fs::write(file, bytes).map_err(|error| {
            Failure::failed(self.locale.text(
                "cli-not-written",
                &[
                    ("file", file.display().to_string().into()),
                    ("detail", error.to_string().into()),
                ],
            ))
        })
    }

    fn unwritten(&self, error: &io::Error) -> Failure {
        // Whoever read us has read enough (`| head -1`): that is no failure.
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::Silent;
        }
        Failure::failed(
            self.locale.text("cli-output-failed", &[("detail", error.to_string().into())]),
        )
    }

    /// Opens the questions of a batch: `-` is standard input.
    pub(super) fn open(&self, file: &Path) -> Result<Box<dyn BufRead>, Failure> {
        if file == Path::new("-") {
            return Ok(Box::new(BufReader::new(io::stdin())));
        }
        match fs::File::open(file) {
            Ok(opened) => Ok(Box::new(BufReader::new(opened))),
            Err(error) => Err(self.unread(file, &error)),
        }
    }

    fn unread(&self, file: &Path, error: &io::Error) -> Failure {
        Failure::failed(self.locale.text(
            "cli-not-read",
            &[("file", file.display().to_string().into()), ("detail", error.to_string().into())],
        ))
    }

    /// Answers JSON lines with JSON lines, in order; a blank line is passed over.
    pub(super) fn batch(
        &self,
        file: &Path,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let mut conversations: HashMap<String, Context> = HashMap::new();
        while let Some(line) = next_line(input).map_err(|error| self.unread(file, &error))? {
            if line.bytes.iter().all(u8::is_ascii_whitespace) && !line.cut {
                continue;
            }
            let answered = self.line(&line, &mut conversations).unwrap_or_else(|(id, error)| {
                as_line(&serde_json::json!({ "id": id, "error": error }))
            });
            // Each line goes out at once, so that a program may wait for one answer before it asks on.
            out.write_all(answered.as_bytes())
                .and_then(|()| out.flush())
                .map_err(|error| self.unwritten(&error))?;
        }
        Ok(())
    }

    fn line(
        &self,
        line: &RawLine,
        conversations: &mut HashMap<String, Context>,
    ) -> Result<String, (Value, String)> {
        let bad = |error: String| (Value::Null, error);
        if line.cut {
            let limit = LINE_LIMIT / 1024;
            return Err(bad(self.locale.text("cli-line-long", &[("limit", limit.into())])));
        }
        let asked: Asked = serde_json::from_slice(&line.bytes).map_err(|error| {
            bad(self.locale.text("cli-line-bad", &[("detail", error.to_string().into())]))
        })?;
        let near = match asked.near {
            None => self.near,
            Some([lat, lon]) => Some(
                args::on_earth(lat, lon)
                    .ok_or_else(|| bad(self.locale.text("cli-line-near", &[])))?,
            ),
        };
        let id = Value::String(asked.id);
        let question = Question {
            text: &asked.text,
            locale: asked.lang.or(self.lang),
            near,
            now: self.now().with_timezone(&self.zone),
            context: asked.conversation.as_ref().and_then(|name| conversations.get(name)),
        };
        // One question that we fail on must not take the others' answers along.
        let (answer, elapsed_ms) = catch_unwind(AssertUnwindSafe(|| self.ask(&question)))
            .map_err(|_| (id.clone(), self.locale.text("cli-line-failed", &[])))?;
        let said = as_line(&Object::new(&id, &answer, elapsed_ms));
        if let (Some(name), Some(context)) = (asked.conversation, answer.context) {
            conversations.insert(name, context);
        }
        Ok(said)
    }
}

/// A question of a batch; further keys are left for programs' own use.
#[derive(Deserialize)]
struct Asked {
    id: String,
    text: String,
    lang: Option<Locale>,
    conversation: Option<String>,
    near: Option<[f64; 2]>,
}

struct RawLine {
    bytes: Vec<u8>,
    /// Whether it was longer than [`LINE_LIMIT`].
    cut: bool,
}

/// The next line without its end, of which at most [`LINE_LIMIT`] bytes are held.
fn next_line(input: &mut dyn BufRead) -> io::Result<Option<RawLine>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(LINE_LIMIT).unwrap_or(u64::MAX);
    if (&mut *input).take(limit).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let whole = bytes.last() == Some(&b'\n');
    if whole {
        bytes.pop();
    }
    let cut = !whole && bytes.len() == LINE_LIMIT;
    if cut {
        input.skip_until(b'\n')?;
    }
    Ok(Some(RawLine { bytes, cut }))
}

fn as_line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).expect("strings and numbers are always JSON");
    line.push('\n');
    line
}

/// An answer as it is read in a terminal: the link comes last, where there is none the name of the file.
fn said(council: &Council, answer: &Answer) -> String {
    let mut said = answer.text();
    if let Some(source) = answer.sources.first() {
        let place = if source.url.is_empty() {
            let name = council.file_name(source);
            name.map(|name| answer.locale.text("cli-file", &[("name", name.into())]))
        } else {
            Some(source.url.clone())
        };
        if let Some(place) = place {
            said.push('\n');
            said.push_str(&place);
        }
    }
    said.push('\n');
    printable(&said)
}

/// Published text may hold escape sequences that would command the terminal.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn batch(input: &[u8]) -> Vec<Value> {
        let clock: Clock = Arc::new(|| DateTime::UNIX_EPOCH);
        let council = Council::default();
        let desk = Desk {
            council: &council,
            clock: &clock,
            zone: Tz::Europe__Kyiv,
            locale: Locale::En,
            lang: None,
            near: None,
        };
        let mut out = Vec::new();
        let answered = desk.batch(Path::new("-"), &mut { input }, &mut out);
        assert!(answered.is_ok());
        let out = String::from_utf8(out).unwrap();
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn lines_are_answered_in_order_and_a_bad_one_in_its_place() {
        let answers = batch(
            "{\"id\":\"a\",\"text\":\"де аптека\",\"mine\":1}\nnot json\n\n{\"id\":\"b\"}\n[]\n\
             {\"id\":\"c\",\"text\":\"x\",\"near\":[99,0]}\n{\"id\":\"d\",\"text\":\"x\",\"lang\":\"ru\"}\n\
             {\"id\":\"e\",\"text\":\"x\",\"lang\":\"en\",\"near\":[48.8,29.4],\"conversation\":\"c\"}"
                .as_bytes(),
        );
        let ids: Vec<_> = answers.iter().map(|answer| answer["id"].as_str()).collect();
        assert_eq!(ids, [Some("a"), None, None, None, None, None, Some("e")]);
        for answer in &answers {
            assert_eq!(answer["id"].is_null(), answer["error"].is_string(), "{answer}");
        }
        let keys: Vec<_> = answers[0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "id",
                "outcome",
                "text",
                "datasets",
                "sources",
                "choices",
                "reading",
                "confidence",
                "elapsed_ms"
            ]
        );
        assert!(answers[0]["elapsed_ms"].is_f64());
    }

    #[test]
    fn hostile_lines_are_bad_lines() {
        let mut input = vec![b'['; 100_000];
        input.push(b'\n');
        input.extend(vec![b'x'; LINE_LIMIT * 3]);
        input.extend(b"\n\xff\xfe\n\x00\n{\"id\":\"last\",\"text\":\"\"}\n");
        let answers = batch(&input);
        assert_eq!(answers.len(), 5);
        assert!(answers[..4].iter().all(|answer| answer["error"].is_string()));
        assert_eq!(answers[4]["id"], "last");
    }

    #[test]
    fn what_is_published_does_not_command_the_terminal() {
        let answer = Answer { lead: "\u{1b}[2J9:00\u{7}".to_owned(), ..Answer::default() };
        assert_eq!(said(&Council::default(), &answer), "[2J9:00\n");
    }
}
