//! What a button says when it is pressed: a letter and a number or a short name, never words of a person.

mod deed;

pub use deed::Deed;

use super::{follow::Follow, news::Step, staff::Staff};
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
    /// Every matter as a table; whether with personal data.
    Export(bool),
    /// Something about the matter of this number.
    Matter(Deed, i64),
    /// Something that an admin or officer arranges.
    Staff(Staff),
    /// A step of the form of this number.
    Form(Move, u32),
    /// A page of one's own matters.
    Mine(usize),
    /// A page of the matters that all may see; the most popular first, or the newest.
    Public(bool, usize),
    /// Something about one's own data.
    Own(Own),
    /// Something about what one follows.
    Follow(Follow),
    /// Something about the item of news of this number.
    News(Step, i64),
}

/// Where a form goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// «Назад».
    Back,
    /// «Пропустити».
    Skip,
    /// «Скасувати».
    Cancel,
    /// «Надіслати».
    Send,
    /// With the name, or anonymous.
    Name,
    /// 48 hours, or not.
    Urgent,
    /// «Продовжити».
    Resume,
    /// The message goes into the form.
    Put,
    /// The message is a question to be answered.
    Answer,
}

/// How moves are written.
const MOVES: [(Move, &str); 9] = [
    (Move::Back, "back"),
    (Move::Skip, "skip"),
    (Move::Cancel, "cancel"),
    (Move::Send, "send"),
    (Move::Name, "name"),
    (Move::Urgent, "urgent"),
    (Move::Resume, "resume"),
    (Move::Put, "put"),
    (Move::Answer, "answer"),
];

/// What becomes of one's own data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// All of it as a document.
    Export,
    /// Is it to be forgotten?
    Forget,
    /// Yes.
    ForgetNow,
    /// No.
    Keep,
}

/// How they are written.
const OWN: [(Own, &str); 4] = [
    (Own::Export, "export"),
    (Own::Forget, "forget"),
    (Own::ForgetNow, "now"),
    (Own::Keep, "keep"),
];

fn word_of<T: Copy + PartialEq>(all: &[(T, &'static str)], one: T) -> &'static str {
    all.iter().find(|(known, _)| *known == one).map_or("", |(_, word)| word)
}

fn named<T: Copy>(all: &[(T, &'static str)], word: &str) -> Option<T> {
    all.iter().find(|(_, known)| *known == word).map(|(one, _)| *one)
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
    /// «Стежити»: tell me when it changes.
    Follow,
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
                Act::Follow => format!("h:{id}"),
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
            Self::Form(step, number) => format!("q:{}:{number}", word_of(&MOVES, step)),
            Self::Mine(page) => format!("i:{page}"),
            Self::Public(true, page) => format!("v:top:{page}"),
            Self::Public(false, page) => format!("v:new:{page}"),
            Self::Own(own) => format!("o:{}", word_of(&OWN, own)),
            Self::News(step, item) => format!("n:{}", step.written(item)),
            Self::Export(personal) => format!("x:{}", if personal { "all" } else { "public" }),
            Self::Matter(deed, matter) => {
                let (word, number) = deed.written();
                match number {
                    Some(number) => format!("k:{matter}:{word}:{number}"),
                    None => format!("k:{matter}:{word}"),
                }
            }
            Self::Staff(staff) => format!("a:{}", staff.written()),
            Self::Follow(follow) => format!("t:{}", follow.written()),
        }
    }

    /// The button and the answer (0 where it is under none) that `data` mean; `None` for anything that we did not
    /// write.
    pub fn parse(data: &str) -> Option<(Self, i64)> {
        if let Some(news) = data.strip_prefix("n:") {
            let (step, item) = Step::parse(news)?;
            return Some((Self::News(step, item), 0));
        }
        let mut parts = data.split(':');
        let (letter, first, second) = (parts.next()?, parts.next()?, parts.next());
        let third = parts.next();
        if parts.next().is_some() {
            return None;
        }
        let other = match (letter, first, second, third) {
            ("l", "uk", None, None) => Some(Self::Language(Locale::Uk)),
            ("l", "en", None, None) => Some(Self::Language(Locale::En)),
            ("x", "all", None, None) => Some(Self::Export(true)),
            ("x", "public", None, None) => Some(Self::Export(false)),
            ("k", matter, Some(word), number) => {
                let matter = matter.parse().ok().filter(|matter| *matter > 0)?;
                Some(Self::Matter(Deed::parse(word, number)?, matter))
            }
            ("a", word, name, None) => Some(Self::Staff(Staff::parse(word, name)?)),
            ("t", word, first, second) => Some(Self::Follow(Follow::parse(word, first, second)?)),
            ("d", key, None, None) => Some(Self::Dataset(key.parse().ok()?)),
            ("q", step, Some(number), None) => {
                Some(Self::Form(named(&MOVES, step)?, number.parse().ok()?))
            }
            ("i", page, None, None) => Some(Self::Mine(page.parse().ok()?)),
            ("v", "top", Some(page), None) => Some(Self::Public(true, page.parse().ok()?)),
            ("v", "new", Some(page), None) => Some(Self::Public(false, page.parse().ok()?)),
            ("o", own, None, None) => Some(Self::Own(named(&OWN, own)?)),
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
            ("h", None, None) => Act::Follow,
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
            Act::Follow,
        ];
        let parts = concepts::themes().iter().map(|theme| Part::Theme(Some(theme)));
        let parts = parts.chain([Part::Theme(None), Part::Newest, Part::Holder(key)]);
        let shelves = parts.map(Shelf::Part).chain([Shelf::Themes, Shelf::Holders]);
        let others = [
            Press::Language(Locale::Uk),
            Press::Language(Locale::En),
            Press::Dataset(key),
            Press::Export(true),
            Press::Export(false),
        ];
        acts.map(Press::Answer)
            .into_iter()
            .chain(shelves.map(|shelf| Press::Browse(shelf, usize::MAX)))
            .chain(others)
            .chain(Deed::all(key).map(|deed| Press::Matter(deed, i64::MAX)))
            .chain(Staff::all(key).map(Press::Staff))
            .chain(Follow::all(key).into_iter().map(Press::Follow))
            .chain(MOVES.map(|(step, _)| Press::Form(step, u32::MAX)))
            .chain(OWN.map(|(own, _)| Press::Own(own)))
            .chain(Step::all(key).into_iter().map(|step| match step {
                Step::List(_) => Press::News(step, 0),
                _ => Press::News(step, i64::MAX),
            }))
            .chain([
                Press::Mine(usize::MAX),
                Press::Public(true, 0),
                Press::Public(false, usize::MAX),
            ])
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
            "k:0:take",
            "k:1:none",
            "k:1:rate:6",
            "k:1:take:1",
            "k:1:to:256",
            "k:1:with:1",
            "a:none",
            "a:fire:0",
            "a:fire",
            "a:officer:1:1",
            "d:0000000000000000:1",
            "q:send",
            "q:other:1",
            "q:send:-1",
            "i:-1",
            "i:1:1",
            "v:1",
            "v:old:1",
            "o:all",
            "t:home",
            "t:drop:0:0",
            "t:theme:none-such",
            "t:rhythm:hourly",
            "t:quiet:1440:0",
            "t:news:maybe",
            "t:stop:1",
            "h:0",
            "\u{0}",
            "с:1:1",
        ] {
            assert_eq!(Press::parse(data), None, "{data:?}");
        }
    }
}
