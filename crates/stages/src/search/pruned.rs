//! PELT: the cheapest segmentation into any number of stages.

use super::{Segmentation, stages};

/// The segmentation with the least sum of costs and of a `penalty` for every boundary, into any
/// number of stages, by the pruned exact search PELT (Killick, Fearnhead & Eckley 2012). Cutting a
/// run must never make it cost more, as with every likelihood.
pub fn pruned(
    n: usize,
    minimum_length: usize,
    penalty: f64,
    cost: impl Fn(usize, usize) -> f64,
) -> Segmentation {
    let m = minimum_length.max(1);
    // least[j]: the first j years, a penalty for each stage; from[j]: where their last stage begins.
    let mut least = vec![f64::INFINITY; n + 1];
    let mut from = vec![0; n + 1];
    least[0] = 0.0;
    // Starts still worth trying, and from which end on they no longer are.
    let mut candidates: Vec<(usize, usize)> = vec![(0, usize::MAX)];
    for end in m..=n {
        if end >= 2 * m {
            candidates.push((end - m, usize::MAX));
        }
        candidates.retain(|(_, until)| end < *until);
        for (start, _) in &candidates {
            let total = least[*start] + cost(*start, end) + penalty;
            if total < least[end] {
                (least[end], from[end]) = (total, *start);
            }
        }
        for (start, until) in &mut candidates {
            // From `end + m` on, a boundary at `end` is always at least as good as one at `start`.
            if *until == usize::MAX && least[*start] + cost(*start, end) >= least[end] {
                *until = end + m;
            }
        }
    }
    let mut starts = Vec::new();
    let mut end = n;
    while from[end] > 0 {
        end = from[end];
        starts.push(end);
    }
    starts.reverse();
    let cost = stages(&starts, n).map(|(i, j)| cost(i, j)).sum();
    Segmentation { cost, starts }
}
