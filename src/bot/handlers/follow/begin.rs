//! «Стежити»: a dataset, or the very answer, is followed from now on.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::consent;
use crate::{
    bot::{
        Deps, Place, Settings, desk,
        follow::Follow as To,
        handlers::button::IMPATIENCE,
        kept::{Kept, shorten},
        reply::Reply,
        scene::Scene,
        view,
    },
    catalog::Key,
    i18n::Locale,
    news::{Kind, MOST, Saved},
    store::{
        answers,
        news::{
            follows::{self, Follow, New},
            subscribers::{self, Subscriber},
        },
    },
    telegram::{Cx, Failure, Unit, Work},
};

/// What is known of the chat at `place`.
pub(super) async fn known(
    unit: &mut Unit,
    settings: &Settings,
    place: &Place,
    locale: Locale,
) -> Result<Subscriber, Failure> {
    let new = Subscriber::new(place.chat, settings.quiet, locale.tag());
    Ok(subscribers::known(&mut unit.tx, unit.bot, new, unit.now).await?)
}

/// What came of the wish to follow something.
pub(super) enum Following {
    /// It is followed.
    Begun(Follow),
    /// There is room for no more.
    Full(Reply),
}

impl Following {
    /// The chat at `place` follows `new`, if there is room.
    pub(super) async fn begin(
        unit: &mut Unit,
        settings: &Settings,
        place: &Place,
        locale: Locale,
        new: &New<'_>,
    ) -> Result<Self, Failure> {
        let (bot, chat, now) = (unit.bot, place.chat, unit.now);
        known(unit, settings, place, locale).await?;
        let follows = follows::of(&mut unit.tx, bot, chat).await?;
        let same = |follow: &Follow| follow.kind == new.kind && follow.what == new.what;
        if follows.len() >= MOST && !follows.iter().any(same) {
            return Ok(Self::Full(view::follow_full(MOST, locale).into()));
        }
        let id = follows::add(&mut unit.tx, bot, chat, new, now).await?;
        let (what, title) = (new.what.to_owned(), new.title.to_owned());
        Ok(Self::Begun(Follow { id, kind: new.kind, what, title }))
    }
}

/// A dataset as it is followed.
struct Found {
    key: Key,
    title: String,
}

fn find(deps: &Deps, name: &str) -> Option<Found> {
    let council = deps.council();
    let dataset = &council.named(name)?.dataset;
    Some(Found { key: dataset.key(), title: dataset.title.clone() })
}

/// «Стежити» under the answer `id`: its dataset, or the very answer? A card is of a dataset alone.
pub(in crate::bot::handlers) fn offer(
    deps: &Deps,
    mut scene: Scene,
    kept: &Kept,
    id: i64,
    message: i32,
) -> Result<Work, Failure> {
    if !scene.place.private || scene.is_impatient(&format!("{message} follow"), IMPATIENCE) {
        return Ok(Work::nothing());
    }
    let locale = scene.locale();
    let Some(found) = kept.follow.as_ref().and_then(|name| find(deps, name)) else {
        let work = scene.says(&view::dataset_gone(locale).into())?;
        return scene.remembering(work);
    };
    let work = if kept.has_file {
        scene.says(&view::follow_which(&found.title, found.key, id, locale))?
    } else {
        begins(deps, &scene, Kind::Dataset, found.key.to_string(), found.title, None, None)
    };
    scene.remembering(work)
}

/// The dataset that `key` names is followed; said in the place of the message `message`, which offered it.
pub(super) fn dataset(deps: &Deps, scene: &Scene, key: Key, message: i32) -> Result<Work, Failure> {
    let Some(title) = deps.council().dataset(key).map(|entry| entry.dataset.title.clone()) else {
        return scene.says(&view::dataset_gone(scene.locale()).into());
    };
    Ok(begins(deps, scene, Kind::Dataset, key.to_string(), title, None, Some(message)))
}

/// The question of the answer `id` is followed; said in the place of the message `message`, which offered it.
pub(super) async fn question(
    deps: &Deps,
    cx: &Cx,
    scene: Scene,
    id: i64,
    message: i32,
) -> Result<Work, Failure> {
    let locale = scene.locale();
    let mut tx = deps.db.read().await?;
    let row = answers::get(&mut tx, cx.bot, scene.place.chat, id, cx.now).await?;
    drop(tx);
    let kept = row.and_then(|row| serde_json::from_str::<Kept>(&row.kept).ok());
    let Some((plan, question)) = kept.and_then(|kept| Some((kept.plan?, kept.question))) else {
        return scene.says(&view::expired(locale).into());
    };
    let asking = scene.asking("", Some(locale), deps);
    let asked = plan.clone();
    let saved =
        desk::with(deps, &asking, move |council, asking| Saved::new(council, &asked, asking.now));
    let Some(saved) = saved.await? else {
        return scene.says(&view::follow_no_answer(locale).into());
    };
    let saved = serde_json::to_string(&saved).map_err(|error| Failure::Other(error.to_string()))?;
    let title = if plan.turns.len() > 1 { plan.turns.join(" · ") } else { question };
    let (what, title) = (words(&plan.turns.join("\n")), shorten(&title));
    Ok(begins(deps, &scene, Kind::Question, what, title, Some(saved), Some(message)))
}

/// The words of a question as they tell it from others: an index of PostgreSQL has no room for all of a long one.
fn words(question: &str) -> String {
    const ROOM: usize = 300;
    let question = shorten(question);
    if question.chars().count() <= ROOM {
        return question;
    }
    let digest = format!("{:x}", Sha256::digest(&question));
    question.chars().take(ROOM).chain([' ']).chain(digest.chars()).collect()
}

/// Follows something and says so; with the first, it is asked whether news for everyone are wanted, too.
fn begins(
    deps: &Deps,
    scene: &Scene,
    kind: Kind,
    what: String,
    title: String,
    question: Option<String>,
    of: Option<i32>,
) -> Work {
    let (settings, place, locale): (Arc<Settings>, Place, Locale) =
        (Arc::clone(&deps.settings), scene.place.clone(), scene.locale());
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let new = New { kind, what: &what, title: &title, question: question.as_deref() };
            let reply = match Following::begin(unit, &settings, &place, locale, &new).await? {
                Following::Begun(follow) => {
                    let mut reply = view::follow_added(&follow, locale);
                    consent::ask(unit, &settings, &place, locale, &mut reply, To::Consent).await?;
                    reply
                }
                Following::Full(reply) => reply,
            };
            let call = match of {
                Some(message) => reply.edit_message(&place, message),
                None => reply.call(&place, 0)?,
            };
            unit.say(&call).await?;
            Ok(())
        })
    })
}
