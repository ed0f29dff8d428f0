//! Every segmentation, one by one. Ranks and chance levels are counted so, not approximated.

/// The number of segmentations of `n` years into `stages` stages of at least `minimum_length` years, at
/// most `u64::MAX`. The years beyond `stages · minimum_length` are free to go to any stage: with f
/// free years there are C(f + stages − 1, stages − 1) ways.
pub fn count(n: usize, stages: usize, minimum_length: usize) -> u64 {
    let m = minimum_length.max(1);
    let Some(free) = n.checked_sub(stages * m) else {
        return 0;
    };
    let (top, k) = (free + stages - 1, stages - 1);
    let mut result: u128 = 1;
    for i in 0..k {
        // A product of i + 1 successive numbers is divisible by (i + 1)!, so no division has a rest.
        result = result * (top - i) as u128 / (i + 1) as u128;
        if result > u128::from(u64::MAX) {
            return u64::MAX;
        }
    }
    result as u64
}

/// Calls `visit` with the starts (as in [`crate::search::Segmentation`]) of every segmentation.
pub fn each(n: usize, stages: usize, minimum_length: usize, mut visit: impl FnMut(&[usize])) {
    let m = minimum_length.max(1);
    if stages == 0 || n < stages * m {
        return;
    }
    let mut starts = Vec::with_capacity(stages - 1);
    extend(n, stages - 1, m, &mut starts, &mut visit);
}

/// Visits every segmentation that begins with `starts` and has `left` boundaries more.
fn extend(n: usize, left: usize, m: usize, starts: &mut Vec<usize>, visit: &mut impl FnMut(&[usize])) {
    if left == 0 {
        visit(starts);
        return;
    }
    let first = starts.last().copied().unwrap_or(0) + m;
    for start in first..=n - left * m {
        starts.push(start);
        extend(n, left - 1, m, starts, visit);
        starts.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_the_method() {
        assert_eq!(count(28, 4, 2), 1771);
        for (n, k, m) in [(28, 4, 2), (9, 3, 1), (8, 4, 2), (7, 4, 2), (5, 1, 2)] {
            let mut visited = 0;
            each(n, k, m, |starts| {
                assert!(crate::search::stages(starts, n).all(|(i, j)| j - i >= m));
                visited += 1;
            });
            assert_eq!(visited, count(n, k, m), "{n} {k} {m}");
        }
    }
}
