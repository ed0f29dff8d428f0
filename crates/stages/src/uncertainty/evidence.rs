//! The evidence of a stage: the probability of its counts, over all rates that the stage may have.
//!
//! A stage of years `i..j` has S hits of a category and exposure E. With a Gamma(a, b) prior on the
//! rate and the Poisson likelihood raised to the power 1/φ, the integral over the rate is
//!
//! ```text
//! b^a/Γ(a) · Γ(a + S/φ)/(b + E/φ)^(a + S/φ) · Π_t (E_t^y_t/y_t!)^(1/φ)
//! ```
//!
//! The first factor is the same for every stage. The last is a product over years, the *data term*:
//! no segmentation changes it. Categories multiply.

use crate::Cells;
use crate::cost::{Sums, prefix_sums};
use crate::search::Runs;
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
    /// The prior of METHOD §2.5, worth half a hit: a = 0.5 and b = a / mean rate of the category.
    pub fn around_mean_rates(cells: &Cells, phi: f64) -> Self {
        let shape = 0.5;
        let rate = |k: usize| shape * cells.exposure_of(k).sum::<f64>() / cells.hits_of(k).sum::<f64>();
        Prior { shape, rates: (0..cells.categories).map(rate).collect(), phi }
    }
}

/// The log evidence of every run of at least `minimum_length` years as one stage.
pub(crate) fn log_evidences(cells: &Cells, prior: &Prior, minimum_length: usize) -> Runs {
    let (gamma, sums) = (Gamma::new(prior), Sums::new(cells));
    let data = gamma.data_sums(cells);
    Runs::new(cells.len(), minimum_length, |i, j| {
        gamma.log_evidence(sums.hits(i, j), sums.exposure(i, j), data[j] - data[i])
    })
}

/// A [`Prior`] with its logarithms computed.
pub(crate) struct Gamma {
    shape: f64,
    phi: f64,
    /// For each category b and ln(b^a/Γ(a)).
    rates: Vec<(f64, f64)>,
}

impl Gamma {
    pub fn new(prior: &Prior) -> Self {
        let a = prior.shape;
        let rates = prior.rates.iter().map(|b| (*b, a * log(*b) - lgamma(a))).collect();
        Gamma { shape: a, phi: prior.phi, rates }
    }

    /// Prefix sums of the data terms of all years.
    pub fn data_sums(&self, cells: &Cells) -> Vec<f64> {
        let years = cells.hits.chunks(cells.categories).zip(cells.exposure.chunks(cells.categories));
        prefix_sums(years.map(|(hits, exposure)| self.data_term(hits, exposure)))
    }

    /// The data term of one year: Σ over categories of (y·ln E − lnΓ(y + 1))/φ.
    pub fn data_term(&self, hits: &[f64], exposure: &[f64]) -> f64 {
        let of_category = |(y, e): (&f64, &f64)| (y * log(*e) - lgamma(y + 1.0)) / self.phi;
        hits.iter().zip(exposure).map(of_category).sum()
    }

    /// The log evidence of a stage with these hits and this exposure of each category, and this sum of its
    /// years' data terms.
    pub fn log_evidence(
        &self,
        hits: impl Iterator<Item = f64>,
        exposure: impl Iterator<Item = f64>,
        data: f64,
    ) -> f64 {
        let of_category =
            |(k, (s, e)): (usize, (f64, f64))| self.log_evidence_of_category(k, s, e, self.ln_gamma(s));
        hits.zip(exposure).enumerate().map(of_category).sum::<f64>() + data
    }

    /// lnΓ(a + s/φ): the expensive part of the evidence. It does not depend on the exposure, so it can be
    /// kept while the exposure changes.
    pub fn ln_gamma(&self, s: f64) -> f64 {
        lgamma(self.shape + s / self.phi)
    }

    /// The log evidence, without data terms, of `s` hits of category `k` at exposure `e`; `ln_gamma` is
    /// [`Gamma::ln_gamma`] of `s`.
    pub fn log_evidence_of_category(&self, k: usize, s: f64, e: f64, ln_gamma: f64) -> f64 {
        let (b, constant) = self.rates[k];
        constant + ln_gamma - (self.shape + s / self.phi) * log(b + e / self.phi)
    }
}
