//! A run: texts in, results out.

use crate::analyse::{Findings, analyse};
use crate::corpus_report;
use crate::count::count;
use crate::load::Pipeline;
use crate::output::{CONCEPTS, DICTIONARY, Output};
use crate::pages::pages;
use crate::progress::Progress;
use crate::provenance::provenance;
use nianlun_index::IndexBuilder;
use nianlun_segment::{Jieba, Segmenter};
use nianlun_types::{Problem, Problems, Quarantined, Warning, Year};
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

/// What the command line may add to a pipeline.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Replaces the corpus that the pipeline names.
    pub corpus: Option<PathBuf>,
    /// The results folder; `out/<name>` unless given.
    pub out: Option<PathBuf>,
    /// Threads; as many as the machine has cores unless given.
    pub threads: Option<usize>,
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
}

/// Runs the pipeline in `folder`.
///
/// # Errors
/// [`RunError`]; nothing is written then, and earlier results stay whole.
pub fn run(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Outcome, RunError> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|error| RunError::Internal(error.to_string()))?;
    // Within, so that texts are looked at by as many threads.
    let pipeline = threads.install(|| Pipeline::load_telling(folder, options.corpus.as_deref(), progress))?;
    let target = options.out.clone().unwrap_or_else(|| Path::new("out").join(&pipeline.settings.name));
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
    let segmenter = Jieba::new(pipeline.dictionary.clone());
    let index = IndexBuilder::create(&index_folder, &segmenter).map_err(|e| cannot_write(&e))?;
    if let Some(dictionary) = &pipeline.dictionary {
        std::fs::write(output.path(DICTIONARY), dictionary.to_text()).map_err(io)?;
    }
    write_json(&output.path(CONCEPTS), &pipeline.codebook.concepts()).map_err(io)?;
    let counted = count(&pipeline, &segmenter, &index, &threads, progress).map_err(|e| cannot_write(&e))?;
    index.finish().map_err(|e| cannot_write(&e))?;

    let analysis = analyse(&pipeline, &counted, &threads, progress);
    let categories = &pipeline.codebook.categories;
    let estimate = &analysis.findings.estimate;

    progress.begin("writing tables", 0);
    let tables = |result: Result<(), nianlun_tables::Error>| result.map_err(|e| cannot_write(&e));
    let terms: Vec<&str> = pipeline.codebook.terms.iter().map(|t| t.term.as_str()).collect();
    tables(nianlun_tables::write_documents(
        &output.path("documents.parquet"),
        &counted.documents,
        &counted.further,
    ))?;
    tables(nianlun_tables::write_hits(
        &output.path("hits.parquet"),
        &counted.hits,
        &counted.documents,
        categories,
        &terms,
    ))?;
    tables(nianlun_tables::write_frequencies(&output.path("frequencies.parquet"), &analysis.frequencies))?;
    tables(nianlun_tables::write_stages(&output.path("stages.parquet"), &estimate.stage_rows()))?;
    tables(nianlun_tables::write_profile(&output.path("profile.parquet"), &analysis.profile))?;
    tables(nianlun_tables::write_terms(&output.path("terms.parquet"), &analysis.terms))?;
    tables(nianlun_tables::write_keyness(&output.path("keyness.parquet"), &analysis.keyness))?;
    tables(nianlun_tables::write_sensitivity(
        &output.path("sensitivity.parquet"),
        &analysis.findings.sensitivity,
    ))?;
    write_json(&output.path("stages.json"), &analysis.findings).map_err(io)?;
    write_quarantine(&output.path("quarantine.csv"), &counted.quarantined).map_err(io)?;
    corpus_report::write(&output.path("corpus-report.csv"), &pipeline, &counted).map_err(io)?;
    progress.end();

    progress.begin("drawing the report", 0);
    let mut outputs: Vec<String> = [
        "documents.parquet",
        "hits.parquet",
        "frequencies.parquet",
        "stages.parquet",
        "profile.parquet",
        "terms.parquet",
        "keyness.parquet",
        "sensitivity.parquet",
        "stages.json",
        "quarantine.csv",
        "corpus-report.csv",
    ]
    .map(str::to_owned)
    .to_vec();
    let pages = pages(&pipeline, &counted, &analysis, &segmenter.name());
    std::fs::create_dir(output.path("figures")).map_err(io)?;
    for (name, bytes) in pages.map_err(|e| RunError::Internal(e.to_string()))? {
        std::fs::write(output.path(&name), bytes).map_err(io)?;
        outputs.push(name);
    }
    let warnings = &estimate.warnings;
    let provenance =
        provenance(&pipeline, &segmenter.name(), &counted, warnings, |name| output.path(name), &outputs);
    write_json(&output.path("provenance.json"), &provenance.map_err(io)?).map_err(io)?;
    output.swap_in().map_err(io)?;
    progress.end();

    let rows = &analysis.frequencies;
    let years: BTreeSet<Year> = rows.iter().map(|r| r.year).collect();
    let missing: BTreeSet<Year> = rows.iter().filter(|r| r.hits.is_none()).map(|r| r.year).collect();
    let hits_of = |id: &str| rows.iter().filter(|r| r.category == id).filter_map(|r| r.hits).sum();
    Ok(Outcome {
        name: pipeline.settings.name.clone(),
        folder: target.clone(),
        documents: counted.documents.len(),
        han_characters: counted.documents.iter().map(|d| d.han_characters).sum(),
        years: years.first().copied().zip(years.last().copied()),
        missing_years: missing.into_iter().collect(),
        categories: categories.iter().map(|c| (c.label.clone(), hits_of(&c.id))).collect(),
        warnings: estimate.warnings.clone(),
        findings: analysis.findings,
        doubtful: corpus_report::doubtful(&pipeline, &counted.documents),
        quarantined: counted.quarantined,
        outside_years: pipeline.outside_years,
    })
}

fn write_json(path: &Path, value: &impl serde::Serialize) -> std::io::Result<()> {
    let mut json = serde_json::to_vec_pretty(value)?;
    json.push(b'\n');
    std::fs::write(path, json)
}

fn write_quarantine(path: &Path, rows: &[Quarantined]) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(["file", "reason", "detail"])?;
    for row in rows {
        writer.write_record([&row.file, row.reason.as_str(), &row.detail])?;
    }
    writer.flush()
}
