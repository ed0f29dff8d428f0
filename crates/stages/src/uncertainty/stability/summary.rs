//! Replicates → what is said of stability.

use super::{Basis, BoundaryShare, Mover, MoverKind, Replicate, Replicates, Stability, StagesShare};
use crate::Estimate;
use nianlun_types::Year;

/// Movers listed for each boundary and kind.
const MOVERS: usize = 3;

/// Sums up replicates of one kind.
pub fn sum_up(basis: &Basis<'_>, replicates: &[Replicate]) -> Replicates {
    let n = replicates.len().max(1) as f64;
    let near = |found: &[Year], year: Year| found.iter().any(|y| (y - year).abs() <= 1);
    let share = |yes: &dyn Fn(&Replicate) -> bool| replicates.iter().filter(|r| yes(r)).count() as f64 / n;
    let mut counts: Vec<usize> = replicates.iter().map(|r| r.stages).collect();
    counts.sort_unstable();
    counts.dedup();
    Replicates {
        replicates: replicates.len(),
        boundaries: basis
            .boundaries
            .iter()
            .map(|year| BoundaryShare {
                year: *year,
                within_1: share(&|r| near(&r.boundaries, *year)),
                within_1_same_stages: share(&|r| near(&r.same_stages, *year)),
            })
            .collect(),
        stages: counts
            .into_iter()
            .map(|stages| StagesShare { stages, share: share(&|r| r.stages == stages) })
            .collect(),
    }
}

/// Sums up everything; the replicates are in the order of terms, documents and numbers.
pub fn stability(
    basis: &Basis<'_>,
    estimate: &Estimate,
    without_term: &[Replicate],
    without_document: &[Replicate],
    resampled: &[Replicate],
    drawn: &[Replicate],
) -> Stability {
    let mut movers = Vec::new();
    for (at, boundary) in estimate.boundaries.iter().enumerate() {
        let with = boundary.probability.unwrap_or(0.0);
        let mut add = |kind: MoverKind, names: &dyn Fn(usize) -> String, replicates: &[Replicate]| {
            let mut of_kind: Vec<(i32, f64, Mover)> = Vec::new();
            for (number, replicate) in replicates.iter().enumerate() {
                let moved_to = replicate.same_stages.get(at).copied();
                let without = replicate.probabilities.get(at).copied().unwrap_or(0.0);
                let moved = moved_to.map_or(0, |year| (year - boundary.year).abs());
                let change = (without - with).abs();
                if moved == 0 && change < 0.01 {
                    continue;
                }
                let name = names(number);
                let mover = Mover {
                    boundary: boundary.year,
                    kind,
                    name,
                    moved_to,
                    probability_with: with,
                    probability_without: without,
                };
                of_kind.push((moved, change, mover));
            }
            of_kind.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.name.cmp(&b.2.name)));
            movers.extend(of_kind.into_iter().take(MOVERS).map(|(_, _, mover)| mover));
        };
        add(MoverKind::Term, &|number| basis.terms[number].name.clone(), without_term);
        add(MoverKind::Document, &|number| basis.documents[number].name.clone(), without_document);
    }
    let years_with_one_document = basis.years_with_one_document();
    Stability {
        without_term: sum_up(basis, without_term),
        without_document: sum_up(basis, without_document),
        document_bootstrap: (years_with_one_document < basis.of_year.len()).then(|| sum_up(basis, resampled)),
        years_with_one_document,
        model_bootstrap: sum_up(basis, drawn),
        movers,
    }
}
