//! PELT: the cheapest segmentation into any number of stages.

use super::{Segmentation, stages};

/// A first year of the last stage that the search still tries.
struct Candidate {
    start: usize,
    /// The first end for which `start` can no longer be best.
    dropped_at: usize,
}

/// The segmentation with the least sum of costs and of a `penalty` for every boundary, into any number
/// of stages, by the pruned exact search PELT (Killick, Fearnhead & Eckley 2012).
///
/// It assumes that cutting a run never makes it cost more, as holds for every likelihood. If
/// C(start) + c(start, end) ≥ C(end), then for any later end′ a boundary at `end` is at least as good as one
/// at `start`, and `start` is dropped. Nothing is lost and the result is exact. With a minimum length m
/// the boundary at `end` needs m years after it, so `start` stays until `end + m`.
pub fn pruned(
    n: usize,
    minimum_length: usize,
    penalty: f64,
    cost: impl Fn(usize, usize) -> f64,
) -> Segmentation {
    let m = minimum_length.max(1);
    // least[j]: cost of the first j years with a penalty for each stage; last_start[j]: where the last begins.
    let mut least = vec![f64::INFINITY; n + 1];
    let mut last_start = vec![0; n + 1];
    least[0] = 0.0;
    let mut candidates = vec![Candidate { start: 0, dropped_at: usize::MAX }];
    for end in m..=n {
        if end >= 2 * m {
            candidates.push(Candidate { start: end - m, dropped_at: usize::MAX });
        }
        candidates.retain(|candidate| end < candidate.dropped_at);
        for Candidate { start, .. } in &candidates {
            let total = least[*start] + cost(*start, end) + penalty;
            if total < least[end] {
                (least[end], last_start[end]) = (total, *start);
            }
        }
        for Candidate { start, dropped_at } in &mut candidates {
            if *dropped_at == usize::MAX && least[*start] + cost(*start, end) >= least[end] {
                *dropped_at = end + m;
            }
        }
    }
    let mut starts = Vec::new();
    let mut end = n;
    while last_start[end] > 0 {
        end = last_start[end];
        starts.push(end);
    }
    starts.reverse();
    let cost = stages(&starts, n).map(|(i, j)| cost(i, j)).sum();
    Segmentation { cost, starts }
}
