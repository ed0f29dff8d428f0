//! Source text → normalised text.

use crate::map::OffsetMap;
use crate::table::{self, entry};
use crate::white::White;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A normalised text with its map and its length in Han characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised<'s> {
    /// The text; borrowed from the source where that is normal already.
    pub text: Cow<'s, str>,
    /// From its scalar values back to those of the source.
    pub map: OffsetMap,
    /// The number of scalar values of script Han.
    pub han_characters: u64,
}

/// Normalises `source` by the rule that the crate's description gives.
pub fn normalise(source: &str) -> Normalised<'_> {
    if let Some(han_characters) = already_normal(source) {
        return Normalised { text: Cow::Borrowed(source), map: OffsetMap::default(), han_characters };
    }
    let mut writer = Writer { text: String::with_capacity(source.len()), ..Writer::default() };
    let mut chars = source.char_indices().peekable();
    let mut at = 0u32; // in characters
    while let Some((byte, c)) = chars.next() {
        // A cluster is a character and all that may combine with it: NFKC must see them together.
        let mut end = byte + c.len_utf8();
        let mut length = 1;
        while let Some(&(_, next)) = chars.peek() {
            if !entry(next).extends() {
                break;
            }
            end += next.len_utf8();
            length += 1;
            chars.next();
        }
        if length > 1 {
            writer.cluster(&source[byte..end], at..at + length);
        } else {
            writer.character(c, at);
        }
        at += length;
    }
    writer.flush_white();
    Normalised { text: Cow::Owned(writer.text), map: writer.map, han_characters: writer.han_characters }
}

/// The number of Han characters where normalising would change nothing; else nothing. Most texts are
/// decided in their first line, by a full-width comma.
fn already_normal(source: &str) -> Option<u64> {
    let mut han_characters = 0;
    let mut white_after_han = false;
    let mut previous_han = false;
    let mut after_return = false;
    for c in source.chars() {
        let e = entry(c);
        if e.extends() || e.expands() || e.is_dropped() || e.normal() != c || (after_return && c != '\n') {
            return None;
        }
        after_return = c == '\r';
        if e.is_white() {
            white_after_han |= previous_han;
        } else {
            if e.is_han() {
                if white_after_han {
                    return None; // the writer decides whether this white space stays
                }
                han_characters += 1;
            }
            white_after_han = false;
        }
        previous_han = e.is_han();
    }
    (!after_return).then_some(han_characters)
}

/// The normalised text as far as it is written.
#[derive(Default)]
struct Writer {
    text: String,
    length: u32,
    map: OffsetMap,
    han_characters: u64,
    previous_han: bool,
    white: White,
}

impl Writer {
    fn character(&mut self, c: char, at: u32) {
        let e = entry(c);
        if e.expands() {
            self.block(table::expansion(c).chars(), at..at + 1);
        } else if e.is_dropped() {
        } else if e.is_white() {
            self.white.hold(c, e.normal(), at..at + 1);
        } else {
            self.settle_white(e.is_han());
            self.map.push_one(self.length, at);
            self.write(e.normal(), e.is_han());
        }
    }

    /// Writes several source characters that must be normalised together.
    fn cluster(&mut self, cluster: &str, source: Range<u32>) {
        let composed: String = cluster.nfkc().collect();
        let mut normal = String::new();
        for c in composed.chars() {
            let e = entry(c);
            if e.expands() {
                normal.push_str(table::expansion(c));
            } else if !e.is_dropped() {
                normal.push(e.normal());
            }
        }
        self.block(normal.chars(), source);
    }

    /// Writes characters that stand for `source` as a whole.
    fn block(&mut self, normal: impl Iterator<Item = char>, source: Range<u32>) {
        for c in normal {
            let e = entry(c);
            if e.is_white() {
                self.white.hold(c, c, source.clone());
                continue;
            }
            self.settle_white(e.is_han());
            self.map.push_block(self.length, source.clone());
            self.write(c, e.is_han());
        }
    }

    fn write(&mut self, c: char, han: bool) {
        self.text.push(c);
        self.length += 1;
        self.han_characters += u64::from(han);
        self.previous_han = han;
    }

    /// Writes or drops the held white space, now that the next character is known.
    fn settle_white(&mut self, next_han: bool) {
        if self.white.is_empty() {
            return;
        }
        if self.previous_han && next_han && !self.white.blank_line() {
            self.white = White::default();
        } else {
            self.flush_white();
        }
    }

    fn flush_white(&mut self) {
        for (c, source) in std::mem::take(&mut self.white).into_written() {
            if source.len() == 1 {
                self.map.push_one(self.length, source.start);
            } else {
                self.map.push_block(self.length, source);
            }
            self.write(c, false);
        }
    }
}

#[cfg(test)]
mod tests;
