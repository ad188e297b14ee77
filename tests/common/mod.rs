//! What several tests share.

pub mod engines;
pub mod telegram;
