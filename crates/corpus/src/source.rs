//! Where a text lies.

use crate::spool::Part;
use encoding_rs::Encoding;
use nianlun_digest::sha256_hex;
use std::io::{Error, ErrorKind, Result};
use std::path::PathBuf;

/// The largest file that is taken for one text.
const LARGEST: u64 = 512 << 20;

/// Where the bytes of a text lie, and how they are decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The file as the manifest names it. A row or member has its number or name behind `#`.
    pub file: String,
    /// The file as it can be opened.
    pub path: PathBuf,
    /// Where the text lies, if it is a row of a table, a member of an archive, or taken out already.
    pub(crate) part: Option<Part>,
    /// The encoding that the pipeline says its files are in.
    pub(crate) encoding: Option<&'static Encoding>,
    /// The bytes that the text is taken from, where they were read already.
    pub(crate) original: Option<Original>,
}

/// Hash and length of the bytes that a text is taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Original {
    pub sha256: String,
    pub bytes: u64,
}

impl Original {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Original { sha256: sha256_hex(bytes), bytes: bytes.len() as u64 }
    }
}

impl Source {
    /// SHA-256 of the bytes that the text is taken from.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn sha256(&self) -> Result<String> {
        match &self.original {
            Some(original) => Ok(original.sha256.clone()),
            None => Ok(sha256_hex(&self.open()?)),
        }
    }

    /// How many bytes the text is taken from.
    ///
    /// # Errors
    /// The file cannot be looked at.
    pub fn length(&self) -> Result<u64> {
        match (&self.original, &self.part) {
            (Some(original), _) => Ok(original.bytes),
            (None, Some(part)) => Ok(part.range.end - part.range.start),
            (None, None) => Ok(std::fs::metadata(&self.path)?.len()),
        }
    }

    /// Keeps the SHA-256 and length of its bytes, so that nobody need read them for it again.
    pub fn keep_hash(&mut self, sha256: String, bytes: u64) {
        self.original = Some(Original { sha256, bytes });
    }

    /// The bytes of the file or part, and the bytes that the text was taken from.
    pub(crate) fn read(&self) -> Result<(Vec<u8>, Original)> {
        let bytes = self.open()?;
        let original = match (&self.part, &self.original) {
            (Some(_), Some(original)) => original.clone(),
            // A file may have changed since it was hashed: its text must not go under the old hash.
            _ => Original::of(&bytes),
        };
        Ok((bytes, original))
    }

    fn open(&self) -> Result<Vec<u8>> {
        if let Some(part) = &self.part {
            return part.spool.read(&part.range);
        }
        let meta = std::fs::metadata(&self.path)?;
        if meta.is_dir() {
            return Err(Error::new(ErrorKind::IsADirectory, "is a folder, not a file"));
        }
        if meta.len() > LARGEST {
            return Err(Error::other("larger than 512 MiB: split it into texts"));
        }
        std::fs::read(&self.path)
    }
}
