//! Which documents a query means, and how often its strings stand in them.
//!
//! First every leaf (string, NEAR, code) is counted in every document; then AND, OR and NOT combine
//! whether the counts are above zero. No tantivy query is run.

use crate::cards::{Cards, Doc};
use crate::error::Error;
use crate::locate::Segment;
use crate::query::{DocumentHits, Expression, Leaf, Query, What};
use crate::schema::Fields;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

/// Documents, ascending, with how often something stands in each.
pub(crate) type Counts = Vec<(Doc, u32)>;

/// Evaluates a query over all segments.
pub(crate) struct Evaluator<'s> {
    pub searcher: &'s tantivy::Searcher,
    pub fields: Fields,
    pub cards: &'s Cards,
    /// By document: whether it can match at all. Postings of other documents are passed over.
    pub eligible: Vec<bool>,
}

impl<'s> Evaluator<'s> {
    /// An evaluator over the documents that were not removed and that fulfil every fact which the query
    /// demands without condition (`year:2003 公共数据`). Such facts are cheap to test, since the cards
    /// are in memory; they spare the reading of positions.
    pub fn new(searcher: &'s tantivy::Searcher, fields: Fields, cards: &'s Cards, query: &Query) -> Self {
        let mut eligible: Vec<bool> = cards.cards.iter().map(Option::is_some).collect();
        let demanded = match &query.expression {
            Expression::All(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        for part in demanded {
            if let Expression::Fact(fact) = part {
                intersect(&mut eligible, &cards.hold(fact));
            }
        }
        Evaluator { searcher, fields, cards, eligible }
    }

    /// The counts of each leaf.
    pub fn leaves(&self, query: &Query) -> Result<Vec<Counts>, Error> {
        query.leaves.iter().map(|leaf| self.counts(&leaf.what)).collect()
    }

    /// By document: whether the query means it. `counts` has the counts of each leaf.
    pub fn matching(&self, query: &Query, counts: &[Counts]) -> Vec<bool> {
        let mut matching = self.holds(&query.expression, counts);
        // NOT turns documents that are not eligible into matches; this takes them out again.
        intersect(&mut matching, &self.eligible);
        matching
    }

    fn holds(&self, expression: &Expression, counts: &[Counts]) -> Vec<bool> {
        let documents = self.eligible.len();
        match expression {
            Expression::Leaf(leaf) => {
                let mut holding = vec![false; documents];
                counts[*leaf].iter().for_each(|(doc, _)| holding[*doc] = true);
                holding
            }
            Expression::Fact(fact) => self.cards.hold(fact),
            Expression::All(parts) => parts.iter().fold(vec![true; documents], |mut all, part| {
                intersect(&mut all, &self.holds(part, counts));
                all
            }),
            Expression::Any(parts) => parts.iter().fold(vec![false; documents], |mut any, part| {
                any.iter_mut().zip(self.holds(part, counts)).for_each(|(any, here)| *any |= here);
                any
            }),
            Expression::Not(part) => self.holds(part, counts).into_iter().map(|here| !here).collect(),
        }
    }

    fn counts(&self, what: &What) -> Result<Counts, Error> {
        match what {
            What::Strings(patterns) => self.in_each_segment(|segment| segment.count_any(patterns)),
            What::Near(parts, within) => self.in_each_segment(|segment| segment.count_near(parts, *within)),
            What::Coded(hits) => Ok(self.coded(hits)),
        }
    }

    /// How many hits of the codebook each eligible document has.
    fn coded(&self, hits: &DocumentHits) -> Counts {
        let count = |(id, hits): (&String, &Vec<(u32, u32)>)| {
            let doc = self.cards.doc(id).filter(|doc| self.eligible[*doc])?;
            Some((doc, hits.len() as u32))
        };
        let mut counts: Counts = hits.iter().filter_map(count).collect();
        counts.sort_unstable(); // hits come by identifier
        counts
    }

    /// Counts in every segment, and turns its document numbers into those of the whole index.
    fn in_each_segment(
        &self,
        count: impl Fn(&Segment<'_>) -> Result<Vec<(DocId, u32)>, Error>,
    ) -> Result<Counts, Error> {
        let mut counts = Vec::new();
        for (reader, base) in self.searcher.segment_readers().iter().zip(&self.cards.bases) {
            let index = &*reader.inverted_index(self.fields.characters)?;
            let segment = Segment { index, fields: self.fields, eligible: &self.eligible[*base..] };
            counts.extend(count(&segment)?.into_iter().map(|(doc, n)| (base + doc as Doc, n)));
        }
        Ok(counts)
    }

    /// The documents in which the segmentation made `word` a word, with how often.
    pub fn word(&self, word: &str) -> Result<Counts, Error> {
        let field = self.fields.words;
        let term = Term::from_field_text(field, word);
        let mut counts = Vec::new();
        for (reader, base) in self.searcher.segment_readers().iter().zip(&self.cards.bases) {
            let index = reader.inverted_index(field)?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let doc = base + postings.doc() as Doc;
                if self.eligible[doc] {
                    counts.push((doc, postings.term_freq()));
                }
                postings.advance();
            }
        }
        Ok(counts)
    }

    /// By document: the sum over the leaves that count.
    pub fn occurrences(&self, leaves: &[Leaf], counts: &[Counts]) -> Vec<u64> {
        let mut total = vec![0; self.eligible.len()];
        for (_, counts) in leaves.iter().zip(counts).filter(|(leaf, _)| leaf.counts) {
            counts.iter().for_each(|(doc, n)| total[*doc] += u64::from(*n));
        }
        total
    }
}

/// Keeps in `left` what is true in `right` too.
fn intersect(left: &mut [bool], right: &[bool]) {
    left.iter_mut().zip(right).for_each(|(left, right)| *left &= right);
}
