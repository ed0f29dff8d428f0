//! Coding: people and the codebook. Dictionaries are imported, terms suggested, lines drawn for coders, and
//! their verdicts turned into precision, recall and agreement.
//!
//! Nothing enters a codebook by itself: everything here is for somebody to judge.

mod import;
mod sample;
mod score;
mod sheet;
mod suggest;

pub use import::import_codebook;
pub use nianlun_codebook::import::Imported;
pub use sample::{SampleOptions, Sampled, sample};
pub use score::{Agreement, CategoryScore, Coding, ENOUGH, Recall, Score, TermScore, score};
pub use suggest::{SampleLine, SuggestOptions, Suggestion, Suggestions, suggest};
