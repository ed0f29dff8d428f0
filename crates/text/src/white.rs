//! White space between two characters of a text, and the line ends in it.

use std::ops::Range;

/// Whether white space holds a blank line, and so parts the characters on either side of it.
pub fn holds_blank_line(white: &str) -> bool {
    let mut held = White::default();
    white.chars().for_each(|c| held.hold(c, c, 0..1));
    held.blank_line()
}

/// White space that is read but not written yet: the next character decides whether it stays.
#[derive(Default)]
pub struct White {
    held: Vec<(char, Range<u32>)>,
    /// Line breaks but form feeds.
    line_breaks: u32,
    form_feeds: u32,
    after_return: bool,
}

impl White {
    /// Whether it holds a blank line. A form feed beside another line end is the page's end, not a line of its
    /// own: else a word that a page breaks would not be joined.
    pub fn blank_line(&self) -> bool {
        self.line_breaks > 1 || (self.line_breaks == 0 && self.form_feeds > 1)
    }

    /// Makes a `\r` that no `\n` follows a line end of its own.
    fn end_return(&mut self) {
        if std::mem::take(&mut self.after_return)
            && let Some((last, _)) = self.held.last_mut()
        {
            *last = '\n';
        }
    }

    /// Holds a white character, and counts the line breaks: `\r\n` is one.
    pub fn hold(&mut self, source_char: char, normal: char, source: Range<u32>) {
        let ends_pair = source_char == '\n' && self.after_return;
        if ends_pair {
            self.after_return = false;
        } else {
            self.end_return();
        }
        let mut held = normal;
        match source_char {
            '\n' if ends_pair => {}
            '\n' | '\u{b}' | '\u{85}' | '\u{2028}' => self.line_breaks += 1,
            '\r' => {
                self.line_breaks += 1;
                self.after_return = true;
            }
            // A paragraph separator is a blank line.
            '\u{2029}' => {
                self.line_breaks += 2;
                self.held.push((normal, source.clone()));
            }
            '\u{c}' => {
                self.form_feeds += 1;
                held = source_char;
            }
            _ => {}
        }
        self.held.push((held, source));
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// The characters as they are written, each with its place in the source.
    pub fn into_written(mut self) -> impl Iterator<Item = (char, Range<u32>)> {
        self.end_return();
        let page_ends_line = self.line_breaks == 0;
        let written = move |c| if c == '\u{c}' && page_ends_line { '\n' } else { c };
        self.held.into_iter().map(move |(c, source)| (written(c), source))
    }
}
