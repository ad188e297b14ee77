//! What officers and admins did.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Action {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub person: i64,
    /// What, as a word of ours.
    pub action: String,
    /// To which matter.
    pub feedback: Option<i64>,
    /// With what.
    pub detail: String,
}

/// Notes an action.
pub async fn add(tx: &mut Tx, bot: i64, action: &Action) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO audit (bot, at, person, action, feedback, detail)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(bot)
        .bind(action.at)
        .bind(action.person)
        .bind(&action.action)
        .bind(action.feedback)
        .bind(&action.detail)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// What was done to the matter `feedback`, in order.
pub async fn of(tx: &mut Tx, feedback: i64) -> sqlx::Result<Vec<Action>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT at, person, action, feedback, detail FROM audit WHERE feedback = $1 ORDER BY id",
        )
        .bind(feedback)
        .fetch_all(conn)
        .await
    })
}
