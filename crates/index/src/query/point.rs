//! Problems of a query, pointed at.

use nianlun_types::Problem;
use std::ops::Range;
use unicode_width::UnicodeWidthChar as _;

/// Characters of the query as typed.
pub(super) type Place = Range<usize>;

/// Most characters of the query that are shown on either side of the place.
const CONTEXT: usize = 40;

/// A problem that shows the query and points at a place in it.
pub(super) fn point(typed: &str, place: &Place, message: impl Into<String>) -> Problem {
    let shown: Vec<char> = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let start = place.start.min(shown.len());
    let end = place.end.min(shown.len()).max(start);
    // Of a long query only the surroundings of the place fit into a line.
    let from = place.start.saturating_sub(CONTEXT).min(shown.len());
    let to = (place.end + CONTEXT).min(shown.len());
    // A Han character is two columns wide in a terminal.
    let columns = |chars: &[char]| chars.iter().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    let blanks = columns(&shown[from..start]);
    let carets = columns(&shown[start..end]).max(1);
    let line: String = shown[from..to].iter().collect();
    Problem::new(message).because(format!(
        "in the query, at character {}:\n{line}\n{}{}",
        place.start + 1,
        " ".repeat(blanks),
        "^".repeat(carets)
    ))
}
