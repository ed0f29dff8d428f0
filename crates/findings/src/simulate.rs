//! Simulates how often a method errs in known worlds.

use crate::workers::{Workers, map};
use nianlun_stages::simulate::{Design, Judged, Rates, Said, World, judge, rates};
use nianlun_stages::{Data, Estimate, Method, Random, Settings, estimate_by};
use nianlun_types::{Progress, Year};

/// What to simulate.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// Worlds with their designs, one row of the answer each.
    pub cells: Vec<(World, Design)>,
    /// The method that judges.
    pub method: Method,
    /// Its settings.
    pub settings: Settings,
    /// Series of each cell.
    pub replicates: u64,
    /// Seed. Replicate r of every cell has the random stream r of it.
    pub seed: u64,
}

/// How often the method errs in each cell.
pub fn simulate(simulation: &Simulation, workers: &dyn Workers, progress: &dyn Progress) -> Vec<Rates> {
    let Simulation { cells, method, settings, replicates, seed } = simulation;
    progress.begin("simulating", cells.len() as u64 * replicates);
    let row = |(world, design): &(World, Design)| {
        let said: Vec<Said> = map(workers, *replicates as usize, |replicate| {
            let mut random = Random::new(*seed, replicate as u64);
            let said = judge(world, design, &mut random, &|series| {
                judged(&estimate_by(*method, &Data::Counts(series.clone()), *settings, None))
            });
            progress.advance(1, 0);
            said
        });
        rates(world, design, &said)
    };
    let table = cells.iter().map(row).collect();
    progress.end();
    table
}

/// The warnings that speak against a verdict.
const AGAINST: [&str; 3] = ["autocorrelated", "soft-transitions", "drift-possible"];

/// What an estimate says, as far as a simulation asks.
fn judged(estimate: &Estimate) -> Judged {
    // A window is the span of the years that hold a boundary with 95 % probability.
    let span = |years: &[Year]| Some((*years.iter().min()?, *years.iter().max()?));
    Judged {
        verdict: estimate.verdict,
        stages: estimate.chosen.unwrap_or(0),
        boundaries: estimate.boundary_years(),
        windows: estimate.boundaries.iter().map(|boundary| span(&boundary.years95)).collect(),
        warned: estimate.warnings.iter().any(|warning| AGAINST.contains(&warning.code.as_str())),
    }
}
