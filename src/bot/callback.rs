//! What a button says when it is pressed: a letter and a number or a short name, never words of a person.

use crate::{answer::Part, catalog::Key, i18n::Locale, search::concepts};

/// A button of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// A button under an answer.
    Answer(Act),
    /// A language for the chat.
    Language(Locale),
    /// A page of the catalogue, in the place of the one that is read.
    Browse(Shelf, usize),
    /// The card of a dataset.
    Dataset(Key),
}

/// What can be done with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// «Ще»: the lines or rows that follow.
    More,
    /// «Джерело»: the rows and files that the answer stands in.
    Source,
    /// «Файл»: the whole result as CSV.
    File,
    /// «Графік»: a picture of the numbers.
    Chart,
    /// «Порівняти з …»: beside the year before.
    Compare,
    /// «На мапі»: one of the places it names, counted from 0.
    Map(u8),
    /// One of the questions offered, counted from 0.
    Choose(u8),
    /// «Запросити дані»: what was asked is not published.
    Request,
    /// «Хибно?»: what is published is wrong.
    Wrong,
}

/// What of the catalogue is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Its themes.
    Themes,
    /// The bodies that hold data.
    Holders,
    /// Datasets.
    Part(Part),
}

/// How the theme of what is on none is written.
const NO_THEME: &str = "-";

impl Press {
    /// The callback data of this button under the answer `id`: at most Telegram's 64 bytes.
    pub fn data(self, id: i64) -> String {
        match self {
            Self::Answer(act) => match act {
                Act::More => format!("m:{id}"),
                Act::Source => format!("s:{id}"),
                Act::File => format!("f:{id}"),
                Act::Chart => format!("g:{id}"),
                Act::Compare => format!("y:{id}"),
                Act::Map(at) => format!("p:{id}:{at}"),
                Act::Choose(at) => format!("c:{id}:{at}"),
                Act::Request => format!("r:{id}"),
                Act::Wrong => format!("w:{id}"),
            },
            Self::Language(Locale::Uk) => "l:uk".to_owned(),
            Self::Language(Locale::En) => "l:en".to_owned(),
            Self::Browse(Shelf::Themes, page) => format!("b:o:{page}"),
            Self::Browse(Shelf::Holders, page) => format!("b:h:{page}"),
            Self::Browse(Shelf::Part(Part::Newest), page) => format!("b:n:{page}"),
            Self::Browse(Shelf::Part(Part::Theme(theme)), page) => {
                let theme = theme.map_or(NO_THEME, |theme| theme.id.as_str());
                format!("b:t:{page}:{theme}")
            }
            Self::Browse(Shelf::Part(Part::Holder(key)), page) => format!("b:k:{page}:{key}"),
            Self::Dataset(key) => format!("d:{key}"),
        }
    }

    /// The button and the answer (0 where it is under none) that `data` mean; `None` for anything that we did not
    /// write.
    pub fn parse(data: &str) -> Option<(Self, i64)> {
        let mut parts = data.split(':');
        let (letter, first, second) = (parts.next()?, parts.next()?, parts.next());
        let third = parts.next();
        if parts.next().is_some() {
            return None;
        }
        let other = match (letter, first, second, third) {
            ("l", "uk", None, None) => Some(Self::Language(Locale::Uk)),
            ("l", "en", None, None) => Some(Self::Language(Locale::En)),
            ("d", key, None, None) => Some(Self::Dataset(key.parse().ok()?)),
            ("b", shelf, Some(page), name) => {
                Some(Self::Browse(parse_shelf(shelf, name)?, page.parse().ok()?))
            }
            _ => None,
        };
        if let Some(press) = other {
            return Some((press, 0));
        }
        let act = match (letter, second, third) {
            ("m", None, None) => Act::More,
            ("s", None, None) => Act::Source,
            ("f", None, None) => Act::File,
            ("g", None, None) => Act::Chart,
            ("y", None, None) => Act::Compare,
            ("p", Some(at), None) => Act::Map(at.parse().ok()?),
            ("c", Some(at), None) => Act::Choose(at.parse().ok()?),
            ("r", None, None) => Act::Request,
            ("w", None, None) => Act::Wrong,
            _ => return None,
        };
        let id = first.parse().ok().filter(|id| *id > 0)?;
        Some((Self::Answer(act), id))
    }
}

fn parse_shelf(shelf: &str, name: Option<&str>) -> Option<Shelf> {
    Some(match (shelf, name) {
        ("o", None) => Shelf::Themes,
        ("h", None) => Shelf::Holders,
        ("n", None) => Shelf::Part(Part::Newest),
        ("t", Some(NO_THEME)) => Shelf::Part(Part::Theme(None)),
        ("t", Some(id)) => {
            let theme = concepts::themes().iter().find(|theme| theme.id == id)?;
            Shelf::Part(Part::Theme(Some(theme)))
        }
        ("k", Some(key)) => Shelf::Part(Part::Holder(key.parse().ok()?)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Dataset;

    fn all() -> Vec<Press> {
        let key = Dataset::default().key();
        let acts = [
            Act::More,
            Act::Source,
            Act::File,
            Act::Chart,
            Act::Compare,
            Act::Map(255),
            Act::Choose(0),
            Act::Choose(255),
            Act::Request,
            Act::Wrong,
        ];
        let parts = concepts::themes().iter().map(|theme| Part::Theme(Some(theme)));
        let parts = parts.chain([Part::Theme(None), Part::Newest, Part::Holder(key)]);
        let shelves = parts.map(Shelf::Part).chain([Shelf::Themes, Shelf::Holders]);
        let others =
            [Press::Language(Locale::Uk), Press::Language(Locale::En), Press::Dataset(key)];
        acts.map(Press::Answer)
            .into_iter()
            .chain(shelves.map(|shelf| Press::Browse(shelf, usize::MAX)))
            .chain(others)
            .collect()
    }

    #[test]
    fn every_button_is_read_back_and_fits_telegram() {
        for press in all() {
            let data = press.data(i64::MAX);
            assert!(data.len() <= 64, "{data}");
            let id = if matches!(press, Press::Answer(_)) { i64::MAX } else { 0 };
            assert_eq!(Press::parse(&data), Some((press, id)), "{data}");
        }
    }

    #[test]
    fn what_we_did_not_write_is_no_button() {
        for data in [
            "",
            ":",
            "m",
            "m:",
            "m:x",
            "m:-1",
            "m:0",
            "m:1:2",
            "c:1",
            "c:1:256",
            "c:1:1:1",
            "p:1",
            "l:de",
            "z:1",
            "m:99999999999999999999",
            "b:t:0:none-such",
            "b:t:0",
            "b:o:-1",
            "b:k:0:xyz",
            "d:1",
            "d:0000000000000000:1",
            "\u{0}",
            "с:1:1",
        ] {
            assert_eq!(Press::parse(data), None, "{data:?}");
        }
    }
}
