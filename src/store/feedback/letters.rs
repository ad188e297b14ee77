//! What was written about a matter, where it went, and what became of each copy.

use chrono::{DateTime, Utc};

use crate::{
    db::{Tx, on},
    store::outbox::State,
};

/// Who wrote a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "lowercase")]
pub enum Side {
    /// A resident, to the officers.
    Resident,
    /// An officer, to the residents.
    Officer,
    /// An officer, to the other officers.
    Note,
}

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Letter {
    /// Its number.
    pub id: i64,
    /// The matter.
    pub feedback: i64,
    /// Who wrote it.
    pub side: Side,
    /// Their number; 0 once forgotten.
    pub person: i64,
    /// Where it was written.
    pub chat: i64,
    /// Its number there; below 0, the outbox row that said it there, with the sign changed.
    pub message: i64,
    /// Text or caption.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A letter as it is written.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// The matter.
    pub feedback: i64,
    /// Who writes.
    pub side: Side,
    /// Their number.
    pub person: i64,
    /// Where.
    pub chat: i64,
    /// Its number there.
    pub message: i64,
    /// Text or caption.
    pub text: &'a str,
}

/// What became of a copy.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Fate {
    /// The letter.
    pub letter: i64,
    /// The matter.
    pub feedback: i64,
    /// Who wrote it.
    pub side: Side,
    /// Where it was written.
    pub chat: i64,
    /// Its number there.
    pub message: i64,
    /// The call that brought it.
    pub outbox: i64,
    /// How that ended.
    pub state: State,
}

/// Keeps a letter; returns its number, or `None` if it is kept already.
pub async fn add(tx: &mut Tx, new: &New<'_>, now: DateTime<Utc>) -> sqlx::Result<Option<i64>> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO letter (feedback, side, person, chat, message, text, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (chat, message) DO NOTHING RETURNING id",
        )
        .bind(new.feedback)
        .bind(new.side)
        .bind(new.person)
        .bind(new.chat)
        .bind(new.message)
        .bind(new.text)
        .bind(now)
        .fetch_optional(conn)
        .await
    })
}

/// The letter was edited.
pub async fn edit(tx: &mut Tx, letter: i64, text: &str) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE letter SET text = $1 WHERE id = $2")
            .bind(text)
            .bind(letter)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The last letter of an officer about the matter `feedback` that was not erased, and whether it went as a copy of an
/// attachment.
pub async fn last_answer(tx: &mut Tx, feedback: i64) -> sqlx::Result<Option<(Letter, bool)>> {
    let letter: Option<Letter> = on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, feedback, side, person, chat, message, text, at FROM letter
             WHERE feedback = $1 AND side = 'officer' AND chat <> 0 ORDER BY at DESC, id DESC LIMIT 1",
        )
        .bind(feedback)
        .fetch_optional(conn)
        .await?
    });
    let Some(letter) = letter else { return Ok(None) };
    let copied: i64 = on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM letter_copy JOIN outbox ON outbox.id = letter_copy.outbox
             WHERE letter_copy.letter = $1 AND outbox.method = 'copyMessage'",
        )
        .bind(letter.id)
        .fetch_one(conn)
        .await?
    });
    Ok(Some((letter, copied > 0)))
}

/// The call `outbox` brings a copy of the letter.
pub async fn copied(tx: &mut Tx, letter: i64, outbox: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("INSERT INTO letter_copy (letter, outbox, told) VALUES ($1, $2, $3)")
            .bind(letter)
            .bind(outbox)
            .bind(false)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The letter that the message `message` of `chat` is.
pub async fn written_as(tx: &mut Tx, chat: i64, message: i64) -> sqlx::Result<Option<Letter>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, feedback, side, person, chat, message, text, at FROM letter
             WHERE chat = $1 AND message = $2",
        )
        .bind(chat)
        .bind(message)
        .fetch_optional(conn)
        .await
    })
}

/// The letter of which the message `message` of `chat` is a copy.
pub async fn copied_as(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    message: i64,
) -> sqlx::Result<Option<Letter>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT letter.id, letter.feedback, letter.side, letter.person, letter.chat,
                    letter.message, letter.text, letter.at
             FROM outbox JOIN letter_copy ON letter_copy.outbox = outbox.id
                  JOIN letter ON letter.id = letter_copy.letter
             WHERE outbox.bot = $1 AND outbox.chat = $2 AND outbox.message_id = $3",
        )
        .bind(bot)
        .bind(chat.to_string())
        .bind(message)
        .fetch_optional(conn)
        .await
    })
}

/// The calls that brought copies of the letter.
pub async fn copies(tx: &mut Tx, letter: i64) -> sqlx::Result<Vec<i64>> {
    on!(tx, conn => {
        sqlx::query_scalar("SELECT outbox FROM letter_copy WHERE letter = $1 ORDER BY outbox")
            .bind(letter)
            .fetch_all(conn)
            .await
    })
}

/// The chat to which the call `outbox` goes.
pub async fn chat_of(tx: &mut Tx, outbox: i64) -> sqlx::Result<Option<i64>> {
    let chat: Option<String> = on!(tx, conn => {
        sqlx::query_scalar("SELECT chat FROM outbox WHERE id = $1")
            .bind(outbox)
            .fetch_optional(conn)
            .await?
    });
    Ok(chat.and_then(|chat| chat.parse().ok()))
}

/// Everything written about the matter `feedback`, in order.
pub async fn of(tx: &mut Tx, feedback: i64) -> sqlx::Result<Vec<Letter>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, feedback, side, person, chat, message, text, at FROM letter
             WHERE feedback = $1 ORDER BY at, id",
        )
        .bind(feedback)
        .fetch_all(conn)
        .await
    })
}

/// Copies whose fate is known and was not shown yet, at most `count`.
pub async fn untold(tx: &mut Tx, bot: i64, count: i64) -> sqlx::Result<Vec<Fate>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT letter.id AS letter, letter.feedback, letter.side, letter.chat, letter.message,
                    outbox.id AS outbox, outbox.state
             FROM letter_copy JOIN letter ON letter.id = letter_copy.letter
                  JOIN outbox ON outbox.id = letter_copy.outbox
             WHERE letter_copy.told = $1 AND outbox.bot = $2
               AND outbox.state IN ('sent', 'blocked', 'failed', 'unknown', 'cancelled')
             ORDER BY outbox.id LIMIT $3",
        )
        .bind(false)
        .bind(bot)
        .bind(count)
        .fetch_all(conn)
        .await
    })
}

/// The fate of a copy was shown; false if another showed it.
pub async fn told(tx: &mut Tx, letter: i64, outbox: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE letter_copy SET told = $1 WHERE letter = $2 AND outbox = $3 AND told = $4",
        )
        .bind(true)
        .bind(letter)
        .bind(outbox)
        .bind(false)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}
