//! `nianlun simulate`.

mod layout;

use crate::bars::Bars;
use crate::exit::{Ended, Exit};
use crate::groups::{MethodArgs, OutArgs, finished};
use crate::put;
use clap::Args;
use layout::{sheet, text, text_of_table};
use nianlun_findings::{Simulation, USUAL_WORLDS, simulate};
use nianlun_results::design_of;
use nianlun_run::Pool;
use nianlun_stages::simulate::{Cell, Counted, Design, Rates, TABLE, Truth, WORLDS, World};
use nianlun_types::{Problem, SEED};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Say how often a method errs, on simulated series
///
/// Simulates series of which it is known what is true (constant rates, drift, trends, ramps, true
/// stages) and prints how often the method says it: for METHOD's own size, for the years, exposures and
/// counts of a finished run, or for any other.
#[derive(Debug, Args)]
#[command(after_long_help = worlds_and_examples())]
pub struct SimulateArgs {
    /// Simulate series with the years, exposures, rates and overdispersion of these results
    results: Option<PathBuf>,
    /// What is true of the series, e.g. `steps 0.35` or `ar:0.7`, or `all` (can be repeated) [default:
    /// null, year, ar, rw, linear, ramp, steps 0.35, steps 0.7]
    #[arg(long, value_name = "NAME", value_parser = worlds)]
    world: Vec<Worlds>,
    /// Years [default: 28]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(8..=1000))]
    years: Option<u16>,
    /// Categories [default: 8]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=1000))]
    categories: Option<u16>,
    /// Mean hits of a category in a year [default: 40]
    #[arg(long, value_name = "HITS", value_parser = positive)]
    mean: Option<f64>,
    /// Variance over mean of the counts [default: 3]
    #[arg(long, value_name = "PHI", value_parser = at_least_one)]
    phi: Option<f64>,
    /// Simulate the table of METHOD and print METHOD's figures beside ours
    #[arg(long, conflicts_with_all = ["results", "world", "years", "categories", "mean", "phi"])]
    table: bool,
    /// Series of each kind
    #[arg(long, value_name = "R", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    replicates: u64,
    /// Permutations, drifts and steps drawn in each test of a judgement; a run draws 499
    #[arg(long, value_name = "B", default_value_t = 199, value_parser = clap::value_parser!(u16).range(19..))]
    draws: u16,
    #[command(flatten)]
    by: MethodArgs,
    /// Seed of the random numbers
    #[arg(long, value_name = "SEED", default_value_t = SEED)]
    seed: u64,
    #[command(flatten)]
    out: OutArgs,
}

/// One value of `--world`: a world, or all of them.
#[derive(Debug, Clone)]
struct Worlds(Vec<World>);

fn worlds(typed: &str) -> Result<Worlds, String> {
    if typed == "all" { Ok(Worlds(World::all())) } else { typed.parse().map(|world| Worlds(vec![world])) }
}

fn positive(typed: &str) -> Result<f64, String> {
    let number = typed.parse().ok().filter(|n: &f64| *n > 0.0 && n.is_finite());
    number.ok_or_else(|| "give a number above 0".to_owned())
}

fn at_least_one(typed: &str) -> Result<f64, String> {
    let number = typed.parse().ok().filter(|n: &f64| *n >= 1.0 && n.is_finite());
    number.ok_or_else(|| "give a number from 1 on".to_owned())
}

/// The size of most series in METHOD §2.
const METHOD: Design = Design::new(28, 8, 40.0, 3.0);

/// The list of worlds, and examples.
fn worlds_and_examples() -> String {
    let mut text = "Worlds, with the defaults of their numbers:\n".to_owned();
    for (name, truth) in Truth::ALL {
        let _ = writeln!(text, "  {name}");
        for about in WORLDS.iter().filter(|about| about.truth == *truth) {
            let numbers = about.parameters.iter().map(|parameter| match parameter.default {
                Some(default) => format!(" {}={default}", parameter.name),
                None => format!(" [{}]", parameter.name),
            });
            let _ = writeln!(
                text,
                "    {:<36} {}",
                format!("{}{}", about.name, numbers.collect::<String>()),
                about.english
            );
        }
    }
    text.push_str("\nExamples:\n  nianlun simulate\n  nianlun simulate out/shanghai\n  nianlun simulate --world 'steps 0.5 1' --world ar:0.9 --years 20 --categories 3 --mean 12 --phi 2\n  nianlun simulate --table");
    text
}

/// A row of the answer: what was found, and METHOD's figures where it is a row of METHOD's table.
#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    rates: Rates,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<Figures>,
}

/// METHOD's figures.
#[derive(Debug, Clone, Copy, Serialize)]
struct Figures {
    staged: f64,
    series: usize,
    windows_hold: Option<f64>,
    width: Option<f64>,
    /// By how many standard errors our share of staged is above METHOD's.
    standard_errors: f64,
}

impl Figures {
    fn new(cell: &Cell, ours: Counted) -> Self {
        let Cell { staged, series, windows_hold, width, .. } = *cell;
        Figures { staged, series, windows_hold, width, standard_errors: cell.standard_errors(ours) }
    }
}

impl SimulateArgs {
    /// Prints the table of error rates.
    pub fn run(&self) -> Ended {
        let simulation = Simulation {
            cells: self.cells()?,
            method: self.by.method,
            settings: self.by.settings(),
            replicates: self.replicates,
            draws: self.draws.into(),
            seed: self.seed,
        };
        let rates = simulate(&simulation, &Pool::new(None)?, &Bars::new());
        let cells = TABLE.iter().filter(|_| self.table).map(Some).chain(std::iter::repeat(None));
        let row = |(rates, cell): (Rates, Option<&Cell>)| Row {
            method: cell.map(|cell| Figures::new(cell, rates.staged)),
            rates,
        };
        let rows: Vec<Row> = rates.into_iter().zip(cells).map(row).collect();
        let text = || if self.table { text_of_table(&rows) } else { text(&simulation, &rows) };
        put::answer(&self.out, text, &rows, || sheet(&rows))?;
        Ok(Exit::Done)
    }

    /// The worlds and designs that the flags ask for.
    fn cells(&self) -> Result<Vec<(World, Design)>, Problem> {
        if self.table {
            return Ok(TABLE.iter().map(|cell| (cell.world, cell.design())).collect());
        }
        let design = self.design()?;
        let named: Vec<World> = self.world.iter().flat_map(|worlds| worlds.0.clone()).collect();
        let worlds = if named.is_empty() { USUAL_WORLDS.to_vec() } else { named };
        Ok(worlds.into_iter().map(|world| (world, design.clone())).collect())
    }

    /// The design of the results that are named, or METHOD's, with what the flags say otherwise.
    fn design(&self) -> Result<Design, Problem> {
        let of_run = self.results.as_deref().map(|folder| design_of(&finished(folder)?)).transpose()?;
        let mut design = of_run.unwrap_or(METHOD);
        if let Some(years) = self.years {
            design = design.with_years(years.into());
        }
        if let Some(categories) = self.categories {
            design = design.with_categories(categories.into());
        }
        if let Some(mean) = self.mean {
            design = design.with_mean(mean);
        }
        Ok(Design { phi: self.phi.unwrap_or(design.phi), ..design })
    }
}
