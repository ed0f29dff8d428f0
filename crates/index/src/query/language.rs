//! What it takes to read a query beside the query itself.

use super::ast::DocumentHits;
use nianlun_segment::Segmenter;
use nianlun_types::Problem;
use std::sync::Arc;

/// Why a codebook gives no hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoHits {
    /// It has no such category or term. The query is to blame.
    Unknown(Problem),
    /// Its hits cannot be read. The query is not to blame.
    Unreadable(Problem),
}

/// The hits of a codebook, which the index does not know.
pub trait Codes {
    /// The hits of the category with this identifier.
    ///
    /// # Errors
    /// There is no such category, or its hits cannot be read.
    fn category(&self, id: &str) -> Result<Arc<DocumentHits>, NoHits>;

    /// The hits of the term with this name.
    ///
    /// # Errors
    /// There is no such term, or its hits cannot be read.
    fn term(&self, name: &str) -> Result<Arc<DocumentHits>, NoHits>;
}

/// What it takes to read a query.
#[derive(Clone, Copy)]
pub struct Language<'l> {
    /// The segmentation that the index was made with, which cuts words without quotation marks.
    pub segmenter: &'l dyn Segmenter,
    /// What answers `category:` and `term:`.
    pub codes: Option<&'l dyn Codes>,
    /// Groups of strings held to be one concept: whoever looks for one finds all of its group.
    pub same: &'l [Vec<String>],
}
