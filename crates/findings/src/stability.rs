//! Tests the stability of the stages: derives the part of each document and each term in the series, and
//! runs the replicates of `nianlun_stages::stability` on the workers.

use crate::analysis::Grounds;
use crate::cube::Cube;
use crate::decisions::Decisions;
use nianlun_stages::stability::{
    Basis, DocumentPart, Replicate, Stability, TermPart, WithoutYear, stability, sum_up_years, without_year,
};
use nianlun_stages::{BRIEF_REPLICATES, Estimate, Judge, Replication, Seeded, Series};
use nianlun_types::{Depth, Progress, Workers, map};

/// Replicates of each bootstrap.
pub const REPLICATES: u64 = 1_000;

/// The stability of `estimate`; `None` where the series was refused.
pub fn stability_of(
    grounds: &Grounds<'_>,
    cube: &Cube,
    series: &Series,
    categories: &[usize],
    estimate: &Estimate,
    workers: &dyn Workers,
    progress: &dyn Progress,
) -> Option<Stability> {
    let documents = document_parts(grounds, series, categories);
    let terms = term_parts(grounds, cube, series, categories);
    let decisions = grounds.decisions;
    let basis = Basis::new(series, &documents, &terms, estimate, decisions.stages, decisions.seed)?;
    let resampled = if basis.years_with_one_document() < series.len() { REPLICATES } else { 0 };
    let total = terms.len() as u64 + documents.len() as u64 + resampled + REPLICATES;
    progress.begin("testing stability", total);
    let run = |count: usize, replicate: &(dyn Fn(usize) -> Replicate + Sync)| -> Vec<Replicate> {
        map(workers, count, |at| {
            let replicate = replicate(at);
            progress.advance(1, 0);
            replicate
        })
    };
    let found = stability(
        &basis,
        estimate,
        &run(terms.len(), &|at| basis.without_term(at)),
        &run(documents.len(), &|at| basis.without_document(at)),
        &run(resampled as usize, &|at| basis.resampled(at as u64)),
        &run(REPLICATES as usize, &|at| basis.drawn(at as u64)),
    );
    progress.end();
    let without_year = without_years(series, estimate, decisions, workers, progress);
    Some(Stability { without_year, ..found })
}

/// The series judged anew, in brief, without each of its years.
fn without_years(
    series: &Series,
    estimate: &Estimate,
    decisions: &Decisions,
    workers: &dyn Workers,
    progress: &dyn Progress,
) -> Option<WithoutYear> {
    let draws = Seeded { seed: decisions.seed, replicates: BRIEF_REPLICATES };
    let judge = Judge { depth: Depth::Brief, replication: Replication::alone(&draws) };
    progress.begin("leaving out years", series.len() as u64);
    let without = map(workers, series.len(), |t| {
        let found = without_year(series, t, decisions.stages, &judge);
        progress.advance(1, 0);
        found
    });
    progress.end();
    sum_up_years(estimate, &without.into_iter().flatten().collect::<Vec<_>>())
}

fn document_parts(grounds: &Grounds<'_>, series: &Series, categories: &[usize]) -> Vec<DocumentPart> {
    let exposure = grounds.decisions.exposure;
    let part = |(document, counts): (&nianlun_types::DocumentRow, &nianlun_frequency::DocumentCounts)| {
        let year = series.years.binary_search(&document.year?).ok()?;
        Some(DocumentPart {
            name: document.id.clone(),
            year,
            exposure: exposure.of(counts.han_characters, counts.tokens) as f64,
            hits: categories.iter().map(|k| counts.hits[*k] as f64).collect(),
        })
    };
    let counted = grounds.counted;
    counted.documents.iter().zip(&counted.of_document).filter_map(part).collect()
}

/// Terms with a hit in the series, in the order of the codebook.
fn term_parts(grounds: &Grounds<'_>, cube: &Cube, series: &Series, categories: &[usize]) -> Vec<TermPart> {
    let part = |term: u32| {
        let entry = &grounds.codebook.terms[term as usize];
        let own = entry.categories.iter().filter_map(|at| categories.iter().position(|k| *k == *at as usize));
        let own: Vec<usize> = own.collect();
        let mut hits = Vec::new();
        for (year, n) in cube.by_year(term) {
            if let Ok(t) = series.years.binary_search(&year) {
                hits.extend(own.iter().map(|k| (t, *k, n as f64)));
            }
        }
        (!hits.is_empty()).then(|| TermPart { name: entry.term.clone(), hits })
    };
    cube.terms().filter_map(part).collect()
}
