//! People whose feedback is not taken for a while.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// Why and until when.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Block {
    /// The person.
    pub person: i64,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why, in the words of who decided it.
    pub reason: String,
}

/// Takes no feedback of a person until then.
pub async fn add(
    tx: &mut Tx,
    bot: i64,
    block: &Block,
    by: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO block (bot, person, until, reason, by, at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (bot, person) DO UPDATE
                SET until = excluded.until, reason = excluded.reason, by = excluded.by, at = excluded.at",
        )
        .bind(bot)
        .bind(block.person)
        .bind(block.until)
        .bind(&block.reason)
        .bind(by)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// Whether a person's feedback is not taken at `now`, and why.
pub async fn get(
    tx: &mut Tx,
    bot: i64,
    person: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Block>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT person, until, reason FROM block WHERE bot = $1 AND person = $2 AND until > $3",
        )
        .bind(bot)
        .bind(person)
        .bind(now)
        .fetch_optional(conn)
        .await
    })
}

/// Takes a person's feedback again; false if it was taken.
pub async fn remove(tx: &mut Tx, bot: i64, person: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM block WHERE bot = $1 AND person = $2")
            .bind(bot)
            .bind(person)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}
