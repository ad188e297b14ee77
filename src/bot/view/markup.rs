//! Telegram's HTML, and text that may go into it.

/// Escapes text for Telegram's HTML.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
    html
}

/// `text` without what would break or turn the message round: control characters and bidirectional overrides go,
/// other white space but line ends becomes a space.
pub fn tidy(text: &str) -> String {
    let kept = text.chars().filter_map(|letter| match letter {
        '\n' => Some('\n'),
        '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => None,
        other if other.is_control() => None,
        other => Some(other),
    });
    kept.collect::<String>().trim().to_owned()
}

/// `text`, tidied, in one line.
pub(super) fn one_line(text: &str) -> String {
    tidy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` in italics, as HTML.
pub(super) fn italic(text: &str) -> String {
    format!("<i>{}</i>", escape(text))
}

/// `text` in bold, as HTML.
pub(super) fn bold(text: &str) -> String {
    format!("<b>{}</b>", escape(text))
}

/// The words of our own HTML without their markup.
pub(super) fn bare(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut within = false;
    for letter in html.chars() {
        match letter {
            '<' => within = true,
            '>' if within => within = false,
            other if !within => text.push(other),
            _ => {}
        }
    }
    // The ampersand last, else what it escapes would be read twice.
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    marks.into_iter().fold(text, |text, (name, mark)| text.replace(name, mark))
}

/// The length of the words of our own HTML as Telegram counts it, without markup.
pub(super) fn shown(html: &str) -> usize {
    units(&bare(html))
}

/// The length of `text` as Telegram counts it, in UTF-16 units.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The first `room` UTF-16 units of `text`, with an ellipsis where it was cut.
pub fn cut(text: &str, room: usize) -> String {
    if units(text) <= room {
        return text.to_owned();
    }
    let mut left = room.saturating_sub(1);
    let mut kept = String::new();
    for letter in text.chars() {
        if letter.len_utf16() > left {
            break;
        }
        left -= letter.len_utf16();
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// A link with `label`; only the label where `url` is not a web address that Telegram would take.
pub fn link(label: &str, url: &str) -> String {
    let address = url::Url::parse(url).ok().filter(|parsed| {
        matches!(parsed.scheme(), "http" | "https")
            && parsed.host_str().is_some()
            && url.len() <= 1_000
    });
    match address {
        Some(address) => format!("<a href=\"{}\">{}</a>", escape(address.as_str()), escape(label)),
        None => escape(label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_others_is_shown_as_written() {
        assert_eq!(escape("<b>\"A\" & B</b>"), "&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;");
    }

    #[test]
    fn text_that_would_turn_the_message_round_is_straightened() {
        assert_eq!(tidy("\u{202e}ціна\u{0}\t5\u{2066}\r\nгрн "), "ціна 5\nгрн");
    }

    #[test]
    fn markup_does_not_count() {
        assert_eq!(
            bare("<b>a &lt;b&gt; &amp;lt;</b> <a href=\"https://a.ua/?b&amp;c\">c</a>"),
            "a <b> &lt; c"
        );
        assert_eq!(shown("<i>🏫 &amp;</i>"), 4);
    }

    #[test]
    fn length_is_counted_as_telegram_counts_it() {
        assert_eq!(units("їжак"), 4);
        assert_eq!(units("🏫"), 2);
        assert_eq!(cut("🏫🏫🏫", 4), "🏫…");
        assert_eq!(cut("школа", 5), "школа");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(
            link("дані", "https://data.example.ua/dataset?a=1&b=\"2\""),
            "<a href=\"https://data.example.ua/dataset?a=1&amp;b=%222%22\">дані</a>"
        );
        for url in ["javascript:alert(1)", "", "ftp://a.ua/x", "file:///etc/passwd", "не адреса"]
        {
            assert_eq!(link("<дані>", url), "&lt;дані&gt;", "{url}");
        }
    }
}
