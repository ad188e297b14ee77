//! Numbers and addresses of people, by their form.

use std::ops::Range;

use super::{Known, sign::NAMES};
use crate::text::{fold::is_joiner, tokens};

/// From this many digits on a number is somebody's: streets and schools have fewer.
const LONG: usize = 6;
/// The most signs between two digits of one number.
const APART: usize = 3;
/// The longest code that the data may vouch for: numbers of people are longer.
const CODE: usize = 8;

/// The spans of `text` that are numbers or addresses of people.
pub(super) fn find(text: &str, known: &dyn Known) -> Vec<Range<usize>> {
    let mut found = addresses(text);
    found.extend(links(text));
    found.extend(numbers(text, known));
    found.extend(plates(text));
    found
}

/// `ivan@ukr.net`, with spaces about the sign too, and `@ivan`.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '\'');
    let mut found = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '@' | '＠')) {
        let after = &text[at + sign.len_utf8()..];
        let right = after.trim_start_matches(' ');
        let gap = after.len() - right.len();
        let name = right.len() - right.trim_start_matches(inside).len();
        let attached = gap == 0;
        if name == 0 || !attached && !right[..name].contains('.') {
            continue;
        }
        let before = &text[..at];
        let left = before.trim_end_matches(' ');
        let start = if left.len() < before.len() && attached {
            at // «напишіть @ivan»
        } else {
            left.trim_end_matches(inside).len()
        };
        found.push(start..at + sign.len_utf8() + gap + name);
    }
    found
}

/// What follows the host of a link: `t.me/ivan`, `https://example.ua/users/5`.
fn links(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let word = chunk.trim_end();
        let scheme = word.find("://").map(|found| found + 3);
        let host = scheme.unwrap_or(0);
        if let Some(slash) = word[host..].find(['/', '?', '#']) {
            let name = &word[host..host + slash];
            let web = name
                .rsplit_once('.')
                .is_some_and(|(_, top)| top.chars().filter(|c| c.is_alphabetic()).count() >= 2);
            let path = host + slash + 1;
            if (scheme.is_some() || web) && path < word.len() {
                found.push(at + path..at + word.len());
            }
        } else if let (Some(host), true) = (scheme, word.to_lowercase().starts_with("tg:")) {
            found.push(at + host..at + word.len());
        }
        at += chunk.len();
    }
    found
}

/// A run of digits, parted as people part them.
struct Run {
    span: Range<usize>,
    /// Its groups of digits.
    groups: Vec<Range<usize>>,
    digits: usize,
}

fn numbers(text: &str, known: &dyn Known) -> Vec<Range<usize>> {
    let runs = runs(text).into_iter().filter(|run| {
        let local = run.groups.len() == 3 && is_local_phone(text, run);
        (run.digits >= LONG || local) && !is_harmless(text, run, known)
    });
    runs.map(|run| {
        // «АВ123456», «UA21 …», «+380…»
        let before = &text[..run.span.start];
        let start =
            before.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '+' | '(')).len();
        let after = &text[run.span.end..];
        let rest = after.len() - after.trim_start_matches(char::is_alphanumeric).len();
        start..run.span.end + rest
    })
    .collect()
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut apart = usize::MAX;
    let mut list = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c.is_numeric() {
            match runs.last_mut() {
                Some(run) if apart <= APART => {
                    match run.groups.last_mut() {
                        Some(group) if apart == 0 => group.end = end,
                        _ => run.groups.push(at..end),
                    }
                    run.span.end = end;
                    run.digits += 1;
                }
                _ => {
                    let group = at..end;
                    runs.push(Run { span: group.clone(), groups: vec![group], digits: 1 });
                }
            }
            (apart, list) = (0, false);
        } else if is_joiner(c) || matches!(c, '\u{fe0f}' | '\u{20e3}') {
            // Invisible: «6️⃣7️⃣» is 67.
        } else if is_separator(c) && !(list && c.is_whitespace()) {
            apart = apart.saturating_add(1);
            list = matches!(c, ',' | ';'); // «школи 5, 7, 12»
        } else {
            apart = usize::MAX;
        }
    }
    runs
}

fn is_separator(c: char) -> bool {
    (c.is_whitespace() && c != '\n')
        || matches!(
            c,
            '-' | '–'
                | '—'
                | '‑'
                | '‒'
                | '−'
                | '.'
                | ','
                | ';'
                | '('
                | ')'
                | '/'
                | '\\'
                | ':'
                | '_'
                | '*'
                | '+'
                | '|'
                | '·'
                | '•'
                | '~'
        )
}

/// «2-15-43», as towns write their phones.
fn is_local_phone(text: &str, run: &Run) -> bool {
    let lengths: Vec<usize> = run.groups.iter().map(|group| text[group.clone()].len()).collect();
    lengths == [1, 2, 2] && text[run.span.clone()].matches(['-', '–', '‑']).count() == 2
}

fn is_harmless(text: &str, run: &Run, known: &dyn Known) -> bool {
    let groups: Vec<&str> = run.groups.iter().map(|group| &text[group.clone()]).collect();
    let parted: Vec<&str> =
        run.groups.windows(2).map(|pair| &text[pair[0].end..pair[1].start]).collect();
    is_code(text, run, &groups, known) || are_dates(&groups, &parted) || is_sum(text, run, &groups)
}

/// A code that the data have as it stands there, or that is called one.
fn is_code(text: &str, run: &Run, groups: &[&str], known: &dyn Known) -> bool {
    let [code] = groups else { return false };
    let tokens = tokens(text);
    let Some(at) = tokens.iter().position(|token| token.span == run.span) else { return false };
    let called = at > 0 && NAMES.file.code.contains(&tokens[at - 1].text);
    code.len() <= CODE && (called || known.knows(code))
}

/// Dates, times and years, and nothing else.
fn are_dates(groups: &[&str], parted: &[&str]) -> bool {
    let number = |at: usize, least: u32, most: u32| {
        groups.get(at).is_some_and(|group| {
            group.len() <= 4
                && group.parse().is_ok_and(|value: u32| (least..=most).contains(&value))
        })
    };
    let year =
        |at: usize| groups.get(at).is_some_and(|group| group.len() == 4) && number(at, 1900, 2100);
    let short = |at: usize| groups.get(at).is_some_and(|group| group.len() <= 2);
    let joined =
        |at: usize, signs: &[&str]| parted.get(at).is_some_and(|sign| signs.contains(sign));
    let day = [".", "/", "-"];
    let mut at = 0;
    while at < groups.len() {
        let same = parted.get(at) == parted.get(at + 1) && joined(at, &day);
        let of_day = number(at, 1, 31) && short(at) && number(at + 1, 1, 12) && short(at + 1);
        let forward =
            of_day && (year(at + 2) || groups.get(at + 2).is_some_and(|two| two.len() == 2));
        let backward = year(at) && number(at + 1, 1, 12) && number(at + 2, 1, 31);
        if same && (forward || backward) {
            at += 3;
        } else if short(at)
            && number(at, 0, 24)
            && groups.get(at + 1).is_some_and(|minutes| minutes.len() == 2)
            && number(at + 1, 0, 59)
            && joined(at, &[":", "."])
        {
            at += 2;
        } else if year(at) {
            at += 1;
        } else {
            return false;
        }
    }
    true
}

/// An amount with its unit: «1 250 000 грн».
fn is_sum(text: &str, run: &Run, groups: &[&str]) -> bool {
    let after = text[run.span.end..].trim_start().to_lowercase();
    let before = text[..run.span.start].trim_end();
    let measured = NAMES.file.unit.iter().any(|unit| after.starts_with(unit.as_str()))
        || before.ends_with(['$', '₴', '€']);
    let (first, rest) = (groups[0], &groups[1..]);
    let fraction =
        |last: &&str| last.len() <= 2 && text[..run.span.end - last.len()].ends_with(['.', ',']);
    let whole = rest.last().filter(|last| fraction(last)).map_or(rest, |_| &rest[..rest.len() - 1]);
    let grouped =
        whole.is_empty() || first.len() <= 3 && whole.iter().all(|group| group.len() == 3);
    let digits = first.len() + whole.iter().map(|group| group.len()).sum::<usize>();
    measured && grouped && digits <= 9 && !first.starts_with('0') && !before.ends_with('+')
}

/// A number plate: «АВ1234СЕ», in either alphabet.
fn plates(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let end = |at: usize| chars.get(at).map_or(text.len(), |&(place, _)| place);
    let letters = |at: usize| {
        chars.get(at..at + 2).is_some_and(|pair| pair.iter().all(|(_, c)| c.is_uppercase()))
    };
    let mut found = Vec::new();
    for at in 0..chars.len() {
        if !letters(at) || at > 0 && chars[at - 1].1.is_alphanumeric() {
            continue;
        }
        let skip = |at: usize| at + usize::from(chars.get(at).is_some_and(|&(_, c)| c == ' '));
        let digits = skip(at + 2);
        let four = chars
            .get(digits..digits + 4)
            .is_some_and(|four| four.iter().all(|(_, c)| c.is_numeric()));
        let last = skip(digits + 4);
        let closed = chars.get(last + 2).is_none_or(|&(_, c)| !c.is_alphanumeric());
        if four && letters(last) && closed {
            found.push(end(at)..end(last + 2));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Codes;

    impl Known for Codes {
        fn knows(&self, word: &str) -> bool {
            ["0210150", "04325997"].contains(&word)
        }

        fn together(&self, _: &[&str]) -> bool {
            false
        }

        fn is_person(&self, _: &str) -> bool {
            false
        }
    }

    fn masked(text: &str) -> String {
        let mut text = text.to_owned();
        let mut found = find(&text, &Codes);
        found.sort_by_key(|span| std::cmp::Reverse(span.start));
        let mut last = usize::MAX;
        for span in found {
            text.replace_range(span.start..span.end.min(last), "…");
            last = span.start;
        }
        text
    }

    #[test]
    fn numbers_of_people_are_found_however_they_are_parted() {
        for (text, expected) in [
            ("дзвоніть 0671234567", "дзвоніть …"),
            ("дзвоніть +38 (067) 123-45-67!", "дзвоніть …!"),
            ("тел. 067 123 45 67, сусід", "тел. …, сусід"),
            ("067.123.45.67", "…"),
            ("0 6 7 1 2 3 4 5 6 7", "…"),
            ("067–123–45–67", "…"),
            ("0️⃣6️⃣7️⃣1️⃣2️⃣3️⃣4️⃣", "…️⃣"),
            ("06\u{200b}7123\u{200b}4567", "…"),
            ("٠٦٧١٢٣٤٥٦٧", "…"),
            ("телефон 2-15-43", "телефон …"),
            ("(04334) 2-15-43", "…"),
            ("4149 4390 1234 5678 картка", "… картка"),
            ("рахунок UA21 3223 1300 0002 6007 2335 6600 1", "рахунок …"),
            ("UA213223130000026007233566001", "…"),
            ("РНОКПП 3184710691", "РНОКПП …"),
            ("паспорт АВ123456", "паспорт …"),
            ("паспорт 001234567", "паспорт …"),
            ("машина АВ1234СЕ стоїть", "машина … стоїть"),
            ("AB 1234 CE", "…"),
            ("я тут 48.8051, 29.4001", "я тут …, …"),
            ("0671234567 грн", "… грн"),
            ("99999999", "…"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_sums_years_ids_and_published_codes_stay() {
        for text in [
            "12.03.2025",
            "2025-03-12",
            "з 01.01.2025 по 31.12.2025",
            "01.02.25",
            "2023-2024",
            "2022 2023 2024",
            "09:00-18:00",
            "09.00-18.00",
            "з 9:00 до 18:30",
            "12.03.2025 14:30",
            "1 250 000 грн",
            "1250000 грн",
            "1 250 000,50 грн",
            "понад 100000 гривень",
            "$150000",
            "350 000 тис",
            "КПКВК 0217777",
            "ЄДРПОУ 04325997",
            "04325997",
            "КЕКВ 1112233",
            "школи 5, 7, 12, 14, 18",
            "ліцей №12",
            "23700",
            "вул. Садова, 15/2",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn addresses_and_paths_of_links_are_found() {
        for (text, expected) in [
            ("пишіть на ivan.petrenko+1@ukr.net.", "пишіть на …"),
            ("ivan @ ukr.net", "…"),
            ("іван＠укр.нет", "…"),
            ("напишіть @ivan_p зараз", "напишіть … зараз"),
            ("https://t.me/ivan_p", "https://t.me/…"),
            ("t.me/ivan_p?x=1 де", "t.me/… де"),
            ("facebook.com/profile.php?id=5 хто", "facebook.com/… хто"),
            ("tg://resolve?domain=ivan", "tg://resolve?…"),
            ("https://data.gov.ua/", "https://data.gov.ua/"),
            ("сайт data.gov.ua", "сайт data.gov.ua"),
            ("грн/м2 та/або", "грн/м2 та/або"),
            ("5 @ 10", "5 @ 10"),
            ("@", "@"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }
}
