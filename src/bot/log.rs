//! What goes into the log of questions, and how long an answer took.

use std::time::{Duration, Instant};

use super::Place;
use crate::{
    answer::{Answer, Council, Outcome, Question},
    i18n::Locale,
    store::{
        answers,
        questions::{self, New},
    },
    telegram::Unit,
};

/// How a question came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// In words.
    Text,
    /// On a button.
    Button,
    /// In place of another.
    Edit,
    /// Again, with a place.
    Place,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Button => "button",
            Self::Edit => "edit",
            Self::Place => "place",
        }
    }
}

/// What `answer` gives, and the time it took: the monotonic one, as nothing of it is told to anyone but the council.
pub(super) fn timed(answer: impl FnOnce() -> Answer) -> (Answer, Duration) {
    let begun = Instant::now();
    let answer = answer();
    (answer, begun.elapsed())
}

/// The row of the log for `question` and its `answer`: nothing of who asked, and of where only whether in private.
pub(super) fn entry(
    council: &Council,
    question: &Question<'_>,
    (answer, elapsed): &(Answer, Duration),
    way: Way,
    place: &Place,
) -> New {
    let record = council.record(question, answer);
    New {
        locale: match answer.locale {
            Locale::Uk => "uk",
            Locale::En => "en",
        },
        place: if place.private { "private" } else { "group" },
        way: way.name(),
        outcome: match answer.outcome {
            Outcome::Answer => "answer",
            Outcome::Dataset => "dataset",
            Outcome::Choice => "choice",
            Outcome::None if answer.offer_request => "none",
            Outcome::None => "greeting",
        },
        dataset: record.dataset,
        subject: record.subject,
        confidence: f64::from(answer.confidence),
        elapsed_us: i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX),
        text: record.text,
        reading: record.reading,
        plan: record.plan.and_then(|plan| serde_json::to_string(&plan).ok()),
        gap: record.gap,
    }
}

/// Writes `entry`, answered by the answer `id`.
pub(super) async fn write(unit: &mut Unit, entry: &New, id: i64) -> sqlx::Result<()> {
    let question = questions::add(&mut unit.tx, unit.bot, entry, unit.now).await?;
    answers::answers(&mut unit.tx, id, question).await
}
