//! What a chat is told because of what it follows, and the archive of news.

use chrono_tz::Tz;

use super::{
    answer::ROOM,
    follow::turns,
    markup::{bare, bold, cut, escape, italic, one_line, shown, tidy, units},
};
use crate::{
    bot::{
        callback::Press,
        follow::Follow as To,
        news::Step,
        reply::{Button, Reply},
    },
    i18n::Locale,
    news::{Difference, Words, differing},
    store::news::Item,
};

/// Items on a page of the archive.
pub const ARCHIVE_PAGE: usize = 5;
/// Letters of an item's words beside others, of its first line, of one state of an answer, of a question.
const SHORT: usize = 400;
const LINE: usize = 100;
const STATE: usize = 500;
const QUESTION: usize = 200;
/// Letters of a button.
const LABEL: usize = 60;

/// What a notice tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// An item, by its number and words.
    Item(i64, Words),
    /// The answer to this question is another, or gone.
    Answer(String, Difference),
}

/// What a notice tells, and why, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it tells.
    pub told: Told,
    /// «Бо ви стежите за …»
    pub why: String,
}

/// What a chat is told at once; «Не надсилати такого» names the notice `less`.
pub fn notices(lines: &[Line], less: i64, locale: Locale) -> Reply {
    let less = Button {
        label: locale.text("follow-button-less", &[]),
        press: Press::Follow(To::Less(less)),
    };
    let html = match lines {
        [Line { told, why }] => {
            let told = match told {
                Told::Item(_, words) => whole(words, ROOM - units(why) - 2, locale),
                Told::Answer(question, difference) => changed(question, difference, locale),
            };
            format!("{told}\n\n{}", italic(why))
        }
        lines => together(lines, locale),
    };
    Reply { html, buttons: vec![vec![less]], ..Reply::default() }
}

/// Several notices as one message; those that find no room are counted.
fn together(lines: &[Line], locale: Locale) -> String {
    let head = locale.text("follow-notices", &[("count", lines.len().into())]);
    let more = |count: usize| locale.text("follow-more", &[("count", count.into())]);
    let mut room = ROOM - units(&head) - units(&more(lines.len())) - 4;
    let mut blocks = vec![bold(&head)];
    for (at, Line { told, why }) in lines.iter().enumerate() {
        let told = match told {
            Told::Item(number, words) => short(*number, words, locale),
            Told::Answer(question, difference) => changed(question, difference, locale),
        };
        let block = format!("{told}\n{}", italic(why));
        let length = shown(&block) + 2;
        if length > room {
            blocks.push(escape(&more(lines.len() - at)));
            break;
        }
        room -= length;
        blocks.push(block);
    }
    blocks.join("\n\n")
}

/// An item's words as they were sent, if they fit `room`; else as many as do, without markup.
fn whole(words: &Words, room: usize, locale: Locale) -> String {
    let (html, own) = words.of(locale);
    let note = (!own).then(|| locale.text("news-only-ukrainian", &[]));
    let room = room - note.as_ref().map_or(0, |note| units(note) + 2);
    let text = bare(html);
    let shown = if units(&text) <= room { html.to_owned() } else { escape(&cut(&text, room)) };
    match note {
        Some(note) => format!("{shown}\n\n{}", italic(&note)),
        None => shown,
    }
}

/// An item among others: its number, its first line, and as much of the rest as is short.
fn short(number: i64, words: &Words, locale: Locale) -> String {
    let (html, _) = words.of(locale);
    let text = tidy(&bare(html));
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let number = locale.text("follow-item", &[("number", number.to_string().into())]);
    let head = bold(&format!("{number}. {}", cut(first, SHORT)));
    match cut(rest.trim(), SHORT) {
        rest if rest.is_empty() => head,
        rest => format!("{head}\n{}", escape(&rest)),
    }
}

/// An answer that is another: what it was, what it is.
fn changed(question: &str, difference: &Difference, locale: Locale) -> String {
    let title = cut(&one_line(question), QUESTION);
    let Difference { was, is } = difference;
    let state = |key: &str, lines: &[&str]| {
        let text = cut(&tidy(&lines.join("\n")), STATE);
        escape(&locale.text(key, &[("text", text.into())]))
    };
    let Some(is) = is else {
        let head = bold(&locale.text("follow-gone", &[("title", title.into())]));
        return format!("{head}\n{}", state("follow-was", &[&was.of(locale).lead]));
    };
    let (old, new) = differing(was.of(locale), is.of(locale));
    let mut lines = vec![bold(&locale.text("follow-changed", &[("title", title.into())]))];
    if !old.is_empty() {
        lines.push(state("follow-was", &old));
    }
    if !new.is_empty() {
        lines.push(state("follow-is", &new));
    }
    lines.join("\n")
}

fn day(item: &Item, zone: Tz) -> String {
    let at = item.started_at.unwrap_or(item.created_at);
    at.with_timezone(&zone).format("%d.%m.%Y").to_string()
}

/// A page of the archive: `items` are those of the page, `more` tells whether others follow.
pub fn archive(items: &[Item], page: usize, more: bool, zone: Tz, locale: Locale) -> Reply {
    let mut lines = vec![bold(&locale.text("follow-archive", &[]))];
    if items.is_empty() {
        lines.push(escape(&locale.text("follow-archive-empty", &[])));
    }
    let mut buttons = Vec::new();
    for item in items {
        let words = item.words();
        let text = tidy(&bare(words.of(locale).0));
        let first = cut(text.lines().next().unwrap_or_default(), LINE);
        let number = item.id.to_string();
        lines.push(escape(&locale.text(
            "follow-archive-line",
            &[
                ("number", number.clone().into()),
                ("date", day(item, zone).into()),
                ("text", first.into()),
            ],
        )));
        let label = locale.text("follow-item", &[("number", number.into())]);
        buttons.push(Button { label, press: Press::Follow(To::Item(item.id, page)) });
    }
    let mut buttons: Vec<Vec<Button>> = buttons.chunks(3).map(<[Button]>::to_vec).collect();
    buttons.extend(turns(page, page + 1 + usize::from(more), To::Archive));
    Reply { html: lines.join("\n"), buttons, ..Reply::default() }
}

/// An item of the archive, whole, with its question.
pub fn archived(item: &Item, page: usize, zone: Tz, locale: Locale) -> Reply {
    let number = item.id.to_string();
    let place = [("number", number.into()), ("date", day(item, zone).into())];
    let head = locale.text("follow-archive-head", &place);
    let words = whole(&item.words(), ROOM - units(&head) - 2, locale);
    let mut buttons = item_buttons(item, locale);
    buttons.push(vec![Button {
        label: locale.text("follow-button-archive", &[]),
        press: Press::Follow(To::Archive(page)),
    }]);
    Reply { html: format!("{}\n\n{words}", italic(&head)), buttons, ..Reply::default() }
}

/// What an item leads to: its question, and the card of its dataset.
pub fn item_buttons(item: &Item, locale: Locale) -> Vec<Vec<Button>> {
    let question = item.question().map(|question| {
        let label = cut(&one_line(question.of(locale).0), LABEL);
        Button { label: format!("🔎 {label}"), press: Press::News(Step::Ask, item.id) }
    });
    let datasets = item.datasets();
    let card = match &datasets[..] {
        [key] => key.parse().ok().map(|key| Button {
            label: locale.text("follow-button-card", &[]),
            press: Press::Dataset(key),
        }),
        _ => None,
    };
    question.into_iter().chain(card).map(|button| vec![button]).collect()
}

/// There is no such item, or it was recalled.
pub fn archive_gone(page: usize, locale: Locale) -> Reply {
    let label = locale.text("follow-button-archive", &[]);
    let button = Button { label, press: Press::Follow(To::Archive(page)) };
    Reply {
        html: escape(&locale.text("follow-archive-gone", &[])),
        buttons: vec![vec![button]],
        ..Reply::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{answer::Facts, news::Told as Answers};

    fn item(number: i64, words: &str) -> Line {
        let words = Words { uk: words.to_owned(), en: None };
        Line { told: Told::Item(number, words), why: "Бо так".to_owned() }
    }

    #[test]
    fn one_item_comes_as_it_was_written_and_several_come_short() {
        let one = notices(&[item(3, "<b>Новий набір</b>\nАптеки &amp; ліки")], 1, Locale::Uk);
        assert_eq!(one.html, "<b>Новий набір</b>\nАптеки &amp; ліки\n\n<i>Бо так</i>");
        let two = [item(3, "<b>Новий</b>\nАптеки &amp; ліки"), item(4, "Другий")];
        assert_eq!(
            notices(&two, 1, Locale::Uk).html,
            "<b>Що нового: 2</b>\n\n<b>№ 3. Новий</b>\nАптеки &amp; ліки\n<i>Бо так</i>\n\n\
             <b>№ 4. Другий</b>\n<i>Бо так</i>"
        );
    }

    #[test]
    fn whatever_is_told_the_message_fits_and_what_does_not_is_counted() {
        let long = format!("<b>{}</b>\n{}", "🏫".repeat(3_000), "дуже довго ".repeat(900));
        for locale in [Locale::Uk, Locale::En] {
            let one = notices(&[item(1, &long)], 1, locale);
            assert!(shown(&one.html) <= 4_096);
            let many: Vec<Line> = (0..60).map(|number| item(number, &long)).collect();
            let many = notices(&many, 1, locale);
            assert!(shown(&many.html) <= 4_096);
            let shown = many.html.matches("Бо так").count();
            let more = locale.text("follow-more", &[("count", (60 - shown).into())]);
            assert!(many.html.ends_with(&more), "{}", many.html);
        }
    }

    #[test]
    fn an_answer_is_told_old_and_new() {
        let told = |lead: &str| {
            let facts = Facts { lead: lead.to_owned(), lines: Vec::new() };
            Answers { uk: facts.clone(), en: facts }
        };
        let line = |is: Option<Answers>| Line {
            told: Told::Answer("тариф <на> воду".to_owned(), Difference { was: told("33"), is }),
            why: "Бо так".to_owned(),
        };
        assert_eq!(
            notices(&[line(Some(told("35 & 1")))], 1, Locale::Uk).html,
            "<b>Відповідь змінилася: «тариф &lt;на&gt; воду»</b>\nБуло: 33\nСтало: 35 &amp; 1\n\n<i>Бо так</i>"
        );
        assert!(notices(&[line(None)], 1, Locale::En).html.contains("no longer in the catalogue"));
    }
}
