//! `nianlun simulate`.

use crate::bars::Bars;
use crate::exit::{Ended, Exit};
use crate::groups::{MethodArgs, OutArgs, finished};
use crate::put;
use clap::Args;
use nianlun_findings::{Simulation, simulate};
use nianlun_results::design_of;
use nianlun_run::Pool;
use nianlun_stages::simulate::{Design, Rates};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Problem;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Say how often a method errs, on simulated series
///
/// Simulates series without change, with true boundaries, with a smooth trend and with an
/// autocorrelated drift, and prints how often the method says what is true of them: for METHOD's
/// own size, for the size of a finished run, or for any other.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun simulate\n  nianlun simulate out/shanghai\n  nianlun simulate --years 20 --categories 3 --mean 12 --phi 2"
)]
pub struct SimulateArgs {
    /// Simulate series of the size of these results
    results: Option<PathBuf>,
    /// Years [default: 28]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(8..=1000))]
    years: Option<u16>,
    /// Categories [default: 8]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=1000))]
    categories: Option<u16>,
    /// Mean hits of a category in a year [default: 100]
    #[arg(long, value_name = "HITS", value_parser = positive)]
    mean: Option<f64>,
    /// Variance over mean of the counts (can be repeated) [default: 1, 4 and 8]
    #[arg(long, value_name = "PHI", value_parser = at_least_one)]
    phi: Vec<f64>,
    /// True boundaries of the series that have them [default: 3]
    #[arg(long, value_name = "B", value_parser = clap::value_parser!(u16).range(1..=100))]
    boundaries: Option<u16>,
    /// Series of each kind
    #[arg(long, value_name = "R", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    replicates: u64,
    #[command(flatten)]
    by: MethodArgs,
    /// Seed of the random numbers
    #[arg(long, value_name = "SEED", default_value_t = 20_210_607)]
    seed: u64,
    #[command(flatten)]
    out: OutArgs,
}

fn positive(typed: &str) -> Result<f64, String> {
    let number = typed.parse().ok().filter(|n: &f64| *n > 0.0 && n.is_finite());
    number.ok_or_else(|| "give a number above 0".to_owned())
}

fn at_least_one(typed: &str) -> Result<f64, String> {
    let number = typed.parse().ok().filter(|n: &f64| *n >= 1.0 && n.is_finite());
    number.ok_or_else(|| "give a number from 1 on".to_owned())
}

/// METHOD §2: 28 years, 8 categories, 3 true boundaries, variance over mean 1, 4 and 8.
const METHOD: Design = Design { years: 28, categories: 8, mean: 100.0, phi: 1.0, boundaries: 3 };
const METHOD_PHI: [f64; 3] = [1.0, 4.0, 8.0];

impl SimulateArgs {
    /// Prints the table of error rates.
    pub fn run(&self) -> Ended {
        let of_run = self.results.as_deref().map(|folder| design_of(&finished(folder)?)).transpose()?;
        let simulation = Simulation {
            design: self.design(of_run.unwrap_or(METHOD))?,
            phis: match (self.phi.is_empty(), of_run) {
                (false, _) => self.phi.clone(),
                (true, Some(of_run)) => vec![of_run.phi],
                (true, None) => METHOD_PHI.to_vec(),
            },
            method: self.by.method,
            settings: self.by.settings(),
            replicates: self.replicates,
            seed: self.seed,
        };
        let rates = simulate(&simulation, &Pool::new(None)?, &Bars::new());
        put::answer(&self.out, || text(&simulation, &rates), &rates, || sheet(&rates))?;
        Ok(Exit::Done)
    }

    /// The design that the flags ask for; what they leave open is that of `base`.
    fn design(&self, base: Design) -> Result<Design, Problem> {
        let design = Design {
            years: self.years.map_or(base.years, usize::from),
            categories: self.categories.map_or(base.categories, usize::from),
            mean: self.mean.unwrap_or(base.mean),
            boundaries: self.boundaries.map_or(base.boundaries, usize::from),
            phi: base.phi,
        };
        let shortest = usize::from(self.by.minimum_length).max(2);
        if (design.boundaries + 1) * shortest <= design.years {
            return Ok(design);
        }
        let Design { years, boundaries, .. } = design;
        Err(Problem::new(format!("{years} years have no room for {boundaries} boundaries"))
            .because(format!("every stage needs {shortest} years or more"))
            .hint("ask for fewer with --boundaries"))
    }
}

fn text(simulation: &Simulation, rates: &[Rates]) -> String {
    let Design { years, categories, mean, boundaries, .. } = simulation.design;
    let mut text = format!(
        "method {}: {years} years × {categories} categories, {mean:.1} hits a year and category, {} series of each kind\n\n",
        simulation.method.name(),
        simulation.replicates
    );
    text.push_str("what is true      φ   no change  staged  gradual  stages  F1±1  95% set holds  warned of autocorrelation\n");
    for row in rates {
        let coverage = row.coverage.map_or("   —".to_owned(), |c| format!("{c:.2}"));
        let _ = writeln!(
            text,
            "{:<14} {:>5.1}      {:.2}     {:.2}     {:.2}    {:>4.1}   {:.2}       {coverage}           {:.2}",
            row.world.name(),
            row.phi,
            row.no_change,
            row.staged,
            row.gradual,
            row.stages,
            row.f1_1,
            row.warned
        );
    }
    let error = 0.5 / (simulation.replicates as f64).sqrt();
    let _ = writeln!(
        text,
        "\nshares of the series; their standard error is at most {error:.2}\nno change: constant rates. steps: {boundaries} boundaries, rates change to about 1.4 or 0.7 times.\ntrend: rates grow or shrink smoothly to between 1.5 and 5 times. autocorrelated: rates drift (ρ 0.7).\nright answers: `no change` in the first rows, `staged` with a high F1 in the second, `gradual` in the\nthird; in the last every step method invents stages, and the warning must say so."
    );
    text
}

fn sheet(rates: &[Rates]) -> Sheet {
    let real = |value: fn(&Rates) -> f64| Values::real(rates.iter().map(value));
    Sheet {
        columns: vec![
            ("world", Values::text(rates.iter().map(|row| row.world.name()))),
            ("phi", real(|row| row.phi)),
            ("replicates", Values::counts(rates.iter().map(|row| row.replicates as u64))),
            ("no_change", real(|row| row.no_change)),
            ("staged", real(|row| row.staged)),
            ("gradual", real(|row| row.gradual)),
            ("refused", real(|row| row.refused)),
            ("stages", real(|row| row.stages)),
            ("f1_1", real(|row| row.f1_1)),
            ("warned", real(|row| row.warned)),
            ("coverage", Values::Real(rates.iter().map(|row| row.coverage).collect())),
        ],
    }
}
