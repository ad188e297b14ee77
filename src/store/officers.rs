//! Who may do what: officers and admins, the links by which they join, and the group that is bound.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};

/// An officer or admin for one department.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Officer {
    /// Their number in Telegram, which is also that of their private chat.
    pub person: i64,
    /// `officer` or `admin`.
    pub role: String,
    /// Title of the holder whose matters they get; empty: those that nobody else has.
    pub department: String,
    /// How they are called.
    pub name: String,
}

/// Everyone who is an officer or admin, by department and in the order of joining.
pub async fn all(tx: &mut Tx, bot: i64) -> sqlx::Result<Vec<Officer>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT person, role, department, name FROM officer WHERE bot = $1
             ORDER BY department, joined_at, person",
        )
        .bind(bot)
        .fetch_all(conn)
        .await
    })
}

/// What `person` is, department by department.
pub async fn of_person(tx: &mut Tx, bot: i64, person: i64) -> sqlx::Result<Vec<Officer>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT person, role, department, name FROM officer WHERE bot = $1 AND person = $2
             ORDER BY department",
        )
        .bind(bot)
        .bind(person)
        .fetch_all(conn)
        .await
    })
}

/// How an officer is called, if they are one.
pub async fn name(tx: &mut Tx, bot: i64, person: i64) -> sqlx::Result<Option<String>> {
    on!(tx, conn => {
        sqlx::query_scalar("SELECT name FROM officer WHERE bot = $1 AND person = $2 LIMIT 1")
            .bind(bot)
            .bind(person)
            .fetch_optional(conn)
            .await
    })
}

/// Adds an officer, or changes the role and name of one.
pub async fn add(tx: &mut Tx, bot: i64, officer: &Officer, now: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO officer (bot, person, role, department, name, joined_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (bot, person, department) DO UPDATE
                SET role = excluded.role, name = excluded.name",
        )
        .bind(bot)
        .bind(officer.person)
        .bind(&officer.role)
        .bind(&officer.department)
        .bind(&officer.name)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// The person is no officer any more; returns of how many departments they were.
pub async fn remove(tx: &mut Tx, bot: i64, person: i64) -> sqlx::Result<u64> {
    on!(tx, conn => {
        let done = sqlx::query("DELETE FROM officer WHERE bot = $1 AND person = $2")
            .bind(bot)
            .bind(person)
            .execute(conn)
            .await?;
        Ok(done.rows_affected())
    })
}

/// What a code is for.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Invitation {
    /// `officer`, `admin` or `group`.
    pub purpose: String,
    /// Title of a holder; empty for all.
    pub department: String,
    /// Who made it.
    pub made_by: i64,
}

/// Keeps the digest of a code that serves once until `expires`.
pub async fn invite(
    tx: &mut Tx,
    bot: i64,
    digest: &str,
    invitation: &Invitation,
    expires: DateTime<Utc>,
) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO invitation (digest, bot, purpose, department, made_by, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(digest)
        .bind(bot)
        .bind(&invitation.purpose)
        .bind(&invitation.department)
        .bind(invitation.made_by)
        .bind(expires)
        .execute(conn)
        .await?;
        Ok(())
    })
}

/// Uses the code with this digest, for `person`; `None` if it is unknown, used or too old.
pub async fn accept(
    tx: &mut Tx,
    bot: i64,
    digest: &str,
    purposes: [&str; 2],
    person: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Invitation>> {
    on!(tx, conn => {
        sqlx::query_as(
            "UPDATE invitation SET used_by = $1, used_at = $2
             WHERE digest = $3 AND bot = $4 AND used_at IS NULL AND expires_at > $2
               AND purpose IN ($5, $6)
             RETURNING purpose, department, made_by",
        )
        .bind(person)
        .bind(now)
        .bind(digest)
        .bind(bot)
        .bind(purposes[0])
        .bind(purposes[1])
        .fetch_optional(conn)
        .await
    })
}

/// What became of the code with this digest: when it was used, and until when it serves; `None` if there was none.
pub async fn invitation(
    tx: &mut Tx,
    bot: i64,
    digest: &str,
) -> sqlx::Result<Option<(Option<DateTime<Utc>>, DateTime<Utc>)>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT used_at, expires_at FROM invitation WHERE bot = $1 AND digest = $2",
        )
        .bind(bot)
        .bind(digest)
        .fetch_optional(conn)
        .await
    })
}

/// The officers' group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Group {
    /// The chat.
    pub chat: i64,
    /// Whether it has topics.
    pub forum: bool,
}

/// The officers' group, if one was bound.
pub async fn group(tx: &mut Tx, bot: i64) -> sqlx::Result<Option<Group>> {
    on!(tx, conn => {
        sqlx::query_as("SELECT chat, forum FROM binding WHERE bot = $1 AND purpose = 'officers'")
            .bind(bot)
            .fetch_optional(conn)
            .await
    })
}

/// Binds the officers' group.
pub async fn bind(
    tx: &mut Tx,
    bot: i64,
    group: Group,
    person: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO binding (bot, purpose, chat, forum, bound_by, bound_at)
             VALUES ($1, 'officers', $2, $3, $4, $5)
             ON CONFLICT (bot, purpose) DO UPDATE
                SET chat = excluded.chat, forum = excluded.forum, bound_by = excluded.bound_by,
                    bound_at = excluded.bound_at",
        )
        .bind(bot)
        .bind(group.chat)
        .bind(group.forum)
        .bind(person)
        .bind(now)
        .execute(conn)
        .await?;
        Ok(())
    })
}
