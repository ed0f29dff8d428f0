//! What a run is asked for, and what it gives back.

use crate::steps::Step;
use crate::units::Units;
use nianlun_findings::Findings;
use nianlun_results::Ended;
use nianlun_types::{Quarantined, Verdict, Warning, Year};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What the command line may add to a pipeline.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Replaces the corpus that the pipeline names.
    pub corpus: Option<PathBuf>,
    /// The results folder; `out/<name>` unless given.
    pub out: Option<PathBuf>,
    /// Threads; as many as the machine has cores unless given.
    pub threads: Option<usize>,
    /// Whether to ignore the results and the cache of an earlier run.
    pub again: bool,
}

/// What a run found, for the summary at its end.
#[derive(Debug)]
pub struct Outcome {
    /// Name of the pipeline.
    pub name: String,
    /// The results folder.
    pub folder: PathBuf,
    /// Documents read.
    pub documents: usize,
    /// Han characters in them.
    pub han_characters: u64,
    /// First and last year of the series.
    pub years: Option<(Year, Year)>,
    /// Years of that range without a text.
    pub missing_years: Vec<Year>,
    /// Label and hits of each category.
    pub categories: Vec<(String, u64)>,
    /// The stages and their stability.
    pub findings: Findings,
    /// Texts set aside, with the reason.
    pub quarantined: Vec<Quarantined>,
    /// How many texts or tables were read with a doubt: corpus-report.csv says which and why.
    pub doubtful: usize,
    /// Texts outside the years of the study.
    pub outside_years: usize,
    /// How many files, rows and members have each state.
    pub units: Units,
    /// Every warning.
    pub warnings: Vec<Warning>,
    /// How many texts were read in each encoding.
    pub encodings: BTreeMap<String, u64>,
    /// File and SHA-256 of every text that was read.
    pub texts: Vec<(String, String)>,
    /// What was done, and why.
    pub steps: Vec<Step>,
}

impl Outcome {
    /// The facts that the exit code depends on.
    pub fn ended(&self) -> Ended {
        let estimate = &self.findings.estimate;
        Ended {
            set_aside: self.units.set_aside,
            doubtful: self.doubtful,
            refused: estimate.verdict == Verdict::Refused && !estimate.has_too_few_years(),
        }
    }
}

/// The answer of [`crate::run_if_changed`].
#[derive(Debug)]
pub enum Ran {
    /// The pipeline ran.
    Anew(Box<Outcome>),
    /// Nothing that the earlier results were made from has changed: they were kept.
    AsBefore(AsBefore),
}

/// Earlier results that were kept.
#[derive(Debug)]
pub struct AsBefore {
    /// The results folder.
    pub folder: PathBuf,
    /// The summary of their run.
    pub summary: String,
    /// How their run ended.
    pub ended: Ended,
}
