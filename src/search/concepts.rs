//! Municipal concepts: what one thing is called by councils, by residents, in Russian and in English.

use std::sync::LazyLock;

use serde::Deserialize;

/// One thing and its names, all lower case, at most four words each.
#[derive(Clone, Debug, Deserialize)]
pub struct Concept {
    /// English, kebab-case.
    pub id: String,
    /// As councils write, the label first.
    pub uk: Vec<String>,
    /// As residents say.
    #[serde(default)]
    pub colloquial: Vec<String>,
    /// In Russian.
    #[serde(default)]
    pub ru: Vec<String>,
    /// In English.
    #[serde(default)]
    pub en: Vec<String>,
    /// The theme's id.
    #[serde(default)]
    pub theme: String,
    /// Ids of concepts that go with it.
    #[serde(default)]
    pub related: Vec<String>,
    /// Ids of its kinds.
    #[serde(default)]
    pub narrower: Vec<String>,
    /// Words that look alike and mean something else.
    #[serde(default)]
    pub not: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    concept: Vec<Concept>,
}

static CONCEPTS: LazyLock<Vec<Concept>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../locales/concepts.toml"))
        .expect("locales/concepts.toml is valid");
    file.concept
});

/// Every concept.
pub fn all() -> &'static [Concept] {
    &CONCEPTS
}
