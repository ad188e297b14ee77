//! SQL, one file per family of tables; decides nothing.

pub mod answers;
pub mod backup;
pub mod chats;
pub mod conversation;
pub mod inbox;
pub mod lease;
pub mod origin;
pub mod outbox;
pub mod requests;
