//! The playground's page in Chromium, without a window.
//!
//! 1. A question gets its answer, a button its chart and file; the language of each person is theirs, that of the page
//!    the reader's.
//! 2. A place sent from the plain map gets the nearest shelter.
//! 3. Two residents, and the officers' group, are shown side by side, each with their own chat.
//! 4. Everything can be done by keyboard alone.
//! 5. The clock that is moved is the bot's; with faults on, the bot still answers once.
//! 6. A phone shows one chat, and nothing runs over its edge.
//! 7. Every control has a name, the focus is seen, and words stand out from their ground.
//! 8. What was written is text, never markup.
//! 9. Nothing goes wrong in the console, and nobody but the playground is asked.
//!
//! `DOVIDKA_PICTURE=docs/playground.png cargo test --test browser picture` draws the README's picture anew.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::sync::Mutex;

#[path = "common/page.rs"]
mod page;

use page::{ENTER, asks, browser::Browser, field, playground::Playground, presses, reads, ready};

/// One browser at a time: a test machine may be small.
static TURN: Mutex<()> = Mutex::const_new(());

const TAB: &str = "\u{e004}";
const RIGHT: &str = "\u{e014}";

/// The largest picture that the README may carry, in bytes.
const PICTURE: usize = 150_000;

#[tokio::test]
async fn a_question_gets_its_answer_its_chart_and_its_file_in_the_language_of_who_asked() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "uk").await;
    assert_eq!(page.js("return document.documentElement.lang").await, "uk");
    ready(&page).await;
    asks(&page, "oksana", "тариф на воду").await;
    asks(&page, "alex", "water tariff").await;
    assert!(reads(&page, "oksana", "36,84").await.contains("Файл змінено"));
    assert!(reads(&page, "alex", "36.84").await.contains("File changed"));
    presses(&page, "oksana", "Графік").await;
    let width = "return document.querySelector('#pane-oksana .picture img')?.naturalWidth ?? 0";
    assert!(page.until("the chart", width).await.as_u64().unwrap() > 300);
    presses(&page, "alex", "File").await;
    let file = "const link = document.querySelector('#pane-alex .document'); \
                return link && { name: link.download, href: link.href, label: link.getAttribute('aria-label') }";
    let file = page.until("the file", file).await;
    assert!(file["name"].as_str().unwrap().contains(".csv"), "{file}");
    let bytes = reqwest::get(file["href"].as_str().unwrap()).await.unwrap().bytes().await.unwrap();
    assert!(String::from_utf8_lossy(&bytes).contains("36.84"), "{bytes:?}");
    // The page's own words change; what was said stays, and so does the draft's focus on the switch.
    page.clicks(".languages [lang=en]").await;
    page.until("English", "return document.documentElement.lang === 'en'").await;
    assert_eq!(page.js("return document.title").await, "Dovidka: playground");
    assert!(reads(&page, "oksana", "36,84").await.contains("Файл змінено"));
    page.closes().await;
}

#[tokio::test]
async fn a_place_sent_from_the_map_gets_the_nearest_shelter_and_a_button_more_of_it() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "en").await;
    ready(&page).await;
    page.clicks("#pane-alex .place").await;
    page.find("dialog.town .field").await.click().await.unwrap();
    page.keys(RIGHT).await;
    let near = "return document.querySelectorAll('dialog.town option').length";
    assert!(page.js(near).await.as_u64().unwrap() > 10);
    page.clicks("dialog.town .main").await;
    page.until("the place", "return document.querySelector('#pane-alex .own .map') !== null").await;
    presses(&page, "alex", "Nearest shelter").await;
    let answer = reads(&page, "alex", "Source").await;
    assert!(answer.contains(" m"), "no distance in {answer}");
    page.closes().await;
}

#[tokio::test]
async fn people_are_played_side_by_side_and_hear_only_their_own_chats() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "uk").await;
    ready(&page).await;
    let shown =
        "return [...document.querySelectorAll('.pane:not([hidden])')].map((pane) => pane.id)";
    assert_eq!(page.js(shown).await, json!(["pane-oksana", "pane-alex", "pane-officers"]));
    asks(&page, "officers", "Ірина тут").await;
    page.find("#pane-officers select").await.select_by_label("Тарас").await.unwrap();
    asks(&page, "officers", "і Тарас").await;
    let said = "return [...document.querySelectorAll('#pane-officers .message')].map((m) => \
                [m.className.includes('own'), m.querySelector('.text').textContent])";
    page.until("both", "return document.querySelectorAll('#pane-officers .message').length === 2")
        .await;
    assert_eq!(page.js(said).await, json!([[false, "Ірина тут"], [true, "і Тарас"]]));
    page.js("document.querySelector('#pane-officers .message.other .handles button').click()")
        .await;
    page.until("the mark", "return document.querySelector('#pane-officers .message.other .marks')?.textContent === '👍'").await;
    assert_eq!(
        page.js("return document.querySelectorAll('#pane-oksana .message').length").await,
        0
    );
    page.clicks(".person[aria-controls=pane-news]").await;
    assert_eq!(page.js(shown).await, json!(["pane-oksana", "pane-alex", "pane-news"]));
    assert_eq!(page.js("return document.querySelectorAll('#pane-news textarea').length").await, 0);
    // Who is not shown and hears something is marked.
    let post = json!({"chat": 301, "person": 301, "text": "/start"});
    let url = format!("{}say", playground.url());
    let done =
        reqwest::Client::builder().build().unwrap().post(url).json(&post).send().await.unwrap();
    assert_eq!(done.status(), 204);
    page.until(
        "a mark",
        "return document.querySelector('.person.unread')?.getAttribute('aria-controls')",
    )
    .await;
    page.closes().await;
}

#[tokio::test]
async fn everything_is_done_by_keyboard() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "en").await;
    ready(&page).await;
    // From the start of the page to the first suggestion, which is taken.
    let at = "return document.activeElement.className";
    let mut steps = 0;
    while page.js(at).await != "suggestion" {
        page.keys(TAB).await;
        steps += 1;
        assert!(steps < 40, "no suggestion is reached");
    }
    page.keys(ENTER).await;
    reads(&page, "oksana", "Джерело").await;
    // A command out of the menu, a new line, an answer to a message, a change of one.
    page.find(&field("alex")).await.send_keys("/he\u{e015}").await.unwrap();
    page.until("the menu", "return document.activeElement.textContent.startsWith('/help')").await;
    page.keys(ENTER).await;
    reads(&page, "alex", "/privacy").await;
    page.find(&field("alex"))
        .await
        .send_keys("water\u{e008}\u{e007}\u{e000}tariff\u{e007}")
        .await
        .unwrap();
    reads(&page, "alex", "36.84").await;
    let own = "return [...document.querySelectorAll('#pane-alex .own .text')].at(-1)?.textContent";
    assert_eq!(page.js(own).await, "water\ntariff");
    page.js("[...document.querySelectorAll('#pane-alex .own .handles button')].at(-1).focus()")
        .await;
    page.keys(ENTER).await;
    page.until("the change", "return document.activeElement.value === 'water\\ntariff'").await;
    page.find(&field("alex")).await.clear().await.unwrap();
    asks(&page, "alex", "phones of schools").await;
    page.until(
        "the word “edited”",
        "return [...document.querySelectorAll('#pane-alex .own .meta')].at(-1).textContent.includes('edited')",
    )
    .await;
    // The map: arrows move the mark, Enter sends it, and the focus returns.
    page.js("document.querySelector('#pane-alex .place').focus()").await;
    page.keys(ENTER).await;
    page.until("the map", "return document.activeElement.getAttribute('role') === 'application'")
        .await;
    let mark = "return document.querySelector('.where').textContent";
    let before = page.js(mark).await;
    page.keys(RIGHT).await;
    assert_ne!(page.js(mark).await, before);
    page.keys(ENTER).await;
    page.until("the place", "return document.querySelector('#pane-alex .own .map') !== null").await;
    page.until("the focus", "return document.activeElement.matches('#pane-alex textarea')").await;
    page.closes().await;
}

#[tokio::test]
async fn the_clock_is_moved_and_faults_are_survived() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "uk").await;
    ready(&page).await;
    asks(&page, "oksana", "чи працює зараз ЦНАП").await;
    reads(&page, "oksana", "Зараз відкрито, до 17:00").await;
    page.clicks(".sheet.clock summary").await;
    assert!(
        page.js("return document.querySelector('#clock-now').textContent")
            .await
            .as_str()
            .unwrap()
            .contains("10:3")
    );
    for _ in 0..6 {
        page.clicks(".sheet.clock .pair button").await;
    }
    page.until(
        "half past four",
        "return document.querySelector('#clock-now').textContent.includes('16:3')",
    )
    .await;
    page.js("const input = document.querySelector('#clock-set'); input.value = '2026-11-27T11:15'; input.form.requestSubmit()")
        .await;
    page.until(
        "Friday",
        "return document.querySelector('#clock-now').textContent.includes('11:15')",
    )
    .await;
    asks(&page, "oksana", "чи працює зараз ЦНАП?").await;
    let friday = "return [...document.querySelectorAll('#pane-oksana .day')].length === 2 && \
                  [...document.querySelectorAll('#pane-oksana .message.other')].at(-1).textContent";
    page.until(
        "Friday's hours",
        &format!("const text = (() => {{ {friday} }})(); return text && text.includes('ятниц')"),
    )
    .await;

    page.clicks(".sheet.faults summary").await;
    page.clicks(".sheet.faults input[name=errors]").await;
    page.until("the switch", "return document.querySelector('.sheet.faults.lit') !== null").await;
    for question in ["тариф на воду", "перелік укриттів", "скільки депутатів"]
    {
        asks(&page, "oksana", question).await;
    }
    let answers = "return document.querySelectorAll('#pane-oksana .message.other').length";
    page.until("three answers more", &format!("return (() => {{ {answers} }})() >= 5")).await;
    let failed = "return [...document.querySelectorAll('.call .bad')].some((code) => code.textContent === 'HTML 502')";
    // The share is of chance: more calls are made until one fails.
    while page.js(failed).await == json!(false) {
        asks(&page, "oksana", "тариф на воду").await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    page.clicks(".sheet.faults input[name=errors]").await;
    page.until("the switch", "return document.querySelector('.sheet.faults.lit') === null").await;
    page.closes().await;
}

#[tokio::test]
async fn a_phone_shows_one_chat_and_nothing_runs_over_its_edge() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 390, 844, "uk").await;
    ready(&page).await;
    asks(&page, "oksana", "тариф на воду").await;
    reads(&page, "oksana", "36,84").await;
    presses(&page, "oksana", "Графік").await;
    page.until("the chart", "return document.querySelector('.picture img')?.naturalWidth ?? 0")
        .await;
    let shown = "return document.querySelectorAll('.pane:not([hidden])').length";
    assert_eq!(page.js(shown).await, 1);
    for width in [390, 320] {
        page.sized(width, 844).await;
        let over = "const over = [...document.querySelectorAll('.pane:not([hidden]), .pane:not([hidden]) .bubble, .key, .composer *, .bar *')]\
                    .filter((e) => e.checkVisibility() && !e.closest('.unseen') && !e.closest('.sheet .body') && \
                    (e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5))\
                    .map((e) => e.className || e.tagName); \
                    return [document.documentElement.scrollWidth <= innerWidth, over]";
        assert_eq!(page.js(over).await, json!([true, []]), "{width}");
        for sheet in ["clock", "faults"] {
            page.clicks(&format!(".sheet.{sheet} summary")).await;
            let fits = format!(
                "const box = document.querySelector('.sheet.{sheet} .body').getBoundingClientRect(); \
                 return box.left >= 0 && box.right <= innerWidth"
            );
            assert_eq!(page.js(&fits).await, true, "{sheet} at {width}");
            page.clicks(&format!(".sheet.{sheet} summary")).await;
        }
        page.clicks("#pane-oksana .place").await;
        let fits = "const box = document.querySelector('dialog').getBoundingClientRect(); \
                    return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight";
        assert_eq!(page.js(fits).await, true, "the map at {width}");
        page.clicks("dialog header button").await;
    }
    page.clicks(".person[aria-controls=pane-admin]").await;
    assert_eq!(page.js(shown).await, 1);
    assert_eq!(
        page.js("return document.querySelector('.pane:not([hidden])').id").await,
        "pane-admin"
    );
    page.closes().await;
}

/// Names of controls as assistive technology hears them, too little contrast, and focus that is not seen.
const AUDIT: &str = r#"
const visible = (e) => e.checkVisibility({ checkOpacity: false }) && !e.closest("[aria-hidden=true]");
const named = (e) => {
  const label = e.getAttribute("aria-label") ?? [...(e.labels ?? [])].map((l) => l.textContent).join("") ?? "";
  return (label || e.textContent || "").trim();
};
const controls = [...document.querySelectorAll("button, a[href], input, select, textarea, summary, [tabindex='0']")].filter(visible);
const nameless = controls.filter((e) => !named(e)).map((e) => e.outerHTML.slice(0, 120));
const images = [...document.querySelectorAll("img")].filter((e) => !e.hasAttribute("alt")).map((e) => e.src);
const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const rgba = (color) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const light = ([r, g, b]) => {
  const part = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const ground = (e) => {
  for (let at = e; at; at = at.parentElement) {
    const color = rgba(getComputedStyle(at).backgroundColor);
    if (color[3] === 255) return color;
  }
  return rgba(getComputedStyle(document.documentElement).backgroundColor);
};
const pale = [];
for (const e of document.querySelectorAll("body *")) {
  const words = [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!words || !e.checkVisibility() || e.closest("svg") || e.closest(".unseen")) continue;
  const [a, b] = [light(rgba(getComputedStyle(e).color)), light(ground(e))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) pale.push([e.className || e.tagName, e.textContent.slice(0, 30), ratio.toFixed(2)]);
}
return { controls: controls.length, nameless, images, twice, pale };
"#;

#[tokio::test]
async fn every_control_has_a_name_and_words_stand_out_light_and_dark() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "uk").await;
    ready(&page).await;
    asks(&page, "alex", "water tariff").await;
    reads(&page, "alex", "36.84").await;
    presses(&page, "alex", "File").await;
    page.until("the file", "return document.querySelector('.document') !== null").await;
    page.js("document.querySelector('#traffic').open = true; document.querySelector('.sheet.clock').open = true").await;
    for dark in [false, true] {
        if dark {
            page.darkened().await;
        }
        let audit = page.js(AUDIT).await;
        assert!(audit["controls"].as_u64().unwrap() > 40, "{audit}");
        for found in ["nameless", "images", "twice", "pale"] {
            assert_eq!(audit[found], json!([]), "{found}, dark: {dark}");
        }
    }
    // The live log is announced, and the focus of the keyboard has a ring.
    let log = "const log = document.querySelector('#pane-alex .log'); \
               return [log.getAttribute('role'), log.getAttribute('aria-live'), log.getAttribute('aria-label') !== '']";
    assert_eq!(page.js(log).await, json!(["log", "polite", true]));
    page.js("document.querySelector('.person').focus()").await;
    page.keys(TAB).await;
    let ring = "const style = getComputedStyle(document.activeElement); \
                return [document.activeElement.matches(':focus-visible'), style.outlineStyle, parseFloat(style.outlineWidth) >= 2]";
    assert_eq!(page.js(ring).await, json!([true, "solid", true]));
    page.closes().await;
}

#[tokio::test]
async fn what_people_write_is_text_and_nobody_else_is_asked() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "uk").await;
    ready(&page).await;
    let hostile =
        "<img src=x onerror=\"document.title='no'\"><script>document.title='no'</script> &amp; 😀";
    asks_by_page(&page, "admin", hostile).await;
    page.clicks(".person[aria-controls=pane-admin]").await;
    let text = "return document.querySelector('#pane-admin .own .text')?.textContent ?? null";
    assert_eq!(page.until("the message", text).await, hostile);
    assert_eq!(
        page.js("return document.querySelectorAll('#pane-admin .message img').length").await,
        0
    );
    assert_eq!(page.js("return document.title").await, "Довідка: майданчик");
    // A script that stands in the page is not run, whoever put it there.
    page.js("const script = document.createElement('script'); script.textContent = 'document.title = \"no\"'; document.body.append(script)")
        .await;
    assert_eq!(page.js("return document.title").await, "Довідка: майданчик");
    let asked = "return performance.getEntriesByType('resource').map((e) => new URL(e.name).origin)\
                 .filter((origin) => origin !== location.origin)";
    assert_eq!(page.js(asked).await, json!([]));
    // That the policy refused it is what the console says, and all.
    let said: Vec<Value> =
        page.console().await.into_iter().filter(|line| line["level"] == "SEVERE").collect();
    assert!(
        said.len() == 1 && said[0]["message"].as_str().unwrap().contains("Content Security Policy"),
        "{said:#?}"
    );
}

async fn asks_by_page(page: &Browser, seat: &str, text: &str) {
    let script = format!(
        "const field = document.querySelector('#pane-{seat} textarea'); field.value = {}; field.form.requestSubmit()",
        json!(text)
    );
    page.js(&script).await;
}

#[tokio::test]
async fn a_page_that_loses_its_playground_says_so() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let playground = Playground::start(folder.path(), &[]);
    let page = Browser::open(playground.url(), 1440, 900, "en").await;
    assert_eq!(playground.stops(), Some(0));
    page.until("the warning", "return !document.querySelector('#offline').hidden").await;
}

/// The picture in its 256 commonest colours: the edges of letters have more than anybody sees, and they pack badly.
fn smaller(screenshot: &[u8]) -> Vec<u8> {
    let picture = tiny_skia::Pixmap::decode_png(screenshot).unwrap();
    let pixels: Vec<[u8; 3]> =
        picture.pixels().iter().map(|p| [p.red(), p.green(), p.blue()]).collect();
    let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
    for pixel in &pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut palette: Vec<[u8; 3]> = counts.keys().copied().collect();
    palette.sort_by_key(|color| std::cmp::Reverse(counts[color]));
    palette.truncate(256);
    let apart = |a: [u8; 3], b: [u8; 3]| {
        (0..3).map(|at| u32::from(a[at].abs_diff(b[at])).pow(2)).sum::<u32>()
    };
    let nearest: BTreeMap<[u8; 3], u8> = counts
        .keys()
        .map(|color| {
            (
                *color,
                (0..=u8::MAX).zip(&palette).min_by_key(|(_, own)| apart(*color, **own)).unwrap().0,
            )
        })
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::Best);
    let indices: Vec<u8> = pixels.iter().map(|pixel| nearest[pixel]).collect();
    encoder.write_header().unwrap().write_image_data(&indices).unwrap();
    bytes
}

#[tokio::test]
async fn the_picture_of_the_readme_is_a_small_png_and_is_drawn_when_asked_for() {
    if let Ok(path) = std::env::var("DOVIDKA_PICTURE") {
        let _turn = TURN.lock().await;
        let folder = tempfile::tempdir().unwrap();
        let playground = Playground::start(folder.path(), &[]);
        let page = Browser::open(playground.url(), 1180, 740, "en").await;
        ready(&page).await;
        asks(&page, "oksana", "тариф на воду").await;
        reads(&page, "oksana", "36,84").await;
        presses(&page, "oksana", "Графік").await;
        page.until("the chart", "return document.querySelector('.picture img')?.naturalWidth ?? 0")
            .await;
        page.clicks("#pane-alex .place").await;
        page.clicks("dialog.town .main").await;
        presses(&page, "alex", "Nearest pharmacy").await;
        reads(&page, "alex", "Source").await;
        asks_by_page(&page, "admin", "розклад дирижаблів").await;
        for label in ["Запросити дані", "Пропустити", "Надіслати"] {
            presses(&page, "admin", label).await;
        }
        reads(&page, "officers", "Пропозиція даних № 1").await;
        page.js("document.activeElement.blur()").await;
        page.clicks("#council").await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        std::fs::write(path, smaller(&page.picture().await)).unwrap();
        page.closes().await;
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/playground.png");
    let picture = std::fs::read(path).unwrap();
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert!(picture.len() <= PICTURE, "{} bytes", picture.len());
    assert!(include_str!("../README.md").contains("docs/playground.png"));
}
