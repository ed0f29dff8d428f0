//! Simulates how often a method errs in known worlds.

use nianlun_stages::simulate::{Design, Judged, Rates, Said, World, judge, rates};
use nianlun_stages::{
    Data, Estimate, Judge, Method, Random, Replication, Seeded, Series, Settings, estimate_by,
};
use nianlun_types::{Depth, Progress, Workers, map};

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
    /// B, the replicates of every test in one judgement.
    pub draws: usize,
    /// Seed. Replicate r of every cell has the random stream r of it.
    pub seed: u64,
}

/// How often the method errs in each cell.
pub fn simulate(simulation: &Simulation, workers: &dyn Workers, progress: &dyn Progress) -> Vec<Rates> {
    let Simulation { cells, replicates, seed, .. } = simulation;
    progress.begin("simulating", cells.len() as u64 * replicates);
    let row = |(world, design): &(World, Design)| {
        let said: Vec<Said> = map(workers, *replicates as usize, |replicate| {
            let mut random = Random::new(*seed, replicate as u64);
            let said = judge(world, design, &mut random, &|series| {
                // Each series is judged by draws of its own.
                judged(&simulation.estimate(series, seed.wrapping_add(1 + replicate as u64)))
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

impl Simulation {
    fn estimate(&self, series: &Series, seed: u64) -> Estimate {
        let draws = Seeded { seed, replicates: self.draws };
        let judge = Judge { depth: Depth::Full, replication: Replication::alone(&draws) };
        estimate_by(self.method, &Data::Counts(series.clone()), self.settings, None, &judge)
    }
}

/// The warnings that speak against a verdict.
const AGAINST: [&str; 2] = ["soft-transitions", "drift-possible"];

/// What an estimate says, as far as a simulation asks.
fn judged(estimate: &Estimate) -> Judged {
    Judged {
        verdict: estimate.verdict,
        stages: estimate.chosen.unwrap_or(0),
        boundaries: estimate.boundary_years(),
        windows: estimate.boundaries.iter().map(|b| b.window.map(|w| (w.first, w.last))).collect(),
        warned: estimate.warnings.iter().any(|warning| AGAINST.contains(&warning.code.as_str())),
    }
}
