//! What a resident writes about a matter: a reply to an officer's letter, or what «Дописати» asked for.

use std::sync::Arc;

use chrono::TimeDelta;
use teloxide::types::Message;

use crate::{
    bot::{
        Deps,
        kept::Dated,
        matter::{self, Incoming},
        reply::Reply,
        scene::Scene,
        view,
    },
    store::{
        blocks,
        feedback::{self, own, voices},
    },
    telegram::{Failure, Work},
};

/// Letters of one person within an hour: nobody fills the officers' group.
const PER_HOUR: i64 = 30;

/// The matter to which `message` is added, if one is awaited; it is so once, or once for a whole album.
pub(super) fn awaited(scene: &mut Scene, message: &Message) -> Option<i64> {
    let album = message.media_group_id().map(|id| id.0.clone());
    let Dated { what: (id, begun), at } = scene.memory.writing.take()?;
    match (begun, album) {
        (None, None) => {}
        (None, Some(album)) => {
            scene.memory.writing = Some(Dated { what: (id, Some(album)), at });
        }
        (Some(begun), Some(album)) if begun == album => {
            scene.memory.writing = Some(Dated { what: (id, Some(begun)), at });
        }
        (Some(_), _) => return None,
    }
    Some(id)
}

/// Brings `message` to the officers as a letter about the matter `id`.
pub(super) fn write(
    mut scene: Scene,
    message: &Message,
    id: i64,
    deps: &Deps,
) -> Result<Work, Failure> {
    let (settings, locale) = (Arc::clone(&deps.settings), scene.locale());
    let incoming = Incoming::of(message);
    let album = message.media_group_id().map(|id| id.0.clone());
    let spoken_of = album.is_some() && scene.memory.album == album;
    scene.memory.album = album.or(scene.memory.album);
    let place = scene.place.clone();
    let work = Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let (bot, person, now) = (unit.bot, place.person, unit.now);
            let found = feedback::get(&mut unit.tx, bot, id).await?;
            let people = voices::of(&mut unit.tx, id).await?;
            let waits = people.iter().any(|voice| voice.person == person);
            let since = now - TimeDelta::hours(1);
            let reply: Reply = match found.filter(|_| waits) {
                None => view::matter_unknown(locale).into(),
                Some(found) if !found.state.is_open() => view::matter_over(&found, locale),
                Some(found) => {
                    if let Some(block) = blocks::get(&mut unit.tx, bot, person, now).await? {
                        view::block_told(&block, &settings, locale).into()
                    } else if own::written(&mut unit.tx, person, since).await? >= PER_HOUR {
                        view::too_many_letters(locale).into()
                    } else {
                        matter::from_resident(unit, &settings, &found, &incoming).await?;
                        let then = feedback::get(&mut unit.tx, bot, id).await?;
                        if then.is_some_and(|then| then.state != found.state) {
                            matter::refresh(unit, &settings, id).await?;
                        }
                        view::letter_written(id, locale).into()
                    }
                }
            };
            if !spoken_of {
                unit.say(&reply.call(&place, 0)?).await?;
            }
            Ok(())
        })
    });
    scene.remembering(work)
}

/// Has the next message added to the matter `id`.
pub(super) fn await_letter(scene: &mut Scene, id: i64) {
    let now = scene.now;
    scene.memory.pause(now);
    scene.memory.writing = Some(Dated { what: (id, None), at: now });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::bot::{Place, kept::Memory};

    fn message(fields: &Value) -> Message {
        let mut message = json!({
            "message_id": 5, "date": 1_772_366_400, "chat": {"id": 7, "type": "private", "first_name": "О"},
        });
        message.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        serde_json::from_value(message).unwrap()
    }

    fn photo(album: &str) -> Message {
        let photo = json!([{"file_id": "a", "file_unique_id": "b", "width": 5, "height": 5}]);
        message(&json!({"photo": photo, "media_group_id": album}))
    }

    #[test]
    fn the_next_message_is_added_and_of_an_album_every_picture() {
        let mut scene = Scene::of(Place::default(), Memory::default());
        assert_eq!(awaited(&mut scene, &photo("1")), None);
        await_letter(&mut scene, 3);
        assert_eq!(awaited(&mut scene, &photo("1")), Some(3));
        assert_eq!(awaited(&mut scene, &photo("1")), Some(3));
        assert_eq!(awaited(&mut scene, &photo("2")), None);
        assert_eq!(awaited(&mut scene, &photo("1")), None);
        await_letter(&mut scene, 4);
        let text = message(&json!({"text": "так"}));
        assert_eq!(awaited(&mut scene, &text), Some(4));
        assert_eq!(awaited(&mut scene, &text), None);
    }
}
