//! Every single year left out, METHOD §2.5: a verdict that rests on one odd year is none.

use crate::selection::permutation::{gain, least_costs};
use crate::{Cells, Settings};

/// A series needs more years than this; otherwise what is left is too short.
pub const FEWEST: usize = 8;

/// T of one stage against more without each year, in the order of the years; none where the series is too
/// short for it.
pub fn statistics(cells: &Cells, settings: Settings) -> Vec<f64> {
    if cells.len() <= FEWEST {
        return Vec::new();
    }
    let without = |t: usize| {
        let left = cells.without_year(t);
        gain(&least_costs(&left, settings), 1, cells.categories, left.len())
    };
    (0..cells.len()).map(without).collect()
}

/// The position of the year without which T is least, and that T.
pub fn weakest(statistics: &[f64]) -> Option<(usize, f64)> {
    let lesser = |a: (usize, f64), b: (usize, f64)| if b.1 < a.1 { b } else { a };
    statistics.iter().copied().enumerate().reduce(lesser)
}
