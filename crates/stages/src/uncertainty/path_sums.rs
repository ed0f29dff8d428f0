//! Sums over paths: a path from position p to position q is a way to cut years `p..q` into stages.
//! The weight of a path is the product of the weights of its stages.
//!
//! Evidences are too small for plain numbers. With β(j) the log evidence of the best segmentation of the first
//! j years, in any number of stages, the sums use the weights v(i, j) = w(i, j)·exp(β(i) − β(j)). On every path
//! from p to q the factors cancel but for exp(β(p) − β(q)), which all paths from p to q share; so it cancels in
//! a probability. No v exceeds 1, since no path to j is better than the best one; so no sum overflows, and the
//! sum over all paths is at least 1.

use crate::search::Runs;
use libm::exp;

/// `sums[k][i]`: the weights of all paths of k stages between a fixed position and position i, summed.
pub(crate) type PathSums = Vec<Vec<f64>>;

/// The weights of all stages.
pub(crate) struct Paths {
    /// Years.
    pub n: usize,
    /// Least length of a stage.
    pub m: usize,
    /// β.
    pub best: Vec<f64>,
    /// v.
    pub weights: Runs,
}

impl Paths {
    /// From the log evidence ln w of every run of years.
    pub fn new(log_evidence: &Runs) -> Self {
        let (n, m) = (log_evidence.years(), log_evidence.minimum_length());
        let mut best = vec![f64::NEG_INFINITY; n + 1];
        best[0] = 0.0;
        for j in m..=n {
            let of = |i: usize| best[i] + log_evidence.value(i, j);
            best[j] = (0..=j - m).map(of).fold(f64::NEG_INFINITY, f64::max);
        }
        let weights = Runs::new(n, m, |i, j| exp_or_zero(best[i] + log_evidence.value(i, j) - best[j]));
        Paths { n, m, best, weights }
    }
}

/// e^`log`; 0 where no path leads (then `log` is infinite, or the difference of two infinities).
pub(crate) fn exp_or_zero(log: f64) -> f64 {
    if log.is_finite() { exp(log) } else { 0.0 }
}

/// F^start: paths from position `start` on, of up to `stages` stages.
pub(crate) fn forward_sums(paths: &Paths, stages: usize, start: usize) -> PathSums {
    sums_from(paths, stages, start, |_| true)
}

/// F of the paths on which no stage begins at `first` … `last`.
pub(crate) fn forward_sums_avoiding(paths: &Paths, stages: usize, first: usize, last: usize) -> PathSums {
    sums_from(paths, stages, 0, |i| i < first || i > last)
}

/// Paths from position `start` on, whose later stages begin only where `may_begin` says so.
fn sums_from(paths: &Paths, stages: usize, start: usize, may_begin: impl Fn(usize) -> bool) -> PathSums {
    let (n, m) = (paths.n, paths.m);
    let mut forward = vec![vec![0.0; n + 1]; stages + 1];
    forward[0][start] = 1.0;
    for k in 1..=stages {
        for j in start + m..=n {
            let begins = (start..=j - m).filter(|i| *i == start || may_begin(*i));
            forward[k][j] = begins.map(|i| forward[k - 1][i] * paths.weights.value(i, j)).sum();
        }
    }
    forward
}

/// B^end: paths back from position `end`, of up to `stages` stages.
pub(crate) fn backward_sums(paths: &Paths, stages: usize, end: usize) -> PathSums {
    let m = paths.m;
    let mut backward = vec![vec![0.0; end + 1]; stages + 1];
    backward[0][end] = 1.0;
    for k in 1..=stages {
        for i in 0..=end.saturating_sub(m) {
            backward[k][i] = (i + m..=end).map(|j| paths.weights.value(i, j) * backward[k - 1][j]).sum();
        }
    }
    backward
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{enumerate, search};

    fn paths(n: usize, m: usize) -> Paths {
        Paths { n, m, best: vec![0.0; n + 1], weights: Runs::new(n, m, |i, j| 1.0 / (1 + i + 2 * j) as f64) }
    }

    #[test]
    fn sums_equal_enumeration() {
        let (n, m, most) = (9, 2, 4);
        let paths = paths(n, m);
        let forward = forward_sums(&paths, most, 0);
        let backward = backward_sums(&paths, most, n);
        let avoiding = forward_sums_avoiding(&paths, most, 3, 4);
        for stages in 1..=most {
            let (mut sum, mut avoided) = (0.0, 0.0);
            enumerate::each(n, stages, m, |starts| {
                let weight: f64 = search::stages(starts, n).map(|(i, j)| paths.weights.value(i, j)).product();
                sum += weight;
                avoided += if starts.iter().any(|s| (3..=4).contains(s)) { 0.0 } else { weight };
            });
            assert!((forward[stages][n] - sum).abs() < 1e-15, "{stages}");
            assert!((backward[stages][0] - sum).abs() < 1e-15, "{stages}");
            assert!((avoiding[stages][n] - avoided).abs() < 1e-15, "{stages}");
        }
    }
}
