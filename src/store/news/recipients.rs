//! Who gets an item: read in the order of their chats, a piece at a time, so that a million need no room.

use super::subscribers::Subscriber;
use crate::{
    db::{Tx, on},
    news::{Audience, Quiet},
};

/// The recipients of `audience` beyond the chat `after`, in the order of their chats. Chats that take nothing from us are
/// left out; they are back with their next message.
pub async fn after(
    tx: &mut Tx,
    bot: i64,
    audience: &Audience,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<Subscriber>> {
    if let Some((kind, what)) = audience.followed() {
        return on!(tx, conn => {
            sqlx::query_as(
                "SELECT s.chat, s.consent, s.rhythm, s.quiet_from, s.quiet_until,
                        COALESCE(c.language, s.language) AS language
                 FROM follow AS f
                 JOIN subscriber AS s ON s.bot = f.bot AND s.chat = f.chat
                 LEFT JOIN chat AS c ON c.bot = s.bot AND c.chat = CAST(s.chat AS TEXT)
                 WHERE f.bot = $1 AND f.kind = $2 AND f.what = $3 AND f.chat > $4 AND c.blocked_at IS NULL
                 ORDER BY f.chat LIMIT $5",
            )
            .bind(bot)
            .bind(kind)
            .bind(what)
            .bind(after)
            .bind(limit)
            .fetch_all(conn)
            .await
        });
    }
    if *audience == Audience::Officers {
        let usual = Quiet::default();
        return on!(tx, conn => {
            sqlx::query_as(
                "SELECT o.person AS chat, 'given' AS consent, 'at_once' AS rhythm,
                        COALESCE(MAX(s.quiet_from), $4) AS quiet_from, COALESCE(MAX(s.quiet_until), $5) AS quiet_until,
                        COALESCE(MAX(c.language), MAX(s.language), 'uk') AS language
                 FROM officer AS o
                 LEFT JOIN subscriber AS s ON s.bot = o.bot AND s.chat = o.person
                 LEFT JOIN chat AS c ON c.bot = o.bot AND c.chat = CAST(o.person AS TEXT)
                 WHERE o.bot = $1 AND o.person > $2 AND c.blocked_at IS NULL
                 GROUP BY o.person ORDER BY o.person LIMIT $3",
            )
            .bind(bot)
            .bind(after)
            .bind(limit)
            .bind(i64::from(usual.from))
            .bind(i64::from(usual.until))
            .fetch_all(conn)
            .await
        });
    }
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT s.chat, s.consent, s.rhythm, s.quiet_from, s.quiet_until,
                    COALESCE(c.language, s.language) AS language
             FROM subscriber AS s
             LEFT JOIN chat AS c ON c.bot = s.bot AND c.chat = CAST(s.chat AS TEXT)
             WHERE s.bot = $1 AND s.consent = 'given' AND s.chat > $2 AND c.blocked_at IS NULL
             ORDER BY s.chat LIMIT $3",
        )
        .bind(bot)
        .bind(after)
        .bind(limit)
        .fetch_all(conn)
        .await
    })
}

/// How many recipients `audience` has beyond the chat `after`.
pub async fn count(tx: &mut Tx, bot: i64, audience: &Audience, after: i64) -> sqlx::Result<u64> {
    let (kind, what) = audience.followed().unwrap_or_default();
    let count: i64 = match audience {
        Audience::Officers => on!(tx, conn => {
            sqlx::query_scalar(
                "SELECT COUNT(DISTINCT o.person) FROM officer AS o
                 LEFT JOIN chat AS c ON c.bot = o.bot AND c.chat = CAST(o.person AS TEXT)
                 WHERE o.bot = $1 AND o.person > $2 AND c.blocked_at IS NULL",
            )
            .bind(bot)
            .bind(after)
            .fetch_one(conn)
            .await?
        }),
        Audience::Everyone => on!(tx, conn => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM subscriber AS s
                 LEFT JOIN chat AS c ON c.bot = s.bot AND c.chat = CAST(s.chat AS TEXT)
                 WHERE s.bot = $1 AND s.consent = 'given' AND s.chat > $2 AND c.blocked_at IS NULL",
            )
            .bind(bot)
            .bind(after)
            .fetch_one(conn)
            .await?
        }),
        Audience::Theme(_) | Audience::Holder(_) | Audience::Dataset(_) => on!(tx, conn => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM follow AS f
                 LEFT JOIN chat AS c ON c.bot = f.bot AND c.chat = CAST(f.chat AS TEXT)
                 WHERE f.bot = $1 AND f.kind = $2 AND f.what = $3 AND f.chat > $4 AND c.blocked_at IS NULL",
            )
            .bind(bot)
            .bind(kind)
            .bind(what)
            .bind(after)
            .fetch_one(conn)
            .await?
        }),
    };
    Ok(u64::try_from(count).unwrap_or(0))
}

/// `chat` is of the audience no more; what it gets for other reasons it goes on to get.
pub async fn leave(tx: &mut Tx, bot: i64, chat: i64, audience: &Audience) -> sqlx::Result<()> {
    match audience.followed() {
        Some((kind, what)) => on!(tx, conn => {
            sqlx::query("DELETE FROM follow WHERE bot = $1 AND chat = $2 AND kind = $3 AND what = $4")
                .bind(bot)
                .bind(chat)
                .bind(kind)
                .bind(what)
                .execute(conn)
                .await?;
        }),
        None => on!(tx, conn => {
            sqlx::query("UPDATE subscriber SET consent = 'refused' WHERE bot = $1 AND chat = $2")
                .bind(bot)
                .bind(chat)
                .execute(conn)
                .await?;
        }),
    }
    Ok(())
}
