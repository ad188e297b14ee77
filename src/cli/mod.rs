//! The command line: what the operator runs.

mod args;
mod ask;
mod check;
mod harvest;
mod playground;
mod serve;
mod upkeep;

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    path::Path,
    process::ExitCode,
    sync::Arc,
};

use args::{Args, Command, Stop};

use crate::{
    app::{self, App, Clock},
    config::{self, Config, Environment},
    i18n::Locale,
    playground::Opening,
};

/// Why a command did not do what it was asked; the texts are whole lines for standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Failure {
    /// Wrong usage or configuration: status 2.
    Usage(String),
    /// It was tried and did not work: status 1.
    Failed(String),
    /// Whoever read the output left: nothing to say, status 0.
    Silent,
    /// All was said on standard output already: status 1.
    Told,
}

impl Failure {
    fn failed(text: String) -> Self {
        Self::Failed(text)
    }

    /// Says why on standard error; gives the exit status.
    fn end(self) -> ExitCode {
        match self {
            Self::Usage(text) => {
                complain(&text);
                ExitCode::from(2)
            }
            Self::Failed(text) => {
                complain(&text);
                ExitCode::from(1)
            }
            Self::Told => ExitCode::from(1),
            Self::Silent => ExitCode::SUCCESS,
        }
    }
}

fn complain(text: &str) {
    // Nobody is left to be told that standard error is closed.
    let _ = writeln!(io::stderr(), "dovidka: {text}");
}

/// Does what `args` (the program's name first) ask; gives the exit status: 0 done, 1 failed, 2 wrong
/// usage or configuration.
pub fn main(args: impl Iterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = args.collect();
    let variable = |name: &str| env::var(name).ok();
    let locale = args::locale(&words, variable);
    let args = match args::read(&words, locale, variable) {
        Ok(args) => args,
        Err(Stop::Shown(text)) => {
            // A reader that left early is no failure.
            let _ = io::stdout().write_all(text.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(Stop::Wrong(text)) => return Failure::Usage(text).end(),
    };
    log(&args);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let detail = error.to_string().into();
            return Failure::Failed(locale.text("cli-no-runtime", &[("detail", detail)])).end();
        }
    };
    let done = runtime.block_on(run(args, locale));
    // Work on blocking threads (a table being parsed) must not hold the process back.
    runtime.shutdown_background();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.end(),
    }
}

/// The log goes to standard error and is ours alone: what libraries log at finer levels may hold the
/// addresses that they call, and with them the bot's token.
fn log(args: &Args) {
    let level = match (args.verbose, &args.command) {
        (0, Command::Serve { .. }) | (1, _) => "warn,dovidka=info",
        (0, _) => "error,dovidka=warn",
        (2, _) => "warn,dovidka=debug",
        _ => "warn,dovidka=trace",
    };
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(level))
        .with_writer(io::stderr)
        .init();
}

async fn run(args: Args, locale: Locale) -> Result<(), Failure> {
    // Before the environment is read: a real bot's token and database are nothing to it.
    if let Command::Playground { port, keep } = args.command {
        return playground::run(Opening { port, keep, at: args.at }, signals(locale)?, locale)
            .await;
    }
    let usage = |error: config::Error| Failure::Usage(error.text(locale));
    let environment = Environment::read().map_err(usage)?;
    match &args.command {
        Command::Ask(ask) => {
            let clock: Clock = match args.at {
                Some(at) => Arc::new(move || at),
                None => app::system_clock(),
            };
            let app = open(config(&args).map_err(usage)?, &environment, clock, locale).await?;
            fill(&app, &environment, locale).await?;
            let council = app.council.borrow().clone();
            let desk = ask::Desk {
                council: &council,
                clock: &app.clock,
                zone: app.time_zone(),
                locale,
                lang: args.lang,
                near: ask.near,
            };
            match (&ask.question, &ask.batch) {
                (Some(text), _) => {
                    desk.one(ask, text, args.json, &mut io::stdout().lock())?;
                    if app.config.is_none() && !args.json {
                        eprintln!("{}", locale.text("cli-demo-note", &[]));
                    }
                    Ok(())
                }
                (None, Some(file)) => {
                    let mut input = desk.open(file)?;
                    desk.batch(file, &mut input, &mut io::stdout().lock())
                }
                (None, None) => Ok(()),
            }
        }
        Command::Harvest => {
            let config = needed(&args, locale)?;
            let app = open(Some(config), &environment, app::system_clock(), locale).await?;
            harvest::run(&app, args.json, locale).await
        }
        Command::Serve { demo } => {
            let stop = signals(locale)?;
            let config = if *demo { None } else { Some(needed(&args, locale)?) };
            let token = environment.need_token().map_err(usage)?;
            let app = open(config, &environment, app::system_clock(), locale).await?;
            serve::run(&app, token, &environment.api_url, stop, locale).await
        }
        Command::Playground { .. } => Ok(()),
        Command::Check => check::run(&args, &environment, locale).await,
        Command::Migrate => upkeep::migrate(&args, &environment, locale).await,
        Command::Backup(file) => upkeep::backup(file, &args, &environment, locale).await,
    }
}

/// The configuration: of `--config` or `$DOVIDKA_CONFIG`, else of `dovidka.toml` if there is one.
fn config(args: &Args) -> Result<Option<Config>, config::Error> {
    let default = Path::new(config::DEFAULT_FILE);
    match &args.config {
        Some(path) => Config::read(path).map(Some),
        None if default.exists() => Config::read(default).map(Some),
        None => Ok(None),
    }
}

async fn open(
    config: Option<Config>,
    environment: &Environment,
    clock: Clock,
    locale: Locale,
) -> Result<App, Failure> {
    App::open(config, environment, clock).await.map_err(|error| app_failure(&error, locale))
}

/// The configuration, where a command cannot do without.
fn needed(args: &Args, locale: Locale) -> Result<Config, Failure> {
    config(args)
        .map_err(|error| Failure::Usage(error.text(locale)))?
        .ok_or_else(|| Failure::Usage(locale.text("cli-no-config", &[])))
}

/// Loads the council's data; those of the demonstration council come out of the binary first.
async fn fill(app: &App, environment: &Environment, locale: Locale) -> Result<(), Failure> {
    let failed = |error: &sqlx::Error| database_failure(environment, error, locale);
    if app.version().await.map_err(|error| failed(&error))? == 0 {
        if app.config.is_some() {
            return Err(Failure::Failed(locale.text("cli-no-data", &[])));
        }
        app.harvest(&|_| ()).await.map_err(|error| harvest::failure(&error, locale))?;
    }
    app.load().await.map_err(|error| failed(&error))?;
    Ok(())
}

fn database_failure(environment: &Environment, error: &sqlx::Error, locale: Locale) -> Failure {
    let url = environment.database_url.as_deref().unwrap_or(config::DEFAULT_DATABASE);
    Failure::Failed(locale.text(
        "cli-database-failed",
        &[("url", config::shown_database(url).into()), ("detail", error.to_string().into())],
    ))
}

fn signals(locale: Locale) -> Result<tokio::sync::watch::Receiver<bool>, Failure> {
    crate::telegram::signals().map_err(|error| {
        let detail = error.to_string().into();
        Failure::Failed(locale.text("cli-no-runtime", &[("detail", detail)]))
    })
}

fn app_failure(error: &app::Error, locale: Locale) -> Failure {
    match error {
        app::Error::Database { url, error } => Failure::Failed(locale.text(
            "cli-database-failed",
            &[("url", url.as_str().into()), ("detail", error.to_string().into())],
        )),
        app::Error::OtherData { url, demo: true } => {
            Failure::Usage(locale.text("cli-database-demo", &[("url", url.as_str().into())]))
        }
        app::Error::OtherData { url, demo: false } => {
            Failure::Usage(locale.text("cli-database-real", &[("url", url.as_str().into())]))
        }
    }
}
