//! What is done about a message or a press, one file an area.

pub(super) mod button;
pub(super) mod figures;
pub(super) mod follow;
pub(super) mod harvest;
pub(super) mod inline;
pub(super) mod matter;
pub(super) mod news;
pub(super) mod personal;
pub(super) mod place;
pub(super) mod question;
pub(super) mod staff;
pub(super) mod stats;
pub(super) mod words;
