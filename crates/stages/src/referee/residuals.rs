//! Autocorrelation of what the stages leave unexplained.

use crate::Cells;
use crate::resample::{pearson, stage_means};

/// Lag-1 autocorrelation of the Pearson residuals, over neighbouring calendar years of all categories; nothing
/// where no two years with texts are neighbours. It describes the fit: the verdict rests on the tests of
/// METHOD §2.2.5 and §2.4 instead, since stages fitted to a drift take the autocorrelation out.
pub(crate) fn autocorrelation(cells: &Cells, starts: &[usize]) -> Option<f64> {
    let residuals = pearson(&cells.hits, &stage_means(cells, starts));
    let variance: f64 = residuals.iter().map(|r| r * r).sum();
    let row = |t: usize| &residuals[t * cells.categories..(t + 1) * cells.categories];
    let neighbours = (1..cells.len()).filter(|t| cells.years[*t] == cells.years[t - 1] + 1);
    let products = neighbours.map(|t| row(t).iter().zip(row(t - 1)).map(|(a, b)| a * b).sum::<f64>());
    let product = products.reduce(|a, b| a + b)?;
    (variance > 0.0).then(|| product / variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(years: impl Iterator<Item = i32>, hits: &[f64]) -> Cells {
        Cells::of_one_category(years, hits)
    }

    #[test]
    fn drift_leaves_autocorrelated_residuals() {
        let drift: Vec<f64> = (0..20).map(|t| f64::from(10 + 3 * t)).collect();
        assert!(autocorrelation(&cells(2000..2020, &drift), &[]).is_some_and(|r| r > 0.5));
        let noise = [10.0, 12.0, 9.0, 11.0, 8.0, 12.0, 10.0, 9.0, 12.0, 8.0];
        assert!(autocorrelation(&cells(2000..2010, &noise), &[]).is_some_and(|r| r < 0.0));
    }

    #[test]
    fn without_neighbours_there_is_no_autocorrelation() {
        let drift: Vec<f64> = (0..10).map(|t| f64::from(10 + 3 * t)).collect();
        assert_eq!(autocorrelation(&cells((2000..2020).step_by(2), &drift), &[]), None);
    }
}
