//! Boundary probabilities without one document, far cheaper than a posterior of the changed series.
//!
//! # The sums
//!
//! There are n years and up to Kmax stages. Let w(i, j) be the evidence of years `i..j` as one stage. The weight
//! of a segmentation is the product of the w of its stages. Summed over segmentations,
//!
//! ```text
//! forward:   F_k(j) = Σ_i F_{k−1}(i)·w(i, j)     the first j years in k stages,  F_0(0) = 1
//! backward:  B_k(i) = Σ_j w(i, j)·B_{k−1}(j)     the years from i on in k stages, B_0(n) = 1
//! ```
//!
//! and with M_K segmentations into K stages, Z = Σ_K F_K(n)/M_K.
//!
//! # One year changes
//!
//! One document hardly changes φ* and the prior, so both are kept. Without a document of year t, w(i, j)
//! then becomes w′(i, j) where i ≤ t < j, and nowhere else. Every segmentation has exactly one stage that
//! holds year t. The sum over all segmentations is therefore a sum over that stage, and the sums over
//! the stages before and after it are those of the whole series:
//!
//! ```text
//! Z′ = Σ_{i ≤ t < j} w′(i, j) · c(i, j),   c(i, j) = Σ_{k,l} F_k(i)·B_l(j)/M_{k+1+l}
//! ```
//!
//! The segmentations in which a stage begins at p are summed in the same way, with paths that pass p: F^p_k(i),
//! k stages from 0 through p to i, where p ≤ i, or B^p_l(j), l stages from j through p to n, where p ≥ j:
//!
//! ```text
//! Z′_p = Σ_{i ≤ t < j} w′(i, j) · c_p(i, j),   c_p(i, j) = Σ_{k,l} F^p_k(i)·B_l(j)/M_{k+1+l}   p ≤ i
//!                                                          Σ_{k,l} F_k(i)·B^p_l(j)/M_{k+1+l}   p ≥ j
//! ```
//!
//! and P(a stage begins at p) = Z′_p/Z′. All c are computed once. A document then costs (t + 1)·(n − t)
//! evidences and as many exponentials. A posterior costs all n²/2 evidences and n²·K exponentials.
//!
//! The sums use the scaled weights of [`Paths`]. They may underflow where the changed year makes another
//! segmentation by far the likeliest: then the posterior is computed in logarithms.

use crate::Cells;
use crate::cost::Sums;
use crate::enumerate;
use crate::posterior::{Posterior, Prior};
use crate::search::Runs;
use crate::uncertainty::evidence::{Gamma, log_evidences};
use crate::uncertainty::path_sums::{PathSums, Paths, backward_sums, exp_or_zero, forward_sums};

/// A sum below this may have lost digits to underflow; the posterior is then computed in logarithms.
const SMALLEST_SUM: f64 = 1e-250;

/// The evidence of every stage of a series, and the sums over its segmentations.
pub(crate) struct LeaveOneOut {
    cells: Cells,
    sums: Sums,
    gamma: Gamma,
    /// Prefix sums of the years' data terms.
    data: Vec<f64>,
    /// ln w(i, j).
    log_evidence: Runs,
    /// lnΓ of each category in years `i..j`, at `(i·(n + 1) + j)·J`. A document has hits in few
    /// categories; the others take their lnΓ, the expensive part of the evidence, from here.
    ln_gammas: Vec<f64>,
    maximum: usize,
    /// β of [`Paths`].
    best: Vec<f64>,
    /// Positions of the boundaries.
    boundaries: Vec<usize>,
    /// c.
    all: Runs,
    /// c_p for the position p of each boundary; 0 for a stage that holds p inside.
    through: Vec<Runs>,
}

impl LeaveOneOut {
    /// Prepares `cells`, none of whose categories is empty, with φ* = `phi` and boundaries at the positions
    /// `boundaries`.
    pub fn new(cells: &Cells, phi: f64, minimum_length: usize, maximum: usize, boundaries: &[usize]) -> Self {
        let prior = Prior::around_mean_rates(cells, phi);
        let gamma = Gamma::new(&prior);
        let sums = Sums::new(cells);
        let log_evidence = log_evidences(cells, &prior, minimum_length);
        let paths = Paths::new(&log_evidence);
        let counted = Counted::new(&paths, maximum);
        LeaveOneOut {
            all: counted.joined(&counted.forward, &counted.backward),
            through: boundaries.iter().map(|p| counted.through(*p)).collect(),
            data: gamma.data_sums(cells),
            ln_gammas: ln_gammas(&gamma, &sums, paths.n, paths.m, cells.categories),
            boundaries: boundaries.to_vec(),
            cells: cells.clone(),
            maximum,
            sums,
            gamma,
            log_evidence,
            best: paths.best,
        }
    }

    /// P(a stage begins at the position of each boundary), averaged over the numbers of stages, after `hits` and
    /// `exposure` of each category are taken from year `t`. The year must keep some exposure.
    pub fn boundary_probabilities(&self, t: usize, hits: &[f64], exposure: &[f64]) -> Vec<f64> {
        let row = t * self.cells.categories..(t + 1) * self.cells.categories;
        let less =
            |all: &[f64], part: &[f64]| -> Vec<f64> { all.iter().zip(part).map(|(a, b)| a - b).collect() };
        let left = self.gamma.data_term(
            &less(&self.cells.hits[row.clone()], hits),
            &less(&self.cells.exposure[row], exposure),
        );
        let change = left - (self.data[t + 1] - self.data[t]);
        let log_evidence = |i, j| self.log_evidence_without(i, j, hits, exposure) + change;
        self.linear_probabilities(t, log_evidence)
            .unwrap_or_else(|| self.logarithmic_probabilities(t, log_evidence))
    }

    /// ln w′(i, j) of years `i..j` without `hits` and `exposure`, but with the data terms of the whole
    /// series: the caller adds their change, which is the same for all stages that hold the year.
    fn log_evidence_without(&self, i: usize, j: usize, hits: &[f64], exposure: &[f64]) -> f64 {
        let known = &self.ln_gammas[(i * (self.cells.len() + 1) + j) * hits.len()..];
        let of_category = |(k, (s, e)): (usize, (f64, f64))| {
            let left = s - hits[k];
            let ln_gamma = if hits[k] == 0.0 { known[k] } else { self.gamma.ln_gamma(left) };
            self.gamma.log_evidence_of_category(k, left, e - exposure[k], ln_gamma)
        };
        let stage = self.sums.hits(i, j).zip(self.sums.exposure(i, j)).enumerate();
        stage.map(of_category).sum::<f64>() + self.data[j] - self.data[i]
    }

    /// The probabilities as plain numbers, `log_evidence(i, j)` being ln w′(i, j) of a stage that holds
    /// year `t`; nothing where the sums underflow.
    fn linear_probabilities(&self, t: usize, log_evidence: impl Fn(usize, usize) -> f64) -> Option<Vec<f64>> {
        let changed = self.changed_weights(t, log_evidence);
        let sum = |c: &Runs| changed.iter().map(|(i, j, weight)| weight * c.value(*i, *j)).sum::<f64>();
        let total = sum(&self.all);
        (total > SMALLEST_SUM).then(|| self.through.iter().map(|c| sum(c) / total).collect())
    }

    /// (i, j, v′(i, j)) of every stage `i..j` that holds year `t`, all divided by the largest, so that
    /// they do not overflow; probabilities lose the divisor.
    fn changed_weights(
        &self,
        t: usize,
        log_evidence: impl Fn(usize, usize) -> f64,
    ) -> Vec<(usize, usize, f64)> {
        let (n, m) = (self.cells.len(), self.log_evidence.minimum_length());
        let holding = (0..=t).flat_map(|i| ((t + 1).max(i + m)..=n).map(move |j| (i, j)));
        let mut weights: Vec<(usize, usize, f64)> =
            holding.map(|(i, j)| (i, j, self.best[i] + log_evidence(i, j) - self.best[j])).collect();
        let largest = weights.iter().map(|(.., log)| *log).fold(f64::NEG_INFINITY, f64::max);
        for (.., weight) in &mut weights {
            *weight = exp_or_zero(*weight - largest);
        }
        weights
    }

    /// The probabilities from sums in logarithms.
    fn logarithmic_probabilities(&self, t: usize, log_evidence: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let holds = |i: usize, j: usize| i <= t && t < j;
        let evidence = |i, j| if holds(i, j) { log_evidence(i, j) } else { self.log_evidence.value(i, j) };
        let changed = Runs::new(self.cells.len(), self.log_evidence.minimum_length(), evidence);
        let begins = Posterior::new(changed, self.maximum).any_boundary();
        self.boundaries.iter().map(|p| begins[*p]).collect()
    }
}

/// The path sums of a series, with what each number of stages weighs.
struct Counted<'p> {
    paths: &'p Paths,
    maximum: usize,
    forward: PathSums,
    backward: PathSums,
    /// 1/M_K, from K = 0.
    weight: Vec<f64>,
}

impl<'p> Counted<'p> {
    fn new(paths: &'p Paths, maximum: usize) -> Self {
        let maximum = maximum.min(paths.n / paths.m);
        let segmentations = |k: usize| enumerate::count(paths.n, k, paths.m) as f64;
        Counted {
            forward: forward_sums(paths, maximum, 0),
            backward: backward_sums(paths, maximum, paths.n),
            weight: std::iter::once(0.0).chain((1..=maximum).map(|k| 1.0 / segmentations(k))).collect(),
            paths,
            maximum,
        }
    }

    /// Σ_{k,l} before_k(i)·after_l(j)/M_{k+1+l} for every stage `i..j`.
    fn joined(&self, before: &PathSums, after: &PathSums) -> Runs {
        Runs::new(self.paths.n, self.paths.m, |i, j| {
            let of = |k: usize| -> f64 {
                (0..self.maximum - k).map(|l| before[k][i] * after[l][j] * self.weight[k + 1 + l]).sum()
            };
            (0..self.maximum).map(of).sum()
        })
    }

    /// c_p.
    fn through(&self, p: usize) -> Runs {
        // k stages from 0 to i, or l stages from j to n, of which one begins at p.
        let from = forward_sums(self.paths, self.maximum, p);
        let to = backward_sums(self.paths, self.maximum, p);
        let convolve = |fixed: &dyn Fn(usize) -> f64, moving: &PathSums, at: usize, stages: usize| -> f64 {
            (0..=stages).map(|k| fixed(k) * moving[stages - k][at]).sum()
        };
        let row = |stages: usize, passing: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
            (0..=self.paths.n).map(|at| passing(stages, at)).collect()
        };
        let before = |stages: usize, i: usize| {
            if i < p { 0.0 } else { convolve(&|k| self.forward[k][p], &from, i, stages) }
        };
        let after = |stages: usize, j: usize| {
            if j > p { 0.0 } else { convolve(&|k| self.backward[k][p], &to, j, stages) }
        };
        let forward: PathSums = (0..=self.maximum).map(|k| row(k, &before)).collect();
        let backward: PathSums = (0..=self.maximum).map(|k| row(k, &after)).collect();
        let passed = self.joined(&forward, &self.backward);
        let to_come = self.joined(&self.forward, &backward);
        // One of the two is 0: p lies before the stage, or after it.
        Runs::new(self.paths.n, self.paths.m, |i, j| passed.value(i, j) + to_come.value(i, j))
    }
}

/// lnΓ of each category in years `i..j`, at `(i·(n + 1) + j)·J`; 0 where the run is too short.
fn ln_gammas(gamma: &Gamma, sums: &Sums, n: usize, m: usize, categories: usize) -> Vec<f64> {
    let mut all = Vec::with_capacity((n + 1) * (n + 1) * categories);
    for (i, j) in (0..=n).flat_map(|i| (0..=n).map(move |j| (i, j))) {
        if j < i + m {
            all.extend(std::iter::repeat_n(0.0, categories));
        } else {
            all.extend(sums.hits(i, j).map(|s| gamma.ln_gamma(s)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells() -> Cells {
        let hits = [3, 5, 4, 6, 5, 30, 28, 33, 31, 60, 64, 58, 61];
        Cells {
            years: (2000..2013).collect(),
            categories: 2,
            hits: hits.iter().flat_map(|h| [f64::from(*h), f64::from(40 - h / 2)]).collect(),
            exposure: (0..13).flat_map(|t| [9_000.0 + 100.0 * f64::from(t); 2]).collect(),
        }
    }

    /// The probabilities from the [`Posterior`] of the changed series, with the same φ* and prior.
    fn from_posterior(
        cells: &Cells,
        phi: f64,
        at: &[usize],
        t: usize,
        hits: &[f64],
        exposure: f64,
    ) -> Vec<f64> {
        let prior = Prior::around_mean_rates(cells, phi);
        let mut changed = cells.clone();
        for (k, less) in hits.iter().enumerate() {
            changed.hits[t * 2 + k] -= less;
            changed.exposure[t * 2 + k] -= exposure;
        }
        let begins = Posterior::of_counts(&changed, &prior, 2, 5).any_boundary();
        at.iter().map(|p| begins[*p]).collect()
    }

    #[test]
    fn the_shortcut_equals_the_posterior() {
        let cells = cells();
        for (phi, at) in [(1.0, vec![5, 9]), (2.5, vec![5]), (1.0, vec![2, 5, 9]), (40.0, vec![7])] {
            let shortcut = LeaveOneOut::new(&cells, phi, 2, 5, &at);
            for t in 0..13 {
                for (hits, exposure) in [([0.0, 0.0], 4_000.0), ([3.0, 5.0], 100.0), ([1.0, 0.0], 8_000.0)] {
                    let slow = from_posterior(&cells, phi, &at, t, &hits, exposure);
                    let fast = shortcut.boundary_probabilities(t, &hits, &[exposure; 2]);
                    for (fast, slow) in fast.iter().zip(&slow) {
                        assert!((fast - slow).abs() < 1e-9, "{phi} {at:?} {t}: {fast} {slow}");
                    }
                }
            }
        }
    }

    #[test]
    fn logarithms_say_the_same() {
        let cells = cells();
        let shortcut = LeaveOneOut::new(&cells, 1.0, 2, 5, &[5, 9]);
        let (hits, exposure) = ([2.0, 1.0], [500.0; 2]);
        let without = |i, j| shortcut.log_evidence_without(i, j, &hits, &exposure);
        let fast = shortcut.linear_probabilities(6, without).expect("no underflow");
        let slow = shortcut.logarithmic_probabilities(6, without);
        for (fast, slow) in fast.iter().zip(&slow) {
            assert!((fast - slow).abs() < 1e-9, "{fast} {slow}");
        }
    }
}
