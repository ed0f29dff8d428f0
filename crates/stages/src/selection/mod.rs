//! How many stages: overdispersion, and one rule for each method.

pub mod trend;

use crate::cost::Sums;
use crate::search::Segmentation;
use crate::{Series, enumerate};
use libm::log;

/// φ̂ = max(1, X²/(nJ − J·K)), with Pearson's X² of a fit with K stages, the largest tried.
pub fn overdispersion(series: &Series, sums: &Sums, fit: &Segmentation) -> f64 {
    let (n, categories) = (series.len(), series.categories.len());
    let residuals = pearson_residuals(series, sums, fit);
    let chi_squared: f64 = residuals.iter().flatten().map(|r| r * r).sum();
    let freedom = categories * n.saturating_sub(fit.starts.len() + 1);
    (chi_squared / freedom.max(1) as f64).max(1.0)
}

/// Pearson residuals (observed − expected)/√expected of constant rates in each stage; n × J, 0 where
/// nothing is expected.
pub fn pearson_residuals(series: &Series, sums: &Sums, fit: &Segmentation) -> Vec<Vec<f64>> {
    let n = series.len();
    let mut residuals = Vec::with_capacity(n);
    for (i, j) in fit.stages(n) {
        let e = sums.exposure(i, j);
        for t in i..j {
            let residual = |(k, s): (usize, f64)| {
                let expected = series.exposure[t] * s / e;
                if expected > 0.0 { (series.hits[t][k] - expected) / libm::sqrt(expected) } else { 0.0 }
            };
            residuals.push(sums.hits(i, j).enumerate().map(residual).collect());
        }
    }
    residuals
}

/// φ̂ of the shares: Pearson's X² of each year's counts against the shares of its stage, over
/// (n − K)·(J − 1), at least 1.
pub fn share_overdispersion(series: &Series, sums: &Sums, fit: &Segmentation) -> f64 {
    let (n, categories) = (series.len(), series.categories.len());
    let mut chi_squared = 0.0;
    for (i, j) in fit.stages(n) {
        let total: f64 = sums.hits(i, j).sum();
        for t in i..j {
            let of_year: f64 = series.hits[t].iter().sum();
            for (k, s) in sums.hits(i, j).enumerate() {
                let expected = of_year * s / total;
                if expected > 0.0 {
                    let off = series.hits[t][k] - expected;
                    chi_squared += off * off / expected;
                }
            }
        }
    }
    let freedom = categories.saturating_sub(1) * n.saturating_sub(fit.starts.len() + 1);
    (chi_squared / freedom.max(1) as f64).max(1.0)
}

/// qBIC = 2·C_K/φ̂ + (J·K + K − 1)·ln n.
pub fn qbic(cost: f64, phi: f64, stages: usize, categories: usize, n: usize) -> f64 {
    let parameters = categories * stages + stages - 1;
    2.0 * cost / phi + parameters as f64 * log(n as f64)
}

/// The price of one more boundary in units of the Poisson cost that makes a penalised search
/// minimise [`qbic`]: φ̂·(J + 1)·ln n / 2.
pub fn qbic_penalty(phi: f64, categories: usize, n: usize) -> f64 {
    phi * (categories + 1) as f64 * log(n as f64) / 2.0
}

/// BIC of constant means with one variance, as strucchange computes it for J = 1:
/// nJ·(ln(RSS/nJ) + 1 + ln 2π) + (J·K + K − 1 + 1)·ln n.
pub fn gaussian_bic(residual: f64, stages: usize, categories: usize, n: usize) -> f64 {
    let cells = (n * categories) as f64;
    let parameters = (categories * stages + stages) as f64;
    // A perfect fit is no infinite merit: nothing is measured to more than a billionth.
    let variance = (residual / cells).max(1e-18);
    cells * (log(variance) + 1.0 + log(2.0 * core::f64::consts::PI)) + parameters * log(n as f64)
}

/// Minus twice the log posterior of a segmentation whose `cost` is its minus log evidence, where
/// every number of stages, and then every segmentation, is equally likely beforehand.
pub fn evidence(cost: f64, n: usize, stages: usize, minimum_length: usize) -> f64 {
    2.0 * cost + 2.0 * log(enumerate::count(n, stages, minimum_length) as f64)
}

/// The broken-stick rule (Bennett 1996): `residuals[K − 1]` is the residual sum of squares of K
/// stages. Of the total, the K-th reduction is worth a boundary as long as it and all before it
/// exceed the K-th longest piece of a stick broken at random into n − 1.
///
/// Returns for each K ≥ 2 the expected piece less the reduction (below 0: worth it), and the number
/// of stages.
pub fn broken_stick(residuals: &[f64]) -> (Vec<f64>, usize) {
    let pieces = residuals.len().saturating_sub(1);
    let total = residuals.first().copied().unwrap_or(0.0);
    let mut shortfall = Vec::with_capacity(pieces);
    for split in 1..=pieces {
        let expected = (split..=pieces).map(|k| 1.0 / k as f64).sum::<f64>() * total / pieces as f64;
        shortfall.push(expected - (residuals[split - 1] - residuals[split]));
    }
    // Where nothing varies, nothing is worth a boundary.
    let worth = shortfall.iter().take_while(|s| **s < 0.0).count();
    (shortfall, if total > 0.0 { 1 + worth } else { 1 })
}

/// The elbow of a scree plot: `heights[K − 1]` is the height at which the mergers left K stages. The
/// K, at most `maximum`, whose point lies farthest below the line from the first to the last point.
/// Gries & Hilpert read it by eye; this is the common rule for it, and like the eye it never says
/// "one stage" unless nothing varies.
pub fn elbow(heights: &[f64], maximum: usize) -> usize {
    let (Some(first), Some(last)) = (heights.first(), heights.last()) else {
        return 1;
    };
    let mut best = (0.0, 0);
    for (at, height) in heights.iter().enumerate().take(maximum) {
        let line = first + (last - first) * at as f64 / (heights.len() - 1).max(1) as f64;
        if line - height > best.0 {
            best = (line - height, at);
        }
    }
    best.1 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_stick_keeps_what_stands_out() {
        // Of 12, a stick broken into 3 gives 7.33, 3.33, 1.33 on average.
        let (shortfall, stages) = broken_stick(&[12.0, 4.0, 1.0, 0.0]);
        assert_eq!(stages, 2); // reductions 8, 3, 1
        assert!((shortfall[0] + 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(broken_stick(&[0.0, 0.0, 0.0]).1, 1);
        assert_eq!(broken_stick(&[]).1, 1);
    }

    #[test]
    fn an_elbow_is_where_the_scree_ends() {
        assert_eq!(elbow(&[10.0, 6.0, 0.3, 0.2, 0.1, 0.0], 7), 3);
        assert_eq!(elbow(&[10.0, 6.0, 0.3, 0.2, 0.1, 0.0], 2), 2);
        assert_eq!(elbow(&[0.0, 0.0, 0.0], 7), 1);
    }
}
