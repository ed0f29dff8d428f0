//! Series drawn anew by permuting whole years, METHOD §2.1: the residuals of a year stay together, so what
//! the categories of a year have in common stays, and only the order of the years is lost.

use crate::Cells;
use crate::search::stages;
use libm::sqrt;

/// The mean of each cell under constant rates in each of the stages that `starts` begins; n × J.
pub fn stage_means(cells: &Cells, starts: &[usize]) -> Vec<f64> {
    let mut means = vec![0.0; cells.hits.len()];
    for (i, j) in stages(starts, cells.len()) {
        for k in 0..cells.categories {
            let of_stage = |values: &[f64]| (i..j).map(|t| values[cells.at(t, k)]).sum::<f64>();
            let rate = of_stage(&cells.hits) / of_stage(&cells.exposure);
            for t in i..j {
                means[cells.at(t, k)] = cells.exposure[cells.at(t, k)] * rate;
            }
        }
    }
    means
}

/// Pearson residuals (Y − μ)/√μ; n × J, 0 where μ = 0.
pub fn pearson(hits: &[f64], means: &[f64]) -> Vec<f64> {
    let residual = |(y, mean): (&f64, &f64)| if *mean > 0.0 { (y - mean) / sqrt(*mean) } else { 0.0 };
    hits.iter().zip(means).map(residual).collect()
}

/// Pearson residuals of a fit with so many parameters a category, made as large as those of the true means
/// would be: times √(n/(n − parameters)).
pub fn inflated_residuals(cells: &Cells, means: &[f64], parameters: usize) -> Vec<f64> {
    let n = cells.len();
    let scale = sqrt(n as f64 / n.saturating_sub(parameters).max(1) as f64);
    pearson(&cells.hits, means).into_iter().map(|r| r * scale).collect()
}

/// Hits with these means and with the residuals of the years in another order: max(0, μ + √μ·R). They are not
/// rounded.
pub fn redrawn(means: &[f64], residuals: &[f64], order: &[usize], categories: usize) -> Vec<f64> {
    let mut hits = Vec::with_capacity(means.len());
    for (year, from) in means.chunks(categories).zip(order) {
        let drawn = &residuals[from * categories..(from + 1) * categories];
        hits.extend(year.iter().zip(drawn).map(|(mean, r)| (mean + sqrt(*mean) * r).max(0.0)));
    }
    hits
}

/// (1 + how many of the replicates are at least as large)/(B + 1). Ties count for the null.
pub fn p_value(observed: f64, replicates: impl IntoIterator<Item = f64>) -> f64 {
    let (mut count, mut as_large) = (0usize, 0usize);
    for statistic in replicates {
        count += 1;
        as_large += usize::from(statistic >= observed);
    }
    (1 + as_large) as f64 / (count + 1) as f64
}

/// The quantile `q` of values, linear between order statistics (type 7 of Hyndman & Fan 1996).
pub fn quantile(values: &[f64], q: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len().saturating_sub(1)) as f64 * q;
    let below = place as usize;
    match (sorted.get(below), sorted.get(below + 1)) {
        (Some(low), Some(high)) => low + (place - below as f64) * (high - low),
        (Some(only), None) => *only,
        (None, _) => f64::NAN,
    }
}
