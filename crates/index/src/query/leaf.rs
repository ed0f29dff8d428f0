//! Reading what stands between brackets and operators: strings, NEAR, fields.

use super::cursor::{Cursor, closing_mark, half_width};
use super::point::Place;
use super::typed::{FieldName, Typed};
use crate::pattern::Item;
use nianlun_types::Problem;

/// Most characters that NEAR may allow between two strings.
const FARTHEST: u32 = 500;

const NEAR_FORM: &str =
    "write NEAR(公众, 参与, 5): strings, then the most characters that may stand between them";

impl Cursor<'_> {
    /// Reads a string in quotation marks, which opens here.
    pub fn string(&mut self) -> Result<Vec<Item>, Problem> {
        let open = self.at;
        let close = self.peek().and_then(closing_mark).unwrap_or('"');
        let mut items = Vec::new();
        self.at += 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match (c, self.peek()) {
                (c, _) if c == close || (close == '"' && c == '＂') => return Ok(items),
                ('\\', Some(next)) if "\\\"＂”」』?*".contains(next) => {
                    items.push(Item::Char(next));
                    self.at += 1;
                }
                ('?', _) => items.push(Item::One),
                ('*', _) => items.push(Item::Any),
                (c, _) => items.push(Item::Char(c)),
            }
        }
        Err(self.fault(&(open..open + 1), "this quotation mark is not closed").hint(format!(
            "close it with {close}; in a shell, put the whole query into single quotation marks: '\"公共数据\"'"
        )))
    }

    /// Reads `NEAR(公众, 参与, 5)`, if that stands here.
    pub fn near(&mut self) -> Result<Option<Typed>, Problem> {
        if self.text_half(&self.word()) != "NEAR" || self.peek_half("NEAR".len()) != Some('(') {
            return Ok(None);
        }
        let start = self.at;
        self.at += "NEAR(".len();
        let mut strings = Vec::new();
        loop {
            self.skip_blanks();
            let from = self.at;
            let items = self.near_string()?;
            let place = from..self.at;
            let end = self.peek_half(0);
            self.at += 1;
            match end {
                Some(',') => strings.push((items, place)),
                // What stands before the bracket is the number, not a string.
                Some(')') => return self.near_of(strings, place, start).map(Some),
                _ => {
                    let name = start..start + "NEAR(".len();
                    return Err(self.fault(&name, "the brackets of NEAR are not closed").hint(NEAR_FORM));
                }
            }
        }
    }

    /// Reads one string of NEAR, with or without quotation marks.
    fn near_string(&mut self) -> Result<Vec<Item>, Problem> {
        if self.at_quotation() {
            let items = self.string()?;
            self.skip_blanks();
            return Ok(items);
        }
        let mut items = Vec::new();
        while let Some(c) = self.peek().filter(|c| !",()".contains(half_width(*c))) {
            items.push(Item::Char(c));
            self.at += 1;
        }
        while matches!(items.last(), Some(Item::Char(c)) if c.is_whitespace()) {
            items.pop();
        }
        Ok(items)
    }

    /// NEAR with these strings and the number that stands at `number`; it began at `start`.
    fn near_of(
        &self,
        strings: Vec<(Vec<Item>, Place)>,
        number: Place,
        start: usize,
    ) -> Result<Typed, Problem> {
        let within = self.text_half(&number).trim().parse().ok().filter(|within| *within <= FARTHEST);
        let Some(within) = within else {
            let message = format!("NEAR ends with a number of characters, at most {FARTHEST}");
            return Err(self.fault(&number, message).hint(NEAR_FORM));
        };
        if !(2..=8).contains(&strings.len()) {
            return Err(self
                .fault(&(start..self.at), "NEAR takes from two to eight strings")
                .hint(NEAR_FORM));
        }
        Ok(Typed::Near(strings, within))
    }

    /// Reads `year:2003..2010`, if a field stands here.
    pub fn field(&mut self) -> Result<Option<Typed>, Problem> {
        let start = self.at;
        let mut name = String::new();
        while let Some(c) = self.peek_half(name.len()).filter(char::is_ascii_alphabetic) {
            name.push(c);
        }
        let colon = start + name.len();
        if name.is_empty() || self.peek_half(name.len()) != Some(':') {
            return Ok(None);
        }
        let typed = name.to_ascii_lowercase();
        let Some(field) = FieldName::ALL.into_iter().find(|field| field.as_str() == typed) else {
            let fields = FieldName::ALL.map(FieldName::as_str).join(", ");
            return Err(self.fault(&(start..colon + 1), format!("there is no field `{name}`")).hint(
                format!("the fields are {fields}; to look for `{name}:` itself, put it into quotation marks"),
            ));
        };
        self.at = colon + 1;
        self.skip_blanks();
        let from = self.at;
        let value = self.value()?;
        if value.trim().is_empty() {
            return Err(self
                .fault(&(start..self.at), format!("nothing stands after `{}:`", field.as_str()))
                .hint("write title:条例, issuer:\"上海市人民政府\", year:2003..2010"));
        }
        Ok(Some(Typed::Field(field, value, from..self.at)))
    }

    /// Reads the value of a field: a string in quotation marks, or up to a blank or bracket.
    fn value(&mut self) -> Result<String, Problem> {
        if self.at_quotation() {
            let as_typed = |item: Item| match item {
                Item::Char(c) => c,
                Item::One => '?',
                Item::Any => '*',
            };
            return Ok(self.string()?.into_iter().map(as_typed).collect());
        }
        let from = self.at;
        // Brackets that open within the value belong to it: number:沪府发(2020)12号.
        let mut open = 0;
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && closing_mark(*c).is_none()) {
            match half_width(c) {
                '(' => open += 1,
                ')' if open == 0 => break,
                ')' => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
        Ok(self.text(&(from..self.at)))
    }
}
