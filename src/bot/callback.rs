//! What a button says when it is pressed: a letter and the number of a kept answer, never words of a person.

use crate::i18n::Locale;

/// A button of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// «Ще»: the lines or rows that follow.
    More,
    /// «Джерело»: the rows and files that the answer stands in.
    Source,
    /// «Файл»: the whole result as CSV.
    File,
    /// «Графік»: a picture of the numbers.
    Chart,
    /// «Запросити дані»: what was asked is not published.
    Request,
    /// One of the questions offered, counted from 0.
    Choose(u8),
    /// A language for the chat.
    Language(Locale),
}

impl Press {
    /// The callback data of this button under the answer `id`: at most 24 bytes of Telegram's 64.
    pub fn data(self, id: i64) -> String {
        match self {
            Self::More => format!("m:{id}"),
            Self::Source => format!("s:{id}"),
            Self::File => format!("f:{id}"),
            Self::Chart => format!("g:{id}"),
            Self::Request => format!("r:{id}"),
            Self::Choose(at) => format!("c:{id}:{at}"),
            Self::Language(Locale::Uk) => "l:uk".to_owned(),
            Self::Language(Locale::En) => "l:en".to_owned(),
        }
    }

    /// The button and the answer (0 for a language) that `data` mean; `None` for anything that we did not write.
    pub fn parse(data: &str) -> Option<(Self, i64)> {
        let mut parts = data.split(':');
        let (letter, first, second) = (parts.next()?, parts.next()?, parts.next());
        if parts.next().is_some() {
            return None;
        }
        let press = match (letter, first, second) {
            ("l", "uk", None) => return Some((Self::Language(Locale::Uk), 0)),
            ("l", "en", None) => return Some((Self::Language(Locale::En), 0)),
            ("m", _, None) => Self::More,
            ("s", _, None) => Self::Source,
            ("f", _, None) => Self::File,
            ("g", _, None) => Self::Chart,
            ("r", _, None) => Self::Request,
            ("c", _, Some(at)) => Self::Choose(at.parse().ok()?),
            _ => return None,
        };
        let id = first.parse().ok().filter(|id| *id > 0)?;
        Some((press, id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Press; 8] = [
        Press::More,
        Press::Source,
        Press::File,
        Press::Chart,
        Press::Request,
        Press::Choose(0),
        Press::Choose(255),
        Press::Language(Locale::En),
    ];

    #[test]
    fn every_button_is_read_back_and_fits_telegram() {
        for press in ALL {
            let data = press.data(i64::MAX);
            assert!(data.len() <= 64, "{data}");
            let id = if matches!(press, Press::Language(_)) { 0 } else { i64::MAX };
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
            "l:de",
            "z:1",
            "m:99999999999999999999",
            "\u{0}",
            "с:1:1",
        ] {
            assert_eq!(Press::parse(data), None, "{data:?}");
        }
    }
}
