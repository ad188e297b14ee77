//! What a chat follows.

use crate::names::names;

/// How many things a chat may follow.
pub const MOST: usize = 50;

/// What kind of thing is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A theme: every dataset on it.
    Theme,
    /// A department: every dataset that it holds.
    Holder,
    /// One dataset.
    Dataset,
    /// A saved question: its answer.
    Question,
}

names!(Kind { Theme = "theme", Holder = "holder", Dataset = "dataset", Question = "question" });
