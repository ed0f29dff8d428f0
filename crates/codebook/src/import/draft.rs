//! What every format is first read into, and how it is written as a codebook.

use super::{Imported, Note};
use nianlun_text::{is_han, normalise};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The dimension of categories whose file names none, and the category of terms without one.
const DIMENSION: &str = "imported";
const CATEGORY: &str = "terms";

/// One term of the file, in one category.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    pub line: usize,
    pub term: String,
    /// As the file names it; empty for none.
    pub dimension: String,
    /// As the file names it; empty for none.
    pub category: String,
    pub variants: Vec<String>,
    pub since: Option<i32>,
    pub note: String,
}

/// A dictionary as read, in the order of its file.
#[derive(Debug, Default)]
pub struct Draft {
    pub entries: Vec<Entry>,
    pub notes: Notes,
    /// Whether `*` and `?` are globs in this format.
    pub globs: bool,
    /// Whether 、 ， ； part terms in this format: elsewhere 失之东隅，收之桑榆 is one entry and one term.
    pub marks_part: bool,
    /// Dimensions and categories that the file lists ahead of their terms.
    pub order: Vec<(String, String)>,
}

/// Notes by message, in the order in which the messages came up.
#[derive(Debug, Default)]
pub struct Notes(Vec<Note>);

impl Notes {
    pub fn about(&mut self, message: &str, line: usize, entry: &str) {
        let entry = (line, entry.to_owned());
        match self.0.iter_mut().find(|note| note.message == message) {
            Some(note) if note.entries.last() == Some(&entry) => {}
            Some(note) => note.entries.push(entry),
            None => self.0.push(Note { message: message.to_owned(), entries: vec![entry] }),
        }
    }

    pub fn whole(&mut self, message: impl Into<String>) {
        self.0.push(Note { message: message.into(), entries: Vec::new() });
    }
}

impl Draft {
    /// Adds a term of a category.
    pub fn add(&mut self, line: usize, term: &str, dimension: &str, category: &str) {
        self.entries.push(Entry {
            line,
            term: term.to_owned(),
            dimension: dimension.to_owned(),
            category: category.to_owned(),
            ..Entry::default()
        });
    }

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
        for category in &categories {
            let _ = write!(
                toml,
                "\n[[category]]\nid = {}\ndimension = {}\nlabel = {}\ndefinition = \"\"\nterms = [\n",
                quoted(&category.id),
                quoted(&category.dimension_id),
                quoted(&category.label)
            );
            for term in terms.iter().filter(|term| term.categories[0] == category.key) {
                let also: Vec<String> = term.categories[1..]
                    .iter()
                    .filter_map(|key| categories.iter().find(|c| c.key == *key))
                    .map(|c| quoted(&c.id))
                    .collect();
                let _ = writeln!(toml, "  {},", written(&term.entry, &also));
            }
            // A category may hold nothing but terms that stand first in another.
            if !terms.iter().any(|term| term.categories[0] == category.key) {
                for term in terms.iter().filter(|term| term.categories.contains(&category.key)) {
                    let _ = writeln!(toml, "  {},", quoted(&term.entry.term));
                }
            }
            toml.push_str("]\n");
        }
        self.notes.whole("definitions are empty: write for each category what belongs to it");
        Imported { toml, notes: self.notes.0, categories: categories.len(), terms: terms.len() }
    }

    /// Each term once, with its categories.
    fn terms(&mut self) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for entry in std::mem::take(&mut self.entries) {
            for mut entry in self.parted(entry) {
                let key = (entry.dimension.clone(), entry.category.clone());
                let normal = normal(&entry.term);
                self.remark(&entry, &normal);
                if let Some(at) = taken.get(&normal) {
                    let term: &mut Term = &mut terms[*at];
                    if term.categories.contains(&key) {
                        self.notes.about("terms that stand twice and are kept once", entry.line, &entry.term);
                    } else {
                        self.notes.about(
                            "terms that stand in several categories count in each (`also`); decide whether you want that",
                            entry.line,
                            &entry.term,
                        );
                        term.categories.push(key);
                    }
                    continue;
                }
                let variants = std::mem::take(&mut entry.variants);
                taken.insert(normal, terms.len());
                for variant in variants {
                    match taken.entry(self::normal(&variant)) {
                        std::collections::btree_map::Entry::Vacant(free) => {
                            free.insert(terms.len());
                            entry.variants.push(variant);
                        }
                        std::collections::btree_map::Entry::Occupied(_) => self.notes.about(
                            "variants that are a term already are left out",
                            entry.line,
                            &variant,
                        ),
                    }
                }
                terms.push(Term { entry, categories: vec![key] });
            }
        }
        terms
    }

    /// The entry without globs, cut at the marks that part terms; nothing where nothing is left.
    fn parted(&mut self, mut entry: Entry) -> Vec<Entry> {
        if self.globs {
            let bare = entry.term.trim_matches('*').to_owned();
            if bare.contains(['*', '?']) {
                self.notes.about("a glob inside cannot be matched; left out", entry.line, &entry.term);
                return Vec::new();
            }
            if bare != entry.term {
                self.notes.about(
                    "terms are found wherever they stand, inside longer words too, so `*` at the ends is dropped",
                    entry.line,
                    &entry.term,
                );
                entry.term = bare;
            }
        }
        entry.variants.retain(|variant| !normal(variant).is_empty());
        let parts = if self.marks_part { pieces(&entry.term) } else { vec![entry.term.as_str()] };
        if parts.len() > 1 {
            self.notes.about("several terms in one entry are parted", entry.line, &entry.term);
        }
        let mut found = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let part = part.trim();
            if normal(part).is_empty() {
                self.notes.about("nothing is left after normalising; left out", entry.line, part);
                continue;
            }
            let variants = if at == 0 { entry.variants.clone() } else { Vec::new() };
            found.push(Entry { term: part.to_owned(), variants, ..entry.clone() });
        }
        found
    }

    /// What the counting does with a term that its author may not expect.
    fn remark(&mut self, entry: &Entry, normal: &str) {
        let latin = !normal.chars().any(is_han);
        if latin && normal.contains(char::is_whitespace) {
            self.notes.about(
                "expressions of several words are found only with a single blank",
                entry.line,
                &entry.term,
            );
        }
        if latin && (1..=4).contains(&normal.chars().filter(|c| c.is_alphanumeric()).count()) {
            self.notes.about("short Latin terms count also inside longer words", entry.line, &entry.term);
        }
    }

    /// The categories that have a term, in the order of the file, with identifiers that tables can bear.
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
            let (dimension, label) = (or(&key.0, DIMENSION), or(&key.1, CATEGORY));
            // Of a path of keys the last is the name.
            let name = label.rsplit(" / ").next().unwrap_or(label);
            let (dimension_id, new) = dimensions.shared(dimension);
            if new {
                made_up.push(format!("`{dimension}` is `{dimension_id}`"));
            }
            let (id, new) = ids.fresh(name);
            if new {
                made_up.push(format!("`{name}` is `{id}`"));
            }
            categories.push(Category { key: key.clone(), id, dimension_id, label: label.to_owned() });
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

struct Term {
    entry: Entry,
    /// (dimension, category) as the file names them; its first is where it is written.
    categories: Vec<(String, String)>,
}

struct Category {
    key: (String, String),
    id: String,
    dimension_id: String,
    label: String,
}

/// Identifiers that were given out.
struct Names {
    prefix: &'static str,
    given: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

impl Names {
    fn new(prefix: &'static str) -> Self {
        Names { prefix, given: BTreeMap::new(), taken: BTreeSet::new() }
    }

    /// The identifier of `name`, the same each time; and whether it was made up now.
    fn shared(&mut self, name: &str) -> (String, bool) {
        if let Some(id) = self.given.get(name) {
            return (id.clone(), false);
        }
        let (id, new) = self.fresh(name);
        self.given.insert(name.to_owned(), id.clone());
        (id, new)
    }

    /// An identifier of its own for `name`; and whether it was made up.
    fn fresh(&mut self, name: &str) -> (String, bool) {
        // money (Money) → money
        let plain = name.split('(').next().unwrap_or(name).trim();
        let ascii: String =
            plain.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
        let speaks = plain.is_ascii() && ascii.chars().any(|c| c.is_ascii_alphanumeric());
        if speaks && self.taken.insert(ascii.clone()) {
            return (ascii, false);
        }
        let base = if speaks { format!("{ascii}_") } else { self.prefix.to_owned() };
        let mut number = if speaks { 2 } else { self.taken.len() + 1 };
        loop {
            let id = format!("{base}{number}");
            if self.taken.insert(id.clone()) {
                return (id, true);
            }
            number += 1;
        }
    }
}

fn or<'s>(name: &'s str, otherwise: &'s str) -> &'s str {
    if name.is_empty() { otherwise } else { name }
}

/// A term as it stands in `terms`.
fn written(entry: &Entry, also: &[String]) -> String {
    let mut keys = vec![format!("term = {}", quoted(&entry.term))];
    if !entry.variants.is_empty() {
        let variants: Vec<String> = entry.variants.iter().map(|v| quoted(v)).collect();
        keys.push(format!("variants = [{}]", variants.join(", ")));
    }
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

fn normal(term: &str) -> String {
    normalise(term.trim()).text.into_owned()
}

/// An entry cut at 、 ， ； , ; | where these part terms.
pub fn pieces(entry: &str) -> Vec<&str> {
    let parts: Vec<&str> =
        entry.split(['、', '，', '；', ',', ';', '|']).filter(|part| !part.trim().is_empty()).collect();
    if parts.is_empty() { vec![entry] } else { parts }
}
