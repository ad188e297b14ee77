//! From a draft to a matter, within the limits of one person.

use chrono::TimeDelta;

use crate::{
    answer::Council,
    bot::{
        Place, Settings,
        matter::{self, Incoming},
        reply::Reply,
        view,
    },
    feedback::{Deadline, Draft},
    i18n::Locale,
    store::{
        blocks::{self, Block},
        feedback::{self, Matter, own, voices},
    },
    telegram::{Failure, Unit},
};

/// The same words of the same person within this time are the same matter.
const FOLDED: TimeDelta = TimeDelta::days(1);

/// What is sent, by whom.
pub(in crate::bot::handlers) struct Sending<'a> {
    pub(in crate::bot::handlers) draft: &'a Draft,
    pub(in crate::bot::handlers) place: &'a Place,
    pub(in crate::bot::handlers) locale: Locale,
}

/// What became of it.
pub(in crate::bot::handlers) enum Submitted {
    /// It is a matter; whether a new one.
    Matter(Box<Matter>, bool),
    /// Nothing is taken from this person.
    Blocked(Block),
    /// The limit of an hour is reached.
    TooMany,
}

impl Submitted {
    /// Whether the form is over, and what is said.
    pub(in crate::bot::handlers) fn said(
        &self,
        settings: &Settings,
        locale: Locale,
    ) -> (bool, Reply) {
        match self {
            Self::Blocked(block) => (false, view::block_told(block, settings, locale).into()),
            Self::TooMany => (false, view::too_many(settings.feedback.per_hour, locale).into()),
            Self::Matter(matter, is_new) => {
                let counted = matter.term().map(|term| {
                    let calendar = &settings.feedback.calendar;
                    (term, Deadline::of(term, matter.created_at, settings.zone, calendar))
                });
                let counted = counted.as_ref().map(|(term, deadline)| (*term, deadline));
                (true, view::received(matter.id, *is_new, counted, settings.zone, locale))
            }
        }
    }
}

/// Begins the matter of a draft, and relays what goes along with it.
pub(in crate::bot::handlers) async fn submit(
    unit: &mut Unit,
    settings: &Settings,
    council: &Council,
    sending: &Sending<'_>,
) -> Result<Submitted, Failure> {
    let Sending { draft, place, locale } = *sending;
    let (bot, person, now) = (unit.bot, place.person, unit.now);
    if let Some(block) = blocks::get(&mut unit.tx, bot, person, now).await? {
        return Ok(Submitted::Blocked(block));
    }
    let words = (draft.title.as_str(), draft.details.as_str());
    let same = own::same(&mut unit.tx, bot, person, draft.kind, words, now - FOLDED).await?;
    if let Some(id) = same {
        let matter = feedback::get(&mut unit.tx, bot, id).await?;
        let matter = matter.ok_or_else(|| Failure::Other("a matter went away".to_owned()))?;
        return Ok(Submitted::Matter(Box::new(matter), false));
    }
    let begun = own::begun(&mut unit.tx, bot, person, now - TimeDelta::hours(1)).await?;
    if begun >= i64::from(settings.feedback.per_hour) {
        return Ok(Submitted::TooMany);
    }
    let sources = draft.about.as_ref().map(|about| about.sources.as_slice()).unwrap_or_default();
    let dataset = sources.first().map(|(source, _)| source.dataset.as_str());
    let entry = dataset.and_then(|name| council.named(name));
    let term = draft.term(settings.feedback.term);
    let deadline = Deadline::of(term, now, settings.zone, &settings.feedback.calendar);
    let question = draft.about.as_ref().map_or(&draft.title, |about| &about.question);
    let new = feedback::New {
        bot,
        kind: draft.kind,
        answer: draft.about.as_ref().map(|about| about.answer),
        title: &draft.title,
        details: &draft.details,
        voice: voices::New {
            person,
            chat: person,
            locale: locale.tag(),
            question,
            name: draft.name.as_deref(),
            contact: draft.contact.as_deref(),
        },
        dataset,
        holder: entry.map(|entry| entry.dataset.holder.title.as_str()),
        urgent: draft.urgent,
        term,
        deadline: &deadline,
        sources,
    };
    let (id, is_new) = matter::begin(unit, settings, &new).await?;
    let matter = feedback::get(&mut unit.tx, bot, id).await?;
    let matter = matter.ok_or_else(|| Failure::Other("a matter went away".to_owned()))?;
    if is_new {
        for part in &draft.parts {
            let incoming = Incoming {
                chat: place.chat,
                message: part.message,
                person,
                text: part.text.clone(),
                body: part.body,
            };
            matter::from_resident(unit, settings, &matter, &incoming).await?;
        }
    }
    Ok(Submitted::Matter(Box::new(matter), is_new))
}
