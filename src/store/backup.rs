//! A consistent copy of an SQLite database, taken while others write to it.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

/// Copies the SQLite database at `url` to `file`, which must not exist yet; the copy is one file
/// and shows the database as it was at one moment.
///
/// The schema is left as it is, so that a newer program can copy before it upgrades.
///
/// # Errors
///
/// Those of SQLite, if there is no database at `url` or `file` cannot be written.
pub async fn sqlite(url: &str, file: &Path) -> sqlx::Result<()> {
    let mut conn = SqliteConnectOptions::from_str(url)?
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(5))
        .connect()
        .await?;
    sqlx::query("VACUUM INTO $1").bind(file.to_string_lossy()).execute(&mut conn).await?;
    conn.close().await
}
