//! Terms of matters: how they are counted, and what is said when they come to their end.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    markup::{bold, cut, escape, one_line},
    matter::{TITLE, state},
};
use crate::{
    feedback::{Deadline, Term},
    i18n::Locale,
    store::feedback::Matter,
};

/// The end of a term: a day for one in working days, a minute for one in hours.
pub fn moment(at: DateTime<Utc>, term: Option<Term>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    match term {
        Some(Term::Hours(_)) => local.format("%d.%m.%Y %H:%M").to_string(),
        Some(Term::WorkingDays(_)) | None => {
            (local - chrono::TimeDelta::minutes(1)).format("%d.%m.%Y").to_string()
        }
    }
}

/// How a deadline was counted.
pub fn counted(term: Term, deadline: &Deadline, zone: Tz, locale: Locale) -> String {
    let day = |day: &chrono::NaiveDate| day.format("%d.%m").to_string();
    match term {
        Term::Hours(hours) => {
            let arguments = [
                ("hours", hours.to_string().into()),
                ("due", moment(deadline.at, Some(term), zone).into()),
            ];
            locale.text("matter-counted-hours", &arguments)
        }
        Term::WorkingDays(days) => {
            let skipped: Vec<String> = deadline.skipped.iter().map(day).collect();
            let arguments = [
                ("days", days.into()),
                ("due", deadline.last.format("%d.%m.%Y").to_string().into()),
                ("from", day(&deadline.from).into()),
                ("skipped", skipped.join(", ").into()),
            ];
            let key = if skipped.is_empty() { "matter-counted" } else { "matter-counted-without" };
            locale.text(key, &arguments)
        }
    }
}

/// Half of the term is over (1), a day is left (2), or it is over (3); `people` (HTML) are mentioned.
pub fn reminder(locale: Locale, level: i64, due: &str, people: &str) -> String {
    let key = match level {
        1 => "matter-half",
        2 => "matter-day-before",
        _ => "matter-overdue",
    };
    let mut html = escape(&locale.text(key, &[("due", due.into())]));
    if !people.is_empty() {
        html.push(' ');
        html.push_str(people);
    }
    html
}

/// An admin hears that a term is over.
pub fn overdue(locale: Locale, number: i64, title: &str, due: &str) -> String {
    let arguments = [
        ("number", number.to_string().into()),
        ("title", cut(&one_line(title), TITLE).into()),
        ("due", due.into()),
    ];
    escape(&locale.text("matter-escalated", &arguments))
}

/// The daily digest: how many are open, due today and overdue, and the first `named` of them.
pub fn digest(
    locale: Locale,
    open: &[Matter],
    named: usize,
    now: DateTime<Utc>,
    zone: Tz,
) -> String {
    let today = now.with_timezone(&zone).date_naive();
    let last = |matter: &Matter| {
        let due = matter.due_at? - chrono::TimeDelta::minutes(1);
        Some(due.with_timezone(&zone).date_naive())
    };
    let overdue = open.iter().filter(|matter| matter.due_at.is_some_and(|due| now >= due)).count();
    let due_today = open
        .iter()
        .filter(|matter| last(matter) == Some(today) && matter.due_at.is_some_and(|due| now < due))
        .count();
    let arguments = [
        ("open", open.len().into()),
        ("due", due_today.to_string().into()),
        ("overdue", overdue.to_string().into()),
    ];
    let mut html = bold(&locale.text("matter-digest", &arguments));
    for matter in open.iter().take(named) {
        let due = matter.due_at.map(|due| moment(due, matter.term(), zone)).unwrap_or_default();
        let arguments = [
            ("number", matter.id.to_string().into()),
            ("title", cut(&one_line(&matter.title), 80).into()),
            ("due", due.into()),
            ("state", state(matter, locale).into()),
        ];
        html.push('\n');
        html.push_str(&escape(&locale.text("matter-digest-line", &arguments)));
    }
    html
}
