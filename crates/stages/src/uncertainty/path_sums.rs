//! Sums over paths: a path from position p to position q is a way to cut years `p..q` into stages.
//! The weight of a path is the product of the weights of its stages.

use crate::search::Runs;
use libm::exp;

/// `sums[k][i]`: the weights of all paths of k stages between a fixed position and position i, summed.
pub(crate) type PathSums = Vec<Vec<f64>>;

/// β: log evidence of the best segmentation of the first j years, in any number of stages.
pub(crate) fn best_paths(log_evidence: &Runs, n: usize, m: usize) -> Vec<f64> {
    let mut best = vec![f64::NEG_INFINITY; n + 1];
    best[0] = 0.0;
    for j in m..=n {
        best[j] = (0..=j - m).map(|i| best[i] + log_evidence.value(i, j)).fold(f64::NEG_INFINITY, f64::max);
    }
    best
}

/// e^`log`; 0 where no path leads (then `log` is infinite, or the difference of two infinities).
pub(crate) fn exp_or_zero(log: f64) -> f64 {
    if log.is_finite() { exp(log) } else { 0.0 }
}

/// F^start: paths from position `start` on, of up to `stages` stages of at least `m` years.
pub(crate) fn forward_sums(weights: &Runs, n: usize, m: usize, stages: usize, start: usize) -> PathSums {
    let mut forward = vec![vec![0.0; n + 1]; stages + 1];
    forward[0][start] = 1.0;
    for k in 1..=stages {
        for j in m..=n {
            forward[k][j] = (0..=j - m).map(|i| forward[k - 1][i] * weights.value(i, j)).sum();
        }
    }
    forward
}

/// B^end: paths back from position `end`, of up to `stages` stages of at least `m` years.
pub(crate) fn backward_sums(weights: &Runs, m: usize, stages: usize, end: usize) -> PathSums {
    let mut backward = vec![vec![0.0; end + 1]; stages + 1];
    backward[0][end] = 1.0;
    for k in 1..=stages {
        for i in 0..=end.saturating_sub(m) {
            backward[k][i] = (i + m..=end).map(|j| weights.value(i, j) * backward[k - 1][j]).sum();
        }
    }
    backward
}

/// Σ_k before_k(i)·after_{stages−1−k}(j): all paths of `stages` stages, one of them `i..j`, which is not
/// weighed here.
pub(crate) fn joined(before: &PathSums, after: &PathSums, i: usize, j: usize, stages: usize) -> f64 {
    (0..stages).map(|k| before[k][i] * after[stages - 1 - k][j]).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{enumerate, search};

    #[test]
    fn forward_and_backward_sums_equal_enumeration() {
        let (n, m, most) = (9, 2, 4);
        let weights = Runs::new(n, m, |i, j| 1.0 / (1 + i + 2 * j) as f64);
        let forward = forward_sums(&weights, n, m, most, 0);
        let backward = backward_sums(&weights, m, most, n);
        for stages in 1..=most {
            let mut sum = 0.0;
            enumerate::each(n, stages, m, |starts| {
                sum += search::stages(starts, n).map(|(i, j)| weights.value(i, j)).product::<f64>();
            });
            assert!((forward[stages][n] - sum).abs() < 1e-15, "{stages}");
            assert!((backward[stages][0] - sum).abs() < 1e-15, "{stages}");
        }
    }
}
