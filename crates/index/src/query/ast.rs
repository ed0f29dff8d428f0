//! A query, once read: which documents, and what is counted in them.

use crate::pattern::Pattern;
use crate::ranges::{merge, near};
use nianlun_types::Year;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

/// Which documents a query means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    /// Those that hold a leaf, by its position among the leaves.
    Leaf(usize),
    /// Those of which a fact is true.
    Fact(Fact),
    /// Those that all of these mean; all documents where there are none.
    All(Vec<Expression>),
    /// Those that any of these means.
    Any(Vec<Expression>),
    /// Those that this does not mean.
    Not(Box<Expression>),
}

/// Something that the manifest says of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fact {
    /// Its identifier is this.
    Id(String),
    /// The field holds this normalised string.
    Holds(Field, String),
    /// Its year lies in a range.
    Years(RangeInclusive<Year>),
    /// Its date, written yyyymmdd, lies in a range.
    Dates(RangeInclusive<u32>),
}

/// A field of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Issuer,
    Region,
    Kind,
    /// 文号, compared by [`letters_and_digits`].
    Number,
}

/// A document number without its brackets and blanks, which are typed in many ways.
pub(crate) fn letters_and_digits(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Something that stands in texts: counted, scored, shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub what: What,
    /// The word of a free query, which scores more where the segmentation made it a word.
    pub word: Option<String>,
    /// Whether it counts; not below NOT.
    pub counts: bool,
}

/// What a leaf looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// Any of these strings; more than one where concepts are expanded.
    Strings(Vec<Pattern>),
    /// The first of these with each other one near it.
    Near(Vec<Vec<Pattern>>, u32),
    /// Hits of a codebook, counted when the texts were.
    Coded(Arc<DocumentHits>),
}

/// Hits by document: where each begins and ends, in characters of the text as read, ascending. A hit
/// that counts in several categories stands here once.
pub type DocumentHits = BTreeMap<String, Vec<(u32, u32)>>;

impl What {
    /// Where it stands in a normalised text, in characters. The hits of a codebook are not looked for:
    /// they were counted when the run was made.
    pub fn find(&self, text: &str) -> Vec<Range<u32>> {
        match self {
            What::Strings(patterns) => alternatives(patterns, text),
            What::Near(parts, within) => {
                let parts: Vec<_> = parts.iter().map(|patterns| alternatives(patterns, text)).collect();
                near(&parts, *within).into_iter().map(|(place, _)| place).collect()
            }
            What::Coded(_) => Vec::new(),
        }
    }

    /// Everything of it that is shown as a hit: for NEAR, the partners too.
    pub fn find_all_parts(&self, text: &str) -> Vec<Range<u32>> {
        match self {
            What::Near(parts, within) => {
                let parts: Vec<_> = parts.iter().map(|patterns| alternatives(patterns, text)).collect();
                let found = near(&parts, *within).into_iter();
                found.flat_map(|(place, partners)| [vec![place], partners].concat()).collect()
            }
            What::Strings(_) | What::Coded(_) => self.find(text),
        }
    }
}

/// Where any of the patterns stands.
fn alternatives(patterns: &[Pattern], text: &str) -> Vec<Range<u32>> {
    merge(patterns.iter().map(|pattern| pattern.find(text)).collect())
}
