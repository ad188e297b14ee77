//! `/matters`: how promptly the council answers, and every matter as a table; for admins.

use bytes::Bytes;
use serde_json::json;
use teloxide::types::Message;

use super::words;
use crate::{
    bot::{Deps, Place, scene::Scene, view},
    feedback::{figures::Handled, term::working_hours},
    store::{
        audit::{self, Action},
        feedback::{self, Matter, voices},
        officers,
    },
    telegram::{Call, Cx, Failure, Work},
};

/// Whether `person` is an admin, by the configuration or by an admin's invitation.
async fn is_admin(deps: &Deps, cx: &Cx, person: i64) -> Result<bool, Failure> {
    if deps.settings.is_admin(person) {
        return Ok(true);
    }
    let mut tx = deps.db.read().await?;
    let roles = officers::of_person(&mut tx, cx.bot, person).await?;
    Ok(roles.iter().any(|officer| officer.role == "admin"))
}

/// Says the figures; from others than admins there is no such command.
pub(crate) async fn matters(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let place = Place::of(&message);
    if !(place.private && is_admin(&deps, &cx, place.person).await?) {
        return words::unknown(message, deps, cx).await;
    }
    let scene = Scene::load(&deps, &cx, place).await?;
    let mut tx = deps.db.read().await?;
    let all = feedback::all(&mut tx, cx.bot).await?;
    drop(tx);
    let handled: Vec<Handled> = all.iter().map(|matter| handled(matter, &deps, &cx)).collect();
    scene.says(&view::figures(scene.locale(), &handled))
}

/// How a matter was handled.
fn handled(matter: &Matter, deps: &Deps, cx: &Cx) -> Handled {
    let settings = &deps.settings;
    let hours = |to: chrono::DateTime<chrono::Utc>| {
        working_hours(matter.created_at, to, settings.zone, &settings.feedback.calendar)
    };
    let ended = matter.closed_at;
    Handled {
        department: matter.holder.clone().unwrap_or_default(),
        month: matter.created_at.with_timezone(&settings.zone).format("%Y-%m").to_string(),
        to_reply: matter.first_reply_at.map(hours),
        to_end: ended.map(hours),
        late: matter.due_at.is_some_and(|due| {
            ended.unwrap_or(if matter.state.is_open() { cx.now } else { due }) > due
        }),
    }
}

/// Every matter as a table; with what residents said of themselves if `personal`.
pub(crate) async fn export(
    personal: bool,
    scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let person = scene.place.person;
    if !(scene.place.private && is_admin(deps, cx, person).await?) {
        return scene.says(&view::expired(scene.locale()).into());
    }
    let mut tx = deps.db.read().await?;
    let all = feedback::all(&mut tx, cx.bot).await?;
    let mut people = Vec::new();
    for matter in all.iter().filter(|_| personal) {
        people.extend(voices::of(&mut tx, matter.id).await?);
    }
    drop(tx);
    let locale = scene.locale();
    let csv = view::matters_csv(locale, &all, personal.then_some(&people[..]), deps.settings.zone);
    let name = format!("dovidka-{}.csv", scene.now.format("%Y-%m-%d"));
    let call = Call::new("sendDocument", json!({"chat_id": scene.place.chat}));
    let call = call.with_file("document", &name, Bytes::from(csv));
    let detail = if personal { "personal" } else { "" }.to_owned();
    Ok(Work::says(call).and_does(move |unit| {
        Box::pin(async move {
            let action = Action {
                at: unit.now,
                person,
                action: "export".to_owned(),
                feedback: None,
                detail,
            };
            audit::add(&mut unit.tx, unit.bot, &action).await?;
            Ok(())
        })
    }))
}
