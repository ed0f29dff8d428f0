//! Full-text index 全文索引: what is in the text is found.
//!
//! Two fields hold the normalised text. `characters` has every scalar value as a token with its
//! position, so that any string is found wherever it stands, and counted exactly. `words` has the
//! words of the segmentation, which rank unquoted queries: 和服 as a word outranks 产品和服务.
//! The text as read is stored, so that snippets show the source's own characters.

mod cards;
mod concordance;
mod document;
mod evaluate;
mod facets;
mod fingerprint;
mod like;
mod pattern;
mod positions;
mod postings;
mod query;
mod schema;
mod search;
mod segment;
mod snippet;
mod words;
mod write;

pub use cards::Card;
pub use concordance::{Concordance, ConcordanceLine, LineOptions, LineSort};
pub use document::DocumentToIndex;
pub use facets::{Facet, Facets};
pub use fingerprint::Stale;
pub use like::{Like, LikeResult};
pub use pattern::MOST_OF_ANY;
pub use query::{Codes, DocumentHits, Language, Query, Years};
pub use search::{Marked, Match, Options, SearchResult, Searcher, Sort};
pub use snippet::{Piece, Snippet};
pub use words::{Collocates, WordCount, WordCounts};
pub use write::{IndexBuilder, ShardWriter};

/// What can go wrong with an index on disk.
pub type Error = tantivy::TantivyError;

/// Why an index cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// It must be made anew first.
    Stale(Stale),
    /// It cannot be read.
    Unreadable(Error),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OpenError::Stale(stale) => stale.fmt(f),
            OpenError::Unreadable(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<Stale> for OpenError {
    fn from(stale: Stale) -> Self {
        OpenError::Stale(stale)
    }
}

impl From<Error> for OpenError {
    fn from(error: Error) -> Self {
        OpenError::Unreadable(error)
    }
}

/// Version of tantivy, whose files an index consists of; a test compares it with `Cargo.lock`.
pub const TANTIVY_VERSION: &str = "0.27.0";
