//! The HTTP side: reads a call, lets it fail if told, has it carried out, answers.

use std::time::Duration;

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use futures::stream;
use serde_json::{Map, Value, json};

use super::{
    Failing, Weak,
    methods::{self, Upload},
    world::Refusal,
};

/// The longest body of a request: a file of Telegram's 50 MB and its parameters.
pub(super) const BODY_LIMIT: usize = 64 << 20;
/// The longest time that a poll waits, in seconds.
const POLL_LIMIT: u64 = 50;
/// Updates in one answer.
const BATCH: usize = 100;

pub(super) async fn answer(State(shared): State<Weak>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let Some(strong) = shared.upgrade() else { return broken() };
    let token = strong.world().setup.token.clone();
    if let Some(path) = path.strip_prefix(&format!("file/bot{token}/")) {
        let world = strong.world();
        return match world.files.values().find(|file| file.path == path) {
            Some(file) => reply(StatusCode::OK, "application/octet-stream", file.bytes.clone()),
            None => refused(&Refusal::new(404, "file not found")),
        };
    }
    let Some(method) = path.strip_prefix(&format!("bot{token}/")) else {
        let code = if path.starts_with("bot") { 401 } else { 404 };
        let words = if code == 401 { "Unauthorized" } else { "Not Found" };
        return refused(&Refusal { description: words.to_owned(), ..Refusal::new(code, "") });
    };
    let Some(method) = methods::spelled(method) else {
        strong.change(|world| world.violation(format!("{method} is not simulated")));
        return refused(&Refusal::new(404, "method not found"));
    };
    drop(strong);
    let (given, uploads) = match parameters(request).await {
        Ok(read) => read,
        Err(words) => return refused(&Refusal::new(400, &words)),
    };
    let Some(strong) = shared.upgrade() else { return broken() };
    let (fault, at) = {
        let mut world = strong.world();
        let chat = given.get("chat_id").unwrap_or(&Value::Null);
        (world.fault(method, chat), world.mono())
    };
    let call = Received { method, given, uploads, at, fault };
    if let Some(refusal) = call.fails_before() {
        strong.change(|world| {
            if let Some(Failing::Refused { retry_after: Some(secs), .. }) = call.fault {
                let chat = call.given.get("chat_id").and_then(Value::as_i64);
                world.flood(chat, Duration::from_secs(secs));
            }
            world.called(method, call.shown(), at, refusal.body(), call.fault.clone());
        });
        return match call.fault {
            Some(Failing::Html(code)) => html_page(code),
            Some(Failing::Reset) => broken(),
            _ => refused(&refusal),
        };
    }
    drop(strong);
    let fault = call.fault.clone();
    if let Some(Failing::Slow(time)) = fault {
        tokio::time::sleep(time).await;
    }
    let response = carry_out(&shared, call).await;
    match fault {
        Some(Failing::ResetAfter) => broken(),
        Some(Failing::HtmlAfter(code)) => html_page(code),
        Some(Failing::SlowAfter(time)) => {
            tokio::time::sleep(time).await;
            response
        }
        _ => response,
    }
}

/// A call as it was read.
struct Received {
    method: &'static str,
    given: Map<String, Value>,
    uploads: Vec<(String, Upload)>,
    at: Duration,
    fault: Option<Failing>,
}

impl Received {
    /// What stands for the answer in the record if the call is not to be carried out.
    fn fails_before(&self) -> Option<Refusal> {
        match self.fault.as_ref()? {
            Failing::Refused { code, description, retry_after } => {
                let mut refusal = Refusal::new(*code, description);
                if let Some(secs) = retry_after {
                    refusal.parameters = json!({"retry_after": secs});
                }
                Some(refusal)
            }
            Failing::Html(code) => Some(Refusal::new(*code, "")),
            Failing::Reset => Some(Refusal::new(0, "")),
            _ => None,
        }
    }

    /// Its parameters, with a word for each file.
    fn shown(&self) -> Value {
        let mut shown = self.given.clone();
        for (field, file) in &self.uploads {
            shown.insert(field.clone(), json!(format!("<{} {} B>", file.name, file.bytes.len())));
        }
        Value::Object(shown)
    }
}

async fn carry_out(shared: &Weak, call: Received) -> Response {
    if call.method == "getUpdates" {
        return poll(shared, call).await;
    }
    let Some(shared) = shared.upgrade() else { return broken() };
    let shown = call.shown();
    let Received { method, given, uploads, fault, .. } = call;
    let result = shared.change(|world| {
        let at = world.mono();
        let result = methods::check(world, method, given, &uploads)
            .and_then(|parameters| methods::perform(world, method, &parameters, &uploads));
        let answer = match &result {
            Ok(result) => json!({"ok": true, "result": result}),
            Err(refusal) => refusal.body(),
        };
        world.called(method, shown, at, answer.clone(), fault);
        result.map(|_| answer.to_string())
    });
    match result {
        Ok(body) => reply_json(StatusCode::OK, &body),
        Err(refusal) => refused(&refusal),
    }
}

async fn poll(shared: &Weak, call: Received) -> Response {
    let (shown, at) = (call.shown(), call.at);
    let Received { given, fault, .. } = call;
    let Some(strong) = shared.upgrade() else { return broken() };
    let mut news = strong.news.subscribe();
    let begun = strong.change(|world| {
        let parameters = methods::check(world, "getUpdates", given, &[])?;
        let number = |name: &str| parameters.get(name).and_then(Value::as_i64).unwrap_or(0);
        let offset = number("offset");
        if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            while world.updates.len() > keep {
                world.updates.pop_front();
            }
        }
        while world.updates.front().is_some_and(|update| update.id < offset) {
            world.updates.pop_front();
        }
        if let Some(allowed) = parameters.get("allowed_updates").and_then(Value::as_array) {
            let allowed = allowed.iter().filter_map(|kind| kind.as_str().map(ToOwned::to_owned));
            world.allowed = Some(allowed.collect())
                .filter(|set: &std::collections::HashSet<_>| !set.is_empty());
        }
        world.poll += 1;
        let limit =
            usize::try_from(number("limit")).ok().filter(|limit| (1..=BATCH).contains(limit));
        let secs = u64::try_from(number("timeout")).unwrap_or(0).min(POLL_LIMIT);
        Ok::<_, Refusal>((world.poll, limit.unwrap_or(BATCH), secs))
    });
    drop(strong);
    let (number, limit, secs) = match begun {
        Ok(begun) => begun,
        Err(refusal) => return refused(&refusal),
    };
    let until = tokio::time::Instant::now() + Duration::from_secs(secs);
    loop {
        let Some(strong) = shared.upgrade() else { return broken() };
        {
            news.borrow_and_update();
            let mut world = strong.world();
            if world.poll != number {
                let words = "terminated by other getUpdates request; make sure that only one bot instance is running";
                return refused(&Refusal::new(409, words));
            }
            let over = tokio::time::Instant::now() >= until;
            if !world.updates.is_empty() || over {
                let batch: Vec<&str> =
                    world.updates.iter().take(limit).map(|update| update.raw.as_str()).collect();
                let body = format!(r#"{{"ok":true,"result":[{}]}}"#, batch.join(","));
                if !batch.is_empty() {
                    let answer = serde_json::from_str(&body).unwrap_or_else(|_| json!(body));
                    world.called("getUpdates", shown, at, answer, fault);
                }
                return reply_json(StatusCode::OK, &body);
            }
        }
        drop(strong);
        // Ends when there is news, when the time is over, or when the simulation is gone.
        let _ = tokio::time::timeout_at(until, news.changed()).await;
    }
}

/// The parameters of a request, however they come.
async fn parameters(
    request: Request,
) -> Result<(Map<String, Value>, Vec<(String, Upload)>), String> {
    let mut given = Map::new();
    for (name, value) in
        url::form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
    {
        given.insert(name.into_owned(), json!(value));
    }
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let mut uploads = Vec::new();
    if kind.starts_with("multipart/form-data") {
        let mut form =
            Multipart::from_request(request, &()).await.map_err(|error| error.to_string())?;
        while let Some(field) = form.next_field().await.map_err(|error| error.to_string())? {
            let field_name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(ToOwned::to_owned);
            let bytes = field.bytes().await.map_err(|error| error.to_string())?;
            match file_name {
                Some(name) => uploads.push((field_name, Upload { name, bytes })),
                None => {
                    given.insert(field_name, json!(String::from_utf8_lossy(&bytes)));
                }
            }
        }
        return Ok((given, uploads));
    }
    let body = axum::body::to_bytes(request.into_body(), BODY_LIMIT)
        .await
        .map_err(|error| error.to_string())?;
    if kind.starts_with("application/json") {
        let body: Value =
            serde_json::from_slice(&body).map_err(|_| "can't parse JSON object".to_owned())?;
        let Value::Object(body) = body else {
            return Err("object expected as a request".to_owned());
        };
        given.extend(body);
    } else {
        for (name, value) in url::form_urlencoded::parse(&body) {
            given.insert(name.into_owned(), json!(value));
        }
    }
    Ok((given, uploads))
}

fn reply(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn reply_json(status: StatusCode, body: &str) -> Response {
    reply(status, "application/json", body.to_owned())
}

fn refused(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    reply_json(status, &refusal.body().to_string())
}

fn html_page(code: u16) -> Response {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
    reply(status, "text/html", format!("<html><h1>{code}</h1></html>"))
}

/// An answer that breaks off: the connection is cut in the middle of it.
fn broken() -> Response {
    let cut = stream::iter([
        Ok::<Bytes, std::io::Error>(Bytes::from_static(b"{")),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ]);
    let mut response = reply(StatusCode::OK, "application/json", Body::from_stream(cut));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("4000"));
    response
}
