//! Corpus: files on disk → texts, with their metadata, and a place for those that cannot be read.
//!
//! A [`Catalogue`] lists what the corpus holds, from a manifest or from file patterns, without
//! opening a single text. [`read`] then opens one text at a time, so that a corpus of any size
//! streams through.

mod catalogue;
mod decode;
mod manifest;
mod pattern;
mod read;

pub use catalogue::{Catalogue, Entry};
pub use decode::{Decoded, decode};
pub use pattern::YearFromName;
pub use read::{Text, read, sha256_hex};
