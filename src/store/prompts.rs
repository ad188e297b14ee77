//! Questions to an officer that a reply answers: what to write, why to extend.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// A question to an officer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Prompt {
    /// The matter.
    pub feedback: i64,
    /// What the reply is for: `answer`, `clarify`, `extend`, `refuse`, `publish`.
    pub purpose: String,
}

/// The call `outbox` asks for it.
pub async fn add(
    tx: &mut Tx,
    outbox: i64,
    prompt: &Prompt,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("INSERT INTO prompt (outbox, feedback, purpose, at) VALUES ($1, $2, $3, $4)")
            .bind(outbox)
            .bind(prompt.feedback)
            .bind(&prompt.purpose)
            .bind(now)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// What the message `message` of `chat` asked for.
pub async fn of_message(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    message: i64,
) -> sqlx::Result<Option<Prompt>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT prompt.feedback, prompt.purpose FROM outbox JOIN prompt ON prompt.outbox = outbox.id
             WHERE outbox.bot = $1 AND outbox.chat = $2 AND outbox.message_id = $3",
        )
        .bind(bot)
        .bind(chat.to_string())
        .bind(message)
        .fetch_optional(conn)
        .await
    })
}
