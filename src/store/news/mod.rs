//! News: items and their words, who is to get them, and what became of each copy.

pub mod drafts;
pub mod follows;
pub mod items;
pub mod ledger;
pub mod notices;
pub mod prompts;
pub mod recipients;
pub mod subscribers;

pub use items::Item;
