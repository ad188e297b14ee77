//! What residents ask, without who: the log of questions, its words as masked and only for a while.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use crate::db::{Tx, on};

/// How a question ended, and what it was about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct New {
    /// The language it was answered in: `uk` or `en`.
    pub locale: &'static str,
    /// Where it was asked: `private` or `group`.
    pub place: &'static str,
    /// How it came: `text`, `button` or `edit`.
    pub way: &'static str,
    /// `answer`, `dataset`, `choice`, `none` or `greeting` (which is no question).
    pub outcome: &'static str,
    /// CKAN name of the first dataset.
    pub dataset: Option<String>,
    /// Its title; without data the known words of the question.
    pub subject: Option<String>,
    /// The share of the question that was found, 0 to 1.
    pub confidence: f64,
    /// The time that reading and computing took, in microseconds.
    pub elapsed_us: i64,
    /// The question, masked.
    pub text: String,
    /// The question as understood, masked.
    pub reading: Option<String>,
    /// What was computed, as JSON, masked.
    pub plan: Option<String>,
    /// Stems of what was asked in vain: like questions have the same.
    pub gap: Option<String>,
}

/// Counts of questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// All of them; greetings are none.
    pub asked: i64,
    /// Those that a fact, a list or a dataset answered.
    pub answered: i64,
    /// Those that readings were offered to.
    pub offered: i64,
    /// Those of which a reading was chosen.
    pub chosen: i64,
    /// Those that the data do not answer.
    pub refused: i64,
}

/// What was asked about, and how often.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Asked {
    /// A dataset's title or name; an example of questions without data.
    pub what: String,
    /// How often.
    pub count: i64,
}

/// Logs a question asked at `now`; returns its number.
///
/// Only the hour is kept: a finer time would tell whose message it was.
pub async fn add(tx: &mut Tx, bot: i64, new: &New, now: DateTime<Utc>) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO question (bot, asked_at, locale, place, way, outcome, dataset, subject, confidence, elapsed_us,
                                   text, reading, plan, gap)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
        )
        .bind(bot)
        .bind(hour(now))
        .bind(new.locale)
        .bind(new.place)
        .bind(new.way)
        .bind(new.outcome)
        .bind(&new.dataset)
        .bind(&new.subject)
        .bind(new.confidence)
        .bind(new.elapsed_us)
        .bind(&new.text)
        .bind(&new.reading)
        .bind(&new.plan)
        .bind(&new.gap)
        .fetch_one(conn)
        .await
    })
}

/// Notes that of the readings which the answer `answer` offered, that of `dataset` with its title `subject` was chosen;
/// the first choice counts. False if it offered none.
pub async fn choose(tx: &mut Tx, answer: i64, dataset: &str, subject: &str) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE question SET subject = CASE WHEN chosen IS NULL THEN $2 ELSE subject END, chosen = COALESCE(chosen, $1)
             WHERE id = (SELECT question FROM answer WHERE id = $3) AND outcome = 'choice'",
        )
        .bind(dataset)
        .bind(subject)
        .bind(answer)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Erases the words of questions asked until `before`; how they ended stays. Returns how many.
pub async fn forget_words(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE question SET text = NULL, reading = NULL, plan = NULL, gap = NULL
             WHERE asked_at <= $1 AND text IS NOT NULL",
        )
        .bind(before)
        .execute(conn)
        .await?;
        Ok(done.rows_affected())
    })
}

/// The counts of questions of `bot` since `since`.
pub async fn count(tx: &mut Tx, bot: i64, since: DateTime<Utc>) -> sqlx::Result<Counts> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT COUNT(*) AS asked,
                    COUNT(CASE WHEN outcome IN ('answer', 'dataset') THEN 1 END) AS answered,
                    COUNT(CASE WHEN outcome = 'choice' THEN 1 END) AS offered,
                    COUNT(chosen) AS chosen,
                    COUNT(CASE WHEN outcome = 'none' THEN 1 END) AS refused
             FROM question WHERE bot = $1 AND asked_at >= $2 AND outcome <> 'greeting'",
        )
        .bind(bot)
        .bind(since)
        .fetch_one(conn)
        .await
    })
}

/// The time that at least `percent` of the `asked` questions since `since` took at most, in microseconds (the nearest
/// rank); `None` without questions.
pub async fn percentile(
    tx: &mut Tx,
    bot: i64,
    since: DateTime<Utc>,
    asked: i64,
    percent: i64,
) -> sqlx::Result<Option<i64>> {
    let rank = (asked * percent + 99) / 100;
    on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT elapsed_us FROM question WHERE bot = $1 AND asked_at >= $2 AND outcome <> 'greeting'
             ORDER BY elapsed_us LIMIT 1 OFFSET $3",
        )
        .bind(bot)
        .bind(since)
        .bind((rank - 1).max(0))
        .fetch_optional(conn)
        .await
    })
}

/// What questions since `since` that data answered were about, the most frequent first, at most `most`.
pub async fn subjects(
    tx: &mut Tx,
    bot: i64,
    since: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<Asked>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT subject AS what, COUNT(*) AS count FROM question
             WHERE bot = $1 AND asked_at >= $2 AND subject IS NOT NULL
               AND (outcome IN ('answer', 'dataset') OR chosen IS NOT NULL)
             GROUP BY subject ORDER BY COUNT(*) DESC, subject LIMIT $3",
        )
        .bind(bot)
        .bind(since)
        .bind(most)
        .fetch_all(conn)
        .await
    })
}

/// CKAN names of the datasets that answered questions since `since`, the most asked first, at most `most`.
pub async fn datasets(
    tx: &mut Tx,
    bot: i64,
    since: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<Asked>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT COALESCE(chosen, dataset) AS what, COUNT(*) AS count FROM question
             WHERE bot = $1 AND asked_at >= $2 AND COALESCE(chosen, dataset) IS NOT NULL
               AND (outcome IN ('answer', 'dataset') OR chosen IS NOT NULL)
             GROUP BY COALESCE(chosen, dataset) ORDER BY COUNT(*) DESC, COALESCE(chosen, dataset) LIMIT $3",
        )
        .bind(bot)
        .bind(since)
        .bind(most)
        .fetch_all(conn)
        .await
    })
}

/// Questions since `since` that the data do not answer, like ones counted together: the most frequent first, then the newest;
/// the newest of each as masked. At most `most`.
pub async fn gaps(
    tx: &mut Tx,
    bot: i64,
    since: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<Asked>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT question.text AS what, alike.asked AS count
             FROM (SELECT COUNT(*) AS asked, MAX(id) AS newest FROM question
                   WHERE bot = $1 AND asked_at >= $2 AND outcome = 'none' AND gap IS NOT NULL
                   GROUP BY gap ORDER BY COUNT(*) DESC, MAX(id) DESC LIMIT $3) AS alike
             JOIN question ON question.id = alike.newest
             ORDER BY alike.asked DESC, alike.newest DESC",
        )
        .bind(bot)
        .bind(since)
        .bind(most)
        .fetch_all(conn)
        .await
    })
}

fn hour(time: DateTime<Utc>) -> DateTime<Utc> {
    time.duration_trunc(TimeDelta::hours(1)).unwrap_or(time)
}
