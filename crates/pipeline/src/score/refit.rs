//! The stages again, without the terms that fail.

use crate::Settings;
use crate::sample::provenance_of_run;
use crate::sheet::Key;
use nianlun_corpus::decode;
use nianlun_stages::{Series, estimate};
use nianlun_types::{Problem, Year};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Stages before and after.
#[derive(Debug, Clone, Serialize)]
pub struct Refit {
    /// Of all terms.
    pub before: Stages,
    /// Without those that fail.
    pub after: Stages,
}

/// What an estimate comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stages {
    /// The verdict.
    pub verdict: nianlun_stages::Verdict,
    /// Hits that it rests on.
    pub hits: u64,
    /// First year of every stage but the first.
    pub boundaries: Vec<Year>,
}

/// Estimates the stages of the run with and without `failing` (category, term).
///
/// # Errors
/// The run is gone or has changed since the sheet was drawn.
pub fn refit(key: &Key, failing: &BTreeSet<(&str, &str)>) -> Result<Refit, Problem> {
    let stale = |cause: String| {
        Problem::new("the stages cannot be estimated again without these terms")
            .because(cause)
            .hint("run the pipeline, draw a new sheet, or put the results back where they were")
    };
    if provenance_of_run(&key.results).map_err(|p| stale(p.to_string()))? != key.results_sha256 {
        return Err(stale(format!(
            "the results in `{}` are of another run than the sheet",
            key.results.display()
        )));
    }
    let text = |name: &str| {
        let path = key.pipeline.join(name);
        std::fs::read(&path)
            .map_err(|error| error.to_string())
            .and_then(decode)
            .map(|decoded| decoded.text)
            .map_err(|cause| stale(format!("{}: {cause}", path.display())))
    };
    let settings = Settings::parse(&text("pipeline.toml")?).map_err(|p| stale(p.to_string()))?;
    let (names, rows) =
        nianlun_tables::read(&key.results.join("frequencies.parquet")).map_err(|e| stale(e.to_string()))?;
    let series = series(&names, &rows, &settings)
        .ok_or_else(|| stale("frequencies.parquet lacks columns".to_owned()))?;
    let mut left = series.clone();
    for of_term in key.by_year.iter().filter(|t| failing.contains(&(t.category.as_str(), t.term.as_str()))) {
        let Some(k) = left.categories.iter().position(|id| *id == of_term.category) else { continue };
        for (year, hits) in &of_term.hits {
            if let Ok(at) = left.years.binary_search(year) {
                left.hits[at][k] -= *hits as f64;
            }
        }
    }
    let stages = |series: &Series| {
        let found = estimate(series, settings.stages, None);
        Stages {
            hits: series.hits.iter().flatten().sum::<f64>() as u64,
            boundaries: found.boundary_years(),
            verdict: found.verdict,
        }
    };
    Ok(Refit { before: stages(&series), after: stages(&left) })
}

/// The series of a run, from its frequencies, as the run itself made it.
fn series(names: &[String], rows: &[Vec<Option<String>>], settings: &Settings) -> Option<Series> {
    let column = |name: &str| names.iter().position(|n| n == name);
    let (year, dimension, category, hits) =
        (column("year")?, column("dimension")?, column("category")?, column("hits")?);
    let (documents, exposure) = (
        column("documents")?,
        column(if settings.exposure.0 == "tokens" { "tokens" } else { "han_characters" })?,
    );
    let number = |row: &[Option<String>], at: usize| row[at].as_ref()?.parse::<f64>().ok();
    let mut series = Series::default();
    let mut by_year: BTreeMap<Year, Vec<&Vec<Option<String>>>> = BTreeMap::new();
    for row in rows {
        let own = row[dimension].as_ref()?;
        if settings.dimensions.is_empty() || settings.dimensions.contains(own) {
            by_year.entry(row[year].as_ref()?.parse().ok()?).or_default().push(row);
        }
    }
    for (year, rows) in by_year {
        if series.categories.is_empty() {
            series.categories = rows.iter().filter_map(|row| row[category].clone()).collect();
        }
        let (Some(unit), Some(documents)) = (number(rows[0], exposure), number(rows[0], documents)) else {
            continue; // a year without a text
        };
        if unit <= 0.0 {
            continue;
        }
        series.years.push(year);
        series.exposure.push(unit);
        series.documents.push(documents as u64);
        series.hits.push(rows.iter().map(|row| number(row, hits).unwrap_or(0.0)).collect());
    }
    Some(series)
}
