//! Searches for the cheapest segmentation: exact for each number of stages, exact and pruned for any
//! number, greedy by merging neighbours, and plain enumeration.

pub mod enumerate;
mod exact;
mod merge;
mod pruned;

pub use exact::{Runs, cheapest};
pub use merge::{Mergers, merge};
pub use pruned::pruned;

/// A segmentation of n years with its cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Segmentation {
    /// Sum of the costs of its stages.
    pub cost: f64,
    /// Position of the first year of every stage but the first, ascending.
    pub starts: Vec<usize>,
}

impl Segmentation {
    /// K, the number of stages.
    pub fn stage_count(&self) -> usize {
        self.starts.len() + 1
    }

    /// The stages as ranges `i..j` of positions.
    pub fn stages(&self, n: usize) -> impl Iterator<Item = (usize, usize)> {
        stages(&self.starts, n)
    }
}

/// The stages, as ranges `i..j` of positions, that begin at 0 and at each of `starts`.
pub fn stages(starts: &[usize], n: usize) -> impl Iterator<Item = (usize, usize)> {
    let from = std::iter::once(0).chain(starts.iter().copied());
    from.zip(starts.iter().copied().chain(std::iter::once(n)))
}
