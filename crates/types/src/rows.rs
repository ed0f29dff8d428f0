//! Rows of the result tables, one struct a table.

use crate::Year;
use serde::Serialize;

/// A row of `documents.parquet`: one document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRow {
    /// Identifier, unique in the corpus.
    pub id: String,
    /// Title from the manifest, else as found.
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
    /// Format of the file, e.g. `pdf`; of the table, for a row.
    pub format: &'static str,
    /// Encoding that it was read in.
    pub encoding: &'static str,
    /// The rule that decided the year.
    pub year_rule: Option<&'static str>,
    /// Document number 文号.
    pub number: Option<String>,
    /// Identifier of the text that this one repeats, where both are counted.
    pub twin: Option<String>,
    /// How like they are.
    pub likeness: Option<f64>,
    /// What somebody should look at.
    pub doubts: Option<String>,
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

/// A row of `profile.parquet`: what a category is in a stage, METHOD §4.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProfileRow {
    /// `found` for the stages of this run, `published` for the published ones.
    pub stages: &'static str,
    /// Number of the stage, from 1.
    pub stage: u32,
    /// Label of a published stage.
    pub label: Option<String>,
    /// First year of the stage.
    pub first_year: Year,
    /// Last year of the stage.
    pub last_year: Year,
    /// Dimension of the category.
    pub dimension: String,
    /// Identifier of the category.
    pub category: String,
    /// Hits.
    pub hits: u64,
    /// Years of the stage with texts.
    pub years: u32,
    /// Those with a hit.
    pub years_with_hits: u32,
    /// Hits per 10,000 units of exposure.
    pub per_10k: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of the hits of its dimension in the stage.
    pub share: Option<f64>,
    /// First year of the stage with a hit.
    pub first_hit: Option<Year>,
    /// First year of the stage with a hit that the next year with texts has too.
    pub first_sustained: Option<Year>,
    /// absent, emerging, established or leading.
    pub level: &'static str,
    /// Level by the published coding, where there is one.
    pub published_level: Option<&'static str>,
    /// agrees, earlier, later or absent.
    pub agreement: Option<&'static str>,
}

/// A row of `terms.parquet`: a term in one category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermRow {
    /// Dimension of the category.
    pub dimension: String,
    /// Identifier of the category.
    pub category: String,
    /// The term.
    pub term: String,
    /// Hits in texts with a year.
    pub hits: u64,
    /// Share of the category's hits.
    pub share: Option<f64>,
    /// Documents with a hit.
    pub documents_with_hits: u64,
    /// Gries' deviation of proportions over the documents; nothing without hits.
    pub dp: Option<f64>,
    /// The same, normalised.
    pub dp_norm: Option<f64>,
    /// First year with a hit.
    pub first_year: Option<Year>,
    /// Last year with a hit.
    pub last_year: Option<Year>,
}

/// A row of `keyness.parquet`: how a term marks a stage against all other stages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeynessRow {
    /// Number of the stage, from 1.
    pub stage: u32,
    /// The term.
    pub term: String,
    /// Identifier of its first category.
    pub category: String,
    /// Hits in the stage.
    pub hits: u64,
    /// Hits in all other stages.
    pub elsewhere: u64,
    /// Rate in the stage.
    pub per_10k: f64,
    /// Rate in all other stages.
    pub elsewhere_per_10k: f64,
    /// Log-likelihood of the two rates being one.
    pub log_likelihood: f64,
    /// log2 of the ratio of the rates; above 0, the term marks the stage.
    pub log_ratio: f64,
    /// Documents of the stage with a hit.
    pub documents_with_hits: u64,
}

/// A row of `sensitivity.parquet`: the stages when one decision is made otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SensitivityRow {
    /// Which decision, e.g. `rule`.
    pub decision: &'static str,
    /// How it was made, e.g. `nested`.
    pub choice: String,
    /// Whether the run itself made it so.
    pub in_force: bool,
    /// Hits that the series rests on.
    pub hits: u64,
    /// The verdict.
    pub verdict: &'static str,
    /// Overdispersion, where the method has it.
    pub phi: Option<f64>,
    /// Number of stages.
    pub stages: Option<u32>,
    /// First year of every stage but the first.
    pub boundaries: Vec<Year>,
}

/// A concordance line 语境行: a hit in its surroundings, in the source's own characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Line {
    /// Characters before the hit.
    pub left: String,
    /// The hit as the text writes it.
    pub hit: String,
    /// Characters after it.
    pub right: String,
}
