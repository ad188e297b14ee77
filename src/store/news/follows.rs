//! What chats follow.

use chrono::{DateTime, Utc};

use super::subscribers::Subscriber;
use crate::{
    db::{Tx, on},
    news::Kind,
};

/// Something that a chat follows.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Follow {
    /// Its number.
    pub id: i64,
    /// What kind of thing it is.
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// Which one: the theme's name, the holder's or dataset's key, the question's words.
    pub what: String,
    /// As people read it.
    pub title: String,
}

/// Something to be followed.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Which one.
    pub what: &'a str,
    /// As people read it.
    pub title: &'a str,
    /// JSON of the [`crate::news::Saved`], of a saved question.
    pub question: Option<&'a str>,
}

/// What `chat` follows, in the order in which it began to.
pub async fn of(tx: &mut Tx, bot: i64, chat: i64) -> sqlx::Result<Vec<Follow>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, kind, what, title FROM follow WHERE bot = $1 AND chat = $2 ORDER BY id",
        )
        .bind(bot)
        .bind(chat)
        .fetch_all(conn)
        .await
    })
}

/// `chat` follows `new`; returns its number. What it follows already it goes on to follow as it did.
pub async fn add(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    new: &New<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO follow (bot, chat, kind, what, title, question, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (bot, chat, kind, what) DO UPDATE SET title = excluded.title RETURNING id",
        )
        .bind(bot)
        .bind(chat)
        .bind(new.kind.name())
        .bind(new.what)
        .bind(new.title)
        .bind(new.question)
        .bind(now)
        .fetch_one(conn)
        .await
    })
}

/// `chat` follows the thing `id` no more, and is not told what waits because of it; returns what it was.
pub async fn remove(tx: &mut Tx, bot: i64, chat: i64, id: i64) -> sqlx::Result<Option<Follow>> {
    let gone: Option<Follow> = on!(tx, conn => {
        sqlx::query_as(
            "DELETE FROM follow WHERE id = $1 AND bot = $2 AND chat = $3
             RETURNING id, kind, what, title",
        )
        .bind(id)
        .bind(bot)
        .bind(chat)
        .fetch_optional(&mut *conn)
        .await?
    });
    if gone.is_some() {
        on!(tx, conn => {
            sqlx::query(
                "DELETE FROM notice WHERE bot = $1 AND chat = $2 AND follow = $3 AND outbox IS NULL",
            )
            .bind(bot)
            .bind(chat)
            .bind(id)
            .execute(conn)
            .await?;
        });
    }
    Ok(gone)
}

/// `chat` follows nothing any more; returns how many things it did.
pub async fn clear(tx: &mut Tx, bot: i64, chat: i64) -> sqlx::Result<u64> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM follow WHERE bot = $1 AND chat = $2")
            .bind(bot)
            .bind(chat)
            .execute(conn)
            .await?;
        Ok(done.rows_affected())
    })
}

/// A chat that follows something.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Follower {
    /// The rule.
    pub follow: i64,
    /// The chat.
    #[sqlx(flatten)]
    pub subscriber: Subscriber,
}

/// Followers of `what` beyond the chat `after`, in the order of their chats; those that take nothing from us, too.
pub async fn followers(
    tx: &mut Tx,
    bot: i64,
    (kind, what): (Kind, &str),
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<Follower>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT f.id AS follow, s.chat, s.consent, s.rhythm, s.quiet_from, s.quiet_until,
                    COALESCE(c.language, s.language) AS language
             FROM follow AS f
             JOIN subscriber AS s ON s.bot = f.bot AND s.chat = f.chat
             LEFT JOIN chat AS c ON c.bot = s.bot AND c.chat = CAST(s.chat AS TEXT)
             WHERE f.bot = $1 AND f.kind = $2 AND f.what = $3 AND f.chat > $4
             ORDER BY f.chat LIMIT $5",
        )
        .bind(bot)
        .bind(kind.name())
        .bind(what)
        .bind(after)
        .bind(limit)
        .fetch_all(conn)
        .await
    })
}

/// A saved question of a chat.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Question {
    /// The rule.
    pub id: i64,
    /// The chat.
    pub chat: i64,
    /// JSON of the [`crate::news::Saved`].
    pub question: String,
}

/// JSON of the [`crate::news::Saved`] that `chat` follows by the number `id`.
pub async fn question(tx: &mut Tx, bot: i64, chat: i64, id: i64) -> sqlx::Result<Option<String>> {
    let found: Option<Option<String>> = on!(tx, conn => {
        sqlx::query_scalar("SELECT question FROM follow WHERE id = $1 AND bot = $2 AND chat = $3")
            .bind(id)
            .bind(bot)
            .bind(chat)
            .fetch_optional(conn)
            .await?
    });
    Ok(found.flatten())
}

/// Saved questions beyond the rule `after`, in their order.
pub async fn questions(
    tx: &mut Tx,
    bot: i64,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<Question>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, chat, question FROM follow
             WHERE bot = $1 AND kind = 'question' AND question IS NOT NULL AND id > $2 ORDER BY id LIMIT $3",
        )
        .bind(bot)
        .bind(after)
        .bind(limit)
        .fetch_all(conn)
        .await
    })
}

/// Keeps `new` of a saved question, unless another looked at it since it was read; false if so.
pub async fn looked(tx: &mut Tx, question: &Question, new: &str) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query("UPDATE follow SET question = $1 WHERE id = $2 AND question = $3")
            .bind(new)
            .bind(question.id)
            .bind(&question.question)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}
