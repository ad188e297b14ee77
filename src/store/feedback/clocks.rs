//! What time and the outbox bring to matters: topics that are gone, headers that were not said.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// A matter whose place in the officers' group is lost.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Lost {
    /// The matter.
    pub feedback: i64,
    /// What Telegram said.
    pub error: String,
}

/// Open matters whose header was refused before `tried`, or into whose topic something was refused because the topic
/// is gone.
pub async fn lost(tx: &mut Tx, bot: i64, tried: DateTime<Utc>) -> sqlx::Result<Vec<Lost>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT f.id AS feedback, MAX(COALESCE(topic.error, row.error, '')) AS error
             FROM feedback AS f JOIN outbox AS header ON header.id = f.header
                  LEFT JOIN outbox AS topic ON topic.id = f.topic AND topic.state = 'failed'
                  JOIN outbox AS row ON row.id = header.id OR row.after_id = f.topic
             WHERE f.bot = $1 AND f.state NOT IN ('closed', 'withdrawn') AND row.state = 'failed'
               AND ((row.id = header.id AND row.done_at < $2)
                    OR row.error LIKE '%thread not found%' OR row.error LIKE '%TOPIC_DELETED%'
                    OR row.error LIKE '%TOPIC_ID_INVALID%')
             GROUP BY f.id ORDER BY f.id",
        )
        .bind(bot)
        .bind(tried)
        .fetch_all(conn)
        .await
    })
}

/// How many matters' headers are yet to be said.
pub async fn unsaid(tx: &mut Tx, bot: i64) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM feedback AS f JOIN outbox AS header ON header.id = f.header
             WHERE f.bot = $1 AND header.state IN ('queued', 'sending')",
        )
        .bind(bot)
        .fetch_one(conn)
        .await
    })
}

/// The matter has no place in the group any more, and is to be posted again.
pub async fn unpost(tx: &mut Tx, feedback: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE feedback SET topic = NULL, header = NULL, compared = $2, version = version + 1
             WHERE id = $1",
        )
        .bind(feedback)
        .bind(false)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// Every matter waits to be posted anew: the group is another one.
pub async fn unpost_all(tx: &mut Tx, bot: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE feedback SET topic = NULL, header = NULL, topic_name = '', compared = $2,
                    version = version + 1
             WHERE bot = $1 AND header IS NOT NULL",
        )
        .bind(bot)
        .bind(false)
        .execute(conn)
        .await?;
        Ok(())
    })
}
