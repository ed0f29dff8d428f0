//! Posting lists 倒排表 in memory, until their segment is written: for each term the documents that
//! have it, and how often or where.
//!
//! tantivy's own collector takes any token of any field by a hash of its bytes, which was a third of
//! a whole run. A character is a number already, and finds its list without a hash. What comes to disk
//! is tantivy's format, written by tantivy's serializer.

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::io;
use tantivy::DocId;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;
use tantivy::tokenizer::MAX_TOKEN_LEN;

/// The list of one term. Numbers are written in as few bytes as they need: lists are most of the
/// memory that a run touches.
#[derive(Default)]
struct List {
    /// How many documents it has, and the last of them.
    documents: u32,
    doc: DocId,
    /// In the last document: how often the term was there, or how far it came.
    last: u32,
    bytes: Vec<u8>,
}

/// Ends the positions of a document but the last.
const END: u32 = 0;

impl List {
    /// For each document its distance from the one before, then the distance of each position from
    /// the one before, the first from −1.
    fn add_position(&mut self, doc: DocId, position: u32) {
        if self.documents == 0 || self.doc != doc {
            if self.documents > 0 {
                write(&mut self.bytes, END);
            }
            self.begin(doc);
        }
        write(&mut self.bytes, position + 1 - self.last);
        self.last = position + 1;
    }

    /// For each document its distance from the one before, then the frequency, but for the last.
    fn add(&mut self, doc: DocId) {
        if self.documents == 0 || self.doc != doc {
            if self.documents > 0 {
                write(&mut self.bytes, self.last);
            }
            self.begin(doc);
        }
        self.last += 1;
    }

    fn begin(&mut self, doc: DocId) {
        write(&mut self.bytes, doc - self.doc);
        (self.doc, self.last) = (doc, 0);
        self.documents += 1;
    }

    fn write_positions(&self, into: &mut FieldSerializer<'_>) {
        let mut numbers = self.bytes.as_slice();
        let (mut doc, mut gaps) = (0, Vec::new());
        while let Some(gap) = read(&mut numbers) {
            doc += gap;
            gaps.clear();
            gaps.extend(std::iter::from_fn(|| read(&mut numbers).filter(|gap| *gap != END)));
            gaps[0] -= 1;
            into.write_doc(doc, gaps.len() as u32, &gaps);
        }
    }

    fn write_frequencies(&self, into: &mut FieldSerializer<'_>) {
        let mut numbers = self.bytes.as_slice();
        let mut doc = 0;
        while let Some(gap) = read(&mut numbers) {
            doc += gap;
            into.write_doc(doc, read(&mut numbers).unwrap_or(self.last), &[]);
        }
    }
}

/// Appends a number, seven bits a byte, the lowest first.
fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number off the front.
fn read(bytes: &mut &[u8]) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

/// Where every scalar value stands, white space and punctuation too.
pub(crate) struct Characters {
    /// For each scalar value the place of its list, counted from 1.
    places: Vec<u32>,
    lists: Vec<(char, List)>,
    total: u64,
}

impl Characters {
    pub fn new() -> Self {
        Characters { places: vec![0; char::MAX as usize + 1], lists: Vec::new(), total: 0 }
    }

    /// Documents come in ascending order. How many characters the text has.
    pub fn add(&mut self, doc: DocId, text: &str) -> u32 {
        let mut length = 0;
        for c in text.chars() {
            let place = &mut self.places[c as usize];
            if *place == 0 {
                self.lists.push((c, List::default()));
                *place = self.lists.len() as u32;
            }
            self.lists[*place as usize - 1].1.add_position(doc, length);
            length += 1;
        }
        self.total += u64::from(length);
        length
    }

    pub fn write(mut self, field: Field, into: &mut InvertedIndexSerializer) -> io::Result<()> {
        self.lists.sort_unstable_by_key(|(c, _)| *c);
        let mut into = into.new_field(field, self.total, None)?;
        for (c, list) in &self.lists {
            into.new_term(c.encode_utf8(&mut [0; 4]).as_bytes(), list.documents, true)?;
            list.write_positions(&mut into);
            into.close_term()?;
        }
        into.close()
    }
}

/// How often every word stands in every document.
#[derive(Default)]
pub(crate) struct Words {
    /// Words are short enough to lie in the table itself, beside their lists.
    lists: FxHashMap<CompactString, List>,
    total: u64,
}

impl Words {
    /// Documents come in ascending order. Words longer than tantivy has terms are left out.
    pub fn add<'t>(&mut self, doc: DocId, words: impl Iterator<Item = &'t str>) {
        for word in words.filter(|word| word.len() <= MAX_TOKEN_LEN) {
            match self.lists.get_mut(word) {
                Some(list) => list.add(doc),
                None => self.lists.entry(word.into()).or_default().add(doc),
            }
            self.total += 1;
        }
    }

    pub fn write(self, field: Field, into: &mut InvertedIndexSerializer) -> io::Result<()> {
        let mut lists: Vec<(CompactString, List)> = self.lists.into_iter().collect();
        lists.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let mut into = into.new_field(field, self.total, None)?;
        for (word, list) in &lists {
            into.new_term(word.as_bytes(), list.documents, true)?;
            list.write_frequencies(&mut into);
            into.close_term()?;
        }
        into.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were_written() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, u32::MAX - 1, u32::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| write(&mut bytes, *number));
        let mut rest = bytes.as_slice();
        let back: Vec<u32> = std::iter::from_fn(|| read(&mut rest)).collect();
        assert_eq!(back, numbers);
    }
}
