//! Reading a query as typed: brackets, operators, quotation marks, fields.
//!
//! ```text
//! any     = all ( OR all )*
//! all     = one ( AND? one )*
//! one     = NOT one | ( any ) | NEAR( string , string … , number ) | field: value | "string" | words
//! ```
//!
//! Full-width letters, brackets, colons, commas and the quotation marks “” 「」 『』 ＂ do as well.

use crate::pattern::Item;
use nianlun_types::Problem;
use std::ops::Range;
use unicode_width::UnicodeWidthChar as _;

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

/// Every field with what it looks at, for messages.
pub(super) const FIELDS: [&str; 10] =
    ["title", "issuer", "region", "kind", "number", "id", "year", "date", "category", "term"];

pub(super) struct Reader<'q> {
    typed: &'q str,
    chars: Vec<char>,
    at: usize,
    depth: usize,
    /// Whether AND, OR or NOT was met.
    pub boolean: bool,
}

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

/// Full-width ASCII → ASCII.
fn half(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

fn opens(c: char) -> Option<char> {
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

    fn fault(&self, place: Place, message: impl Into<String>) -> Problem {
        point(self.typed, &place, message)
    }

    fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    /// The characters from here on up to a blank, bracket or quotation mark.
    fn word_end(&self) -> usize {
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

    /// A string in quotation marks, which opens here.
    fn string(&mut self) -> Result<Vec<Item>, Problem> {
        let open = self.at;
        let close = opens(self.chars[open]).unwrap_or('"');
        let mut items = Vec::new();
        self.at += 1;
        while let Some(&c) = self.chars.get(self.at) {
            self.at += 1;
            match (c, self.chars.get(self.at)) {
                (c, _) if c == close || (close == '"' && c == '＂') => return Ok(items),
                ('\\', Some(&next)) if "\\\"＂”」』?*".contains(next) => {
                    items.push(Item::Char(next));
                    self.at += 1;
                }
                ('?', _) => items.push(Item::One),
                ('*', _) => items.push(Item::Any),
                (c, _) => items.push(Item::Char(c)),
            }
        }
        Err(self.fault(open..open + 1, "this quotation mark is not closed").hint(format!(
            "close it with {close}; in a shell, put the whole query into single quotation marks: '\"公共数据\"'"
        )))
    }

    /// `NEAR(公众, 参与, 5)`, if that stands here.
    fn near(&mut self) -> Result<Option<Typed>, Problem> {
        let word: String = self.chars[self.at..self.word_end()].iter().map(|c| half(*c)).collect();
        if word != "NEAR" || self.chars.get(self.at + 4).map(|c| half(*c)) != Some('(') {
            return Ok(None);
        }
        let start = self.at;
        self.at += 5;
        let form = "write NEAR(公众, 参与, 5): strings, then the most characters that may stand between them";
        let mut parts: Vec<(Vec<Item>, Place)> = Vec::new();
        loop {
            self.blanks();
            let from = self.at;
            let mut items = Vec::new();
            if self.chars.get(from).is_some_and(|c| opens(*c).is_some()) {
                items = self.string()?;
                self.blanks();
            } else {
                while self.chars.get(self.at).is_some_and(|c| !",()".contains(half(*c))) {
                    items.push(Item::Char(self.chars[self.at]));
                    self.at += 1;
                }
                while matches!(items.last(), Some(Item::Char(c)) if c.is_whitespace()) {
                    items.pop();
                }
            }
            let place = from..self.at;
            let end = self.chars.get(self.at).map(|c| half(*c));
            self.at += 1;
            match end {
                Some(',') => parts.push((items, place)),
                Some(')') => {
                    let number: String = self.chars[place.clone()].iter().map(|c| half(*c)).collect();
                    let within = number.trim().parse().ok().filter(|n| *n <= 500);
                    return match (within, parts.len()) {
                        (Some(within), 2..=8) => Ok(Some(Typed::Near(parts, within))),
                        (Some(_), _) => {
                            Err(self.fault(start..self.at, "NEAR takes from two to eight strings").hint(form))
                        }
                        (None, _) => Err(self
                            .fault(place, "NEAR ends with a number of characters, at most 500")
                            .hint(form)),
                    };
                }
                _ => {
                    return Err(self
                        .fault(start..start + 5, "the brackets of NEAR are not closed")
                        .hint(form));
                }
            }
        }
    }

    /// `year:2003..2010`, if a field stands here.
    fn field(&mut self) -> Result<Option<Typed>, Problem> {
        let start = self.at;
        let name: String = self.chars[start..]
            .iter()
            .map(|c| half(*c))
            .take_while(|c| c.is_ascii_alphabetic())
            .collect::<String>();
        let colon = start + name.chars().count();
        if name.is_empty() || self.chars.get(colon).map(|c| half(*c)) != Some(':') {
            return Ok(None);
        }
        let Some(field) = FIELDS.into_iter().find(|f| *f == name.to_ascii_lowercase()) else {
            return Err(self.fault(start..colon + 1, format!("there is no field `{name}`")).hint(format!(
                "the fields are {}; to look for `{name}:` itself, put it into quotation marks",
                FIELDS.join(", ")
            )));
        };
        self.at = colon + 1;
        self.blanks();
        let from = self.at;
        let value: String = if self.chars.get(from).is_some_and(|c| opens(*c).is_some()) {
            let written = |item: Item| match item {
                Item::Char(c) => c,
                Item::One => '?',
                Item::Any => '*',
            };
            self.string()?.into_iter().map(written).collect()
        } else {
            // Brackets of its own belong to it: number:沪府发(2020)12号.
            let mut open = 0;
            while let Some(&c) =
                self.chars.get(self.at).filter(|c| !c.is_whitespace() && opens(**c).is_none())
            {
                match half(c) {
                    '(' => open += 1,
                    ')' if open == 0 => break,
                    ')' => open -= 1,
                    _ => {}
                }
                self.at += 1;
            }
            self.chars[from..self.at].iter().collect()
        };
        if value.trim().is_empty() {
            return Err(self
                .fault(start..self.at, format!("nothing stands after `{field}:`"))
                .hint("write title:条例, issuer:\"上海市人民政府\", year:2003..2010"));
        }
        Ok(Some(Typed::Field(field, value, from..self.at)))
    }
}
