//! Rules for mergers: the broken stick of CONISS and the elbow of VNC.

/// The broken-stick rule (Bennett 1996): `residuals[K − 1]` is the residual sum of squares of K
/// stages. The reduction from K to K + 1 stages is worth a boundary if it, and every reduction before
/// it, exceeds the mean length of the K-th longest piece of a stick as long as the total, broken at
/// random into n − 1 pieces.
///
/// Returns for each K ≥ 2 the expected piece less the reduction (below 0: worth it), and the number
/// of stages.
pub fn broken_stick(residuals: &[f64]) -> (Vec<f64>, usize) {
    let pieces = residuals.len().saturating_sub(1);
    let total = residuals.first().copied().unwrap_or(0.0);
    let mut shortfall = Vec::with_capacity(pieces);
    for split in 1..=pieces {
        let expected = (split..=pieces).map(|k| 1.0 / k as f64).sum::<f64>() * total / pieces as f64;
        shortfall.push(expected - (residuals[split - 1] - residuals[split]));
    }
    let worth = shortfall.iter().take_while(|s| **s < 0.0).count();
    // Where nothing varies, no boundary is worth it.
    (shortfall, if total > 0.0 { 1 + worth } else { 1 })
}

/// The elbow of a scree plot: `heights[K − 1]` is the height at which the mergers leave K stages. The
/// plot is drawn over what is searched, K = 1 … `maximum`; the elbow is the K whose point lies farthest below
/// the line from its first to its last point. Drawn over all mergers it would lie at `maximum` in most series.
///
/// Gries & Hilpert read the plot by eye; this is the common rule for it. Like the eye it never says
/// "one stage" unless nothing varies.
pub fn elbow(heights: &[f64], maximum: usize) -> usize {
    let heights = &heights[..maximum.min(heights.len())];
    let (Some(first), Some(last)) = (heights.first(), heights.last()) else {
        return 1;
    };
    let (mut farthest, mut elbow) = (0.0, 0);
    for (at, height) in heights.iter().enumerate() {
        let line = first + (last - first) * at as f64 / (heights.len() - 1).max(1) as f64;
        if line - height > farthest {
            (farthest, elbow) = (line - height, at);
        }
    }
    elbow + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_stick_keeps_what_stands_out() {
        // Of 12, a stick broken into 3 gives 7.33, 3.33, 1.33 on average.
        let (shortfall, stages) = broken_stick(&[12.0, 4.0, 1.0, 0.0]);
        assert_eq!(stages, 2); // reductions 8, 3, 1
        assert!((shortfall[0] + 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(broken_stick(&[0.0, 0.0, 0.0]).1, 1);
        assert_eq!(broken_stick(&[]).1, 1);
    }

    #[test]
    fn an_elbow_is_where_the_scree_ends() {
        assert_eq!(elbow(&[10.0, 6.0, 0.3, 0.2, 0.1, 0.0], 7), 3);
        assert_eq!(elbow(&[10.0, 6.0, 0.3, 0.2, 0.1, 0.0], 4), 3);
        assert_eq!(elbow(&[10.0, 8.0, 7.0, 6.0, 5.0, 0.0], 5), 2);
        assert_eq!(elbow(&[0.0, 0.0, 0.0], 7), 1);
    }
}
