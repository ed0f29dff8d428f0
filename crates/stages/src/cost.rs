//! What it costs to call a run of years one stage.

use crate::Series;
use libm::log;

/// Sums over any run of years in constant time.
#[derive(Debug, Clone)]
pub struct Sums {
    /// `hits[k][t]`: hits of category k before year t.
    hits: Vec<Vec<f64>>,
    exposure: Vec<f64>,
}

impl Sums {
    /// Prefix sums of `series`.
    pub fn new(series: &Series) -> Self {
        let before = |values: &mut dyn Iterator<Item = f64>| {
            let mut sums = vec![0.0];
            let mut sum = 0.0;
            for value in values {
                sum += value;
                sums.push(sum);
            }
            sums
        };
        Sums {
            hits: (0..series.categories.len())
                .map(|k| before(&mut series.hits.iter().map(|year| year[k])))
                .collect(),
            exposure: before(&mut series.exposure.iter().copied()),
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
    let e = sums.exposure(i, j);
    let gain = |s: f64| if s > 0.0 { s * log(s / e) - s } else { 0.0 };
    -sums.hits(i, j).map(gain).sum::<f64>()
}
