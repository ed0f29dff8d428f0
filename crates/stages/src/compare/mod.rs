//! Comparison with what others say: how near two segmentations are (METHOD §3), the published stages,
//! the stage profile.
//!
//! The measures here take boundaries as positions or years, both lists ascending and without repeats.

pub mod profile;
pub(crate) mod published;

/// F1 of the boundaries: 2 × matched pairs over all boundaries of both lists, 1 where both are empty.
/// Two boundaries match if they are at most `margin` apart, and each matches at most once.
pub fn f1(found: &[i64], truth: &[i64], margin: i64) -> f64 {
    if found.is_empty() && truth.is_empty() {
        return 1.0;
    }
    2.0 * matched_pairs(found, truth, margin) as f64 / (found.len() + truth.len()) as f64
}

/// Precision and recall within `margin`; nothing where the list to divide by is empty.
pub fn precision_recall(found: &[i64], truth: &[i64], margin: i64) -> (Option<f64>, Option<f64>) {
    let pairs = matched_pairs(found, truth, margin) as f64;
    let share = |list: &[i64]| (!list.is_empty()).then(|| pairs / list.len() as f64);
    (share(found), share(truth))
}

/// The most pairs that can be matched. On a line, matching from left to right finds the most.
fn matched_pairs(found: &[i64], truth: &[i64], margin: i64) -> usize {
    let (mut f, mut t, mut pairs) = (0, 0, 0);
    while f < found.len() && t < truth.len() {
        let difference = found[f] - truth[t];
        if difference.abs() <= margin {
            pairs += 1;
            f += 1;
            t += 1;
        } else if difference < 0 {
            f += 1;
        } else {
            t += 1;
        }
    }
    pairs
}

/// Hausdorff distance: the largest distance of a boundary from the nearest of the other list. Nothing
/// where either list is empty.
pub fn hausdorff(a: &[i64], b: &[i64]) -> Option<i64> {
    let farthest = |from: &[i64], to: &[i64]| {
        let nearest = |x: &i64| to.iter().map(|y| (x - y).abs()).min();
        from.iter().filter_map(nearest).max()
    };
    if a.is_empty() || b.is_empty() {
        return None;
    }
    farthest(a, b).max(farthest(b, a))
}

/// Rand index of two segmentations of n positions, given by their starts: the share of pairs of
/// positions on which they agree. Random stages average .77, so it says little by itself; it serves to
/// compare with other programs.
pub fn rand(n: usize, a: &[usize], b: &[usize]) -> f64 {
    let pairs = Pairs::count(n, a, b);
    (pairs.all + 2.0 * pairs.both - pairs.a - pairs.b) / pairs.all
}

/// Rand index adjusted for chance (Hubert & Arabie 1985): 1 for equal segmentations, 0 on average
/// for unrelated ones.
pub fn adjusted_rand(n: usize, a: &[usize], b: &[usize]) -> f64 {
    let pairs = Pairs::count(n, a, b);
    let expected = pairs.a * pairs.b / pairs.all;
    let highest = (pairs.a + pairs.b) / 2.0;
    if highest == expected {
        return 1.0; // both are one stage, or both cut everywhere
    }
    (pairs.both - expected) / (highest - expected)
}

/// Numbers of pairs of positions.
struct Pairs {
    /// In one stage of a and in one stage of b.
    both: f64,
    /// In one stage of a.
    a: f64,
    /// In one stage of b.
    b: f64,
    all: f64,
}

impl Pairs {
    fn count(n: usize, a: &[usize], b: &[usize]) -> Self {
        let within =
            |starts: &[usize]| crate::search::stages(starts, n).map(|(i, j)| choose_two(j - i)).sum();
        // The stages of all starts together are the intersections of the stages of a and b.
        let mut common: Vec<usize> = a.iter().chain(b).copied().collect();
        common.sort_unstable();
        common.dedup();
        Pairs { both: within(&common), a: within(a), b: within(b), all: choose_two(n) }
    }
}

/// The number of pairs of n positions.
fn choose_two(n: usize) -> f64 {
    (n * n.saturating_sub(1) / 2) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_pairs_are_matched_once() {
        assert_eq!(f1(&[1999, 2010], &[1999, 2010, 2018], 1), 0.8);
        assert_eq!(f1(&[1998, 2000], &[1999], 1), 2.0 / 3.0);
        assert_eq!(f1(&[], &[], 1), 1.0);
        assert_eq!(f1(&[], &[1999], 1), 0.0);
    }

    #[test]
    fn equal_segmentations_agree() {
        assert_eq!(adjusted_rand(28, &[5, 16, 24], &[5, 16, 24]), 1.0);
        assert_eq!(adjusted_rand(28, &[], &[]), 1.0);
        assert_eq!(adjusted_rand(28, &[], &[14]), 0.0);
        assert_eq!(hausdorff(&[], &[1]), None);
    }
}
