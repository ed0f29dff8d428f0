//! Reading a query as typed: brackets, operators, quotation marks, fields.
//!
//! ```text
//! any     = all ( OR all )*
//! all     = one ( AND? one )*
//! one     = NOT one | ( any ) | NEAR( string , string … , number ) | field: value | "string" | words
//! ```
//!
//! Full-width letters, brackets, colons, commas and the quotation marks “” 「」 『』 ＂ do as well.

use super::point::point;
use crate::pattern::Item;
use nianlun_types::Problem;
use std::ops::Range;

/// Most characters of a query.
const LONGEST: usize = 2_000;
/// Most brackets, or NOTs, inside one another.
const DEEPEST: usize = 32;

/// A query as its brackets and operators order it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// Characters without quotation marks, up to a blank or bracket.
    Words(String, Place),
    /// A string in quotation marks.
    String(Vec<Item>, Place),
    /// Strings, and how near.
    Near(Vec<(Vec<Item>, Place)>, u32),
    /// A field, its value, and where the value stands.
    Field(&'static str, String, Place),
    Not(Box<Typed>),
    All(Vec<Typed>),
    Any(Vec<Typed>),
}

/// Characters of the query as typed.
pub(super) type Place = Range<usize>;

pub(super) struct Reader<'q> {
    typed: &'q str,
    pub(super) chars: Vec<char>,
    pub(super) at: usize,
    depth: usize,
    /// Whether AND, OR or NOT was met.
    pub boolean: bool,
}

/// Full-width ASCII → ASCII.
pub(super) fn half(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// The quotation mark that closes what `c` opens.
pub(super) fn opens(c: char) -> Option<char> {
    match c {
        '"' | '＂' => Some('"'),
        '“' => Some('”'),
        '「' => Some('」'),
        '『' => Some('』'),
        _ => None,
    }
}

impl<'q> Reader<'q> {
    pub fn new(typed: &'q str) -> Result<Self, Problem> {
        let chars: Vec<char> = typed.chars().collect();
        if chars.len() > LONGEST {
            return Err(Problem::new(format!("the query has {} characters", chars.len()))
                .because(format!("{LONGEST} is the most")));
        }
        Ok(Reader { typed, chars, at: 0, depth: 0, boolean: false })
    }

    /// Reads all of it; nothing where it is empty.
    pub fn read(&mut self) -> Result<Option<Typed>, Problem> {
        let query = self.any()?;
        match self.chars.get(self.at) {
            None => Ok(query),
            Some(_) => Err(self
                .fault(self.at..self.at + 1, "this bracket was never opened")
                .hint("put brackets that you look for into quotation marks: '\"(试行)\"'")),
        }
    }

    pub(super) fn fault(&self, place: Place, message: impl Into<String>) -> Problem {
        point(self.typed, &place, message)
    }

    pub(super) fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    /// The characters from here on up to a blank, bracket or quotation mark.
    pub(super) fn word_end(&self) -> usize {
        let ends = |c: &char| c.is_whitespace() || "()".contains(half(*c)) || opens(*c).is_some();
        self.chars[self.at..].iter().position(ends).map_or(self.chars.len(), |n| self.at + n)
    }

    /// The operator that stands here, if one does.
    fn operator(&mut self) -> Option<&'static str> {
        self.blanks();
        let word: String = self.chars[self.at..self.word_end()].iter().map(|c| half(*c)).collect();
        ["AND", "OR", "NOT"].into_iter().find(|name| *name == word)
    }

    fn any(&mut self) -> Result<Option<Typed>, Problem> {
        let mut parts = Vec::new();
        let mut before: Option<Place> = None;
        loop {
            let part = self.all()?;
            let operator = (self.operator() == Some("OR")).then(|| self.at..self.at + 2);
            match (part, before.or(operator.clone())) {
                (Some(part), _) => parts.push(part),
                (None, Some(place)) => return Err(self.dangling(place, "OR")),
                (None, None) => return Ok(None),
            }
            if operator.is_none() {
                break;
            }
            self.boolean = true;
            self.at += 2;
            before = operator;
        }
        Ok(Some(if parts.len() == 1 { parts.remove(0) } else { Typed::Any(parts) }))
    }

    fn dangling(&self, place: Place, operator: &str) -> Problem {
        self.fault(place, format!("`{operator}` has nothing on one side"))
            .hint(format!("to look for the word itself, put it into quotation marks: '\"{operator}\"'"))
    }

    fn all(&mut self) -> Result<Option<Typed>, Problem> {
        let mut parts = Vec::new();
        loop {
            match self.operator() {
                Some("AND") => {
                    let place = self.at..self.at + 3;
                    self.at += 3;
                    self.boolean = true;
                    let next = self.one()?;
                    match (next, parts.is_empty()) {
                        (Some(part), false) => parts.push(part),
                        _ => return Err(self.dangling(place, "AND")),
                    }
                }
                Some("OR") => break,
                _ => match self.one()? {
                    Some(part) => parts.push(part),
                    None => break,
                },
            }
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Typed::All(parts)),
        })
    }

    fn deeper(&mut self, place: Place) -> Result<(), Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault(place, format!("brackets lie more than {DEEPEST} deep")));
        }
        Ok(())
    }

    fn one(&mut self) -> Result<Option<Typed>, Problem> {
        if self.operator() == Some("NOT") {
            let place = self.at..self.at + 3;
            self.at += 3;
            self.boolean = true;
            self.deeper(place.clone())?;
            let part = self.one()?;
            self.depth -= 1;
            return match part {
                Some(part) => Ok(Some(Typed::Not(Box::new(part)))),
                None => Err(self.dangling(place, "NOT")),
            };
        }
        let Some(&c) = self.chars.get(self.at) else { return Ok(None) };
        if matches!(self.operator(), Some("AND" | "OR")) || half(c) == ')' {
            return Ok(None);
        }
        if half(c) == '(' {
            let open = self.at..self.at + 1;
            self.at += 1;
            self.deeper(open.clone())?;
            let inner = self.any()?;
            self.depth -= 1;
            if self.chars.get(self.at).map(|c| half(*c)) != Some(')') {
                return Err(self.fault(open, "this bracket is not closed").hint("close it with )"));
            }
            self.at += 1;
            return match inner {
                Some(inner) => Ok(Some(inner)),
                None => Err(self.fault(open.start..self.at, "nothing stands in these brackets")),
            };
        }
        if opens(c).is_some() {
            let start = self.at;
            let items = self.string()?;
            return Ok(Some(Typed::String(items, start..self.at)));
        }
        if let Some(near) = self.near()? {
            return Ok(Some(near));
        }
        if let Some(field) = self.field()? {
            return Ok(Some(field));
        }
        let place = self.at..self.word_end();
        self.at = place.end;
        Ok(Some(Typed::Words(self.chars[place.clone()].iter().collect(), place)))
    }
}
