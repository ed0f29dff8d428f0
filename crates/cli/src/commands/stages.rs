//! `nianlun stages`.

use crate::bars::Bars;
use crate::exit::{Ended, Exit};
use crate::groups::{MethodArgs, OutArgs};
use crate::put;
use clap::Args;
use nianlun_findings::Findings;
use nianlun_run::{Pool, evidence};
use nianlun_stages::{Boundary, Estimate, Judge, REPLICATES, Replication, Seeded, Verdict, estimate_by};
use nianlun_study::read_series;
use nianlun_tables::{Sheet, Values};
use nianlun_types::{Depth, SEED, Year};
use nianlun_words::Lang;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Find the stages of a series counted elsewhere
///
/// SERIES is a CSV or Parquet file with the columns year, category, hits, exposure; for the
/// methods `gauss`, `coniss` and `vnc` also with year, category, value. Empty cells are missing,
/// not zero. Exits with 1 if the series is too short or too empty to say anything.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun stages counts.csv\n  nianlun stages nile.csv --method gauss --minimum-length 15 --maximum 4 --format json"
)]
pub struct StagesArgs {
    /// The series: a CSV or Parquet file
    series: PathBuf,
    #[command(flatten)]
    by: MethodArgs,
    /// Seed of the permutations and of the simulated drift
    #[arg(long, value_name = "SEED", default_value_t = SEED)]
    seed: u64,
    #[command(flatten)]
    out: OutArgs,
}

impl StagesArgs {
    /// Finds the stages.
    pub fn run(&self) -> Ended {
        let data = read_series(&self.series, self.by.method)?;
        let (pool, bars) = (Pool::new(None)?, Bars::new());
        let draws = Seeded { seed: self.seed, replicates: REPLICATES };
        let replication = Replication { draws: &draws, workers: &pool, progress: &bars };
        let judge = Judge { depth: Depth::Full, replication };
        let estimate = estimate_by(self.by.method, &data, self.by.settings(), None, &judge);
        let findings = Findings { estimate, stability: None, sensitivity: Vec::new(), calibration: None };
        let estimate = &findings.estimate;
        put::answer(&self.out, || text(&findings), &findings, || sheet(estimate))?;
        Ok(Exit::done_if(estimate.verdict != Verdict::Refused))
    }
}

fn text(findings: &Findings) -> String {
    let estimate = &findings.estimate;
    let (first, last) = (estimate.years.first(), estimate.years.last());
    let span = first.zip(last).map_or(String::new(), |(first, last)| format!("，{first}–{last}"));
    let phi = estimate.phi.map_or(String::new(), |phi| format!("，φ* {phi:.2}"));
    let mut text = format!(
        "方法 {}：{} 年{span}，{} 个类目{phi}\n判断：{}。{}\n",
        estimate.method,
        estimate.years.len(),
        estimate.categories.len(),
        nianlun_words::verdict(estimate.verdict, Lang::Chinese),
        nianlun_report::finding(estimate, Lang::Chinese)
    );
    text.push_str(&evidence(findings));
    if !estimate.warnings.is_empty() {
        text.push_str("\n提醒\n");
    }
    for warning in &estimate.warnings {
        let _ = writeln!(text, "  · {}", warning.message);
    }
    text
}

/// A row for each stage, with the boundary at which it begins. Every row repeats the verdict, since the
/// best steps of a series that is not staged are no stages.
fn sheet(estimate: &Estimate) -> Sheet {
    let rows = estimate.stage_rows();
    let boundary_of = |row: usize| row.checked_sub(1).and_then(|before| estimate.boundaries.get(before));
    let boundaries: Vec<Option<&Boundary>> = (0..rows.len()).map(boundary_of).collect();
    let years95 =
        |boundary: &&Boundary| boundary.years95.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let year_of = |year: fn(&Boundary) -> Option<Year>| {
        Values::Whole(boundaries.iter().map(|b| b.and_then(year).map(i64::from)).collect())
    };
    Sheet {
        columns: vec![
            ("verdict", Values::text(rows.iter().map(|_| estimate.verdict.name()))),
            ("stage", Values::counts(rows.iter().map(|row| u64::from(row.stage)))),
            ("first_year", Values::Whole(rows.iter().map(|row| Some(row.first_year.into())).collect())),
            ("last_year", Values::Whole(rows.iter().map(|row| Some(row.last_year.into())).collect())),
            (
                "reason",
                Values::Text(rows.iter().map(|_| estimate.reason.map(|r| r.name().to_owned())).collect()),
            ),
            ("probability", Values::Real(boundaries.iter().map(|b| b.and_then(|b| b.probability)).collect())),
            ("window_first", year_of(|b| b.window.map(|w| w.first))),
            ("window_last", year_of(|b| b.window.map(|w| w.last))),
            ("years95", Values::Text(boundaries.iter().map(|b| b.as_ref().map(years95)).collect())),
        ],
    }
}
