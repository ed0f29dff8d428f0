//! Codebook 编码表: categories and their terms, and the rules by which their occurrences in a text
//! become hits 命中.
//!
//! Every function takes text and returns values; none opens a file.

pub mod import;
mod lint;
mod lookalikes;
mod matcher;
mod parse;
mod rule;
mod scope;
mod whole;

pub use lint::{Advice, Evidence, Level, Lookalike, Met, lint, lint_texts};
pub use lookalikes::Lookalikes;
pub use matcher::{Hits, Matcher};
pub use rule::{ByRule, Rule};
pub use scope::{Scope, Unit, holds, sentences};
pub use whole::whole;

use nianlun_types::{Category, Dimension, Year};

/// Categories and terms, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codebook {
    /// Each dimension that a category names, once, in order of first use.
    pub dimensions: Vec<Dimension>,
    /// In the order of the file.
    pub categories: Vec<Category>,
    /// In the order of the file.
    pub terms: Vec<Term>,
    /// Groups of normalised strings that mean one concept. A search finds them together if it is asked to;
    /// counts do not use them.
    pub same: Vec<Vec<String>>,
}

impl Codebook {
    /// The groups of strings that a search may replace by one another: those of `[[same]]`, and the
    /// spellings of each term. A group that shares a string with a term takes in all its spellings.
    pub fn concepts(&self) -> Vec<Vec<String>> {
        let mut concepts = self.same.clone();
        for term in self.terms.iter().filter(|term| term.spellings.len() > 1) {
            let group = concepts.iter_mut().find(|group| group.iter().any(|s| term.spellings.contains(s)));
            match group {
                Some(group) => group.extend(term.spellings.iter().cloned()),
                None => concepts.push(term.spellings.clone()),
            }
        }
        for group in &mut concepts {
            group.sort();
            group.dedup();
        }
        concepts
    }
}

/// A term and every string that counts as it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As the codebook writes it; its name in tables.
    pub term: String,
    /// Its spellings as the codebook writes them: its own, then its variants.
    pub written: Vec<String>,
    /// Normalised spellings that count as the term: its own, then its variants.
    pub spellings: Vec<String>,
    /// Normalised longer strings inside which the term does not count.
    pub not: Vec<String>,
    /// Whether it is met inside longer numbers and Latin words too.
    pub inside: bool,
    /// The first year in which the term can occur: an earlier hit means a wrong year or a wrong text.
    pub since: Option<Year>,
    /// Why the term stands in its category, for readers.
    pub note: Option<String>,
    /// Positions of the categories that it counts in, ascending.
    pub categories: Vec<u32>,
    /// The line of the codebook that holds it.
    pub line: usize,
}
