//! The lease of a bot: which process polls and sends for it.
//!
//! No clocks are compared: the holder raises a counter, and who has seen it stand still for long
//! enough on its own monotonic clock takes the bot over by compare-and-set.

use crate::db::{Tx, on};

/// A lease as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Lease {
    /// Grows by one with every holder.
    pub epoch: i64,
    /// Grows while the holder lives.
    pub beat: i64,
    /// Whether somebody holds it; false once it was given back.
    pub held: bool,
}

/// The lease of `bot`; `None` if nobody ever held it.
pub async fn get(tx: &mut Tx, bot: i64) -> sqlx::Result<Option<Lease>> {
    on!(tx, conn => {
        sqlx::query_as("SELECT epoch, beat, held FROM bot_lease WHERE bot = $1")
            .bind(bot)
            .fetch_optional(conn)
            .await
    })
}

/// Takes the lease of `bot` if it still stands as `seen`; returns the new epoch.
pub async fn take(tx: &mut Tx, bot: i64, seen: Option<Lease>) -> sqlx::Result<Option<i64>> {
    on!(tx, conn => {
        match seen {
            None => {
                sqlx::query_scalar(
                    "INSERT INTO bot_lease (bot, epoch, beat, held) VALUES ($1, 1, 0, $2)
                     ON CONFLICT (bot) DO NOTHING RETURNING epoch",
                )
                .bind(bot)
                .bind(true)
                .fetch_optional(conn)
                .await
            }
            Some(seen) => {
                sqlx::query_scalar(
                    "UPDATE bot_lease SET epoch = epoch + 1, beat = 0, held = $1
                     WHERE bot = $2 AND epoch = $3 AND beat = $4 AND held = $5 RETURNING epoch",
                )
                .bind(true)
                .bind(bot)
                .bind(seen.epoch)
                .bind(seen.beat)
                .bind(seen.held)
                .fetch_optional(conn)
                .await
            }
        }
    })
}

/// Shows that the holder of `epoch` lives; false if the lease is another's.
///
/// It also locks the row until the unit of work ends, so that what is written beside it is written
/// by the holder or not at all.
pub async fn renew(tx: &mut Tx, bot: i64, epoch: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE bot_lease SET beat = beat + 1 WHERE bot = $1 AND epoch = $2 AND held = $3",
        )
        .bind(bot)
        .bind(epoch)
        .bind(true)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Gives the lease back, so that the next process need not wait.
pub async fn give_back(tx: &mut Tx, bot: i64, epoch: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE bot_lease SET held = $1 WHERE bot = $2 AND epoch = $3")
            .bind(false)
            .bind(bot)
            .bind(epoch)
            .execute(conn)
            .await?;
        Ok(())
    })
}
