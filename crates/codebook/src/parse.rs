//! `codebook.toml` → [`Codebook`], or every fault in it.

mod file;
mod terms;
#[cfg(test)]
mod tests;

use crate::Codebook;
use file::{File, SameEntry};
use nianlun_text::normalise;
use nianlun_types::{Category, Problem, Problems};
use std::collections::BTreeMap;
use toml::Spanned;

impl Codebook {
    /// Reads a codebook from the text of its file.
    ///
    /// # Errors
    /// Every fault found, each with its line; the file's name is for the caller to add.
    pub fn parse(source: &str) -> Result<Codebook, Problems> {
        let file: File = toml::from_str(source).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            Problem::new("the codebook cannot be read")
                .at_offset(source, offset)
                .because(error.message())
                .hint("a category has the keys id, dimension, label, definition, terms; a term is a string or a table with term, variants, not, since, also, note")
        })?;
        let mut reading = Reading {
            source,
            problems: Vec::new(),
            spellings: BTreeMap::new(),
            homes: Vec::new(),
            book: Codebook { categories: Vec::new(), terms: Vec::new(), same: Vec::new() },
        };
        reading.categories(&file);
        for (at, category) in file.categories.iter().enumerate() {
            for term in &category.get_ref().terms {
                reading.term(at as u32, term);
            }
        }
        file.same.iter().for_each(|same| reading.same(same));
        if reading.problems.is_empty() {
            Ok(reading.book)
        } else {
            reading.problems.sort_by_key(|problem| problem.line);
            Err(Problems(reading.problems))
        }
    }
}

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

    fn categories(&mut self, file: &File) {
        if file.categories.is_empty() {
            self.fault(
                Problem::new("the codebook has no category").hint("begin one with a line `[[category]]`"),
                0,
            );
        }
        for spanned in &file.categories {
            let entry = spanned.get_ref();
            let id = entry.id.get_ref();
            for (key, value) in [("id", &entry.id), ("dimension", &entry.dimension)] {
                let word = value.get_ref();
                let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
                if word.is_empty() || !word.chars().all(plain) {
                    self.fault(
                        Problem::new(format!("the {key} `{word}` is no plain name"))
                            .because("other programs use it as a column name")
                            .hint(
                                "use ASCII letters, digits, `_` and `-`; the Chinese name goes into `label`",
                            ),
                        value.span().start,
                    );
                }
            }
            if self.book.categories.iter().any(|c| c.id == *id) {
                self.fault(
                    Problem::new(format!("the category `{id}` stands twice"))
                        .hint("join the two, or give one another id"),
                    entry.id.span().start,
                );
            }
            if entry.terms.is_empty() {
                self.fault(Problem::new(format!("the category `{id}` has no term")), spanned.span().start);
            }
            self.book.categories.push(Category {
                id: id.clone(),
                dimension: entry.dimension.get_ref().clone(),
                label: entry.label.clone(),
                definition: entry.definition.clone(),
            });
        }
    }

    fn ids(&self) -> String {
        let ids: Vec<&str> = self.book.categories.iter().map(|c| c.id.as_str()).collect();
        ids.join(", ")
    }
}
