//! What residents ask, without who:
//!
//! 1. Of 200 scripted questions the counts that `/stats` tells are those of the log, and those of the script.
//! 2. Nothing in the log names a person: no number of a chat or a person, no phone, mail, code or unknown name.
//! 3. After the time that the operator sets the words are gone, and the counts stay.
//! 4. The times told are nearest ranks; another bot's questions count for nothing.
//! 5. Only an admin in a chat of his own is told; to all others there is no such command.

mod common {
    #[expect(dead_code, reason = "other tests of the bot use the rest")]
    pub(crate) mod bot;
    pub(crate) mod engines;
}

use std::{collections::BTreeMap, time::Duration};

use chrono::TimeDelta;
use common::{
    bot::{Desk, desk, silence},
    engines::engines,
};
use dovidka::{
    db::Db,
    playground::telegram::{Kind, Resident},
    store::questions::{self, Asked as Counted, Counts, New},
};
use sqlx::AssertSqlSafe;

const ADMIN: i64 = 770_011_099;
const RESIDENTS: [i64; 5] = [770_011_001, 770_011_002, 770_011_003, 770_011_004, 770_011_005];
const GROUP: i64 = -100_500_777;

const BUDGET: &str = "Видатки бюджету";
const RECEPTION: &str = "Графік прийому громадян";
const SHELTERS: &str = "Перелік укриттів";
const TARIFFS: &str = "Тарифи на воду";

/// How a question ends.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// Answered from the dataset of this title.
    Of(&'static str),
    /// Readings are offered, the first of this title.
    Choice(&'static str),
    /// There are no data; like questions have the same word here.
    Gap(&'static str),
}
use End::{Choice, Gap, Of};

/// What residents ask, and how it ends.
const ASKED: [(&str, End); 36] = [
    ("графік прийому міського голови", Of(RECEPTION)),
    ("телефон секретаря ради", Of(RECEPTION)),
    ("тариф на воду", Of(TARIFFS)),
    ("перелік укриттів", Of(SHELTERS)),
    ("розклад дирижаблів", Gap("дирижабль")),
    ("скільки дирижаблів у місті", Gap("дирижабль")),
    ("кількість собак", Gap("собака")),
    ("скільки собак у місті", Gap("собака")),
    ("бюджет прийом", Choice(BUDGET)),
    ("тарифи", Of(TARIFFS)),
    ("укриття на вулиці Шкільній", Of(SHELTERS)),
    ("скільки укриттів", Of(SHELTERS)),
    ("коли приймає міський голова", Of(RECEPTION)),
    ("water tariff", Of(TARIFFS)),
    ("who is the mayor", Of(RECEPTION)),
    ("погода на завтра", Gap("погода")),
    ("скільки заборгував Петренко Іван Васильович за тепло", Gap("тепло")),
    ("моя пошта olha.k@example.ua, коли ввімкнуть світло", Gap("світло")),
    ("адреса сусіда кравчука миколи", Gap("адреса")),
    ("бюджет голова", Choice(BUDGET)),
    ("набір даних про тарифи", Of(TARIFFS)),
    ("прийом громадян і укриття", Of(RECEPTION)),
    ("uhfasr ghbqjve", Of(RECEPTION)),
    ("hrafik pryiomu", Of(RECEPTION)),
    ("послуги громадян", Of(TARIFFS)),
    ("дзвоніть +38 (067) 123-45-67, я Мельничук Оксана", Gap("дзвоніть")),
    ("мій код 3184710691, чи є субсидія", Gap("субсидія")),
    ("найближче укриття", Of(SHELTERS)),
    ("видатки водопостачання", Choice(BUDGET)),
    ("перелік тарифів", Of(TARIFFS)),
    ("видатки за 2025", Of(BUDGET)),
    ("видатки бюджету на освіту", Of(BUDGET)),
    ("цивільний захист громадян", Of(SHELTERS)),
    ("пишіть на t.me/halyna_m про кота", Gap("кіт")),
    ("Зоряний Остап коли приймає", Of(RECEPTION)),
    ("паспорт АВ123456 загублено", Gap("паспорт")),
];

/// What must stand in no row.
const SECRETS: [&str; 23] = [
    "петренк",
    "іван",
    "васильович",
    "olha",
    "example.ua",
    "кравчук",
    "микол",
    "(067",
    "123-45",
    "мельничук",
    "оксан",
    "3184710691",
    "halyna",
    "ав123456",
    "770011001",
    "770011002",
    "770011003",
    "770011004",
    "770011005",
    "770011099",
    "100500777",
    "resident",
    "dovidka_test",
];

/// The counts that the script leads to.
#[derive(Debug, Default)]
struct Script {
    asked: usize,
    answered: usize,
    offered: usize,
    chosen: usize,
    subjects: BTreeMap<&'static str, usize>,
    gaps: BTreeMap<&'static str, usize>,
}

impl Script {
    fn ends(&mut self, end: End) {
        self.asked += 1;
        match end {
            Of(title) => {
                self.answered += 1;
                *self.subjects.entry(title).or_default() += 1;
            }
            Choice(_) => self.offered += 1,
            Gap(what) => *self.gaps.entry(what).or_default() += 1,
        }
    }

    fn refused(&self) -> usize {
        self.gaps.values().sum()
    }

    /// The counts as `/stats` tells them.
    fn told(&self) -> String {
        let share = (self.answered * 100 + self.asked / 2) / self.asked;
        format!(
            "поставлено: {}; з відповіддю: {} ({share} %); із варіантами на вибір: {}, з них обрано: {}; без даних: {}",
            self.asked,
            self.answered,
            self.offered,
            self.chosen,
            self.refused()
        )
    }
}

/// Asks all that is scripted: 180 questions in private, eight in a group, five that are edited, two by buttons.
async fn play(desk: &Desk) -> Script {
    let mut script = Script::default();
    let people: Vec<Resident> = RESIDENTS.iter().map(|id| desk.telegram.resident(*id)).collect();
    for round in 0..ASKED.len() {
        for (at, person) in people.iter().enumerate() {
            let (text, end) = ASKED[(round + 7 * at) % ASKED.len()];
            person.asks(text).await;
            script.ends(end);
            if let Choice(title) = end
                && at % 2 == 0
            {
                person.presses("1");
                person.hears().await;
                script.chosen += 1;
                *script.subjects.entry(title).or_default() += 1;
            }
        }
        desk.minutes_pass(31); // nothing leans on the question before
    }
    desk.telegram.group(GROUP, Kind::Supergroup, "Двір");
    for (at, (text, end)) in ASKED.iter().take(8).enumerate() {
        let member = desk.telegram.member(GROUP, RESIDENTS[at % RESIDENTS.len()]);
        member.asks(&format!("@dovidka_test_bot {text}")).await;
        script.ends(*end);
        desk.minutes_pass(31);
    }
    for (person, (text, end)) in people.iter().zip(ASKED.into_iter().skip(3)) {
        let asked = person.says("тарифи");
        person.hears().await;
        script.ends(Of(TARIFFS));
        desk.minutes_pass(31);
        person.edits(asked, text);
        assert!(person.hears().await.edited);
        script.ends(end);
        desk.minutes_pass(31);
    }
    for person in &people[..2] {
        person.asks("привіт").await; // no question
        let greeting = person.asks("/start").await;
        let example = greeting.labels()[0].to_owned();
        assert_eq!(example, "Коли приймає міський голова?");
        person.presses(&example);
        person.hears().await;
        script.ends(Of(RECEPTION));
    }
    script
}

/// Every row of the log as text.
async fn rows(db: &Db) -> Vec<String> {
    match db {
        Db::Sqlite { writer, .. } => {
            let columns: Vec<String> =
                sqlx::query_scalar("SELECT name FROM pragma_table_info('question')")
                    .fetch_all(writer)
                    .await
                    .unwrap();
            let texts: Vec<String> = columns
                .iter()
                .map(|name| format!("'{name}=' || COALESCE(CAST({name} AS TEXT), '')"))
                .collect();
            let select = format!("SELECT {} FROM question", texts.join(" || ' ' || "));
            sqlx::query_scalar(AssertSqlSafe(select)).fetch_all(writer).await.unwrap()
        }
        Db::Postgres(pool) => {
            sqlx::query_scalar("SELECT CAST(to_jsonb(question) AS TEXT) FROM question")
                .fetch_all(pool)
                .await
                .unwrap()
        }
    }
}

/// How many rows of the log hold `condition`.
async fn count(db: &Db, condition: &str) -> usize {
    let select = AssertSqlSafe(format!("SELECT COUNT(*) FROM question WHERE {condition}"));
    let count: i64 = match db {
        Db::Sqlite { writer, .. } => sqlx::query_scalar(select).fetch_one(writer).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar(select).fetch_one(pool).await.unwrap(),
    };
    usize::try_from(count).unwrap()
}

/// The lines of the list under a heading that begins with `heading`.
fn list<'a>(told: &'a str, heading: &str) -> Vec<&'a str> {
    let from = told.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
    from.take_while(|line| line.starts_with('•')).collect()
}

#[tokio::test]
async fn the_counts_are_those_of_the_log_and_the_script_and_outlive_the_words() {
    for db in engines("stats").await {
        let desk = Desk::with(db, |settings| {
            settings.admins = vec![ADMIN];
            settings.questions_per_minute = 1_000;
        })
        .await;
        let script = play(&desk).await;
        assert_eq!(script.asked, 200);

        let of = |outcome: &str| format!("outcome = '{outcome}'");
        let (answer, dataset) =
            (count(&desk.db, &of("answer")).await, count(&desk.db, &of("dataset")).await);
        assert_eq!(answer + dataset, script.answered);
        assert_eq!(count(&desk.db, &of("choice")).await, script.offered);
        assert_eq!(count(&desk.db, "chosen IS NOT NULL").await, script.chosen);
        assert_eq!(count(&desk.db, &of("none")).await, script.refused());
        assert_eq!(count(&desk.db, &of("greeting")).await, 2);
        assert_eq!(count(&desk.db, "way = 'edit'").await, 5);
        assert_eq!(count(&desk.db, "way = 'button'").await, 2);
        assert_eq!(count(&desk.db, "place = 'group'").await, 8);
        assert_eq!(count(&desk.db, "elapsed_us <= 0").await, 0);

        let rows = rows(&desk.db).await;
        assert_eq!(rows.len(), 202);
        for row in &rows {
            let row = row.to_lowercase();
            for secret in SECRETS {
                assert!(!row.contains(secret), "{secret}: {row}");
            }
        }

        let admin = desk.telegram.resident(ADMIN);
        let told = admin.asks("/stats").await.text;
        for period in ["За 30 дн.", "За весь час"] {
            assert!(told.contains(&format!("{period}: {}", script.told())), "{told}\n{script:?}");
        }
        assert!(told.contains("Час відповіді: половина до "), "{told}");
        let mut subjects: Vec<_> = script.subjects.iter().collect();
        subjects.sort_by_key(|(title, count)| (std::cmp::Reverse(**count), **title));
        let subjects: Vec<String> =
            subjects.iter().map(|(title, count)| format!("• {title} — {count}")).collect();
        assert_eq!(list(&told, "Про що питали"), subjects);
        let mut gaps: Vec<usize> = script.gaps.values().copied().collect();
        gaps.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
        let counts: Vec<usize> = list(&told, "Чого в даних немає")
            .iter()
            .map(|line| line.rsplit_once(" — ").unwrap().1.parse().unwrap())
            .collect();
        assert_eq!(counts, gaps[..gaps.len().min(10)], "{told}");

        let (before, kept) = (script.told(), count(&desk.db, "text IS NOT NULL").await);
        assert_eq!(kept, 202);
        desk.minutes_pass(60 * 24 * 28);
        let desk = desk.restarted().await; // what is over is forgotten at the start
        admin.asks("/privacy").await;
        assert_eq!(count(&desk.db, "text IS NULL").await, 0, "not before its time");
        desk.minutes_pass(60 * 24 * 3);
        let desk = desk.restarted().await;
        let mut left = usize::MAX;
        for _ in 0..200 {
            let words =
                "text IS NOT NULL OR reading IS NOT NULL OR plan IS NOT NULL OR gap IS NOT NULL";
            left = count(&desk.db, words).await;
            if left == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(left, 0, "the words are gone");
        let told = admin.asks("/stats").await.text;
        assert!(told.contains(&format!("За весь час: {before}")), "{told}");
        assert!(told.contains("За 30 дн.: поставлено: 0;"), "{told}");
        assert!(list(&told, "Чого в даних немає").is_empty(), "{told}");
        desk.closes().await;
    }
}

#[tokio::test]
async fn times_are_nearest_ranks_and_another_bots_questions_are_its_own() {
    for db in engines("stats_times").await {
        let now = common::bot::day();
        let mut tx = db.write().await.unwrap();
        for elapsed_us in (1..=150).rev() {
            let new =
                New { outcome: "none", gap: Some("x".to_owned()), elapsed_us, ..New::default() };
            questions::add(&mut tx, 1, &new, now).await.unwrap();
        }
        let other = New { outcome: "answer", elapsed_us: 1_000, ..New::default() };
        questions::add(&mut tx, 2, &other, now).await.unwrap();
        let greeting = New { outcome: "greeting", elapsed_us: 2_000, ..New::default() };
        questions::add(&mut tx, 1, &greeting, now).await.unwrap();
        let since = now - TimeDelta::days(30);
        let counts = questions::count(&mut tx, 1, since).await.unwrap();
        assert_eq!(counts, Counts { asked: 150, refused: 150, ..Counts::default() });
        for (percent, time) in [(50, 75), (99, 149), (100, 150)] {
            let found =
                questions::percentile(&mut tx, 1, since, counts.asked, percent).await.unwrap();
            assert_eq!(found, Some(time), "{percent}");
        }
        let none = questions::percentile(&mut tx, 3, since, 0, 50).await.unwrap();
        assert_eq!(none, None);
        let gaps = questions::gaps(&mut tx, 1, since, 10).await.unwrap();
        assert_eq!(gaps, [Counted { what: String::new(), count: 150 }]);
        assert_eq!(questions::subjects(&mut tx, 1, since, 5).await.unwrap(), []);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn to_all_but_an_admin_in_private_there_is_no_such_command() {
    let desk = Desk::with(Db::in_memory().await.unwrap(), |settings| {
        settings.admins = vec![ADMIN];
    })
    .await;
    let unknown = desk.telegram.resident(RESIDENTS[0]).asks("/nothing").await.text;
    assert_eq!(desk.telegram.resident(RESIDENTS[0]).asks("/stats").await.text, unknown);
    desk.telegram.group(GROUP, Kind::Supergroup, "Двір");
    let in_group = desk.telegram.member(GROUP, ADMIN);
    in_group.says("/stats");
    silence(&in_group).await;
    in_group.says("/stats@dovidka_test_bot");
    silence(&in_group).await;
    let admin = desk.telegram.resident(ADMIN);
    assert!(admin.asks("/stats").await.text.contains("Запитань ще не було."));
    let admin = admin.speaking("en");
    assert!(admin.asks("/stats").await.text.contains("No questions yet."));
    desk.closes().await;
}

#[tokio::test]
async fn a_reading_chosen_again_counts_once_and_the_privacy_page_tells_of_the_log() {
    let desk = desk().await;
    let olha = desk.telegram.resident(RESIDENTS[0]);
    assert!(olha.asks("/privacy").await.text.contains("за 30 дн."));
    let choice = olha.asks("бюджет прийом").await;
    let data = |at: usize| {
        let buttons = choice.buttons.iter().flatten();
        buttons.filter_map(|button| button.data.clone()).nth(at).unwrap()
    };
    for at in [1, 0] {
        olha.presses_data(choice.id, &data(at));
        olha.hears().await;
    }
    assert_eq!(count(&desk.db, "1 = 1").await, 1);
    assert_eq!(count(&desk.db, "chosen = 'reception' AND way = 'text'").await, 1);
    desk.closes().await;
}
