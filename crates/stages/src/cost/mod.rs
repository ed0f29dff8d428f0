//! What it costs to call a run of years one stage.

mod counts;
mod values;

pub use counts::{Sums, dirichlet, multinomial, poisson, poisson_at};
pub use values::{Squares, spread};

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
