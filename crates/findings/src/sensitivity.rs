//! The stages when one decision is made otherwise, everything else as in the run.

use crate::count::Counted;
use crate::load::Pipeline;
use crate::progress::Progress;
use crate::series::{categories, series};
use nianlun_codebook::Rule;
use nianlun_frequency::{Counts, Exposure};
use nianlun_stages::{Data, Estimate, FEWEST_YEARS, Method, Series, Settings, Verdict, estimate_by};
use nianlun_types::{DocumentRow, SensitivityRow, Year};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// One decision made one way.
struct Variant {
    decision: &'static str,
    choice: String,
    in_force: bool,
    series: Series,
    settings: Settings,
    method: Method,
}

/// One row for each way to make each decision, in a fixed order.
pub fn sensitivity(
    pipeline: &Pipeline,
    counted: &Counted,
    threads: &rayon::ThreadPool,
    progress: &dyn Progress,
) -> Vec<SensitivityRow> {
    let variants = variants(pipeline, counted);
    progress.begin("making decisions otherwise", variants.len() as u64);
    let rows = threads.install(|| {
        variants
            .into_par_iter()
            .map(|variant| {
                let hits = variant.series.hits.iter().flatten().sum::<f64>();
                let data = Data::Counts(variant.series);
                let found = estimate_by(variant.method, &data, variant.settings, None);
                progress.advance(1, 0);
                row(variant.decision, variant.choice, variant.in_force, hits as u64, &found)
            })
            .collect()
    });
    progress.end();
    rows
}

fn row(
    decision: &'static str,
    choice: String,
    in_force: bool,
    hits: u64,
    found: &Estimate,
) -> SensitivityRow {
    SensitivityRow {
        decision,
        choice,
        in_force,
        hits,
        verdict: match found.verdict {
            Verdict::Staged => "staged",
            Verdict::Gradual => "gradual",
            Verdict::NoChange => "no change",
            Verdict::Refused => "refused",
        },
        phi: found.phi,
        stages: found.chosen.map(|k| k as u32),
        boundaries: found.boundary_years(),
    }
}

fn variants(pipeline: &Pipeline, counted: &Counted) -> Vec<Variant> {
    let all = categories(pipeline);
    let settings = pipeline.settings.stages;
    let exposure = pipeline.settings.exposure.1;
    let counts = counted.counts(pipeline);
    let of = |counts: &Counts, categories: &[usize], exposure| series(pipeline, counts, categories, exposure);
    let mut variants = Vec::new();
    let mut add = |decision, choice: &str, in_force, series, settings, method| {
        variants.push(Variant { decision, choice: choice.to_owned(), in_force, series, settings, method });
    };
    for (name, rule) in Rule::ALL {
        let in_force = rule == pipeline.settings.rule.1;
        let series = of(&counted.by_rule[rule], &all, exposure);
        add("rule", name, in_force, series, settings, Method::Poisson);
    }
    for (name, other) in Exposure::ALL {
        add("exposure", name, other == exposure, of(counts, &all, other), settings, Method::Poisson);
    }
    let mut lengths = vec![2, 3, settings.minimum_length];
    lengths.sort_unstable();
    lengths.dedup();
    for minimum_length in lengths {
        let in_force = minimum_length == settings.minimum_length;
        let settings = Settings { minimum_length, ..settings };
        let series = of(counts, &all, exposure);
        add("minimum_length", &minimum_length.to_string(), in_force, series, settings, Method::Poisson);
    }
    let book = &pipeline.codebook.categories;
    let mut dimensions: Vec<&str> = all.iter().map(|k| book[*k].dimension.as_str()).collect();
    dimensions.dedup();
    for dimension in &dimensions {
        let alone: Vec<usize> = all.iter().copied().filter(|k| book[*k].dimension == *dimension).collect();
        let series = of(counts, &alone, exposure);
        add("dimension", dimension, dimensions.len() == 1, series, settings, Method::Poisson);
    }
    for k in &all {
        add("category", &book[*k].id, all.len() == 1, of(counts, &[*k], exposure), settings, Method::Poisson);
    }
    for (name, method) in Method::ALL {
        let series = of(counts, &all, exposure);
        add("method", name, method == Method::Poisson, series, settings, method);
    }
    for (source, series) in by_source(pipeline, counted, &all, exposure) {
        add("source", &source, false, series, settings, Method::Poisson);
    }
    variants
}

/// What is taken for the source of a document: its kind, or its issuer where no document has a kind;
/// nothing where the corpus has neither.
fn source_column(counted: &Counted) -> Option<fn(&DocumentRow) -> Option<&String>> {
    if counted.documents.iter().any(|d| d.kind.is_some()) {
        Some(|d| d.kind.as_ref())
    } else if counted.documents.iter().any(|d| d.issuer.is_some()) {
        Some(|d| d.issuer.as_ref())
    } else {
        None
    }
}

const UNNAMED: &str = "（未注明）";

/// The documents of each year by source, in the order of `years`.
pub fn sources(counted: &Counted, years: &[Year]) -> Vec<BTreeMap<String, u64>> {
    let mut found = vec![BTreeMap::new(); years.len()];
    let Some(source) = source_column(counted) else {
        return found;
    };
    for document in &counted.documents {
        if let Some(t) = document.year.and_then(|year| years.binary_search(&year).ok()) {
            let name = source(document).map_or(UNNAMED, String::as_str);
            *found[t].entry(name.to_owned()).or_insert(0) += 1;
        }
    }
    found
}

/// A series for each source that has enough years, if there are at least two sources.
fn by_source(
    pipeline: &Pipeline,
    counted: &Counted,
    categories: &[usize],
    exposure: Exposure,
) -> Vec<(String, Series)> {
    /// More sources than this are no kinds of texts, but a column of names.
    const MOST: usize = 12;
    let Some(source) = source_column(counted) else {
        return Vec::new();
    };
    let mut by_source: BTreeMap<&str, Counts> = BTreeMap::new();
    for (document, counts) in counted.documents.iter().zip(&counted.of_document) {
        if let Some(year) = document.year {
            let name = source(document).map_or(UNNAMED, String::as_str);
            let empty = || Counts::new(pipeline.codebook.categories.len());
            by_source.entry(name).or_insert_with(empty).add(year, counts);
        }
    }
    if by_source.len() < 2 || by_source.len() > MOST {
        return Vec::new();
    }
    let of = |(name, counts): (&str, Counts)| {
        let series = series(pipeline, &counts, categories, exposure);
        (series.len() >= FEWEST_YEARS).then(|| (name.to_owned(), series))
    };
    by_source.into_iter().filter_map(of).collect()
}
