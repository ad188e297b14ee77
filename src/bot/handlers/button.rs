//! A press on a button of ours, under a message of today or of weeks ago.

use bytes::Bytes;
use chrono::TimeDelta;
use serde_json::json;
use teloxide::types::CallbackQuery;

use super::question::{remember, say};
use crate::{
    answer::{Answer, Council, Outcome, PAGE, Plan},
    bot::{
        Deps, Place,
        callback::Press,
        kept::Kept,
        log::{self, Way},
        place_of_press,
        reply::{Reply, rebutton},
        scene::{self, Scene},
        view,
    },
    i18n::Locale,
    store::{
        answers, chats,
        questions::{self, New},
        requests,
    },
    telegram::{Call, Cx, Failure, Work},
};

/// A second press of the same button within this time is the first one's impatience.
const IMPATIENCE: TimeDelta = TimeDelta::seconds(10);
/// Telegram takes documents of 50 MB.
const LARGEST: usize = 45 << 20;

/// What a press is about.
struct Pressed {
    id: i64,
    data: String,
    kept: Kept,
    /// The message under which the button is.
    message: i32,
}

/// Does what the button promises.
pub(crate) async fn press(query: CallbackQuery, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let (Some(place), Some(message), Some(data)) =
        (place_of_press(&query), query.message.as_ref(), query.data)
    else {
        return Ok(Work::nothing());
    };
    let mut scene = Scene::load(&deps, &cx, place).await?;
    let Some((press, id)) = Press::parse(&data) else {
        return scene.says(&view::expired(scene.locale()).into());
    };
    if let Press::Language(locale) = press {
        return speak(&scene, locale, message.id().0);
    }
    let mut tx = deps.db.read().await?;
    let row = answers::get(&mut tx, cx.bot, scene.place.chat, id, cx.now).await?;
    drop(tx);
    // What an older version kept in another form is as good as gone.
    let Some(kept) = row.and_then(|row| serde_json::from_str::<Kept>(&row.kept).ok()) else {
        return scene.says(&view::expired(scene.locale()).into());
    };
    let pressed = Pressed { id, data, kept, message: message.id().0 };
    match press {
        Press::More => more(&deps, &scene, pressed),
        Press::Source => {
            let council = deps.council();
            let files: Vec<_> =
                pressed.kept.sources.iter().map(|source| council.file_name(source)).collect();
            let html = view::sources(&pressed.kept, &files);
            let html = if html.is_empty() { view::expired(pressed.kept.locale) } else { html };
            Ok(once(&scene, pressed, vec![html.into()]))
        }
        Press::File => file(&deps, &scene, pressed).await,
        Press::Chart => chart(&deps, &scene, pressed).await,
        Press::Request => Ok(request(&scene, pressed)),
        Press::Choose(at) => choose(&deps, &mut scene, pressed, usize::from(at)),
        Press::Language(_) => Ok(Work::nothing()),
    }
}

/// What a press leads to: something said without buttons, or a call as it is.
enum Next {
    Say(Reply),
    Call(Box<Call>),
    /// An answer with buttons of its own, what they stand for, and its question's row in the log if it is one of its own.
    Answer(Reply, String, Option<Box<New>>),
    /// A choice among readings: its dataset, with its title.
    Chosen(String, Option<String>),
}

impl From<String> for Next {
    fn from(html: String) -> Self {
        Self::Say(html.into())
    }
}

/// The work of `nexts`, unless the same button was pressed just now.
fn once(scene: &Scene, pressed: Pressed, nexts: Vec<Next>) -> Work {
    let place = scene.place.clone();
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let since = unit.now - IMPATIENCE;
            if !answers::press(&mut unit.tx, pressed.id, &pressed.data, since, unit.now).await? {
                return Ok(());
            }
            for next in nexts {
                match next {
                    Next::Say(reply) => {
                        unit.say(&reply.call(&place, pressed.id)?).await?;
                    }
                    Next::Call(call) => {
                        unit.say(&call).await?;
                    }
                    Next::Chosen(dataset, title) => {
                        questions::choose(&mut unit.tx, pressed.id, &dataset, title.as_deref())
                            .await?;
                    }
                    Next::Answer(reply, kept, entry) => {
                        let id =
                            answers::add(&mut unit.tx, unit.bot, place.chat, None, &kept, unit.now)
                                .await?;
                        let outbox = unit.say(&reply.call(&place, id)?).await?;
                        answers::said(&mut unit.tx, id, outbox).await?;
                        if let Some(entry) = entry {
                            log::write(unit, &entry, id).await?;
                        }
                    }
                }
            }
            Ok(())
        })
    })
}

/// «Ще»: first the lines that found no room, then the next rows. The button moves on to the new message.
fn more(deps: &Deps, scene: &Scene, pressed: Pressed) -> Result<Work, Failure> {
    let kept = &pressed.kept;
    let mut next = Kept { choices: Vec::new(), offer_request: false, ..kept.clone() };
    let html = if kept.rest.is_empty() {
        let (Some(plan), Some(offset)) = (&kept.plan, kept.next) else {
            return Ok(once(scene, pressed, vec![view::expired(scene.locale()).into()]));
        };
        let page = page(deps, scene, kept, plan, offset);
        let said = view::answer(&page, None);
        next.rest = said.rest;
        next.sources.clone_from(&page.sources);
        next.next = page.has_more.then_some(offset + PAGE);
        said.html
    } else {
        let said = view::lines(&kept.rest);
        next.rest = said.rest;
        said.html
    };
    let reply = Reply { html, buttons: view::buttons(&next) };
    let left = Kept { rest: Vec::new(), next: None, ..kept.clone() };
    let moved = rebutton(scene.place.chat, pressed.message, &view::buttons(&left), pressed.id);
    let nexts = vec![Next::Answer(reply, scene::json(&next)?, None), Next::Call(Box::new(moved))];
    Ok(once(scene, pressed, nexts))
}

/// The rows of `plan` from `offset` on.
fn page(deps: &Deps, scene: &Scene, kept: &Kept, plan: &Plan, offset: usize) -> Answer {
    let mut question = scene.question(&kept.question, Some(kept.locale), kept.near, deps.zone());
    question.context = None;
    deps.council().more(plan, offset, &question)
}

/// «Файл»: the whole result as a document.
async fn file(deps: &Deps, scene: &Scene, pressed: Pressed) -> Result<Work, Failure> {
    let locale = pressed.kept.locale;
    let now = scene.now.with_timezone(&deps.zone());
    let csv =
        compute(deps, &pressed.kept, move |council, plan| council.csv(plan, locale, now)).await?;
    let next = match csv {
        None => view::file_gone(locale).into(),
        Some(csv) if csv.len() > LARGEST => view::file_too_large(locale).into(),
        Some(csv) => {
            let name = format!("{}.csv", file_name(&pressed.kept));
            let caption = view::file_caption(locale, &pressed.kept.question, &pressed.kept.origin);
            let call = Call::new("sendDocument", captioned(&scene.place, &caption)).with_file(
                "document",
                &name,
                Bytes::from(csv),
            );
            Next::Call(Box::new(call))
        }
    };
    Ok(once(scene, pressed, vec![next]))
}

/// «Графік»: a picture.
async fn chart(deps: &Deps, scene: &Scene, pressed: Pressed) -> Result<Work, Failure> {
    let locale = pressed.kept.locale;
    let now = scene.now.with_timezone(&deps.zone());
    let picture =
        compute(deps, &pressed.kept, move |council, plan| council.chart(plan, locale, now)).await?;
    let next = match picture {
        None => view::chart_gone(locale).into(),
        Some(picture) => {
            let name = format!("{}.png", file_name(&pressed.kept));
            let caption = view::file_caption(locale, &pressed.kept.question, &pressed.kept.origin);
            let call = Call::new("sendPhoto", captioned(&scene.place, &caption)).with_file(
                "photo",
                &name,
                Bytes::from(picture),
            );
            Next::Call(Box::new(call))
        }
    };
    Ok(once(scene, pressed, vec![next]))
}

/// Runs what may take long off the async threads.
async fn compute<T: Send + 'static>(
    deps: &Deps,
    kept: &Kept,
    compute: impl FnOnce(&Council, &Plan) -> Option<T> + Send + 'static,
) -> Result<Option<T>, Failure> {
    let Some(plan) = kept.plan.clone() else { return Ok(None) };
    let council = deps.council();
    tokio::task::spawn_blocking(move || compute(&council, &plan))
        .await
        .map_err(|error| Failure::Other(error.to_string()))
}

fn captioned(place: &Place, caption: &str) -> serde_json::Value {
    let mut payload = json!({"chat_id": place.chat, "caption": caption, "parse_mode": "HTML"});
    if place.topic != 0 {
        payload["message_thread_id"] = json!(place.topic);
    }
    payload
}

/// The dataset's name as the name of a file: letters that any system takes.
fn file_name(kept: &Kept) -> String {
    let dataset = kept.sources.first().map(|source| source.dataset.as_str()).unwrap_or_default();
    let name: String = dataset
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
        .take(60)
        .collect();
    if name.is_empty() { "dovidka".to_owned() } else { name }
}

/// «Запросити дані»: records what was asked.
fn request(scene: &Scene, pressed: Pressed) -> Work {
    let place = scene.place.clone();
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let since = unit.now - IMPATIENCE;
            // In a group several people may press, each once.
            let data = format!("{} {}", pressed.data, place.person);
            if !answers::press(&mut unit.tx, pressed.id, &data, since, unit.now).await? {
                return Ok(());
            }
            let locale = pressed.kept.locale;
            let new = requests::New {
                bot: unit.bot,
                chat: place.chat,
                person: place.person,
                answer: pressed.id,
                question: &pressed.kept.question,
                locale: match locale {
                    Locale::Uk => "uk",
                    Locale::En => "en",
                },
            };
            let (number, is_new) = requests::add(&mut unit.tx, &new, unit.now).await?;
            let reply = Reply::from(view::requested(locale, number, is_new));
            unit.say(&reply.call(&place, pressed.id)?).await?;
            Ok(())
        })
    })
}

/// Asks the question on the button, kept to its dataset where it names one.
fn choose(deps: &Deps, scene: &mut Scene, pressed: Pressed, at: usize) -> Result<Work, Failure> {
    let kept = &pressed.kept;
    let Some(choice) = kept.choices.get(at) else {
        return Ok(once(scene, pressed, vec![view::expired(scene.locale()).into()]));
    };
    let near = kept.near.or_else(|| scene.memory.place());
    let mut question = scene.question(&choice.question, Some(kept.locale), near, deps.zone());
    question.context = None;
    let council = deps.council();
    let mut logged = None;
    let answer = if choice.dataset.is_empty() {
        let answered = log::timed(|| council.ask(&question));
        let entry = log::entry(&council, &question, &answered, Way::Button, &scene.place);
        logged = Some(Box::new(entry));
        answered.0
    } else {
        let asked =
            |turn: &str| council.more(&Plan::within(&choice.dataset, turn, near), 0, &question);
        let answer = asked(&choice.question);
        // The data may have changed since it was offered: then what the dataset holds is better than nothing.
        if answer.outcome == Outcome::None { asked(&choice.title) } else { answer }
    };
    let (reply, next) = say(&answer, &choice.question, near, Some(&choice.question));
    remember(scene, &answer);
    let next = scene::json(&next)?;
    // A reading that is chosen is no question of its own, but the end of the one before.
    let chosen = Next::Chosen(choice.dataset.clone(), council.title(&choice.dataset));
    let work = once(scene, pressed, vec![Next::Answer(reply, next, logged), chosen]);
    scene.remembering(work)
}

/// Keeps the language of the chat, and says so in it.
fn speak(scene: &Scene, locale: Locale, message: i32) -> Result<Work, Failure> {
    let place = scene.place.clone();
    let call = Reply::from(view::language_set(locale)).call(&place, 0)?;
    // The question has been answered: its buttons go.
    let bare = rebutton(place.chat, message, &[], 0);
    Ok(Work::nothing()
        .and_does(move |unit| {
            Box::pin(async move {
                let language = match locale {
                    Locale::Uk => "uk",
                    Locale::En => "en",
                };
                chats::set_language(&mut unit.tx, unit.bot, &place.chat.to_string(), language)
                    .await?;
                Ok(())
            })
        })
        .and_says(call)
        .and_says(bare))
}
