//! A run: texts in, results out.

use crate::count::{Counted, count};
use crate::load::Pipeline;
use crate::output::{DICTIONARY, Output};
use crate::progress::Progress;
use crate::provenance::provenance;
use nianlun_index::IndexBuilder;
use nianlun_report::Page;
use nianlun_segment::{Jieba, Segmenter};
use nianlun_stages::{Estimate, Published, Series, estimate};
use nianlun_types::{FrequencyRow, Problem, Problems, Quarantined, Warning, Year};
use std::collections::{BTreeMap, BTreeSet};
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
    /// The stages.
    pub estimate: Estimate,
    /// Texts set aside, with the reason.
    pub quarantined: Vec<Quarantined>,
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
    let pipeline = Pipeline::load(folder, options.corpus.as_deref())?;
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
    let index = IndexBuilder::create(&index_folder).map_err(|e| cannot_write(&e))?;
    if let Some(dictionary) = &pipeline.dictionary {
        std::fs::write(output.path(DICTIONARY), dictionary.to_text()).map_err(io)?;
    }
    let segmenter = Jieba::new(pipeline.dictionary.clone());
    let counted = count(&pipeline, &segmenter, &index, &threads, progress).map_err(|e| cannot_write(&e))?;
    index.finish().map_err(|e| cannot_write(&e))?;

    progress.begin("estimating stages", 0);
    let range = pipeline.settings.years.map(|(a, b)| a..=b).or_else(|| counted.counts.range());
    let categories = &pipeline.codebook.categories;
    let rows =
        range.map_or_else(Vec::new, |r| counted.counts.rows(r, categories, pipeline.settings.exposure.1));
    let estimate = stages_of(&pipeline, &rows);
    let warnings = warnings(&pipeline, &counted, &estimate);
    progress.end();

    progress.begin("writing tables", 0);
    let tables = |result: Result<(), nianlun_tables::Error>| result.map_err(|e| cannot_write(&e));
    let terms: Vec<&str> = pipeline.codebook.terms.iter().map(|t| t.term.as_str()).collect();
    let mut estimate = estimate;
    estimate.warnings = warnings.clone();
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
    tables(nianlun_tables::write_frequencies(&output.path("frequencies.parquet"), &rows))?;
    tables(nianlun_tables::write_stages(&output.path("stages.parquet"), &estimate.stage_rows()))?;
    write_json(&output.path("stages.json"), &estimate).map_err(io)?;
    write_quarantine(&output.path("quarantine.csv"), &counted.quarantined).map_err(io)?;
    let published = pipeline.published.as_ref();
    let page = Page {
        name: &pipeline.settings.name,
        documents: counted.documents.len() as u64,
        han_characters: counted.documents.iter().map(|d| d.han_characters).sum(),
        quarantined: counted.quarantined.len() as u64,
        exposure: pipeline.settings.exposure.0,
        rule: pipeline.settings.rule.0,
        categories,
        rows: &rows,
        estimate: &estimate,
        published_source: published.map(|p| p.source.as_str()),
    };
    let html = nianlun_report::summary(&page).map_err(|e| RunError::Internal(e.to_string()))?;
    std::fs::write(output.path("summary.html"), html).map_err(io)?;
    let outputs = [
        "documents.parquet",
        "hits.parquet",
        "frequencies.parquet",
        "stages.parquet",
        "stages.json",
        "quarantine.csv",
        "summary.html",
    ];
    let provenance =
        provenance(&pipeline, &segmenter.name(), &counted, &warnings, |name| output.path(name), &outputs);
    write_json(&output.path("provenance.json"), &provenance.map_err(io)?).map_err(io)?;
    output.swap_in().map_err(io)?;
    progress.end();

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
        estimate,
        quarantined: counted.quarantined,
        outside_years: pipeline.outside_years,
        warnings,
    })
}

/// The series of the pipeline's dimensions, and its stages.
fn stages_of(pipeline: &Pipeline, rows: &[FrequencyRow]) -> Estimate {
    let dimensions = &pipeline.settings.dimensions;
    let mut series = Series::default();
    let wanted = |d: &String| dimensions.is_empty() || dimensions.contains(d);
    let categories: Vec<_> = pipeline.codebook.categories.iter().filter(|c| wanted(&c.dimension)).collect();
    series.categories = categories.iter().map(|c| c.id.clone()).collect();
    let mut years: BTreeMap<Year, Vec<&FrequencyRow>> = BTreeMap::new();
    for row in rows.iter().filter(|r| wanted(&r.dimension)) {
        years.entry(row.year).or_default().push(row);
    }
    for (year, rows) in years {
        let Some(first) = rows.first() else { continue };
        let (Some(han), Some(tokens)) = (first.han_characters, first.tokens) else { continue };
        let exposure = pipeline.settings.exposure.1.of(han, tokens);
        if exposure == 0 {
            continue; // texts without a single Han character: as missing as no text
        }
        series.years.push(year);
        series.exposure.push(exposure as f64);
        series.documents.push(first.documents.unwrap_or(0));
        series.hits.push(rows.iter().map(|r| r.hits.unwrap_or(0) as f64).collect());
    }
    let published = pipeline.published.as_ref().map(|p| Published { boundaries: p.boundaries() });
    estimate(&series, pipeline.settings.stages, published.as_ref())
}

/// Every caveat: of the corpus, of the codebook, of the stages.
fn warnings(pipeline: &Pipeline, counted: &Counted, estimate: &Estimate) -> Vec<Warning> {
    let mut warnings = Vec::new();
    warnings.extend(pipeline.settings.note.as_ref().map(|note| Warning::new("corpus-note", note)));
    if !counted.quarantined.is_empty() {
        warnings.push(Warning::new(
            "quarantined",
            format!("{}个文本被搁置，原因见 quarantine.csv", counted.quarantined.len()),
        ));
    }
    if let (Some((first, last)), true) = (pipeline.settings.years, pipeline.outside_years > 0) {
        warnings.push(Warning::new(
            "outside-years",
            format!(
                "{}个文本不在{first}–{last}年之内，按 pipeline.toml 的 years 略去",
                pipeline.outside_years
            ),
        ));
    }
    let mut early: BTreeMap<u32, (u64, Year)> = BTreeMap::new();
    for hit in &counted.hits {
        let term = &pipeline.codebook.terms[hit.term as usize];
        let year = counted.documents[hit.document as usize].year;
        if let (Some(since), Some(year)) = (term.since, year)
            && year < since
            && term.categories[0] == hit.category
        {
            let seen = early.entry(hit.term).or_insert((0, year));
            *seen = (seen.0 + 1, seen.1.min(year));
        }
    }
    for (term, (hits, first)) in early {
        let term = &pipeline.codebook.terms[term as usize];
        warnings.push(Warning::new(
            "before-since",
            format!(
                "“{}”在其起始年{}之前已有{hits}次命中（最早{first}年）：年份、文本或起始年有误",
                term.term,
                term.since.unwrap_or_default()
            ),
        ));
    }
    warnings.extend(estimate.warnings.iter().cloned());
    warnings
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
