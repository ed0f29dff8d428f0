//! How many stages: whole years permuted, METHOD §2.2.
//!
//! A number of stages K is raised as long as more stages gain more than they do in series in which the
//! residuals of K stages stand in random order. Whatever the years have each to itself (overdispersion, one
//! author a year, a year that talks more of everything) is in these series too, so it makes no stages.

use crate::draws::{Draws, Part, Replication};
use crate::resample::{inflated_residuals, p_value, pearson, quantile, redrawn, stage_means};
use crate::search::Segmentation;
use crate::{Cells, Settings, cost};
use libm::log;

/// A number of stages is raised as long as p is at most this.
pub const LEVEL: f64 = 0.05;

/// The test of K stages against more.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// K.
    pub stages: usize,
    /// T, the gain of more stages; see [`gain`].
    pub statistic: f64,
    /// (1 + replicates with a gain at least as large)/(B + 1).
    pub p: f64,
    /// The 95 % quantile of the replicates' gains.
    pub quantile95: f64,
}

/// The tests from one stage on.
#[derive(Debug, Clone, PartialEq)]
pub struct Permutation {
    /// One for each number of stages tested, ascending; none where no second stage has room.
    pub levels: Vec<Level>,
    /// The number of stages: the first whose p is above [`LEVEL`], or the most that were searched.
    pub stages: usize,
}

/// T = max over K < K′ of 2(C_K − C_K′)/((J + 1)(K′ − K)·ln n): the gain of more stages, in units of what qBIC
/// charges for them. `costs` are C_1, C_2, ….
pub fn gain(costs: &[f64], stages: usize, categories: usize, n: usize) -> f64 {
    let unit = (categories + 1) as f64 * log(n as f64);
    let of = |more: usize| 2.0 * (costs[stages - 1] - costs[more - 1]) / ((more - stages) as f64 * unit);
    (stages + 1..=costs.len()).map(of).fold(f64::NEG_INFINITY, f64::max)
}

/// The costs of the cheapest segmentations into 1, 2, … stages.
pub fn least_costs(cells: &Cells, settings: Settings) -> Vec<f64> {
    let fits = cost::poisson_runs(cells, settings.minimum_length).cheapest(settings.maximum);
    fits.into_iter().map(|fit| fit.cost).collect()
}

/// Tests K = 1, 2, … until more stages gain no more than by chance. `fits` are the cheapest segmentations into
/// 1, 2, … stages.
pub fn permute(
    cells: &Cells,
    fits: &[Segmentation],
    settings: Settings,
    replication: &Replication<'_>,
) -> Permutation {
    let costs: Vec<f64> = fits.iter().map(|fit| fit.cost).collect();
    let mut levels = Vec::new();
    for fit in &fits[..fits.len().saturating_sub(1)] {
        let level = test(cells, fit, &costs, settings, replication);
        let goes_on = level.p <= LEVEL;
        levels.push(level);
        if !goes_on {
            break;
        }
    }
    let stages = match levels.last() {
        Some(last) if last.p <= LEVEL => last.stages + 1,
        Some(last) => last.stages,
        None => 1,
    };
    Permutation { levels, stages }
}

fn test(
    cells: &Cells,
    fit: &Segmentation,
    costs: &[f64],
    settings: Settings,
    replication: &Replication<'_>,
) -> Level {
    let (n, stages) = (cells.len(), fit.stage_count());
    let means = stage_means(cells, &fit.starts);
    let residuals = inflated_residuals(cells, &means, stages);
    let gains = replication.run("permuting the years", |b| {
        let order = replication.draws.permutation(Part::Permutation, stages, b, n);
        let drawn = cells.with_hits(redrawn(&means, &residuals, &order, cells.categories));
        gain(&least_costs(&drawn, settings), stages, cells.categories, n)
    });
    let statistic = gain(costs, stages, cells.categories, n);
    let quantile95 = quantile(&gains, 0.95);
    Level { stages, statistic, p: p_value(statistic, gains), quantile95 }
}

/// Whether neighbouring years are alike at all, METHOD §2.2.5: the statistic A, the sum over successive years
/// of the products of their residuals under one stage, and its p by the permutations of the first level. It
/// needs no search.
pub fn serial(cells: &Cells, draws: &dyn Draws) -> (f64, f64) {
    let residuals = pearson(&cells.hits, &stage_means(cells, &[]));
    let (n, j) = (cells.len(), cells.categories);
    let product = |a: usize, b: usize| -> f64 {
        let years = residuals[a * j..(a + 1) * j].iter().zip(&residuals[b * j..(b + 1) * j]);
        years.map(|(a, b)| a * b).sum()
    };
    let along = |order: &[usize]| order.windows(2).map(|pair| product(pair[0], pair[1])).sum::<f64>();
    let statistic = along(&(0..n).collect::<Vec<_>>());
    let replicates = (0..draws.replicates()).map(|b| along(&draws.permutation(Part::Permutation, 1, b, n)));
    (statistic, p_value(statistic, replicates))
}
