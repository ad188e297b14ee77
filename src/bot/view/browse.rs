//! The catalogue as one message that is turned like a book: themes, holders, the newest, and the datasets of each.

use chrono::DateTime;
use chrono_tz::Tz;

use super::markup::{bold, cut, escape, one_line};
use crate::{
    answer::{Council, Entry, Part, State},
    bot::{
        callback::{Press, Shelf},
        reply::{Button, Reply},
    },
    catalog::Key,
    i18n::Locale,
    search::concepts::Theme,
};

/// Datasets on a page; each has a button with its number.
const PAGE: usize = 8;
/// Holders on a page.
const HOLDERS: usize = 10;
/// Letters of a title, and of a button.
const TITLE: usize = 160;
const LABEL: usize = 40;

/// The address that opens the card of a dataset with the bot `me`.
pub fn card_link(me: &str, key: Key) -> String {
    format!("https://t.me/{me}?start=d_{key}")
}

/// A page of the catalogue; beyond the last page the last.
pub fn shelf(
    council: &Council,
    shelf: Shelf,
    page: usize,
    locale: Locale,
    now: DateTime<Tz>,
) -> Reply {
    match shelf {
        Shelf::Themes => themes(council, locale),
        Shelf::Holders => holders(council, page, locale),
        Shelf::Part(part) => datasets(council, part, page, locale, now),
    }
}

fn themes(council: &Council, locale: Locale) -> Reply {
    let count = council.entries().len();
    let mut lines = vec![bold(&locale.text("browse-all", &[("count", count.into())]))];
    lines.push(escape(&locale.text("browse-themes", &[])));
    let themes = council.themes();
    let button = |&(theme, count): &(Option<&'static Theme>, usize)| Button {
        label: format!("{} ({count})", theme_name(theme, locale)),
        press: Press::Browse(Shelf::Part(Part::Theme(theme)), 0),
    };
    let mut buttons: Vec<Vec<Button>> =
        themes.chunks(2).map(|pair| pair.iter().map(button).collect()).collect();
    let to = |key: &str, shelf: Shelf| Button {
        label: locale.text(key, &[]),
        press: Press::Browse(shelf, 0),
    };
    buttons.push(vec![
        to("browse-newest", Shelf::Part(Part::Newest)),
        to("browse-holders", Shelf::Holders),
    ]);
    Reply { html: lines.join("\n"), buttons, ..Reply::default() }
}

fn holders(council: &Council, page: usize, locale: Locale) -> Reply {
    let holders = council.holders();
    let pages = holders.len().div_ceil(HOLDERS).max(1);
    let page = page.min(pages - 1);
    let shown = holders.iter().skip(page * HOLDERS).take(HOLDERS);
    let mut html = bold(&locale.text("browse-holders", &[]));
    html.push_str(&page_line(page, pages, locale));
    let mut buttons: Vec<Vec<Button>> = shown
        .map(|(holder, count)| {
            let title = cut(&one_line(&holder.title), LABEL);
            let press = Press::Browse(Shelf::Part(Part::Holder(holder.key())), 0);
            vec![Button { label: format!("{title} ({count})"), press }]
        })
        .collect();
    buttons.push(turns(Shelf::Holders, page, pages, locale));
    Reply { html, buttons, ..Reply::default() }
}

fn datasets(
    council: &Council,
    part: Part,
    page: usize,
    locale: Locale,
    now: DateTime<Tz>,
) -> Reply {
    let entries = council.part(part);
    let pages = entries.len().div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let title = match part {
        Part::Newest => locale.text("browse-newest", &[]),
        Part::Theme(theme) => theme_name(theme, locale),
        Part::Holder(_) => entries
            .first()
            .map_or_else(|| locale.text("browse-holders", &[]), |e| e.dataset.holder.title.clone()),
    };
    let mut html = bold(&cut(&one_line(&title), TITLE));
    html.push_str(&page_line(page, pages, locale));
    let mut numbers = Vec::new();
    for (number, entry) in (1..).zip(&entries).skip(page * PAGE).take(PAGE) {
        for part in ["\n", &number.to_string(), ". ", &escape(&line(entry, locale, now))] {
            html.push_str(part);
        }
        let press = Press::Dataset(entry.dataset.key());
        numbers.push(Button { label: number.to_string(), press });
    }
    let mut buttons: Vec<Vec<Button>> = numbers.chunks(4).map(<[Button]>::to_vec).collect();
    buttons.push(turns(Shelf::Part(part), page, pages, locale));
    Reply { html, buttons, ..Reply::default() }
}

/// A dataset in a line: its title, when it changed, and its state where that is not as it should be.
fn line(entry: &Entry, locale: Locale, now: DateTime<Tz>) -> String {
    let mut line = cut(&one_line(&entry.dataset.title), TITLE);
    if let Some(changed) = entry.changed() {
        let date = changed.with_timezone(&now.timezone()).format("%d.%m.%Y").to_string();
        line.push_str(", ");
        line.push_str(&date);
    }
    let state = match State::of(entry, now.to_utc()) {
        State::Unreadable(_) => "browse-unreadable",
        State::Incomplete { .. } => "browse-incomplete",
        State::Late => "browse-late",
        State::Current => return line,
    };
    line.push_str(", ");
    line.push_str(&locale.text(state, &[]));
    line
}

/// The buttons that turn pages, and the one that leads back to the themes.
fn turns(shelf: Shelf, page: usize, pages: usize, locale: Locale) -> Vec<Button> {
    let to = |key: &str, shelf: Shelf, page: usize| Button {
        label: locale.text(key, &[]),
        press: Press::Browse(shelf, page),
    };
    let mut turns = Vec::new();
    if page > 0 {
        turns.push(to("browse-back", shelf, page - 1));
    }
    turns.push(to("browse-up", Shelf::Themes, 0));
    if page + 1 < pages {
        turns.push(to("browse-on", shelf, page + 1));
    }
    turns
}

fn page_line(page: usize, pages: usize, locale: Locale) -> String {
    if pages < 2 {
        return String::new();
    }
    let (page, pages) = ((page + 1).to_string(), pages.to_string());
    let line = locale.text("browse-page", &[("page", page.into()), ("pages", pages.into())]);
    format!("\n{}", escape(&line))
}

/// What a theme is called; without one what is on none.
pub(super) fn theme_name(theme: Option<&Theme>, locale: Locale) -> String {
    match (theme, locale) {
        (Some(theme), Locale::Uk) => theme.uk.clone(),
        (Some(theme), Locale::En) => theme.en.clone(),
        (None, locale) => locale.text("browse-other", &[]),
    }
}
