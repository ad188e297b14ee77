//! Buttons about news: what an admin does with an item, and what a reader does with a copy.

use crate::{
    catalog::Key,
    news::{Audience, Event},
    search::concepts,
};

/// Something to be done about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A page of all items.
    List(usize),
    /// A new one is written.
    Write,
    /// Its card.
    Show,
    /// As residents will see it.
    Preview,
    /// A copy to oneself.
    Test,
    /// Its words are asked for.
    Words,
    /// Its English words are asked for.
    English,
    /// It has no English words any more.
    NoEnglish,
    /// A picture or file is asked for.
    Media,
    /// Nothing goes along any more.
    NoMedia,
    /// A chart of its dataset goes along.
    Chart,
    /// The datasets that it is about are asked for.
    Datasets,
    /// Who is to get it?
    Whom,
    /// These.
    To(To),
    /// The channel has it too, or not.
    Channel,
    /// Now: sure?
    Now,
    /// Yes.
    Begin,
    /// Its time is asked for.
    When,
    /// Tomorrow at ten.
    Tomorrow,
    /// Something is done with it at once.
    Turn(Event),
    /// Its correction is sent.
    Correct,
    /// Its correction is dropped.
    NoCorrection,
    /// Taken back: sure?
    Recall,
    /// Yes.
    RecallNow,
    /// A reader asks its question.
    Ask,
    /// A reader wants no more of that.
    Off,
}

/// An audience as a button says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// Everyone who agreed.
    Everyone,
    /// Officers and admins.
    Officers,
    /// Followers of the theme at this place of the thesaurus.
    Theme(u8),
    /// Followers of this holder.
    Holder(Key),
    /// Followers of this dataset.
    Dataset(Key),
}

impl To {
    /// The audience; `None` where there is no such theme.
    pub fn audience(self) -> Option<Audience> {
        Some(match self {
            Self::Everyone => Audience::Everyone,
            Self::Officers => Audience::Officers,
            Self::Theme(at) => Audience::Theme(concepts::themes().get(usize::from(at))?.id.clone()),
            Self::Holder(key) => Audience::Holder(key.to_string()),
            Self::Dataset(key) => Audience::Dataset(key.to_string()),
        })
    }

    fn written(self) -> String {
        match self {
            Self::Everyone => "e".to_owned(),
            Self::Officers => "o".to_owned(),
            Self::Theme(at) => format!("t{at}"),
            Self::Holder(key) => format!("h{key}"),
            Self::Dataset(key) => format!("d{key}"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_at_checked(1)?;
        Some(match kind {
            "e" if rest.is_empty() => Self::Everyone,
            "o" if rest.is_empty() => Self::Officers,
            "t" => Self::Theme(rest.parse().ok()?),
            "h" => Self::Holder(rest.parse().ok()?),
            "d" => Self::Dataset(rest.parse().ok()?),
            _ => return None,
        })
    }
}

/// How steps without an argument are written.
const STEPS: [(Step, &str); 29] = [
    (Step::Write, "new"),
    (Step::Show, "show"),
    (Step::Preview, "view"),
    (Step::Test, "test"),
    (Step::Words, "uk"),
    (Step::English, "en"),
    (Step::NoEnglish, "noen"),
    (Step::Media, "file"),
    (Step::NoMedia, "nofile"),
    (Step::Chart, "chart"),
    (Step::Datasets, "data"),
    (Step::Whom, "whom"),
    (Step::Channel, "chan"),
    (Step::Now, "now"),
    (Step::Begin, "begin"),
    (Step::When, "when"),
    (Step::Tomorrow, "next"),
    (Step::Turn(Event::Unschedule), "unplan"),
    (Step::Turn(Event::Pause), "pause"),
    (Step::Turn(Event::Resume), "resume"),
    (Step::Turn(Event::Cancel), "cancel"),
    (Step::Turn(Event::Repeat), "again"),
    (Step::Turn(Event::Discard), "drop"),
    (Step::Correct, "fix"),
    (Step::NoCorrection, "nofix"),
    (Step::Recall, "recall"),
    (Step::RecallNow, "gone"),
    (Step::Ask, "ask"),
    (Step::Off, "off"),
];

impl Step {
    /// What stands for it, about the item `id`, in callback data.
    pub(in crate::bot) fn written(self, id: i64) -> String {
        match self {
            Self::List(page) => format!("list:{page}"),
            Self::To(to) => format!("to:{id}:{}", to.written()),
            other => {
                let word =
                    STEPS.iter().find(|(step, _)| *step == other).map_or("", |(_, word)| word);
                format!("{word}:{id}")
            }
        }
    }

    /// What was written, with the item; `None` for anything that we did not write.
    pub(in crate::bot) fn parse(text: &str) -> Option<(Self, i64)> {
        let (word, rest) = text.split_once(':')?;
        let number = |text: &str| text.parse().ok().filter(|number| *number >= 0);
        match word {
            "list" => Some((Self::List(rest.parse().ok()?), 0)),
            "to" => {
                let (id, to) = rest.split_once(':')?;
                Some((Self::To(To::parse(to)?), number(id)?))
            }
            _ => {
                let (step, _) = STEPS.iter().find(|(_, known)| *known == word)?;
                Some((*step, number(rest)?))
            }
        }
    }

    /// One of each, for tests.
    #[cfg(test)]
    pub(in crate::bot) fn all(key: Key) -> Vec<Self> {
        let to = [To::Everyone, To::Officers, To::Theme(255), To::Holder(key), To::Dataset(key)];
        let plain = STEPS.iter().map(|(step, _)| *step);
        plain.chain([Self::List(9)]).chain(to.map(Self::To)).collect()
    }
}
