//! A hit in its line: what stands before and after it in the source's own characters, white space folded
//! to single blanks.

use serde::Serialize;
use std::ops::Range;

/// Characters on either side of a hit in its line, where nothing else is asked for.
pub const CONTEXT: u32 = 24;

/// A concordance line 语境行: a hit in its surroundings, in the source's own characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Line {
    /// Characters before the hit.
    pub left: String,
    /// The hit as the text writes it.
    pub hit: String,
    /// Characters after it.
    pub right: String,
}

/// The lines of hits in `source`, each with `context` characters on either side. `places` are in Unicode
/// scalar values, ascending by their starts: the text is walked through once.
pub fn lines(source: &str, places: impl IntoIterator<Item = Range<u32>>, context: u32) -> Vec<Line> {
    let bytes = |text: &str, characters: u32| {
        text.char_indices().nth(characters as usize).map_or(text.len(), |(byte, _)| byte)
    };
    // Where the last hit begins: in characters, and in bytes.
    let (mut character, mut byte) = (0, 0);
    let line = |place: Range<u32>| {
        byte += bytes(&source[byte..], place.start - character);
        character = place.start;
        let (before, rest) = source.split_at(byte);
        let from = before.char_indices().nth_back(context as usize - 1).map_or(0, |(byte, _)| byte);
        let (hit, after) = rest.split_at(bytes(rest, place.end - place.start));
        Line {
            left: folded(&before[from..]),
            hit: folded(hit),
            right: folded(&after[..bytes(after, context)]),
        }
    };
    places.into_iter().map(line).collect()
}

/// The text with white space folded to single blanks, none at its ends.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_characters_and_folded() {
        let source = "第一\n  行，公共数据开放。\r\n第二";
        let found = lines(source, [7..11, 7..9], 4);
        let shown: Vec<[&str; 3]> = found.iter().map(|l| [&*l.left, &*l.hit, &*l.right]).collect();
        assert_eq!(shown, [["行，", "公共数据", "开放。"], ["行，", "公共", "数据开放"]]);
        assert_eq!(lines("", [], 4), []);
    }
}
