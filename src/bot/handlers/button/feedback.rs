//! «Запросити дані» and «Хибно?»: what was asked becomes a matter, with the rows and the version of the file it stands
//! in. In private a form is opened; in a group, where a form would fill the chat, the matter begins at once.

use super::{IMPATIENCE, Pressed};
use crate::{
    bot::{
        Deps,
        callback::Act,
        handlers::matter::{
            form,
            submit::{Sending, submit},
        },
        scene::Scene,
    },
    feedback::{Draft, Kind, draft::About},
    store::answers,
    telegram::{Cx, Failure, Work},
};

/// Opens the form, or begins the matter, that `pressed` says.
pub(super) async fn press(
    deps: &Deps,
    cx: &Cx,
    mut scene: Scene,
    act: Act,
    pressed: Pressed,
) -> Result<Work, Failure> {
    let kind = if act == Act::Wrong { Kind::Complaint } else { Kind::Suggestion };
    let about = About {
        answer: pressed.id,
        question: pressed.kept.question.clone(),
        sources: pressed.kept.evidence(),
    };
    if scene.place.private {
        let what = format!("{} {}", pressed.message, pressed.data);
        if scene.is_impatient(&what, IMPATIENCE) {
            return Ok(Work::nothing());
        }
        return form::open(deps, cx, scene, kind, Some(about)).await;
    }
    let draft = Draft::new(0, kind, Some(about), scene.now);
    let (settings, council) = (std::sync::Arc::clone(&deps.settings), deps.council());
    let place = scene.place.clone();
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let since = unit.now - IMPATIENCE;
            // Several people may press, each once.
            let data = format!("{} {}", pressed.data, place.person);
            if !answers::press(&mut unit.tx, pressed.id, &data, since, unit.now).await? {
                return Ok(());
            }
            let locale = pressed.kept.locale;
            let sending = Sending { draft: &draft, place: &place, locale };
            let submitted = submit(unit, &settings, &council, &sending).await?;
            let (_, reply) = submitted.said(&settings, locale);
            unit.say(&reply.call(&place, pressed.id)?).await?;
            Ok(())
        })
    }))
}
