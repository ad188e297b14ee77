//! How far an item is, and what became of it.

use chrono::{DateTime, Utc};

use crate::{
    bot::{
        Settings,
        callback::Press,
        news::Step,
        reply::{Button, Reply},
        view::markup::{bold, escape},
    },
    i18n::Locale,
    news::{Event, State, Tally},
    store::news::Item,
};

fn button(key: &str, step: Step, item: i64, locale: Locale) -> Button {
    Button { label: locale.text(key, &[]), press: Press::News(step, item) }
}

/// The numbers of a tally, each on a line; what is zero is left out but what was sent.
pub fn tallied(tally: &Tally, locale: Locale) -> String {
    let numbers = [
        ("news-sent", tally.sent),
        ("news-blocked", tally.blocked),
        ("news-failed", tally.failed),
        ("news-doubtful", tally.unknown),
        ("news-cancelled", tally.cancelled),
        ("news-digest", tally.digest),
        ("news-left", tally.left),
    ];
    let shown = numbers.into_iter().filter(|(key, count)| *count > 0 || *key == "news-sent");
    let line = |(key, count): (&str, u64)| {
        escape(&locale.text(key, &[("count", count.to_string().into())]))
    };
    shown.map(line).collect::<Vec<_>>().join("\n")
}

/// How far `item` is; the message that says so is edited while it goes on.
pub fn progress(
    item: &Item,
    tally: &Tally,
    settings: &Settings,
    now: DateTime<Utc>,
    locale: Locale,
) -> Reply {
    let key = match (item.state, item.edition, item.recall) {
        (State::Paused, ..) => "news-paused",
        (State::Sending, 0, _) => "news-sending",
        (State::Sending, _, false) => "news-correcting",
        (State::Sending, _, true) => "news-recalling",
        _ => "news-over",
    };
    let mut html = bold(&locale.text(key, &[("number", item.id.to_string().into())]));
    html.push('\n');
    html.push_str(&tallied(tally, locale));
    let mut buttons = Vec::new();
    match item.state {
        State::Sending => {
            let end = (now + tally.rest(settings.bulk_per_second)).with_timezone(&settings.zone);
            let time = end.format("%H:%M").to_string();
            html.push('\n');
            html.push_str(&escape(&locale.text("news-until", &[("time", time.into())])));
            buttons.push(vec![
                button("news-button-pause", Step::Turn(Event::Pause), item.id, locale),
                button("news-button-cancel", Step::Turn(Event::Cancel), item.id, locale),
            ]);
        }
        State::Paused => buttons.push(vec![
            button("news-button-resume", Step::Turn(Event::Resume), item.id, locale),
            button("news-button-cancel", Step::Turn(Event::Cancel), item.id, locale),
        ]),
        _ => {}
    }
    Reply { html, buttons, ..Reply::default() }
}

/// What became of every copy of `item`.
pub fn report(item: &Item, tally: &Tally, locale: Locale) -> Reply {
    let key = match (item.edition, item.recall) {
        (0, _) => "news-report",
        (_, false) => "news-report-correction",
        (_, true) => "news-report-recall",
    };
    let mut html = bold(&locale.text(key, &[("number", item.id.to_string().into())]));
    html.push('\n');
    html.push_str(&tallied(tally, locale));
    let mut buttons = Vec::new();
    if tally.unknown > 0 && item.edition == 0 {
        html.push('\n');
        html.push_str(&escape(&locale.text("news-doubt", &[])));
        buttons.push(vec![button("news-button-again", Step::Turn(Event::Repeat), item.id, locale)]);
    }
    buttons.push(vec![button("news-button-show", Step::Show, item.id, locale)]);
    Reply { html, buttons, ..Reply::default() }
}
