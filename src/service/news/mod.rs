//! What comes to residents by itself.

pub(in crate::service) mod notices;
pub(in crate::service) mod saved;
