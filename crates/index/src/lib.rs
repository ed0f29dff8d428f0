//! Full-text index 全文索引: what is in the text is found.
//!
//! Two fields hold the normalised text. `characters` has every scalar value as a token with its
//! position, so that any string is found wherever it stands, and counted exactly. `words` has the
//! words of the segmentation, which rank unquoted queries: 和服 as a word outranks 产品和服务.
//! The text as read is stored, so that snippets show the source's own characters.

mod cards;
mod collocates;
mod concordance;
mod document;
mod error;
mod evaluate;
mod facets;
mod files;
mod fingerprint;
mod like;
mod locate;
mod pattern;
mod positions;
mod postings;
mod query;
mod ranges;
mod schema;
mod search;
mod segment;
mod snippet;
mod words;
mod write;

pub use cards::Card;
pub use collocates::Collocates;
pub use concordance::{Concordance, ConcordanceLine, LineOptions, LineSort};
pub use document::DocumentToIndex;
pub use error::{Error, OpenError, Stale};
pub use facets::{Facet, Facets};
pub use files::{FileState, State, check, copy, verify};
pub use fingerprint::TANTIVY_VERSION;
pub use like::{Like, LikeResult};
pub use pattern::MOST_OF_ANY;
pub use query::{Codes, DocumentHits, Language, NoHits, Query, Years};
pub use search::{Marked, Match, Options, SearchResult, Searcher, Sort};
pub use snippet::{Piece, Snippet};
pub use words::{WordCount, WordCounts};
pub use write::{IndexBuilder, ShardWriter};
