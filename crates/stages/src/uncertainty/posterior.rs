//! Exact posterior over all segmentations by forward–backward sums (Rigaill, Lebarbier & Robin
//! 2012), the likelihood tempered by 1/φ̂, METHOD §2.6.
//!
//! Given the number of stages every segmentation is equally likely beforehand, and so is every
//! number of stages; each category's rate in a stage has a Gamma(a, b) prior.

use super::evidence::{Gamma, before};
use crate::cost::{self, Squares, Sums};
use crate::{Series, enumerate};
use libm::{exp, log};

pub use super::evidence::Prior;

/// Sums over all segmentations, in logarithms.
#[derive(Debug, Clone)]
pub struct Posterior {
    n: usize,
    minimum_length: usize,
    /// `forward[k][j]`: the first j years in k stages.
    forward: Vec<Vec<f64>>,
    /// `backward[k][i]`: the years from i on in k stages.
    backward: Vec<Vec<f64>>,
}

impl Posterior {
    /// Of counts with a constant rate in each stage.
    pub fn of_counts(series: &Series, sums: &Sums, prior: &Prior, m: usize, maximum: usize) -> Self {
        let gamma = Gamma::new(prior);
        let data = before(&gamma.data_terms(series));
        Posterior::new(series.len(), m, maximum, |i, j| {
            gamma.log_marginal(sums.hits(i, j), sums.exposure(i, j), data[j] - data[i])
        })
    }

    /// Of the shares of the categories, with [`cost::dirichlet`]'s prior.
    pub fn of_shares(series: &Series, sums: &Sums, phi: f64, m: usize, maximum: usize) -> Self {
        Posterior::new(series.len(), m, maximum, |i, j| -cost::dirichlet(sums, phi, i, j))
    }

    /// Of values with a constant mean in each stage: normal, with the variance of the residuals
    /// taken as known and a normal prior on the means, as wide as the series itself varies.
    pub fn of_values(
        n: usize,
        squares: &Squares,
        residual: f64,
        total: f64,
        m: usize,
        maximum: usize,
    ) -> Self {
        let ratio = total / residual; // prior variance over residual variance
        Posterior::new(n, m, maximum, |i, j| {
            let years = (j - i) as f64;
            let term = |sum: f64| {
                ratio * sum * sum / (2.0 * residual * (1.0 + years * ratio)) - log(1.0 + years * ratio) / 2.0
            };
            squares.sums(i, j).map(term).sum()
        })
    }

    /// Sums over all segmentations of n years into up to `maximum` stages of at least
    /// `minimum_length` years; `log_marginal(i, j)` is the log evidence of years `i..j` as one stage.
    pub(crate) fn new(
        n: usize,
        minimum_length: usize,
        maximum: usize,
        log_marginal: impl Fn(usize, usize) -> f64,
    ) -> Self {
        let m = minimum_length.max(1);
        let one = |i: usize, j: usize| if j >= i + m { log_marginal(i, j) } else { f64::NEG_INFINITY };
        let marginal: Vec<Vec<f64>> = (0..=n).map(|i| (0..=n).map(|j| one(i, j)).collect()).collect();
        let kmax = maximum.min(n / m);
        let mut forward = vec![vec![f64::NEG_INFINITY; n + 1]; kmax + 1];
        let mut backward = forward.clone();
        forward[0][0] = 0.0;
        backward[0][n] = 0.0;
        for k in 1..=kmax {
            for j in 0..=n {
                forward[k][j] = log_sum((0..j).map(|i| forward[k - 1][i] + marginal[i][j]));
                backward[k][j] = log_sum((j + 1..=n).map(|e| marginal[j][e] + backward[k - 1][e]));
            }
        }
        Posterior { n, minimum_length: m, forward, backward }
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

    /// P(the `boundary`-th boundary, from 1, stands at each position | `stages` stages): n + 1
    /// values that add up to 1, at positions 0..=n.
    pub fn boundary(&self, stages: usize, boundary: usize) -> Vec<f64> {
        let total = self.forward[stages][self.n];
        (0..=self.n)
            .map(|i| exp(self.forward[boundary][i] + self.backward[stages - boundary][i] - total))
            .collect()
    }

    /// P(some stage begins at each position), over all numbers of stages: n + 1 values.
    pub fn any_boundary(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.n + 1];
        for (at, weight) in self.stages().iter().enumerate() {
            let stages = at + 1;
            for boundary in 1..stages {
                for (total, p) in sum.iter_mut().zip(self.boundary(stages, boundary)) {
                    *total += weight * p;
                }
            }
        }
        sum
    }
}

/// The positions that together hold at least `mass`, most probable first, fewest possible;
/// returned ascending.
pub fn highest(probabilities: &[f64], mass: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..probabilities.len()).filter(|i| probabilities[*i] > 0.0).collect();
    order.sort_by(|a, b| probabilities[*b].total_cmp(&probabilities[*a]).then(a.cmp(b)));
    let mut sum = 0.0;
    let mut set = Vec::new();
    for at in order {
        if sum >= mass {
            break;
        }
        sum += probabilities[at];
        set.push(at);
    }
    set.sort_unstable();
    set
}

fn log_sum(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + log(terms.map(|t| exp(t - most)).sum())
}
