//! Ukrainian in Latin letters, and back.
//!
//! To Latin: Resolution 55 of the Cabinet of Ministers (27 January 2010). From Latin: that standard and the ways people
//! spell without it (`kh`/`h`, `y`/`i`/`yi`, `ya`/`ia`/`ja`, `sch`, `w`, `x`), which one spelling alone cannot tell
//! apart; so a few candidates come, and the caller takes the one that is a known word.

/// The most spellings that [`from_latin`] gives.
const MOST: usize = 8;

/// Ukrainian spellings of a word in Latin letters, in lower case, at most eight, likeliest first; none if the word has no Latin
/// letter or is longer than 40 characters.
pub fn from_latin(word: &str) -> Vec<String> {
    const LONGEST: usize = 40;
    const BEAM: usize = 48;
    let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    if letters.len() > LONGEST || !letters.iter().any(char::is_ascii_alphabetic) {
        return Vec::new();
    }
    // paths[n]: spellings of the first n letters, each with its cost.
    let mut paths: Vec<Vec<(u32, String)>> = vec![Vec::new(); letters.len() + 1];
    paths[0].push((0, String::new()));
    for at in 0..letters.len() {
        let mut here = std::mem::take(&mut paths[at]);
        here.sort();
        here.dedup_by(|later, earlier| later.1 == earlier.1);
        here.truncate(BEAM);
        for (length, cyrillic, cost) in options(&letters, at) {
            for (so_far, spelling) in &here {
                paths[at + length].push((so_far + cost, format!("{spelling}{cyrillic}")));
            }
        }
    }
    let mut spellings = std::mem::take(&mut paths[letters.len()]);
    spellings.sort();
    let mut best: Vec<String> = Vec::with_capacity(MOST);
    for (_, spelling) in spellings {
        if !best.contains(&spelling) {
            best.push(spelling);
        }
        if best.len() == MOST {
            break;
        }
    }
    best
}

/// Readings of Latin letters: the letters, their Cyrillic, and how unlikely that is (0 is the standard).
#[rustfmt::skip]
const TABLE: &[(&str, &str, u32)] = &[
    ("shch", "щ", 0), ("sch", "щ", 2), ("shh", "щ", 4), ("zgh", "зг", 0), ("zh", "ж", 0), ("kh", "х", 0),
    ("ts", "ц", 0), ("ts", "тс", 9), ("tch", "ч", 4), ("ch", "ч", 0), ("sh", "ш", 0), ("ph", "ф", 5),
    ("ck", "к", 3), ("ia", "я", 0), ("ia", "іа", 9), ("ia", "ія", 6), ("ie", "є", 0), ("ie", "іє", 8),
    ("iu", "ю", 0), ("iu", "ію", 8), ("io", "іо", 2), ("io", "йо", 4), ("io", "ьо", 5), ("ii", "ії", 0),
    ("ii", "ій", 2), ("ya", "я", 1), ("yu", "ю", 1), ("ye", "є", 1), ("yi", "ї", 2), ("yo", "йо", 1),
    ("yo", "ьо", 3), ("yo", "ио", 9), ("ja", "я", 2), ("ju", "ю", 2), ("je", "є", 2), ("ji", "ї", 2),
    ("jo", "йо", 2), ("yy", "ий", 1), ("yi", "ий", 4), ("yj", "ий", 2), ("iy", "ій", 2), ("iy", "ий", 3),
    ("ij", "ій", 3), ("ij", "ий", 4), ("a", "а", 0), ("b", "б", 0), ("v", "в", 0), ("h", "г", 0),
    ("h", "х", 5), ("g", "г", 1), ("g", "ґ", 6), ("d", "д", 0), ("e", "е", 0), ("e", "є", 9), ("z", "з", 0),
    ("y", "и", 0), ("y", "й", 6), ("i", "і", 0), ("i", "и", 3), ("k", "к", 0), ("l", "л", 0), ("m", "м", 0),
    ("n", "н", 0), ("o", "о", 0), ("p", "п", 0), ("r", "р", 0), ("s", "с", 0), ("t", "т", 0), ("u", "у", 0),
    ("f", "ф", 0), ("j", "й", 2), ("j", "ж", 7), ("w", "в", 2), ("w", "ш", 9), ("x", "кс", 3), ("x", "х", 4),
    ("q", "к", 3), ("c", "ц", 3), ("c", "к", 4), ("c", "с", 8), ("ee", "і", 8), ("oo", "у", 8),
];

/// Letters that make one sound together.
const ONE_SOUND: [&str; 9] = ["zh", "kh", "ts", "ch", "sh", "zgh", "ph", "ck", "tch"];
/// What follows -ськ- in the cases of an adjective.
const ADJECTIVES: [&str; 22] = [
    "a", "yi", "yy", "iy", "y", "yj", "ij", "oi", "oyi", "oji", "oho", "ogo", "u", "i", "ii", "ij",
    "omu", "ym", "ymy", "ykh", "e", "oiu",
];

/// What may be read at `at`: how many letters, their Cyrillic, and how unlikely that is (0 is the standard).
fn options(letters: &[char], at: usize) -> Vec<(usize, String, u32)> {
    let rest = rest(letters, at);
    let before = at.checked_sub(1).map(|before| letters[before]);
    let after_vowel = before.is_some_and(is_vowel);
    let first = !before.is_some_and(char::is_alphabetic);
    let next = letters.get(at + 1);
    let adjective = is_adjective(letters, at);
    let mut found: Vec<(usize, String, u32)> = Vec::new();
    for (latin, cyrillic, cost) in TABLE {
        if rest.starts_with(latin) {
            let last = at + latin.len() == letters.len();
            let mut cost = *cost;
            match (*latin, *cyrillic) {
                // Вінниця, Єрки, Юрій: at the start of a word the letters with y are the standard, «ie» is not.
                ("ya" | "yu" | "ye" | "yi", "я" | "ю" | "є" | "ї") if first => cost = 0,
                ("y", "и") if first => cost = 8,
                ("y", "й") if first && next.is_some_and(|next| is_vowel(*next)) => cost = 4,
                ("y", "й") if first || after_vowel => cost = 0,
                ("y", "и") if after_vowel => cost = 6,
                // Haisyn; but Mariia, and Україна.
                ("i", "і") if after_vowel => cost = 4,
                // -yi is the standard's -ий.
                ("yi", "ий") if last => cost = 0,
                ("iy" | "ij", "ий") if last => cost = 2,
                // донецький; братський
                ("ts", "ц") if rest.starts_with("tsk") => cost = 3,
                // -ськ- and -льськ- carry soft signs that the standard drops
                ("s", "с") if adjective => cost = 2,
                ("l", "л") if rest.starts_with("lsk") => cost = 3,
                _ => {}
            }
            // Letters that make one sound together are seldom two.
            if latin.len() == 1 && ONE_SOUND.iter().any(|sound| rest.starts_with(sound)) {
                cost += 10;
            }
            if matches!(*latin, "sh" | "ch") && rest.starts_with("shch") {
                cost += 6;
            }
            found.push((latin.len(), (*cyrillic).to_owned(), cost));
        }
    }
    beyond_the_table(letters, at, &mut found);
    found
}

/// Adds what a table cannot say: endings, apostrophes, the soft signs that the standard drops.
fn beyond_the_table(letters: &[char], at: usize, found: &mut Vec<(usize, String, u32)>) {
    let (rest, before) = (rest(letters, at), at.checked_sub(1).map(|before| letters[before]));
    let after_vowel = before.is_some_and(is_vowel);
    let first = !before.is_some_and(char::is_alphabetic);
    let next = letters.get(at + 1);
    let char = letters[at];
    match char {
        'i' if after_vowel => {
            found.push((1, "й".to_owned(), if before == Some('i') { 3 } else { 1 }));
            found.push((1, "ї".to_owned(), 3));
        }
        // zeleny, zhovty: the ending without its й
        'y' if at + 1 == letters.len() && !after_vowel && !first => {
            found.push((1, "ий".to_owned(), 4));
        }
        'i' if at + 1 == letters.len() && !after_vowel && !first => {
            found.push((1, "ій".to_owned(), 6));
        }
        '\'' | '’' | '`' | 'ʼ' => {
            // An apostrophe before я, ю, є, ї; else the soft sign.
            let iotated = letters.get(at + 1).is_some_and(|next| matches!(next, 'y' | 'i' | 'j'));
            found.push((1, "'".to_owned(), if iotated { 0 } else { 6 }));
            found.push((1, "ь".to_owned(), if iotated { 4 } else { 0 }));
        }
        _ => {}
    }
    // The standard drops the soft sign. Only single letters may carry one, before a consonant or the end.
    let softens = matches!(char, 'l' | 'n' | 's' | 't' | 'd' | 'z')
        && next.is_none_or(|next| {
            next.is_ascii_alphabetic() && !is_vowel(*next) && *next != 'h' && *next != char
        });
    if softens && !(char == 't' && next == Some(&'s')) {
        let cost = match (char, next) {
            // -ськ-, -льн-, -льк- are common
            ('s', Some('k')) => {
                if is_adjective(letters, at) {
                    0
                } else {
                    3
                }
            }
            ('l', Some('s')) if rest.starts_with("lsk") => 0,
            ('l', Some(_)) => 3,
            ('n', Some('k')) => 4,
            ('t', None) => 5,
            _ => 6,
        };
        let plain =
            found.iter().find(|(length, ..)| *length == 1).map(|(_, plain, _)| plain.clone());
        if let Some(plain) = plain {
            found.push((1, plain + "ь", cost));
        }
    }
    // цький: donetskyi is донецький
    if rest.starts_with("tsk") {
        found.push((2, "ць".to_owned(), 0));
        found.push((2, "тсь".to_owned(), 4));
    }
    if found.is_empty() {
        found.push((1, char.to_string(), 0));
    }
}

/// The four letters from `at` on.
fn rest(letters: &[char], at: usize) -> String {
    letters[at..].iter().take(4).collect()
}

/// Whether -ськ- with the ending of an adjective stands at `at`.
fn is_adjective(letters: &[char], at: usize) -> bool {
    let tail: String = letters[at..].iter().skip(2).take(5).collect();
    letters[at..].starts_with(&['s', 'k']) && ADJECTIVES.contains(&tail.as_str())
}

fn is_vowel(char: char) -> bool {
    matches!(char, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// A small Cyrillic letter in Latin ones; `first`: at the beginning of a word.
#[expect(clippy::match_same_arms, reason = "letters apart, as in the resolution")]
#[rustfmt::skip]
fn letter(letter: char, first: bool) -> Option<&'static str> {
    Some(match letter {
        'а' => "a", 'б' => "b", 'в' => "v", 'г' => "h", 'ґ' => "g", 'д' => "d", 'е' | 'э' => "e", 'ж' => "zh",
        'з' => "z", 'и' | 'ы' => "y", 'і' => "i", 'к' => "k", 'л' => "l", 'м' => "m", 'н' => "n", 'о' => "o",
        'п' => "p", 'р' => "r", 'с' => "s", 'т' => "t", 'у' => "u", 'ф' => "f", 'х' => "kh", 'ц' => "ts",
        'ч' => "ch", 'ш' => "sh", 'щ' => "shch", 'ь' | 'ъ' => "",
        'є' if first => "ye", 'ї' if first => "yi", 'й' if first => "y",
        'ю' if first => "yu", 'я' if first => "ya", 'ё' if first => "yo",
        'є' => "ie", 'ї' | 'й' => "i", 'ю' => "iu", 'я' => "ia", 'ё' => "io",
        _ => return None,
    })
}

/// `text` in Latin letters by the 2010 standard; Russian letters too; all else stays.
pub fn to_latin(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut latin = String::with_capacity(text.len());
    for (at, &char) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| chars[before]);
        let next = chars.get(at + 1).copied();
        let apostrophe = |char: char| matches!(char, '\'' | '’' | 'ʼ');
        let first = !before.is_some_and(|before| before.is_alphabetic() || apostrophe(before));
        let lower = char.to_lowercase().next().unwrap_or(char);
        let inside =
            apostrophe(char) && before.is_some_and(is_cyrillic) && next.is_some_and(is_cyrillic);
        let after_z = lower == 'г' && before.is_some_and(|before| matches!(before, 'з' | 'З'));
        let spelt = match letter(lower, first) {
            _ if inside => "",
            _ if after_z => "gh", // зг is zgh, so that it is not read as ж
            Some(spelt) => spelt,
            None => {
                latin.push(char);
                continue;
            }
        };
        if char.is_uppercase() {
            let shouts = next.is_some_and(char::is_uppercase)
                || (!next.is_some_and(char::is_lowercase)
                    && before.is_some_and(char::is_uppercase));
            let mut letters = spelt.chars();
            latin.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
            latin.extend(
                letters.map(|letter| if shouts { letter.to_ascii_uppercase() } else { letter }),
            );
        } else {
            latin.push_str(spelt);
        }
    }
    latin
}

fn is_cyrillic(char: char) -> bool {
    matches!(char, '\u{400}'..='\u{52f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_is_read_first() {
        let mut wrong = Vec::new();
        for (latin, meant) in [
            ("haisyn", "гайсин"),
            ("hrafik", "графік"),
            ("shkola", "школа"),
            ("naselennia", "населення"),
            ("ploshcha", "площа"),
            ("khutir", "хутір"),
            ("yevropa", "європа"),
            ("zhytlo", "житло"),
            ("zelenyi", "зелений"),
            ("silska", "сільська"),
            ("donetskyi", "донецький"),
            ("kunka", "кунка"),
            ("zghurskyi", "згурський"),
            ("komisii", "комісії"),
        ] {
            let spellings = from_latin(latin);
            if spellings.first().map(String::as_str) != Some(meant) {
                wrong.push((latin, meant, spellings));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_people_write_is_among_the_spellings() {
        let mut wrong = Vec::new();
        for (latin, meant) in [
            ("grafik", "графік"),
            ("pryyomu", "прийому"),
            ("pryiomu", "прийому"),
            ("priyomu", "прийому"),
            ("mera", "мера"),
            ("biudzhet", "бюджет"),
            ("byudzhet", "бюджет"),
            ("skilky", "скільки"),
            ("naselennya", "населення"),
            ("gaysynskiy", "гайсинський"),
            ("hromadi", "громаді"),
            ("rozklad", "розклад"),
            ("avtobusiv", "автобусів"),
            ("najblyzhche", "найближче"),
            ("ukryttya", "укриття"),
            ("ukryttia", "укриття"),
            ("vulytsya", "вулиця"),
            ("holova", "голова"),
            ("goroda", "города"),
            ("misto", "місто"),
            ("mist", "мість"),
            ("simya", "сімя"),
            ("sim'ya", "сім'я"),
            ("zeleny", "зелений"),
            ("scho", "що"),
            ("yaki", "які"),
            ("deputaty", "депутати"),
            ("telefon", "телефон"),
            ("apteka", "аптека"),
            ("ukraina", "україна"),
            ("maria", "марія"),
            ("wulycia", "вулиця"),
            ("hto", "хто"),
            ("taryfy", "тарифи"),
            ("tarify", "тарифи"),
            ("sadochok", "садочок"),
            ("medychnyj", "медичний"),
        ] {
            let spellings = from_latin(latin);
            if !spellings.iter().any(|spelling| spelling == meant) {
                wrong.push((latin, meant, spellings));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn there_are_few_spellings_and_none_of_other_letters() {
        assert!(from_latin("zelenyiiysilskyyhutorschynatsk").len() <= MOST);
        assert!(from_latin("садок").is_empty());
        assert!(from_latin("").is_empty());
        assert!(from_latin(&"a".repeat(1000)).is_empty());
    }

    #[test]
    fn names_are_written_by_the_standard() {
        for (text, latin) in [
            ("Гайсин", "Haisyn"),
            ("Згурський", "Zghurskyi"),
            ("Розгон", "Rozghon"),
            ("Єнакієве", "Yenakiieve"),
            ("Їжакевич", "Yizhakevych"),
            ("Марʼїне", "Marine"),
            ("Стрий", "Stryi"),
            ("Йосипівка", "Yosypivka"),
            ("Щербухи", "Shcherbukhy"),
            ("Гоща", "Hoshcha"),
            ("ЩОРС", "SHCHORS"),
            ("Юрій", "Yurii"),
            ("Знам'янка", "Znamianka"),
            ("Феодосія", "Feodosiia"),
            ("Ґалаґан", "Galagan"),
            ("вул. Соборна, 5", "vul. Soborna, 5"),
            ("Short name", "Short name"),
        ] {
            assert_eq!(to_latin(text), latin);
        }
    }

    #[test]
    fn latin_names_come_back() {
        for name in [
            "гайсин",
            "кисляк",
            "губник",
            "зятківці",
            "мітлинці",
            "соборна",
            "шевченка",
            "грушевського",
        ] {
            let latin = to_latin(name);
            assert!(
                from_latin(&latin).iter().any(|spelling| spelling == name),
                "{name}: {:?}",
                from_latin(&latin)
            );
        }
    }
}
