//! Opening one text.

use crate::catalogue::Entry;
use crate::decode::decode;
use nianlun_types::{Quarantined, Reason};
use sha2::{Digest, Sha256};
use std::io::ErrorKind;

/// The largest file that is taken for one text.
const LARGEST: u64 = 512 << 20;

/// A text as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, decoded, without byte order mark; otherwise untouched.
    pub text: String,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// SHA-256 of the file's bytes.
    pub sha256: String,
    /// Length of the file.
    pub bytes: u64,
}

/// Opens the text of `entry`.
///
/// # Errors
/// The reason to set it aside: missing, unreadable, no text, or empty.
pub fn read(entry: &Entry) -> Result<Text, Quarantined> {
    let aside = |reason, detail: String| Quarantined { file: entry.file.clone(), reason, detail };
    let bytes = open(entry).map_err(|error| {
        let reason = match error.kind() {
            ErrorKind::NotFound => Reason::Missing,
            _ => Reason::Unreadable,
        };
        aside(reason, error.to_string())
    })?;
    let sha256 = sha256_hex(&bytes);
    let length = bytes.len() as u64;
    let decoded = decode(bytes).map_err(|detail| aside(Reason::NotText, detail))?;
    if decoded.text.chars().all(char::is_whitespace) {
        return Err(aside(Reason::Empty, format!("{length} bytes, nothing but white space")));
    }
    Ok(Text { text: decoded.text, encoding: decoded.encoding, sha256, bytes: length })
}

fn open(entry: &Entry) -> std::io::Result<Vec<u8>> {
    let meta = std::fs::metadata(&entry.path)?;
    if meta.is_dir() {
        return Err(std::io::Error::new(ErrorKind::IsADirectory, "is a folder, not a file"));
    }
    if meta.len() > LARGEST {
        return Err(std::io::Error::other("larger than 512 MiB: split it into texts"));
    }
    std::fs::read(&entry.path)
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
