//! What residents say of the data: which ought to be published, and what is wrong with those that are.

use chrono::{DateTime, Utc};

use crate::{
    answer::Source,
    db::{Tx, on},
};

/// What a resident wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Data that are not published.
    Suggestion,
    /// Published data to be put right.
    Complaint,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Complaint => "complaint",
        }
    }
}

/// What a resident says under an answer.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// The bot's number.
    pub bot: i64,
    /// What is wanted.
    pub kind: Kind,
    /// The chat it was said in.
    pub chat: i64,
    /// Who said it.
    pub person: i64,
    /// The answer under which the button was.
    pub answer: i64,
    /// What was asked.
    pub question: &'a str,
    /// The language to reply in: `uk` or `en`.
    pub locale: &'a str,
    /// The rows that the answer stands in, with the version of the file of each.
    pub sources: &'a [(Source, String)],
}

/// Records it; returns its number, and whether it is new (a person says the same once under an answer).
pub async fn add(tx: &mut Tx, new: &New<'_>, now: DateTime<Utc>) -> sqlx::Result<(i64, bool)> {
    let added: Option<i64> = on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO feedback (bot, kind, chat, person, answer, question, locale, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (bot, answer, kind, person) DO NOTHING RETURNING id",
        )
        .bind(new.bot)
        .bind(new.kind.name())
        .bind(new.chat)
        .bind(new.person)
        .bind(new.answer)
        .bind(new.question)
        .bind(new.locale)
        .bind(now)
        .fetch_optional(conn)
        .await?
    });
    if let Some(number) = added {
        for (position, (source, version)) in (0_i64..).zip(new.sources) {
            add_source(tx, number, position, source, version).await?;
        }
        return Ok((number, true));
    }
    let number = on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT id FROM feedback WHERE bot = $1 AND answer = $2 AND kind = $3 AND person = $4",
        )
        .bind(new.bot)
        .bind(new.answer)
        .bind(new.kind.name())
        .bind(new.person)
        .fetch_one(conn)
        .await?
    });
    Ok((number, false))
}

async fn add_source(
    tx: &mut Tx,
    feedback: i64,
    position: i64,
    source: &Source,
    version: &str,
) -> sqlx::Result<()> {
    let rows = source.rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO feedback_source
                (feedback, position, dataset, resource, sha256, sheet, member, rows)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(feedback)
        .bind(position)
        .bind(&source.dataset)
        .bind(&source.resource)
        .bind(version)
        .bind(source.sheet.as_deref())
        .bind(source.member.as_deref())
        .bind(rows)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// The rows that `feedback` is about, as [`New::sources`] named them: dataset, resource, version, rows.
pub async fn sources(
    tx: &mut Tx,
    feedback: i64,
) -> sqlx::Result<Vec<(String, String, String, String)>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT dataset, resource, sha256, rows FROM feedback_source
             WHERE feedback = $1 ORDER BY position",
        )
        .bind(feedback)
        .fetch_all(conn)
        .await
    })
}
