//! SQL, one file per family of tables; decides nothing.

pub mod answers;
pub mod chats;
pub mod conversation;
pub mod inbox;
pub mod lease;
pub mod outbox;
pub mod requests;
