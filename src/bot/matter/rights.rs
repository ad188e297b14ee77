//! Who may act for the council, and the log of what they did.

use crate::{
    bot::Settings,
    db::Tx,
    store::{
        audit::{self, Action},
        officers,
    },
    telegram::Unit,
};

/// What a person may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rights {
    /// Answer residents.
    pub(crate) is_officer: bool,
    /// Say who may.
    pub(crate) is_admin: bool,
}

impl Rights {
    /// Those of `person`, who may be nobody (0). An admin is who the configuration names, and whom an admin invited.
    pub(crate) async fn of(
        tx: &mut Tx,
        bot: i64,
        settings: &Settings,
        person: i64,
    ) -> sqlx::Result<Self> {
        if person == 0 {
            return Ok(Self::default());
        }
        let roles = officers::of_person(tx, bot, person).await?;
        let is_admin = settings.admins.contains(&person)
            || roles.iter().any(|officer| officer.role == "admin");
        Ok(Self { is_officer: is_admin || !roles.is_empty(), is_admin })
    }
}

/// Keeps what `person` did, to which matter and with what.
pub(crate) async fn log(
    unit: &mut Unit,
    person: i64,
    action: &str,
    feedback: Option<i64>,
    detail: &str,
) -> sqlx::Result<()> {
    let (action, detail) = (action.to_owned(), detail.to_owned());
    let action = Action { at: unit.now, person, action, feedback, detail };
    audit::add(&mut unit.tx, unit.bot, &action).await
}
