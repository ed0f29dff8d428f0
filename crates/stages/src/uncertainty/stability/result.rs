//! The object `stability` of `stages.json`.

use nianlun_types::Year;
use serde::{Deserialize, Serialize};

/// Stability of an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stability {
    /// One replicate for each term with hits.
    pub without_term: Replicates,
    /// One replicate for each document in the series.
    pub without_document: Replicates,
    /// One replicate for each year, judged anew in brief: number of stages, slopes and φ* of its own.
    #[serde(default)]
    pub without_year: Option<WithoutYear>,
    /// Documents drawn with replacement within each year; nothing where no year has two.
    pub document_bootstrap: Option<Replicates>,
    /// Years with one document, which the document bootstrap cannot change.
    pub years_with_one_document: usize,
    /// Counts drawn from a model.
    pub model_bootstrap: Replicates,
    /// The model: the chosen stages, or the best curve where no stages are shown.
    #[serde(default)]
    pub model_bootstrap_of: ModelSource,
    /// The terms and documents that move a boundary most, most first.
    pub movers: Vec<Mover>,
}

/// What is found without each single year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WithoutYear {
    /// Years left out, one at a time.
    pub years: usize,
    /// Of them, how often the brief judgement still shows stages.
    pub staged: usize,
    /// For each boundary of the estimate, the share of them with a boundary within ±1 year, whatever the verdict.
    pub boundaries: Vec<BoundaryShare>,
}

/// The replicates of one kind, summed up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replicates {
    /// How many there are.
    pub replicates: usize,
    /// For each boundary of the estimate, how often it is found again.
    pub boundaries: Vec<BoundaryShare>,
    /// Share of the replicates with each number of stages: that of the estimate, or 0.
    pub stages: Vec<StagesShare>,
}

/// How often a boundary is found again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoundaryShare {
    /// Boundary of the estimate.
    pub year: Year,
    /// Share of replicates with a boundary within ±1 year, each with as many stages as the estimate.
    pub within_1: f64,
    /// The same number. Version 1 let each replicate choose its number of stages for the first.
    pub within_1_same_stages: f64,
}

/// How often there is room for the stages of the estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StagesShare {
    /// Number of stages; 0 where the changed series has no room for them.
    pub stages: usize,
    /// Share of the replicates.
    pub share: f64,
}

/// A term or document without which a boundary moves, or its probability changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mover {
    /// The boundary.
    pub boundary: Year,
    /// What is left out.
    pub kind: MoverKind,
    /// The term, or the document's identifier.
    pub name: String,
    /// The year of the boundary without it, with as many stages.
    pub moved_to: Option<Year>,
    /// P(a stage begins in the year) with it.
    pub probability_with: f64,
    /// P(a stage begins in the year) without it.
    pub probability_without: f64,
}

/// What is left out to see whether a boundary moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MoverKind {
    /// A term of the codebook.
    Term,
    /// A document of the corpus.
    Document,
}

/// What the model bootstrap draws from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelSource {
    /// The chosen stages: how often the search would find them again, if they were true. It is the power of the
    /// method, not evidence for the stages.
    #[default]
    Stages,
    /// The best curve: how often the search finds such boundaries where there are none.
    Curve,
}
