//! Replicates → stability.

use super::{Basis, BoundaryShare, Mover, MoverKind, Replicate, Replicates, Stability, StagesShare};
use crate::{Boundary, Estimate};
use nianlun_types::Year;

/// Movers listed for each boundary and kind.
const MOST_MOVERS: usize = 3;
/// A smaller change of a probability makes no mover.
const LEAST_CHANGE: f64 = 0.01;

/// Sums up replicates of one kind.
pub fn sum_up(basis: &Basis<'_>, replicates: &[Replicate]) -> Replicates {
    let n = replicates.len().max(1) as f64;
    let share = |yes: &dyn Fn(&Replicate) -> bool| replicates.iter().filter(|r| yes(r)).count() as f64 / n;
    let near = |r: &Replicate, year: Year| r.boundaries.iter().flatten().any(|y| (y - year).abs() <= 1);
    let boundary = |year: &Year| {
        let within_1 = share(&|r| near(r, *year));
        BoundaryShare { year: *year, within_1, within_1_same_stages: within_1 }
    };
    let room = share(&|r| r.boundaries.is_some());
    let stages = [(0, 1.0 - room), (basis.boundaries.len() + 1, room)];
    Replicates {
        replicates: replicates.len(),
        boundaries: basis.boundaries.iter().map(boundary).collect(),
        stages: stages
            .into_iter()
            .filter(|(_, share)| *share > 0.0 && !replicates.is_empty())
            .map(|(stages, share)| StagesShare { stages, share })
            .collect(),
    }
}

/// Sums up all replicates. `without_term` and `without_document` are in the order of the terms and
/// documents of `basis`, `resampled` and `drawn` in the order of their numbers.
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
        let terms = basis.terms.iter().map(|term| term.name.as_str()).zip(without_term);
        movers.extend(movers_of_kind(MoverKind::Term, at, boundary, terms));
        let documents = basis.documents.iter().map(|document| document.name.as_str()).zip(without_document);
        movers.extend(movers_of_kind(MoverKind::Document, at, boundary, documents));
    }
    let years_with_one_document = basis.years_with_one_document();
    let can_resample = years_with_one_document < basis.documents_by_year.len();
    Stability {
        without_term: sum_up(basis, without_term),
        without_document: sum_up(basis, without_document),
        without_year: None,
        document_bootstrap: can_resample.then(|| sum_up(basis, resampled)),
        years_with_one_document,
        model_bootstrap: sum_up(basis, drawn),
        model_bootstrap_of: basis.source,
        movers,
    }
}

/// The terms, or the documents, that move boundary `at` by most years, or else change its probability
/// most; most first, equal ones by name.
fn movers_of_kind<'a>(
    kind: MoverKind,
    at: usize,
    boundary: &Boundary,
    replicates: impl Iterator<Item = (&'a str, &'a Replicate)>,
) -> Vec<Mover> {
    let probability_with = boundary.probability.unwrap_or(0.0);
    let mut movers: Vec<(i32, f64, Mover)> = Vec::new();
    for (name, replicate) in replicates {
        let moved_to = replicate.boundaries.as_ref().and_then(|years| years.get(at)).copied();
        let probability_without = replicate.probabilities.get(at).copied().unwrap_or(0.0);
        let years = moved_to.map_or(0, |year| (year - boundary.year).abs());
        let change = (probability_without - probability_with).abs();
        if years == 0 && change < LEAST_CHANGE {
            continue;
        }
        let mover = Mover {
            boundary: boundary.year,
            kind,
            name: name.to_owned(),
            moved_to,
            probability_with,
            probability_without,
        };
        movers.push((years, change, mover));
    }
    movers.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.name.cmp(&b.2.name)));
    movers.truncate(MOST_MOVERS);
    movers.into_iter().map(|(.., mover)| mover).collect()
}
