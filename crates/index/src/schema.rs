//! The fields of the index.

use crate::tokens::{CharacterTokenizer, WordTokenizer};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

#[derive(Clone, Copy)]
pub(crate) struct Fields {
    pub id: Field,
    pub title: Field,
    pub year: Field,
    /// Position of the document in the corpus: breaks ties of rank.
    pub ordinal: Field,
    /// The text as read.
    pub source: Field,
    /// Every scalar value of the normalised text, with positions.
    pub characters: Field,
    /// Words of the segmentation, without positions.
    pub words: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let text = |tokenizer: &str, record| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record),
        )
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_text_field("id", STRING | STORED),
        title: builder.add_text_field("title", STORED),
        year: builder.add_i64_field("year", INDEXED | FAST | STORED),
        ordinal: builder.add_u64_field("ordinal", FAST),
        source: builder.add_text_field("source", STORED),
        characters: builder.add_text_field(
            "characters",
            text(CharacterTokenizer::NAME, IndexRecordOption::WithFreqsAndPositions),
        ),
        words: builder.add_text_field("words", text(WordTokenizer::NAME, IndexRecordOption::WithFreqs)),
    };
    (builder.build(), fields)
}

pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(CharacterTokenizer::NAME, CharacterTokenizer);
    manager.register(WordTokenizer::NAME, WordTokenizer);
    manager
}
