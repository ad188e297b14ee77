//! The form by which a resident wants something: its steps, what they give, and how it ends.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    clock::{counted, moment},
    markup::{bold, cut, escape, one_line, tidy},
};
use crate::{
    bot::{
        Settings,
        callback::{Deed, Move, Press},
        reply::{Button, Reply},
    },
    feedback::{
        Deadline, Draft, Kind, Term,
        draft::{About, Step, Want},
    },
    i18n::Locale,
    store::feedback::Matter,
    text,
};

/// Letters of a title in a list, and of details.
const TITLE: usize = 120;
const DETAILS: usize = 1_500;

/// What is said above a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A draft of before is gone on with.
    Resumed,
    /// Something was added.
    Added,
    /// Something is missing.
    Want(Want),
}

/// The step at which `draft` is, where `similar` matters are open.
pub fn form(
    draft: &Draft,
    similar: &[Matter],
    note: Option<Note>,
    settings: &Settings,
    now: DateTime<Utc>,
    locale: Locale,
) -> Reply {
    let say = |key: &str| locale.text(key, &[]);
    let mut lines = Vec::new();
    if let Some(note) = note {
        lines.push(escape(&say(match note {
            Note::Resumed => "request-resumed",
            Note::Added => "request-added",
            Note::Want(Want::Words) => "request-want-words",
            Note::Want(Want::Contact) => "request-want-contact",
            Note::Want(Want::Fewer) => "request-want-fewer",
        })));
    }
    let (at, of) = draft.progress();
    let progress = locale.text("request-step", &[("at", at.into()), ("of", of.into())]);
    lines.push(format!("<b>{}</b>\n{}", escape(&kind(draft.kind, locale)), escape(&progress)));
    match draft.step {
        Step::What => {
            let key = match draft.kind {
                Kind::Suggestion => "request-what-suggestion",
                Kind::Complaint => "request-what-complaint",
                Kind::Formal => "request-what-formal",
            };
            lines.push(escape(&say(key)));
            if draft.kind == Kind::Formal {
                lines.push(escape(&appeal(settings, locale)));
            }
        }
        Step::Details => {
            lines.extend(subject(draft, settings.zone, now, locale));
            let key = if draft.kind == Kind::Complaint {
                "request-details-complaint"
            } else {
                "request-details-suggestion"
            };
            lines.push(escape(&say(key)));
        }
        Step::Contact => lines.push(escape(&say("request-contact"))),
        Step::Confirm => lines.extend(to_be_checked(draft, similar, settings, now, locale)),
    }
    Reply { html: lines.join("\n"), buttons: buttons(draft, similar, locale), ..Reply::default() }
}

/// How the matter, the law and the calendar have it.
fn to_be_checked(
    draft: &Draft,
    similar: &[Matter],
    settings: &Settings,
    now: DateTime<Utc>,
    locale: Locale,
) -> Vec<String> {
    let say = |key: &str| locale.text(key, &[]);
    let mut lines = vec![escape(&say("request-check"))];
    lines.extend(subject(draft, settings.zone, now, locale));
    if !draft.details.is_empty() {
        lines.push(escape(&cut(&tidy(&draft.details), DETAILS)));
    }
    if !draft.parts.is_empty() {
        let count = draft.parts.len();
        lines.push(escape(&locale.text("request-attached", &[("count", count.into())])));
    }
    let term = draft.term(settings.feedback.term);
    let deadline = Deadline::of(term, now, settings.zone, &settings.feedback.calendar);
    lines.push(escape(&counted(term, &deadline, settings.zone, locale)));
    let name = draft.name.as_deref().map(|name| cut(&one_line(name), TITLE));
    lines.push(escape(&match (name, draft.contact.as_deref()) {
        (Some(name), Some(contact)) => {
            let contact = cut(&one_line(contact), TITLE);
            let given = [("name", name.into()), ("contact", contact.into())];
            locale.text("request-contact-given", &given)
        }
        (Some(name), None) => locale.text("request-named", &[("name", name.into())]),
        (None, _) => say("request-anonymous"),
    }));
    if draft.kind != Kind::Formal {
        lines.push(escape(&say("request-title-public")));
    }
    if !similar.is_empty() {
        lines.push(format!("\n{}", escape(&say("request-similar"))));
        lines.extend(similar.iter().map(|matter| escape(&line(matter, settings.zone, locale))));
    }
    lines
}

/// What it is about, as read.
fn subject(draft: &Draft, zone: Tz, now: DateTime<Utc>, locale: Locale) -> Vec<String> {
    let mut lines = Vec::new();
    let title = cut(&one_line(&draft.title), TITLE);
    let Some(about) = &draft.about else {
        return vec![bold(&title)];
    };
    let today = now.with_timezone(&zone).date_naive();
    let mut say = |key: &str, name: &'static str, value: String| {
        lines.push(escape(&locale.text(key, &[(name, value.into())])));
    };
    say("request-about-what", "what", title);
    if let Some(place) = place_of(&about.question) {
        say("request-about-where", "where", cut(&place, TITLE));
    }
    if let Some(time) = time_of(&about.question, today) {
        say("request-about-when", "when", cut(&time, TITLE));
    }
    lines.extend(rows(about, locale));
    lines
}

fn rows(about: &About, locale: Locale) -> Option<String> {
    let (source, _) = about.sources.first()?;
    let rows = source.rows.iter().take(10).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let dataset = cut(&one_line(&source.title), TITLE);
    let key = if rows.is_empty() { "request-about-dataset" } else { "request-about-rows" };
    let arguments = [("dataset", dataset.into()), ("rows", rows.into())];
    Some(escape(&locale.text(key, &arguments[..if source.rows.is_empty() { 1 } else { 2 }])))
}

/// The street that a question names, with the words after it.
fn place_of(question: &str) -> Option<String> {
    let words: Vec<&str> = question.split_whitespace().collect();
    let mark = |word: &&str| {
        let word = text::fold(word.trim_end_matches(['.', ',']));
        crate::search::is_address_mark(&word)
    };
    let at = words.iter().position(mark)?;
    let place = words[at..].iter().take(3).copied().collect::<Vec<_>>().join(" ");
    Some(one_line(place.trim_end_matches(['?', '.', '!', ','])))
}

/// The time that a question names, in its own words.
fn time_of(question: &str, today: NaiveDate) -> Option<String> {
    let found = text::period::find(question, today);
    let spans = found.iter().filter_map(|found| question.get(found.span.clone()));
    let times: Vec<String> = spans.map(one_line).filter(|time| !time.is_empty()).collect();
    (!times.is_empty()).then(|| times.join(", "))
}

fn buttons(draft: &Draft, similar: &[Matter], locale: Locale) -> Vec<Vec<Button>> {
    let button = |key: &str, step: Move| Button {
        label: locale.text(key, &[]),
        press: Press::Form(step, draft.number),
    };
    let mut rows = Vec::new();
    if draft.step == Step::Confirm {
        rows.extend(similar.iter().map(|matter| {
            let number = matter.id.to_string();
            let label = locale.text("request-button-join-this", &[("number", number.into())]);
            vec![Button { label, press: Press::Matter(Deed::Join, matter.id) }]
        }));
        rows.push(vec![button("request-button-send", Move::Send)]);
        rows.push(vec![match (draft.kind, draft.urgent, &draft.name) {
            (Kind::Formal, false, _) => button("request-button-urgent", Move::Urgent),
            (Kind::Formal, true, _) => button("request-button-not-urgent", Move::Urgent),
            (_, _, None) => button("request-button-name", Move::Name),
            (_, _, Some(_)) => button("request-button-anonymous", Move::Name),
        }]);
    }
    let mut last = Vec::new();
    if draft.may_go_back() {
        last.push(button("request-button-back", Move::Back));
    }
    if draft.may_be_skipped() {
        last.push(button("request-button-skip", Move::Skip));
    }
    last.push(button("request-button-cancel", Move::Cancel));
    rows.push(last);
    rows
}

/// What a matter is, in words.
pub(super) fn kind(kind: Kind, locale: Locale) -> String {
    let key = match kind {
        Kind::Suggestion => "request-kind-suggestion",
        Kind::Complaint => "request-kind-complaint",
        Kind::Formal => "request-kind-formal",
    };
    locale.text(key, &[])
}

/// A matter in a line: number, title, how many wait, by when.
pub(super) fn line(matter: &Matter, zone: Tz, locale: Locale) -> String {
    let title = cut(&one_line(&matter.title), TITLE);
    let arguments = [("number", matter.id.to_string().into()), ("title", title.into())];
    let mut parts = vec![locale.text("request-line", &arguments)];
    parts.push(locale.text("request-waiting", &[("count", matter.voices.into())]));
    if let Some(due) = matter.due_at.filter(|_| matter.state.is_open()) {
        let due = moment(due, matter.term(), zone);
        parts.push(locale.text("request-due", &[("due", due.into())]));
    }
    parts.join(" · ")
}

/// Where a citizens' appeal is taken.
fn appeal(settings: &Settings, locale: Locale) -> String {
    match &settings.feedback.appeals {
        Some(door) => locale.text("request-appeal", &[("where", tidy(door).into())]),
        None => locale.text("request-appeal-unknown", &[]),
    }
}

/// The council's data answer what was written in a form: which is meant?
pub fn form_or_question(number: u32, locale: Locale) -> Reply {
    let button = |key: &str, step: Move| {
        vec![Button { label: locale.text(key, &[]), press: Press::Form(step, number) }]
    };
    Reply {
        html: escape(&locale.text("request-or-question", &[])),
        buttons: vec![
            button("request-button-answer", Move::Answer),
            button("request-button-put", Move::Put),
        ],
        ..Reply::default()
    }
}

/// A command left the form `number`, which is kept.
pub fn form_left(number: u32, locale: Locale) -> Reply {
    let button = Button {
        label: locale.text("request-button-resume", &[]),
        press: Press::Form(Move::Resume, number),
    };
    Reply {
        html: escape(&locale.text("request-left", &[])),
        buttons: vec![vec![button]],
        ..Reply::default()
    }
}

/// The form was cancelled.
pub fn form_cancelled(locale: Locale) -> String {
    escape(&locale.text("request-cancelled", &[]))
}

/// The button is of a form that is over.
pub fn form_closed(locale: Locale) -> String {
    escape(&locale.text("request-closed", &[]))
}

/// A form is for a private chat.
pub fn in_private(locale: Locale) -> String {
    escape(&locale.text("request-here-not", &[]))
}

/// A matter has a number, now or (not `new`) before: with its deadline and how that was counted.
pub fn received(
    number: i64,
    new: bool,
    counted_by: Option<(Term, &Deadline)>,
    zone: Tz,
    locale: Locale,
) -> Reply {
    let key = if new { "request-received" } else { "request-received-before" };
    let head = locale.text(key, &[("number", number.to_string().into())]);
    let mut lines = vec![bold(&head)];
    if let Some((term, deadline)) = counted_by {
        lines.push(escape(&counted(term, deadline, zone, locale)));
    }
    lines.push(escape(&locale.text("request-then", &[])));
    Reply::from(lines.join("\n"))
}

/// More was sent within an hour than is taken.
pub fn too_many(count: u32, locale: Locale) -> String {
    escape(&locale.text("request-too-many", &[("count", count.into())]))
}

/// The same for letters.
pub fn too_many_letters(locale: Locale) -> String {
    escape(&locale.text("request-too-many-letters", &[]))
}
