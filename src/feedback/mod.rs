//! What residents want of the data: its rules, its terms, its states. Pure: `bot` and `store` do what these say.

pub mod calendar;
pub mod term;

pub use calendar::Calendar;
pub use term::{Deadline, Term};
