//! Normalising: the one text that counting, exposure and search share, with a map back to the source.
//!
//! The rule is METHOD's: NFKC, lower case, traditional → simplified; quotation marks are dropped, and white
//! space between two Han characters is dropped unless it holds a blank line. It is applied character by
//! character, without phrase tables, so that a string normalises alike wherever it stands: exact search
//! rests on that. The price: a few words that phrase tables keep apart become one (乾隆 becomes 干隆, in
//! text and query alike).
//!
//! Whatever ends a line of the source (CR, VT, FF, NEL, U+2028, U+2029) is `\n` in normalised text; `\r\n` stays.
//! So all that reads normalised text need know `\n` alone.
//!
//! Beyond METHOD, invisible characters (zero-width space and joiners, marks of direction, word joiner,
//! invisible operators, variation selectors, grapheme joiner, byte order mark, soft hyphen) are dropped,
//! because web pages and word processors put them inside words; and radicals (⺠, ⻓), which PDF extracts write
//! for ideographs, become the ideographs (民, 长).

mod line;
mod line_ends;
mod map;
mod normalise;
mod table;
mod white;

pub use line::{CONTEXT, Line, folded, lines};
pub use line_ends::{LinePlace, ends_line, line_places, text_lines};
pub use map::OffsetMap;
pub use normalise::{Normalised, normalise};
pub use white::holds_blank_line;

/// Counts up whenever a text normalises otherwise: what was kept from texts before is then of no use.
pub const VERSION: u32 = 2;

/// Whether `c`, a character of normalised text, is a *Han character*: of Unicode script Han.
pub fn is_han(c: char) -> bool {
    table::entry(c).is_han()
}

/// The number of Han characters in a normalised text.
pub fn count_han(normal: &str) -> u64 {
    normal.chars().filter(|c| is_han(*c)).count() as u64
}
