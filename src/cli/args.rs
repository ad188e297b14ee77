//! What was asked of the program: its arguments, read in the reader's language.

use std::{ffi::OsString, path::PathBuf};

use chrono::{DateTime, Utc};
use clap::{
    Arg, ArgAction, ArgMatches, Command as Clap,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{i18n::Locale, table::Point};

/// The arguments of one run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Args {
    /// `--config`, else `$DOVIDKA_CONFIG`.
    pub(super) config: Option<PathBuf>,
    /// `--json`
    pub(super) json: bool,
    /// `--lang`
    pub(super) lang: Option<Locale>,
    /// How often `-v` was given.
    pub(super) verbose: u8,
    /// `--at`
    pub(super) at: Option<DateTime<Utc>>,
    /// What to do.
    pub(super) command: Command,
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Command {
    /// Answer one question, or a file of them.
    Ask(Ask),
    /// Read every source once.
    Harvest,
    /// Run the bot.
    Serve {
        /// With the demonstration council.
        demo: bool,
    },
    /// Run the bot on a simulated Telegram with a web chat.
    Playground {
        /// The page's port.
        port: Option<u16>,
        /// Where everything is kept.
        keep: Option<PathBuf>,
    },
    /// Look whether all is well.
    Check,
    /// Bring the schema up to date.
    Migrate,
    /// Copy the database to this file.
    Backup(PathBuf),
}

/// What to answer, and where to put it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ask {
    /// The question.
    pub(super) question: Option<String>,
    /// JSON lines to answer; `-` is standard input.
    pub(super) batch: Option<PathBuf>,
    /// Where the resident is.
    pub(super) near: Option<Point>,
    /// Where the whole result goes as CSV.
    pub(super) csv: Option<PathBuf>,
    /// Where the chart goes as PNG.
    pub(super) chart: Option<PathBuf>,
}

/// Why there is nothing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Help or version was asked for: this is it.
    Shown(String),
    /// The arguments are wrong: why, and what to do.
    Wrong(String),
}

/// The language of messages before the arguments are read: `--lang`, else the environment's
/// (`LC_ALL`, `LC_MESSAGES`, `LANG`), else Ukrainian.
pub(super) fn locale(args: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Locale {
    let mut words = args.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        let tag = match word.strip_prefix("--lang") {
            Some("") => words.next().map(std::borrow::Cow::into_owned),
            Some(tag) => tag.strip_prefix('=').map(ToOwned::to_owned),
            None => None,
        };
        if let Some(tag) = tag {
            return Locale::nearest(&tag);
        }
    }
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|tag| !tag.is_empty())
        .map_or(Locale::Uk, |tag| Locale::nearest(&tag))
}

/// Reads the arguments, the program's name first.
pub(super) fn read(
    args: &[OsString],
    locale: Locale,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Args, Stop> {
    let matches = clap(locale).try_get_matches_from(args).map_err(|error| stop(&error, locale))?;
    let lang = match matches.get_one::<String>("lang").map(String::as_str) {
        None => None,
        Some("uk") => Some(Locale::Uk),
        Some("en") => Some(Locale::En),
        Some(other) => return Err(wrong_value(locale, "--lang", other, "cli-wanted-lang")),
    };
    let at = match matches.get_one::<String>("at") {
        None => None,
        Some(text) => Some(
            DateTime::parse_from_rfc3339(text)
                .map_err(|_| wrong_value(locale, "--at", text, "cli-wanted-at"))?
                .with_timezone(&Utc),
        ),
    };
    let config = matches
        .get_one::<PathBuf>("config")
        .cloned()
        .or_else(|| variable("DOVIDKA_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from));
    let command = command(&matches, locale)?;
    if at.is_some() && !matches!(command, Command::Ask(_) | Command::Playground { .. }) {
        return Err(Stop::Wrong(locale.text("cli-at-not-here", &[])));
    }
    Ok(Args {
        config,
        json: matches.get_flag("json"),
        lang,
        verbose: matches.get_count("verbose"),
        at,
        command,
    })
}

fn command(matches: &ArgMatches, locale: Locale) -> Result<Command, Stop> {
    let file = |matches: &ArgMatches, name| matches.get_one::<PathBuf>(name).cloned();
    Ok(match matches.subcommand() {
        Some(("ask", matches)) => {
            let near = match matches.get_one::<String>("near") {
                None => None,
                Some(text) => Some(
                    point(text)
                        .ok_or_else(|| wrong_value(locale, "--near", text, "cli-wanted-near"))?,
                ),
            };
            let question = matches
                .get_many::<String>("question")
                .map(|words| words.cloned().collect::<Vec<_>>().join(" "));
            let batch = file(matches, "batch");
            if question.is_none() && batch.is_none() {
                return Err(Stop::Wrong(locale.text("cli-no-question", &[])));
            }
            Command::Ask(Ask {
                question,
                batch,
                near,
                csv: file(matches, "csv"),
                chart: file(matches, "chart"),
            })
        }
        Some(("harvest", _)) => Command::Harvest,
        Some(("serve", matches)) => Command::Serve { demo: matches.get_flag("demo") },
        Some(("playground", matches)) => {
            let port = match matches.get_one::<String>("port") {
                None => None,
                Some(text) => Some(
                    text.parse()
                        .ok()
                        .filter(|port| *port > 0)
                        .ok_or_else(|| wrong_value(locale, "--port", text, "cli-wanted-port"))?,
                ),
            };
            Command::Playground { port, keep: file(matches, "keep") }
        }
        Some(("check", _)) => Command::Check,
        Some(("migrate", _)) => Command::Migrate,
        Some(("backup", matches)) => Command::Backup(file(matches, "file").unwrap_or_default()),
        Some(_) | None => return Err(Stop::Wrong(clap(locale).render_help().to_string())),
    })
}

/// Latitude and longitude in degrees with a comma between them.
fn point(text: &str) -> Option<Point> {
    let (lat, lon) = text.split_once(',')?;
    let (lat, lon) = (lat.trim().parse().ok()?, lon.trim().parse().ok()?);
    on_earth(lat, lon)
}

/// A point, if there is such a place.
pub(super) fn on_earth(lat: f64, lon: f64) -> Option<Point> {
    let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
    on_earth.then_some(Point { lat, lon })
}

fn clap(locale: Locale) -> Clap {
    let say = |key| locale.text(key, &[]);
    let option = |name: &'static str, value, help: &'static str| {
        Arg::new(name).long(name).value_name(say(value)).help(say(help))
    };
    let path = |arg: Arg| arg.value_parser(clap::value_parser!(PathBuf));
    let command = |name: &'static str, about: &'static str| {
        Clap::new(name)
            .about(say(about))
            .help_template(template(locale, false))
            .disable_help_flag(true)
    };
    let ask = command("ask", "cli-ask-about")
        .arg(Arg::new("question").num_args(0..).value_name(say("cli-value-question")))
        .arg(path(option("batch", "cli-value-file", "cli-batch-help")).conflicts_with("question"))
        .arg(option("near", "cli-value-near", "cli-near-help").allow_hyphen_values(true))
        .arg(path(option("csv", "cli-value-file", "cli-csv-help")).conflicts_with("batch"))
        .arg(path(option("chart", "cli-value-png", "cli-chart-help")).conflicts_with("batch"));
    let serve = command("serve", "cli-serve-about")
        .arg(Arg::new("demo").long("demo").action(ArgAction::SetTrue).help(say("cli-demo-help")));
    let playground = command("playground", "cli-playground-about")
        .arg(option("port", "cli-value-port", "cli-port-help"))
        .arg(path(option("keep", "cli-value-file", "cli-keep-help")));
    let backup = command("backup", "cli-backup-about").arg(path(
        Arg::new("file")
            .required(true)
            .value_name(say("cli-value-file"))
            .help(say("cli-backup-help")),
    ));
    Clap::new("dovidka")
        .about(say("cli-about"))
        .version(env!("CARGO_PKG_VERSION"))
        .help_template(template(locale, true))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(path(option("config", "cli-value-file", "cli-config-help")).global(true))
        .arg(option("lang", "cli-value-lang", "cli-lang-help").global(true))
        .arg(option("at", "cli-value-at", "cli-at-help").global(true))
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .global(true)
                .help(say("cli-json-help")),
        )
        .arg(
            Arg::new("verbose")
                .short('v')
                .long("verbose")
                .action(ArgAction::Count)
                .global(true)
                .help(say("cli-verbose-help")),
        )
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .global(true)
                .help(say("cli-help-help")),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(say("cli-version-help")),
        )
        .subcommand(ask)
        .subcommand(command("harvest", "cli-harvest-about"))
        .subcommand(serve)
        .subcommand(playground)
        .subcommand(command("check", "cli-check-about"))
        .subcommand(command("migrate", "cli-migrate-about"))
        .subcommand(backup)
}

fn template(locale: Locale, commands: bool) -> String {
    let say = |key| locale.text(key, &[]);
    let commands = if commands {
        format!("{}\n{{subcommands}}\n\n", say("cli-heading-commands"))
    } else {
        String::new()
    };
    format!(
        "{{about}}\n\n{} {{usage}}\n\n{commands}{}\n{{options}}\n",
        say("cli-heading-usage"),
        say("cli-heading-options")
    )
}

fn stop(error: &clap::Error, locale: Locale) -> Stop {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let arg = || context(ContextKind::InvalidArg);
    Stop::Wrong(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Stop::Shown(error.to_string());
        }
        ErrorKind::UnknownArgument => locale.text("cli-unknown-argument", &[("arg", arg().into())]),
        ErrorKind::InvalidSubcommand => locale.text(
            "cli-unknown-command",
            &[("command", context(ContextKind::InvalidSubcommand).into())],
        ),
        ErrorKind::MissingRequiredArgument => {
            locale.text("cli-missing-argument", &[("arg", arg().into())])
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            locale.text("cli-conflict", &[("arg", arg().into()), ("other", other.into())])
        }
        ErrorKind::InvalidUtf8 => locale.text("cli-not-utf8", &[]),
        _ if !arg().is_empty() => locale.text("cli-needs-value", &[("arg", arg().into())]),
        _ => locale.text("cli-wrong-usage", &[]),
    })
}

fn wrong_value(locale: Locale, arg: &str, found: &str, wanted: &str) -> Stop {
    let found: String = found.chars().take(80).collect();
    Stop::Wrong(locale.text(
        "cli-wrong-value",
        &[
            ("arg", arg.into()),
            ("found", found.into()),
            ("wanted", locale.text(wanted, &[]).into()),
        ],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        std::iter::once("dovidka").chain(line.split_whitespace()).map(OsString::from).collect()
    }

    fn parse(line: &str) -> Result<Args, Stop> {
        read(&words(line), Locale::En, |_| None)
    }

    #[test]
    fn the_declaration_of_arguments_holds_together() {
        clap(Locale::Uk).debug_assert();
        clap(Locale::En).debug_assert();
    }

    #[test]
    fn common_flags_stand_before_or_after_the_command() {
        let flags = "--config x.toml --json --lang en -v --at 2025-11-20T10:00:00+02:00";
        let before = parse(&format!("{flags} ask графік прийому")).unwrap();
        let after = parse(&format!("ask графік прийому {flags}")).unwrap();
        assert_eq!(before, after);
        assert_eq!(before.config, Some(PathBuf::from("x.toml")));
        assert!(before.json && before.verbose == 1 && before.lang == Some(Locale::En));
        assert_eq!(before.at.unwrap().to_rfc3339(), "2025-11-20T08:00:00+00:00");
        let Command::Ask(ask) = before.command else { panic!("another command") };
        assert_eq!(ask.question.as_deref(), Some("графік прийому"));
    }

    #[test]
    fn a_wrong_argument_is_told_by_its_name() {
        for (line, name) in [
            ("ask", "ask"),
            ("аск", "аск"),
            ("ask x --colour", "--colour"),
            ("ask x --near 91,0", "--near"),
            ("ask x --near 48.8", "--near"),
            ("ask x --near NaN,1", "--near"),
            ("ask x --at yesterday", "--at"),
            ("ask x --lang ru", "--lang"),
            ("ask x --batch -", "--batch"),
            ("ask --batch - --csv a.csv", "--csv"),
            ("ask x --config", "--config"),
            ("backup", "FILE"),
            ("harvest --at 2025-11-20T10:00:00Z", "--at"),
            ("playground --port 0", "--port"),
            ("playground --port 70000", "--port"),
            ("playground --keep", "--keep"),
        ] {
            let Err(Stop::Wrong(text)) = parse(line) else { panic!("{line} passes") };
            assert!(text.contains(name), "{line}: {text}");
        }
    }

    #[test]
    fn a_place_south_or_west_needs_no_quoting() {
        let Command::Ask(ask) = parse("ask x --near -48.81,-29.39").unwrap().command else {
            panic!("another command")
        };
        assert_eq!(ask.near, Some(Point { lat: -48.81, lon: -29.39 }));
    }

    #[test]
    fn messages_are_in_the_language_asked_for_else_the_systems_else_ukrainian() {
        let lang = |tag: &'static str| move |name: &str| (name == "LANG").then(|| tag.to_owned());
        for (line, tag, wanted) in [
            ("ask x --lang en", "uk_UA.UTF-8", Locale::En),
            ("--lang=uk ask x", "en_US.UTF-8", Locale::Uk),
            ("ask x", "en_GB.UTF-8", Locale::En),
            ("ask x", "uk_UA.UTF-8", Locale::Uk),
            ("ask x", "", Locale::Uk),
            ("ask x", "C.UTF-8", Locale::Uk),
            ("ask x --lang", "en_GB", Locale::En),
        ] {
            assert_eq!(locale(&words(line), lang(tag)), wanted, "{line} {tag}");
        }
    }

    #[test]
    fn help_is_whole_in_both_languages() {
        for locale in [Locale::Uk, Locale::En] {
            let Err(Stop::Shown(help)) = read(&words("--help"), locale, |_| None) else {
                panic!("no help")
            };
            for word in [
                "ask",
                "harvest",
                "serve",
                "playground",
                "check",
                "migrate",
                "backup",
                "--config",
                "--at",
            ] {
                assert!(help.contains(word), "{word} in {help}");
            }
            assert!(!help.contains("Print help"), "{help}");
        }
    }
}
