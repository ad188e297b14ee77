//! The chats of a playground that is kept, in a table that only its own file has.

use crate::db::{Tx, on};

/// Everything that is kept: (name, content).
pub(crate) async fn all(tx: &mut Tx) -> sqlx::Result<Vec<(String, Vec<u8>)>> {
    // No migration: the database of a real bot never has this table, and the playground's is always SQLite.
    on!(tx, conn => {
        sqlx::query("CREATE TABLE IF NOT EXISTS playground (name TEXT PRIMARY KEY, content BLOB NOT NULL)")
            .execute(&mut *conn)
            .await?;
        sqlx::query_as("SELECT name, content FROM playground").fetch_all(conn).await
    })
}

/// Puts `content` in place of what `name` had.
pub(crate) async fn put(tx: &mut Tx, name: &str, content: &[u8]) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO playground (name, content) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET content = excluded.content",
        )
        .bind(name)
        .bind(content)
        .execute(conn)
        .await?;
    });
    Ok(())
}

/// Adds what never changes.
pub(crate) async fn add(tx: &mut Tx, name: &str, content: &[u8]) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("INSERT INTO playground (name, content) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(content)
            .execute(conn)
            .await?;
    });
    Ok(())
}
