//! The bot: what a message or a press means, what is to be done, and what is said.
//!
//! A handler reads and computes, and returns the [`Work`] of one short transaction; [`view`] holds the looks of
//! what is said, [`kept`] what buttons and the next question lean on. Nothing here calls Telegram.

use std::sync::Arc;

use chrono_tz::Tz;
use futures::future::BoxFuture;
use serde_json::{Value, json};
use teloxide::{
    dispatching::{DpHandlerDescription, UpdateFilterExt},
    dptree::{self, Handler as Branch, case, deps},
    types::{CallbackQuery, Message, Update, UpdateKind},
};
use tokio::sync::{Notify, watch};

use crate::{
    answer::Council,
    db::Db,
    i18n::Locale,
    store,
    telegram::{self, Api, Cx, Failure, Handler, Options, Work},
};

pub mod callback;
mod desk;
pub mod follow;
mod handlers;
mod hear;
mod housekeeping;
pub mod kept;
mod limit;
mod log;
pub(crate) mod matter;
pub mod news;
pub mod reply;
mod scene;
mod settings;
pub mod staff;
pub mod view;

pub use hear::{Command, Heard, hear};
use limit::{Limiter, Verdict};
pub use scene::Place;
pub use settings::{Name, Settings};
use view::Role;

/// What the bot answers from.
#[derive(Clone, Debug)]
pub struct Deps {
    /// Where conversations and answers are kept.
    pub db: Db,
    /// The council's data, swapped whole after a harvest.
    pub council: watch::Receiver<Arc<Council>>,
    /// What the operator decided.
    pub settings: Arc<Settings>,
    /// Woken when an admin asks for a harvest.
    pub harvest: Arc<Notify>,
}

impl Deps {
    /// The data as they stand now.
    pub(crate) fn council(&self) -> Arc<Council> {
        Arc::clone(&self.council.borrow())
    }

    /// The council's time zone.
    pub(crate) fn zone(&self) -> Tz {
        self.settings.zone
    }
}

type Schema = Branch<'static, Result<Work, Failure>, DpHandlerDescription>;

/// The whole conversation on one screen. What no branch takes is silently done with.
fn schema() -> Schema {
    // Before anything else: what officers write about a matter is no question to the bot.
    let officers: Schema = Update::filter_message()
        .filter_map_async(handlers::matter::topic::find)
        .endpoint(handlers::matter::topic::hear);
    // What an admin replies to a question of ours about news.
    let prompted: Schema = Update::filter_message()
        .filter_map_async(handlers::news::find)
        .endpoint(handlers::news::hear);
    let messages: Schema = Update::filter_message()
        .filter_map(|message: Message, cx: Cx| hear(&message, &cx.me))
        .map(|message: Message| Place::of(&message))
        .branch(within_limit())
        .branch(case![Heard::Question(text)].endpoint(handlers::question::ask))
        .branch(
            case![Heard::Command(command)]
                .branch(case![Command::Start(parameter)].endpoint(handlers::words::start))
                .branch(case![Command::Data].endpoint(handlers::words::data))
                .branch(case![Command::Help].endpoint(handlers::words::help))
                .branch(case![Command::Lang].endpoint(handlers::words::lang))
                .branch(case![Command::Privacy].endpoint(handlers::personal::privacy))
                .branch(case![Command::ForgetMe].endpoint(handlers::personal::forget))
                .branch(case![Command::ExportMe].endpoint(handlers::personal::export))
                .branch(case![Command::Want(kind)].endpoint(handlers::matter::form::want))
                .branch(case![Command::Mine].endpoint(handlers::matter::own::mine))
                .branch(case![Command::Requests].endpoint(handlers::matter::own::public))
                .branch(case![Command::Follow].endpoint(handlers::follow::page::open))
                .branch(case![Command::Stop].endpoint(handlers::follow::page::end))
                .branch(case![Command::Stats].endpoint(handlers::stats::stats))
                .branch(case![Command::Harvest].endpoint(handlers::harvest::ask))
                .branch(staff())
                .branch(case![Command::News].endpoint(handlers::news::news))
                .branch(case![Command::Matters].endpoint(handlers::figures::matters))
                .branch(case![Command::Unknown].endpoint(handlers::words::unknown)),
        )
        .branch(case![Heard::Location(point)].endpoint(handlers::place::keep))
        .branch(case![Heard::WithoutPlace].endpoint(handlers::question::without_place))
        .branch(case![Heard::Media(album)].endpoint(handlers::words::media));
    let letters: Schema = Update::filter_edited_message()
        .filter_map_async(handlers::matter::topic::find_letter)
        .endpoint(handlers::matter::topic::edited);
    let corrections: Schema = Update::filter_edited_message()
        .filter_map_async(handlers::matter::correction::find)
        .endpoint(handlers::matter::correction::correct);
    let edits: Schema = Update::filter_edited_message()
        .filter_map(|message: Message, cx: Cx| hear(&message, &cx.me))
        .branch(case![Heard::Question(text)].endpoint(handlers::question::edited));
    let presses: Schema = Update::filter_callback_query()
        .filter_map(|press: CallbackQuery| place_of_press(&press))
        .branch(within_limit())
        .endpoint(handlers::button::press);
    dptree::entry()
        .branch(officers)
        .branch(prompted)
        .branch(messages)
        .branch(letters)
        .branch(corrections)
        .branch(edits)
        .branch(presses)
}

/// What officers and admins command.
fn staff() -> Schema {
    dptree::entry()
        .branch(case![Command::Invite].endpoint(handlers::staff::invite))
        .branch(case![Command::Officers].endpoint(handlers::staff::list))
        .branch(case![Command::Bind(words)].endpoint(handlers::staff::bind))
        .branch(case![Command::Templates(words)].endpoint(handlers::staff::usual))
        .branch(case![Command::Block(words)].endpoint(handlers::matter::block::block))
        .branch(case![Command::Unblock(words)].endpoint(handlers::matter::block::unblock))
}

/// Takes what is beyond a person's limit of a minute.
fn within_limit() -> Schema {
    dptree::map(|place: Place, limiter: Arc<Limiter>, cx: Cx| {
        // Tried again after a failure it is the same one.
        if cx.failures == 0 { limiter.judge(place.person, cx.now) } else { Verdict::Answer }
    })
    .branch(case![Verdict::Tell].endpoint(handlers::words::not_now))
    .branch(case![Verdict::Pass].endpoint(async || Ok(Work::nothing())))
}

/// The handler of the inbox.
pub struct Bot {
    deps: Deps,
    limiter: Arc<Limiter>,
    schema: Schema,
}

impl Bot {
    /// A bot that answers from `deps`.
    pub fn new(deps: Deps) -> Self {
        let limiter = Arc::new(Limiter::new(deps.settings.questions_per_minute));
        Self { deps, limiter, schema: schema() }
    }
}

impl Handler for Bot {
    fn handle(&self, update: Update, cx: Cx) -> BoxFuture<'_, Result<Work, Failure>> {
        Box::pin(async move {
            let command = handlers::matter::command(&update, &self.deps, &cx).await?;
            let deps = deps![update, cx, self.deps.clone(), Arc::clone(&self.limiter)];
            let work = match self.schema.dispatch(deps).await {
                std::ops::ControlFlow::Break(work) => work?,
                std::ops::ControlFlow::Continue(_) => Work::nothing(),
            };
            match command {
                Some(scene) => handlers::matter::form::leave(scene, work),
                None => Ok(work),
            }
        })
    }

    fn inline(&self, query: Update, cx: Cx) -> BoxFuture<'_, Result<Option<Value>, Failure>> {
        Box::pin(async move {
            match query.kind {
                UpdateKind::InlineQuery(query) => {
                    handlers::inline::answer(query, &self.deps, &cx).await.map(Some)
                }
                _ => Ok(None),
            }
        })
    }
}

/// Runs the bot at `options` until `stop` turns true: tells Telegram its commands, then serves.
///
/// # Errors
///
/// If Telegram does not know the token, or the database fails before the first poll.
pub async fn run(
    options: Options,
    deps: Deps,
    stop: watch::Receiver<bool>,
) -> Result<(), telegram::Error> {
    let introduced = tokio::spawn(introduce(options.api.clone(), deps.clone()));
    let housekeeping = tokio::spawn(housekeeping::run(options.clone(), Arc::clone(&deps.settings)));
    let ended = telegram::run(options, Arc::new(Bot::new(deps)), stop).await;
    introduced.abort();
    housekeeping.abort();
    ended
}

/// Tells Telegram what the bot is and which commands it has, by language and role: in English for English clients,
/// else in Ukrainian.
async fn introduce(api: Api, deps: Deps) {
    let settings = &deps.settings;
    let mut scopes = vec![
        (Role::Resident, json!({"type": "default"})),
        (Role::Group, json!({"type": "all_group_chats"})),
    ];
    match appointed(&deps, api.bot()).await {
        Ok(appointed) => scopes.extend(appointed),
        Err(error) => tracing::warn!(%error, "cannot read who the officers are"),
    }
    let of_admin = |admin: &i64| (Role::Admin, json!({"type": "chat", "chat_id": admin}));
    scopes.extend(settings.admins.iter().map(of_admin));
    for (locale, language) in [(Locale::Uk, None), (Locale::En, Some("en"))] {
        let tell = async |method: &str, mut payload: Value| {
            if let Some(language) = language {
                payload["language_code"] = json!(language);
            }
            // All of it is a convenience: the bot serves without.
            if let Err(error) = api.call(method, &payload, Vec::new()).await {
                tracing::warn!(%error, "Telegram did not take what the bot says of itself");
            }
        };
        for (role, scope) in &scopes {
            let commands = command_list(*role, locale);
            tell("setMyCommands", json!({"commands": commands, "scope": scope})).await;
        }
        let name = settings.name.of(locale);
        tell("setMyDescription", json!({"description": view::description(locale, name)})).await;
        let short = view::short_description(locale, name);
        tell("setMyShortDescription", json!({"short_description": short})).await;
    }
}

/// The commands of `role`, as `setMyCommands` wants them.
fn command_list(role: Role, locale: Locale) -> Value {
    let commands = view::commands(role, locale).into_iter();
    commands.map(|(command, text)| json!({"command": command, "description": text})).collect()
}

/// The chats of the officers and admins who joined, and their group.
async fn appointed(deps: &Deps, bot: i64) -> sqlx::Result<Vec<(Role, Value)>> {
    let mut tx = deps.db.read().await?;
    let scope = |role, chat: i64| (role, json!({"type": "chat", "chat_id": chat}));
    let group = matter::group_of(&mut tx, bot, &deps.settings).await?;
    let officers = store::officers::all(&mut tx, bot).await?;
    let role = |name: &str| if name == "admin" { Role::Admin } else { Role::Officer };
    let officers = officers.iter().map(|officer| scope(role(&officer.role), officer.person));
    Ok(group.map(|group| scope(Role::Officer, group.chat)).into_iter().chain(officers).collect())
}

/// Who pressed, and under which message.
fn place_of_press(press: &CallbackQuery) -> Option<Place> {
    let message = press.message.as_ref()?;
    let chat = message.chat();
    let topic = message
        .regular_message()
        .filter(|message| message.is_topic_message)
        .and_then(|message| message.thread_id)
        .map_or(0, |thread| i64::from(thread.0.0));
    Some(Place {
        chat: chat.id.0,
        topic,
        person: i64::try_from(press.from.id.0).unwrap_or(0),
        private: chat.is_private(),
        message: None,
        language: press.from.language_code.clone(),
    })
}
