//! `codebook.toml` → [`Codebook`], or every fault in it.

mod categories;
mod file;
mod terms;
#[cfg(test)]
mod tests;

use crate::Codebook;
use file::{File, SameEntry};
use nianlun_text::normalise;
use nianlun_types::{Problem, Problems};
use std::collections::BTreeMap;
use toml::Spanned;

/// Every key of the file: the hint where a key is unknown or its value has the wrong type.
const KEYS: &str = "a category has the keys id, dimension, label, label-en, definition, definition-en, terms; \
     a table `[dimension.<id>]` has label, label-en, definition, definition-en; \
     a term is a string or a table with term, variants, not, inside, since, also, note";

impl Codebook {
    /// Reads a codebook from the text of its file.
    ///
    /// # Errors
    /// Every fault, each with its line. The caller adds the name of the file.
    pub fn parse(source: &str) -> Result<Codebook, Problems> {
        let file: File = toml::from_str(source).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            Problem::of_toml("the codebook cannot be read", source, offset, error.message(), KEYS)
        })?;
        let mut reading = Reading {
            source,
            problems: Vec::new(),
            spellings: BTreeMap::new(),
            homes: Vec::new(),
            book: Codebook::default(),
        };
        reading.categories(&file.categories);
        reading.dimensions(&file.dimensions);
        for (at, category) in file.categories.iter().enumerate() {
            for term in &category.get_ref().terms {
                reading.term(at as u32, term);
            }
        }
        file.same.iter().for_each(|same| reading.same(same));
        reading.finish()
    }
}

/// The codebook as far as it is read, and the faults met so far.
struct Reading<'s> {
    source: &'s str,
    problems: Vec<Problem>,
    /// Normalised spelling → position of its term.
    spellings: BTreeMap<String, usize>,
    /// For each term, the categories that list it themselves.
    homes: Vec<Vec<u32>>,
    book: Codebook,
}

impl Reading<'_> {
    fn fault(&mut self, problem: Problem, offset: usize) {
        self.problems.push(problem.at_offset(self.source, offset));
    }

    fn same(&mut self, spanned: &Spanned<SameEntry>) {
        let offset = spanned.span().start;
        let mut group: Vec<String> =
            spanned.get_ref().terms.iter().map(|term| normalise(term.trim()).text.into_owned()).collect();
        group.sort();
        group.dedup();
        if group.len() < 2 || group[0].is_empty() {
            let fault = Problem::new("`[[same]]` needs two different strings that are not empty")
                .hint("write [[same]] terms = [\"数字化\", \"信息化\"]");
            return self.fault(fault, offset);
        }
        if let Some(twice) = group.iter().find(|term| self.book.same.iter().any(|g| g.contains(term))) {
            let fault = Problem::new(format!("`{twice}` stands in two `[[same]]`")).hint("join them to one");
            return self.fault(fault, offset);
        }
        self.book.same.push(group);
    }

    fn finish(mut self) -> Result<Codebook, Problems> {
        if self.problems.is_empty() {
            return Ok(self.book);
        }
        self.problems.sort_by_key(|problem| problem.line);
        Err(Problems(self.problems))
    }
}
