//! Buttons by which residents say what they follow, how often they want to hear, and what they read again.

use crate::{
    catalog::Key,
    news::{Quiet, Rhythm},
    search::concepts::{self, Theme},
};

/// Something about what a chat follows, or about news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// What is followed, from this page on.
    Home(usize),
    /// The thing of this number is followed no more; back to this page.
    Drop(i64, usize),
    /// The same, pressed elsewhere.
    Quit(i64),
    /// The themes to choose from.
    Themes,
    /// This theme is followed, or no more.
    Theme(&'static Theme),
    /// The departments to choose from, a page of them.
    Holders(usize),
    /// This department is followed, or no more; back to this page.
    Holder(Key, usize),
    /// This dataset is followed.
    Dataset(Key),
    /// The question of this answer is followed.
    Question(i64),
    /// How often?
    Rhythms,
    /// This often.
    Rhythm(Rhythm),
    /// When not?
    Hours,
    /// Not in these hours.
    Quiet(Quiet),
    /// News for everyone are wanted, or not.
    News(bool),
    /// The same, in answer to the question.
    Consent(bool),
    /// «Не надсилати такого», under what the notice of this number brought.
    Less(i64),
    /// Nothing more at all.
    Stop,
    /// A page of the archive.
    Archive(usize),
    /// This item of it; back to this page.
    Item(i64, usize),
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

impl Follow {
    /// What stands for it in callback data.
    pub(super) fn written(self) -> String {
        match self {
            Self::Home(page) => format!("home:{page}"),
            Self::Drop(id, page) => format!("drop:{id}:{page}"),
            Self::Quit(id) => format!("quit:{id}"),
            Self::Themes => "themes".to_owned(),
            Self::Theme(theme) => format!("theme:{}", theme.id),
            Self::Holders(page) => format!("holders:{page}"),
            Self::Holder(key, page) => format!("holder:{key}:{page}"),
            Self::Dataset(key) => format!("dataset:{key}"),
            Self::Question(answer) => format!("ask:{answer}"),
            Self::Rhythms => "rhythms".to_owned(),
            Self::Rhythm(rhythm) => format!("rhythm:{}", rhythm.name()),
            Self::Hours => "hours".to_owned(),
            Self::Quiet(quiet) => format!("quiet:{}:{}", quiet.from, quiet.until),
            Self::News(yes) => format!("news:{}", yes_or_no(yes)),
            Self::Consent(yes) => format!("consent:{}", yes_or_no(yes)),
            Self::Less(notice) => format!("less:{notice}"),
            Self::Stop => "stop".to_owned(),
            Self::Archive(page) => format!("archive:{page}"),
            Self::Item(id, page) => format!("item:{id}:{page}"),
        }
    }

    /// What `word` and what follows it stand for; `None` for anything that we did not write.
    pub(super) fn parse(word: &str, first: Option<&str>, second: Option<&str>) -> Option<Self> {
        let number = |text: &str| text.parse::<i64>().ok().filter(|number| *number > 0);
        let minute = |text: &str| text.parse::<u16>().ok().filter(|minute| *minute < 24 * 60);
        let flag = |text: &str| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        Some(match (word, first, second) {
            ("home", Some(page), None) => Self::Home(page.parse().ok()?),
            ("drop", Some(id), Some(page)) => Self::Drop(number(id)?, page.parse().ok()?),
            ("quit", Some(id), None) => Self::Quit(number(id)?),
            ("themes", None, None) => Self::Themes,
            ("theme", Some(id), None) => {
                Self::Theme(concepts::themes().iter().find(|theme| theme.id == id)?)
            }
            ("holders", Some(page), None) => Self::Holders(page.parse().ok()?),
            ("holder", Some(key), Some(page)) => {
                Self::Holder(key.parse().ok()?, page.parse().ok()?)
            }
            ("dataset", Some(key), None) => Self::Dataset(key.parse().ok()?),
            ("ask", Some(answer), None) => Self::Question(number(answer)?),
            ("rhythms", None, None) => Self::Rhythms,
            ("rhythm", Some(name), None) => Self::Rhythm(Rhythm::named(name)?),
            ("hours", None, None) => Self::Hours,
            ("quiet", Some(from), Some(until)) => {
                Self::Quiet(Quiet { from: minute(from)?, until: minute(until)? })
            }
            ("news", Some(yes), None) => Self::News(flag(yes)?),
            ("consent", Some(yes), None) => Self::Consent(flag(yes)?),
            ("less", Some(notice), None) => Self::Less(number(notice)?),
            ("stop", None, None) => Self::Stop,
            ("archive", Some(page), None) => Self::Archive(page.parse().ok()?),
            ("item", Some(id), Some(page)) => Self::Item(number(id)?, page.parse().ok()?),
            _ => return None,
        })
    }

    /// One of each, for tests.
    #[cfg(test)]
    pub(super) fn all(key: Key) -> Vec<Self> {
        let themes = concepts::themes().iter().map(Self::Theme);
        let others = [
            Self::Home(usize::MAX),
            Self::Drop(i64::MAX, usize::MAX),
            Self::Quit(i64::MAX),
            Self::Themes,
            Self::Holders(0),
            Self::Holder(key, usize::MAX),
            Self::Dataset(key),
            Self::Question(i64::MAX),
            Self::Rhythms,
            Self::Rhythm(Rhythm::AtOnce),
            Self::Rhythm(Rhythm::Daily),
            Self::Rhythm(Rhythm::Weekly),
            Self::Hours,
            Self::Quiet(Quiet::default()),
            Self::Quiet(Quiet::NONE),
            Self::News(true),
            Self::News(false),
            Self::Consent(true),
            Self::Consent(false),
            Self::Less(i64::MAX),
            Self::Stop,
            Self::Archive(usize::MAX),
            Self::Item(i64::MAX, usize::MAX),
        ];
        themes.chain(others).collect()
    }
}
