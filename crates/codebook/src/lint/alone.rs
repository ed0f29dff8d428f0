//! Findings that rest on the codebook alone.

use super::{Advice, advice, inside, nested, normal};
use crate::whole::plain_ends;
use crate::{Codebook, Term};
use std::collections::BTreeMap;

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
        inside_nothing(&mut found, term);
    }
    found.extend(nested(book).into_iter().map(|(inner, outer)| inside(book, inner, &outer, None)));
    found.sort();
    found
}

/// Characters of a regular expression, which are matched literally here; then marks that separate terms.
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

/// A spelling that normalising changes. Texts change alike, so this is a remark.
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

/// `inside = true` where no spelling begins or ends with a digit or a Latin letter.
fn inside_nothing(found: &mut Vec<Advice>, term: &Term) {
    if term.inside && term.spellings.iter().all(|spelling| plain_ends(spelling) == (false, false)) {
        found.push(
            advice(term, "inside-nothing", format!("`inside = true` changes nothing for `{}`", term.term))
                .hint("it is for terms that begin or end with a digit or a Latin letter: remove it")
                .remark(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{book, codes};
    use super::*;

    #[test]
    fn a_sound_codebook_has_no_findings() {
        assert_eq!(lint(&book("\"信息化\", \"i-Shanghai\", \"互联网+政务服务\"", "\"监督\"")), []);
    }

    #[test]
    fn every_fault_of_the_codebook_is_found() {
        let found = lint(&book(
            "\"数字|智能\",\n\"数字.*\",\n\"大数据、云计算\",\n\"電子政務\",\n\"政务\",\n{ term = \"5G\", variants = [\"５Ｇ\"] },\n\"网\",\n{ term = \"监管\", inside = true },\n{ term = \"A股\", inside = true }",
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
            (13, "inside-nothing"),
            (21, "form"),
        ];
        assert_eq!(codes(&found), expected);
        assert!(found[0].hint.contains("variants = [\"智能\"]"), "{}", found[0].hint);
        let inside = found.iter().find(|a| a.line == 10 && a.code == "inside").expect("政务");
        assert_eq!(inside.message, "`政务` stands inside `电子政务`, `电子政务云` of b");
    }
}
