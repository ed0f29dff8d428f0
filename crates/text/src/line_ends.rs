//! What ends a line of a text as read: the one answer for everything that looks at lines before the text is
//! normalised. Normalised text has `\n` (or `\r\n`) for all of them, see `normalise`.

use std::ops::Range;

/// Whether `c` ends a line: LF, VT, FF, CR, NEL, and Unicode's line and paragraph separators. Files of an old
/// Macintosh have CR alone, Word writes VT inside a paragraph, PDF readers FF between pages.
pub fn ends_line(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The lines of a text, without their ends; `\r\n` is one end. As `str::lines`, an end at the end of the
/// text begins no further line.
pub fn text_lines(text: &str) -> impl Iterator<Item = &str> + Clone {
    line_places(text).map(|place| &text[place.line])
}

/// The bytes of a line, and of the line with its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePlace {
    /// Without its end.
    pub line: Range<usize>,
    /// With its end: the whole ranges of a text leave no gap.
    pub whole: Range<usize>,
}

/// The places of the lines of a text.
pub fn line_places(text: &str) -> impl Iterator<Item = LinePlace> + Clone {
    let mut start = 0;
    std::iter::from_fn(move || {
        (start < text.len()).then(|| {
            let (end, next) = line_end(text, start);
            let place = LinePlace { line: start..end, whole: start..next };
            start = next;
            place
        })
    })
}

/// Where the line that begins at `start` ends, and where the next begins.
fn line_end(text: &str, start: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut at = start;
    // Only these bytes begin a character that ends a line.
    while let Some(next) = bytes[at..].iter().position(|b| matches!(b, b'\n'..=b'\r' | 0xc2 | 0xe2)) {
        at += next;
        let after = match bytes[at..] {
            [b'\r', b'\n', ..] | [0xc2, 0x85, ..] => at + 2,
            [b'\n'..=b'\r', ..] => at + 1,
            [0xe2, 0x80, 0xa8 | 0xa9, ..] => at + 3,
            _ => {
                at += 1;
                continue;
            }
        };
        return (at, after);
    }
    (bytes.len(), bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_ends_a_line_and_a_pair_ends_one() {
        for end in ["\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            let text = format!("甲{end}{end}é—乙{end}");
            assert_eq!(text_lines(&text).collect::<Vec<_>>(), ["甲", "", "é—乙"], "{end:?}");
            assert!(end.chars().all(ends_line), "{end:?}");
            let whole: String = line_places(&text).map(|place| text[place.whole].to_owned()).collect();
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn lines_are_those_of_the_standard_library_where_it_knows_the_end() {
        for text in ["", "\n", "a", "a\n", "a\n\nb", "\r\n\r\na\r\n"] {
            assert_eq!(text_lines(text).collect::<Vec<_>>(), text.lines().collect::<Vec<_>>(), "{text:?}");
        }
        assert!(!"a 　\t\u{a0}\u{200b}\u{feff}。".chars().any(ends_line));
    }
}
