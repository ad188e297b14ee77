//! `dovidka playground`: the whole bot on a Telegram of its own, with a web chat.

use std::io::{self, Write};

use tokio::sync::watch;

use super::Failure;
use crate::{
    app,
    i18n::Locale,
    playground::{Error, Opening, Playground},
};

/// Runs until `stop` turns true.
pub(super) async fn run(
    opening: Opening,
    stop: watch::Receiver<bool>,
    locale: Locale,
) -> Result<(), Failure> {
    let file = opening.keep.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
    let failed = |error: &Error| failure(error, &file, locale);
    let playground =
        Playground::open(opening, app::system_clock()).await.map_err(|error| failed(&error))?;
    let line = locale.text("cli-playground-ready", &[("url", playground.url().into())]);
    // Whoever does not read the line may still open the page.
    let _ = writeln!(io::stdout(), "{line}");
    playground.run(stop).await.map_err(|error| failed(&error))
}

fn failure(error: &Error, file: &str, locale: Locale) -> Failure {
    match error {
        Error::App(app::Error::OtherData { .. }) => {
            Failure::Usage(locale.text("cli-playground-real", &[("file", file.into())]))
        }
        Error::App(app::Error::Database { error, .. }) => Failure::Failed(locale.text(
            "cli-playground-file",
            &[("file", file.into()), ("detail", error.to_string().into())],
        )),
        Error::Port { port, error } => Failure::Failed(locale.text(
            "cli-playground-port",
            &[("port", port.to_string().into()), ("detail", error.to_string().into())],
        )),
        Error::Database(_) | Error::Harvest(_) | Error::Bot(_) => Failure::Failed(
            locale.text("cli-playground-failed", &[("detail", error.to_string().into())]),
        ),
    }
}
