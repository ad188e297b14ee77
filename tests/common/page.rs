//! The playground's page in a browser, as people use it.

use serde_json::json;

#[path = "browser.rs"]
pub(crate) mod browser;
#[path = "playground.rs"]
pub(crate) mod playground;

use browser::Browser;

pub(crate) const ENTER: &str = "\u{e007}";

/// Where people write in `seat`.
pub(crate) fn field(seat: &str) -> String {
    format!("#pane-{seat} textarea")
}

/// Waits until the council's data are there.
pub(crate) async fn ready(page: &Browser) {
    page.until("suggestions", "return document.querySelector('.suggestion') !== null").await;
}

pub(crate) async fn asks(page: &Browser, seat: &str, text: &str) {
    page.find(&field(seat)).await.send_keys(&format!("{text}{ENTER}")).await.unwrap();
}

/// The text of the newest message of the bot in `seat` that holds `words`.
pub(crate) async fn reads(page: &Browser, seat: &str, words: &str) -> String {
    let script = format!(
        "return [...document.querySelectorAll('#pane-{seat} .message.other')].map((m) => m.textContent)\
         .reverse().find((text) => text.includes({})) ?? null",
        json!(words)
    );
    page.until(words, &script).await.as_str().unwrap().to_owned()
}

/// Presses the newest button in `seat` with this label.
pub(crate) async fn presses(page: &Browser, seat: &str, label: &str) {
    let script = format!(
        "const key = [...document.querySelectorAll('#pane-{seat} .key')].reverse()\
         .find((key) => key.textContent === {}); key?.click(); return key !== undefined",
        json!(label)
    );
    page.until(label, &script).await;
}
