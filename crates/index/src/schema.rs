//! The fields of the index, and opening an index that has them.

use crate::error::{Error, Stale};
use std::path::Path;
use tantivy::Index;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};

/// The version of the index. It goes up when the same text is indexed otherwise than before.
pub(crate) const VERSION: u32 = 4;

/// The fields of a document. All but the last three are columns, and are read when the index is opened.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    pub id: Field,
    pub title: Field,
    pub year: Field,
    /// Written yyyymmdd.
    pub date: Field,
    pub issuer: Field,
    pub region: Field,
    pub kind: Field,
    pub number: Field,
    /// How many scalar values, Han characters and words the normalised text has.
    pub length: Field,
    pub han: Field,
    pub tokens: Field,
    /// A number that changes when anything of the document changes.
    pub mark: Field,
    /// The text as read, stored.
    pub source: Field,
    /// Every scalar value of the normalised text, with positions.
    pub characters: Field,
    /// Words of the segmentation, without positions.
    pub words: Field,
}

/// The schema, and the numbers that it gives to the fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let text = |record| {
        TextOptions::default().set_indexing_options(
            // tantivy cuts no text. It keeps no norms either, which would round the lengths of documents:
            // a column has them.
            TextFieldIndexing::default().set_tokenizer("raw").set_index_option(record).set_fieldnorms(false),
        )
    };
    let column = || TextOptions::default().set_fast("raw");
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_text_field("id", column()),
        title: builder.add_text_field("title", column()),
        year: builder.add_i64_field("year", FAST),
        date: builder.add_u64_field("date", FAST),
        issuer: builder.add_text_field("issuer", column()),
        region: builder.add_text_field("region", column()),
        kind: builder.add_text_field("kind", column()),
        number: builder.add_text_field("number", column()),
        length: builder.add_u64_field("length", FAST),
        han: builder.add_u64_field("han", FAST),
        tokens: builder.add_u64_field("tokens", FAST),
        mark: builder.add_u64_field("mark", FAST),
        source: builder.add_text_field("source", STORED),
        characters: builder.add_text_field("characters", text(IndexRecordOption::WithFreqsAndPositions)),
        words: builder.add_text_field("words", text(IndexRecordOption::WithFreqs)),
    };
    (builder.build(), fields)
}

/// Opens the files of tantivy in `folder`.
///
/// # Errors
/// They cannot be read, or another version made them.
pub(crate) fn open(folder: &Path) -> Result<(Index, Fields), Stale> {
    let index = Index::open_in_dir(folder).map_err(|error: Error| Stale::Damaged(error.to_string()))?;
    let (expected, fields) = schema();
    if index.schema() == expected { Ok((index, fields)) } else { Err(Stale::Version) }
}
