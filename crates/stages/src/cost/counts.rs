//! Costs of counts with exposure.

use super::prefix_sums;
use crate::Series;
use libm::{lgamma, log};
use std::sync::LazyLock;

/// Sums of counts over any run of years, in constant time: differences of prefix sums.
#[derive(Debug, Clone)]
pub struct Sums {
    /// `hits[k][t]`: hits of category k before year t.
    hits: Vec<Vec<f64>>,
    /// `exposure[t]`: exposure before year t.
    exposure: Vec<f64>,
}

impl Sums {
    /// Prefix sums of `series`.
    pub fn new(series: &Series) -> Self {
        Sums {
            hits: (0..series.categories.len())
                .map(|k| prefix_sums(series.hits.iter().map(|year| year[k])))
                .collect(),
            exposure: prefix_sums(series.exposure.iter().copied()),
        }
    }

    /// Hits of each category in years `i..j`.
    pub fn hits(&self, i: usize, j: usize) -> impl Iterator<Item = f64> {
        self.hits.iter().map(move |sums| sums[j] - sums[i])
    }

    /// Exposure of years `i..j`.
    pub fn exposure(&self, i: usize, j: usize) -> f64 {
        self.exposure[j] - self.exposure[i]
    }
}

/// The quasi-Poisson cost of years `i..j` as one stage with a constant rate for each category,
/// METHOD §2.1: −Σ_k \[S_k·ln(S_k/e) − S_k\], S_k hits and e exposure of the stage, 0·ln 0 = 0.
/// It is the negative log-likelihood without the terms that no segmentation changes.
pub fn poisson(sums: &Sums, i: usize, j: usize) -> f64 {
    poisson_at(sums, i, j, log(sums.exposure(i, j)))
}

/// [`poisson`] with the logarithm of the exposure given: replicates that change only counts keep it.
pub fn poisson_at(sums: &Sums, i: usize, j: usize, ln_exposure: f64) -> f64 {
    let (mut all, mut gain) = (0.0, 0.0);
    for s in sums.hits(i, j) {
        all += s;
        gain += s_ln_s(s);
    }
    all * (ln_exposure + 1.0) - gain
}

/// s·ln s of whole counts below this is kept in a table (128 kB). Replicates compute the cost of
/// millions of runs of years, and most runs hold fewer hits.
const TABLE_LENGTH: usize = 1 << 14;

/// s·ln s of a count, 0 for 0. A count that is not whole (from a series file) is computed.
fn s_ln_s(s: f64) -> f64 {
    static TABLE: LazyLock<Vec<f64>> =
        LazyLock::new(|| (0..TABLE_LENGTH).map(|s| computed(s as f64)).collect());
    fn computed(s: f64) -> f64 {
        if s > 0.0 { s * log(s) } else { 0.0 }
    }
    let whole = s as usize;
    if whole < TABLE_LENGTH && whole as f64 == s { TABLE[whole] } else { computed(s) }
}

/// The multinomial cost of years `i..j` as one stage with constant shares of the categories, S hits
/// in all: −Σ_k S_k·ln(S_k/S). The totals of the years are free.
pub fn multinomial(sums: &Sums, i: usize, j: usize) -> f64 {
    let total: f64 = sums.hits(i, j).sum();
    let gain = |s: f64| if s > 0.0 { s * log(s / total) } else { 0.0 };
    -sums.hits(i, j).map(gain).sum::<f64>()
}

/// The Dirichlet-multinomial cost of years `i..j` as one stage: minus the log evidence of constant
/// shares with a Dirichlet(½, …, ½) prior (Jeffreys), the counts divided by φ̂.
pub fn dirichlet(sums: &Sums, phi: f64, i: usize, j: usize) -> f64 {
    const PRIOR: f64 = 0.5;
    let (mut total, mut categories, mut gain) = (0.0, 0.0, 0.0);
    for s in sums.hits(i, j) {
        let s = s / phi;
        gain += lgamma(PRIOR + s) - lgamma(PRIOR);
        total += s;
        categories += PRIOR;
    }
    -(gain + lgamma(categories) - lgamma(categories + total))
}
