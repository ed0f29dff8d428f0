//! Reading a query as typed: brackets, operators, quotation marks, fields.
//!
//! ```text
//! disjunction = conjunction ( OR conjunction )*
//! conjunction = operand ( AND? operand )*
//! operand     = NOT operand | ( disjunction ) | NEAR( string , string … , number )
//!             | field: value | "string" | words
//! ```
//!
//! Each rule is a function of [`Reader`] (recursive descent). Full-width letters, brackets, colons,
//! commas and the quotation marks “” 「」 『』 ＂ do as well.

use super::cursor::{Cursor, Operator, closing_mark, half_width};
use super::point::Place;
use super::typed::Typed;
use nianlun_types::Problem;

/// Most characters of a query.
const LONGEST: usize = 2_000;
/// Most brackets, or NOTs, inside one another: each takes a place on the stack.
const DEEPEST: usize = 32;

/// A query as its brackets and operators order it.
pub(super) struct Read {
    /// Nothing where the query is empty.
    pub typed: Option<Typed>,
    /// Whether it has AND, OR or NOT.
    pub boolean: bool,
}

/// Reads all of a query.
pub(super) fn read(typed: &str) -> Result<Read, Problem> {
    let cursor = Cursor::new(typed);
    if cursor.length() > LONGEST {
        return Err(Problem::new(format!("the query has {} characters", cursor.length()))
            .because(format!("{LONGEST} is the most")));
    }
    let mut reader = Reader { cursor, depth: 0, boolean: false };
    let typed = reader.disjunction()?;
    let Reader { cursor, boolean, .. } = reader;
    match cursor.peek() {
        None => Ok(Read { typed, boolean }),
        Some(_) => Err(cursor
            .fault(&(cursor.at..cursor.at + 1), "this bracket was never opened")
            .hint("put brackets that you look for into quotation marks: '\"(试行)\"'")),
    }
}

struct Reader<'q> {
    cursor: Cursor<'q>,
    depth: usize,
    /// Whether AND, OR or NOT was met.
    boolean: bool,
}

impl Reader<'_> {
    fn disjunction(&mut self) -> Result<Option<Typed>, Problem> {
        let mut parts = Vec::new();
        let mut before: Option<Place> = None;
        loop {
            let part = self.conjunction()?;
            let after = (self.cursor.operator() == Some(Operator::Or)).then(|| self.take(Operator::Or));
            match (part, before.or(after.clone())) {
                (Some(part), _) => parts.push(part),
                (None, Some(place)) => return Err(self.dangling(&place, Operator::Or)),
                (None, None) => return Ok(None),
            }
            if after.is_none() {
                break;
            }
            before = after;
        }
        Ok(Some(if parts.len() == 1 { parts.remove(0) } else { Typed::Any(parts) }))
    }

    fn conjunction(&mut self) -> Result<Option<Typed>, Problem> {
        let mut parts = Vec::new();
        loop {
            match self.cursor.operator() {
                Some(Operator::And) => {
                    let place = self.take(Operator::And);
                    match self.operand()? {
                        Some(part) if !parts.is_empty() => parts.push(part),
                        _ => return Err(self.dangling(&place, Operator::And)),
                    }
                }
                Some(Operator::Or) => break,
                Some(Operator::Not) | None => match self.operand()? {
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

    fn operand(&mut self) -> Result<Option<Typed>, Problem> {
        match self.cursor.operator() {
            Some(Operator::Not) => return self.negation().map(Some),
            Some(Operator::And | Operator::Or) => return Ok(None),
            None => {}
        }
        let Some(c) = self.cursor.peek() else { return Ok(None) };
        let start = self.cursor.at;
        match half_width(c) {
            ')' => Ok(None),
            '(' => self.brackets().map(Some),
            _ if closing_mark(c).is_some() => {
                let items = self.cursor.string()?;
                Ok(Some(Typed::String(items, start..self.cursor.at)))
            }
            _ => self.leaf().map(Some),
        }
    }

    /// NOT and what it negates.
    fn negation(&mut self) -> Result<Typed, Problem> {
        let place = self.take(Operator::Not);
        self.enter(&place)?;
        let part = self.operand()?;
        self.depth -= 1;
        match part {
            Some(part) => Ok(Typed::Not(Box::new(part))),
            None => Err(self.dangling(&place, Operator::Not)),
        }
    }

    /// Brackets and what stands in them.
    fn brackets(&mut self) -> Result<Typed, Problem> {
        let open = self.cursor.at..self.cursor.at + 1;
        self.cursor.at += 1;
        self.enter(&open)?;
        let inner = self.disjunction()?;
        self.depth -= 1;
        if self.cursor.peek_half(0) != Some(')') {
            return Err(self.cursor.fault(&open, "this bracket is not closed").hint("close it with )"));
        }
        self.cursor.at += 1;
        let all = open.start..self.cursor.at;
        inner.ok_or_else(|| self.cursor.fault(&all, "nothing stands in these brackets"))
    }

    /// NEAR, a field, or words.
    fn leaf(&mut self) -> Result<Typed, Problem> {
        if let Some(near) = self.cursor.near()? {
            return Ok(near);
        }
        if let Some(field) = self.cursor.field()? {
            return Ok(field);
        }
        let place = self.cursor.word();
        self.cursor.at = place.end;
        Ok(Typed::Words(self.cursor.text(&place), place))
    }

    /// Passes over an operator that stands here, and says where it stands.
    fn take(&mut self, operator: Operator) -> Place {
        let start = self.cursor.at;
        self.cursor.at += operator.as_str().len();
        self.boolean = true;
        start..self.cursor.at
    }

    /// Goes one level deeper. The limit keeps a hostile query from using up the stack.
    fn enter(&mut self, place: &Place) -> Result<(), Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.cursor.fault(place, format!("brackets lie more than {DEEPEST} deep")));
        }
        Ok(())
    }

    fn dangling(&self, place: &Place, operator: Operator) -> Problem {
        let name = operator.as_str();
        self.cursor
            .fault(place, format!("`{name}` has nothing on one side"))
            .hint(format!("to look for the word itself, put it into quotation marks: '\"{name}\"'"))
    }
}
