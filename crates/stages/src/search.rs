//! Exact search: the cheapest segmentation for each number of stages, by dynamic programming.

/// A segmentation of n years and what it costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Segmentation {
    /// Sum of the costs of its stages.
    pub cost: f64,
    /// Position of the first year of every stage but the first, ascending.
    pub starts: Vec<usize>,
}

impl Segmentation {
    /// The stages as ranges `i..j` of positions.
    pub fn stages(&self, n: usize) -> impl Iterator<Item = (usize, usize)> {
        stages(&self.starts, n)
    }
}

/// The stages that `starts` cuts n years into.
pub fn stages(starts: &[usize], n: usize) -> impl Iterator<Item = (usize, usize)> {
    let from = std::iter::once(0).chain(starts.iter().copied());
    from.zip(starts.iter().copied().chain(std::iter::once(n)))
}

/// The cheapest segmentation into 1, 2, … `maximum` stages of at least `minimum_length` years,
/// over ALL segmentations; fewer entries where n years hold fewer stages. Every year may begin a
/// stage. Of two equally cheap ones, that with the earlier last boundary.
pub fn cheapest(
    n: usize,
    minimum_length: usize,
    maximum: usize,
    cost: impl Fn(usize, usize) -> f64,
) -> Vec<Segmentation> {
    let m = minimum_length.max(1);
    // table[k][j]: cheapest cost of the first j years in k + 1 stages, and where the last begins.
    let mut table: Vec<Vec<(f64, usize)>> = Vec::new();
    for k in 0..maximum.min(n / m) {
        let row = (0..=n)
            .map(|j| {
                if j < (k + 1) * m {
                    return (f64::INFINITY, 0);
                }
                if k == 0 {
                    return (cost(0, j), 0);
                }
                let mut best = (f64::INFINITY, 0);
                for (i, before) in table[k - 1].iter().enumerate().take(j - m + 1).skip(k * m) {
                    let total = before.0 + cost(i, j);
                    if total < best.0 {
                        best = (total, i);
                    }
                }
                best
            })
            .collect();
        table.push(row);
    }
    (0..table.len())
        .map(|stages| {
            let mut starts = Vec::new();
            let mut end = n;
            for k in (1..=stages).rev() {
                end = table[k][end].1;
                starts.push(end);
            }
            starts.reverse();
            Segmentation { cost: table[stages][n].0, starts }
        })
        .collect()
}
