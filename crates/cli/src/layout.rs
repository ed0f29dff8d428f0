//! Columns of text on a terminal, where a Han character takes two columns.

use unicode_width::UnicodeWidthStr as _;

/// The text with blanks before it, up to so many columns.
pub fn padded(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(text.width())) + text
}

/// The text with blanks behind it, up to so many columns.
pub fn filled(text: &str, columns: usize) -> String {
    text.to_owned() + &" ".repeat(columns.saturating_sub(text.width()))
}

/// The end of the text that has at most so many columns.
pub fn end_of(text: &str, columns: usize) -> &str {
    let mut starts = text.char_indices().map(|(start, _)| start);
    starts.find(|start| text[*start..].width() <= columns).map_or("", |start| &text[start..])
}
