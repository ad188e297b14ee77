//! Buttons that show more of an answer: rows, source, file, chart, map, comparison, another reading.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{Asked, Next, Pressed, once};
use crate::{
    answer::{Choice, Council, Outcome, PAGE, Plan, Question},
    bot::{
        Deps, Place,
        desk::{self, Answered, Asking},
        handlers::question::remember,
        kept::Kept,
        log::Way,
        reply::{Reply, rebutton},
        scene::{self, Scene},
        view::{self, Beside},
    },
    telegram::{Call, Cx, Failure, Work},
};

/// Telegram takes documents of 50 MB.
const LARGEST: usize = 45 << 20;
/// Letters of a file's name.
const NAME: usize = 60;

/// What was asked, as the answer of `pressed` understood it, without what was asked since.
fn again(deps: &Deps, scene: &Scene, kept: &Kept, text: &str) -> Asking {
    let near = kept.near;
    let asking = scene.asking(text, Some(kept.locale), deps);
    Asking { near, near_since: None, context: None, ..asking }
}

/// «Ще»: first the lines that found no room, then the next rows. The button moves on to the new message.
pub(super) async fn more(deps: &Deps, scene: &Scene, pressed: Pressed) -> Result<Work, Failure> {
    let kept = &pressed.kept;
    let mut next =
        Kept { choices: Vec::new(), offer_request: false, compare: None, ..kept.clone() };
    let html = if kept.rest.is_empty() {
        let (Some(plan), Some(offset)) = (kept.plan.clone(), kept.next) else {
            return Ok(once(scene, pressed, vec![view::expired(scene.locale()).into()]));
        };
        let asking = again(deps, scene, kept, &kept.question);
        let page = desk::with(deps, &asking, move |council, asking| {
            council.more(&plan, offset, &asking.question())
        });
        let page = page.await?;
        let said = view::answer(&page, &Beside::default());
        let shown = Kept::of(&page, &kept.question, kept.near);
        next.rest = said.rest;
        (next.sources, next.versions, next.places) = (shown.sources, shown.versions, shown.places);
        next.next = page.has_more.then_some(offset + PAGE);
        said.html
    } else {
        let said = view::lines(&kept.rest);
        next.rest = said.rest;
        said.html
    };
    let reply = Reply { html, buttons: view::buttons(&next), ..Reply::default() };
    let left = Kept { rest: Vec::new(), next: None, ..kept.clone() };
    let moved = rebutton(scene.place.chat, pressed.message, &view::buttons(&left), pressed.id);
    let nexts = vec![Next::Answer(reply, scene::json(&next)?), Next::Call(Box::new(moved))];
    Ok(once(scene, pressed, nexts))
}

/// «Джерело»: files, rows and their age.
pub(super) fn source(deps: &Deps, scene: &Scene, pressed: Pressed) -> Work {
    let council = deps.council();
    let files: Vec<_> =
        pressed.kept.sources.iter().map(|source| council.file_name(source)).collect();
    let html = view::sources(&pressed.kept, &files);
    let html = if html.is_empty() { view::expired(pressed.kept.locale) } else { html };
    once(scene, pressed, vec![html.into()])
}

/// «Файл»: the whole result as a document.
pub(super) async fn file(deps: &Deps, scene: &Scene, pressed: Pressed) -> Result<Work, Failure> {
    let kept = &pressed.kept;
    let locale = kept.locale;
    let plan = kept.plan.clone();
    let asking = again(deps, scene, kept, "");
    let csv =
        desk::with(deps, &asking, move |council, asking| council.csv(&plan?, locale, asking.now));
    let next = match csv.await? {
        None => view::file_gone(locale).into(),
        Some(csv) if csv.len() > LARGEST => view::file_too_large(locale).into(),
        Some(csv) => document(scene, kept, "sendDocument", "document", "csv", Bytes::from(csv)),
    };
    Ok(once(scene, pressed, vec![next]))
}

/// «Графік»: a picture.
pub(super) async fn chart(deps: &Deps, scene: &Scene, pressed: Pressed) -> Result<Work, Failure> {
    let kept = &pressed.kept;
    let locale = kept.locale;
    let plan = kept.plan.clone();
    let asking = again(deps, scene, kept, "");
    let picture =
        desk::with(deps, &asking, move |council, asking| council.chart(&plan?, locale, asking.now));
    let next = match picture.await? {
        None => view::chart_gone(locale).into(),
        Some(picture) => document(scene, kept, "sendPhoto", "photo", "png", Bytes::from(picture)),
    };
    Ok(once(scene, pressed, vec![next]))
}

/// A file with a caption that says what it answers and where that stands.
fn document(
    scene: &Scene,
    kept: &Kept,
    method: &str,
    field: &str,
    ending: &str,
    bytes: Bytes,
) -> Next {
    let name = format!("{}.{ending}", file_name(kept));
    let mut payload = in_place(&scene.place);
    payload["caption"] = json!(view::file_caption(kept.locale, &kept.question, &kept.origin));
    payload["parse_mode"] = json!("HTML");
    Next::Call(Box::new(Call::new(method, payload).with_file(field, &name, bytes)))
}

fn in_place(place: &Place) -> Value {
    let mut payload = json!({"chat_id": place.chat});
    if place.topic != 0 {
        payload["message_thread_id"] = json!(place.topic);
    }
    payload
}

/// The dataset's title as the name of a file: letters, digits and spaces, which any system takes.
fn file_name(kept: &Kept) -> String {
    let title = kept.sources.first().map(|source| source.title.as_str()).unwrap_or_default();
    let kept = |letter: char| if letter.is_alphanumeric() { letter } else { ' ' };
    let words: String = title.chars().map(kept).collect();
    let mut name = String::new();
    for word in words.split_whitespace() {
        if name.chars().count() + word.chars().count() >= NAME {
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    if name.is_empty() { "dovidka".to_owned() } else { name }
}

/// «На мапі»: a place as Telegram shows one, with its name and address.
pub(super) fn map(scene: &Scene, pressed: Pressed, at: usize) -> Work {
    let Some(place) = pressed.kept.places.get(at) else {
        return once(scene, pressed, vec![view::expired(scene.locale()).into()]);
    };
    let mut payload = in_place(&scene.place);
    payload["latitude"] = json!(place.point.lat);
    payload["longitude"] = json!(place.point.lon);
    let title = view::short(&place.title);
    // Telegram wants both; a place without an address is called by its name alone.
    let address = view::short(&place.address);
    payload["address"] = json!(if address.is_empty() { &title } else { &address });
    payload["title"] = json!(title);
    let call = Call::new("sendVenue", payload);
    once(scene, pressed, vec![Next::Call(Box::new(call))])
}

/// «Порівняти з …»: the year asked for beside the one before.
pub(super) async fn compare(
    deps: &Deps,
    cx: &Cx,
    scene: &mut Scene,
    pressed: Pressed,
) -> Result<Work, Failure> {
    let Some((_, plan)) = pressed.kept.compare.clone() else {
        return Ok(once(scene, pressed, vec![view::expired(scene.locale()).into()]));
    };
    let text = plan.turns.last().cloned().unwrap_or_default();
    let asking = again(deps, scene, &pressed.kept, &text);
    let answered = desk::with(deps, &asking, move |council, asking| {
        Answered::logged(council, asking, || council.more(&plan, 0, &asking.question()))
    });
    let answered = answered.await?;
    asked_by_button(cx, scene, pressed, &asking, &answered, None)
}

/// Asks the question on the button, kept to its dataset where it names one.
pub(super) async fn choose(
    deps: &Deps,
    cx: &Cx,
    scene: &mut Scene,
    pressed: Pressed,
    at: usize,
) -> Result<Work, Failure> {
    let Some(choice) = pressed.kept.choices.get(at).cloned() else {
        return Ok(once(scene, pressed, vec![view::expired(scene.locale()).into()]));
    };
    let mut asking = again(deps, scene, &pressed.kept, &choice.question);
    asking.near = asking.near.or_else(|| scene.memory.place());
    let chosen = (!choice.dataset.is_empty()).then(|| choice.clone());
    let answer = move |council: &Council, asking: &Asking| {
        let question = asking.question();
        if choice.dataset.is_empty() {
            council.ask(&question)
        } else {
            let within = |turn: &str| {
                let plan = Plan::within(&choice.dataset, turn, asking.near);
                council.more(&plan, 0, &Question { context: None, ..question.clone() })
            };
            let answer = within(&choice.question);
            // The data may have changed since it was offered: then what the dataset holds is better than nothing.
            if answer.outcome == Outcome::None { within(&choice.title) } else { answer }
        }
    };
    let answered = desk::with(deps, &asking, move |council, asking| {
        Answered::logged(council, asking, || answer(council, asking))
    });
    let answered = answered.await?;
    asked_by_button(cx, scene, pressed, &asking, &answered, chosen)
}

/// The work of an answer to what a button asked, which is maybe the reading `choice`.
fn asked_by_button(
    cx: &Cx,
    scene: &mut Scene,
    pressed: Pressed,
    asking: &Asking,
    answered: &Answered,
    choice: Option<Choice>,
) -> Result<Work, Failure> {
    let (reply, kept) = answered.present(asking, Some(&asking.text), cx.me.username());
    remember(scene, &answered.answer);
    let row = answered.row(Way::Button, &scene.place);
    let next = Next::Asked(Box::new(Asked { reply, kept: scene::json(&kept)?, row, choice }));
    let work = once(scene, pressed, vec![next]);
    scene.remembering(work)
}
