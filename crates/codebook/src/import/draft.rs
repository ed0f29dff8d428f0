//! The draft that every format is read into, and the checks on its terms.

mod names;
mod write;

use super::Note;
use crate::whole::plain_ends;
use nianlun_text::{is_han, normalise};
use std::collections::BTreeMap;

/// The dimension of a category that names none, and the category of a term that names none.
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
    /// Whether the term is met inside longer numbers and Latin words too.
    pub inside: bool,
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
    /// Whether 、 ， ； separate terms in this format. Elsewhere 失之东隅，收之桑榆 is one term.
    pub marks_part: bool,
    /// (dimension, category) pairs that the file lists before their terms.
    pub order: Vec<(String, String)>,
}

/// Notes, one for each message, in the order of their first entry.
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

    /// Each term once, with its categories. Terms and variants are compared after normalising; the first
    /// entry of a term keeps its variants.
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

    /// The entries that one entry becomes: without globs, and cut at the marks that separate terms. Empty
    /// where no text is left.
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
                // Of a Latin word that is only so with the key: econom* is met in economy.
                entry.inside = plain_ends(&normal(&bare)) != (false, false);
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

    /// Notes what the author of a term may not expect of the counting.
    fn remark(&mut self, entry: &Entry, normal: &str) {
        let latin = !normal.chars().any(is_han);
        if latin && normal.contains(char::is_whitespace) {
            self.notes.about(
                "expressions of several words are found only with a single blank",
                entry.line,
                &entry.term,
            );
        }
    }
}

struct Term {
    entry: Entry,
    /// (dimension, category) as the file names them; its first is where it is written.
    categories: Vec<(String, String)>,
}

fn normal(term: &str) -> String {
    normalise(term.trim()).text.into_owned()
}

/// The parts of an entry between 、 ， ； , ; |; the entry itself where every part is blank.
pub fn pieces(entry: &str) -> Vec<&str> {
    let parts: Vec<&str> =
        entry.split(['、', '，', '；', ',', ';', '|']).filter(|part| !part.trim().is_empty()).collect();
    if parts.is_empty() { vec![entry] } else { parts }
}
