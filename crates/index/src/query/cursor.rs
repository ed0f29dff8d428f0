//! A place in a query as typed, and the characters from there on.

use super::point::{Place, point};
use nianlun_types::Problem;

/// Reads a query character by character.
pub(super) struct Cursor<'q> {
    typed: &'q str,
    chars: Vec<char>,
    /// The number of the next character.
    pub at: usize,
}

/// An operator, in capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

impl Operator {
    const ALL: [Operator; 3] = [Operator::And, Operator::Or, Operator::Not];

    /// The operator as it is typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Operator::And => "AND",
            Operator::Or => "OR",
            Operator::Not => "NOT",
        }
    }
}

/// Full-width ASCII → ASCII.
pub(super) fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// The quotation mark that closes what `c` opens; nothing where `c` opens none.
pub(super) fn closing_mark(c: char) -> Option<char> {
    match c {
        '"' | '＂' => Some('"'),
        '“' => Some('”'),
        '「' => Some('」'),
        '『' => Some('』'),
        _ => None,
    }
}

impl<'q> Cursor<'q> {
    /// A cursor at the beginning.
    pub fn new(typed: &'q str) -> Self {
        Cursor { typed, chars: typed.chars().collect(), at: 0 }
    }

    /// How many characters the query has.
    pub fn length(&self) -> usize {
        self.chars.len()
    }

    /// The next character, as it is typed.
    pub fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// The character `ahead` of the next one, as ASCII where it is full-width ASCII.
    pub fn peek_half(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).map(|c| half_width(*c))
    }

    /// Whether a string in quotation marks begins here.
    pub fn at_quotation(&self) -> bool {
        self.peek().is_some_and(|c| closing_mark(c).is_some())
    }

    /// Passes over white space.
    pub fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// The characters from here up to a blank, bracket or quotation mark.
    pub fn word(&self) -> Place {
        let ends =
            |c: &char| c.is_whitespace() || "()".contains(half_width(*c)) || closing_mark(*c).is_some();
        let length = self.chars[self.at..].iter().position(ends);
        self.at..length.map_or(self.chars.len(), |length| self.at + length)
    }

    /// The operator that stands here, if one does; blanks before it are passed over.
    pub fn operator(&mut self) -> Option<Operator> {
        self.skip_blanks();
        let word = self.text_half(&self.word());
        Operator::ALL.into_iter().find(|operator| operator.as_str() == word)
    }

    /// These characters, as they are typed.
    pub fn text(&self, place: &Place) -> String {
        self.chars[place.clone()].iter().collect()
    }

    /// These characters, full-width ASCII as ASCII.
    pub fn text_half(&self, place: &Place) -> String {
        self.chars[place.clone()].iter().map(|c| half_width(*c)).collect()
    }

    /// A problem that points at these characters.
    pub fn fault(&self, place: &Place, message: impl Into<String>) -> Problem {
        point(self.typed, place, message)
    }
}
