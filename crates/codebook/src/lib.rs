//! Codebook 编码表: categories and their terms, and the rule by which a text's occurrences of them
//! become hits 命中.
//!
//! Text in, values out: nothing here opens a file.

pub mod import;
mod lint;
mod lookalikes;
mod matcher;
mod parse;
mod scope;

pub use lint::{Advice, Evidence, Level, Lookalike, Met, inside_latin, lint, lint_texts};
pub use lookalikes::Lookalikes;
pub use matcher::{Matcher, Rule};
pub use scope::{Scope, Unit, holds, sentences};

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
    /// Groups of normalised strings held to be one concept: searches find them together if asked to,
    /// counts are not touched.
    pub same: Vec<Vec<String>>,
}

impl Codebook {
    /// The strings that searches may take for one another: the groups of `[[same]]`, and the
    /// spellings of each term.
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

/// A term and everything that counts as it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As the codebook writes it; the name it has in tables.
    pub term: String,
    /// Its spellings as the codebook writes them: its own, then its variants.
    pub written: Vec<String>,
    /// Normalised spellings that count as the term: its own, then its variants.
    pub spellings: Vec<String>,
    /// Normalised longer strings that absorb the term and count for nothing.
    pub not: Vec<String>,
    /// The year before which a hit means a wrong year or a wrong text.
    pub since: Option<Year>,
    /// Why the term stands where it stands, for readers.
    pub note: Option<String>,
    /// Positions of the categories that it counts in, ascending.
    pub categories: Vec<u32>,
    /// Line of the codebook file that holds it.
    pub line: usize,
}
