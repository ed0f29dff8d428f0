//! Findings on terms: their share in a category, their dispersion, their keyness in stages.

use crate::analysis::Grounds;
use crate::counted::Counted;
use crate::cube::Cube;
use nianlun_frequency::{Dispersion, dispersion, log_likelihood, log_ratio};
use nianlun_stages::Series;
use nianlun_types::{KeynessRow, StageSpan, TermRow, Warning, Year};
use std::collections::BTreeMap;

/// A term dominates its category above this share.
const DOMINANT: f64 = 0.3;
/// A term is concentrated from this DPnorm, number of hits and share on.
const CONCENTRATED: (f64, u64, f64) = (0.8, 10, 0.05);

/// One row for each category and term of the codebook, including terms without a hit.
pub fn rows(grounds: &Grounds<'_>, cube: &Cube) -> Vec<TermRow> {
    let book = grounds.codebook;
    let hits_of = |term: usize| cube.dated(term as u32).map(|(_, cell)| cell.hits).sum::<u64>();
    let mut totals = vec![0u64; book.categories.len()];
    for (at, term) in book.terms.iter().enumerate() {
        for category in &term.categories {
            totals[*category as usize] += hits_of(at);
        }
    }
    let mut rows = Vec::new();
    for (k, category) in book.categories.iter().enumerate() {
        for (at, term) in book.terms.iter().enumerate() {
            if !term.categories.contains(&(k as u32)) {
                continue;
            }
            let hits = hits_of(at);
            let years = cube.by_year(at as u32);
            let spread = dispersion_of(grounds.counted, cube, at as u32);
            rows.push(TermRow {
                dimension: category.dimension.clone(),
                category: category.id.clone(),
                term: term.term.clone(),
                hits,
                share: (totals[k] > 0).then(|| hits as f64 / totals[k] as f64),
                documents_with_hits: cube.dated(at as u32).count() as u64,
                dp: spread.map(|d| d.dp),
                dp_norm: spread.map(|d| d.dp_norm),
                first_year: years.keys().next().copied(),
                last_year: years.keys().next_back().copied(),
            });
        }
    }
    rows
}

/// Dispersion of a term over the documents with a year, by their Han characters.
fn dispersion_of(counted: &Counted, cube: &Cube, term: u32) -> Option<Dispersion> {
    let mut hits = vec![0; counted.documents.len()];
    for cell in cube.documents(term) {
        hits[cell.document as usize] = cell.hits;
    }
    let dated = counted.documents.iter().zip(&hits).filter(|(document, _)| document.year.is_some());
    dispersion(dated.map(|(document, hits)| (*hits as f64, document.han_characters as f64)))
}

/// Most terms named in a warning.
const MOST_NAMED: usize = 3;
/// Texts shorter than this on average, in Han characters, are titles: each holds a term or two, so that a
/// dispersion over them means nothing, and years are the parts.
const TITLES: u64 = 200;

/// Warns of terms that dominate a category, and of terms concentrated in few texts (in few years, where the
/// texts are titles), in one line; `terms.parquet` and the report list them.
pub fn warning(grounds: &Grounds<'_>, cube: &Cube, rows: &[TermRow]) -> Option<Warning> {
    let has_others = |row: &&TermRow| rows.iter().filter(|other| other.category == row.category).count() > 1;
    let label = |row: &TermRow| -> String {
        let all = grounds.codebook.categories.iter();
        all.clone().find(|c| c.id == row.category).map_or_else(String::new, |c| c.label.clone())
    };
    let mut dominant: Vec<&TermRow> =
        rows.iter().filter(|row| row.share.is_some_and(|s| s > DOMINANT)).filter(has_others).collect();
    dominant.sort_by(|a, b| b.share.unwrap_or(0.0).total_cmp(&a.share.unwrap_or(0.0)));
    let titles = are_titles(grounds.counted);
    let (least, hits, share) = CONCENTRATED;
    let is_concentrated = |row: &&TermRow| {
        let spread = if titles { dispersion_by_year(grounds, cube, row) } else { row.dp_norm };
        spread.is_some_and(|d| d >= least) && row.hits >= hits && row.share.is_some_and(|s| s >= share)
    };
    let concentrated: Vec<&TermRow> = rows.iter().filter(is_concentrated).filter(has_others).collect();
    let mut parts = Vec::new();
    if !dominant.is_empty() {
        let show =
            |row: &&TermRow| format!("{}“{}”{:.0}%", label(row), row.term, row.share.unwrap_or(0.0) * 100.0);
        let named: Vec<String> = dominant.iter().take(MOST_NAMED).map(show).collect();
        parts.push(format!(
            "{}个词各占其类目命中的三成以上（{}）",
            dominant.len(),
            listed(&named, dominant.len())
        ));
    }
    if !concentrated.is_empty() {
        let named: Vec<String> =
            concentrated.iter().take(MOST_NAMED).map(|row| format!("“{}”", row.term)).collect();
        let within = if titles { "年份" } else { "文本" };
        parts.push(format!(
            "{}个词集中在少数{within}里（{}）",
            concentrated.len(),
            listed(&named, concentrated.len())
        ));
    }
    (!parts.is_empty()).then(|| {
        Warning::new(
            "dominant-term",
            format!("{}：曲线主要反映这些词，逐词见报告“逐条可查”与 terms.parquet", parts.join("；")),
        )
    })
}

/// Some of so many, with 等 where there are more.
fn listed(named: &[String], all: usize) -> String {
    named.join("、") + if all > named.len() { "等" } else { "" }
}

/// Whether the texts are titles on average.
fn are_titles(counted: &Counted) -> bool {
    let dated = || counted.documents.iter().filter(|document| document.year.is_some());
    let characters: u64 = dated().map(|document| document.han_characters).sum();
    characters < TITLES * dated().count() as u64
}

/// DPnorm of a term over years.
fn dispersion_by_year(grounds: &Grounds<'_>, cube: &Cube, row: &TermRow) -> Option<f64> {
    let at = grounds.codebook.terms.iter().position(|term| term.term == row.term)?;
    let hits = cube.by_year(at as u32);
    let mut sizes: BTreeMap<Year, u64> = BTreeMap::new();
    for document in &grounds.counted.documents {
        if let Some(year) = document.year {
            *sizes.entry(year).or_default() += document.han_characters;
        }
    }
    let parts = sizes.iter().map(|(year, size)| (hits.get(year).copied().unwrap_or(0) as f64, *size as f64));
    dispersion(parts).map(|spread| spread.dp_norm)
}

/// One row for each stage and term with hits: the stage compared with all other years of the series.
/// Sorted by stage, then by log-likelihood, the largest first.
pub fn keyness(grounds: &Grounds<'_>, cube: &Cube, series: &Series, stages: &[StageSpan]) -> Vec<KeynessRow> {
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
    for term in cube.terms() {
        let mut hits = vec![0u64; stages.len()];
        let mut with_hits = vec![0u64; stages.len()];
        for (year, cell) in cube.dated(term) {
            if let Some(stage) = stage_of(year) {
                hits[stage] += cell.hits;
                with_hits[stage] += 1;
            }
        }
        let total: u64 = hits.iter().sum();
        let entry = &grounds.codebook.terms[term as usize];
        for (at, stage) in stages.iter().enumerate() {
            let rest = all - sizes[at];
            if total == 0 || sizes[at] <= 0.0 || rest <= 0.0 {
                continue;
            }
            let (a, b) = (hits[at] as f64, (total - hits[at]) as f64);
            rows.push(KeynessRow {
                stage: stage.stage,
                term: entry.term.clone(),
                category: grounds.codebook.categories[entry.categories[0] as usize].id.clone(),
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
