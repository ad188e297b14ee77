//! Follow-ups: a question that leans on the one before it («а за 2024?», "and the phone?").

use chrono::{TimeDelta, Utc};

use super::{
    Plan, Question, compare,
    council::{ANSWER, Asked, Council},
};
use crate::{
    search::{Cue, Lexicon, Particle, Reading},
    table::Point,
};

/// How long an answer is remembered for the next question.
const REMEMBERED: TimeDelta = TimeDelta::minutes(30);
/// What a word of the question before counts beside a word of this one.
const SOFT: f32 = 0.3;

impl Council {
    pub(super) fn replay(&self, plan: &Plan, question: &Question<'_>) -> Asked {
        let today = question.now.date_naive();
        let mut asked = Asked {
            reading: Reading::default(),
            weights: Vec::new(),
            turns: plan.turns.clone(),
            pinned: Some(plan.dataset.clone()).filter(|name| !name.is_empty()),
            near: plan.near,
            placed: false,
        };
        for (at, turn) in plan.turns.iter().enumerate() {
            let reading = self.reader().read(self.index(), turn, today);
            asked = if at == 0 {
                Asked { weights: vec![1.0; reading.terms.len()], reading, ..asked }
            } else {
                Self::lean(&asked, &reading)
            };
        }
        asked
    }

    /// `reading` leaning on what was asked before: its own words count in full, the earlier ones choose among equals.
    fn lean(before: &Asked, reading: &Reading) -> Asked {
        let mut joined = reading.clone();
        let mut weights = vec![1.0; reading.terms.len()];
        for (term, weight) in before.reading.terms.iter().zip(&before.weights) {
            let replaced = reading.terms.iter().any(|new| {
                new.text == term.text || (new.weekday.is_some() && term.weekday.is_some())
            });
            if !replaced {
                let mut term = term.clone();
                term.cues.clear();
                joined.terms.push(term);
                weights.push(weight * SOFT);
            }
        }
        if joined.periods.is_empty() {
            joined.periods.clone_from(&before.reading.periods);
        } else if let ([asked], [known]) = (&mut joined.periods[..], &before.reading.periods[..]) {
            compare::shift(&joined.text, asked, &known.period);
        }
        let asks_something = reading
            .cues
            .iter()
            .any(|(cue, _)| !matches!(cue, Cue::Here | Cue::Dataset | Cue::List));
        if !asks_something {
            joined.cues.extend(before.reading.cues.iter().copied());
        }
        Asked {
            reading: joined,
            weights,
            turns: Vec::new(),
            pinned: before.pinned.clone(),
            near: before.near,
            placed: before.placed,
        }
    }

    /// `alone` as a follow-up to what was answered before, if it reads like one.
    pub(super) fn follow(
        &self,
        question: &Question<'_>,
        alone: &Asked,
        near: Option<Point>,
        confidence: f32,
    ) -> Option<Asked> {
        let plan = remembered(question)?;
        let reading = &alone.reading;
        let first = reading.words.first().map(String::as_str).unwrap_or_default();
        let leans = Lexicon::get().is(Particle::Leans, first) && reading.words.len() <= 8;
        let refers = reading.asks_any(&[Cue::Here, Cue::Back]);
        let short = reading.terms.len() <= 1 && reading.words.len() <= 4;
        if !(refers || leans || (short && confidence < ANSWER)) {
            return None;
        }
        let before = self.replay(plan, question);
        let mut asked = Self::lean(&before, reading);
        asked.turns.clone_from(&plan.turns);
        asked.turns.push(alone.turns[0].clone());
        asked.pinned = Some(plan.dataset.clone());
        asked.near = near.or(plan.near);
        Some(asked)
    }
}

/// Whether a question that names no thing may be of what was asked before.
pub(super) fn may_follow(question: &Question<'_>, reading: &Reading) -> bool {
    remembered(question).is_some() && (!reading.periods.is_empty() || !reading.cues.is_empty())
}

/// What was asked before, if it is still remembered.
fn remembered<'q>(question: &'q Question<'_>) -> Option<&'q Plan> {
    let context = question.context?;
    let age = question.now.with_timezone(&Utc) - context.at;
    context.plan.as_ref().filter(|_| age >= TimeDelta::zero() && age <= REMEMBERED)
}
