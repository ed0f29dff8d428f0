//! Coding: what people do with a codebook. Imports dictionaries, suggests terms, draws lines for coders, and
//! turns their verdicts into precision, recall and agreement.
//!
//! Nothing enters a codebook by itself: a person judges everything that is made here.

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
