//! Corpus: files on disk → texts, with their metadata, and a place for those that cannot be read.
//!
//! A [`Catalogue`] lists what the corpus holds: from a manifest or from file patterns, without
//! opening a single text, or from a folder of anything, going through tables and archives once.
//! A text is [`Listed`] first. A survey decides its year and whether it repeats another ([`twins`]), and
//! makes it [`Settled`]. Both read one text at a time, whatever its format, so that a corpus of any size
//! streams through.

mod archive;
mod catalogue;
mod columns;
mod dates;
mod decode;
mod duplicates;
mod facts;
mod folder;
mod folder_names;
mod format;
mod lines;
mod listed;
mod listing;
mod manifest;
mod memory;
mod no_text;
mod number;
mod pattern;
mod plausible;
mod read;
mod reading;
mod settled;
mod signature;
mod sketch;
mod source;
mod spool;
mod table;
#[cfg(test)]
mod tests_of_folder;
mod text;
mod year;

pub use catalogue::{Catalogue, Outside};
pub use columns::{Columns, Field};
pub use decode::{Decoded, decode, decode_as, encoding};
pub use duplicates::{ALIKE, Candidate, REPOST, Twin, Twins, bodies_of_two_years, is_mere_title, twins};
pub use encoding_rs::Encoding;
pub use facts::Facts;
pub use format::Format;
pub use listed::{Listed, ListedYear, NameWithYear};
pub use memory::{Memory, NoMemory};
/// What decided the year of a text.
pub use nianlun_types::YearRule;
pub use pattern::YearFromName;
pub use reading::{FolderField, ParquetReader, Reading, Sheet, TextTable, WorkbookReader};
pub use settled::Settled;
pub use sketch::Sketch;
pub use source::Source;
pub use spool::Spool;
pub use text::Text;
