//! Rows of the result tables, one struct a table.

use crate::Year;
use serde::Serialize;

/// A row of `documents.parquet`: one document that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Identifier, unique in the corpus.
    pub id: String,
    /// Title from the manifest.
    pub title: String,
    /// Year, or nothing where none can be told.
    pub year: Option<Year>,
    /// Date as the manifest writes it.
    pub date: Option<String>,
    /// Issuing body.
    pub issuer: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Kind of text.
    pub kind: Option<String>,
    /// File, relative to the manifest or pipeline folder.
    pub file: String,
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Scalar values of Unicode script Han in the normalised text.
    pub han_characters: u64,
    /// Words of the segmentation that hold a letter, a digit or a Han character.
    pub tokens: u64,
}

/// A row of `hits.parquet`: one hit in one category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HitRow {
    /// Position of the document in `documents.parquet`.
    pub document: u32,
    /// Start, in Unicode scalar values of the document's text as read.
    pub start: u32,
    /// End, likewise, exclusive.
    pub end: u32,
    /// Position of the category in the codebook.
    pub category: u32,
    /// Position of the term in the codebook.
    pub term: u32,
}

/// What one category has in one year that has texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryRow {
    /// Hits of the category.
    pub hits: u64,
    /// Documents with at least one.
    pub documents_with_hits: u64,
}

/// The denominators of one year that has texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YearTotals {
    /// Documents.
    pub documents: u64,
    /// Han characters, within the scope where the exposure is that of the scope.
    pub han_characters: u64,
    /// Tokens, likewise.
    pub tokens: u64,
}

/// A row of `frequencies.parquet`: one year and one category. In a year without a text every
/// measure is missing, which is not zero.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrequencyRow {
    /// Year.
    pub year: Year,
    /// Dimension of the category.
    pub dimension: String,
    /// Identifier of the category.
    pub category: String,
    /// Hits.
    pub hits: Option<u64>,
    /// Documents with at least one hit.
    pub documents_with_hits: Option<u64>,
    /// Documents of the year.
    pub documents: Option<u64>,
    /// Han characters of the year.
    pub han_characters: Option<u64>,
    /// Tokens of the year.
    pub tokens: Option<u64>,
    /// Hits per 10,000 units of exposure (Han characters unless the pipeline says tokens).
    pub per_10k: Option<f64>,
}

/// A row of `stages.parquet`: one stage 阶段.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StageRow {
    /// Number of the stage, from 1.
    pub stage: u32,
    /// Its first year, which is its boundary 分界 unless it is the first stage.
    pub first_year: Year,
    /// Its last year.
    pub last_year: Year,
}
