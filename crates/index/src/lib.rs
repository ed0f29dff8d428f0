//! Full-text index 全文索引: what is in the text is found.
//!
//! Two fields hold the normalised text. `characters` has every scalar value as a token with its
//! position, so that any string is found wherever it stands, and counted exactly. `words` has the
//! words of the segmentation, which rank unquoted queries: 和服 as a word outranks 产品和服务.
//! The text as read is stored, so that snippets show the source's own characters.

mod occurrences;
mod query;
mod schema;
mod search;
mod snippet;
mod tokens;
mod write;

pub use query::{Query, Years};
pub use search::{Match, SearchResult, Searcher};
pub use snippet::{Piece, Snippet};
pub use write::{DocumentToIndex, IndexBuilder, ShardWriter};

/// What can go wrong with an index on disk.
pub type Error = tantivy::TantivyError;

/// Version of tantivy, whose files an index consists of; a test compares it with `Cargo.lock`.
pub const TANTIVY_VERSION: &str = "0.27.0";
