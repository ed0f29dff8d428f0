//! Drift fitted to the counts, METHOD §2.4.1: one λ for all categories, chosen by restricted likelihood.

use super::category::{Category, Place};
use super::walk::Precision;
use crate::Cells;
use libm::log;

/// λ = φ/s²: from a walk as large as the noise to none at all.
pub(super) const LAMBDAS: [f64; 14] =
    [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0, 8192.0, 1e6];
/// The least sum of squares whose logarithm is taken.
const LEAST_SQUARES: f64 = 1e-9;

/// The drift that explains the counts best.
#[derive(Debug, Clone, PartialEq)]
pub struct DriftFit {
    /// (nJ − pJ)·ln SS + Σ_j \[ln|W + λQ| + ln|A| − n·ln λ − ln|Q|\].
    pub score: f64,
    /// λ of each category: one for all, but in the null of [`super::own`].
    pub lambdas: Vec<f64>,
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
    /// s² = φ_d/λ of category `k`, the variance of a year's innovation.
    pub fn variance(&self, k: usize) -> f64 {
        self.phi / self.lambdas[k]
    }
}

/// The optimum of every category for every λ of the grid.
pub struct Table {
    n: usize,
    /// p: parameters of the line of each category.
    parameters: usize,
    /// `categories[k][l]`: category k at λ number l.
    pub(super) categories: Vec<Vec<Fitted>>,
}

/// A category at one λ.
pub(super) struct Fitted {
    /// SS_j: deviance + λ·u'Qu.
    pub squares: f64,
    /// ln|W + λQ| + ln|A| − n·ln λ − ln|Q|.
    pub determinants: f64,
    place: Place,
}

impl Table {
    /// Fits every category; `slopes` says whether each has a log-linear slope beside its walk.
    pub fn new(cells: &Cells, slopes: bool) -> Self {
        let (n, parameters) = (cells.len(), if slopes { 2 } else { 1 });
        let x = cells.scaled_years();
        let q = Precision::of(&cells.years);
        let of_category = |k: usize| -> Vec<Fitted> {
            let category = Category::of(cells, k, &x, &q, parameters);
            let mut place = category.start();
            // From the stiffest walk on: each optimum is near the last.
            let stiffest_first = LAMBDAS.into_iter().rev().map(|lambda| {
                let optimum = category.optimise(lambda, &mut place);
                let determinants = optimum.log_determinants - n as f64 * log(lambda) - q.log_determinant;
                Fitted { squares: optimum.deviance, determinants, place: place.clone() }
            });
            let mut fitted: Vec<Fitted> = stiffest_first.collect();
            fitted.reverse();
            fitted
        };
        Table { n, parameters, categories: (0..cells.categories).map(of_category).collect() }
    }

    /// nJ − pJ.
    fn freedom(&self) -> f64 {
        ((self.n - self.parameters) * self.categories.len()) as f64
    }

    /// The score of a choice of λ for each category, from its sums.
    pub(super) fn score(&self, squares: f64, determinants: f64) -> f64 {
        self.freedom() * log(squares.max(LEAST_SQUARES)) + determinants
    }

    /// The λ number with the least score, one for all categories; the stiffest of equal ones.
    pub(super) fn shared(&self) -> (usize, f64) {
        let score = |l: usize| {
            let squares = self.categories.iter().map(|category| category[l].squares).sum();
            self.score(squares, self.categories.iter().map(|category| category[l].determinants).sum())
        };
        let numbers = (0..LAMBDAS.len()).rev().map(|l| (l, score(l)));
        numbers.fold((0, f64::INFINITY), |best, next| if next.1 < best.1 { next } else { best })
    }

    /// The fit with these λ numbers, one for each category.
    pub(super) fn fit(&self, numbers: &[usize], score: f64) -> DriftFit {
        let chosen: Vec<&Fitted> = self.categories.iter().zip(numbers).map(|(all, l)| &all[*l]).collect();
        let categories = chosen.len();
        let mut means = vec![0.0; self.n * categories];
        for (k, fitted) in chosen.iter().enumerate() {
            for (t, mean) in fitted.place.means.iter().enumerate() {
                means[t * categories + k] = *mean;
            }
        }
        DriftFit {
            score,
            lambdas: numbers.iter().map(|l| LAMBDAS[*l]).collect(),
            phi: chosen.iter().map(|fitted| fitted.squares).sum::<f64>() / self.freedom(),
            phis: chosen.iter().map(|f| f.squares / (self.n - self.parameters) as f64).collect(),
            slopes: chosen.iter().map(|fitted| fitted.place.line[1]).collect(),
            means,
        }
    }
}

/// Fits drift to `cells`, with one λ; `slopes` says whether each category has a log-linear slope beside its walk.
pub fn fit(cells: &Cells, slopes: bool) -> DriftFit {
    let table = Table::new(cells, slopes);
    let (number, score) = table.shared();
    table.fit(&vec![number; cells.categories], score)
}
