//! Buttons about a matter, of officers and of residents.

use crate::{catalog::Key, feedback::Outcome};

/// What can be done about a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// «Беру»: an officer takes it.
    Take,
    /// «Відповісти»: an officer is asked for the answer.
    Answer,
    /// «Уточнити»: an officer is asked for a question to the resident.
    Clarify,
    /// «Передати»: to whom?
    HandOver,
    /// To this department.
    HandTo(Key),
    /// «Продовжити строк»: an officer is asked for the reason.
    Extend,
    /// «Закрити»: how?
    Close,
    /// In this way.
    CloseAs(Outcome),
    /// With this dataset, which is now published.
    Publish(Key),
    /// The usual answers.
    Templates,
    /// The usual answer of this number.
    Template(i64),
    /// «Надіслати так само»: the last answer of this earlier matter.
    SendSame(i64),
    /// Back to the first buttons.
    Back,
    /// A resident looks at it.
    Show,
    /// «Приєднатися».
    Join,
    /// The voice is taken back.
    Leave,
    /// A resident adds to it.
    Write,
    /// The resident takes it back: sure?
    Withdraw,
    /// Yes.
    WithdrawNow,
    /// 1 to 5, after the end.
    Rate(u8),
    /// «Справді виправлено?»: no.
    Reopen,
}

impl Deed {
    /// The word that stands for it, and its number or key.
    pub(super) fn written(self) -> (&'static str, Option<String>) {
        let number = |number: i64| Some(number.to_string());
        match self {
            Self::Take => ("take", None),
            Self::Answer => ("answer", None),
            Self::Clarify => ("clarify", None),
            Self::HandOver => ("hand", None),
            Self::HandTo(key) => ("to", Some(key.to_string())),
            Self::Extend => ("extend", None),
            Self::Close => ("close", None),
            Self::CloseAs(outcome) => (outcome.name(), None),
            Self::Publish(key) => ("with", Some(key.to_string())),
            Self::Templates => ("usual", None),
            Self::Template(id) => ("usual", number(id)),
            Self::SendSame(id) => ("same", number(id)),
            Self::Back => ("back", None),
            Self::Show => ("show", None),
            Self::Join => ("join", None),
            Self::Leave => ("leave", None),
            Self::Write => ("write", None),
            Self::Withdraw => ("withdraw", None),
            Self::WithdrawNow => ("gone", None),
            Self::Rate(stars) => ("rate", number(i64::from(stars))),
            Self::Reopen => ("reopen", None),
        }
    }

    /// What `word` and `number` stand for; `None` for anything that we did not write.
    pub(super) fn parse(word: &str, number: Option<&str>) -> Option<Self> {
        let Some(number) = number else {
            let all = [
                Self::Take,
                Self::Answer,
                Self::Clarify,
                Self::HandOver,
                Self::Extend,
                Self::Close,
                Self::Templates,
                Self::Back,
                Self::Show,
                Self::Join,
                Self::Leave,
                Self::Write,
                Self::Withdraw,
                Self::WithdrawNow,
                Self::Reopen,
            ];
            let outcome = Outcome::named(word).map(Self::CloseAs);
            return all.into_iter().find(|deed| deed.written() == (word, None)).or(outcome);
        };
        match word {
            "to" => Some(Self::HandTo(number.parse().ok()?)),
            "with" => Some(Self::Publish(number.parse().ok()?)),
            "rate" => Some(Self::Rate(number.parse().ok().filter(|n| (1..=5).contains(n))?)),
            "usual" => Some(Self::Template(number.parse().ok().filter(|id| *id > 0)?)),
            "same" => Some(Self::SendSame(number.parse().ok().filter(|id| *id > 0)?)),
            _ => None,
        }
    }

    /// One of each, for tests.
    #[cfg(test)]
    pub(super) fn all(key: Key) -> [Self; 24] {
        [
            Self::Take,
            Self::Answer,
            Self::Clarify,
            Self::HandOver,
            Self::HandTo(key),
            Self::Extend,
            Self::Close,
            Self::CloseAs(Outcome::Published),
            Self::CloseAs(Outcome::Fixed),
            Self::CloseAs(Outcome::Answered),
            Self::CloseAs(Outcome::Refused),
            Self::Publish(key),
            Self::Templates,
            Self::Template(i64::MAX),
            Self::SendSame(i64::MAX),
            Self::Back,
            Self::Show,
            Self::Join,
            Self::Leave,
            Self::Write,
            Self::Withdraw,
            Self::WithdrawNow,
            Self::Rate(5),
            Self::Reopen,
        ]
    }
}
