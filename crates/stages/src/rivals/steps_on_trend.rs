//! Steps on a trend, METHOD §2.3.3: constant rates between boundaries, on one log-linear slope a category over
//! all years. Without it true steps on a trend are taken for a smooth change.

use crate::search::{Segmentation, stages};
use crate::{Cells, Settings, cost};
use libm::{exp, fabs};

/// Rounds of boundaries and slopes at most.
const MOST_ROUNDS: usize = 5;
/// Newton steps for a slope at most.
const MOST_STEPS: usize = 8;
/// A slope has converged when its step is smaller.
const TOLERANCE: f64 = 1e-7;
/// A slope changes by at most this in a step, in log rate from the middle to the end of the years.
const LONGEST_STEP: f64 = 1.0;
/// No slope is steeper: a factor of e^16 over all years.
const STEEPEST: f64 = 8.0;

/// The steps into one number of stages.
#[derive(Debug, Clone, PartialEq)]
pub struct StepsOnTrend {
    /// The boundaries, with the cost on the scale of [`cost::poisson`].
    pub segmentation: Segmentation,
    /// Slope β of each category: log rate = level of the stage + β·x, x from −1 to 1.
    pub slopes: Vec<f64>,
}

/// The steps into 1, 2, … stages. For each number, boundaries (exact search over exposures E·e^(βx)) and slopes
/// (Newton) take turns, from slopes of 0 and from those of the trend alone; the cheaper end counts.
pub fn fits(cells: &Cells, settings: Settings) -> Vec<StepsOnTrend> {
    let flat = vec![0.0; cells.categories];
    let (trend, _) = slopes_given(cells, &[], &flat);
    let searches = [flat, trend].map(|slopes| (search(cells, &slopes, settings, settings.maximum), slopes));
    let numbers = searches[0].0.len();
    let cheaper = |a: StepsOnTrend, b: StepsOnTrend| {
        if b.segmentation.cost < a.segmentation.cost { b } else { a }
    };
    (0..numbers)
        .map(|at| {
            let [a, b] = [0, 1].map(|which: usize| {
                let (found, slopes) = &searches[which];
                alternate(cells, settings, &found[at].starts, slopes)
            });
            cheaper(a, b)
        })
        .collect()
}

/// Boundaries and slopes in turns from `starts` and `slopes`, until neither improves the other.
fn alternate(cells: &Cells, settings: Settings, starts: &[usize], slopes: &[f64]) -> StepsOnTrend {
    let stages = starts.len() + 1;
    let mut best = StepsOnTrend {
        segmentation: Segmentation { cost: f64::INFINITY, starts: starts.to_vec() },
        slopes: slopes.to_vec(),
    };
    for _ in 0..MOST_ROUNDS {
        let (slopes, _) = slopes_given(cells, &best.segmentation.starts, &best.slopes);
        let Some(mut found) = search(cells, &slopes, settings, stages).pop() else { break };
        found.cost -= shift(cells, &slopes);
        if found.cost >= best.segmentation.cost - 1e-9 {
            break;
        }
        let settled = found.starts == best.segmentation.starts;
        best = StepsOnTrend { segmentation: found, slopes };
        if settled {
            break;
        }
    }
    best
}

/// The exact search over the exposures that `slopes` make.
fn search(cells: &Cells, slopes: &[f64], settings: Settings, most: usize) -> Vec<Segmentation> {
    cost::poisson_runs(&cells.tilted(slopes), settings.minimum_length).cheapest(most)
}

/// Σ Y·β·x: what a cost over tilted exposures lacks to be on the scale of the plain ones.
fn shift(cells: &Cells, slopes: &[f64]) -> f64 {
    let x = cells.scaled_years();
    let year = |(hits, x): (&[f64], &f64)| hits.iter().zip(slopes).map(|(y, b)| y * b * x).sum::<f64>();
    cells.hits.chunks(cells.categories).zip(&x).map(year).sum()
}

/// The costs of 1, 2, … stages the quick way of METHOD §2.4.2, for the replicates: boundaries from the search
/// without slopes (`plain`) and from the search with the slopes of the trend alone, slopes given these
/// boundaries, and no further search.
pub fn quick_costs(cells: &Cells, settings: Settings, plain: &[Segmentation]) -> Vec<f64> {
    let flat = vec![0.0; cells.categories];
    let (trend, _) = slopes_given(cells, &[], &flat);
    let tilted = search(cells, &trend, settings, plain.len());
    let cheaper = |(plain, tilted): (&Segmentation, &Segmentation)| {
        let (_, cost) = slopes_given(cells, &plain.starts, &flat);
        if plain.starts == tilted.starts {
            cost
        } else {
            cost.min(slopes_given(cells, &tilted.starts, &trend).1)
        }
    };
    plain.iter().zip(&tilted).map(cheaper).collect()
}

/// The best slopes for given boundaries, from the slopes `from`, and the cost of both together.
pub fn slopes_given(cells: &Cells, starts: &[usize], from: &[f64]) -> (Vec<f64>, f64) {
    let x = cells.scaled_years();
    let runs: Vec<(usize, usize)> = stages(starts, cells.len()).collect();
    let mut total = 0.0;
    let slopes = (0..cells.categories).zip(from).map(|(k, from)| {
        let category =
            Category { x: &x, hits: cells.hits_of(k).collect(), exposure: cells.exposure_of(k).collect() };
        let slope = category.slope(&runs, *from);
        total += category.cost(&runs, slope);
        slope
    });
    let slopes = slopes.collect();
    (slopes, total)
}

struct Category<'a> {
    x: &'a [f64],
    hits: Vec<f64>,
    exposure: Vec<f64>,
}

impl Category<'_> {
    /// E·e^(βx) of each year.
    fn tilted(&self, slope: f64) -> Vec<f64> {
        self.exposure.iter().zip(self.x).map(|(e, x)| e * exp(slope * x)).collect()
    }

    /// Newton's method for the slope, the level of each stage being the best for it.
    fn slope(&self, runs: &[(usize, usize)], from: f64) -> f64 {
        let mut slope = from;
        for _ in 0..MOST_STEPS {
            let tilted = self.tilted(slope);
            let (mut gradient, mut curvature) = (0.0, 0.0);
            for (i, j) in runs {
                let e: f64 = tilted[*i..*j].iter().sum();
                let level = self.hits[*i..*j].iter().sum::<f64>() / e;
                let mean_x = (*i..*j).map(|t| tilted[t] * self.x[t]).sum::<f64>() / e;
                for ((y, tilted), x) in self.hits[*i..*j].iter().zip(&tilted[*i..*j]).zip(&self.x[*i..*j]) {
                    let mean = level * tilted;
                    gradient += (y - mean) * x;
                    curvature += mean * (x - mean_x) * (x - mean_x);
                }
            }
            let step = (gradient / curvature.max(1e-9)).clamp(-LONGEST_STEP, LONGEST_STEP);
            slope = (slope + step).clamp(-STEEPEST, STEEPEST);
            if fabs(step) < TOLERANCE {
                break;
            }
        }
        slope
    }

    fn cost(&self, runs: &[(usize, usize)], slope: f64) -> f64 {
        let tilted = self.tilted(slope);
        let mut cost = 0.0;
        for (i, j) in runs {
            let s: f64 = self.hits[*i..*j].iter().sum();
            let e: f64 = tilted[*i..*j].iter().sum();
            cost += if s > 0.0 { s - s * libm::log(s / e) } else { 0.0 };
            cost -= (*i..*j).map(|t| self.hits[t] * slope * self.x[t]).sum::<f64>();
        }
        cost
    }
}
