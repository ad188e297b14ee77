//! Questions to an admin that a reply answers: the words of an item, what goes along, its time.

use crate::db::{Tx, on};

/// A question to an admin.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Prompt {
    /// The item.
    pub news: i64,
    /// What the reply is for: `uk`, `en`, `media`, `datasets`, `when`.
    pub purpose: String,
}

/// The call `outbox` asks for it.
pub async fn add(tx: &mut Tx, outbox: i64, prompt: &Prompt) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("INSERT INTO news_prompt (outbox, news, purpose) VALUES ($1, $2, $3)")
            .bind(outbox)
            .bind(prompt.news)
            .bind(&prompt.purpose)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// What the message `message` of `chat` asked for. Who is quick replies to what is only just on its way: then it is that.
pub async fn of_message(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    message: i64,
) -> sqlx::Result<Option<Prompt>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT p.news, p.purpose FROM outbox JOIN news_prompt AS p ON p.outbox = outbox.id
             WHERE outbox.bot = $1 AND outbox.chat = $2
               AND (outbox.message_id = $3 OR (outbox.message_id IS NULL AND outbox.state = 'sending'))
             ORDER BY outbox.message_id IS NULL, outbox.id DESC LIMIT 1",
        )
        .bind(bot)
        .bind(chat.to_string())
        .bind(message)
        .fetch_optional(conn)
        .await
    })
}
