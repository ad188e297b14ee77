//! `dovidka serve`: the bot and its jobs, until the process is told to stop.

use tokio::sync::watch;

use super::Failure;
use crate::{
    app::App,
    bot::Settings,
    config::Token,
    i18n::Locale,
    service,
    telegram::{Api, Options},
};

/// Serves until `stop` turns true.
pub(super) async fn run(
    app: &App,
    token: &Token,
    api_url: &str,
    stop: watch::Receiver<bool>,
    locale: Locale,
) -> Result<(), Failure> {
    let api = Api::new(token.reveal(), api_url).map_err(|error| {
        Failure::Usage(locale.text("cli-bot-unfit", &[("detail", error.to_string().into())]))
    })?;
    let config = app.config.as_deref();
    let mut options = Options::new(app.db.clone(), api, app.clock.clone());
    if let Some(config) = config {
        options.limits.bulk_per_second = config.telegram.bulk_per_second;
    }
    service::run(app, Settings::of(config), options, stop).await.map_err(|error| {
        Failure::Failed(locale.text(
            "cli-bot-failed",
            &[("address", api_url.into()), ("detail", error.to_string().into())],
        ))
    })
}
