//! Are the transitions sharp, METHOD §2.4.5: does the year before a boundary already lean to the next stage,
//! and the year after still to the last? The fitted steps are the null, so true steps lose no more than the
//! level of the test.

use crate::draws::{Part, Replication};
use crate::resample::{inflated_residuals, p_value, redrawn, stage_means};
use crate::rivals::drift;
use crate::search::stages;
use crate::{Cells, Settings, cost};
use libm::{log, sqrt};

/// What the fitted steps, drawn anew, look like.
#[derive(Debug, Clone, PartialEq)]
pub struct StepsTest {
    /// S, see [`softness`].
    pub softness: f64,
    /// Share of drawn steps that are at least as soft. Small: the change takes several years.
    pub p_soft: f64,
    /// Share of drawn steps whose drift statistic T_d is as low. Small: steps do not look so drift-like.
    /// Nothing where it was not asked for.
    pub p_steps: Option<f64>,
}

/// S = Σ w·d·(Y − μ)/√(Σ w²d²μ) over boundaries, years beside them and categories; d is the change of the log
/// rate at the boundary. The year before a boundary weighs 1, the one before that ½, the first year of the new
/// stage −1, the next −½; the halves only where the stage has three years.
pub fn softness(cells: &Cells, starts: &[usize]) -> f64 {
    let means = stage_means(cells, starts);
    let runs: Vec<(usize, usize)> = stages(starts, cells.len()).collect();
    let log_rate = |(i, j): (usize, usize), k: usize| {
        let sum = |values: &[f64]| (i..j).map(|t| values[cells.at(t, k)]).sum::<f64>();
        log((sum(&cells.hits) + 0.5) / sum(&cells.exposure))
    };
    let (mut leaning, mut variance) = (0.0, 0.0);
    for pair in runs.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        let boundary = after.0;
        let mut weights = vec![(boundary - 1, 1.0), (boundary, -1.0)];
        if before.1 - before.0 >= 3 {
            weights.push((boundary - 2, 0.5));
        }
        if after.1 - after.0 >= 3 {
            weights.push((boundary + 1, -0.5));
        }
        for k in 0..cells.categories {
            let change = log_rate(after, k) - log_rate(before, k);
            for (t, weight) in &weights {
                let at = cells.at(*t, k);
                leaning += weight * change * (cells.hits[at] - means[at]);
                variance += weight * weight * change * change * means[at];
            }
        }
    }
    leaning / sqrt(variance.max(1e-9))
}

/// Draws the fitted steps anew, searches each series for as many stages, and compares. `drift_too` asks for
/// `p_steps`.
pub fn test(
    cells: &Cells,
    starts: &[usize],
    settings: Settings,
    drift_too: bool,
    replication: &Replication<'_>,
) -> StepsTest {
    let stages = starts.len() + 1;
    let means = stage_means(cells, starts);
    let residuals = inflated_residuals(cells, &means, stages);
    let drift_statistic = |cells: &Cells| drift::statistic(cells, settings, false).0;
    let drawn = replication.run("drawing the steps anew", |b| {
        let order = replication.draws.permutation(Part::Steps, 0, b, cells.len());
        let drawn = cells.with_hits(redrawn(&means, &residuals, &order, cells.categories));
        let found = cost::poisson_runs(&drawn, settings.minimum_length).cheapest(stages);
        let soft = found.last().map_or(0.0, |found| softness(&drawn, &found.starts));
        let drifts = drift_too && !drawn.has_empty_category();
        (soft, drifts.then(|| drift_statistic(&drawn)))
    });
    let softness = softness(cells, starts);
    let p_steps = drift_too.then(|| {
        // As low as observed: the signs are turned, a series without a statistic is not as low.
        let lows = drawn.iter().map(|(_, t)| t.map_or(f64::NEG_INFINITY, |t| -t));
        p_value(-drift_statistic(cells), lows)
    });
    StepsTest { softness, p_soft: p_value(softness, drawn.iter().map(|(soft, _)| *soft)), p_steps }
}
