//! Are the transitions sharp, METHOD §2.4.5: does the year before a boundary already lean to the next stage,
//! and the year after still to the last? The fitted steps are the null, so true steps lose no more than the
//! level of the test.

use crate::cost::Sums;
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
    /// The same for the stages of [`merged`] boundaries; nothing where none is merged.
    pub p_merged: Option<f64>,
    /// Share of drawn steps whose drift statistic T_d is as low. Small: steps do not look so drift-like.
    /// Nothing where it was not asked for.
    pub p_steps: Option<f64>,
}

impl StepsTest {
    /// The smaller p of the boundaries as they are and of merged ones.
    pub fn smaller(&self) -> f64 {
        self.p_soft.min(self.p_merged.unwrap_or(1.0))
    }
}

/// S = Σ w·d·(Y − μ)/√(Σ w²d²μ) over boundaries, years beside them and categories; d is the change of the log
/// rate at the boundary. The year before a boundary weighs 1, the one before that ½, the first year of the new
/// stage −1, the next −½; the halves only where the stage has three years.
pub fn softness(cells: &Cells, starts: &[usize]) -> f64 {
    let means = stage_means(cells, starts);
    let runs: Vec<(usize, usize)> = stages(starts, cells.len()).collect();
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
            let change = log_rate(cells, after, k) - log_rate(cells, before, k);
            for (t, weight) in &weights {
                let at = cells.at(*t, k);
                leaning += weight * change * (cells.hits[at] - means[at]);
                variance += weight * weight * change * change * means[at];
            }
        }
    }
    leaning / sqrt(variance.max(1e-9))
}

/// ln((S + ½)/e) of category `k` in the years `i..j`.
fn log_rate(cells: &Cells, (i, j): (usize, usize), k: usize) -> f64 {
    let sum = |values: &[f64]| (i..j).map(|t| values[cells.at(t, k)]).sum::<f64>();
    log((sum(&cells.hits) + 0.5) / sum(&cells.exposure))
}

/// Boundaries at most so many calendar years apart may be one change.
const CLOSE: i32 = 3;
/// The least cosine of two changes that point the same way.
const SAME_WAY: f64 = 0.5;

/// The starts with each two boundaries merged that are at most three calendar years apart and change the rates
/// the same way; nothing where there are none such. An addition to METHOD §2.4.5: a change over three or four
/// years is often cut into two steps with a short stage between, in which S sees nothing. One boundary takes
/// the place of the two, the start between them with the least cost.
pub fn merged(cells: &Cells, starts: &[usize]) -> Option<Vec<usize>> {
    let mut left = starts.to_vec();
    while let Some(at) = (1..left.len()).find(|at| is_one_change(cells, &left, *at)) {
        let before = if at >= 2 { left[at - 2] } else { 0 };
        let after = left.get(at + 1).copied().unwrap_or(cells.len());
        let sums = Sums::new(cells);
        let cost = |start: usize| cost::poisson(&sums, before, start) + cost::poisson(&sums, start, after);
        let cheaper = |best: usize, next: usize| if cost(next) < cost(best) { next } else { best };
        left[at - 1] = (left[at - 1]..=left[at]).reduce(cheaper).unwrap_or(left[at]);
        left.remove(at);
    }
    (left.len() < starts.len()).then_some(left)
}

/// Whether boundary `at` and the one before it are close and change the rates the same way. Categories weigh by
/// their hits.
fn is_one_change(cells: &Cells, starts: &[usize], at: usize) -> bool {
    if cells.years[starts[at]] - cells.years[starts[at - 1]] > CLOSE {
        return false;
    }
    let runs: Vec<(usize, usize)> = stages(starts, cells.len()).collect();
    let (mut product, mut first, mut second) = (0.0, 0.0, 0.0);
    for k in 0..cells.categories {
        let weight: f64 = cells.hits_of(k).sum();
        let rate = |stage: usize| log_rate(cells, runs[stage], k);
        let (a, b) = (rate(at) - rate(at - 1), rate(at + 1) - rate(at));
        product += weight * a * b;
        first += weight * a * a;
        second += weight * b * b;
    }
    product / sqrt((first * second).max(1e-12)) >= SAME_WAY
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
    let p_merged = merged(cells, starts).map(|merged| p_of(cells, &merged, settings, replication));
    let p_soft = p_value(softness, drawn.iter().map(|(soft, _)| *soft));
    StepsTest { softness, p_soft, p_merged, p_steps }
}

/// p of the softness of other starts.
fn p_of(cells: &Cells, starts: &[usize], settings: Settings, replication: &Replication<'_>) -> f64 {
    let stages = starts.len() + 1;
    let means = stage_means(cells, starts);
    let residuals = inflated_residuals(cells, &means, stages);
    let drawn = replication.run("drawing merged steps", |b| {
        let order = replication.draws.permutation(Part::MergedSteps, 0, b, cells.len());
        let drawn = cells.with_hits(redrawn(&means, &residuals, &order, cells.categories));
        let found = cost::poisson_runs(&drawn, settings.minimum_length).cheapest(stages);
        found.last().map_or(0.0, |found| softness(&drawn, &found.starts))
    });
    p_value(softness(cells, starts), drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(hits: &[f64]) -> Cells {
        Cells::of_one_category(2000.., hits)
    }

    #[test]
    fn two_steps_up_in_three_years_are_one_change() {
        let climb = cells(&[9.0, 10.0, 11.0, 10.0, 20.0, 21.0, 40.0, 41.0, 39.0, 40.0]);
        assert_eq!(merged(&climb, &[4, 6]), Some(vec![6]));
        let back = cells(&[9.0, 10.0, 11.0, 10.0, 30.0, 31.0, 10.0, 11.0, 9.0, 10.0]);
        assert_eq!(merged(&back, &[4, 6]), None, "up and down again");
        let far = cells(&[9.0, 10.0, 11.0, 20.0, 21.0, 20.0, 21.0, 41.0, 39.0, 40.0]);
        assert_eq!(merged(&far, &[3, 7]), None, "four years apart");
    }

    #[test]
    fn a_climb_is_softer_than_a_step() {
        let climb = cells(&[10.0, 11.0, 9.0, 10.0, 18.0, 26.0, 34.0, 41.0, 39.0, 40.0]);
        let step = cells(&[10.0, 11.0, 9.0, 10.0, 10.0, 40.0, 41.0, 41.0, 39.0, 40.0]);
        assert!(softness(&climb, &[5]) > softness(&step, &[5]) + 1.0);
    }
}
