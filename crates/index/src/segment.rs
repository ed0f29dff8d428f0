//! One segment of the index, from its first document to its files.
//!
//! The files are tantivy's, and tantivy's own serializers write them. Only the posting lists are
//! gathered here (`postings.rs`).

use crate::document::DocumentToIndex;
use crate::error::Error;
use crate::postings::{Characters, Words};
use crate::query::date;
use crate::schema::Fields;
use tantivy::directory::TerminatingWrite as _;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::FieldNormsSerializer;
use tantivy::index::{Index, Segment, SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::Schema;
use tantivy::store::StoreWriter;
use tantivy::{DocId, TantivyDocument};

/// A segment that is being filled by one thread.
pub(crate) struct SegmentBuilder {
    segment: Segment,
    schema: Schema,
    fields: Fields,
    characters: Characters,
    words: Words,
    facts: FastFieldsWriter,
    sources: StoreWriter,
    documents: DocId,
    bytes: usize,
}

impl SegmentBuilder {
    /// Begins a new segment of `index`.
    pub fn new(index: &Index, fields: Fields) -> Result<Self, Error> {
        let (segment, schema, settings) = (index.new_segment(), index.schema(), index.settings());
        let file = segment.open_write(SegmentComponent::Store)?;
        Ok(SegmentBuilder {
            // Compresses on this thread (`false`): all processors are busy with other documents.
            sources: StoreWriter::new(
                file,
                settings.docstore_compression,
                settings.docstore_blocksize,
                false,
            )?,
            facts: FastFieldsWriter::from_schema_and_tokenizer_manager(
                &schema,
                index.fast_field_tokenizer().clone(),
            )?,
            characters: Characters::new(),
            words: Words::default(),
            documents: 0,
            bytes: 0,
            segment,
            schema,
            fields,
        })
    }

    /// Adds one document. Text goes to the posting lists and to the store, everything else to columns.
    pub fn add(&mut self, document: &DocumentToIndex<'_>) -> Result<(), Error> {
        let fields = self.fields;
        let length = self.characters.add(self.documents, document.text);
        self.words.add(self.documents, document.words.iter().map(|word| word.of(document.text)));
        let mut facts = TantivyDocument::default();
        let texts = [
            (fields.id, Some(document.id)),
            (fields.title, Some(document.title)),
            (fields.issuer, document.issuer),
            (fields.region, document.region),
            (fields.kind, document.kind),
            (fields.number, document.number),
            (fields.source, Some(document.source)),
        ];
        for (field, text) in texts {
            if let Some(text) = text {
                facts.add_text(field, text);
            }
        }
        if let Some(year) = document.year {
            facts.add_i64(fields.year, i64::from(year));
        }
        if let Some(date) = document.date.and_then(date) {
            facts.add_u64(fields.date, u64::from(date));
        }
        facts.add_u64(fields.length, u64::from(length));
        facts.add_u64(fields.han, document.han_characters);
        facts.add_u64(fields.tokens, document.words.len() as u64);
        facts.add_u64(fields.mark, document.mark);
        self.facts.add_document(&facts)?;
        self.sources.store(&facts, &self.schema)?;
        self.documents += 1;
        self.bytes += document.text.len();
        Ok(())
    }

    /// About how many bytes of memory it takes: posting lists take as many as the texts have. Columns
    /// outweigh them where the texts are mere titles.
    pub fn memory(&self) -> usize {
        self.bytes + self.facts.mem_usage()
    }

    /// Writes its files.
    pub fn finish(mut self) -> Result<SegmentMeta, Error> {
        // tantivy wants the file of field norms. It is empty: a column has the exact lengths of documents.
        FieldNormsSerializer::from_write(self.segment.open_write(SegmentComponent::FieldNorms)?)?.close()?;
        let mut postings = InvertedIndexSerializer::open(&self.segment)?;
        self.characters.write(self.fields.characters, &mut postings)?;
        self.words.write(self.fields.words, &mut postings)?;
        postings.close()?;
        let mut file = self.segment.open_write(SegmentComponent::FastFields)?;
        self.facts.serialize(&mut file, None)?;
        file.terminate()?;
        self.sources.close()?;
        Ok(self.segment.with_max_doc(self.documents).meta().clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::schema;
    use nianlun_types::Span;
    use std::collections::BTreeMap;
    use tantivy::index::SegmentReader;
    use tantivy::postings::Postings as _;
    use tantivy::schema::{Field, IndexRecordOption};
    use tantivy::{DocSet as _, TERMINATED};

    /// For each term, its positions (or, without positions, as many zeros) in each document.
    type Lists = BTreeMap<String, BTreeMap<DocId, Vec<u32>>>;

    fn lists(reader: &SegmentReader, field: Field, record: IndexRecordOption) -> Lists {
        let index = reader.inverted_index(field).expect("field");
        let mut lists = Lists::new();
        let mut terms = index.terms().stream().expect("terms");
        while terms.advance() {
            let mut postings = index.read_postings_from_terminfo(terms.value(), record).expect("postings");
            let mut list = BTreeMap::new();
            while postings.doc() != TERMINATED {
                let mut positions = vec![0; postings.term_freq() as usize];
                if record.has_positions() {
                    postings.positions(&mut positions);
                }
                list.insert(postings.doc(), positions);
                postings.advance();
            }
            assert_eq!(list.len(), terms.value().doc_freq as usize);
            lists.insert(String::from_utf8(terms.key().to_vec()).expect("UTF-8"), list);
        }
        lists
    }

    fn span(start: usize, length: usize) -> Span {
        Span { start: start as u32, end: (start + length) as u32 }
    }

    #[test]
    fn tantivy_reads_every_posting_that_went_in() {
        let (schema, fields) = schema();
        let index = Index::create_in_ram(schema);
        let mut segment = SegmentBuilder::new(&index, fields).expect("segment");
        let (mut characters, mut words) = (Lists::new(), Lists::new());
        // More documents than a block of postings, gaps of one and two bytes, characters of one to four.
        for doc in 0..400 {
            let mut text = "数据".repeat(doc as usize % 7);
            text.push_str(&format!(
                "{}\n第{doc}号，a{}𠀀é数",
                "。".repeat(300 * (doc as usize % 3)),
                doc % 2
            ));
            if doc % 150 == 149 {
                text.push('罕');
            }
            // A word of more bytes than tantivy's terms may have.
            let long = "長".repeat(if doc == 7 { 30_000 } else { 0 });
            let mut spans = vec![span(text.len(), long.len())];
            text.push_str(&long);
            for (position, (start, c)) in text.char_indices().enumerate() {
                characters.entry(c.into()).or_default().entry(doc).or_default().push(position as u32);
                if c.is_alphanumeric() && c != '長' {
                    spans.push(span(start, c.len_utf8()));
                    words.entry(c.into()).or_default().entry(doc).or_default().push(0);
                }
            }
            spans.retain(|span| span.start < span.end);
            let document = DocumentToIndex { text: &text, words: &spans, ..DocumentToIndex::default() };
            segment.add(&document).expect("added");
        }
        let meta = segment.finish().expect("written");
        assert_eq!(meta.max_doc(), 400);
        let reader = SegmentReader::open(&index.segment(meta)).expect("opened");
        let found = lists(&reader, fields.characters, IndexRecordOption::WithFreqsAndPositions);
        assert!(found == characters);
        assert!(lists(&reader, fields.words, IndexRecordOption::WithFreqs) == words);
        let tokens = reader.inverted_index(fields.characters).expect("field").total_num_tokens();
        let positions = characters.values().flat_map(BTreeMap::values).map(Vec::len).sum::<usize>();
        assert_eq!(tokens, positions as u64);
    }
}
