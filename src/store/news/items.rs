//! Items: what is drafted, sent, corrected and recalled.

use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    db::{Tx, on},
    news::{Audience, Media, State, Tally, Words},
};

/// An item as it stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Item {
    /// Its number, which people are told.
    pub id: i64,
    /// The digest that it is a part of.
    pub part_of: Option<i64>,
    /// Where it stands.
    #[sqlx(try_from = "String")]
    pub state: State,
    /// JSON of the [`crate::news::Novelty`] that drafted it.
    novelty: Option<String>,
    datasets: String,
    question: Option<String>,
    words: String,
    media: Option<String>,
    audience: String,
    /// Whether the council's channel has it too.
    pub channel: bool,
    /// 0 as first sent; a correction or recall is the next.
    pub edition: i64,
    /// The admin who wrote it or sends it.
    pub author: Option<i64>,
    /// When it is to begin.
    pub send_at: Option<DateTime<Utc>>,
    /// Recipients up to this one have their row of this edition.
    pub cursor: Option<i64>,
    /// Whether all recipients of this edition have their row.
    pub planned: bool,
    /// The outbox row of the message that tells how far it is.
    pub progress: Option<i64>,
    report: Option<String>,
    /// When it was drafted.
    pub created_at: DateTime<Utc>,
    /// When its first copies went out.
    pub started_at: Option<DateTime<Utc>>,
    /// When its last copy had its outcome.
    pub ended_at: Option<DateTime<Utc>>,
    /// Grows with every change.
    pub version: i64,
}

/// The columns of an [`Item`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, part_of, state, novelty, datasets, question, words, media, audience, channel, edition, author,
                    send_at, cursor, planned, progress, report, created_at, started_at, ended_at, version
             FROM news ",
            $rest
        )
    };
}

fn read<T: DeserializeOwned>(text: Option<&str>) -> Option<T> {
    serde_json::from_str(text?).ok()
}

fn written<T: Serialize>(value: &T) -> sqlx::Result<String> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

impl Item {
    /// What a harvest found, of an item that it drafted.
    pub fn novelty<T: DeserializeOwned>(&self) -> Option<T> {
        read(self.novelty.as_deref())
    }

    /// Keys of the datasets that it is about.
    pub fn datasets(&self) -> Vec<String> {
        read(Some(&self.datasets)).unwrap_or_default()
    }

    /// A question to press, by language.
    pub fn question(&self) -> Option<Words> {
        read(self.question.as_deref())
    }

    /// Its words, as an admin left them.
    pub fn words(&self) -> Words {
        read(Some(&self.words)).unwrap_or_default()
    }

    /// What goes along with its words.
    pub fn media(&self) -> Option<Media> {
        read(self.media.as_deref())
    }

    /// Who gets it.
    pub fn audience(&self) -> Audience {
        read(Some(&self.audience)).unwrap_or_default()
    }

    /// What became of its copies, once it has ended.
    pub fn report(&self) -> Option<Tally> {
        read(self.report.as_deref())
    }
}

/// A draft to be added.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What a harvest drafted it from, so that it is drafted once; empty if a person writes it.
    pub cause: Option<String>,
    /// The digest that it is a part of.
    pub part_of: Option<i64>,
    /// JSON of what the harvest found.
    pub novelty: Option<String>,
    /// Keys of the datasets that it is about.
    pub datasets: Vec<String>,
    /// A question to press, by language.
    pub question: Option<Words>,
    /// Its words.
    pub words: Words,
    /// The admin who writes it.
    pub author: Option<i64>,
}

/// Adds a draft; `None` if its cause was drafted before.
pub async fn add(
    tx: &mut Tx,
    bot: i64,
    draft: &Draft,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    let datasets = written(&draft.datasets)?;
    let question = draft.question.as_ref().map(written).transpose()?;
    let words = written(&draft.words)?;
    let audience = written(&Audience::default())?;
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO news (bot, cause, part_of, state, novelty, datasets, question, words, audience, channel,
                               edition, author, planned, created_at, version)
             VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, 0)
             ON CONFLICT (bot, cause) DO NOTHING RETURNING id",
        )
        .bind(bot)
        .bind(&draft.cause)
        .bind(draft.part_of)
        .bind(&draft.novelty)
        .bind(datasets)
        .bind(question)
        .bind(words)
        .bind(audience)
        .bind(false)
        .bind(draft.author)
        .bind(false)
        .bind(now)
        .fetch_optional(conn)
        .await
    })
}

/// The item `id`.
pub async fn get(tx: &mut Tx, bot: i64, id: i64) -> sqlx::Result<Option<Item>> {
    on!(tx, conn => {
        sqlx::query_as(columns!("WHERE bot = $1 AND id = $2"))
            .bind(bot)
            .bind(id)
            .fetch_optional(conn)
            .await
    })
}

/// Items in `state`, newest first.
pub async fn in_state(tx: &mut Tx, bot: i64, state: State, limit: i64) -> sqlx::Result<Vec<Item>> {
    on!(tx, conn => {
        sqlx::query_as(columns!("WHERE bot = $1 AND state = $2 ORDER BY id DESC LIMIT $3"))
            .bind(bot)
            .bind(state.name())
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}

/// What admins have to do with: whatever is neither discarded nor a part of a digest, newest first, from `offset` on.
pub async fn page(tx: &mut Tx, bot: i64, offset: i64, limit: i64) -> sqlx::Result<Vec<Item>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE bot = $1 AND state <> 'discarded' AND part_of IS NULL
             ORDER BY CASE state WHEN 'sending' THEN 0 WHEN 'paused' THEN 0 WHEN 'scheduled' THEN 1 WHEN 'draft' THEN 2
                                 ELSE 3 END, id DESC
             LIMIT $3 OFFSET $2"
        ))
        .bind(bot)
        .bind(offset)
        .bind(limit)
        .fetch_all(conn)
        .await
    })
}

/// What residents may read again: items that went to everyone or to followers and were not recalled, newest first.
pub async fn archive(tx: &mut Tx, bot: i64, offset: i64, limit: i64) -> sqlx::Result<Vec<Item>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "WHERE bot = $1 AND state IN ('sending', 'paused', 'done', 'cancelled') AND started_at IS NOT NULL
               AND audience NOT LIKE '%\"officers\"%'
             ORDER BY started_at DESC, id DESC LIMIT $3 OFFSET $2"
        ))
        .bind(bot)
        .bind(offset)
        .bind(limit)
        .fetch_all(conn)
        .await
    })
}

/// When an item last began to go to residents.
pub async fn last_published(tx: &mut Tx, bot: i64) -> sqlx::Result<Option<DateTime<Utc>>> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT MAX(started_at) FROM news
             WHERE bot = $1 AND state <> 'recalled' AND audience NOT LIKE '%\"officers\"%'",
        )
        .bind(bot)
        .fetch_one(conn)
        .await
    })
}

/// What of an item is to be different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub state: Option<State>,
    /// Its words.
    pub words: Option<Words>,
    /// What goes along; `Some(None)`: nothing.
    pub media: Option<Option<Media>>,
    /// Keys of the datasets that it is about.
    pub datasets: Option<Vec<String>>,
    /// A question to press; `Some(None)`: none.
    pub question: Option<Option<Words>>,
    /// Who gets it.
    pub audience: Option<Audience>,
    /// Whether the channel has it too.
    pub channel: Option<bool>,
    /// The edition, whose recipients are then planned anew.
    pub edition: Option<i64>,
    /// Who sends it.
    pub author: Option<i64>,
    /// When it is to begin; `Some(None)`: not by itself.
    pub send_at: Option<Option<DateTime<Utc>>>,
    /// How far it is planned, and whether to the end.
    pub planned: Option<(Option<i64>, bool)>,
    /// The message that tells how far it is.
    pub progress: Option<i64>,
    /// What became of its copies; it has ended with that.
    pub report: Option<Tally>,
    /// Its first copies go out now.
    pub starts: bool,
}

/// Changes `item` unless another did since it was read; false if so.
pub async fn change(
    tx: &mut Tx,
    item: &Item,
    change: &Change,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let state = change.state.unwrap_or(item.state);
    let words = match &change.words {
        Some(words) => written(words)?,
        None => item.words.clone(),
    };
    let media = match &change.media {
        Some(media) => media.as_ref().map(written).transpose()?,
        None => item.media.clone(),
    };
    let datasets = match &change.datasets {
        Some(datasets) => written(datasets)?,
        None => item.datasets.clone(),
    };
    let question = match &change.question {
        Some(question) => question.as_ref().map(written).transpose()?,
        None => item.question.clone(),
    };
    let audience = match &change.audience {
        Some(audience) => written(audience)?,
        None => item.audience.clone(),
    };
    let (cursor, planned) = match (change.planned, change.edition) {
        (Some(planned), _) => planned,
        (None, Some(_)) => (None, false),
        (None, None) => (item.cursor, item.planned),
    };
    let report = match &change.report {
        Some(report) => Some(written(report)?),
        None => item.report.clone(),
    };
    let ended = if change.report.is_some() { Some(now) } else { item.ended_at };
    let started = item.started_at.or(change.starts.then_some(now));
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE news SET state = $1, words = $2, media = $3, datasets = $4, question = $5, audience = $6,
                    channel = $7, edition = $8, author = $9, send_at = $10, cursor = $11, planned = $12, progress = $13,
                    report = $14, started_at = $15, ended_at = $16, version = version + 1
             WHERE id = $17 AND version = $18",
        )
        .bind(state.name())
        .bind(&words)
        .bind(&media)
        .bind(&datasets)
        .bind(&question)
        .bind(&audience)
        .bind(change.channel.unwrap_or(item.channel))
        .bind(change.edition.unwrap_or(item.edition))
        .bind(change.author.or(item.author))
        .bind(change.send_at.unwrap_or(item.send_at))
        .bind(cursor)
        .bind(planned)
        .bind(change.progress.or(item.progress))
        .bind(&report)
        .bind(started)
        .bind(ended)
        .bind(item.id)
        .bind(item.version)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}
