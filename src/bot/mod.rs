//! The bot: what a message or a press means, what is to be done, and what is said.
//!
//! A handler reads and computes, and returns the [`Work`] of one short transaction; [`view`] holds the looks of
//! what is said, [`kept`] what buttons and the next question lean on. Nothing here calls Telegram.

use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Tz;
use futures::future::BoxFuture;
use serde_json::json;
use teloxide::{
    dispatching::{DpHandlerDescription, UpdateFilterExt},
    dptree::{self, Handler as Branch, case, deps},
    types::{CallbackQuery, Message, Update},
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
mod handlers;
mod hear;
pub mod kept;
mod log;
pub mod reply;
mod scene;
mod settings;
pub mod view;

pub use hear::{Command, Heard, hear};
pub use scene::Place;
pub use settings::{Name, Settings};

/// How often what is over is forgotten.
const HOUSEKEEPING: std::time::Duration = std::time::Duration::from_hours(1);

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
    let messages: Schema = Update::filter_message()
        .filter_map(|message: Message, cx: Cx| hear(&message, &cx.me))
        .branch(case![Heard::Question(text)].endpoint(handlers::question::ask))
        .branch(
            case![Heard::Command(command)]
                .branch(case![Command::Start].endpoint(handlers::words::start))
                .branch(case![Command::Help].endpoint(handlers::words::help))
                .branch(case![Command::Lang].endpoint(handlers::words::lang))
                .branch(case![Command::Privacy].endpoint(handlers::words::privacy))
                .branch(case![Command::Stats].endpoint(handlers::stats::stats))
                .branch(case![Command::Unknown].endpoint(handlers::words::unknown)),
        )
        .branch(case![Heard::Location(point)].endpoint(handlers::place::keep))
        .branch(case![Heard::Media(album)].endpoint(handlers::words::media));
    let edits: Schema = Update::filter_edited_message()
        .filter_map(|message: Message, cx: Cx| hear(&message, &cx.me))
        .branch(case![Heard::Question(text)].endpoint(handlers::question::edited));
    let presses: Schema = Update::filter_callback_query().endpoint(handlers::button::press);
    dptree::entry().branch(messages).branch(edits).branch(presses)
}

/// The handler of the inbox.
pub struct Bot {
    deps: Deps,
    schema: Schema,
}

impl Bot {
    /// A bot that answers from `deps`.
    pub fn new(deps: Deps) -> Self {
        Self { deps, schema: schema() }
    }
}

impl Handler for Bot {
    fn handle(&self, update: Update, cx: Cx) -> BoxFuture<'_, Result<Work, Failure>> {
        Box::pin(async move {
            let outcome = self.schema.dispatch(deps![update, cx, self.deps.clone()]).await;
            match outcome {
                std::ops::ControlFlow::Break(work) => work,
                std::ops::ControlFlow::Continue(_) => Ok(Work::nothing()),
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
    let introduced = tokio::spawn(introduce(options.api.clone()));
    let housekeeping = tokio::spawn(housekeep(options.clone(), deps.settings.keep_questions));
    let ended = telegram::run(options, Arc::new(Bot::new(deps)), stop).await;
    introduced.abort();
    housekeeping.abort();
    ended
}

/// The commands as clients list them: in English for English clients, else in Ukrainian.
async fn introduce(api: Api) {
    for (locale, language) in [(Locale::Uk, None), (Locale::En, Some("en"))] {
        let commands: Vec<_> = view::commands(locale)
            .into_iter()
            .map(|(command, description)| json!({"command": command, "description": description}))
            .collect();
        let mut payload = json!({"commands": commands});
        if let Some(language) = language {
            payload["language_code"] = json!(language);
        }
        // The list is a convenience: the bot serves without it.
        if let Err(error) = api.call("setMyCommands", &payload, Vec::new()).await {
            tracing::warn!(%error, "Telegram did not take the list of commands");
        }
    }
}

/// Forgets answers whose buttons no longer work, conversations as old, and the words of questions after `keep`: /privacy
/// promises it.
async fn housekeep(options: Options, keep: TimeDelta) {
    loop {
        let forgotten = async {
            let now = (options.clock)();
            let mut tx = options.db.write().await?;
            let answers = store::answers::forget(&mut tx, now).await?;
            let conversations =
                store::conversation::forget(&mut tx, now - store::answers::KEPT).await?;
            let questions = store::questions::forget_words(&mut tx, now - keep).await?;
            tx.commit().await?;
            Ok::<_, sqlx::Error>((answers, conversations, questions))
        };
        match forgotten.await {
            Ok((answers, conversations, questions)) => {
                tracing::debug!(answers, conversations, questions, "forgot what is over");
            }
            Err(error) => tracing::warn!(%error, "cannot forget what is over"),
        }
        tokio::time::sleep(HOUSEKEEPING).await;
    }
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
