//! Costs of measured values.

use super::prefix_sums;
use crate::Values;
use crate::series::standard_deviation;

/// Sums of values and of their squares over any run of years, in constant time.
#[derive(Debug, Clone)]
pub struct Squares {
    /// For each category: prefix sums of the values less their overall mean, and of their squares.
    categories: Vec<(Vec<f64>, Vec<f64>)>,
}

impl Squares {
    /// Prefix sums of `values`.
    pub fn new(values: &Values) -> Self {
        let category = |k: usize| {
            let column = || values.values.iter().map(move |year| year[k]);
            // Squares of large values lose the digits of small differences; those of deviations do not.
            let mean = column().sum::<f64>() / values.values.len().max(1) as f64;
            let deviations = || column().map(move |v| v - mean);
            (prefix_sums(deviations()), prefix_sums(deviations().map(|v| v * v)))
        };
        Squares { categories: (0..values.categories.len()).map(category).collect() }
    }

    /// For each category the sum, over years `i..j`, of the values less their overall mean.
    pub fn sums(&self, i: usize, j: usize) -> impl Iterator<Item = f64> {
        self.categories.iter().map(move |(sums, _)| sums[j] - sums[i])
    }

    /// The cost of years `i..j` as one stage with constant means: the residual sum of squares over
    /// all categories.
    pub fn residual(&self, i: usize, j: usize) -> f64 {
        let n = (j - i) as f64;
        let of_category = |(sums, squares): &(Vec<f64>, Vec<f64>)| {
            let sum = sums[j] - sums[i];
            // Rounding may leave a number just below 0.
            (squares[j] - squares[i] - sum * sum / n).max(0.0)
        };
        self.categories.iter().map(of_category).sum()
    }
}

/// The cost of years `i..j` in VNC: their sample standard deviation, summed over the categories.
pub fn spread(values: &Values, i: usize, j: usize) -> f64 {
    (0..values.categories.len())
        .map(|k| standard_deviation(&values.values[i..j].iter().map(|year| year[k]).collect::<Vec<_>>()))
        .sum()
}
