//! Earlier matters that were answered, with which a new one is compared once.

use super::matters::{Matter, columns};
use crate::{
    db::{Tx, on},
    feedback::Kind,
};

/// The newest `count` matters that ended and of which an officer wrote to residents, but for `beside`.
pub async fn answered(
    tx: &mut Tx,
    bot: i64,
    kind: Kind,
    beside: i64,
    count: i64,
) -> sqlx::Result<Vec<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE f.bot = $1 AND f.state = 'closed' AND f.kind = $2 AND f.id <> $3
               AND EXISTS (SELECT 1 FROM letter WHERE letter.feedback = f.id AND letter.side = 'officer' AND letter.chat <> 0)
             ORDER BY f.closed_at DESC, f.id DESC LIMIT $4"
        ))
        .bind(bot)
        .bind(kind.name())
        .bind(beside)
        .bind(count)
        .fetch_all(conn)
        .await
    })
}

/// The oldest `count` new matters of the officers' group that were compared with no earlier ones yet.
pub async fn uncompared(tx: &mut Tx, bot: i64, count: i64) -> sqlx::Result<Vec<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE f.bot = $1 AND f.state = 'new' AND f.header IS NOT NULL AND f.compared = $2
             ORDER BY f.id LIMIT $3"
        ))
        .bind(bot)
        .bind(false)
        .bind(count)
        .fetch_all(conn)
        .await
    })
}

/// The matter `id` was compared; false if it was before.
pub async fn compared(tx: &mut Tx, id: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done =
            sqlx::query("UPDATE feedback SET compared = $1 WHERE id = $2 AND compared = $3")
                .bind(true)
                .bind(id)
                .bind(false)
                .execute(conn)
                .await?;
        Ok(done.rows_affected() == 1)
    })
}
