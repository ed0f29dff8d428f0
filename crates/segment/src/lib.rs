//! Segmentation 分词: normalised text → tokens.
//!
//! Tokens are spans into the text, never owned strings. Joined, they always equal the text.
//! Segmentation does not depend on the codebook: a new codebook needs no new segmentation.

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

    /// Changes whenever texts may be cut otherwise: an index remembers it.
    fn fingerprint(&self) -> String {
        self.name()
    }
}

/// Whether a token is a word, as opposed to white space or punctuation. Token totals count words.
pub fn is_word(token: &str) -> bool {
    // Most tokens are of Han characters, which the standard library looks up slowly.
    token.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric())
}
