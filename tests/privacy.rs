//! What is kept of a person, on both databases:
//!
//! 1. Who is forgotten leaves no trace in any table but what is public.
//! 2. One's own data are had as a document.
//! 3. Long after the end words and people are erased.

use chrono::TimeDelta;
use dovidka::{
    db::Db,
    feedback::State,
    playground::telegram::{Message, Telegram},
    store::personal,
};
use serde_json::Value;

#[path = "common/hall.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod hall;
use hall::{
    Hall, OLHA, TARAS,
    engines::engines,
    town::{GROUP, number},
};

/// Every row of every table, as text.
async fn everything(db: &Db) -> Vec<String> {
    let mut rows = Vec::new();
    match db {
        Db::Sqlite { readers, .. } => {
            let tables: Vec<(String,)> = sqlx::query_as(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            )
            .fetch_all(readers)
            .await
            .unwrap();
            for (table,) in tables {
                let columns: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                    "SELECT name FROM pragma_table_info('{table}')"
                )))
                .fetch_all(readers)
                .await
                .unwrap();
                let all =
                    columns.iter().map(|(name,)| format!("COALESCE(CAST(\"{name}\" AS TEXT), '')"));
                let all = all.collect::<Vec<_>>().join(" || ' ' || ");
                let found: Vec<(Vec<u8>,)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                    "SELECT CAST({all} AS BLOB) FROM \"{table}\""
                )))
                .fetch_all(readers)
                .await
                .unwrap();
                let text = |row: Vec<u8>| String::from_utf8_lossy(&row).into_owned();
                rows.extend(found.into_iter().map(|(row,)| format!("{table}: {}", text(row))));
            }
        }
        Db::Postgres(pool) => {
            let tables: Vec<(String,)> = sqlx::query_as(
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()",
            )
            .fetch_all(pool)
            .await
            .unwrap();
            for (table,) in tables {
                let found: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                    "SELECT CAST(t.* AS TEXT) FROM \"{table}\" AS t"
                )))
                .fetch_all(pool)
                .await
                .unwrap();
                rows.extend(found.into_iter().map(|(row,)| format!("{table}: {row}")));
            }
        }
    }
    rows
}

#[tokio::test]
async fn who_is_forgotten_leaves_no_trace_but_what_is_public() {
    for db in engines("req_forget").await {
        let town = Hall::staffed(db).await;
        let (olha, taras) = (town.resident(OLHA), town.resident(TARAS));
        olha.asks("/lang").await;
        olha.presses("Українська");
        olha.hears().await;
        olha.hears_within(std::time::Duration::from_millis(300)).await;
        olha.asks("розклад цепелінів").await;
        olha.presses("Запросити дані");
        olha.hears().await;
        olha.asks("Подробиця-зникома").await;
        olha.presses("Показати моє ім’я");
        olha.hears().await;
        olha.presses("Надіслати");
        let shared = number(&olha.hears().await);
        olha.asks("/ask_council").await;
        olha.asks("Таємниця-зникома").await;
        olha.asks("Ольга Зникома\nznykoma@example.ua").await;
        olha.presses("Надіслати");
        let formal = number(&olha.hears().await);
        let held = town.suggests(&taras, "Перелік дирижаблів").await;
        olha.asks("/requests").await;
        olha.presses(&format!("№ {held}"));
        olha.hears().await;
        olha.presses("Приєднатися");
        olha.hears().await;
        olha.presses("Дописати");
        olha.hears().await;
        olha.asks("Лист-зникомий").await;
        town.group("Лист-зникомий").await;
        olha.asks("/suggest").await;
        olha.asks("Чернетка-зникома").await;
        let kept = everything(&town.db).await;
        let id = OLHA.to_string();
        assert!(kept.iter().any(|row| row.contains(&id) && row.contains("зником")));
        // Asked once more, and the first time kept.
        let sure = olha.asks("/forget_me").await;
        olha.hears().await; // the draft was left
        assert!(sure.text.starts_with("Стерти все"), "{}", sure.text);
        olha.presses("Ні");
        assert_eq!(olha.hears().await.text, "Гаразд, нічого не стерто.");
        olha.asks("/forget_me").await;
        olha.presses("Так, стерти все");
        let gone = olha.hears().await;
        assert!(gone.text.starts_with("Стерто."), "{}", gone.text);
        // The officers no longer see them either.
        let clean = |telegram: &Telegram| {
            let messages = telegram.messages(GROUP, 0);
            let trace = |message: &Message| {
                message.text.contains("зником") || message.text.contains("Зником")
            };
            (!messages.iter().any(trace)).then_some(())
        };
        town.telegram.waits_for("the officers' group to be clean", clean).await;
        // Nor is anything left, down to whom the last word was said.
        let traces = [&*id, "зником", "Зником", "znykoma"];
        let mut left = Vec::new();
        for _ in 0..100 {
            left = everything(&town.db).await;
            left.retain(|row| traces.iter().any(|trace| row.contains(trace)));
            if left.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(left, [""; 0]);
        // What is public stays, and a request of which nobody would hear is over.
        let matter = town.get(shared).await;
        assert_eq!((&*matter.title, matter.voices), ("розклад цепелінів", 1));
        assert_eq!(town.get(held).await.voices, 2);
        assert_eq!(town.get(formal).await.state, State::Withdrawn);
        assert!(taras.asks("/requests").await.text.contains("розклад цепелінів"));
        // A clean sheet.
        assert!(olha.asks("/my").await.text.starts_with("Звернень ще немає"));
        town.closes().await;
    }
}

#[tokio::test]
async fn ones_own_data_are_had_as_a_document() {
    for db in engines("req_export").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        let id = town.suggests(&olha, "Розклад дирижаблів").await;
        town.suggests(&town.resident(TARAS), "Чужа пропозиція").await;
        let privacy = olha.asks("/privacy").await;
        assert!(privacy.text.contains("/forget_me") && privacy.text.contains("1095 дн."));
        olha.presses("Мої дані файлом");
        let file = olha.hears().await;
        let document = &file.raw["document"]["file_id"];
        let bytes = town.telegram.file(document.as_str().unwrap()).unwrap();
        let data: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(data["telegram"], OLHA);
        assert_eq!(data["matters"][0]["number"], id);
        assert_eq!(data["matters"][0]["title"], "Розклад дирижаблів");
        assert_eq!(data["matters"].as_array().unwrap().len(), 1);
        assert!(!String::from_utf8_lossy(&bytes).contains("Чужа"));
        let same = olha.asks("/export_me").await;
        assert!(!same.raw["document"].is_null());
        town.closes().await;
    }
}

#[tokio::test]
async fn long_after_the_end_words_and_people_are_erased() {
    for db in engines("req_retire").await {
        let town = Hall::staffed(db).await;
        let olha = town.resident(OLHA);
        let over = town.suggests(&olha, "Розклад дирижаблів\nподробиці").await;
        let open = town.suggests(&olha, "Перелік цепелінів\nподробиці").await;
        town.ends(over).await;
        let mut tx = town.db.write().await.unwrap();
        let retired = personal::retire(&mut tx, town.now() - TimeDelta::days(1)).await.unwrap();
        assert_eq!(retired, 0, "it ended today");
        let retired = personal::retire(&mut tx, town.now() + TimeDelta::days(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(retired, 1);
        let matter = town.get(over).await;
        assert_eq!((&*matter.title, &*matter.details), ("Розклад дирижаблів", ""));
        assert_eq!(town.voices(over).await, [0]);
        assert_eq!(town.voices(open).await, [OLHA]);
        assert!(town.get(open).await.details.contains("подробиці"));
        town.closes().await;
    }
}
