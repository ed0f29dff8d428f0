//! What may be wrong with a codebook that can be read: each finding with its line and what to do.
//!
//! [`lint`] looks at the codebook alone, [`lint_texts`] at what the user's texts hold of it.

use crate::{Codebook, Rule, Term};
use nianlun_text::{is_han, normalise};
use nianlun_types::Year;
use std::collections::BTreeMap;

/// A term is most of its category above this share.
const DOMINANT: f64 = 0.3;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Numbers may mislead until somebody looks.
    Advice,
    /// Good to know; nothing need be done.
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
    /// Hits by each rule, in the order of [`Rule::ALL`].
    pub by_rule: [u64; 3],
    /// Hits of the rule in force in years before its `since`, and the first of these years.
    pub early: Option<(u64, Year)>,
    /// Hits of the rule in force that stand inside a longer Latin word or number.
    pub inside_latin: u64,
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

/// The findings of the codebook alone, by line.
pub fn lint(book: &Codebook) -> Vec<Advice> {
    let mut found = Vec::new();
    for term in &book.terms {
        for (written, normal) in term.written.iter().zip(term.written.iter().map(|w| normal(w))) {
            regex(&mut found, term, written);
            form(&mut found, term, written, &normal);
            short(&mut found, term, written, &normal);
        }
        repeated(&mut found, term);
    }
    found.extend(nested(book).into_iter().map(|(inner, outer)| inside(book, inner, &outer, None)));
    found.sort();
    found
}

/// The findings that rest on the texts, by line. `rule` is the one in force.
pub fn lint_texts(book: &Codebook, evidence: &Evidence, rule: Rule) -> Vec<Advice> {
    let mut found = Vec::new();
    let hits = |at: usize| evidence.terms[at].by_rule[rule.position()];
    for (at, (term, met)) in book.terms.iter().zip(&evidence.terms).enumerate() {
        if met.by_rule.iter().all(|n| *n == 0) {
            found.push(advice(term, "never-met", format!("`{}` is never met in the texts", term.term)).hint(
                "fine where it is meant to show an absence; else look how the texts put it (nianlun search)",
            ));
        } else if hits(at) == 0 {
            found.push(
                advice(
                    term,
                    "never-counted",
                    format!(
                        "`{}` stands in the texts and is never counted under `{}` ({})",
                        term.term,
                        name(rule),
                        rules(met)
                    ),
                )
                .hint("longer terms use up all its places, or it never stands on word boundaries"),
            );
        }
        if let (Some(since), Some((early, first))) = (term.since, met.early) {
            found.push(
                advice(term, "before-since", format!("`{}` is hit {early} times before its since-year {since}, first in {first}", term.term))
                    .hint("a wrong year, a text filed wrongly, or another meaning: open these lines, or correct `since`"),
            );
        }
        if met.inside_latin > 0 {
            found.push(
                advice(
                    term,
                    "inside-latin",
                    format!(
                        "`{}` is counted {} times inside a longer Latin word or number",
                        term.term, met.inside_latin
                    ),
                )
                .hint(format!("list these words in `not`: {{ term = \"{}\", not = [\"…\"] }}", term.term)),
            );
        }
    }
    dominant(&mut found, book, &hits);
    for (inner, outer) in nested(book) {
        let met = &evidence.terms[inner];
        if met.by_rule.iter().any(|n| *n > 0) {
            found.push(inside(book, inner, &outer, Some(met)));
        }
    }
    for lookalike in &evidence.lookalikes {
        let term = &book.terms[lookalike.term as usize];
        let mut variants: Vec<String> = term.written[1..].to_vec();
        variants.push(lookalike.spelling.clone());
        found.push(
            advice(
                term,
                "spelling",
                format!(
                    "the texts write `{}` {} times, which the codebook lacks",
                    lookalike.spelling, lookalike.count
                ),
            )
            .hint(format!(
                "if it means `{0}`, write {{ term = \"{0}\", variants = [{1}] }}",
                term.term,
                variants.iter().map(|v| format!("\"{v}\"")).collect::<Vec<_>>().join(", ")
            )),
        );
    }
    found.sort();
    found
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

/// Characters that mean something to a regular expression and nothing here.
fn regex(found: &mut Vec<Advice>, term: &Term, written: &str) {
    let stray = |c: &char| "*?|\\^$[]{}".contains(*c);
    let marks: String = written.chars().filter(stray).collect();
    if !marks.is_empty() || written.contains(".+") {
        let mut parts = written.split('|').map(str::trim).filter(|part| !part.is_empty());
        let hint = match (written.contains('|'), parts.next()) {
            (true, Some(first)) => {
                let others: Vec<String> = parts.map(|part| format!("\"{part}\"")).collect();
                format!("alternatives are variants: {{ term = \"{first}\", variants = [{}] }}", others.join(", "))
            }
            _ => "terms are plain strings, found wherever they stand: write the string itself, and each other form as a variant".to_owned(),
        };
        found.push(
            advice(
                term,
                "regex",
                format!("`{written}` holds characters of a regular expression, which are matched literally"),
            )
            .hint(hint),
        );
    } else if let Some(mark) = written.chars().find(|c| "、，；,;".contains(*c)) {
        found.push(
            advice(
                term,
                "several",
                format!("`{written}` looks like several terms: `{mark}` is matched literally"),
            )
            .hint("give each term an entry of its own"),
        );
    }
}

/// Another form of the same characters: counted alike.
fn form(found: &mut Vec<Advice>, term: &Term, written: &str, normal: &str) {
    if written.to_lowercase() != normal {
        found.push(
            advice(term, "form", format!("`{written}` is counted as `{normal}`"))
                .hint("fine as it is: texts are normalised alike (width, script, quotation marks)")
                .remark(),
        );
    }
}

fn short(found: &mut Vec<Advice>, term: &Term, written: &str, normal: &str) {
    if normal.chars().count() == 1 {
        found.push(
            advice(
                term,
                "one-character",
                format!("`{written}` is a single character and counts inside every word that holds it"),
            )
            .hint("write the words that you mean"),
        );
    }
}

/// Spellings of one term that normalise alike.
fn repeated(found: &mut Vec<Advice>, term: &Term) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for written in &term.written {
        if let Some(first) = seen.insert(normal(written), written) {
            found.push(
                advice(
                    term,
                    "duplicate",
                    format!("`{written}` and `{first}` are one spelling after normalising"),
                )
                .hint("remove one of the two: both are found without it"),
            );
        }
    }
}

/// Terms that are over [`DOMINANT`] of their category.
fn dominant(found: &mut Vec<Advice>, book: &Codebook, hits: &dyn Fn(usize) -> u64) {
    for (k, category) in book.categories.iter().enumerate() {
        let own: Vec<usize> =
            (0..book.terms.len()).filter(|at| book.terms[*at].categories.contains(&(k as u32))).collect();
        let total: u64 = own.iter().map(|at| hits(*at)).sum();
        if own.len() < 2 || total == 0 {
            continue;
        }
        for at in own {
            let share = hits(at) as f64 / total as f64;
            if share > DOMINANT {
                let term = &book.terms[at];
                found.push(
                    advice(
                        term,
                        "dominant",
                        format!("`{}` is {:.0} % of `{}` ({} of {total} hits)", term.term, share * 100.0, category.id, hits(at)),
                    )
                    .hint("the curve of the category is mostly that of this term: say so, or see what it is without it"),
                );
            }
        }
    }
}

/// For each term with a spelling inside one of another term, those terms.
fn nested(book: &Codebook) -> BTreeMap<usize, Vec<usize>> {
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (inner, a) in book.terms.iter().enumerate() {
        for (outer, b) in book.terms.iter().enumerate() {
            let within = |s: &String| {
                b.spellings.iter().any(|longer| longer.len() > s.len() && longer.contains(s.as_str()))
            };
            if inner != outer && a.spellings.iter().any(within) {
                found.entry(inner).or_default().push(outer);
            }
        }
    }
    found
}

/// A term inside others: advice where the rule decides between categories, or by the texts matters.
fn inside(book: &Codebook, inner: usize, outer: &[usize], met: Option<&Met>) -> Advice {
    let term = &book.terms[inner];
    let names: Vec<String> = outer
        .iter()
        .map(|at| {
            let other = &book.terms[*at];
            if other.categories == term.categories {
                format!("`{}`", other.term)
            } else {
                let ids: Vec<&str> =
                    other.categories.iter().map(|k| book.categories[*k as usize].id.as_str()).collect();
                format!("`{}` of {}", other.term, ids.join(" and "))
            }
        })
        .collect();
    let counts = met.map_or(String::new(), |met| format!("; in your texts {}", rules(met)));
    let message = format!("`{}` stands inside {}{counts}", term.term, names.join(", "));
    let found = advice(term, "inside", message).hint(
        "`longest` counts such a place once, for the longer term; `nested` for both; to join them, make one a variant of the other",
    );
    // What differs by a fifth or more is worth a decision.
    let matters = met.is_some_and(|met| {
        let [longest, _, nested] = met.by_rule;
        5 * nested >= 6 * longest.max(1) && nested >= 5
    });
    if matters { found } else { found.remark() }
}

/// `longest 3, word 2, nested 7`.
fn rules(met: &Met) -> String {
    let counts = Rule::ALL.iter().zip(met.by_rule);
    counts.map(|((name, _), n)| format!("{name} {n}")).collect::<Vec<_>>().join(", ")
}

fn name(rule: Rule) -> &'static str {
    Rule::ALL[rule.position()].0
}

fn normal(written: &str) -> String {
    normalise(written).text.into_owned()
}

/// Whether a hit at these byte offsets of a normalised text is a part of a longer Latin word or number.
pub fn inside_latin(text: &str, start: usize, end: usize) -> bool {
    let joins = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) => {
            let plain = |c: char| c.is_alphanumeric() && !is_han(c);
            plain(a) && plain(b) && a.is_numeric() == b.is_numeric()
        }
        _ => false,
    };
    joins(text[..start].chars().next_back(), text[start..].chars().next())
        || joins(text[..end].chars().next_back(), text[end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(a: &str, b: &str) -> Codebook {
        Codebook::parse(&format!(
            "[[category]]\nid = \"a\"\ndimension = \"d\"\nlabel = \"甲\"\nterms = [\n{a}\n]\n\
             [[category]]\nid = \"b\"\ndimension = \"d\"\nlabel = \"乙\"\nterms = [\n{b}\n]\n"
        ))
        .expect("codebook")
    }

    fn codes(found: &[Advice]) -> Vec<(usize, &str)> {
        found.iter().map(|a| (a.line, a.code)).collect()
    }

    #[test]
    fn a_sound_codebook_has_no_findings() {
        assert_eq!(lint(&book("\"信息化\", \"i-Shanghai\", \"互联网+政务服务\"", "\"监督\"")), []);
    }

    #[test]
    fn every_fault_of_the_codebook_is_found() {
        let found = lint(&book(
            "\"数字|智能\",\n\"数字.*\",\n\"大数据、云计算\",\n\"電子政務\",\n\"政务\",\n{ term = \"5G\", variants = [\"５Ｇ\"] },\n\"网\"",
            "\"“互联网＋”\",\n\"电子政务云\"",
        ));
        let expected = [
            (6, "regex"),
            (7, "regex"),
            (8, "several"),
            (9, "form"),
            (9, "inside"),
            (10, "inside"),
            (11, "duplicate"),
            (11, "form"),
            (12, "one-character"),
            (12, "inside"),
            (19, "form"),
        ];
        assert_eq!(codes(&found), expected);
        assert!(found[0].hint.contains("variants = [\"智能\"]"), "{}", found[0].hint);
        let inside = found.iter().find(|a| a.line == 10 && a.code == "inside").expect("政务");
        assert_eq!(inside.message, "`政务` stands inside `電子政務`, `电子政务云` of b");
    }
    #[test]
    fn every_fault_in_the_texts_is_found() {
        let book = book(
            "\"政务\",\n{ term = \"一网通办\", since = 2018 },\n\"grp\",\n\"无此词\",\n\"互联网政务服务\"",
            "\"监督\",\n\"听证\",\n\"民意\",\n\"社会参与\"",
        );
        let met = |by_rule| Met { by_rule, ..Met::default() };
        let evidence = Evidence {
            terms: vec![
                met([10, 9, 30]),
                Met { early: Some((2, 2009)), ..met([10, 10, 10]) },
                Met { inside_latin: 3, ..met([10, 7, 10]) },
                met([0, 0, 0]),
                met([10, 10, 10]),
                met([9, 9, 9]),
                met([1, 1, 1]),
                met([0, 0, 4]),
                met([1, 1, 1]),
            ],
            lookalikes: vec![Lookalike { term: 4, spelling: "互联网+政务服务".into(), count: 7 }],
        };
        let found = lint_texts(&book, &evidence, Rule::Longest);
        let expected = [
            (6, "inside"),
            (7, "before-since"),
            (8, "inside-latin"),
            (9, "never-met"),
            (10, "spelling"),
            (17, "dominant"),
            (19, "never-counted"),
        ];
        assert_eq!(codes(&found), expected);
        assert!(found.iter().all(|a| a.level == Level::Advice && !a.hint.is_empty()));
        assert!(
            found[0].message.ends_with("in your texts longest 10, word 9, nested 30"),
            "{}",
            found[0].message
        );
        assert!(found[4].hint.contains("variants = [\"互联网+政务服务\"]"), "{}", found[4].hint);
    }

    #[test]
    fn latin_words_are_seen_as_wholes() {
        for (text, start, end, expected) in [
            ("email", 1, 3, true),
            ("用ai写", 3, 5, false),
            ("5g", 0, 2, false),
            ("15g", 1, 3, true),
            ("5gb", 0, 2, true),
            ("ai2", 0, 2, false),
        ] {
            assert_eq!(inside_latin(text, start, end), expected, "{text}");
        }
    }
}
