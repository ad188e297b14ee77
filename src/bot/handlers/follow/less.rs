//! «Не надсилати такого»: the rule because of which something came goes; where it may be one of several, which?

use std::{collections::BTreeSet, sync::Arc};

use super::consent;
use crate::{
    bot::{Deps, Place, Settings, handlers::button::IMPATIENCE, reply::Reply, scene::Scene, view},
    i18n::Locale,
    news::Kind,
    store::news::{
        follows::{self, Follow},
        items,
        notices::{self, Notice},
    },
    telegram::{Failure, Unit, Work},
};

/// The datasets of items, with what else of them may be followed.
type Matches = BTreeSet<(&'static str, String)>;

/// The rule of the notice `id`, or of those that came along, goes.
pub(super) fn less(mut scene: Scene, deps: &Deps, id: i64) -> Result<Work, Failure> {
    if scene.is_impatient(&format!("less {id}"), IMPATIENCE) {
        return Ok(Work::nothing());
    }
    let (settings, council) = (Arc::clone(&deps.settings), deps.council());
    let (place, locale) = (scene.place.clone(), scene.locale());
    let work = Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let (bot, chat) = (unit.bot, place.chat);
            let came = notices::together(&mut unit.tx, bot, chat, id).await?;
            let mut matches = Matches::new();
            for notice in &came {
                let Some(news) = notice.news else { continue };
                let item = items::get(&mut unit.tx, bot, news).await?;
                for key in item.map(|item| item.datasets()).unwrap_or_default() {
                    if let Ok(key) = key.parse()
                        && let Some(entry) = council.dataset(key)
                    {
                        let holder = entry.dataset.holder.key().to_string();
                        matches.insert((Kind::Holder.name(), holder));
                        let theme = council.theme_of(key).map(|theme| theme.id.clone());
                        matches.extend(theme.map(|theme| (Kind::Theme.name(), theme)));
                    }
                    matches.insert((Kind::Dataset.name(), key));
                }
            }
            let follows = follows::of(&mut unit.tx, bot, chat).await?;
            let rules = rules(follows, &came, &matches);
            let news = came.iter().any(|notice| notice.follow.is_none());
            let reply = answer(unit, &settings, &place, rules, news, locale).await?;
            unit.say(&reply.call(&place, 0)?).await?;
            Ok(())
        })
    });
    scene.remembering(work)
}

/// Of what is `followed`, all because of which the notices that `came` came, or would have come.
fn rules(followed: Vec<Follow>, came: &[Notice], matches: &Matches) -> Vec<Follow> {
    let is_one = |follow: &Follow| {
        came.iter().any(|notice| notice.follow == Some(follow.id))
            || matches.contains(&(follow.kind.name(), follow.what.clone()))
    };
    followed.into_iter().filter(is_one).collect()
}

/// Ends the one rule, or consent; asks if there are several.
async fn answer(
    unit: &mut Unit,
    settings: &Settings,
    place: &Place,
    rules: Vec<Follow>,
    news: bool,
    locale: Locale,
) -> Result<Reply, Failure> {
    match (&rules[..], news) {
        ([], false) => Ok(view::not_followed(locale).into()),
        ([], true) => {
            consent::set(unit, settings, place, locale, false).await?;
            Ok(view::consented(false, locale).into())
        }
        ([rule], false) => {
            follows::remove(&mut unit.tx, unit.bot, place.chat, rule.id).await?;
            Ok(view::follow_removed(rule, locale).into())
        }
        (rules, news) => Ok(view::less_which(rules, news, locale)),
    }
}

/// What is followed by the number `id` is so no more.
pub(super) fn quit(mut scene: Scene, id: i64) -> Result<Work, Failure> {
    if scene.is_impatient(&format!("quit {id}"), IMPATIENCE) {
        return Ok(Work::nothing());
    }
    let (place, locale) = (scene.place.clone(), scene.locale());
    let work = Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let gone = follows::remove(&mut unit.tx, unit.bot, place.chat, id).await?;
            let html = gone.map_or_else(
                || view::not_followed(locale),
                |follow| view::follow_removed(&follow, locale),
            );
            unit.say(&Reply::from(html).call(&place, 0)?).await?;
            Ok(())
        })
    });
    scene.remembering(work)
}
