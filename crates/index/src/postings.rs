//! Posting lists 倒排表 in memory, until their segment is written: for each term the documents that
//! have it, and how often or where.
//!
//! tantivy's own collector finds the list of every token by a hash of its bytes, which took a third of
//! a whole run. Here a character is an index into a table, and finds its list without a hash. tantivy's
//! serializer writes the lists, so that the files have tantivy's format.

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::io;
use tantivy::DocId;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;
use tantivy::tokenizer::MAX_TOKEN_LEN;

/// The posting list of one term. It is a sequence of numbers, each in as few bytes as it needs (see
/// [`write`]), since posting lists are most of the memory that a run touches. A list holds either
/// positions or frequencies:
///
/// ```text
/// positions:    ( gap of documents , gap of positions … , END )*    the last document without END
/// frequencies:  ( gap of documents , frequency )*                   the last document without it
/// ```
///
/// A document is closed only when the next one begins: until then it is not known whether the term
/// comes again.
#[derive(Default)]
struct List {
    /// How many documents have the term.
    documents: u32,
    /// The last of them.
    doc: DocId,
    /// Of the last document: the last position plus 1, or the frequency so far. 0 where it just began.
    last: u32,
    bytes: Vec<u8>,
}

/// Ends the positions of a document. It is free for that: positions count from −1, so that no gap is 0.
const END: u32 = 0;

impl List {
    /// Adds an occurrence with its position. Documents, and positions within one, come in ascending
    /// order.
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

    /// Adds an occurrence without a position.
    fn add_occurrence(&mut self, doc: DocId) {
        if self.documents == 0 || self.doc != doc {
            if self.documents > 0 {
                write(&mut self.bytes, self.last);
            }
            self.begin(doc);
        }
        self.last += 1;
    }

    /// Opens a document. The first one is written as its distance from document 0.
    fn begin(&mut self, doc: DocId) {
        write(&mut self.bytes, doc - self.doc);
        (self.doc, self.last) = (doc, 0);
        self.documents += 1;
    }

    /// Gives a list of positions to tantivy's serializer.
    fn write_positions(&self, into: &mut FieldSerializer<'_>) {
        let mut numbers = self.bytes.as_slice();
        let (mut doc, mut gaps) = (0, Vec::new());
        while let Some(gap) = read(&mut numbers) {
            doc += gap;
            gaps.clear();
            gaps.extend(std::iter::from_fn(|| read(&mut numbers).filter(|gap| *gap != END)));
            // tantivy counts the first position from 0, the list counts it from −1.
            gaps[0] -= 1;
            into.write_doc(doc, gaps.len() as u32, &gaps);
        }
    }

    /// Gives a list of frequencies to tantivy's serializer.
    fn write_frequencies(&self, into: &mut FieldSerializer<'_>) {
        let mut numbers = self.bytes.as_slice();
        let mut doc = 0;
        while let Some(gap) = read(&mut numbers) {
            doc += gap;
            // The frequency of the last document is still in `last`.
            into.write_doc(doc, read(&mut numbers).unwrap_or(self.last), &[]);
        }
    }
}

/// Appends a number as a varint (LEB128): seven bits a byte, the lowest first. All bytes but the last
/// have the highest bit set.
fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a varint off the front; nothing where no byte is left.
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

/// The positions of every scalar value, white space and punctuation too.
pub(crate) struct Characters {
    /// By scalar value: the number of its list, counted from 1, or 0 where it has none. The price of a
    /// table instead of a hash is 4.4 MB a thread.
    list_numbers: Vec<u32>,
    lists: Vec<(char, List)>,
    /// Characters of all documents.
    total: u64,
}

impl Characters {
    pub fn new() -> Self {
        Characters { list_numbers: vec![0; char::MAX as usize + 1], lists: Vec::new(), total: 0 }
    }

    /// Adds a text and says how many characters it has. Documents come in ascending order.
    pub fn add(&mut self, doc: DocId, text: &str) -> u32 {
        let mut length = 0;
        for c in text.chars() {
            let number = &mut self.list_numbers[c as usize];
            if *number == 0 {
                self.lists.push((c, List::default()));
                *number = self.lists.len() as u32;
            }
            self.lists[*number as usize - 1].1.add_position(doc, length);
            length += 1;
        }
        self.total += u64::from(length);
        length
    }

    /// Writes all lists. tantivy's term dictionary takes terms in ascending order of their bytes, which
    /// in UTF-8 is the order of scalar values.
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

/// The frequency of every word in every document.
#[derive(Default)]
pub(crate) struct Words {
    /// Words are short enough to lie in the table itself, beside their lists.
    lists: FxHashMap<CompactString, List>,
    /// Words of all documents.
    total: u64,
}

impl Words {
    /// Adds the words of a document. Documents come in ascending order. Words longer than the longest term
    /// of tantivy are left out.
    pub fn add<'t>(&mut self, doc: DocId, words: impl Iterator<Item = &'t str>) {
        for word in words.filter(|word| word.len() <= MAX_TOKEN_LEN) {
            match self.lists.get_mut(word) {
                Some(list) => list.add_occurrence(doc),
                None => self.lists.entry(word.into()).or_default().add_occurrence(doc),
            }
            self.total += 1;
        }
    }

    /// Writes all lists, in ascending order of the words.
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
