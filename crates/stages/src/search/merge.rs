//! Constrained agglomeration, as in CONISS and VNC: neighbours are merged two by two.

/// The mergers of n single years into one stage. Each step merges the two neighbouring runs whose
/// merger costs least, the earlier of two equal ones. The search is greedy, not exact, and has no
/// minimum length: the methods are defined so.
#[derive(Debug, Clone, PartialEq)]
pub struct Mergers {
    /// Cost of each merger, in order; n − 1 of them.
    pub costs: Vec<f64>,
    /// `starts[K − 1]` is the segmentation into K stages: positions of the first years but the first.
    pub starts: Vec<Vec<usize>>,
}

/// Merges n years; `cost(i, middle, j)` is that of merging years `i..middle` with `middle..j`.
pub fn merge(n: usize, cost: impl Fn(usize, usize, usize) -> f64) -> Mergers {
    let mut starts: Vec<usize> = (1..n).collect();
    let mut all = vec![starts.clone()];
    let mut costs = Vec::new();
    while !starts.is_empty() {
        let (mut least, mut cheapest) = (f64::INFINITY, 0);
        for at in 0..starts.len() {
            let i = if at == 0 { 0 } else { starts[at - 1] };
            let j = starts.get(at + 1).copied().unwrap_or(n);
            let c = cost(i, starts[at], j);
            // Costs that differ by rounding alone are equal, and the earlier merger wins.
            if c + 1e-12 * c.abs() < least {
                (least, cheapest) = (c, at);
            }
        }
        costs.push(least);
        starts.remove(cheapest);
        all.push(starts.clone());
    }
    all.reverse();
    Mergers { costs, starts: all }
}
