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
    correction: Option<String>,
    media: Option<String>,
    audience: String,
    /// Whether the council's channel has it too.
    pub channel: bool,
    /// 0 as first sent; a correction or recall is the next.
    pub edition: i64,
    /// Whether this edition takes back what had arrived.
    pub recall: bool,
    /// The admin who wrote it or sends it.
    pub author: Option<i64>,
    /// When it is to begin.
    pub send_at: Option<DateTime<Utc>>,
    /// Recipients up to this one have their row of this edition.
    pub cursor: Option<i64>,
    /// Whether all recipients of this edition have their row.
    pub planned: bool,
    /// Recipients of this edition, as counted when it began.
    pub total: Option<i64>,
    /// The outbox row of the message that tells how far it is.
    pub progress: Option<i64>,
    /// When that message was last written.
    pub told_at: Option<DateTime<Utc>>,
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
            "SELECT id, part_of, state, novelty, datasets, question, words, correction, media, audience, channel, edition, recall,
                    author, send_at, cursor, planned, total, progress, told_at, report, created_at, started_at, ended_at, version
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

    /// The same with other words.
    ///
    /// # Errors
    ///
    /// If they cannot be written, which no text causes.
    pub fn with_words(&self, words: &Words) -> sqlx::Result<Self> {
        Ok(Self { words: written(words)?, ..self.clone() })
    }

    /// Words that are to take the place of those sent, until an admin sends them.
    pub fn correction(&self) -> Option<Words> {
        read(self.correction.as_deref())
    }

    /// What goes along with its words.
    pub fn media(&self) -> Option<Media> {
        read(self.media.as_deref())
    }

    /// Who gets it.
    pub fn audience(&self) -> Audience {
        read(Some(&self.audience)).unwrap_or_default()
    }

    /// What became of the copies of each edition that has ended.
    pub fn reports(&self) -> Vec<Tally> {
        read(self.report.as_deref()).unwrap_or_default()
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
                               edition, recall, author, planned, created_at, version)
             VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, 0, $9, $10, $11, $12, 0)
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

/// Items whose time has come at `now`.
pub async fn due(tx: &mut Tx, bot: i64, now: DateTime<Utc>) -> sqlx::Result<Vec<Item>> {
    on!(tx, conn => {
        sqlx::query_as(columns!("WHERE bot = $1 AND state = 'scheduled' AND send_at <= $2 ORDER BY id"))
            .bind(bot)
            .bind(now)
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
               AND NOT recall AND audience NOT LIKE '%\"officers\"%'
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
    /// Words that are to take the place of those sent; `Some(None)`: none.
    pub correction: Option<Option<Words>>,
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
    /// The edition, whose recipients are then planned anew, and whether it takes back what had arrived.
    pub edition: Option<(i64, bool)>,
    /// Who sends it.
    pub author: Option<i64>,
    /// When it is to begin; `Some(None)`: not by itself.
    pub send_at: Option<Option<DateTime<Utc>>>,
    /// How far it is planned, and whether to the end.
    pub planned: Option<(Option<i64>, bool)>,
    /// Recipients of the edition.
    pub total: Option<u64>,
    /// The message that tells how far it is.
    pub progress: Option<i64>,
    /// What became of the copies of its edition, which has ended with that.
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
    let correction = match &change.correction {
        Some(words) => words.as_ref().map(written).transpose()?,
        None => item.correction.clone(),
    };
    let total = change.total.map_or(item.total, |total| i64::try_from(total).ok());
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
    let report = match change.report {
        Some(tally) => {
            let mut reports = item.reports();
            // An edition of which doubtful copies were repeated has a newer report.
            reports.truncate(usize::try_from(item.edition).unwrap_or(0));
            reports.push(tally);
            Some(written(&reports)?)
        }
        None => item.report.clone(),
    };
    let (edition, recall) = change.edition.unwrap_or((item.edition, item.recall));
    let ended = if change.report.is_some() { Some(now) } else { item.ended_at };
    let started = item.started_at.or(change.starts.then_some(now));
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE news SET state = $1, words = $2, media = $3, datasets = $4, question = $5, audience = $6,
                    channel = $7, edition = $8, author = $9, send_at = $10, cursor = $11, planned = $12, progress = $13,
                    report = $14, started_at = $15, ended_at = $16, recall = $17, correction = $18, total = $19,
                    version = version + 1
             WHERE id = $20 AND version = $21",
        )
        .bind(state.name())
        .bind(&words)
        .bind(&media)
        .bind(&datasets)
        .bind(&question)
        .bind(&audience)
        .bind(change.channel.unwrap_or(item.channel))
        .bind(edition)
        .bind(change.author.or(item.author))
        .bind(change.send_at.unwrap_or(item.send_at))
        .bind(cursor)
        .bind(planned)
        .bind(change.progress.or(item.progress))
        .bind(&report)
        .bind(started)
        .bind(ended)
        .bind(recall)
        .bind(&correction)
        .bind(total)
        .bind(item.id)
        .bind(item.version)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Whoever gets `true` tells how far `item` is: it was not told since `before`.
pub async fn tells(
    tx: &mut Tx,
    item: i64,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE news SET told_at = $2
             WHERE id = $1 AND (told_at IS NULL OR told_at <= $3 OR told_at > $2)",
        )
        .bind(item)
        .bind(now)
        .bind(before)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}
