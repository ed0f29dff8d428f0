//! The normal form and the class of one character. `build.rs` writes the data.

use std::ops::RangeInclusive;

include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// Variation Selectors Supplement: choose the drawing of the ideograph before them, and are no text. The one
/// block beyond the table that is dropped; a table up to it would hold 3.6 MB of characters that are themselves.
const VARIATION_SELECTORS: RangeInclusive<u32> = 0xe0100..=0xe01ef;

/// The entry of one source character: its normal character in the low 21 bits, flags above.
#[derive(Clone, Copy)]
pub struct Entry(u32);

impl Entry {
    /// The single normal character, unless the entry [expands](Self::expands).
    pub fn normal(self) -> char {
        char::from_u32(self.0 & 0x1f_ffff).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Of Unicode script Han.
    pub fn is_han(self) -> bool {
        self.0 & HAN != 0
    }

    /// White space.
    pub fn is_white(self) -> bool {
        self.0 & WHITE != 0
    }

    /// A quotation mark or an invisible character, which normalised text leaves out.
    pub fn is_dropped(self) -> bool {
        self.0 & DROP != 0
    }

    /// May combine with the character before it.
    pub fn extends(self) -> bool {
        self.0 & EXTEND != 0
    }

    /// Becomes several characters; see [`expansion`].
    pub fn expands(self) -> bool {
        self.0 & EXPAND != 0
    }
}

/// The entry of `c`. The table has two levels, because many pages of 256 characters are equal.
#[inline]
pub fn entry(c: char) -> Entry {
    let code = u32::from(c);
    if code >= END {
        return Entry(if VARIATION_SELECTORS.contains(&code) { code | DROP } else { code });
    }
    let page = INDEX[(code >> 8) as usize] as usize;
    Entry(ENTRIES[(page << 8) | (code & 0xff) as usize])
}

/// The text that a character that [expands](Entry::expands) becomes, e.g. ㎡ → m2.
pub fn expansion(c: char) -> &'static str {
    match EXPANSIONS.binary_search_by_key(&u32::from(c), |(code, _)| *code) {
        Ok(at) => EXPANSIONS[at].1,
        Err(_) => "",
    }
}
