//! Names by which values are kept where there are only texts.

/// A name that stands for nothing here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown name: {0}")]
pub struct UnknownName(pub(crate) String);

/// Gives an enum the names by which it is kept in the database and written in exports.
macro_rules! names {
    ($type:ty { $($variant:ident = $name:literal),* $(,)? }) => {
        impl $type {
            /// Its name in the database and in exports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The one that `name` names.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }

        impl TryFrom<String> for $type {
            type Error = $crate::names::UnknownName;

            fn try_from(name: String) -> Result<Self, Self::Error> {
                Self::named(&name).ok_or($crate::names::UnknownName(name))
            }
        }
    };
}

pub(crate) use names;
