//! `/news`: what admins write and send, and what readers do with a copy.

pub(super) mod archive;
mod chart;
mod edit;
mod read;
mod send;

use std::sync::Arc;

pub(in crate::bot) use edit::{find, hear};
pub(in crate::bot) use read::ask;
use teloxide::types::Message;

use super::staff;
use crate::{
    answer::Council,
    bot::{
        Deps,
        news::Step,
        reply::Reply,
        scene::Scene,
        view::{
            self,
            news::{Card, Copies},
        },
    },
    db::Tx,
    i18n::Locale,
    news::{Event, State},
    store::news::{Item, items, ledger, recipients},
    telegram::{Cx, Failure, Work},
};

/// Items on a page.
const PAGE: i64 = 8;

/// All items, for admins; what was published, for everybody else.
pub(in crate::bot) async fn news(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let Some(scene) = staff::admins(&message, &deps, &cx).await? else {
        return archive::open(message, deps, cx).await;
    };
    let reply = list(&mut deps.db.read().await?, cx.bot, 0, scene.locale()).await?;
    scene.says(&reply)
}

async fn list(tx: &mut Tx, bot: i64, page: usize, locale: Locale) -> Result<Reply, Failure> {
    let offset = i64::try_from(page).unwrap_or(0).saturating_mul(PAGE);
    let mut items = items::page(tx, bot, offset, PAGE + 1).await?;
    let more = items.len() > usize::try_from(PAGE).unwrap_or(0);
    items.truncate(usize::try_from(PAGE).unwrap_or(0));
    Ok(view::news::list(&items, page, more, locale))
}

/// The card of `item`.
async fn card(
    tx: &mut Tx,
    bot: i64,
    item: &Item,
    deps: &Deps,
    me: &str,
    locale: Locale,
) -> Result<Reply, Failure> {
    let council = deps.council();
    let audience = item.audience();
    let count = recipients::count(tx, bot, &audience, i64::MIN).await?;
    let mut tallies = Vec::new();
    if item.state.is_out() || item.state == State::Recalled {
        // The ledger is forgotten after a while; what it came to is kept.
        let mut kept = item.reports().into_iter();
        for edition in 0..=item.edition {
            let (tally, kept) = (ledger::tally(tx, item.id, edition).await?, kept.next());
            tallies.push(if tally.total() == 0 { kept.unwrap_or_default() } else { tally });
        }
    }
    let copies = Copies { council: &council, me };
    let words = item.correction().unwrap_or_else(|| item.words());
    let made = Card {
        item,
        audience: (view::news::audience(&audience, &council, locale), count),
        datasets: titles(&council, item),
        excess: copies.excess(item, &words),
        has_channel: deps.settings.channel.is_some(),
        tallies,
        zone: deps.zone(),
    };
    Ok(view::news::card(&made, locale))
}

/// Titles of the datasets that `item` is about.
fn titles(council: &Council, item: &Item) -> Vec<String> {
    let title = |key: &String| {
        let entry = council.dataset(key.parse().ok()?)?;
        Some(view::tidy(&entry.dataset.title))
    };
    item.datasets().iter().filter_map(title).collect()
}

/// Does what a button about news is for.
pub(super) async fn press(
    step: Step,
    item: i64,
    message: i32,
    scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    match step {
        Step::Ask => return read::ask(item, scene, deps, cx).await,
        Step::Off => return read::off(item, scene, deps, cx).await,
        _ => {}
    }
    let locale = scene.locale();
    if !(scene.place.private && staff::rights(deps, cx, scene.place.person).await?.is_admin) {
        return scene.says(&view::expired(locale).into());
    }
    let mut tx = deps.db.read().await?;
    match step {
        Step::List(page) => {
            let reply = list(&mut tx, cx.bot, page, locale).await?;
            return Ok(Work::says(reply.edit_message(&scene.place, message)));
        }
        Step::Write => return Ok(edit::write(&scene)),
        _ => {}
    }
    let Some(item) = items::get(&mut tx, cx.bot, item).await? else {
        return scene.says(&view::news::not_found(locale).into());
    };
    // Under an old card of what has gone on since, its card as it stands is the answer.
    let step = match step {
        Step::Now if item.state.after(Event::Begin).is_none() => Step::Show,
        Step::Recall if item.state.after(Event::Recall).is_none() => Step::Show,
        step => step,
    };
    let at = At { item: Arc::new(item), message, scene, deps, cx };
    match step {
        Step::Show => {
            let reply = card(&mut tx, cx.bot, &at.item, deps, cx.me.username(), locale).await?;
            Ok(Work::says(reply.edit_message(&at.scene.place, message)))
        }
        Step::Words => Ok(edit::ask(&at, "uk")),
        Step::English => Ok(edit::ask(&at, "en")),
        Step::Media => Ok(edit::ask(&at, "media")),
        Step::Datasets => Ok(edit::ask(&at, "datasets")),
        Step::When => Ok(edit::ask(&at, "when")),
        Step::NoEnglish | Step::NoMedia | Step::Channel | Step::To(_) | Step::NoCorrection => {
            Ok(edit::press(&at, step))
        }
        Step::Chart => chart::draw(&at).await,
        Step::Whom => edit::whom(&at, &mut tx).await,
        Step::Preview => send::preview(&at, &mut tx).await,
        Step::Test => send::test(&at, &mut tx).await,
        Step::Now => send::sure(&at, &mut tx).await,
        Step::Recall => send::recall_sure(&at, &mut tx).await,
        Step::Begin | Step::Tomorrow | Step::Turn(_) | Step::Correct | Step::RecallNow => {
            Ok(send::act(&at, step))
        }
        Step::List(_) | Step::Write | Step::Ask | Step::Off => Ok(Work::nothing()),
    }
}

/// An item at which an admin presses a button, and the message under which it is.
struct At<'a> {
    item: Arc<Item>,
    message: i32,
    scene: Scene,
    deps: &'a Deps,
    cx: &'a Cx,
}

impl At<'_> {
    fn locale(&self) -> Locale {
        self.scene.locale()
    }

    /// Does `act` with the item as it stands when it is written, and shows its card in the place of the message.
    fn changes(
        &self,
        act: impl for<'b> FnOnce(
            &'b mut crate::telegram::Unit,
            Item,
        ) -> futures::future::BoxFuture<'b, Result<(), Failure>>
        + Send
        + Sync
        + 'static,
    ) -> Work {
        let (id, message, place) = (self.item.id, self.message, self.scene.place.clone());
        let (deps, locale) = (self.deps.clone(), self.locale());
        let me = self.cx.me.username().to_owned();
        Work::nothing().and_does(move |unit| {
            Box::pin(async move {
                let Some(item) = items::get(&mut unit.tx, unit.bot, id).await? else {
                    return Ok(());
                };
                match act(unit, item).await {
                    Ok(()) => {}
                    Err(Failure::Conflict) => {
                        // Another admin, or its time, was quicker: the card shows how it stands.
                        let html = view::news::not_found(locale);
                        unit.say(&Reply::from(html).call(&place, 0)?).await?;
                        return Ok(());
                    }
                    Err(error) => return Err(error),
                }
                let Some(item) = items::get(&mut unit.tx, unit.bot, id).await? else {
                    return Ok(());
                };
                let reply = card(&mut unit.tx, unit.bot, &item, &deps, &me, locale).await?;
                unit.say(&reply.edit_message(&place, message)).await?;
                Ok(())
            })
        })
    }
}
