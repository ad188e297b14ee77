//! «Набір опубліковано»: the dataset that an officer names, and the answers to what residents once asked.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use super::officer;
use crate::{
    answer::{Council, Outcome as Found},
    bot::{
        Deps, Place,
        desk::{self, Answered, Asking},
        matter::{self, Rights},
        reply::Reply,
        scene::{self, Scene},
        view,
    },
    catalog::{Dataset, Key},
    feedback::Outcome,
    i18n::Locale,
    store::{
        answers,
        feedback::{self, voices},
    },
    telegram::{Call, Cx, Failure, IfUnknown, Work},
    text::fold,
};

/// Datasets offered at most.
const OFFERED: usize = 3;

/// The datasets that `text` may name: by a link, a name, a part of the title, else by what it asks for.
pub(in crate::bot::handlers) fn named(council: &Council, asking: &Asking) -> Vec<(Key, String)> {
    let text = asking.text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let address = url::Url::parse(text).ok();
    let last = address.as_ref().and_then(|address| {
        address.path_segments()?.rfind(|part| !part.is_empty()).map(ToOwned::to_owned)
    });
    let word = last.as_deref().unwrap_or(text);
    let said = fold(text);
    let is_it = |dataset: &Dataset| {
        dataset.name == word
            || dataset.id == word
            || dataset.url == text
            || fold(&dataset.title) == said
    };
    let holds = |dataset: &Dataset| address.is_none() && fold(&dataset.title).contains(&said);
    let all = || council.entries().iter().map(|entry| &*entry.dataset);
    let chosen = |dataset: &Dataset| (dataset.key(), dataset.title.clone());
    let exact: Vec<_> = all().filter(|it| is_it(it)).map(chosen).collect();
    if !exact.is_empty() {
        return exact.into_iter().take(OFFERED).collect();
    }
    let held: Vec<_> = all().filter(|it| holds(it)).take(OFFERED).map(chosen).collect();
    if !held.is_empty() || address.is_some() {
        return held;
    }
    let answer = council.ask(&asking.question());
    let names = answer.datasets.iter().take(OFFERED);
    names.filter_map(|name| council.named(name)).map(|entry| chosen(&entry.dataset)).collect()
}

/// Closes the matter `id` with the dataset `key`: everyone who waits hears of it, with the answer to their question.
pub(super) async fn press(
    key: Key,
    id: i64,
    scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let scene = match officer::checked(scene, deps, cx).await? {
        Ok(scene) => scene,
        Err(work) => return Ok(work),
    };
    let council = deps.council();
    let Some(dataset) = council.dataset(key).map(|entry| Arc::clone(&entry.dataset)) else {
        return scene.says(&view::dataset_gone(scene.chosen.unwrap_or_default()).into());
    };
    let mut tx = deps.db.read().await?;
    let people = voices::of(&mut tx, id).await?;
    drop(tx);
    let mut answered: HashMap<(String, String), (Reply, String)> = HashMap::new();
    for voice in people {
        let asked = (voice.question, voice.locale);
        if let Entry::Vacant(place) = answered.entry(asked) {
            let (text, locale) = place.key();
            let locale = Locale::nearest(locale);
            let answer = answer(text, locale, &dataset.name, &scene, deps, cx).await?;
            place.insert(answer);
        }
    }
    let (settings, locale) = (Arc::clone(&deps.settings), scene.chosen.unwrap_or_default());
    let person = scene.place.person;
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let rights = Rights::of(&mut unit.tx, unit.bot, &settings, person).await?;
            let found = feedback::get(&mut unit.tx, unit.bot, id).await?;
            let Some(found) = found.filter(|_| rights.is_officer) else { return Ok(()) };
            let with = Some((dataset.name.as_str(), dataset.title.as_str()));
            let outcome = Outcome::Published;
            if !matter::close(unit, &settings, &found, outcome, with, person).await? {
                let html = view::closed_already(id, locale);
                matter::say(unit, &settings, &found, &html.into()).await?;
                return Ok(());
            }
            for voice in voices::of(&mut unit.tx, id).await? {
                let place = Place { chat: voice.chat, private: true, ..Place::default() };
                let Some((reply, kept)) = answered.get(&(voice.question, voice.locale)) else {
                    continue;
                };
                if place.chat == 0 {
                    continue;
                }
                let number =
                    answers::add(&mut unit.tx, unit.bot, place.chat, None, kept, unit.now).await?;
                let call = reply.call(&place, number)?;
                let outbox = unit.say(&Call { if_unknown: IfUnknown::Mark, ..call }).await?;
                answers::said(&mut unit.tx, number, outbox).await?;
            }
            Ok(())
        })
    }))
}

/// The answer that the data now give to `question`, if it is out of the dataset `name`; else the card of that.
async fn answer(
    question: &str,
    locale: Locale,
    name: &str,
    scene: &Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<(Reply, String), Failure> {
    let asking = Asking {
        text: question.to_owned(),
        locale: Some(locale),
        near: None,
        near_since: None,
        now: scene.now.with_timezone(&deps.zone()),
        context: None,
        private: false,
    };
    let (name, me) = (name.to_owned(), cx.me.username().to_owned());
    let (reply, kept) = desk::with(deps, &asking, move |council, asking| {
        let answer = (!asking.text.is_empty()).then(|| council.ask(&asking.question()));
        let fits = |answer: &crate::answer::Answer| {
            matches!(answer.outcome, Found::Answer | Found::Dataset)
                && answer.datasets.contains(&name)
        };
        let answer = answer.filter(fits).or_else(|| council.card(&name, locale, asking.now));
        let answered = Answered::of(council, asking, answer.unwrap_or_default());
        answered.present(asking, None, &me)
    })
    .await?;
    let html = if question.is_empty() {
        reply.html
    } else {
        view::published_answer(question, &reply.html, locale)
    };
    Ok((Reply { html, ..reply }, scene::json(&kept)?))
}
