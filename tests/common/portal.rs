//! A portal on loopback: CKAN's API and files, and the ways in which portals fail.

use std::{
    collections::{BTreeMap, HashMap},
    io::Write,
    sync::{Arc, LazyLock, Mutex, MutexGuard},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use futures::{
    StreamExt,
    stream::{self, BoxStream},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

/// How an answer goes wrong.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// This status and nothing else.
    Status(u16),
    /// 429 with a `Retry-After` of so many seconds.
    Busy(u64),
    /// No answer, ever.
    Silence,
    /// The whole body, in ten pieces with a rest after each.
    Slow(Duration),
    /// A body of which only half comes.
    Cut,
    /// Half a body, as if it were whole.
    Half,
    /// A body that never ends.
    Endless,
    /// A web page, with the status and type of the real answer.
    Html,
    /// Another address.
    Moved(String),
    /// `Content-Length` of so many bytes.
    Claims(u64),
    /// 4 MiB of zeros in 4 KiB of gzip.
    Bomb,
    /// A page of the search with half of its records.
    Short,
    /// A page of the search that begins one record too early, as if one had come in between.
    Shifted,
    /// Another total in the search.
    Counts(usize),
}

/// What a file's address answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Published {
    /// Its bytes.
    pub(crate) body: Vec<u8>,
    /// `Content-Type`.
    pub(crate) kind: &'static str,
    /// `ETag`.
    pub(crate) etag: Option<String>,
    /// Last-Modified.
    pub(crate) modified: Option<String>,
    /// Whether the server answers conditions with the whole file all the same.
    pub(crate) deaf: bool,
}

impl Published {
    /// A CSV with an `ETag` of its own.
    pub(crate) fn csv(text: &str) -> Self {
        let sum = text.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
        Self { etag: Some(format!("\"{sum:x}\"")), ..Self::blind(text) }
    }

    /// A CSV of which nobody can say whether it changed.
    pub(crate) fn blind(text: &str) -> Self {
        Self { body: text.as_bytes().to_vec(), kind: "text/csv; charset=utf-8", ..Self::default() }
    }
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Path and query.
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    /// The status that was answered.
    pub(crate) status: u16,
}

#[derive(Debug, Default)]
struct Inside {
    /// CKAN's records by id.
    records: BTreeMap<String, Value>,
    /// Ids that the search leaves out.
    hidden: Vec<String>,
    files: HashMap<String, Published>,
    /// (part of the address, what goes wrong, how often)
    faults: Vec<(String, Fault, usize)>,
    calls: Vec<Call>,
    /// Requests under way, and the most of them ever.
    at_once: (usize, usize),
    /// Bytes of bodies that were taken.
    sent: usize,
    rest: Duration,
}

/// The portal; dropped, nobody listens any more.
#[derive(Debug)]
pub(crate) struct Portal {
    /// Its address without a slash at the end.
    pub(crate) url: String,
    inside: Arc<Mutex<Inside>>,
    server: JoinHandle<()>,
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Portal {
    /// An empty portal.
    pub(crate) async fn start() -> Self {
        Self::at("127.0.0.1").await
    }

    /// An empty portal at another address of loopback.
    pub(crate) async fn at(ip: &str) -> Self {
        // Packed before anybody waits for it.
        LazyLock::force(&BOMB);
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let inside = Arc::new(Mutex::new(Inside::default()));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inside));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, inside, server }
    }

    /// A portal with the records of `tests/data/harvest/portal.json` and their files.
    pub(crate) async fn with_data() -> Self {
        let portal = Self::start().await;
        let text = include_str!("../data/harvest/portal.json").replace("PORTAL", &portal.url);
        let Value::Array(records) = serde_json::from_str(&text).unwrap() else {
            panic!("a list of records")
        };
        for record in records {
            for resource in record["resources"].as_array().unwrap() {
                let url = resource["url"].as_str().unwrap();
                let path = url.strip_prefix(&portal.url).unwrap();
                portal.file(path, Published::csv(&format!("назва;сума\n{path};10\nдруге;20\n")));
            }
            portal.publish(record);
        }
        portal
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    /// Publishes a record, new or in the place of the one with its id.
    pub(crate) fn publish(&self, record: Value) {
        let id = record["id"].as_str().unwrap().to_owned();
        self.inside().records.insert(id, record);
    }

    /// Changes the record `id`.
    pub(crate) fn edit(&self, id: &str, change: impl FnOnce(&mut Value)) {
        change(self.inside().records.get_mut(id).unwrap());
    }

    /// Withdraws the record `id`.
    pub(crate) fn withdraw(&self, id: &str) {
        self.inside().records.remove(id).unwrap();
    }

    /// Leaves the record `id` out of the search, as an index does that is being rebuilt.
    pub(crate) fn hide(&self, id: &str) {
        self.inside().hidden.push(id.to_owned());
    }

    /// Puts a file at `path`.
    pub(crate) fn file(&self, path: &str, file: Published) {
        self.inside().files.insert(path.to_owned(), file);
    }

    /// Lets answers of addresses with `part` in them fail, the next `times` times.
    pub(crate) fn fails(&self, part: &str, fault: Fault, times: usize) {
        self.inside().faults.push((part.to_owned(), fault, times));
    }

    /// Ends every fault.
    pub(crate) fn recovers(&self) {
        self.inside().faults.clear();
    }

    /// Lets every answer take so long.
    pub(crate) fn rests(&self, rest: Duration) {
        self.inside().rest = rest;
    }

    /// What was asked since the last time this was asked.
    pub(crate) fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.inside().calls)
    }

    /// Files that were sent whole since the last time, by their path.
    pub(crate) fn downloads(&self) -> Vec<String> {
        let calls = self.calls();
        let files =
            calls.into_iter().filter(|call| call.status == 200 && !call.path.starts_with("/api/"));
        files.map(|call| call.path).collect()
    }

    /// The most requests that were under way at once.
    pub(crate) fn most_at_once(&self) -> usize {
        self.inside().at_once.1
    }

    /// Bytes of bodies that were taken so far.
    pub(crate) fn sent(&self) -> usize {
        self.inside().sent
    }
}

/// A request under way, until its body is through.
struct Under(Arc<Mutex<Inside>>);

impl Drop for Under {
    fn drop(&mut self) {
        self.0.lock().unwrap().at_once.0 -= 1;
    }
}

async fn answer(State(inside): State<Arc<Mutex<Inside>>>, request: Request) -> Response {
    let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let (fault, rest) = {
        let mut inside = inside.lock().unwrap();
        inside.at_once.0 += 1;
        inside.at_once.1 = inside.at_once.1.max(inside.at_once.0);
        let fault = inside
            .faults
            .iter_mut()
            .find(|(part, _, times)| *times > 0 && path.contains(part.as_str()));
        let fault = fault.map(|(_, fault, times)| {
            *times -= 1;
            fault.clone()
        });
        (fault, inside.rest)
    };
    let under = Under(Arc::clone(&inside));
    tokio::time::sleep(rest).await;
    if matches!(fault, Some(Fault::Silence)) {
        std::future::pending::<()>().await;
    }
    let headers = request.headers().clone();
    let reply = {
        let inside = inside.lock().unwrap();
        match path.strip_prefix("/api/3/action/") {
            Some(action) => api(&inside, action, fault.as_ref()),
            None => file(&inside, &path, &headers),
        }
    };
    let (mut head, body) = reply.into_parts();
    let mut header = |name, value: &str| head.headers.insert(name, value.parse().unwrap());
    match &fault {
        Some(Fault::Status(code)) => head.status = StatusCode::from_u16(*code).unwrap(),
        Some(Fault::Busy(seconds)) => {
            header(header::RETRY_AFTER, &seconds.to_string());
            head.status = StatusCode::TOO_MANY_REQUESTS;
        }
        Some(Fault::Moved(location)) => {
            header(header::LOCATION, location);
            head.status = StatusCode::FOUND;
        }
        Some(Fault::Bomb) => _ = header(header::CONTENT_ENCODING, "gzip"),
        Some(Fault::Cut) => _ = header(header::CONTENT_LENGTH, &body.len().to_string()),
        Some(Fault::Claims(length)) => _ = header(header::CONTENT_LENGTH, &length.to_string()),
        _ => {}
    }
    inside.lock().unwrap().calls.push(Call { path, headers, status: head.status.as_u16() });
    let counted = pieces(fault.as_ref(), body).map(move |piece| {
        if let Ok(piece) = &piece {
            under.0.lock().unwrap().sent += piece.len();
        }
        piece
    });
    Response::from_parts(head, Body::from_stream(counted))
}

type Piece = Result<Bytes, std::io::Error>;

static BOMB: LazyLock<Bytes> = LazyLock::new(|| {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![0; 4 << 20]).unwrap();
    packed.finish().unwrap().into()
});

/// The body as it goes out.
fn pieces(fault: Option<&Fault>, body: Vec<u8>) -> BoxStream<'static, Piece> {
    let half = Bytes::from(body[..body.len() / 2].to_vec());
    match fault {
        Some(Fault::Status(_) | Fault::Busy(_) | Fault::Moved(_)) => stream::empty().boxed(),
        Some(Fault::Cut | Fault::Claims(_)) => {
            // Else the server gives up before the head of the answer is out.
            let later = stream::once(async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                Err(std::io::Error::other("cut, as told"))
            });
            stream::iter([Ok(half)]).chain(later).boxed()
        }
        Some(Fault::Half) => stream::iter([Ok(half)]).boxed(),
        Some(Fault::Html) => {
            let page = "<!DOCTYPE html>\n<html><body>Увійдіть</body></html>";
            stream::iter([Ok(Bytes::from(page))]).boxed()
        }
        Some(Fault::Endless) => {
            let zeros = Bytes::from(vec![b'0'; 16 * 1024]);
            stream::repeat_with(move || Ok(zeros.clone())).boxed()
        }
        Some(Fault::Bomb) => stream::iter([Ok(BOMB.clone())]).boxed(),
        Some(&Fault::Slow(rest)) => {
            let size = body.len().div_ceil(10).max(1);
            let pieces: Vec<Bytes> = body.chunks(size).map(Bytes::copy_from_slice).collect();
            let slow = stream::iter(pieces).then(move |piece| async move {
                tokio::time::sleep(rest).await;
                Ok(piece)
            });
            slow.boxed()
        }
        _ => stream::iter([Ok(Bytes::from(body))]).boxed(),
    }
}

fn file(inside: &Inside, path: &str, headers: &HeaderMap) -> Response<Vec<u8>> {
    let Some(file) = inside.files.get(path) else {
        return Response::builder().status(404).body(b"no such file".to_vec()).unwrap();
    };
    let sent = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let same = match (&file.etag, sent(header::IF_NONE_MATCH)) {
        (Some(tag), Some(known)) => tag == known,
        _ => file.modified.is_some() && file.modified.as_deref() == sent(header::IF_MODIFIED_SINCE),
    };
    let mut head = Response::builder().header(header::CONTENT_TYPE, file.kind);
    if let Some(etag) = &file.etag {
        head = head.header(header::ETAG, etag);
    }
    if let Some(modified) = &file.modified {
        head = head.header(header::LAST_MODIFIED, modified);
    }
    if same && !file.deaf {
        head.status(304).body(Vec::new()).unwrap()
    } else {
        head.body(file.body.clone()).unwrap()
    }
}

fn api(inside: &Inside, action: &str, fault: Option<&Fault>) -> Response<Vec<u8>> {
    let url = url::Url::parse("http://x/").unwrap().join(action).unwrap();
    let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
    let asked = |key: &str| query.get(key).map(String::as_str).unwrap_or_default();
    let result = match url.path() {
        "/package_search" => Some(search(inside, &asked, fault)),
        "/package_list" => {
            Some(inside.records.values().map(|record| record["name"].clone()).collect())
        }
        "/package_show" => {
            let id = asked("id");
            let named = inside.records.values().find(|record| record["name"] == id);
            inside.records.get(id).or(named).cloned()
        }
        "/organization_show" => {
            let id = asked("id");
            let mut organizations = inside.records.values().map(|record| &record["organization"]);
            organizations.find(|found| found["name"] == id || found["id"] == id).cloned()
        }
        _ => None,
    };
    let (status, answer) = if let Some(result) = result {
        (200, json!({"success": true, "result": result}))
    } else {
        let error = json!({"message": "Not found", "__type": "Not Found Error"});
        (404, json!({"success": false, "error": error}))
    };
    let head = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    head.body(answer.to_string().into_bytes()).unwrap()
}

fn search<'a>(inside: &Inside, asked: &dyn Fn(&str) -> &'a str, fault: Option<&Fault>) -> Value {
    let (field, wanted) = asked("fq").split_once(':').unwrap_or_default();
    let wanted = wanted.trim_matches('"');
    let matches = |record: &&Value| match field {
        "organization" => record["organization"]["name"] == wanted,
        "owner_org" => record["organization"]["id"] == wanted,
        _ => true,
    };
    let shown = |record: &&Value| !inside.hidden.iter().any(|id| record["id"] == id.as_str());
    let found: Vec<&Value> = inside.records.values().filter(matches).filter(shown).collect();
    let start: usize = asked("start").parse().unwrap();
    let rows: usize = asked("rows").parse().unwrap();
    let start = if matches!(fault, Some(Fault::Shifted)) { start.saturating_sub(1) } else { start };
    let mut page: Vec<&Value> = found.iter().copied().skip(start).take(rows).collect();
    if matches!(fault, Some(Fault::Short)) {
        page.truncate(page.len() / 2);
    }
    let count = if let Some(Fault::Counts(count)) = fault { *count } else { found.len() };
    json!({"count": count, "results": page})
}
