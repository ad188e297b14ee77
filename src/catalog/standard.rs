//! What Cabinet Resolution № 835 obliges a council to publish.

use std::sync::LazyLock;

use serde::Deserialize;

/// Which holders of public information an entry of the list obliges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Every holder of public information, a council among them.
    All,
    /// Bodies of local self-government.
    Local,
}

/// A data set that the resolution, in its edition of October 2024, obliges a council to publish.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Number of the annex with the recommended structure, 2 to 74: the key of an entry.
    pub annex: u8,
    /// Whom it obliges.
    pub scope: Scope,
    /// Number within its section of the list: 1 to 16 for all holders, 1 to 57 for local self-government.
    pub item: u8,
    /// Title, as the resolution words it; up to 400 letters.
    pub title: String,
    /// Names of the tables that are recommended for it; empty where no structure was recommended.
    pub tables: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    standard: Vec<Standard>,
}

static STANDARDS: LazyLock<Vec<Standard>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("standard.toml")).expect("standard.toml is read by a test");
    file.standard
});

/// Every entry of the list, by annex.
pub fn all() -> &'static [Standard] {
    &STANDARDS
}

/// The entry of an annex, if the list has one.
pub fn of_annex(annex: u8) -> Option<&'static Standard> {
    all().iter().find(|standard| standard.annex == annex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_16_entries_for_all_and_57_for_local_self_government() {
        let count = |scope| all().iter().filter(|standard| standard.scope == scope).count();
        assert_eq!((count(Scope::All), count(Scope::Local)), (16, 57));
    }

    #[test]
    fn annexes_follow_one_another_and_lead_to_their_entry() {
        for (standard, annex) in all().iter().zip(2..) {
            assert_eq!(standard.annex, annex, "{}", standard.title);
            assert_eq!(of_annex(annex), Some(standard));
        }
        assert_eq!((of_annex(1), of_annex(75)), (None, None));
    }

    #[test]
    fn every_entry_has_a_title_of_its_own() {
        for (at, standard) in all().iter().enumerate() {
            assert!(standard.title.chars().count() > 10, "annex {}", standard.annex);
            assert!(all()[..at].iter().all(|earlier| earlier.title != standard.title));
        }
    }
}
