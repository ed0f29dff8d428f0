//! The one normalised text that counting, exposure and search share, with a map back to the source.
//!
//! Normalising is METHOD's rule: NFKC, lower case, traditional → simplified, quotation marks
//! dropped, white space between two Han characters dropped unless it holds a blank line. It is
//! applied character by character, without phrase tables: a string then normalises alike wherever it
//! stands, which is what makes exact search exact. The price is that rare words kept apart by
//! phrase tables fall together (乾隆 becomes 干隆 in text and query alike).
//!
//! Beyond METHOD, invisible characters (zero-width space and joiners, word joiner, byte order mark,
//! soft hyphen) are dropped, since web pages put them inside words.

mod map;
mod normalise;
mod table;

pub use map::OffsetMap;
pub use normalise::{Normalised, normalise};

/// Whether `c`, a character of normalised text, is a *Han character*: of Unicode script Han.
pub fn is_han(c: char) -> bool {
    table::entry(c).is_han()
}

/// How many Han characters a normalised text holds.
pub fn count_han(normal: &str) -> u64 {
    normal.chars().filter(|c| is_han(*c)).count() as u64
}
