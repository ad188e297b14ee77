//! Words for people, in Ukrainian and English, from `locales/`.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

/// A language that we speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Ukrainian.
    #[default]
    Uk,
    /// English.
    En,
}

/// Every file of `locales/uk` and `locales/en`, by area.
macro_rules! areas {
    ($($name:literal),* $(,)?) => {
        /// (area, Ukrainian, English)
        const AREAS: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../locales/uk/", $name, ".ftl")),
            include_str!(concat!("../locales/en/", $name, ".ftl")),
        )),*];
    };
}

areas![
    "answer",
    "bot",
    "browse",
    "chart",
    "cli",
    "config",
    "distance",
    "draft",
    "example",
    "export",
    "figures",
    "follow",
    "harvest",
    "matter",
    "news",
    "number",
    "officer",
    "playground",
    "request",
    "stats",
    "table",
    "telegram"
];

static UK: LazyLock<Bundle> = LazyLock::new(|| bundle("uk", |&(_, uk, _)| uk));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle("en", |&(_, _, en)| en));

impl Locale {
    /// The language nearest to a tag such as Telegram's `language_code`; Ukrainian for an unknown one.
    pub fn nearest(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Uk }
    }

    /// Its tag: `uk` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Uk => "uk",
            Self::En => "en",
        }
    }

    /// The message `key` with its variables put in.
    ///
    /// # Panics
    ///
    /// If there is no such message: `tests/locales.rs` reads every key that the code names.
    pub fn text(self, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let bundle = match self {
            Self::Uk => &*UK,
            Self::En => &*EN,
        };
        let pattern = bundle
            .get_message(key)
            .and_then(|message| message.value())
            .unwrap_or_else(|| panic!("locales have no message {key}"));
        let args: FluentArgs<'_> =
            args.iter().map(|(name, value)| (*name, value.clone())).collect();
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

fn bundle(
    language: &str,
    source: fn(&(&str, &'static str, &'static str)) -> &'static str,
) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![
        language.parse::<LanguageIdentifier>().expect("a language tag"),
    ]);
    bundle.set_use_isolating(false); // Telegram shows the isolation marks as boxes on some clients.
    for area in AREAS {
        let resource = FluentResource::try_new(source(area).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("locales, {}: {errors:?}", area.0));
        bundle.add_resource(resource).expect("no message stands twice in the locales");
    }
    bundle
}
