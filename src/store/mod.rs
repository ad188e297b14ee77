//! SQL, one file per family of tables; decides nothing.

pub mod chats;
pub mod conversation;
pub mod inbox;
pub mod lease;
pub mod outbox;
