//! What a verdict rests on.

use nianlun_types::Year;
use serde::{Deserialize, Serialize};

/// A test of a number of stages against more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PermutationLevel {
    /// Number of stages tested.
    pub stages: usize,
    /// The gain of more stages, in units of what qBIC charges for them.
    pub statistic: f64,
    /// How often as large a gain comes from the same years in random order.
    pub p: f64,
}

/// Whether neighbouring years are alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Serial {
    /// How often neighbours are as alike in random order.
    pub p: f64,
}

/// The score of something that could have made the counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RivalScore {
    /// `one stage`, `steps`, `steps on a trend`, `curve`.
    pub name: String,
    /// 2C/φ* + parameters·ln n.
    pub score: f64,
}

/// Whether drift of the same size looks as much like stages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DriftTest {
    /// Share of simulated drifts that look at least as much like stages; for steps on a trend the larger share of
    /// drift alone and drift on a trend.
    pub p: f64,
    /// The largest share where each category drifts by an sd of its own; nothing where one sd does for all. The
    /// verdict goes by the larger of the two.
    #[serde(default)]
    pub p_own: Option<f64>,
    /// r, the share of the drift that the categories have in common.
    pub common: f64,
    /// The share for drift on a trend; nothing where the steps stand on none.
    #[serde(default)]
    pub p_on_trend: Option<f64>,
    /// Share of drawn steps that look as much like drift; nothing where it was not needed.
    #[serde(default)]
    pub p_steps: Option<f64>,
}

/// Whether the transitions take several years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Softness {
    /// Share of sharp steps, drawn anew, whose transitions look as soft.
    pub p: f64,
    /// The same with boundaries merged that are at most three years apart and change the rates the same way;
    /// nothing where there are none such. The verdict goes by the smaller of the two.
    #[serde(default)]
    pub p_merged: Option<f64>,
}

impl DriftTest {
    /// What the verdict goes by.
    pub fn largest(&self) -> f64 {
        self.p.max(self.p_own.unwrap_or(0.0))
    }
}

impl Softness {
    /// What the verdict goes by.
    pub fn smallest(&self) -> f64 {
        self.p.min(self.p_merged.unwrap_or(1.0))
    }
}

/// The case for more than one stage without a single year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeaveOneYear {
    /// The year.
    pub year: Year,
    /// The gain of more than one stage without it.
    pub statistic: f64,
    /// The gain that one in twenty random orders reaches.
    pub threshold: f64,
}
