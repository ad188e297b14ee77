//! `/matters`: how promptly the council answers, and every matter as a table; for admins.

use bytes::Bytes;
use serde_json::json;
use teloxide::types::Message;

use super::{staff, words};
use crate::{
    bot::{Deps, matter, scene::Scene, view},
    feedback::{figures::Handled, term::working_hours},
    store::feedback::{self, Matter, voices},
    telegram::{Call, Cx, Failure, Work},
};

/// Says the figures; from others than admins there is no such command.
pub(crate) async fn matters(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let Some(scene) = staff::admins(&message, &deps, &cx).await? else {
        return words::unknown(message, deps, cx).await;
    };
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
    if !(scene.place.private && staff::rights(deps, cx, person).await?.is_admin) {
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
    let detail = if personal { "personal" } else { "" };
    Ok(Work::says(call).and_does(move |unit| {
        Box::pin(async move {
            matter::log(unit, person, "export", None, detail).await?;
            Ok(())
        })
    }))
}
