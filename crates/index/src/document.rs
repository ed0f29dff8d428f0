//! The document as the index takes it in.

use nianlun_types::{Span, Year};

/// What the index keeps of a document, and what it finds it by.
#[derive(Debug, Clone, Copy, Default)]
pub struct DocumentToIndex<'t> {
    /// Identifier.
    pub id: &'t str,
    /// Title.
    pub title: &'t str,
    /// Year, if it can be told.
    pub year: Option<Year>,
    /// Date as the manifest writes it.
    pub date: Option<&'t str>,
    /// Issuing body.
    pub issuer: Option<&'t str>,
    /// Region.
    pub region: Option<&'t str>,
    /// Kind of text.
    pub kind: Option<&'t str>,
    /// Document number 文号.
    pub number: Option<&'t str>,
    /// The text as read.
    pub source: &'t str,
    /// The normalised text.
    pub text: &'t str,
    /// Han characters in it.
    pub han_characters: u64,
    /// Its words: the tokens of its segmentation that are neither white space nor punctuation.
    pub words: &'t [Span],
    /// A number that changes when anything of the above changes, e.g. a hash. An update compares it with
    /// that of the earlier index.
    pub mark: u64,
}
