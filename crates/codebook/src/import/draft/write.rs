//! A draft → the text of a `codebook.toml`.

use super::names::Names;
use super::{CATEGORY, DIMENSION, Draft, Entry, Term};
use crate::import::Imported;
use std::collections::BTreeSet;
use std::fmt::Write as _;

impl Draft {
    /// Writes the codebook.
    pub fn into_codebook(mut self, from: &str) -> Imported {
        let mut order = std::mem::take(&mut self.order);
        order.extend(self.entries.iter().map(|entry| (entry.dimension.clone(), entry.category.clone())));
        order.dedup();
        let terms = self.terms();
        let categories = self.categories(&terms, &order);
        let mut toml = format!(
            "# 由 nianlun codebook import 导入（{from}）。请逐类补写 definition，逐条核对，再用 nianlun check 检查。\n"
        );
        toml.push_str(&dimension_tables(&categories));
        for category in &categories {
            let _ = write!(
                toml,
                "\n[[category]]\nid = {}\ndimension = {}\nlabel = {}\ndefinition = \"\"\nterms = [\n",
                quoted(&category.id),
                quoted(&category.dimension_id),
                quoted(&category.label)
            );
            for line in lines_of_terms(category, &categories, &terms) {
                let _ = writeln!(toml, "  {line},");
            }
            toml.push_str("]\n");
        }
        self.notes.whole("definitions are empty: write for each category what belongs to it");
        Imported { toml, notes: self.notes.0, categories: categories.len(), terms: terms.len() }
    }

    /// The categories that have a term, in the order of the file, each with an identifier in ASCII.
    fn categories(&mut self, terms: &[Term], order: &[(String, String)]) -> Vec<Category> {
        let mut keys: Vec<&(String, String)> = Vec::new();
        for key in order {
            if !keys.contains(&key) && terms.iter().any(|term| term.categories.contains(key)) {
                keys.push(key);
            }
        }
        let (mut ids, mut dimensions) = (Names::new("c"), Names::new("d"));
        let mut made_up = Vec::new();
        let mut categories = Vec::new();
        for key in keys {
            let (dimension, label) = (non_empty_or(&key.0, DIMENSION), non_empty_or(&key.1, CATEGORY));
            // A nested dictionary gives a path of keys; the last one is the name.
            let name = label.rsplit(" / ").next().unwrap_or(label);
            let (dimension_id, new) = dimensions.shared(dimension);
            if new {
                made_up.push(format!("`{dimension}` is `{dimension_id}`"));
            }
            let (id, new) = ids.fresh(name);
            if new {
                made_up.push(format!("`{name}` is `{id}`"));
            }
            categories.push(Category {
                key: key.clone(),
                id,
                dimension_id,
                dimension_label: dimension.to_owned(),
                label: label.to_owned(),
            });
        }
        if !made_up.is_empty() {
            self.notes.whole(format!(
                "names in tables are ASCII, so identifiers were made up ({}): rename them as you like",
                made_up.join(", ")
            ));
        }
        categories
    }
}

struct Category {
    key: (String, String),
    id: String,
    dimension_id: String,
    /// As the file names it.
    dimension_label: String,
    label: String,
}

/// A table `[dimension.<id>]` for each dimension whose name could not be its identifier.
fn dimension_tables(categories: &[Category]) -> String {
    let mut tables = String::new();
    let mut written = BTreeSet::new();
    for Category { dimension_id, dimension_label, .. } in categories {
        if dimension_id != dimension_label && written.insert(dimension_id) {
            let _ = write!(tables, "\n[dimension.{dimension_id}]\nlabel = {}\n", quoted(dimension_label));
        }
    }
    tables
}

/// What stands in `terms` of a category. A term of several categories is written out in its first
/// and names the others in `also`.
fn lines_of_terms(category: &Category, categories: &[Category], terms: &[Term]) -> Vec<String> {
    let own = terms.iter().filter(|term| term.categories[0] == category.key);
    let lines: Vec<String> = own
        .map(|term| {
            let others = term.categories[1..].iter();
            let others = others.filter_map(|key| categories.iter().find(|c| c.key == *key));
            let also: Vec<String> = others.map(|c| quoted(&c.id)).collect();
            written(&term.entry, &also)
        })
        .collect();
    if !lines.is_empty() {
        return lines;
    }
    // Every term of this category stands first in another. A category must list a term, so it
    // repeats their names.
    let shared = terms.iter().filter(|term| term.categories.contains(&category.key));
    shared.map(|term| quoted(&term.entry.term)).collect()
}

fn non_empty_or<'s>(name: &'s str, otherwise: &'s str) -> &'s str {
    if name.is_empty() { otherwise } else { name }
}

/// A term as it stands in `terms`.
fn written(entry: &Entry, also: &[String]) -> String {
    let mut keys = vec![format!("term = {}", quoted(&entry.term))];
    if !entry.variants.is_empty() {
        let variants: Vec<String> = entry.variants.iter().map(|v| quoted(v)).collect();
        keys.push(format!("variants = [{}]", variants.join(", ")));
    }
    keys.extend(entry.inside.then(|| "inside = true".to_owned()));
    keys.extend(entry.since.map(|year| format!("since = {year}")));
    if !also.is_empty() {
        keys.push(format!("also = [{}]", also.join(", ")));
    }
    if !entry.note.is_empty() {
        keys.push(format!("note = {}", quoted(&entry.note)));
    }
    if keys.len() == 1 { quoted(&entry.term) } else { format!("{{ {} }}", keys.join(", ")) }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
