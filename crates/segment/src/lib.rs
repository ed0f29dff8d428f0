//! Segmentation 分词: normalised text → tokens.
//!
//! Tokens are spans into the text, never owned strings; joined, they equal the text. Segmentation does
//! not depend on the codebook, so a new codebook needs no new segmentation.

mod jieba;
mod user;

pub use jieba::Jieba;
pub use user::UserDictionary;

use nianlun_types::Span;

/// Cuts normalised text into tokens.
pub trait Segmenter: Send + Sync {
    /// Cuts `text`. The spans are in order, leave no gap and cover all of it.
    fn cut(&self, text: &str) -> Vec<Span>;

    /// Name and version of whatever decides where the cuts fall, for `provenance.json`.
    fn name(&self) -> String;

    /// A text that differs whenever texts may be cut differently. An index keeps it, and is rebuilt when
    /// it changes.
    fn fingerprint(&self) -> String {
        self.name()
    }
}

/// Whether a token is a word, as opposed to white space or punctuation. Token totals count words.
pub fn is_word(token: &str) -> bool {
    // The range comes first because most tokens are Han and `is_alphanumeric` is slow for them.
    token.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric())
}
