//! Writing an index: every thread fills segments of its own, one list joins them.
//!
//! tantivy's own writer keeps a queue of up to 10,000 documents; here a document is indexed on the
//! thread that segmented it and forgotten, so that memory does not grow with the corpus.

use crate::Error;
use crate::schema::{Fields, schema, tokenizers};
use crate::tokens::join_words;
use nianlun_types::{Span, Year};
use std::path::Path;
use std::sync::Mutex;
use tantivy::index::{Index, Segment, SegmentMeta};
use tantivy::indexer::{AddOperation, SegmentWriter};
use tantivy::{Directory, IndexMeta, TantivyDocument};

/// Bytes that one thread's unfinished segment may take.
const SEGMENT_MEMORY: usize = 96 << 20;

/// An index that is being written.
pub struct IndexBuilder {
    index: Index,
    fields: Fields,
    finished: Mutex<Vec<SegmentMeta>>,
}

/// What the index keeps of a document.
#[derive(Debug, Clone, Copy)]
pub struct DocumentToIndex<'t> {
    /// Position of the document in the corpus, which breaks ties of rank.
    pub ordinal: u32,
    /// Identifier.
    pub id: &'t str,
    /// Title.
    pub title: &'t str,
    /// Year, if it can be told.
    pub year: Option<Year>,
    /// The text as read.
    pub source: &'t str,
    /// The normalised text.
    pub text: &'t str,
    /// Its segmentation.
    pub tokens: &'t [Span],
}

impl IndexBuilder {
    /// Begins an index in an empty folder.
    pub fn create(folder: &Path) -> Result<Self, Error> {
        let (schema, fields) = schema();
        let mut index = Index::create_in_dir(folder, schema)?;
        index.set_tokenizers(tokenizers());
        Ok(IndexBuilder { index, fields, finished: Mutex::default() })
    }

    /// A writer for one thread.
    pub fn shard(&self) -> ShardWriter<'_> {
        ShardWriter { builder: self, current: None }
    }

    /// Makes everything that finished shards wrote visible.
    pub fn finish(self) -> Result<(), Error> {
        let mut segments = self.finished.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.max_doc()));
        let meta = IndexMeta { segments, ..self.index.load_metas()? };
        let json = serde_json::to_vec_pretty(&meta).map_err(|e| Error::SystemError(e.to_string()))?;
        self.index.directory().sync_directory()?;
        self.index.directory().atomic_write(Path::new("meta.json"), &json)?;
        Ok(())
    }
}

/// Fills segments on one thread.
pub struct ShardWriter<'b> {
    builder: &'b IndexBuilder,
    current: Option<(Segment, SegmentWriter)>,
}

impl ShardWriter<'_> {
    /// Indexes one document. `is_word` says which tokens are words.
    pub fn add(
        &mut self,
        document: DocumentToIndex<'_>,
        is_word: impl Fn(&str) -> bool,
    ) -> Result<(), Error> {
        let fields = self.builder.fields;
        let mut fields_of = TantivyDocument::default();
        fields_of.add_text(fields.id, document.id);
        fields_of.add_text(fields.title, document.title);
        if let Some(year) = document.year {
            fields_of.add_i64(fields.year, i64::from(year));
        }
        fields_of.add_u64(fields.ordinal, u64::from(document.ordinal));
        fields_of.add_text(fields.source, document.source);
        fields_of.add_text(fields.characters, document.text);
        fields_of.add_text(fields.words, join_words(document.text, document.tokens, is_word));

        let (segment, mut writer) = match self.current.take() {
            Some(current) => current,
            None => {
                let segment = self.builder.index.new_segment();
                let writer = SegmentWriter::for_segment(SEGMENT_MEMORY, segment.clone())?;
                (segment, writer)
            }
        };
        writer.add_document(AddOperation { opstamp: 0, document: fields_of })?;
        let full = writer.mem_usage() > SEGMENT_MEMORY;
        self.current = Some((segment, writer));
        if full { self.flush() } else { Ok(()) }
    }

    /// Writes what is left; without it the shard's last documents are lost.
    pub fn finish(mut self) -> Result<(), Error> {
        self.flush()
    }

    fn flush(&mut self) -> Result<(), Error> {
        let Some((segment, writer)) = self.current.take() else {
            return Ok(());
        };
        let documents = writer.max_doc();
        writer.finalize()?;
        let meta = segment.with_max_doc(documents).meta().clone();
        self.builder.finished.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(meta);
        Ok(())
    }
}
