//! How the bot's words look: values in, HTML and buttons out. Pure, so that tests read it without a bot.

mod answer;
mod markup;
mod stats;
mod words;

pub use answer::{ROOM, Said, answer, buttons, lines, sources};
pub use markup::{escape, link, tidy, units};
pub use stats::{Statistics, statistics};
pub use words::{
    chart_gone, commands, expired, file_caption, file_gone, file_too_large, greeting, help,
    language_set, languages, media, near_candidates, place, privacy, requested, unknown_command,
};
