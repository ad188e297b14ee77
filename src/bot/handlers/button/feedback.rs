//! «Запросити дані» and «Хибно?»: what was asked is recorded, with the rows and the version of the file it stands in.

use super::{IMPATIENCE, Pressed};
use crate::{
    bot::{callback::Act, reply::Reply, scene::Scene, view},
    store::{
        answers,
        feedback::{self, Kind},
    },
    telegram::Work,
};

/// Records what `pressed` says.
pub(super) fn record(scene: &Scene, act: Act, pressed: Pressed) -> Work {
    let place = scene.place.clone();
    let kind = if act == Act::Wrong { Kind::Complaint } else { Kind::Suggestion };
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let since = unit.now - IMPATIENCE;
            // In a group several people may press, each once.
            let data = format!("{} {}", pressed.data, place.person);
            if !answers::press(&mut unit.tx, pressed.id, &data, since, unit.now).await? {
                return Ok(());
            }
            let locale = pressed.kept.locale;
            let sources = pressed.kept.evidence();
            let new = feedback::New {
                bot: unit.bot,
                kind,
                chat: place.chat,
                person: place.person,
                answer: pressed.id,
                question: &pressed.kept.question,
                locale: locale.tag(),
                sources: &sources,
            };
            let (number, is_new) = feedback::add(&mut unit.tx, &new, unit.now).await?;
            let html = match kind {
                Kind::Suggestion => view::requested(locale, number, is_new),
                Kind::Complaint => view::complained(locale, number, is_new),
            };
            unit.say(&Reply::from(html).call(&place, pressed.id)?).await?;
            Ok(())
        })
    })
}
