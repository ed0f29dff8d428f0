//! Smoothing 平滑: pools neighbouring years.

use nianlun_frequency::RateRow;

/// Smooths over `wide` years to either side: the value of a year is the sum of the numerators divided by the
/// sum of the denominators, so that a year with little text weighs little. Years without texts contribute
/// nothing and get no value.
pub fn smooth(
    rows: &[RateRow],
    wide: usize,
    parts: impl Fn(&RateRow) -> Option<(f64, f64, f64)>,
) -> Vec<Option<f64>> {
    let value = |at: usize| {
        parts(&rows[at])?;
        let near = &rows[at.saturating_sub(wide)..(at + wide + 1).min(rows.len())];
        let (above, below, scale) = near
            .iter()
            .filter_map(&parts)
            .fold((0.0, 0.0, 1.0), |(above, below, _), (a, b, scale)| (above + a, below + b, scale));
        (below > 0.0).then(|| above / below * scale)
    };
    (0..rows.len()).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(year: i32, hits: Option<u64>) -> RateRow {
        RateRow {
            query: "甲".into(),
            year,
            hits,
            documents_with_hits: hits.map(|n| n.min(1)),
            documents: hits.map(|_| 1),
            han_characters: hits.map(|_| 1000),
            tokens: hits.map(|_| 500),
            per_10k: hits.map(|n| n as f64 * 10.0),
        }
    }

    #[test]
    fn a_gap_stays_a_gap_and_counts_for_nothing() {
        let rows = [row(2000, Some(1)), row(2001, None), row(2002, Some(4)), row(2003, Some(7))];
        let parts = |row: &RateRow| Some((row.hits? as f64, row.han_characters? as f64, 1e4));
        assert_eq!(smooth(&rows, 0, parts), [Some(10.0), None, Some(40.0), Some(70.0)]);
        assert_eq!(smooth(&rows, 1, parts), [Some(10.0), None, Some(55.0), Some(55.0)]);
        assert_eq!(smooth(&rows, 9, parts), [Some(40.0), None, Some(40.0), Some(40.0)]);
    }
}
