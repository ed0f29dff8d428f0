//! The estimate: the object of `stages.json`, written and read back.

use crate::Method;
pub use nianlun_types::Verdict;
use nianlun_types::{StageRow, Warning, Year};
use serde::{Deserialize, Serialize};

/// The settings of an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Fewest years a stage may have (m).
    pub minimum_length: usize,
    /// Most stages tried (Kmax).
    pub maximum: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { minimum_length: 2, maximum: 7 }
    }
}

/// The object of `stages.json`. Numbers are missing where the verdict is `refused`, or where the method
/// has no such number. Counts give finite numbers only. Values
/// beyond about 1e150 have infinite squares, which JSON cannot hold: they are written as null and are not
/// read back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The method; its name in JSON.
    pub method: Method,
    /// The verdict.
    pub verdict: Verdict,
    /// Overdispersion φ̂: variance over mean, at least 1.
    pub phi: Option<f64>,
    /// Years with texts, the n positions of the series.
    pub years: Vec<Year>,
    /// Categories that the estimate rests on.
    pub categories: Vec<String>,
    /// The best segmentation for each number of stages.
    pub segmentations: Vec<Solution>,
    /// The number of stages chosen.
    pub chosen: Option<usize>,
    /// The boundaries of the chosen segmentation with their uncertainty.
    pub boundaries: Vec<Boundary>,
    /// P(number of stages | counts); empty for methods without a likelihood.
    pub stages_posterior: Vec<StagesProbability>,
    /// P(a stage begins in the year | counts), over all numbers of stages; empty for methods without a
    /// likelihood.
    pub boundary_posterior: Vec<BoundaryProbability>,
    /// Comparison with published stages, where there are some.
    pub published: Option<PublishedComparison>,
    /// Score of the best smooth trend, on the scale of the criterion.
    pub trend_criterion: Option<f64>,
    /// Lag-1 autocorrelation of the Pearson residuals of the chosen fit.
    pub residual_autocorrelation: Option<f64>,
    /// Caveats, in Chinese.
    pub warnings: Vec<Warning>,
}

/// The best segmentation with a number of stages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// Number of stages K.
    pub stages: usize,
    /// Cost C_K, in the units of the method.
    pub cost: f64,
    /// The criterion by which the method chooses the number of stages.
    pub criterion: f64,
    /// First year of every stage but the first.
    pub boundaries: Vec<Year>,
}

/// One boundary of the chosen segmentation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Boundary {
    /// First year of the new stage.
    pub year: Year,
    /// P(this boundary is in this year | as many stages as chosen); nothing for methods without a
    /// likelihood.
    pub probability: Option<f64>,
    /// The smallest set of years that holds this boundary with 95 % probability, given as many stages.
    pub years95: Vec<Year>,
}

/// Posterior probability of a number of stages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StagesProbability {
    /// Number of stages.
    pub stages: usize,
    /// Its probability.
    pub probability: f64,
}

/// Posterior probability that a stage begins in a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoundaryProbability {
    /// Year.
    pub year: Year,
    /// Probability that a stage begins in it.
    pub probability: f64,
}

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

impl Estimate {
    /// The chosen stages as rows; none where the series was refused.
    pub fn stage_rows(&self) -> Vec<StageRow> {
        let (Some(_), Some(first), Some(last)) = (self.chosen, self.years.first(), self.years.last()) else {
            return Vec::new();
        };
        stage_rows(*first, *last, self.boundaries.iter().map(|b| b.year))
    }

    /// First years of the chosen stages but the first.
    pub fn boundary_years(&self) -> Vec<Year> {
        self.boundaries.iter().map(|b| b.year).collect()
    }

    /// P(a stage begins in `year`), over all numbers of stages.
    pub fn boundary_probability(&self, year: Year) -> Option<f64> {
        self.boundary_posterior.iter().find(|p| p.year == year).map(|p| p.probability)
    }

    /// The estimate of a series about which nothing can be said; the warnings say why.
    pub(crate) fn refused(
        method: Method,
        years: &[Year],
        categories: &[String],
        warnings: Vec<Warning>,
    ) -> Self {
        Estimate {
            method,
            verdict: Verdict::Refused,
            phi: None,
            years: years.to_vec(),
            categories: categories.to_vec(),
            segmentations: Vec::new(),
            chosen: None,
            boundaries: Vec::new(),
            stages_posterior: Vec::new(),
            boundary_posterior: Vec::new(),
            published: None,
            trend_criterion: None,
            residual_autocorrelation: None,
            warnings,
        }
    }
}

/// The stages that `boundaries` cut the years from `first` to `last` into.
pub fn stage_rows(first: Year, last: Year, boundaries: impl IntoIterator<Item = Year>) -> Vec<StageRow> {
    let starts: Vec<Year> = std::iter::once(first).chain(boundaries).collect();
    let ends = starts[1..].iter().map(|y| y - 1).chain(std::iter::once(last));
    let rows = starts.iter().zip(ends).zip(1..);
    rows.map(|((first_year, last_year), stage)| StageRow { stage, first_year: *first_year, last_year })
        .collect()
}
