//! What residents want of the data, who wants it, and what was written about it.

pub mod clocks;
mod earlier;
pub mod fixes;
pub mod letters;
mod lists;
mod matters;
pub mod own;
pub mod sources;
pub mod voices;

pub use earlier::{answered, compared, uncompared};
pub use lists::{Order, all, due, of_person, open, public, without_topic};
pub use matters::{Change, Matter, New, add, change, get, of_header, of_topic, rename};
