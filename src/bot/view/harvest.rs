//! A harvest that an admin asked for: one message that tells how far it is, and in the end what it brought.

use super::markup::{bold, cut, escape, tidy, units};
use crate::{harvest::Summary, i18n::Locale};

/// UTF-16 units of a report.
const ROOM: usize = 3_500;

/// It will begin.
pub fn harvest_asked(locale: Locale) -> String {
    escape(&locale.text("bot-harvest-asked", &[]))
}

/// It is under way: `done` of `files` known so far were looked at.
pub fn harvest_under_way(locale: Locale, done: usize, files: usize) -> String {
    if files == 0 {
        return escape(&locale.text("bot-harvest-listing", &[]));
    }
    let arguments = [("done", done.to_string().into()), ("files", files.to_string().into())];
    escape(&locale.text("bot-harvest-files", &arguments))
}

/// It has ended, and brought this.
pub fn harvest_ended(locale: Locale, summary: &Summary) -> String {
    let mut html = bold(&locale.text("bot-harvest-ended", &[]));
    let mut room = ROOM;
    for line in summary.sources.iter().flat_map(|source| source.report(locale)) {
        let line = cut(&tidy(&line), 500);
        let Some(left) = room.checked_sub(units(&line) + 1) else { break };
        room = left;
        html.push('\n');
        html.push_str(&escape(&line));
    }
    html
}

/// It did not come to an end.
pub fn harvest_failed(locale: Locale) -> String {
    escape(&locale.text("bot-harvest-failed", &[]))
}
