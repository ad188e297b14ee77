//! Chats that want news, or were asked whether they do.

use chrono::{DateTime, Utc};

use crate::{
    db::{Tx, on},
    names::names,
    news::{Quiet, Rhythm},
};

/// Whether a chat wants what is sent to everyone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consent {
    /// It was not asked.
    #[default]
    Unasked,
    /// It was asked and has not answered.
    Asked,
    /// Yes.
    Given,
    /// No.
    Refused,
}

names!(Consent { Unasked = "unasked", Asked = "asked", Given = "given", Refused = "refused" });

/// A chat that follows something or was asked.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Subscriber {
    /// The chat.
    pub chat: i64,
    /// To news for everyone.
    #[sqlx(try_from = "String")]
    pub consent: Consent,
    /// How often it wants to hear.
    #[sqlx(try_from = "String")]
    pub rhythm: Rhythm,
    quiet_from: i64,
    quiet_until: i64,
    /// `uk` or `en`.
    pub language: String,
}

impl Subscriber {
    /// A chat of which nothing is known yet.
    pub fn new(chat: i64, quiet: Quiet, language: &str) -> Self {
        Self {
            chat,
            consent: Consent::Unasked,
            rhythm: Rhythm::AtOnce,
            quiet_from: i64::from(quiet.from),
            quiet_until: i64::from(quiet.until),
            language: language.to_owned(),
        }
    }

    /// When it wants to be left alone.
    pub fn quiet(&self) -> Quiet {
        let minute = |minute: i64| u16::try_from(minute).unwrap_or(0);
        Quiet { from: minute(self.quiet_from), until: minute(self.quiet_until) }
    }

    /// Keeps when it wants to be left alone.
    pub fn set_quiet(&mut self, quiet: Quiet) {
        self.quiet_from = i64::from(quiet.from);
        self.quiet_until = i64::from(quiet.until);
    }
}

/// What is known of `chat`.
pub async fn get(tx: &mut Tx, bot: i64, chat: i64) -> sqlx::Result<Option<Subscriber>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT chat, consent, rhythm, quiet_from, quiet_until, language FROM subscriber
             WHERE bot = $1 AND chat = $2",
        )
        .bind(bot)
        .bind(chat)
        .fetch_optional(conn)
        .await
    })
}

/// Keeps what `subscriber` wants.
pub async fn put(
    tx: &mut Tx,
    bot: i64,
    subscriber: &Subscriber,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO subscriber (bot, chat, consent, rhythm, quiet_from, quiet_until, language, since)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (bot, chat) DO UPDATE
                SET consent = excluded.consent, rhythm = excluded.rhythm, quiet_from = excluded.quiet_from,
                    quiet_until = excluded.quiet_until, language = excluded.language",
        )
        .bind(bot)
        .bind(subscriber.chat)
        .bind(subscriber.consent.name())
        .bind(subscriber.rhythm.name())
        .bind(subscriber.quiet_from)
        .bind(subscriber.quiet_until)
        .bind(&subscriber.language)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// What is known of `chat`; `new` is kept if nothing was.
pub async fn known(
    tx: &mut Tx,
    bot: i64,
    new: Subscriber,
    now: DateTime<Utc>,
) -> sqlx::Result<Subscriber> {
    if let Some(known) = get(tx, bot, new.chat).await? {
        return Ok(known);
    }
    put(tx, bot, &new, now).await?;
    Ok(new)
}
