//! `nianlun simulate`.

use crate::args::{SimulateArgs, TextOrJson};
use crate::bars::Bars;
use crate::exit::Exit;
use nianlun_pipeline::{Progress as _, Simulation, design_of, results_folder};
use nianlun_stages::Settings;
use nianlun_stages::simulate::{Design, Rates};
use nianlun_types::{Problem, Problems};
use std::fmt::Write as _;
use std::io::Write as _;

/// METHOD §2: 28 years, 8 categories, 3 true boundaries, variance over mean 1, 4 and 8.
const METHOD: Design = Design { years: 28, categories: 8, mean: 100.0, phi: 1.0, boundaries: 3 };
const METHOD_PHI: [f64; 3] = [1.0, 4.0, 8.0];

/// Prints the table of error rates.
pub fn simulate(args: &SimulateArgs) -> Result<Exit, Problems> {
    let like = args.results.as_deref().map(|folder| design_of(&results_folder(folder)?)).transpose()?;
    let base = like.unwrap_or(METHOD);
    let number = |given: Option<u16>, default: usize| given.map_or(default, usize::from);
    let design = Design {
        years: number(args.years, base.years),
        categories: number(args.categories, base.categories),
        mean: args.mean.unwrap_or(base.mean),
        boundaries: number(args.boundaries, base.boundaries),
        phi: base.phi,
    };
    let minimum_length = usize::from(args.minimum_length);
    if (design.boundaries + 1) * minimum_length.max(2) > design.years {
        return Err(Problem::new(format!(
            "{} years have no room for {} boundaries",
            design.years, design.boundaries
        ))
        .because(format!("every stage needs {} years or more", minimum_length.max(2)))
        .hint("ask for fewer with --boundaries")
        .into());
    }
    let phis = match (args.phi.is_empty(), like) {
        (false, _) => args.phi.clone(),
        (true, Some(like)) => vec![like.phi],
        (true, None) => METHOD_PHI.to_vec(),
    };
    let simulation = Simulation {
        design,
        phis,
        method: args.method.0,
        settings: Settings { minimum_length, maximum: args.maximum.into() },
        replicates: args.replicates,
        seed: args.seed,
    };
    let bars = Bars::new();
    let table = nianlun_pipeline::simulate(&simulation, &bars);
    bars.end();
    let text = match args.format {
        TextOrJson::Text => text(&simulation, &table),
        TextOrJson::Json => {
            let json = serde_json::to_string_pretty(&table)
                .map_err(|error| Problem::new("the table cannot be written").because(error.to_string()))?;
            json + "\n"
        }
    };
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(Exit::Done)
}

fn text(simulation: &Simulation, table: &[Rates]) -> String {
    let Design { years, categories, mean, boundaries, .. } = simulation.design;
    let mut text = format!(
        "method {}: {years} years × {categories} categories, {mean:.1} hits a year and category, {} series of each kind\n\n",
        simulation.method.name(),
        simulation.replicates
    );
    text.push_str("what is true      φ   no change  staged  gradual  stages  F1±1  95% set holds  warned of autocorrelation\n");
    for row in table {
        let world = serde_json::to_value(row.world).ok();
        let world = world.as_ref().and_then(|w| w.as_str()).unwrap_or_default();
        let coverage = row.coverage.map_or("   —".to_owned(), |c| format!("{c:.2}"));
        let _ = writeln!(
            text,
            "{world:<14} {:>5.1}      {:.2}     {:.2}     {:.2}    {:>4.1}   {:.2}       {coverage}           {:.2}",
            row.phi, row.no_change, row.staged, row.gradual, row.stages, row.f1_1, row.warned
        );
    }
    let error = 0.5 / (simulation.replicates as f64).sqrt();
    let _ = writeln!(
        text,
        "\nshares of the series; their standard error is at most {error:.2}\nno change: constant rates. steps: {boundaries} boundaries, rates change to about 1.4 or 0.7 times.\ntrend: rates grow or shrink smoothly to between 1.5 and 5 times. autocorrelated: rates drift (ρ 0.7).\nright answers: `no change` in the first rows, `staged` with a high F1 in the second, `gradual` in the\nthird; in the last every step method invents stages, and the warning must say so."
    );
    text
}
