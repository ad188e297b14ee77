//! Whether a database holds the demonstration council's data or a real council's.

use crate::db::{Tx, on};

/// Marks the database as holding `demo` data or real ones, if nothing marked it before; returns
/// whether it holds such.
pub async fn claim(tx: &mut Tx, demo: bool) -> sqlx::Result<bool> {
    let marked: bool = on!(tx, conn => {
        sqlx::query("INSERT INTO origin (id, demo) VALUES (1, $1) ON CONFLICT (id) DO NOTHING")
            .bind(demo)
            .execute(&mut *conn)
            .await?;
        sqlx::query_scalar("SELECT demo FROM origin WHERE id = 1").fetch_one(conn).await?
    });
    Ok(marked == demo)
}

/// Whether the database is marked as holding `demo` data where others are wanted; one without a mark, or without a
/// schema, is not. Nothing is written.
pub async fn is_other(tx: &mut Tx, demo: bool) -> bool {
    let marked: sqlx::Result<Option<bool>> = on!(tx, conn => {
        sqlx::query_scalar("SELECT demo FROM origin WHERE id = 1").fetch_optional(conn).await
    });
    marked.ok().flatten().is_some_and(|marked| marked != demo)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Db;

    #[tokio::test]
    async fn a_database_keeps_the_first_mark() {
        let db = Db::in_memory().await.unwrap();
        let mut tx = db.write().await.unwrap();
        assert!(claim(&mut tx, true).await.unwrap());
        assert!(claim(&mut tx, true).await.unwrap());
        assert!(!claim(&mut tx, false).await.unwrap());
        assert!(claim(&mut tx, true).await.unwrap());
        assert!(is_other(&mut tx, false).await && !is_other(&mut tx, true).await);
    }

    #[tokio::test]
    async fn a_database_without_a_schema_is_nobodys() {
        let db = Db::connect("sqlite::memory:").await.unwrap();
        let mut tx = db.read().await.unwrap();
        assert!(!is_other(&mut tx, true).await && !is_other(&mut tx, false).await);
    }
}
