//! HTML: the text and its entities, or the server's own complaint.

use serde_json::{Map, Value, json};

use super::{Formatted, utf16};

struct Open {
    tag: String,
    argument: String,
    /// UTF-16 offset at which its text begins.
    offset: usize,
    /// Byte offset in the text so far.
    begin: usize,
}

/// The entity that a tag makes; `None` for a tag that Telegram does not know.
fn kind(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" | "span" => "spoiler",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        "tg-emoji" => "custom_emoji",
        _ => return None,
    })
}

/// Reads `source` as Telegram's HTML.
///
/// # Errors
///
/// The words that follow "can't parse entities: " in the server's answer.
pub fn html(source: &str) -> Result<Formatted, String> {
    let mut out = Formatted::default();
    let mut offset = 0;
    let mut open: Vec<Open> = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let at = source.len() - rest.len();
        if c == '&'
            && let Some((decoded, length)) = reference(rest)
        {
            out.text.push(decoded);
            offset += decoded.len_utf16();
            rest = &rest[length..];
        } else if c != '<' {
            out.text.push(c);
            offset += c.len_utf16();
            rest = &rest[c.len_utf8()..];
        } else if let Some(end) = rest.strip_prefix("</") {
            let Some(last) = open.pop() else {
                return Err(format!("Unexpected end tag at byte offset {at}"));
            };
            let stop = end.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(end.len());
            let (name, after) = end.split_at(stop);
            let name = name.to_lowercase();
            let Some(after) = after.trim_start().strip_prefix('>') else {
                return Err(format!("Unclosed end tag at byte offset {at}"));
            };
            if !name.is_empty() && name != last.tag {
                return Err(format!(
                    "Unmatched end tag at byte offset {at}, expected \"</{}>\", found \"</{name}>\"",
                    last.tag
                ));
            }
            close(&mut out, &last, offset);
            rest = after;
        } else {
            let (tag, after) = start_tag(rest, at)?;
            open.push(Open { offset, begin: out.text.len(), ..tag });
            rest = after;
        }
    }
    if let Some(last) = open.pop() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", last.tag));
    }
    join_code(&mut out.entities);
    trim(&mut out);
    out.entities.sort_by_key(|entity| {
        (entity["offset"].as_u64(), std::cmp::Reverse(entity["length"].as_u64()))
    });
    Ok(out)
}

fn start_tag(rest: &str, at: usize) -> Result<(Open, &str), String> {
    let body = &rest[1..];
    let stop = body.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(body.len());
    let (name, mut after) = body.split_at(stop);
    let tag = name.to_lowercase();
    if after.is_empty() {
        return Err(format!("Unclosed start tag at byte offset {at}"));
    }
    if kind(&tag).is_none() {
        return Err(format!("Unsupported start tag \"{tag}\" at byte offset {at}"));
    }
    let mut argument = String::new();
    loop {
        after = after.trim_start();
        let Some(c) = after.chars().next() else {
            return Err(format!("Unclosed start tag \"{tag}\" at byte offset {at}"));
        };
        if c == '>' {
            break;
        }
        let stop =
            after.find(|c: char| c.is_whitespace() || c == '>' || c == '=').unwrap_or(after.len());
        let (name, tail) = after.split_at(stop);
        if name.is_empty() {
            return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {at}"));
        }
        let mut value = String::new();
        after = tail;
        if let Some(tail) = tail.trim_start().strip_prefix('=') {
            let tail = tail.trim_start();
            let quote = tail.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (raw, next) = if let Some(quote) = quote {
                tail[1..]
                    .split_once(quote)
                    .ok_or_else(|| format!("Unclosed start tag \"{tag}\" at byte offset {at}"))?
            } else {
                let stop = tail.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(tail.len());
                tail.split_at(stop)
            };
            value = decode(raw);
            after = next;
        }
        match (tag.as_str(), name.to_lowercase().as_str()) {
            ("a", "href") | ("tg-emoji", "emoji-id") => argument = value,
            ("code", "class") => {
                value.strip_prefix("language-").unwrap_or_default().clone_into(&mut argument);
            }
            ("span", "class") if value == "tg-spoiler" => "spoiler".clone_into(&mut argument),
            ("blockquote", "expandable") => "expandable".clone_into(&mut argument),
            _ => {}
        }
    }
    if tag == "span" && argument != "spoiler" {
        return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}"));
    }
    Ok((Open { tag, argument, offset: 0, begin: 0 }, &after[1..]))
}

fn close(out: &mut Formatted, open: &Open, offset: usize) {
    let Some(mut kind) = kind(&open.tag).filter(|_| offset > open.offset) else { return };
    let mut entity = Map::new();
    match open.tag.as_str() {
        "a" => {
            let text = &out.text[open.begin..];
            let url = if open.argument.is_empty() { text } else { &open.argument };
            // A link without a scheme and a dot is shown as plain text.
            if !url.contains("://") && !url.contains('.') {
                return;
            }
            let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
            entity.insert("url".to_owned(), json!(url));
        }
        "blockquote" if !open.argument.is_empty() => kind = "expandable_blockquote",
        "code" if !open.argument.is_empty() => {
            entity.insert("language".to_owned(), json!(open.argument));
        }
        "tg-emoji" => {
            entity.insert("custom_emoji_id".to_owned(), json!(open.argument));
        }
        _ => {}
    }
    entity.insert("type".to_owned(), json!(kind));
    entity.insert("offset".to_owned(), json!(open.offset));
    entity.insert("length".to_owned(), json!(offset - open.offset));
    out.entities.push(Value::Object(entity));
}

/// White space at the end is not shown, nor at the beginning before the first entity; entities are cut to
/// what is.
fn trim(out: &mut Formatted) {
    let number = |entity: &Value, name: &str| {
        entity[name].as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
    };
    let first = out.entities.iter().map(|entity| number(entity, "offset")).min();
    let blank = utf16(&out.text) - utf16(out.text.trim_start());
    let lead = first.map_or(blank, |first| first.min(blank));
    // White space is one unit a character.
    let text: String = out.text.trim_end().chars().skip(lead).collect();
    let length = utf16(&text);
    out.entities.retain_mut(|entity| {
        let begin = number(entity, "offset").max(lead) - lead;
        let end = number(entity, "offset") + number(entity, "length");
        let end = end.saturating_sub(lead).min(length);
        entity["offset"] = json!(begin);
        entity["length"] = json!(end.saturating_sub(begin));
        end > begin
    });
    out.text = text;
}

/// A block of code in a language is written as two tags, one in the other, and is one entity.
fn join_code(entities: &mut Vec<Value>) {
    let place = |entity: &Value| (entity["offset"].clone(), entity["length"].clone());
    let inner: Vec<Value> =
        entities.iter().filter(|entity| entity["type"] == "code").cloned().collect();
    for code in inner {
        let block = entities
            .iter_mut()
            .find(|entity| entity["type"] == "pre" && place(entity) == place(&code));
        let Some(block) = block else { continue };
        if let Some(language) = code.get("language") {
            block["language"] = language.clone();
        }
        entities.retain(|entity| *entity != code);
    }
    for entity in entities.iter_mut().filter(|entity| entity["type"] == "code") {
        if let Some(code) = entity.as_object_mut() {
            code.shift_remove("language");
        }
    }
}

/// A character reference at the start of `text`, and its length in bytes. Telegram knows numbers and four names.
fn reference(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, skipped) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
        let decoded = char::from_u32(code).filter(|c| *c != '\0')?;
        let semicolon = usize::from(digits[length..].starts_with(';'));
        return Some((decoded, skipped + length + semicolon));
    }
    [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"')].into_iter().find_map(|(name, c)| {
        let tail = body.strip_prefix(name)?;
        // Without its semicolon a name counts only if the word ends there.
        match tail.chars().next() {
            Some(';') => Some((c, name.len() + 2)),
            Some(next) if next.is_ascii_alphanumeric() => None,
            Some(_) | None => Some((c, name.len() + 1)),
        }
    })
}

fn decode(raw: &str) -> String {
    let mut out = String::new();
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let (c, length) = reference(rest).unwrap_or((c, c.len_utf8()));
        out.push(c);
        rest = &rest[length..];
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_become_entities_with_offsets_in_utf16() {
        let read =
            html("😀 <b>жир</b> <a href=\"https://x.ua/?a=1&amp;b=2\">тут</a> &lt;i&gt;").unwrap();
        assert_eq!(read.text, "😀 жир тут <i>");
        assert_eq!(
            read.entities,
            [
                json!({"type": "bold", "offset": 3, "length": 3}),
                json!({"url": "https://x.ua/?a=1&b=2", "type": "text_link", "offset": 7, "length": 3}),
            ]
        );
    }

    #[test]
    fn complaints_are_the_servers_own() {
        for (source, complaint) in [
            ("a < b", "Unsupported start tag \"\" at byte offset 2"),
            ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
            ("x</b>", "Unexpected end tag at byte offset 1"),
            ("ж<b>x</i>", "Unmatched end tag at byte offset 6, expected \"</b>\", found \"</i>\""),
            ("<script>x</script>", "Unsupported start tag \"script\" at byte offset 0"),
            ("<b", "Unclosed start tag at byte offset 0"),
            ("<b>x</b", "Unclosed end tag at byte offset 4"),
            ("<a href=\"x", "Unclosed start tag \"a\" at byte offset 0"),
            ("<span>x</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        ] {
            assert_eq!(html(source).unwrap_err(), complaint, "{source}");
        }
    }

    #[test]
    fn white_space_at_the_ends_is_not_shown() {
        let read = html("  \nж <b> x </b>\n ").unwrap();
        assert_eq!(read.text, "ж  x");
        assert_eq!(read.entities, [json!({"type": "bold", "offset": 2, "length": 2})]);
        let read = html(" \n<b> x</b>").unwrap();
        assert_eq!(read.text, " x");
        assert_eq!(html(" <b> \n</b> ").unwrap(), Formatted::default());
    }

    #[test]
    fn a_block_of_code_in_a_language_is_one_entity() {
        let source = "<pre><code class=\"language-sql\">x</code></pre> <code>y</code>";
        assert_eq!(
            html(source).unwrap().entities,
            [
                json!({"type": "pre", "offset": 0, "length": 1, "language": "sql"}),
                json!({"type": "code", "offset": 2, "length": 1}),
            ]
        );
    }

    #[test]
    fn telegram_marks_commands_and_links_by_itself_but_not_in_code_and_links() {
        let source = "<b>усі: /my</b> <code>/no</code> <a href=\"https://a.ua/\">https://b.ua</a> https://c.ua";
        let kinds = |read: Formatted| -> Vec<(String, u64)> {
            let kind = |it: &Value| it["type"].as_str().unwrap().to_owned();
            let own = read.entities.iter();
            own.map(|it| (kind(it), it["offset"].as_u64().unwrap())).collect()
        };
        let expected =
            [("bold", 0), ("bot_command", 5), ("code", 9), ("text_link", 13), ("url", 26)];
        let expected: Vec<_> = expected.map(|(kind, at)| (kind.to_owned(), at)).into();
        assert_eq!(kinds(html(source).unwrap().marked()), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn any_text_is_read_without_panic(text in "[<>/&;#xab =\"'іЖ😀\\-\n]{0,40}") {
            if let Ok(read) = html(&text) {
                for entity in &read.entities {
                    let end = entity["offset"].as_u64().unwrap() + entity["length"].as_u64().unwrap();
                    prop_assert!(usize::try_from(end).unwrap() <= utf16(&read.text));
                }
            }
            super::super::automatic(&text);
        }

        #[test]
        fn escaped_text_comes_back_as_it_was(text in "[<>&\"'a-zіЖ😀]{1,40}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            prop_assert_eq!(html(&escaped).unwrap().text, text);
        }
    }
}
