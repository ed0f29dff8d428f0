//! Advice on a codebook that is valid: each finding with its line and what to do.
//!
//! [`lint`] reads the codebook alone, [`lint_texts`] what the user's texts hold of it.

mod alone;
mod texts;

pub use alone::lint;
pub use texts::lint_texts;

use crate::{ByRule, Codebook, Term};
use nianlun_text::normalise;
use nianlun_types::Year;
use std::collections::BTreeMap;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A number may mislead: somebody should look.
    Advice,
    /// A fact that needs no action.
    Remark,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Advice {
    /// Line of the codebook.
    pub line: usize,
    /// How much it matters.
    pub level: Level,
    /// A stable word to filter by, e.g. `never-met`.
    pub code: &'static str,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// What the texts hold of one term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Met {
    /// Hits by each rule.
    pub by_rule: ByRule<u64>,
    /// Hits of the rule in force in years before its `since`, and the first of these years.
    pub early: Option<(u64, Year)>,
    /// The longer numbers and Latin words that hold the term, and how often, as the rule in force would count
    /// it there. They count only if the term says so.
    pub inside: BTreeMap<String, u64>,
}

/// A spelling that the texts have and the codebook lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookalike {
    /// Position of the term that it looks like.
    pub term: u32,
    /// The spelling, normalised.
    pub spelling: String,
    /// How often it stands in the texts.
    pub count: u64,
}

/// What the texts hold of the codebook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// One for each term, in the order of the codebook.
    pub terms: Vec<Met>,
    /// Spellings that the codebook lacks.
    pub lookalikes: Vec<Lookalike>,
}

impl Advice {
    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    fn remark(mut self) -> Self {
        self.level = Level::Remark;
        self
    }
}

fn advice(term: &Term, code: &'static str, message: String) -> Advice {
    Advice { line: term.line, level: Level::Advice, code, message, hint: String::new() }
}

/// For each term with a spelling inside a spelling of another term: the other terms, each with its longer
/// spelling.
type Nested = BTreeMap<usize, Vec<(usize, String)>>;

fn nested(book: &Codebook) -> Nested {
    let mut found = Nested::new();
    for (inner, a) in book.terms.iter().enumerate() {
        for (outer, b) in book.terms.iter().enumerate() {
            let holds = |longer: &&String| {
                a.spellings.iter().any(|s| longer.len() > s.len() && longer.contains(s.as_str()))
            };
            if inner != outer
                && let Some(longer) = b.spellings.iter().find(holds)
            {
                found.entry(inner).or_default().push((outer, longer.clone()));
            }
        }
    }
    found
}

/// A term inside others. It is advice where the texts show that the counting rule matters, else a
/// remark.
fn inside(book: &Codebook, inner: usize, outer: &[(usize, String)], met: Option<&Met>) -> Advice {
    let term = &book.terms[inner];
    let names: Vec<String> = outer
        .iter()
        .map(|(at, longer)| {
            let other = &book.terms[*at];
            if other.categories == term.categories {
                format!("`{longer}`")
            } else {
                let ids: Vec<&str> =
                    other.categories.iter().map(|k| book.categories[*k as usize].id.as_str()).collect();
                format!("`{longer}` of {}", ids.join(" and "))
            }
        })
        .collect();
    let counts = met.map_or(String::new(), |met| format!("; in your texts {}", rules(met)));
    let message = format!("`{}` stands inside {}{counts}", term.term, names.join(", "));
    let found = advice(term, "inside", message).hint(
        "`longest` counts such a place once, for the longer term; `nested` for both; to join them, make one a variant of the other",
    );
    // `nested` exceeds `longest` by a fifth or more, and there are five hits to judge by.
    let matters = met.is_some_and(|met| {
        let ByRule { longest, nested, .. } = met.by_rule;
        5 * nested >= 6 * longest.max(1) && nested >= 5
    });
    if matters { found } else { found.remark() }
}

/// `longest 3, word 2, nested 7`.
fn rules(met: &Met) -> String {
    met.by_rule.iter().map(|(rule, n)| format!("{} {n}", rule.name())).collect::<Vec<_>>().join(", ")
}

fn times(n: u64) -> String {
    if n == 1 { "once".to_owned() } else { format!("{n} times") }
}

fn normal(written: &str) -> String {
    normalise(written).text.into_owned()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub fn book(a: &str, b: &str) -> Codebook {
        Codebook::parse(&format!(
            "[[category]]\nid = \"a\"\ndimension = \"d\"\nlabel = \"甲\"\nterms = [\n{a}\n]\n\
             [[category]]\nid = \"b\"\ndimension = \"d\"\nlabel = \"乙\"\nterms = [\n{b}\n]\n"
        ))
        .expect("codebook")
    }

    pub fn codes(found: &[Advice]) -> Vec<(usize, &str)> {
        found.iter().map(|a| (a.line, a.code)).collect()
    }
}
