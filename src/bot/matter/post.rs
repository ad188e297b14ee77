//! A matter's topic and header in the officers' group, and what is said there and to those who want it.

use serde_json::json;

use super::route;
use crate::{
    bot::{Settings, reply::Reply, view},
    db::Tx,
    i18n::Locale,
    store::{
        chats,
        feedback::{self, Change, Matter, letters, sources, voices},
        officers::{self, Group},
    },
    telegram::{Call, Failure, IfUnknown, Priority, Unit},
};

/// The officers' group: as bound, else as configured; where it moved, where it is now.
pub(crate) async fn group(unit: &mut Unit, settings: &Settings) -> sqlx::Result<Option<Group>> {
    group_of(&mut unit.tx, unit.bot, settings).await
}

/// The same, to be read alone.
pub(crate) async fn group_of(
    tx: &mut Tx,
    bot: i64,
    settings: &Settings,
) -> sqlx::Result<Option<Group>> {
    let bound = officers::group(tx, bot).await?;
    let configured = settings.officers_chat.map(|chat| Group { chat, forum: true });
    let Some(group) = bound.or(configured) else { return Ok(None) };
    let now = chats::current(tx, bot, &group.chat.to_string()).await?;
    Ok(Some(Group { chat: now.parse().unwrap_or(group.chat), ..group }))
}

/// The language of the officers' group: as chosen there, else Ukrainian.
pub(crate) async fn language(unit: &mut Unit, group: Group) -> sqlx::Result<Locale> {
    let chat = chats::get(&mut unit.tx, unit.bot, &group.chat.to_string()).await?;
    Ok(chat.language.as_deref().map_or(Locale::Uk, Locale::nearest))
}

/// The language to speak to the officers in, whether or not they have a group.
pub(crate) async fn officers_language(
    unit: &mut Unit,
    settings: &Settings,
) -> sqlx::Result<Locale> {
    match group(unit, settings).await? {
        Some(group) => language(unit, group).await,
        None => Ok(Locale::Uk),
    }
}

/// Begins a matter and posts it to the officers; returns its number, and whether it is new.
pub(crate) async fn begin(
    unit: &mut Unit,
    settings: &Settings,
    new: &feedback::New<'_>,
) -> Result<(i64, bool), Failure> {
    let (number, is_new) = feedback::add(&mut unit.tx, new, unit.now).await?;
    if is_new {
        post(unit, settings, number).await?;
        if let Some(matter) = feedback::get(&mut unit.tx, unit.bot, number).await? {
            route::notify(unit, settings, &matter, view::notice).await?;
        }
    }
    Ok((number, is_new))
}

/// Makes the topic and the header of a matter, with everything that was written about it so far; without a group it
/// waits until one is bound.
pub(crate) async fn post(unit: &mut Unit, settings: &Settings, id: i64) -> Result<(), Failure> {
    let Some(group) = group(unit, settings).await? else { return Ok(()) };
    let Some(matter) = feedback::get(&mut unit.tx, unit.bot, id).await? else { return Ok(()) };
    let locale = language(unit, group).await?;
    let topic = if group.forum {
        let name = view::topic_name(&matter, locale);
        feedback::rename(&mut unit.tx, id, &name).await?;
        let call = Call::new("createForumTopic", json!({"chat_id": group.chat, "name": name}));
        Some(unit.say(&call.priority(Priority::Officers)).await?)
    } else {
        None
    };
    let reply = shown(unit, settings, &matter, locale).await?;
    let mut call = reply.to_chat(group.chat).priority(Priority::Officers);
    if let Some(topic) = topic {
        call = call.after(topic, Some("message_thread_id"));
    }
    let header = unit.say(&call).await?;
    let change = Change { posted: Some((topic, header)), ..Change::default() };
    if !feedback::change(&mut unit.tx, id, matter.version, &change, unit.now).await? {
        return Err(Failure::Conflict);
    }
    let mut matter = matter;
    (matter.topic, matter.header) = (topic, Some(header));
    for letter in letters::of(&mut unit.tx, id).await? {
        let html = view::letter_told(&letter, locale);
        let call = within(Reply::from(html).to_chat(group.chat), &matter);
        unit.say(&call.priority(Priority::Officers)).await?;
    }
    Ok(())
}

/// The head of a matter as it is now, with who is at it or is to be.
async fn shown(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    locale: Locale,
) -> Result<Reply, Failure> {
    let about = sources::of(&mut unit.tx, matter.id).await?;
    let people = voices::of(&mut unit.tx, matter.id).await?;
    let mut html = view::header(matter, &about, &people, settings, locale);
    let whose = route::whose(unit, settings, matter, locale).await?;
    if !whose.is_empty() {
        html = format!("{html}\n{whose}");
    }
    Ok(Reply { html, buttons: view::officer_buttons(matter, locale), ..Reply::default() })
}

/// `call` into the topic of `matter`, or as a reply to its header where the group has no topics.
pub(super) fn within(mut call: Call, matter: &Matter) -> Call {
    match (matter.topic, matter.header) {
        (Some(topic), _) => call.after(topic, Some("message_thread_id")),
        (None, Some(header)) => {
            // Somebody may have deleted the header.
            call.payload["reply_parameters"] = json!({"allow_sending_without_reply": true});
            call.after(header, Some("reply_parameters.message_id"))
        }
        (None, None) => call,
    }
}

/// Says `html` about a matter to the officers; returns its outbox row, `None` where they have no group.
pub(crate) async fn say(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    reply: &Reply,
) -> Result<Option<i64>, Failure> {
    let Some(group) = group(unit, settings).await? else { return Ok(None) };
    let call = within(reply.to_chat(group.chat), matter).priority(Priority::Officers);
    Ok(Some(unit.say(&call).await?))
}

/// Shows a matter as it is now: its header, and the name of its topic.
pub(crate) async fn refresh(unit: &mut Unit, settings: &Settings, id: i64) -> Result<(), Failure> {
    let Some(group) = group(unit, settings).await? else { return Ok(()) };
    let Some(matter) = feedback::get(&mut unit.tx, unit.bot, id).await? else { return Ok(()) };
    let Some(header) = matter.header else { return Ok(()) };
    let locale = language(unit, group).await?;
    let reply = shown(unit, settings, &matter, locale).await?;
    unit.say(&reply.edit_said(group.chat, header).priority(Priority::Officers)).await?;
    let name = view::topic_name(&matter, locale);
    // A name that stays would be refused, and count against the pace of the group.
    if let Some(topic) = matter.topic
        && feedback::rename(&mut unit.tx, id, &name).await?
    {
        let call = Call::new("editForumTopic", json!({"chat_id": group.chat, "name": name}));
        let call = call.after(topic, Some("message_thread_id"));
        unit.say(&call.priority(Priority::Officers)).await?;
    }
    Ok(())
}

/// Says to everyone who wants a matter what `words` make in their language; returns the outbox rows.
pub(crate) async fn tell_voices(
    unit: &mut Unit,
    id: i64,
    words: impl Fn(Locale, &voices::Voice) -> Reply,
) -> Result<Vec<i64>, Failure> {
    let mut rows = Vec::new();
    for voice in voices::of(&mut unit.tx, id).await? {
        // Who was forgotten is not spoken to.
        if voice.chat == 0 {
            continue;
        }
        let reply = words(Locale::nearest(&voice.locale), &voice);
        let call = Call { if_unknown: IfUnknown::Mark, ..reply.to_chat(voice.chat) };
        rows.push(unit.say(&call).await?);
    }
    Ok(rows)
}
