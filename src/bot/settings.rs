//! What the operator decided for the bot.

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::{
    config::{self, Config},
    i18n::Locale,
    news::Quiet,
    telegram::Limits,
};

/// The bot's part of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The council's name in both languages.
    pub name: Name,
    /// The council's time zone, in which "today" is meant.
    pub zone: Tz,
    /// Telegram's numbers of the admins.
    pub admins: Vec<i64>,
    /// The officers' supergroup.
    pub officers_chat: Option<i64>,
    /// The council's channel: `@name` or a number.
    pub channel: Option<String>,
    /// News that go out in a second.
    pub bulk_per_second: usize,
    /// Questions of one person that are answered within a minute.
    pub questions_per_minute: u32,
    /// How long the words of questions are kept for the council's statistics.
    pub keep_questions: TimeDelta,
    /// How long after its end a matter's words and people are kept.
    pub keep_feedback: TimeDelta,
    /// The hours in which nobody is sent news, until a resident chooses others.
    pub quiet: Quiet,
    /// Terms, working days and limits of what residents want.
    pub feedback: config::Feedback,
}

/// The council's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// In Ukrainian.
    pub uk: String,
    /// In English.
    pub en: String,
}

impl Name {
    /// The name in `locale`.
    pub fn of(&self, locale: Locale) -> &str {
        match locale {
            Locale::Uk => &self.uk,
            Locale::En => &self.en,
        }
    }
}

impl Settings {
    /// Those of `config`; without one the demonstration council's.
    pub fn of(config: Option<&Config>) -> Self {
        let name = |locale: Locale| match config {
            Some(config) => config.council.name(locale).to_owned(),
            None => locale.text("cli-demo-council", &[]),
        };
        let mut settings = Self::new(Name { uk: name(Locale::Uk), en: name(Locale::En) });
        if let Some(config) = config {
            settings.zone = config.council.time_zone;
            settings.admins.clone_from(&config.telegram.admins);
            settings.officers_chat = config.telegram.officers_chat;
            settings.channel.clone_from(&config.telegram.news_channel);
            settings.bulk_per_second = config.telegram.bulk_per_second;
            settings.questions_per_minute = config.telegram.questions_per_minute;
            settings.keep_questions = config.retention.questions;
            settings.keep_feedback = config.retention.feedback;
            settings.quiet = config.news.quiet;
            settings.feedback = config.feedback.clone();
        }
        settings
    }

    /// The days for which the words of questions are kept, a begun day as a whole one.
    pub fn days_of_questions(&self) -> i64 {
        let days = self.keep_questions.num_days();
        days + i64::from(TimeDelta::days(days) < self.keep_questions)
    }

    /// The defaults for the council `name`.
    pub fn new(name: Name) -> Self {
        Self {
            name,
            zone: Tz::Europe__Kyiv,
            admins: Vec::new(),
            officers_chat: None,
            channel: None,
            bulk_per_second: Limits::default().bulk_per_second,
            questions_per_minute: config::QUESTIONS_PER_MINUTE,
            keep_questions: config::KEEP_QUESTIONS,
            keep_feedback: config::KEEP_FEEDBACK,
            quiet: Quiet::default(),
            feedback: config::Feedback::default(),
        }
    }
}
