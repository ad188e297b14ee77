//! Everything else that the bot says.

use super::markup::{bold, cut, escape, tidy};
use crate::{
    bot::{
        callback::Press,
        reply::{Button, Reply},
    },
    i18n::Locale,
};

/// The two lines of /start; the questions stand on the buttons.
pub fn greeting(locale: Locale, council: &str) -> String {
    bold_first(&locale.text("bot-greeting", &[("council", tidy(council).into())]))
}

/// What can be asked, and the commands.
pub fn help(locale: Locale, council: &str) -> String {
    bold_first(&locale.text("bot-help", &[("council", tidy(council).into())]))
}

/// Who reads a list of commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Anyone, in a private chat.
    Resident,
    /// The members of a group.
    Group,
    /// An officer, in the officers' group or a private chat.
    Officer,
    /// An admin, in a private chat.
    Admin,
}

/// The commands that clients list for a role, each with what it does.
pub fn commands(role: Role, locale: Locale) -> Vec<(&'static str, String)> {
    let acts = matches!(role, Role::Officer | Role::Admin);
    let private = matches!(role, Role::Resident | Role::Admin);
    let all = [
        ("data", "bot-command-data", true),
        ("invite", "officer-command-invite", role == Role::Admin),
        ("officers", "officer-command-officers", role == Role::Admin),
        ("bind", "officer-command-bind", role == Role::Admin),
        ("templates", "officer-command-templates", acts),
        ("block", "officer-command-block", acts),
        ("unblock", "officer-command-unblock", acts),
        ("stats", "bot-command-stats", role == Role::Admin),
        ("matters", "bot-command-matters", role == Role::Admin),
        ("harvest", "bot-command-harvest", role == Role::Admin),
        ("help", "bot-command-help", true),
        ("lang", "bot-command-lang", true),
        ("suggest", "request-command-suggest", private),
        ("report", "request-command-report", private),
        ("ask_council", "request-command-ask-council", private),
        ("my", "request-command-my", private),
        ("requests", "request-command-requests", role != Role::Officer),
        ("follow", "follow-command-follow", private),
        ("news", "follow-command-news", private),
        ("stop", "follow-command-stop", private),
        ("privacy", "bot-command-privacy", private),
        ("export_me", "request-command-export-me", private),
        ("forget_me", "request-command-forget-me", private),
    ];
    let theirs = all.into_iter().filter(|(_, _, theirs)| *theirs);
    theirs.map(|(name, key, _)| (name, locale.text(key, &[]))).collect()
}

/// What the bot is, for its empty chat.
pub fn description(locale: Locale, council: &str) -> String {
    cut(&tidy(&locale.text("bot-description", &[("council", council.into())])), 512)
}

/// The same for its profile.
pub fn short_description(locale: Locale, council: &str) -> String {
    cut(&tidy(&locale.text("bot-short-description", &[("council", council.into())])), 120)
}

/// There is no such command.
pub fn unknown_command(locale: Locale) -> String {
    escape(&locale.text("bot-unknown-command", &[]))
}

/// The question which language, with a button for each.
pub fn languages(locale: Locale) -> Reply {
    let button =
        |label: &str, to: Locale| Button { label: label.to_owned(), press: Press::Language(to) };
    // Each language is named in itself, whoever reads it.
    let row = vec![button("Українська", Locale::Uk), button("English", Locale::En)];
    Reply {
        html: escape(&locale.text("bot-language", &[])),
        buttons: vec![row],
        ..Reply::default()
    }
}

/// The chat's language is `locale` from now on.
pub fn language_set(locale: Locale) -> String {
    escape(&locale.text("bot-language-set", &[]))
}

/// A sticker, a voice, a picture and the like cannot be read.
pub fn media(locale: Locale) -> String {
    escape(&locale.text("bot-media", &[]))
}

/// A place was taken note of; `offered`: whether there are questions on buttons.
pub fn place(locale: Locale, offered: bool) -> String {
    let key = if offered { "bot-place-offer" } else { "bot-place" };
    escape(&locale.text(key, &[]))
}

/// The question from where the nearest is meant, with the keys that tell or go on without.
pub fn where_from(locale: Locale) -> Reply {
    let keys = [locale.text("bot-key-place", &[]), without_place(locale)];
    Reply {
        html: escape(&locale.text("bot-where-from", &[])),
        place_keys: Some(keys),
        ..Reply::default()
    }
}

/// What the key says that goes on without a place.
pub fn without_place(locale: Locale) -> String {
    locale.text("bot-key-without-place", &[])
}

/// More was asked within a minute than is answered.
pub fn not_now(locale: Locale) -> String {
    escape(&locale.text("bot-not-now", &[]))
}

/// Questions about the nearest of something; a council's data answer some of them.
pub fn near_candidates(locale: Locale) -> Vec<String> {
    locale.text("bot-near", &[]).split('|').map(|question| question.trim().to_owned()).collect()
}

/// The button is too old, or means what is no longer there.
pub fn expired(locale: Locale) -> String {
    escape(&locale.text("bot-expired", &[]))
}

/// The dataset of a link or a button is no longer in the catalogue.
pub fn dataset_gone(locale: Locale) -> String {
    escape(&locale.text("bot-dataset-gone", &[]))
}

/// `text` as the name or the address of a place on the map.
pub fn short(text: &str) -> String {
    cut(tidy(text).lines().next().unwrap_or_default(), 200)
}

/// The words under a file: what it answers, and where that stands.
pub fn file_caption(locale: Locale, question: &str, origin: &str) -> String {
    let question = locale.text("bot-file", &[("question", cut(&tidy(question), 300).into())]);
    let caption = format!("{}\n{}", escape(&question), escape(&cut(&tidy(origin), 400)));
    caption.trim_end().to_owned()
}

/// There is no longer anything to put into a file.
pub fn file_gone(locale: Locale) -> String {
    escape(&locale.text("bot-file-gone", &[]))
}

/// The file would be larger than Telegram takes.
pub fn file_too_large(locale: Locale) -> String {
    escape(&locale.text("bot-file-too-large", &[]))
}

/// There is no longer anything to draw.
pub fn chart_gone(locale: Locale) -> String {
    escape(&locale.text("bot-chart-gone", &[]))
}

fn bold_first(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, rest)) => format!("<b>{}</b>\n{}", escape(first), escape(rest)),
        None => bold(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greeting_is_two_lines_and_names_the_council() {
        for locale in [Locale::Uk, Locale::En] {
            let html = greeting(locale, "Рада <b>\n\u{202e}");
            let lines: Vec<&str> = html.lines().collect();
            assert_eq!(lines.len(), 2, "{html}");
            assert!(lines[0].starts_with("<b>") && lines[0].contains("Рада &lt;b&gt;"), "{html}");
        }
    }

    #[test]
    fn every_text_stands_in_both_languages() {
        let of = |locale| {
            [
                help(locale, "Рада"),
                unknown_command(locale),
                languages(locale).html,
                language_set(locale),
                media(locale),
                place(locale, true),
                place(locale, false),
                expired(locale),
                dataset_gone(locale),
                file_caption(locale, "?", ""),
                file_gone(locale),
                file_too_large(locale),
                chart_gone(locale),
                where_from(locale).html,
                without_place(locale),
                not_now(locale),
                description(locale, "Рада"),
                short_description(locale, "Рада"),
            ]
        };
        for (uk, en) in of(Locale::Uk).iter().zip(of(Locale::En).iter()) {
            assert_ne!(uk, en);
            let en = en.replace("Рада", "Rada");
            assert!(en.is_ascii() || en.contains(['—', '’', '«', '“', '№']), "{en}");
        }
    }

    #[test]
    fn there_are_questions_about_the_nearest() {
        assert!(near_candidates(Locale::Uk).len() >= 6);
        assert_eq!(near_candidates(Locale::Uk).len(), near_candidates(Locale::En).len());
    }
}
