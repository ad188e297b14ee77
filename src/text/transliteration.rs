//! translit
/// w
pub fn from_latin(word: &str) -> Vec<String> {
    let w = word.to_lowercase();
    let mut outs = vec![String::new()];
    let pairs: &[(&str, &[&str])] = &[
        ("shch", &["щ"]),
        ("zgh", &["зг"]),
        ("yi", &["ї", "ий"]),
        ("zh", &["ж"]),
        ("kh", &["х"]),
        ("ts", &["ц"]),
        ("ch", &["ч"]),
        ("sh", &["ш"]),
        ("yu", &["ю"]),
        ("ya", &["я"]),
        ("ye", &["є"]),
        ("iu", &["ю"]),
        ("ia", &["я"]),
        ("ie", &["є"]),
        ("yo", &["йо"]),
        ("a", &["а"]),
        ("b", &["б"]),
        ("v", &["в"]),
        ("h", &["г", "х"]),
        ("g", &["г"]),
        ("d", &["д"]),
        ("e", &["е"]),
        ("z", &["з"]),
        ("y", &["и", "й"]),
        ("i", &["і", "и"]),
        ("k", &["к"]),
        ("l", &["л"]),
        ("m", &["м"]),
        ("n", &["н"]),
        ("o", &["о"]),
        ("p", &["п"]),
        ("r", &["р"]),
        ("s", &["с"]),
        ("t", &["т"]),
        ("u", &["у"]),
        ("f", &["ф"]),
        ("j", &["й"]),
        ("w", &["в"]),
        ("c", &["ц", "к"]),
        ("x", &["кс"]),
        ("q", &["к"]),
    ];
    let mut rest = w.as_str();
    'o: while !rest.is_empty() {
        for (l, cs) in pairs {
            if let Some(r) = rest.strip_prefix(l) {
                let mut n = vec![];
                for c in *cs {
                    for o in &outs {
                        n.push(format!("{o}{c}"));
                    }
                }
                n.truncate(16);
                outs = n;
                rest = r;
                continue 'o;
            }
        }
        let c = rest.chars().next().unwrap();
        for o in &mut outs {
            o.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    outs
}
