//! The looks of news: a copy as its reader sees it, and an item as the admin who sends it does.

mod admin;
mod copy;
mod digest;
mod draft;
mod progress;

pub use admin::{
    Card, again, asked, card, list, no_chart, not_found, recall_sure, sure, whom, words_taken,
    wrong_time,
};
pub use copy::{Copies, audience, late, left, why};
pub use digest::{digest, duty, opened};
pub use draft::draft;
pub use progress::{progress, report, tallied};

use super::markup::{bare, cut, one_line};
use crate::{i18n::Locale, store::news::Item};

/// UTF-16 units of a title.
const TITLE: usize = 60;

/// What an item is called: its first line.
pub fn shown_title(item: &Item, locale: Locale) -> String {
    let words = item.words();
    let text = bare(words.of(locale).0);
    let line = one_line(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default());
    if line.is_empty() { locale.text("news-untitled", &[]) } else { cut(&line, TITLE) }
}
