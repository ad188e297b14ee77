//! What is said where officers work on a matter, and what residents hear of it.

use super::{
    clock::moment,
    markup::{cut, escape, one_line, tidy},
    matter::{TITLE, closed_buttons, outcome_buttons},
};
use crate::{
    bot::{
        Settings,
        callback::{Deed, Press},
        matter::Purpose,
        reply::{Button, Reply},
    },
    catalog::Key,
    feedback::{Kind, Outcome},
    i18n::Locale,
    store::{
        blocks::Block,
        feedback::{Matter, letters::Answer},
        templates::Template,
    },
};

/// Letters of an answer that is shown again.
const SHOWN: usize = 3_000;
/// Letters on a button.
const LABEL: usize = 60;

fn number(matter: i64) -> fluent_bundle::FluentValue<'static> {
    matter.to_string().into()
}

fn plain(key: &str, locale: Locale) -> String {
    escape(&locale.text(key, &[]))
}

fn of_matter(key: &str, matter: i64, locale: Locale) -> String {
    escape(&locale.text(key, &[("number", number(matter))]))
}

/// What an officer is called; one who gave no name is an admin of the configuration.
pub fn called(name: &str, locale: Locale) -> String {
    let name = one_line(name);
    if name.is_empty() { locale.text("officer-admin", &[]) } else { name }
}

/// Whose the matter is, with `people` as HTML.
pub fn meant_for(people: &str, locale: Locale) -> String {
    format!("{} {people}", plain("officer-for", locale))
}

/// Who is at the matter, with `whom` as HTML.
pub fn at_it(whom: &str, locale: Locale) -> String {
    format!("{} {whom}", plain("officer-at-it", locale))
}

fn told(key: &str, matter: &Matter, settings: &Settings, locale: Locale) -> String {
    let due = matter.due_at.map(|due| moment(due, matter.term(), settings.zone));
    let arguments = [
        ("number", number(matter.id)),
        ("title", cut(&one_line(&matter.title), TITLE).into()),
        ("due", due.unwrap_or_default().into()),
    ];
    escape(&locale.text(key, &arguments))
}

/// An officer is told in private of a new matter.
pub fn notice(matter: &Matter, settings: &Settings, locale: Locale) -> String {
    told("officer-notice", matter, settings, locale)
}

/// An officer is told in private of a matter that was handed over.
pub fn notice_handed(matter: &Matter, settings: &Settings, locale: Locale) -> String {
    told("officer-notice-handed", matter, settings, locale)
}

/// The matter was handed over; with those who are to take it, as HTML.
pub fn handed(department: &str, people: &str, locale: Locale) -> String {
    let department = cut(&one_line(department), TITLE);
    let html = escape(&locale.text("officer-handed", &[("department", department.into())]));
    if people.is_empty() { html } else { format!("{html} {people}") }
}

/// The departments to which the matter may be handed over.
pub fn departments(matter: i64, all: &[(Key, String)], locale: Locale) -> Vec<Vec<Button>> {
    let row = |(key, title): &(Key, String)| {
        vec![Button {
            label: cut(&one_line(title), LABEL),
            press: Press::Matter(Deed::HandTo(*key), matter),
        }]
    };
    all.iter().map(row).chain([back(matter, locale)]).collect()
}

/// The usual answers that can be sent.
pub fn templates_to_send(matter: i64, all: &[Template], locale: Locale) -> Vec<Vec<Button>> {
    let row = |template: &Template| {
        vec![Button {
            label: cut(&one_line(&template.title), LABEL),
            press: Press::Matter(Deed::Template(template.id), matter),
        }]
    };
    all.iter().map(row).chain([back(matter, locale)]).collect()
}

/// The ways to close a matter.
pub fn how_to_close(matter: &Matter, locale: Locale) -> Vec<Vec<Button>> {
    outcome_buttons(matter, locale)
}

fn back(matter: i64, locale: Locale) -> Vec<Button> {
    let label = locale.text("matter-button-back", &[]);
    vec![Button { label, press: Press::Matter(Deed::Back, matter) }]
}

/// Who may not use the buttons hears how one may.
pub fn stranger(locale: Locale) -> String {
    plain("officer-stranger", locale)
}

/// Who writes in the name of a chat hears that nothing was done, and how it would be.
pub fn faceless(locale: Locale) -> String {
    plain("officer-faceless", locale)
}

/// The officer `whom` (HTML) is asked for a reply.
pub(crate) fn prompt(
    purpose: Purpose,
    matter: &Matter,
    whom: &str,
    settings: &Settings,
    locale: Locale,
) -> String {
    let key = match purpose {
        Purpose::Answer => "officer-ask-answer",
        Purpose::Clarify => "officer-ask-clarify",
        Purpose::Extend => "officer-ask-extend",
        Purpose::Refuse if matter.kind == Kind::Formal => "officer-ask-refuse-formal",
        Purpose::Refuse => "officer-ask-refuse",
        Purpose::Close => "officer-ask-close",
        Purpose::Publish => "officer-ask-publish",
    };
    format!("{whom}, {}", told(key, matter, settings, locale))
}

/// The matter is over already.
pub fn closed_already(matter: i64, locale: Locale) -> String {
    of_matter("officer-closed", matter, locale)
}

/// The term cannot be extended: it was, it is in hours, or it is over.
pub fn cannot_extend(matter: i64, locale: Locale) -> String {
    of_matter("officer-cannot-extend", matter, locale)
}

/// The reply must have words.
pub fn needs_words(locale: Locale) -> String {
    plain("officer-needs-words", locale)
}

/// A fix is being checked, or (not `can_be`) there are no rows by which it could be.
pub fn checking(can_be: bool, locale: Locale) -> String {
    plain(if can_be { "officer-checking" } else { "officer-no-check" }, locale)
}

/// There is nobody any more to whom it could go.
pub fn nobody_left(locale: Locale) -> String {
    plain("officer-nobody-left", locale)
}

/// The term was extended, for the officers.
pub fn extended(due: &str, locale: Locale) -> String {
    escape(&locale.text("officer-extended", &[("due", due.into())]))
}

/// The term was extended, for a resident, with the reason.
pub fn told_extended(matter: &Matter, due: &str, reason: &str, locale: Locale) -> String {
    let arguments = [
        ("number", number(matter.id)),
        ("title", cut(&one_line(&matter.title), 80).into()),
        ("due", due.into()),
        ("reason", cut(&tidy(reason), SHOWN).into()),
    ];
    escape(&locale.text("officer-told-extended", &arguments))
}

/// Datasets with which the matter may be closed.
pub fn found(matter: i64, all: &[(Key, String)], locale: Locale) -> Reply {
    let row = |(key, title): &(Key, String)| {
        vec![Button {
            label: cut(&one_line(title), LABEL),
            press: Press::Matter(Deed::Publish(*key), matter),
        }]
    };
    Reply {
        html: plain("officer-found", locale),
        buttons: all.iter().map(row).collect(),
        ..Reply::default()
    }
}

/// There is no such dataset.
pub fn not_found(locale: Locale) -> String {
    plain("officer-not-found", locale)
}

/// Residents hear how the matter ended, and may say how it was.
pub fn ended(matter: &Matter, outcome: Outcome, dataset: Option<&str>, locale: Locale) -> Reply {
    let key = match outcome {
        Outcome::Published => "officer-ended-published",
        Outcome::Fixed => "officer-ended-fixed",
        Outcome::Answered => "officer-ended-answered",
        Outcome::Refused => "officer-ended-refused",
    };
    let arguments = [
        ("number", number(matter.id)),
        ("title", cut(&one_line(&matter.title), 80).into()),
        ("dataset", cut(&one_line(dataset.unwrap_or_default()), TITLE).into()),
    ];
    let html = format!(
        "<b>{}</b>\n{}",
        escape(&locale.text(key, &arguments)),
        plain("officer-rate", locale)
    );
    Reply { html, buttons: closed_buttons(locale, matter.id), ..Reply::default() }
}

/// What stands above the answer to the question that somebody once asked.
pub fn published_answer(question: &str, answer: &str, locale: Locale) -> String {
    let question = cut(&one_line(question), TITLE);
    let heading = locale.text("officer-published-answer", &[("question", question.into())]);
    format!("{}\n\n{answer}", escape(&heading))
}

/// The answer of the earlier matter `earlier` is offered for `matter`.
pub fn same(matter: i64, earlier: i64, answer: &Answer, locale: Locale) -> Reply {
    let heading = of_matter("officer-same", earlier, locale);
    let mut html = format!("<b>{heading}</b>\n{}", escape(&cut(&tidy(&answer.text), SHOWN)));
    if answer.source.is_some() {
        html = format!("{}\n{}", html.trim_end(), plain("officer-same-attached", locale));
    }
    let press = Press::Matter(Deed::SendSame(earlier), matter);
    let button = Button { label: locale.text("officer-button-same", &[]), press };
    Reply { html, buttons: vec![vec![button]], ..Reply::default() }
}

/// What the officer `whom` (HTML) sent to the residents by a button.
pub fn sent_by_button(whom: &str, text: &str, locale: Locale) -> String {
    let heading = plain("officer-sent", locale);
    format!("<b>{heading}</b> {whom}\n{}", escape(&cut(&tidy(text), SHOWN)))
}

/// Somebody's feedback is not taken until then.
pub fn blocked_until(block: &Block, settings: &Settings, locale: Locale) -> String {
    block_said("officer-blocked", block, settings, locale)
}

/// The same, said to the person.
pub fn block_told(block: &Block, settings: &Settings, locale: Locale) -> String {
    block_said("officer-block-told", block, settings, locale)
}

fn block_said(key: &str, block: &Block, settings: &Settings, locale: Locale) -> String {
    let until = block.until.with_timezone(&settings.zone).format("%d.%m.%Y %H:%M").to_string();
    let arguments =
        [("until", until.into()), ("reason", cut(&one_line(&block.reason), TITLE).into())];
    escape(&locale.text(key, &arguments))
}

/// Somebody's feedback is taken again, or (not `was`) always was.
pub fn unblocked(was: bool, locale: Locale) -> String {
    plain(if was { "officer-unblocked" } else { "officer-not-blocked" }, locale)
}

/// How a block is written.
pub fn block_usage(locale: Locale) -> String {
    plain("officer-block-usage", locale)
}

/// There is nobody to block.
pub fn block_nobody(locale: Locale) -> String {
    plain("officer-block-nobody", locale)
}
