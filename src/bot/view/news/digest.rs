//! Drafts that tell of many datasets at once, and the reminder that there was no news in a quarter.

use chrono_tz::Tz;

use super::{draft::Voice, shown_title};
use crate::{
    bot::{
        callback::Press,
        news::Step,
        reply::{Button, Reply},
        view::{
            browse::theme_name,
            markup::{bold, cut, escape, one_line, shown},
        },
    },
    i18n::Locale,
    news::{Found, Novelty, Quarter},
    search::concepts::Theme,
    store::news::Item,
};

/// UTF-16 units of a digest.
const ROOM: usize = 3_400;
/// UTF-16 units of a title, and of a button.
const TITLE: usize = 110;
const LABEL: usize = 60;
/// Themes that are named.
const THEMES: usize = 12;

/// Whether a novelty belongs to a part of the digest.
type Belongs = fn(&Found) -> bool;

/// What is new of many datasets, as HTML of less than 3,500 UTF-16 units, and the places of those that it names.
pub fn digest(news: &[Novelty], locale: Locale, zone: Tz) -> (String, Vec<usize>) {
    let voice = Voice { locale, zone };
    let counted = |key: &str, count: usize| locale.text(key, &[("count", count.into())]);
    let mut html = bold(&counted("draft-digest", news.len()));
    let mut named = Vec::new();
    let parts: [(&str, Belongs); 4] = [
        ("draft-digest-new", |what| matches!(what, Found::New { .. } | Found::Asked { .. })),
        ("draft-digest-updated", |what| matches!(what, Found::Updated(_))),
        ("draft-digest-late", |what| matches!(what, Found::Late)),
        ("draft-digest-gone", |what| matches!(what, Found::Gone)),
    ];
    for (key, belongs) in parts {
        let of_part = || news.iter().enumerate().filter(move |(_, news)| belongs(&news.what));
        let mut head = Some(format!("\n\n{}", bold(&counted(key, of_part().count()))));
        for (at, novelty) in of_part() {
            let title = cut(&one_line(&novelty.subject.title), TITLE);
            let fact = voice.short(novelty);
            let line = if fact.is_empty() {
                title
            } else {
                voice.say("draft-line", &[("title", &title), ("fact", &fact)])
            };
            let line = format!("{}\n• {}", head.as_deref().unwrap_or_default(), escape(&line));
            if shown(&html) + shown(&line) > ROOM {
                break;
            }
            html.push_str(&line);
            head = None;
            named.push(at);
        }
    }
    let left = news.len() - named.len();
    if left > 0 {
        html.push('\n');
        html.push_str(&escape(&counted("draft-more", left)));
    }
    (html, named)
}

/// The very first: how many datasets there are, on which themes, and how many of them are late.
pub fn opened(
    datasets: usize,
    themes: &[(Option<&'static Theme>, usize)],
    late: usize,
    locale: Locale,
) -> String {
    let counted = |key: &str, count: usize| locale.text(key, &[("count", count.into())]);
    let plain = |key: &str| escape(&locale.text(key, &[]));
    let mut lines = vec![bold(&counted("draft-opened", datasets)), plain("draft-opened-how")];
    if !themes.is_empty() {
        lines.push(plain("draft-opened-themes"));
    }
    for (theme, count) in themes.iter().take(THEMES) {
        let theme = theme_name(*theme, locale);
        let arguments = [("theme", theme.into()), ("count", (*count).into())];
        lines.push(format!("• {}", escape(&locale.text("draft-opened-theme", &arguments))));
    }
    if late > 0 {
        lines.push(escape(&counted("draft-opened-late", late)));
    }
    lines.join("\n")
}

/// Reminds an admin that nothing was published in `quarter`, of which so many `days` are left, with the drafts that are
/// ready.
pub fn duty(quarter: Quarter, days: i64, ready: &[Item], locale: Locale) -> Reply {
    let arguments =
        [("number", quarter.number.to_string().into()), ("year", quarter.year.to_string().into())];
    let quarter = locale.text("draft-quarter", &arguments);
    let duty = locale.text("draft-duty", &[("quarter", quarter.into()), ("days", days.into())]);
    let key = if ready.is_empty() { "draft-duty-empty" } else { "draft-duty-ready" };
    let html = format!("{}\n{}", escape(&duty), escape(&locale.text(key, &[])));
    let button = |item: &Item| Button {
        label: cut(&shown_title(item, locale), LABEL),
        press: Press::News(Step::Show, item.id),
    };
    Reply {
        html,
        buttons: ready.iter().map(|item| vec![button(item)]).collect(),
        ..Reply::default()
    }
}
