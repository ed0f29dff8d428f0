//! A run: texts in, results out.

use crate::analyse::{Findings, analyse};
use crate::cache::{CACHE, Cache};
use crate::count::count;
use crate::indexing::Indexing;
use crate::load::Pipeline;
use crate::lock::{Ended, LOCK, Lock, made_from};
use crate::output::{CONCEPTS, DICTIONARY, Output};
use crate::pages::pages;
use crate::progress::Progress;
use crate::provenance::provenance;
use crate::results::{outcome, write_json, write_tables};
use crate::settings::Settings;
use crate::steps::{Step, Why};
use crate::summary::summary;
use nianlun_segment::{Jieba, Segmenter as _};
use nianlun_stages::Verdict;
use nianlun_types::{Problem, Problems, Quarantined, Warning, Year};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// The file that holds what a run says when it ends.
const SUMMARY: &str = "summary.txt";

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

/// Why a run did not end.
#[derive(Debug)]
pub enum RunError {
    /// Somebody must mend something: a file, a flag, a full disk.
    Problems(Problems),
    /// A fault of ours.
    Internal(String),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::Problems(problems) => problems.fmt(f),
            RunError::Internal(what) => write!(f, "error: {what}"),
        }
    }
}

impl std::error::Error for RunError {}

impl From<Problems> for RunError {
    fn from(problems: Problems) -> Self {
        RunError::Problems(problems)
    }
}

impl From<Problem> for RunError {
    fn from(problem: Problem) -> Self {
        RunError::Problems(problem.into())
    }
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
    pub encodings: BTreeMap<&'static str, u64>,
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

/// Runs the pipeline in `folder`, even if nothing changed since the last run; what that found out of
/// texts that are as they were is used again.
///
/// # Errors
/// [`RunError`]; nothing is written then, and earlier results stay whole.
pub fn run(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Outcome, RunError> {
    match go(folder, options, progress, false)? {
        Ran::Anew(outcome) => Ok(*outcome),
        Ran::AsBefore(_) => Err(RunError::Internal("a run was asked for and did not run".to_owned())),
    }
}

/// Runs the pipeline in `folder`, unless all that the earlier results were made from is as it was.
///
/// # Errors
/// As [`run`].
pub fn run_if_changed(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Ran, RunError> {
    go(folder, options, progress, !options.again)
}

fn go(folder: &Path, options: &Options, progress: &dyn Progress, may_skip: bool) -> Result<Ran, RunError> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|error| RunError::Internal(error.to_string()))?;
    let target_of =
        |settings: &Settings| options.out.clone().unwrap_or_else(|| Path::new("out").join(&settings.name));
    let mut earlier: Option<Lock> = None;
    let mut no_cache = None;
    let recall = |settings: &Settings| {
        let target = target_of(settings);
        earlier = if options.again { None } else { Lock::read(&target) };
        if earlier.is_none() {
            // All texts will be cut: while one thread lists them, another loads the dictionary.
            rayon::spawn(Jieba::prepare);
        }
        let kept = target.join(CACHE);
        let (cache, why) = Cache::open(earlier.as_ref().map(|_| kept.as_path())).map_err(|error| {
            Problem::new("what is found out of texts cannot be kept beside")
                .because(error.to_string())
                .hint("the folder for temporary files (TMPDIR) must be writable and have room")
        })?;
        no_cache = why;
        Ok(cache)
    };
    // Within, so that texts are looked at by as many threads.
    let corpus = options.corpus.as_deref();
    let pipeline = threads.install(|| Pipeline::load_recalling(folder, corpus, progress, recall))?;
    let target = target_of(&pipeline.settings);
    let segmenter = Jieba::new(pipeline.dictionary.clone());
    // Without an earlier run there is nothing to compare with: the texts are read once, in the pass.
    let now = earlier
        .as_ref()
        .map(|earlier| (earlier, threads.install(|| made_from(&pipeline, &segmenter, &BTreeMap::new()))));
    let both = now.as_ref().map(|(earlier, now)| (*earlier, now));
    let why = Why::of(both, &target, no_cache, options.again);
    if may_skip
        && why.nothing_changed()
        && nianlun_index::check(&target.join("index"), &segmenter).is_ok()
        && let (Some(lock), Ok(summary)) = (&earlier, std::fs::read_to_string(target.join(SUMMARY)))
    {
        return Ok(Ran::AsBefore(AsBefore { folder: target, summary, ended: lock.result }));
    }
    let output = Output::claim(&target)?;
    let cannot_write = |error: &dyn fmt::Display| -> RunError {
        Problem::new(format!("results cannot be written to `{}`", target.display()))
            .because(error.to_string())
            .hint("is the disk full, or the folder read-only?")
            .into()
    };
    let io = |error: std::io::Error| cannot_write(&error);

    let index_folder = output.path("index");
    std::fs::create_dir(&index_folder).map_err(io)?;
    let earlier_index = earlier.is_some().then(|| target.join("index"));
    let index =
        Indexing::begin(earlier_index.as_deref(), &index_folder, &segmenter).map_err(|e| cannot_write(&e))?;
    if let Some(dictionary) = &pipeline.dictionary {
        std::fs::write(output.path(DICTIONARY), dictionary.to_text()).map_err(io)?;
    }
    write_json(&output.path(CONCEPTS), &pipeline.codebook.concepts()).map_err(io)?;
    let counted = count(&pipeline, &segmenter, &index, &threads, progress).map_err(|e| cannot_write(&e))?;
    let anew = index.anew.clone();
    let gone = index.finish(&counted.documents, &counted.was).map_err(|e| cannot_write(&e))?;
    let made_from = now.map_or_else(
        || {
            let known = counted.documents.iter().map(|d| (d.id.as_str(), d.sha256.as_str())).collect();
            threads.install(|| made_from(&pipeline, &segmenter, &known))
        },
        |(_, now)| now,
    );
    let steps = why.steps(&counted, anew.as_ref(), gone);

    let analysis = analyse(&pipeline, &counted, &threads, progress);
    progress.begin("writing tables and drawing the report", 0);
    let name = segmenter.name();
    let files = || {
        let tables = write_tables(&output, &pipeline, &counted, &analysis).map_err(|e| cannot_write(&e))?;
        pipeline.cache.save(&output.path(CACHE)).map_err(io)?;
        Ok::<_, RunError>(tables)
    };
    let pages =
        || pages(&pipeline, &counted, &analysis, &name).map_err(|e| RunError::Internal(e.to_string()));
    let (tables, pages) = threads.install(|| rayon::join(files, pages));
    let mut outputs: Vec<String> = tables?.into_iter().map(str::to_owned).collect();
    std::fs::create_dir(output.path("figures")).map_err(io)?;
    for (name, bytes) in pages? {
        std::fs::write(output.path(&name), bytes).map_err(io)?;
        outputs.push(name);
    }
    let outcome = outcome(&pipeline, counted, analysis, target.clone(), steps);
    std::fs::write(output.path(SUMMARY), summary(&outcome)).map_err(io)?;
    outputs.push(SUMMARY.to_owned());
    let provenance = provenance(&pipeline, &name, &outcome, |name| output.path(name), &outputs);
    let (provenance, hashes) = provenance.map_err(io)?;
    write_json(&output.path("provenance.json"), &provenance).map_err(io)?;
    let lock = Lock { made_from, result: outcome.ended(), outputs: hashes };
    lock.write(&output.path(LOCK)).map_err(io)?;
    output.swap_in().map_err(io)?;
    progress.end();
    Ok(Ran::Anew(Box::new(outcome)))
}
