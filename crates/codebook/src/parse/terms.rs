//! One term of the file → a [`Term`], or its faults.

use super::Reading;
use super::file::{TermEntry, TermTable};
use crate::Term;
use nianlun_text::normalise;
use nianlun_types::Problem;
use toml::Spanned;

/// A term as one category lists it, normalised.
struct Listed<'e> {
    entry: &'e TermTable,
    /// The category that lists it, and all in which it says that it counts.
    category: u32,
    categories: Vec<u32>,
    spellings: Vec<String>,
    not: Vec<String>,
    offset: usize,
}

impl Reading<'_> {
    pub fn term(&mut self, category: u32, spanned: &Spanned<TermEntry>) {
        let TermEntry(entry) = spanned.get_ref();
        let offset = spanned.span().start;
        let Some((spellings, not)) = self.normal_spellings(entry, offset) else {
            return;
        };
        let categories = self.categories_of(entry, category, offset);
        let listed = Listed { entry, category, categories, spellings, not, offset };
        match listed.spellings.iter().find_map(|spelling| self.spellings.get(spelling)) {
            Some(&first) => self.list_again(first, listed),
            None => self.list_first(listed),
        }
    }

    /// The categories in which a term says that it counts: the one that lists it and those in `also`.
    fn categories_of(&mut self, entry: &TermTable, category: u32, offset: usize) -> Vec<u32> {
        let mut categories = vec![category];
        for also in &entry.also {
            let known = self.book.categories.iter().position(|c| c.id == *also);
            match known.map(|at| at as u32) {
                Some(at) if at == category => self.fault(
                    Problem::new(format!("`{}` names its own category `{also}` in `also`", entry.term)),
                    offset,
                ),
                Some(at) => categories.push(at),
                None => self.fault(
                    Problem::new(format!("`{}` names an unknown category `{also}` in `also`", entry.term))
                        .hint(format!("the categories are {}", self.ids())),
                    offset,
                ),
            }
        }
        categories.sort_unstable();
        categories.dedup();
        categories
    }

    /// Adds a term none of whose spellings was met before.
    fn list_first(&mut self, listed: Listed<'_>) {
        let Listed { entry, category, categories, spellings, not, offset } = listed;
        for spelling in &spellings {
            self.spellings.insert(spelling.clone(), self.book.terms.len());
        }
        let written = std::iter::once(&entry.term).chain(&entry.variants);
        self.homes.push(vec![category]);
        self.book.terms.push(Term {
            term: entry.term.trim().to_owned(),
            written: written.map(|w| w.trim().to_owned()).collect(),
            spellings,
            not,
            inside: entry.inside.unwrap_or(false),
            since: entry.since,
            note: entry.note.clone(),
            categories,
            line: Problem::new("").at_offset(self.source, offset).line.unwrap_or(1),
        });
    }

    /// Decides on a spelling that the earlier term `first` has already. The two are one term in several
    /// categories if one of them says so in `also`, and if all else is said in the earlier place;
    /// otherwise this is a fault.
    fn list_again(&mut self, first: usize, listed: Listed<'_>) {
        let homes = &self.homes[first];
        let term = &self.book.terms[first];
        let same = term.spellings[0] == listed.spellings[0];
        let repeated = homes.contains(&listed.category);
        let declared = term.categories.contains(&listed.category)
            || homes.iter().any(|home| listed.categories.contains(home));
        let entry = listed.entry;
        let name_only = listed.spellings.len() == 1
            && entry.not.is_empty()
            && entry.since.is_none()
            && entry.inside.is_none();
        if same && declared && !repeated && name_only {
            let term = &mut self.book.terms[first];
            term.categories.extend(listed.categories);
            term.categories.sort_unstable();
            term.categories.dedup();
            self.homes[first].push(listed.category);
            return;
        }
        let name = entry.term.trim();
        let own = &self.book.categories[listed.category as usize].id;
        let line = term.line;
        let problem = if !same {
            Problem::new(format!(
                "`{name}` or one of its variants is also a spelling of `{}` (line {line})",
                term.term
            ))
            .hint("let each spelling belong to one term")
        } else if repeated {
            Problem::new(format!("`{name}` stands twice in `{own}` (first in line {line})"))
                .hint("remove one of the two")
        } else if declared {
            Problem::new(format!("`{name}` is described twice"))
                .because(format!("it stands in line {line} already, as a term of several categories"))
                .hint("give its `variants`, `not`, `inside` and `since` there, and only its name here")
        } else {
            self.undeclared(name, term, own)
        };
        self.fault(problem, listed.offset);
    }

    fn undeclared(&self, name: &str, term: &Term, own: &str) -> Problem {
        let ids: Vec<&str> =
            term.categories.iter().map(|c| self.book.categories[*c as usize].id.as_str()).collect();
        Problem::new(format!("`{name}` stands in two categories, `{}` and `{own}`", ids.join("`, `")))
            .because(format!(
                "it was met first in line {}, and neither place says that it counts in both",
                term.line
            ))
            .hint(format!(
                "decide for one, or write {{ term = \"{name}\", also = [\"{own}\"] }} in `{}`",
                ids[0]
            ))
    }

    /// The normalised spellings and exclusions of a term; nothing, and a fault, where one of them is wrong.
    fn normal_spellings(&mut self, entry: &TermTable, offset: usize) -> Option<(Vec<String>, Vec<String>)> {
        let before = self.problems.len();
        let mut spellings: Vec<String> = Vec::new();
        for spelling in std::iter::once(&entry.term).chain(&entry.variants) {
            let normal = normalise(spelling.trim()).text.into_owned();
            if normal.is_empty() {
                self.fault(
                    Problem::new("an empty term")
                        .because(format!("nothing is left of `{spelling}` in normalised text"))
                        .hint("an empty term would match everywhere: remove it"),
                    offset,
                );
            } else if !spellings.contains(&normal) {
                spellings.push(normal);
            }
        }
        let mut not = Vec::new();
        for longer in &entry.not {
            let normal = normalise(longer.trim()).text.into_owned();
            let absorbs = |s: &String| normal.len() > s.len() && normal.contains(s.as_str());
            if spellings.iter().any(absorbs) {
                not.push(normal);
            } else {
                self.fault(
                    Problem::new(format!("`{longer}` in `not` does not hold `{}`", entry.term))
                        .because("`not` lists longer strings inside which the term does not count")
                        .hint(format!("write the longer string, e.g. 合作社 for 合作, or remove `{longer}`")),
                    offset,
                );
            }
        }
        (self.problems.len() == before).then_some((spellings, not))
    }

    fn ids(&self) -> String {
        let ids: Vec<&str> = self.book.categories.iter().map(|c| c.id.as_str()).collect();
        ids.join(", ")
    }
}
