//! Chromium without a window, driven through its own driver.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use axum::http::Method;
use fantoccini::{
    Client, ClientBuilder,
    elements::Element,
    error::CmdError,
    wd::{Locator, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// How long something may take to appear on the page: what is said in a group may wait for a minute's next twenty.
const PATIENCE: Duration = Duration::from_secs(80);

const MISSING: &str = "the tests of the page need Chromium and its driver: \
                       apt-get install chromium chromium-driver (Debian, Ubuntu), or put chromedriver on the PATH";

/// A command of the driver beyond the standard.
#[derive(Debug)]
struct Beyond(&'static str, Value);

impl WebDriverCompatibleCommand for Beyond {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.1.to_string()))
    }
}

/// A browser with one page.
pub(crate) struct Browser {
    client: Client,
    driver: Child,
    /// Kept while the browser runs.
    _profile: TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A test that failed leaves its browser to its driver, and the driver to us.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Browser {
    /// Opens `url` in a window of `width` × `height` for a reader of `language`.
    pub(crate) async fn open(url: &str, width: u32, height: u32, language: &str) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{MISSING} ({error})"));
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines
            .find_map(|line| {
                let line = line.ok()?;
                let (_, rest) = line.split_once("started successfully on port ")?;
                rest.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect(MISSING);
        // Whatever else it says goes nowhere, but must be read.
        std::thread::spawn(move || lines.for_each(drop));
        let profile = tempfile::tempdir().unwrap();
        let args = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--hide-scrollbars".to_owned(),
            // Every other host fails to resolve: the page asks nobody but us.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
            format!("--user-data-dir={}", profile.path().display()),
            format!("--lang={language}"),
        ];
        let capabilities: Map<String, Value> = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": {"args": args, "prefs": {"intl.accept_languages": language}},
        })
        .as_object()
        .cloned()
        .unwrap();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap_or_else(|error| panic!("{MISSING} ({error})"));
        let browser = Self { client, driver, _profile: profile };
        browser.sized(width, height).await;
        browser.client.goto(url).await.unwrap();
        browser
            .until("the page to be ready", "return document.body.classList.contains('ready')")
            .await;
        browser
    }

    /// Gives the window another size.
    pub(crate) async fn sized(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.cdp("Emulation.setDeviceMetricsOverride", &metrics).await;
    }

    /// Shows the page to somebody who likes it dark.
    pub(crate) async fn darkened(&self) {
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]});
        self.cdp("Emulation.setEmulatedMedia", &features).await;
    }

    async fn cdp(&self, command: &str, parameters: &Value) {
        let body = json!({"cmd": command, "params": parameters});
        self.client.issue_cmd(Beyond("goog/cdp/execute", body)).await.unwrap();
    }

    /// What `script` gives.
    pub(crate) async fn js(&self, script: &str) -> Value {
        self.client
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until `script` gives something true, and gives it.
    pub(crate) async fn until(&self, what: &str, script: &str) -> Value {
        let begin = std::time::Instant::now();
        loop {
            let value = self.js(script).await;
            if !matches!(value, Value::Null | Value::Bool(false))
                && value != json!(0)
                && value != json!("")
            {
                return value;
            }
            if begin.elapsed() > PATIENCE {
                let shown = self.js("return document.body.innerText").await;
                panic!(
                    "waited {PATIENCE:?} for {what}; the page: {shown}; console: {:?}",
                    self.console().await
                );
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    }

    /// The element at a CSS selector.
    pub(crate) async fn find(&self, css: &str) -> Element {
        self.client
            .wait()
            .for_element(Locator::Css(css))
            .await
            .unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Clicks on it.
    pub(crate) async fn clicks(&self, css: &str) {
        self.find(css).await.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Presses keys wherever the focus is; `\u{e007}` is Enter (see the standard of `WebDriver`).
    pub(crate) async fn keys(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// A picture of the page, PNG.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// What the console says.
    pub(crate) async fn console(&self) -> Vec<Value> {
        let said: Result<Value, CmdError> =
            self.client.issue_cmd(Beyond("se/log", json!({"type": "browser"}))).await;
        said.unwrap().as_array().cloned().unwrap()
    }

    /// Ends; nothing may have gone wrong on the page.
    pub(crate) async fn closes(self) {
        let said = self.console().await;
        let errors: Vec<_> = said.iter().filter(|line| line["level"] == "SEVERE").collect();
        assert!(errors.is_empty(), "the console: {errors:#?}");
        self.client.clone().close().await.unwrap();
    }
}
