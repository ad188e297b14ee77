//! How the bot's words look: values in, HTML and buttons out. Pure, so that tests read it without a bot.

mod answer;
mod browse;
mod harvest;
mod inline;
mod markup;
mod stats;
mod words;

pub use answer::{Beside, ROOM, Said, answer, buttons, lines, sources};
pub use browse::{card_link, shelf};
pub use harvest::{harvest_asked, harvest_ended, harvest_failed, harvest_under_way};
pub use inline::{article, nothing_found};
pub use markup::{escape, link, tidy, units};
pub use stats::{Statistics, statistics};
pub use words::{
    Role, chart_gone, commands, complained, dataset_gone, description, expired, file_caption,
    file_gone, file_too_large, greeting, help, language_set, languages, media, near_candidates,
    not_now, place, privacy, requested, short, short_description, unknown_command, where_from,
    without_place,
};
