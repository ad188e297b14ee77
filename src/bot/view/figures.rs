//! How promptly the council answers, and every matter as a table.

use chrono_tz::Tz;
use rust_decimal::{Decimal, prelude::FromPrimitive};

use super::{
    clock::moment,
    markup::{bold, cut, escape, tidy},
    matter::{outcome_name, state},
};
use crate::{
    bot::{
        callback::Press,
        reply::{Button, Reply},
    },
    feedback::figures::{Figures, Handled},
    i18n::Locale,
    store::feedback::{Matter, voices::Voice},
    text::{number, spreadsheet},
};

/// Departments and months shown.
const SHOWN: usize = 12;

/// The figures of all matters, by department and by month, with the buttons of the tables.
pub fn figures(locale: Locale, handled: &[Handled]) -> Reply {
    let all = Figures::of(&handled.iter().collect::<Vec<_>>());
    let mut lines = vec![bold(&locale.text("figures-title", &[]))];
    lines.push(escape(&line(locale, &locale.text("figures-all", &[]), &all)));
    let mut part = |key: &str, groups: &[(&str, Figures)]| {
        lines.push(format!("\n<b>{}</b>", escape(&locale.text(key, &[]))));
        for (name, figures) in groups.iter().take(SHOWN) {
            let name = cut(&tidy(name), 80);
            let name = if name.is_empty() { locale.text("figures-none", &[]) } else { name };
            lines.push(escape(&line(locale, &name, figures)));
        }
    };
    let mut months = Figures::by(handled, |one| &one.month);
    months.reverse();
    part("figures-departments", &Figures::by(handled, |one| &one.department));
    part("figures-months", &months);
    let button = |key: &str, personal: bool| Button {
        label: locale.text(key, &[]),
        press: Press::Export(personal),
    };
    let buttons =
        vec![vec![button("figures-csv", false)], vec![button("figures-csv-personal", true)]];
    Reply { html: lines.join("\n"), buttons, ..Reply::default() }
}

fn line(locale: Locale, name: &str, figures: &Figures) -> String {
    let hours = |pair: Option<(f64, f64)>| match pair {
        Some((median, most)) => format!("{} / {}", tenth(locale, median), tenth(locale, most)),
        None => "—".to_owned(),
    };
    let arguments = [
        ("name", name.to_owned().into()),
        ("count", figures.count.to_string().into()),
        ("ended", figures.ended.to_string().into()),
        ("late", figures.late.to_string().into()),
        ("reply", hours(figures.to_reply).into()),
        ("end", hours(figures.to_end).into()),
    ];
    locale.text("figures-line", &arguments)
}

fn tenth(locale: Locale, hours: f64) -> String {
    let hours = Decimal::from_f64(hours).unwrap_or_default().round_dp(1).normalize();
    number::format(hours, locale)
}

/// Every matter in a row; with `people` one for each of their voices, with what they said of themselves.
pub fn matters_csv(
    locale: Locale,
    matters: &[Matter],
    people: Option<&[Voice]>,
    zone: Tz,
) -> String {
    let mut keys = vec![
        "figures-number",
        "figures-kind",
        "figures-what",
        "figures-state",
        "figures-dataset",
        "figures-holder",
        "figures-voices",
        "figures-received",
        "figures-due",
        "figures-replied",
        "figures-closed",
    ];
    if people.is_some() {
        keys.extend(["figures-person", "figures-name", "figures-contact", "figures-rating"]);
    }
    let mut records: Vec<Vec<String>> =
        vec![keys.iter().map(|key| locale.text(key, &[])).collect()];
    let at = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
            .unwrap_or_default()
    };
    for matter in matters {
        let ended = matter.outcome().map(|outcome| outcome_name(outcome, locale));
        let row = vec![
            matter.id.to_string(),
            matter.kind.name().to_owned(),
            spreadsheet::harmless(&matter.title),
            ended.unwrap_or_else(|| state(matter, locale)),
            spreadsheet::harmless(matter.dataset.as_deref().unwrap_or_default()),
            spreadsheet::harmless(matter.holder.as_deref().unwrap_or_default()),
            matter.voices.to_string(),
            at(Some(matter.created_at)),
            matter.due_at.map(|due| moment(due, matter.term(), zone)).unwrap_or_default(),
            at(matter.first_reply_at),
            at(matter.closed_at),
        ];
        let Some(people) = people else {
            records.push(row);
            continue;
        };
        for voice in people.iter().filter(|voice| voice.feedback == matter.id) {
            let mut row = row.clone();
            row.push(if voice.person == 0 { String::new() } else { voice.person.to_string() });
            row.push(spreadsheet::harmless(voice.name.as_deref().unwrap_or_default()));
            row.push(spreadsheet::harmless(voice.contact.as_deref().unwrap_or_default()));
            row.push(voice.rating.map(|rating| rating.to_string()).unwrap_or_default());
            records.push(row);
        }
    }
    spreadsheet::csv(&records)
}
