//! A bot on the simulated Telegram, run by the real wire.

use std::{sync::Arc, time::Duration};

use dovidka::{
    db::Db,
    playground::telegram::{Setup, Telegram},
    telegram::{self, Api, Call, Cx, Failure, Handler, Mono, Options, Work},
};
use futures::future::BoxFuture;
use teloxide::types::Update;
use tokio::{sync::watch, task::JoinHandle};

/// A bot under way; dropped, it dies as if killed.
pub(crate) struct Running {
    task: JoinHandle<Result<(), telegram::Error>>,
    stop: watch::Sender<bool>,
}

impl Running {
    /// Starts the wire for `telegram` over `db` with `handler`.
    pub(crate) fn start(telegram: &Telegram, db: &Db, handler: Arc<dyn Handler>) -> Self {
        let (stop, told) = watch::channel(false);
        let task = tokio::spawn(telegram::run(options(telegram, db), handler, told));
        Self { task, stop }
    }

    /// Tells it to stop and waits for the end.
    pub(crate) async fn stops(mut self) {
        self.stop.send_replace(true);
        tokio::time::timeout(Duration::from_secs(10), &mut self.task)
            .await
            .expect("it ends within 10 s")
            .unwrap()
            .unwrap();
    }

    /// Ends it between any two steps, with no chance to tidy up.
    pub(crate) async fn dies(mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What a bot runs with on the simulated Telegram.
pub(crate) fn options(telegram: &Telegram, db: &Db) -> Options {
    let api = Api::new(&telegram.token(), telegram.url()).unwrap();
    let mut options = Options::new(db.clone(), api, telegram.clock());
    options.mono = telegram.mono();
    options.poll_secs = 5;
    options
}

/// A Telegram on which waits for the pace take a `speed`th of the time.
pub(crate) async fn fast(speed: f64) -> Telegram {
    Telegram::start_with(Setup { mono: Mono::at_speed(speed), ..Setup::default() }).await.unwrap()
}

/// Repeats what it is told, and more on command.
pub(crate) struct Echo;

impl Handler for Echo {
    fn handle(&self, update: Update, _: Cx) -> BoxFuture<'_, Result<Work, Failure>> {
        Box::pin(async move {
            let Some(chat) = update.chat().map(|chat| chat.id.0) else {
                return Ok(Work::nothing());
            };
            let text = match &update.kind {
                teloxide::types::UpdateKind::Message(message) => {
                    message.text().unwrap_or_default().to_owned()
                }
                teloxide::types::UpdateKind::CallbackQuery(query) => {
                    format!("press {}", query.data.clone().unwrap_or_default())
                }
                _ => return Ok(Work::nothing()),
            };
            assert!(!text.starts_with("panic"), "as told");
            if text.starts_with("fail") {
                return Err(Failure::Other("as told".to_owned()));
            }
            if let Some(millis) = text.strip_prefix("slow ") {
                tokio::time::sleep(Duration::from_millis(millis.parse().unwrap())).await;
            }
            let html = format!("echo: {text}").replace('&', "&amp;").replace('<', "&lt;");
            Ok(Work::says(Call::message(chat, &html)))
        })
    }
}
