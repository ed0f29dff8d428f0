//! The matcher: a codebook's occurrences in a text, and which of them are hits by each counting rule.

use crate::whole::{is_inside, plain_ends};
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
    /// Whether an occurrence is met only where its beginning, its end, is that of a whole number or Latin word.
    whole: (bool, bool),
    /// The terms that it absorbs.
    absorbs: Vec<u32>,
}

/// The hits in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// By each rule, sorted by place, then by term.
    pub by_rule: ByRule<Vec<Hit>>,
    /// The same if terms were met inside longer numbers and Latin words too; `None` where none is.
    pub anywhere: Option<ByRule<Vec<Hit>>>,
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
                let pattern = patterns.entry(spelling).or_default();
                pattern.term = Some(at as u32);
                pattern.whole = if term.inside { (false, false) } else { plain_ends(spelling) };
            }
            for longer in &term.not {
                patterns.entry(longer).or_default().absorbs.push(at as u32);
            }
        }
        let automaton = CharwiseDoubleArrayAhoCorasick::new(patterns.keys())
            .map_err(|error| Problem::new("the codebook is too large to match").because(error.to_string()))?;
        Ok(Matcher { automaton, patterns: patterns.into_values().collect() })
    }

    /// The hits in a normalised text. `tokens` is the segmentation of the text, which only the rule `word` reads.
    pub fn hits(&self, text: &str, tokens: &[Span]) -> Hits {
        let occurrence = |start: usize, end: usize, pattern: u32| {
            let (whole_start, whole_end) = self.patterns[pattern as usize].whole;
            let inside = (whole_start && is_inside(text, start)) || (whole_end && is_inside(text, end));
            Found { start: start as u32, end: end as u32, pattern, met: !inside }
        };
        let found = self.automaton.find_overlapping_iter(text);
        let mut found: Vec<Found> = found.map(|m| occurrence(m.start(), m.end(), m.value())).collect();
        let by_rule = self.by_rule(&found, tokens);
        // Nearly every text has no such place, and is scanned once.
        let anywhere = found.iter().any(|f| !f.met).then(|| {
            found.iter_mut().for_each(|f| f.met = true);
            self.by_rule(&found, tokens)
        });
        Hits { by_rule, anywhere }
    }

    fn by_rule(&self, found: &[Found], tokens: &[Span]) -> ByRule<Vec<Hit>> {
        let longest = self.longest(found);
        let on_boundaries = |hit: &&Hit| {
            tokens.binary_search_by_key(&hit.span.start, |t| t.start).is_ok()
                && tokens.binary_search_by_key(&hit.span.end, |t| t.end).is_ok()
        };
        let word = longest.iter().filter(on_boundaries).copied().collect();
        ByRule { longest, word, nested: self.nested(found) }
    }

    /// Leftmost-longest: sorted by start and then by descending end, each occurrence is taken unless it
    /// begins before the end of the last one taken. An exclusion takes its place and is no hit. An occurrence
    /// that is not met takes no place, so that a shorter term there may be a hit.
    fn longest(&self, found: &[Found]) -> Vec<Hit> {
        let takes_place = |f: &&Found| f.met || !self.patterns[f.pattern as usize].absorbs.is_empty();
        let mut found: Vec<Found> = found.iter().filter(takes_place).copied().collect();
        found.sort_unstable_by_key(|f| (f.start, Reverse(f.end)));
        let mut hits = Vec::new();
        let mut from = 0;
        for Found { start, end, pattern, met } in found {
            if start < from {
                continue; // begins inside the last one, or where a longer one began
            }
            from = end;
            let term = self.patterns[pattern as usize].term.filter(|_| met);
            hits.extend(term.map(|term| Hit { term, span: Span { start, end } }));
        }
        hits
    }

    /// The same scan for each term alone, so that terms overlap each other and never themselves.
    fn nested(&self, found: &[Found]) -> Vec<Hit> {
        // (term, start, end in descending order, whether it is a hit or an exclusion)
        let mut of_terms: Vec<(u32, u32, Reverse<u32>, bool)> = Vec::new();
        for Found { start, end, pattern, met } in found {
            let pattern = &self.patterns[*pattern as usize];
            of_terms.extend(pattern.term.filter(|_| *met).map(|term| (term, *start, Reverse(*end), true)));
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
    /// Whether its term is met: not inside a longer number or Latin word.
    met: bool,
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
        let hits = &matcher.hits(text, tokens).by_rule[rule];
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
    fn numbers_and_latin_words_are_met_whole() {
        let terms = r#""5g", "政务app", "政务", { term = "人工智能", variants = ["ai"] }"#;
        let text = "2.5g与5g,5ghz政务apps、政务app,email与ai";
        for rule in [Rule::Longest, Rule::Nested] {
            // In 政务apps the longer term is not met, and 政务 is.
            let nested =
                if rule == Rule::Nested { "5g 政务 政务 政务app ai" } else { "5g 政务 政务app ai" };
            check(terms, rule, text, nested);
        }
        check(r#"{ term = "5g", inside = true }"#, Rule::Longest, "2.5g,5g", "5g 5g");
    }

    #[test]
    fn an_exclusion_absorbs_wherever_it_is() {
        // The string is an exclusion of 政务 and a term that is not met here.
        let terms = r#"{ term = "政务", not = ["政务app"] }, "政务app""#;
        check(terms, Rule::Longest, "政务apps与政务app", "政务app");
        check(terms, Rule::Nested, "政务apps与政务app", "政务app");
    }

    #[test]
    fn anywhere_is_what_it_would_be_otherwise() {
        let matcher = Matcher::new(&codebook(r#""5g", "政务""#)).expect("matcher");
        assert_eq!(matcher.hits("政务与5g", &[]).anywhere, None);
        let hits = matcher.hits("政务与15g", &[]);
        assert_eq!((hits.by_rule.longest.len(), hits.anywhere.map(|a| a.nested.len())), (1, Some(2)));
    }

    #[test]
    fn order_of_terms_changes_nothing() {
        let text = "电子政务服务与政务、政务服务的电子政务";
        for rule in [Rule::Longest, Rule::Nested] {
            let spans = |terms: &str| {
                let all = Matcher::new(&codebook(terms)).expect("matcher").hits(text, &[]);
                let hits = &all.by_rule[rule];
                let mut spans: Vec<Span> = hits.iter().map(|h| h.span).collect();
                spans.sort();
                spans
            };
            assert_eq!(spans(NESTED), spans(r#""政务服务", "政务", "电子政务""#));
        }
    }
}
