//! The desk at which questions are answered, off the async threads, and what the bot adds to an answer: the year to
//! compare with, and under a card the questions that one can ask of the dataset.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use super::{
    Deps, Place,
    kept::Kept,
    log::{self, Entry, Way},
    reply::Reply,
    view::{self, Beside},
};
use crate::{
    answer::{Answer, Context, Council, Outcome, Placed, Plan, Question},
    catalog::Key,
    i18n::Locale,
    store::questions::New,
    table::Point,
    telegram::Failure,
};

/// A question on its way.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    /// As written.
    pub(super) text: String,
    /// The language to answer in; `None` leaves it to the question's own.
    pub(super) locale: Option<Locale>,
    pub(super) near: Option<Point>,
    pub(super) now: DateTime<Tz>,
    /// The day on which the place was told, where that is a while ago.
    pub(super) near_since: Option<NaiveDate>,
    /// What it may lean on.
    pub(super) context: Option<Context>,
    /// Whether it is asked in a chat of one person.
    pub(super) private: bool,
}

impl Asking {
    pub(super) fn question(&self) -> Question<'_> {
        Question {
            text: &self.text,
            locale: self.locale,
            near: self.near,
            now: self.now,
            context: self.context.as_ref(),
        }
    }
}

/// An answer with what the bot adds to it.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    pub(super) answer: Answer,
    /// What is logged of it, if it answers a question.
    entry: Option<Entry>,
    compare: Option<(i32, Plan)>,
    card: Option<Card>,
}

/// What a card leads to.
#[derive(Clone, Debug)]
struct Card {
    name: String,
    key: Key,
    questions: Vec<String>,
}

impl Answered {
    /// `answer` to `asking`, with what `council` has to add.
    pub(super) fn of(council: &Council, asking: &Asking, answer: Answer) -> Self {
        let question = Question { context: None, locale: Some(answer.locale), ..asking.question() };
        let plan = answer.plan.as_ref().filter(|_| answer.outcome == Outcome::Answer);
        let compare = plan.and_then(|plan| council.comparison(plan, &question));
        // What data there are is told without a source.
        let is_card = answer.outcome == Outcome::Dataset && !answer.sources.is_empty();
        let card = answer.datasets.first().filter(|_| is_card).and_then(|name| {
            Some(Card {
                name: name.clone(),
                key: council.named(name)?.dataset.key(),
                questions: council.questions(name, answer.locale, asking.now),
            })
        });
        Self { answer, entry: None, compare, card }
    }

    /// The answer that `answer` gives to `asking`, to be logged.
    pub(super) fn logged(
        council: &Council,
        asking: &Asking,
        answer: impl FnOnce() -> Answer,
    ) -> Self {
        let (answer, elapsed) = log::timed(answer);
        let entry = Entry::of(council, &asking.question(), &answer, elapsed);
        Self { entry: Some(entry), ..Self::of(council, asking, answer) }
    }

    /// The row of its question in the log, come by `way`.
    pub(super) fn row(&self, way: Way, place: &Place) -> Option<New> {
        self.entry.as_ref().map(|entry| entry.row(way, place))
    }

    /// As a message of the bot `me`, and what its buttons need; `asked` where the resident does not see the question.
    pub(super) fn present(&self, asking: &Asking, asked: Option<&str>, me: &str) -> (Reply, Kept) {
        let mut kept = Kept::of(&self.answer, &asking.text, asking.near);
        kept.compare.clone_from(&self.compare);
        let source = kept.sources.first().filter(|_| asking.private);
        kept.follow = source.map(|source| source.dataset.clone());
        let place_since = asking.near_since.filter(|_| self.answer.placed == Placed::Used);
        let mut beside = Beside { asked, place_since, card_link: None };
        if let Some(Card { name, key, questions }) = &self.card {
            kept = kept.asking(name, questions.clone());
            beside.card_link = Some(view::card_link(me, *key));
        }
        let said = view::answer(&self.answer, &beside);
        kept.rest = said.rest;
        let buttons = view::buttons(&kept);
        (Reply { html: said.html, buttons, ..Reply::default() }, kept)
    }
}

/// The answer to `asking`.
pub(super) async fn ask(deps: &Deps, asking: &Asking) -> Result<Answered, Failure> {
    with(deps, asking, |council, asking| {
        Answered::logged(council, asking, || council.ask(&asking.question()))
    })
    .await
}

/// What `make` makes of a question and the data as they stand now: a table may have to be read anew, which takes a while.
pub(super) async fn with<T: Send + 'static>(
    deps: &Deps,
    asking: &Asking,
    make: impl FnOnce(&Council, &Asking) -> T + Send + 'static,
) -> Result<T, Failure> {
    let (council, asking) = (deps.council(), asking.clone());
    tokio::task::spawn_blocking(move || make(&council, &asking))
        .await
        .map_err(|error| Failure::Other(error.to_string()))
}
