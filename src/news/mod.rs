//! News: what is sent to whom, when, and what became of it. Pure: `store`, `service` and `bot` do what these say.

mod audience;
mod follow;
mod item;
mod novelty;
pub mod quarter;
mod rhythm;
mod saved;
mod tally;
mod when;

pub use audience::Audience;
pub use follow::{Kind, MOST};
pub use item::{Event, Form, Media, State, Words};
pub use novelty::{Found, KnownFile, Novelty, Subject, Update, of_changes};
pub use quarter::Quarter;
pub use rhythm::{Quiet, Rhythm};
pub use saved::{Difference, Look, Saved, Told, differing};
pub use tally::Tally;
pub use when::moment;
