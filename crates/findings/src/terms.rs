//! What the terms say: their part in a category, their spread, the stages that they mark.

use crate::count::Counted;
use crate::load::Pipeline;
use nianlun_frequency::{Dispersion, dispersion, log_likelihood, log_ratio};
use nianlun_stages::Series;
use nianlun_types::{KeynessRow, StageRow, TermRow, Warning, Year};
use std::collections::{BTreeMap, BTreeSet};

/// A term is most of its category from this share on.
const DOMINANT: f64 = 0.3;
/// A term is concentrated from this DPnorm on, if it has so many hits and such a share.
const CONCENTRATED: (f64, u64, f64) = (0.8, 10, 0.05);

/// Hits of a term by document, texts with a year only.
type ByDocument = BTreeMap<u32, u64>;

/// Hits by term, then by document; each hit once, in however many categories it counts.
fn by_term(pipeline: &Pipeline, counted: &Counted) -> BTreeMap<u32, ByDocument> {
    let mut found: BTreeMap<u32, ByDocument> = BTreeMap::new();
    for hit in &counted.hits {
        let first = pipeline.codebook.terms[hit.term as usize].categories[0] == hit.category;
        if first && counted.documents[hit.document as usize].year.is_some() {
            *found.entry(hit.term).or_default().entry(hit.document).or_insert(0) += 1;
        }
    }
    found
}

/// One row for each category and term of the codebook, also for those never met.
pub fn terms(pipeline: &Pipeline, counted: &Counted) -> Vec<TermRow> {
    let book = &pipeline.codebook;
    let by_term = by_term(pipeline, counted);
    let mut totals = vec![0u64; book.categories.len()];
    for (at, term) in book.terms.iter().enumerate() {
        let hits: u64 = by_term.get(&(at as u32)).map_or(0, |documents| documents.values().sum());
        for category in &term.categories {
            totals[*category as usize] += hits;
        }
    }
    let empty = ByDocument::new();
    let mut rows = Vec::new();
    for (k, category) in book.categories.iter().enumerate() {
        for (at, term) in book.terms.iter().enumerate() {
            if !term.categories.contains(&(k as u32)) {
                continue;
            }
            let documents = by_term.get(&(at as u32)).unwrap_or(&empty);
            let hits: u64 = documents.values().sum();
            let years: BTreeSet<Year> =
                documents.keys().filter_map(|d| counted.documents[*d as usize].year).collect();
            let spread = spread(counted, documents);
            rows.push(TermRow {
                dimension: category.dimension.clone(),
                category: category.id.clone(),
                term: term.term.clone(),
                hits,
                share: (totals[k] > 0).then(|| hits as f64 / totals[k] as f64),
                documents_with_hits: documents.len() as u64,
                dp: spread.map(|d| d.dp),
                dp_norm: spread.map(|d| d.dp_norm),
                first_year: years.first().copied(),
                last_year: years.last().copied(),
            });
        }
    }
    rows
}

/// Dispersion over the documents with a year, by their Han characters.
fn spread(counted: &Counted, hits: &ByDocument) -> Option<Dispersion> {
    let part = |(at, document): (usize, &nianlun_types::DocumentRow)| {
        document.year?;
        Some((hits.get(&(at as u32)).copied().unwrap_or(0) as f64, document.han_characters as f64))
    };
    dispersion(counted.documents.iter().enumerate().filter_map(part))
}

/// Terms that are most of a category, and terms that stand in few texts.
pub fn warnings(pipeline: &Pipeline, rows: &[TermRow]) -> Vec<Warning> {
    let mut found = Vec::new();
    for category in &pipeline.codebook.categories {
        let own = || rows.iter().filter(|row| row.category == category.id);
        if own().count() < 2 || own().map(|row| row.hits).sum::<u64>() == 0 {
            continue;
        }
        let named = |yes: &dyn Fn(&&TermRow) -> bool, show: &dyn Fn(&TermRow) -> String| {
            own().filter(yes).map(show).collect::<Vec<_>>().join("、")
        };
        let dominant = named(&|row| row.share.is_some_and(|s| s > DOMINANT), &|row| {
            format!("“{}”（{:.0}%）", row.term, row.share.unwrap_or(0.0) * 100.0)
        });
        if !dominant.is_empty() {
            found.push(Warning::new(
                "dominant-term",
                format!("类目{}的命中有三成以上来自{dominant}：曲线主要反映这个词", category.label),
            ));
        }
        let (least, hits, share) = CONCENTRATED;
        let concentrated = named(
            &|row| {
                row.dp_norm.is_some_and(|d| d >= least)
                    && row.hits >= hits
                    && row.share.is_some_and(|s| s >= share)
            },
            &|row| {
                format!(
                    "“{}”（{}次，{}篇，DPnorm {:.2}）",
                    row.term,
                    row.hits,
                    row.documents_with_hits,
                    row.dp_norm.unwrap_or(0.0)
                )
            },
        );
        if !concentrated.is_empty() {
            found.push(Warning::new(
                "concentrated-term",
                format!("类目{}的{concentrated}集中在少数文本里", category.label),
            ));
        }
    }
    found
}

/// One row for each stage and term with hits: the stage against all other years of the series, by
/// stage, then by log-likelihood, the largest first.
pub fn keyness(
    pipeline: &Pipeline,
    counted: &Counted,
    series: &Series,
    stages: &[StageRow],
) -> Vec<KeynessRow> {
    if stages.len() < 2 {
        return Vec::new();
    }
    let stage_of = |year: Year| stages.iter().position(|s| (s.first_year..=s.last_year).contains(&year));
    let mut sizes = vec![0.0; stages.len()];
    for (year, exposure) in series.years.iter().zip(&series.exposure) {
        if let Some(stage) = stage_of(*year) {
            sizes[stage] += exposure;
        }
    }
    let all: f64 = sizes.iter().sum();
    let mut rows = Vec::new();
    for (term, documents) in by_term(pipeline, counted) {
        let mut hits = vec![0u64; stages.len()];
        let mut with_hits = vec![0u64; stages.len()];
        for (document, n) in &documents {
            if let Some(stage) = counted.documents[*document as usize].year.and_then(stage_of) {
                hits[stage] += n;
                with_hits[stage] += 1;
            }
        }
        let total: u64 = hits.iter().sum();
        let entry = &pipeline.codebook.terms[term as usize];
        for (at, stage) in stages.iter().enumerate() {
            let rest = all - sizes[at];
            if total == 0 || sizes[at] <= 0.0 || rest <= 0.0 {
                continue;
            }
            let (a, b) = (hits[at] as f64, (total - hits[at]) as f64);
            rows.push(KeynessRow {
                stage: stage.stage,
                term: entry.term.clone(),
                category: pipeline.codebook.categories[entry.categories[0] as usize].id.clone(),
                hits: hits[at],
                elsewhere: total - hits[at],
                per_10k: a * 1e4 / sizes[at],
                elsewhere_per_10k: b * 1e4 / rest,
                log_likelihood: log_likelihood(a, sizes[at], b, rest),
                log_ratio: log_ratio(a, sizes[at], b, rest),
                documents_with_hits: with_hits[at],
            });
        }
    }
    rows.sort_by(|a, b| {
        a.stage.cmp(&b.stage).then(b.log_likelihood.total_cmp(&a.log_likelihood)).then(a.term.cmp(&b.term))
    });
    rows
}
