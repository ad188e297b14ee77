//! What goes into the log of questions, and how long an answer took.

use std::time::{Duration, Instant};

use super::Place;
use crate::{
    answer::{Answer, Choice, Council, Outcome, Question},
    store::{
        answers,
        questions::{self, New},
    },
    telegram::{Unit, Work},
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
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Button => "button",
            Self::Edit => "edit",
        }
    }
}

/// What `answer` gives, and the time that took.
pub(super) fn timed(answer: impl FnOnce() -> Answer) -> (Answer, Duration) {
    let begun = Instant::now();
    let answer = answer();
    (answer, begun.elapsed())
}

/// A question and its answer, ready to be logged: nothing of who asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry(New);

impl Entry {
    /// That of `question` and its `answer`, which took `elapsed`.
    pub(super) fn of(
        council: &Council,
        question: &Question<'_>,
        answer: &Answer,
        elapsed: Duration,
    ) -> Self {
        let record = council.record(question, answer);
        Self(New {
            locale: answer.locale.tag(),
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
            ..New::default()
        })
    }

    /// The row for it, come by `way`; of `place` only whether it was asked in private.
    pub(super) fn row(&self, way: Way, place: &Place) -> New {
        let place = if place.private { "private" } else { "group" };
        New { way: way.name(), place, ..self.0.clone() }
    }
}

/// Writes `row`; the answer `id` answers it.
pub(super) async fn write(unit: &mut Unit, row: &New, id: i64) -> sqlx::Result<()> {
    let question = questions::add(&mut unit.tx, unit.bot, row, unit.now).await?;
    answers::answers(&mut unit.tx, id, question).await
}

/// `work`, and `row` written for a question that has no answer with buttons yet.
pub(super) fn alone(work: Work, row: Option<New>) -> Work {
    let Some(row) = row else { return work };
    work.and_does(move |unit| {
        Box::pin(async move {
            questions::add(&mut unit.tx, unit.bot, &row, unit.now).await?;
            Ok(())
        })
    })
}

/// A question on a button under the answer `pressed`: the reading `choice` that it offered ends the question that it
/// answers, anything else is a question of its own.
pub(super) async fn press(
    unit: &mut Unit,
    row: &New,
    id: i64,
    pressed: i64,
    choice: Option<&Choice>,
) -> sqlx::Result<()> {
    if let Some(choice) = choice
        && questions::choose(&mut unit.tx, pressed, &choice.dataset, &choice.title).await?
    {
        return Ok(());
    }
    write(unit, row, id).await
}
