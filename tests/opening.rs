//! Hours by the clock of the council:
//!
//! 1. Asked whether a place is open, the first line says so, and until when or from when.
//! 2. Asked for a schedule, the next time stands beside it.
//! 3. Where no hours are asked for, none are said.

use chrono::{TimeZone, Utc};
use chrono_tz::Tz;
use dovidka::answer::{Answer, Question};

#[path = "common/council.rs"]
mod small;
use small::council;

/// Answers `text` from a table of libraries on Friday, 20 November 2026, at `hour` o'clock in Kyiv.
fn ask(text: &str, hour: u32) -> Answer {
    let csv = "Назва,Графік роботи,Телефон\nЦентральна бібліотека,\"Вт-Пт 10:00–18:00, Сб 10:00–14:00\",04300 2-20-60\n\
               Дитяча бібліотека,цілодобово,04300 2-20-61\n";
    let council = council("Перелік бібліотек", csv);
    let now = Tz::Europe__Kyiv.with_ymd_and_hms(2026, 11, 20, hour, 0, 0).unwrap();
    assert_ne!(now.with_timezone(&Utc).naive_utc(), now.naive_local());
    council.ask(&Question { text, locale: None, near: None, now, context: None })
}

#[test]
fn asked_whether_it_is_open_the_first_line_says_so() {
    let text = "чи відкрита зараз центральна бібліотека";
    let first = |hour| ask(text, hour).lead.lines().next().unwrap_or_default().to_owned();
    assert_eq!(first(12), "Зараз відкрито, до 18:00");
    assert_eq!(first(9), "Зараз зачинено. Найближчий час: п’ятниця 20.11.2026, 10:00–18:00");
    assert_eq!(first(18), "Зараз зачинено. Найближчий час: субота 21.11.2026, 10:00–14:00");
}

#[test]
fn asked_for_the_hours_the_next_time_stands_beside_them() {
    let answer = ask("графік роботи центральної бібліотеки", 20);
    assert!(answer.lead.contains("Вт-Пт 10:00–18:00"), "{}", answer.text());
    assert_eq!(answer.body[0], "Найближчий час: субота 21.11.2026, 10:00–14:00");
}

#[test]
fn what_never_closes_and_what_was_not_asked_is_not_said() {
    for text in ["графік роботи дитячої бібліотеки", "телефон центральної бібліотеки"]
    {
        let answer = ask(text, 12);
        assert!(
            !answer.text().contains("Зараз") && !answer.text().contains("Найближчий"),
            "{}",
            answer.text()
        );
    }
}
