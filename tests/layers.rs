//! The rings of the house (see `src/lib.rs`).
//!
//! 1. The pure core names no edge: no Telegram, SQL, network, files, clock, and nothing asynchronous.
//! 2. An inner ring never imports an outer one.
//! 3. Every module belongs to a ring.

use std::path::PathBuf;

#[path = "common/sources.rs"]
mod sources;

/// The modules of each ring, by their name under `src`.
const RINGS: [&[&str]; 3] = [
    &[
        "answer", "catalog", "feedback", "i18n", "names", "news", "quality", "search", "table",
        "text",
    ],
    &["config", "db", "harvest", "jobs", "load", "store", "telegram"],
    &["app", "bot", "cli", "playground", "service", "web"],
];

/// What the pure core may not name.
const EDGES: &[&str] = &[
    "teloxide",
    "sqlx",
    "reqwest",
    "tokio",
    "axum",
    "async fn",
    "async move",
    ".await",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
];

/// Every file with the name of its top module and its code.
fn modules() -> Vec<(PathBuf, String, String)> {
    sources::all()
        .into_iter()
        .map(|(path, code)| {
            let inside = path.strip_prefix(sources::folder()).unwrap();
            let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
            let module = first.trim_end_matches(".rs").to_owned();
            (path, module, code)
        })
        .filter(|(_, module, _)| module != "lib" && module != "main")
        .collect()
}

fn ring(module: &str) -> Option<usize> {
    RINGS.iter().position(|ring| ring.contains(&module))
}

/// The modules of this crate that `code` names, as `crate::a::…` or within `crate::{a, b::…}`.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            continue;
        };
        let (mut depth, mut word, mut fresh) = (0_i32, String::new(), true);
        for c in list.chars() {
            match c {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    found.push(std::mem::take(&mut word));
                    fresh = true;
                }
                c if depth == 0 && fresh && (c.is_alphanumeric() || c == '_') => word.push(c),
                ':' => fresh = false,
                _ => {}
            }
        }
        found.push(word);
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn the_core_names_no_edge() {
    for (path, module, code) in modules() {
        if ring(&module) == Some(0) {
            for edge in EDGES {
                assert!(!code.contains(edge), "{} names {edge}", path.display());
            }
        }
    }
}

#[test]
fn an_inner_ring_never_imports_an_outer_one() {
    let mut seen = 0;
    for (path, module, code) in modules() {
        let own = ring(&module).unwrap_or_else(|| panic!("{module} belongs to no ring"));
        for import in imports(&code) {
            // Macros and items of the crate's root belong to no ring.
            if let Some(other) = ring(&import) {
                seen += 1;
                assert!(other <= own, "{} imports {import}", path.display());
            }
        }
    }
    assert!(seen > 10, "the imports were not found");
}

#[test]
fn imports_are_found_one_by_one_and_in_lists() {
    let code = "use crate::db::Tx;\nuse crate::{\n    answer::{Answer, Council},\n    \
                i18n::Locale, cli,\n};\nlet x = crate::store::a();";
    assert_eq!(imports(code), ["db", "answer", "i18n", "cli", "store"]);
    assert!(imports("match $crate::db::Tx").is_empty());
}
