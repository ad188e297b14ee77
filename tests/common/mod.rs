//! What several tests share.

pub(crate) mod engines;
pub(crate) mod telegram;
