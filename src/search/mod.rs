//! The index: BM25F over dataset words, labels and values, with repair of what residents write.

pub mod concepts;
