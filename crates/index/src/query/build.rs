//! From a query as typed to what it asks of the index.

use super::ast::{DocumentHits, Expression, Fact, Field, Leaf, What, letters_and_digits};
use super::language::{Codes, Language, NoHits};
use super::point::{Place, point};
use super::range::{Years, dates};
use super::typed::{FieldName, Typed};
use crate::pattern::{Item, Pattern};
use nianlun_segment::is_word;
use nianlun_text::normalise;
use nianlun_types::Problem;
use std::sync::Arc;

/// Collects the leaves of a query while its expression is built.
pub(super) struct Builder<'b> {
    typed: &'b str,
    language: &'b Language<'b>,
    pub leaves: Vec<Leaf>,
    /// Whether an odd number of NOTs lies around the part at hand.
    negated: bool,
}

impl<'b> Builder<'b> {
    /// A builder without leaves.
    pub fn new(typed: &'b str, language: &'b Language<'b>) -> Self {
        Builder { typed, language, leaves: Vec::new(), negated: false }
    }

    fn fault(&self, place: &Place, message: impl Into<String>) -> Problem {
        point(self.typed, place, message)
    }

    /// The expression of one leaf. An equal leaf that is there already is used again, so that a string
    /// that is typed twice is counted once.
    fn leaf(&mut self, what: What, word: Option<String>) -> Expression {
        let leaf = Leaf { what, word, counts: !self.negated };
        Expression::Leaf(self.leaves.iter().position(|other| *other == leaf).unwrap_or_else(|| {
            self.leaves.push(leaf);
            self.leaves.len() - 1
        }))
    }

    /// A query without operators: its words rank the documents.
    pub fn ranked(&mut self, typed: Typed) -> Result<Option<Expression>, Problem> {
        let mut parts = Vec::new();
        flatten(typed, &mut parts);
        let (mut must, mut words, mut text_demanded) = (Vec::new(), Vec::new(), false);
        for part in parts {
            match part {
                Typed::Words(text, _) => words.extend(self.words(&text)),
                part => {
                    let fact = matches!(&part, Typed::Field(name, ..) if !name.means_hits());
                    text_demanded |= !fact;
                    must.push(self.boolean(part)?);
                }
            }
        }
        // Where nothing else says what the text must hold, it must hold one of the words.
        if !text_demanded && !words.is_empty() {
            must.push(Expression::Any(words));
        }
        Ok(match must.len() {
            0 => None,
            1 => must.pop(),
            _ => Some(Expression::All(must)),
        })
    }

    /// The words of a text, as the segmentation cuts it.
    fn words(&mut self, text: &str) -> Vec<Expression> {
        let text = normalise(text).text;
        let tokens = self.language.segmenter.cut(&text);
        let words = tokens.iter().map(|token| token.of(&text)).filter(|word| is_word(word));
        words
            .map(|word| {
                let what = self.strings(Pattern::literal(word.to_owned()));
                self.leaf(what, Some(word.to_owned()))
            })
            .collect()
    }

    /// A query with operators, or a part of one without that is no word.
    pub fn boolean(&mut self, typed: Typed) -> Result<Expression, Problem> {
        match typed {
            Typed::All(parts) => Ok(Expression::All(self.booleans(parts)?)),
            Typed::Any(parts) => Ok(Expression::Any(self.booleans(parts)?)),
            Typed::Not(part) => {
                self.negated = !self.negated;
                let part = self.boolean(*part)?;
                self.negated = !self.negated;
                Ok(Expression::Not(Box::new(part)))
            }
            Typed::Words(text, place) => {
                let string = text.trim_matches(|c: char| !c.is_alphanumeric());
                let items: Vec<Item> = string.chars().map(Item::Char).collect();
                self.string(&items, &place)
            }
            Typed::String(items, place) => self.string(&items, &place),
            Typed::Near(strings, within) => {
                let mut parts = Vec::new();
                for (items, place) in strings {
                    parts.push(self.same(self.pattern(&items, &place)?));
                }
                Ok(self.leaf(What::Near(parts, within), None))
            }
            Typed::Field(name, value, place) => self.field(name, &value, &place),
        }
    }

    fn booleans(&mut self, parts: Vec<Typed>) -> Result<Vec<Expression>, Problem> {
        parts.into_iter().map(|part| self.boolean(part)).collect()
    }

    fn string(&mut self, items: &[Item], place: &Place) -> Result<Expression, Problem> {
        let pattern = self.pattern(items, place)?;
        let what = self.strings(pattern);
        Ok(self.leaf(what, None))
    }

    fn pattern(&self, items: &[Item], place: &Place) -> Result<Pattern, Problem> {
        if let Some(pattern) = Pattern::new(items) {
            return Ok(pattern);
        }
        Err(if items.iter().any(|item| !matches!(item, Item::Char(_))) {
            self.fault(place, "a wildcard must stand between two characters")
                .hint("leave it out at the ends; to find the character itself, write \\? or \\*")
        } else {
            self.fault(place, "a string is empty in normalised text")
                .hint("quotation marks and invisible characters are left out of texts and queries alike")
        })
    }

    fn strings(&self, pattern: Pattern) -> What {
        What::Strings(self.same(pattern))
    }

    /// The pattern, and the strings held to be one concept with it.
    fn same(&self, pattern: Pattern) -> Vec<Pattern> {
        let group = pattern.as_literal().and_then(|string| {
            let normal = |string: &String| normalise(string).text.into_owned();
            let groups = self.language.same.iter().map(|group| group.iter().map(normal).collect::<Vec<_>>());
            groups.into_iter().find(|group| group.iter().any(|other| other == string))
        });
        let Some(mut group) = group else { return vec![pattern] };
        group.sort();
        group.dedup();
        group.into_iter().map(Pattern::literal).collect()
    }

    fn field(&mut self, name: FieldName, value: &str, place: &Place) -> Result<Expression, Problem> {
        let normal = normalise(value.trim()).text.into_owned();
        let fact = match name {
            FieldName::Text(field) => {
                let wanted = match field {
                    Field::Number => letters_and_digits(&normal),
                    Field::Title | Field::Issuer | Field::Region | Field::Kind => normal,
                };
                if wanted.is_empty() {
                    let message = format!("nothing is left of the value of `{}`", name.as_str());
                    return Err(self.fault(place, message));
                }
                Fact::Holds(field, wanted)
            }
            FieldName::Id => Fact::Id(value.trim().to_owned()),
            FieldName::Year => {
                Fact::Years(normal.parse::<Years>().map_err(|cause| self.fault(place, cause))?.0)
            }
            FieldName::Date => Fact::Dates(dates(&normal).map_err(|cause| self.fault(place, cause))?),
            FieldName::Category => return self.coded(name, place, |codes| codes.category(value)),
            FieldName::Term => return self.coded(name, place, |codes| codes.term(value)),
        };
        Ok(Expression::Fact(fact))
    }

    /// The hits that the codebook has for a field.
    fn coded(
        &mut self,
        name: FieldName,
        place: &Place,
        hits: impl Fn(&dyn Codes) -> Result<Arc<DocumentHits>, NoHits>,
    ) -> Result<Expression, Problem> {
        let Some(codes) = self.language.codes else {
            return Err(self.fault(place, format!("`{}:` needs the hits of a run", name.as_str())));
        };
        let hits = hits(codes).map_err(|no_hits| match no_hits {
            NoHits::Unknown(problem) => {
                let pointed = self.fault(place, problem.message);
                Problem { hint: problem.hint, ..pointed }
            }
            NoHits::Unreadable(problem) => problem,
        })?;
        Ok(self.leaf(What::Coded(hits), None))
    }
}

/// The parts of a query without operators, whatever brackets stand around them.
fn flatten(typed: Typed, parts: &mut Vec<Typed>) {
    match typed {
        Typed::All(inner) => inner.into_iter().for_each(|part| flatten(part, parts)),
        part => parts.push(part),
    }
}
