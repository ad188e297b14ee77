//! Buttons by which admins and officers arrange who does what: invitations, officers, usual answers.

use crate::catalog::Key;

/// Something to be arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staff {
    /// An invitation for an officer: for which department?
    InviteOfficer,
    /// An invitation for an officer of this department; `None`: for all that nobody else has.
    InviteTo(Option<Key>),
    /// An invitation for an admin.
    InviteAdmin,
    /// This person is no officer any more.
    Dismiss(i64),
    /// The usual answer of this number goes.
    Forget(i64),
}

/// How the department of those who have none is written.
const ALL: &str = "-";

impl Staff {
    /// What stands for it in callback data.
    pub(super) fn written(self) -> String {
        match self {
            Self::InviteOfficer => "officer".to_owned(),
            Self::InviteTo(None) => format!("officer:{ALL}"),
            Self::InviteTo(Some(key)) => format!("officer:{key}"),
            Self::InviteAdmin => "admin".to_owned(),
            Self::Dismiss(person) => format!("fire:{person}"),
            Self::Forget(template) => format!("drop:{template}"),
        }
    }

    /// What `word` and `name` stand for; `None` for anything that we did not write.
    pub(super) fn parse(word: &str, name: Option<&str>) -> Option<Self> {
        let number = |text: &str| text.parse().ok().filter(|number| *number > 0);
        Some(match (word, name) {
            ("officer", None) => Self::InviteOfficer,
            ("officer", Some(ALL)) => Self::InviteTo(None),
            ("officer", Some(key)) => Self::InviteTo(Some(key.parse().ok()?)),
            ("admin", None) => Self::InviteAdmin,
            ("fire", Some(person)) => Self::Dismiss(number(person)?),
            ("drop", Some(template)) => Self::Forget(number(template)?),
            _ => return None,
        })
    }

    /// One of each, for tests.
    #[cfg(test)]
    pub(super) fn all(key: Key) -> [Self; 6] {
        [
            Self::InviteOfficer,
            Self::InviteTo(None),
            Self::InviteTo(Some(key)),
            Self::InviteAdmin,
            Self::Dismiss(i64::MAX),
            Self::Forget(i64::MAX),
        ]
    }
}
