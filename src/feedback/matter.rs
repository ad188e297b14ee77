//! A matter: something that residents want of the data, and where it stands.

use serde::{Deserialize, Serialize};

use crate::names::names;

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Data that are not published.
    Suggestion,
    /// Published data to be put right.
    Complaint,
    /// A request for public information (law № 2939-VI).
    Formal,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody is at it.
    New,
    /// An officer is at it.
    Taken,
    /// An officer asked the resident, who has not answered.
    Waiting,
    /// It is over.
    Closed,
    /// The resident took it back.
    Withdrawn,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The data are published.
    Published,
    /// The data were put right, and the check held.
    Fixed,
    /// The council answered.
    Answered,
    /// The council refused, and said why.
    Refused,
}

/// What happens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An officer takes it, or is given it.
    Take,
    /// It is handed over to others, of whom nobody is at it yet.
    HandOver,
    /// An officer asks the resident.
    Ask,
    /// The resident writes.
    Write,
    /// It ends.
    Close,
    /// The resident takes it back.
    Withdraw,
    /// The resident says that it is not settled.
    Reopen,
}

impl State {
    /// The state after `event`; `None` if it cannot happen.
    pub const fn after(self, event: Event) -> Option<Self> {
        match (self, event) {
            (Self::Closed, Event::Reopen) => Some(Self::New),
            (Self::Closed | Self::Withdrawn, _) | (_, Event::Reopen) => None,
            (Self::New, Event::Write) | (Self::New | Self::Taken, Event::HandOver) => {
                Some(Self::New)
            }
            (Self::New | Self::Taken, Event::Take)
            | (Self::Taken | Self::Waiting, Event::Write) => Some(Self::Taken),
            (Self::Waiting, Event::Take | Event::HandOver) | (_, Event::Ask) => Some(Self::Waiting),
            (_, Event::Close) => Some(Self::Closed),
            (_, Event::Withdraw) => Some(Self::Withdrawn),
        }
    }

    /// Whether the council still owes an answer.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Withdrawn)
    }
}

names!(Kind { Suggestion = "suggestion", Complaint = "complaint", Formal = "formal" });
names!(State {
    New = "new",
    Taken = "taken",
    Waiting = "waiting",
    Closed = "closed",
    Withdrawn = "withdrawn",
});
names!(Outcome {
    Published = "published",
    Fixed = "fixed",
    Answered = "answered",
    Refused = "refused",
});

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [State; 5] =
        [State::New, State::Taken, State::Waiting, State::Closed, State::Withdrawn];
    const EVENTS: [Event; 7] = [
        Event::Take,
        Event::HandOver,
        Event::Ask,
        Event::Write,
        Event::Close,
        Event::Withdraw,
        Event::Reopen,
    ];

    #[test]
    fn only_a_closed_matter_is_reopened_and_what_is_over_stays_over() {
        for state in STATES {
            for event in EVENTS {
                let after = state.after(event);
                match (state, event) {
                    (State::Closed, Event::Reopen) => assert_eq!(after, Some(State::New)),
                    (State::Closed | State::Withdrawn, _) | (_, Event::Reopen) => {
                        assert_eq!(after, None, "{state:?} {event:?}");
                    }
                    _ => assert!(after.is_some(), "{state:?} {event:?}"),
                }
            }
        }
    }

    #[test]
    fn who_was_asked_and_writes_gives_it_back_to_the_officer() {
        let asked = State::New.after(Event::Take).and_then(|state| state.after(Event::Ask));
        assert_eq!(asked, Some(State::Waiting));
        assert_eq!(asked.and_then(|state| state.after(Event::Write)), Some(State::Taken));
    }

    #[test]
    fn names_are_read_back() {
        for state in STATES {
            assert_eq!(State::named(state.name()), Some(state));
        }
        assert_eq!(Kind::named("other"), None);
    }
}
