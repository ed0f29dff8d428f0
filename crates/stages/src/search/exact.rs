//! The cheapest segmentation into each number of stages, by dynamic programming:
//!
//! ```text
//! C_1(j) = c(0, j)      C_k(j) = min_i C_{k−1}(i) + c(i, j)
//! ```
//!
//! c(i, j) is the cost of years `i..j` as one stage, C_k(j) the least cost of the first j years in k
//! stages. It takes n²·K sums and looks at every segmentation, so no boundary is missed.

use super::Segmentation;

/// A number, such as the cost, for every run of years that is long enough to be a stage. It is computed
/// once and serves all numbers of stages.
#[derive(Debug, Clone)]
pub struct Runs {
    n: usize,
    minimum_length: usize,
    /// The number of years `i..j` at `j·(n + 1) + i`, so that the runs with one end lie side by side;
    /// infinite where the run is too short for a stage.
    values: Vec<f64>,
}

impl Runs {
    /// `value(i, j)` for the runs `i..j` of n years that have at least `minimum_length` years.
    pub fn new(n: usize, minimum_length: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let none = vec![f64::INFINITY; (n + 1) * (n + 1)];
        let mut runs = Runs { n, minimum_length: minimum_length.max(1), values: none };
        for i in 0..n {
            for j in i + runs.minimum_length..=n {
                runs.values[j * (n + 1) + i] = value(i, j);
            }
        }
        runs
    }

    /// n, the number of years.
    pub fn years(&self) -> usize {
        self.n
    }

    /// The least length of a run.
    pub fn minimum_length(&self) -> usize {
        self.minimum_length
    }

    /// The number of years `i..j`.
    pub fn value(&self, i: usize, j: usize) -> f64 {
        self.ending_at(j)[i]
    }

    /// The numbers of the runs that end before year `j`, by their first year.
    fn ending_at(&self, j: usize) -> &[f64] {
        &self.values[j * (self.n + 1)..(j + 1) * (self.n + 1)]
    }

    /// The cheapest segmentations into 1, 2, … `maximum` stages, the numbers being costs; fewer where
    /// n years hold fewer stages. Of two equally cheap segmentations the one with the earlier last boundary.
    pub fn cheapest(&self, maximum: usize) -> Vec<Segmentation> {
        let (n, m) = (self.n, self.minimum_length);
        // With k counted from 0: least[k][j] is C_{k+1}(j), last_start[k][j] the first year of its last stage.
        let (mut least, mut last_start): (Vec<Vec<f64>>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
        for k in 0..maximum.min(n / m) {
            let (mut costs, mut starts) = (vec![f64::INFINITY; n + 1], vec![0; n + 1]);
            for j in (k + 1) * m..=n {
                let last_stage = self.ending_at(j);
                (costs[j], starts[j]) = match least.last() {
                    None => (last_stage[0], 0),
                    Some(before) => {
                        // k stages take at least k·m years, the last stage at least m.
                        let (first, end) = (k * m, j - m + 1);
                        let (cost, offset) = least_sum(&before[first..end], &last_stage[first..end]);
                        (cost, first + offset)
                    }
                };
            }
            least.push(costs);
            last_start.push(starts);
        }
        (0..least.len())
            .map(|k| Segmentation { cost: least[k][n], starts: trace_back(&last_start[..=k], n) })
            .collect()
    }
}

/// The starts of the stages that end at `n`, from the first year of each last stage.
fn trace_back(last_start: &[Vec<usize>], n: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut end = n;
    for row in last_start[1..].iter().rev() {
        end = row[end];
        starts.push(end);
    }
    starts.reverse();
    starts
}

/// The least of the sums of two lists of one length, and its first position.
///
/// Replicates spend most of their time here. Eight minima run side by side, so that no comparison waits for
/// the one before; the position is searched for afterwards, once.
fn least_sum(a: &[f64], b: &[f64]) -> (f64, usize) {
    let mut minima = [f64::INFINITY; 8];
    let (a_blocks, b_blocks) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = a_blocks.remainder().iter().zip(b_blocks.remainder()).map(|(a, b)| a + b);
    for (a, b) in a_blocks.zip(b_blocks) {
        for (least, (a, b)) in minima.iter_mut().zip(a.iter().zip(b)) {
            let sum = a + b;
            // Not f64::min: its rule for NaN keeps the compiler from using one instruction for eight.
            *least = if sum < *least { sum } else { *least };
        }
    }
    let least = minima.into_iter().chain(rest).fold(f64::INFINITY, f64::min);
    let position = a.iter().zip(b).position(|(a, b)| a + b == least);
    (least, position.unwrap_or(0))
}

/// [`Runs::cheapest`] of n years, where the costs serve nothing else.
pub fn cheapest(
    n: usize,
    minimum_length: usize,
    maximum: usize,
    cost: impl Fn(usize, usize) -> f64,
) -> Vec<Segmentation> {
    Runs::new(n, minimum_length, cost).cheapest(maximum)
}
