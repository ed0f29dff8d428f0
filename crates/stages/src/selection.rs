//! How many stages: overdispersion and the criterion, METHOD §2.3–2.4.

use crate::Series;
use crate::cost::Sums;
use crate::search::Segmentation;
use libm::log;

/// φ̂ = max(1, X²/(nJ − J·K)), with Pearson's X² of a fit with K stages, the largest tried.
pub fn overdispersion(series: &Series, sums: &Sums, fit: &Segmentation) -> f64 {
    let (n, categories) = (series.len(), series.categories.len());
    let mut chi_squared = 0.0;
    for (i, j) in fit.stages(n) {
        let e = sums.exposure(i, j);
        for (k, s) in sums.hits(i, j).enumerate() {
            for t in i..j {
                let expected = series.exposure[t] * s / e;
                if expected > 0.0 {
                    let off = series.hits[t][k] - expected;
                    chi_squared += off * off / expected;
                }
            }
        }
    }
    let freedom = categories * n.saturating_sub(fit.starts.len() + 1);
    (chi_squared / freedom.max(1) as f64).max(1.0)
}

/// qBIC = 2·C_K/φ̂ + (J·K + K − 1)·ln n.
pub fn qbic(cost: f64, phi: f64, stages: usize, categories: usize, n: usize) -> f64 {
    let parameters = categories * stages + stages - 1;
    2.0 * cost / phi + parameters as f64 * log(n as f64)
}
