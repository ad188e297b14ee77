//! Who talks to the bot in the playground, and where. All are invented.

use chrono::{DateTime, Utc};

use super::telegram::{Resident, Telegram};
use crate::{
    bot::Settings,
    db::Db,
    store::officers::{self, Officer},
};

/// The bot's name, without `@`.
pub(super) const BOT: &str = "dovidka_playground_bot";

/// The news channel's name, without `@`.
const CHANNEL: &str = "dovidka_playground_news";

/// The residents' private chats.
const OKSANA: i64 = 101;
const ALEX: i64 = 102;
/// The officers.
const IRYNA: i64 = 201;
const TARAS: i64 = 202;
/// The admin.
const LESIA: i64 = 301;

/// The officers' supergroup and the news channel.
const OFFICERS: i64 = -1_001_000_000_201;
const NEWS: i64 = -1_001_000_000_301;

/// A person: number, name, language of their Telegram.
const PEOPLE: [(i64, &str, &str); 5] = [
    (OKSANA, "Оксана", "uk"),
    (ALEX, "Alex", "en"),
    (IRYNA, "Ірина", "uk"),
    (TARAS, "Тарас", "uk"),
    (LESIA, "Леся", "uk"),
];

/// The officers, and the holder whose matters each gets; an empty one: all that nobody else has.
const POSTS: [(i64, &str); 2] =
    [(IRYNA, ""), (TARAS, "Комунальне підприємство «Вербівкакомунсервіс» (демонстрація)")];

/// A chat as one pane of the page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seat {
    /// Its name in the page's addresses.
    pub(super) id: &'static str,
    /// The chat.
    pub(super) chat: i64,
    /// Who may be played in it; nobody in a channel that is only read.
    pub(super) people: &'static [i64],
    /// What it is, as a key of `locales/*/playground.ftl` without the file's name.
    pub(super) role: &'static str,
}

/// The panes, in order.
pub(super) const SEATS: [Seat; 6] = [
    Seat { id: "oksana", chat: OKSANA, people: &[OKSANA], role: "role-resident" },
    Seat { id: "alex", chat: ALEX, people: &[ALEX], role: "role-english" },
    Seat { id: "officers", chat: OFFICERS, people: &[IRYNA, TARAS], role: "role-officers" },
    Seat { id: "iryna", chat: IRYNA, people: &[IRYNA], role: "role-officer" },
    Seat { id: "admin", chat: LESIA, people: &[LESIA], role: "role-admin" },
    Seat { id: "news", chat: NEWS, people: &[], role: "role-news" },
];

/// Puts everybody in their chats.
pub(super) fn enters(telegram: &Telegram) {
    telegram.forum(OFFICERS, "Працівники ради");
    telegram.channel(NEWS, CHANNEL, "Новини даних");
    for (id, name, language) in PEOPLE {
        telegram.introduces(id, name, language);
        telegram.resident(id);
    }
    for seat in SEATS {
        for person in seat.people.iter().filter(|person| **person != seat.chat) {
            telegram.member(seat.chat, *person);
        }
    }
    // Who joined by a link has written to the bot.
    for (person, _) in POSTS {
        telegram.acquaints(person);
    }
    for person in [OKSANA, ALEX] {
        telegram.member(NEWS, person);
    }
}

/// Tells the bot who its officers and admins are.
pub(super) fn employ(settings: &mut Settings) {
    settings.officers_chat = Some(OFFICERS);
    settings.admins = vec![LESIA];
    settings.channel = Some(format!("@{CHANNEL}"));
}

/// Puts the officers to work, as their links would have.
pub(super) async fn hires(db: &Db, bot: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    let mut tx = db.write().await?;
    for (person, department) in POSTS {
        let officer = Officer {
            person,
            role: "officer".to_owned(),
            department: department.to_owned(),
            name: name(person).to_owned(),
        };
        officers::add(&mut tx, bot, &officer, now).await?;
    }
    tx.commit().await
}

/// The person `person` in `chat`, if they may be played there.
pub(super) fn plays(telegram: &Telegram, chat: i64, person: i64) -> Option<Resident> {
    let seat = SEATS.iter().find(|seat| seat.chat == chat)?;
    seat.people.contains(&person).then(|| telegram.member(chat, person))
}

/// The name of a person.
pub(super) fn name(person: i64) -> &'static str {
    PEOPLE.iter().find(|(id, ..)| *id == person).map_or("", |(_, name, _)| name)
}

/// The language of those who are played in `seat`.
pub(super) fn language(seat: &Seat) -> &'static str {
    PEOPLE
        .iter()
        .find(|(id, ..)| seat.people.contains(id))
        .map_or("uk", |(_, _, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_is_at_a_holder_of_the_demonstration_council() {
        let catalogue = include_str!("../../demo/catalog.json");
        for (person, department) in POSTS.iter().filter(|(_, department)| !department.is_empty()) {
            assert!(catalogue.contains(department), "{}: {department}", name(*person));
        }
    }
}
