//! Problems of a query, pointed at.

use super::read::Place;
use nianlun_types::Problem;
use unicode_width::UnicodeWidthChar as _;

/// A problem that shows the query and points at a place in it.
pub(super) fn point(typed: &str, place: &Place, message: impl Into<String>) -> Problem {
    // Of a long query, what surrounds the place.
    let shown: Vec<char> = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let from = place.start.saturating_sub(40).min(shown.len());
    let to = (place.end + 40).min(shown.len());
    let columns = |chars: &[char]| chars.iter().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    let end = place.end.min(shown.len()).max(place.start.min(shown.len()));
    let pad = columns(&shown[from..place.start.min(shown.len())]);
    let carets = columns(&shown[place.start.min(shown.len())..end]).max(1);
    let line: String = shown[from..to].iter().collect();
    Problem::new(message).because(format!(
        "in the query, at character {}:\n{line}\n{}{}",
        place.start + 1,
        " ".repeat(pad),
        "^".repeat(carets)
    ))
}
