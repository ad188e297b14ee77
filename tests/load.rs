//! From the database to a council that can be asked:
//!
//! 1. Only what changed is parsed again, whatever else the harvest brought.
//! 2. With no memory for rows the answers are the same.
//! 3. A file that makes its reader panic costs itself alone.

mod common {
    pub(crate) mod engines;
}

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Europe::Kyiv;
use common::engines::engines;
use dovidka::{
    answer::{Content, Council, Question},
    db::Db,
    harvest::{self, Clock, Settings, Source, SourceKind},
    load::{self, Loader},
    table::Table,
};

static PARSED: AtomicUsize = AtomicUsize::new(0);

fn counting(
    bytes: &[u8],
    format: &str,
    name: &str,
    kind: Option<&str>,
) -> Result<Vec<Table>, &'static str> {
    PARSED.fetch_add(1, Ordering::SeqCst);
    assert!(!bytes.starts_with(b"hostile"), "as a reader would");
    load::read(bytes, format, name, kind)
}

fn day() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 8, 0, 0).unwrap()
}

async fn harvest(db: &Db, source: Source) {
    let clock: Clock = Arc::new(day);
    harvest::run(db, &[source], &Settings::default(), &clock, &|_| ()).await.unwrap();
}

fn ask(council: &Council, text: &str) -> (String, Vec<u32>) {
    let now = day().with_timezone(&Kyiv);
    let answer = council.ask(&Question { text, locale: None, near: None, now, context: None });
    (answer.text(), answer.sources.into_iter().flat_map(|source| source.rows).collect())
}

fn put(folder: &Path, files: &[(&str, &str)]) -> Source {
    let resources: Vec<_> =
        files.iter().map(|(name, _)| serde_json::json!({"id": name, "path": name})).collect();
    let catalog = serde_json::json!([{"id": "d", "title": "Оклади", "resources": resources}]);
    std::fs::write(folder.join("catalog.json"), catalog.to_string()).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    Source {
        id: "local".to_owned(),
        kind: SourceKind::Folder,
        url: folder.display().to_string(),
        organizations: Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_changed_is_parsed_again_and_a_panic_costs_one_file() {
    for db in engines("load_once").await {
        let folder = tempfile::tempdir().unwrap();
        let salaries = "посада;оклад\nводій;12000\n";
        let (other, hostile) = ("послуга;ціна\nвода;20\n", "hostile;1\n2;3\n");
        harvest(
            &db,
            put(folder.path(), &[("a.csv", salaries), ("b.csv", other), ("c.csv", hostile)]),
        )
        .await;
        let loader = Loader::new(counting, 1 << 20);
        PARSED.store(0, Ordering::SeqCst);
        let (council, version) = loader.load(&db).await.unwrap();
        assert_eq!((version, PARSED.load(Ordering::SeqCst)), (1, 3));
        let files = &council.entries()[0].files;
        assert!(files[0].tables().is_some() && files[1].tables().is_some());
        assert!(matches!(files[2].content, Content::Unreadable("table-broken")));

        let salaries = "посада;оклад\nводій;13000\n";
        harvest(
            &db,
            put(folder.path(), &[("a.csv", salaries), ("b.csv", other), ("c.csv", hostile)]),
        )
        .await;
        let (council, version) = loader.load(&db).await.unwrap();
        assert_eq!((version, PARSED.load(Ordering::SeqCst)), (2, 4));
        let tables = council.entries()[0].files[0].tables().unwrap();
        assert_eq!(&*tables[0].rows[0].cells[1].text, "13000");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_no_memory_for_rows_the_answers_are_the_same() {
    let db = Db::in_memory().await.unwrap();
    harvest(&db, harvest::demo()).await;
    let (roomy, _) = Loader::new(load::read, 512 << 20).load(&db).await.unwrap();
    let (bare, _) = Loader::new(load::read, 0).load(&db).await.unwrap();
    for question in ["графік прийому мера", "бюджет на 2025", "скільки укриттів", "телефон аптеки"]
    {
        let (text, rows) = ask(&roomy, question);
        assert!(!text.is_empty());
        assert_eq!(ask(&bare, question), (text, rows), "{question}");
    }
}
