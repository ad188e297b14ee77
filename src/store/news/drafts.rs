//! What drafts are made from: how far the changes were looked through, and what was drafted or announced before.

use std::collections::HashSet;

use crate::{
    db::{Tx, on},
    news::State,
};

fn counter(bot: i64) -> String {
    format!("drafted {bot}")
}

/// The number of the last change that was looked at for the drafts of `bot`; `None` before the first time.
pub async fn cursor(tx: &mut Tx, bot: i64) -> sqlx::Result<Option<i64>> {
    on!(tx, conn => {
        sqlx::query_scalar("SELECT value FROM counter WHERE name = $1")
            .bind(counter(bot))
            .fetch_optional(conn)
            .await
    })
}

/// Moves the cursor from where it was read; false if another process did meanwhile.
///
/// It also locks the row until the unit of work ends, so that drafts are written beside it once.
pub async fn advance(tx: &mut Tx, bot: i64, from: Option<i64>, to: i64) -> sqlx::Result<bool> {
    let done = match from {
        None => on!(tx, conn => {
            sqlx::query("INSERT INTO counter (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
                .bind(counter(bot))
                .bind(to)
                .execute(conn)
                .await?
                .rows_affected()
        }),
        Some(from) => on!(tx, conn => {
            sqlx::query("UPDATE counter SET value = $1 WHERE name = $2 AND value = $3")
                .bind(to)
                .bind(counter(bot))
                .bind(from)
                .execute(conn)
                .await?
                .rows_affected()
        }),
    };
    Ok(done == 1)
}

/// Whether something was drafted from `cause`, whatever became of it.
pub async fn is_drafted(tx: &mut Tx, bot: i64, cause: &str) -> sqlx::Result<bool> {
    on!(tx, conn => {
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM news WHERE bot = $1 AND cause = $2)")
            .bind(bot)
            .bind(cause)
            .fetch_one(conn)
            .await
    })
}

/// The drafts that nobody touched whose cause is like `pattern`, each with it.
pub async fn untouched(tx: &mut Tx, bot: i64, pattern: &str) -> sqlx::Result<Vec<(i64, String)>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, cause FROM news WHERE bot = $1 AND state = 'draft' AND version = 0 AND cause LIKE $2 ORDER BY id",
        )
        .bind(bot)
        .bind(pattern)
        .fetch_all(conn)
        .await
    })
}

/// Discards the draft `id` if nobody touched it: what it says does not hold any more.
pub async fn discard(tx: &mut Tx, id: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE news SET state = $1, version = 1 WHERE id = $2 AND state = 'draft' AND version = 0")
            .bind(State::Discarded.name())
            .bind(id)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Keys of the datasets that residents were ever told of, and were not untold.
pub async fn announced(tx: &mut Tx, bot: i64) -> sqlx::Result<HashSet<String>> {
    let all: Vec<String> = on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT datasets FROM news
             WHERE bot = $1 AND started_at IS NOT NULL AND state <> 'recalled' AND audience NOT LIKE '%\"officers\"%'",
        )
        .bind(bot)
        .fetch_all(conn)
        .await?
    });
    let keys = |text: &String| serde_json::from_str::<Vec<String>>(text).unwrap_or_default();
    Ok(all.iter().flat_map(keys).collect())
}
