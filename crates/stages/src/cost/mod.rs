//! The cost of a run of years as one stage: the less alike its years are, the higher.

mod counts;
mod values;

pub use counts::{Sums, dirichlet, multinomial, poisson, poisson_runs, saturated};
pub use values::{Squares, spread};

/// Prefix sums, beginning with 0: entry t is the sum of the values before t.
pub(crate) fn prefix_sums(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sums = vec![0.0];
    let mut sum = 0.0;
    for value in values {
        sum += value;
        sums.push(sum);
    }
    sums
}
