//! Exact posterior over all segmentations (Rigaill, Lebarbier & Robin 2012), the likelihood tempered
//! by 1/φ*, METHOD §2.5.
//!
//! The prior gives every number of stages K the same probability, and every segmentation with K stages
//! the same. The evidence of a segmentation is the product of the evidences w(i, j) of its stages.
//! Two sums hold all segmentations in n²·K steps:
//!
//! ```text
//! forward:   F_k(j) = Σ_i F_{k−1}(i)·w(i, j)     the first j years in k stages,  F_0(0) = 1
//! backward:  B_k(i) = Σ_j w(i, j)·B_{k−1}(j)     the years from i on in k stages, B_0(n) = 1
//! ```
//!
//! From them, with M_K segmentations into K stages:
//!
//! ```text
//! P(data | K)                     = F_K(n) / M_K
//! P(boundary b at p | K, data)    = F_b(p)·B_{K−b}(p) / F_K(n)
//! ```
//!
//! All sums are kept in logarithms: evidences of long stages are far below the smallest plain number.

use super::evidence::log_evidences;
use crate::cost::{self, Squares, Sums};
use crate::search::Runs;
use crate::{Cells, enumerate};
use libm::{exp, log};

pub use super::evidence::Prior;

/// Sums over all segmentations, in logarithms.
#[derive(Debug, Clone)]
pub struct Posterior {
    n: usize,
    minimum_length: usize,
    /// The log evidence of every run.
    log_evidence: Runs,
    /// `forward[k][j]` = ln F_k(j).
    forward: Vec<Vec<f64>>,
    /// `backward[k][i]` = ln B_k(i).
    backward: Vec<Vec<f64>>,
}

impl Posterior {
    /// The posterior of counts with a constant rate in each stage, up to `maximum` stages of at least
    /// `m` years.
    pub fn of_counts(cells: &Cells, prior: &Prior, m: usize, maximum: usize) -> Self {
        Posterior::new(log_evidences(cells, prior, m), maximum)
    }

    /// The posterior of the shares of the categories, with the prior of [`cost::dirichlet`].
    pub fn of_shares(cells: &Cells, phi: f64, m: usize, maximum: usize) -> Self {
        let sums = Sums::new(cells);
        Posterior::new(Runs::new(cells.len(), m, |i, j| -cost::dirichlet(&sums, phi, i, j)), maximum)
    }

    /// The posterior of values with a constant mean in each stage: normal, the variance `residual`
    /// taken as known, with a normal prior of variance `total` on the means (as wide as the series
    /// varies).
    ///
    /// The values are measured from their overall mean, so the prior has mean 0. With L years, sum S
    /// and ratio r = total/residual, the evidence of a stage is exp(r·S²/(2·residual·(1 + L·r))) /
    /// √(1 + L·r), times a factor that no segmentation changes.
    pub fn of_values(
        n: usize,
        squares: &Squares,
        residual: f64,
        total: f64,
        m: usize,
        maximum: usize,
    ) -> Self {
        let ratio = total / residual;
        let log_evidence = |i, j| {
            let years = (j - i) as f64;
            let of_category = |sum: f64| {
                ratio * sum * sum / (2.0 * residual * (1.0 + years * ratio)) - log(1.0 + years * ratio) / 2.0
            };
            squares.sums(i, j).map(of_category).sum()
        };
        Posterior::new(Runs::new(n, m, log_evidence), maximum)
    }

    /// The sums over all segmentations into up to `maximum` stages, from the log evidence of every run of
    /// years that is long enough to be a stage.
    pub(crate) fn new(log_evidence: Runs, maximum: usize) -> Self {
        let (n, m) = (log_evidence.years(), log_evidence.minimum_length());
        // A run shorter than m has evidence 0, so the sums below need not know of m.
        let run = |i: usize, j: usize| {
            if j >= i + m { log_evidence.value(i, j) } else { f64::NEG_INFINITY }
        };
        let kmax = maximum.min(n / m);
        let mut forward = vec![vec![f64::NEG_INFINITY; n + 1]; kmax + 1];
        let mut backward = forward.clone();
        forward[0][0] = 0.0;
        backward[0][n] = 0.0;
        for k in 1..=kmax {
            for at in 0..=n {
                forward[k][at] = log_sum((0..at).map(|i| forward[k - 1][i] + run(i, at)));
                backward[k][at] = log_sum((at + 1..=n).map(|j| run(at, j) + backward[k - 1][j]));
            }
        }
        Posterior { n, minimum_length: m, log_evidence, forward, backward }
    }

    /// The log evidence of every run of years that is long enough to be a stage.
    pub fn log_evidence_of_runs(&self) -> &Runs {
        &self.log_evidence
    }

    /// The largest number of stages summed over.
    pub fn most(&self) -> usize {
        self.forward.len() - 1
    }

    /// ln P(data | K stages), for K = 1, 2, ….
    pub fn log_evidence(&self) -> Vec<f64> {
        (1..self.forward.len())
            .map(|k| {
                let segmentations = enumerate::count(self.n, k, self.minimum_length);
                self.forward[k][self.n] - log(segmentations as f64)
            })
            .collect()
    }

    /// P(K stages | data), for K = 1, 2, ….
    pub fn stages(&self) -> Vec<f64> {
        let evidence = self.log_evidence();
        let total = log_sum(evidence.iter().copied());
        evidence.iter().map(|e| exp(e - total)).collect()
    }

    /// P(the `boundary`-th boundary, from 1, is at each position | `stages` stages): n + 1
    /// values that add up to 1, at positions 0..=n.
    pub fn boundary(&self, stages: usize, boundary: usize) -> Vec<f64> {
        let total = self.forward[stages][self.n];
        (0..=self.n)
            .map(|i| exp(self.forward[boundary][i] + self.backward[stages - boundary][i] - total))
            .collect()
    }

    /// P(some stage begins at each position), over all numbers of stages: n + 1 values. The
    /// probabilities of a position add up over the boundaries, since no two share a position.
    pub fn any_boundary(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.n + 1];
        for (stages, weight) in (1..).zip(self.stages()) {
            for boundary in 1..stages {
                for (total, p) in sum.iter_mut().zip(self.boundary(stages, boundary)) {
                    *total += weight * p;
                }
            }
        }
        sum
    }
}

/// The smallest set of positions that holds at least `mass`, ascending. Of two positions with the same
/// probability, the earlier is taken first.
pub fn highest(probabilities: &[f64], mass: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..probabilities.len()).filter(|i| probabilities[*i] > 0.0).collect();
    order.sort_by(|a, b| probabilities[*b].total_cmp(&probabilities[*a]).then(a.cmp(b)));
    let mut sum = 0.0;
    let mut set = Vec::new();
    for position in order {
        if sum >= mass {
            break;
        }
        sum += probabilities[position];
        set.push(position);
    }
    set.sort_unstable();
    set
}

/// ln Σ e^term. The largest term is taken out first, so that e^term cannot overflow and the sum
/// cannot underflow.
fn log_sum(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest + log(terms.map(|term| exp(term - largest)).sum())
}
