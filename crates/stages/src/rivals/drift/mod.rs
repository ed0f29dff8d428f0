//! Drift as a rival of steps, METHOD §2.4: every step method cuts a series that merely drifts into stages.
//! Series that drift as much as this one are simulated; how often do steps explain them as well?

mod category;
mod draw;
mod fit;
mod own;
mod walk;

pub use draw::{common_part, draw, residuals};
pub use fit::{DriftFit, Table, fit};
pub use own::own_fit;

use super::steps_on_trend::quick_costs;
use crate::draws::{Part, Replication};
use crate::resample::p_value;
use crate::search::Segmentation;
use crate::{Cells, Settings, cost};
use libm::log;

/// Most stages of steps on a trend in the statistic.
const MOST_ON_TREND: usize = 6;
/// The least deviance whose logarithm is taken.
const LEAST_DEVIANCE: f64 = 1e-9;

/// What the drift test found.
#[derive(Debug, Clone, PartialEq)]
pub struct DriftTest {
    /// T_d: the score of drift less the score of the best steps.
    pub statistic: f64,
    /// (1 + simulated drifts with a T_d at least as large)/(B + 1).
    pub p: f64,
    /// r: what share of the drift the categories have in common.
    pub common: f64,
    /// p where each category drifts by an sd of its own; nothing where one sd does for all.
    pub p_own: Option<f64>,
}

impl DriftTest {
    /// The larger p of the two nulls.
    pub fn larger(&self) -> f64 {
        self.p.max(self.p_own.unwrap_or(0.0))
    }
}

/// T_d = score(drift) − score(best steps), and the drift. Large: steps explain the counts better.
pub fn statistic(cells: &Cells, settings: Settings, slopes: bool) -> (f64, DriftFit) {
    let fits = cost::poisson_runs(cells, settings.minimum_length).cheapest(settings.maximum);
    let drift = fit(cells, slopes);
    (drift.score - steps_score(cells, settings, &fits), drift)
}

/// The score of steps on the scale of the drift's: the least over K ≥ 2 of nJ·ln D_K + (JK + K − 1)·ln n, and,
/// with J parameters more, of steps on a trend. D = 2(C − C of a stage for every year).
pub fn steps_score(cells: &Cells, settings: Settings, fits: &[Segmentation]) -> f64 {
    let (n, categories) = (cells.len(), cells.categories);
    let saturated = cost::saturated(cells);
    let score = |cost: f64, parameters: usize| {
        (n * categories) as f64 * log((2.0 * (cost - saturated)).max(LEAST_DEVIANCE))
            + parameters as f64 * log(n as f64)
    };
    let parameters = |stages: usize| categories * stages + stages - 1;
    let on_trend = quick_costs(cells, settings, &fits[..fits.len().min(MOST_ON_TREND)]);
    let plain = fits.iter().map(|fit| fit.cost).zip(1..).map(|(cost, k)| (cost, k, parameters(k)));
    let tilted = on_trend.into_iter().zip(1..).map(|(cost, k)| (cost, k, parameters(k) + categories));
    let stepped = plain.chain(tilted).filter(|(_, stages, _)| *stages >= 2);
    stepped.map(|(cost, _, parameters)| score(cost, parameters)).fold(f64::INFINITY, f64::min)
}

/// Simulates drifts as large as that of `cells` and compares their T_d with the observed one: with one sd for all
/// categories, and, where they drift unlike, with an sd of their own too.
pub fn test(cells: &Cells, settings: Settings, slopes: bool, replication: &Replication<'_>) -> DriftTest {
    let table = Table::new(cells, slopes);
    let (number, score) = table.shared();
    let shared = table.fit(&vec![number; cells.categories], score);
    let fits = cost::poisson_runs(cells, settings.minimum_length).cheapest(settings.maximum);
    let observed = score - steps_score(cells, settings, &fits);
    let null = Null { cells, settings, slopes, observed, replication };
    let common = common_part(cells, &shared, slopes);
    let part = if slopes { Part::DriftOnTrend } else { Part::Drift };
    let own = own_fit(&table);
    let p_own = own.map(|own| {
        let common = own::common_part(cells, &own, slopes, draw::MOST_COMMON);
        null.p(&own, common, if slopes { Part::OwnDriftOnTrend } else { Part::OwnDrift })
    });
    DriftTest { statistic: observed, p: null.p(&shared, common, part), common, p_own }
}

/// The series and its T_d, to be compared with simulated drifts.
struct Null<'a> {
    cells: &'a Cells,
    settings: Settings,
    slopes: bool,
    observed: f64,
    replication: &'a Replication<'a>,
}

impl Null<'_> {
    /// p against drifts like `drift`. A simulated series with an empty category is dropped.
    fn p(&self, drift: &DriftFit, common: f64, part: Part) -> f64 {
        let (n, categories) = (self.cells.len(), self.cells.categories);
        let residuals = residuals(self.cells, drift);
        let simulated = self.replication.run("simulating drift", |b| {
            let count = n * (categories + 1);
            let (order, normals) = self.replication.draws.permutation_and_normals(part, b, n, count);
            let drawn = draw(self.cells, drift, common, &residuals, &order, &normals);
            (!drawn.has_empty_category()).then(|| statistic(&drawn, self.settings, self.slopes).0)
        });
        p_value(self.observed, simulated.into_iter().flatten())
    }
}
