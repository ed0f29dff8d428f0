//! Errors of an index on disk, and the reasons to make it anew.

use std::fmt;

/// An error of an index on disk.
pub type Error = tantivy::TantivyError;

/// Why an index cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// It must be made anew.
    Stale(Stale),
    /// It cannot be read.
    Unreadable(Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

/// Why an index must be made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// There is none.
    Missing,
    /// A file of it cannot be read, is missing or was changed; the text names the file.
    Damaged(String),
    /// Another version of nianlun made it, or one before the list of files.
    Version,
    /// Another segmentation cut its texts: the earlier one, and the present one.
    Segmentation(String, String),
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stale::Missing => write!(f, "there is no index yet"),
            Stale::Damaged(cause) => write!(f, "the index is damaged: {cause}"),
            Stale::Version => write!(f, "the index was made by another version of nianlun"),
            Stale::Segmentation(then, now) => {
                write!(f, "the index was cut by `{then}`, and would now be cut by `{now}`")
            }
        }
    }
}

impl std::error::Error for Stale {}
