//! The matcher: a codebook's occurrences in a text, and which of them are hits by each counting rule.

use crate::{ByRule, Codebook};
use daachorse::CharwiseDoubleArrayAhoCorasick;
use nianlun_types::{Hit, Problem, Span};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A codebook as an automaton that finds every spelling and exclusion in one pass over a text.
pub struct Matcher {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    patterns: Vec<Pattern>,
}

/// The meaning of a string of the automaton. One string may be a spelling of a term and an exclusion of
/// others.
#[derive(Debug, Clone, Default)]
struct Pattern {
    /// The term that it is a spelling of.
    term: Option<u32>,
    /// The terms that it absorbs.
    absorbs: Vec<u32>,
}

impl Matcher {
    /// Builds the automaton of `codebook`.
    ///
    /// # Errors
    /// The automaton's own limits, far beyond any codebook that a person writes.
    pub fn new(codebook: &Codebook) -> Result<Self, Problem> {
        let mut patterns: BTreeMap<&str, Pattern> = BTreeMap::new();
        for (at, term) in codebook.terms.iter().enumerate() {
            for spelling in &term.spellings {
                patterns.entry(spelling).or_default().term = Some(at as u32);
            }
            for longer in &term.not {
                patterns.entry(longer).or_default().absorbs.push(at as u32);
            }
        }
        let automaton = CharwiseDoubleArrayAhoCorasick::new(patterns.keys())
            .map_err(|error| Problem::new("the codebook is too large to match").because(error.to_string()))?;
        Ok(Matcher { automaton, patterns: patterns.into_values().collect() })
    }

    /// The hits in a normalised text by each rule, sorted by place, then by term. `tokens` is the segmentation of the text, which only the rule `word` reads.
    pub fn hits(&self, text: &str, tokens: &[Span]) -> ByRule<Vec<Hit>> {
        let found: Vec<Found> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|m| Found { start: m.start() as u32, end: m.end() as u32, pattern: m.value() })
            .collect();
        let longest = self.longest(&found);
        let on_boundaries = |hit: &&Hit| {
            tokens.binary_search_by_key(&hit.span.start, |t| t.start).is_ok()
                && tokens.binary_search_by_key(&hit.span.end, |t| t.end).is_ok()
        };
        let word = longest.iter().filter(on_boundaries).copied().collect();
        ByRule { longest, word, nested: self.nested(&found) }
    }

    /// Leftmost-longest: sorted by start and then by descending end, each occurrence is taken unless it
    /// begins before the end of the last one taken. An exclusion takes its place and is no hit.
    fn longest(&self, found: &[Found]) -> Vec<Hit> {
        let mut found = found.to_vec();
        found.sort_unstable_by_key(|f| (f.start, Reverse(f.end)));
        let mut hits = Vec::new();
        let mut from = 0;
        for Found { start, end, pattern } in found {
            if start < from {
                continue; // begins inside the last one, or where a longer one began
            }
            from = end;
            let term = self.patterns[pattern as usize].term;
            hits.extend(term.map(|term| Hit { term, span: Span { start, end } }));
        }
        hits
    }

    /// The same scan for each term alone, so that terms overlap each other and never themselves.
    fn nested(&self, found: &[Found]) -> Vec<Hit> {
        // (term, start, end in descending order, whether it is a hit or an exclusion)
        let mut of_terms: Vec<(u32, u32, Reverse<u32>, bool)> = Vec::new();
        for Found { start, end, pattern } in found {
            let pattern = &self.patterns[*pattern as usize];
            of_terms.extend(pattern.term.map(|term| (term, *start, Reverse(*end), true)));
            of_terms.extend(pattern.absorbs.iter().map(|term| (*term, *start, Reverse(*end), false)));
        }
        of_terms.sort_unstable();
        let mut hits = Vec::new();
        let mut last = (u32::MAX, 0);
        for (term, start, Reverse(end), counts) in of_terms {
            if last.0 == term && start < last.1 {
                continue; // begins inside an occurrence or an exclusion of the same term
            }
            last = (term, end);
            if counts {
                hits.push(Hit { term, span: Span { start, end } });
            }
        }
        hits.sort_unstable_by_key(|hit| (hit.span, hit.term));
        hits
    }
}

/// An occurrence of a pattern.
#[derive(Debug, Clone, Copy)]
struct Found {
    start: u32,
    end: u32,
    pattern: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rule;

    fn span(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    fn codebook(terms: &str) -> Codebook {
        Codebook::parse(&format!(
            "[[category]]\nid = \"a\"\ndimension = \"d\"\nlabel = \"甲\"\nterms = [{terms}]\n"
        ))
        .expect("codebook")
    }

    fn check(terms: &str, rule: Rule, text: &str, expected: &str) {
        check_tokens(terms, rule, text, &[], expected);
    }

    fn check_tokens(terms: &str, rule: Rule, text: &str, tokens: &[Span], expected: &str) {
        let matcher = Matcher::new(&codebook(terms)).expect("matcher");
        let hits = &matcher.hits(text, tokens)[rule];
        let found: Vec<&str> = hits.iter().map(|hit| hit.span.of(text)).collect();
        assert_eq!(found.join(" "), expected);
    }

    const NESTED: &str = r#""政务", "电子政务", "政务服务""#;

    #[test]
    fn longest_counts_nothing_twice() {
        check(NESTED, Rule::Longest, "电子政务与政务服务及政务", "电子政务 政务服务 政务");
        // 电子政务服务: the leftmost wins, and its 政务 is used up.
        check(NESTED, Rule::Longest, "电子政务服务", "电子政务");
    }

    #[test]
    fn nested_counts_every_term() {
        check(NESTED, Rule::Nested, "电子政务服务", "电子政务 政务 政务服务");
        // ends in between by start, then by end
        check(r#""人人""#, Rule::Nested, "人人人人人", "人人 人人");
    }

    #[test]
    fn exclusions_absorb() {
        let terms = r#"{ term = "合作", not = ["合作社", "供销合作"] }, "供销""#;
        check(terms, Rule::Longest, "合作社的合作", "合作");
        check(terms, Rule::Longest, "供销合作", "");
        check(terms, Rule::Nested, "合作社与供销合作的合作", "供销 合作");
    }

    #[test]
    fn variants_are_one_term() {
        let terms = r#"{ term = "互联网+政务服务", variants = ["互联网政务服务"] }, { term = "社会保障卡", variants = ["社保卡", "保障卡"] }"#;
        check(terms, Rule::Longest, "互联网+政务服务,互联网政务服务", "互联网+政务服务 互联网政务服务");
        check(terms, Rule::Nested, "社会保障卡", "社会保障卡");
    }

    #[test]
    fn word_needs_word_boundaries() {
        let text = "推进公共数据共享,公共数据";
        let words = ["推进", "公共", "数据共享", ",", "公共", "数据"];
        let mut at = 0;
        let tokens: Vec<Span> = words
            .iter()
            .map(|w| {
                at += w.len();
                span(at - w.len(), at)
            })
            .collect();
        check_tokens("\"公共数据\"", Rule::Word, text, &tokens, "公共数据");
        check_tokens("\"公共数据\"", Rule::Longest, text, &tokens, "公共数据 公共数据");
    }

    #[test]
    fn order_of_terms_changes_nothing() {
        let text = "电子政务服务与政务、政务服务的电子政务";
        for rule in [Rule::Longest, Rule::Nested] {
            let spans = |terms: &str| {
                let all = Matcher::new(&codebook(terms)).expect("matcher").hits(text, &[]);
                let hits = &all[rule];
                let mut spans: Vec<Span> = hits.iter().map(|h| h.span).collect();
                spans.sort();
                spans
            };
            assert_eq!(spans(NESTED), spans(r#""政务服务", "政务", "电子政务""#));
        }
    }
}
