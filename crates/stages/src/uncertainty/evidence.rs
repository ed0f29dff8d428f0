//! The evidence of one stage: its counts, whatever its rates.

use crate::Series;
use crate::cost::Sums;
use libm::{lgamma, log};

/// Prior and tempering.
#[derive(Debug, Clone)]
pub struct Prior {
    /// Shape a of the Gamma prior.
    pub shape: f64,
    /// Rate b of the Gamma prior, one for each category.
    pub rates: Vec<f64>,
    /// φ̂: the likelihood is raised to the power 1/φ̂.
    pub phi: f64,
}

impl Prior {
    /// The method's own: a = 0.5 and b = a / mean rate of the category.
    pub fn of(series: &Series, sums: &Sums, phi: f64) -> Self {
        let n = series.len();
        let e = sums.exposure(0, n);
        let shape = 0.5;
        Prior { shape, rates: sums.hits(0, n).map(|s| shape * e / s).collect(), phi }
    }
}

/// The evidence of counts with a constant rate in a stage, and a Gamma prior on it.
pub(crate) struct Gamma {
    shape: f64,
    phi: f64,
    /// For each category its b, and the terms that are the same for every stage.
    rates: Vec<(f64, f64)>,
}

impl Gamma {
    pub fn new(prior: &Prior) -> Self {
        let a = prior.shape;
        let rates = prior.rates.iter().map(|b| (*b, a * log(*b) - lgamma(a))).collect();
        Gamma { shape: a, phi: prior.phi, rates }
    }

    /// Σ over categories of the terms of each year that no segmentation changes:
    /// (y·ln E − lnΓ(y + 1))/φ.
    pub fn data_terms(&self, series: &Series) -> Vec<f64> {
        (0..series.len()).map(|t| self.data_term(&series.hits[t], series.exposure[t])).collect()
    }

    /// The terms of one year.
    pub fn data_term(&self, hits: &[f64], exposure: f64) -> f64 {
        let ln_e = log(exposure);
        hits.iter().map(|y| (y * ln_e - lgamma(y + 1.0)) / self.phi).sum()
    }

    /// The log evidence of a stage with these hits of each category, this exposure, and this sum of
    /// its years' terms.
    pub fn log_marginal(&self, hits: impl Iterator<Item = f64>, exposure: f64, data: f64) -> f64 {
        let e = exposure / self.phi;
        let of_category = |(k, s): (usize, f64)| self.of_category(k, s, self.ln_gamma(s), e);
        hits.enumerate().map(of_category).sum::<f64>() + data
    }

    /// lnΓ of the posterior shape after `s` hits: the dear part that exposure does not change.
    pub fn ln_gamma(&self, s: f64) -> f64 {
        lgamma(self.shape + s / self.phi)
    }

    /// The evidence of `s` hits of category `k`, with their [`Gamma::ln_gamma`], at exposure `e`/φ̂.
    pub fn of_category(&self, k: usize, s: f64, ln_gamma: f64, e: f64) -> f64 {
        let (b, constant) = self.rates[k];
        constant + ln_gamma - (self.shape + s / self.phi) * log(b + e)
    }

    /// φ̂.
    pub fn phi(&self) -> f64 {
        self.phi
    }
}

/// Sums of the values before each position.
pub(crate) fn before(values: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let sums = values.iter().map(|value| {
        sum += value;
        sum
    });
    std::iter::once(0.0).chain(sums).collect()
}
