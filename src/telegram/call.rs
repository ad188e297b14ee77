//! One call of the Bot API: JSON and files in, the result or an exact reason out.
//!
//! The reason says what teloxide's client hides: whether Telegram can have carried the call out, its
//! `error_code`, and what it asks for (`retry_after`, `migrate_to_chat_id`).

use std::{fmt, time::Duration};

use bytes::{Bytes, BytesMut};
use reqwest::multipart::{Form, Part};
use serde::Deserialize;
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};

/// Telegram's own address, used without `TELOXIDE_API_URL`.
pub const TELEGRAM: &str = "https://api.telegram.org";

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const CALL_TIMEOUT: Duration = Duration::from_secs(20);
/// An upload of Telegram's 50 MB over a slow line.
const UPLOAD_TIMEOUT: Duration = Duration::from_mins(3);
/// The longest answer that is read: a hundred updates are far below.
const ANSWER_LIMIT: usize = 16 << 20;
/// The longest text of an error that is kept, in characters.
const DESCRIPTION_LIMIT: usize = 300;

/// A file that goes along with a call.
#[derive(Clone, Debug)]
pub struct File {
    /// The parameter that it stands for, such as `document`.
    pub field: String,
    /// Its name as a person sees it.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// Whether a failed call can have been carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It was not: Telegram asks to wait (429), or no connection was made.
    NotSent,
    /// It was not and will not be: any other 4xx.
    Rejected,
    /// Nobody knows: timeout, reset, 5xx, an answer that cannot be read.
    Unknown,
}

/// Why a call has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{method}: {description}")]
pub struct CallError {
    /// The method called.
    pub method: String,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// `error_code` of the answer's JSON.
    pub error_code: Option<i64>,
    /// Telegram's words, or the network's; never with the token.
    pub description: String,
    /// Seconds to wait, as told.
    pub retry_after: Option<u64>,
    /// The number that the chat has now.
    pub migrate_to_chat_id: Option<i64>,
    /// Whether it can have been carried out.
    pub kind: Kind,
}

impl CallError {
    /// `error_code`, else the HTTP status, else 0.
    pub fn code(&self) -> i64 {
        self.error_code.or(self.status.map(i64::from)).unwrap_or(0)
    }

    /// Whether the new text, or the new name of a topic, is the old one, or what was to be deleted is gone, which is as
    /// good as done.
    pub fn is_done_already(&self) -> bool {
        let as_it_was =
            ["message is not modified", "TOPIC_NOT_MODIFIED", "message to delete not found"];
        self.code() == 400 && as_it_was.iter().any(|words| self.description.contains(words))
    }

    /// Whether the chat takes nothing from us until its people change that.
    pub fn is_blocked(&self) -> bool {
        self.code() == 403
    }

    /// Whether the token itself is refused.
    pub fn is_unauthorized(&self) -> bool {
        matches!(self.code(), 401 | 404) && self.kind == Kind::Rejected
    }
}

/// Why there is no [`Api`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Not `number:letters`.
    #[error("TELOXIDE_TOKEN is not a bot token (expected NUMBER:LETTERS, as BotFather gives it)")]
    Token,
    /// Not an http or https address.
    #[error("TELOXIDE_API_URL is not an http or https address")]
    Url,
    /// No client could be built.
    #[error("cannot prepare a TLS client: {0}")]
    Client(String),
}

/// A bot's account: token, address and the HTTP client for both. Cheap to clone.
#[derive(Clone)]
pub struct Api {
    client: reqwest::Client,
    base: String,
    token: String,
    bot: i64,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("base", &self.base)
            .field("bot", &self.bot)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Answer<'a> {
    ok: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error_code: Option<i64>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Default, Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl Api {
    /// An account with `token` at `url` (see [`TELEGRAM`]).
    ///
    /// # Errors
    ///
    /// [`Unfit`] says which of the two cannot be right; it never holds the token.
    pub fn new(token: &str, url: &str) -> Result<Self, Unfit> {
        let (number, secret) = token.trim().split_once(':').ok_or(Unfit::Token)?;
        let bot: i64 = number.parse().map_err(|_| Unfit::Token)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if bot <= 0 || secret.is_empty() || !secret.chars().all(plain) {
            return Err(Unfit::Token);
        }
        let base = url.trim().trim_end_matches('/');
        let parsed = url::Url::parse(base).map_err(|_| Unfit::Url)?;
        if !matches!(parsed.scheme(), "http" | "https") || parsed.host().is_none() {
            return Err(Unfit::Url);
        }
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            // One kind of connection: HTTP/2 would let one lost packet stall replies and polling together.
            .http1_only()
            .tcp_nodelay(true)
            // A proxy would see the token in the clear of its logs; who needs one sets TELOXIDE_API_URL.
            .no_proxy()
            .build()
            .map_err(|error| Unfit::Client(error.without_url().to_string()))?;
        Ok(Self { client, base: base.to_owned(), token: token.trim().to_owned(), bot })
    }

    /// The bot's number: the part of the token before the colon, which is no secret.
    pub fn bot(&self) -> i64 {
        self.bot
    }

    /// Calls `method` with the parameters of `json` (an object) and `files`.
    ///
    /// # Errors
    ///
    /// [`CallError`] with all that Telegram said.
    pub async fn call(
        &self,
        method: &str,
        json: &Value,
        files: Vec<File>,
    ) -> Result<Value, CallError> {
        let timeout = if files.is_empty() { CALL_TIMEOUT } else { UPLOAD_TIMEOUT };
        let raw = self.call_raw(method, json, files, timeout).await?;
        serde_json::from_str(raw.get()).map_err(|_| unknown(method, None, "result cannot be read"))
    }

    /// As [`Api::call`], with the result as Telegram wrote it, and a time limit.
    pub async fn call_raw(
        &self,
        method: &str,
        json: &Value,
        files: Vec<File>,
        timeout: Duration,
    ) -> Result<Box<RawValue>, CallError> {
        let url = format!("{}/bot{}/{method}", self.base, self.token);
        let mut request = self.client.post(url).timeout(timeout);
        request = if files.is_empty() {
            request.json(json)
        } else {
            request.multipart(form(json, files))
        };
        let response = request.send().await.map_err(|error| self.network(method, error))?;
        let status = response.status().as_u16();
        let body = read(response, ANSWER_LIMIT).await.map_err(|error| match error {
            Unread::Network(error) => CallError {
                status: Some(status),
                kind: Kind::Unknown,
                ..self.network(method, error)
            },
            Unread::TooLong => unknown(method, Some(status), "answer is too long"),
        })?;
        self.judge(method, status, &body)
    }

    /// The content of the file at `path` (from `getFile`), at most `limit` bytes.
    pub async fn download(&self, path: &str, limit: usize) -> Result<Bytes, CallError> {
        const METHOD: &str = "file";
        let url = format!("{}/file/bot{}/{path}", self.base, self.token);
        let response = self
            .client
            .get(url)
            .timeout(UPLOAD_TIMEOUT)
            .send()
            .await
            .map_err(|error| self.network(METHOD, error))?;
        let status = response.status().as_u16();
        if status != 200 {
            let kind = if (400..500).contains(&status) { Kind::Rejected } else { Kind::Unknown };
            return Err(CallError { kind, ..unknown(METHOD, Some(status), "file is not there") });
        }
        read(response, limit).await.map_err(|error| match error {
            Unread::Network(error) => self.network(METHOD, error),
            Unread::TooLong => {
                CallError { kind: Kind::Rejected, ..unknown(METHOD, Some(200), "file is too long") }
            }
        })
    }

    fn judge(&self, method: &str, status: u16, body: &[u8]) -> Result<Box<RawValue>, CallError> {
        let Ok(answer) = serde_json::from_slice::<Answer<'_>>(body) else {
            let kind = match status {
                429 => Kind::NotSent,
                400..=499 => Kind::Rejected,
                _ => Kind::Unknown,
            };
            let description = format!("HTTP status {status} with an answer that is not JSON");
            return Err(CallError {
                kind,
                retry_after: (status == 429).then_some(1),
                ..unknown(method, Some(status), &description)
            });
        };
        if answer.ok {
            return match answer.result {
                Some(result) => Ok(result.to_owned()),
                None => to_raw_value(&Value::Null)
                    .map_err(|_| unknown(method, Some(status), "no result")),
            };
        }
        let code = answer.error_code.unwrap_or_else(|| i64::from(status));
        let parameters = answer.parameters.unwrap_or_default();
        let kind = match code {
            429 => Kind::NotSent,
            400..=499 => Kind::Rejected,
            _ => Kind::Unknown,
        };
        Err(CallError {
            method: method.to_owned(),
            status: Some(status),
            error_code: Some(code),
            description: self.redact(answer.description.as_deref().unwrap_or("no description")),
            retry_after: parameters.retry_after.or((code == 429).then_some(1)),
            migrate_to_chat_id: parameters.migrate_to_chat_id,
            kind,
        })
    }

    fn network(&self, method: &str, error: reqwest::Error) -> CallError {
        let kind =
            if error.is_connect() || error.is_builder() { Kind::NotSent } else { Kind::Unknown };
        let words = if error.is_timeout() {
            "no answer in time".to_owned()
        } else {
            // Without the address, which holds the token.
            let error = error.without_url();
            let mut words = error.to_string();
            let mut cause = std::error::Error::source(&error);
            while let Some(inner) = cause {
                words = format!("{words}: {inner}");
                cause = inner.source();
            }
            words
        };
        CallError { kind, ..unknown(method, None, &self.redact(&words)) }
    }

    /// Cuts `words` to a bearable length and the token out of it, wherever it came from.
    fn redact(&self, words: &str) -> String {
        let secret = self.token.split_once(':').map_or("", |(_, secret)| secret);
        let words: String = words.replace(&self.token, "<token>").replace(secret, "<token>");
        words.chars().filter(|c| !c.is_control()).take(DESCRIPTION_LIMIT).collect()
    }
}

fn unknown(method: &str, status: Option<u16>, description: &str) -> CallError {
    CallError {
        method: method.to_owned(),
        status,
        error_code: None,
        description: description.to_owned(),
        retry_after: None,
        migrate_to_chat_id: None,
        kind: Kind::Unknown,
    }
}

fn form(json: &Value, files: Vec<File>) -> Form {
    let mut form = Form::new();
    if let Value::Object(fields) = json {
        for (name, value) in fields {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                    value.to_string()
                }
            };
            form = form.text(name.clone(), text);
        }
    }
    for file in files {
        let length = file.bytes.len() as u64;
        let part = Part::stream_with_length(file.bytes, length).file_name(file.name);
        form = form.part(file.field, part);
    }
    form
}

enum Unread {
    Network(reqwest::Error),
    TooLong,
}

async fn read(mut response: reqwest::Response, limit: usize) -> Result<Bytes, Unread> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(Unread::Network)? {
        if body.len() + chunk.len() > limit {
            return Err(Unread::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api() -> Api {
        Api::new("42:SECRET-secret_1", TELEGRAM).unwrap()
    }

    #[test]
    fn the_token_stands_in_no_debug_and_no_error() {
        let api = api();
        assert!(!format!("{api:?}").contains("SECRET"));
        let body = br#"{"ok":false,"error_code":404,"description":"no bot42:SECRET-secret_1/x, SECRET-secret_1"}"#;
        let error = api.judge("getMe", 404, body).unwrap_err();
        assert!(!format!("{error:?} {error}").contains("SECRET"));
        assert!(error.is_unauthorized());
    }

    #[test]
    fn every_answer_is_told_apart() {
        let api = api();
        for (status, body, kind, code) in [
            (200, "", Kind::Unknown, 200),
            (502, "<html>Bad Gateway</html>", Kind::Unknown, 502),
            (413, "<html>Too Large</html>", Kind::Rejected, 413),
            (500, r#"{"ok":false,"error_code":500,"description":"Internal"}"#, Kind::Unknown, 500),
            (
                400,
                r#"{"ok":false,"error_code":400,"description":"Bad Request: x"}"#,
                Kind::Rejected,
                400,
            ),
            (
                429,
                r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}"#,
                Kind::NotSent,
                429,
            ),
            (429, "<html>", Kind::NotSent, 429),
            (200, r#"{"ok":"yes"}"#, Kind::Unknown, 200),
        ] {
            let error = api.judge("sendMessage", status, body.as_bytes()).unwrap_err();
            assert_eq!((error.kind, error.code()), (kind, code), "{status} {body}");
            if kind == Kind::NotSent {
                assert!(error.retry_after.is_some());
            }
        }
        let moved = br#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1005}}"#;
        assert_eq!(
            api.judge("sendMessage", 400, moved).unwrap_err().migrate_to_chat_id,
            Some(-1005)
        );
    }

    #[test]
    fn a_result_comes_as_it_was_written() {
        let raw =
            api().judge("getUpdates", 200, br#"{"ok":true,"result":[{"update_id":  1}]}"#).unwrap();
        assert_eq!(raw.get(), r#"[{"update_id":  1}]"#);
    }

    #[test]
    fn tokens_and_addresses_that_cannot_be_right_are_refused() {
        for token in ["", "abc", "1:", ":x", "-1:x", "1:a b", "1:a/../b"] {
            assert_eq!(Api::new(token, TELEGRAM).unwrap_err(), Unfit::Token, "{token}");
        }
        for url in ["", "ftp://x", "file:///etc/passwd", "127.0.0.1:80"] {
            assert_eq!(Api::new("1:x", url).unwrap_err(), Unfit::Url, "{url}");
        }
    }

    #[tokio::test]
    async fn a_connection_that_was_never_made_is_not_sent() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let api = Api::new("1:SECRET", &format!("http://{address}")).unwrap();
        let error = api.call("getMe", &serde_json::json!({}), vec![]).await.unwrap_err();
        assert_eq!(error.kind, Kind::NotSent);
        assert!(!format!("{error:?} {error}").contains("SECRET"), "{error:?}");
    }
}
