//! Findings on terms: their share in a category, their dispersion, their keyness in stages.

use crate::analysis::Grounds;
use crate::counted::Counted;
use crate::cube::Cube;
use nianlun_codebook::Codebook;
use nianlun_frequency::{Dispersion, dispersion, log_likelihood, log_ratio};
use nianlun_stages::Series;
use nianlun_types::{KeynessRow, StageRow, TermRow, Warning, Year};

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

/// Warns of terms that dominate a category, and of terms concentrated in few texts.
pub fn warnings(codebook: &Codebook, rows: &[TermRow]) -> Vec<Warning> {
    let mut found = Vec::new();
    for category in &codebook.categories {
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

/// One row for each stage and term with hits: the stage compared with all other years of the series.
/// Sorted by stage, then by log-likelihood, the largest first.
pub fn keyness(grounds: &Grounds<'_>, cube: &Cube, series: &Series, stages: &[StageRow]) -> Vec<KeynessRow> {
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
