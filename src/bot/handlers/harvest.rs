//! `/harvest`: an admin has the sources read now, and watches it in one message.

use std::{sync::Arc, time::Duration};

use teloxide::types::Message;

use super::staff;
use crate::{
    bot::{Deps, reply::Reply, view},
    store::watchers,
    telegram::{Cx, Failure, Work},
};

/// What was asked for is committed by then.
const COMMITTED: Duration = Duration::from_millis(200);

/// Asks for a harvest; from others than admins there is no such command.
pub(crate) async fn ask(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let Some(scene) = staff::admins(&message, &deps, &cx).await? else {
        return staff::unknown(message, deps, cx).await;
    };
    let locale = scene.locale();
    let call = Reply::from(view::harvest_asked(locale)).call(&scene.place, 0)?;
    let chat = scene.place.chat;
    let asked = Arc::clone(&deps.harvest);
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let outbox = unit.say(&call).await?;
            watchers::add(&mut unit.tx, outbox, unit.bot, chat, locale.tag()).await?;
            // Without the hint it is found within seconds all the same.
            tokio::spawn(async move {
                tokio::time::sleep(COMMITTED).await;
                asked.notify_one();
            });
            Ok(())
        })
    }))
}
