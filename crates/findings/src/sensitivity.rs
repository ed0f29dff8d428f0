//! Estimates the stages under other decisions. Each variant changes one decision of the run.

use crate::analysis::Grounds;
use crate::counted::Counted;
use crate::decisions::Decisions;
use crate::series::series_of_rows;
use nianlun_frequency::{Counts, Exposure};
use nianlun_stages::{
    BRIEF_REPLICATES, Data, Estimate, FEWEST_YEARS, Judge, Method, Replication, Seeded, Series, Settings,
    estimate_by,
};
use nianlun_types::{
    Decision, Depth, DocumentRow, FrequencyRow, InsideNumbers, Progress, SensitivityRow, Workers, Year, map,
};
use std::collections::BTreeMap;

/// A decision, and the series, settings and method that follow from one choice of it.
struct Variant {
    decision: Decision,
    choice: String,
    in_force: bool,
    series: Series,
    settings: Settings,
    method: Method,
}

/// One row for each choice of each decision, in a fixed order. `rows` are the frequencies of the run, `estimate`
/// its stages: a choice in force says what the run says.
pub fn sensitivity(
    grounds: &Grounds<'_>,
    rows: &[FrequencyRow],
    estimate: &Estimate,
    workers: &dyn Workers,
    progress: &dyn Progress,
) -> Vec<SensitivityRow> {
    let variants = variants(grounds, rows);
    progress.begin("making decisions otherwise", variants.len() as u64);
    // Brief: the drift test of every row would cost as much as that of the run.
    let draws = Seeded { seed: grounds.decisions.seed, replicates: BRIEF_REPLICATES };
    let judge = Judge { depth: Depth::Brief, replication: Replication::alone(&draws) };
    let rows = map(workers, variants.len(), |at| {
        let variant = &variants[at];
        let hits = variant.series.hits.iter().flatten().sum::<f64>();
        let data = Data::Counts(variant.series.clone());
        let other = || estimate_by(variant.method, &data, variant.settings, None, &judge);
        let found = if variant.in_force { estimate.clone() } else { other() };
        progress.advance(1, 0);
        row_of(variant, hits as u64, &found)
    });
    progress.end();
    rows
}

fn row_of(variant: &Variant, hits: u64, found: &Estimate) -> SensitivityRow {
    SensitivityRow {
        decision: variant.decision,
        choice: variant.choice.clone(),
        in_force: variant.in_force,
        hits,
        verdict: found.verdict,
        phi: found.phi,
        stages: found.chosen.map(|k| k as u32),
        boundaries: found.boundary_years(),
        depth: found.depth,
    }
}

fn variants(grounds: &Grounds<'_>, rows: &[FrequencyRow]) -> Vec<Variant> {
    let all = grounds.categories();
    let settings = grounds.decisions.stages;
    let exposure = grounds.decisions.exposure;
    let by_exposure = |other: Exposure| {
        let ids = grounds.ids(&all);
        series_of_rows(rows, &Decisions { exposure: other, ..grounds.decisions.clone() }, &ids)
    };
    let mut variants = Vec::new();
    let mut add = |decision, choice: &str, in_force, series, settings, method| {
        variants.push(Variant { decision, choice: choice.to_owned(), in_force, series, settings, method });
    };
    for (rule, counts) in grounds.counted.by_rule.iter() {
        let in_force = rule == grounds.decisions.rule;
        let series = grounds.series(&grounds.rows(counts), &all);
        add(Decision::Rule, rule.name(), in_force, series, settings, Method::Poisson);
    }
    for (name, choice) in InsideNumbers::ALL {
        let counts = match choice {
            InsideNumbers::LeaveOut => &grounds.counted.by_rule[grounds.decisions.rule],
            InsideNumbers::Count => &grounds.counted.anywhere,
        };
        let series = grounds.series(&grounds.rows(counts), &all);
        let in_force = *choice == InsideNumbers::LeaveOut;
        add(Decision::InsideNumbers, name, in_force, series, settings, Method::Poisson);
    }
    for (name, other) in Exposure::ALL {
        add(Decision::Exposure, name, *other == exposure, by_exposure(*other), settings, Method::Poisson);
    }
    let series = grounds.series(rows, &all);
    let mut lengths = vec![2, 3, settings.minimum_length];
    lengths.sort_unstable();
    lengths.dedup();
    for minimum_length in lengths {
        let in_force = minimum_length == settings.minimum_length;
        let settings = Settings { minimum_length, ..settings };
        let choice = minimum_length.to_string();
        add(Decision::MinimumLength, &choice, in_force, series.clone(), settings, Method::Poisson);
    }
    let book = &grounds.codebook.categories;
    let mut dimensions: Vec<&str> = all.iter().map(|k| book[*k].dimension.as_str()).collect();
    dimensions.dedup();
    for dimension in &dimensions {
        let alone: Vec<usize> = all.iter().copied().filter(|k| book[*k].dimension == *dimension).collect();
        let only = dimensions.len() == 1;
        add(Decision::Dimension, dimension, only, grounds.series(rows, &alone), settings, Method::Poisson);
    }
    for k in &all {
        let alone = grounds.series(rows, &[*k]);
        add(Decision::Category, &book[*k].id, all.len() == 1, alone, settings, Method::Poisson);
    }
    for (name, method) in Method::ALL {
        add(Decision::Method, name, *method == Method::Poisson, series.clone(), settings, *method);
    }
    for (source, series) in by_source(grounds, &all) {
        add(Decision::Source, &source, false, series, settings, Method::Poisson);
    }
    variants
}

/// The column that names the source of a document: its kind, or its issuer where no document has a kind;
/// `None` where the corpus has neither.
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
fn by_source(grounds: &Grounds<'_>, categories: &[usize]) -> Vec<(String, Series)> {
    /// A column with more values than this is a column of names, not of sources.
    const MOST: usize = 12;
    let counted = grounds.counted;
    let Some(source) = source_column(counted) else {
        return Vec::new();
    };
    let mut by_source: BTreeMap<&str, Counts> = BTreeMap::new();
    for (document, counts) in counted.documents.iter().zip(&counted.of_document) {
        if let Some(year) = document.year {
            let name = source(document).map_or(UNNAMED, String::as_str);
            let empty = || Counts::new(grounds.codebook.categories.len());
            by_source.entry(name).or_insert_with(empty).add(year, counts);
        }
    }
    if by_source.len() < 2 || by_source.len() > MOST {
        return Vec::new();
    }
    let series_of = |(name, counts): (&str, Counts)| {
        let series = grounds.series(&grounds.rows(&counts), categories);
        (series.len() >= FEWEST_YEARS).then(|| (name.to_owned(), series))
    };
    by_source.into_iter().filter_map(series_of).collect()
}
