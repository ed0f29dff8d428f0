//! One term of the file → a [`Term`], or its faults.

use super::Reading;
use super::file::{TermEntry, TermTable};
use crate::Term;
use nianlun_text::normalise;
use nianlun_types::Problem;
use toml::Spanned;

impl Reading<'_> {
    pub fn term(&mut self, category: u32, spanned: &Spanned<TermEntry>) {
        let TermEntry(entry) = spanned.get_ref();
        let offset = spanned.span().start;
        let Some(spellings) = self.normal_spellings(entry, offset) else {
            return;
        };
        let own = &self.book.categories[category as usize].id;
        let mut categories = vec![category];
        for also in &entry.also {
            match self.book.categories.iter().position(|c| c.id == *also) {
                Some(at) if at as u32 == category => self.problems.push(
                    Problem::new(format!("`{}` names its own category `{own}` in `also`", entry.term))
                        .at_offset(self.source, offset),
                ),
                Some(at) => categories.push(at as u32),
                None => self.problems.push(
                    Problem::new(format!("`{}` names an unknown category `{also}` in `also`", entry.term))
                        .at_offset(self.source, offset)
                        .hint(format!("the categories are {}", self.ids())),
                ),
            }
        }
        categories.sort_unstable();
        categories.dedup();

        let (spellings, not) = spellings;
        let taken: Vec<usize> = spellings.iter().filter_map(|s| self.spellings.get(s).copied()).collect();
        if let Some(&first) = taken.first() {
            self.repeated_spelling(first, &spellings, category, &categories, entry, offset);
            return;
        }
        for spelling in &spellings {
            self.spellings.insert(spelling.clone(), self.book.terms.len());
        }
        let line = Problem::new("").at_offset(self.source, offset).line.unwrap_or(1);
        self.homes.push(vec![category]);
        self.book.terms.push(Term {
            term: entry.term.trim().to_owned(),
            written: std::iter::once(&entry.term)
                .chain(&entry.variants)
                .map(|w| w.trim().to_owned())
                .collect(),
            spellings,
            not,
            since: entry.since,
            note: entry.note.clone(),
            categories,
            line,
        });
    }

    /// Decides on a spelling that an earlier term has already. The two are one term in several categories
    /// if one of them says so in `also`; otherwise this is a fault.
    fn repeated_spelling(
        &mut self,
        first: usize,
        spellings: &[String],
        category: u32,
        categories: &[u32],
        entry: &TermTable,
        offset: usize,
    ) {
        let term = &self.book.terms[first];
        let name = entry.term.trim();
        let same = term.spellings[0] == spellings[0];
        let declared = term.categories.contains(&category)
            || self.homes[first].iter().any(|home| categories.contains(home));
        let repeated = self.homes[first].contains(&category);
        let plain = spellings.len() == 1 && entry.not.is_empty() && entry.since.is_none();
        if same && declared && !repeated && plain {
            let term = &mut self.book.terms[first];
            term.categories.extend(categories);
            term.categories.sort_unstable();
            term.categories.dedup();
            self.homes[first].push(category);
            return;
        }
        let ids: Vec<&str> =
            term.categories.iter().map(|c| self.book.categories[*c as usize].id.as_str()).collect();
        let own = &self.book.categories[category as usize].id;
        let problem = if !same {
            Problem::new(format!(
                "`{name}` or one of its variants is also a spelling of `{}` (line {})",
                term.term, term.line
            ))
            .hint("let each spelling belong to one term")
        } else if repeated {
            Problem::new(format!("`{name}` stands twice in `{own}` (first in line {})", term.line))
                .hint("remove one of the two")
        } else {
            Problem::new(format!("`{name}` stands in two categories, `{}` and `{own}`", ids.join("`, `")))
                .because(format!(
                    "it was met first in line {}, and neither place says that it counts in both",
                    term.line
                ))
                .hint(format!(
                    "decide for one, or write {{ term = \"{name}\", also = [\"{own}\"] }} in `{}`",
                    ids[0]
                ))
        };
        self.fault(problem, offset);
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
