//! The head of each category, and the dimensions that the categories name.

use super::Reading;
use super::file::{CategoryEntry, DimensionEntry};
use nianlun_types::{Category, Dimension, Problem};
use std::collections::BTreeMap;
use toml::Spanned;

impl Reading<'_> {
    pub fn categories(&mut self, entries: &[Spanned<CategoryEntry>]) {
        if entries.is_empty() {
            let fault =
                Problem::new("the codebook has no category").hint("begin one with a line `[[category]]`");
            self.fault(fault, 0);
        }
        for spanned in entries {
            let entry = spanned.get_ref();
            let id = entry.id.get_ref();
            self.plain_name("id", &entry.id);
            self.plain_name("dimension", &entry.dimension);
            if self.book.categories.iter().any(|c| c.id == *id) {
                let fault = Problem::new(format!("the category `{id}` stands twice"))
                    .hint("join the two, or give one another id");
                self.fault(fault, entry.id.span().start);
            }
            if entry.terms.is_empty() {
                self.fault(Problem::new(format!("the category `{id}` has no term")), spanned.span().start);
            }
            self.book.categories.push(Category {
                id: id.clone(),
                dimension: entry.dimension.get_ref().clone(),
                label: entry.label.clone(),
                label_en: not_blank(&entry.label_en),
                definition: entry.definition.clone(),
                definition_en: not_blank(&entry.definition_en),
            });
        }
    }

    /// Refuses an identifier that a column of a table cannot bear.
    fn plain_name(&mut self, key: &str, name: &Spanned<String>) {
        let word = name.get_ref();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if word.is_empty() || !word.chars().all(plain) {
            let fault = Problem::new(format!("the {key} `{word}` is no plain name"))
                .because("other programs use it as a column name")
                .hint("use ASCII letters, digits, `_` and `-`; the Chinese name goes into `label`");
            self.fault(fault, name.span().start);
        }
    }

    /// Makes one dimension for each that a category names, in order of first use, with what its table
    /// says of it. A table that no category asks for is a fault: most often its id is misspelt.
    pub fn dimensions(&mut self, tables: &BTreeMap<Spanned<String>, DimensionEntry>) {
        for category in &self.book.categories {
            let id = &category.dimension;
            if !self.book.dimensions.iter().any(|d| d.id == *id) {
                self.book.dimensions.push(dimension(id, tables.get(id.as_str())));
            }
        }
        let used: Vec<&str> = self.book.dimensions.iter().map(|d| d.id.as_str()).collect();
        let hint = format!("the categories use {}: correct the name, or remove the table", used.join(", "));
        let unused = tables.keys().filter(|id| !used.contains(&id.get_ref().as_str()));
        let faults: Vec<(Problem, usize)> = unused
            .map(|id| {
                let fault = Problem::new(format!("no category has the dimension `{id}`")).hint(&hint);
                (fault, id.span().start)
            })
            .collect();
        faults.into_iter().for_each(|(fault, offset)| self.fault(fault, offset));
    }
}

fn dimension(id: &str, table: Option<&DimensionEntry>) -> Dimension {
    Dimension {
        id: id.to_owned(),
        label: table.and_then(|t| not_blank(&t.label)).unwrap_or_else(|| id.to_owned()),
        label_en: table.and_then(|t| not_blank(&t.label_en)),
        definition: table.and_then(|t| t.definition.clone()).unwrap_or_default(),
        definition_en: table.and_then(|t| not_blank(&t.definition_en)),
    }
}

/// A text that says something: a template may leave `label-en = ""` to be filled in.
fn not_blank(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.trim().is_empty())
}
