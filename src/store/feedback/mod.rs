//! What residents want of the data, who wants it, and what was written about it.

pub mod clocks;
pub mod fixes;
pub mod letters;
mod matters;
pub mod own;
pub mod sources;
pub mod voices;

pub use matters::{
    Change, Matter, New, Order, add, all, answered, change, due, get, of_header, of_person,
    of_topic, open, public, rename, without_topic,
};
