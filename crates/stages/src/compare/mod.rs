//! How near two segmentations are, METHOD §3. Boundaries are positions or years; both lists
//! ascending and without repeats.

pub mod profile;
pub(crate) mod published;

/// Share of matched boundaries as F1: two boundaries match when at most `margin` apart, each at
/// most once. 1 where both lists are empty.
pub fn f1(found: &[i64], truth: &[i64], margin: i64) -> f64 {
    if found.is_empty() && truth.is_empty() {
        return 1.0;
    }
    2.0 * matched(found, truth, margin) as f64 / (found.len() + truth.len()) as f64
}

/// Precision and recall at `margin`; nothing where the list to divide by is empty.
pub fn precision_recall(found: &[i64], truth: &[i64], margin: i64) -> (Option<f64>, Option<f64>) {
    let hits = matched(found, truth, margin) as f64;
    let share = |list: &[i64]| (!list.is_empty()).then(|| hits / list.len() as f64);
    (share(found), share(truth))
}

/// The most pairs that can be matched; on a line, left to right is best.
fn matched(found: &[i64], truth: &[i64], margin: i64) -> usize {
    let (mut f, mut t, mut pairs) = (0, 0, 0);
    while f < found.len() && t < truth.len() {
        let apart = found[f] - truth[t];
        if apart.abs() <= margin {
            pairs += 1;
            f += 1;
            t += 1;
        } else if apart < 0 {
            f += 1;
        } else {
            t += 1;
        }
    }
    pairs
}

/// Hausdorff distance: the farthest that any boundary is from the other list's nearest. Nothing
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
/// positions on which they agree. Worthless here by itself (random stages average .77); it stands
/// for comparison with other programs.
pub fn rand(n: usize, a: &[usize], b: &[usize]) -> f64 {
    let pairs = Pairs::of(n, a, b);
    (pairs.all + 2.0 * pairs.both - pairs.a - pairs.b) / pairs.all
}

/// Rand index adjusted for chance (Hubert & Arabie 1985): 1 for equal segmentations, 0 on average
/// for unrelated ones.
pub fn adjusted_rand(n: usize, a: &[usize], b: &[usize]) -> f64 {
    let pairs = Pairs::of(n, a, b);
    let expected = pairs.a * pairs.b / pairs.all;
    let most = (pairs.a + pairs.b) / 2.0;
    if most == expected {
        return 1.0; // both are one stage, or both cut everywhere
    }
    (pairs.both - expected) / (most - expected)
}

/// Pairs of positions: in one stage of both, of a, of b, and all.
struct Pairs {
    both: f64,
    a: f64,
    b: f64,
    all: f64,
}

impl Pairs {
    fn of(n: usize, a: &[usize], b: &[usize]) -> Self {
        let within =
            |starts: &[usize]| crate::search::stages(starts, n).map(|(i, j)| choose_two(j - i)).sum();
        let mut common: Vec<usize> = a.iter().chain(b).copied().collect();
        common.sort_unstable();
        common.dedup();
        Pairs { both: within(&common), a: within(a), b: within(b), all: choose_two(n) }
    }
}

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
