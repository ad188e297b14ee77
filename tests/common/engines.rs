//! Both engines, each with a database of its own for one test.

use dovidka::db::Db;
use sqlx::Executor;

/// The address of a new, empty schema on the PostgreSQL of `TEST_POSTGRES`.
pub(crate) async fn postgres_url(test: &str) -> String {
    let url = std::env::var("TEST_POSTGRES")
        .expect("TEST_POSTGRES names a PostgreSQL server for tests (postgres://…)");
    let admin = sqlx::PgPool::connect(&url).await.unwrap();
    let schema = format!("t_{test}");
    admin
        .execute(sqlx::AssertSqlSafe(format!(
            "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"
        )))
        .await
        .unwrap();
    admin.close().await;
    format!("{url}?options=-c%20search_path%3D{schema}")
}

/// SQLite in memory and PostgreSQL, both empty and migrated.
pub(crate) async fn engines(test: &str) -> Vec<Db> {
    vec![
        Db::open("sqlite::memory:").await.unwrap(),
        Db::open(&postgres_url(test).await).await.unwrap(),
    ]
}
