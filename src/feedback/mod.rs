//! What residents want of the data: its rules, its terms, its states. Pure: `bot` and `store` do what these say.

pub mod block;
pub mod calendar;
pub mod check;
pub mod draft;
pub mod figures;
mod matter;
pub mod similar;
pub mod term;

pub use calendar::Calendar;
pub use draft::Draft;
pub use matter::{Event, Kind, Outcome, State};
pub use term::{Deadline, Term};
