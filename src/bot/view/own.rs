//! A resident's own matters, the list of what everybody asks for, and one matter with its letters.

use chrono_tz::Tz;

use super::{
    markup::{bold, cut, escape, one_line, tidy},
    matter::state,
    request,
};
use crate::{
    bot::{
        callback::{Deed, Own, Press},
        reply::{Button, Reply},
    },
    feedback::State,
    i18n::Locale,
    store::feedback::{
        Matter,
        letters::{Letter, Side},
        voices::Voice,
    },
};

/// Matters on a page; each has a button with its number.
pub const PAGE: usize = 5;
/// Letters that are shown, and letters of the alphabet in each.
const LETTERS: usize = 6;
const LETTER: usize = 300;
const DETAILS: usize = 900;

/// What is said above a matter after something was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The voice counts.
    Joined,
    /// The voice was taken back.
    Left,
    /// The next message is added.
    WriteNow,
    /// Withdraw it indeed?
    Sure,
    /// It was withdrawn.
    Withdrawn,
    /// The voice was; others wait still.
    WithdrawnOthers,
    /// It is open again.
    Reopened,
    /// Nothing is taken from this person, in these words.
    Blocked(String),
}

/// One's own matters, the newest first.
pub fn mine(matters: &[Matter], page: usize, zone: Tz, locale: Locale) -> Reply {
    if matters.is_empty() {
        return escape(&locale.text("request-mine-empty", &[])).into();
    }
    let page = page.min((matters.len() - 1) / PAGE);
    let here = matters.iter().skip(page * PAGE).take(PAGE);
    let here: Vec<&Matter> = here.collect();
    let mut reply = list("request-mine", &here, (page, matters.len()), zone, locale);
    reply.buttons.extend(turning((page, matters.len()), Press::Mine));
    reply
}

/// What everybody asks for: `matters` are those of the page of `(page, count)`; `buttons` lead to each.
pub fn public(
    matters: &[Matter],
    popular: bool,
    place: (usize, usize),
    buttons: bool,
    zone: Tz,
    locale: Locale,
) -> Reply {
    if matters.is_empty() {
        return escape(&locale.text("request-public-empty", &[])).into();
    }
    let here: Vec<&Matter> = matters.iter().collect();
    let mut reply = list("request-public", &here, place, zone, locale);
    if !buttons {
        reply.buttons.clear();
    }
    reply.buttons.extend(turning(place, |page| Press::Public(popular, page)));
    let (key, press) = if popular {
        ("request-button-new", Press::Public(false, 0))
    } else {
        ("request-button-popular", Press::Public(true, 0))
    };
    reply.buttons.push(vec![Button { label: locale.text(key, &[]), press }]);
    reply
}

fn list(
    title: &str,
    matters: &[&Matter],
    (page, count): (usize, usize),
    zone: Tz,
    locale: Locale,
) -> Reply {
    let mut lines = vec![bold(&locale.text(title, &[]))];
    let pages = count.div_ceil(PAGE);
    if pages > 1 {
        let arguments = [("at", (page + 1).into()), ("of", pages.into())];
        lines.push(escape(&locale.text("request-page", &arguments)));
    }
    for matter in matters {
        let line = format!("{} · {}", request::line(matter, zone, locale), state(matter, locale));
        lines.push(escape(&line));
    }
    let button = |matter: &&Matter| Button {
        label: format!("№ {}", matter.id),
        press: Press::Matter(Deed::Show, matter.id),
    };
    Reply {
        html: lines.join("\n"),
        buttons: vec![matters.iter().map(button).collect()],
        ..Reply::default()
    }
}

fn turning((page, count): (usize, usize), press: impl Fn(usize) -> Press) -> Option<Vec<Button>> {
    let mut row = Vec::new();
    if page > 0 {
        row.push(Button { label: "‹".to_owned(), press: press(page - 1) });
    }
    if (page + 1) * PAGE < count {
        row.push(Button { label: "›".to_owned(), press: press(page + 1) });
    }
    (!row.is_empty()).then_some(row)
}

/// A matter: who waits for it sees its letters too, and what can be done.
pub fn matter_page(
    matter: &Matter,
    voice: Option<&Voice>,
    letters: &[Letter],
    remark: Option<&Remark>,
    zone: Tz,
    locale: Locale,
) -> Reply {
    let mut lines = Vec::new();
    let mut say = |text: String| lines.push(escape(&text));
    if let Some(key) = remark.and_then(remark_key) {
        say(locale.text(key, &[]));
    }
    say(request::kind(matter.kind, locale));
    say(request::line(matter, zone, locale));
    if voice.is_some_and(|voice| voice.number == 0) && !matter.details.is_empty() {
        say(cut(&tidy(&matter.details), DETAILS));
    }
    say(locale.text("request-state", &[("state", state(matter, locale).into())]));
    let filed = matter.created_at.with_timezone(&zone).format("%d.%m.%Y").to_string();
    say(locale.text("request-since", &[("date", filed.into())]));
    if let Some(voice) = voice {
        let seen = |letter: &&Letter| match letter.side {
            Side::Resident => letter.person == voice.person,
            Side::Officer => true,
            Side::Note => false,
        };
        let seen: Vec<&Letter> = letters.iter().filter(seen).collect();
        if !seen.is_empty() {
            say(locale.text("request-letters", &[]));
        }
        for letter in &seen[seen.len().saturating_sub(LETTERS)..] {
            say(told(letter, zone, locale));
        }
        if matter.state == State::Closed {
            say(match voice.rating {
                Some(rating) => locale.text("request-rated", &[("rating", rating.into())]),
                None => locale.text("request-rate", &[]),
            });
        }
    }
    let buttons = buttons(matter, voice, remark, locale);
    Reply { html: lines.join("\n"), buttons, ..Reply::default() }
}

fn remark_key(remark: &Remark) -> Option<&'static str> {
    Some(match remark {
        Remark::Joined => "request-joined",
        Remark::Left => "request-left-voice",
        Remark::WriteNow => "request-write-now",
        Remark::Sure => "request-withdraw-sure",
        Remark::Withdrawn => "request-withdrawn",
        Remark::WithdrawnOthers => "request-withdrawn-others",
        Remark::Reopened => "request-reopened",
        Remark::Blocked(_) => return None,
    })
}

fn told(letter: &Letter, zone: Tz, locale: Locale) -> String {
    let date = letter.at.with_timezone(&zone).format("%d.%m %H:%M").to_string();
    let text = match tidy(&letter.text) {
        text if text.is_empty() => locale.text("request-letter-attachment", &[]),
        text => cut(&text, LETTER),
    };
    let key = match letter.side {
        Side::Resident => "request-letter-mine",
        Side::Officer | Side::Note => "request-letter-council",
    };
    locale.text(key, &[("date", date.into()), ("text", text.into())])
}

fn buttons(
    matter: &Matter,
    voice: Option<&Voice>,
    remark: Option<&Remark>,
    locale: Locale,
) -> Vec<Vec<Button>> {
    let button = |key: &str, deed: Deed| Button {
        label: locale.text(key, &[]),
        press: Press::Matter(deed, matter.id),
    };
    if remark == Some(&Remark::Sure) {
        return vec![vec![
            button("request-button-withdraw-now", Deed::WithdrawNow),
            button("request-button-keep", Deed::Show),
        ]];
    }
    let mut rows = Vec::new();
    match voice {
        Some(voice) if matter.state.is_open() => rows.push(vec![
            button("request-button-write", Deed::Write),
            if voice.number == 0 {
                button("request-button-withdraw", Deed::Withdraw)
            } else {
                button("request-button-leave", Deed::Leave)
            },
        ]),
        Some(_) if matter.state == State::Closed => {
            rows.push(
                (1..=5)
                    .map(|stars| Button {
                        label: format!("{stars} ★"),
                        press: Press::Matter(Deed::Rate(stars), matter.id),
                    })
                    .collect(),
            );
            rows.push(vec![button("request-button-reopen", Deed::Reopen)]);
        }
        None if matter.state.is_open() => {
            rows.push(vec![button("request-button-join", Deed::Join)]);
        }
        Some(_) | None => {}
    }
    let (key, press) = match voice {
        Some(_) => ("request-button-mine", Press::Mine(0)),
        None => ("request-button-public", Press::Public(true, 0)),
    };
    rows.push(vec![Button { label: locale.text(key, &[]), press }]);
    rows
}

/// There is no such matter, or none that this person may see.
pub fn matter_unknown(locale: Locale) -> String {
    escape(&locale.text("request-unknown", &[]))
}

/// Nothing can be added to what is over; it can be opened again.
pub fn matter_over(matter: &Matter, locale: Locale) -> Reply {
    let number = matter.id.to_string();
    let press = Press::Matter(Deed::Show, matter.id);
    let label = locale.text(
        "request-line",
        &[("number", number.clone().into()), ("title", cut(&one_line(&matter.title), 30).into())],
    );
    Reply {
        html: escape(&locale.text("request-over", &[("number", number.into())])),
        buttons: vec![vec![Button { label, press }]],
        ..Reply::default()
    }
}

/// A letter went to the council.
pub fn letter_written(number: i64, locale: Locale) -> String {
    escape(&locale.text("request-written", &[("number", number.to_string().into())]))
}

/// How a resident found what came of it, for the officers.
pub fn told_rated(stars: u8, locale: Locale) -> String {
    escape(&locale.text("request-told-rated", &[("rating", i64::from(stars).into())]))
}

/// What is kept of a person: words of questions for so many days, matters for so many after their end. In a private
/// chat with buttons.
pub fn privacy(locale: Locale, (questions, feedback): (i64, i64), buttons: bool) -> Reply {
    let days = [("days", questions.into())];
    let matters = [("days", questions.into()), ("years", feedback.into())];
    let paragraphs = [locale.text("bot-privacy", &days), locale.text("request-privacy", &matters)];
    let button =
        |key: &str, own: Own| vec![Button { label: locale.text(key, &[]), press: Press::Own(own) }];
    let rows = vec![
        button("request-button-export", Own::Export),
        button("request-button-forget", Own::Forget),
    ];
    Reply {
        html: escape(&paragraphs.join("\n\n")),
        buttons: if buttons { rows } else { Vec::new() },
        ..Reply::default()
    }
}

/// Is everything to be forgotten?
pub fn forget(locale: Locale) -> Reply {
    let button =
        |key: &str, own: Own| Button { label: locale.text(key, &[]), press: Press::Own(own) };
    Reply {
        html: escape(&locale.text("request-forget", &[])),
        buttons: vec![vec![
            button("request-button-forget-now", Own::ForgetNow),
            button("request-button-keep", Own::Keep),
        ]],
        ..Reply::default()
    }
}

/// Everything was forgotten.
pub fn forgotten(locale: Locale) -> String {
    escape(&locale.text("request-forgotten", &[]))
}

/// Nothing was.
pub fn kept(locale: Locale) -> String {
    escape(&locale.text("request-kept", &[]))
}

/// The words under the file of a person's own data.
pub fn exported(locale: Locale) -> String {
    escape(&locale.text("request-export", &[]))
}
