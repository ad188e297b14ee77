//! The database: SQLite for one machine, PostgreSQL for scale, one dialect of SQL for both.
//!
//! Store functions borrow a [`Tx`] and write each statement once, inside `on!`; the macro
//! compiles it against each engine's own types, so `chrono`, JSON and booleans need no shims.

use std::{str::FromStr, time::Duration};

use sqlx::{
    Connection, PgPool, Postgres, SqlSafeStr, Sqlite, SqlitePool, Transaction,
    migrate::{Migration, MigrationType, Migrator},
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// Every migration, oldest first; each name is a file in both `migrations/sqlite` and
/// `migrations/postgres`. Applied ones are never edited: sqlx refuses a changed checksum.
macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        /// (name, SQL for SQLite, SQL for PostgreSQL)
        const MIGRATIONS: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        )),*];
    };
}

migrations![
    "0001_catalog",
    "0002_telegram",
    "0003_bot",
    "0004_origin",
    "0005_job",
    "0006_question",
    "0007_feedback",
    "0008_harvest_watcher",
    "0009_matter",
    "0010_news"
];

/// Readers of one SQLite file; its one writer has a pool of its own.
const READERS: u32 = 4;

/// Connections to one of the two engines.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file (or memory): many readers, one writer.
    Sqlite {
        /// Readers; in memory the same single connection as `writer`.
        readers: SqlitePool,
        /// The one connection that writes.
        writer: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// A unit of work: dropped, it rolls back.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens the database at `url` (`sqlite:` or `postgres:`) and brings its schema up to date.
    ///
    /// # Errors
    ///
    /// [`sqlx::Error::Configuration`] for any other scheme.
    pub async fn open(url: &str) -> sqlx::Result<Self> {
        let db = Self::connect(url).await?;
        db.migrate().await?;
        Ok(db)
    }

    /// Opens the database at `url` as it is.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub async fn connect(url: &str) -> sqlx::Result<Self> {
        Ok(match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => sqlite(url).await?,
            Some("postgres" | "postgresql") => {
                // The default of 30 s would hold an operator with a wrong address for as long.
                let options = PgPoolOptions::new().acquire_timeout(Duration::from_secs(10));
                Self::Postgres(options.max_connections(8).connect(url).await?)
            }
            _ => return Err(sqlx::Error::Configuration("expected sqlite: or postgres:".into())),
        })
    }

    /// A database in memory, gone when dropped.
    pub async fn in_memory() -> sqlx::Result<Self> {
        Self::open("sqlite::memory:").await
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    ///
    /// If a migration fails, or one that was applied is not known.
    pub async fn migrate(&self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite { writer, .. } => migrator(|&(_, sqlite, _)| sqlite).run(writer).await?,
            Self::Postgres(pool) => migrator(|&(_, _, postgres)| postgres).run(pool).await?,
        }
        Ok(())
    }

    /// Begins a unit of work that only reads.
    ///
    /// Never begin a unit inside a unit: a database in memory has one connection.
    pub async fn read(&self) -> sqlx::Result<Tx> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(begin_sqlite(readers, "BEGIN").await?),
            Self::Postgres(pool) => Tx::Postgres(begin(pool, "BEGIN READ ONLY").await?),
        })
    }

    /// Begins a unit of work that writes.
    ///
    /// SQLite takes its write lock here: a reader that turns writer cannot wait its turn and
    /// fails with `SQLITE_BUSY`.
    pub async fn write(&self) -> sqlx::Result<Tx> {
        Ok(match self {
            Self::Sqlite { writer, .. } => {
                Tx::Sqlite(begin_sqlite(writer, "BEGIN IMMEDIATE").await?)
            }
            Self::Postgres(pool) => Tx::Postgres(begin(pool, "BEGIN").await?),
        })
    }
}

/// Begins a transaction, even if who waits for it gives up: sqlx would put a connection back in the pool whose
/// transaction it does not know to be open, and the next unit of work would find itself within that one.
async fn begin(
    pool: &PgPool,
    statement: &'static str,
) -> sqlx::Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(statement).await });
    begun.await.map_err(|_| sqlx::Error::WorkerCrashed)?
}

/// Begins a transaction, even where sqlx believes that one is open: when a disk is full, SQLite rolls back by itself, and
/// sqlx, whose own rollback fails then, would let nobody begin on that connection any more.
async fn begin_sqlite(
    pool: &SqlitePool,
    statement: &'static str,
) -> sqlx::Result<Transaction<'static, Sqlite>> {
    loop {
        match pool.begin_with(statement).await {
            Err(sqlx::Error::InvalidSavePointStatement) => {}
            begun => return begun,
        }
        let mut connection = pool.acquire().await?;
        // What was left to be done on the connection is done by the answer; what is open then is nobody's.
        connection.ping().await?;
        if connection.is_in_transaction() {
            connection.close().await?;
        }
    }
}

impl Tx {
    /// Makes the unit's writes last.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

fn migrator(sql: fn(&(&'static str, &'static str, &'static str)) -> &'static str) -> Migrator {
    let migrations = (1..).zip(MIGRATIONS).map(|(version, migration)| {
        let sql = sql(migration).into_sql_str();
        Migration::new(version, migration.0.into(), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}

async fn sqlite(url: &str) -> sqlx::Result<Db> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5));
    let pool = |connections| {
        SqlitePoolOptions::new()
            .max_connections(connections)
            .idle_timeout(None)
            .max_lifetime(None)
            // A file does not go away as a server does; and who gives up while the test is under way costs the pool
            // its connection, which for a database in memory is all there is.
            .test_before_acquire(false)
            .connect_with(options.clone())
    };
    let writer = pool(1).await?;
    // Readers of `:memory:` would share one cache with the writer, and fail on what is being written.
    let readers = if url.contains(":memory:") { writer.clone() } else { pool(READERS).await? };
    Ok(Db::Sqlite { readers, writer })
}

/// Runs a statement on whichever engine `$tx` belongs to.
///
/// `$body` is compiled once per engine with `$conn` as that engine's own connection.
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use on;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn after_a_full_disk_units_of_work_begin_again() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::connect(&format!("sqlite:{}", folder.path().join("it.db").display())).await;
        let db = db.unwrap();
        let mut tx = db.write().await.unwrap();
        runs(&mut tx, "CREATE TABLE t (x BLOB)").await.unwrap();
        tx.commit().await.unwrap();
        let insert = "INSERT INTO t VALUES (zeroblob(1000000))";
        let mut tx = db.write().await.unwrap();
        runs(&mut tx, "PRAGMA max_page_count = 1").await.unwrap();
        assert!(runs(&mut tx, insert).await.unwrap_err().to_string().contains("full"));
        drop(tx);
        let mut tx = db.write().await.unwrap();
        runs(&mut tx, insert).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn runs(tx: &mut Tx, statement: &'static str) -> sqlx::Result<()> {
        on!(tx, conn => sqlx::query(statement).execute(conn).await.map(|_| ()))
    }
}
