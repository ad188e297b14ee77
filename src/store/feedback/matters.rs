//! Matters: what is wanted, by when, and where it stands.

use chrono::{DateTime, Utc};

use super::{sources, voices};
use crate::{
    answer::Source,
    db::{Tx, on},
    feedback::{Deadline, Kind, Outcome, State, Term},
};

/// A matter as it stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Matter {
    /// Its number, which everybody is told.
    pub id: i64,
    /// What is wanted.
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// What it is called, in a line.
    pub title: String,
    /// What the resident wrote of it.
    pub details: String,
    /// The question of which it came; empty if of none.
    pub question: String,
    /// Where it stands.
    #[sqlx(try_from = "String")]
    pub state: State,
    /// How it ended, as [`Outcome::name`].
    outcome: Option<String>,
    /// CKAN name of the dataset: the one complained of, or with which it ended.
    pub dataset: Option<String>,
    /// Title of the body that holds the data.
    pub holder: Option<String>,
    /// Whether life, health or an emergency is at stake.
    pub urgent: bool,
    /// When it was received.
    pub created_at: DateTime<Utc>,
    /// When its term is over; `None` for what was said before there were terms.
    pub due_at: Option<DateTime<Utc>>,
    /// JSON of its [`Term`].
    term: Option<String>,
    /// 0 not yet, 1 at half time, 2 the day before, 3 when it was over.
    pub reminded: i64,
    /// When its last working day but one begins; `None` for terms in hours.
    pub day_before_at: Option<DateTime<Utc>>,
    /// When it was extended.
    pub extended_at: Option<DateTime<Utc>>,
    /// Who took it.
    pub officer: Option<i64>,
    /// When the first word of an officer went to the resident.
    pub first_reply_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// The outbox row that made its topic.
    pub topic: Option<i64>,
    /// The outbox row that said its header.
    pub header: Option<i64>,
    /// Grows with every change.
    pub version: i64,
    /// How many want it.
    pub voices: i64,
}

impl Matter {
    /// How it ended.
    pub fn outcome(&self) -> Option<Outcome> {
        Outcome::named(self.outcome.as_deref()?)
    }

    /// Whether its last day but one has come at `now`.
    pub fn is_day_before(&self, now: DateTime<Utc>) -> bool {
        self.day_before_at.is_some_and(|at| now >= at)
    }

    /// How long the council had.
    pub fn term(&self) -> Option<Term> {
        serde_json::from_str(self.term.as_deref()?).ok()
    }
}

/// The columns of a [`Matter`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.kind, f.title, f.details, f.question, f.state, f.outcome, f.dataset, f.holder,
                    f.urgent, f.created_at, f.due_at, f.term, f.reminded, f.day_before_at, f.extended_at, f.officer,
                    f.first_reply_at, f.closed_at, f.topic, f.header, f.version,
                    (SELECT COUNT(*) FROM voice WHERE voice.feedback = f.id AND voice.left_at IS NULL) AS voices
             FROM feedback AS f ",
            $rest
        )
    };
}
pub(super) use columns;

/// A matter as a resident begins it.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// The bot's number.
    pub bot: i64,
    /// What is wanted.
    pub kind: Kind,
    /// The answer under which the button was, where one was.
    pub answer: Option<i64>,
    /// What it is called.
    pub title: &'a str,
    /// What the resident wrote of it.
    pub details: &'a str,
    /// Who begins it.
    pub voice: voices::New<'a>,
    /// The dataset complained of.
    pub dataset: Option<&'a str>,
    /// Who holds the data.
    pub holder: Option<&'a str>,
    /// Whether life, health or an emergency is at stake.
    pub urgent: bool,
    /// How long the council has.
    pub term: Term,
    /// By when that is.
    pub deadline: &'a Deadline,
    /// The rows that it is about, with the version of the file of each.
    pub sources: &'a [(Source, String)],
}

/// Begins a matter; returns its number, and whether it is new (a person says the same once under an answer).
pub async fn add(tx: &mut Tx, new: &New<'_>, now: DateTime<Utc>) -> sqlx::Result<(i64, bool)> {
    let term =
        serde_json::to_string(&new.term).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let added: Option<i64> = on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO feedback (bot, kind, chat, person, answer, question, locale, created_at,
                    title, details, state, dataset, holder, urgent, term, due_at, half_at, day_before_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'new', $11, $12, $13, $14, $15, $16, $17)
             ON CONFLICT (bot, answer, kind, person) DO NOTHING RETURNING id",
        )
        .bind(new.bot)
        .bind(new.kind.name())
        .bind(new.voice.chat)
        .bind(new.voice.person)
        .bind(new.answer)
        .bind(new.voice.question)
        .bind(new.voice.locale)
        .bind(now)
        .bind(new.title)
        .bind(new.details)
        .bind(new.dataset)
        .bind(new.holder)
        .bind(new.urgent)
        .bind(term)
        .bind(new.deadline.at)
        .bind(new.deadline.half)
        .bind(new.deadline.day_before)
        .fetch_optional(conn)
        .await?
    });
    if let Some(number) = added {
        sources::add(tx, number, new.sources).await?;
        voices::add(tx, number, &new.voice, now).await?;
        return Ok((number, true));
    }
    let number = on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT id FROM feedback WHERE bot = $1 AND answer = $2 AND kind = $3 AND person = $4",
        )
        .bind(new.bot)
        .bind(new.answer)
        .bind(new.kind.name())
        .bind(new.voice.person)
        .fetch_one(conn)
        .await?
    });
    Ok((number, false))
}

/// The matter `id` of `bot`.
pub async fn get(tx: &mut Tx, bot: i64, id: i64) -> sqlx::Result<Option<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!("WHERE f.bot = $1 AND f.id = $2"))
            .bind(bot)
            .bind(id)
            .fetch_optional(conn)
            .await
    })
}

/// The matter whose topic in `chat` is `thread`.
pub async fn of_topic(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    thread: i64,
) -> sqlx::Result<Option<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "JOIN outbox ON outbox.id = f.topic
             WHERE outbox.bot = $1 AND outbox.chat = $2 AND outbox.thread_id = $3
               AND outbox.method = 'createForumTopic'"
        ))
        .bind(bot)
        .bind(chat.to_string())
        .bind(thread)
        .fetch_optional(conn)
        .await
    })
}

/// The matter whose header in `chat` is the message `message`.
pub async fn of_header(
    tx: &mut Tx,
    bot: i64,
    chat: i64,
    message: i64,
) -> sqlx::Result<Option<Matter>> {
    on!(tx, conn => {
        sqlx::query_as(columns!(
            "JOIN outbox ON outbox.id = f.header
             WHERE outbox.bot = $1 AND outbox.chat = $2 AND outbox.message_id = $3"
        ))
        .bind(bot)
        .bind(chat.to_string())
        .bind(message)
        .fetch_optional(conn)
        .await
    })
}

/// The topic of the matter `id` is called `name` from now on; false if it is called so already.
pub async fn rename(tx: &mut Tx, id: i64, name: &str) -> sqlx::Result<bool> {
    on!(tx, conn => {
        let done =
            sqlx::query("UPDATE feedback SET topic_name = $1 WHERE id = $2 AND topic_name <> $1")
                .bind(name)
                .bind(id)
                .execute(conn)
                .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// What changes of a matter; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change<'a> {
    /// Its state.
    pub state: Option<State>,
    /// How it ends; with [`State::Closed`].
    pub outcome: Option<Outcome>,
    /// The dataset with which it ended.
    pub dataset: Option<&'a str>,
    /// The body to which it is handed over.
    pub holder: Option<&'a str>,
    /// Who is at it.
    pub officer: Option<i64>,
    /// Nobody is at it any more.
    pub released: bool,
    /// A new end of its term, with the reason.
    pub extended: Option<(&'a Deadline, Term, &'a str)>,
    /// Its term begins anew.
    pub renewed: Option<(&'a Deadline, Term)>,
    /// The outbox rows of its topic (where the group has topics) and its header.
    pub posted: Option<(Option<i64>, i64)>,
    /// The reminder that was given.
    pub reminded: Option<i64>,
    /// Whether an officer's first word goes to the resident.
    pub replied: bool,
}

/// Changes the matter `id` over the version `seen`; false if another was quicker.
pub async fn change(
    tx: &mut Tx,
    id: i64,
    seen: i64,
    change: &Change<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let closes = matches!(change.state, Some(State::Closed | State::Withdrawn));
    let reopens = change.state == Some(State::New);
    let extended = change.extended.map(|(deadline, term, _)| (deadline, term));
    let new = extended.or(change.renewed);
    let term = new.map(|(_, term)| serde_json::to_string(&term)).transpose();
    let term = term.map_err(|error| sqlx::Error::Encode(error.into()))?;
    let deadline = new.map(|(deadline, _)| deadline);
    let reminded = change.reminded.or(change.renewed.map(|_| 0));
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE feedback SET version = version + 1,
                state = COALESCE($1, state),
                outcome = CASE WHEN $2 THEN NULL ELSE COALESCE($3, outcome) END,
                dataset = COALESCE($4, dataset),
                holder = COALESCE($5, holder),
                officer = CASE WHEN $20 THEN NULL ELSE COALESCE($6, officer) END,
                closed_at = CASE WHEN $7 THEN $8 WHEN $2 THEN NULL ELSE closed_at END,
                term = COALESCE($9, term),
                due_at = COALESCE($10, due_at),
                half_at = COALESCE($11, half_at),
                day_before_at = COALESCE($12, day_before_at),
                extended_at = CASE WHEN $13 IS NULL THEN extended_at ELSE $8 END,
                extension_reason = COALESCE($13, extension_reason),
                topic = CASE WHEN $14 IS NULL THEN topic ELSE $15 END,
                header = COALESCE($14, header),
                reminded = COALESCE($16, reminded),
                first_reply_at = CASE WHEN $17 THEN COALESCE(first_reply_at, $8) ELSE first_reply_at END
             WHERE id = $18 AND version = $19",
        )
        .bind(change.state.map(State::name))
        .bind(reopens)
        .bind(change.outcome.map(Outcome::name))
        .bind(change.dataset)
        .bind(change.holder)
        .bind(change.officer)
        .bind(closes)
        .bind(now)
        .bind(term)
        .bind(deadline.map(|deadline| deadline.at))
        .bind(deadline.map(|deadline| deadline.half))
        .bind(deadline.and_then(|deadline| deadline.day_before))
        .bind(change.extended.map(|(.., reason)| reason))
        .bind(change.posted.map(|(_, header)| header))
        .bind(change.posted.and_then(|(topic, _)| topic))
        .bind(reminded)
        .bind(change.replied)
        .bind(id)
        .bind(seen)
        .bind(change.released)
        .execute(conn)
        .await?;
        Ok(done.rows_affected() == 1)
    })
}
