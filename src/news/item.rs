//! An item's life.

use serde::{Deserialize, Serialize};

use crate::{i18n::Locale, names::names};

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// To be looked at by an admin.
    Draft,
    /// Begins at its time.
    Scheduled,
    /// Copies go out.
    Sending,
    /// Copies wait for an admin.
    Paused,
    /// Every copy has its outcome.
    Done,
    /// Stopped before the last copy went out.
    Cancelled,
    /// Taken back where it had arrived.
    Recalled,
    /// A draft that nobody wanted.
    Discarded,
}

names!(State {
    Draft = "draft",
    Scheduled = "scheduled",
    Sending = "sending",
    Paused = "paused",
    Done = "done",
    Cancelled = "cancelled",
    Recalled = "recalled",
    Discarded = "discarded",
});

/// What an admin or the clock does with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// To begin later.
    Schedule,
    /// Back to the drafts.
    Unschedule,
    /// Begin now.
    Begin,
    /// Hold the copies that wait.
    Pause,
    /// Go on.
    Resume,
    /// The copies that wait are not sent.
    Cancel,
    /// Every copy has its outcome.
    Finish,
    /// The copies that are in doubt are sent again.
    Repeat,
    /// Every copy that arrived gets the new words.
    Correct,
    /// Every copy that arrived is taken back.
    Recall,
    /// A draft is not wanted.
    Discard,
}

impl State {
    /// What `event` makes of it; `None` if it cannot be.
    pub const fn after(self, event: Event) -> Option<Self> {
        match (self, event) {
            (Self::Draft, Event::Schedule) => Some(Self::Scheduled),
            (Self::Scheduled, Event::Unschedule) => Some(Self::Draft),
            (Self::Draft | Self::Scheduled, Event::Begin)
            | (Self::Paused, Event::Resume)
            | (Self::Done, Event::Repeat)
            | (Self::Done | Self::Cancelled, Event::Correct | Event::Recall) => Some(Self::Sending),
            (Self::Sending, Event::Pause) => Some(Self::Paused),
            (Self::Sending | Self::Paused, Event::Cancel) => Some(Self::Cancelled),
            (Self::Sending, Event::Finish) => Some(Self::Done),
            (Self::Draft | Self::Scheduled, Event::Discard) => Some(Self::Discarded),
            _ => None,
        }
    }

    /// Whether people may have copies of it.
    pub const fn is_out(self) -> bool {
        matches!(self, Self::Sending | Self::Paused | Self::Done | Self::Cancelled)
    }
}

/// In which form an item is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// To people, in Ukrainian.
    Uk,
    /// To people, in English.
    En,
    /// To the council's channel, in Ukrainian.
    Channel,
}

names!(Form { Uk = "uk", En = "en", Channel = "channel" });

impl Form {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Uk, Self::En, Self::Channel];

    /// The language of its words.
    pub const fn locale(self) -> Locale {
        match self {
            Self::En => Locale::En,
            Self::Uk | Self::Channel => Locale::Uk,
        }
    }
}

/// An item's words by language, HTML as Telegram takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// In Ukrainian; every item has these.
    pub uk: String,
    /// In English, if there are any.
    pub en: Option<String>,
}

impl Words {
    /// The words for a reader of `locale`, and whether they are in that language.
    pub fn of(&self, locale: Locale) -> (&str, bool) {
        match (locale, &self.en) {
            (Locale::En, Some(en)) => (en, true),
            (Locale::En, None) => (&self.uk, false),
            (Locale::Uk, _) => (&self.uk, true),
        }
    }
}

/// What goes along with an item's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Media {
    /// A picture that an admin sent: Telegram's id of it.
    Photo {
        /// `file_id`.
        file: String,
    },
    /// A file that an admin sent.
    Document {
        /// `file_id`.
        file: String,
    },
    /// A chart of ours: its row in `upload`.
    Chart {
        /// The row.
        upload: i64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_begun_cannot_be_recalled_and_what_is_recalled_stays_so() {
        assert_eq!(State::Draft.after(Event::Recall), None);
        assert_eq!(State::Done.after(Event::Recall), Some(State::Sending));
        for event in [Event::Begin, Event::Resume, Event::Correct, Event::Recall] {
            assert_eq!(State::Recalled.after(event), None);
            assert_eq!(State::Discarded.after(event), None);
        }
    }

    #[test]
    fn a_reader_of_english_is_told_where_there_is_only_ukrainian() {
        let mut words = Words { uk: "так".to_owned(), en: None };
        assert_eq!(words.of(Locale::En), ("так", false));
        words.en = Some("yes".to_owned());
        assert_eq!(words.of(Locale::En), ("yes", true));
        assert_eq!(words.of(Locale::Uk), ("так", true));
    }
}
