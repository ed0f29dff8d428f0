//! Words: what is said to people, in Chinese and in English, in one place.
//!
//! Two ways and no third. A closed set has a function with a match over its enum and no default arm
//! ([`verdict`], [`level`] …): a new choice does not compile before it has words. Every other sentence
//! is an entry of the catalogue ([`say`]): its key is a function and its values are arguments, so that code
//! that names a missing sentence or leaves a value out does not compile either.

mod choices;
mod finding;
mod lang;
pub mod say;

pub use choices::{
    agreement, decision, depth, inside_numbers, level, reason, stage_set, verdict, verdict_alone, year_rule,
    year_rule_long,
};
pub use finding::{BoundaryFound, Found, Within, boundaries, finding};
pub use lang::Lang;

/// A sentence with a capital letter at its start, where its first letter has one.
pub fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A share in whole percent; nothing short of all is 100.
pub fn percent(share: f64) -> f64 {
    let rounded = (share * 100.0).round();
    if share < 1.0 { rounded.min(99.0) } else { rounded }
}
