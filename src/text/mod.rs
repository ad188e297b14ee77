//! Folding, words, stems, layouts, transliteration, dates and periods.
