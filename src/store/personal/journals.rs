//! People in the journals: whose chat a call went to, and from whose an update came.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// Erases `person`, whose private chat has the same number, from what is over, and takes back what is to be said still.
pub(super) async fn forget(
    tx: &mut Tx,
    bot: i64,
    person: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let chat = person.to_string();
    let lane = format!("c{person}");
    on!(tx, conn => {
        // A file that was not sent yet goes with the call that was to send it.
        sqlx::query(
            "UPDATE upload SET bytes = NULL WHERE bot = $1 AND id IN
                (SELECT upload FROM outbox WHERE bot = $1 AND chat = $2 AND state = 'queued')",
        )
        .bind(bot)
        .bind(&chat)
        .execute(conn)
        .await?;
    });
    on!(tx, conn => {
        // What is under way cannot be taken back.
        sqlx::query(
            "INSERT INTO farewell (outbox)
             SELECT id FROM outbox WHERE bot = $1 AND chat = $2 AND state = 'sending'
             ON CONFLICT DO NOTHING",
        )
        .bind(bot)
        .bind(&chat)
        .execute(conn)
        .await?;
    });
    on!(tx, conn => {
        sqlx::query(
            "UPDATE outbox SET state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
                done_at = COALESCE(done_at, $3), chat = '', target = NULL, payload = '{}', error = NULL
             WHERE bot = $1 AND chat = $2 AND state <> 'sending'",
        )
        .bind(bot)
        .bind(&chat)
        .bind(now)
        .execute(conn)
        .await?;
    });
    on!(tx, conn => {
        // What waits still is handled, and erased then.
        sqlx::query(
            "UPDATE inbox SET lane = '-', payload = CASE WHEN state = 'waiting' THEN payload END
             WHERE bot = $1 AND (lane = $2 OR lane LIKE $3 OR lane = $4)",
        )
        .bind(bot)
        .bind(&lane)
        .bind(format!("{lane}:%"))
        .bind(format!("u{person}"))
        .execute(conn)
        .await?;
    });
    Ok(())
}

/// The call `outbox` is the last word to somebody who is forgotten.
pub async fn farewell(tx: &mut Tx, outbox: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("INSERT INTO farewell (outbox) VALUES ($1) ON CONFLICT DO NOTHING")
            .bind(outbox)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Whether calls to people who are forgotten are over.
pub async fn is_farewell_over(tx: &mut Tx) -> sqlx::Result<bool> {
    let found: Option<i64> = on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT outbox FROM farewell
             WHERE EXISTS (SELECT 1 FROM outbox WHERE outbox.id = farewell.outbox AND done_at IS NOT NULL)
             LIMIT 1",
        )
        .fetch_optional(conn)
        .await?
    });
    Ok(found.is_some())
}

/// Erases to whom those calls went.
pub async fn end_farewells(tx: &mut Tx) -> sqlx::Result<()> {
    for statement in [
        // That they block the bot is noted with the call; who chose a language has come back.
        "DELETE FROM chat WHERE language IS NULL AND EXISTS
            (SELECT 1 FROM outbox JOIN farewell ON farewell.outbox = outbox.id
             WHERE outbox.bot = chat.bot AND outbox.chat = chat.chat AND outbox.done_at IS NOT NULL)",
        "UPDATE outbox SET chat = '', target = NULL, payload = '{}', error = NULL
         WHERE done_at IS NOT NULL AND id IN (SELECT outbox FROM farewell)",
        "DELETE FROM farewell WHERE outbox IN (SELECT id FROM outbox WHERE done_at IS NOT NULL)
            OR NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.id = farewell.outbox)",
    ] {
        on!(tx, conn => {
            sqlx::query(statement).execute(conn).await?;
        });
    }
    Ok(())
}

/// Takes out of the journals whose chat it was, where nothing else is known of it any more and the call or update was
/// done before `before`.
///
/// A note that a person may not write goes when its time is over.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    on!(tx, conn => {
        sqlx::query("DELETE FROM block WHERE until <= $1").bind(before).execute(conn).await?;
    });
    on!(tx, conn => {
        sqlx::query("UPDATE inbox SET lane = '-' WHERE done_at <= $1 AND lane <> '-'")
            .bind(before)
            .execute(conn)
            .await?;
    });
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE outbox SET chat = '', target = NULL, payload = '{}', error = NULL
             WHERE done_at <= $1 AND chat <> '' AND chat NOT LIKE '-%' AND chat NOT LIKE '@%'
               AND NOT EXISTS (SELECT 1 FROM chat WHERE chat.bot = outbox.bot AND chat.chat = outbox.chat)
               -- By the number, which has an index: of copies of news there may be a million.
               AND NOT EXISTS (SELECT 1 FROM subscriber AS s
                    WHERE s.bot = outbox.bot AND s.chat = CASE WHEN outbox.chat LIKE '@%' OR outbox.chat = '' THEN 0
                                                               ELSE CAST(outbox.chat AS BIGINT) END)
               AND NOT EXISTS (SELECT 1 FROM conversation AS c
                    WHERE c.bot = outbox.bot AND CAST(c.chat AS TEXT) = outbox.chat)
               AND NOT EXISTS (SELECT 1 FROM answer
                    WHERE answer.bot = outbox.bot AND CAST(answer.chat AS TEXT) = outbox.chat)
               AND NOT EXISTS (SELECT 1 FROM voice WHERE CAST(voice.chat AS TEXT) = outbox.chat)
               AND NOT EXISTS (SELECT 1 FROM officer
                    WHERE officer.bot = outbox.bot AND CAST(officer.person AS TEXT) = outbox.chat)
               AND NOT EXISTS (SELECT 1 FROM harvest_watcher WHERE harvest_watcher.outbox = outbox.id)",
        )
        .bind(before)
        .execute(conn)
        .await?;
        Ok(done.rows_affected())
    })
}
