//! The counts of a pass over the texts, from which findings are computed.

use nianlun_codebook::ByRule;
use nianlun_frequency::{Counts, DocumentCounts};
use nianlun_types::{DocumentRow, HitRow};

/// The counts of a corpus, in the order of its documents.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Rows of `documents.parquet`.
    pub documents: Vec<DocumentRow>,
    /// Rows of `hits.parquet` by the rule in force, ascending.
    pub hits: Vec<HitRow>,
    /// Counts per year × category, by each rule.
    pub by_rule: ByRule<Counts>,
    /// Counts by the rule in force if terms were met inside longer numbers and Latin words too.
    pub anywhere: Counts,
    /// The counts of each document by the rule in force, in the order of `documents`.
    pub of_document: Vec<DocumentCounts>,
}
