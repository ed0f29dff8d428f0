//! Corpus: files on disk → texts, with their metadata, and a place for those that cannot be read.
//!
//! A [`Catalogue`] lists what the corpus holds: from a manifest or from file patterns, without
//! opening a single text, or from a folder of anything, going through tables and archives once.
//! [`read`] then opens one text at a time, whatever its format, so that a corpus of any size streams
//! through. [`twins`] finds those that stand there twice.

mod archive;
mod catalogue;
mod columns;
mod dates;
mod decode;
mod duplicates;
mod folder;
mod folder_names;
mod format;
mod hash;
mod listing;
mod manifest;
mod memory;
mod no_text;
mod number;
mod pattern;
mod plausible;
mod read;
mod reading;
mod signature;
mod sketch;
mod spool;
mod table;
#[cfg(test)]
mod tests_of_folder;
mod year;
mod year_rule;

pub use catalogue::{Catalogue, Entry};
pub use columns::{Columns, Field};
pub use decode::{Decoded, decode, decode_as, encoding};
pub use duplicates::{ALIKE, Candidate, REPOST, Twin, Twins, is_mere_title, twins};
pub use encoding_rs::Encoding;
pub use format::Format;
pub use hash::{hex, sha256_hex, sha256_of};
pub use memory::{Memory, NoMemory};
pub use pattern::YearFromName;
pub use read::{Text, content, content_length, digest, read, read_with, settle};
pub use reading::{FolderField, ParquetReader, Reading, Sheet, TextTable, WorkbookReader};
pub use sketch::Sketch;
pub use spool::{Part, Spool};
pub use year_rule::YearRule;
