//! Where a string stands, from the positions of its characters: an intersection of posting lists, as
//! for any phrase.

use std::io;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

/// A walk through the documents of a segment that hold all characters of a string, ascending.
pub(crate) struct Walk {
    /// One for each different character; the first has the fewest documents.
    cursors: Vec<Cursor>,
    doc: DocId,
}

/// The posting list of one character.
struct Cursor {
    postings: SegmentPostings,
    /// Offsets at which the string has the cursor's character.
    offsets: Vec<u32>,
    /// Positions in the document at hand; kept here so that its memory is used again.
    positions: Vec<u32>,
}

/// The posting list of the character `c`, with positions; nothing where it is in no document.
pub(crate) fn character(
    index: &InvertedIndexReader,
    field: Field,
    c: char,
) -> io::Result<Option<SegmentPostings>> {
    let term = Term::from_field_text(field, c.encode_utf8(&mut [0; 4]));
    index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)
}

impl Walk {
    /// Stands at the first document that has all characters of `string`; nothing where one of them
    /// is in no document.
    pub fn new(index: &InvertedIndexReader, field: Field, string: &str) -> io::Result<Option<Self>> {
        // Each different character once, with the offsets at which the string has it.
        let mut characters: Vec<(char, Vec<u32>)> = Vec::new();
        for (offset, c) in (0..).zip(string.chars()) {
            match characters.iter_mut().find(|(other, _)| *other == c) {
                Some((_, offsets)) => offsets.push(offset),
                None => characters.push((c, vec![offset])),
            }
        }
        let mut cursors = Vec::new();
        for (c, offsets) in characters {
            let Some(postings) = character(index, field, c)? else { return Ok(None) };
            cursors.push(Cursor { postings, offsets, positions: Vec::new() });
        }
        // The rarest character leads: it has the fewest documents to try.
        cursors.sort_by_key(|cursor| cursor.postings.doc_freq());
        let doc = cursors.first().map_or(TERMINATED, |c| c.postings.doc());
        let mut walk = Walk { cursors, doc };
        walk.align();
        Ok(Some(walk))
    }

    /// The document that the walk stands at, or [`TERMINATED`].
    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// Goes on to the next document with all characters.
    pub fn advance(&mut self) {
        self.doc = self.cursors[0].postings.advance();
        self.align();
    }

    /// Goes on to the first such document from `target` on.
    pub fn seek(&mut self, target: DocId) {
        if self.doc < target {
            self.doc = self.cursors[0].postings.seek(target);
            self.align();
        }
    }

    /// Goes on to the first document, from the present one on, that all cursors have. Where one is
    /// farther, the first cursor seeks that document, and all others follow it again.
    fn align(&mut self) {
        'documents: while self.doc != TERMINATED {
            for at in 0..self.cursors.len() {
                let postings = &mut self.cursors[at].postings;
                let here = if postings.doc() < self.doc { postings.seek(self.doc) } else { postings.doc() };
                if here != self.doc {
                    self.doc = self.cursors[0].postings.seek(here);
                    continue 'documents;
                }
            }
            return;
        }
    }

    /// Where the string begins in the document, overlapping occurrences too. There are none where the
    /// document has the characters and not the string.
    pub fn starts(&mut self) -> Vec<u32> {
        // Within the document, too, the rarest character gives the starts, and the next rarest thin
        // them out. The order of `cursors` stays: it is that of the whole segment.
        let mut order: Vec<usize> = (0..self.cursors.len()).collect();
        order.sort_by_key(|at| self.cursors[*at].postings.term_freq());
        let lead = &mut self.cursors[order[0]];
        lead.postings.positions(&mut lead.positions);
        let lead_offset = lead.offsets[0];
        let mut starts: Vec<u32> =
            lead.positions.iter().filter(|p| **p >= lead_offset).map(|p| p - lead_offset).collect();
        for (rank, at) in order.iter().enumerate() {
            if starts.is_empty() {
                break;
            }
            let cursor = &mut self.cursors[*at];
            if rank > 0 {
                cursor.postings.positions(&mut cursor.positions);
            }
            // The starts come from the first offset of the rarest character: it holds already.
            let already = usize::from(rank == 0);
            for offset in &cursor.offsets[already..] {
                keep_followed(&mut starts, *offset, &cursor.positions);
            }
        }
        starts
    }
}

/// Keeps the starts for which `positions` has start + offset. Both ascend, and positions outnumber the
/// starts by far: a galloping search skips most of them.
fn keep_followed(starts: &mut Vec<u32>, offset: u32, positions: &[u32]) {
    let mut from = 0;
    starts.retain(|start| {
        let wanted = start + offset;
        // Doubles the step until it is past the wanted position, then searches the last step.
        let mut step = 1;
        while from + step < positions.len() && positions[from + step] < wanted {
            step *= 2;
        }
        let end = (from + step + 1).min(positions.len());
        from += positions[from..end].partition_point(|p| *p < wanted);
        positions.get(from) == Some(&wanted)
    });
}
