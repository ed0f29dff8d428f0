//! The lines of a text as the rules of years and numbers look at them: alone, or joined where a page broke
//! them, as counting joins them.

use nianlun_text::{LinePlace, holds_blank_line, line_places, normalise};
use std::ops::Range;

/// Lines that one note or signature may be broken into.
const MOST_JOINED: usize = 4;

/// The lines of a text that are not blank, without white space around them.
pub(crate) struct Lines<'t> {
    text: &'t str,
    /// The bytes of each line.
    places: Vec<Range<usize>>,
    /// Whether a blank line is before it.
    after_blank: Vec<bool>,
}

impl<'t> Lines<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let mut lines = Lines { text, places: Vec::new(), after_blank: Vec::new() };
        for LinePlace { line: place, .. } in line_places(text) {
            let line = &text[place.clone()];
            let bare = line.trim_start();
            let start = place.end - bare.len();
            let end = start + bare.trim_end().len();
            if start < end {
                let before = lines.places.last().map_or(0, |last| last.end);
                lines.after_blank.push(holds_blank_line(&text[before..start]));
                lines.places.push(start..end);
            }
        }
        lines
    }

    pub(crate) fn get(&self, at: usize) -> Option<&'t str> {
        Some(&self.text[self.places.get(at)?.clone()])
    }

    /// The lines from `at` on, joined with one, two … following ones, as long as no blank line parts them and
    /// they are at most `longest` bytes.
    pub(crate) fn joined(&self, at: usize, longest: usize) -> impl Iterator<Item = &'t str> {
        let start = self.places.get(at).map_or(0, |place| place.start);
        (at + 1..self.places.len().min(at + MOST_JOINED))
            .take_while(|next| !self.after_blank[*next])
            .map(move |next| &self.text[start..self.places[next].end])
            .take_while(move |joined| joined.len() <= longest)
    }
}

/// The normalised text of a line or of joined lines. Line ends that normalising keeps go too, with the white
/// space around them: they part no date, and no name.
pub(crate) fn unbroken(lines: &str) -> String {
    let normal = normalise(lines).text;
    if !normal.contains('\n') {
        return normal.into_owned();
    }
    normal.split('\n').map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_up_to_a_blank_line() {
        for end in ["\n", "\r\n", "\r", "\u{b}", "\u{85}", "\u{2028}", "\u{c}"] {
            let text = format!("甲{end} 乙2{end}3丙{end}{end}丁");
            let lines = Lines::of(&text);
            assert_eq!(
                (lines.get(1), lines.get(3), lines.get(4)),
                (Some("乙2"), Some("丁"), None),
                "{end:?}"
            );
            let joined: Vec<String> = lines.joined(0, 99).map(unbroken).collect();
            assert_eq!(joined, ["甲乙2", "甲乙23丙"], "{end:?}");
            assert_eq!(lines.joined(0, 5).count(), 0);
            assert_eq!(lines.joined(3, 99).count(), 0);
        }
        for end in ["\n\u{c}", "\u{c}\n", "\n\u{c}\n"] {
            let text = format!("甲{end}乙");
            let joins = Lines::of(&text).joined(0, 99).count();
            assert_eq!(joins, usize::from(normalise(&text).text == "甲乙"), "{end:?}");
        }
    }
}
