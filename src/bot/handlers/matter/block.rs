//! `/block` and `/unblock`: whose matters are not taken for a while, and why.

use std::sync::Arc;

use teloxide::types::Message;

use super::topic::replied;
use crate::{
    bot::{
        Deps, Place, Settings,
        handlers::words,
        matter::{self, Rights},
        reply::Reply,
        scene::Scene,
        view,
    },
    feedback::block::{self, Block},
    i18n::Locale,
    store::{
        blocks,
        feedback::{
            self,
            letters::{self, Side},
            voices::{self, Voice},
        },
    },
    telegram::{Call, Cx, Failure, IfUnknown, Unit, Work},
};

/// Where a command was written, and by whom.
struct Desk {
    settings: Arc<Settings>,
    place: Place,
    replied: Option<i64>,
    locale: Locale,
}

/// Whether who writes is an officer; else there is no such command: nothing is said in a group.
async fn desk(message: &Message, deps: &Deps, cx: &Cx) -> Result<Option<Desk>, Failure> {
    let place = Place::of(message);
    let mut tx = deps.db.read().await?;
    let rights = Rights::of(&mut tx, cx.bot, &deps.settings, place.person).await?;
    drop(tx);
    if !rights.is_officer {
        return Ok(None);
    }
    let scene = Scene::load(deps, cx, place).await?;
    let locale =
        if scene.place.private { scene.locale() } else { scene.chosen.unwrap_or_default() };
    let (settings, replied) = (Arc::clone(&deps.settings), replied(message));
    Ok(Some(Desk { settings, place: scene.place, replied, locale }))
}

/// Takes no matters of who began the one in question, for as long as is written, for the reason that is.
pub(in crate::bot) async fn block(
    words: String,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let Some(desk) = desk(&message, &deps, &cx).await? else {
        return unknown(message, deps, cx).await;
    };
    let Some(asked) = Block::parse(&words) else {
        return Ok(Work::says(Reply::from(view::block_usage(desk.locale)).call(&desk.place, 0)?));
    };
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let Some((id, voice)) = whom(unit, &desk, asked.matter).await? else {
                return says(unit, &desk, view::block_nobody(desk.locale)).await;
            };
            let rights = Rights::of(&mut unit.tx, unit.bot, &desk.settings, voice.person).await?;
            if rights.is_officer {
                return says(unit, &desk, view::block_nobody(desk.locale)).await;
            }
            let reason = view::tidy(&asked.reason);
            let block =
                blocks::Block { person: voice.person, until: unit.now + asked.length, reason };
            let by = desk.place.person;
            blocks::add(&mut unit.tx, unit.bot, &block, by, unit.now).await?;
            matter::log(unit, by, "block", Some(id), &block.reason).await?;
            says(unit, &desk, view::blocked_until(&block, &desk.settings, desk.locale)).await?;
            let html = view::block_told(&block, &desk.settings, Locale::nearest(&voice.locale));
            let call = Reply::from(html).to_chat(voice.chat);
            unit.say(&Call { if_unknown: IfUnknown::Mark, ..call }).await?;
            Ok(())
        })
    }))
}

/// Takes the matters of who began the one in question again.
pub(in crate::bot) async fn unblock(
    words: String,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let Some(desk) = desk(&message, &deps, &cx).await? else {
        return unknown(message, deps, cx).await;
    };
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let Some((id, voice)) = whom(unit, &desk, block::matter(&words)).await? else {
                return says(unit, &desk, view::block_nobody(desk.locale)).await;
            };
            let was = blocks::remove(&mut unit.tx, unit.bot, voice.person).await?;
            if was {
                matter::log(unit, desk.place.person, "unblock", Some(id), "").await?;
            }
            says(unit, &desk, view::unblocked(was, desk.locale)).await
        })
    }))
}

async fn unknown(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    if message.chat.is_private() {
        words::unknown(message, deps, cx).await
    } else {
        Ok(Work::nothing())
    }
}

async fn says(unit: &mut Unit, desk: &Desk, html: String) -> Result<(), Failure> {
    unit.say(&Reply::from(html).call(&desk.place, 0)?).await?;
    Ok(())
}

/// Who is meant: the author of the letter replied to, else who began the matter of this number, header or topic.
async fn whom(
    unit: &mut Unit,
    desk: &Desk,
    number: Option<i64>,
) -> Result<Option<(i64, Voice)>, Failure> {
    let (bot, chat) = (unit.bot, desk.place.chat);
    let mut author = None;
    let mut found = None;
    if let Some(number) = number {
        found = feedback::get(&mut unit.tx, bot, number).await?.map(|matter| matter.id);
    } else {
        if let Some(replied) = desk.replied {
            let letter = letters::copied_as(&mut unit.tx, bot, chat, replied).await?;
            if let Some(letter) = letter.filter(|letter| letter.side == Side::Resident) {
                (author, found) = (Some(letter.person), Some(letter.feedback));
            } else {
                let header = feedback::of_header(&mut unit.tx, bot, chat, replied).await?;
                found = header.map(|matter| matter.id);
            }
        }
        if found.is_none() && desk.place.topic != 0 {
            let topic = feedback::of_topic(&mut unit.tx, bot, chat, desk.place.topic).await?;
            found = topic.map(|matter| matter.id);
        }
    }
    let Some(id) = found else { return Ok(None) };
    let people = voices::of(&mut unit.tx, id).await?;
    let meant = |voice: &Voice| author.map_or(voice.number == 0, |author| voice.person == author);
    let voice = people.into_iter().find(|voice| voice.person != 0 && meant(voice));
    Ok(voice.map(|voice| (id, voice)))
}
