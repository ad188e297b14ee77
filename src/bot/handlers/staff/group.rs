//! The officers' group: `/bind` makes a code, and the group in which it is sent is theirs.

use std::sync::Arc;

use teloxide::types::Message;

use super::{SERVES, admins, digest, list_commands, refused, unknown};
use crate::{
    bot::{
        Deps, Place, Settings, matter,
        reply::Reply,
        scene::Scene,
        view::{self, Role},
    },
    store::{
        feedback::{self, clocks},
        officers::{self, Group, Invitation},
    },
    telegram::{Cx, Failure, Unit, Work},
};

/// `/bind`: an admin gets a code in their own chat, and with it binds the group in which it is sent.
pub(in crate::bot) async fn bind(
    words: String,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let code = words.split_whitespace().next().map(str::to_owned);
    if let Some(code) = code.filter(|_| !message.chat.is_private()) {
        return here(&code, &message, &deps, &cx).await;
    }
    let Some(scene) = admins(&message, &deps, &cx).await? else {
        return unknown(message, deps, cx).await;
    };
    if !words.trim().is_empty() {
        return scene.says(&view::bind_here(scene.locale()).into());
    }
    let code = super::code()?;
    let html = view::bind_code(cx.me.username(), &code, scene.locale());
    let call = Reply::from(html).call(&scene.place, 0)?;
    let made_by = scene.place.person;
    Ok(Work::says(call).and_does(move |unit| {
        Box::pin(async move {
            let (purpose, department) = ("group".to_owned(), String::new());
            let new = Invitation { purpose, department, made_by };
            let expires = unit.now + SERVES;
            officers::invite(&mut unit.tx, unit.bot, &digest(&code), &new, expires).await?;
            Ok(())
        })
    }))
}

/// Binds the group of `message`, in which all open matters are posted.
async fn here(code: &str, message: &Message, deps: &Deps, cx: &Cx) -> Result<Work, Failure> {
    let scene = Scene::load(deps, cx, Place::of(message)).await?;
    let group = Group { chat: scene.place.chat, forum: is_forum(message) };
    let (settings, digest) = (Arc::clone(&deps.settings), digest(code));
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let (bot, now, person) = (unit.bot, unit.now, scene.place.person);
            let locale = scene.chosen.unwrap_or_default();
            let purposes = ["group", "group"];
            let accepted =
                officers::accept(&mut unit.tx, bot, &digest, purposes, person, now).await?;
            if accepted.is_none() {
                let html = refused(unit, &digest, locale).await?;
                unit.say(&Reply::from(html).call(&scene.place, 0)?).await?;
                return Ok(());
            }
            let before = matter::group(unit, &settings).await?;
            officers::bind(&mut unit.tx, bot, group, person, now).await?;
            matter::log(unit, person, "bind", None, &group.chat.to_string()).await?;
            if before.is_some_and(|before| before != group) {
                clocks::unpost_all(&mut unit.tx, bot).await?;
            }
            let open = feedback::without_topic(&mut unit.tx, bot).await?;
            let html = view::bound(group.forum, open.len(), locale);
            unit.say(&Reply::from(html).call(&scene.place, 0)?).await?;
            list_commands(unit, Role::Officer, group.chat).await?;
            post_all(unit, &settings, open.iter().map(|matter| matter.id).collect()).await
        })
    }))
}

async fn post_all(unit: &mut Unit, settings: &Settings, open: Vec<i64>) -> Result<(), Failure> {
    for id in open {
        matter::post(unit, settings, id).await?;
    }
    Ok(())
}

/// Whether the group of `message` has topics.
fn is_forum(message: &Message) -> bool {
    use teloxide::types::{ChatKind, PublicChatKind};
    match &message.chat.kind {
        ChatKind::Public(chat) => match &chat.kind {
            PublicChatKind::Supergroup(supergroup) => supergroup.is_forum,
            PublicChatKind::Channel(_) | PublicChatKind::Group => false,
        },
        ChatKind::Private(_) => false,
    }
}
