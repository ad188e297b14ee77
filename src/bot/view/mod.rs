//! How the bot's words look: values in, HTML and buttons out. Pure, so that tests read it without a bot.

mod answer;
mod browse;
mod clock;
mod figures;
mod follow;
mod harvest;
mod inline;
mod markup;
mod matter;
pub mod news;
mod notice;
mod officer;
mod own;
mod request;
mod staff;
mod stats;
mod words;

pub use answer::{Beside, ROOM, Said, answer, buttons, lines, sources};
pub use browse::{card_link, shelf};
pub use clock::{counted, digest, moment, overdue, reminder};
pub use figures::{figures, matters_csv};
pub use follow::{
    ask_consent, because, consented, follow_added, follow_full, follow_no_answer, follow_removed,
    follow_which, followed, following, holders, hours, less_which, not_followed, quiet_hours,
    rhythms, stopped, themes,
};
pub use harvest::{harvest_asked, harvest_ended, harvest_failed, harvest_under_way};
pub use inline::{article, nothing_found};
pub use markup::{cut, escape, link, tidy, units};
pub use matter::{
    closed_buttons, fix_holds, fix_same, fix_untouched, fixed, from_officer, from_resident, header,
    letter_lost, letter_told, may_be_extended, mention, officer_buttons, outcome_buttons,
    outcome_name, state, taken_by, topic_name,
};
pub use notice::{
    ARCHIVE_PAGE, Line, Told, archive, archive_gone, archived, item_buttons, notices,
};
pub(crate) use officer::prompt;
pub use officer::{
    at_it, block_nobody, block_told, block_usage, blocked_until, called, cannot_extend, checking,
    closed_already, departments, ended, extended, faceless, found, handed, how_to_close, meant_for,
    needs_words, nobody_left, not_found, notice, notice_handed, published_answer, same,
    sent_by_button, stranger, templates_to_send, told_extended, unblocked,
};
pub use own::{
    PAGE, Remark, exported, forget, forgotten, kept, letter_written, matter_over, matter_page,
    matter_unknown, mine, privacy, public, told_rated,
};
pub use request::{
    Note, form, form_cancelled, form_closed, form_left, form_or_question, in_private, received,
    too_many, too_many_letters,
};
pub use staff::{
    Refused, bind_code, bind_here, bound, code_refused, invitation, invite, invite_for, joined,
    officers, template_kept, templates,
};
pub use stats::{Statistics, statistics};
pub use words::{
    Role, chart_gone, commands, dataset_gone, description, expired, file_caption, file_gone,
    file_too_large, greeting, help, language_set, languages, media, near_candidates, not_now,
    place, short, short_description, unknown_command, where_from, without_place,
};
