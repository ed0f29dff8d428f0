//! Which documents a query means, and how often its strings stand in them.

use crate::cards::{Cards, Doc};
use crate::error::Error;
use crate::pattern::{Pattern, Places, SENTENCE_ENDS, merge, near};
use crate::positions::{Walk, character};
use crate::query::{Expression, Leaf, Query, What};
use crate::schema::Fields;
use std::collections::BTreeMap;
use std::ops::Range;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

/// Documents with how often something stands in each, ascending.
pub(crate) type Counts = Vec<(Doc, u32)>;

/// Where patterns stand, by document of a segment.
type Ranges = BTreeMap<DocId, Vec<Range<u32>>>;

pub(crate) struct Evaluator<'s> {
    pub searcher: &'s tantivy::Searcher,
    pub fields: Fields,
    pub cards: &'s Cards,
    /// The documents that may match at all.
    pub may: Vec<bool>,
}

impl<'s> Evaluator<'s> {
    /// An evaluator over the documents that are still there, and of which every fact is true that the
    /// query demands without condition.
    pub fn new(searcher: &'s tantivy::Searcher, fields: Fields, cards: &'s Cards, query: &Query) -> Self {
        let mut may: Vec<bool> = cards.cards.iter().map(Option::is_some).collect();
        let demanded = match &query.expression {
            Expression::All(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        for part in demanded {
            if let Expression::Fact(fact) = part {
                may.iter_mut().zip(cards.hold(fact)).for_each(|(may, holds)| *may &= holds);
            }
        }
        Evaluator { searcher, fields, cards, may }
    }

    /// For each leaf, its counts.
    pub fn leaves(&self, query: &Query) -> Result<Vec<Counts>, Error> {
        query.leaves.iter().map(|leaf| self.counts(&leaf.what)).collect()
    }

    /// The documents that the query means, by document.
    pub fn matching(&self, query: &Query, counts: &[Counts]) -> Vec<bool> {
        let mut yes = self.holds(&query.expression, counts);
        yes.iter_mut().zip(&self.may).for_each(|(yes, may)| *yes &= may);
        yes
    }

    fn holds(&self, expression: &Expression, counts: &[Counts]) -> Vec<bool> {
        let all = self.may.len();
        match expression {
            Expression::Leaf(leaf) => {
                let mut yes = vec![false; all];
                counts[*leaf].iter().for_each(|(doc, _)| yes[*doc] = true);
                yes
            }
            Expression::Fact(fact) => self.cards.hold(fact),
            Expression::All(parts) => parts.iter().fold(vec![true; all], |mut yes, part| {
                yes.iter_mut().zip(self.holds(part, counts)).for_each(|(yes, also)| *yes &= also);
                yes
            }),
            Expression::Any(parts) => parts.iter().fold(vec![false; all], |mut yes, part| {
                yes.iter_mut().zip(self.holds(part, counts)).for_each(|(yes, also)| *yes |= also);
                yes
            }),
            Expression::Not(part) => self.holds(part, counts).into_iter().map(|yes| !yes).collect(),
        }
    }

    fn counts(&self, what: &What) -> Result<Counts, Error> {
        if let What::Coded(hits) = what {
            let of = |(id, hits): (&String, &Vec<(u32, u32)>)| {
                let doc = self.cards.doc(id).filter(|doc| self.may[*doc])?;
                Some((doc, hits.len() as u32))
            };
            let mut counts: Counts = hits.iter().filter_map(of).collect();
            counts.sort_unstable();
            return Ok(counts);
        }
        let mut counts = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let index = &*reader.inverted_index(self.fields.characters)?;
            let base = self.cards.bases[segment];
            let segment = Segment { index, fields: self.fields, may: &self.may[base..] };
            match what {
                What::Strings(patterns) => match patterns.as_slice() {
                    [pattern] if pattern.as_literal().is_some() => {
                        segment.count_literal(pattern.as_literal().unwrap_or_default(), base, &mut counts)?;
                    }
                    patterns => {
                        let found = segment.alternatives(patterns)?;
                        counts.extend(found.into_iter().map(|(d, r)| (base + d as Doc, r.len() as u32)));
                    }
                },
                What::Near(parts, within) => {
                    let found = segment.near(parts, *within)?;
                    counts.extend(found.into_iter().map(|(doc, n)| (base + doc as Doc, n)));
                }
                What::Coded(_) => {}
            }
        }
        Ok(counts)
    }

    /// The documents in which the segmentation made `word` a word, with how often.
    pub fn word(&self, word: &str) -> Result<Counts, Error> {
        let field = self.fields.words;
        let term = Term::from_field_text(field, word);
        let mut found = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let base = self.cards.bases[segment];
            let index = reader.inverted_index(field)?;
            if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? {
                while postings.doc() != TERMINATED {
                    let doc = base + postings.doc() as Doc;
                    if self.may[doc] {
                        found.push((doc, postings.term_freq()));
                    }
                    postings.advance();
                }
            }
        }
        Ok(found)
    }

    /// Adds up the counts of the leaves that count.
    pub fn occurrences(&self, leaves: &[Leaf], counts: &[Counts]) -> Vec<u64> {
        let mut total = vec![0; self.may.len()];
        for (leaf, counts) in leaves.iter().zip(counts) {
            if leaf.counts {
                counts.iter().for_each(|(doc, n)| total[*doc] += u64::from(*n));
            }
        }
        total
    }
}

/// One segment's index of characters.
struct Segment<'i> {
    index: &'i InvertedIndexReader,
    fields: Fields,
    may: &'i [bool],
}

impl Segment<'_> {
    fn walk(&self, string: &str) -> Result<Option<Walk>, Error> {
        Ok(Walk::new(self.index, self.fields.characters, string)?)
    }

    fn count_literal(&self, string: &str, base: Doc, counts: &mut Counts) -> Result<(), Error> {
        let length = string.chars().count() as u32;
        let Some(mut walk) = self.walk(string)? else { return Ok(()) };
        while walk.doc() != TERMINATED {
            if self.may[walk.doc() as usize] {
                let (mut count, mut free) = (0, 0);
                for start in walk.starts() {
                    if start >= free {
                        count += 1;
                        free = start + length;
                    }
                }
                if count > 0 {
                    counts.push((base + walk.doc() as Doc, count));
                }
            }
            walk.advance();
        }
        Ok(())
    }

    /// Where any of the patterns stands.
    fn alternatives(&self, patterns: &[Pattern]) -> Result<Ranges, Error> {
        let mut by_doc: BTreeMap<DocId, Vec<Vec<Range<u32>>>> = BTreeMap::new();
        for pattern in patterns {
            for (doc, ranges) in self.pattern(pattern)? {
                by_doc.entry(doc).or_default().push(ranges);
            }
        }
        Ok(by_doc.into_iter().map(|(doc, ranges)| (doc, merge(ranges))).collect())
    }

    fn pattern(&self, pattern: &Pattern) -> Result<Ranges, Error> {
        let mut walks = Vec::new();
        for piece in pattern.pieces() {
            let Some(walk) = self.walk(piece)? else { return Ok(Ranges::new()) };
            walks.push(walk);
        }
        let mut marks = Marks::new(self, pattern.stays_within_sentences())?;
        let mut found = Ranges::new();
        let mut doc = walks[0].doc();
        while doc != TERMINATED {
            let here = walks.iter_mut().fold(doc, |doc, walk| {
                walk.seek(doc);
                doc.max(walk.doc())
            });
            if here != doc {
                doc = here;
                continue;
            }
            if self.may[doc as usize] {
                let pieces: Vec<Vec<u32>> = walks.iter_mut().map(Walk::starts).collect();
                if pieces.iter().all(|starts| !starts.is_empty()) {
                    let stands = pattern.stands(&marks.places(doc, pieces));
                    if !stands.is_empty() {
                        found.insert(doc, stands);
                    }
                }
            }
            walks[0].advance();
            doc = walks[0].doc();
        }
        Ok(found)
    }

    fn near(&self, parts: &[Vec<Pattern>], within: u32) -> Result<Vec<(DocId, u32)>, Error> {
        let mut found = Vec::new();
        for part in parts {
            found.push(self.alternatives(part)?);
        }
        let Some(first) = found.first() else { return Ok(Vec::new()) };
        let mut counts = Vec::new();
        for doc in first.keys() {
            let here: Option<Vec<_>> = found.iter().map(|ranges| ranges.get(doc).cloned()).collect();
            let count = here.map_or(0, |here| near(&here, within).len());
            if count > 0 {
                counts.push((*doc, count as u32));
            }
        }
        Ok(counts)
    }
}

/// Ends of sentences and lines, read only where a wildcard asks for them.
struct Marks {
    sentence_ends: Vec<SegmentPostings>,
    line_breaks: Option<SegmentPostings>,
}

impl Marks {
    fn new(segment: &Segment<'_>, wanted: bool) -> Result<Self, Error> {
        let mut marks = Marks { sentence_ends: Vec::new(), line_breaks: None };
        if wanted {
            let field = segment.fields.characters;
            for c in SENTENCE_ENDS {
                marks.sentence_ends.extend(character(segment.index, field, c)?);
            }
            marks.line_breaks = character(segment.index, field, '\n')?;
        }
        Ok(marks)
    }

    fn places(&mut self, doc: DocId, pieces: Vec<Vec<u32>>) -> Places {
        let positions = |postings: &mut SegmentPostings| {
            let mut found = Vec::new();
            let here = if postings.doc() < doc { postings.seek(doc) } else { postings.doc() };
            if here == doc {
                postings.positions(&mut found);
            }
            found
        };
        let mut sentence_ends: Vec<u32> = self.sentence_ends.iter_mut().flat_map(positions).collect();
        sentence_ends.sort_unstable();
        let line_breaks = self.line_breaks.as_mut().map(positions).unwrap_or_default();
        Places { pieces, sentence_ends, line_breaks }
    }
}
