//! Simulates the error rates of a method for a number of years and categories.

use crate::workers::{Workers, map};
use nianlun_stages::simulate::{Design, Rates, Said, World, judge, rates};
use nianlun_stages::{Method, Settings};
use nianlun_types::Progress;

/// What to simulate.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// Years, categories, mean hits, true boundaries; its `phi` is overridden by `phis`.
    pub design: Design,
    /// Overdispersions, one row of the table each.
    pub phis: Vec<f64>,
    /// The method that judges.
    pub method: Method,
    /// Its settings.
    pub settings: Settings,
    /// Series of each world and overdispersion.
    pub replicates: u64,
    /// Seed.
    pub seed: u64,
}

/// The table of error rates: for each world, for each overdispersion.
pub fn simulate(simulation: &Simulation, workers: &dyn Workers, progress: &dyn Progress) -> Vec<Rates> {
    let rows = World::ALL.len() * simulation.phis.len();
    progress.begin("simulating", rows as u64 * simulation.replicates);
    let mut table = Vec::with_capacity(rows);
    for (_, world) in World::ALL {
        for phi in &simulation.phis {
            let design = Design { phi: *phi, ..simulation.design };
            let said: Vec<Said> = map(workers, simulation.replicates as usize, |replicate| {
                let Simulation { method, settings, seed, .. } = simulation;
                let said = judge(*world, design, *method, *settings, *seed, replicate as u64);
                progress.advance(1, 0);
                said
            });
            table.push(rates(*world, *phi, &said));
        }
    }
    progress.end();
    table
}
