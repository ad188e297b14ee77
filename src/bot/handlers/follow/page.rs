//! `/follow`: what a chat follows, how often and when it hears, on one message that is turned by buttons; `/stop`.

use std::sync::Arc;

use teloxide::types::Message;

use super::begin::{Following, known};
use crate::{
    bot::{
        Deps, Place, Settings, desk, follow::Follow, handlers::follow::consent, reply::Reply,
        scene::Scene, view,
    },
    catalog::Key,
    i18n::Locale,
    news::{Kind, Quiet, Rhythm},
    search::concepts::Theme,
    store::news::{
        follows, notices,
        subscribers::{self, Consent},
    },
    telegram::{Cx, Failure, Unit, Work},
};

/// What there is to choose from.
#[derive(Debug, Default)]
struct Choice {
    themes: Vec<&'static Theme>,
    holders: Vec<(Key, String)>,
}

/// `/follow`
pub(in crate::bot) async fn open(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    let locale = scene.locale();
    if !scene.place.private {
        return scene.says(&view::in_private(locale).into());
    }
    let (settings, place) = (Arc::clone(&deps.settings), scene.place.clone());
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let mut reply = home(unit, &settings, &place, 0, locale).await?;
            consent::ask(unit, &settings, &place, locale, &mut reply, Follow::News).await?;
            unit.say(&reply.call(&place, 0)?).await?;
            Ok(())
        })
    }))
}

/// `/stop`
pub(in crate::bot) async fn end(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
    if !scene.place.private {
        return scene.says(&view::in_private(scene.locale()).into());
    }
    Ok(stop(&scene, &deps, None))
}

/// Ends everything that comes by itself, and says what that was; in the place of the message `of`, if it was pressed there.
pub(super) fn stop(scene: &Scene, deps: &Deps, of: Option<i32>) -> Work {
    let (settings, place, locale) =
        (Arc::clone(&deps.settings), scene.place.clone(), scene.locale());
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let (bot, chat, now) = (unit.bot, place.chat, unit.now);
            let mut subscriber = known(unit, &settings, &place, locale).await?;
            let news = subscriber.consent == Consent::Given;
            subscriber.consent = Consent::Refused;
            subscribers::put(&mut unit.tx, bot, &subscriber, now).await?;
            let waiting = notices::stop(&mut unit.tx, bot, chat, now).await?;
            let follows = follows::clear(&mut unit.tx, bot, chat).await?;
            let reply = Reply::from(view::stopped(follows, news, waiting, locale));
            let call = match of {
                Some(message) => reply.edit_message(&place, message),
                None => reply.call(&place, 0)?,
            };
            unit.say(&call).await?;
            Ok(())
        })
    })
}

/// Turns the message `message` to what `to` leads to, when that is done.
pub(super) async fn turn(
    scene: &Scene,
    deps: &Deps,
    to: Follow,
    message: i32,
) -> Result<Work, Failure> {
    let (settings, place, locale) =
        (Arc::clone(&deps.settings), scene.place.clone(), scene.locale());
    let choice = match to {
        Follow::Themes | Follow::Theme(_) | Follow::Holders(_) | Follow::Holder(..) => {
            let asking = scene.asking("", Some(locale), deps);
            desk::with(deps, &asking, |council, _| {
                let themes = council.themes().into_iter().filter_map(|(theme, _)| theme);
                let holders = council.holders().into_iter();
                let holders = holders.map(|(holder, _)| (holder.key(), holder.title.clone()));
                Choice { themes: themes.collect(), holders: holders.collect() }
            })
            .await?
        }
        _ => Choice::default(),
    };
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let page = Page { settings: &settings, place: &place, locale, choice: &choice };
            if let Some(reply) = page.after(unit, to).await? {
                unit.say(&reply.edit_message(&place, message)).await?;
            }
            Ok(())
        })
    }))
}

/// The first page: what is followed, and how it is told.
async fn home(
    unit: &mut Unit,
    settings: &Settings,
    place: &Place,
    page: usize,
    locale: Locale,
) -> Result<Reply, Failure> {
    let subscriber = known(unit, settings, place, locale).await?;
    let follows = follows::of(&mut unit.tx, unit.bot, place.chat).await?;
    Ok(view::following(&follows, &subscriber, page, locale))
}

struct Page<'a> {
    settings: &'a Settings,
    place: &'a Place,
    locale: Locale,
    choice: &'a Choice,
}

impl Page<'_> {
    /// Does what `to` says, and gives the page that it leads to.
    async fn after(&self, unit: &mut Unit, to: Follow) -> Result<Option<Reply>, Failure> {
        let page = match to {
            Follow::Home(page) => page,
            Follow::Drop(id, page) => {
                follows::remove(&mut unit.tx, unit.bot, self.place.chat, id).await?;
                page
            }
            Follow::Themes => return Ok(Some(self.themes(unit).await?)),
            Follow::Theme(theme) => {
                return Ok(Some(
                    match self.toggle(unit, Kind::Theme, &theme.id, &theme.uk).await? {
                        Some(full) => full,
                        None => self.themes(unit).await?,
                    },
                ));
            }
            Follow::Holders(page) => return Ok(Some(self.holders(unit, page).await?)),
            Follow::Holder(key, page) => {
                let known = self.choice.holders.iter().find(|(known, _)| *known == key);
                let full = match known {
                    Some((_, title)) => {
                        self.toggle(unit, Kind::Holder, &key.to_string(), title).await?
                    }
                    None => None,
                };
                return Ok(Some(match full {
                    Some(full) => full,
                    None => self.holders(unit, page).await?,
                }));
            }
            Follow::Rhythms => {
                let chosen = known(unit, self.settings, self.place, self.locale).await?.rhythm;
                return Ok(Some(view::rhythms(chosen, self.locale)));
            }
            Follow::Rhythm(rhythm) => {
                self.hears(unit, Some(rhythm), None).await?;
                0
            }
            Follow::Hours => {
                let chosen = known(unit, self.settings, self.place, self.locale).await?.quiet();
                return Ok(Some(view::hours(chosen, self.settings.quiet, self.locale)));
            }
            // Made up by hand they may be any.
            Follow::Quiet(quiet) if view::quiet_hours(self.settings.quiet).contains(&quiet) => {
                self.hears(unit, None, Some(quiet)).await?;
                0
            }
            Follow::News(yes) => {
                consent::set(unit, self.settings, self.place, self.locale, yes).await?;
                0
            }
            _ => return Ok(None),
        };
        Ok(Some(home(unit, self.settings, self.place, page, self.locale).await?))
    }

    async fn themes(&self, unit: &mut Unit) -> Result<Reply, Failure> {
        let follows = follows::of(&mut unit.tx, unit.bot, self.place.chat).await?;
        Ok(view::themes(&self.choice.themes, &follows, self.locale))
    }

    async fn holders(&self, unit: &mut Unit, page: usize) -> Result<Reply, Failure> {
        let follows = follows::of(&mut unit.tx, unit.bot, self.place.chat).await?;
        Ok(view::holders(&self.choice.holders, page, &follows, self.locale))
    }

    /// What is followed is so no more, what is not is from now on; what is said if there is no room.
    async fn toggle(
        &self,
        unit: &mut Unit,
        kind: Kind,
        what: &str,
        title: &str,
    ) -> Result<Option<Reply>, Failure> {
        let (bot, chat) = (unit.bot, self.place.chat);
        let follows = follows::of(&mut unit.tx, bot, chat).await?;
        let same = follows.iter().find(|follow| follow.kind == kind && follow.what == what);
        if let Some(follow) = same {
            follows::remove(&mut unit.tx, bot, chat, follow.id).await?;
            return Ok(None);
        }
        let new = follows::New { kind, what, title, question: None };
        let added = Following::begin(unit, self.settings, self.place, self.locale, &new).await?;
        Ok(match added {
            Following::Begun(_) => None,
            Following::Full(reply) => Some(reply),
        })
    }

    /// Keeps how often and when the chat hears; what waits comes then.
    async fn hears(
        &self,
        unit: &mut Unit,
        rhythm: Option<Rhythm>,
        quiet: Option<Quiet>,
    ) -> Result<(), Failure> {
        let mut subscriber = known(unit, self.settings, self.place, self.locale).await?;
        subscriber.rhythm = rhythm.unwrap_or(subscriber.rhythm);
        if let Some(quiet) = quiet {
            subscriber.set_quiet(quiet);
        }
        let (bot, now) = (unit.bot, unit.now);
        subscribers::put(&mut unit.tx, bot, &subscriber, now).await?;
        let due = subscriber.rhythm.due(now, subscriber.quiet(), self.settings.zone);
        notices::put_off(&mut unit.tx, bot, subscriber.chat, due).await?;
        Ok(())
    }
}
