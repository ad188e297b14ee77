//! The topics of a forum.

use serde_json::{Map, Value, json};

use super::{
    super::{
        view::{Happening, Topic},
        world::{Refusal, World},
    },
    Answer, fields,
    parameters::{number, text},
};

/// The colours that an icon may have; the first is the usual one.
const COLORS: [i64; 6] = [7_322_096, 16_766_590, 13_338_331, 9_367_192, 16_749_490, 16_478_047];
/// Characters in a name; the server cuts off the rest.
const NAME_LIMIT: usize = 128;

/// `createForumTopic`.
pub(super) fn create(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let chat = forum(world, parameters, "create a topic")?;
    let name = name(world, parameters);
    if name.is_empty() {
        return Err(Refusal::bad("title must be non-empty"));
    }
    let color = number(parameters, "icon_color").unwrap_or(COLORS[0]);
    if !COLORS.contains(&color) {
        world.violation(format!("createForumTopic: icon_color {color} is none of the six"));
    }
    let icon = text(parameters, "icon_custom_emoji_id").map(ToOwned::to_owned);
    world.pace(chat, 1, false)?;
    let bot = world.bot_user();
    let topic = world.open_topic(
        chat,
        bot,
        Topic { id: 0, name, icon_color: color, icon_custom_emoji_id: icon, closed: false },
    );
    Ok(described(&topic))
}

fn described(topic: &Topic) -> Value {
    let mut described = json!({
        "message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color,
    });
    if let Some(icon) = &topic.icon_custom_emoji_id {
        described["icon_custom_emoji_id"] = json!(icon);
    }
    described
}

/// A name without white space at the ends, cut to what the server keeps.
fn name(world: &mut World, parameters: &Map<String, Value>) -> String {
    let name = text(parameters, "name").unwrap_or_default().trim();
    if name.chars().count() > NAME_LIMIT {
        world.violation(format!("a topic's name has more than {NAME_LIMIT} characters"));
    }
    name.chars().take(NAME_LIMIT).collect::<String>().trim_end().to_owned()
}

/// The forum that a call names, if the bot may do this there.
fn forum(world: &World, parameters: &Map<String, Value>, what: &str) -> Result<i64, Refusal> {
    let id = world.find(&parameters["chat_id"], true)?;
    let chat = world.chats.get(&id).filter(|chat| chat.is_forum());
    let Some(chat) = chat else { return Err(Refusal::bad("the chat is not a forum")) };
    let right =
        if what == "delete the topic" { "can_delete_messages" } else { "can_manage_topics" };
    if chat.may(right) {
        Ok(id)
    } else {
        Err(Refusal::bad(&format!("not enough rights to {what}")))
    }
}

/// A topic that a call names, and its forum.
fn topic(
    world: &World,
    parameters: &Map<String, Value>,
    what: &str,
) -> Result<(i64, Topic), Refusal> {
    let chat = forum(world, parameters, what)?;
    let id = number(parameters, "message_thread_id").unwrap_or(0);
    let topic = world.chats.get(&chat).and_then(|chat| chat.topics.get(&id));
    topic.map(|topic| (chat, topic.clone())).ok_or_else(|| Refusal::bad("TOPIC_ID_INVALID"))
}

/// `editForumTopic`.
pub(super) fn edit(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let (chat, old) = topic(world, parameters, "edit the topic")?;
    let name = name(world, parameters);
    let mut new = old.clone();
    let mut edited = Map::new();
    if !name.is_empty() && name != old.name {
        edited.insert("name".to_owned(), json!(name));
        new.name = name;
    }
    if let Some(icon) = parameters.get("icon_custom_emoji_id").and_then(Value::as_str)
        && icon != old.icon_custom_emoji_id.as_deref().unwrap_or_default()
    {
        edited.insert("icon_custom_emoji_id".to_owned(), json!(icon));
        new.icon_custom_emoji_id = Some(icon.to_owned()).filter(|icon| !icon.is_empty());
    }
    if edited.is_empty() {
        return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
    }
    let bot = world.bot_user();
    world.change_topic(chat, bot, new, fields([("forum_topic_edited", Value::Object(edited))]));
    Ok(json!(true))
}

/// `closeForumTopic` and `reopenForumTopic`.
pub(super) fn close(world: &mut World, parameters: &Map<String, Value>, closed: bool) -> Answer {
    let what = if closed { "close the topic" } else { "reopen the topic" };
    let (chat, old) = topic(world, parameters, what)?;
    if old.closed == closed {
        return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
    }
    let bot = world.bot_user();
    let notice = if closed { "forum_topic_closed" } else { "forum_topic_reopened" };
    world.change_topic(chat, bot, Topic { closed, ..old }, fields([(notice, json!({}))]));
    Ok(json!(true))
}

/// `deleteForumTopic`.
pub(super) fn delete(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let (chat, old) = topic(world, parameters, "delete the topic")?;
    world.delete_topic(chat, old.id);
    Ok(json!(true))
}

/// `unpinAllForumTopicMessages`.
pub(super) fn unpin(world: &mut World, parameters: &Map<String, Value>) -> Answer {
    let (id, topic) = topic(world, parameters, "manage pinned messages in the chat")?;
    if let Some(chat) = world.chat(id) {
        let inside = |message: i64| {
            chat.messages.get(&message).map(|it| it["message_thread_id"] == topic.id)
        };
        let kept: Vec<i64> =
            chat.pinned.iter().copied().filter(|pinned| inside(*pinned) != Some(true)).collect();
        chat.pinned = kept;
    }
    world.happens(id, Happening::Changed);
    Ok(json!(true))
}
