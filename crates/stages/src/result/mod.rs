//! The estimate: the object of `stages.json`, written and read back.

mod evidence;
mod published;

pub use evidence::{DriftTest, LeaveOneYear, PermutationLevel, RivalScore, Serial, Softness};
pub use published::{Published, PublishedComparison};

use crate::Method;
pub use nianlun_types::Verdict;
use nianlun_types::{Depth, StageRow, StageSpan, VerdictReason, Warning, Year};
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
    /// What the verdict rests on, where it shows no stages and that is one thing.
    #[serde(default)]
    pub reason: Option<VerdictReason>,
    /// How thoroughly the verdict was reached.
    #[serde(default = "selection")]
    pub depth: Depth,
    /// Overdispersion φ*: variance over mean, at least 1. It tempers scores and posterior.
    pub phi: Option<f64>,
    /// X²/(J(n − Kmax)) of the finest fit, before it is held at 1 and at what the permutations show.
    #[serde(default)]
    pub phi_raw: Option<f64>,
    /// Years with texts, the n positions of the series.
    pub years: Vec<Year>,
    /// Categories that the estimate rests on.
    pub categories: Vec<String>,
    /// The best segmentation for each number of stages, on no trend.
    pub segmentations: Vec<Solution>,
    /// The best segmentation for each number of stages on a slope of each category; empty where one stage is
    /// enough.
    #[serde(default)]
    pub segmentations_on_trend: Vec<Solution>,
    /// The number of stages chosen.
    pub chosen: Option<usize>,
    /// The boundaries of the chosen segmentation with their uncertainty. Under a verdict that shows no stages
    /// they are where the boundaries would be, if there were stages.
    pub boundaries: Vec<Boundary>,
    /// P(number of stages | counts); empty for methods without a likelihood.
    pub stages_posterior: Vec<StagesProbability>,
    /// P(a stage begins in the year | counts), over all numbers of stages; empty for methods without a
    /// likelihood. That of a year after missing years is the probability of the whole gap.
    pub boundary_posterior: Vec<BoundaryProbability>,
    /// Comparison with published stages, where there are some.
    pub published: Option<PublishedComparison>,
    /// The tests of the number of stages: whole years permuted.
    #[serde(default)]
    pub permutation: Vec<PermutationLevel>,
    /// Whether neighbouring years are alike at all.
    #[serde(default)]
    pub serial: Option<Serial>,
    /// The scores of what else could have made the counts, the less the better.
    #[serde(default)]
    pub rivals: Vec<RivalScore>,
    /// Whether drift of the same size looks as much like stages; nothing where it was not tested.
    #[serde(default)]
    pub drift: Option<DriftTest>,
    /// Whether the transitions take several years; nothing where it was not tested.
    #[serde(default)]
    pub soft: Option<Softness>,
    /// The single year without which the case for more than one stage is weakest; nothing where it was not
    /// tried.
    #[serde(default)]
    pub leave_one_year: Option<LeaveOneYear>,
    /// Slopes of the categories, in log rate from the middle of the years to their end, where the stages stand
    /// on a trend; empty otherwise.
    #[serde(default)]
    pub slopes: Vec<f64>,
    /// Score of the best smooth curve, on the scale of the criterion.
    pub trend_criterion: Option<f64>,
    /// Lag-1 autocorrelation of the Pearson residuals of the chosen fit, over neighbouring years; nothing where
    /// no two years with texts are neighbours.
    pub residual_autocorrelation: Option<f64>,
    /// Caveats, in Chinese.
    pub warnings: Vec<Warning>,
}

fn selection() -> Depth {
    Depth::Selection
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
    /// First year with texts of the new stage.
    pub year: Year,
    /// P(a stage begins in this year), over all numbers of stages: that of `boundary_posterior`. Nothing for
    /// methods without a likelihood.
    pub probability: Option<f64>,
    /// The calendar years of the window: the shortest run of years around this boundary that holds a boundary
    /// with a probability of at least 98 %, over all numbers of stages; missing years included. Empty where there
    /// is none.
    pub years95: Vec<Year>,
    /// The window with its probability.
    #[serde(default)]
    pub window: Option<Held>,
    /// The years nearer to this boundary than to the others, where they do not make a window.
    #[serde(default)]
    pub cell: Option<Held>,
}

/// A run of calendar years with the probability that a stage begins in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// First year.
    pub first: Year,
    /// Last year.
    pub last: Year,
    /// P(a stage begins in one of them).
    pub probability: f64,
}

impl Held {
    /// The calendar years, those without texts included.
    pub fn years(&self) -> Vec<Year> {
        (self.first..=self.last).collect()
    }
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

impl Estimate {
    /// The chosen stages; none where the series was refused.
    pub fn stage_spans(&self) -> Vec<StageSpan> {
        let (Some(_), Some(first), Some(last)) = (self.chosen, self.years.first(), self.years.last()) else {
            return Vec::new();
        };
        stage_spans(*first, *last, self.boundaries.iter().map(|b| b.year))
    }

    /// The chosen stages as rows of `stages.parquet`, each with the boundary at which it begins.
    pub fn stage_rows(&self) -> Vec<StageRow> {
        let boundaries = std::iter::once(None).chain(self.boundaries.iter().map(Some));
        let row = |(span, boundary): (StageSpan, Option<&Boundary>)| StageRow {
            stage: span.stage,
            first_year: span.first_year,
            last_year: span.last_year,
            verdict: self.verdict,
            probability: boundary.and_then(|b| b.probability),
            window_first: boundary.and_then(|b| b.window).map(|w| w.first),
            window_last: boundary.and_then(|b| b.window).map(|w| w.last),
            window_probability: boundary.and_then(|b| b.window).map(|w| w.probability),
        };
        self.stage_spans().into_iter().zip(boundaries).map(row).collect()
    }

    /// First years of the chosen stages but the first.
    pub fn boundary_years(&self) -> Vec<Year> {
        self.boundaries.iter().map(|b| b.year).collect()
    }

    /// P(a stage begins in `year`), over all numbers of stages.
    pub fn boundary_probability(&self, year: Year) -> Option<f64> {
        self.boundary_posterior.iter().find(|p| p.year == year).map(|p| p.probability)
    }

    /// Whether there are years, but too few for stages: a fact of the corpus and no fault of the run.
    pub fn has_too_few_years(&self) -> bool {
        (1..crate::estimate::FEWEST_YEARS).contains(&self.years.len())
    }

    /// The years in which a stage begins more likely than not, chosen or not.
    pub fn likely_years(&self) -> Vec<&BoundaryProbability> {
        self.boundary_posterior.iter().filter(|p| p.probability >= 0.5).collect()
    }

    /// The estimate about which nothing is said yet.
    pub(crate) fn empty(method: Method, years: &[Year], categories: &[String]) -> Self {
        Estimate {
            method,
            verdict: Verdict::Refused,
            reason: None,
            depth: Depth::Selection,
            phi: None,
            phi_raw: None,
            years: years.to_vec(),
            categories: categories.to_vec(),
            segmentations: Vec::new(),
            segmentations_on_trend: Vec::new(),
            chosen: None,
            boundaries: Vec::new(),
            stages_posterior: Vec::new(),
            boundary_posterior: Vec::new(),
            published: None,
            permutation: Vec::new(),
            serial: None,
            rivals: Vec::new(),
            drift: None,
            soft: None,
            leave_one_year: None,
            slopes: Vec::new(),
            trend_criterion: None,
            residual_autocorrelation: None,
            warnings: Vec::new(),
        }
    }
}

/// The stages that `boundaries` cut the years from `first` to `last` into.
pub fn stage_spans(first: Year, last: Year, boundaries: impl IntoIterator<Item = Year>) -> Vec<StageSpan> {
    let starts: Vec<Year> = std::iter::once(first).chain(boundaries).collect();
    let ends = starts[1..].iter().map(|y| y - 1).chain(std::iter::once(last));
    let spans = starts.iter().zip(ends).zip(1..);
    spans
        .map(|((first_year, last_year), stage)| StageSpan { stage, first_year: *first_year, last_year })
        .collect()
}
