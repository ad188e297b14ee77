//! What an answer gives beside its words, out of a council's data:
//!
//! 1. CSV holds every row that the answer stands in, for spreadsheets of any language, and nothing of private persons.
//! 2. A text that a spreadsheet would run is text there.
//! 3. A chart is offered exactly where one is drawn: where numbers run over periods or categories.
//! 4. A chart is a PNG of its own fonts, whatever the numbers and names are.
//! 5. The examples of a greeting are answered, each out of another dataset, in both languages.

use std::{fmt::Write as _, sync::Arc};

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use dovidka::{
    answer::{Answer, Council, Outcome, Question},
    app::{self, App},
    config::Environment,
    i18n::Locale,
};
use tokio::sync::OnceCell;

#[path = "common/council.rs"]
mod small;
use small::council;

fn now() -> DateTime<Tz> {
    Utc.with_ymd_and_hms(2026, 11, 20, 9, 0, 0).unwrap().with_timezone(&Tz::Europe__Kyiv)
}

fn ask(council: &Council, text: &str) -> Answer {
    council.ask(&Question { text, locale: None, near: None, now: now(), context: None })
}

fn csv(council: &Council, text: &str, locale: Locale) -> String {
    let answer = ask(council, text);
    let csv = council.csv(answer.plan.as_ref().unwrap(), locale, now()).unwrap();
    csv.strip_prefix('\u{feff}').expect("spreadsheets look for the mark").to_owned()
}

/// The picture's sides in pixels, after it was said to be offered.
fn chart(council: &Council, text: &str) -> Option<(u32, u32)> {
    let answer = ask(council, text);
    let chart = council.chart(answer.plan.as_ref().unwrap(), answer.locale, now());
    assert_eq!(answer.has_chart, chart.is_some(), "{text}: {}", answer.text());
    let chart = chart?;
    assert!(chart.starts_with(b"\x89PNG\r\n\x1a\n"));
    let side = |at: usize| u32::from_be_bytes(chart[at..at + 4].try_into().unwrap());
    Some((side(16), side(20)))
}

/// The demonstration council, read once for all tests.
async fn demo() -> Arc<Council> {
    static DEMO: OnceCell<Arc<Council>> = OnceCell::const_new();
    let read = || async {
        let environment = Environment::from(|_| None).unwrap();
        let clock: app::Clock = Arc::new(|| now().with_timezone(&Utc));
        let app = App::open(None, &environment, clock).await.unwrap();
        app.harvest(&|_| ()).await.unwrap();
        app.load().await.unwrap();
        app.council.borrow().clone()
    };
    DEMO.get_or_init(read).await.clone()
}

#[test]
fn csv_holds_every_row_with_its_number_and_nothing_of_private_persons() {
    let mut rows = String::from("Назва гуртка,Вартість (грн),Дата початку,РНОКПП керівника\n");
    for at in 1..=30 {
        let month = at % 9 + 1;
        writeln!(rows, "Гурток {at},\"1 2{at:02},50\",05.{month:02}.2026,31234567{at:02}").unwrap();
    }
    let council = council("Перелік гуртків", &rows);
    let uk = csv(&council, "перелік гуртків", Locale::Uk);
    let lines: Vec<&str> = uk.split("\r\n").collect();
    assert_eq!(lines.len(), 30 + 2, "a header, the rows and the last line's end: {uk}");
    assert!(lines[0].starts_with("Рядок файлу,Назва гуртка,"), "{}", lines[0]);
    assert_eq!(lines[1], "2,Гурток 1,1201.5,2026-02-05");
    assert!(!uk.contains("31234567") && !uk.contains("РНОКПП"), "{uk}");
    let en = csv(&council, "перелік гуртків", Locale::En);
    assert!(en.starts_with("Row of the file,"), "{en}");
}

#[test]
fn csv_holds_no_formula() {
    let council = council(
        "Перелік бібліотек",
        "Назва,Примітка\nБібліотека № 1,\"=HYPERLINK(\"\"http://x\"\";\"\"ціна\"\")\"\nБібліотека № 2,@SUM(A1)\n\
         Бібліотека № 3,+1+1\n",
    );
    let csv = csv(&council, "перелік бібліотек", Locale::Uk);
    for text in ["'=HYPERLINK", ",'@SUM", ",'+1+1"] {
        assert!(csv.contains(text), "{csv}");
    }
}

#[test]
fn numbers_over_periods_and_categories_are_drawn_and_words_are_not() {
    let pupils = council(
        "Мережа закладів за роками",
        "Заклад,Рік,Учнів\nЛіцей,2023,800\nЛіцей,2024,840\nЛіцей,2025,815\nГімназія,2023,400\nГімназія,2024,390\nГімназія,2025,-5\n",
    );
    assert_eq!(chart(&pupils, "скільки учнів у ліцеї").map(|sides| sides.0), Some(1280));
    let words = council("Перелік аптек", "Назва,Адреса\nАптека 1,вул. Нова\nАптека 2,вул. Стара\n");
    assert_eq!(chart(&words, "перелік аптек"), None);
    let one = council("Перелік садочків", "Назва,Місць\nСадок «Мрія»,120\n");
    assert_eq!(chart(&one, "скільки місць у садочку"), None);
}

#[test]
fn many_categories_end_in_one_of_the_rest_and_long_names_are_drawn_whole() {
    let table = |count: usize| {
        let mut rows = String::from("Назва програми,Сума (грн)\n");
        for at in 1..=count {
            let sum = at * 1_000_003;
            writeln!(rows, "Програма {at} надання загальної середньої освіти закладами за рахунок освітньої субвенції, {at},{sum}").unwrap();
        }
        council("Видатки за програмами", &rows.replace(", ", " "))
    };
    let height = |count| chart(&table(count), "видатки за програмами").unwrap().1;
    assert!(height(5) < height(12));
    assert_eq!(height(40), height(60), "twelve bars and the rest");
}

#[tokio::test]
async fn a_chart_is_offered_exactly_where_one_is_drawn() {
    let council = demo().await;
    let mut drawn = 0;
    for text in [
        "графік прийому мера",
        "видатки на освіту 2025",
        "доходи бюджету 2025",
        "скільки учнів у ліцеї №1",
        "сума договорів за 2026",
        "порівняй видатки на освіту 2024 і 2025",
        "найбільші договори 2026",
        "тариф на воду",
        "перелік укриттів",
        "адреси аптек",
        "вакансії",
        "кількість депутатів",
        "скільки місць у дитячих садках",
        "which school has the most pupils",
    ] {
        let answer = ask(&council, text);
        if answer.plan.is_some() {
            drawn += usize::from(chart(&council, text).is_some());
        }
    }
    assert!(drawn >= 5, "{drawn} of these are drawn");
}

#[tokio::test]
async fn every_answer_out_of_rows_can_be_had_as_csv() {
    let council = demo().await;
    for text in ["графік прийому мера", "перелік укриттів", "скільки депутатів", "тариф на воду"]
    {
        let answer = ask(&council, text);
        assert_eq!(answer.outcome, Outcome::Answer, "{text}");
        let lines = csv(&council, text, Locale::Uk).lines().count();
        assert!(lines > answer.sources[0].rows.len().min(1), "{text}: {lines}");
    }
}

#[tokio::test]
async fn the_examples_of_a_greeting_are_answered_each_out_of_another_dataset() {
    let council = demo().await;
    for locale in [Locale::Uk, Locale::En] {
        let examples = council.examples(locale, now());
        assert_eq!(examples.len(), 4, "{examples:?}");
        let mut datasets = Vec::new();
        for text in examples {
            let question =
                Question { text, locale: Some(locale), near: None, now: now(), context: None };
            let answer = council.ask(&question);
            assert_eq!(answer.outcome, Outcome::Answer, "{text}");
            datasets.push(answer.sources[0].dataset.clone());
        }
        datasets.sort_unstable();
        datasets.dedup();
        assert_eq!(datasets.len(), 4, "{examples:?}");
    }
}
