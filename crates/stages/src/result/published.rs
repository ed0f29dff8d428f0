//! The comparison with published stages.

use super::BoundaryProbability;
use nianlun_types::Year;
use serde::{Deserialize, Serialize};

/// Published stages, to compare with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// First year of every published stage but the first, ascending.
    pub boundaries: Vec<Year>,
}

/// Comparison of the chosen with the published segmentation, METHOD §3.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublishedComparison {
    /// Published boundaries inside the series.
    pub boundaries: Vec<Year>,
    /// F1 within ±1 year.
    pub f1_1: f64,
    /// F1 within ±2 years.
    pub f1_2: f64,
    /// The chance level: mean F1 within ±1 year of all segmentations with as many stages as the chosen
    /// one. Nothing where there are too many to enumerate.
    pub chance_f1_1: Option<f64>,
    /// The chance level within ±2 years.
    pub chance_f1_2: Option<f64>,
    /// For each published boundary, P(a stage begins within ±1 year), over all numbers of stages; empty for
    /// methods without a likelihood.
    #[serde(default)]
    pub within1: Vec<BoundaryProbability>,
    /// Share of those segmentations whose F1 within ±1 year is at least that of the chosen one.
    pub chance_as_good: Option<f64>,
    /// Hausdorff distance in years; nothing where one side has no boundary.
    pub hausdorff: Option<i64>,
    /// Adjusted Rand index over the years with texts.
    pub adjusted_rand: f64,
    /// Cost of the published segmentation.
    pub cost: f64,
    /// Its cost less that of the cheapest with as many stages.
    pub cost_distance: Option<f64>,
    /// Its rank by cost among all segmentations with as many stages, from 1; nothing where there
    /// are too many to enumerate.
    pub rank: Option<u64>,
    /// The number of segmentations with as many stages.
    pub of: u64,
}
