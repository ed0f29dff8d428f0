//! Ranges of characters in which something stands: merged, without overlap, near one another.

use std::ops::Range;

/// Joins the places of alternatives: left to right, the longest first, without overlap.
pub(crate) fn merge(mut places: Vec<Vec<Range<u32>>>) -> Vec<Range<u32>> {
    if places.len() == 1 {
        return places.pop().unwrap_or_default();
    }
    let mut all: Vec<Range<u32>> = places.into_iter().flatten().collect();
    all.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    without_overlap(all)
}

/// Keeps of `places`, ascending by start, those that do not overlap one kept before.
pub(crate) fn without_overlap(mut places: Vec<Range<u32>>) -> Vec<Range<u32>> {
    let mut free = 0;
    places.retain(|place| {
        let keep = place.start >= free;
        if keep {
            free = place.end;
        }
        keep
    });
    places
}

/// The places of the first of `parts` that have a place of each other part within `within` characters,
/// on either side and without overlap; with each, the nearest place of each other part. The places of
/// a part ascend and do not overlap.
pub(crate) fn near(parts: &[Vec<Range<u32>>], within: u32) -> Vec<(Range<u32>, Vec<Range<u32>>)> {
    let Some((first, others)) = parts.split_first() else { return Vec::new() };
    let with_partners = |place: &Range<u32>| {
        let partners: Option<Vec<_>> = others.iter().map(|other| nearest(place, other, within)).collect();
        Some((place.clone(), partners?))
    };
    first.iter().filter_map(with_partners).collect()
}

/// The one of `others` that is nearest to `place`; of two equally near the one before it.
fn nearest(place: &Range<u32>, others: &[Range<u32>], within: u32) -> Option<Range<u32>> {
    // Starts and ends ascend alike, so that two binary searches find the neighbours.
    let after = others.get(others.partition_point(|other| other.start < place.end));
    let before = others.partition_point(|other| other.end <= place.start).checked_sub(1);
    let after = after.map(|other| (other.start - place.end, other));
    let before = before.map(|at| (place.start - others[at].end, &others[at]));
    let (distance, other) = [before, after].into_iter().flatten().min_by_key(|(distance, _)| *distance)?;
    (distance <= within).then(|| other.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearness_is_counted_between_the_strings() {
        // 公众 and 参与 in 公众可以参与,参与的公众.
        let parts = [vec![0..2, 10..12], vec![4..6, 7..9]];
        let found = |within| near(&parts, within).into_iter().map(|(r, _)| r.start).collect::<Vec<_>>();
        assert_eq!(found(0), [0u32; 0]);
        assert_eq!(found(1), [10]);
        assert_eq!(found(2), [0, 10]);
        // 人人 and 人 in 人人.
        let own = [std::iter::once(0..2).collect(), vec![0..1, 1..2]];
        assert_eq!(near(&own, 5), [], "nothing is near itself");
    }

    #[test]
    fn alternatives_are_merged_without_overlap() {
        let found = merge(vec![vec![0..2, 5..7], vec![0..4, 6..9]]);
        assert_eq!(found, [0..4, 5..7]);
    }
}
