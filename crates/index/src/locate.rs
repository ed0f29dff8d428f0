//! Where strings stand in one segment: positions of characters are read from the posting lists, and
//! `pattern.rs` says which of them make a string.

use crate::error::Error;
use crate::pattern::{Pattern, Places, SENTENCE_ENDS};
use crate::positions::{Walk, character};
use crate::ranges::{merge, near};
use crate::schema::Fields;
use std::collections::BTreeMap;
use std::ops::Range;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// Where patterns stand, by document of a segment.
type Ranges = BTreeMap<DocId, Vec<Range<u32>>>;

/// One segment's inverted index of characters. Its documents are numbered from 0.
pub(crate) struct Segment<'i> {
    pub index: &'i InvertedIndexReader,
    pub fields: Fields,
    /// Whether each document can match at all.
    pub eligible: &'i [bool],
}

impl Segment<'_> {
    fn walk(&self, string: &str) -> Result<Option<Walk>, Error> {
        Ok(Walk::new(self.index, self.fields.characters, string)?)
    }

    /// Counts the places of any of the patterns.
    pub fn count_any(&self, patterns: &[Pattern]) -> Result<Vec<(DocId, u32)>, Error> {
        // Most queries are one string without wildcards: it needs no ranges.
        if let [pattern] = patterns
            && let Some(string) = pattern.as_literal()
        {
            return self.count_literal(string);
        }
        let places = self.alternatives(patterns)?;
        Ok(places.into_iter().map(|(doc, places)| (doc, places.len() as u32)).collect())
    }

    fn count_literal(&self, string: &str) -> Result<Vec<(DocId, u32)>, Error> {
        let length = string.chars().count() as u32;
        let mut counts = Vec::new();
        let Some(mut walk) = self.walk(string)? else { return Ok(counts) };
        while walk.doc() != TERMINATED {
            if self.eligible[walk.doc() as usize] {
                // Greedy from the left: `free` is the first position after the last counted occurrence.
                let (mut count, mut free) = (0, 0);
                for start in walk.starts() {
                    if start >= free {
                        count += 1;
                        free = start + length;
                    }
                }
                // The document can have all characters and not the string.
                if count > 0 {
                    counts.push((walk.doc(), count));
                }
            }
            walk.advance();
        }
        Ok(counts)
    }

    /// Where any of the patterns stands.
    fn alternatives(&self, patterns: &[Pattern]) -> Result<Ranges, Error> {
        let mut by_doc: BTreeMap<DocId, Vec<Vec<Range<u32>>>> = BTreeMap::new();
        for pattern in patterns {
            for (doc, ranges) in self.places(pattern)? {
                by_doc.entry(doc).or_default().push(ranges);
            }
        }
        Ok(by_doc.into_iter().map(|(doc, ranges)| (doc, merge(ranges))).collect())
    }

    /// Where the pattern stands, in the documents that hold all its pieces.
    fn places(&self, pattern: &Pattern) -> Result<Ranges, Error> {
        let mut walks = Vec::new();
        for piece in pattern.pieces() {
            // A character of the piece is in no document, so that the pattern stands nowhere.
            let Some(walk) = self.walk(piece)? else { return Ok(Ranges::new()) };
            walks.push(walk);
        }
        let mut marks = Marks::new(self, pattern.stays_within_sentences())?;
        let mut found = Ranges::new();
        while let Some(doc) = align(&mut walks) {
            if self.eligible[doc as usize] {
                let starts: Vec<Vec<u32>> = walks.iter_mut().map(Walk::starts).collect();
                if starts.iter().all(|starts| !starts.is_empty()) {
                    let stands = pattern.stands(&marks.places(doc, starts));
                    if !stands.is_empty() {
                        found.insert(doc, stands);
                    }
                }
            }
            walks[0].advance();
        }
        Ok(found)
    }

    /// Counts the places of the first part that have every other part near them.
    pub fn count_near(&self, parts: &[Vec<Pattern>], within: u32) -> Result<Vec<(DocId, u32)>, Error> {
        let found: Vec<Ranges> =
            parts.iter().map(|part| self.alternatives(part)).collect::<Result<_, _>>()?;
        let Some(first) = found.first() else { return Ok(Vec::new()) };
        let mut counts = Vec::new();
        for doc in first.keys() {
            // Nothing where a part does not stand in the document at all.
            let places: Option<Vec<_>> = found.iter().map(|ranges| ranges.get(doc).cloned()).collect();
            let count = places.map_or(0, |places| near(&places, within).len());
            if count > 0 {
                counts.push((*doc, count as u32));
            }
        }
        Ok(counts)
    }
}

/// Moves all walks on to the next document at which all of them stand, and names it; nothing where
/// there is none. This is the usual intersection of posting lists: whichever walk is behind jumps to
/// the farthest one.
fn align(walks: &mut [Walk]) -> Option<DocId> {
    let mut doc = walks.first()?.doc();
    while doc != TERMINATED {
        let farthest = walks.iter_mut().fold(doc, |doc, walk| {
            walk.seek(doc);
            doc.max(walk.doc())
        });
        if farthest == doc {
            return Some(doc);
        }
        doc = farthest;
    }
    None
}

/// Ends of sentences and lines. They are among the longest posting lists of all, and are read only
/// where a pattern has a `*`.
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

    /// Where the pieces, ends and breaks stand in `doc`. Documents come in ascending order.
    fn places(&mut self, doc: DocId, pieces: Vec<Vec<u32>>) -> Places {
        let positions = |postings: &mut SegmentPostings| {
            let mut found = Vec::new();
            // `seek` must not be called with a document that lies behind.
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
