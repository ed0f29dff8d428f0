//! Costs of counts with exposure.

use crate::Cells;
use crate::search::Runs;
use libm::{lgamma, log};

/// Sums of counts over any run of years, in constant time: differences of prefix sums.
#[derive(Debug, Clone)]
pub struct Sums {
    categories: usize,
    /// Hits of category k before year t at `t·J + k`.
    hits: Vec<f64>,
    /// Exposure of category k before year t, at the same place.
    exposure: Vec<f64>,
}

impl Sums {
    /// Prefix sums of `cells`.
    pub fn new(cells: &Cells) -> Self {
        let categories = cells.categories;
        Sums {
            categories,
            hits: prefix_rows(&cells.hits, categories),
            exposure: prefix_rows(&cells.exposure, categories),
        }
    }

    /// Hits of each category in years `i..j`.
    pub fn hits(&self, i: usize, j: usize) -> impl Iterator<Item = f64> {
        difference(&self.hits, self.categories, i, j)
    }

    /// Exposure of each category in years `i..j`.
    pub fn exposure(&self, i: usize, j: usize) -> impl Iterator<Item = f64> {
        difference(&self.exposure, self.categories, i, j)
    }
}

/// Prefix sums of rows of `columns` numbers, beginning with a row of zeros.
fn prefix_rows(rows: &[f64], columns: usize) -> Vec<f64> {
    let mut sums = vec![0.0; columns];
    for at in 0..rows.len() {
        sums.push(sums[at] + rows[at]);
    }
    sums
}

/// Row `j` of the prefix sums less row `i`.
fn difference(sums: &[f64], columns: usize, i: usize, j: usize) -> impl Iterator<Item = f64> {
    let before = &sums[i * columns..(i + 1) * columns];
    let after = &sums[j * columns..(j + 1) * columns];
    after.iter().zip(before).map(|(after, before)| after - before)
}

/// The quasi-Poisson cost of years `i..j` as one stage with a constant rate for each category,
/// METHOD §2.1: −Σ_k \[S_k·ln(S_k/e_k) − S_k\], S_k hits and e_k exposure of the stage, 0·ln 0 = 0.
/// It is the negative log-likelihood without the terms that no segmentation changes.
pub fn poisson(sums: &Sums, i: usize, j: usize) -> f64 {
    let of_category = |(s, e): (f64, f64)| if s > 0.0 { s - s * log(s / e) } else { 0.0 };
    sums.hits(i, j).zip(sums.exposure(i, j)).map(of_category).sum()
}

/// [`poisson`] of every run of at least `minimum_length` years.
pub fn poisson_runs(cells: &Cells, minimum_length: usize) -> Runs {
    let sums = Sums::new(cells);
    Runs::new(cells.len(), minimum_length, |i, j| poisson(&sums, i, j))
}

/// The cost of a stage for every year: Σ y − y·ln(y/e) over the cells. No fit costs less.
pub fn saturated(cells: &Cells) -> f64 {
    let of_cell = |(y, e): (&f64, &f64)| if *y > 0.0 { y - y * log(y / e) } else { 0.0 };
    cells.hits.iter().zip(&cells.exposure).map(of_cell).sum()
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
