//! The cheapest segmentation for each number of stages, by dynamic programming.

use super::Segmentation;
use std::ops::Range;

/// A number for every run of years that is long enough to be a stage, such as its cost: all numbers of
/// stages ask for the same runs.
#[derive(Debug, Clone)]
pub struct Runs {
    n: usize,
    minimum_length: usize,
    /// Of years `i..j` at `j·(n + 1) + i`; infinite where that is too short for a stage.
    values: Vec<f64>,
}

impl Runs {
    /// Of n years, `value(i, j)` for years `i..j`; a stage has at least `minimum_length` years.
    pub fn new(n: usize, minimum_length: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let none = vec![f64::INFINITY; (n + 1) * (n + 1)];
        let mut runs = Runs { n, minimum_length: minimum_length.max(1), values: none };
        runs.set(0..n, 0, value);
        runs
    }

    /// The same, but for the runs that hold year `t`, which are `value(i, j)` now.
    pub fn with_year(&self, t: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let mut runs = self.clone();
        runs.set(0..t + 1, t + 1, value);
        runs
    }

    /// Of the runs that begin in `starts` and end at `end` or later.
    fn set(&mut self, starts: Range<usize>, end: usize, value: impl Fn(usize, usize) -> f64) {
        for i in starts {
            for j in end.max(i + self.minimum_length)..=self.n {
                self.values[j * (self.n + 1) + i] = value(i, j);
            }
        }
    }

    /// Of years `i..j`.
    pub fn of(&self, i: usize, j: usize) -> f64 {
        self.ending_at(j)[i]
    }

    /// Of the runs that end before year `j`, by their first year.
    fn ending_at(&self, j: usize) -> &[f64] {
        &self.values[j * (self.n + 1)..(j + 1) * (self.n + 1)]
    }

    /// With costs as numbers: the cheapest segmentation into 1, 2, … `maximum` stages, over ALL
    /// segmentations; fewer entries where n years hold fewer stages. Every year may begin a stage. Of two equally cheap ones, that
    /// with the earlier last boundary.
    pub fn cheapest(&self, maximum: usize) -> Vec<Segmentation> {
        let (n, m) = (self.n, self.minimum_length);
        // least[k][j]: cheapest cost of the first j years in k + 1 stages; from[k][j]: where the last begins.
        let (mut least, mut from): (Vec<Vec<f64>>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
        for k in 0..maximum.min(n / m) {
            let (mut costs, mut starts) = (vec![f64::INFINITY; n + 1], vec![0; n + 1]);
            for j in (k + 1) * m..=n {
                let last = self.ending_at(j);
                (costs[j], starts[j]) = match least.last() {
                    None => (last[0], 0),
                    Some(before) => {
                        let (first, end) = (k * m, j - m + 1);
                        let (cost, at) = least_sum(&before[first..end], &last[first..end]);
                        (cost, first + at)
                    }
                };
            }
            least.push(costs);
            from.push(starts);
        }
        (0..least.len())
            .map(|stages| {
                let mut starts = Vec::new();
                let mut end = n;
                for k in (1..=stages).rev() {
                    end = from[k][end];
                    starts.push(end);
                }
                starts.reverse();
                Segmentation { cost: least[stages][n], starts }
            })
            .collect()
    }
}

/// The least of the sums of two lists of one length, and where it stands first.
fn least_sum(a: &[f64], b: &[f64]) -> (f64, usize) {
    // Every replicate is made of these. Side by side, no sum waits for the one before; the place
    // is looked for afterwards.
    let mut side_by_side = [f64::INFINITY; 8];
    let (a_blocks, b_blocks) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = a_blocks.remainder().iter().zip(b_blocks.remainder()).map(|(a, b)| a + b);
    for (a, b) in a_blocks.zip(b_blocks) {
        for (least, (a, b)) in side_by_side.iter_mut().zip(a.iter().zip(b)) {
            let sum = a + b;
            *least = if sum < *least { sum } else { *least };
        }
    }
    let least = side_by_side.into_iter().chain(rest).fold(f64::INFINITY, f64::min);
    let at = a.iter().zip(b).position(|(a, b)| a + b == least);
    (least, at.unwrap_or(0))
}

/// [`Runs::cheapest`] of n years, where the costs serve for nothing else.
pub fn cheapest(
    n: usize,
    minimum_length: usize,
    maximum: usize,
    cost: impl Fn(usize, usize) -> f64,
) -> Vec<Segmentation> {
    Runs::new(n, minimum_length, cost).cheapest(maximum)
}
