//! The words that people read.
//!
//! 1. Both languages have the same files, messages and variables.
//! 2. Every message that the code names exists, and none is unused; the program has each of them.
//! 3. A message belongs to its file, holds no markup, and its variables are explained above it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use dovidka::i18n::Locale;

#[path = "common/sources.rs"]
mod sources;

/// Messages of one language: key → (area, variables, text).
type Messages = BTreeMap<String, (String, BTreeSet<String>, String)>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of one language: (area, text).
fn texts(language: &str) -> Vec<(String, String)> {
    fs::read_dir(root().join("locales").join(language))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let area = path.file_stem().unwrap().to_string_lossy().into_owned();
            (area, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn is_message(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(" =")
}

fn messages(language: &str) -> Messages {
    let mut messages = Messages::new();
    for (area, text) in texts(language) {
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if is_message(line) {
                line.split_once(" =").unwrap().0.clone_into(&mut key);
                let fresh = (area.clone(), BTreeSet::new(), String::new());
                let twice = messages.insert(key.clone(), fresh);
                assert!(twice.is_none(), "{language}: {key} stands twice");
            }
            if let Some(message) = messages.get_mut(&key) {
                message.1.extend(variables(line));
                message.2.push_str(line);
            }
        }
    }
    assert!(!messages.is_empty());
    messages
}

/// Names after a `$`; those in capitals are variables of the environment, spoken of as such.
fn variables(text: &str) -> BTreeSet<String> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || "_-".contains(*c)).collect())
        .filter(|name: &String| name.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

/// Words in quotation marks in the code that look like a key of one of `areas`, with their file.
fn named(areas: &BTreeSet<String>) -> BTreeMap<String, PathBuf> {
    let mut keys = BTreeMap::new();
    for (path, code) in sources::all() {
        for line in code.lines() {
            let words: Vec<&str> = line.split('"').collect();
            for (at, word) in words.iter().enumerate() {
                // A pattern names what others write (an element of XML), and no message.
                let next = words.get(at + 1).map_or("", |next| next.trim_start());
                if next.starts_with("=>") || next.starts_with('|') {
                    continue;
                }
                let shape = word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
                let area = word.split_once('-').map(|(area, _)| area);
                if shape && area.is_some_and(|area| areas.contains(area)) {
                    keys.insert((*word).to_owned(), path.clone());
                }
            }
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_files_messages_and_variables() {
    let (uk, en) = (messages("uk"), messages("en"));
    let keys = |messages: &Messages| messages.keys().cloned().collect::<BTreeSet<_>>();
    let apart: Vec<_> = keys(&uk).symmetric_difference(&keys(&en)).cloned().collect();
    assert!(apart.is_empty(), "in one language alone: {apart:?}");
    for (key, (area, variables, _)) in &uk {
        assert_eq!((area, variables), (&en[key].0, &en[key].1), "{key}");
    }
}

#[test]
fn every_message_that_the_code_names_exists_and_none_is_unused() {
    let uk = messages("uk");
    let areas: BTreeSet<_> = uk.values().map(|(area, _, _)| area.clone()).collect();
    let named = named(&areas);
    for (key, path) in &named {
        assert!(uk.contains_key(key), "{} names {key}", path.display());
    }
    let unused: Vec<_> = uk.keys().filter(|key| !named.contains_key(*key)).collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}

#[test]
fn the_program_has_every_message() {
    for locale in [Locale::Uk, Locale::En] {
        for key in messages(locale.tag()).keys() {
            assert!(!locale.text(key, &[]).is_empty(), "{key}");
        }
    }
}

#[test]
fn a_message_belongs_to_its_file_and_holds_no_markup() {
    for language in ["uk", "en"] {
        for (key, (area, _, text)) in messages(language) {
            assert!(key.starts_with(&format!("{area}-")), "{key} stands in {area}");
            for markup in ["<b>", "</", "<i>", "<a ", "&lt;"] {
                assert!(!text.contains(markup), "{language}: {key} holds {markup}");
            }
        }
    }
}

#[test]
fn every_variable_is_explained_above_its_message() {
    for language in ["uk", "en"] {
        for (area, text) in texts(language) {
            let (mut comment, mut explained) = (String::new(), BTreeSet::new());
            for line in text.lines() {
                if line.starts_with('#') {
                    comment.push_str(line);
                    continue;
                }
                if is_message(line) {
                    explained = variables(&comment);
                    comment.clear();
                }
                for name in variables(line) {
                    assert!(explained.contains(&name), "{language}/{area}: ${name} in {line}");
                }
            }
        }
    }
}
