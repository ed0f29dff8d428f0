//! How often this procedure says what of series like that of the run, METHOD §2.6.

use crate::decisions::Decisions;
use crate::simulate::{Simulation, simulate};
use nianlun_stages::simulate::{Calibration, Design, World};
use nianlun_stages::{BRIEF_REPLICATES, Estimate, Method, Series};
use nianlun_types::{Progress, Workers};

/// One world of each kind that a reader must fear, and two of true steps.
pub const USUAL_WORLDS: [World; 8] = [
    World::Constant,
    World::YearEffect { sd: 0.1 },
    World::Autoregression { rho: 0.7, sd: 0.3 },
    World::Walk { sd: 0.1 },
    World::Linear,
    World::Ramps,
    World::Steps { size: 0.35, boundaries: None },
    World::Steps { size: 0.7, boundaries: None },
];

/// Series of each world.
const SERIES: u64 = 200;

/// The design of a simulation with the years, exposures, rates, φ* and year effect of an estimate; nothing where
/// the series was refused.
pub fn design(series: &Series, estimate: &Estimate) -> Option<Design> {
    let phi = estimate.phi?;
    // The finest fit: it leaves the least change in the residuals.
    let finest = estimate.segmentations.iter().max_by_key(|fit| fit.stages)?;
    let starts: Vec<usize> =
        finest.boundaries.iter().filter_map(|year| series.years.binary_search(year).ok()).collect();
    let estimated = series.keeping(|k| series.total(k) > 0.0);
    Some(Design::of_stages(&estimated, phi, &starts))
}

/// Simulates and judges series like that of the run; nothing where it was refused.
pub fn calibrate(
    series: &Series,
    estimate: &Estimate,
    decisions: &Decisions,
    workers: &dyn Workers,
    progress: &dyn Progress,
) -> Option<Calibration> {
    let design = design(series, estimate)?;
    let year_effect = design.year_effect;
    let simulation = Simulation {
        cells: USUAL_WORLDS.iter().map(|world| (*world, design.clone())).collect(),
        method: Method::Poisson,
        settings: decisions.stages,
        replicates: SERIES,
        draws: BRIEF_REPLICATES,
        seed: decisions.seed,
    };
    let worlds = simulate(&simulation, workers, progress);
    Some(Calibration { series: SERIES, draws: BRIEF_REPLICATES, year_effect, worlds })
}
