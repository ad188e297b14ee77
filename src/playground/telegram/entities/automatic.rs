//! What Telegram marks by itself in plain text.

use serde_json::{Value, json};

use super::utf16;

/// The commands, mentions, hashtags, links and addresses of mail in `text`.
pub fn automatic(text: &str) -> Vec<Value> {
    let mut entities = Vec::new();
    let mut offset = 0;
    let mut before = ' ';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let starts = !(before.is_alphanumeric() || before == '_');
        let found = if starts { marked(rest, before) } else { None };
        let taken = found.map_or(first.len_utf8(), |(_, length)| length);
        let (part, after) = rest.split_at(taken);
        if let Some((kind, _)) = found {
            entities.push(json!({"type": kind, "offset": offset, "length": utf16(part)}));
        }
        offset += utf16(part);
        before = part.chars().next_back().unwrap_or(first);
        rest = after;
    }
    entities
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The length in bytes of what fits at the beginning of `text`.
fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !fits(c)).unwrap_or(text.len())
}

/// What stands at the beginning of `text`, after `before`: its kind and its length in bytes.
fn marked(text: &str, before: char) -> Option<(&'static str, usize)> {
    if let Some(rest) = text.strip_prefix('/') {
        return command(rest, before).map(|length| ("bot_command", 1 + length));
    }
    if let Some(who) = text.strip_prefix('@') {
        let length = run(who, is_name);
        return (4..=32).contains(&length).then_some(("mention", 1 + length));
    }
    if let Some(tag) = text.strip_prefix('#') {
        let length = run(tag, |c| c.is_alphanumeric() || c == '_');
        let worded = tag[..length].chars().any(|c| !c.is_numeric());
        return worded.then_some(("hashtag", 1 + length));
    }
    let word = &text[..run(text, |c| !c.is_whitespace())];
    let word = word.trim_end_matches(['.', ',', ':', ';', '!', '?', ')', '"', '\'', '»']);
    if word.starts_with("http://") || word.starts_with("https://") {
        return Some(("url", word.len()));
    }
    let (user, host) = word.split_once('@')?;
    let fits =
        |part: &str| !part.is_empty() && part.chars().all(|c| is_name(c) || ".-+".contains(c));
    let (_, top) = host.rsplit_once('.')?;
    let named = top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic());
    (fits(user) && fits(host) && named).then_some(("email", word.len()))
}

/// The length of a command after its slash, with the bot that it names.
fn command(rest: &str, before: char) -> Option<usize> {
    let length = run(rest, is_name);
    if !(1..=64).contains(&length) || matches!(before, '/' | '<' | '>') {
        return None;
    }
    let bot = rest[length..].strip_prefix('@').map_or(0, |bot| run(bot, is_name));
    let length = length + if bot >= 3 { 1 + bot } else { 0 };
    let next = rest[length..].chars().next();
    let goes_on = next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '<' | '>'));
    (!goes_on).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::{super::covered, *};

    #[test]
    fn plain_text_is_marked_as_telegram_marks_it() {
        let kinds = |text: &str| {
            let marked = automatic(text);
            let described = marked.iter().map(|entity| {
                format!("{} {}", entity["type"].as_str().unwrap(), covered(text, entity))
            });
            described.collect::<Vec<_>>().join("; ")
        };
        for (text, expected) in [
            ("/start x @rada_bot", "bot_command /start; mention @rada_bot"),
            ("(/help)", "bot_command /help"),
            ("/start_x-y", "bot_command /start_x"),
            ("/a@b_bot #тег #12", "bot_command /a@b_bot; hashtag #тег"),
            ("@city_bot, див. https://x.ua/a.", "mention @city_bot; url https://x.ua/a"),
            ("пишіть: rada@x.gov.ua!", "email rada@x.gov.ua"),
            ("9/10 і a/b чи </b>", ""),
            ("😀 @rada_bot і @ab", "mention @rada_bot"),
        ] {
            assert_eq!(kinds(text), expected, "{text}");
        }
    }
}
