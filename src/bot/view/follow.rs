//! What a chat follows, how often and when it hears: one message that is turned like a book.

use super::markup::{bold, cut, escape, one_line};
use crate::{
    bot::{
        callback::{Press, Shelf},
        follow::Follow as To,
        reply::{Button, Reply},
    },
    catalog::Key,
    i18n::Locale,
    news::{Kind, Quiet, Rhythm},
    search::concepts::{self, Theme},
    store::news::{
        follows::Follow,
        subscribers::{Consent, Subscriber},
    },
};

/// Things on a page.
const PAGE: usize = 6;
/// Departments on a page.
const HOLDERS: usize = 8;
/// Letters of a title, and of a button.
const TITLE: usize = 160;
const LABEL: usize = 40;
/// Quiet hours to choose from beside the operator's, in hours.
const HOURS: [(u16, u16); 5] = [(20, 9), (21, 8), (22, 7), (22, 8), (23, 6)];
/// What stands before what is chosen.
const CHOSEN: &str = "✓ ";

fn button(label: String, to: To) -> Button {
    Button { label, press: Press::Follow(to) }
}

fn named(key: &str, to: To, locale: Locale) -> Button {
    button(locale.text(key, &[]), to)
}

/// `label`, marked if it is `chosen`.
fn marked(label: &str, chosen: bool) -> String {
    let mark = if chosen { CHOSEN } else { "" };
    format!("{mark}{}", cut(&one_line(label), LABEL))
}

/// The name of a theme.
pub(super) fn theme_name(theme: &Theme, locale: Locale) -> &str {
    match locale {
        Locale::Uk => &theme.uk,
        Locale::En => &theme.en,
    }
}

/// What is followed is called this.
fn title(kind: Kind, what: &str, title: &str, locale: Locale) -> String {
    let theme = || concepts::themes().iter().find(|theme| theme.id == what);
    let title = match kind {
        Kind::Theme => theme().map_or(title, |theme| theme_name(theme, locale)),
        Kind::Holder | Kind::Dataset | Kind::Question => title,
    };
    cut(&one_line(title), TITLE)
}

/// What `follow` is: «набір …».
pub fn followed(follow: &Follow, locale: Locale) -> String {
    let key = match follow.kind {
        Kind::Theme => "follow-of-theme",
        Kind::Holder => "follow-of-holder",
        Kind::Dataset => "follow-of-dataset",
        Kind::Question => "follow-of-question",
    };
    let title = title(follow.kind, &follow.what, &follow.title, locale);
    locale.text(key, &[("title", title.into())])
}

/// Why something came: the rule, or else consent.
pub fn because(follow: Option<&Follow>, locale: Locale) -> String {
    let Some(follow) = follow else { return locale.text("follow-because-news", &[]) };
    let key = match follow.kind {
        Kind::Theme => "follow-because-theme",
        Kind::Holder => "follow-because-holder",
        Kind::Dataset => "follow-because-dataset",
        Kind::Question => "follow-because-question",
    };
    let title = title(follow.kind, &follow.what, &follow.title, locale);
    locale.text(key, &[("title", title.into())])
}

fn rhythm_name(rhythm: Rhythm, locale: Locale) -> String {
    let key = match rhythm {
        Rhythm::AtOnce => "follow-rhythm-at-once",
        Rhythm::Daily => "follow-rhythm-daily",
        Rhythm::Weekly => "follow-rhythm-weekly",
    };
    locale.text(key, &[])
}

fn quiet_name(quiet: Quiet, locale: Locale) -> String {
    if quiet.is_none() { locale.text("follow-quiet-none", &[]) } else { quiet.to_string() }
}

/// What a chat follows, and how it is told.
pub fn following(
    follows: &[Follow],
    subscriber: &Subscriber,
    page: usize,
    locale: Locale,
) -> Reply {
    let pages = follows.len().div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let mut lines = vec![bold(&locale.text("follow-home", &[]))];
    let mut say = |text: String| lines.push(escape(&text));
    if follows.is_empty() {
        say(locale.text("follow-home-empty", &[]));
    }
    if pages > 1 {
        say(locale.text("follow-page", &[("at", (page + 1).into()), ("of", pages.into())]));
    }
    let mut buttons = Vec::new();
    for (number, follow) in (1..).zip(follows).skip(page * PAGE).take(PAGE) {
        let name = followed(follow, locale);
        say(format!("{number}. {name}"));
        let label = format!("✕ {number}. {}", cut(&name, LABEL));
        buttons.push(vec![button(label, To::Drop(follow.id, page))]);
    }
    let rhythm = rhythm_name(subscriber.rhythm, locale);
    say(locale.text("follow-rhythm-line", &[("rhythm", rhythm.into())]));
    let quiet = quiet_name(subscriber.quiet(), locale);
    say(locale.text("follow-quiet-line", &[("quiet", quiet.into())]));
    let agreed = subscriber.consent == Consent::Given;
    say(locale.text(if agreed { "follow-news-yes" } else { "follow-news-no" }, &[]));
    buttons.extend(turns(page, pages, To::Home));
    buttons.push(vec![
        named("follow-button-themes", To::Themes, locale),
        named("follow-button-holders", To::Holders(0), locale),
        Button {
            label: locale.text("follow-button-datasets", &[]),
            press: Press::Browse(Shelf::Themes, 0),
        },
    ]);
    buttons.push(vec![
        named("follow-button-rhythm", To::Rhythms, locale),
        named("follow-button-hours", To::Hours, locale),
    ]);
    let news = if agreed { "follow-button-news-off" } else { "follow-button-news-on" };
    buttons.push(vec![named(news, To::News(!agreed), locale)]);
    if agreed || !follows.is_empty() {
        buttons.push(vec![named("follow-button-stop", To::Stop, locale)]);
    }
    Reply { html: lines.join("\n"), buttons, ..Reply::default() }
}

pub(super) fn turns(page: usize, pages: usize, to: impl Fn(usize) -> To) -> Option<Vec<Button>> {
    let mut row = Vec::new();
    if page > 0 {
        row.push(button("‹".to_owned(), to(page - 1)));
    }
    if page + 1 < pages {
        row.push(button("›".to_owned(), to(page + 1)));
    }
    (!row.is_empty()).then_some(row)
}

fn back(locale: Locale) -> Vec<Button> {
    vec![named("follow-button-back", To::Home(0), locale)]
}

/// The themes of which there are data, to choose from.
pub fn themes(themes: &[&'static Theme], follows: &[Follow], locale: Locale) -> Reply {
    let chosen = |theme: &Theme| {
        follows.iter().any(|follow| follow.kind == Kind::Theme && follow.what == theme.id)
    };
    let of = |theme: &&'static Theme| {
        button(marked(theme_name(theme, locale), chosen(theme)), To::Theme(theme))
    };
    let mut buttons: Vec<Vec<Button>> =
        themes.chunks(2).map(|pair| pair.iter().map(of).collect()).collect();
    buttons.push(back(locale));
    Reply { html: escape(&locale.text("follow-themes", &[])), buttons, ..Reply::default() }
}

/// The departments that hold data, to choose from.
pub fn holders(
    holders: &[(Key, String)],
    page: usize,
    follows: &[Follow],
    locale: Locale,
) -> Reply {
    let pages = holders.len().div_ceil(HOLDERS).max(1);
    let page = page.min(pages - 1);
    let chosen = |key: &Key| {
        let key = key.to_string();
        follows.iter().any(|follow| follow.kind == Kind::Holder && follow.what == key)
    };
    let shown = holders.iter().skip(page * HOLDERS).take(HOLDERS);
    let mut buttons: Vec<Vec<Button>> = shown
        .map(|(key, title)| vec![button(marked(title, chosen(key)), To::Holder(*key, page))])
        .collect();
    buttons.extend(turns(page, pages, To::Holders));
    buttons.push(back(locale));
    let mut lines = vec![escape(&locale.text("follow-holders", &[]))];
    if pages > 1 {
        let place = [("at", (page + 1).into()), ("of", pages.into())];
        lines.push(escape(&locale.text("follow-page", &place)));
    }
    Reply { html: lines.join("\n"), buttons, ..Reply::default() }
}

/// How often?
pub fn rhythms(chosen: Rhythm, locale: Locale) -> Reply {
    let all = [Rhythm::AtOnce, Rhythm::Daily, Rhythm::Weekly];
    let of = |rhythm: Rhythm| {
        let label = marked(&rhythm_name(rhythm, locale), rhythm == chosen);
        vec![button(label, To::Rhythm(rhythm))]
    };
    let mut buttons: Vec<Vec<Button>> = all.map(of).into();
    buttons.push(back(locale));
    Reply { html: escape(&locale.text("follow-rhythms", &[])), buttons, ..Reply::default() }
}

/// The quiet hours to choose from where the operator's are `usual`.
pub fn quiet_hours(usual: Quiet) -> Vec<Quiet> {
    let others = HOURS.map(|(from, until)| Quiet { from: from * 60, until: until * 60 });
    let mut all = vec![usual];
    all.extend(others.into_iter().filter(|quiet| *quiet != usual));
    if !usual.is_none() {
        all.push(Quiet::NONE);
    }
    all
}

/// When not?
pub fn hours(chosen: Quiet, usual: Quiet, locale: Locale) -> Reply {
    let of = |quiet: &Quiet| {
        let same = *quiet == chosen || (quiet.is_none() && chosen.is_none());
        button(marked(&quiet_name(*quiet, locale), same), To::Quiet(*quiet))
    };
    let all = quiet_hours(usual);
    let mut buttons: Vec<Vec<Button>> =
        all.chunks(2).map(|pair| pair.iter().map(of).collect()).collect();
    buttons.push(back(locale));
    Reply { html: escape(&locale.text("follow-hours", &[])), buttons, ..Reply::default() }
}

/// Adds to `reply` the question whether news for everyone are wanted.
pub fn ask_consent(reply: &mut Reply, quiet: Quiet, answer: fn(bool) -> To, locale: Locale) {
    let quiet = quiet_name(quiet, locale);
    let question = locale.text("follow-consent", &[("quiet", quiet.into())]);
    reply.html.push_str("\n\n");
    reply.html.push_str(&escape(&question));
    reply.buttons.push(vec![
        named("follow-button-yes", answer(true), locale),
        named("follow-button-no", answer(false), locale),
    ]);
}

/// The question whether news are wanted is answered.
pub fn consented(yes: bool, locale: Locale) -> String {
    let key = if yes { "follow-consent-given" } else { "follow-consent-refused" };
    escape(&locale.text(key, &[]))
}

/// The dataset, or this very answer?
pub fn follow_which(dataset: &str, key: Key, answer: i64, locale: Locale) -> Reply {
    let title = cut(&one_line(dataset), TITLE);
    Reply {
        html: escape(&locale.text("follow-which", &[("title", title.into())])),
        buttons: vec![vec![
            named("follow-button-dataset", To::Dataset(key), locale),
            named("follow-button-question", To::Question(answer), locale),
        ]],
        ..Reply::default()
    }
}

/// It is followed now.
pub fn follow_added(follow: &Follow, locale: Locale) -> Reply {
    let what = followed(follow, locale);
    Reply {
        html: escape(&locale.text("follow-added", &[("what", what.into())])),
        buttons: vec![vec![named("follow-button-quit", To::Quit(follow.id), locale)]],
        ..Reply::default()
    }
}

/// So many things are followed that there is room for no more.
pub fn follow_full(most: usize, locale: Locale) -> String {
    escape(&locale.text("follow-full", &[("count", most.into())]))
}

/// It is followed no more.
pub fn follow_removed(follow: &Follow, locale: Locale) -> String {
    let what = followed(follow, locale);
    escape(&locale.text("follow-removed", &[("what", what.into())]))
}

/// It was not followed.
pub fn not_followed(locale: Locale) -> String {
    escape(&locale.text("follow-not-followed", &[]))
}

/// The answer cannot be followed: the data are others.
pub fn follow_no_answer(locale: Locale) -> String {
    escape(&locale.text("follow-no-answer", &[]))
}

/// What of the rules because of which something came is to go? `news`: consent is one of them.
pub fn less_which(rules: &[Follow], news: bool, locale: Locale) -> Reply {
    let of = |follow: &Follow| {
        vec![button(cut(&followed(follow, locale), LABEL + 20), To::Quit(follow.id))]
    };
    let mut buttons: Vec<Vec<Button>> = rules.iter().take(PAGE).map(of).collect();
    if news {
        buttons.push(vec![named("follow-archive", To::Consent(false), locale)]);
    }
    Reply { html: escape(&locale.text("follow-less-which", &[])), buttons, ..Reply::default() }
}

/// What ended: so many things were followed, news for everyone were coming, so many messages waited.
pub fn stopped(follows: u64, news: bool, waiting: u64, locale: Locale) -> String {
    let counted =
        |key: &str, count: u64| escape(&locale.text(key, &[("count", count.to_string().into())]));
    let mut lines = Vec::new();
    if follows > 0 {
        lines.push(counted("follow-stopped-follows", follows));
    }
    if news {
        lines.push(escape(&locale.text("follow-stopped-news", &[])));
    }
    if waiting > 0 {
        lines.push(counted("follow-stopped-waiting", waiting));
    }
    let head = if lines.is_empty() {
        escape(&locale.text("follow-stopped-nothing", &[]))
    } else {
        bold(&locale.text("follow-stopped", &[]))
    };
    lines.insert(0, head);
    lines.push(escape(&locale.text("follow-stopped-back", &[])));
    lines.join("\n")
}
