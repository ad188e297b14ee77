//! What is kept of a person: told, given as a file, and forgotten.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;
use teloxide::types::Message;

use crate::{
    bot::{Deps, Place, callback::Own, matter, reply::Reply, scene::Scene, view},
    store::personal,
    telegram::{Call, Cx, Failure, Work},
};

/// The name of the file.
const FILE: &str = "dovidka.json";

/// `/privacy`
pub(crate) async fn privacy(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let settings = &deps.settings;
    let days = (settings.days_of_questions(), settings.keep_feedback.num_days());
    scene.says(&view::privacy(scene.locale(), days, scene.place.private))
}

/// `/forget_me`: sure?
pub(crate) async fn forget(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    if !scene.place.private {
        return scene.says(&view::in_private(scene.locale()).into());
    }
    scene.says(&view::forget(scene.locale()))
}

/// `/export_me`
pub(crate) async fn export(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    if !scene.place.private {
        return scene.says(&view::in_private(scene.locale()).into());
    }
    Ok(exported(&scene))
}

/// A button under the message `message`.
pub(super) fn press(deps: &Deps, own: Own, message: i32, scene: Scene) -> Result<Work, Failure> {
    if !scene.place.private {
        return Ok(Work::nothing());
    }
    let locale = scene.locale();
    match own {
        Own::Export => Ok(exported(&scene)),
        Own::Forget => scene.says(&view::forget(locale)),
        Own::Keep => {
            let reply = Reply::from(view::kept(locale));
            Ok(Work::says(reply.edit_message(&scene.place, message)))
        }
        Own::ForgetNow => Ok(forgotten(deps, scene, message)),
    }
}

fn exported(scene: &Scene) -> Work {
    let (place, locale) = (scene.place.clone(), scene.locale());
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let data = personal::export(&mut unit.tx, unit.bot, place.person).await?;
            let text = serde_json::to_string_pretty(&data)
                .map_err(|error| Failure::Other(error.to_string()))?;
            let payload = json!({
                "chat_id": place.chat, "caption": view::exported(locale), "parse_mode": "HTML",
            });
            let call = Call::new("sendDocument", payload);
            unit.say(&call.with_file("document", FILE, Bytes::from(text))).await?;
            Ok(())
        })
    })
}

/// Erases everything, in the officers' group too, and says so in the place of the question.
fn forgotten(deps: &Deps, scene: Scene, message: i32) -> Work {
    let settings = Arc::clone(&deps.settings);
    let (place, locale) = (scene.place, scene.chosen);
    let locale = locale.unwrap_or_else(|| {
        crate::i18n::Locale::nearest(place.language.as_deref().unwrap_or_default())
    });
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let left = personal::forget(&mut unit.tx, unit.bot, place.person, unit.now).await?;
            let group = matter::group(unit, &settings).await?;
            for copy in left.copies {
                if let Some(group) = group {
                    let payload = json!({"chat_id": group.chat});
                    unit.say(&Call::new("deleteMessage", payload).of(copy)).await?;
                }
            }
            for id in left.matters {
                matter::refresh(unit, &settings, id).await?;
            }
            let reply = Reply::from(view::forgotten(locale));
            let said = unit.say(&reply.edit_message(&place, message)).await?;
            personal::farewell(&mut unit.tx, said).await?;
            Ok(())
        })
    })
}
