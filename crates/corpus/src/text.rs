//! A text as read.

use crate::facts::Facts;
use crate::format::Format;
use crate::memory;

/// A text as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text: decoded, without byte order mark, and taken out of its page or document; otherwise
    /// untouched.
    pub text: String,
    /// The format of its file; that of the table, for a row.
    pub format: Format,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// SHA-256 of the bytes of its file, of the row's text or of the member.
    pub sha256: String,
    /// How many bytes those are.
    pub bytes: u64,
    /// What is known of it, all of it.
    pub facts: Facts,
}

impl Text {
    /// Names the text itself: as long as the key stays, so does `text`. Another version may take
    /// another text out of the same bytes.
    pub fn key(&self) -> String {
        let how = format!("{} {}", env!("CARGO_PKG_VERSION"), memory::VERSION);
        format!("{} {} {} {how}", self.sha256, self.format.name(), self.encoding)
    }
}
