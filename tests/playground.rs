//! `dovidka playground`, without a browser.
//!
//! 1. It prints its address, which is on loopback, answers there, and ends with status 0 when told to; token,
//!    database and configuration of a real bot are not touched.
//! 2. Only loopback names and the page's own origin are answered; the page may load nothing but its own files.
//! 3. Nobody but the people of the playground can be played, in their own chats; what Telegram's clients would not
//!    let somebody send is refused.
//! 4. What happens is streamed, and a page that lost the connection goes on without a gap.
//! 5. `--keep` goes on with the conversation: messages, files, buttons; a file with real data is refused.
//! 6. A port that is taken is told by its number, and without `--port` another one is found.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

use dovidka::{db::Db, store};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

#[path = "common/playground.rs"]
mod playground;

use playground::Playground;

const OKSANA: i64 = 101;
const ALEX: i64 = 102;
const OFFICERS: i64 = -1_001_000_000_201;
const NEWS: i64 = -1_001_000_000_301;

fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

async fn state(url: &str) -> Value {
    client().get(format!("{url}state")).send().await.unwrap().json().await.unwrap()
}

async fn post(url: &str, action: &str, body: &Value) -> StatusCode {
    client().post(format!("{url}{action}")).json(body).send().await.unwrap().status()
}

fn messages(state: &Value, chat: i64) -> Vec<Value> {
    state["chats"][chat.to_string()]["messages"].as_array().unwrap().clone()
}

/// Looks at the state until `seen` gives something.
async fn until<T>(url: &str, what: &str, mut seen: impl FnMut(&Value) -> Option<T>) -> T {
    for _ in 0..400 {
        let state = state(url).await;
        if let Some(seen) = seen(&state) {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("waited 40 s for {what}; {:#}", state(url).await["traffic"]);
}

/// The newest message in `chat` that holds `words`.
async fn reads(url: &str, chat: i64, words: &str) -> Value {
    until(url, words, |state| {
        let holds = |message: &Value| {
            ["text", "caption"]
                .iter()
                .any(|key| message[*key].as_str().is_some_and(|text| text.contains(words)))
        };
        messages(state, chat).into_iter().rev().find(holds)
    })
    .await
}

/// Runs one that must not start: it is given half a minute to say why.
fn run(folder: &Path, args: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dovidka"))
        .arg("playground")
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("LANG", "en_US.UTF-8")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    for _ in 0..300 {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    // If it still runs, its status tells so.
    let _ = child.kill();
    child.wait_with_output().unwrap()
}

#[tokio::test]
async fn it_prints_its_address_answers_on_loopback_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    assert!(playground.url().starts_with("http://127.0.0.1:"), "{}", playground.line);
    assert!(playground.line.contains("this computer alone"), "{}", playground.line);
    // No other address of this machine answers.
    let port = playground.url().trim_end_matches('/').rsplit(':').next().unwrap();
    let other = std::net::TcpStream::connect(("127.0.0.2", port.parse::<u16>().unwrap()));
    assert!(other.is_err(), "it listens on more than 127.0.0.1");
    let url = playground.url().to_owned();
    assert_eq!(
        post(&url, "say", &json!({"chat": OKSANA, "person": OKSANA, "text": "тариф на воду"}))
            .await,
        204
    );
    let answer = reads(&url, OKSANA, "36,84").await;
    assert_eq!(answer["from"]["is_bot"], true);
    let ended = tokio::task::spawn_blocking(move || playground.stops()).await.unwrap();
    assert_eq!(ended, Some(0));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it left a file");
}

#[tokio::test]
async fn other_names_and_other_sites_are_refused_and_the_page_may_load_its_own_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let url = playground.url();
    let page = client().get(url).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let header = |name: &str| page.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"));
    assert!(!header("content-security-policy").contains("unsafe"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    let html = page.text().await.unwrap();
    assert!(!html.contains("http"), "the page names another address");
    for path in html.split('"').filter(|word| word.starts_with('/') && word.contains('.')) {
        assert_eq!(
            client().get(format!("{url}{}", &path[1..])).send().await.unwrap().status(),
            200,
            "{path}"
        );
    }
    let body = json!({"chat": OKSANA, "person": OKSANA, "text": "чуже"});
    for (name, value, status) in [
        ("host", "council.example", 421),
        ("origin", "http://council.example", 403),
        ("sec-fetch-site", "cross-site", 403),
    ] {
        for path in ["say", "state", ""] {
            let address = format!("{url}{path}");
            let request = if path == "say" {
                client().post(address).json(&body)
            } else {
                client().get(address)
            };
            assert_eq!(
                request.header(name, value).send().await.unwrap().status(),
                status,
                "{name} {path}"
            );
        }
    }
    // A form of another site can send plain text without asking; it is no JSON.
    let form = client()
        .post(format!("{url}say"))
        .header("content-type", "text/plain")
        .body(body.to_string());
    assert_eq!(form.send().await.unwrap().status(), 415);
    assert_eq!(messages(&state(url).await, OKSANA).len(), 0);
}

#[tokio::test]
async fn nobody_else_can_be_played_and_nothing_else_be_sent() {
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let url = playground.url();
    let say =
        |chat: i64, person: i64, text: &str| json!({"chat": chat, "person": person, "text": text});
    for (action, body, status) in [
        ("say", say(OKSANA, ALEX, "я не вона"), 404),
        ("say", say(NEWS, OKSANA, "новина"), 404),
        ("say", say(7, 7, "хтось"), 404),
        ("say", say(OFFICERS, OKSANA, "я працівниця"), 404),
        ("say", say(OKSANA, OKSANA, " \n "), 422),
        ("say", say(OKSANA, OKSANA, &"я".repeat(4097)), 422),
        ("say", say(OKSANA, OKSANA, &"я".repeat(4096)), 204),
        ("location", json!({"chat": OKSANA, "person": OKSANA, "lat": 91.0, "lon": 0.0}), 422),
        ("press", json!({"chat": OKSANA, "person": OKSANA, "message": 1, "data": "x"}), 409),
        ("press", json!({"chat": OKSANA, "person": OKSANA, "message": 77, "data": "x"}), 404),
        ("edit", json!({"chat": OKSANA, "person": OKSANA, "message": 77, "text": "x"}), 404),
        ("block", json!({"chat": OFFICERS, "person": 201, "blocked": true}), 422),
        ("clock", json!({"local": "2026-03-29T03:30:00"}), 422),
        ("clock", json!({"hours": 1}), 422),
        ("faults", json!({"errors": true}), 422),
    ] {
        assert_eq!(post(url, action, &body).await, status, "{action} {body}");
    }
}

#[tokio::test]
async fn a_picture_and_a_file_arrive_and_a_resident_who_blocks_hears_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let url = playground.url();
    let attach = async |name: &str, bytes: Vec<u8>| {
        let address = format!("{url}attach?chat={OKSANA}&person={OKSANA}&name={name}");
        client().post(address).body(bytes).send().await.unwrap().status()
    };
    let picture = include_bytes!("../docs/playground.png").to_vec();
    assert_eq!(attach("town.png", picture.clone()).await, 204);
    assert_eq!(attach("page.html", b"<script>1</script>".to_vec()).await, 204);
    assert_eq!(attach("none", Vec::new()).await, 422);
    assert_eq!(attach("large", vec![0; (10 << 20) + 1]).await, 413);
    let sent: Vec<Value> = messages(&state(url).await, OKSANA)
        .into_iter()
        .filter(|message| message["from"]["id"] == OKSANA)
        .collect();
    let file = async |id: &Value| {
        client().get(format!("{url}file/{}", id.as_str().unwrap())).send().await.unwrap()
    };
    let shown = file(&sent[0]["photo"][0]["file_id"]).await;
    assert_eq!(shown.headers()["content-type"], "image/png");
    assert_eq!(shown.bytes().await.unwrap(), picture);
    let kept = file(&sent[1]["document"]["file_id"]).await;
    assert_eq!(kept.headers()["content-type"], "application/octet-stream");
    assert_eq!(kept.headers()["content-disposition"], "attachment");
    assert_eq!(file(&json!("none")).await.status(), 404);

    let block = |blocked: bool| json!({"chat": ALEX, "person": ALEX, "blocked": blocked});
    assert_eq!(post(url, "block", &block(true)).await, 204);
    assert_eq!(state(url).await["status"]["blocked"], json!([ALEX]));
    assert_eq!(
        post(url, "say", &json!({"chat": ALEX, "person": ALEX, "text": "/start"})).await,
        204
    );
    until(url, "a refusal", |state| {
        let calls = state["traffic"].as_array().unwrap();
        calls
            .iter()
            .find(|call| call["method"] == "sendMessage" && call["status"] == 403)
            .map(|_| ())
    })
    .await;
    assert_eq!(post(url, "block", &block(false)).await, 204);
    assert_eq!(
        post(url, "say", &json!({"chat": ALEX, "person": ALEX, "text": "water tariff"})).await,
        204
    );
    reads(url, ALEX, "36.84").await;
}

/// The portions of `/events` until one holds `words`, with the id of the last.
async fn hears(url: &str, since: Option<&str>, words: &str) -> (Vec<Value>, String) {
    let mut request = client().get(format!("{url}events"));
    if let Some(since) = since {
        request = request.header("last-event-id", since);
    }
    let mut response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let (mut text, mut portions, mut id) = (String::new(), Vec::new(), String::new());
    let told = async {
        while let Some(chunk) = response.chunk().await.unwrap() {
            text.push_str(&String::from_utf8_lossy(&chunk));
            while let Some(end) = text.find("\n\n") {
                let portion: String = text.drain(..end + 2).collect();
                for line in portion.lines() {
                    if let Some(data) = line.strip_prefix("data: ") {
                        portions.push(serde_json::from_str::<Value>(data).unwrap());
                    } else if let Some(line) = line.strip_prefix("id: ") {
                        line.clone_into(&mut id);
                    }
                }
            }
            if portions.iter().any(|portion| portion["events"].to_string().contains(words)) {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(40), told).await.expect("told within 40 s");
    (portions, id)
}

/// The texts of the messages that `portions` tell of.
fn texts(portions: &[Value]) -> Vec<String> {
    let events = portions
        .iter()
        .flat_map(|portion| portion["events"].as_array().cloned().unwrap_or_default());
    events
        .filter_map(|event| Some(event["message"]["text"].as_str()?.lines().next()?.to_owned()))
        .collect()
}

#[tokio::test]
async fn a_page_that_lost_the_connection_goes_on_without_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let url = playground.url();
    let say = |text: &str| json!({"chat": OFFICERS, "person": 201, "text": text});
    let begin = state(url).await["event"].as_str().unwrap().to_owned();
    post(url, "say", &say("перше")).await;
    let (portions, id) = hears(url, Some(&begin), "перше").await;
    assert_eq!(texts(&portions), ["перше"]);
    assert!(portions[0]["status"]["boot"].is_string(), "a page must notice another start");
    post(url, "say", &say("друге")).await;
    post(url, "say", &say("третє")).await;
    let (portions, _) = hears(url, Some(&id), "третє").await;
    assert_eq!(texts(&portions), ["друге", "третє"]);
    // The id of another start, or none: from now on.
    let later = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        post(url, "say", &say("четверте")).await;
    };
    let ((portions, _), ()) = tokio::join!(hears(url, Some("00.1.1"), "четверте"), later);
    assert_eq!(texts(&portions), ["четверте"]);
}

#[tokio::test]
async fn what_is_kept_goes_on_and_real_data_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.db");
    let file = file.to_str().unwrap();
    let playground = Playground::start(folder.path(), &["--keep", file]);
    let url = playground.url().to_owned();
    post(&url, "say", &json!({"chat": OKSANA, "person": OKSANA, "text": "тариф на воду"})).await;
    let answer = reads(&url, OKSANA, "36,84").await;
    let press = |label: &str| {
        let rows = answer["reply_markup"]["inline_keyboard"].as_array().unwrap().iter();
        let mut buttons = rows.flat_map(|row| row.as_array().unwrap());
        let data = &buttons.find(|button| button["text"] == label).unwrap()["callback_data"];
        json!({"chat": OKSANA, "person": OKSANA, "message": answer["message_id"], "data": data})
    };
    assert_eq!(post(&url, "press", &press("Графік")).await, 204);
    until(&url, "the chart", |state| {
        messages(state, OKSANA).iter().any(|message| message.get("photo").is_some()).then_some(())
    })
    .await;
    let before = messages(&state(&url).await, OKSANA);
    assert_eq!(tokio::task::spawn_blocking(move || playground.stops()).await.unwrap(), Some(0));

    let playground = Playground::start(folder.path(), &["--keep", file]);
    let url = playground.url().to_owned();
    assert_eq!(messages(&state(&url).await, OKSANA), before);
    let photo = before.iter().find_map(|message| message["photo"][0]["file_id"].as_str()).unwrap();
    let picture = client().get(format!("{url}file/{photo}")).send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    // An old button works, and what is said next is not taken for something said before.
    assert_eq!(post(&url, "press", &press("Файл")).await, 204);
    post(&url, "say", &json!({"chat": OKSANA, "person": OKSANA, "text": "перелік укриттів"})).await;
    reads(&url, OKSANA, "укриття").await;
    until(&url, "the file", |state| {
        messages(state, OKSANA)
            .iter()
            .any(|message| message.get("document").is_some())
            .then_some(())
    })
    .await;
    drop(playground);

    let real = folder.path().join("real.db");
    let config = folder.path().join("dovidka.toml");
    std::fs::write(
        &config,
        "[council]\nname = { uk = \"Рада\" }\n[[source]]\nid = \"a\"\nkind = \"folder\"\nurl = \".\"\n",
    )
    .unwrap();
    let filled = Command::new(env!("CARGO_BIN_EXE_dovidka"))
        .args(["harvest", "--config", config.to_str().unwrap()])
        .env("DATABASE_URL", format!("sqlite:{}", real.display()))
        .output()
        .unwrap();
    assert!(real.exists(), "{filled:?}");
    let before = std::fs::read(&real).unwrap();
    let refused = run(folder.path(), &["--keep", real.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("real.db") && said.contains("--keep"), "{said}");
    assert!(std::fs::read(&real).unwrap() == before, "it is left as it was");
    let db = Db::open(&format!("sqlite:{}", real.display())).await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert!(
        store::origin::claim(&mut tx, false).await.unwrap(),
        "it is no longer a real council's"
    );
}

#[tokio::test]
async fn a_port_that_is_taken_is_told_and_another_one_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let refused = run(folder.path(), &["--port", &port]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains(&port) && said.contains("--port"), "{said}");
    let (one, two) = (Playground::start(folder.path(), &[]), Playground::start(folder.path(), &[]));
    assert_ne!(one.url(), two.url());
    assert_eq!(client().get(two.url()).send().await.unwrap().status(), 200);
}
