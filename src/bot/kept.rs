//! What the bot remembers: of an answer for its buttons, of a person for the next question.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Answer, Choice, Context, Outcome, PAGE, Place, Plan, Source},
    feedback::{Draft, Kind, draft::About},
    i18n::Locale,
    table::Point,
};

/// How long a question lends itself to the next message.
pub const REMEMBERED: TimeDelta = TimeDelta::minutes(30);
/// How long a place is remembered; after [`REMEMBERED`] an answer says since when it is known.
pub const PLACE_REMEMBERED: TimeDelta = TimeDelta::days(30);
/// How long a draft is kept.
pub const DRAFT_KEPT: TimeDelta = TimeDelta::days(30);
/// Drafts of one person that are kept.
const DRAFTS: usize = 4;
/// Places of an answer that can be shown on a map.
const PLACES: usize = 3;
/// The longest question kept, in characters; as much as is read of one.
pub const LONGEST: usize = 1_000;

/// An answer as its buttons need it, kept 90 days.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The question, as written.
    pub question: String,
    /// The language of the answer.
    pub locale: Locale,
    /// Where the resident was.
    pub near: Option<Point>,
    /// What was computed.
    pub plan: Option<Plan>,
    /// The row from which the next page of the plan begins.
    pub next: Option<usize>,
    /// Lines that found no room, to be shown before the next page.
    pub rest: Vec<String>,
    /// The questions offered.
    pub choices: Vec<Choice>,
    /// Where it stands.
    pub sources: Vec<Source>,
    /// SHA-256 of the version of the file of each source.
    pub versions: Vec<String>,
    /// The line that says so under the answer.
    pub origin: String,
    /// Whether the whole result can be had as CSV.
    pub has_file: bool,
    /// Whether it can be drawn.
    pub has_chart: bool,
    /// The year that it can be compared with, and the plan that does.
    pub compare: Option<(i32, Plan)>,
    /// The places that can be shown on a map.
    pub places: Vec<Place>,
    /// Whether the data may be requested.
    pub offer_request: bool,
    /// The dataset that «Стежити» is about; without one nothing can be followed here, as in a group.
    pub follow: Option<String>,
}

impl Kept {
    /// Of `answer` to `question`, asked at `near`.
    pub fn of(answer: &Answer, question: &str, near: Option<Point>) -> Self {
        Self {
            question: shorten(question),
            locale: answer.locale,
            near,
            plan: answer.plan.clone(),
            next: (answer.has_more && answer.plan.is_some()).then_some(PAGE),
            rest: Vec::new(),
            choices: answer.choices.iter().take(3).cloned().collect(),
            sources: answer.sources.clone(),
            versions: answer.sources.iter().map(|source| source.version.clone()).collect(),
            origin: answer.footer.first().cloned().unwrap_or_default(),
            has_file: answer.outcome == Outcome::Answer && answer.plan.is_some(),
            has_chart: answer.has_chart && answer.plan.is_some(),
            compare: None,
            places: answer.places.iter().take(PLACES).cloned().collect(),
            offer_request: answer.offer_request,
            follow: None,
        }
    }

    /// Questions as buttons, as under a greeting.
    pub fn offering(questions: &[String], locale: Locale, near: Option<Point>) -> Self {
        let choices = questions
            .iter()
            .map(|question| Choice { question: question.clone(), ..Choice::default() });
        Self { choices: choices.collect(), locale, near, ..Self::default() }
    }

    /// The same with questions that can be asked of the dataset `name`.
    #[must_use]
    pub fn asking(mut self, name: &str, questions: Vec<String>) -> Self {
        self.choices.extend(questions.into_iter().map(|question| Choice {
            dataset: name.to_owned(),
            question,
            ..Choice::default()
        }));
        self
    }

    /// Each source with the version of its file.
    pub fn evidence(&self) -> Vec<(Source, String)> {
        let versions = self.versions.iter().cloned().chain(std::iter::repeat(String::new()));
        self.sources.iter().cloned().zip(versions).collect()
    }

    /// Whether anything is left for «Ще».
    pub fn has_more(&self) -> bool {
        !self.rest.is_empty() || self.next.is_some()
    }
}

/// What a person's next message may lean on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// What the last answer left.
    pub context: Option<Context>,
    /// The last question.
    pub asked: Option<Dated<String>>,
    /// Where the person said to be.
    pub near: Option<Dated<Point>>,
    /// Whether the person was asked for a place: it is asked for once.
    pub asked_place: bool,
    /// The last button that was pressed under no answer, with its message.
    pub pressed: Option<Dated<String>>,
    /// The album that was last spoken of: its pictures come as messages of their own.
    pub album: Option<String>,
    /// Forms that were begun; at most one listens.
    pub drafts: Vec<Draft>,
    /// How many forms were opened.
    pub forms: u32,
    /// The matter to which the next message is added.
    pub writing: Option<Dated<Awaited>>,
}

/// A matter and, once one came, the album whose pictures are added to it.
pub type Awaited = (i64, Option<String>);

/// Something told at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// What was told.
    pub what: T,
    /// When.
    pub at: DateTime<Utc>,
}

impl Memory {
    /// What of it still holds at `now`.
    #[must_use]
    pub fn at(self, now: DateTime<Utc>) -> Self {
        let fresh = |at: DateTime<Utc>| now - at <= REMEMBERED;
        Self {
            context: self.context.filter(|context| fresh(context.at)),
            asked: self.asked.filter(|asked| fresh(asked.at)),
            near: self.near.filter(|near| now - near.at <= PLACE_REMEMBERED),
            asked_place: self.asked_place,
            pressed: self.pressed,
            album: self.album,
            drafts: self.drafts.into_iter().filter(|draft| now - draft.at <= DRAFT_KEPT).collect(),
            forms: self.forms,
            writing: self.writing.filter(|writing| fresh(writing.at)),
        }
    }

    /// The form into which messages go at `now`.
    pub fn form(&mut self, now: DateTime<Utc>) -> Option<&mut Draft> {
        self.drafts.iter_mut().find(|draft| draft.listens(now))
    }

    /// The form of this number.
    pub fn draft(&mut self, number: u32) -> Option<&mut Draft> {
        self.drafts.iter_mut().find(|draft| draft.number == number)
    }

    /// No form takes messages any more; returns whether one did at `now`.
    pub fn pause(&mut self, now: DateTime<Utc>) -> bool {
        let listened = self.form(now).is_some();
        for draft in &mut self.drafts {
            draft.active = false;
        }
        listened
    }

    /// The number of a form of this `kind` and about this answer: one begun before, else a new one. It takes messages
    /// from now on.
    pub fn open(&mut self, kind: Kind, about: Option<About>, now: DateTime<Utc>) -> u32 {
        self.pause(now);
        self.writing = None;
        let answer = about.as_ref().map(|about| about.answer);
        let same = |draft: &&mut Draft| {
            draft.kind == kind && draft.about.as_ref().map(|about| about.answer) == answer
        };
        if let Some(draft) = self.drafts.iter_mut().find(same) {
            (draft.active, draft.at) = (true, now);
            return draft.number;
        }
        self.forms = self.forms.wrapping_add(1);
        self.drafts.retain(|draft| !draft.is_blank());
        self.drafts.push(Draft::new(self.forms, kind, about, now));
        let surplus = self.drafts.len().saturating_sub(DRAFTS);
        self.drafts.drain(..surplus);
        self.forms
    }

    /// The form of this number is over.
    pub fn close(&mut self, number: u32) {
        self.drafts.retain(|draft| draft.number != number);
    }

    /// Since when the place is known, where that is a while ago.
    pub fn place_since(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.near.as_ref().map(|near| near.at).filter(|at| now - *at > REMEMBERED)
    }

    /// The place that still holds.
    pub fn place(&self) -> Option<Point> {
        self.near.as_ref().map(|near| near.what)
    }
}

/// `question` as it is kept: bounded, without NUL.
pub fn shorten(question: &str) -> String {
    question.chars().filter(|letter| *letter != '\0').take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn what_was_told_half_an_hour_ago_no_longer_holds() {
        let told = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let memory = Memory {
            context: Some(Context { at: told, plan: None }),
            asked: Some(Dated { what: "тариф".to_owned(), at: told }),
            near: Some(Dated { what: Point { lat: 48.8, lon: 29.4 }, at: told }),
            album: Some("1".to_owned()),
            ..Memory::default()
        };
        assert_eq!(memory.clone().at(told + TimeDelta::minutes(30)), memory);
        let later = memory.clone().at(told + TimeDelta::minutes(31));
        assert_eq!(later, Memory { context: None, asked: None, ..memory.clone() });
        assert_eq!(memory.at(told + TimeDelta::days(31)).place(), None);
    }

    #[test]
    fn what_is_kept_comes_back_as_it_went() {
        let answer = Answer { has_more: true, plan: Some(Plan::default()), ..Answer::default() };
        let kept =
            Kept { rest: vec!["рядок".to_owned()], ..Kept::of(&answer, "що\0?", None) };
        assert_eq!(kept.question, "що?");
        assert_eq!(kept.next, Some(PAGE));
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Kept>(&text).unwrap(), kept);
        assert_eq!(serde_json::from_str::<Kept>("{}").unwrap(), Kept::default());
    }
}
