//! Reading what stands between brackets and operators: strings, NEAR, fields.

use super::read::{Place, Reader, Typed, half, opens};
use crate::pattern::Item;
use nianlun_types::Problem;

/// Every field with what it looks at, for messages.
const FIELDS: [&str; 10] =
    ["title", "issuer", "region", "kind", "number", "id", "year", "date", "category", "term"];

impl Reader<'_> {
    /// A string in quotation marks, which opens here.
    pub(super) fn string(&mut self) -> Result<Vec<Item>, Problem> {
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
    pub(super) fn near(&mut self) -> Result<Option<Typed>, Problem> {
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
    pub(super) fn field(&mut self) -> Result<Option<Typed>, Problem> {
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
