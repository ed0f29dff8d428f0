//! What a run is asked for, and what it gives back.

use crate::steps::Step;
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
    /// Whether to use nothing of what an earlier run left.
    pub again: bool,
}

/// What a run found, for the closing summary.
#[derive(Debug)]
pub struct Outcome {
    /// Name of the pipeline.
    pub name: String,
    /// Where the results lie.
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
    /// The stages, and how stable they are.
    pub findings: Findings,
    /// Texts set aside, with the reason.
    pub quarantined: Vec<Quarantined>,
    /// How many texts or tables were read with a doubt: corpus-report.csv says which and why.
    pub doubtful: usize,
    /// Texts outside the years of the study.
    pub outside_years: usize,
    /// Every caveat.
    pub warnings: Vec<Warning>,
    /// How many texts were read in each encoding.
    pub encodings: BTreeMap<String, u64>,
    /// File and SHA-256 of every text that was read.
    pub texts: Vec<(String, String)>,
    /// What was done, and why.
    pub steps: Vec<Step>,
}

impl Outcome {
    /// How the run ended, as far as its exit code tells.
    pub fn ended(&self) -> Ended {
        Ended {
            set_aside: self.quarantined.len(),
            doubtful: self.doubtful,
            refused: self.findings.estimate.verdict == Verdict::Refused,
        }
    }
}

/// What came of asking for a run.
#[derive(Debug)]
pub enum Ran {
    /// It ran.
    Anew(Box<Outcome>),
    /// Nothing that the earlier results were made from has changed, so that they stand.
    AsBefore(AsBefore),
}

/// Earlier results that stand.
#[derive(Debug)]
pub struct AsBefore {
    /// Where they lie.
    pub folder: PathBuf,
    /// What their run said.
    pub summary: String,
    /// How it ended.
    pub ended: Ended,
}
