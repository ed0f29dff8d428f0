//! Costs of measured values.

use super::before;
use crate::Values;
use crate::series::standard_deviation;

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
