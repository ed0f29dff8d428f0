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
    // Every number of stages asks for the same runs of years: price each run once.
    let price = |i: usize, j: usize| if j >= i + m { cost(i, j) } else { f64::INFINITY };
    let prices: Vec<Vec<f64>> = (0..=n).map(|i| (0..=n).map(|j| price(i, j)).collect()).collect();
    // table[k][j]: cheapest cost of the first j years in k + 1 stages, and where the last begins.
    let mut table: Vec<Vec<(f64, usize)>> = Vec::new();
    for k in 0..maximum.min(n / m) {
        let row = (0..=n)
            .map(|j| {
                if j < (k + 1) * m {
                    return (f64::INFINITY, 0);
                }
                if k == 0 {
                    return (prices[0][j], 0);
                }
                let mut best = (f64::INFINITY, 0);
                for (i, before) in table[k - 1].iter().enumerate().take(j - m + 1).skip(k * m) {
                    let total = before.0 + prices[i][j];
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

/// The segmentation with the least sum of costs and of a `penalty` for every boundary, into any
/// number of stages, by the pruned exact search PELT (Killick, Fearnhead & Eckley 2012). Cutting a
/// run must never make it cost more, as with every likelihood.
pub fn pruned(
    n: usize,
    minimum_length: usize,
    penalty: f64,
    cost: impl Fn(usize, usize) -> f64,
) -> Segmentation {
    let m = minimum_length.max(1);
    // least[j]: the first j years, a penalty for each stage; from[j]: where their last stage begins.
    let mut least = vec![f64::INFINITY; n + 1];
    let mut from = vec![0; n + 1];
    least[0] = 0.0;
    // Starts still worth trying, and from which end on they no longer are.
    let mut candidates: Vec<(usize, usize)> = vec![(0, usize::MAX)];
    for end in m..=n {
        if end >= 2 * m {
            candidates.push((end - m, usize::MAX));
        }
        candidates.retain(|(_, until)| end < *until);
        for (start, _) in &candidates {
            let total = least[*start] + cost(*start, end) + penalty;
            if total < least[end] {
                (least[end], from[end]) = (total, *start);
            }
        }
        for (start, until) in &mut candidates {
            // From `end + m` on, a boundary at `end` is always at least as good as one at `start`.
            if *until == usize::MAX && least[*start] + cost(*start, end) >= least[end] {
                *until = end + m;
            }
        }
    }
    let mut starts = Vec::new();
    let mut end = n;
    while from[end] > 0 {
        end = from[end];
        starts.push(end);
    }
    starts.reverse();
    let cost = stages(&starts, n).map(|(i, j)| cost(i, j)).sum();
    Segmentation { cost, starts }
}

/// Neighbouring runs of years merged two by two, always the two whose merger is cheapest, from
/// single years to one stage: constrained agglomeration, as in CONISS and VNC. Of two equally cheap
/// mergers, the earlier. Greedy, not exact, and without a minimum length: that is the method.
#[derive(Debug, Clone, PartialEq)]
pub struct Mergers {
    /// Price of each merger, in order; n − 1 of them.
    pub prices: Vec<f64>,
    /// The segmentation into 1, 2, … n stages: positions of the first years but the first.
    pub starts: Vec<Vec<usize>>,
}

/// Merges n years; `price(i, middle, j)` is that of joining years `i..middle` and `middle..j`.
pub fn merge(n: usize, price: impl Fn(usize, usize, usize) -> f64) -> Mergers {
    let mut starts: Vec<usize> = (1..n).collect();
    let mut all = vec![starts.clone()];
    let mut prices = Vec::new();
    while !starts.is_empty() {
        let mut best = (f64::INFINITY, 0);
        for at in 0..starts.len() {
            let i = if at == 0 { 0 } else { starts[at - 1] };
            let j = starts.get(at + 1).copied().unwrap_or(n);
            let p = price(i, starts[at], j);
            // A hair of tolerance: prices that differ by rounding alone are equal.
            if p + 1e-12 * p.abs() < best.0 {
                best = (p, at);
            }
        }
        prices.push(best.0);
        starts.remove(best.1);
        all.push(starts.clone());
    }
    all.reverse();
    Mergers { prices, starts: all }
}
