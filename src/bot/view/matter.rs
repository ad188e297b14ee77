//! What officers and residents see of a matter.

use super::{
    clock::moment,
    markup::{cut, escape, link, one_line, tidy},
};
use crate::{
    bot::{
        Settings,
        callback::{Deed, Press},
        reply::{Button, Reply},
    },
    feedback::{Kind, Outcome, State, Term, check::Compared},
    i18n::Locale,
    store::{
        feedback::{
            Matter,
            letters::{self, Fate, Letter},
            sources::About,
            voices::Voice,
        },
        outbox,
    },
};

/// Telegram's longest name of a topic.
const TOPIC: usize = 128;
/// Letters of a title and of the details in a header.
pub(super) const TITLE: usize = 200;
const DETAILS: usize = 2_000;
/// Datasets in a header, and letters of the numbers of the rows of one.
const SOURCES: usize = 3;
const ROWS: usize = 100;
/// Letters of a letter that is told again.
const TOLD: usize = 3_900;

/// The name of a matter's topic: its state, number and title.
pub fn topic_name(matter: &Matter, locale: Locale) -> String {
    let mark = match matter.state {
        State::New if matter.urgent => "🔥",
        State::New => "🆕",
        State::Taken => "✍️",
        State::Waiting => "⏳",
        State::Closed => "✅",
        State::Withdrawn => "🚫",
    };
    let arguments = [
        ("mark", mark.into()),
        ("number", matter.id.to_string().into()),
        ("title", one_line(&matter.title).into()),
    ];
    cut(&locale.text("matter-topic", &arguments), TOPIC)
}

/// The head of a matter in the officers' group.
pub fn header(
    matter: &Matter,
    about: &[About],
    people: &[Voice],
    settings: &Settings,
    locale: Locale,
) -> String {
    let number = matter.id.to_string();
    let mut lines = vec![format!(
        "<b>{}</b>",
        escape(&locale.text(kind_key(matter.kind), &[("number", number.into())]))
    )];
    let mut say = |text: String| lines.push(escape(&text));
    say(cut(&one_line(&matter.title), TITLE));
    if !matter.details.is_empty() && matter.details != matter.title {
        say(cut(&tidy(&matter.details), DETAILS));
    }
    if !matter.question.is_empty() && matter.question != matter.title {
        let question = cut(&one_line(&matter.question), TITLE);
        say(locale.text("matter-question", &[("question", question.into())]));
    }
    say(locale.text("matter-state", &[("state", state(matter, locale).into())]));
    say(locale.text("matter-voices", &[("count", matter.voices.into())]));
    for voice in people {
        let Some(name) = voice.name.as_deref() else { continue };
        let name = cut(&one_line(name), TITLE);
        let Some(contact) = voice.contact.as_deref() else {
            say(locale.text("matter-name-alone", &[("name", name.into())]));
            continue;
        };
        let arguments = [("name", name.into()), ("contact", cut(&one_line(contact), TITLE).into())];
        say(locale.text("matter-name", &arguments));
    }
    if let Some(due) = matter.due_at {
        let due = moment(due, matter.term(), settings.zone);
        say(locale.text("matter-due", &[("due", due.into())]));
    }
    if let Some(holder) = &matter.holder {
        say(locale.text("matter-holder", &[("holder", cut(&one_line(holder), TITLE).into())]));
    }
    lines.extend(about.iter().take(SOURCES).map(|about| source(about, locale)));
    lines.join("\n")
}

/// A dataset that a matter is about, as a link, with the rows.
fn source(about: &About, locale: Locale) -> String {
    let title = if about.title.is_empty() { &about.dataset } else { &about.title };
    let title = link(&cut(&one_line(title), TITLE), &about.url);
    let line = format!("{} {title}", escape(&locale.text("matter-dataset", &[])));
    if about.rows.is_empty() {
        return line;
    }
    let rows = locale.text("matter-rows", &[("rows", cut(&about.rows, ROWS).into())]);
    format!("{line}, {}", escape(&rows))
}

/// The buttons under a matter's head.
pub fn officer_buttons(matter: &Matter, locale: Locale) -> Vec<Vec<Button>> {
    if !matter.state.is_open() {
        return Vec::new();
    }
    let button = |key: &str, deed: Deed| Button {
        label: locale.text(key, &[]),
        press: Press::Matter(deed, matter.id),
    };
    let mut rows = vec![
        vec![
            button("matter-button-take", Deed::Take),
            button("matter-button-answer", Deed::Answer),
            button("matter-button-clarify", Deed::Clarify),
        ],
        vec![
            button("matter-button-hand", Deed::HandOver),
            button("matter-button-usual", Deed::Templates),
        ],
        vec![button("matter-button-close", Deed::Close)],
    ];
    if may_be_extended(matter) {
        rows[1].push(button("matter-button-extend", Deed::Extend));
    }
    rows
}

/// Whether its term may be extended: once, and only that of a request in working days (article 20, part 4).
pub fn may_be_extended(matter: &Matter) -> bool {
    matter.extended_at.is_none() && matches!(matter.term(), Some(Term::WorkingDays(_)))
}

/// The ways to close a matter.
pub fn outcome_buttons(matter: &Matter, locale: Locale) -> Vec<Vec<Button>> {
    let outcomes: &[Outcome] = match matter.kind {
        Kind::Suggestion => &[Outcome::Published, Outcome::Answered, Outcome::Refused],
        Kind::Complaint => &[Outcome::Fixed, Outcome::Answered, Outcome::Refused],
        Kind::Formal => &[Outcome::Answered, Outcome::Published, Outcome::Refused],
    };
    let button =
        |label: String, deed: Deed| vec![Button { label, press: Press::Matter(deed, matter.id) }];
    let ways = outcomes
        .iter()
        .map(|outcome| button(outcome_name(*outcome, locale), Deed::CloseAs(*outcome)));
    ways.chain([button(locale.text("matter-button-back", &[]), Deed::Back)]).collect()
}

fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Suggestion => "matter-suggestion",
        Kind::Complaint => "matter-complaint",
        Kind::Formal => "matter-formal",
    }
}

/// How it ends, in words.
pub fn outcome_name(outcome: Outcome, locale: Locale) -> String {
    locale.text(
        match outcome {
            Outcome::Published => "matter-outcome-published",
            Outcome::Fixed => "matter-outcome-fixed",
            Outcome::Answered => "matter-outcome-answered",
            Outcome::Refused => "matter-outcome-refused",
        },
        &[],
    )
}

/// Where a matter stands, in words.
pub fn state(matter: &Matter, locale: Locale) -> String {
    let key = match (matter.state, matter.outcome()) {
        (State::Closed, Some(outcome)) => return outcome_name(outcome, locale),
        (State::New, _) => "matter-state-new",
        (State::Taken, _) => "matter-state-taken",
        (State::Waiting, _) => "matter-state-waiting",
        (State::Closed, None) => "matter-state-closed",
        (State::Withdrawn, _) => "matter-state-withdrawn",
    };
    locale.text(key, &[])
}

/// A resident's letter, for the officers.
pub fn from_resident(text: &str, locale: Locale) -> String {
    letter(&locale.text("matter-from-resident", &[]), text)
}

/// An officer's letter about the matter `number`, for a resident.
pub fn from_officer(number: i64, title: &str, text: &str, locale: Locale) -> String {
    let arguments =
        [("number", number.to_string().into()), ("title", cut(&one_line(title), 80).into())];
    letter(&locale.text("matter-from-officer", &arguments), text)
}

/// A letter of before, told again in a new topic.
pub fn letter_told(told: &Letter, locale: Locale) -> String {
    let key = match told.side {
        letters::Side::Resident => "matter-from-resident",
        letters::Side::Officer => "matter-was-answered",
        letters::Side::Note => "matter-was-noted",
    };
    letter(&locale.text(key, &[]), &cut(&told.text, TOLD))
}

fn letter(heading: &str, text: &str) -> String {
    let heading = escape(heading);
    match tidy(text) {
        text if text.is_empty() => format!("<b>{heading}</b>"),
        text => format!("<b>{heading}</b>\n{}", escape(&text)),
    }
}

/// Somebody else has taken it.
pub fn taken_by(locale: Locale, name: &str) -> String {
    escape(&locale.text("matter-taken-by", &[("name", cut(&one_line(name), 80).into())]))
}

/// What became of a letter that did not simply arrive.
pub fn letter_lost(locale: Locale, fate: &Fate) -> String {
    let gone = fate.error.as_deref().is_some_and(|error| error.contains("to copy not found"));
    escape(&locale.text(
        match fate.state {
            outbox::State::Blocked => "matter-letter-blocked",
            outbox::State::Unknown => "matter-letter-unknown",
            outbox::State::Failed if gone => "matter-letter-gone",
            _ => "matter-letter-failed",
        },
        &[],
    ))
}

/// A person, called so that Telegram tells them.
pub fn mention(person: i64, name: &str) -> String {
    let name = cut(&one_line(name), 60);
    let name = if name.is_empty() { "•".to_owned() } else { name };
    format!("<a href=\"tg://user?id={person}\">{}</a>", escape(&name))
}

/// The officers see that the check held, and how the rows differ.
pub fn fix_holds(locale: Locale, rows: &[Compared]) -> String {
    let mut lines = vec![escape(&locale.text("matter-fix-holds", &[]))];
    for row in rows.iter().take(10) {
        let number = row.number.to_string();
        if row.gone {
            lines.push(escape(&locale.text("matter-fix-gone", &[("row", number.into())])));
            continue;
        }
        for (column, was, is) in row.changes.iter().take(5) {
            let arguments = [
                ("row", number.clone().into()),
                ("column", cut(&one_line(column), 60).into()),
                ("was", cut(&one_line(was), 80).into()),
                ("is", cut(&one_line(is), 80).into()),
            ];
            lines.push(escape(&locale.text("matter-fix-change", &arguments)));
        }
    }
    lines.join("\n")
}

/// The officers see which rows are as they were.
pub fn fix_same(locale: Locale, rows: &[u32]) -> String {
    let rows: Vec<String> = rows.iter().take(30).map(ToString::to_string).collect();
    escape(&locale.text("matter-fix-same", &[("rows", rows.join(", ").into())]))
}

/// The officers see that the file is as it was.
pub fn fix_untouched(locale: Locale) -> String {
    escape(&locale.text("matter-fix-untouched", &[]))
}

/// A resident hears that it is put right, with the new `fact`, and may say that it is not.
pub fn fixed(locale: Locale, number: i64, title: &str, fact: &str) -> Reply {
    let arguments =
        [("number", number.to_string().into()), ("title", cut(&one_line(title), 80).into())];
    let mut html = escape(&locale.text("matter-fixed", &arguments));
    let fact = tidy(fact);
    if !fact.is_empty() {
        html.push_str("\n<b>");
        html.push_str(&escape(&cut(&fact, 1_500)));
        html.push_str("</b>");
    }
    Reply { html, buttons: closed_buttons(locale, number), ..Reply::default() }
}

/// What a resident can say of the end: how it was found, and that it is not settled.
pub fn closed_buttons(locale: Locale, number: i64) -> Vec<Vec<Button>> {
    let stars = (1..=5).map(|stars| Button {
        label: format!("{stars} ★"),
        press: Press::Matter(Deed::Rate(stars), number),
    });
    let reopen = Button {
        label: locale.text("matter-button-reopen", &[]),
        press: Press::Matter(Deed::Reopen, number),
    };
    vec![stars.collect(), vec![reopen]]
}
