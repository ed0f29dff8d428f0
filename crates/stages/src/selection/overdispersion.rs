//! Overdispersion φ̂: how much more the counts vary than Poisson counts would.

use crate::Series;
use crate::cost::Sums;
use crate::search::{Segmentation, stages};
use libm::sqrt;

/// φ̂ = max(1, X²/(nJ − J·K)), with Pearson's X² of a fit with K stages. The fit with most stages
/// leaves least of the stages' own differences in X².
pub fn overdispersion(series: &Series, sums: &Sums, fit: &Segmentation) -> f64 {
    let (n, categories) = (series.len(), series.categories.len());
    let residuals = pearson_residuals(series, sums, fit);
    let chi_squared: f64 = residuals.iter().flatten().map(|r| r * r).sum();
    let freedom = categories * n.saturating_sub(fit.stage_count());
    (chi_squared / freedom.max(1) as f64).max(1.0)
}

/// The mean count of each cell under constant rates in each of the stages that `starts` begins; n × J.
pub(crate) fn expected_counts(series: &Series, sums: &Sums, starts: &[usize]) -> Vec<Vec<f64>> {
    let mut expected = Vec::with_capacity(series.len());
    for (i, j) in stages(starts, series.len()) {
        let e = sums.exposure(i, j);
        for exposure in &series.exposure[i..j] {
            expected.push(sums.hits(i, j).map(|s| exposure * s / e).collect());
        }
    }
    expected
}

/// Pearson residuals (observed − expected)/√expected of constant rates in each stage; n × J, 0 where
/// nothing is expected.
pub fn pearson_residuals(series: &Series, sums: &Sums, fit: &Segmentation) -> Vec<Vec<f64>> {
    let residual = |(observed, expected): (&f64, f64)| {
        if expected > 0.0 { (observed - expected) / sqrt(expected) } else { 0.0 }
    };
    let expected = expected_counts(series, sums, &fit.starts);
    let years = series.hits.iter().zip(expected);
    years.map(|(observed, expected)| observed.iter().zip(expected).map(residual).collect()).collect()
}

/// φ̂ of the shares: Pearson's X² of each year's counts against the shares of its stage, over
/// (n − K)·(J − 1), at least 1.
pub fn share_overdispersion(series: &Series, sums: &Sums, fit: &Segmentation) -> f64 {
    let (n, categories) = (series.len(), series.categories.len());
    let mut chi_squared = 0.0;
    for (i, j) in fit.stages(n) {
        let stage_total: f64 = sums.hits(i, j).sum();
        for year in &series.hits[i..j] {
            let year_total: f64 = year.iter().sum();
            for (observed, s) in year.iter().zip(sums.hits(i, j)) {
                let expected = year_total * s / stage_total;
                if expected > 0.0 {
                    let difference = observed - expected;
                    chi_squared += difference * difference / expected;
                }
            }
        }
    }
    let freedom = categories.saturating_sub(1) * n.saturating_sub(fit.stage_count());
    (chi_squared / freedom.max(1) as f64).max(1.0)
}
