//! What a query asks for; `docs/search.md` says how it is written.
//!
//! A query passes through `read` (brackets and operators → [`typed::Typed`]) and `build` (strings
//! normalised and cut, fields read → [`Expression`] and its leaves).

mod ast;
mod build;
mod cursor;
mod language;
mod leaf;
mod point;
mod range;
mod read;
mod typed;

pub use ast::DocumentHits;
pub use language::{Codes, Language, NoHits};
pub use range::Years;

pub(crate) use ast::{Expression, Fact, Field, Leaf, What, letters_and_digits};
pub(crate) use range::date;

use crate::pattern::Pattern;
use build::Builder;
use nianlun_segment::Segmenter;
use nianlun_text::normalise;
use nianlun_types::Problem;
use read::read;

/// Most strings, words and hits that a query may look for.
const MOST_LEAVES: usize = 64;

/// A query: which documents, and what is counted in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The query as typed.
    pub typed: String,
    pub(crate) expression: Expression,
    pub(crate) leaves: Vec<Leaf>,
}

impl Query {
    /// Reads a query without a codebook.
    ///
    /// # Errors
    /// As [`Query::parse_with`].
    pub fn parse(typed: &str, segmenter: &dyn Segmenter) -> Result<Self, Problem> {
        Query::parse_with(typed, &Language { segmenter, codes: None, same: &[] })
    }

    /// Reads a query.
    ///
    /// Without AND, OR and NOT, the segmentation cuts words outside quotation marks, and they rank the
    /// documents. A document must have all strings in quotation marks, NEAR, `category:` and `term:`, or
    /// at least one of the words where the query has none of these. With AND, OR or NOT, words outside
    /// quotation marks are strings too, and a document must have all that stands side by side.
    ///
    /// # Errors
    /// A query without sense; the problem points at the place.
    pub fn parse_with(typed: &str, language: &Language<'_>) -> Result<Self, Problem> {
        let read = read(typed)?;
        let mut builder = Builder::new(typed, language);
        let expression = match read.typed {
            None => None,
            Some(typed) if read.boolean => Some(builder.boolean(typed)?),
            Some(typed) => builder.ranked(typed)?,
        };
        let leaves = builder.leaves;
        let Some(expression) = expression else {
            return Err(Problem::new("the query holds no word")
                .hint("to find punctuation, put it into quotation marks: '\"《\"'"));
        };
        if leaves.len() > MOST_LEAVES {
            return Err(Problem::new(format!("the query looks for {} strings", leaves.len()))
                .because(format!("{MOST_LEAVES} is the most")));
        }
        Ok(Query { typed: typed.to_owned(), expression, leaves })
    }

    /// A query for one exact string, taken as it is: no wildcards, no operators.
    ///
    /// # Errors
    /// Nothing is left of it in normalised text.
    pub fn exact(string: &str) -> Result<Self, Problem> {
        let normal = normalise(string).text.into_owned();
        if normal.is_empty() {
            return Err(Problem::new("an exact string is empty")
                .because(format!("nothing is left of `{string}` in normalised text")));
        }
        let what = What::Strings(vec![Pattern::literal(normal)]);
        Ok(Query {
            typed: string.to_owned(),
            expression: Expression::Leaf(0),
            leaves: vec![Leaf { what, word: None, counts: true }],
        })
    }

    /// Whether anything is counted, rather than documents only listed.
    pub fn counts(&self) -> bool {
        self.leaves.iter().any(|leaf| leaf.counts)
    }
}

#[cfg(test)]
mod tests;
