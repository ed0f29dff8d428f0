//! Boundary probabilities without one document, far cheaper than a posterior of the changed series.
//!
//! # The sums
//!
//! There are n years and K stages. Let w(i, j) be the evidence of years `i..j` as one stage. The weight
//! of a segmentation is the product of the w of its stages. Summed over segmentations,
//!
//! ```text
//! forward:   F_k(j) = Σ_i F_{k−1}(i)·w(i, j)     the first j years in k stages,  F_0(0) = 1
//! backward:  B_k(i) = Σ_j w(i, j)·B_{k−1}(j)     the years from i on in k stages, B_0(n) = 1
//! ```
//!
//! and P(boundary b at p | K stages) = F_b(p)·B_{K−b}(p) / F_K(n).
//!
//! # One year changes
//!
//! One document hardly changes φ̂ and the prior, so both are kept. Without a document of year t, w(i, j)
//! then becomes w′(i, j) where i ≤ t < j, and nowhere else. Every segmentation has exactly one stage that
//! holds year t. The sum over all segmentations is therefore a sum over that stage, and the sums over
//! the stages before and after it are those of the whole series:
//!
//! ```text
//! Z′ = Σ_{i ≤ t < j} w′(i, j) · Σ_k F_k(i)·B_{K−1−k}(j)
//! ```
//!
//! The segmentations with boundary b at p fall into two independent parts at p. The part without year
//! t keeps its sum. The part with year t is summed as Z′ is, but starts or ends at p. It needs the
//! sums from p on, F^p_k(i), or the sums back from p, B^p_k(j):
//!
//! ```text
//! p ≤ t:  F_b(p)     · Σ_{p ≤ i ≤ t < j} w′(i, j) · Σ_k F^p_k(i)·B_{K−b−1−k}(j)
//! p > t:  B_{K−b}(p) · Σ_{i ≤ t < j ≤ p} w′(i, j) · Σ_k F_k(i)·B^p_{b−1−k}(j)
//! ```
//!
//! All F and B are computed once. A document then costs (t + 1)·(n − t) evidences, as many exponentials,
//! and K² products for each. A posterior costs all n²/2 evidences and n²·K exponentials.
//!
//! # Scale
//!
//! Evidences are too small for plain numbers. With β(j) the log evidence of the best segmentation of
//! the first j years, in any number of stages, the sums use the weights
//! v(i, j) = w(i, j)·exp(β(i) − β(j)). On every path from p to q the factors cancel but for
//! exp(β(p) − β(q)). All paths from p to q share this factor, so it cancels in a probability. No v exceeds
//! 1, since no path to j is better than the best one; so no sum overflows. A sum may still underflow where
//! K stages are far less likely than another number: then the posterior is computed in logarithms.

use super::evidence::Gamma;
use super::path_sums::{PathSums, backward_sums, best_paths, exp_or_zero, forward_sums, joined};
use crate::Series;
use crate::cost::Sums;
use crate::posterior::{Posterior, Prior};
use crate::search::Runs;

/// A sum below this may have lost digits to underflow; the posterior is then computed in logarithms.
const SMALLEST_SUM: f64 = 1e-250;

/// The evidence of every stage of a series, and the forward and backward sums over its segmentations.
pub(crate) struct LeaveOneOut {
    /// Positions, in the caller's series, of the categories with a hit. Only these are in `series`.
    categories: Vec<usize>,
    series: Series,
    sums: Sums,
    gamma: Gamma,
    /// Prefix sums of the years' data terms.
    data: Vec<f64>,
    /// ln w(i, j).
    log_evidence: Runs,
    /// lnΓ of each category in years `i..j`, at `(i·(n + 1) + j)·J`. A document has hits in few
    /// categories; the others take their lnΓ, the expensive part of the evidence, from here.
    ln_gammas: Vec<f64>,
    minimum_length: usize,
    /// Positions of the boundaries: `boundaries[b − 1]` is boundary b of the derivation.
    boundaries: Vec<usize>,
    /// β.
    best: Vec<f64>,
    /// F.
    forward: PathSums,
    /// B.
    backward: PathSums,
    /// F^p for the position p of each boundary.
    forward_from: Vec<PathSums>,
    /// B^p for the position p of each boundary.
    backward_to: Vec<PathSums>,
}

impl LeaveOneOut {
    /// Prepares `series`, with φ̂ = `phi` and boundaries at the positions `boundaries`.
    pub fn new(series: &Series, phi: f64, minimum_length: usize, boundaries: &[usize]) -> Self {
        let categories: Vec<usize> =
            (0..series.categories.len()).filter(|k| series.total(*k) > 0.0).collect();
        let series = series.keeping(|k| categories.contains(&k));
        let (n, m) = (series.len(), minimum_length.max(1));
        let sums = Sums::new(&series);
        let gamma = Gamma::new(&Prior::around_mean_rates(&series, &sums, phi));
        let data = gamma.data_sums(&series);
        let log_evidence = Runs::new(n, m, |i, j| {
            gamma.log_evidence(sums.hits(i, j), sums.exposure(i, j), data[j] - data[i])
        });
        let best = best_paths(&log_evidence, n, m);
        let weights = Runs::new(n, m, |i, j| exp_or_zero(best[i] + log_evidence.value(i, j) - best[j]));
        let stages = boundaries.len() + 1;
        LeaveOneOut {
            forward: forward_sums(&weights, n, m, stages, 0),
            backward: backward_sums(&weights, m, stages, n),
            forward_from: boundaries.iter().map(|p| forward_sums(&weights, n, m, stages, *p)).collect(),
            backward_to: boundaries.iter().map(|p| backward_sums(&weights, m, stages, *p)).collect(),
            ln_gammas: ln_gammas(&gamma, &sums, n, m, categories.len()),
            boundaries: boundaries.to_vec(),
            minimum_length: m,
            categories,
            series,
            sums,
            gamma,
            data,
            log_evidence,
            best,
        }
    }

    /// P(each boundary is at its position | as many stages) after `hits` and `exposure` are taken from
    /// year `t`. The year must keep some exposure.
    pub fn boundary_probabilities(&self, t: usize, hits: &[f64], exposure: f64) -> Vec<f64> {
        let removed: Vec<f64> = self.categories.iter().map(|k| hits[*k]).collect();
        let left: Vec<f64> = self.series.hits[t].iter().zip(&removed).map(|(y, less)| y - less).collect();
        let data_left = self.gamma.data_term(&left, self.series.exposure[t] - exposure);
        let change = data_left - (self.data[t + 1] - self.data[t]);
        let log_evidence = |i, j| self.log_evidence_without(i, j, &removed, exposure) + change;
        self.linear_probabilities(t, log_evidence).unwrap_or_else(|| {
            let changed = self.log_evidence.with_year(t, log_evidence);
            self.logarithmic_probabilities(&changed)
        })
    }

    /// ln w′(i, j) of years `i..j` without `hits` and `exposure`, but with the data terms of the whole
    /// series: the caller adds their change, which is the same for all stages that hold the year.
    fn log_evidence_without(&self, i: usize, j: usize, hits: &[f64], exposure: f64) -> f64 {
        let e = (self.sums.exposure(i, j) - exposure) / self.gamma.phi();
        let known = &self.ln_gammas[(i * (self.series.len() + 1) + j) * hits.len()..];
        let of_category = |(k, s): (usize, f64)| {
            let left = s - hits[k];
            let ln_gamma = if hits[k] == 0.0 { known[k] } else { self.gamma.ln_gamma(left) };
            self.gamma.log_evidence_of_category(k, left, ln_gamma, e)
        };
        let rates: f64 = self.sums.hits(i, j).enumerate().map(of_category).sum();
        rates + self.data[j] - self.data[i]
    }

    /// The probabilities as plain numbers, `log_evidence(i, j)` being ln w′(i, j) of a stage that holds
    /// year `t`; nothing where the sums underflow.
    fn linear_probabilities(&self, t: usize, log_evidence: impl Fn(usize, usize) -> f64) -> Option<Vec<f64>> {
        let stages = self.boundaries.len() + 1;
        let changed = self.changed_weights(t, log_evidence);
        let mut total = 0.0;
        let mut at_boundary = vec![0.0; self.boundaries.len()];
        for (i, j, weight) in changed {
            total += weight * joined(&self.forward, &self.backward, i, j, stages);
            for (at, p) in self.boundaries.iter().enumerate() {
                let b = at + 1;
                // A stage with p inside it has no boundary at p and adds nothing.
                if *p <= i {
                    at_boundary[at] +=
                        weight * joined(&self.forward_from[at], &self.backward, i, j, stages - b);
                } else if *p >= j {
                    at_boundary[at] += weight * joined(&self.forward, &self.backward_to[at], i, j, b);
                }
            }
        }
        for (at, p) in self.boundaries.iter().enumerate() {
            let b = at + 1;
            let part_without_year = if *p <= t { self.forward[b][*p] } else { self.backward[stages - b][*p] };
            at_boundary[at] *= part_without_year / total;
        }
        (total > SMALLEST_SUM).then_some(at_boundary)
    }

    /// (i, j, v′(i, j)) of every stage `i..j` that holds year `t`, all divided by the largest, so that
    /// they do not overflow; probabilities lose the divisor.
    fn changed_weights(
        &self,
        t: usize,
        log_evidence: impl Fn(usize, usize) -> f64,
    ) -> Vec<(usize, usize, f64)> {
        let (n, m) = (self.series.len(), self.minimum_length);
        let holding = (0..=t).flat_map(|i| ((t + 1).max(i + m)..=n).map(move |j| (i, j)));
        let mut weights: Vec<(usize, usize, f64)> =
            holding.map(|(i, j)| (i, j, self.best[i] + log_evidence(i, j) - self.best[j])).collect();
        let largest = weights.iter().map(|(.., log)| *log).fold(f64::NEG_INFINITY, f64::max);
        for (.., weight) in &mut weights {
            *weight = exp_or_zero(*weight - largest);
        }
        weights
    }

    /// The probabilities from sums in logarithms, with the log evidence of every stage.
    fn logarithmic_probabilities(&self, log_evidence: &Runs) -> Vec<f64> {
        let stages = self.boundaries.len() + 1;
        let posterior =
            Posterior::new(self.series.len(), self.minimum_length, stages, |i, j| log_evidence.value(i, j));
        let probability = |(at, p): (usize, &usize)| posterior.boundary(stages, at + 1)[*p];
        self.boundaries.iter().enumerate().map(probability).collect()
    }
}

/// lnΓ of each category in years `i..j`, at `(i·(n + 1) + j)·J`; 0 where the run is too short.
fn ln_gammas(gamma: &Gamma, sums: &Sums, n: usize, m: usize, categories: usize) -> Vec<f64> {
    let mut all = Vec::with_capacity((n + 1) * (n + 1) * categories);
    for (i, j) in (0..=n).flat_map(|i| (0..=n).map(move |j| (i, j))) {
        let ln_gamma = |s: f64| if j < i + m { 0.0 } else { gamma.ln_gamma(s) };
        all.extend(sums.hits(i, j).map(ln_gamma));
    }
    all
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

    /// The probabilities from the [`Posterior`] of the changed series, with the same φ̂ and prior.
    fn from_posterior(
        series: &Series,
        phi: f64,
        at: &[usize],
        t: usize,
        hits: &[f64],
        exposure: f64,
    ) -> Vec<f64> {
        let kept = series.keeping(|k| k != 1);
        let prior = Prior::around_mean_rates(&kept, &Sums::new(&kept), phi);
        let mut changed = kept;
        changed.exposure[t] -= exposure;
        changed.hits[t][0] -= hits[0];
        changed.hits[t][1] -= hits[2];
        let posterior = Posterior::of_counts(&changed, &Sums::new(&changed), &prior, 2, at.len() + 1);
        at.iter().enumerate().map(|(b, i)| posterior.boundary(at.len() + 1, b + 1)[*i]).collect()
    }

    #[test]
    fn probabilities_equal_those_of_the_changed_series() {
        let series = series();
        for at in [vec![5, 9], vec![5], vec![2, 5, 9]] {
            for t in [0, 1, 4, 5, 8, 11, 12] {
                let without = LeaveOneOut::new(&series, 1.7, 2, &at);
                let found = without.boundary_probabilities(t, &[2.0, 0.0, 9.0], 3_000.0);
                let expected = from_posterior(&series, 1.7, &at, t, &[2.0, 0.0, 9.0], 3_000.0);
                for (a, b) in found.iter().zip(&expected) {
                    assert!((a - b).abs() < 1e-9, "{at:?} {t}: {found:?} {expected:?}");
                }
            }
        }
    }

    #[test]
    fn sums_that_underflow_are_taken_in_logarithms() {
        // Counts so large that two stages are hopeless beside three.
        let mut series = series();
        series.hits.iter_mut().flatten().for_each(|h| *h *= 1_000.0);
        let without = LeaveOneOut::new(&series, 1.0, 2, &[5]);
        assert_eq!(without.linear_probabilities(3, |i, j| without.log_evidence.value(i, j)), None);
        let found = without.boundary_probabilities(3, &[1.0, 0.0, 1.0], 10.0);
        let expected = from_posterior(&series, 1.0, &[5], 3, &[1.0, 0.0, 1.0], 10.0);
        assert!((found[0] - expected[0]).abs() < 1e-9 && found[0].is_finite(), "{found:?} {expected:?}");
    }
}
