//! What residents ask, as an admin reads it.

use rust_decimal::Decimal;

use super::markup::{bold, cut, escape, tidy};
use crate::{
    i18n::Locale,
    store::questions::{Asked, Counts},
    text::number,
};

/// The most UTF-16 units of a subject or a question: all of them together fit one message.
const LONGEST: usize = 160;

/// The log of questions in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Of how many last days `recent`, the times and the lists are.
    pub days: i64,
    /// Counts of these days.
    pub recent: Counts,
    /// Counts since the beginning.
    pub all: Counts,
    /// Half of the answers took at most so long, and 99 of 100, in microseconds.
    pub times: Option<(i64, i64)>,
    /// What was asked about most.
    pub subjects: Vec<Asked>,
    /// What was asked in vain.
    pub gaps: Vec<Asked>,
}

/// The numbers, then the lists.
pub fn statistics(locale: Locale, statistics: &Statistics) -> String {
    let title = bold(&locale.text("stats-title", &[]));
    if statistics.all.asked == 0 {
        return format!("{title}\n{}", escape(&locale.text("stats-none", &[])));
    }
    let days = statistics.days.to_string();
    let of_days = |key| locale.text(key, &[("days", days.as_str().into())]);
    let mut lines = vec![title];
    let recent = of_days("stats-recent");
    for (name, counts) in
        [(recent, statistics.recent), (locale.text("stats-all", &[]), statistics.all)]
    {
        lines.push(format!("{}: {}", bold(&name), escape(&counted(locale, &counts))));
    }
    if let Some((median, most)) = statistics.times {
        let args =
            [("median", millis(median, locale).into()), ("most", millis(most, locale).into())];
        lines.push(escape(&locale.text("stats-time", &args)));
    }
    for (key, list) in [("stats-subjects", &statistics.subjects), ("stats-gaps", &statistics.gaps)]
    {
        if !list.is_empty() {
            lines.push(String::new());
            lines.push(bold(&of_days(key)));
            lines.extend(list.iter().map(|asked| line(locale, asked)));
        }
    }
    if !statistics.gaps.is_empty() {
        lines.push(escape(&locale.text("stats-masked", &[])));
    }
    lines.join("\n")
}

fn counted(locale: Locale, counts: &Counts) -> String {
    let share = (counts.answered * 100 + counts.asked / 2) / counts.asked.max(1);
    let number = |count: i64| number::format(count.into(), locale);
    [
        locale.text("stats-asked", &[("asked", number(counts.asked).into())]),
        locale.text(
            "stats-answered",
            &[("answered", number(counts.answered).into()), ("share", number(share).into())],
        ),
        locale.text(
            "stats-offered",
            &[("offered", number(counts.offered).into()), ("chosen", number(counts.chosen).into())],
        ),
        locale.text("stats-refused", &[("refused", number(counts.refused).into())]),
    ]
    .join("; ")
}

fn line(locale: Locale, asked: &Asked) -> String {
    let what = cut(&tidy(&asked.what).replace('\n', " "), LONGEST);
    let count = number::format(asked.count.into(), locale);
    escape(&locale.text("stats-line", &[("what", what.into()), ("count", count.into())]))
}

/// Microseconds as milliseconds with one digit of their fraction.
fn millis(micros: i64, locale: Locale) -> String {
    number::format(Decimal::new(micros, 3).round_dp(1), locale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::view::units;

    fn full(what: &str) -> Statistics {
        let asked = |count| Asked { what: what.to_owned(), count };
        Statistics {
            days: 30,
            recent: Counts { asked: 200, answered: 133, offered: 20, chosen: 8, refused: 47 },
            all: Counts { asked: 12_345, ..Counts::default() },
            times: Some((1_249, 48_000)),
            subjects: (1..=5).map(asked).collect(),
            gaps: (1..=10).map(asked).collect(),
        }
    }

    #[test]
    fn the_numbers_are_said_in_both_languages() {
        let html = statistics(Locale::En, &full("trams"));
        assert!(html.starts_with("<b>What residents ask</b>\n<b>Last 30 days</b>: asked: 200; answered: 133 (67%); given a choice: 20, of these chosen: 8; without data: 47\n"), "{html}");
        assert!(html.contains("half within 1.2 ms, 99 of 100 within 48.0 ms"), "{html}");
        let html = statistics(Locale::Uk, &full("трамвай"));
        assert!(html.contains("поставлено: 12\u{a0}345"), "{html}");
        assert!(html.contains("• трамвай — 10"), "{html}");
        assert_eq!(statistics(Locale::En, &Statistics::default()).lines().count(), 2);
    }

    #[test]
    fn hostile_words_neither_break_the_message_nor_make_it_too_long() {
        let html = statistics(Locale::Uk, &full(&"<b>&\n\u{202e}".repeat(200)));
        assert!(!html.contains("<b>&") && !html.contains('\u{202e}'), "{html}");
        let shown = html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        assert!(units(&shown) < 4_096, "{}", units(&shown));
        let without = shown.lines().filter(|line| line.starts_with('•')).count();
        assert_eq!(without, 15);
    }
}
