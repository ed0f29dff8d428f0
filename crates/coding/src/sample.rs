//! `nianlun codebook sample`: a blind coding sheet of lines drawn from a finished run.
//!
//! Hits are drawn by term × stage; for recall, sentences without a hit of a category are drawn by
//! category × stage. A cell draws the lines with the least hashes of seed and place: the same seed draws
//! the same lines, whatever the order of texts or the number of threads.

mod drawing;
mod files;
mod layout;

use crate::sheet::Key;
use drawing::{Drawn, draw};
use files::SheetFiles;
use layout::{by_year, lay_out, sentences_with_hits};
use nianlun_corpus::Settled;
use nianlun_results::{Finished, Spans, locate};
use nianlun_study::{Study, pipeline_name};
use nianlun_types::{Problem, Problems, Progress};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What `sample` draws, and from what.
#[derive(Debug, Clone)]
pub struct SampleOptions {
    /// A corpus to read instead of the one that the pipeline names.
    pub corpus: Option<PathBuf>,
    /// The results folder, unless it is `out/<name>`.
    pub results: Option<PathBuf>,
    /// Lines drawn for each term × stage, and for each category × stage without a hit.
    pub per_cell: usize,
    /// The seed, unless it is the pipeline's.
    pub seed: Option<u64>,
    /// The sheet to write, csv or xlsx; `sheet.csv` in a folder beside the results unless given.
    pub sheet: Option<PathBuf>,
}

/// What `sample` drew.
#[derive(Debug, Clone)]
pub struct Sampled {
    /// The file of the sheet.
    pub sheet: PathBuf,
    /// The file of its key.
    pub key: PathBuf,
    /// Lines with a hit.
    pub with_hit: usize,
    /// Sentences without one.
    pub without: usize,
    /// The names of the spans of years.
    pub stages: Vec<String>,
    /// Whether these spans are the stages of the run, rather than decades.
    pub stages_from_run: bool,
    /// Hits of texts without a year, which cannot be drawn.
    pub without_year: u64,
}

/// Draws a sheet for the pipeline in `folder` and writes it with its key.
///
/// # Errors
/// The pipeline has not been run, or texts or codebook have changed since; the sheet is there
/// already or cannot be written.
pub fn sample(folder: &Path, options: &SampleOptions, progress: &dyn Progress) -> Result<Sampled, Problems> {
    if !folder.join("pipeline.toml").is_file() && folder.join("provenance.json").is_file() {
        return Err(Problem::new(format!("`{}` is a results folder", folder.display()))
            .because("labels and definitions for the coders stand in the codebook of the pipeline")
            .hint(format!("name the pipeline folder, and the results with --results {}", folder.display()))
            .into());
    }
    let study = Study::load(folder, options.corpus.as_deref())?;
    let results = match &options.results {
        Some(results) => results.clone(),
        None => locate(folder, &pipeline_name)?,
    };
    let run = Finished::open(&results)?;
    let files = SheetFiles::new(&results, options.sheet.as_deref())?;
    let seed = options.seed.unwrap_or(study.settings.seed);
    let years = study.catalogue.entries.iter().filter_map(Settled::year);
    let eras = Spans::new(Some(&run), years)?;
    let drawn = draw(&study, &eras, seed, options.per_cell, progress)?;
    if hits_counted_again(&study, &drawn) != hits_in_results(&run)? {
        return Err(Problem::new(format!(
            "the texts or the codebook have changed since the run in `{}`",
            results.display()
        ))
        .because("counting them again gives other hits than its terms.parquet has")
        .hint(format!("run it again: nianlun run {}", folder.display()))
        .into());
    }
    if drawn.cells.is_empty() {
        return Err(Problem::new("there is no hit to draw")
            .hint("nianlun check tells which terms are never met")
            .into());
    }
    let by_year = by_year(&study, &drawn);
    let without_year = drawn.without_year;
    let mut key = Key {
        note: "编码单的对照表：文本、年份和词条，编码结束前请勿给编码员看；nianlun codebook score 读它"
            .to_owned(),
        pipeline: folder.to_owned(),
        results: results.clone(),
        results_sha256: run.digest().to_owned(),
        seed,
        labels: study.codebook.categories.iter().map(|c| (c.id.clone(), c.label.clone())).collect(),
        sentences_with_hits: sentences_with_hits(&study, &drawn),
        by_year,
        cells: Vec::new(),
        lines: Vec::new(),
    };
    let rows = lay_out(&study, &eras, drawn.cells, &mut key);
    files.write(&run, options, &rows, &key)?;
    let with_hit = key.lines.iter().filter(|line| key.cells[line.cell].term.is_some()).count();
    Ok(Sampled {
        sheet: files.sheet,
        key: files.key,
        with_hit,
        without: key.lines.len() - with_hit,
        stages: (0..eras.spans.len()).map(|at| eras.name(at)).collect(),
        stages_from_run: eras.stages,
        without_year,
    })
}

/// Hits by category and term, of the terms that have any.
type HitsByTerm = BTreeMap<(String, String), u64>;

/// The hits that `terms.parquet` has.
fn hits_in_results(run: &Finished) -> Result<HitsByTerm, Problem> {
    let counted = run.terms()?.iter().filter(|row| row.hits > 0);
    Ok(counted.map(|row| ((row.category.clone(), row.term.clone()), row.hits)).collect())
}

/// The hits that were counted while drawing.
fn hits_counted_again(study: &Study, drawn: &Drawn) -> HitsByTerm {
    let book = &study.codebook;
    let name = |(k, term): &(u32, u32)| {
        (book.categories[*k as usize].id.clone(), book.terms[*term as usize].term.clone())
    };
    drawn.by_year.iter().map(|(key, years)| (name(key), years.values().sum())).collect()
}
