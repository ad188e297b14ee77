//! An item as the admin who writes and sends it sees it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{progress::tallied, shown_title};
use crate::{
    bot::{
        callback::Press,
        news::{Step, To},
        reply::{Button, Reply},
        view::markup::{bold, cut, escape},
    },
    i18n::Locale,
    news::{Event, Media, State, Tally},
    store::news::Item,
};

/// UTF-16 units on a button, and of the words shown on a card.
const LABEL: usize = 60;
const WORDS: usize = 1_500;

fn plain(key: &str, locale: Locale) -> String {
    escape(&locale.text(key, &[]))
}

fn button(label: &str, step: Step, item: i64) -> Button {
    Button { label: cut(label, LABEL), press: Press::News(step, item) }
}

fn named(key: &str, step: Step, item: i64, locale: Locale) -> Button {
    button(&locale.text(key, &[]), step, item)
}

const fn mark(state: State) -> &'static str {
    match state {
        State::Draft => "📝",
        State::Scheduled => "🕒",
        State::Sending => "📤",
        State::Paused => "⏸",
        State::Done => "✅",
        State::Cancelled => "⏹",
        State::Recalled | State::Discarded => "🗑",
    }
}

/// A page of all items; `more`: there are others behind it.
pub fn list(items: &[Item], page: usize, more: bool, locale: Locale) -> Reply {
    let mut html = bold(&locale.text("news-title", &[]));
    html.push('\n');
    html.push_str(&plain(if items.is_empty() { "news-none" } else { "news-choose" }, locale));
    let mut buttons: Vec<Vec<Button>> = items
        .iter()
        .map(|item| {
            let label = format!("{} {}. {}", mark(item.state), item.id, shown_title(item, locale));
            vec![button(&label, Step::Show, item.id)]
        })
        .collect();
    let mut turns = Vec::new();
    if page > 0 {
        turns.push(named("news-button-newer", Step::List(page - 1), 0, locale));
    }
    if more {
        turns.push(named("news-button-older", Step::List(page + 1), 0, locale));
    }
    if !turns.is_empty() {
        buttons.push(turns);
    }
    buttons.push(vec![named("news-button-write", Step::Write, 0, locale)]);
    Reply { html, buttons, ..Reply::default() }
}

/// What a card is made of.
#[derive(Clone, Debug)]
pub struct Card<'a> {
    /// The item.
    pub item: &'a Item,
    /// Who gets it, in words, and how many they are.
    pub audience: (String, u64),
    /// Titles of the datasets that it is about.
    pub datasets: Vec<String>,
    /// UTF-16 units beyond what Telegram takes.
    pub excess: usize,
    /// Whether the council has a channel.
    pub has_channel: bool,
    /// What became of its copies, edition by edition.
    pub tallies: Vec<Tally>,
    /// The council's time zone.
    pub zone: Tz,
}

/// The card of an item, with what can be done with it.
pub fn card(card: &Card<'_>, locale: Locale) -> Reply {
    let item = card.item;
    let state = locale.text(state_key(item.state), &[]);
    let arguments = [("number", item.id.to_string().into()), ("state", state.into())];
    let mut lines =
        vec![bold(&format!("{} {}", mark(item.state), locale.text("news-card", &arguments)))];
    let time =
        |at: DateTime<Utc>| at.with_timezone(&card.zone).format("%d.%m.%Y %H:%M").to_string();
    if let Some(at) = item.send_at {
        lines.push(escape(&locale.text("news-card-at", &[("time", time(at).into())])));
    }
    if let Some(at) = item.started_at {
        lines.push(escape(&locale.text("news-card-sent", &[("time", time(at).into())])));
    }
    let words = item.words();
    // Cut, the markup would be torn: what is long is shown as bare words, and whole in the preview.
    let shown = cut(&crate::bot::view::markup::bare(&words.uk), WORDS);
    lines.push(String::new());
    lines.push(if words.uk.is_empty() {
        plain("news-card-empty", locale)
    } else {
        format!("<blockquote>{}</blockquote>", escape(&shown))
    });
    lines.push(plain(
        if words.en.is_some() { "news-card-english" } else { "news-card-no-english" },
        locale,
    ));
    if let Some(media) = item.media() {
        lines.push(plain(media_key(&media), locale));
    }
    for title in &card.datasets {
        lines.push(format!("📂 {}", escape(title)));
    }
    let (whom, count) = &card.audience;
    let arguments = [("whom", whom.clone().into()), ("count", count.to_string().into())];
    lines.push(escape(&locale.text("news-card-whom", &arguments)));
    if card.has_channel {
        let key = if item.channel { "news-card-channel" } else { "news-card-no-channel" };
        lines.push(plain(key, locale));
    }
    for (edition, tally) in card.tallies.iter().enumerate() {
        lines.push(String::new());
        let key = if edition == 0 { "news-card-copies" } else { "news-card-edition" };
        lines.push(bold(&locale.text(key, &[("edition", edition.to_string().into())])));
        lines.push(tallied(tally, locale));
    }
    if card.excess > 0 {
        let arguments = [("count", card.excess.to_string().into())];
        lines.push(format!("⚠️ {}", escape(&locale.text("news-card-long", &arguments))));
    }
    if item.correction().is_some() {
        lines.push(format!("⚠️ {}", plain("news-card-correction", locale)));
    }
    Reply { html: lines.join("\n"), buttons: buttons(card, locale), ..Reply::default() }
}

const fn state_key(state: State) -> &'static str {
    match state {
        State::Draft => "news-state-draft",
        State::Scheduled => "news-state-scheduled",
        State::Sending => "news-state-sending",
        State::Paused => "news-state-paused",
        State::Done => "news-state-done",
        State::Cancelled => "news-state-cancelled",
        State::Recalled => "news-state-recalled",
        State::Discarded => "news-state-discarded",
    }
}

const fn media_key(media: &Media) -> &'static str {
    match media {
        Media::Photo { .. } => "news-card-photo",
        Media::Document { .. } => "news-card-document",
        Media::Chart { .. } => "news-card-chart",
    }
}

fn buttons(card: &Card<'_>, locale: Locale) -> Vec<Vec<Button>> {
    let item = card.item;
    let to = |key: &str, step: Step| named(key, step, item.id, locale);
    let look = vec![to("news-button-preview", Step::Preview), to("news-button-test", Step::Test)];
    let has_words = !item.words().uk.is_empty();
    let ready = has_words && card.excess == 0;
    let mut rows = Vec::new();
    match item.state {
        State::Draft => {
            if has_words {
                rows.push(look);
            }
            rows.push(vec![
                to("news-button-words", Step::Words),
                to("news-button-english", Step::English),
            ]);
            let mut extras = vec![to("news-button-datasets", Step::Datasets)];
            if item.media().is_some() {
                extras.push(to("news-button-no-media", Step::NoMedia));
            } else {
                extras.push(to("news-button-media", Step::Media));
                extras.push(to("news-button-chart", Step::Chart));
            }
            if item.words().en.is_some() {
                extras.push(to("news-button-no-english", Step::NoEnglish));
            }
            rows.extend(extras.chunks(2).map(<[Button]>::to_vec));
            let mut whom = vec![to("news-button-whom", Step::Whom)];
            if card.has_channel {
                let key =
                    if item.channel { "news-button-no-channel" } else { "news-button-channel" };
                whom.push(to(key, Step::Channel));
            }
            rows.push(whom);
            if ready {
                rows.push(vec![
                    to("news-button-now", Step::Now),
                    to("news-button-when", Step::When),
                ]);
                rows.push(vec![to("news-button-tomorrow", Step::Tomorrow)]);
            }
            rows.push(vec![to("news-button-discard", Step::Turn(Event::Discard))]);
        }
        State::Scheduled => {
            rows.push(look);
            rows.push(vec![
                to("news-button-now", Step::Now),
                to("news-button-unschedule", Step::Turn(Event::Unschedule)),
            ]);
        }
        State::Sending => rows.push(vec![
            to("news-button-pause", Step::Turn(Event::Pause)),
            to("news-button-cancel", Step::Turn(Event::Cancel)),
        ]),
        State::Paused => rows.push(vec![
            to("news-button-resume", Step::Turn(Event::Resume)),
            to("news-button-cancel", Step::Turn(Event::Cancel)),
        ]),
        State::Done | State::Cancelled => {
            rows.push(look);
            if item.correction().is_some() && card.excess == 0 {
                rows.push(vec![
                    to("news-button-correct", Step::Correct),
                    to("news-button-no-correction", Step::NoCorrection),
                ]);
            }
            rows.push(vec![
                to("news-button-words", Step::Words),
                to("news-button-english", Step::English),
            ]);
            rows.push(vec![to("news-button-recall", Step::Recall)]);
            let doubtful = card.tallies.first().is_some_and(|tally| tally.unknown > 0);
            if doubtful && item.state == State::Done && item.edition == 0 {
                rows.push(vec![to("news-button-again", Step::Turn(Event::Repeat))]);
            }
        }
        State::Recalled | State::Discarded => {}
    }
    rows.push(vec![named("news-button-list", Step::List(0), 0, locale)]);
    rows
}

/// Who is to get it? `choices` have their number of people.
pub fn whom(item: i64, choices: &[(To, String, u64)], locale: Locale) -> Reply {
    let buttons = choices
        .iter()
        .map(|(to, label, count)| vec![button(&format!("{label} ({count})"), Step::To(*to), item)]);
    Reply {
        html: plain("news-whom", locale),
        buttons: buttons
            .chain([vec![named("news-button-back", Step::Show, item, locale)]])
            .collect(),
        ..Reply::default()
    }
}

/// It goes out now: sure?
pub fn sure(item: i64, whom: &str, count: u64, channel: bool, locale: Locale) -> Reply {
    let arguments = [("whom", whom.to_owned().into()), ("count", count.to_string().into())];
    let mut html = escape(&locale.text("news-sure", &arguments));
    if channel {
        html.push('\n');
        html.push_str(&plain("news-card-channel", locale));
    }
    Reply {
        html,
        buttons: vec![vec![
            named("news-button-begin", Step::Begin, item, locale),
            named("news-button-back", Step::Show, item, locale),
        ]],
        ..Reply::default()
    }
}

/// It is taken back everywhere: sure?
pub fn recall_sure(item: i64, count: u64, locale: Locale) -> Reply {
    Reply {
        html: escape(&locale.text("news-recall-sure", &[("count", count.to_string().into())])),
        buttons: vec![vec![
            named("news-button-recall-now", Step::RecallNow, item, locale),
            named("news-button-back", Step::Show, item, locale),
        ]],
        ..Reply::default()
    }
}

/// Something is asked for, which a reply gives.
pub fn asked(purpose: &str, locale: Locale) -> String {
    let key = match purpose {
        "uk" => "news-ask-uk",
        "en" => "news-ask-en",
        "media" => "news-ask-media",
        "datasets" => "news-ask-datasets",
        _ => "news-ask-when",
    };
    plain(key, locale)
}

/// The reply was taken.
pub fn words_taken(locale: Locale) -> String {
    plain("news-taken", locale)
}

/// The reply was not what was asked for.
pub fn again(purpose: &str, locale: Locale) -> String {
    let key = match purpose {
        "media" => "news-wrong-media",
        "datasets" => "news-wrong-datasets",
        _ => "news-wrong-words",
    };
    plain(key, locale)
}

/// The time cannot be read, or is over.
pub fn wrong_time(locale: Locale) -> String {
    plain("news-wrong-time", locale)
}

/// There is nothing to draw.
pub fn no_chart(locale: Locale) -> String {
    plain("news-no-chart", locale)
}

/// There is no such item, or it cannot be done with it any more.
pub fn not_found(locale: Locale) -> String {
    plain("news-not-found", locale)
}
