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
    /// Telegram's words, if it was refused or is in doubt.
    pub error: Option<String>,
}

/// A copy of a letter, to be kept the same as it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Copy {
    /// The call that brought it.
    pub outbox: i64,
    /// Where, as text.
    chat: String,
    /// Whether a message of its own says whose it is.
    pub apart: bool,
}

impl Copy {
    /// The chat into which it went; `None` once its person is forgotten.
    pub fn chat(&self) -> Option<i64> {
        self.chat.parse().ok()
    }
}

/// The last answer to a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its words.
    pub text: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The message with its attachment: chat and number.
    pub source: Option<(i64, i64)>,
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

/// What an officer last wrote to residents about the matter `feedback`; `None` if nothing of it is left.
pub async fn last_answer(tx: &mut Tx, feedback: i64) -> sqlx::Result<Option<Answer>> {
    type Row = (String, DateTime<Utc>, i64, Option<i64>, bool);
    let row: Option<Row> = on!(tx, conn => {
        // What a button sent was said by the bot, in the message that the outbox knows.
        sqlx::query_as(
            "SELECT letter.text, letter.at, letter.chat,
                    CASE WHEN letter.message > 0 THEN letter.message ELSE
                        (SELECT message_id FROM outbox WHERE outbox.id = -letter.message) END,
                    EXISTS (SELECT 1 FROM letter_copy JOIN outbox ON outbox.id = letter_copy.outbox
                        WHERE letter_copy.letter = letter.id AND outbox.method = 'copyMessage')
             FROM letter
             WHERE letter.feedback = $1 AND letter.side = 'officer' AND letter.chat <> 0
             ORDER BY letter.at DESC, letter.id DESC LIMIT 1",
        )
        .bind(feedback)
        .fetch_optional(conn)
        .await?
    });
    let answer = row.map(|(text, at, chat, message, is_copied)| {
        let source = message.filter(|_| is_copied).map(|message| (chat, message));
        Answer { text, at, source }
    });
    Ok(answer.filter(|answer| !answer.text.is_empty() || answer.source.is_some()))
}

/// The call `outbox` brings a copy of the letter.
pub async fn copied(tx: &mut Tx, letter: i64, outbox: i64) -> sqlx::Result<()> {
    brings(tx, letter, outbox, false).await
}

/// The call `outbox` says whose the letter is that the next one brings.
pub async fn headed(tx: &mut Tx, letter: i64, outbox: i64) -> sqlx::Result<()> {
    brings(tx, letter, outbox, true).await
}

async fn brings(tx: &mut Tx, letter: i64, outbox: i64, heading: bool) -> sqlx::Result<()> {
    on!(tx, conn => {
        // Of a heading nobody is told what became of it: they are told of the letter.
        sqlx::query("INSERT INTO letter_copy (letter, outbox, told, heading) VALUES ($1, $2, $3, $3)")
            .bind(letter)
            .bind(outbox)
            .bind(heading)
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

/// The copies of the letter.
pub async fn copies(tx: &mut Tx, letter: i64) -> sqlx::Result<Vec<Copy>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT copy.outbox, outbox.chat,
                    EXISTS (SELECT 1 FROM letter_copy AS heading
                            JOIN outbox AS said ON said.id = heading.outbox
                        WHERE heading.letter = copy.letter AND heading.heading = $2
                          AND heading.outbox < copy.outbox AND said.chat = outbox.chat) AS apart
             FROM letter_copy AS copy JOIN outbox ON outbox.id = copy.outbox
             WHERE copy.letter = $1 AND copy.heading = $3 ORDER BY copy.outbox",
        )
        .bind(letter)
        .bind(true)
        .bind(false)
        .fetch_all(conn)
        .await
    })
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
                    outbox.id AS outbox, outbox.state, outbox.error
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
