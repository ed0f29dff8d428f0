//! What it costs to call a run of years one stage.

use crate::series::standard_deviation;
use crate::{Series, Values};
use libm::{lgamma, log};
use std::sync::LazyLock;

/// Sums of counts over any run of years in constant time.
#[derive(Debug, Clone)]
pub struct Sums {
    /// `hits[k][t]`: hits of category k before year t.
    hits: Vec<Vec<f64>>,
    exposure: Vec<f64>,
}

/// Running sums, beginning with 0.
fn before(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sums = vec![0.0];
    let mut sum = 0.0;
    for value in values {
        sum += value;
        sums.push(sum);
    }
    sums
}

impl Sums {
    /// Prefix sums of `series`.
    pub fn new(series: &Series) -> Self {
        Sums {
            hits: (0..series.categories.len())
                .map(|k| before(series.hits.iter().map(|year| year[k])))
                .collect(),
            exposure: before(series.exposure.iter().copied()),
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

/// [`poisson`], where the logarithm of the exposure is known.
pub fn poisson_at(sums: &Sums, i: usize, j: usize, ln_exposure: f64) -> f64 {
    let (mut all, mut gain) = (0.0, 0.0);
    for s in sums.hits(i, j) {
        all += s;
        gain += s_ln_s(s);
    }
    all * (ln_exposure + 1.0) - gain
}

/// Counts whose logarithm is looked up: replicates price millions of runs of years, and most hold
/// fewer hits than this.
const LOOKED_UP: usize = 1 << 14;

/// s·ln s of a count, 0 for 0.
fn s_ln_s(s: f64) -> f64 {
    static KNOWN: LazyLock<Vec<f64>> = LazyLock::new(|| (0..LOOKED_UP).map(|s| computed(s as f64)).collect());
    fn computed(s: f64) -> f64 {
        if s > 0.0 { s * log(s) } else { 0.0 }
    }
    let whole = s as usize;
    if whole < LOOKED_UP && whole as f64 == s { KNOWN[whole] } else { computed(s) }
}

/// The multinomial cost of years `i..j`: constant shares of the categories, whatever the totals.
/// −Σ_k S_k·ln(S_k/S).
pub fn multinomial(sums: &Sums, i: usize, j: usize) -> f64 {
    let total: f64 = sums.hits(i, j).sum();
    let gain = |s: f64| if s > 0.0 { s * log(s / total) } else { 0.0 };
    -sums.hits(i, j).map(gain).sum::<f64>()
}

/// The Dirichlet-multinomial cost of years `i..j`: minus the log evidence of one set of shares, with
/// a Dirichlet(½, …, ½) prior (Jeffreys), the counts divided by φ̂.
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

/// Sums of values and of their squares over any run of years in constant time.
#[derive(Debug, Clone)]
pub struct Squares {
    /// For each category: sums, and sums of squares, of the values less their mean.
    sums: Vec<(Vec<f64>, Vec<f64>)>,
}

impl Squares {
    /// Prefix sums of `values`.
    pub fn new(values: &Values) -> Self {
        let category = |k: usize| {
            let column = || values.values.iter().map(move |year| year[k]);
            // Taken from the mean, so that large values lose no digits.
            let mean = column().sum::<f64>() / values.values.len().max(1) as f64;
            let off = || column().map(move |v| v - mean);
            (before(off()), before(off().map(|v| v * v)))
        };
        Squares { sums: (0..values.categories.len()).map(category).collect() }
    }

    /// Sum of the values of each category in years `i..j`, less as many times its overall mean.
    pub fn sums(&self, i: usize, j: usize) -> impl Iterator<Item = f64> {
        self.sums.iter().map(move |(sums, _)| sums[j] - sums[i])
    }

    /// The cost of years `i..j` as one stage with constant means: the residual sum of squares over
    /// all categories.
    pub fn residual(&self, i: usize, j: usize) -> f64 {
        let n = (j - i) as f64;
        let one = |(sums, squares): &(Vec<f64>, Vec<f64>)| {
            let sum = sums[j] - sums[i];
            (squares[j] - squares[i] - sum * sum / n).max(0.0)
        };
        self.sums.iter().map(one).sum()
    }
}

/// The spread of years `i..j`, as VNC measures it: the sample standard deviation, summed over the
/// categories.
pub fn spread(values: &Values, i: usize, j: usize) -> f64 {
    (0..values.categories.len())
        .map(|k| standard_deviation(&values.values[i..j].iter().map(|year| year[k]).collect::<Vec<_>>()))
        .sum()
}
