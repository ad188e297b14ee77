//! Folding, words, stems, layouts, transliteration, dates and periods.

pub mod number;
pub mod period;
pub(crate) mod scan;
