//! The index over a council's data, and the reading of questions by it.

pub mod concepts;
pub mod glossary;
mod index;
mod lexicon;
mod particle;
mod reading;
mod theme;
mod thesaurus;
mod vocabulary;

pub use index::{Doc, Found, Index, contains, is_address_mark};
pub use lexicon::{Cue, Lexicon, Phrase};
pub use particle::Particle;
pub use reading::{Language, Number, Reader, Reading, Term};
pub use thesaurus::{RELATED, Thesaurus, Variant};
pub use vocabulary::{Near, Vocabulary, WordId};
