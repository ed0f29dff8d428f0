//! What a query asks for; `docs/search.md` says how it is written.

mod ast;
mod leaf;
mod point;
mod range;
mod read;

pub use ast::DocumentHits;
pub use range::Years;

pub(crate) use ast::{Expression, Fact, Field, Leaf, What};
pub(crate) use range::date;

use crate::pattern::{Item, Pattern};
use nianlun_segment::{Segmenter, is_word};
use nianlun_text::normalise;
use nianlun_types::Problem;
use point::point;
use read::{Place, Reader, Typed};
use std::sync::Arc;

/// Most strings, words and hits that a query may look for.
const MOST_LEAVES: usize = 64;

/// A query: which documents, and what is counted in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The query as typed.
    pub typed: String,
    pub(crate) expression: Expression,
    pub(crate) leaves: Vec<Leaf>,
}

/// What the index does not know: the hits of a codebook.
pub trait Codes {
    /// The hits of the category with this identifier.
    ///
    /// # Errors
    /// There is no such category.
    fn category(&self, id: &str) -> Result<Arc<DocumentHits>, Problem>;

    /// The hits of the term with this name.
    ///
    /// # Errors
    /// There is no such term.
    fn term(&self, name: &str) -> Result<Arc<DocumentHits>, Problem>;
}

/// What a query is read with.
#[derive(Clone, Copy)]
pub struct Language<'l> {
    /// The segmentation that the index was made with, which cuts words without quotation marks.
    pub segmenter: &'l dyn Segmenter,
    /// What answers `category:` and `term:`.
    pub codes: Option<&'l dyn Codes>,
    /// Groups of strings held to be one concept: whoever looks for one finds all of its group.
    pub same: &'l [Vec<String>],
}

impl Query {
    /// Reads a query without a codebook.
    ///
    /// # Errors
    /// As [`Query::parse_with`].
    pub fn parse(typed: &str, segmenter: &dyn Segmenter) -> Result<Self, Problem> {
        Query::parse_with(typed, &Language { segmenter, codes: None, same: &[] })
    }

    /// Reads a query.
    ///
    /// Without AND, OR and NOT, words outside quotation marks are cut by the segmentation and rank
    /// the documents; all that is in quotation marks, NEAR, `category:` and `term:` must be there,
    /// or at least one word where there is none of these. With AND, OR or NOT, words outside
    /// quotation marks are strings too, and what stands side by side must be there together.
    ///
    /// # Errors
    /// A query without sense; the problem points at the place.
    pub fn parse_with(typed: &str, language: &Language<'_>) -> Result<Self, Problem> {
        let mut reader = Reader::new(typed)?;
        let read = reader.read()?;
        let mut builder = Builder { typed, language, leaves: Vec::new(), negated: false };
        let expression = match read {
            None => None,
            Some(read) if reader.boolean => Some(builder.boolean(read)?),
            Some(read) => builder.free(read)?,
        };
        let leaves = builder.leaves;
        let Some(expression) = expression else {
            return Err(Problem::new("the query holds no word")
                .hint("to find punctuation, put it into quotation marks: '\"《\"'"));
        };
        if leaves.len() > MOST_LEAVES {
            return Err(Problem::new(format!("the query looks for {} strings", leaves.len()))
                .because(format!("{MOST_LEAVES} is the most")));
        }
        Ok(Query { typed: typed.to_owned(), expression, leaves })
    }

    /// A query for one exact string, taken as it is: no wildcards, no operators.
    ///
    /// # Errors
    /// Nothing is left of it in normalised text.
    pub fn exact(string: &str) -> Result<Self, Problem> {
        let normal = normalise(string).text.into_owned();
        if normal.is_empty() {
            return Err(Problem::new("an exact string is empty")
                .because(format!("nothing is left of `{string}` in normalised text")));
        }
        let what = What::Strings(vec![Pattern::literal(normal)]);
        Ok(Query {
            typed: string.to_owned(),
            expression: Expression::Leaf(0),
            leaves: vec![Leaf { what, word: None, counts: true }],
        })
    }

    /// Whether anything is counted, rather than documents only listed.
    pub fn counts(&self) -> bool {
        self.leaves.iter().any(|leaf| leaf.counts)
    }
}

/// Makes a query of what was read.
struct Builder<'b> {
    typed: &'b str,
    language: &'b Language<'b>,
    leaves: Vec<Leaf>,
    negated: bool,
}

impl Builder<'_> {
    fn fault(&self, place: &Place, message: impl Into<String>) -> Problem {
        point(self.typed, place, message)
    }

    /// The leaf's position; a leaf that was there before is not counted twice.
    fn leaf(&mut self, what: What, word: Option<String>) -> usize {
        let leaf = Leaf { what, word, counts: !self.negated };
        self.leaves.iter().position(|other| *other == leaf).unwrap_or_else(|| {
            self.leaves.push(leaf);
            self.leaves.len() - 1
        })
    }

    /// A query without operators.
    fn free(&mut self, typed: Typed) -> Result<Option<Expression>, Problem> {
        let mut parts = Vec::new();
        flatten(typed, &mut parts);
        let (mut must, mut words, mut content) = (Vec::new(), Vec::new(), false);
        for part in parts {
            match part {
                Typed::Words(text, _) => words.extend(self.words(&text)),
                part => {
                    content |=
                        !matches!(&part, Typed::Field(name, ..) if !["category", "term"].contains(name));
                    must.push(self.boolean(part)?);
                }
            }
        }
        if !content && !words.is_empty() {
            must.push(Expression::Any(words));
        }
        Ok(match must.len() {
            0 => None,
            1 => must.pop(),
            _ => Some(Expression::All(must)),
        })
    }

    fn words(&mut self, text: &str) -> Vec<Expression> {
        let text = normalise(text).text;
        let tokens = self.language.segmenter.cut(&text);
        let words = tokens.iter().map(|t| t.of(&text)).filter(|w| is_word(w));
        words
            .map(|word| {
                let what = self.strings(Pattern::literal(word.to_owned()));
                Expression::Leaf(self.leaf(what, Some(word.to_owned())))
            })
            .collect()
    }

    /// A query with operators, or a part of one without that is no word.
    fn boolean(&mut self, typed: Typed) -> Result<Expression, Problem> {
        let all = |builder: &mut Self, parts: Vec<Typed>| {
            parts.into_iter().map(|part| builder.boolean(part)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match typed {
            Typed::All(parts) => Expression::All(all(self, parts)?),
            Typed::Any(parts) => Expression::Any(all(self, parts)?),
            Typed::Not(part) => {
                self.negated = !self.negated;
                let part = self.boolean(*part)?;
                self.negated = !self.negated;
                Expression::Not(Box::new(part))
            }
            Typed::Words(text, place) => {
                let string = text.trim_matches(|c: char| !c.is_alphanumeric());
                let items: Vec<Item> = string.chars().map(Item::Char).collect();
                let pattern = self.pattern(&items, &place)?;
                let what = self.strings(pattern);
                Expression::Leaf(self.leaf(what, None))
            }
            Typed::String(items, place) => {
                let pattern = self.pattern(&items, &place)?;
                let what = self.strings(pattern);
                Expression::Leaf(self.leaf(what, None))
            }
            Typed::Near(parts, within) => {
                let mut patterns = Vec::new();
                for (items, place) in parts {
                    let What::Strings(part) = self.pattern(&items, &place).map(|p| self.strings(p))? else {
                        continue;
                    };
                    patterns.push(part);
                }
                Expression::Leaf(self.leaf(What::Near(patterns, within), None))
            }
            Typed::Field(name, value, place) => self.field(name, &value, &place)?,
        })
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

    /// The string, and those held to be one with it.
    fn strings(&self, pattern: Pattern) -> What {
        let group = pattern.as_literal().and_then(|string| {
            let normal = |s: &String| normalise(s).text.into_owned();
            let groups = self.language.same.iter().map(|group| group.iter().map(normal).collect::<Vec<_>>());
            groups.into_iter().find(|group| group.iter().any(|s| s == string))
        });
        match group {
            None => What::Strings(vec![pattern]),
            Some(mut group) => {
                group.sort();
                group.dedup();
                What::Strings(group.into_iter().map(Pattern::literal).collect())
            }
        }
    }

    fn field(&mut self, name: &str, value: &str, place: &Place) -> Result<Expression, Problem> {
        let normal = normalise(value.trim()).text.into_owned();
        let holds = |field, value: String| {
            if value.is_empty() {
                return Err(self.fault(place, format!("nothing is left of the value of `{name}`")));
            }
            Ok(Expression::Fact(Fact::Holds(field, value)))
        };
        match name {
            "title" => holds(Field::Title, normal),
            "issuer" => holds(Field::Issuer, normal),
            "region" => holds(Field::Region, normal),
            "kind" => holds(Field::Kind, normal),
            "number" => holds(Field::Number, bare(&normal)),
            "id" => Ok(Expression::Fact(Fact::Id(value.trim().to_owned()))),
            "year" => match normal.parse::<Years>() {
                Ok(years) => Ok(Expression::Fact(Fact::Years(years.0))),
                Err(cause) => Err(self.fault(place, cause)),
            },
            "date" => match range::dates(&normal) {
                Ok(dates) => Ok(Expression::Fact(Fact::Dates(dates))),
                Err(cause) => Err(self.fault(place, cause)),
            },
            _ => {
                let Some(codes) = self.language.codes else {
                    return Err(self.fault(place, format!("`{name}:` needs the hits of a run")));
                };
                let hits = if name == "category" { codes.category(value) } else { codes.term(value) };
                let hits = hits.map_err(|problem| {
                    let pointed = self.fault(place, problem.message);
                    Problem { hint: problem.hint, ..pointed }
                })?;
                Ok(Expression::Leaf(self.leaf(What::Coded(hits), None)))
            }
        }
    }
}

/// A document number without its brackets and blanks.
pub(crate) fn bare(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn flatten(typed: Typed, parts: &mut Vec<Typed>) {
    match typed {
        Typed::All(inner) => inner.into_iter().for_each(|part| flatten(part, parts)),
        part => parts.push(part),
    }
}

#[cfg(test)]
mod tests;
