//! What is written in the officers' group: replies that go to residents, and notes that do not.

use std::sync::Arc;

use teloxide::types::{Message, MessageKind};

use super::{faceless, from_officer, publish, reply};
use crate::{
    bot::{
        Deps, Place, desk,
        hear::{is_command, wants_rights},
        matter::{self, Incoming, Purpose, Rights, Whom},
        scene::Scene,
    },
    db::Tx,
    store::{
        feedback::{
            self,
            letters::{self, Letter, Side},
        },
        prompts,
    },
    telegram::{Cx, Failure, Work},
};

/// What a message in the officers' group is to the matter of this number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::bot) enum Said {
    /// The reply to a question of ours.
    Reply(i64, Purpose),
    /// A letter to residents.
    Letter(i64, Whom),
    /// A note for the other officers.
    Note(i64),
    /// Anything of these, or a command for officers, of somebody who hides behind a chat.
    Faceless,
    /// The database failed: its words.
    Broken(String),
}

/// What `message` is to a matter; `None` where it is to none.
pub(in crate::bot) async fn find(message: Message, deps: Deps, cx: Cx) -> Option<Said> {
    if message.chat.is_private() || message.chat.is_channel() || !is_content(&message) {
        return None;
    }
    read(&message, &deps, &cx).await.unwrap_or_else(|error| Some(Said::Broken(error.to_string())))
}

/// Whether somebody wrote it: nothing that only tells of a change in the chat.
fn is_content(message: &Message) -> bool {
    let from_person = message.from.as_ref().is_some_and(|from| !from.is_bot);
    let is_content = matches!(message.kind, MessageKind::Common(_) | MessageKind::Dice(_));
    is_content && (from_person || faceless::writes(message))
}

/// The message to which `message` replies; every message of a topic seems to reply to what began it.
pub(super) fn replied(message: &Message) -> Option<i64> {
    let replied = message.reply_to_message()?;
    let begins = matches!(replied.kind, MessageKind::ForumTopicCreated(_));
    (!begins).then(|| i64::from(replied.id.0))
}

async fn read(message: &Message, deps: &Deps, cx: &Cx) -> sqlx::Result<Option<Said>> {
    let (tx, bot) = (&mut deps.db.read().await?, cx.bot);
    let place = Place::of(message);
    let chat = place.chat;
    if matter::group_of(tx, bot, &deps.settings).await?.is_none_or(|group| group.chat != chat) {
        return Ok(None);
    }
    let is_faceless = faceless::writes(message);
    if message.text().is_some_and(is_command) {
        return Ok((is_faceless && wants_rights(message, &cx.me)).then_some(Said::Faceless));
    }
    let said = belongs(tx, bot, message, &place).await?;
    Ok(said.map(|said| if is_faceless { Said::Faceless } else { said }))
}

/// What a message in the officers' group is to a matter.
async fn belongs(
    tx: &mut Tx,
    bot: i64,
    message: &Message,
    place: &Place,
) -> sqlx::Result<Option<Said>> {
    let (chat, replied) = (place.chat, replied(message));
    if let Some(replied) = replied {
        if let Some(prompt) = prompts::of_message(tx, bot, chat, replied).await?
            && let Some(purpose) = Purpose::named(&prompt.purpose)
        {
            return Ok(Some(Said::Reply(prompt.feedback, purpose)));
        }
        if let Some(found) = feedback::of_header(tx, bot, chat, replied).await? {
            return Ok(Some(Said::Letter(found.id, Whom::All)));
        }
        if let Some(letter) = letters::copied_as(tx, bot, chat, replied).await?
            && letter.side == Side::Resident
        {
            return Ok(Some(Said::Letter(letter.feedback, Whom::Person(letter.person))));
        }
    }
    if place.topic != 0
        && let Some(found) = feedback::of_topic(tx, bot, chat, place.topic).await?
    {
        return Ok(Some(Said::Note(found.id)));
    }
    // Without topics what replies to an officer's words belongs to their matter.
    match replied {
        Some(replied) => {
            let letter = letters::written_as(tx, chat, replied).await?;
            Ok(letter.map(|letter| Said::Note(letter.feedback)))
        }
        None => Ok(None),
    }
}

/// Does what an officer's words are for; what others write stays in the group.
pub(in crate::bot) async fn hear(
    said: Said,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let incoming = Incoming::of(&message);
    let id = match &said {
        Said::Reply(id, _) | Said::Letter(id, _) | Said::Note(id) => *id,
        Said::Faceless => {
            return faceless::told(Scene::load(&deps, &cx, Place::of(&message)).await?);
        }
        Said::Broken(words) => return Err(Failure::Other(words.clone())),
    };
    let datasets = if let Said::Reply(_, Purpose::Publish) = said {
        let scene = Scene::load(&deps, &cx, Place::of(&message)).await?;
        let asking = scene.asking(&incoming.text, scene.chosen, &deps);
        desk::with(&deps, &asking, publish::named).await?
    } else {
        Vec::new()
    };
    let settings = Arc::clone(&deps.settings);
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let rights = Rights::of(&mut unit.tx, unit.bot, &settings, incoming.person).await?;
            let found = feedback::get(&mut unit.tx, unit.bot, id).await?;
            let Some(found) = found.filter(|_| rights.is_officer) else { return Ok(()) };
            match said {
                Said::Reply(_, purpose) => {
                    reply::act(unit, &settings, &found, purpose, &incoming, &datasets).await
                }
                Said::Letter(_, whom) => {
                    from_officer::write(unit, &settings, &found, &incoming, whom).await
                }
                Said::Note(_) => matter::note(unit, &found, &incoming).await,
                Said::Faceless | Said::Broken(_) => Ok(()),
            }
        })
    }))
}

/// The letter that an edited message is.
#[derive(Clone, Debug)]
pub(in crate::bot) struct Edited(Result<Letter, String>);

/// The letter that the edited `message` is, if it is one.
pub(in crate::bot) async fn find_letter(message: Message, deps: Deps) -> Option<Edited> {
    let read = async {
        let (chat, id) = (message.chat.id.0, i64::from(message.id.0));
        letters::written_as(&mut deps.db.read().await?, chat, id).await
    };
    match read.await {
        Ok(letter) => letter.map(|letter| Edited(Ok(letter))),
        Err(error) => Some(Edited(Err(error.to_string()))),
    }
}

/// Keeps the copies of an edited letter the same as it; an officer's only while they are one.
pub(in crate::bot) async fn edited(
    edited: Edited,
    message: Message,
    deps: Deps,
) -> Result<Work, Failure> {
    let letter = edited.0.map_err(Failure::Other)?;
    let incoming = Incoming::of(&message);
    let settings = Arc::clone(&deps.settings);
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let rights = Rights::of(&mut unit.tx, unit.bot, &settings, incoming.person).await?;
            if incoming.person != letter.person
                || (letter.side != Side::Resident && !rights.is_officer)
            {
                return Ok(());
            }
            matter::edited(unit, &settings, &letter, &incoming).await
        })
    }))
}
