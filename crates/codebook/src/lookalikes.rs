//! Spellings of a term that a text has and the codebook lacks: 互联网+政务服务 for 互联网政务服务.
//!
//! A look-alike is one small edit away from a spelling: a joining mark inserted, removed or replaced, or
//! 的, 与, 和, 及 inserted, removed or replaced between two halves of at least two characters each. The
//! search is conservative, since a wrong suggestion costs a scholar more than a missed one.

use crate::whole::whole;
use crate::{Codebook, Lookalike};
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use nianlun_text::is_han;
use nianlun_types::{Problem, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Marks that join the parts of a word, in normalised text. 、 and , are absent: they separate words.
const JOINING: [char; 8] = ['+', '-', '·', '•', '/', '—', '_', ' '];

/// Words between the parts of a term that rarely change its meaning.
const BETWEEN: [char; 4] = ['的', '与', '和', '及'];

/// An automaton of every spelling one edit away from those of the codebook.
pub struct Lookalikes {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each pattern, the term that it looks like; nothing for a spelling of the codebook itself.
    patterns: Vec<(String, Option<u32>)>,
}

impl Lookalikes {
    /// Builds the automaton for `book`.
    ///
    /// # Errors
    /// The automaton's own limits.
    pub fn new(book: &Codebook) -> Result<Self, Problem> {
        // The codebook's own strings are patterns too, so that a look-alike inside one of them is not
        // counted.
        let own: BTreeSet<&String> =
            book.terms.iter().flat_map(|t| t.spellings.iter().chain(&t.not)).collect();
        let mut patterns: BTreeMap<String, Option<u32>> = own.iter().map(|s| ((*s).clone(), None)).collect();
        for (at, term) in book.terms.iter().enumerate() {
            for spelling in &term.spellings {
                for edited in edits(spelling) {
                    patterns.entry(edited).or_insert(Some(at as u32));
                }
            }
        }
        let automaton = if patterns.is_empty() {
            None
        } else {
            let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest);
            Some(builder.build(patterns.keys()).map_err(|error| {
                Problem::new("the codebook is too large to look for spellings").because(error.to_string())
            })?)
        };
        Ok(Lookalikes { automaton, patterns: patterns.into_iter().collect() })
    }

    /// Adds to `counts`, by pattern, how often each look-alike stands in a normalised text.
    pub fn count(&self, text: &str, counts: &mut BTreeMap<u32, u64>) {
        let Some(automaton) = &self.automaton else { return };
        for found in automaton.leftmost_find_iter(text) {
            let span = Span { start: found.start() as u32, end: found.end() as u32 };
            // As a variant it would not be met inside a longer number or Latin word either.
            if self.patterns[found.value() as usize].1.is_some() && whole(text, span) == span {
                *counts.entry(found.value()).or_insert(0) += 1;
            }
        }
    }

    /// The look-alikes of `counts`, the most frequent first.
    pub fn found(&self, counts: &BTreeMap<u32, u64>) -> Vec<Lookalike> {
        let mut found: Vec<Lookalike> = counts
            .iter()
            .filter_map(|(pattern, count)| {
                let (spelling, term) = &self.patterns[*pattern as usize];
                Some(Lookalike { term: (*term)?, spelling: spelling.clone(), count: *count })
            })
            .collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.spelling.cmp(&b.spelling)));
        found
    }
}

/// Every string one edit away from `spelling`.
fn edits(spelling: &str) -> BTreeSet<String> {
    let characters: Vec<char> = spelling.chars().collect();
    let n = characters.len();
    let mut found = BTreeSet::new();
    let mut keep = |characters: Vec<char>| {
        // An edit that normalising would change cannot stand in a normalised text.
        let edited: String = characters.into_iter().collect();
        if edited != spelling && nianlun_text::normalise(&edited).text == edited {
            found.insert(edited);
        }
    };
    let with = |at: usize, remove: usize, put: Option<char>| {
        let mut edited = characters[..at].to_vec();
        edited.extend(put);
        edited.extend(&characters[at + remove..]);
        edited
    };
    for at in 1..n {
        let halves = at >= 2 && n - at >= 2;
        // Where the script changes (政务app, 5g网络), a mark may also stand beside a single character.
        let scripts_change = is_han(characters[at - 1]) != is_han(characters[at]);
        let marked = JOINING.contains(&characters[at - 1]) || JOINING.contains(&characters[at]);
        if (halves || scripts_change) && !marked {
            JOINING.iter().for_each(|mark| keep(with(at, 0, Some(*mark))));
        }
        if halves && !marked && is_han(characters[at - 1]) && is_han(characters[at]) {
            BETWEEN.iter().for_each(|word| keep(with(at, 0, Some(*word))));
        }
    }
    for (at, c) in characters.iter().enumerate().take(n.saturating_sub(1)).skip(1) {
        if JOINING.contains(c) {
            keep(with(at, 1, None));
            JOINING.iter().for_each(|mark| keep(with(at, 1, Some(*mark))));
        } else if BETWEEN.contains(c) && at >= 2 && n - at > 2 {
            keep(with(at, 1, None));
            BETWEEN.iter().for_each(|word| keep(with(at, 1, Some(*word))));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(terms: &str, source: &str, expected: &[(&str, u64)]) {
        let book = Codebook::parse(&format!(
            "[[category]]\nid = \"a\"\ndimension = \"d\"\nlabel = \"甲\"\nterms = [{terms}]\n"
        ))
        .expect("codebook");
        let lookalikes = Lookalikes::new(&book).expect("automaton");
        let mut counts = BTreeMap::new();
        lookalikes.count(&nianlun_text::normalise(source).text, &mut counts);
        let found = lookalikes.found(&counts);
        let shown: Vec<(&str, u64)> = found.iter().map(|l| (l.spelling.as_str(), l.count)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn marks_put_in_left_out_or_exchanged() {
        let text = "推进“互联网＋”政务服务，互联网+政务服务；互联网·政务服务，互联网政务服务。";
        check("\"互联网政务服务\"", text, &[("互联网+政务服务", 2), ("互联网·政务服务", 1)]);
        check("\"互联网+政务服务\"", text, &[("互联网·政务服务", 1), ("互联网政务服务", 1)]);
        check(
            "{ term = \"互联网政务服务\", variants = [\"互联网+政务服务\", \"互联网·政务服务\"] }",
            text,
            &[],
        );
        check("\"政务app\"", "政务 APP、政务APP、政务 APPs", &[("政务 app", 1)]);
    }

    #[test]
    fn small_words_put_in() {
        check("\"公众参与\"", "公众的参与和公众参与", &[("公众的参与", 1)]);
        check(
            "\"数据与信息共享\"",
            "数据和信息共享,数据信息共享",
            &[("数据信息共享", 1), ("数据和信息共享", 1)],
        );
    }

    #[test]
    fn what_means_something_else_is_left_alone() {
        check("\"大数据\", \"数据库\"", "大的数据,数据的库,数据、库", &[]);
        check("\"公共数据\"", "公共、数据,公共,数据,公共\n数据", &[]);
        check("\"信息公开\", { term = \"公开\", not = [\"信息的公开\"] }", "信息的公开", &[]);
    }
}
