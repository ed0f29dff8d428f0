//! Criteria for exact searches: the number of stages with the least criterion is chosen.

use crate::enumerate;
use libm::log;

/// qBIC = 2·C_K/φ̂ + (J·K + K − 1)·ln n. The parameters are J rates in each of K stages and K − 1
/// boundaries.
pub fn qbic(cost: f64, phi: f64, stages: usize, categories: usize, n: usize) -> f64 {
    let parameters = categories * stages + stages - 1;
    2.0 * cost / phi + parameters as f64 * log(n as f64)
}

/// The penalty of a boundary, in units of the Poisson cost, with which a penalised search minimises
/// [`qbic`]: φ̂·(J + 1)·ln n / 2.
pub fn qbic_penalty(phi: f64, categories: usize, n: usize) -> f64 {
    phi * (categories + 1) as f64 * log(n as f64) / 2.0
}

/// BIC of constant means with one variance, as strucchange computes it for J = 1:
/// nJ·(ln(RSS/nJ) + 1 + ln 2π) + (J·K + K − 1 + 1)·ln n.
pub fn gaussian_bic(residual: f64, stages: usize, categories: usize, n: usize) -> f64 {
    let cells = (n * categories) as f64;
    let parameters = (categories * stages + stages) as f64;
    // A perfect fit would have the criterion −∞, so the standard deviation is at least 10⁻⁹.
    let variance = (residual / cells).max(1e-18);
    cells * (log(variance) + 1.0 + log(2.0 * core::f64::consts::PI)) + parameters * log(n as f64)
}

/// Minus twice the log posterior of a segmentation whose `cost` is minus its log evidence, up to a
/// constant. The prior is that of the posterior: all numbers of stages are equally likely, and all
/// segmentations with as many stages.
pub fn evidence(cost: f64, n: usize, stages: usize, minimum_length: usize) -> f64 {
    2.0 * cost + 2.0 * log(enumerate::count(n, stages, minimum_length) as f64)
}
