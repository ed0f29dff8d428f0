//! Runs the replicates of `nianlun_stages::stability` on all threads; which thread runs which changes
//! nothing.

use crate::count::Counted;
use crate::load::Pipeline;
use crate::progress::Progress;
use nianlun_stages::stability::{Basis, DocumentPart, Replicate, Stability, TermPart, stability};
use nianlun_stages::{Estimate, Series};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Replicates of each bootstrap.
pub const REPLICATES: u64 = 1_000;

/// The stability of `estimate`; nothing where the series was refused.
pub fn stability_of(
    pipeline: &Pipeline,
    counted: &Counted,
    series: &Series,
    categories: &[usize],
    estimate: &Estimate,
    threads: &rayon::ThreadPool,
    progress: &dyn Progress,
) -> Option<Stability> {
    let documents = document_parts(pipeline, counted, series, categories);
    let terms = term_parts(pipeline, counted, series, categories);
    let settings = &pipeline.settings;
    let basis = Basis::new(series, &documents, &terms, estimate, settings.stages, settings.seed)?;
    let resampled = if basis.years_with_one_document() < series.len() { REPLICATES } else { 0 };
    let total = terms.len() as u64 + documents.len() as u64 + resampled + REPLICATES;
    progress.begin("testing stability", total);
    let run = |n: u64, one: &(dyn Fn(u64) -> Replicate + Sync)| -> Vec<Replicate> {
        let counted = |at| {
            let replicate = one(at);
            progress.advance(1, 0);
            replicate
        };
        (0..n).into_par_iter().map(counted).collect()
    };
    let found = threads.install(|| {
        stability(
            &basis,
            estimate,
            &run(terms.len() as u64, &|at| basis.without_term(at as usize)),
            &run(documents.len() as u64, &|at| basis.without_document(at as usize)),
            &run(resampled, &|at| basis.resampled(at)),
            &run(REPLICATES, &|at| basis.drawn(at)),
        )
    });
    progress.end();
    Some(found)
}

fn document_parts(
    pipeline: &Pipeline,
    counted: &Counted,
    series: &Series,
    categories: &[usize],
) -> Vec<DocumentPart> {
    let part = |(document, counts): (&nianlun_types::DocumentRow, &nianlun_frequency::DocumentCounts)| {
        let year = series.years.binary_search(&document.year?).ok()?;
        Some(DocumentPart {
            name: document.id.clone(),
            year,
            exposure: pipeline.settings.exposure.1.of(counts.han_characters, counts.tokens) as f64,
            hits: categories.iter().map(|k| counts.hits[*k] as f64).collect(),
        })
    };
    counted.documents.iter().zip(&counted.of_document).filter_map(part).collect()
}

/// Terms with a hit in the series, in the order of the codebook.
fn term_parts(
    pipeline: &Pipeline,
    counted: &Counted,
    series: &Series,
    categories: &[usize],
) -> Vec<TermPart> {
    let mut cells: BTreeMap<(u32, usize, usize), f64> = BTreeMap::new();
    for hit in &counted.hits {
        let year = counted.documents[hit.document as usize].year;
        let t = year.and_then(|year| series.years.binary_search(&year).ok());
        let k = categories.iter().position(|k| *k == hit.category as usize);
        if let (Some(t), Some(k)) = (t, k) {
            *cells.entry((hit.term, t, k)).or_insert(0.0) += 1.0;
        }
    }
    let mut parts: Vec<TermPart> = Vec::new();
    let mut last = None;
    for ((term, t, k), hits) in cells {
        if last != Some(term) {
            let name = pipeline.codebook.terms[term as usize].term.clone();
            parts.push(TermPart { name, hits: Vec::new() });
            last = Some(term);
        }
        if let Some(part) = parts.last_mut() {
            part.hits.push((t, k, hits));
        }
    }
    parts
}
