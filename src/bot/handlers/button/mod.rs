//! A press on a button of ours, under a message of today or of weeks ago.

mod answer;
mod catalogue;
mod feedback;

pub(super) use catalogue::card;
use chrono::TimeDelta;
use teloxide::types::CallbackQuery;

use crate::{
    answer::Choice,
    bot::{
        Deps, Place,
        callback::{Act, Press},
        handlers::{
            follow::Under,
            matter::{form, own},
            personal,
        },
        kept::Kept,
        log, place_of_press,
        reply::{Reply, rebutton},
        scene::Scene,
        view,
    },
    i18n::Locale,
    store::{answers, chats, questions::New},
    telegram::{Call, Cx, Failure, Unit, Work},
};

/// A second press of the same button within this time is the first one's impatience.
pub(super) const IMPATIENCE: TimeDelta = TimeDelta::seconds(10);

/// What a press is about.
struct Pressed {
    /// The answer under which the button is.
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
    let message = message.id().0;
    let scene = Scene::load(&deps, &cx, place).await?;
    let Some((press, id)) = Press::parse(&data) else {
        return scene.says(&view::expired(scene.locale()).into());
    };
    match press {
        Press::Answer(act) => of_answer(act, id, data, message, scene, &deps, &cx).await,
        Press::Language(locale) => speak(&scene, locale, message),
        Press::Browse(shelf, page) => catalogue::turn(&deps, &scene, shelf, page, message).await,
        Press::Matter(deed, id) => super::matter::press(deed, id, message, scene, &deps, &cx).await,
        Press::Staff(staff) => super::staff::press(staff, message, scene, &deps, &cx).await,
        Press::Export(personal) => super::figures::export(personal, scene, &deps, &cx).await,
        Press::Form(step, number) => {
            let name = query.from.full_name();
            form::press(step, number, message, &name, scene, &deps, &cx).await
        }
        Press::Mine(page) => own::turn_mine(&deps, &cx, &scene, page, message).await,
        Press::Public(popular, page) => {
            own::turn_public(&deps, &cx, &scene, popular, page, message).await
        }
        Press::Own(own) => personal::press(&deps, own, message, scene),
        Press::Follow(follow) => {
            let under = query.message.as_ref().and_then(|message| message.regular_message());
            let buttons = under.and_then(|message| message.reply_markup()).cloned();
            super::follow::press(follow, Under { message, buttons }, scene, &deps, &cx).await
        }
        Press::Dataset(key) => catalogue::press(&deps, &cx, scene, key, message).await,
        Press::News(step, item) => super::news::press(step, item, message, scene, &deps, &cx).await,
    }
}

/// Does what a button under an answer promises, if the answer is still kept.
async fn of_answer(
    act: Act,
    id: i64,
    data: String,
    message: i32,
    mut scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let mut tx = deps.db.read().await?;
    let row = answers::get(&mut tx, cx.bot, scene.place.chat, id, cx.now).await?;
    drop(tx);
    // What an older version kept in another form is as good as gone.
    let Some(kept) = row.and_then(|row| serde_json::from_str::<Kept>(&row.kept).ok()) else {
        return scene.says(&view::expired(scene.locale()).into());
    };
    let pressed = Pressed { id, data, kept, message };
    match act {
        Act::More => answer::more(deps, &scene, pressed).await,
        Act::Source => Ok(answer::source(deps, &scene, pressed)),
        Act::File => answer::file(deps, &scene, pressed).await,
        Act::Chart => answer::chart(deps, &scene, pressed).await,
        Act::Compare => answer::compare(deps, cx, &mut scene, pressed).await,
        Act::Map(at) => Ok(answer::map(&scene, pressed, usize::from(at))),
        Act::Choose(at) => answer::choose(deps, cx, &mut scene, pressed, usize::from(at)).await,
        Act::Follow => super::follow::begin::offer(deps, scene, &pressed.kept, id, message),
        Act::Request | Act::Wrong => feedback::press(deps, cx, scene, act, pressed).await,
    }
}

/// What a press leads to: something said without buttons, or a call as it is.
enum Next {
    Say(Reply),
    Call(Box<Call>),
    /// An answer with buttons of its own, and what they stand for.
    Answer(Reply, String),
    /// The same to a question on the button, with its row for the log and the reading that it chooses.
    Asked(Box<Asked>),
}

/// A question that a button asked.
struct Asked {
    reply: Reply,
    kept: String,
    row: Option<New>,
    choice: Option<Choice>,
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
                    Next::Answer(reply, kept) => {
                        answer(unit, &place, &reply, &kept).await?;
                    }
                    Next::Asked(asked) => {
                        let id = answer(unit, &place, &asked.reply, &asked.kept).await?;
                        if let Some(row) = &asked.row {
                            log::press(unit, row, id, pressed.id, asked.choice.as_ref()).await?;
                        }
                    }
                }
            }
            Ok(())
        })
    })
}

/// Says an answer and keeps what its buttons stand for; returns its number.
async fn answer(unit: &mut Unit, place: &Place, reply: &Reply, kept: &str) -> Result<i64, Failure> {
    let id = answers::add(&mut unit.tx, unit.bot, place.chat, None, kept, unit.now).await?;
    let outbox = unit.say(&reply.call(place, id)?).await?;
    answers::said(&mut unit.tx, id, outbox).await?;
    Ok(id)
}

/// Keeps the language of the chat, and says so in it.
fn speak(scene: &Scene, locale: Locale, message: i32) -> Result<Work, Failure> {
    let place: Place = scene.place.clone();
    let call = Reply::from(view::language_set(locale)).call(&place, 0)?;
    // The question has been answered: its buttons go.
    let bare = rebutton(place.chat, message, &[], 0);
    Ok(Work::nothing()
        .and_does(move |unit| {
            Box::pin(async move {
                let chat = place.chat.to_string();
                chats::set_language(&mut unit.tx, unit.bot, &chat, locale.tag()).await?;
                Ok(())
            })
        })
        .and_says(call)
        .and_says(bare))
}
