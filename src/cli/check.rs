//! `dovidka check`: whether configuration, database, sources and Telegram are as they should be.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Args, Failure, needed};
use crate::{
    app::{self, App},
    config::{Config, Environment},
    db::Db,
    i18n::Locale,
    store::{
        chats,
        officers::{self, Group},
    },
    telegram::{Api, CallError},
};

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    /// What: a file, an address, a chat.
    name: String,
    /// What is well, or else what to mend.
    found: Result<String, String>,
}

/// Looks at everything and says of each that it is well or what to mend.
pub(super) async fn run(
    args: &Args,
    environment: &Environment,
    locale: Locale,
) -> Result<(), Failure> {
    let read = needed(args, locale)?;
    let mut items = vec![Item {
        name: locale.text("cli-check-config", &[]),
        found: Ok(read.council.name(locale).to_owned()),
    }];
    let (item, app) = database(&read, environment, locale).await;
    items.push(item);
    items.extend(telegram(&read, environment, app.as_ref().map(|app| &app.db), locale).await);
    let well = items.iter().all(|item| item.found.is_ok());
    let mut out = io::stdout().lock();
    for item in &items {
        // Whether or not somebody still reads, the status tells the outcome.
        let _ = writeln!(out, "{}", if args.json { as_json(item) } else { as_text(item, locale) });
    }
    if well { Ok(()) } else { Err(Failure::Told) }
}

fn as_json(item: &Item) -> String {
    let (ok, detail) = match &item.found {
        Ok(detail) => (true, detail),
        Err(detail) => (false, detail),
    };
    json!({ "name": item.name, "ok": ok, "detail": detail }).to_string()
}

fn as_text(item: &Item, locale: Locale) -> String {
    let (key, detail) = match &item.found {
        Ok(detail) => ("cli-check-ok", detail),
        Err(detail) => ("cli-check-mend", detail),
    };
    locale.text(key, &[("name", item.name.as_str().into()), ("detail", detail.as_str().into())])
}

/// The database, open if it can be.
async fn database(
    config: &Config,
    environment: &Environment,
    locale: Locale,
) -> (Item, Option<App>) {
    let name = locale.text("cli-check-database", &[]);
    match App::open(Some(config.clone()), environment, app::system_clock()).await {
        Ok(app) => {
            let url =
                environment.database_url.as_deref().unwrap_or(crate::config::DEFAULT_DATABASE);
            (Item { name, found: Ok(crate::config::shown_database(url)) }, Some(app))
        }
        Err(error) => {
            let text = match super::app_failure(&error, locale) {
                Failure::Usage(text) | Failure::Failed(text) => text,
                Failure::Silent | Failure::Told => error.to_string(),
            };
            (Item { name, found: Err(text) }, None)
        }
    }
}

async fn telegram(
    config: &Config,
    environment: &Environment,
    db: Option<&Db>,
    locale: Locale,
) -> Vec<Item> {
    let bot = locale.text("cli-check-bot", &[]);
    let token = match environment.need_token() {
        Ok(token) => token,
        Err(error) => return vec![Item { name: bot, found: Err(error.text(locale)) }],
    };
    let api = match Api::new(token.reveal(), &environment.api_url) {
        Ok(api) => api,
        Err(error) => return vec![Item { name: bot, found: Err(error.to_string()) }],
    };
    let me = match api.call("getMe", &json!({}), Vec::new()).await {
        Ok(me) => me,
        Err(error) => {
            return vec![Item { name: bot, found: Err(refused(&error, environment, locale)) }];
        }
    };
    let username = me["username"].as_str().unwrap_or_default();
    let mut items = vec![Item { name: bot, found: Ok(format!("@{username}")) }];
    let configured = config.telegram.officers_chat.map(|chat| Group { chat, forum: true });
    if let Some(group) = bound(db, api.bot()).await.or(configured) {
        let name = locale.text("cli-check-officers", &[]);
        let right = if group.forum { "can_manage_topics" } else { NONE };
        let found = rights(&api, &json!(group.chat), right, environment, locale).await;
        items.push(Item { name, found });
    }
    if let Some(channel) = &config.telegram.news_channel {
        let name = locale.text("cli-check-channel", &[]);
        let chat = channel.parse::<i64>().map_or_else(|_| json!(channel), |id| json!(id));
        let found = rights(&api, &chat, "can_post_messages", environment, locale).await;
        items.push(Item { name, found });
    }
    items
}

/// The officers' group that was bound, where it is now.
async fn bound(db: Option<&Db>, bot: i64) -> Option<Group> {
    let mut tx = db?.read().await.ok()?;
    let group = officers::group(&mut tx, bot).await.ok()??;
    let now = chats::current(&mut tx, bot, &group.chat.to_string()).await.ok()?;
    Some(Group { chat: now.parse().unwrap_or(group.chat), ..group })
}

/// The right to write in a group, which every member has.
const NONE: &str = "";

/// Whether the bot is an administrator of `chat` with `right`, or with [`NONE`] a member.
async fn rights(
    api: &Api,
    chat: &Value,
    right: &str,
    environment: &Environment,
    locale: Locale,
) -> Result<String, String> {
    let refused = |error| refused(&error, environment, locale);
    let found =
        api.call("getChat", &json!({ "chat_id": chat }), Vec::new()).await.map_err(refused)?;
    let title = found["title"].as_str().unwrap_or_default().to_owned();
    if right == "can_manage_topics" && found["is_forum"].as_bool() != Some(true) {
        return Err(locale.text("cli-check-no-topics", &[("chat", title.into())]));
    }
    let asked = json!({ "chat_id": chat, "user_id": api.bot() });
    let member = api.call("getChatMember", &asked, Vec::new()).await.map_err(refused)?;
    let is_in = !matches!(member["status"].as_str(), None | Some("left" | "kicked"));
    if right == NONE && is_in {
        return Ok(title);
    }
    if member["status"] != "administrator" || member[right].as_bool() != Some(true) {
        let key = match right {
            "can_manage_topics" => "cli-check-no-topic-right",
            NONE => "cli-check-not-in",
            _ => "cli-check-no-post-right",
        };
        return Err(locale.text(key, &[("chat", title.into())]));
    }
    Ok(title)
}

fn refused(error: &CallError, environment: &Environment, locale: Locale) -> String {
    locale.text(
        "cli-check-refused",
        &[("address", environment.api_url.as_str().into()), ("detail", error.to_string().into())],
    )
}
