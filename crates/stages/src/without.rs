//! Where the boundaries stand without one document, at a small part of the price of a posterior.
//!
//! One document hardly changes φ̂ and the prior, so both are held as they are; then only the stages
//! that hold the document's year are priced anew. The sums over all segmentations are those of
//! [`crate::posterior`], taken as plain numbers: every stage is measured against the best way to its
//! end, so that no number exceeds 1.

use crate::Series;
use crate::cost::Sums;
use crate::posterior::{Gamma, Posterior, Prior, before};
use libm::exp;

/// A sum below this may have lost digits: the posterior is then taken in logarithms.
const SMALLEST: f64 = 1e-250;

/// The stages of a series, priced.
pub(crate) struct Priced {
    /// Positions of the categories with a hit.
    kept: Vec<usize>,
    series: Series,
    sums: Sums,
    gamma: Gamma,
    /// Sums of the years' own terms, from the first year on.
    data: Vec<f64>,
    /// `marginal[i][j]`: log evidence of years `i..j` as one stage.
    marginal: Vec<Vec<f64>>,
    /// lnΓ of each category in years `i..j`, at `(i·(n + 1) + j)·J`: a document has hits in few.
    ln_gammas: Vec<f64>,
    minimum_length: usize,
}

impl Priced {
    /// Prices every stage of `series`, with φ̂ = `phi`.
    pub fn new(series: &Series, phi: f64, minimum_length: usize) -> Self {
        let kept: Vec<usize> = (0..series.categories.len()).filter(|k| series.total(*k) > 0.0).collect();
        let series = series.keeping(|k| kept.contains(&k));
        let (n, m) = (series.len(), minimum_length.max(1));
        let sums = Sums::new(&series);
        let gamma = Gamma::new(&Prior::of(&series, &sums, phi));
        let data = before(&gamma.data_terms(&series));
        let one = |i: usize, j: usize| {
            if j < i + m {
                return f64::NEG_INFINITY;
            }
            gamma.log_marginal(sums.hits(i, j), sums.exposure(i, j), data[j] - data[i])
        };
        let marginal = (0..=n).map(|i| (0..=n).map(|j| one(i, j)).collect()).collect();
        let mut ln_gammas = Vec::with_capacity((n + 1) * (n + 1) * kept.len());
        for (i, j) in (0..=n).flat_map(|i| (0..=n).map(move |j| (i, j))) {
            let of_stage = |s: f64| if j < i + m { 0.0 } else { gamma.ln_gamma(s) };
            ln_gammas.extend(sums.hits(i, j).map(of_stage));
        }
        Priced { kept, series, sums, gamma, data, marginal, ln_gammas, minimum_length: m }
    }

    /// P(the b-th boundary stands at position `at[b]` | one stage more than boundaries), with the
    /// counts of year `t` less by `hits` and `exposure`. The year must keep some exposure.
    pub fn boundaries(&self, at: &[usize], t: usize, hits: &[f64], exposure: f64) -> Vec<f64> {
        let (n, m) = (self.series.len(), self.minimum_length);
        let less: Vec<f64> = self.kept.iter().map(|k| hits[*k]).collect();
        let of_year: Vec<f64> = self.series.hits[t].iter().zip(&less).map(|(y, less)| y - less).collect();
        let data_now = self.gamma.data_term(&of_year, self.series.exposure[t] - exposure);
        let change = data_now - (self.data[t + 1] - self.data[t]);
        let mut marginal = self.marginal.clone();
        for (i, row) in marginal.iter_mut().enumerate().take(t + 1) {
            for (j, cell) in row.iter_mut().enumerate().skip((t + 1).max(i + m)) {
                let e = (self.sums.exposure(i, j) - exposure) / self.gamma.phi();
                let known = &self.ln_gammas[(i * (n + 1) + j) * less.len()..];
                let of_category = |(k, s): (usize, f64)| {
                    let now = s - less[k];
                    let ln_gamma = if less[k] == 0.0 { known[k] } else { self.gamma.ln_gamma(now) };
                    self.gamma.of_category(k, now, ln_gamma, e)
                };
                let rates: f64 = self.sums.hits(i, j).enumerate().map(of_category).sum();
                *cell = rates + self.data[j] - self.data[i] + change;
            }
        }
        plain(&marginal, n, at).unwrap_or_else(|| {
            let stages = at.len() + 1;
            let posterior = Posterior::new(n, m, stages, |i, j| marginal[i][j]);
            let one = |(b, at): (usize, &usize)| posterior.boundary(stages, b + 1)[*at];
            at.iter().enumerate().map(one).collect()
        })
    }
}

/// The probabilities, with sums as plain numbers; nothing where those become too small.
fn plain(marginal: &[Vec<f64>], n: usize, at: &[usize]) -> Option<Vec<f64>> {
    // The best way to each position, by any number of stages.
    let mut best = vec![f64::NEG_INFINITY; n + 1];
    best[0] = 0.0;
    for j in 1..=n {
        best[j] = (0..j).map(|i| best[i] + marginal[i][j]).fold(f64::NEG_INFINITY, f64::max);
    }
    // Never above 1: a stage on the way to j is at most as good as the best way there.
    let weight = |i: usize, j: usize| {
        let off = best[i] + marginal[i][j] - best[j];
        if off.is_finite() { exp(off) } else { 0.0 }
    };
    let weights: Vec<Vec<f64>> = (0..=n).map(|i| (0..=n).map(|j| weight(i, j)).collect()).collect();
    let stages = at.len() + 1;
    let mut forward = vec![vec![0.0; n + 1]; stages + 1];
    let mut backward = forward.clone();
    forward[0][0] = 1.0;
    backward[0][n] = 1.0;
    for k in 1..=stages {
        for i in 0..n {
            let before = forward[k - 1][i];
            let mut after = 0.0;
            for j in i + 1..=n {
                forward[k][j] += before * weights[i][j];
                after += weights[i][j] * backward[k - 1][j];
            }
            backward[k][i] = after;
        }
    }
    let total = forward[stages][n];
    let one = |(b, at): (usize, &usize)| forward[b + 1][*at] * backward[stages - b - 1][*at] / total;
    (total > SMALLEST).then(|| at.iter().enumerate().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> Series {
        let hits = [3, 5, 4, 6, 5, 30, 28, 33, 31, 60, 64, 58, 61];
        Series {
            years: (2000..2013).collect(),
            categories: vec!["a".into(), "none".into(), "b".into()],
            hits: hits.iter().map(|h| vec![f64::from(*h), 0.0, f64::from(40 - h / 2)]).collect(),
            exposure: (0..13).map(|t| 9_000.0 + 100.0 * f64::from(t)).collect(),
            documents: vec![2; 13],
        }
    }

    /// The same from [`Posterior`], on the changed series with the same φ̂ and prior.
    fn slowly(series: &Series, phi: f64, at: &[usize], t: usize, hits: &[f64], exposure: f64) -> Vec<f64> {
        let kept = series.keeping(|k| k != 1);
        let prior = Prior::of(&kept, &Sums::new(&kept), phi);
        let mut changed = kept;
        changed.exposure[t] -= exposure;
        changed.hits[t][0] -= hits[0];
        changed.hits[t][1] -= hits[2];
        let posterior = Posterior::of_counts(&changed, &Sums::new(&changed), &prior, 2, at.len() + 1);
        at.iter().enumerate().map(|(b, i)| posterior.boundary(at.len() + 1, b + 1)[*i]).collect()
    }

    #[test]
    fn as_the_posterior_of_the_changed_series() {
        let series = series();
        for at in [vec![5, 9], vec![5], vec![2, 5, 9]] {
            for t in [0, 4, 5, 12] {
                let priced = Priced::new(&series, 1.7, 2);
                let found = priced.boundaries(&at, t, &[2.0, 0.0, 9.0], 3_000.0);
                let expected = slowly(&series, 1.7, &at, t, &[2.0, 0.0, 9.0], 3_000.0);
                for (a, b) in found.iter().zip(&expected) {
                    assert!((a - b).abs() < 1e-9, "{at:?} {t}: {found:?} {expected:?}");
                }
            }
        }
    }

    #[test]
    fn sums_too_small_for_plain_numbers_are_taken_in_logarithms() {
        // Counts so large that two stages are hopeless beside three.
        let mut series = series();
        series.hits.iter_mut().flatten().for_each(|h| *h *= 1_000.0);
        let priced = Priced::new(&series, 1.0, 2);
        assert_eq!(plain(&priced.marginal, 13, &[9]), None);
        let found = priced.boundaries(&[5], 3, &[1.0, 0.0, 1.0], 10.0);
        let expected = slowly(&series, 1.0, &[5], 3, &[1.0, 0.0, 1.0], 10.0);
        assert!((found[0] - expected[0]).abs() < 1e-9 && found[0].is_finite(), "{found:?} {expected:?}");
    }
}
