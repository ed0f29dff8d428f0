//! Exact occurrences of a string, from the positions of its characters.

use std::io;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

/// Every document of a segment that holds `string`, with how often: left to right without overlap,
/// as a plain scan counts. Ascending by document.
pub(crate) fn occurrences(
    index: &InvertedIndexReader,
    field: Field,
    string: &str,
) -> io::Result<Vec<(DocId, u32)>> {
    let length = string.chars().count() as u32;
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
        let term = Term::from_field_text(field, c.encode_utf8(&mut [0; 4]));
        let Some(postings) = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? else {
            return Ok(Vec::new());
        };
        cursors.push(Cursor { postings, offsets, positions: Vec::new() });
    }
    // The rarest character leads.
    cursors.sort_by_key(|cursor| cursor.postings.doc_freq());
    let mut found = Vec::new();
    let mut doc = cursors.first().map_or(TERMINATED, |c| c.postings.doc());
    'documents: while doc != TERMINATED {
        for cursor in &mut cursors {
            let here =
                if cursor.postings.doc() < doc { cursor.postings.seek(doc) } else { cursor.postings.doc() };
            if here != doc {
                doc = cursors[0].postings.seek(here);
                continue 'documents;
            }
        }
        let count = count(&mut cursors, length);
        if count > 0 {
            found.push((doc, count));
        }
        doc = cursors[0].postings.advance();
    }
    Ok(found)
}

struct Cursor {
    postings: SegmentPostings,
    offsets: Vec<u32>,
    positions: Vec<u32>,
}

/// How often the string stands in the document that all cursors are at.
fn count(cursors: &mut [Cursor], length: u32) -> u32 {
    // Within a document too, the rarest character leads.
    let lead = (0..cursors.len()).min_by_key(|at| cursors[*at].postings.term_freq()).unwrap_or(0);
    cursors.swap(0, lead);
    let (first, rest) = cursors.split_at_mut(1);
    first[0].postings.positions(&mut first[0].positions);
    let mut starts: Vec<u32> = std::mem::take(&mut first[0].positions);
    let lead_offset = first[0].offsets[0];
    starts.retain(|p| *p >= lead_offset);
    starts.iter_mut().for_each(|p| *p -= lead_offset);
    for (at, cursor) in first.iter_mut().chain(rest).enumerate() {
        if starts.is_empty() {
            break;
        }
        cursor.postings.positions(&mut cursor.positions);
        let already = usize::from(at == 0); // the leading offset holds by construction
        for offset in &cursor.offsets[already..] {
            let mut from = 0;
            starts.retain(|start| {
                let wanted = start + offset;
                from += cursor.positions[from..].partition_point(|p| *p < wanted);
                cursor.positions.get(from) == Some(&wanted)
            });
        }
    }
    let mut free = 0;
    let mut count = 0;
    for start in starts {
        if start >= free {
            count += 1;
            free = start + length;
        }
    }
    count
}
