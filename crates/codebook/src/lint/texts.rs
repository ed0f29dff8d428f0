//! Findings that rest on the texts.

use super::{Advice, Evidence, Met, advice, inside, nested, rules, times};
use crate::{Codebook, Lookalike, Rule, Term};
use std::cmp::Reverse;

/// A term dominates its category above this share of its hits, if the category has so many hits.
const DOMINANT: (f64, u64) = (0.3, 10);

/// The findings that rest on the texts, by line. `rule` is the one in force.
pub fn lint_texts(book: &Codebook, evidence: &Evidence, rule: Rule) -> Vec<Advice> {
    let mut found = Vec::new();
    let hits = |at: usize| evidence.terms[at].by_rule[rule];
    for (at, (term, met)) in book.terms.iter().zip(&evidence.terms).enumerate() {
        if met.by_rule.iter().all(|(_, n)| *n == 0) {
            // `never_met` reports these, those of one line together.
        } else if hits(at) == 0 {
            found.push(
                advice(
                    term,
                    "never-counted",
                    format!(
                        "`{}` stands in the texts and is never counted under `{}` ({})",
                        term.term,
                        rule.name(),
                        rules(met)
                    ),
                )
                .hint("longer terms use up all its places, or it never stands on word boundaries"),
            );
        }
        if let (Some(since), Some((early, first))) = (term.since, met.early) {
            found.push(
                advice(term, "before-since", format!("`{}` is hit {} before its since-year {since}, first in {first}", term.term, times(early)))
                    .hint("a wrong year, a text filed wrongly, or another meaning: open these lines, or correct `since`"),
            );
        }
        found.extend(inside_latin(term, met));
    }
    never_met(&mut found, book, evidence);
    dominant(&mut found, book, &hits);
    for (inner, outer) in nested(book) {
        let met = &evidence.terms[inner];
        if met.by_rule.iter().any(|(_, n)| *n > 0) {
            found.push(inside(book, inner, &outer, Some(met)));
        }
    }
    spellings(&mut found, book, evidence);
    found.sort();
    found
}

/// Terms that no rule finds.
fn never_met(found: &mut Vec<Advice>, book: &Codebook, evidence: &Evidence) {
    let never = |(_, met): &(&Term, &Met)| met.by_rule.iter().all(|(_, n)| *n == 0);
    let terms: Vec<&Term> =
        book.terms.iter().zip(&evidence.terms).filter(never).map(|(term, _)| term).collect();
    for of_line in terms.chunk_by(|a, b| a.line == b.line) {
        let names: Vec<String> = of_line.iter().map(|term| format!("`{}`", term.term)).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        found.push(
            advice(of_line[0], "never-met", format!("{} {verb} never met in the texts", names.join(", "))).hint(
                "fine where it is meant to show an absence; else look how the texts put it (nianlun search)",
            ),
        );
    }
}

/// Spellings that the texts have and the codebook lacks: one finding a term.
fn spellings(found: &mut Vec<Advice>, book: &Codebook, evidence: &Evidence) {
    for (at, term) in book.terms.iter().enumerate() {
        let own: Vec<&Lookalike> = evidence.lookalikes.iter().filter(|l| l.term as usize == at).collect();
        if own.is_empty() {
            continue;
        }
        let shown: Vec<String> =
            own.iter().map(|l| format!("`{}` ({})", l.spelling, times(l.count))).collect();
        let variants = term.written[1..].iter().chain(own.iter().map(|l| &l.spelling));
        let variants: Vec<String> = variants.map(|v| format!("\"{v}\"")).collect();
        found.push(
            advice(
                term,
                "spelling",
                format!("the texts write {}, which the codebook lacks", shown.join(", ")),
            )
            .hint(format!(
                "where that means `{}`, give it variants = [{}]",
                term.term,
                variants.join(", ")
            )),
        );
    }
}

/// Terms that dominate their category.
fn dominant(found: &mut Vec<Advice>, book: &Codebook, hits: &dyn Fn(usize) -> u64) {
    for (k, category) in book.categories.iter().enumerate() {
        let own: Vec<usize> =
            (0..book.terms.len()).filter(|at| book.terms[*at].categories.contains(&(k as u32))).collect();
        let total: u64 = own.iter().map(|at| hits(*at)).sum();
        if own.len() < 2 || total < DOMINANT.1 {
            continue;
        }
        for at in own {
            let share = hits(at) as f64 / total as f64;
            if share > DOMINANT.0 {
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

/// A term inside longer numbers or Latin words, which are named, the most frequent first.
fn inside_latin(term: &Term, met: &Met) -> Option<Advice> {
    /// Most words named: a page of addresses holds any number of them.
    const MOST: usize = 5;
    let all: u64 = met.inside.values().sum();
    let mut words: Vec<(&String, u64)> = met.inside.iter().map(|(word, n)| (word, *n)).collect();
    words.sort_by_key(|(word, n)| (Reverse(*n), *word));
    let more = words.len() > MOST;
    let mut named: Vec<String> =
        words.iter().take(MOST).map(|(word, n)| format!("`{word}` ({})", times(*n))).collect();
    named.extend(more.then(|| "…".to_owned()));
    let place = format!("inside a longer Latin word or number: {}", named.join(", "));
    let (message, hint) = if term.inside {
        (
            format!("`{}` is counted {} {place}", term.term, times(all)),
            "`inside = true` says so; list words that mean something else in `not`".to_owned(),
        )
    } else {
        (
            format!("`{}` stands {} {place}; it is not counted there", term.term, times(all)),
            format!(
                "if these mean the term, give them as `variants`, or write {{ term = \"{}\", inside = true }}",
                term.term
            ),
        )
    };
    (all > 0).then(|| advice(term, "inside-latin", message).hint(hint).remark())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{book, codes};
    use super::*;
    use crate::Level;

    #[test]
    fn every_fault_in_the_texts_is_found() {
        let book = book(
            "\"政务\",\n{ term = \"一网通办\", since = 2017 },\n\"grp\",\n\"无此词\",\n\"互联网政务服务\"",
            "\"监督\",\n\"听证\",\n\"民意\",\n\"社会参与\"",
        );
        let met = |by_rule: [u64; 3]| Met { by_rule: by_rule.into(), ..Met::default() };
        let evidence = Evidence {
            terms: vec![
                met([10, 9, 30]),
                Met { early: Some((2, 2009)), ..met([10, 10, 10]) },
                Met { inside: [("grps".to_owned(), 1), ("2grp".to_owned(), 3)].into(), ..met([10, 7, 10]) },
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
        assert!(
            found
                .iter()
                .all(|a| (a.level == Level::Remark) == (a.code == "inside-latin") && !a.hint.is_empty())
        );
        assert_eq!(
            found[2].message,
            "`grp` stands 4 times inside a longer Latin word or number: `2grp` (3 times), `grps` (once); it is not counted there"
        );
        assert!(
            found[0].message.ends_with("in your texts longest 10, word 9, nested 30"),
            "{}",
            found[0].message
        );
        assert!(found[4].hint.contains("variants = [\"互联网+政务服务\"]"), "{}", found[4].hint);
    }
}
