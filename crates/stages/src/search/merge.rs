//! Neighbours merged two by two.

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
