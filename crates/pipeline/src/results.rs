//! What a run found → the files of its results, and what is said of it.

use crate::analyse::Analysis;
use crate::corpus_report;
use crate::count::Counted;
use crate::load::Pipeline;
use crate::output::Output;
use crate::run::Outcome;
use crate::steps::Step;
use nianlun_types::{Quarantined, Year};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

/// Writes every table; gives their names.
///
/// # Errors
/// One cannot be written.
pub fn write_tables(
    output: &Output,
    pipeline: &Pipeline,
    counted: &Counted,
    analysis: &Analysis,
) -> Result<Vec<&'static str>, Box<dyn Error + Send + Sync>> {
    let mut names = Vec::new();
    let mut path = |name: &'static str| {
        names.push(name);
        output.path(name)
    };
    let categories = &pipeline.codebook.categories;
    let terms: Vec<&str> = pipeline.codebook.terms.iter().map(|t| t.term.as_str()).collect();
    let documents = &counted.documents;
    nianlun_tables::write_documents(&path("documents.parquet"), documents, &counted.further)?;
    nianlun_tables::write_hits(&path("hits.parquet"), &counted.hits, documents, categories, &terms)?;
    nianlun_tables::write_frequencies(&path("frequencies.parquet"), &analysis.frequencies)?;
    let stages = analysis.findings.estimate.stage_rows();
    nianlun_tables::write_stages(&path("stages.parquet"), &stages)?;
    nianlun_tables::write_profile(&path("profile.parquet"), &analysis.profile)?;
    nianlun_tables::write_terms(&path("terms.parquet"), &analysis.terms)?;
    nianlun_tables::write_keyness(&path("keyness.parquet"), &analysis.keyness)?;
    nianlun_tables::write_sensitivity(&path("sensitivity.parquet"), &analysis.findings.sensitivity)?;
    write_json(&path("stages.json"), &analysis.findings)?;
    write_quarantine(&path("quarantine.csv"), &counted.quarantined)?;
    corpus_report::write(&path("corpus-report.csv"), pipeline, counted)?;
    Ok(names)
}

/// What a run found, for its summary.
pub fn outcome(
    pipeline: &Pipeline,
    counted: Counted,
    analysis: Analysis,
    folder: PathBuf,
    steps: Vec<Step>,
) -> Outcome {
    let rows = &analysis.frequencies;
    let years: BTreeSet<Year> = rows.iter().map(|r| r.year).collect();
    let missing: BTreeSet<Year> = rows.iter().filter(|r| r.hits.is_none()).map(|r| r.year).collect();
    let hits_of = |id: &str| rows.iter().filter(|r| r.category == id).filter_map(|r| r.hits).sum();
    Outcome {
        name: pipeline.settings.name.clone(),
        folder,
        documents: counted.documents.len(),
        han_characters: counted.documents.iter().map(|d| d.han_characters).sum(),
        years: years.first().copied().zip(years.last().copied()),
        missing_years: missing.into_iter().collect(),
        categories: pipeline.codebook.categories.iter().map(|c| (c.label.clone(), hits_of(&c.id))).collect(),
        warnings: analysis.findings.estimate.warnings.clone(),
        findings: analysis.findings,
        doubtful: corpus_report::doubtful(pipeline, &counted.documents),
        quarantined: counted.quarantined,
        outside_years: pipeline.outside_years,
        encodings: counted.encodings,
        texts: counted.documents.into_iter().map(|d| (d.file, d.sha256)).collect(),
        steps,
    }
}

/// Writes `value` as a person reads it.
pub fn write_json(path: &Path, value: &impl serde::Serialize) -> std::io::Result<()> {
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
