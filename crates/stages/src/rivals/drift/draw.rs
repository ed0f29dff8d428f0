//! One simulated drift, METHOD §2.4.3 and §2.4.4.

use super::fit::{DriftFit, fit};
use super::walk;
use crate::Cells;
use crate::resample::{pearson, redrawn};
use libm::{exp, sqrt};

/// No more of a drift than this is taken as common to all categories.
pub(super) const MOST_COMMON: f64 = 0.95;

/// r: what share of the drift the categories have in common, from the drift of the yearly totals against
/// that of the categories; 0 for one category.
///
/// Independent walks of variance s² add up to totals that walk with variance s²·h, h = Σ w_j², w_j the
/// categories' shares of all hits; a common walk to totals with s². So r = (s²_tot/s² − h)/(1 − h).
pub fn common_part(cells: &Cells, drift: &DriftFit, slopes: bool) -> f64 {
    if cells.categories < 2 {
        return 0.0;
    }
    let totals = cells.yearly_totals();
    let all: f64 = totals.hits.iter().sum();
    let share = |k: usize| cells.hits_of(k).sum::<f64>() / all;
    let h: f64 = (0..cells.categories).map(|k| share(k) * share(k)).sum();
    if h >= 1.0 {
        return 0.0;
    }
    let ratio = fit(&totals, slopes).variance(0) / drift.variance(0);
    ((ratio - h) / (1.0 - h)).clamp(0.0, MOST_COMMON)
}

/// Pearson residuals of the drift fit, each category scaled to mean square φ_j.
pub fn residuals(cells: &Cells, drift: &DriftFit) -> Vec<f64> {
    let mut residuals = pearson(&cells.hits, &drift.means);
    let (n, categories) = (cells.len(), cells.categories);
    for (k, phi) in drift.phis.iter().enumerate() {
        let squares: f64 = residuals.iter().skip(k).step_by(categories).map(|r| r * r).sum();
        // φ_j of a category that never changes is 0, or by rounding just below.
        let scale = if squares > 0.0 { sqrt(phi.max(0.0) * n as f64 / squares) } else { 0.0 };
        residuals.iter_mut().skip(k).step_by(categories).for_each(|r| *r *= scale);
    }
    residuals
}

/// A series that drifts as `cells` do. `normals` are J + 1 a year: what all categories have in common, then
/// each category's own; `order` permutes the years of the residuals.
pub fn draw(
    cells: &Cells,
    drift: &DriftFit,
    common: f64,
    residuals: &[f64],
    order: &[usize],
    normals: &[f64],
) -> Cells {
    let walks = walks(cells, drift, common, normals);
    let x = cells.scaled_years();
    let mut means = vec![0.0; cells.hits.len()];
    for (k, slope) in drift.slopes.iter().enumerate() {
        for (t, x) in x.iter().enumerate() {
            let at = cells.at(t, k);
            means[at] = cells.exposure[at] * exp(walks[at] + slope * x);
        }
        // Each category keeps its total.
        let simulated: f64 = means.iter().skip(k).step_by(cells.categories).sum();
        let scale = cells.hits_of(k).sum::<f64>() / simulated;
        means.iter_mut().skip(k).step_by(cells.categories).for_each(|mean| *mean *= scale);
    }
    cells.with_hits(redrawn(&means, residuals, order, cells.categories))
}

/// A walk for each category; n × J.
fn walks(cells: &Cells, drift: &DriftFit, common: f64, normals: &[f64]) -> Vec<f64> {
    let deviations: Vec<f64> = (0..cells.categories).map(|k| sqrt(drift.variance(k))).collect();
    let (together, apart) = (sqrt(common), sqrt(1.0 - common));
    let mut walks = vec![0.0; cells.hits.len()];
    for (t, drawn) in normals.chunks(cells.categories + 1).enumerate() {
        let (kept, innovation) = walk::step(&cells.years, t);
        for k in 0..cells.categories {
            let before = if t > 0 { kept * walks[cells.at(t - 1, k)] } else { 0.0 };
            let normal = together * drawn[0] + apart * drawn[k + 1];
            walks[cells.at(t, k)] = before + innovation * deviations[k] * normal;
        }
    }
    walks
}
