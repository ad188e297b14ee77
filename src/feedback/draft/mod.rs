//! A draft of what a resident is about to want: its steps, what each takes, and where it leads.

mod taking;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Kind, Term};
use crate::answer::Source;

/// The longest title, in characters.
pub const TITLE: usize = 120;
/// The longest details: what is left of Telegram's longest message under a head.
pub const DETAILS: usize = 3_000;
/// The longest name and contact.
pub const CONTACT: usize = 300;
/// Attachments of one matter.
pub const ATTACHMENTS: usize = 10;
/// A form that rests for longer is gone on with only when asked for.
const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// What is asked now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What it is about.
    #[default]
    What,
    /// More of it, or an attachment; may be skipped.
    Details,
    /// Who asks, and where an answer may go (law № 2939-VI, article 19).
    Contact,
    /// Whether all is right.
    Confirm,
}

/// A message that a resident gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its number in the chat.
    pub message: i64,
    /// Text or caption.
    pub text: String,
    /// What there is beside it.
    pub body: Body,
}

/// What a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Text alone.
    #[default]
    Text,
    /// An attachment with a caption, or that may have one.
    Captioned,
    /// An attachment that takes no words: a place, a sticker.
    Bare,
}

impl Body {
    /// Whether there is more than text.
    pub fn is_attachment(self) -> bool {
        self != Self::Text
    }
}

/// The words of a message that were taken, and for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The message's number in the chat.
    pub message: i64,
    /// The step that took them.
    pub step: Step,
    /// They themselves.
    pub text: String,
}

/// The message in which a draft is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The one that this call of the outbox sends.
    Row(i64),
    /// The one of this number.
    Message(i32),
}

/// The answer under which the form was opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Its number.
    pub answer: i64,
    /// What was asked.
    pub question: String,
    /// The rows that it stands in, each with the version of its file.
    pub sources: Vec<(Source, String)>,
}

/// What is filled in so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Which form of this person it is: buttons of another are of no use here.
    pub number: u32,
    /// What is wanted.
    pub kind: Kind,
    /// What is asked now.
    pub step: Step,
    /// Whether messages go into it.
    pub active: bool,
    /// When it was last worked on.
    pub at: DateTime<Utc>,
    /// The answer that it is about.
    pub about: Option<About>,
    /// What it is called.
    pub title: String,
    /// What the resident wrote of it.
    pub details: String,
    /// The messages that say so, in the order in which they came.
    #[serde(default)]
    pub words: Vec<Words>,
    /// What goes along.
    pub parts: Vec<Part>,
    /// The name that officers see; anonymous without one.
    pub name: Option<String>,
    /// Where else an answer may go.
    pub contact: Option<String>,
    /// Whether life, health or an emergency is at stake.
    pub urgent: bool,
    /// A message that the council's data answer: answer it, or put it into the form?
    pub pending: Option<Part>,
    /// Similar open matters; `None` until they are looked for in the words as they are now.
    pub similar: Option<Vec<i64>>,
    /// Where it is shown.
    #[serde(default)]
    pub shown: Option<Shown>,
}

/// Why a step is not over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Words are needed too.
    Words,
    /// A name and an address or a mail.
    Contact,
    /// There are as many attachments as may be.
    Fewer,
}

impl Draft {
    /// An empty one.
    pub fn new(number: u32, kind: Kind, about: Option<About>, now: DateTime<Utc>) -> Self {
        let title = about
            .as_ref()
            .map(|about| shorten(&one_line(&about.question), TITLE))
            .unwrap_or_default();
        let mut draft = Self {
            number,
            kind,
            step: Step::What,
            active: true,
            at: now,
            about,
            title,
            details: String::new(),
            words: Vec::new(),
            parts: Vec::new(),
            name: None,
            contact: None,
            urgent: false,
            pending: None,
            similar: None,
            shown: None,
        };
        draft.step = draft.steps()[0];
        draft
    }

    /// Its steps, in order: at most three.
    pub fn steps(&self) -> &'static [Step] {
        match (self.kind, &self.about) {
            (Kind::Formal, _) => &[Step::What, Step::Contact, Step::Confirm],
            (Kind::Suggestion | Kind::Complaint, Some(_)) => &[Step::Details, Step::Confirm],
            (Kind::Suggestion | Kind::Complaint, None) => {
                &[Step::What, Step::Details, Step::Confirm]
            }
        }
    }

    fn place(&self) -> usize {
        self.steps().iter().position(|step| *step == self.step).unwrap_or(0)
    }

    /// Which step it is, from 1, and of how many.
    pub fn progress(&self) -> (usize, usize) {
        (self.place() + 1, self.steps().len())
    }

    /// Whether there is a step to go back to.
    pub fn may_go_back(&self) -> bool {
        self.place() > 0
    }

    /// Goes a step back.
    pub fn back(&mut self) {
        self.step = self.steps()[self.place().saturating_sub(1)];
    }

    fn forward(&mut self) {
        self.step = self.steps()[(self.place() + 1).min(self.steps().len() - 1)];
    }

    /// Whether this step may be skipped: one that may be empty, or was filled in before.
    pub fn may_be_skipped(&self) -> bool {
        match self.step {
            Step::Details => true,
            Step::What => !self.title.is_empty(),
            Step::Contact => self.contact.is_some(),
            Step::Confirm => false,
        }
    }

    /// Skips this step, where that may be.
    pub fn skip(&mut self) {
        if self.may_be_skipped() {
            self.forward();
        }
    }

    /// Whether messages go into it at `now`.
    pub fn listens(&self, now: DateTime<Utc>) -> bool {
        self.active && now - self.at <= PATIENCE
    }

    /// Whether a message of this step may be a question that was not meant for the form.
    pub fn may_be_asked(&self) -> bool {
        matches!(self.step, Step::What | Step::Details)
    }

    /// Whether nothing has been filled in.
    pub fn is_blank(&self) -> bool {
        self.details.is_empty()
            && self.parts.is_empty()
            && (self.about.is_some() || self.title.is_empty())
    }

    /// Whether it can be sent.
    pub fn is_complete(&self) -> bool {
        self.step == Step::Confirm
            && !self.title.is_empty()
            && (self.kind != Kind::Formal || (self.name.is_some() && self.contact.is_some()))
    }

    /// How long the council has, where suggestions and complaints have `days` working days.
    pub fn term(&self, days: u32) -> Term {
        match self.kind {
            Kind::Formal if self.urgent => Term::URGENT,
            Kind::Formal => Term::FORMAL,
            Kind::Suggestion | Kind::Complaint => Term::WorkingDays(days),
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shorten(text: &str, most: usize) -> String {
    text.chars().filter(|letter| *letter != '\0').take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(kind: Kind, about: Option<About>) -> Draft {
        Draft::new(1, kind, about, DateTime::UNIX_EPOCH)
    }

    fn text(text: &str) -> Part {
        Part { message: 1, text: text.to_owned(), body: Body::Text }
    }

    #[test]
    fn a_form_has_at_most_three_steps_and_each_leads_back() {
        let about = Some(About { question: "тариф".to_owned(), ..About::default() });
        for kind in [Kind::Suggestion, Kind::Complaint, Kind::Formal] {
            for about in [None, about.clone()] {
                let mut draft = draft(kind, about);
                assert!(draft.steps().len() <= 3);
                assert!(!draft.may_go_back());
                draft.step = Step::Confirm;
                for _ in 1..draft.steps().len() {
                    assert!(draft.may_go_back());
                    draft.back();
                }
                assert_eq!(draft.step, draft.steps()[0]);
            }
        }
    }

    #[test]
    fn what_is_too_long_is_cut_and_a_day_later_nobody_is_held_to_it() {
        let mut draft = draft(Kind::Suggestion, None);
        draft.take(text(&"ї".repeat(4_096))).unwrap();
        assert_eq!(draft.title.chars().count(), TITLE);
        assert_eq!(draft.details.chars().count(), DETAILS);
        assert!(draft.listens(draft.at + PATIENCE));
        assert!(!draft.listens(draft.at + PATIENCE + TimeDelta::seconds(1)));
    }
}
