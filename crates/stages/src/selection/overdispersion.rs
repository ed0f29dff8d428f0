//! Overdispersion φ̂ of the shares: how much more they vary than multinomial shares would.

use crate::Series;
use crate::cost::Sums;
use crate::search::Segmentation;

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
