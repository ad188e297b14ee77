//! The bot as its operator runs it, against a Telegram on loopback.
//!
//! 1. `serve --demo` polls within 4 s of its start and answers.
//! 2. SIGTERM and SIGINT end it within 10 s with status 0.
//! 3. A token that Telegram refuses, or none, is told and ends it.
//! 4. An admin has the sources read and watches it in one message; to others there is no such command.

use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use dovidka::{
    app::App,
    bot::Settings,
    config::{Config, Environment},
    playground::telegram::Telegram,
    service,
    telegram::{Api, Options},
};
use tokio::sync::watch;

#[path = "common/portal.rs"]
#[expect(dead_code, reason = "made for the tests of the harvest")]
mod portal;
use portal::Portal;

fn serve(folder: &std::path::Path, telegram: &Telegram, token: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_dovidka"))
        .args(["serve", "--demo"])
        .current_dir(folder)
        .env_clear()
        .env("LANG", "en_US.UTF-8")
        .env("TELOXIDE_TOKEN", token)
        .env("TELOXIDE_API_URL", telegram.url())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Waits for the end, off the threads that play Telegram.
async fn ended(mut child: Child) -> (i32, Duration, String) {
    tokio::task::spawn_blocking(move || {
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if start.elapsed() > Duration::from_secs(30) {
                child.kill().unwrap();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let took = start.elapsed();
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().unwrap_or(-1), took, err)
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_bot_polls_within_4_s_answers_and_ends_when_told() {
    for name in ["-TERM", "-INT"] {
        let folder = tempfile::tempdir().unwrap();
        let telegram = Telegram::start().await.unwrap();
        let resident = telegram.resident(7);
        resident.says("/help");
        let start = Instant::now();
        let child = serve(folder.path(), &telegram, &telegram.token());
        // An answer takes a poll and more.
        let heard = resident.hears_within(Duration::from_secs(4)).await;
        assert!(heard.is_some_and(|heard| !heard.text.is_empty()), "{:?}", start.elapsed());
        signal(&child, name);
        let (status, took, err) = ended(child).await;
        assert_eq!(status, 0, "{err}");
        assert!(took < Duration::from_secs(10), "{name} took {took:?}");
        assert!(!err.contains(telegram.token().split(':').nth(1).unwrap()), "{err}");
        assert_eq!(telegram.violations(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_cannot_be_right_is_told_with_its_variable() {
    let folder = tempfile::tempdir().unwrap();
    let telegram = Telegram::start().await.unwrap();
    for (token, wanted) in [("", 2), ("no-token", 2), ("42:notthisone", 1)] {
        let (status, _, err) = ended(serve(folder.path(), &telegram, token)).await;
        assert_eq!(status, wanted, "{token}: {err}");
        assert!(err.contains("TELOXIDE_TOKEN") && !err.contains("notthisone"), "{token}: {err}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_has_the_sources_read_and_watches_it_in_one_message() {
    let portal = Portal::with_data().await;
    let telegram = Telegram::start().await.unwrap();
    let config = Config::parse(&format!(
        "[council]\nname = {{ uk = \"Рада\" }}\n[telegram]\nadmins = [7]\n
         [harvest]\nallow_private_hosts = true\n
         [[source]]\nid = \"portal\"\nkind = \"ckan\"\nurl = \"{}\"\n",
        portal.url
    ));
    let memory =
        Environment::from(|name| (name == "DATABASE_URL").then(|| "sqlite::memory:".to_owned()));
    let app = App::open(Some(config.unwrap()), &memory.unwrap(), telegram.clock()).await.unwrap();
    let settings = Settings::of(app.config.as_deref());
    let api = Api::new(&telegram.token(), telegram.url()).unwrap();
    let options = Options { poll_secs: 1, ..Options::new(app.db.clone(), api, telegram.clock()) };
    let (stop, stopped) = watch::channel(false);
    let serving = {
        let app = app.clone();
        tokio::spawn(async move { service::run(&app, settings, options, stopped).await })
    };
    let mut loaded = app.council.subscribe();
    loaded.wait_for(|council| !council.entries().is_empty()).await.unwrap();

    let stranger = telegram.resident(8);
    assert!(stranger.asks("/harvest").await.text.starts_with("Такої команди немає"));
    // Slow enough to be watched: a message is edited each 3 s.
    portal.rests(Duration::from_millis(1_500));
    let admin = telegram.resident(7);
    let asked = admin.asks("/harvest").await;
    assert_eq!(asked.text, "Читаю джерела…");
    let mut told = Vec::new();
    let end = loop {
        let edit = admin.hears().await;
        assert!(edit.edited && edit.id == asked.id, "{edit:?}");
        if edit.text.starts_with("Джерела прочитано") {
            break edit;
        }
        told.push(edit.text);
    };
    assert!(told.iter().any(|text| text.starts_with("Переглянуто файлів: ")), "{told:?}");
    assert!(end.text.contains("portal: наборів "), "{}", end.text);
    assert_eq!(telegram.violations(), Vec::<String>::new());
    stop.send_replace(true);
    serving.await.unwrap().unwrap();
}
