//! `dovidka migrate` and `dovidka backup`: the schema, and a copy of the database.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{Args, Failure};
use crate::{
    config::{self, Environment},
    db::Db,
    i18n::Locale,
    store,
};

fn url(environment: &Environment) -> &str {
    environment.database_url.as_deref().unwrap_or(config::DEFAULT_DATABASE)
}

fn failed(url: &str, error: &sqlx::Error, locale: Locale) -> Failure {
    Failure::Failed(locale.text(
        "cli-database-failed",
        &[("url", config::shown_database(url).into()), ("detail", error.to_string().into())],
    ))
}

/// Says what was done: a line, or an object if `--json` was given.
fn done(args: &Args, text: &str, object: &serde_json::Value) {
    let said = if args.json { object.to_string() } else { text.to_owned() };
    // It is done whether or not somebody still reads.
    let _ = writeln!(io::stdout(), "{said}");
}

/// Brings the schema up to date.
pub(super) async fn migrate(
    args: &Args,
    environment: &Environment,
    locale: Locale,
) -> Result<(), Failure> {
    let url = url(environment);
    Db::open(url).await.map_err(|error| failed(url, &error, locale))?;
    let shown = config::shown_database(url);
    let text = locale.text("cli-migrated", &[("url", shown.clone().into())]);
    done(args, &text, &serde_json::json!({ "database": shown, "migrated": true }));
    Ok(())
}

/// Copies an SQLite database to `file` while it is in use.
pub(super) async fn backup(
    file: &Path,
    args: &Args,
    environment: &Environment,
    locale: Locale,
) -> Result<(), Failure> {
    let url = url(environment);
    let name = || file.display().to_string();
    if !url.starts_with("sqlite:") {
        return Err(Failure::Usage(locale.text("cli-backup-postgres", &[("file", name().into())])));
    }
    if file.exists() {
        return Err(Failure::Failed(locale.text("cli-backup-exists", &[("file", name().into())])));
    }
    // A copy that was cut short must not look like one: it gets its name when it is whole.
    let part = PathBuf::from(format!("{}.part", name()));
    let unwritten = |error: &io::Error| {
        let _ = fs::remove_file(&part);
        Failure::Failed(locale.text(
            "cli-not-written",
            &[("file", name().into()), ("detail", error.to_string().into())],
        ))
    };
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unwritten(&error)),
        Ok(()) | Err(_) => {}
    }
    store::backup::sqlite(url, &part).await.map_err(|error| {
        let _ = fs::remove_file(&part);
        Failure::Failed(locale.text(
            "cli-backup-failed",
            &[
                ("url", config::shown_database(url).into()),
                ("file", name().into()),
                ("detail", error.to_string().into()),
            ],
        ))
    })?;
    fs::File::open(&part)
        .and_then(|part| part.sync_all())
        .and_then(|()| fs::rename(&part, file))
        .map_err(|error| unwritten(&error))?;
    let text = locale.text("cli-backed-up", &[("file", name().into())]);
    done(args, &text, &serde_json::json!({ "file": name() }));
    Ok(())
}
