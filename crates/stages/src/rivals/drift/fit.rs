//! Drift fitted to the counts, METHOD §2.4.1: one λ for all categories, chosen by restricted likelihood.

use super::category::{Category, Place};
use super::walk::Precision;
use crate::Cells;
use libm::log;

/// λ = φ/s²: from a walk as large as the noise to none at all.
const LAMBDAS: [f64; 14] =
    [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0, 8192.0, 1e6];
/// The least sum of squares whose logarithm is taken.
const LEAST_SQUARES: f64 = 1e-9;

/// The drift that explains the counts best.
#[derive(Debug, Clone, PartialEq)]
pub struct DriftFit {
    /// (nJ − pJ)·ln SS + Σ_j \[ln|W + λQ| + ln|A| − n·ln λ − ln|Q|\].
    pub score: f64,
    /// λ.
    pub lambda: f64,
    /// φ_d = SS/(nJ − pJ); φ cancels from the optimum, so none has to be guessed beforehand.
    pub phi: f64,
    /// φ_j = SS_j/(n − p) of each category.
    pub phis: Vec<f64>,
    /// Slope of each category; 0 without slopes.
    pub slopes: Vec<f64>,
    /// The mean of each cell; n × J.
    pub means: Vec<f64>,
}

impl DriftFit {
    /// s² = φ_d/λ, the variance of a year's innovation.
    pub fn variance(&self) -> f64 {
        self.phi / self.lambda
    }
}

/// Fits drift to `cells`; `slopes` says whether each category has a log-linear slope beside its walk.
pub fn fit(cells: &Cells, slopes: bool) -> DriftFit {
    let (n, parameters) = (cells.len(), if slopes { 2 } else { 1 });
    let x = cells.scaled_years();
    let q = Precision::of(&cells.years);
    let categories: Vec<Category<'_>> =
        (0..cells.categories).map(|k| Category::of(cells, k, &x, &q, parameters)).collect();
    let mut places: Vec<Place> = categories.iter().map(Category::start).collect();
    let freedom = ((n - parameters) * cells.categories) as f64;

    let mut best = Best { score: f64::INFINITY, lambda: 0.0, squares: vec![], places: places.clone() };
    // From the stiffest walk on: each optimum is near the last.
    for lambda in LAMBDAS.into_iter().rev() {
        let mut squares = Vec::with_capacity(categories.len());
        let mut determinants = 0.0;
        for (category, place) in categories.iter().zip(&mut places) {
            let optimum = category.optimise(lambda, place);
            squares.push(optimum.deviance);
            determinants += optimum.log_determinants - n as f64 * log(lambda) - q.log_determinant;
        }
        let score = freedom * log(squares.iter().sum::<f64>().max(LEAST_SQUARES)) + determinants;
        if score < best.score {
            best = Best { score, lambda, squares, places: places.clone() };
        }
    }
    best.describe(cells, parameters, freedom)
}

/// The λ with the least score so far.
struct Best {
    score: f64,
    lambda: f64,
    /// SS_j.
    squares: Vec<f64>,
    places: Vec<Place>,
}

impl Best {
    fn describe(self, cells: &Cells, parameters: usize, freedom: f64) -> DriftFit {
        let mut means = vec![0.0; cells.hits.len()];
        for (k, place) in self.places.iter().enumerate() {
            for (t, mean) in place.means.iter().enumerate() {
                means[cells.at(t, k)] = *mean;
            }
        }
        DriftFit {
            score: self.score,
            lambda: self.lambda,
            phi: self.squares.iter().sum::<f64>() / freedom,
            phis: self.squares.iter().map(|s| s / (cells.len() - parameters) as f64).collect(),
            slopes: self.places.iter().map(|place| place.line[1]).collect(),
            means,
        }
    }
}
