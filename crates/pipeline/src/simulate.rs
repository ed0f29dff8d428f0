//! Simulations on all threads: error rates of a method for so many years and categories.

use crate::progress::Progress;
use nianlun_stages::simulate::{Design, Rates, Said, World, judge, rates};
use nianlun_stages::{Method, Settings};
use nianlun_types::Problem;
use rayon::prelude::*;
use std::path::Path;

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
pub fn simulate(simulation: &Simulation, progress: &dyn Progress) -> Vec<Rates> {
    let rows = World::ALL.len() * simulation.phis.len();
    progress.begin("simulating", rows as u64 * simulation.replicates);
    let mut table = Vec::with_capacity(rows);
    for (_, world) in World::ALL {
        for phi in &simulation.phis {
            let design = Design { phi: *phi, ..simulation.design };
            let one = |replicate| {
                let Simulation { method, settings, seed, .. } = simulation;
                let said = judge(world, design, *method, *settings, *seed, replicate);
                progress.advance(1, 0);
                said
            };
            let said: Vec<Said> = (0..simulation.replicates).into_par_iter().map(one).collect();
            table.push(rates(world, *phi, &said));
        }
    }
    progress.end();
    table
}

/// The design that a finished run suggests: its years, categories, mean hits, φ̂ and boundaries.
///
/// # Errors
/// The folder holds no results, or a refused series.
pub fn design_of(results: &Path) -> Result<Design, Problem> {
    let shown = results.display().to_string();
    let cannot = |cause: String| {
        Problem::new(format!("`{shown}` holds no results to simulate after"))
            .because(cause)
            .hint("name a results folder, e.g. out/shanghai, or give --years and --categories")
    };
    let text =
        std::fs::read_to_string(results.join("stages.json")).map_err(|error| cannot(error.to_string()))?;
    let stages: serde_json::Value = serde_json::from_str(&text).map_err(|error| cannot(error.to_string()))?;
    let length = |key: &str| stages[key].as_array().map_or(0, Vec::len);
    let Some(phi) = stages["phi"].as_f64() else {
        return Err(cannot("its stages were refused".to_owned()));
    };
    let (names, rows) = nianlun_tables::read(&results.join("frequencies.parquet"))
        .map_err(|error| cannot(error.to_string()))?;
    let column = |name: &str| names.iter().position(|n| n == name);
    let (Some(category), Some(hits)) = (column("category"), column("hits")) else {
        return Err(cannot("frequencies.parquet lacks its columns".to_owned()));
    };
    let known: Vec<&str> =
        stages["categories"].as_array().into_iter().flatten().filter_map(|c| c.as_str()).collect();
    let of_series = |row: &&Vec<Option<String>>| row[category].as_deref().is_some_and(|c| known.contains(&c));
    let total: f64 =
        rows.iter().filter(of_series).filter_map(|row| row[hits].as_ref()?.parse::<f64>().ok()).sum();
    let (years, categories) = (length("years"), length("categories"));
    Ok(Design {
        years,
        categories,
        mean: total / (years * categories).max(1) as f64,
        phi,
        boundaries: length("boundaries").max(1),
    })
}
