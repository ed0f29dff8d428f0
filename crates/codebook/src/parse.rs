//! `codebook.toml` → [`Codebook`], or every fault in it.

use crate::{Codebook, Term};
use nianlun_text::normalise;
use nianlun_types::{Category, Problem, Problems, Year};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "category")]
    categories: Vec<Spanned<CategoryEntry>>,
    #[serde(default)]
    same: Vec<Spanned<SameEntry>>,
}

/// Strings held to be one concept, for searches that ask for it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SameEntry {
    terms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryEntry {
    id: Spanned<String>,
    dimension: Spanned<String>,
    label: String,
    #[serde(default)]
    definition: String,
    terms: Vec<Spanned<TermEntry>>,
}

/// `"信息港"` or `{ term = "信息港", … }`.
struct TermEntry(TermTable);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermTable {
    term: String,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    since: Option<Year>,
    #[serde(default)]
    also: Vec<String>,
    note: Option<String>,
}

impl<'de> Deserialize<'de> for TermEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = TermEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a term, or a table with the key `term`")
            }

            fn visit_str<E>(self, term: &str) -> Result<TermEntry, E> {
                Ok(TermEntry(TermTable {
                    term: term.to_owned(),
                    variants: Vec::new(),
                    not: Vec::new(),
                    since: None,
                    also: Vec::new(),
                    note: None,
                }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TermEntry, A::Error> {
                TermTable::deserialize(MapAccessDeserializer::new(map)).map(TermEntry)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

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

    fn term(&mut self, category: u32, spanned: &Spanned<TermEntry>) {
        let TermEntry(entry) = spanned.get_ref();
        let offset = spanned.span().start;
        let Some(spellings) = self.normal_all(entry, offset) else {
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
            self.met_again(first, &spellings, category, &categories, entry, offset);
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

    /// A spelling that an earlier term has: fine where one of the two says so in `also` and both
    /// are the same term, a fault otherwise.
    fn met_again(
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

    /// The normalised spellings and exclusions of a term, or nothing where one is at fault.
    fn normal_all(&mut self, entry: &TermTable, offset: usize) -> Option<(Vec<String>, Vec<String>)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn book(terms_a: &str, terms_b: &str) -> String {
        format!(
            "[[category]]\nid = \"a\"\ndimension = \"d\"\nlabel = \"甲\"\nterms = [{terms_a}]\n\
             [[category]]\nid = \"b\"\ndimension = \"d\"\nlabel = \"乙\"\nterms = [{terms_b}]\n"
        )
    }

    fn refuse(source: &str, line: usize, says: &str) {
        let Problems(problems) = Codebook::parse(source).expect_err(says);
        let shown = format!("{}", Problems(problems.clone()));
        assert_eq!(problems[0].line, Some(line), "{shown}");
        assert!(shown.contains(says), "{shown}");
    }

    #[test]
    fn a_full_term() {
        let source = book(
            r#""信息港", { term = "合作", variants = ["協作"], not = ["合作社"], since = 1999, also = ["b"], note = "…" }"#,
            r#""效率""#,
        );
        let book = Codebook::parse(&source).expect("codebook");
        assert_eq!(book.terms[1].spellings, ["合作", "协作"]);
        assert_eq!(book.terms[1].not, ["合作社"]);
        assert_eq!(book.terms[1].since, Some(1999));
        assert_eq!(book.terms[1].categories, [0, 1]);
        assert_eq!(book.terms[2].line, 10);
    }

    #[test]
    fn concepts_are_groups_and_spellings() {
        let terms = r#"{ term = "信息化", variants = ["信息化建设"] }, { term = "社会保障卡", variants = ["社保卡"] }"#;
        let same = |groups: &str| format!("{}{groups}", book(terms, "\"效率\""));
        let parsed =
            Codebook::parse(&same("[[same]]\nterms = [\"數字化\", \"信息化\"]\n")).expect("codebook");
        assert_eq!(parsed.concepts(), [vec!["信息化", "信息化建设", "数字化"], vec!["社会保障卡", "社保卡"]]);
        refuse(&same("[[same]]\nterms = [\"数字化\", \"數字化\"]\n"), 11, "two different strings");
        let twice = "[[same]]\nterms = [\"甲\", \"乙\"]\n[[same]]\nterms = [\"乙\", \"丙\"]\n";
        refuse(&same(twice), 13, "stands in two `[[same]]`");
    }

    #[test]
    fn a_term_in_two_categories_must_say_so() {
        refuse(&book("\"公众参与\"", "\"公众参与\""), 10, "stands in two categories");
        refuse(&book("\"公众参与\"", "\"公眾參與\""), 10, "stands in two categories");
        for (a, b) in [
            (r#"{ term = "公众参与", also = ["b"] }"#, "\"公众参与\""),
            ("\"公众参与\"", r#"{ term = "公众参与", also = ["a"] }"#),
        ] {
            let book = Codebook::parse(&book(a, b)).expect("declared");
            assert_eq!(book.terms.len(), 1);
            assert_eq!(book.terms[0].categories, [0, 1]);
        }
    }

    #[test]
    fn faults_are_refused_with_their_line() {
        refuse(&book("\"\"", "\"甲\""), 5, "an empty term");
        refuse(&book("\"“”\"", "\"甲\""), 5, "an empty term");
        refuse(&book("\"甲\", \"甲\"", "\"乙\""), 5, "stands twice in `a`");
        refuse(&book("\"甲\"", "{ term = \"乙\", variants = [\"甲\"] }"), 10, "also a spelling of `甲`");
        refuse(&book("{ term = \"甲\", sinse = 3 }", "\"乙\""), 5, "unknown field `sinse`");
        refuse(&book("{ term = \"甲\", also = [\"c\"] }", "\"乙\""), 5, "unknown category `c`");
        refuse(&book("{ term = \"甲\", not = [\"乙丙\"] }", "\"乙\""), 5, "does not hold `甲`");
        refuse(&book("3", "\"乙\""), 5, "a term, or a table");
        refuse("[[category]\n", 1, "cannot be read");
        refuse("", 1, "no category");
        refuse(&book("\"甲\"", ""), 6, "no term");
    }

    #[test]
    fn all_faults_at_once() {
        let Problems(problems) = Codebook::parse(&book("\"\", \"甲\", \"甲\"", "\"甲\"")).expect_err("three");
        assert_eq!(problems.len(), 3);
    }
}
